"""The second reckoning of who may be in a release, where its own arithmetic could go wrong.

``tests/property/test_release_states.py`` holds it to the engine in every combination.
"""

from __future__ import annotations

from datetime import date

import pytest

from cfgovern.engine.people import Agreements, PeoplePlan, Said, adult_born_by
from cfgovern.protection.rules import Heard, heard, may

ASKED = Said("said", "id", "day", "[0-9]{4}-[0-9]{2}-[0-9]{2}")
PLAN = PeoplePlan(
    tables={"who": "id"},
    identifying=("who",),
    agreements=Agreements("what", "answer", ASKED, "linking", "interview", "agreed", "withdrawn"),
    protected=(),
    abuse=(),
    born_days=(),
    born_years=(),
    free=("no",),
    safe=("no",),
    unanswered=("not_asked",),
)
DAY = date(2026, 10, 1)
AGREED = date(2026, 2, 1)


def somebody(**said: object) -> Heard:
    """An adult who agreed, changed as ``said``."""
    plain = {"linking": [("agreed", AGREED)], "born_days": [date(1980, 5, 5)], "identified": True}
    return Heard(**{**plain, **said})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "day", [date(2026, 2, 28), date(2026, 3, 1), date(2028, 2, 28), date(2028, 2, 29), date(2028, 3, 1), DAY]
)
@pytest.mark.parametrize("away", range(-2, 3))
def test_people_come_of_age_as_the_engine_says(day: date, away: int) -> None:
    born = date.fromordinal(adult_born_by(day).toordinal() + away)
    one = somebody(born_days=[born], linking=[("agreed", date(2020, 1, 1))])
    assert may(one, PLAN, day).identifiers == (born <= adult_born_by(day))


@pytest.mark.parametrize(
    ("years", "adult"),
    [
        (["1980"], True),
        (["2008"], False),  # comes of age this year, nobody knows when
        (["2008", "1980"], True),
        (["2010", "1980"], False),
        (["198O"], False),
        ([""], False),
        ([], False),
    ],
)
def test_a_year_of_birth_makes_an_adult_only_for_certain(years: list[str], adult: bool) -> None:
    one = somebody(born_days=[], born_years=years, interview=[("agreed", AGREED)])
    told = may(one, PLAN, DAY)
    assert (told.identifiers, told.interview) == (adult, adult)


def test_somebody_born_at_the_end_of_days_is_no_adult() -> None:
    assert not may(somebody(born_days=[date(9999, 1, 1)]), PLAN, DAY).identifiers


def test_without_any_agreement_in_the_contract_nobody_has_agreed() -> None:
    plan = PeoplePlan(
        **{**{name: getattr(PLAN, name) for name in PLAN.__dataclass_fields__}, "agreements": None}
    )
    told = may(somebody(), plan, DAY)
    assert (told.answers, told.identifiers) == (True, False)


def test_what_is_said_of_nobody_is_not_heard() -> None:
    rows = {
        ("who", ("id",)): [(1, ["P-1"]), (2, [""]), (3, ["P-2"])],
        ("said", ("id", "what", "answer", "day")): [
            (1, ["", "linking", "agreed", "2026-02-01"]),
            (2, ["P-1", "linking", "agreed", "2026-02-01"]),
            (3, ["P-1", "contact", "withdrawn", "2026-03-01"]),
            (4, ["P-2", "interview", "agreed", "some day"]),
        ],
    }
    there = {"who": ["id"], "said": ["id", "what", "answer", "day"]}
    people = heard(PLAN, there, lambda table, columns: rows[table, tuple(columns)], {"who": {3}})
    assert people.keys() == {"P-1", "P-2"}
    assert people["P-1"].linking == [("agreed", AGREED)]
    assert people["P-2"].interview == [("agreed", None)]
    assert (people["P-1"].rejected, people["P-2"].rejected) == (False, True)
