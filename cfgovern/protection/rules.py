"""Who may be in a release, in plain Python: reckoned a second time, to prove the first.

The rules are told in SQL in :mod:`cfgovern.engine.people`; this module shares with it nothing but the plan,
which says where a submission tells what. The two were written apart, and a test holds them to each other.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from cfgovern.engine.generalise import Way
from cfgovern.engine.people import ADULT, Agreements, PeoplePlan, Said
from cfgovern.protection.treated import day_in

__all__ = ["Heard", "May", "Rows", "heard", "may"]

Rows = Callable[[str, Sequence[str]], Iterable[tuple[int, Sequence[str]]]]
"""(row, texts) of every row of a table, of some of its columns; an empty cell is an empty text."""
Agreed = list[tuple[str, date | None]]
"""What was said, and when, as far as that is known."""
_YEAR = re.compile("-?[0-9]{1,9}")


@dataclass(slots=True, repr=False)
class Heard:
    """What a submission says about one person. ``withdrawn``: since when, and whether from everything."""

    linking: Agreed = field(default_factory=list)
    interview: Agreed = field(default_factory=list)
    protected: list[str] = field(default_factory=list)
    abuse: list[str] = field(default_factory=list)
    born_days: list[date | None] = field(default_factory=list)
    born_years: list[str] = field(default_factory=list)
    rejected: bool = False
    identified: bool = False
    withdrawn: tuple[date, bool] | None = None


@dataclass(frozen=True, slots=True)
class May:
    """Whether a person's answers, identifiers and transcripts may leave, and nothing that tells a place."""

    answers: bool
    identifiers: bool
    interview: bool
    protected: bool


def heard(
    plan: PeoplePlan, there: Mapping[str, Sequence[str]], rows: Rows, rejected: Mapping[str, Collection[int]]
) -> dict[str, Heard]:
    """Everybody in a submission, by record id. ``there``: the columns of each table that was sent;
    ``rejected``: the rows of each table that were."""
    people: dict[str, Heard] = {}
    for table, record in plan.tables.items():
        wrong = rejected.get(table, ())
        for row, [name] in rows(table, [record]) if record in there.get(table, ()) else ():
            if name:
                one = people.setdefault(name, Heard())
                one.rejected |= row in wrong
                one.identified |= table in plan.identifying

    def cells(places: Iterable[Said]) -> Iterator[tuple[Heard, Said, str]]:
        for said in places:
            if {said.record, said.column} <= set(there.get(said.table, ())):
                for _, [name, text] in rows(said.table, [said.record, said.column]):
                    if name:
                        yield people[name], said, text

    for one, _, text in cells(plan.protected):
        one.protected.append(text)
    for one, _, text in cells(plan.abuse):
        one.abuse.append(text)
    for one, said, text in cells(plan.born_days):
        one.born_days.append(_day(said, text))
    for one, _, text in cells(plan.born_years):
        one.born_years.append(text)
    if plan.agreements is not None:
        _hear_agreements(plan.agreements, there, rows, people)
    return people


def may(one: Heard, plan: PeoplePlan, day: date) -> May:
    """What of a person may leave on that ``day``."""
    given_on, stands = _agreement(one.linking, plan.agreements, day)
    _, talks = _agreement(one.interview, plan.agreements, day)
    since, everything = one.withdrawn or (None, False)
    taken_back = since is not None and (given_on is None or given_on <= since)
    adult = _is_adult(one, day)
    answers = not one.rejected and not everything
    return May(
        answers=answers,
        identifiers=answers and stands and not taken_back and adult and one.identified,
        interview=answers and talks and adult,
        protected=_is_protected(one, plan),
    )


def _hear_agreements(
    told: Agreements, there: Mapping[str, Sequence[str]], rows: Rows, people: Mapping[str, Heard]
) -> None:
    place, sent = told.day, there.get(told.day.table, ())
    needed = [place.record, told.scope, told.state]
    if not set(needed) <= set(sent):
        return
    dated = place.column in sent
    for _, [name, scope, state, *days] in rows(place.table, [*needed, *([place.column] if dated else [])]):
        if name and scope in (told.asked, told.interview):
            said = (state, _day(place, days[0]) if days else None)
            if scope == told.asked:
                people[name].linking.append(said)
            if scope == told.interview:
                people[name].interview.append(said)


def _day(said: Said, text: str) -> date | None:
    return day_in(text, Way(shape=said.shape, style=said.style))


def _agreement(said: Agreed, told: Agreements | None, day: date) -> tuple[date | None, bool]:
    """The day on which it was last given by ``day``, and whether nothing else was said since or undated."""
    given = [on for state, on in said if told and state == told.given and on is not None and on <= day]
    if not given:
        return None, False
    others = [on for state, on in said if told and state != told.given]
    return max(given), all(on is not None and on < max(given) for on in others)


def _is_adult(one: Heard, day: date) -> bool:
    """Whether the person is an adult for certain: something says so, and nothing speaks against it."""
    said = [_comes_of_age(born) <= day for born in one.born_days if born is not None]
    for text in one.born_years:
        if _YEAR.fullmatch(text) and int(text) != day.year - ADULT:
            said.append(int(text) < day.year - ADULT)
    return bool(said) and all(said)


def _comes_of_age(born: date) -> date:
    """The day on which somebody is an adult; who is born on 29 February, on 1 March of another year."""
    year = born.year + ADULT
    if year > date.max.year:
        return date.max
    try:
        return born.replace(year=year)
    except ValueError:
        return date(year, 3, 1)


def _is_protected(one: Heard, plan: PeoplePlan) -> bool:
    if not one.protected:
        return True
    asked = [text for text in one.protected if text and text not in plan.unanswered]
    if any(text not in plan.free for text in asked):
        return True
    if len(asked) == len(one.protected):
        return False
    return not one.abuse or any(text not in plan.safe for text in one.abuse)
