"""What Spark is told in place of a construct that it has otherwise, or answers otherwise.

Each body takes a node whose parts are written for Spark already, and gives what stands in its place. It is
for what the engine and its rules ask: a part that is not known to answer alike raises :class:`Unlike`.
``tests/unit/engine/spark/test_bodies.py`` holds each to DuckDB's answers.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from sqlglot import exp

from cfgovern.engine import sql
from cfgovern.engine.spark import letters, patterns

__all__ = ["BODIES", "CALLS", "Unlike"]

Tree = exp.Expression
_ASCII = r"\A[\x{0}-\x{7f}]*\z"
_ISO_DAY = r"\A[0-9]{4}-[0-9]{2}-[0-9]{2}\z"
_FIGURES = r"\A[+-]?[0-9]+\z"
_DAY_OF_TIMES = "1970-01-01 "
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_PARTS = frozenset({"YEAR", "QUARTER", "MONTH", "DAY"})


class Unlike(Exception):
    """What is not known to answer alike on Spark. Its text names a construct of SQL, no value."""


def _spark(kind: str) -> exp.DataType:
    return exp.DataType.build(kind, udt=True)


def _cast(value: Tree, kind: str) -> Tree:
    return exp.Cast(this=value, to=_spark(kind))


def _tried(value: Tree, kind: exp.DataType) -> Tree:
    """``TRY_CAST``. Unless it is said to be safe, sqlglot writes a plain CAST for Spark."""
    return exp.TryCast(this=value, to=kind, safe=True)


def _whole(value: Tree) -> Tree:
    """A number as DuckDB has it: 64 bits wide, so that what follows does not end sooner."""
    return _cast(value, "BIGINT")


def _literal(node: Tree | None, what: str) -> str:
    if not isinstance(node, exp.Literal):
        raise Unlike(what)
    return str(node.this)


def _pattern(node: Tree, what: str = "a pattern") -> str:
    try:
        return patterns.java(_literal(node, what))
    except patterns.Unknown:
        raise Unlike(what) from None


def _like(value: Tree, pattern: str) -> Tree:
    return sql.call("rlike", value, sql.text(pattern))


# -- text -----------------------------------------------------------------------------------------


def _regexp_like(node: exp.RegexpLike) -> Tree:
    return _like(node.this, _pattern(node.expression))


def _regexp_full_match(node: exp.RegexpFullMatch) -> Tree:
    return _like(node.this, rf"\A(?:{_pattern(node.expression)})\z")


def _regexp_extract(node: exp.RegexpExtract) -> Tree:
    return sql.call("regexp_extract", node.this, sql.text(_pattern(node.expression)), node.args["group"])


def _length(node: exp.Length) -> Tree:
    return _whole(sql.call("char_length", node.this))


def _letters(node: exp.Lower | exp.Upper) -> Tree:
    """Small or capital letters, one for one."""
    name = node.key
    if isinstance(node.this, exp.Hex):  # it has no other letters
        return sql.call(name, node.this)
    return sql.case(
        _like(node.this.copy(), _ASCII),
        sql.call(name, node.this.copy()),
        sql.call("translate", node.this, *map(sql.text, letters.pairs(name))),
    )


def _levenshtein(node: exp.Levenshtein) -> Tree:
    """DuckDB counts bytes; so each is made a letter."""

    def bytes_of(value: Tree) -> Tree:
        return sql.call("decode", sql.call("encode", value, sql.text("utf-8")), sql.text("iso-8859-1"))

    return _whole(sql.call("levenshtein", bytes_of(node.this), bytes_of(node.expression)))


def _like_pattern(node: exp.Like) -> Tree:
    if "\\" in _literal(node.expression, "LIKE"):
        raise Unlike("LIKE")
    like = exp.Like(this=node.this, expression=node.expression)
    return exp.Not(this=exp.Paren(this=like)) if node.args.get("negate") else like


def _replace(node: exp.Replace) -> Tree:
    if not _literal(node.expression, "REPLACE"):
        raise Unlike("REPLACE")
    return sql.call("replace", node.this, node.expression, node.args["replacement"])


def _substring(node: exp.Substring) -> Tree:
    start, length = node.args.get("start"), node.args.get("length")
    if start is None or length is None:
        raise Unlike("SUBSTRING")
    return sql.call("substring", node.this, _cast(start, "INT"), _cast(length, "INT"))


def _trim(node: exp.Trim) -> Tree:
    if not isinstance(node.expression, exp.Literal) or node.args.get("position"):
        raise Unlike("TRIM")
    return exp.Trim(this=node.this, expression=node.expression, position="BOTH")


def _pad(node: exp.Pad) -> Tree:
    if not node.args.get("is_left"):
        raise Unlike("RPAD")
    return sql.call("lpad", node.this, node.expression, node.args["fill_pattern"])


def _str_position(node: exp.StrPosition) -> Tree:
    return _whole(sql.call("instr", node.this, node.args["substr"]))


def _left(node: exp.Left) -> Tree:
    return sql.call("left", node.this, node.expression)


def _concat(node: exp.DPipe) -> Tree:
    return sql.call("concat", node.this, node.expression)


# -- numbers and days -----------------------------------------------------------------------------


def _int_div(node: exp.IntDiv) -> Tree:
    return sql.call("div", node.this, node.expression)


def _div(node: exp.Div) -> Tree:
    divisor = _literal(node.expression, "a division")
    if not float(divisor):
        raise Unlike("a division")
    return exp.Paren(
        this=exp.Div(this=_cast(node.this, "DOUBLE"), expression=_cast(node.expression, "DOUBLE"))
    )


def _extract(node: exp.Extract) -> Tree:
    part = node.this.name.upper()
    if part not in _PARTS:
        raise Unlike(f"EXTRACT {part}")
    return _whole(sql.call(part.lower(), node.expression))


def _date_diff(node: exp.DateDiff) -> Tree:
    """How many bounds of ``unit`` lie between two days: DuckDB counts those, Spark whole months and years."""
    unit = node.args["unit"].name.upper() if node.args.get("unit") else ""
    later, earlier = _cast(node.this, "DATE"), _cast(node.expression, "DATE")
    if unit == "DAY":
        return _whole(sql.call("datediff", later, earlier))
    ways = {
        "YEAR": (("year", 1),),
        "QUARTER": (("year", 4), ("quarter", 1)),
        "MONTH": (("year", 12), ("month", 1)),
    }
    if unit not in ways:
        raise Unlike(f"DATE_DIFF {unit}")

    def counted(day: Tree) -> Tree:
        parts = [
            exp.Mul(this=_whole(sql.call(name, day.copy())), expression=sql.number(times))
            for name, times in ways[unit]
        ]
        return exp.Paren(this=sql.total(parts))

    return exp.Paren(this=exp.Sub(this=counted(later), expression=counted(earlier)))


def _order(node: exp.Order) -> Tree:
    """Of a term that says nothing of NULL, DuckDB puts it last and Spark first."""
    terms = (one if isinstance(one, exp.Ordered) else exp.Ordered(this=one) for one in node.expressions)
    return exp.Order(
        expressions=[
            exp.Ordered(this=one.this, desc=one.args.get("desc") or False, nulls_first=False) for one in terms
        ]
    )


# -- types ----------------------------------------------------------------------------------------
_CASTS = {
    "BIGINT": "BIGINT", "INT": "INT", "DOUBLE": "DOUBLE", "DATE": "DATE", "BOOLEAN": "BOOLEAN",
    "TIMESTAMP": "TIMESTAMP_NTZ", "TIMESTAMPNTZ": "TIMESTAMP_NTZ", "TEXT": "STRING", "VARCHAR": "STRING",
}  # fmt: skip


def _kind(node: exp.Cast) -> str:
    return str(node.to.this.value)


def _cast_as(node: exp.Cast) -> Tree:
    kind = _kind(node)
    if kind == "TIME":
        written = isinstance(node.this, exp.Literal | exp.Column)
        text = node.this if written else sql.call("date_format", node.this, sql.text("HH:mm:ss.SSSSSS"))
        return _cast(_of_day(text), "TIMESTAMP_NTZ")
    if kind not in _CASTS:
        raise Unlike(f"CAST AS {kind}")
    return _cast(node.this, _CASTS[kind])


def _try_cast_as(node: exp.TryCast) -> Tree:
    """NULL where the text has not the form. Text alone is tried here, and of a form that was looked at."""
    kind, value = _kind(node), node.this
    if kind == "TIME":
        return _tried(_of_day(value), _spark("TIMESTAMP_NTZ"))
    if kind == "TIMESTAMPTZ":
        return _tried(value, _spark("TIMESTAMP_LTZ"))
    if kind == "DECIMAL":
        return _tried(value, node.to)
    if kind not in _CASTS:
        raise Unlike(f"TRY_CAST AS {kind}")
    made = _tried(value, _spark(_CASTS[kind]))
    form = {"DATE": _ISO_DAY, "BIGINT": _FIGURES, "INT": _FIGURES}.get(kind)
    if form is None or isinstance(value, exp.Null):
        return made
    return sql.case(_like(_cast(value.copy(), "STRING"), form), made)


def _of_day(value: Tree) -> Tree:
    """Spark has no times of day: that time on one day, as text."""
    return sql.call("concat", sql.text(_DAY_OF_TIMES), value)


# -- what an answer is chosen by ------------------------------------------------------------------


def _differs(node: exp.NullSafeNEQ) -> Tree:
    return exp.Not(this=exp.Paren(this=exp.NullSafeEQ(this=node.this, expression=node.expression)))


def _listed(node: exp.Bracket) -> Tree:
    """One of a list, counted from 1; NULL for a place that it has not, which is never below nought."""
    [place] = node.expressions
    if not isinstance(node.this, exp.Array) or node.args.get("offset") != 1:
        raise Unlike("BRACKET")
    before = exp.Sub(this=exp.Paren(this=place), expression=sql.number(1))
    return sql.call("get", sql.call("array", *node.this.expressions), _tried(before, _spark("INT")))


# -- keys -----------------------------------------------------------------------------------------


def _sha2(node: exp.SHA2) -> Tree:
    return sql.call("sha2", node.this, sql.number(256))


def _encode(node: exp.Encode) -> Tree:
    return sql.call("encode", node.this, sql.text("utf-8"))


def _unhex(node: exp.Unhex) -> Tree:
    return sql.call("unhex", node.this)


# -- calls that sqlglot has no node for -----------------------------------------------------------


def _strptime(value: Tree, style: Tree) -> Tree:
    """The moment of a text in the ``style``: its parts are cut out, put into the ISO order and read."""
    wanted, pattern = [], ""
    for found in re.finditer("%(.)|([^%]+)", _literal(style, "try_strptime")):
        code, text = found.group(1), found.group(2)
        if text is not None or code == "%":
            pattern += "".join(rf"\x{{{ord(sign):x}}}" for sign in text or "%")
        elif code in _STYLES:
            wanted.append(code)
            pattern += _STYLES[code]
        else:
            raise Unlike("try_strptime")
    pattern = rf"\A{pattern}\z"

    def part(code: str, otherwise: str) -> Tree:
        if code not in wanted:
            return sql.text(otherwise)
        group = sql.number(len(wanted) - wanted[::-1].index(code))
        return sql.call("regexp_extract", value.copy(), sql.text(pattern), group)

    def two(code: str, otherwise: str) -> Tree:
        return sql.call("lpad", part(code, otherwise), sql.number(2), sql.text("0"))

    month = two("m", "01")
    if "b" in wanted:
        ifs = [
            exp.If(this=sql.equals(part("b", ""), sql.text(name)), true=sql.text(f"{number:02}"))
            for number, name in enumerate(_MONTHS, start=1)
        ]
        month = exp.Case(ifs=ifs)
    day = sql.call("concat_ws", sql.text("-"), part("Y", "1900"), month, two("d", "01"))
    clock = sql.call("concat_ws", sql.text(":"), two("H", "00"), two("M", "00"), two("S", "00"))
    moment = sql.call("concat_ws", sql.text(" "), day, clock)
    made = _tried(moment, _spark("TIMESTAMP_NTZ"))
    return sql.case(_like(value.copy(), pattern), made)


def _strftime(value: Tree, style: Tree) -> Tree:
    """A day in the ``style``, from the parts of its ISO way, which both engines write alike."""
    iso = sql.call("date_format", value, sql.text("yyyy-MM-dd"))
    parts: list[Tree] = [sql.call("left", iso.copy(), sql.number(0))]  # NULL of no day
    for found in re.finditer("%(.)|([^%]+)", _literal(style, "strftime")):
        code, text = found.group(1), found.group(2)
        if text is not None or code == "%":
            parts.append(sql.text(text or "%"))
        elif code == "b":
            month = _cast(sql.call("substring", iso.copy(), sql.number(6), sql.number(2)), "INT")
            parts.append(sql.call("element_at", sql.call("array", *map(sql.text, _MONTHS)), month))
        elif code in _PLACES:
            start, length = _PLACES[code]
            parts.append(sql.call("substring", iso.copy(), sql.number(start), sql.number(length)))
        else:
            raise Unlike("strftime")
    return sql.call("concat", *parts)


_PLACES = {"Y": (1, 4), "m": (6, 2), "d": (9, 2)}
_STYLES = {
    "Y": "([0-9]{4})", "m": "([0-9]{1,2})", "d": "([0-9]{1,2})", "H": "([0-9]{1,2})", "M": "([0-9]{1,2})",
    "S": "([0-9]{1,2})", "b": "([A-Z][a-z]{2})",
}  # fmt: skip


def _make_timestamp(value: Tree) -> Tree:
    """Of ``make_timestamp(epoch_us(...))``: the moment in UTC, which is the time zone of the session."""
    if not (isinstance(value, exp.Anonymous) and value.name == "epoch_us"):
        raise Unlike("make_timestamp")
    return _cast(value.expressions[0], "TIMESTAMP_NTZ")


def _same(name: str) -> Callable[..., Tree]:
    return lambda *arguments: sql.call(name, *arguments)


BODIES: Mapping[type[exp.Expr], Callable[[Any], Tree]] = {
    exp.RegexpLike: _regexp_like,
    exp.RegexpFullMatch: _regexp_full_match,
    exp.RegexpExtract: _regexp_extract,
    exp.Length: _length,
    exp.Lower: _letters,
    exp.Upper: _letters,
    exp.Levenshtein: _levenshtein,
    exp.Like: _like_pattern,
    exp.Replace: _replace,
    exp.Substring: _substring,
    exp.Trim: _trim,
    exp.Pad: _pad,
    exp.StrPosition: _str_position,
    exp.Left: _left,
    exp.DPipe: _concat,
    exp.IntDiv: _int_div,
    exp.Div: _div,
    exp.Extract: _extract,
    exp.DateDiff: _date_diff,
    exp.Order: _order,
    exp.Cast: _cast_as,
    exp.TryCast: _try_cast_as,
    exp.NullSafeNEQ: _differs,
    exp.Bracket: _listed,
    exp.SHA2: _sha2,
    exp.Encode: _encode,
    exp.Unhex: _unhex,
}
CALLS: Mapping[str, Callable[..., Tree]] = {
    "translate": _same("translate"),
    "concat_ws": _same("concat_ws"),
    "split_part": _same("split_part"),
    "strftime": _strftime,
    "try_strptime": _strptime,
    "epoch_us": _same("epoch_us"),  # only inside make_timestamp, which takes it away
    "make_timestamp": _make_timestamp,
}
