"""The released contract describes what a recipient holds, and what it holds keeps to it."""

from __future__ import annotations

import base64
import csv
import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from cfgovern import api
from cfgovern.contract.domains import domain_for
from cfgovern.contract.model import Contract, Table
from cfgovern.contracts.releasedcolumns import clk_column
from cfgovern.errors import UsageError
from cfgovern.journeys.releasedtext import released_text
from tests.conftest import some_of
from tests.releasing import club, release

DAY = "2026-10-01"
DOMAINS = ("national-evaluation", "national-linkage", "national-delivery")
HEX = "^[0-9a-f]{32}$"


def written(tmp_path: Path, text: str) -> Contract:
    path = tmp_path / "released.odcs.yaml"
    path.write_text(text, encoding="utf-8")
    assert api.lint_contract(path) == []
    return api.load_contract(path)


def table(contract: Contract, name: str) -> Table:
    found = contract.table(name)
    assert found is not None
    return found


@pytest.fixture(scope="module")
def cohort(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[dict[str, str]]]:
    folder = tmp_path_factory.mktemp("cohort")
    api.synth(folder, mode="tiny", form="csv", as_of=date.fromisoformat(DAY))
    found = {}
    for file in folder.rglob("*.csv"):
        with file.open(encoding="utf-8-sig", newline="") as stream:
            found[file.stem] = list(csv.DictReader(stream))
    return found


@pytest.mark.parametrize("domain", DOMAINS)
@pytest.mark.parametrize("mode", some_of(["split", "tokens"], 2))
def test_what_leaves_of_the_programme_keeps_to_its_released_contract(
    tmp_path: Path, cohort: dict[str, list[dict[str, str]]], domain: str, mode: str
) -> None:
    source = api.load_contract()
    out = tmp_path / "part"
    out.mkdir()
    made = release(source, domain_for(source, domain), cohort, out, mode, DAY)
    told = written(tmp_path, released_text(source, domain_for(source, domain), mode=mode, synthetic=True))
    assert {file.stem for file in made} == {one.name for one in told.tables}
    report = api.validate(out, contract=told.document.path, as_of=date.fromisoformat(DAY))
    assert [(one.rule, one.message) for one in report.findings] == []
    assert report.outcome == "pass"


@pytest.mark.parametrize("domain", DOMAINS)
def test_the_same_contract_always_gives_the_same_text_and_says_what_it_is(
    tmp_path: Path, domain: str
) -> None:
    text = api.export_released(domain)
    assert text == api.export_released(domain)
    told, source = written(tmp_path, text), api.load_contract()
    assert told.notice == source.notice and "not the official specification" in told.notice
    limits = str(told.document.data["description"]["limitations"])
    assert ("still personal data" in limits) is (domain != "national-delivery")
    assert "not the official specification" in limits
    assert (told.version, told.id) == (source.version, f"{source.id}:released:{domain}")
    assert all(one.rule_packs == () and one.rules == () for one in told.tables)
    assert all(
        column.description and column.treated == "keep" for one in told.tables for column in one.columns
    )


def test_a_reference_takes_the_place_of_the_record_id(tmp_path: Path) -> None:
    told = written(tmp_path, api.export_released("national-evaluation"))
    assert all(one.column("participant_id") is None for one in told.tables)
    people, waves = table(told, "participants"), table(told, "assessments")
    assert [column.name for column in people.columns][:2] == ["person_ref", "link_id"]
    assert people.primary_key == ("person_ref",) and waves.primary_key == ("person_ref", "wave")
    assert {column.pattern for column in people.columns[:2]} == {HEX}
    assert people.columns[0].roles == ("record_id",) and people.columns[1].required is False
    [key] = waves.foreign_keys
    assert (key.columns, key.table, key.to_columns) == (("person_ref",), "participants", ("person_ref",))
    assert waves.column("link_id") is None and told.people is people


def test_a_key_goes_where_a_treatment_makes_rows_alike(tmp_path: Path) -> None:
    support = table(written(tmp_path, api.export_released("national-evaluation")), "support")
    assert support.primary_key == ()
    start = support.column("support_start_date")
    assert start is not None and start.required and start.type == "string"
    assert start.pattern == "^[0-9]{4}-(0[1-9]|1[0-2])$" and start.concept == "support_start_date_month"


def test_ages_are_the_bands_that_risk_is_measured_in(tmp_path: Path) -> None:
    born = table(written(tmp_path, api.export_released("national-evaluation")), "participants").column(
        "year_of_birth"
    )
    assert born is not None and [value for value, _ in born.enum][3:5] == ["15-19", "20-24"]
    assert born.enum[-1][0] == "65+" and not born.required
    assert born.missing == {"declined": "declined", "not_asked": "not_asked", "not_known": "not_known"}


def test_identifiers_are_in_the_clear_or_tokens_and_never_both(tmp_path: Path) -> None:
    clear = table(written(tmp_path, api.export_released("national-linkage")), "identifiers")
    tokens = table(written(tmp_path, api.export_released("national-linkage", mode="tokens")), "identifiers")
    assert clear.route == tokens.route == "identifiers"
    assert clear.primary_key == tokens.primary_key == ("link_id",)
    names = {column.name for column in clear.columns if column.identifies}
    assert {"given_name", "date_of_birth", "nino", "postcode"} <= names
    made = {column.name for column in tokens.columns if column.identifies}
    assert {"surname_full", "surname_prefix3", "dob", "postcode_outward", "nino"} <= made
    assert "nhs_number" not in made and "street" not in made
    assert all(column.pattern == HEX for column in tokens.columns if column.name in made)
    assert not any(column.identifier for column in tokens.columns)
    kept = ["link_id", "record_origin", "area_id", "sex"]
    assert [column.name for column in tokens.columns if column.name not in made] == kept
    assert [column.name for column in clear.columns if column.name not in names] == kept


def test_the_record_id_of_made_up_people_stands_beside_their_identifiers(tmp_path: Path) -> None:
    source = api.load_contract()
    text = released_text(source, domain_for(source, "national-linkage"), synthetic=True)
    told = table(written(tmp_path, text), "identifiers")
    assert [column.name for column in told.columns][:2] == ["link_id", "synthetic_record_id"]
    assert "synthetic_record_id" not in api.export_released("national-linkage")


def released(tmp_path: Path, *changes: tuple[str, str], mode: str = "split") -> Contract:
    path = tmp_path / "out.odcs.yaml"
    path.write_text(api.export_released("anybody", club(tmp_path, *changes), mode=mode), encoding="utf-8")
    return api.load_contract(path)


def test_every_treatment_of_a_contract_without_domains_has_its_form(tmp_path: Path) -> None:
    told = released(tmp_path)
    people, who = table(told, "members"), table(told, "members_identifiers")
    assert people.column("secret") is None and "surname" not in {column.name for column in people.columns}
    assert [column.name for column in who.columns] == ["link_id", "surname", "born"]

    def of(name: str) -> dict[str, Any]:
        column = people.column(name)
        assert column is not None
        limits = {edge: getattr(column, edge) for edge in ("minimum", "maximum")}
        return {
            "type": column.type,
            **{edge: (limit.value, limit.exclusive) for edge, limit in limits.items() if limit},
            **({"pattern": column.pattern} if column.pattern else {}),
            **({"format": column.format} if column.format else {}),
            **({"enum": [value for value, _ in column.enum]} if column.enum else {}),
            **({"must": True} if column.required else {}),
        }

    assert of("home") == {"type": "string", "pattern": "^(GIR|[A-Z]{1,2}[0-9][0-9A-Z]?)$"}
    assert of("visits") == {
        "type": "integer",
        "minimum": ("0", False),
        "maximum": ("20", False),
        "must": True,
    }
    assert of("hours") == {"type": "number", "maximum": ("7.5", False)}
    assert of("joined") == {"type": "date", "format": "dd/MM/yyyy"}
    assert of("small_area") == {"type": "string", "enum": ["1", "2"]}
    assert of("keyworker") == {"type": "string", "pattern": HEX}
    assert of("note") == {"type": "string"}
    assert of("colour") == {"type": "string", "enum": ["red", "on"]}
    assert of("year_left") == {"type": "string", "pattern": "^[0-9]{4}$"}
    assert of("quarter") == {"type": "string", "pattern": "^[0-9]{4}-Q[1-4]$", "must": True}
    assert of("age") == {"type": "string", "enum": ["0-19", "20-39", "40-59", "60+"]}
    home, keyworker = people.column("home"), people.column("keyworker")
    assert home is not None and home.identifier is None and home.roles == ("quasi_identifier",)
    assert keyworker is not None and not keyworker.unique


def test_keys_and_references_are_carried_over_by_the_reference(tmp_path: Path) -> None:
    told = released(tmp_path)
    visits = table(told, "visits")
    assert visits.primary_key == ("code", "person_ref")
    assert {(key.columns, key.table, key.to_columns) for key in visits.foreign_keys} == {
        (("person_ref",), "members", ("person_ref",)),
        (("code",), "groups", ("code",)),
        (("person_ref", "code"), "stays", ("person_ref", "code")),
    }
    assert table(told, "groups").primary_key == ("code",) and table(told, "groups").record_id is None
    assert [column.name for column in table(told, "members").columns][:2] == ["person_ref", "link_id"]
    assert table(told, "stays").column("link_id") is None


@pytest.mark.parametrize("mode", ["split", "tokens"])
def test_rows_of_a_contract_without_domains_keep_to_it(tmp_path: Path, mode: str) -> None:
    source, out = api.load_contract(club(tmp_path)), tmp_path / "part"
    out.mkdir()
    member = dict.fromkeys((column.name for column in table(source, "members").columns), "")
    full = {
        "number": "M-1", "surname": "O\u2019Example", "born": "1 May 1990", "home": "qz11 1ab",
        "visits": "499", "hours": "7.6", "joined": "31/12/2001", "small_area": "E03", "keyworker": "W-1",
        "note": "long text", "secret": "s", "colour": "on", "year_left": "2024-05-06T10:00:00",
        "quarter": "2026-12-31",
        "age": "61",
    }  # fmt: skip
    odd = {"number": "M-2", "home": "nowhere", "visits": "0", "joined": "01/01/2000", "small_area": "E99",
           "quarter": "2026-01-01", "surname": "x"}  # fmt: skip
    sent = {
        "groups": [{"code": "a"}],
        "members": [member | full, member | odd],
        "visits": [{"number": "M-1", "code": "a"}],
        "stays": [{"number": "M-1", "code": "a"}],
    }
    release(source, domain_for(source, "anybody"), sent, out, mode, DAY)
    (tmp_path / "out.odcs.yaml").write_text(
        released_text(source, domain_for(source, "anybody"), mode=mode, synthetic=True), encoding="utf-8"
    )
    report = api.validate(out, contract=tmp_path / "out.odcs.yaml")
    assert [(one.rule, one.message) for one in report.findings] == []
    with (out / "members.csv").open(encoding="utf-8", newline="") as stream:
        first, second = csv.DictReader(stream)
    assert (first["visits"], first["hours"], first["home"], first["age"]) == ("20", "7.5", "QZ11", "60+")
    assert (second["home"], second["small_area"], second["quarter"]) == ("", "", "2026-Q1")


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ([("[record_id]", "[operational]")], "released.record_id"),
        ([("name: colour", "name: link_id")], "released.name"),
        ([("§T quarter§", "§T quarters§")], "contract.treatment"),
        ([("{age_band: 20}", "{age_band: 200}")], "contract.treatment"),
    ],
)
def test_what_cannot_be_released_is_refused(
    tmp_path: Path, changes: list[tuple[str, str]], code: str
) -> None:
    with pytest.raises(UsageError) as refused:
        released(tmp_path, *changes)
    assert refused.value.code == code


def test_a_mode_or_domain_that_is_none_is_refused() -> None:
    for domain, mode, code in (
        ("national-evaluation", "hash", "released.mode"),
        ("evaluation", "split", "domain.unknown"),
    ):
        with pytest.raises(UsageError) as refused:
            api.export_released(domain, mode=mode)
        assert refused.value.code == code


def test_a_code_stands_in_place_of_all_identifiers(tmp_path: Path) -> None:
    codes = table(written(tmp_path, api.export_released("national-linkage", mode="clk")), "identifiers")
    [code] = [column for column in codes.columns if column.identifies]
    assert code.name == "clk" and code.pattern == "^[A-Za-z0-9+/]{171}={1}$"  # 1,024 bits in base 64
    assert [one.name for one in codes.columns if one is not code] == [
        "link_id",
        "record_origin",
        "area_id",
        "sex",
    ]


@pytest.mark.parametrize("bits", [512, 1024, 2048])
def test_the_pattern_of_a_code_is_that_of_base_64(bits: int) -> None:
    contract = api.load_contract()
    column = contract.tables[0].columns[0]
    pattern = clk_column([column], bits)["logicalTypeOptions"]["pattern"]
    assert re.match(pattern, base64.b64encode(bytes(bits // 8)).decode())
    assert not re.match(pattern, base64.b64encode(bytes(bits // 8 + 1)).decode())
