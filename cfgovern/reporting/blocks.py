"""A text as a block of X: how long it is, and where in it something was found. None of its words."""

from __future__ import annotations

from cfgovern.findings import Finding
from cfgovern.reporting.markup import Child, el

__all__ = ["block"]

_MOST = 480
"""Marks of a block: in a longer text each stands for several characters."""


def block(finding: Finding) -> Child:
    """The text of ``finding`` as a block with the found stretch marked; nothing for a whole cell."""
    size, start, end = finding.size, finding.start, finding.end
    if size is None or start is None or end is None or (start == 0 and end >= size):
        return ""
    each = -(-size // _MOST)
    first, last, whole = start // each, max(-(-end // each), start // each + 1), -(-size // each)
    told = f"characters {start + 1:,} to {end:,} of {size:,}"
    return el(
        "code",
        "X" * first,
        el("mark", "X" * (last - first)),
        "X" * max(whole - last, 0),
        class_="text-block",
        role="img",
        aria_label=told,
    )
