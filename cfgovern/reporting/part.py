"""The one shape of what a report tells beside its findings."""

from __future__ import annotations

from dataclasses import dataclass

from cfgovern.reporting.markup import Html

__all__ = ["Part"]


@dataclass(frozen=True, slots=True)
class Part:
    """A heading, a table (``rows`` of ``heads``, which may be empty) and ``sentences`` below it.

    ``id``: a name for links; ``caption`` tells the table to those who cannot see it. ``picture``: for faces
    that can show one.
    """

    id: str
    title: str
    sentences: tuple[str, ...]
    heads: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    caption: str = ""
    picture: Html | None = None
