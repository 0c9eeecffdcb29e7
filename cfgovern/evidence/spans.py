"""``spans.csv``: where in the cells of a made-up file something points to a person, and what it is.

One row a stretch of text. ``row`` is the data record, the first is 1; ``start`` and ``end`` count
Unicode characters as Python does, ``end`` is the first one after. The text itself is not repeated.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping
from dataclasses import astuple, dataclass, fields
from pathlib import Path
from types import MappingProxyType

from cfgovern.errors import Fault, OperatorFileError
from cfgovern.yamlfile import did_you_mean

__all__ = ["ENTITIES", "ENTITY_OF", "Span", "read_spans", "spans_csv"]

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
    *("IP_ADDRESS", "URL", "IBAN_CODE", "CREDIT_CARD"),
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


_HEADINGS = tuple(field.name for field in fields(Span))


def spans_csv(spans: Iterable[Span]) -> bytes:
    """The spans as UTF-8 CSV, lines ended by LF."""
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(_HEADINGS)
    writer.writerows(astuple(span) for span in spans)
    return stream.getvalue().encode()


def read_spans(path: Path) -> tuple[Span, ...]:
    """The spans in the file at ``path``.

    Raises OperatorFileError ``spans.refused`` with every fault and its line.
    """
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except (OSError, UnicodeDecodeError):
        raise _refusal([_fault(path, 1, "The file cannot be read as UTF-8.")]) from None
    rows = csv.reader(io.StringIO(text, newline=""))
    if tuple(next(rows, ())) != _HEADINGS:
        raise _refusal([_fault(path, 1, f"The headings must be {','.join(_HEADINGS)}.")])
    spans, faults = [], []
    for cells in rows:
        made = _span(cells)
        if isinstance(made, Span):
            spans.append(made)
        else:
            faults.append(_fault(path, rows.line_num, made))
    if faults:
        raise _refusal(faults)
    return tuple(spans)


def _span(cells: list[str]) -> Span | str:
    """The span, or in words what is wrong with it."""
    if len(cells) != len(_HEADINGS):
        return f"There must be {len(_HEADINGS)} cells."
    file, table, row, column, start, end, entity = cells
    if not all(number.isascii() and number.isdigit() and len(number) < 10 for number in (row, start, end)):
        return "row, start and end must be whole numbers."
    if int(row) < 1 or int(start) >= int(end):
        return "row counts from 1, and end stands after start."
    if entity not in ENTITIES:
        return f"There is no entity of this name.{did_you_mean(entity, ENTITIES)}"
    return Span(file, table, int(row), column, int(start), int(end), entity)


def _fault(path: Path, line: int, message: str) -> Fault:
    return Fault("spans.row", message, path.name, line)


def _refusal(faults: list[Fault]) -> OperatorFileError:
    return OperatorFileError("spans.refused", "The file of spans cannot be used as it is.", faults)
