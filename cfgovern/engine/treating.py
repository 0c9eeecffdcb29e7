"""What leaves of a value in a release, as SQL: treated as the contract says, or nothing at all.

A word that says why there is no answer (declined, not asked, not known) stays. Whatever a treatment cannot
read leaves as NULL, never as it was sent; :func:`lost` counts those.
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlglot import exp

from cfgovern.engine import sql
from cfgovern.engine.generalise import COARSER, Way, coarser, day

__all__ = ["days_moved", "lost", "released"]

_HEX = "0123456789abcdef"
_FIGURES = 8  # of a token, which is 32: enough that no number of days is likelier than another
_FIRST, _LAST = "0001-01-01", "9999-12-31"


def released(
    value: exp.Expression,
    way: Way,
    missing: Sequence[str] = (),
    *,
    days: exp.Expression | None = None,
    made: exp.Expression | None = None,
) -> exp.Expression:
    """What is sent of the text ``value``, which has no white space around it and is NULL where it is empty.

    ``missing``: the column's words for no answer. ``days``: by how many days a ``shift`` moves the dates of
    the person that the row is about, of :func:`days_moved`. ``made``: what others made of the value, for the
    treatments that are theirs: ``token`` and ``redact``. Without what it needs a treatment sends nothing.
    """
    if way.treatment is None:
        return value
    if way.treatment == "drop":
        return exp.Null()
    left: exp.Expression = exp.Null() if made is None else sql.case(_there(value), made)
    if way.treatment == "shift":
        left = exp.Null() if days is None else _moved(value, way, days)
    elif way.treatment in COARSER:
        left = coarser(value, way)
    return sql.case(sql.one_of(value.copy(), missing), value.copy(), left) if missing else left


def lost(value: exp.Expression, sent: exp.Expression) -> exp.Expression:
    """Whether there is a ``value`` of which :func:`released` has ``sent`` nothing."""
    return sql.both(_there(value), sql.is_null(exp.Paren(this=sent.copy())))


def days_moved(token: exp.Expression, window: int) -> exp.Expression:
    """By how many days, up to ``window`` either way, the dates of the person of ``token`` (hex text) move."""
    figures = [
        exp.Sub(
            this=exp.StrPosition(
                this=sql.text(_HEX),
                substr=exp.Substring(this=token.copy(), start=sql.number(place), length=sql.number(1)),
            ),
            expression=sql.number(1),
        )
        for place in range(1, _FIGURES + 1)
    ]
    terms: list[exp.Expression] = [
        exp.Mul(
            this=sql.cast(exp.Paren(this=figure), "BIGINT"),
            expression=sql.number(len(_HEX) ** (_FIGURES - 1 - number)),
        )
        for number, figure in enumerate(figures)
    ]
    rest = exp.Mod(this=exp.Paren(this=sql.total(terms)), expression=sql.number(2 * window + 1))
    return exp.Sub(this=exp.Paren(this=rest), expression=sql.number(window))


def _there(value: exp.Expression) -> exp.Expression:
    return exp.Not(this=sql.is_null(value.copy()))


def _moved(value: exp.Expression, way: Way, days: exp.Expression) -> exp.Expression:
    """The date so many days on, written as the column's dates are; NULL outside the years that dates have."""
    moved = exp.Paren(this=exp.Add(this=day(value, way), expression=sql.cast(days.copy(), "INTEGER")))
    within = exp.Between(
        this=moved, low=sql.cast(sql.text(_FIRST), "DATE"), high=sql.cast(sql.text(_LAST), "DATE")
    )
    if way.style is None:
        return sql.case(within, sql.as_text(moved.copy()))
    return sql.case(within, sql.call("strftime", moved.copy(), sql.text(way.style)))
