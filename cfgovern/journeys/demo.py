"""``cfgovern demo``: a made-up area with planted faults, checked in two forms, and what came of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from cfgovern import cohort, workbooks
from cfgovern.atomic import make_folder, write_atomic
from cfgovern.cohort import Planted, Rows
from cfgovern.contract.load import load_contract
from cfgovern.contract.model import Contract
from cfgovern.errors import UsageError
from cfgovern.findings import Report
from cfgovern.intake.read import is_litter
from cfgovern.journeys.submission import check_submission
from cfgovern.reporting import FORMATS, render, write
from cfgovern.reporting.plain import count_of
from cfgovern.tables import cell_address

__all__ = ["AS_OF", "Checked", "Demo", "Place", "compared", "run_demo"]

AS_OF = date(2026, 10, 1)
"""The day the demo is set on, so that it says the same on every day."""
PEOPLE = 40
_WORKBOOK, _FOLDER, _TRUTH = "SYNTHETIC-area.xlsx", "SYNTHETIC-area", "SYNTHETIC-faults.csv"
Place = tuple[str, str | None, int | None, str | None, int | None]  # rule, column, row, cell, line


@dataclass(frozen=True, slots=True)
class Checked:
    """One form of the area, its report, and how that compares with the truth.

    ``found``: for each planted fault, whether it was found at its very cell. ``unexplained``: how many
    findings are about nothing that was planted.
    """

    form: str
    report: Report
    found: tuple[bool, ...]
    unexplained: int


@dataclass(frozen=True, slots=True)
class Demo:
    """What the demo made. ``text`` is what to tell the user."""

    planted: tuple[Planted, ...]
    checked: tuple[Checked, ...]
    text: str


def run_demo(
    out: Path,
    contract_path: Path,
    *,
    as_of: date | None = None,
    progress: Callable[[str], None] | None = None,
) -> Demo:
    """Make a small area into the folder ``out``, plant faults, check it and write every report.

    Files of an earlier demo are replaced; others in ``out`` are left alone. Raises UsageError where
    nothing can be written, or ``demo.not_ours`` where the folder for the CSV files holds other files,
    which would be checked with them. ``progress`` is given ``making``, ``reading`` and ``checking``
    when they begin.
    """
    day = as_of or AS_OF
    if progress is not None:
        progress("making")
    contract = load_contract(contract_path)
    clean = cohort.make_area(contract, people=PEOPLE, as_of=day)
    rows, planted = cohort.plant(clean, cohort.PROGRAMME_FAULTS)
    _write_area(out, contract, rows, planted)
    checked = []
    for form, name, report_name in (("workbook", _WORKBOOK, "workbook"), ("CSV files", _FOLDER, "csv")):
        report = check_submission(out / name, contract_path, as_of=day, progress=progress).report
        write(report, FORMATS, out / f"report-{report_name}")
        checked.append(compared(form, report, _truth(contract, rows, planted, lines=form != "workbook")))
    text = _told(out, contract, rows, planted, checked, day)
    return Demo(tuple(planted), tuple(checked), text)


def _write_area(out: Path, contract: Contract, rows: Rows, planted: list[Planted]) -> None:
    make_folder(out / _FOLDER)
    names = {f"{table.name}.csv" for table in contract.tables}
    if any(entry.name not in names and not is_litter(entry) for entry in (out / _FOLDER).iterdir()):
        raise UsageError(
            "demo.not_ours",
            "The folder for the CSV files of the demo holds files that the demo did not make.",
            where=str(out / _FOLDER),
            fix="Move them elsewhere, or give another folder with --out.",
        )
    sheets = []
    for table in contract.tables:
        write_atomic(out / _FOLDER / f"{table.name}.csv", cohort.as_csv(table, rows[table.name]))
        headings = [column.name for column in table.collected]
        sheets.append(workbooks.Sheet(table.name, headings, cohort.as_typed(table, rows[table.name])))
    workbooks.write_workbook(
        out / _WORKBOOK, sheets, title="SYNTHETIC", subject="Made up: nobody in it exists"
    )
    write_atomic(out / _TRUTH, cohort.truth_csv(planted))


def _truth(contract: Contract, rows: Rows, planted: list[Planted], *, lines: bool) -> list[list[Place]]:
    """For each planted fault where the report must name it; any one of its rules does."""
    truth: list[list[Place]] = []
    for one in planted:
        line = _line(rows, one) if lines else None
        truth.append([(rule, one.column, one.row, _cell(contract, one), line) for rule in one.rules])
    return truth


def _cell(contract: Contract, one: Planted) -> str:
    table = contract.table(one.table)
    names = [column.name for column in table.collected] if table else []
    return cell_address(names.index(one.column), one.row + 1)


def _line(rows: Rows, one: Planted) -> int:
    return cohort.first_lines(rows[one.table])[one.row - 1]


def compared(form: str, report: Report, truth: list[list[Place]]) -> Checked:
    """``report`` beside the ``truth``: the places of each planted fault, any one of which finds it."""
    places = [(f.rule, f.column, f.row, f.cell, f.line) for f in report.findings]
    explained = {place for ways in truth for place in ways}
    found = tuple(any(place in places for place in ways) for ways in truth)
    unexplained = sum(report.counts.values()) - sum(place in explained for place in places)
    return Checked(form, report, found, unexplained)


# -- what to tell the user -------------------------------------------------------------------------


def _told(
    out: Path, contract: Contract, rows: Rows, planted: list[Planted], checked: list[Checked], day: date
) -> str:
    size = f"{PEOPLE} people, {len(rows)} tables, {sum(map(len, rows.values())):,} rows"
    # The summary alone: where each fault is stands in the table below it, beside what was planted.
    summary = replace(checked[0].report, findings=(), rules=(), not_run=())
    lines = [
        f"SYNTHETIC: a made-up area ({size}). Nobody in it exists.",
        f"It was checked as on {day.day} {day:%B %Y}, as a workbook and as CSV files.",
        "",
        render(summary, "text"),
        *_planted_table(contract, rows, planted, checked),
        "",
        *(_verdict(one, len(planted)) for one in checked),
        "",
        f"Everything is in {out.resolve()}",
        *_files(),
    ]
    return "\n".join(lines) + "\n"


def _planted_table(
    contract: Contract, rows: Rows, planted: list[Planted], checked: list[Checked]
) -> list[str]:
    lines = [("Table", "Cell", "Line", "What was planted", "Workbook", "CSV files")]
    for place, one in enumerate(planted):
        workbook, files = ("found" if each.found[place] else "NOT FOUND" for each in checked)
        lines.append((one.table, _cell(contract, one), str(_line(rows, one)), one.words, workbook, files))
    widths = [max(map(len, cells)) for cells in zip(*lines, strict=True)]
    padded = [[text.ljust(width) for text, width in zip(line, widths, strict=True)] for line in lines]
    return ["  ".join(line).rstrip() for line in padded]


def _verdict(one: Checked, planted: int) -> str:
    others = count_of(one.unexplained, "finding", "findings") + " not planted"
    rest = others if one.unexplained else "nothing else reported"
    return f"In the {one.form}: {sum(one.found)} of {planted} planted faults found, {rest}."


def _files() -> list[str]:
    told = {
        _WORKBOOK: "the workbook that was checked",
        f"{_FOLDER}/": "the same rows as CSV files",
        _TRUTH: "what was planted, and where",
        "report-workbook/report.html": "the report, for a browser (also .txt and .json)",
        "report-csv/report.html": "the same for the CSV files",
    }
    width = max(map(len, told))
    return [f"  {name.ljust(width)}  {words}" for name, words in told.items()]
