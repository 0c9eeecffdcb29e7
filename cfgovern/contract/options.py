"""The ``logicalTypeOptions`` of one ODCS property: read, or refused with their place."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from cfgovern.contract.dates import ISO, DateFormatError, date_format, read_iso
from cfgovern.contract.model import Bound, NodePath
from cfgovern.contract.patterns import pattern_problem

__all__ = ["TypeOptions", "limit"]

Report = Callable[[str, str, NodePath], None]
_LOW, _HIGH = ("minimum", "exclusiveMinimum"), ("maximum", "exclusiveMaximum")


class TypeOptions:
    """The options of a property of the logical type ``kind``; faults go to ``fault``."""

    def __init__(self, fault: Report, node: Mapping[str, Any], path: NodePath, kind: str) -> None:
        given = node.get("logicalTypeOptions")
        self._options: Mapping[str, Any] = given if isinstance(given, dict) else {}
        self._report = fault
        self._path = path
        self._kind = kind

    def _fault(self, code: str, message: str, name: str) -> None:
        self._report(code, message, (*self._path, "logicalTypeOptions", name))

    def bounds(self) -> tuple[Bound | None, Bound | None]:
        """The lowest and the highest value, which must leave room for one."""
        low, high = self._bound(*_LOW), self._bound(*_HIGH)
        if low and high and not _room(self._kind, low, high):
            self._no_room(self._name(*_LOW), self._name(*_HIGH))
        return low, high

    def lengths(self) -> tuple[int | None, int | None]:
        """The smallest and the largest number of characters, which must leave room for one."""
        low, high = self._length("minLength"), self._length("maxLength")
        if low is not None and high is not None and low > high:
            self._no_room("minLength", "maxLength")
        return low, high

    def _no_room(self, low: str, high: str) -> None:
        self._fault("no_room", f"{low} and {high} leave nothing between them, so no value can be right.", low)

    def _bound(self, plain: str, exclusive: str) -> Bound | None:
        """The limit that stands under ``plain`` or ``exclusive``.

        Exclusive limits are values since ODCS 3.1; earlier files wrote ``true`` beside the limit.
        """
        name = self._name(plain, exclusive)
        value = self._options.get(name)
        if value is None:
            return None
        if plain in self._options and name == exclusive:
            self._fault("bound_twice", f"Give {plain} or {exclusive}, not both.", exclusive)
        if self._kind in ("integer", "number"):
            if self.number(name) is None:
                return None
        elif self._kind not in ISO:
            self._fault("bound", f"{name} has no meaning for a {self._kind}.", name)
            return None
        elif not _is_iso(self._kind, str(value)):
            message = f"{name} must be a {self._kind} in ISO form, such as {ISO[self._kind].written}."
            self._fault("bound", message, name)
            return None
        return Bound(str(value), exclusive=name == exclusive or self._options.get(exclusive) is True)

    def _name(self, plain: str, exclusive: str) -> str:
        strict = self._options.get(exclusive)
        return exclusive if strict is not None and not isinstance(strict, bool) else plain

    def number(self, name: str) -> str | None:
        """A plain number as it is written."""
        value = self._options.get(name)
        if value is None:
            return None
        if isinstance(value, bool) or not re.fullmatch(r"-?[0-9]+(\.[0-9]+)?", str(value)):
            self._fault("number", f"{name} must be a plain number.", name)
            return None
        return str(value)

    def _length(self, name: str) -> int | None:
        """A number of characters."""
        value = self._options.get(name)
        if value is None:
            return None
        if not isinstance(value, int) or isinstance(value, bool) or value < 0:
            self._fault("length", f"{name} must be a whole number from 0.", name)
            return None
        return value

    def pattern(self) -> str | None:
        """A regular expression that RE2 can run."""
        pattern = self._options.get("pattern")
        if pattern is None:
            return None
        problem = pattern_problem(pattern) if isinstance(pattern, str) else "A pattern must be text."
        if problem:
            self._fault("pattern", problem, "pattern")
            return None
        return str(pattern)

    def format(self) -> str | None:
        """The format of a string or a date, as written."""
        value = self._options.get("format")
        if value is None:
            return None
        if self._kind in ISO:
            try:
                date_format(self._kind, str(value))
            except DateFormatError as error:
                self._fault("format", str(error), "format")
        return str(value)


def _is_iso(kind: str, text: str) -> bool:
    """Whether ``text`` is a real date, time or timestamp; a date stands for its first moment."""
    shapes = [ISO[kind].shape, *([ISO["date"].shape] if kind == "timestamp" else [])]
    if not any(re.fullmatch(shape, text) for shape in shapes):
        return False
    try:
        read_iso(kind, text)
    except ValueError:
        return False
    return True


def _room(kind: str, low: Bound, high: Bound) -> bool:
    """Whether a value of ``kind`` can lie between two limits; where only one has a zone, who knows."""
    least, most = limit(kind, low.value), limit(kind, high.value)
    if kind in ("integer", "date"):  # they go up in whole steps
        first = math.floor(least) + 1 if low.exclusive else math.ceil(least)
        last = math.ceil(most) - 1 if high.exclusive else math.floor(most)
        return bool(first <= last)
    try:
        return bool(least < most) or bool(least == most and not (low.exclusive or high.exclusive))
    except TypeError:
        return True


def limit(kind: str, text: str) -> Any:
    """A limit as something that can be compared: days as their number."""
    if kind in ("integer", "number"):
        return Decimal(text)
    moment = read_iso(kind, text)
    return moment.toordinal() if kind == "date" and isinstance(moment, date) else moment
