"""Queries whose answer hangs on the order in which rows happen to come: that differs from run to run."""

from __future__ import annotations

from typing import Any

from sqlglot import exp

__all__ = ["by_chance"]

# In sqlglot's names: list is array_agg, string_agg and listagg are group_concat.
_NEED_ORDER = frozenset({
    "any_value", "arbitrary", "array_agg", "first", "first_value", "group_concat", "lag", "last",
    "last_value", "lead", "nth_value", "ntile", "row_number",
})  # fmt: skip


def by_chance(tree: exp.Expression) -> bool:
    """Whether ``tree`` takes some row for the first, or guesses at a number, and nothing says which is first.

    Where rows stand level in an ORDER BY the author has to say more: that cannot be told from a query.
    """
    firsts = any(bool(one.args.get("on")) and not _sorted(one.parent) for one in tree.find_all(exp.Distinct))
    return firsts or any(map(_guesses, tree.find_all(exp.Func)))


def _guesses(function: exp.Func) -> bool:
    name = (function.name if isinstance(function, exp.Anonymous) else function.sql_name()).casefold()
    if name.startswith("approx"):
        return True
    return name in _NEED_ORDER and function.find(exp.Order) is None and not _sorted(_window(function))


def _window(function: exp.Func) -> Any:
    """The OVER, FILTER or WITHIN GROUP around a function, as far out as it goes."""
    around: Any = function
    while isinstance(
        around.parent, exp.Window | exp.Filter | exp.WithinGroup | exp.IgnoreNulls | exp.RespectNulls
    ):
        around = around.parent
    return None if around is function else around


def _sorted(part: Any) -> bool:
    """Whether ``part`` has an ORDER BY of its own, or a name for one that stands elsewhere."""
    return part is not None and bool(part.args.get("order") or part.args.get("alias") or part.find(exp.Order))
