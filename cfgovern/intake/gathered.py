"""What was read of one submission, as plain values."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from cfgovern.tables import SourceTable

__all__ = ["Extra", "Intake", "Misfits", "Notice"]


@dataclass(frozen=True, slots=True)
class Notice:
    """Something worth knowing about how the submission was read; ``text`` is safe to show."""

    code: str
    text: str


@dataclass(frozen=True, slots=True)
class Extra:
    """A sheet or file that belongs to no table. ``label`` is safe to show.

    ``front``: the front sheet of a made-up workbook, word for word.
    """

    label: str
    hidden: bool = False
    front: bool = False


@dataclass(frozen=True, slots=True)
class Misfits:
    """Values of one table that JSON Schema does not allow: ``path`` is a CSV of record and column from 0.

    ``columns`` are those that have any.
    """

    path: str
    columns: tuple[int, ...]


@dataclass(slots=True)
class Intake:
    """What was read. ``name`` is safe to show; ``digest`` is ``sha256:`` and hex figures.

    ``single``: one table was given or asked for, and the others are not missed. ``parts``: what else a
    workbook carries, in words; ``properties``: what those of the document tell, in words. ``misfits`` goes by
    table.
    """

    name: str
    digest: str
    single: bool = False
    parts: Sequence[str] = ()
    properties: Sequence[str] = ()
    tables: list[SourceTable] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)
    extras: list[Extra] = field(default_factory=list)
    misfits: dict[str, Misfits] = field(default_factory=dict)
