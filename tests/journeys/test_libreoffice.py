"""A workbook as a person types it in and LibreOffice saves it is judged as the same data in CSV files."""

from __future__ import annotations

import csv
import subprocess
from collections.abc import Callable
from datetime import date, datetime, time
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

import pytest

from tests.command import cfgovern

pytestmark = pytest.mark.needs("soffice")

CONTRACT = """\
apiVersion: v3.1.0
kind: DataContract
id: urn:example:visits
name: Visits
version: 1.0.0
status: active
schema:
  - name: visits
    properties:
      - {name: visit_id, logicalType: string, primaryKey: true, logicalTypeOptions: {pattern: '^0[0-9]{4}$'}}
      - {name: reference, logicalType: string, logicalTypeOptions: {pattern: '^[0-9]{20}$'}}
      - {name: day, logicalType: date, logicalTypeOptions: {minimum: '2026-01-01'}}
      - {name: seen_at, logicalType: string, logicalTypeOptions: {pattern: '^[0-9]{2}:[0-9]{2}:00$'}}
      - {name: recorded, logicalType: timestamp}
      - {name: share, logicalType: number, logicalTypeOptions: {minimum: 0, maximum: 1}}
      - {name: cost, logicalType: number, logicalTypeOptions: {maximum: 99.99}}
      - {name: nights, logicalType: integer}
      - {name: agreed, logicalType: boolean}
      - {name: note, logicalType: string, logicalTypeOptions: {maxLength: 40}}
"""
HEADINGS = (
    "visit_id", "reference", "day", "seen_at", "recorded", "share", "cost", "nights", "agreed", "note",
)  # fmt: skip
LONG, NOON = "00000000000000000001", time(12, 0)


class Percent(float):
    """A share that the sheet shows as a percentage."""


NOW = datetime(2026, 2, 3, 10, 30)  # noqa: DTZ001 - a spreadsheet knows no zone
GOOD = ("00001", LONG, date(2026, 2, 1), NOON, NOW, Percent(0.25), 12.5, 3, True, 'Zoë, "Jo"\nand <A&B>')
ROWS = [
    GOOD,
    ("00002", LONG, date(2025, 12, 31), time(0, 0), NOW, Percent(1.5), 99.99, -1, False, ""),
    ("", "", "", "", "", "", "", "", "", ""),
    ("00003", "9.99E+09", "31/02/2026", "noon", "yesterday", "25%", 100, 2.5, "yes", "x" * 41),
    ("00001", LONG, date(2026, 12, 31), NOON, NOW, Percent(0.1), 0.1, 999999999999999, True, "'quoted"),
    (7, 12345, date(2026, 1, 1), NOON, NOW, Percent(0), 1e-7, 0, True, "=1+1"),
]
FINDINGS = {
    ("visits.day.minimum", 2, "C4"), ("visits.share.maximum", 2, "F4"),
    ("visits.reference.pattern", 4, "B6"), ("visits.day.type", 4, "C6"), ("visits.seen_at.pattern", 4, "D6"),
    ("visits.recorded.type", 4, "E6"), ("visits.share.type", 4, "F6"), ("visits.cost.maximum", 4, "G6"),
    ("visits.nights.type", 4, "H6"), ("visits.agreed.type", 4, "I6"), ("visits.note.max_length", 4, "J6"),
    ("visits.visit_id.unique", 1, "A3"), ("visits.visit_id.unique", 5, "A7"),
    ("visits.visit_id.pattern", 6, "A8"), ("visits.reference.pattern", 6, "B8"),
}  # fmt: skip


def cell(value: object) -> str:
    """A cell of a flat OpenDocument sheet, typed as a person's entry would be."""
    typed = {
        bool: lambda: ("boolean", "B", f'office:boolean-value="{str(value).lower()}"'),
        Percent: lambda: ("percentage", "P", f'office:value="{float(value)}"'),  # type: ignore[arg-type]
        int: lambda: ("float", "", f'office:value="{value}"'),
        float: lambda: ("float", "", f'office:value="{value!r}"'),
        date: lambda: ("date", "D", f'office:date-value="{value}"'),
        datetime: lambda: ("date", "M", f'office:date-value="{value.isoformat()}"'),  # type: ignore[attr-defined]
        time: lambda: ("time", "T", f'office:time-value="PT{value:%HH%MM%SS}"'),
    }.get(type(value))
    if typed is not None:
        kind, style, held = typed()
        shown = f' table:style-name="{style}"' if style else ""
        return f'<table:table-cell office:value-type="{kind}" {held}{shown}/>'
    if not value:
        return "<table:table-cell/>"
    lines = "".join(f"<text:p>{escape(line)}</text:p>" for line in str(value).split("\n"))
    return f'<table:table-cell office:value-type="string">{lines}</table:table-cell>'


def document(rows: list[tuple[object, ...]]) -> str:
    """A flat OpenDocument spreadsheet: a title over merged cells, the headings, the rows, a hidden sheet."""
    parts = {part: part for part in ("office", "table", "text", "style")} | {"number": "datastyle"}
    spaces = {part: f"urn:oasis:names:tc:opendocument:xmlns:{name}:1.0" for part, name in parts.items()}
    named = " ".join(f"xmlns:{part}={quoteattr(space)}" for part, space in spaces.items())
    day = '<number:day number:style="long"/><number:text>/</number:text><number:month number:style="long"/>'
    day += '<number:text>/</number:text><number:year number:style="long"/>'
    clock = (
        '<number:hours number:style="long"/><number:text>:</number:text><number:minutes number:style="long"/>'
    )
    forms = {
        "D": ("date", day),
        "M": ("date", f"{day}<number:text> </number:text>{clock}"),
        "T": ("time", clock),
        "P": ("percentage", "<number:number number:decimal-places='0'/><number:text>%</number:text>"),
        "B": ("boolean", "<number:boolean/>"),
    }
    styles = "".join(
        f"<number:{kind}-style style:name='N{name}'>{form}</number:{kind}-style>"
        f"<style:style style:name='{name}' style:family='table-cell' style:data-style-name='N{name}'/>"
        for name, (kind, form) in forms.items()
    )
    hidden = "<style:table-properties table:display='false'/>"
    styles += f"<style:style style:name='H' style:family='table'>{hidden}</style:style>"
    title = '<table:table-cell office:value-type="string" table:number-columns-spanned="4">'
    title += "<text:p>Return of visits</text:p></table:table-cell>"
    body = "".join(
        f"<table:table-row>{''.join(map(cell, row))}</table:table-row>" for row in [HEADINGS, *rows]
    )
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document {named} office:version="1.3" '
        'office:mimetype="application/vnd.oasis.opendocument.spreadsheet"><office:automatic-styles>'
        f"{styles}</office:automatic-styles><office:body><office:spreadsheet>"
        f'<table:table table:name="Visits"><table:table-row>{title}</table:table-row>{body}</table:table>'
        '<table:table table:name="Working" table:style-name="H"><table:table-row>'
        f"{cell('Ann')}</table:table-row></table:table>"
        "</office:spreadsheet></office:body></office:document>"
    )


def as_text(value: object) -> str:
    """What a person writes into a CSV file for the same entry."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, datetime | time | date):
        return value.isoformat()
    return f"{value:f}".rstrip("0").rstrip(".") if isinstance(value, float) else str(value)


def saved(soffice: str, source: Path, folder: Path | None = None) -> Path:
    """``source`` opened and saved as .xlsx by LibreOffice, in its own folder or another."""
    folder = folder or source.parent
    profile = f"-env:UserInstallation={(source.parent / 'profile').as_uri()}"
    command = [soffice, profile, "--headless", "--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir"]
    subprocess.run(
        [*command, folder, source], check=True, capture_output=True, timeout=120, cwd=source.parent
    )
    return folder / f"{source.stem}.xlsx"


def test_a_workbook_saved_by_libreoffice_is_judged_as_the_csv_file(
    tmp_path: Path, tool: Callable[[str], str]
) -> None:
    contract = tmp_path / "visits.odcs.yaml"
    contract.write_text(CONTRACT, encoding="utf-8")
    (tmp_path / "return.fods").write_text(document(ROWS), encoding="utf-8")
    with (tmp_path / "visits.csv").open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows([["Return of visits"], HEADINGS, *(map(as_text, row) for row in ROWS)])

    options = ("--contract", contract, "--format", "json")
    workbook = cfgovern("validate", saved(tool("soffice"), tmp_path / "return.fods"), *options, cwd=tmp_path)
    text = cfgovern("validate", "visits.csv", *options, cwd=tmp_path)

    assert (workbook.code, text.code) == (1, 1), workbook.err + text.err
    both = FINDINGS | {("visits.titles_above", None, None), ("visits.blank_rows", None, None)}
    assert set(text.findings()) == both
    assert set(workbook.findings()) == both | {("file.table_extra", None, None)}
    assert "Working (hidden)" in workbook.out  # a name that can be nobody's
    counts = [done.report()["submission"]["tables"]["visits"] for done in (workbook, text)]
    assert [(c["rows_read"], c["rows_accepted"], c["rows_rejected"], c["rows_ignored"]) for c in counts] == [
        (6, 0, 5, 1)
    ] * 2
