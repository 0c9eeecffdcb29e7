"""Whole and decimal numbers of a column: all that lie within its limits, step by step."""

from __future__ import annotations

import math
from decimal import Decimal
from fractions import Fraction

from cfgovern.cohort.plain.domain import Domain
from cfgovern.contract.model import Bound, Column

__all__ = ["numbers"]

_MOST = 10**18 - 1  # the form of a whole number has no room for more
_USUAL = 41  # numbers drawn from where an end is not given or far away
_WIDE = 1_000
_FEW = 20
_PLACES = 12


def numbers(column: Column, *, first: int) -> Domain:
    """The numbers of ``column``: multiples of its step, from ``first`` on where it has no limit."""
    if column.type == "integer":
        step = Fraction(abs(Fraction(column.multiple_of or "1")).numerator)
        return _multiples(column, step, 0, first)
    if column.multiple_of:
        places = len(column.multiple_of.partition(".")[2])
        return _multiples(column, abs(Fraction(column.multiple_of)), places, first)
    bounds = [bound.value for bound in (column.minimum, column.maximum) if bound]
    places = max(1, *(len(bound.partition(".")[2]) for bound in bounds), 1)
    found = _multiples(column, Fraction(1, 10**places), places, first)
    while found.size < _FEW and places < _PLACES:
        places += 1
        found = _multiples(column, Fraction(1, 10**places), places, first)
    return found


def _multiples(column: Column, step: Fraction, places: int, first: int) -> Domain:
    if not step:
        return Domain.of(["0"])
    low, high = _edge(column.minimum, step, up=True), _edge(column.maximum, step, up=False)
    most = math.floor(_MOST / step)
    above, below = (step * 10**places).as_integer_ratio()

    def text(multiple: int) -> str:
        whole = abs(multiple) * above // below
        whole = whole if multiple >= 0 else -whole
        return str(Decimal(whole).scaleb(-places)) if places else str(whole)

    if low is None and high is not None:
        return Domain(high + most + 1, min(_USUAL, high + most + 1), lambda n: text(high - n))
    begin = math.ceil(first / step) if low is None else low
    end = most if high is None else high
    size = max(0, end - begin + 1)
    # Counts are small, whatever they may be; record numbers lie anywhere between their limits.
    small = high is None or (begin * step <= 1 and size * step > _WIDE)
    usual = min(size, math.ceil(_USUAL / (step if step < 1 else Fraction(1)))) if small else size
    return Domain(size, usual, lambda n: text(begin + n))


def _edge(bound: Bound | None, step: Fraction, *, up: bool) -> int | None:
    """The outermost multiple of ``step`` inside ``bound``."""
    if bound is None:
        return None
    at = Fraction(bound.value) / step
    whole = math.ceil(at) if up else math.floor(at)
    if bound.exclusive and whole == at:
        whole += 1 if up else -1
    return whole
