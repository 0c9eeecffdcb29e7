"""How far a run has come: what is told while it lasts, to whoever asked to be told."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

__all__ = ["UNITS", "Counted", "Progress", "Told"]

UNITS = ("bytes", "rows", "checks", "people", "columns")  # what is counted


@dataclass(frozen=True, slots=True)
class Progress:
    """``stage``: making, reading, checking or looking. ``done`` of ``of`` are counted in ``unit``, one of
    :data:`UNITS`; ``of`` is 0 where nothing is counted (yet).

    It holds no word of the data, and no name.
    """

    stage: str
    done: int = 0
    of: int = 0
    unit: str = ""


Told = Callable[[Progress], None]
Counted = Callable[[int, int, str], None]  # done, of, unit: how far the present stage has come
