"""How support goes on: how it ends, who comes back, and when each wave of questions is due."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from cfgovern.cohort.draw import Ints, ints
from cfgovern.cohort.frame import EMPTY, MONTH, Cells, codes, days, row_numbers, whole
from cfgovern.cohort.story.people import People
from cfgovern.cohort.story.world import Mask, World

__all__ = ["NEVER", "Course", "Waves", "course", "described", "due"]

NEVER = 10**6
"""A day that no cohort comes to."""
_MONTHS = 240  # far more than any cohort tells of: how long chances a month are added up
_MONTH_DAYS = 30  # whole days, for chances a month
_UNPLANNED = ("disengaged", "moved_away", "prison", "died", "hospital", "excluded")
_MAY_RETURN = ("disengaged", "moved_away", "prison", "excluded")


@dataclass(frozen=True, slots=True)
class Course:
    """Arrays of one length, one place a person. ``end``: the day that support (first) ended, or far away.

    ``kind``: a place in ``kinds``. ``back``: the day of return, or far away. ``last``: the last day on
    which anything is recorded. What lies after the day that the data are made for has not happened.
    """

    end: Ints
    kind: Ints
    kinds: tuple[str, ...]
    back: Ints
    last: Ints

    @property
    def ended(self) -> Mask:
        """Whose support has ended, and who has not come back."""
        return (self.end < NEVER) & ~self.returned

    @property
    def returned(self) -> Mask:
        """Who left and came back."""
        return self.back < NEVER

    def of_kind(self, *names: str) -> Mask:
        """Whose support ended so."""
        return (self.end < NEVER) & np.isin(self.kind, [self.kinds.index(name) for name in names])


@dataclass(frozen=True, slots=True)
class Waves:
    """Arrays of one length, one place a wave of a person that is recorded, in the order of people and waves.

    ``person``: the place of the person. ``rows``: what tells chance which wave of whom it is.
    ``state``: latent need on the day. ``active``: whether support went on; else the wave was due only.
    """

    person: Ints
    wave: Ints
    day: Ints
    rows: Ints
    state: Ints
    active: Mask


def course(world: World, who: People) -> Course:
    """How it went for each of the people, up to the day that the data are made for."""
    planned, words = world.picked("planned_ending", who.numbers)
    kinds = (*_UNPLANNED, *words)
    after = np.stack([*(_days_to(world, who, kind) for kind in _UNPLANNED), _planned(world, who)])
    first = after.argmin(axis=0)
    end = who.start + after.min(axis=0)
    kind = np.where(first == len(_UNPLANNED), len(_UNPLANNED) + planned, first)
    end = np.where(end <= world.as_of, end, NEVER)
    may = (end < NEVER) & np.isin(kind, [kinds.index(name) for name in _MAY_RETURN])
    comes = may & world.chance(world.profile.share("comes_back"), who.numbers, "comes back")
    back = end + world.draw.stream("comes back", "after").between(
        world.profile.number("comes_back_first_day"),
        world.profile.number("comes_back_last_day"),
        who.numbers,
    )
    back = np.where(comes & (back <= world.as_of), back, NEVER)
    last = np.where(back < NEVER, world.as_of, np.minimum(end, world.as_of))
    return Course(end, kind.astype(np.int64), kinds, back, last)


def _days_to(world: World, who: People, kind: str) -> Ints:
    """Days until support ends that way: a constant chance a month, stretched by who the person is."""
    left, bounds = 1.0, []
    for _ in range(_MONTHS):
        left *= 1 - world.profile.hazards[kind] / 100
        bounds.append(round((1 - left) * 2**32))
    drawn = world.draw.stream("ending", kind).of_scale(who.numbers)
    month = np.searchsorted(np.array(bounds), drawn, side="right")
    number = world.profile.number
    within = world.draw.stream("ending", kind, "day").below(_MONTH_DAYS, who.numbers)
    day = month * _MONTH_DAYS + within + number("unplanned_ending_first_day")
    stretch = np.clip(_stretch(world, who, kind), number("stretch_least"), number("stretch_most"))
    return ints(day * stretch // 1000)


def _stretch(world: World, who: People, kind: str) -> Ints:
    """In thousandths: who is well engaged stays longer, and who is in great need is at greater risk."""
    number = world.profile.number
    if kind in ("disengaged", "excluded", "moved_away"):
        return 1000 + who.engaged * number("stays_longer_with_engagement") // 1000
    risk = 1000 - who.need * number("ends_sooner_with_need") // 1000
    if kind != "prison":
        return risk
    return ints(np.where(who.current["criminal_justice"], risk, number("stretch_to_prison_without_the_need")))


def _planned(world: World, who: People) -> Ints:
    numbers = world.profile.numbers
    either_way = round(numbers["planned_ending_either_way"] * MONTH)
    later = who.need * world.profile.number("planned_ending_with_need") // 1000
    later += world.draw.stream("ending", "planned").spread(who.numbers)
    day = round(numbers["planned_ending_months"] * MONTH) + later * either_way // 1000
    least = round(numbers["planned_ending_least"] * MONTH)
    return ints(least + np.abs(day - least))  # turned back, so that no day is everybody's


def described(course: Course) -> dict[str, Cells]:
    """The columns of the participants table about the course, by concept."""
    return {
        "enrolment_number": whole(np.where(course.returned, 2, 1)),
        "latest_return_date": days(np.where(course.returned, course.back, EMPTY)),
        "end_date": days(np.where(course.ended, course.end, EMPTY)),
        "exit_destination": codes(np.where(course.ended, course.kind, EMPTY), course.kinds),
    }


def due(world: World, who: People, went: Course) -> Waves:
    """The waves that were recorded: while support went on, and the first one due after it ended."""
    number, draw = world.profile.number, world.draw
    lag = draw.stream("baseline", "first").below(number("baseline_first_days"), who.numbers)
    lag += draw.stream("baseline", "second").below(number("baseline_second_days"), who.numbers)
    step, either_way = number("wave_days"), number("wave_days_either_way")
    most = (world.as_of - int(who.start.min(initial=world.as_of))) // step + 1
    wave = np.arange(most, dtype=np.int64)
    rows = row_numbers(who.numbers[:, None], wave)
    day = (who.start + lag)[:, None] + wave * step
    day[:, 1:] += draw.stream("wave", "day").between(-either_way, either_way, rows[:, 1:])
    happened = day <= world.as_of
    away = (day > went.end[:, None]) & (day < went.back[:, None])
    first = away & ((wave == 0) | ~np.roll(away, 1, axis=1))
    told = first & world.chance(world.profile.share("wave_after_ending"), rows, "wave after ending")
    told |= wave == 0  # that there was no baseline is always said, as later waves are nothing without
    person, place = np.nonzero(happened & (~away | told))
    state = _state(world, who, day, rows)
    return Waves(
        person, place + 1, day[person, place], rows[person, place], state[person, place],
        ~away[person, place],
    )  # fmt: skip


def _state(world: World, who: People, day: Ints, rows: Ints) -> Ints:
    """Latent need at each wave: it falls with time and engagement, and much of it carries over."""
    number = world.profile.number
    same, change = number("wave_correlation"), number("wave_change")
    fall = number("falls_in_a_year") + who.engaged * number("falls_with_engagement") // 1000
    new = world.draw.stream("wave", "state").spread(rows) * change // 1000
    rest = np.empty_like(new)
    carried = np.zeros(len(who.numbers), dtype=np.int64)
    for wave in range(new.shape[1]):
        carried = carried * same // 1000 + new[:, wave]
        rest[:, wave] = carried
    return ints(who.need[:, None] + rest - fall[:, None] * (day - who.start[:, None]) // 365)
