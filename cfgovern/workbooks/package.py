"""A workbook as the bytes of its zip: made in memory, with no time of day in it.

Left alone, openpyxl writes each sheet to a temporary file first, where what stands in cells must
never be, and puts the present time into the zip and into the document properties.
"""

from __future__ import annotations

from datetime import datetime
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from openpyxl import Workbook
from openpyxl.worksheet._writer import WorksheetWriter
from openpyxl.writer.excel import ExcelWriter

__all__ = ["packed"]

_ALWAYS = datetime(2026, 1, 1)  # noqa: DTZ001  (document properties have no zone)


def packed(book: Workbook) -> bytes:
    """``book`` as .xlsx: the same bytes for the same content."""
    book.properties.created = book.properties.modified = _ALWAYS
    written = BytesIO()
    with _Timeless(written, "w", ZIP_DEFLATED) as archive:
        _InMemory(book, archive).write_data()
    return written.getvalue()


class _Timeless(ZipFile):
    """A zip whose entries carry neither the present time nor the system they were made on."""

    def writestr(self, zinfo_or_arcname: Any, data: Any, *_: Any, **__: Any) -> None:
        """Add an entry by its name."""
        entry = ZipInfo(zinfo_or_arcname, _ALWAYS.timetuple()[:6])
        entry.compress_type = ZIP_DEFLATED
        entry.create_system = 0
        super().writestr(entry, data)


class _InMemory(ExcelWriter):
    """openpyxl's writer without its temporary files."""

    def __init__(self, book: Workbook, archive: ZipFile) -> None:
        super().__init__(book, archive)
        self.archive = archive

    def write_worksheet(self, ws: Any) -> None:
        """Add one sheet."""
        sheet = BytesIO()
        writer: Any = WorksheetWriter(ws, sheet)
        writer.write()
        ws._rels = writer._rels
        self.archive.writestr(ws.path[1:], sheet.getvalue())
        self.manifest.append(ws)
