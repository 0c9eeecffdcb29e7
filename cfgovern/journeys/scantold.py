"""What the child of a scan tells of its finds: each kind once, and of each find its place and few words more.

Both are plain arrays in JSON, so that tens of thousands of finds are a short answer.
"""

from __future__ import annotations

from typing import NamedTuple

from cfgovern.findings import Severity

__all__ = ["Find", "Kind"]


class Kind(NamedTuple):
    """What finds of one kind have in common.

    ``table``: empty where they stand in none. ``sheet``: by the name that may be shown. ``aside``: what they
    stand in beside the cells, or None.
    """

    rule: str
    table: str
    column: str
    sheet: str | None
    aside: str | None
    entity: str
    severity: Severity
    because: str


class Find(NamedTuple):
    """One find, before which the answer has its row, line, cell and record key.

    ``kind``: the number of its kind, from 0. ``start`` and ``end`` are places in a text of ``size``
    characters, ``person`` the row of whom it points to, in the caseload list where ``listed``; ``listing`` is
    which of several tables that is, else empty. ``mark`` and ``settled`` are those of a review; ``shape`` is
    asked for or None.
    """

    kind: int
    start: int
    end: int
    size: int
    person: int | None
    listed: bool
    mark: str | None
    settled: bool
    shape: str | None
    listing: str
