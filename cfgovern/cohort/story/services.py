"""What each quarter held: contacts and crises, fewer as things improve, and where the nights were spent."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np

from cfgovern.cohort.draw import Ints, ints
from cfgovern.cohort.frame import EMPTY, EPOCH, Cells, Frame, codes, days, row_numbers, whole
from cfgovern.cohort.story.course import NEVER, Course
from cfgovern.cohort.story.people import People, settled_on
from cfgovern.cohort.story.world import MISSING, NOT_KNOWN, World, figures
from cfgovern.quarters import numbered, ordinal

__all__ = ["service_use", "support"]

_ALL = [numbered(number) for number in range(ordinal(date(2000, 1, 1)), ordinal(date(2060, 1, 1)))]
_STARTS = np.array([(first - EPOCH).days for _, first, _ in _ALL], dtype=np.int64)
_NAMES = tuple(name for name, _, _ in _ALL)
_PLACES = ("nights_rough_sleeping", "nights_temporary", "nights_supported", "nights_own_tenancy")
_SECOND = ("nights_friends_family", "nights_friends_family", "nights_temporary", "nights_supported")
_ALWAYS = "keyworker"
_DAYS = 91  # of a whole quarter


@dataclass(frozen=True, slots=True)
class _Quarters:
    """One place a quarter of a person: its number in ``_NAMES``, the days that it covers, latent need."""

    person: Ints
    quarter: Ints
    first: Ints
    last: Ints
    rows: Ints
    state: Ints


def service_use(world: World, who: People, went: Course) -> Frame:
    """The table of service use, by concept: quarters that are over, or were when support ended."""
    told = _quarters(world, who, went)
    length = told.last - told.first + 1
    columns: dict[str, Cells] = {
        "period": codes(told.quarter, _NAMES),
        "period_start": days(told.first),
        "period_end": days(told.last),
    }
    unknown = world.profile.share("figure_not_known")
    for concept in world.profile.services:
        values = _count(world, who, concept, told, length)
        values[world.chance(unknown, told.rows, concept, "not known")] = NOT_KNOWN
        columns[concept] = whole(values, MISSING)
    for concept, values in _nights(world, who, told, length).items():
        values[world.chance(unknown, told.rows, concept, "not known")] = NOT_KNOWN
        columns[concept] = whole(values, MISSING)
    columns["figure_source"] = codes(*world.picked("figure_source", told.rows))
    return Frame(told.person, columns)


def _quarters(world: World, who: People, went: Course) -> _Quarters:
    begin = np.searchsorted(_STARTS, who.start, side="right") - 1
    until = np.searchsorted(_STARTS, went.last, side="right") - 1
    many = np.maximum(until - begin + 1, 0)
    person = np.repeat(np.arange(len(many)), many)
    place = np.arange(len(person)) - np.repeat(np.cumsum(many) - many, many)
    quarter = begin[person] + place
    starts, ends = _STARTS[quarter], _STARTS[quarter + 1] - 1
    left, back = went.end[person], went.back[person]
    # The days between an ending and a return are nobody's to tell, unless both lie in one quarter.
    first = np.where((left < starts) & (back <= ends), np.maximum(starts, back), starts)
    first = np.maximum(first, who.start[person])
    last = np.where((left >= starts) & (back > ends), np.minimum(ends, left), ends)
    gone = (left < starts) & (back > ends)
    told = np.flatnonzero(((ends <= world.as_of) | went.ended[person]) & ~gone)
    person, quarter, first, last = person[told], quarter[told], first[told], last[told]
    rows = row_numbers(who.numbers[person], place[told])
    number = world.profile.number
    fall = number("falls_in_a_year") + who.engaged * number("falls_with_engagement") // 1000
    since = last - who.start[person]
    state = who.need[person] - fall[person] * since // 365
    state += world.draw.stream("quarter", "state").spread(rows) * number("quarter_change") // 1000
    return _Quarters(person, quarter, first, last, rows, state)


def _count(world: World, who: People, concept: str, told: _Quarters, length: Ints) -> Ints:
    """How often it happened: many have none and some have many, about the mean that is asked."""
    told_of = world.profile.services[concept]
    figure = figures(told_of)
    number = world.profile.number
    mean = figure["quarter"] * length // _DAYS * _risk(world, who, told_of, told) // 1000
    factor = np.clip(1000 + told.state * figure["falls"] // 100_000, number("use_least"), number("use_most"))
    # The product of two even draws has a quarter for its mean, and a long tail; the first is the person's
    # own, so that those who come often come often again.
    first = world.draw.stream(concept, "person").below(1 << 16, who.numbers)[told.person]
    second = world.draw.stream(concept, "second").below(1 << 16, told.rows)
    share = (first * second) >> 16
    exact = ((mean * factor // 1000) * 4 * share) >> 16
    rest = world.draw.stream(concept, "rest").below(1000, told.rows)
    return ints(np.minimum((exact + rest) // 1000, number("use_at_most")))


def _risk(world: World, who: People, figure: Mapping[str, Any], told: _Quarters) -> Ints:
    """In thousandths: less for people who never lived with the need that goes with it."""
    if "need" not in figure:
        return np.full(len(told.person), 1000, dtype=np.int64)
    without = world.profile.number("use_without_the_need")
    return ints(np.where(who.ever[figure["need"]][told.person], 1000, without))


def _nights(world: World, who: People, told: _Quarters, length: Ints) -> dict[str, Ints]:
    """Nights in each place, no more in all than there were days."""
    left, nights = length.copy(), {}
    number = world.profile.number
    likely = 1000 + told.state * number("nights_with_need") // 1000
    likely = np.clip(likely, number("nights_least"), number("nights_most"))
    for concept, figure in world.profile.nights.items():
        risk = likely * _risk(world, who, figure, told)
        there = world.chance(figure["chance"] / 100 * risk / 10**6, told.rows, concept)
        stay = world.draw.stream(concept, "stay").between(1, round(figure["at_most"]), told.rows)
        nights[concept] = np.where(there, np.minimum(stay, left), 0)
        left -= nights[concept]
    settled = settled_on(world, who, told.person, told.state)
    # Most nights in one place, the others in another, and some that nobody can say.
    elsewhere = world.draw.stream("nights", "elsewhere").below(1 << 16, told.rows)
    second = (left * ((elsewhere * elsewhere) >> 16)) >> 16
    unsaid = world.draw.stream("nights", "unsaid").below(number("nights_unsaid_within"), told.rows)
    unsaid = np.minimum(left - second, unsaid)
    for concept in dict.fromkeys((*_PLACES, *_SECOND)):
        nights[concept] = np.zeros(len(left), dtype=np.int64)
    most = left - second - unsaid
    for grade in range(4):
        here = np.flatnonzero(settled == grade)
        nights[_PLACES[grade]][here] += most[here]
        nights[_SECOND[grade]][here] += second[here]
    return nights


def support(world: World, who: People, went: Course) -> Frame:
    """The support table, by concept: a keyworker from the first day, and further support later."""
    more, words = world.picked("further_support", who.numbers)
    number = np.array([int(word) for word in words])[more]
    place = np.arange(1 + int(number.max(initial=0)), dtype=np.int64)
    rows = row_numbers(who.numbers[:, None], place)
    apart = world.profile.number("support_days_apart")
    begin = who.start[:, None] + place * apart + world.draw.stream("support", "start").below(apart, rows)
    begin[:, :1] = who.start[:, None]
    until = np.where(went.returned, went.end, went.last)
    person, which = np.nonzero((place <= number[:, None]) & (begin <= until[:, None]))
    rows, begin = rows[person, which], begin[person, which]
    kind, kinds = world.picked("support_type", rows)
    kinds = (_ALWAYS, *kinds)
    long = begin + world.draw.stream("support", "length").between(
        world.profile.number("support_days_least"), world.profile.number("support_days_most"), rows
    )
    open_until = np.where(went.ended[person], went.end[person], NEVER)
    intensity, words = world.picked("support_intensity", rows)
    always, _ = world.picked("support_intensity|support=keyworker", rows, codes=words)
    intensity = np.where(which == 0, always, intensity)
    long = np.where(intensity == words.index("once"), begin, long)
    end = np.where(which == 0, open_until, np.minimum(long, open_until))
    columns = {
        "support_type": codes(np.where(which == 0, 0, kind + 1), kinds),
        "support_start_date": days(begin),
        "support_end_date": days(np.where(end <= world.as_of, end, EMPTY)),
        "support_intensity": codes(intensity, words),
    }
    return Frame(person, columns)
