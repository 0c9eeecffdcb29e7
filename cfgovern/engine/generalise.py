"""What the treatments of a contract leave of a value, as SQL: of a date its month, of a year an age band.

Values are judged by their lexical form before any cast, as everywhere in the engine. A text that cannot be
made coarser is for the caller to decide on: :func:`generalised` keeps it, so that figures of risk make nobody
look safer than they are; a release leaves it out (:mod:`cfgovern.engine.treating`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from sqlglot import exp

from cfgovern.contract.agebands import AgeBands
from cfgovern.engine import forms, sql
from cfgovern.identifiers import postcode
from cfgovern.tables import SPACES

__all__ = ["AS_SENT", "COARSER", "Way", "bare", "coarser", "day", "generalised"]

_YEAR, _AGE = "[12][0-9]{3}", "[0-9]{1,3}"
# More whole figures than a double holds would be no number at all to the engine.
NUMBER = r"-?[0-9]{1,18}(\.[0-9]+)?"
_INWARD = 3  # characters of a postcode behind its first half
_ISO_DAY = len("2026-04-30")
_PARTS = {"year": len("2026"), "month": len("2026-04")}
_MONTHS = 3  # of a quarter
_NO_BANDS = AgeBands(1, 1)
_FROM, _TO, _PAIRS = "looked_from", "looked_to", "looked_up"

COARSER = ("year", "quarter", "month", "age_band", "outward_postcode", "lookup", "top_code")
"""The treatments that leave a part of a value."""


@dataclass(frozen=True, slots=True)
class Way:
    """How a value is treated: the ``treatment`` that the contract names, or None for not at all.

    ``shape``: what a date of the column is written like, in full (RE2); ``""`` for a column without dates.
    ``style``: its ``strptime`` format where it is not written in the ISO way. ``bands``: of ages, and
    ``year`` the one in which people are as old as their band says. ``limit``: the highest number told.
    ``pairs``: what each value becomes. ``window``: the most days that a date may move.
    """

    treatment: str | None = None
    shape: str = ""
    style: str | None = None
    bands: AgeBands = _NO_BANDS
    year: int = 0
    limit: str = ""
    pairs: tuple[tuple[str, str], ...] = ()
    window: int = 0

    @classmethod
    def from_json(cls, told: Mapping[str, Any]) -> Way:
        """What ``dataclasses.asdict`` made, after its way through JSON."""
        pairs = tuple((value, sent) for value, sent in told["pairs"])
        return cls(**{**told, "bands": AgeBands(*told["bands"]), "pairs": pairs})


AS_SENT = Way()


def bare(value: exp.Expression) -> exp.Expression:
    """A cell without white space around it; NULL where nothing is left."""
    return exp.Nullif(this=exp.Trim(this=value, expression=sql.text(SPACES)), expression=sql.text(""))


def generalised(value: exp.Expression, way: Way) -> exp.Expression:
    """What the ``way`` leaves of the text ``value``, and all of what it cannot read; NULL stays NULL."""
    if way.treatment is None:
        return value
    return exp.Coalesce(this=coarser(value, way), expressions=[value.copy()])


def coarser(value: exp.Expression, way: Way) -> exp.Expression:
    """What the ``way``, one of :data:`COARSER`, leaves of the text ``value``; NULL where it reads nothing.

    The value stands in it several times, and the engine works each out: for many rows hand in a column.
    """
    if way.treatment == "outward_postcode":
        return _outward(value)
    if way.treatment == "age_band":
        return _band(value, way)
    if way.treatment == "top_code":
        return _top(value, way)
    if way.treatment == "lookup":
        return _looked_up(value, way)
    return _part(value, way)


def day(value: exp.Expression, way: Way) -> exp.Expression:
    """The text as a day; NULL where it is none, or not written as the contract asks."""
    if way.style is None:
        read = sql.cast(_first(value, _ISO_DAY), "DATE")
    else:
        read = sql.cast(sql.call("try_strptime", value.copy(), sql.text(way.style)), "DATE")
    return sql.case(_is(value, way.shape), read)


def _part(value: exp.Expression, way: Way) -> exp.Expression:
    """The first figures of a day in the ISO way; of a quarter its name."""
    iso = sql.as_text(day(value, way))
    if way.treatment != "quarter":
        return _first(iso, _PARTS[str(way.treatment)])
    month = sql.cast(exp.Substring(this=iso, start=sql.number(6), length=sql.number(2)), "INTEGER")
    before = exp.Paren(this=exp.Add(this=month, expression=sql.number(_MONTHS - 1)))
    number = sql.as_text(exp.Paren(this=exp.IntDiv(this=before, expression=sql.number(_MONTHS))))
    return sql.joined(_first(iso, _PARTS["year"]), sql.text("-Q"), number)


def _band(value: exp.Expression, way: Way) -> exp.Expression:
    """The band in which an age, or that of somebody born in a year or on a day, falls."""
    number = sql.cast(value.copy(), "INTEGER")
    ifs = [
        exp.If(this=_is(value, _AGE), true=number),
        exp.If(this=_is(value, _YEAR), true=exp.Sub(this=sql.number(way.year), expression=number.copy())),
    ]
    if way.shape:
        born = sql.cast(_first(sql.as_text(day(value, way)), _PARTS["year"]), "INTEGER")
        ifs.append(exp.If(this=exp.true(), true=exp.Sub(this=sql.number(way.year), expression=born)))
    # One place in a list, so that the age is worked out once: from 1, and 0 for somebody not born yet.
    width, last = way.bands.width, way.bands.last
    after = exp.Add(this=exp.Paren(this=exp.Case(ifs=ifs)), expression=sql.number(width))
    within = exp.Least(
        this=exp.Greatest(this=after, expressions=[sql.number(0)]), expressions=[sql.number(last + width)]
    )
    names = exp.Array(expressions=[sql.text(name) for name in way.bands.names()])
    place = exp.IntDiv(this=within, expression=sql.number(width))
    return exp.Bracket(this=names, expressions=[place], offset=1)


def _outward(value: exp.Expression) -> exp.Expression:
    """The first half of a postcode, however it is spaced; of one that can be nobody's too."""
    form = replace(postcode.FORM, shapes=postcode.FORM.shapes + postcode.FORM.unreal)
    word = forms.compact(form, value, exp.false())
    half = exp.Sub(this=exp.Length(this=word.copy()), expression=sql.number(_INWARD))
    return sql.case(forms.fits(form, word), exp.Left(this=word.copy(), expression=half))


def _top(value: exp.Expression, way: Way) -> exp.Expression:
    """A number, or the limit where it is above it: what a column of counts is may be reckoned with still."""
    above = exp.GT(this=sql.cast(value.copy(), "DOUBLE"), expression=sql.cast(sql.text(way.limit), "DOUBLE"))
    return sql.case(_is(value, NUMBER), sql.case(above, sql.text(way.limit), value.copy()))


def _looked_up(value: exp.Expression, way: Way) -> exp.Expression:
    """What stands beside the value in the lookup. An engine makes one join of it, however long the list."""
    rows = [exp.Tuple(expressions=[sql.text(one), sql.text(sent)]) for one, sent in way.pairs]
    names = [exp.Identifier(this=name, quoted=True) for name in (_FROM, _TO)]
    alias = exp.TableAlias(this=exp.Identifier(this=_PAIRS, quoted=True), columns=names)
    same = sql.equals(sql.column(_FROM, _PAIRS), value.copy())
    sent = exp.Max(this=sql.column(_TO, _PAIRS))
    return exp.Subquery(this=sql.select([sent], exp.Values(expressions=rows, alias=alias), same))


def _first(text: exp.Expression, length: int) -> exp.Expression:
    return exp.Left(this=text.copy(), expression=sql.number(length))


def _is(value: exp.Expression, pattern: str) -> exp.Expression:
    return exp.RegexpFullMatch(this=value.copy(), expression=sql.text(pattern))
