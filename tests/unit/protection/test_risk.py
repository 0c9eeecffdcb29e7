"""The figures of risk: as pyCANON has them, as a count by hand has them, and never too small to be shown."""

from __future__ import annotations

import json
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cfgovern.engine.equivalence import Areas, Coded
from cfgovern.protection.risk import Exact, assess, costs, exact, path, shown
from cfgovern.protection.riskplan import Laid, RiskColumn, RiskPlan, Shape
from cfgovern.protection.riskpolicy import Measures
from cfgovern.riskfigures import AnswerRisk, AreaRisk, ColumnCost, Crowd, Fact, Risk, risk_from
from tests.conftest import examples
from tests.unit.engine.test_equivalence import classes
from tests.unit.protection.alike import Alike

PLAIN = Measures(shown_from=1, round_to=1, sizes=(1, 2, 5, 10), age_bands=(5, 10), oldest_from=65, facts=6)
CAREFUL = replace(PLAIN, shown_from=5, round_to=5)
PYCANON = json.loads(Path(__file__).with_name("pycanon.json").read_text(encoding="utf-8"))


def measured(
    rows: list[list[str]],
    measures: Measures = PLAIN,
) -> Risk:
    """The figures of rows of area, age, faith and need; faith could point to a person, and is sensitive."""
    names, quasi, areas = ("area", "age", "faith", "need"), ("area", "age", "faith"), ("N", "S")
    columns = tuple(RiskColumn(name, name in quasi, name in ("faith", "need"), "keep", ()) for name in names)
    plan = RiskPlan("people", columns, "area", areas, measures)
    numbers = dict(zip(names, range(4), strict=True))
    shape = Shape("as_sent", None, {name: numbers[name] for name in quasi}, {"faith": 2, "need": 3})
    return assess(Alike(rows, {}, 0, areas), plan, Laid([], Areas(0, areas), [shape], []))


ROWS = [
    *[["N", "40+", "a", "yes"]] * 4,
    *[["N", "40+", "b", need] for need in ("yes", "no")],
    ["N", "35+", "a", "no"],
    *[["S", "40+", "a", "no"]] * 5,
]


def test_a_table_is_told_as_a_count_by_hand_has_it() -> None:
    told = measured(ROWS).variant()
    assert told.crowd == Crowd(people=12, unique=1, few=0, k=1)  # nobody is in a group of fewer than one
    assert told.groups == ((1, 1, 1), (2, 4, 6), (5, 9, 5), (10, None, 0))
    assert told.areas == (AreaRisk("N", Crowd(7, 1, 0, 1), 1), AreaRisk("S", Crowd(5, 0, 0, 5), 1))
    # faith among people alike in area and age: N 40+ has a and b; the one of 35+ and the five of S have one.
    assert told.answers == (AnswerRisk("faith", 1, 6), AnswerRisk("need", 1, 10))


def test_small_counts_are_withheld_and_the_others_rounded() -> None:
    told = measured(ROWS, CAREFUL).variant()
    assert told.crowd == Crowd(people=10, unique=None, few=5, k=1)
    assert told.groups == ((1, 1, None), (2, 4, 5), (5, 9, 5), (10, None, 0))
    assert told.areas == (AreaRisk("N", Crowd(5, None, 5, 1), 1), AreaRisk("S", Crowd(5, 0, 0, 5), 1))


def test_of_an_area_with_hardly_anybody_nothing_is_said_and_an_unknown_one_has_no_name() -> None:
    told = measured([*ROWS, ["elsewhere", "40+", "a", "no"]], CAREFUL).variant()
    assert told.areas[0] == AreaRisk("", Crowd(None, None, None, None), None)


def test_of_nobody_there_is_nothing_to_say() -> None:
    told = measured([], CAREFUL)
    assert told.variant().crowd == Crowd(people=0, unique=0, few=0, k=None)
    assert told.facts == () and told.variant().answers == () and told.variant().areas == ()


def test_the_column_that_saves_most_when_left_out_comes_first() -> None:
    rows = [["N", f"{age}", faith, "no"] for age in range(3) for faith in "aab"]
    told = costs(Alike(rows), {"area": 0, "age": 1, "faith": 2})
    # Unique: three, by age with faith; a single column makes nobody so. Area adds nothing to either.
    assert [tuple(one) for one in told] == [("age", 0, 1.5, 3), ("faith", 0, 1.5, 3), ("area", 0, 0, 0)]


def test_few_facts_are_named_in_the_order_in_which_they_tell_people_apart() -> None:
    rows = [[area, f"{n}", "a", "no"] for n, area in enumerate("NNSSSS")]
    told = path(Alike(rows), {"area": 0, "age": 1, "faith": 2}, PLAIN)
    assert told == [("age", Exact(people=6, unique=6, few=0, groups=6, k=1))]


def test_a_column_that_tells_nobody_apart_is_no_fact() -> None:
    assert path(Alike([["N", "1"]] * 3), {"area": 0, "age": 1}, PLAIN) == []


def test_no_more_facts_are_tried_than_the_policy_says() -> None:
    rows = [[f"{n >> bit & 1}" for bit in range(4)] for n in range(16)]
    assert len(path(Alike(rows), {f"q{bit}": bit for bit in range(4)}, replace(PLAIN, facts=2))) == 2


@pytest.mark.parametrize(
    ("people", "told"), [(0, 0), (1, None), (4, None), (5, 5), (7, 5), (8, 10), (0.3, None)]
)
def test_a_count_is_rounded_or_withheld(people: float, told: int | None) -> None:
    assert shown(people, CAREFUL) == told


_ROWS = st.lists(st.tuples(*map(st.sampled_from, ("NSX", "123", "ab", "yn"))).map(list), max_size=40)


@settings(max_examples=max(examples(200), settings.default.max_examples))
@given(rows=_ROWS)
def test_no_figure_is_a_small_count_and_every_one_is_rounded(rows: list[list[str]]) -> None:
    def counts(node: Any, name: str = "") -> list[int | None]:
        if isinstance(node, dict):
            return [count for key, value in node.items() for count in counts(value, key)]
        if isinstance(node, (list, tuple)):
            return [count for value in node for count in counts(value, name)]
        named = ("people", "unique", "few", "alone", "beside", "without", "given_away")
        return [node] if name in named else []

    told = asdict(measured(rows, CAREFUL))
    found = counts(told)
    assert found and all(count is None or (count % 5 == 0 and count >= 0) for count in found)
    groups = [group[2] for one in told["variants"] for group in one["groups"]]
    assert all(count is None or count % 5 == 0 for count in groups)


@given(rows=_ROWS)
def test_figures_come_whole_through_json(rows: list[list[str]]) -> None:
    told = replace(measured(rows, CAREFUL), sentences=("One.",))
    assert risk_from(json.loads(json.dumps(asdict(told)))) == told
    assert all(isinstance(one, (ColumnCost, Fact)) for one in (*told.columns, *told.facts))


@pytest.mark.parametrize("table", PYCANON["tables"], ids=lambda table: f"{len(table['rows'])} rows")
def test_pycanon_has_the_same_figures(table: dict[str, Any], tmp_path: Path) -> None:
    """Its answers were kept by ``benchmarks/risk.py``, which says how to get them anew."""
    rows, sensitive = table["rows"], PYCANON["sensitive"]
    with classes(tmp_path, rows, [Coded(place) for place in range(len(rows[0]))], None) as counted:
        for told in table["answers"]:
            chosen = told["quasi_identifiers"]
            sizes = counted.sizes(chosen)
            ours = exact(sizes, 5)
            assert sorted([size, count] for size, count in sizes.items()) == told["sizes"]
            assert ours.k == told["k"] and ours.people == len(rows)
            assert [one.fewest for one in counted.answers(chosen, sensitive)] == told["l"]
