"""A workbook in which an area fills in what a contract asks for, and what a reader may know of it.

All that stands in it beside the records is said by the contract. So the words by which a reader knows its
front sheet, its lists and its guidance come from the contract too, and never from the workbook.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from cfgovern import frontsheet
from cfgovern.contract.model import MISSING_STATES, Code, Column, Contract, Table
from cfgovern.contracts import wording
from cfgovern.errors import UsageError

__all__ = ["known_words", "template"]

_SHEET_CHARS = 31
_NOT_IN_NAMES = re.compile(r"[\[\]:*?/\\\x00-\x1f]|^'|'$")
_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?")
_FIRST_DAY = date(1900, 3, 1)  # a spreadsheet counts a day too many before
_DAY_ONE = datetime(1899, 12, 30)  # noqa: DTZ001 - from which it counts
_MOST = "999999999999999"  # as many figures as a spreadsheet keeps
_FORMATS = {
    "integer": "0", "number": "General", "date": "yyyy-mm-dd", "timestamp": "yyyy-mm-dd hh:mm:ss",
    "time": "hh:mm:ss",
}  # fmt: skip
_TEXT = "@"


def template(contract: Contract, day: str) -> bytes:
    """The workbook, with the codes that may be used on ``day`` (ISO date).

    Raises UsageError ``template.sheet_name`` for a table after which no sheet can be named.
    """
    from cfgovern import workbooks

    for table in contract.tables:
        _must_name_a_sheet(table.name)
    lists = _lists(contract)
    current = {each.name: each.on(day) for each in lists.values()}
    sheets = [
        workbooks.FormSheet(
            table.name,
            [
                _form_column(column, lists.get((table.name, column.name)), current)
                for column in table.collected
            ],
        )
        for table in contract.tables
    ]
    filled = [workbooks.CodeTable(name, entries) for name, entries in current.items() if entries]
    about = [line.replace(frontsheet.DAY, day) for line in _about(contract)]
    return workbooks.form_bytes(about, sheets, filled, title=f"{contract.name}: template")


def known_words(contract: Contract) -> dict[str, Any]:
    """What may stand in a template beside records, as JSON values.

    ``about``: the lines of the front sheet, with :data:`cfgovern.frontsheet.DAY` for the day; ``lists``: the
    name of each list to every (code, meaning) that ever was in it; ``guidance``: the comments on headings.
    """
    lists = _lists(contract)
    return {
        "about": [line for line in _about(contract) if line],
        "lists": {each.name: [list(pair) for pair in each.ever()] for each in lists.values()},
        "guidance": sorted(
            {
                _guidance(column, coded=(table.name, column.name) in lists)
                for table in contract.tables
                for column in table.collected
            }
        ),
    }


def _must_name_a_sheet(name: str) -> None:
    ours = (frontsheet.ABOUT.casefold(), frontsheet.LISTS.casefold(), "history")
    if len(name) > _SHEET_CHARS or _NOT_IN_NAMES.search(name) or name.casefold() in ours:
        raise UsageError(
            "template.sheet_name",
            "A table of the contract has a name that no sheet of a workbook can have.",
            where=name,
            fix=f"A sheet has at most {_SHEET_CHARS} characters and none of []:*?/\\. Such a table can be "
            "sent as a CSV file.",
        )


def _about(contract: Contract) -> Iterator[str]:
    """The lines of the front sheet; an empty one comes before each heading."""
    yield f"{contract.name}: template"
    yield f"Contract {contract.id}, version {contract.version}."
    if contract.notice:
        yield " ".join(contract.notice.split())
    yield f"The lists hold the codes that may be used on {frontsheet.DAY}."
    yield ""
    yield "How to fill it in"
    yield "Each table has a sheet of its own. Write one record a row, below the headings."
    yield "Rest the pointer on a heading to read what belongs below it. Choose a cell to see what it takes."
    yield f"Where a cell has a list, choose from it. The sheet {frontsheet.LISTS} says what each code means."
    yield "Type dates as year-month-day, such as 2026-04-30. Cells of text keep the zeros they begin with."
    yield "Leave the headings, the names of the sheets and this sheet as they are."
    yield "If you have nothing for a table, leave its sheet empty."
    yield "Add no notes, comments or sheets of your own: they may hold a name, and the check stops there."
    yield ""
    yield "Where the data stay"
    yield "What you write stays in this file. It has no macro, and it sends nothing to anybody."
    yield "Keep it where your organisation keeps data about people."
    yield "Check it on your own computer before you send it: cfgovern validate, and the name of this file."


# -- lists ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _List:
    """The codes of one or several columns: those of a list, and the words for a missing answer."""

    name: str
    codes: tuple[Code, ...]
    missing: tuple[tuple[str, str], ...]
    whole: bool

    def on(self, day: str) -> list[tuple[str | int, str]]:
        """What may be chosen on ``day``, with its meaning."""
        now = dict.fromkeys((code.code, _meaning(code)) for code in self.codes if code.valid_on(day))
        typed = [(self._typed(code), meaning) for code, meaning in now]
        return [*typed, *self.missing] if typed else []

    def ever(self) -> list[tuple[str, str]]:
        """Every code that is or was in it, with its meaning."""
        return sorted({*((code.code, _meaning(code)) for code in self.codes), *self.missing})

    def _typed(self, code: str) -> str | int:
        return int(code) if self.whole and re.fullmatch("-?(0|[1-9][0-9]{0,14})", code) else code


def _meaning(code: Code) -> str:
    return " ".join(code.label.split())


def _lists(contract: Contract) -> Mapping[tuple[str, str], _List]:
    """The list of each column that has one, by its table and name. Columns with the same codes share it."""
    found: dict[tuple[str, str], _List] = {}
    named: dict[Any, _List] = {}
    for table in contract.tables:
        for column in table.collected:
            codes = _codes(contract, column)
            if codes:
                missing = tuple(_missing(column))
                whole = column.type == "integer"
                name = _list_name(table, column)
                same = (column.code_list or codes, missing, whole)
                found[table.name, column.name] = named.setdefault(same, _List(name, codes, missing, whole))
    return found


def _codes(contract: Contract, column: Column) -> tuple[Code, ...]:
    if column.code_list:
        return contract.code_lists[column.code_list].codes
    if column.enum:
        return tuple(Code(value, label) for value, label in column.enum)
    return (Code("true", "Yes"), Code("false", "No")) if column.type == "boolean" else ()


def _list_name(table: Table, column: Column) -> str:
    if not column.code_list:
        return f"{table.name}.{column.name}"
    more = [*column.missing.values(), *(["whole numbers"] if column.type == "integer" else [])]
    return f"{column.code_list}, or {', '.join(more)}" if more else column.code_list


def _missing(column: Column) -> Iterator[tuple[str, str]]:
    for state in MISSING_STATES:
        if state in column.missing:
            yield column.missing[state], wording.MISSING[state]


# -- columns -------------------------------------------------------------------------------------


def _guidance(column: Column, *, coded: bool) -> str:
    """The comment on the heading of ``column``: it says nothing that changes from day to day."""
    lines = [column.label] if column.label != column.name else []
    lines += [" ".join(column.description.split())] if column.description else []
    lines += _sentences(column, coded=coded)
    if column.examples and not coded:
        lines.append(f"For example {column.examples[0]}")
    return "\n".join(lines)


def _sentences(column: Column, *, coded: bool) -> list[str]:
    form = f"A code from the list; the sheet {frontsheet.LISTS} says what each means"
    told = [f"{form if coded else wording.form_of(column)}."]
    told.append("It must be filled in." if column.required else "It may be left empty.")
    words = [f"{word} {when}" for word, when in _missing(column)]
    return [*told, f"Write {', '.join(words)}."] if words else told


def _form_column(column: Column, codes: _List | None, current: Mapping[str, Any]) -> Any:
    from cfgovern.workbooks import FormColumn, Rule

    guidance = _guidance(column, coded=codes is not None)
    told = _sentences(column, coded=codes is not None)
    number_format, rule = _TEXT, None
    title, words = column.label, _within(told, 255)
    if codes is not None and current[codes.name]:
        number_format = "0" if codes.whole else _TEXT
        fault = _within(("Choose one of the list, or leave the cell empty.",), 255)
        rule = Rule("list", title, words, fault, codes=codes.name)
    elif codes is None and column.type in _FORMATS and not _must_be_text(column):
        number_format = _FORMATS[column.type]
        rule = Rule(title=title, words=words, fault=_within(told, 255), **_limits(column))
    return FormColumn(column.name, guidance, number_format, rule)


def _must_be_text(column: Column) -> bool:
    """Whether a spreadsheet would not keep what is typed: another form of date, a code that is a number."""
    dated = column.type in ("date", "timestamp", "time")
    return bool(column.format) or (dated and any(map(_NUMBER.fullmatch, column.missing.values())))


def _within(sentences: Iterable[str], most: int) -> str:
    """As many of the ``sentences`` as have room in ``most`` characters, the first in any case."""
    told = ""
    for sentence in sentences:
        longer = f"{told} {sentence}".strip()
        if len(longer) > most and told:
            break
        told = longer
    return told if len(told) <= most else told[: most - 1] + "\u2026"


def _limits(column: Column) -> dict[str, Any]:
    """The kind and the limits of the rule that holds cells to the type and bounds of ``column``."""
    kind = {"integer": "whole", "number": "decimal", "timestamp": "date"}.get(column.type, column.type)
    low, high = (
        _formula(column.type, bound.value if bound else None) for bound in (column.minimum, column.maximum)
    )
    exclusive = any(bound and bound.exclusive for bound in (column.minimum, column.maximum))
    if not (column.missing or exclusive):
        if low is None and high is None:
            low, high = {"whole": (f"-{_MOST}", _MOST), "decimal": (f"-{_MOST}", _MOST)}.get(
                kind, ("0", None)
            )
        return {"kind": kind, "low": low, "high": high}
    formula = _custom(column, kind, low, high)
    return {"kind": "custom", "formula": formula} if len(formula) <= 240 else {"kind": "any"}


def _custom(column: Column, kind: str, low: str | None, high: str | None) -> str:
    """What a cell holds: a number within the limits, or the word for a missing answer."""
    cell = "{cell}"
    tests = [f"{cell}=INT({cell})"] if kind == "whole" else []
    for bound, told, sign in ((column.minimum, low, ">"), (column.maximum, high, "<")):
        if bound and told is not None:
            tests.append(f"{cell}{sign}{'' if bound.exclusive else '='}{told}")
    number = f"AND({','.join(tests)})" if tests else "TRUE"
    figures = [word for word in column.missing.values() if _NUMBER.fullmatch(word)]
    if figures:
        number = f"OR({number},{','.join(f'{cell}={word}' for word in figures)})"
    quoted = [word.replace('"', '""') for word in column.missing.values()]
    said = ",".join(f'{cell}="{word}"' for word in quoted)
    text = f"OR({said})" if said else "FALSE"
    return f"IF(ISNUMBER({cell}),{number},{text})"


def _formula(kind: str, value: str | None) -> str | None:
    """A bound as a formula; None where there is none, or a spreadsheet cannot hold it."""
    if value is None:
        return None
    if kind in ("integer", "number"):
        return value if _NUMBER.fullmatch(value) and len(value) <= len(_MOST) else None
    with suppress(ValueError):
        if kind == "date":
            day = date.fromisoformat(value)
            return f"DATE({day.year},{day.month},{day.day})" if day >= _FIRST_DAY else None
        if kind == "timestamp":
            moment = datetime.fromisoformat(value).replace(tzinfo=None)
            return str((moment - _DAY_ONE).total_seconds() / 86_400) if moment.date() >= _FIRST_DAY else None
    return None
