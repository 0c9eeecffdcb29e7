"""The story of a programme's people, told from its profile: who they are, how support goes, what is recorded.

Each part is told for an array of person numbers, and each draw depends on the seed, on what it is for and
on whom it is about alone: any chunk, or one person, can be told by itself.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date

import numpy as np

from cfgovern.cohort.draw import Draw, Ints, ints
from cfgovern.cohort.frame import EPOCH, Frame
from cfgovern.cohort.margins import fitted, seeded
from cfgovern.cohort.profile import TABLES, Profile
from cfgovern.cohort.story import agreements, answers, course, identifiers, people, services
from cfgovern.cohort.story.world import World
from cfgovern.evidence.measures import Target

__all__ = ["TABLES", "World", "coded", "make_world", "tell"]


def make_world(
    profile: Profile,
    *,
    people: int,
    areas: Mapping[str, str],
    seed: int,
    as_of: date,
    until: date | None = None,
    asked: Sequence[Target] | None = None,
    also: Sequence[str] = (),
) -> World:
    """What the story of ``people`` people in ``areas`` is told from.

    ``until``: people start before that day (default: ``as_of``); nothing is dated after ``as_of``.
    ``areas``: code and label. ``asked``: the totals to draw to, in place of those of the profile. ``also``:
    identifiers that the contract collects beyond the usual ones.
    """
    targets = profile.fitted if asked is None else asked
    known = coded(profile)
    weight = _weight(profile, known)
    joints = [
        fitted(
            seeded({name: tuple(known[name]) for name in block}, weight),
            [target for target in targets if _named(target) & {*block}],
        )
        for block in _blocks(targets)
    ]
    weights = list(profile.weights["areas"].values())
    share = [weights[place % len(weights)] for place in range(len(areas))]
    return World(
        profile=profile,
        draw=Draw(seed),
        until=((until or as_of) - EPOCH).days,
        as_of=(as_of - EPOCH).days,
        joints=tuple(joints),
        areas=tuple(areas),
        towns=tuple(areas.values()),
        also=tuple(also),
        area_ends=_ends(share, people),
    )


def _named(target: Target) -> set[str]:
    return {*target.where, *target.given, *target.among}


def _blocks(targets: Sequence[Target]) -> list[list[str]]:
    """Concepts to be drawn, those together of which one target tells; the needs depend on each other."""
    concepts = dict.fromkeys(
        ("sex", *people.EVER, *(name for target in targets for name in sorted(_named(target))))
    )
    blocks = [{concept} for concept in concepts]
    for named in ({*people.EVER}, *map(_named, targets)):
        joined = [block for block in blocks if block & named]
        blocks = [block for block in blocks if not block & named] + [set().union(*joined)]
    return [[concept for concept in concepts if concept in block] for block in blocks]


def coded(profile: Profile) -> dict[str, Mapping[str, float]]:
    """The concepts of people that can be drawn together, and how likely each code is on its own."""
    yes = dict.fromkeys(people.NEEDS, 50.0)
    known: dict[str, Mapping[str, float]] = {"sex": {"female": 50.0, "male": 50.0}}
    known |= {f"{need}_ever": {"yes": share, "no": 100 - share} for need, share in yes.items()}
    plain = (
        "ethnic_group",
        "religion",
        "nationality_group",
        "sexual_orientation",
        "marital_status",
        "age_at_start",
    )
    return known | {name: profile.weights[name] for name in plain}


def _weight(
    profile: Profile, known: Mapping[str, Mapping[str, float]]
) -> Callable[[Mapping[str, str]], float]:
    """How likely a combination is before the totals are fitted."""

    def weight(said: Mapping[str, str]) -> float:
        total = 0.0
        for kind in profile.needs.values():
            part = kind["share"]
            for need, name in zip(people.NEEDS, people.EVER, strict=True):
                share = kind[need] / 100
                part *= 1 if name not in said else share if said[name] == "yes" else 1 - share
            total += part
        for name, code in said.items():
            if name not in people.EVER:
                total *= known[name][code]
        return total

    return weight


def _ends(shares: Sequence[float], people: int) -> Ints:
    """The number of the last person of each area: people in proportion to ``shares``, all of them placed."""
    sums = np.cumsum(np.array([round(share * 1000) for share in shares], dtype=np.int64))
    return ints(sums * people // sums[-1])


def tell(
    world: World, numbers: Ints, tables: Collection[str] = TABLES
) -> tuple[people.People, dict[str, Frame]]:
    """The people of ``numbers`` (from 1) who have started, and the ``tables`` about them, by concept."""
    who = people.people(world, numbers)
    went = course.course(world, who)
    told: dict[str, Frame] = {}
    known = people.known(world, who) if {"participants", "identifiers", "agreements"} & set(tables) else {}
    if "participants" in tables:
        described = known | people.described(world, who) | course.described(went)
        told["participants"] = Frame(np.arange(len(who.numbers)), described)
    if {"agreements", "identifiers"} & set(tables):
        told["agreements"], agreed = agreements.agreements(world, who, went, known["safe_to_contact"])
        if "identifiers" in tables:
            told["identifiers"] = identifiers.identifiers(world, who, known, agreed)
    if {"assessments", "outcomes"} & set(tables):
        waves = course.due(world, who, went)
        if "assessments" in tables:
            told["assessments"] = answers.assessments(world, who, went, waves)
        if "outcomes" in tables:
            told["outcomes"] = answers.outcomes(world, who, went, waves)
    if "service_use" in tables:
        told["service_use"] = services.service_use(world, who, went)
    if "support" in tables:
        told["support"] = services.support(world, who, went)
    return who, {table: told[table] for table in TABLES if table in tables}
