"""Free text about people who never existed, in the voice of keyworkers, with the truth beside it.

The spans are known from how a note is put together; nothing is searched for afterwards.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from cfgovern.cohort.draw import Draw
from cfgovern.cohort.notes.book import Book, load_book, shipped_book
from cfgovern.cohort.notes.cast import Cast
from cfgovern.cohort.notes.compose import Piece, compose
from cfgovern.contract.model import Contract
from cfgovern.csvtext import csv_bytes
from cfgovern.errors import UsageError
from cfgovern.evidence.spans import Span

__all__ = ["Book", "Notes", "identities", "load_book", "make_notes", "notes_csv"]

FILE, TABLE, COLUMN = "notes.csv", "notes", "note"
_HEADINGS = ("note_id", "participant_id", COLUMN, "record_origin")


@dataclass(frozen=True, slots=True)
class Notes:
    """``rows`` of the table, by column; ``spans``: where they point to somebody, in the order of the text."""

    rows: tuple[dict[str, str], ...]
    spans: tuple[Span, ...]


def make_notes(
    people: Sequence[Mapping[str, str]], *, notes: int, as_of: date, seed: int = 0, book: Book | None = None
) -> Notes:
    """``notes`` notes about ``people``, several about each, those of the first people.

    Each of ``people`` has ``participant_id`` and what its identifiers row says, by concept, with codes
    for a missing value left out (:func:`identities` does that); what is not there is made up. Without
    ``book`` the sentences are those of the pack in use.

    Raises UsageError ``synth.nobody`` without people, OperatorFileError for a file of sentences at fault.
    """
    if not people:
        raise UsageError("synth.nobody", "Notes are about people, and there are none.", fix="Ask for some.")
    book = book or shipped_book()
    cast = Cast(book, Draw(seed), people, as_of)
    spoken_of = min(len(people), -(-notes // book.notes_per_person))
    rows: list[dict[str, str]] = []
    spans: list[Span] = []
    for note in range(notes):
        pieces = compose(cast, note, note % spoken_of)
        text = "".join(piece.text for piece in pieces)
        person = people[note % spoken_of]["participant_id"]
        cells = (f"SYN-{note + 1:06}", person, text, "synthetic")
        rows.append(dict(zip(_HEADINGS, cells, strict=True)))
        spans += _spans(pieces, note + 1)
    return Notes(tuple(rows), tuple(spans))


def notes_csv(notes: Notes) -> bytes:
    """The rows as UTF-8 CSV, RFC 4180 quoting, lines ended by LF."""
    return csv_bytes(_HEADINGS, ([row[name] for name in _HEADINGS] for row in notes.rows))


def identities(contract: Contract, rows: Mapping[str, Sequence[Mapping[str, str]]]) -> list[dict[str, str]]:
    """What :func:`make_notes` is to know of each participant in ``rows`` (by table and column name).

    Whoever has no identifiers row, having not agreed to linking, is there by id alone.
    """
    known: dict[str, dict[str, str]] = {}
    for table in contract.tables:
        if table.concept in ("participants", "identifiers"):
            for row in rows.get(table.name, ()):
                said = {
                    column.concept: row[column.name]
                    for column in table.collected
                    if row[column.name] not in column.missing.values()
                }
                known.setdefault(said["participant_id"], {}).update(said)
    return list(known.values())


def _spans(pieces: Sequence[Piece], row: int) -> Iterator[Span]:
    at = 0
    for piece in pieces:
        if piece.entity:
            yield Span(FILE, TABLE, row, COLUMN, at, at + len(piece.text), piece.entity)
        at += len(piece.text)
