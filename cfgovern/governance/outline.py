"""What stands in a document, in which order, and how its tables look: read from ``dpia_templates/``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from cfgovern import content, yamlfile
from cfgovern.errors import Fault, OperatorFileError

__all__ = ["KINDS", "Block", "Column", "Outline", "Section", "TableSpec", "load_outline", "load_tables"]

KINDS = ("dpia", "dsa")
"""The documents that can be drafted."""
_WHOLE = 100


@dataclass(frozen=True, slots=True)
class Block:
    """One thing in a section. ``kind``: question, clause, table, picture, lights or schedules."""

    kind: str
    name: str


@dataclass(frozen=True, slots=True)
class Section:
    """A heading (``level`` 1 or 2) and what stands under it; of a ``module`` only where that applies."""

    heading: str
    level: int
    module: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Outline:
    """One document."""

    kind: str
    title: str
    sections: tuple[Section, ...]

    def named(self, kind: str) -> tuple[str, ...]:
        """The names of all blocks of one kind, in order, each once."""
        found = [block.name for one in self.sections for block in one.blocks if block.kind == kind]
        return tuple(dict.fromkeys(found))


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table: heading, key of a row, width in hundredths of the table."""

    head: str
    key: str
    width: int


@dataclass(frozen=True, slots=True)
class TableSpec:
    """One table. ``empty`` is said where it has no row."""

    name: str
    caption: str
    empty: str
    columns: tuple[Column, ...]


def load_outline(kind: str) -> Outline:
    """The outline of the pack for one of :data:`KINDS`.

    Raises OperatorFileError with every fault and its line and column.
    """
    document = yamlfile.load(content.file("dpia_templates", f"{kind}.outline.yaml"))
    said = yamlfile.check(document, "outline")
    sections = tuple(
        Section(
            one["heading"],
            one["level"],
            one["module"],
            tuple(Block(*next(iter(block.items()))) for block in one["blocks"]),
        )
        for one in said["sections"]
    )
    return Outline(said["kind"], said["title"], sections)


def load_tables() -> dict[str, TableSpec]:
    """The tables of the pack by name. Raises OperatorFileError as :func:`load_outline`."""
    document = yamlfile.load(content.file("dpia_templates", "tables.yaml"))
    said = yamlfile.check(document, "document-tables")
    tables = {
        name: TableSpec(name, one["caption"], one["empty"], tuple(Column(**each) for each in one["columns"]))
        for name, one in said["tables"].items()
    }
    if faults := list(_faults(document, tables)):
        raise OperatorFileError(
            "tables.refused", "The tables of the documents cannot be used as they are.", faults
        )
    return tables


def _faults(document: yamlfile.Document, tables: Mapping[str, TableSpec]) -> Iterator[Fault]:
    for name, spec in tables.items():
        if sum(column.width for column in spec.columns) != _WHOLE:
            message = "The widths of these columns do not add up to 100."
            yield document.fault("tables.widths", message, ("tables", name, "columns"))
        keys = [column.key for column in spec.columns]
        if len(set(keys)) < len(keys):
            message = "Two columns of this table have the same key."
            yield document.fault("tables.twice", message, ("tables", name, "columns"))
