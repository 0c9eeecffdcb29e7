"""A workbook to be filled in: headings with guidance, drop-downs, cells that say what they take."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from cfgovern import frontsheet
from cfgovern.tables import column_letters
from cfgovern.workbooks.write import Value, put

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

__all__ = ["CodeTable", "FormColumn", "FormSheet", "Kind", "Rule", "form_bytes"]

Kind = Literal["any", "list", "whole", "decimal", "date", "time", "custom"]
TITLE_CHARS, WORDS_CHARS, FORMULA_CHARS = 32, 255, 255  # as many as Excel takes in a rule
_LAST_ROW = 1_048_576
_A4 = 9
_TEXT = "@"
_NARROWEST, _WIDEST, _PAGE = 12, 40, 70  # characters; a line of a page has room for a fifth more letters
_FACE = "Calibri"
_LINE, _BESIDE = 16, 52  # of a comment: points a line, characters in a line
_HEAD, _CALM = "FF1F3A5F", "FFE8EEF5"


@dataclass(frozen=True, slots=True)
class Rule:
    """What the cells of a column take. ``low`` and ``high``: formulas, one of them may be None.

    ``formula`` of the kind ``custom`` has ``{cell}`` in it for the first cell. ``codes`` is the name of
    the :class:`CodeTable` of the kind ``list``. ``words`` are shown beside a cell that is chosen, under
    ``title``; ``fault`` when something else is typed.
    """

    kind: Kind
    title: str
    words: str
    fault: str = ""
    low: str | None = None
    high: str | None = None
    formula: str = ""
    codes: str = ""


@dataclass(frozen=True, slots=True)
class FormColumn:
    """One column: its heading, the guidance as a comment on it, the number format of its cells."""

    heading: str
    guidance: str
    number_format: str = _TEXT
    rule: Rule | None = None


@dataclass(frozen=True, slots=True)
class FormSheet:
    """One sheet to be filled in."""

    name: str
    columns: Sequence[FormColumn]


@dataclass(frozen=True, slots=True)
class CodeTable:
    """A list of codes, each with what it means."""

    name: str
    entries: Sequence[tuple[Value, str]]


def form_bytes(
    about: Sequence[str], sheets: Sequence[FormSheet], lists: Sequence[CodeTable], *, title: str
) -> bytes:
    """The workbook: the lines ``about`` it, ``sheets``, and the ``lists`` that they use.

    The same arguments give the same bytes. It holds no macro, and no name of a person.
    """
    from openpyxl import Workbook

    from cfgovern.workbooks.package import packed

    book = Workbook()
    book.remove(book.worksheets[0])
    _tell(book.create_sheet(frontsheet.ABOUT), about)
    places = _places(lists)
    for sheet in sheets:
        _lay_out(book.create_sheet(sheet.name), sheet, places)
    if lists:
        _list(book.create_sheet(frontsheet.LISTS), lists)
    book.properties.creator = "cfgovern"
    book.properties.title = title or None
    return packed(book)


def _tell(page: Worksheet, about: Sequence[str]) -> None:
    """The front sheet: one line a row, an empty one between two paragraphs."""
    from openpyxl.styles import Alignment, Font

    page.column_dimensions["A"].width = _PAGE
    for number, line in enumerate(about, start=1):
        if not line:
            continue
        cell: Any = page.cell(number, 1)
        put(cell, line)
        cell.alignment = Alignment(wrap_text=True, vertical="top")
        page.row_dimensions[number].height = _LINE * (1 + len(line) // (_PAGE * 6 // 5))
        if number == 1 or not about[number - 2]:
            cell.font = Font(name=_FACE, bold=True, size=14 if number == 1 else 11, color=_HEAD)
    page.row_dimensions[1].height = 1.5 * _LINE * (1 + len(about[0]) // (_PAGE // 2))
    page.page_setup.paperSize = _A4


def _places(lists: Sequence[CodeTable]) -> Mapping[str, str]:
    """Where the codes of each list stand, as a formula says it."""
    return {
        each.name: f"'{frontsheet.LISTS}'!${letters}$2:${letters}${len(each.entries) + 1}"
        for number, each in enumerate(lists)
        for letters in (column_letters(2 * number),)
    }


def _list(page: Worksheet, lists: Sequence[CodeTable]) -> None:
    for number, each in enumerate(lists):
        for place, heading in enumerate((each.name, frontsheet.MEANING), start=2 * number + 1):
            _head(page, place, heading)
            told = [heading, *(str(entry[place % 2 == 0]) for entry in each.entries)]
            width = min(max(map(len, told)) + 2, 2 * _WIDEST)
            page.column_dimensions[column_letters(place - 1)].width = max(width, _NARROWEST)
        for row, entry in enumerate(each.entries, start=2):
            for place, value in enumerate(entry, start=2 * number + 1):
                if value != "":
                    put(page.cell(row, place), value)
                    page.cell(row, place).number_format = _TEXT if isinstance(value, str) else "General"
    _to_print(page)


def _lay_out(page: Worksheet, sheet: FormSheet, places: Mapping[str, str]) -> None:
    from openpyxl.comments import Comment

    for place, column in enumerate(sheet.columns, start=1):
        _head(page, place, column.heading)
        lines = sum(1 + len(line) // _BESIDE for line in column.guidance.split("\n"))
        comment: Any = Comment(column.guidance, "cfgovern", height=_LINE * (lines + 2), width=340)
        page.cell(1, place).comment = comment
        letters = column_letters(place - 1)
        kept: Any = page.column_dimensions[letters]
        kept.width = min(max(len(column.heading) + 4, _NARROWEST), _WIDEST)
        kept.number_format = column.number_format
        if column.rule is not None:
            _bind(page, column.rule, letters, places)
    _to_print(page)


def _bind(page: Worksheet, rule: Rule, letters: str, places: Mapping[str, str]) -> None:
    """Hold the cells below a heading to ``rule``."""
    from openpyxl.worksheet.datavalidation import DataValidation

    given: dict[str, Any] = {"type": None if rule.kind == "any" else rule.kind}
    if rule.kind == "list":
        given["formula1"] = places[rule.codes]
    elif rule.kind == "custom":
        given["formula1"] = rule.formula.replace("{cell}", f"{letters}2")
    elif rule.kind != "any":
        given |= _between(rule)
    bound: Any = DataValidation(
        **given,
        allow_blank=True,
        showErrorMessage=rule.kind != "any",
        showInputMessage=True,
        errorStyle="stop",
        errorTitle="This does not fit",
        error=rule.fault[:WORDS_CHARS] or None,
        promptTitle=rule.title[:TITLE_CHARS],
        prompt=rule.words[:WORDS_CHARS],
    )
    bound.add(f"{letters}2:{letters}{_LAST_ROW}")
    page.add_data_validation(bound)


def _between(rule: Rule) -> dict[str, str | None]:
    if rule.high is None:
        return {"operator": "greaterThanOrEqual", "formula1": rule.low}
    if rule.low is None:
        return {"operator": "lessThanOrEqual", "formula1": rule.high}
    return {"operator": "between", "formula1": rule.low, "formula2": rule.high}


def _head(page: Worksheet, place: int, heading: str) -> None:
    from openpyxl.styles import Alignment, Font, PatternFill

    cell: Any = page.cell(1, place)
    put(cell, heading)
    cell.number_format = _TEXT
    cell.font = Font(name=_FACE, bold=True, size=11, color=_HEAD)
    cell.fill = PatternFill("solid", fgColor=_CALM)
    cell.alignment = Alignment(vertical="top")


def _to_print(page: Any) -> None:
    """The headings stay in sight, and stand on every page."""
    page.freeze_panes = "A2"
    page.page_setup.orientation = "landscape"
    page.page_setup.paperSize = _A4
    page.print_title_rows = "1:1"
