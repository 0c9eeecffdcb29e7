"""How much of their bits two codes have in common, in SQL: Dice's coefficient of every pair of two tables."""

from __future__ import annotations

from collections.abc import Sequence

from sqlglot import exp

from cfgovern.engine import sql
from cfgovern.engine.alike import ID, Connection, lay_out
from cfgovern.engine.connection import guarded

__all__ = ["alike"]

_CODE, _BITS, _SET, _DICE = "code", "bits", "set", "dice"
_SIDES = ("l", "r")


def alike(
    connection: Connection, left: Sequence[str | None], right: Sequence[str | None], at_least: float
) -> list[tuple[int, int, float]]:
    """The pairs of places (left, right) whose codes are ``at_least`` that much alike, and how much; in no
    order.

    The codes are in base 64, all of one length, with a bit set in each; None is like nothing. Every pair is
    compared.
    """
    with guarded("linking"):
        for side, codes in zip(_SIDES, (left, right), strict=True):
            lay_out(connection, f"{side}_codes", [_CODE], [{_CODE: code} if code else {} for code in codes])
            made = exp.Create(this=sql.table(side), kind="TABLE", expression=_bits(f"{side}_codes"))
            connection.execute(sql.render(made))
        rows = connection.execute(sql.render(_pairs(at_least))).fetchall()
    return [(int(one), int(other), float(dice)) for one, other, dice in rows]


def _bits(codes: str) -> exp.Select:
    """Each code as bits, and how many of them are set."""
    known = exp.Not(this=sql.is_null(sql.column(_CODE)))
    bits = exp.Cast(
        this=exp.FromBase64(this=sql.column(_CODE)), to=exp.DataType.build("BIT", dialect="duckdb")
    )
    counted = sql.call("bit_count", bits.copy())
    columns = [sql.column(ID), sql.named(bits, _BITS), sql.named(counted, _SET)]
    return sql.select(columns, codes, known)


def _pairs(at_least: float) -> exp.Select:
    bits, counts = ([sql.column(name, side) for side in _SIDES] for name in (_BITS, _SET))
    common = sql.call("bit_count", exp.BitwiseAnd(this=bits[0], expression=bits[1]))
    twice = exp.Mul(this=sql.number("2.0"), expression=common)
    dice = exp.Div(this=twice, expression=exp.Paren(this=sql.total(counts)))
    enough = exp.GTE(this=dice.copy(), expression=sql.number(at_least))
    ids = [sql.column(ID, side) for side in _SIDES]
    return sql.select([*ids, sql.named(dice, _DICE)], _SIDES[0]).join(
        sql.table(_SIDES[1]), on=enough, copy=False
    )
