"""Made-up rows as text: what the parts of a cohort hand on to each other."""

from __future__ import annotations

__all__ = ["Key", "Rows"]

Rows = dict[str, list[dict[str, str]]]
"""The rows (column -> text, in contract order) of each table, by its name, in the order of the contract."""
Key = tuple[str, ...]
"""What stands in some columns of a row, mostly in its primary key."""
