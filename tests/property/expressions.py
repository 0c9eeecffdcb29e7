"""Conditions as SQL, built backwards from the type that is wanted, each with its meaning in Python.

``conditions`` wants a truth value; it draws an operator that gives one, then what the operator takes,
and so on down to the columns that there are and to literals. ``Expression.value`` is what a row gives:
None is NULL, and truth values are Python's, so the three values of SQL are True, False and None.
The values of cells are those of ``reference.typed``: a date is the number of its day, a time its
microseconds.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from hypothesis import strategies as st

from tests.property import reference

Row = Mapping[str, Any]
DEEPEST = 4


class Named(Protocol):
    """A column: its name and its logical type."""

    @property
    def name(self) -> str: ...

    @property
    def kind(self) -> str: ...


@dataclass(frozen=True)
class Expression:
    """``text`` in SQL, in brackets where it needs them. ``uses``: its operators; ``depth``: 0 of a leaf."""

    text: str
    value: Callable[[Row], Any]
    reads: tuple[str, ...] = ()
    uses: tuple[str, ...] = ()
    depth: int = 0


def quoted(name: str, how: str = '"{}"') -> str:
    return how.format(name.replace('"', '""'))


# --- leaves -----------------------------------------------------------------------------------------
LITERALS: dict[str, Callable[[str], str]] = {
    "date": "DATE '{}'".format,
    "timestamp": "TIMESTAMP '{}'".format,
    "time": "TIME '{}'".format,
}
LITERAL_VALUES = {
    "integer": ("1", "2", "17", "-1"),
    "number": ("0.5", "1.0", "0.2"),
    "string": ("plain", "it's", "P-001"),
    "date": ("2026-04-02", "2026-09-01"),
    "timestamp": ("2026-04-01 00:00:00", "2026-04-02 10:05:00"),
    "time": ("09:01:00", "12:00:00"),
    "boolean": ("true", "false"),
}


def literal(kind: str, text: str) -> Expression:
    """A literal, with the value that the reference gives to such a cell."""
    value = reference.typed({"logicalType": kind}, text)
    if kind in LITERALS:
        said = LITERALS[kind](text)
    elif kind == "string":
        said = "'" + text.replace("'", "''") + "'"
    elif kind == "number":  # 0.5 alone is a decimal of SQL, and a column is a double
        said = f"CAST({text} AS DOUBLE)"
    else:
        said = text
    return Expression(said, lambda row: value)


def reference_to(column: Named, alias: str, spelling: str) -> Expression:
    """A column under its own name, in capitals or without quotation marks where SQL allows it."""
    name = column.name
    plain = name.isascii() and name.isidentifier()
    said = (
        {"quoted": quoted(name), "plain": name, "capitals": name.upper()}[spelling] if plain else quoted(name)
    )
    return Expression(f"{alias}.{said}" if alias else said, lambda row: row[name], (name,))


# --- operators --------------------------------------------------------------------------------------
def strict(judge: Callable[..., Any]) -> Callable[..., Any]:
    """An operator that gives NULL wherever one of its operands is NULL."""
    return lambda *values: None if any(value is None for value in values) else judge(*values)


def both(left: bool | None, right: bool | None) -> bool | None:
    return False if left is False or right is False else None if left is None or right is None else True


def negated(value: bool | None) -> bool | None:
    return None if value is None else not value


def either(left: bool | None, right: bool | None) -> bool | None:
    return negated(both(negated(left), negated(right)))


def within(value: Any, *listed: Any) -> bool | None:
    """SQL's IN: unknown where it is not there and something listed is NULL."""
    if value is None:
        return None
    return True if value in listed else None if None in listed else False


def first(*values: Any) -> Any:
    return next((value for value in values if value is not None), None)


@dataclass(frozen=True)
class Operator:
    """How it is written, the types it takes ("same": one type, whichever it is), and what it does."""

    name: str
    text: str
    takes: tuple[str, ...]
    does: Callable[..., Any]


DAY = 86_400_000_000
OPERATORS: dict[str, tuple[Operator, ...]] = {
    "boolean": (
        Operator("=", "({} = {})", ("same", "same"), strict(lambda a, b: a == b)),
        Operator("<>", "({} <> {})", ("same", "same"), strict(lambda a, b: a != b)),
        Operator("<", "({} < {})", ("same", "same"), strict(lambda a, b: a < b)),
        Operator("<=", "({} <= {})", ("same", "same"), strict(lambda a, b: a <= b)),
        Operator(">", "({} > {})", ("same", "same"), strict(lambda a, b: a > b)),
        Operator(">=", "({} >= {})", ("same", "same"), strict(lambda a, b: a >= b)),
        Operator("between", "({} BETWEEN {} AND {})", ("same",) * 3, lambda a, low, high: both(
            strict(lambda x, y: x >= y)(a, low), strict(lambda x, y: x <= y)(a, high))),
        Operator("in", "({} IN ({}, {}))", ("same",) * 3, within),
        Operator("not in", "({} NOT IN ({}, {}))", ("same",) * 3, lambda *all_: negated(within(*all_))),
        Operator("is null", "({} IS NULL)", ("same",), lambda a: a is None),
        Operator("is not null", "({} IS NOT NULL)", ("same",), lambda a: a is not None),
        Operator("is distinct from", "({} IS DISTINCT FROM {})", ("same", "same"), lambda a, b: a != b),
        Operator("and", "({} AND {})", ("boolean", "boolean"), both),
        Operator("or", "({} OR {})", ("boolean", "boolean"), either),
        Operator("not", "(NOT {})", ("boolean",), negated),
    ),
    "integer": (
        Operator("+", "({} + {})", ("integer", "integer"), strict(lambda a, b: a + b)),
        Operator("-", "({} - {})", ("integer", "integer"), strict(lambda a, b: a - b)),
        Operator("abs", "abs({})", ("integer",), strict(abs)),
        Operator("length", "length({})", ("string",), strict(len)),
        Operator("days between", "({} - {})", ("date", "date"), strict(lambda a, b: a - b)),
    ),
    "number": (Operator("+ of numbers", "({} + {})", ("number", "number"), strict(lambda a, b: a + b)),),
    "string": (Operator("||", "({} || {})", ("string", "string"), strict(lambda a, b: a + b)),),
    "date": (
        Operator("days on", "({} + 30)", ("date",), strict(lambda a: a + 30)),
        Operator("day of", "CAST({} AS DATE)", ("timestamp",), strict(lambda a: a // DAY)),
    ),
}  # fmt: skip
ANY_TYPE = (
    Operator("coalesce", "coalesce({}, {})", ("wanted", "wanted"), first),
    Operator("nullif", "nullif({}, {})", ("wanted", "wanted"), lambda a, b: None if a == b else a),
    Operator("case", "(CASE WHEN {} THEN {} ELSE {} END)", ("boolean", "wanted", "wanted"),
             lambda when, then, other: then if when is True else other),
)  # fmt: skip
# What the operators take that cannot take any type.
TAKES = {
    op.name: op.takes[0]
    for many in OPERATORS.values()
    for op in many
    if op.takes[0] not in ("same", "wanted")
}
OPERATOR_NAMES = tuple(op.name for many in (*OPERATORS.values(), ANY_TYPE) for op in many)


@st.composite
def expressions(
    draw: st.DrawFn,
    wanted: str,
    columns: Sequence[Named],
    depth: int,
    alias: str = "",
    operator: Operator | None = None,
) -> Expression:
    """An expression of the type ``wanted``, at most ``depth`` operators deep, ``operator`` the outermost."""
    of_type = [column for column in columns if column.kind == wanted]
    if depth == 0 or (operator is None and wanted != "boolean" and draw(st.integers(0, 2)) == 0):
        if of_type and draw(st.integers(0, 3)):
            spelling = draw(st.sampled_from(("quoted", "plain", "capitals")))
            return reference_to(draw(st.sampled_from(of_type)), alias, spelling)
        return literal(wanted, draw(st.sampled_from(LITERAL_VALUES[wanted])))
    operator = operator or draw(st.sampled_from((*OPERATORS.get(wanted, ()), *ANY_TYPE)))
    # Types of which there is a column come first: a condition on literals alone says nothing of a row.
    there = sorted({column.kind for column in columns}) or ["integer"]
    same = draw(st.sampled_from(there)) if "same" in operator.takes else ""
    types = {"same": same, "wanted": wanted}
    parts = [draw(expressions(types.get(kind, kind), columns, depth - 1, alias)) for kind in operator.takes]
    return Expression(
        operator.text.format(*(part.text for part in parts)),
        lambda row: operator.does(*(part.value(row) for part in parts)),
        tuple(dict.fromkeys(name for part in parts for name in part.reads)),
        (operator.name, *(use for part in parts for use in part.uses)),
        1 + max(part.depth for part in parts),
    )


@st.composite
def using(draw: st.DrawFn, name: str, columns: Sequence[Named], alias: str) -> Expression:
    """A truth value worked out with the operator ``name``: as it is, or compared with another value."""
    operator = next(op for many in (*OPERATORS.values(), ANY_TYPE) for op in many if op.name == name)
    kind = next((kind for kind, many in OPERATORS.items() if operator in many), "boolean")
    made = draw(expressions(kind, columns, 2, alias, operator))
    if kind == "boolean":
        return made
    other = draw(expressions(kind, columns, draw(st.integers(0, 1)), alias))
    compare = draw(st.sampled_from([op for op in OPERATORS["boolean"] if op.takes == ("same", "same")]))
    return Expression(
        compare.text.format(made.text, other.text),
        lambda row: compare.does(made.value(row), other.value(row)),
        tuple(dict.fromkeys((*made.reads, *other.reads))),
        (compare.name, *made.uses, *other.uses),
        1 + max(made.depth, other.depth),
    )


@st.composite
def conditions(draw: st.DrawFn, columns: Sequence[Named], alias: str = "", must_use: str = "") -> Expression:
    """A truth value of a row that reads at least one of its columns; one to ``DEEPEST`` operators deep."""
    depth = draw(st.sampled_from((1, 1, 2, 2, 3, DEEPEST)))
    if must_use:
        made = draw(using(must_use, columns, alias))
    else:
        made = draw(expressions("boolean", columns, depth, alias))
    if made.reads:
        return made
    read = reference_to(draw(st.sampled_from(list(columns))), alias, "quoted")
    return Expression(
        f"({made.text} AND {read.text} IS NOT NULL)",
        lambda row: both(made.value(row), read.value(row) is not None),
        read.reads,
        ("and", "is not null", *made.uses),
        made.depth + 1,
    )
