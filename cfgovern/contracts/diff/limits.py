"""Whether a limit leaves less room, more room, or another room than before."""

from __future__ import annotations

import math
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from cfgovern.contract.model import Bound, Column
from cfgovern.contract.options import limit

__all__ = ["Limit", "changed_limits"]

_NUMBERS = {"integer", "number"}
Limit = tuple[str, str | None, str | None, str]
"""Name of the limit, its old and new words, and ``narrower``, ``wider`` or ``moved``."""


def changed_limits(old: Column, new: Column) -> Iterator[Limit]:
    """Every limit on the values of a column that is another. What cannot be compared has moved."""
    low, high = _bounds(old, new, low=True), _bounds(old, new, low=False)
    for name, before, now, sense in (
        ("minimum", old.minimum, new.minimum, low),
        ("maximum", old.maximum, new.maximum, high),
    ):
        if sense:
            yield name, _said(before), _said(now), sense
    for name, one, other, up in (
        ("smallest length", old.min_length or None, new.min_length or None, True),
        ("largest length", old.max_length, new.max_length, False),
    ):
        if one != other:
            yield name, _text(one), _text(other), _order(one, other, low=up)
    if step := _step(old.multiple_of, new.multiple_of):
        yield "step", old.multiple_of, new.multiple_of, step
    if old.pattern != new.pattern:
        yield "pattern", old.pattern, new.pattern, _added(old.pattern, new.pattern) or "moved"


def _added(old: object, new: object) -> str:
    """A limit that is new leaves less room, one that is gone leaves more."""
    if old is None and new is not None:
        return "narrower"
    return "wider" if old is not None and new is None else ""


def _order(old: Any, new: Any, *, low: bool) -> str:
    """Two limits of one kind, of which None is no limit."""
    return _added(old, new) or ("narrower" if (new > old) == low else "wider")


def _bounds(old: Column, new: Column, *, low: bool) -> str:
    before, now = (old.minimum, new.minimum) if low else (old.maximum, new.maximum)
    if before is None or now is None:
        return _added(before, now)
    same = "" if before == now else "moved"
    if old.type != new.type and not {old.type, new.type} <= _NUMBERS:
        return same
    try:
        one, other = _place(old.type, before, low=low), _place(new.type, now, low=low)
        return "" if one == other else _order(one, other, low=low)
    except TypeError:  # times with a zone and without
        return same


def _place(kind: str, bound: Bound, *, low: bool) -> tuple[Any, int]:
    """Where values end: of whole numbers and days at the last that is allowed."""
    value = limit(kind, bound.value)
    if kind in ("integer", "date"):
        if low:
            return (math.floor(value) + 1 if bound.exclusive else math.ceil(value)), 0
        return (math.ceil(value) - 1 if bound.exclusive else math.floor(value)), 0
    return value, (int(bound.exclusive) if low else -int(bound.exclusive))


def _step(old: str | None, new: str | None) -> str:
    if old is None or new is None:
        return _added(old, new)
    one, other = Decimal(old), Decimal(new)
    if one == other:
        return ""
    if one and other % one == 0:
        return "narrower"
    return "wider" if other and one % other == 0 else "moved"


def _said(bound: Bound | None) -> str | None:
    if bound is None:
        return None
    return f"{bound.value} (itself outside)" if bound.exclusive else bound.value


def _text(number: int | None) -> str | None:
    return None if number is None else str(number)
