"""What each person said about linking, sharing back and the rest, and who took it back later."""

from __future__ import annotations

import numpy as np

from cfgovern.cohort.draw import Ints, ints
from cfgovern.cohort.frame import EMPTY, Cells, Frame, codes, days, row_numbers
from cfgovern.cohort.story.course import Course
from cfgovern.cohort.story.people import People
from cfgovern.cohort.story.world import YES_NO, Mask, World

__all__ = ["agreements"]

_SCOPES = ("linking", "sharing_back", "service_reported_data", "interview_contact")
_STATES = ("agreed", "declined", "not_asked", "lacks_capacity", "withdrawn")
_WITHDRAWN = _STATES.index("withdrawn")


def agreements(world: World, who: People, went: Course, safe: Cells) -> tuple[Frame, Mask]:
    """The agreements table, by concept, and whose agreement to linking stands.

    ``safe``: whom it is safe to contact; nobody else is asked about it.
    """
    scope = np.arange(len(_SCOPES), dtype=np.int64)
    rows = row_numbers(who.numbers[:, None], scope)
    first = _said(world, who, rows)
    contact = first[:, _SCOPES.index("interview_contact")]
    unsafe = safe.values != YES_NO.index("yes")
    contact[unsafe & (contact == _STATES.index("agreed"))] = _STATES.index("not_asked")
    number = world.profile.number
    within = world.draw.stream("agreement", "day").below(number("agreement_within_days"), who.numbers)
    asked = who.start + within
    asked = np.minimum(asked, went.end)
    back = world.draw.stream("agreement", "withdrawn", "day").between(
        number("withdrawn_first_day"), number("withdrawn_last_day"), rows
    )
    taken_back = (asked[:, None] + back <= np.minimum(went.end, went.last)[:, None]) & (first == 0)
    taken_back &= world.chance(world.profile.share("agreement_withdrawn"), rows, "agreement", "withdrawn")
    asked_yet = np.broadcast_to((asked <= world.as_of)[:, None], taken_back.shape)
    # Two places a scope: the first answer, and that it was taken back.
    both = np.stack([asked_yet, taken_back], axis=2)
    person, which, later = np.nonzero(both)
    state = np.where(later == 1, _WITHDRAWN, first[person, which])
    day = asked[person] + np.where(later == 1, back[person, which], 0)
    mode, modes = world.picked("how_asked", rows[person, which] * 2 + later)
    notice = np.where(state == 0, 0, EMPTY)
    columns = {
        "agreement_scope": codes(which, _SCOPES),
        "agreement_state": codes(state, _STATES),
        "agreement_date": days(day),
        "notice_version": codes(notice, ("2026-1",)),
        "how_asked": codes(np.where(state == _STATES.index("not_asked"), EMPTY, mode), modes),
    }
    return Frame(person, columns), asked_yet[:, 0] & (first[:, 0] == 0) & ~taken_back[:, 0]


def _said(world: World, who: People, rows: Ints) -> Ints:
    """What each person first said of each scope: often the same of all of them."""
    one_mind = world.chance(world.profile.share("agreements_alike"), rows, "agreement", "alike")
    said = [
        np.where(
            one_mind[:, place],
            world.picked(f"agreement.{name}", who.numbers, "agreement", "of one mind", codes=_STATES)[0],
            world.picked(f"agreement.{name}", who.numbers, codes=_STATES)[0],
        )
        for place, name in enumerate(_SCOPES)
    ]
    return ints(np.stack(said, axis=1))
