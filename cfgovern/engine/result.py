"""What a run of the engine found: plain values, so that a result can cross to another process."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

__all__ = ["Hit", "Result"]


@dataclass(frozen=True, slots=True)
class Hit:
    """One failing place. ``column`` is set where the rule names another than its check's."""

    row: int
    line: int | None
    key: dict[str, str]
    column: str | None = None


@dataclass(slots=True)
class Result:
    """What a run found. ``hits`` and ``counts`` go by the number of the check.

    ``measured`` holds, for a check of a whole column, (number found, rows looked at); 0 rows for what
    is no part of rows.
    ``left_out`` counts rows that a check could not judge; ``absent`` says why a check did not run.
    """

    hits: dict[int, list[Hit]] = field(default_factory=dict)
    counts: dict[int, int] = field(default_factory=dict)
    measured: dict[int, tuple[float, int]] = field(default_factory=dict)
    left_out: dict[int, int] = field(default_factory=dict)
    absent: dict[int, str] = field(default_factory=dict)
    rejected: dict[str, int] = field(default_factory=dict)
    origins: dict[str, dict[str, int]] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """The result as JSON values."""
        return {
            "hits": {n: [[h.row, h.line, h.key, h.column] for h in found] for n, found in self.hits.items()},
            "counts": self.counts,
            "measured": self.measured,
            "left_out": self.left_out,
            "absent": self.absent,
            "rejected": self.rejected,
            "origins": self.origins,
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Result:
        """The result that :meth:`as_json` wrote."""
        return cls(
            hits={int(n): [Hit(*item) for item in found] for n, found in data["hits"].items()},
            counts={int(n): count for n, count in data["counts"].items()},
            measured={int(n): (pair[0], pair[1]) for n, pair in data["measured"].items()},
            left_out={int(n): count for n, count in data["left_out"].items()},
            absent={int(n): why for n, why in data["absent"].items()},
            rejected=dict(data["rejected"]),
            origins={table: dict(found) for table, found in data["origins"].items()},
        )
