"""The identifiers of people who agreed to linking: theirs alone, and no address that must stay unknown."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from cfgovern.cohort.frame import EMPTY, Cells, Frame, days
from cfgovern.cohort.identity import IdentityShares, identity
from cfgovern.cohort.story.people import People
from cfgovern.cohort.story.world import DECLINED, MISSING, NOT_ASKED, Mask, World

__all__ = ["identifiers"]

_MAY_DECLINE = ("nino", "phone", "email")


def identifiers(world: World, who: People, known: Mapping[str, Cells], agreed: Mask) -> Frame:
    """The identifiers table, by concept. ``known``: columns of participants."""
    places = np.flatnonzero(agreed)
    numbers, share = who.numbers[places], world.profile.share
    told = {concept: cells.taken(places) for concept, cells in known.items()}
    protected = told["location_protected"].values
    columns = identity(
        world.draw,
        numbers,
        ethnic=told["ethnic_group"],
        sex=told["sex"],
        born=who.born[places],
        area=who.area[places],
        towns=world.towns,
        shares=IdentityShares(
            no_fixed_abode=np.where(
                who.current["homelessness"][places], share("no_fixed_abode"), share("no_fixed_abode.others")
            ),
            without_nino=share("without_nino"),
            without_phone=share("without_phone"),
            without_email=share("without_email"),
            middle_names=share("middle_name"),
            alias_given_name=share("alias_given_name"),
            short_alias=share("alias_given_name.short"),
            alias_family_name=share("alias_family_name"),
            double_family_name=share("double_family_name"),
            one_name=share("one_name_only"),
            shared_house=share("shared_house"),
            odd_address=share("odd_address"),
        ),
        # Nobody asked counts as yes: an address that somebody dangerous could learn helps no link.
        protected=(protected == 0) | (protected == NOT_ASKED),
        reachable=told["safe_to_contact"].values == 0,
        also=world.also,
    )
    for concept in _MAY_DECLINE:
        columns[concept] = _declined(world, concept, columns[concept], numbers)
    columns["sex"] = told["sex"]
    columns["date_of_birth"] = days(world.withheld("date_of_birth", who.born[places], numbers), MISSING)
    return Frame(places, columns)


def _declined(world: World, concept: str, made: Cells, numbers: np.ndarray) -> Cells:
    """Some of the empty cells say that the person was asked and did not want to give it."""
    said = world.chance(world.profile.share("declined_identifier"), numbers, concept, "declined")
    values = np.where((made.values == EMPTY) & said, DECLINED, made.values)
    return Cells(values, made.kind, made.words, MISSING, made.stems, made.width)
