"""Honest submissions in every form, from rows of the project's own generator, with canaries in them."""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import duckdb
from openpyxl import Workbook

from cfgovern.api import synth
from tests.canaries import Canaries
from tests.hostile.honest import CONTRACT
from tests.rawbooks import Entry, book, number, row, shared, sheet, text, zipped

__all__ = ["Seed", "seeds"]

PEOPLE = 8
_MOMENT = re.compile(rb">[0-9-]{10}T[0-9:]{8}Z<")
Rows = Sequence[Sequence[str]]


@dataclass(frozen=True)
class Seed:
    """An honest submission of one table; ``kind`` is how it can be broken."""

    name: str
    kind: str
    filename: str
    content: bytes


def seeds(folder: Path, canaries: Canaries) -> list[Seed]:
    """One submission in each form. ``folder``, which is empty, is worked in."""
    made = _rows(folder, canaries)
    return [
        Seed("openpyxl", "workbook", "members.xlsx", _openpyxl(made)),
        Seed("inline", "workbook", "members.xlsx", book(_inline(made))),
        Seed("shared", "workbook", "members.xlsx", _shared(made)),
        Seed("utf-8", "csv", "members.csv", _csv(made).encode()),
        Seed("windows", "csv", "members.csv", _csv(made, "\r\n").encode("cp1252")),
        Seed("utf-16", "csv", "members.csv", _csv(made, "\r\n").encode("utf-16")),
        Seed("quoted", "csv", "members.csv", _csv(made, "\r\n", csv.QUOTE_ALL).encode("utf-8-sig")),
        Seed("zip", "zip", "members.zip", zipped([Entry("members.csv", _csv(made).encode())])),
        Seed("parquet", "parquet", "members.parquet", _parquet(made, folder)),
        Seed("json lines", "jsonl", "members.jsonl", _json_lines(made)),
    ]


def _rows(folder: Path, canaries: Canaries) -> Rows:
    """Headings and made-up people; canaries stand where names do, and once in every other column."""
    (folder / "members.odcs.yaml").write_text(CONTRACT, encoding="utf-8")
    synth(
        folder / "made",
        contract=folder / "members.odcs.yaml",
        mode="tiny",
        people=PEOPLE,
        areas=1,
        form="csv",
    )
    (file,) = (folder / "made").rglob("members.csv")
    headings, *people = csv.reader(file.read_text(encoding="utf-8").splitlines())
    named = [
        [member, canaries.plant(f"{name} Zoë " if at % 2 else f"{name} "), joined, age]
        for at, (member, name, joined, age) in enumerate(people)
    ]
    spoilt = [[canaries.plant() if at == column else "" for at in range(4)] for column in (0, 2, 3)]
    return [headings, *named, *spoilt, ["M-998", f'{canaries.plant()}, "x"', "2020-01-01", "40"]]


def _openpyxl(rows: Rows) -> bytes:
    made = Workbook()
    sheet = made.active
    assert sheet is not None
    sheet.title = "members"
    for cells in rows:
        sheet.append([_typed(cell) for cell in cells])
    kept = io.BytesIO()
    made.save(kept)
    with zipfile.ZipFile(kept) as archive:  # which says when it was made, and mutants are always the same
        parts = {
            name: _MOMENT.sub(b">2026-01-01T00:00:00Z<", archive.read(name)) for name in archive.namelist()
        }
    return zipped(Entry(name, body) for name, body in parts.items())


def _typed(cell: str) -> str | int | date | None:
    if cell.isdigit():
        return int(cell)
    try:
        return date.fromisoformat(cell)
    except ValueError:
        return cell or None


def _inline(rows: Rows) -> str:
    return sheet(*(_row(at, [text(cell) for cell in cells]) for at, cells in enumerate(rows, start=1)))


def _row(at: int, cells: Sequence[str]) -> str:
    """A row whose cells get their places."""
    return row(at, *(cell.replace("<c", f'<c r="{"ABCD"[n]}{at}"', 1) for n, cell in enumerate(cells)))


def _shared(rows: Rows) -> bytes:
    told = sorted({cell for cells in rows for cell in cells if not cell.isdigit()})
    places = {cell: str(at) for at, cell in enumerate(told)}
    made = [
        row(
            at,
            *(
                number(cell, f"{'ABCD'[n]}{at}")
                if cell.isdigit()
                else number(places[cell], f"{'ABCD'[n]}{at}", 0, "s")
                for n, cell in enumerate(cells)
            ),
        )
        for at, cells in enumerate(rows, start=1)
    ]
    safe = (cell.replace("&", "&amp;") for cell in told)
    return book(sheet(*made), strings=shared(*(f"<t>{cell}</t>" for cell in safe)))


def _csv(rows: Rows, ending: str = "\n", quoting: int = csv.QUOTE_MINIMAL) -> str:
    kept = io.StringIO()
    csv.writer(kept, lineterminator=ending, quoting=quoting).writerows(rows)  # type: ignore[arg-type]
    return kept.getvalue()


def _parquet(rows: Rows, folder: Path) -> bytes:
    file = folder / "members.parquet"
    headings, *people = rows
    with duckdb.connect() as connection:
        connection.execute(f"CREATE TABLE t ({', '.join(f'{name} VARCHAR' for name in headings)})")
        connection.executemany("INSERT INTO t VALUES (?, ?, ?, ?)", people)
        connection.execute(f"COPY t TO '{file}' (FORMAT parquet)")
    return file.read_bytes()


def _json_lines(rows: Rows) -> bytes:
    headings, *people = rows
    lines = (json.dumps(dict(zip(headings, cells, strict=True)), ensure_ascii=False) for cells in people)
    return "".join(f"{line}\n" for line in lines).encode()
