"""Which column goes into which part, and as what."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from cfgovern.contract.domains import Domain, domain_for
from cfgovern.engine.parting import PartTable
from cfgovern.errors import UsageError
from cfgovern.protection.splitplan import split_plan
from tests.property.release import TRIAL, trial


def parts(
    folder: Path, *changes: tuple[str, str], mode: str = "split", synthetic: bool = False
) -> dict[tuple[str, str], PartTable]:
    """The files of a release of the small contract with ``changes``, by part and name."""
    text = TRIAL
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    contract = trial(folder, text)
    domain: Domain = domain_for(contract, "linkage")
    plan = split_plan(contract, domain, mode, "2026-10-01", synthetic=synthetic)
    return {(one.part, one.name): one for one in plan.parts()}


def kinds(part: PartTable) -> dict[str, str]:
    return {column.name: column.kind for column in part.columns}


NAMES = ("given", "family", "birthday", "nino")
PLACES = ("street", "postcode", "phone", "email", "uprn")


def test_answers_and_identifiers_part_ways(tmp_path: Path) -> None:
    found = parts(tmp_path)
    assert list(found) == [("payload", "people"), ("identifiers", "who")]
    answers, names = found.values()
    assert list(kinds(answers)) == [
        "person_ref", "link_id", "protected", "abuse", "born", "area", "near", "ward", "started",
    ]  # fmt: skip
    # Neither what is switched off nor what is dropped.
    assert kinds(names) == {"link_id": "link", **dict.fromkeys((*NAMES, *PLACES), "normalised")}
    assert answers.record == names.record == "id"


def test_what_tells_a_place_is_guarded_in_both_parts_and_modes(tmp_path: Path) -> None:
    answers, names = parts(tmp_path).values()
    assert {one.name for one in answers.columns if one.place} == {"near", "ward"}
    assert {one.name for one in names.columns if one.place} == set(PLACES)
    (tmp_path / "t").mkdir()
    tokens = parts(tmp_path / "t", mode="tokens")["identifiers", "who"]
    guarded = {one.name for one in tokens.columns if one.place}
    assert {"postcode", "postcode_outward", "phone", "email"} <= guarded
    assert not {"surname_full", "dob", "nino", "link_id"} & guarded


def test_tokens_are_made_of_what_there_is_and_nothing_stands_beside_them(tmp_path: Path) -> None:
    tokens = parts(tmp_path, mode="tokens")["identifiers", "who"]
    assert set(kinds(tokens).values()) == {"link", "token"} and "nhs_number" not in kinds(tokens)
    assert {one.name for one in tokens.columns if one.minimum} <= {
        "given_initial", "dob_year", "dob_month", "dob_day", "postcode_outward",
    }  # fmt: skip
    assert set(tokens.fields.values()) <= {*NAMES, *PLACES}


def test_the_record_id_goes_with_made_up_data_alone(tmp_path: Path) -> None:
    assert "record" not in kinds(parts(tmp_path)["identifiers", "who"]).values()
    (tmp_path / "s").mkdir()
    made_up = parts(tmp_path / "s", synthetic=True)
    assert kinds(made_up["identifiers", "who"])["synthetic_record_id"] == "record"
    assert "record" not in kinds(made_up["payload", "people"]).values()


TOKEN = "{property: cfgovernTreatment, value: token}"
AREA = "{name: area, logicalType: string}"


@pytest.mark.parametrize(
    ("told", "kind", "key", "place"),
    [
        ("[{property: cfgovernTreatment, value: redact}]", "text", "", True),
        ("[{property: cfgovernRole, value: [free_text]}]", "text", "", True),
        (f"[{TOKEN}, {{property: cfgovernConcept, value: worker}}]", "keyed", "worker", False),
        ("[{property: cfgovernTreatment, value: keep}]", "value", "", False),
        ("[{property: cfgovernConcept, value: lsoa}]", "value", "", True),
    ],
)  # fmt: skip
def test_an_answer_goes_as_its_treatment_says(
    tmp_path: Path, told: str, kind: str, key: str, place: bool
) -> None:
    change = (AREA, f"{{name: area, logicalType: string, customProperties: {told}}}")
    [column] = (one for one in parts(tmp_path, change)["payload", "people"].columns if one.name == "area")
    assert (column.kind, column.key, column.place) == (kind, key, place)


CRN = "{name: crn, logicalType: string, customProperties: [{property: "
UNKNOWN = (
    (f"{CRN}cfgovernIdentifier, value: crn}}", f"{CRN}cfgovernRole, value: [direct_identifier]}}"),
    (", {property: cfgovernTreatment, value: drop}]", "]"),
)


def test_an_identifier_of_which_nobody_says_the_kind_may_be_an_address(tmp_path: Path) -> None:
    [column] = (one for one in parts(tmp_path, *UNKNOWN)["identifiers", "who"].columns if one.name == "crn")
    assert (column.kind, column.place) == ("value", True)


def test_of_an_identifier_of_no_kind_there_is_no_token(tmp_path: Path) -> None:
    with pytest.raises(UsageError) as caught:
        parts(tmp_path, *UNKNOWN, mode="tokens")
    assert (caught.value.code, caught.value.where) == ("release.no_kind", "crn")


def test_rows_about_people_need_a_record_id(tmp_path: Path) -> None:
    with pytest.raises(UsageError) as caught:
        parts(tmp_path, (", customProperties: [{property: cfgovernRole, value: [record_id]}]", ""))
    assert caught.value.code == "released.record_id"


def test_a_code_is_made_of_what_there_is_and_guards_what_tells_a_place(tmp_path: Path) -> None:
    codes = parts(tmp_path, mode="clk")["identifiers", "who"]
    assert kinds(codes) == {"link_id": "link", "clk": "clk"}
    assert {codes.fields[name] for name in codes.guarded} == set(PLACES)
    made_of = [one["identifier"] for one in codes.clk["schema"]["features"]]
    assert made_of == ["given_full", "surname_full", "dob_figures", "nino", "postcode"]
    assert PartTable.from_json(json.loads(json.dumps(codes.as_json()))) == codes
