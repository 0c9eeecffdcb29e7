"""Which column a heading probably means, and which code a value; what is never told."""

from __future__ import annotations

from collections import Counter

import pytest

from cfgovern.identifiers import nhs_number
from cfgovern.validation.likely import Known, Likely, likely

SEX = Known("sex", ("sex", "Sex"), codes={"female": "Female", "male": "Male", "not_known": "not known"})
BORN = Known("birth_date", ("birth_date", "Date of birth"), "[0-9]{4}-[0-9]{2}-[0-9]{2}")
VISITS = Known("a_and_e_visits", ("a_and_e_visits", "A&E visits"), "[0-9]+")
REF = Known("participant_id", ("participant_id", "Participant ID"))
KNOWN = [REF, SEX, BORN, VISITS]


def told(headings: list[str | None], *columns: list[str]) -> Likely:
    values = [Counter(column) for column in columns]
    return likely(headings, [*values, *[Counter[str]()] * (len(headings) - len(values))], KNOWN)


@pytest.mark.parametrize(
    ("heading", "column"),
    [
        ("Date of Birth", "birth_date"),
        ("DATE-OF-BIRTH", "birth_date"),
        ("A & E visits", "a_and_e_visits"),
        ("participant ref id", "participant_id"),
        ("Shoe size", None),
        ("", None),
        (None, None),
    ],
)
def test_names(heading: str | None, column: str | None) -> None:
    assert [name for _, name, _ in told([heading]).columns] == ([column] if column else [])


def test_each_column_is_meant_once_and_by_the_likest_heading() -> None:
    found = told(["Date of birth (checked)", "Date of birth", "sex"])
    assert [(heading, name) for heading, name, _ in found.columns] == [("Date of birth", "birth_date")]
    assert found.others == ("Date of birth (checked)",)


def test_values_help_where_names_are_half_alike() -> None:
    days = ["1980-01-01"] * 9
    assert told(["birth day"], days).columns and not told(["birth day"], ["Monday"] * 9).columns


def test_codes_that_many_rows_share_are_told_with_what_they_probably_are() -> None:
    often = {"M": 5, "Female": 6, "Not-known": 5, "Z": 5, "rare": 4, "male": 9}
    found = told(["sex"], [text for text, count in often.items() for _ in range(count)])
    assert found.codes == {
        "sex": (("Female", "female"), ("M", "male"), ("Not-known", "not_known"), ("Z", "")),
    }


def test_what_is_told_is_no_text_about_somebody() -> None:
    stem = "401023213"
    number = f"{stem}{nhs_number.check_digit(stem)}"
    assert told(["sex"], [number] * 9 + ["x" * 41] * 9).codes == {}
    assert told(["sex"], [f"value {n}" for n in range(41) for _ in range(5)]).codes == {}
    assert told([number, "x" * 41]) == Likely((), (), {})
    assert told(["Participant ID", "Date of birth"], ["P-1"] * 9, ["1980-01-01"] * 9).codes == {}
