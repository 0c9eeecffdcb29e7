"""What a query that somebody wrote may ask, so that both engines answer alike.

The bodies of ``dialect`` answer alike for what the engine itself asks. An author may ask more: a difference
of two days is a number in DuckDB and a span of time on Spark, a number with a point is written otherwise as
text. So the kinds of what an author casts, cuts and joins have to be known.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any

from sqlglot import exp

from cfgovern.engine.spark import dialect
from cfgovern.engine.spark.bodies import Unlike

__all__ = ["look"]

Tree = exp.Expr
_OF_TYPES = {"string": "text", "integer": "whole", "number": "number"}
_WHOLE = (exp.Count, exp.Length, exp.Extract, exp.DateDiff, exp.Levenshtein, exp.IntDiv)
_OF_PARTS = (exp.Add, exp.Sub, exp.Mul, exp.Mod, exp.Neg, exp.Abs, exp.Sum, exp.Min, exp.Max, exp.Paren,
             exp.Coalesce, exp.Greatest, exp.Least, exp.Case, exp.Nullif, exp.Filter)  # fmt: skip
_TEXT = (exp.DPipe, exp.Substring, exp.Lower, exp.Upper, exp.Replace, exp.Trim)
_CASTS = {"BIGINT": "whole", "INT": "whole", "TEXT": "text", "VARCHAR": "text", "DATE": "date"}
_NUMBERS = ("whole", "number")


def look(tree: exp.Select, types: Iterable[tuple[str, str]]) -> None:
    """Raise Unlike where ``tree`` may be answered otherwise. ``types``: names of columns, with ODCS types."""
    dialect.look(_without_parameters(tree))
    kinds = _kinds(tree, types)
    for node in tree.walk():
        rule = _RULES.get(type(node))
        if rule is not None and not rule(node, kinds):
            raise Unlike(node.key.upper())


def _without_parameters(tree: exp.Select) -> exp.Select:
    made = tree.copy()
    for node in list(made.find_all(exp.Placeholder, exp.CurrentDate)):
        node.replace(exp.Cast(this=exp.Null(), to=exp.DataType.build("DATE")))
    return made


Kinds = Mapping[str, str]


def _kinds(tree: exp.Select, types: Iterable[tuple[str, str]]) -> Kinds:
    """The kind of each name that has the same one everywhere."""
    kinds = {"_row": "whole"}
    for name, kind in types:
        _note(kinds, name, _OF_TYPES.get(kind, kind))
        _note(kinds, f"{name}_state", "text")
    for node in reversed(list(tree.find_all(exp.Alias, exp.TableAlias))):
        if isinstance(node, exp.Alias):
            _note(kinds, node.alias, _kind(node.this, kinds))
        elif node.args.get("columns"):
            for place, column in enumerate(node.args["columns"]):
                _note(kinds, column.name, _listed(node.parent, place, kinds))
    return kinds


def _note(kinds: dict[str, str], name: str, kind: str) -> None:
    name = name.casefold()
    kinds[name] = kind if kinds.get(name, kind) == kind else ""


def _listed(values: Tree | None, place: int, kinds: Kinds) -> str:
    if not isinstance(values, exp.Values):
        return ""
    rows = (row.expressions if isinstance(row, exp.Tuple) else [row] for row in values.expressions)
    found = {_kind(row[place], kinds) for row in rows}
    return found.pop() if len(found) == 1 else ""


def _kind(node: Tree, kinds: Kinds) -> str:
    """``text``, ``whole``, ``number``, ``date``, another ODCS type, or nothing where it is not known."""
    if isinstance(node, exp.Literal):
        return "text" if node.is_string else "whole" if str(node.this).isdigit() else "number"
    if isinstance(node, exp.Column):
        return kinds.get(node.name.casefold(), "")
    if isinstance(node, (exp.Placeholder, exp.CurrentDate)):
        return "date"
    if isinstance(node, exp.Cast):
        return _CASTS.get(node.to.this.value, "")
    if isinstance(node, _WHOLE):
        return "whole"
    if isinstance(node, _TEXT):
        return "text"
    if isinstance(node, exp.Div):
        return "number"
    return _of_parts(node, kinds) if isinstance(node, _OF_PARTS) else ""


def _of_parts(node: Tree, kinds: Kinds) -> str:
    """The kind of all its parts that have one."""
    if isinstance(node, exp.Case):
        parts = [branch.args["true"] for branch in node.args["ifs"]]
        parts += [node.args["default"]] if node.args.get("default") else []
    else:
        parts = [node.this, *(node.args.get("expressions") or ())]
        parts += [node.expression] if isinstance(node, exp.Binary) else []
    found = {_kind(part, kinds) for part in parts if not isinstance(part, exp.Null)}
    if len(found) == 1:
        return found.pop()
    return "number" if found == {*_NUMBERS} else ""


def _text_or_null(node: Tree, kinds: Kinds) -> bool:
    return isinstance(node, exp.Null) or _kind(node, kinds) == "text"


def _difference(node: exp.Sub, kinds: Kinds) -> bool:
    return any(_kind(side, kinds) in _NUMBERS for side in (node.this, node.expression))


def _quotient(node: exp.Binary, kinds: Kinds) -> bool:
    return all(_kind(side, kinds) == "whole" for side in (node.this, node.expression))


def _joined(node: exp.DPipe, kinds: Kinds) -> bool:
    return all(_text_or_null(side, kinds) for side in (node.this, node.expression))


def _cast(node: exp.Cast, kinds: Kinds) -> bool:
    """A text that is no number stops both engines, save for some odd ways to write one, which stop Spark."""
    kind, to = _kind(node.this, kinds), _CASTS.get(node.to.this.value, "")
    if isinstance(node, exp.TryCast) or not to:
        return False
    if to == "date":
        written = isinstance(node.this, exp.Literal) and _is_day(node.this.name)
        return written or kind in ("date", "timestamp")
    return kind in {"text": ("text", "whole", "date"), "whole": ("text", "whole")}[to]


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _cut(node: exp.Substring, kinds: Kinds) -> bool:
    """From a place that is written, a length that cannot be below nought: DuckDB goes backwards then."""
    start, length = node.args.get("start"), node.args.get("length")
    if not (isinstance(start, exp.Literal) and start.this != "0") or not _text_or_null(node.this, kinds):
        return False
    if isinstance(length, exp.Greatest):
        return any(isinstance(one, exp.Literal) for one in (length.this, *length.expressions))
    return isinstance(length, exp.Literal | exp.Length)


def _of_text(node: Tree, kinds: Kinds) -> bool:
    return _text_or_null(node.this, kinds)


def _grouped(node: exp.Group, kinds: Kinds) -> bool:
    return all(isinstance(one, exp.Column) for one in node.expressions)


def _never(node: Tree, kinds: Kinds) -> bool:
    """What the engine asks in one way, which is all that was tried."""
    return False


_RULES: Mapping[type[exp.Expr], Callable[[Any, Kinds], bool]] = {
    exp.Sub: _difference,
    exp.IntDiv: _quotient,
    exp.Mod: _quotient,
    exp.DPipe: _joined,
    exp.Cast: _cast,
    exp.TryCast: _cast,
    exp.Substring: _cut,
    exp.Length: _of_text,
    exp.Lower: _of_text,
    exp.Upper: _of_text,
    exp.Group: _grouped,
    **dict.fromkeys((exp.Window, exp.Bracket, exp.Array, exp.Hex), _never),
}
