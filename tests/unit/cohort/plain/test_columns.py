"""Cells from what the contract says of their column alone."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from cfgovern import api
from cfgovern.cohort.draw import Draw
from cfgovern.cohort.plain.columns import Columns
from cfgovern.cohort.plain.fakes import fake, faker_version, subject
from cfgovern.contract.model import Bound, Column, Contract, Quality, Table
from cfgovern.errors import UsageError
from cfgovern.identifiers import classify

AS_OF = date(2026, 10, 1)


@pytest.fixture(scope="module")
def contract() -> Contract:
    return api.load_contract()


def cells(
    contract: Contract,
    *,
    many: int = 200,
    fakes: bool = False,
    day: date = AS_OF,
    name: str = "x",
    **options: Any,
) -> list[str]:
    column = Column(name, (), concept=name, **{"required": True, **options})
    origin = Column("made", (), concept="record_origin")
    table = Table("t", (), (column, origin), concept="t")
    maker = Columns(replace(contract, tables=(table,)), day, Draw(1), fakes=fakes)
    return [maker.cell(table, column, number) for number in range(1, many)]


@pytest.mark.parametrize(
    ("options", "allowed"),
    [
        ({"type": "integer", "minimum": Bound("3"), "maximum": Bound("5")}, {"3", "4", "5"}),
        ({"type": "integer", "minimum": Bound("3", exclusive=True), "maximum": Bound("5")}, {"4", "5"}),
        ({"type": "integer", "minimum": Bound("0.5"), "maximum": Bound("8"), "multiple_of": "4"}, {"4", "8"}),
        ({"type": "integer", "maximum": Bound("2"), "multiple_of": "0.5", "minimum": Bound("1")}, {"1", "2"}),
        ({"type": "integer", "pattern": "^4[12]$"}, {"41", "42"}),
        ({"type": "number", "minimum": Bound("-1"), "maximum": Bound("0"), "multiple_of": "0.5"},
         {"-1.0", "-0.5", "0.0"}),
        ({"type": "boolean"}, {"true", "false"}),
        ({"enum": (("a", "A"), ("b", "B"))}, {"a", "b"}),
        ({"enum": (("a", "A"), ("bb", "B")), "min_length": 2}, {"bb"}),
        ({"enum": (("a", "A"), ("b", "B")), "pattern": "b"}, {"b"}),
        ({"code_list": "sex"}, {"female", "male"}),
        ({"code_list": "sex", "missing": {"declined": "998"}}, {"female", "male", "998"}),
        ({"pattern": "^(x|yy?)$"}, {"x", "y", "yy"}),
        ({"identifier": "crn", "required": False}, {""}),
        ({"type": "date", "minimum": Bound("2026-09-30"), "maximum": Bound("2030-01-01"),
          "format": "dd/MM/yyyy"}, {"30/09/2026", "01/10/2026"}),
        ({"type": "time", "minimum": Bound("09:00"), "maximum": Bound("09:00:00")}, {"09:00"}),
    ],
)  # fmt: skip
def test_cells_are_what_the_column_allows(
    contract: Contract, options: dict[str, Any], allowed: set[str]
) -> None:
    assert set(cells(contract, **options)) == allowed


def test_retired_codes_are_not_used(contract: Contract) -> None:
    known = cells(contract, code_list="exit_destinations")
    assert "died" in known and "deceased" not in known


def test_a_day_before_every_code_of_a_list_is_refused(contract: Contract) -> None:
    with pytest.raises(UsageError, match=r"cohort\.codes"):
        cells(contract, code_list="sex", day=date(1999, 1, 1))


def test_about_one_in_four_cells_that_may_be_empty_is(contract: Contract) -> None:
    empty = cells(contract, many=2_001, required=False).count("")
    assert 400 < empty < 600


def test_dates_are_of_the_last_year_unless_the_contract_says_otherwise(contract: Contract) -> None:
    days = cells(contract, many=500, type="date")
    assert min(days) >= "2025-09-30" and max(days) <= "2026-10-01"
    born = cells(contract, type="date", identifier="date_of_birth")
    assert max(born) < "2011" and min(born) > "1936"
    assert min(cells(contract, type="date", minimum=Bound("2030-01-01"))) >= "2030-01-01"


def test_counts_are_small_and_record_numbers_lie_anywhere(contract: Contract) -> None:
    counts = cells(contract, type="integer", minimum=Bound("0"), maximum=Bound("1000000"))
    assert max(map(int, counts)) <= 100
    numbers = cells(contract, type="integer", minimum=Bound("100000"), maximum=Bound("999999"))
    assert max(map(int, numbers)) > 500_000


@pytest.mark.parametrize(
    ("kind", "shape"),
    [
        ("email", r".+@(example\.(org|com|net)|\w\.test)"),
        ("ipv4", r"(192\.0\.2|198\.51\.100|203\.0\.113)\.[0-9]+"),
        ("uuid", "[0-9A-Fa-f-]{36}"),
        ("uri", r"(https://example\.org/|urn:example:)\w+"),
        ("hostname", r"\w+\.(example\.org|test)"),
    ],
)
def test_formats_lead_nowhere(contract: Contract, kind: str, shape: str) -> None:
    assert all(re.fullmatch(shape, text) for text in cells(contract, format=kind))


def test_a_library_rule_about_a_value_is_kept(contract: Contract) -> None:
    rules = (
        Quality("a", "library", (), metric="nullValues", threshold=("mustBe", 0)),
        Quality("b", "library", (), metric="invalidValues", threshold=("mustBe", 0),
                arguments={"validValues": [1, 2, 3], "pattern": "[23]"}),
        Quality("c", "library", (), metric="missingValues", threshold=("mustBeLessThan", 1),
                arguments={"missingValues": [None, 3]}),
    )  # fmt: skip
    assert set(cells(contract, required=False, type="integer", quality=rules)) == {"2"}


@pytest.mark.parametrize(
    ("kind", "shape"),
    [
        ("given_name", "[A-Z][a-z]+"),
        ("family_name", "[A-Z][A-Za-z'-]+"),
        ("full_name", r"[A-Z][A-Za-z.'\- ]+[a-z]"),
        ("address", "[A-Z][A-Za-z'-]+ [A-Z][a-z]+"),
        ("date_of_birth", r"(19|20)\d\d-\d\d-\d\d"),
    ],
)
def test_what_identifies_somebody_is_known_whatever_its_column_is_called(
    contract: Contract, kind: str, shape: str
) -> None:
    for name in ("email_ref_number", "first_name"):
        made = cells(contract, fakes=True, identifier=kind, name=name)
        assert not [text for text in made if not re.fullmatch(shape, text)]


def test_what_would_be_right_for_somebodys_identifier_is_passed_over(contract: Contract) -> None:
    made = cells(contract, pattern="^[0-9]{10}$")
    assert all(classify("nhs_number", text) != "valid" for text in made)


# -- Faker ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        ("company", "company"), ("employer_name", "company"), ("job_title", "job"),
        ("currentOccupation", "job"),
        ("street", "street_name"), ("forename", "first_name"), ("surname", "last_name"), ("name", "name"),
        ("customer_name", "name"), ("remarks", "sentence"), ("contact_phone", "sentence"),
        ("email_address", "sentence"), ("postcode", "sentence"), ("nhs_number", "sentence"),
    ],
)  # fmt: skip
def test_a_column_gets_words_of_its_subject_and_never_what_could_be_somebodys(name: str, wanted: str) -> None:
    assert subject(Column(name, (), concept=name)) == wanted


def test_faker_says_the_same_for_the_same_seed_in_any_order() -> None:
    first = [fake("company", seed) for seed in (1, 2, 3)]
    assert [fake("company", seed) for seed in (3, 2, 1)] == first[::-1]
    assert faker_version().split(".")[0] == "40"


def test_fakes_keep_to_lengths_and_are_used_only_where_asked_for(contract: Contract) -> None:
    made = cells(contract, fakes=True, min_length=15, max_length=25)
    assert all(15 <= len(text) <= 25 for text in made) and len(set(made)) > 150
    assert set(cells(contract, many=50)) & {"Made up for testing", "Made up, with a comma"}
