"""Counts the rows of a mutant that was read once more, by another reader: none may be lost without a word."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Iterator, Sequence
from typing import Any

from openpyxl import load_workbook

from cfgovern.findings import Report
from cfgovern.tables import SPACES
from tests.mutants.breeding import Mutant

__all__ = ["disagreement", "filled_rows"]

TABLE = "members"
_SEPARATOR_LINE = ["sep=", ""]


def disagreement(mutant: Mutant, report: Report) -> list[str]:
    """In words, if the report accounts for more or fewer rows than the other reader sees.

    Nothing is said where the other reader cannot read it, or where the report does not have the table:
    it then says so itself.
    """
    if TABLE not in report.tables:
        silent = not any(one.rule.startswith("file.") or one.severity == "block" for one in report.findings)
        return ["the table is gone, and the report is silent"] if silent else []
    filled = filled_rows(mutant)
    if filled is None:
        return []
    counts = report.tables[TABLE]
    judged = counts.rows_accepted + counts.rows_rejected
    below = max(0, filled - 1)
    titled = any(one.rule == f"{TABLE}.titles_above" for one in report.findings)
    if judged == below or (titled and judged < below):
        return []
    if (
        judged > below and mutant.kind == "workbook"
    ):  # openpyxl has no value for a kind of cell it does not know
        return []
    return [f"{judged} rows in the report, {below} seen by another reader"]


def filled_rows(mutant: Mutant) -> int | None:
    """Rows with more than white space in them, that of the headings too; None where they cannot be read."""
    readers = {"workbook": _workbook, "zip": _zip, "jsonl": _json_lines}
    is_zip = mutant.content.startswith(b"PK")
    reader = readers.get(mutant.kind) if is_zip or mutant.kind == "jsonl" else _csv
    if reader is None:
        return None
    try:
        return sum(1 for row in reader(mutant.content) if any(map(_is_filled, row)))
    except Exception:  # of any library: what cannot be read cannot be compared
        return None


def _is_filled(cell: Any) -> bool:
    return cell is not None and not (isinstance(cell, str) and not cell.strip(SPACES))


def _workbook(content: bytes) -> Iterator[Sequence[Any]]:
    book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
    sheets = [book[TABLE]] if TABLE in book.sheetnames else book.worksheets
    (sheet,) = sheets
    sheet.reset_dimensions()
    yield from sheet.iter_rows(values_only=True)


def _csv(content: bytes) -> Iterator[Sequence[str]]:
    for number, row in enumerate(csv.reader(io.StringIO(_decoded(content), newline=""))):
        if number or row != _SEPARATOR_LINE:
            yield row


def _decoded(content: bytes) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16")
    if content.count(b"\0") > len(content) // 4:
        return content.decode("utf-16-le" if content[1::2].count(0) > content[::2].count(0) else "utf-16-be")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252")


def _zip(content: bytes) -> Iterator[Sequence[str]]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        (name,) = [name for name in archive.namelist() if name.rpartition("/")[2].casefold() == "members.csv"]
        yield from _csv(archive.read(name))


def _json_lines(content: bytes) -> Iterator[Sequence[Any]]:
    yield ["headings"]
    for line in _decoded(content).split("\n"):
        if line.strip():
            yield list(json.loads(line).values())
