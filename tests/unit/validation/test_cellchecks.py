"""Which checks a column asks for, in the words of which message, and by what each judges."""

from __future__ import annotations

from typing import Any

import pytest

from cfgovern.contract.forms import STRING_FORMATS
from cfgovern.contract.model import Bound, Code, CodeList, Column
from cfgovern.validation.cellchecks import CellCheck, cell_checks

EMAIL = f"^(?:{STRING_FORMATS['email']})$"
DEFAULT = "default"
BEYOND = [("characters", DEFAULT, {})]


def asked(kind: str = "string", codes: CodeList | None = None, **says: Any) -> list[CellCheck]:
    """The checks between that of the type and that of white space, which every column has."""
    first, *between, last = cell_checks(Column("c", (), kind, **says), codes, "2026-10-01")
    assert (first, last) == (("type", kind, {}), ("whitespace", DEFAULT, {}))
    return between


@pytest.mark.parametrize(
    ("says", "checks"),
    [
        ({}, BEYOND),
        ({"min_length": 0}, [("min_length", DEFAULT, {"length": 0}), *BEYOND]),
        ({"max_length": 9}, [("max_length", DEFAULT, {"length": 9}), *BEYOND]),
        ({"pattern": "^a"}, [("pattern", DEFAULT, {"pattern": "^a"})]),
        ({"format": "email"}, [("pattern", DEFAULT, {"pattern": EMAIL, "after": None})]),
        ({"format": "password"}, BEYOND),
        (
            {"format": "email", "pattern": "^a"},
            [
                ("pattern", DEFAULT, {"pattern": "^a"}),
                ("pattern", DEFAULT, {"pattern": EMAIL, "after": "^a"}),
            ],
        ),
        ({"enum": (("a", "A"), ("b", "B"))}, [("enum", DEFAULT, {"values": ["a", "b"]})]),
        ({"identifier": "address"}, [*BEYOND, ("line_break", DEFAULT, {})]),
        ({"identifier": "address", "pattern": "^a"}, [("pattern", DEFAULT, {"pattern": "^a"})]),
    ],
)
def test_a_text_is_asked_what_is_said_of_it(says: dict[str, Any], checks: list[CellCheck]) -> None:
    assert asked(**says) == checks


@pytest.mark.parametrize(("kind", "variant"), [("integer", "number"), ("number", "number"), ("date", "date"),
                                               ("timestamp", "date"), ("time", "date")])  # fmt: skip
def test_limits_have_the_words_of_numbers_or_of_dates(kind: str, variant: str) -> None:
    assert asked(kind, minimum=Bound("1"), maximum=Bound("2", True)) == [
        ("minimum", variant, {"bound": "1", "exclusive": False}),
        ("maximum", variant, {"bound": "2", "exclusive": True}),
    ]


def test_a_number_is_asked_for_its_step_and_for_no_characters() -> None:
    assert asked("number", multiple_of="0.5") == [("multiple_of", DEFAULT, {"step": "0.5"})]


def test_a_cell_that_must_be_filled_in_is_asked_so_first() -> None:
    required = Column("c", (), required=True)
    assert next(cell_checks(required, None, "2026-10-01")) == ("required", DEFAULT, {})


@pytest.mark.parametrize(
    ("name", "kinds"),
    [
        ("nhs_number", [("identifier_form", "identifier"), ("check_digit", DEFAULT)]),
        ("nino", [("identifier_form", "identifier")]),
    ],
)
def test_an_identifier_is_judged_after_the_patterns_of_the_contract(
    name: str, kinds: list[tuple[str, str]]
) -> None:
    params = {"identifier": name, "pattern": "^[0-9A-Z]", "after": EMAIL}
    found = asked(identifier=name, pattern="^[0-9A-Z]", format="email")
    assert found[2:] == [
        (kind, variant, params)
        for kind, variant in (*kinds, ("test_value", "live"), ("real_value", "synthetic"))
    ]


def test_codes_are_judged_on_the_day_of_the_check() -> None:
    codes = CodeList(
        "codes",
        (
            Code("now", "Now"),
            Code("late", "Late", valid_from="2026-10-02"),
            Code("gone", "Gone", valid_to="2026-09-30"),
            Code("now", "Now again", valid_from="2027-01-01"),
        ),
    )
    assert asked(codes=codes) == [
        ("code_list", "unknown", {"values": ["now", "late", "gone"]}),
        ("code_ended", "ended", {"values": ["gone"]}),
        ("code_early", "early", {"values": ["late"]}),
    ]
    only = CodeList("codes", (Code("now", "Now"),))
    assert asked(codes=only) == [("code_list", "unknown", {"values": ["now"]})]
