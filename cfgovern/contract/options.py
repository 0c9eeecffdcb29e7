"""The ``logicalTypeOptions`` of one ODCS property: read, or refused with their place."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime, time
from typing import Any

from cfgovern.contract.dates import ISO, DateFormatError, date_format
from cfgovern.contract.model import Bound, NodePath
from cfgovern.contract.patterns import pattern_problem

__all__ = ["TypeOptions"]

Report = Callable[[str, str, NodePath], None]
_READ = {"date": date.fromisoformat, "timestamp": datetime.fromisoformat, "time": time.fromisoformat}


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

    def bound(self, plain: str, exclusive: str) -> Bound | None:
        """The limit that stands under ``plain`` or ``exclusive``.

        Exclusive limits are values since ODCS 3.1; earlier files wrote ``true`` beside the limit.
        """
        strict = self._options.get(exclusive)
        name = exclusive if strict is not None and not isinstance(strict, bool) else plain
        value = self._options.get(name)
        if value is None:
            return None
        if plain in self._options and name == exclusive:
            self._fault("bound_twice", f"Give {plain} or {exclusive}, not both.", exclusive)
        if self._kind in ("integer", "number"):
            if self.number(name) is None:
                return None
        elif self._kind not in _READ:
            self._fault("bound", f"{name} has no meaning for a {self._kind}.", name)
            return None
        elif not _is_iso(self._kind, str(value)):
            message = f"{name} must be a {self._kind} in ISO form, such as {ISO[self._kind].written}."
            self._fault("bound", message, name)
            return None
        return Bound(str(value), exclusive=name == exclusive or strict is True)

    def number(self, name: str) -> str | None:
        """A plain number as it is written."""
        value = self._options.get(name)
        if value is None:
            return None
        if isinstance(value, bool) or not re.fullmatch(r"-?[0-9]+(\.[0-9]+)?", str(value)):
            self._fault("number", f"{name} must be a plain number.", name)
            return None
        return str(value)

    def length(self, name: str) -> int | None:
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
        _READ[kind](text)
    except ValueError:
        return False
    return True
