"""The child that plans: which sets it tries."""

from __future__ import annotations

from typing import Any

from cfgovern.journeys.linkplanworker import _chain, _costs, _first

PARTS = ("names", "date_of_birth", "sex", "nino", "contact")


def told(f1: float, group: float | None = None) -> dict[str, Any]:
    return {"figures": {"f1": f1}, "by_group": {"sex": {"female": 3 if group is None else {"f1": group}}}}


def test_no_set_is_without_names_or_birth_date() -> None:
    costs = dict.fromkeys(_first(PARTS), (0.0, 0.0))
    sets = [*_first(PARTS), *_chain(PARTS, costs)]
    assert sets[0] == PARTS and len(sets) == 7
    assert all(one[:2] == PARTS[:2] for one in sets)
    assert sets[-1] == PARTS[:2]


def test_what_costs_least_is_left_out_first_and_the_rest_after_it() -> None:
    whole, *alone = _first(PARTS)
    costs = {whole: (0.0, 0.0), **dict(zip(alone, [(0.2, 0.0), (0.1, 0.1), (0.1, 0.0)], strict=True))}
    assert list(_chain(PARTS, costs)) == [
        ("names", "date_of_birth", "sex", "nino"),
        ("names", "date_of_birth", "sex"),
        ("names", "date_of_birth"),
    ]


def test_the_cost_is_that_of_whom_it_costs_most() -> None:
    assert _costs(told(0.9, 0.8), told(0.875, 0.5)) == (0.8 - 0.5, 0.9 - 0.875)
    assert _costs(told(0.5), told(0.75)) == (-0.25, -0.25)
