"""The file of pairs for people to judge: a table for a spreadsheet, and nobody else's business."""

from __future__ import annotations

from pathlib import Path

from cfgovern.csvtext import csv_bytes
from cfgovern.errors import UsageError
from cfgovern.evidence.links import Linkage
from cfgovern.reporting.linksample import sample_notes, sample_table

__all__ = ["must_be_a_table", "sample_bytes"]

_WORKBOOK, _TEXT = ".xlsx", ".csv"


def must_be_a_table(path: Path) -> None:
    """Raise UsageError ``link.sample_name`` for a name that is neither .csv nor .xlsx."""
    if path.suffix.lower() not in (_WORKBOOK, _TEXT):
        raise UsageError(
            "link.sample_name",
            "The sample is a table for a spreadsheet.",
            where=str(path),
            fix="Give --sample a name that ends in .csv or .xlsx.",
        )


def sample_bytes(told: Linkage, path: Path) -> bytes:
    """The sample in the form that the name of ``path`` asks for."""
    headings, rows = sample_table(told)
    if path.suffix.lower() == _TEXT:
        return csv_bytes(headings, rows)
    from cfgovern.workbooks.write import Sheet, workbook_bytes

    sheet = Sheet("pairs", headings, rows, banner=[*sample_notes(told), ""])
    return workbook_bytes([sheet], title="Pairs to judge")
