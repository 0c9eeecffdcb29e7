"""A workbook that somebody sent, with its values and its looks, and nothing in it that could act.

Runs in the limited child process only: its bytes are not to be trusted. openpyxl would bring along formulas
of formats, links, pictures, tables and more; here none of that is even opened. What is left behind is told.
"""

from __future__ import annotations

from math import isfinite
from pathlib import Path
from typing import Any
from warnings import catch_warnings, simplefilter

from openpyxl.packaging.relationship import RelationshipList, get_dependents, get_rels_path
from openpyxl.reader.excel import ExcelReader
from openpyxl.workbook.defined_name import DefinedNameDict
from openpyxl.worksheet._reader import WorksheetReader
from openpyxl.worksheet.cell_range import CellRange, MultiCellRange

__all__ = ["as_read"]

_ERRORS = ("#VALUE!", "#N/A", "#REF!", "#NAME?", "#NUM!", "#NULL!", "#DIV/0!")
_LOOKS = ("print_options", "page_margins", "page_setup", "views", "sheet_format")
# What a sheet may have that is left behind: by the element of it, and by the kind of what it leads to.
_OF_SHEET = {
    "formatting": "conditional formatting",
    "hyperlinks": "links",
    "data_validations": "drop-down lists and rules for cells",
    "auto_filter": "filters",
    "protection": "protection",
    "scenarios": "scenarios",
    "HeaderFooter": "headers and footers of pages",
}
_OF_PARTS = {
    "comments": "comments",
    "threadedComment": "comments",
    "drawing": "pictures, charts and text boxes",
    "vmlDrawing": "comments",
    "table": "tables with filters and totals",
    "pivotTable": "pivot tables",
    "oleObject": "files of other programs",
    "control": "buttons",
}


def as_read(path: Path) -> tuple[Any, list[str]]:
    """The workbook at ``path`` as one of openpyxl, and in words what of it was left behind.

    Values are as they were saved, of formulas their results; numbers stay as they were written, dates among
    them. Raises whatever openpyxl does where it cannot read the workbook.
    """
    with path.open("rb") as stream, catch_warnings():  # openpyxl would judge the name of a file
        simplefilter("ignore")
        reader = _Plain(stream, data_only=True, keep_links=False)
        reader.read()
    return reader.wb, sorted(reader.left)


class _Plain(ExcelReader):
    """openpyxl's reader without what a copy is not to have."""

    left: set[str]

    def read_workbook(self) -> None:
        """Sheets and their order. No names, no links to other workbooks."""
        super().read_workbook()
        self.left = set()
        parser: Any = self.parser
        if len(parser.defined_names):
            self.left.add("names for cells")
        parser.assign_names = lambda: None
        self.wb.defined_names = DefinedNameDict()
        self.wb.security = None

    def read_properties(self) -> None:
        """Those of the document name people."""

    def read_custom(self) -> None:
        """As :meth:`read_properties`."""

    def read_worksheets(self) -> None:
        """The cells and the looks of each sheet."""
        # With no format known for one of dates, numbers stay numbers: their cells keep their format.
        book: Any = self.wb
        book._date_formats, book._timedelta_formats = set(), set()
        for sheet, relation in self.parser.find_sheets():
            if "chartsheet" in relation.Type:
                self.left.add("pages that are charts")
                continue
            page = self.wb.create_sheet(sheet.name)
            with self.archive.open(relation.target) as stream:
                reader = WorksheetReader(page, stream, self.shared_strings, True, False)
                reader.bind_cells()
            reader.bind_col_dimensions()
            reader.bind_row_dimensions()
            self._look(page, reader.parser)
            self._leave(relation.target, reader.parser)
            page.sheet_state = sheet.state
            for cell in page._cells.values():
                _still(cell)

    def _look(self, page: Any, parser: Any) -> None:
        for name in _LOOKS:
            if getattr(parser, name, None) is not None:
                setattr(page, name, getattr(parser, name))
        page.page_setup.id = None  # of settings for one printer
        kept = getattr(parser, "sheet_properties", None)
        if kept is not None:
            page.sheet_properties.tabColor = kept.tabColor
            page.sheet_properties.outlinePr = kept.outlinePr
        if parser.merged_cells:  # what stands beneath stays, as it does in the workbook
            page.merged_cells = MultiCellRange([CellRange(one.ref) for one in parser.merged_cells.mergeCell])

    def _leave(self, part: str, parser: Any) -> None:
        for name, words in _OF_SHEET.items():
            found = getattr(parser, name, None)
            found = getattr(found, "hyperlink", found)
            if found is not None and (not hasattr(found, "__len__") or len(found)):
                self.left.add(words)
        rels = RelationshipList()
        place: str = get_rels_path(part)  # type: ignore[no-untyped-call]
        if place in self.valid_files:
            rels = get_dependents(self.archive, place)
        kinds = {relation.Type.rpartition("/")[2] for relation in rels}
        self.left |= {_OF_PARTS[kind] for kind in kinds if kind in _OF_PARTS}


def _still(cell: Any) -> None:
    """Make sure that the cell holds a value and nothing that acts, whatever it says of itself."""
    value, kind = cell._value, cell.data_type
    if kind == "n" and isinstance(value, float) and isfinite(value):
        cell._value = repr(value)  # openpyxl would write sixteen figures, and a number may have seventeen
        return
    if value is None or (kind == "n" and isinstance(value, int)):
        return
    if kind == "b" and isinstance(value, bool):
        return
    if kind == "e" and value in _ERRORS:
        return
    cell._value, cell.data_type = value if isinstance(value, str) else str(value), "s"
