"""What the engine is asked to do: plain values, so that a plan can cross to another process.

A plan knows the contract, not the submission: the engine drops by itself what cannot run because
a table or a column is not there, and says so.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from cfgovern.tables import RECORD_CHARS, Lines

__all__ = ["BoundTable", "Check", "Plan", "PlanColumn", "PlanTable"]

_EMPTY: Mapping[str, Any] = MappingProxyType({})
_NO_CODES: Mapping[int, Mapping[str, str]] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Check:
    """One check. ``kind`` names how it is judged, ``params`` holds what that kind needs.

    Kinds of the cell gate stand in ``engine.cells``; ``unique``, ``foreign_key``, ``metric``,
    ``sql``, ``rule`` and ``json_schema`` are later gates. ``number`` is the place in ``Plan.checks``.
    """

    number: int
    rule: str
    kind: str
    severity: str
    table: str
    column: str | None = None
    params: Mapping[str, Any] = field(default_factory=lambda: _EMPTY)


@dataclass(frozen=True, slots=True)
class PlanColumn:
    """One contract column as the engine sees it. ``missing`` maps a state to its code.

    ``strptime`` is None where a cast reads the text as it stands.
    """

    name: str
    type: str
    concept: str
    shape: str | None = None
    strptime: str | None = None
    missing: Mapping[str, str] = field(default_factory=lambda: _EMPTY)


@dataclass(frozen=True, slots=True)
class PlanTable:
    """One contract table. ``key`` names the columns whose values may stand beside a finding."""

    name: str
    concept: str
    columns: tuple[PlanColumn, ...]
    key: tuple[str, ...] = ()
    origin: str | None = None

    def column(self, name: str) -> PlanColumn:
        """The column of that name. Raises KeyError."""
        for column in self.columns:
            if column.name == name:
                return column
        raise KeyError(name)


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything to check. ``parameters`` holds as_of, period_start and period_end (ISO or None)."""

    tables: tuple[PlanTable, ...]
    checks: tuple[Check, ...]
    parameters: Mapping[str, str | None]
    listed: int = 10_000

    def as_json(self) -> dict[str, Any]:
        """The plan as JSON values."""
        return {
            "tables": [_told(table) | {"columns": list(map(_told, table.columns))} for table in self.tables],
            "checks": list(map(_told, self.checks)),
            "parameters": dict(self.parameters),
            "listed": self.listed,
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Plan:
        """The plan that :meth:`as_json` wrote."""
        return cls(
            tables=tuple(
                PlanTable(
                    name=table["name"],
                    concept=table["concept"],
                    columns=tuple(PlanColumn(**column) for column in table["columns"]),
                    key=tuple(table["key"]),
                    origin=table["origin"],
                )
                for table in data["tables"]
            ),
            checks=tuple(Check(**check) for check in data["checks"]),
            parameters=data["parameters"],
            listed=data["listed"],
        )


@dataclass(frozen=True, slots=True)
class BoundTable:
    """A submitted table laid against the contract.

    ``path``, ``lines``, ``stamp`` and ``typed`` are those of a ``SourceTable`` of ``width`` columns;
    ``columns`` maps a contract column to its place among them (from 0). ``spaced`` is False where no cell
    has white space around it, ``odd`` where none has odd characters in it, ``broken`` where none has a line
    break, so that nobody need look for any. No record has more than ``longest`` characters. ``rows``: how
    many there are. It must be right for a table as sent; of another it is only told while they are judged,
    and ``kept`` is how many of them are in its file (None: nobody has counted). ``codes``: of a column, by
    its place, what is read in place of a text, white space around it out of account.
    """

    name: str
    path: str
    width: int
    columns: Mapping[str, int]
    spaced: bool = True
    odd: bool = True
    broken: bool = True
    longest: int = RECORD_CHARS
    rows: int = 0
    lines: Lines | None = None
    stamp: tuple[int, int] | None = None
    kept: int | None = None
    typed: tuple[tuple[str, str], ...] = ()
    codes: Mapping[int, Mapping[str, str]] = field(default_factory=lambda: _NO_CODES)

    def handed_on(self, path: str) -> dict[str, Any]:
        """The table as JSON values, once :mod:`cfgovern.engine.handover` has written it to ``path``."""
        lines = [list(self.lines.rows), list(self.lines.shifts)] if self.lines else None
        return {
            "name": self.name, "path": path, "width": self.width, "columns": dict(self.columns),
            "spaced": self.spaced, "odd": self.odd, "broken": self.broken, "longest": self.longest,
            "rows": self.rows, "kept": self.kept, "lines": lines,
        }  # fmt: skip

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> BoundTable:
        """The table that :meth:`handed_on` told of."""
        return cls(**{**data, "lines": Lines(*data["lines"]) if data["lines"] else None})


def _told(value: Check | PlanColumn | PlanTable) -> dict[str, Any]:
    """The fields of ``value`` by name, with a mapping as JSON has it."""
    found = ((name, getattr(value, name)) for name in value.__slots__)
    return {name: dict(told) if isinstance(told, Mapping) else told for name, told in found}
