"""``spans.csv``: where in the cells of a made-up file something points to a person, and what it is.

One row a stretch of text. ``row`` is the data record, the first is 1; ``start`` and ``end`` count
Unicode characters as Python does, ``end`` is the first one after. The text itself is not repeated.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any

from cfgovern.evidence.truthfile import Reading, headings, is_path, is_place, written
from cfgovern.yamlfile import did_you_mean

__all__ = ["ENTITIES", "ENTITY_OF", "SPANS", "Span", "is_spans", "read_spans", "spans_csv"]

SPANS = "spans.csv"
_OFFSET = re.compile("0|[1-9][0-9]{0,8}")

ENTITY_OF: Mapping[str, str] = MappingProxyType(
    {
        "nhs_number": "UK_NHS",
        "nino": "UK_NINO",
        "pnc_id": "UK_PNC_ID",
        "cro": "UK_CRO",
        "crn": "UK_CRN",
        "prison_number": "UK_PRISON_NUMBER",
        "postcode": "UK_POSTCODE",
        "uprn": "UK_UPRN",
        "phone": "PHONE_NUMBER",
        "email": "EMAIL_ADDRESS",
    }
)
"""Name of the entity of each identifier that has a form; Presidio's name where it has one."""

ENTITIES = (
    *ENTITY_OF.values(),
    *("PERSON", "DATE_OF_BIRTH", "UK_ADDRESS", "UK_ASN", "UK_BANK_ACCOUNT", "UK_BENEFIT_REFERENCE"),
    *("CASE_REFERENCE", "SOCIAL_HANDLE", "UK_VEHICLE_REGISTRATION", "UK_PASSPORT", "UK_DRIVING_LICENCE"),
    *("IP_ADDRESS", "MAC_ADDRESS", "URL", "IBAN_CODE", "CREDIT_CARD"),
)
"""Every entity that the truth may name."""


@dataclass(frozen=True, slots=True)
class Span:
    """One stretch of one cell, and the entity it is."""

    file: str
    table: str
    row: int
    column: str
    start: int
    end: int
    entity: str


def spans_csv(spans: Iterable[Span]) -> bytes:
    """The spans as ``spans.csv``: UTF-8, line feeds, RFC 4180."""
    return written(Span, spans)


def read_spans(path: Path) -> tuple[Span, ...]:
    """The spans in the file at ``path``.

    Raises OperatorFileError with every fault and its line, as :func:`cfgovern.evidence.truth.read_faults`.
    """
    reading = Reading(path)
    lines = [_span(reading, line, cells) for line, cells in reading.lines(Span)]
    reading.at_an_end(count=len(lines))
    return tuple(line for line in lines if line is not None)


def is_spans(path: Path) -> bool:
    """Whether the headings of the file at ``path`` are those of ``spans.csv``."""
    try:
        with path.open("rb") as stream:
            start = stream.readline(1000)
    except OSError:
        return False
    return start.decode("utf-8-sig", "replace").strip() == ",".join(headings(Span))


def _span(reading: Reading, line: int, cells: dict[str, str]) -> Span | None:
    whole = [name for name in ("start", "end") if _OFFSET.fullmatch(cells[name])]
    judged = (
        ("file", "must say which file, by its path from here", is_path(cells["file"])),
        ("table", "must not be empty", bool(cells["table"])),
        ("row", "must be a whole number from 1", is_place(cells["row"])),
        ("column", "must not be empty", bool(cells["column"])),
        ("start", "must be a whole number from 0", "start" in whole),
        ("end", "must be a whole number from 0", "end" in whole),
        ("end", "must be after start", len(whole) < 2 or int(cells["start"]) < int(cells["end"])),
    )
    right = reading.right(line, judged)
    if cells["entity"] not in ENTITIES:
        meant = did_you_mean(cells["entity"], ENTITIES)
        reading.fault("value", f"entity must be one that is known.{meant}", line)
    elif right:
        return _made(cells)
    return None


def _made(cells: dict[str, str]) -> Span:
    given: dict[str, Any] = {**cells, **{name: int(cells[name]) for name in ("row", "start", "end")}}
    return Span(**given)
