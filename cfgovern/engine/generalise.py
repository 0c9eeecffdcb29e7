"""What the treatments of a contract leave of a value, as SQL: of a date its month, of a year an age band.

A text that cannot be made coarser stays as it is, so nobody looks safer than they are.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from sqlglot import exp

from cfgovern.engine import forms, sql
from cfgovern.identifiers import postcode

__all__ = ["AS_SENT", "COARSER", "Way", "generalised"]

_YEAR, _AGE = "[12][0-9]{3}", "[0-9]{1,3}"
_INWARD = 3  # characters of a postcode behind its first half
_DATES = {"year": "%Y", "month": "%Y-%m"}

COARSER = ("year", "quarter", "month", "age_band", "outward_postcode")
"""The treatments that leave a part of a value."""


@dataclass(frozen=True, slots=True)
class Way:
    """How a value is made coarser: a ``treatment`` of :data:`COARSER`, or None for not at all.

    ``style``: the ``strptime`` format of a date that is not written in the ISO way. For bands of ages:
    ``band``, how many years each has, and ``year``, the one in which people are as old as it says.
    """

    treatment: str | None = None
    style: str | None = None
    band: int = 0
    year: int = 0


AS_SENT = Way()


def generalised(value: exp.Expression, way: Way) -> exp.Expression:
    """What the ``way`` leaves of the text ``value``; NULL stays NULL."""
    if way.treatment is None:
        return value
    if way.treatment == "outward_postcode":
        return _outward(value)
    made = _band(value, way) if way.treatment == "age_band" else _of_day(value, way)
    return exp.Coalesce(this=made, expressions=[value.copy()])


def _day(value: exp.Expression, way: Way) -> exp.Expression:
    """The text as a day; NULL where it is none."""
    if way.style is None:
        return sql.cast(value.copy(), "DATE")
    return sql.call("try_strptime", value.copy(), sql.text(way.style))


def _of_day(value: exp.Expression, way: Way) -> exp.Expression:
    day = _day(value, way)
    if way.treatment == "quarter":
        parts = [sql.call("year", day), sql.text("-"), sql.call("quarter", day.copy())]
        return exp.DPipe(this=exp.DPipe(this=parts[0], expression=parts[1]), expression=parts[2])
    return sql.call("strftime", day, sql.text(_DATES[str(way.treatment)]))


def _band(value: exp.Expression, way: Way) -> exp.Expression:
    """The lowest age of the band in which a year of birth, an age or a date of birth falls."""
    number = sql.cast(value.copy(), "INTEGER")
    born = exp.Case(
        ifs=[
            exp.If(this=_is(value, _AGE), true=exp.Sub(this=sql.number(way.year), expression=number)),
            exp.If(this=_is(value, _YEAR), true=number.copy()),
        ],
        default=sql.call("year", _day(value, way)),
    )
    age = exp.Paren(this=exp.Sub(this=sql.number(way.year), expression=born))
    band = exp.Mul(
        this=exp.Paren(this=exp.IntDiv(this=age, expression=sql.number(way.band))),
        expression=sql.number(way.band),
    )
    return exp.DPipe(this=exp.Paren(this=band), expression=sql.text("+"))


def _is(value: exp.Expression, pattern: str) -> exp.Expression:
    return exp.RegexpFullMatch(this=value.copy(), expression=sql.text(pattern))


def _outward(value: exp.Expression) -> exp.Expression:
    """The first half of a postcode, however it is spaced; of one that can be nobody's too."""
    form = replace(postcode.FORM, shapes=postcode.FORM.shapes + postcode.FORM.unreal)
    word = forms.compact(form, value, forms.fits(form, value))
    first = exp.Sub(this=sql.call("length", word.copy()), expression=sql.number(_INWARD))
    return sql.case(forms.fits(form, word), sql.call("left", word.copy(), first), word)
