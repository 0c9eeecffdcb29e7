"""The totals that are asked of a cohort are met, and a cohort of another programme is drawn to its own."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import numpy as np
import pytest

from cfgovern import api
from cfgovern.cohort import story
from cfgovern.cohort.frame import Frame, whole
from cfgovern.cohort.measures import achieved
from cfgovern.cohort.view import View, of_rows
from cfgovern.errors import UsageError
from cfgovern.evidence.measures import Target
from tests.unit.cohort.story.told import AS_OF, Told, profile, tell

TOGETHER = [target for target in profile().targets if not target.conflicts_with]


def view(who: story.people.People, frames: dict[str, Frame]) -> View:
    contract, rows = api.load_contract(), {}
    for table in contract.tables:
        if table.concept in frames:
            frame = frames[table.concept]
            known = {**frame.columns, "participant_id": whole(who.numbers[frame.person])}
            columns = {each.name: known[each.concept] for each in table.collected if each.concept in known}
            cells = zip(*(column.text() for column in columns.values()), strict=True)
            rows[table.name] = [dict(zip(columns, row, strict=True)) for row in cells]
    return of_rows(contract, rows)


def seen(told: Told) -> View:
    return view(told.who, {name: told.frames[name] for name in ("participants", "assessments")})


@pytest.mark.parametrize("seed", range(1, 6))
def test_every_published_total_that_can_hold_is_met_within_three_points(seed: int) -> None:
    cohort = seen(tell(seed=seed))
    for target in TOGETHER:
        found = achieved(cohort, target)
        assert found.residual is not None, target.id
        assert abs(found.residual) < (3 if target.kind == "share" else 0.25), (target.id, found.residual)


def test_the_total_that_cannot_hold_with_the_others_is_missed_and_said() -> None:
    (conflict,) = [target for target in profile().targets if target.conflicts_with]
    residual = achieved(seen(tell()), conflict).residual
    assert residual is not None and -10 < residual < -4


def test_totals_of_a_users_own_are_drawn_to() -> None:
    def share(concept: str, code: str, asked: int, **given: tuple[str, ...]) -> Target:
        return Target(
            id=f"{concept}_{code}", words="W", of="participants", source="mine.csv", share=Decimal(asked),
            where={concept: (code,)}, given=given or {concept: tuple(story.coded(profile())[concept])},
        )  # fmt: skip

    asked = [
        share("age_at_start", "18-24", 40),
        share("ethnic_group", "black_caribbean", 30),
        share("religion", "muslim", 25),
    ]
    world = story.make_world(
        profile(), people=3000, areas={"A01": "One"}, seed=2, as_of=AS_OF, asked=asked
    )  # fmt: skip
    who, frames = story.tell(world, np.arange(1, 3001), ("participants",))
    age = (who.start - who.born) / 365.25
    assert 0.37 < (age < 25).mean() < 0.43
    cohort = view(who, frames)
    for target in asked[1:]:
        residual = achieved(cohort, target).residual
        assert residual is not None and abs(residual) < 3


def test_more_columns_at_once_than_can_be_fitted_are_refused() -> None:
    codes = story.coded(profile())
    named = {name: (next(iter(known)),) for name, known in codes.items()}
    one = Target(id="one", words="W", of="participants", source="s", share=Decimal(1), where=named)
    with pytest.raises(UsageError, match=r"margins\.size"):
        story.make_world(profile(), people=9, areas={"A01": "One"}, seed=1, as_of=AS_OF, asked=[one])


def test_columns_that_no_total_names_together_are_drawn_apart() -> None:
    # So that totals of a user's own about one more column change nobody's needs, and are soon fitted.
    codes = {name: known for name, known in story.coded(profile()).items() if not name.endswith("_ever")}
    asked = [
        Target(id=name, words="W", of="participants", source="s", share=Decimal(20),
               where={name: (next(iter(known)),)})
        for name, known in codes.items() if name != "sex"
    ]  # fmt: skip
    plain, more = (
        story.make_world(profile(), people=300, areas={"A01": "One"}, seed=1, as_of=AS_OF, asked=each)
        for each in (profile().fitted, [*profile().fitted, *asked])
    )
    assert len(more.joints) == len(asked) + len(plain.joints)
    one, other = (story.tell(world, np.arange(1, 301), ("participants",))[0] for world in (plain, more))
    assert all((one.ever[need] == other.ever[need]).all() for need in story.people.NEEDS)
    assert (one.female == other.female).all() and (one.start == other.start).all()


@pytest.mark.parametrize(("people", "areas"), [(1, 1), (5, 18), (100, 3), (4700, 18), (7, 40)])
def test_everybody_has_an_area_and_nobody_two(people: int, areas: int) -> None:
    world = story.make_world(
        profile(), people=people, areas={f"A{n}": f"T{n}" for n in range(areas)}, seed=1, as_of=AS_OF
    )
    ends = world.area_ends
    assert len(ends) == areas and ends[-1] == people and (np.diff(ends) >= 0).all()


def test_a_figure_that_changes_changes_what_it_is_about_and_nothing_else() -> None:
    shares = dict(profile().shares) | {"trauma": 1.0}
    changed = replace(profile(), shares=shares)
    areas = {"A01": "One"}
    frames = []
    for each in (profile(), changed):
        world = story.make_world(each, people=300, areas=areas, seed=1, as_of=AS_OF)
        frames.append(story.tell(world, np.arange(1, 301))[1])
    different = {
        (table, concept)
        for table, frame in frames[0].items()
        for concept, cells in frame.columns.items()
        if cells.text() != frames[1][table].columns[concept].text()
    }
    assert different == {("participants", "trauma")}


def test_only_the_tables_that_are_asked_for_are_told_and_they_are_the_same() -> None:
    told = tell(people=200, areas=2)
    for table in story.TABLES:
        _, alone = story.tell(told.world, np.arange(1, 201), (table,))
        assert list(alone) == [table]
        for concept, cells in alone[table].columns.items():
            assert cells.text() == told.frames[table].columns[concept].text(), (table, concept)
