"""What an ODCS query asks of single rows, as far as it compares columns with each other and with values.

So that rows can be made which keep a rule, and not only judged by it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import product

from sqlglot import exp

from cfgovern.engine.queries import counting_to_rows, parse, spelled
from cfgovern.errors import UsageError

__all__ = ["Comparison", "comparisons"]

_OPERATORS: dict[type[exp.Expression], tuple[str, str]] = {
    exp.EQ: ("=", "<>"), exp.NEQ: ("<>", "="), exp.LT: ("<", ">="), exp.GTE: (">=", "<"),
    exp.GT: (">", "<="), exp.LTE: ("<=", ">"),
}  # fmt: skip
_TURNED = {"=": "=", "<>": "<>", "<": ">", ">": "<", "<=": ">=", ">=": "<="}
_MOST_GROUPS = 64


@dataclass(frozen=True, slots=True)
class Comparison:
    """``column`` beside another column or the text of a value; ``null`` and ``not null`` have neither."""

    column: str
    operator: str
    other: str | None = None
    value: str | None = None


_Group = tuple[Comparison, ...]


class _Unread(Exception):
    """A part of a condition that is no comparison of the kind read here."""


def comparisons(query: str, table: str, columns: Iterable[str]) -> list[_Group]:
    """Groups of comparisons: ``query`` counts a row of ``table`` only where all of one group are true of it.

    A row of which each group holds something untrue or unknown is not counted. Parts that are not read are
    left out of their group, and a query in which nothing can be read gives none.
    """
    try:
        tree = counting_to_rows(spelled(parse(query, ""), [table]), table)
    except UsageError:
        return []
    where = tree.args.get("where") if tree is not None else None
    if where is None:
        return []
    known = {name.casefold(): name for name in columns}
    groups = _groups(where.this, known, yes=True)
    # A group of which nothing could be read cannot be kept on purpose.
    return list(dict.fromkeys(group for group in groups if group))


def _groups(tree: exp.Expression, known: dict[str, str], *, yes: bool) -> list[_Group]:
    """The condition, or what is true where it is false (``yes`` false), as a choice of groups."""
    if isinstance(tree, exp.Paren):
        return _groups(tree.this, known, yes=yes)
    if isinstance(tree, exp.Not):
        return _groups(tree.this, known, yes=not yes)
    if isinstance(tree, exp.And | exp.Or):
        left, right = (_groups(part, known, yes=yes) for part in (tree.this, tree.expression))
        if isinstance(tree, exp.Or) == yes:
            return left + right
        if len(left) * len(right) > _MOST_GROUPS:
            return [()]
        return [one + two for one, two in product(left, right)]
    try:
        return _read(tree, known, yes)
    except _Unread:
        return [()]


def _read(tree: exp.Expression, known: dict[str, str], yes: bool) -> list[_Group]:
    if isinstance(tree, exp.Is) and isinstance(tree.expression, exp.Null):
        return [(Comparison(_column(tree.this, known), "null" if yes else "not null"),)]
    if isinstance(tree, exp.In) and tree.expressions and not tree.args.get("query"):
        column = _column(tree.this, known)
        values = [_value(item) for item in tree.expressions]
        if yes:
            return [(Comparison(column, "=", value=value),) for value in values]
        return [tuple(Comparison(column, "<>", value=value) for value in values)]
    if isinstance(tree, exp.Between):
        low = exp.GTE(this=tree.this.copy(), expression=tree.args["low"].copy())
        high = exp.LTE(this=tree.this.copy(), expression=tree.args["high"].copy())
        return _groups(exp.And(this=low, expression=high), known, yes=yes)
    if isinstance(tree, exp.Column):
        return [(Comparison(_column(tree, known), "=", value="true" if yes else "false"),)]
    if type(tree) not in _OPERATORS:
        raise _Unread
    operator = _OPERATORS[type(tree)][0 if yes else 1]
    left, right = tree.this, tree.expression
    if not isinstance(_bare(left), exp.Column):
        left, right, operator = right, left, _TURNED[operator]
    column = _column(left, known)
    if isinstance(_bare(right), exp.Column):
        return [(Comparison(column, operator, other=_column(right, known)),)]
    return [(Comparison(column, operator, value=_value(right)),)]


def _bare(tree: exp.Expression) -> exp.Expression:
    while isinstance(tree, exp.Paren):
        tree = tree.this
    return tree


def _column(tree: exp.Expression, known: dict[str, str]) -> str:
    tree = _bare(tree)
    name = known.get(tree.name.casefold()) if isinstance(tree, exp.Column) else None
    if name is None:
        raise _Unread
    return name


def _value(tree: exp.Expression) -> str:
    """The text of a literal; a date is a text that is cast."""
    tree = _bare(tree)
    if isinstance(tree, exp.Cast):
        return _value(tree.this)
    if isinstance(tree, exp.Neg) and isinstance(tree.this, exp.Literal):
        return f"-{tree.this.name}"
    if isinstance(tree, exp.Boolean):
        return "true" if tree.this else "false"
    if not isinstance(tree, exp.Literal):
        raise _Unread
    return str(tree.this)
