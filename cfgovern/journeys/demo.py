"""``cfgovern demo``: a made-up area with planted faults, checked, scanned, parted, linked and documented."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from cfgovern import cohort
from cfgovern.atomic import made_folder, place_all, plain_error
from cfgovern.cohort import faults
from cfgovern.cohort.faults import Catalogue, Planted
from cfgovern.contract.load import load_contract
from cfgovern.contract.model import Contract
from cfgovern.errors import UsageError
from cfgovern.evidence.truth import faults_csv
from cfgovern.findings import Report
from cfgovern.intake.files import is_litter
from cfgovern.intake.job import job_folder
from cfgovern.journeys.demodocuments import DOCUMENTS, INDEX, drafted, index_page
from cfgovern.journeys.demolinking import LINKED, linked
from cfgovern.journeys.demonotes import FOLDER, scanned_notes, verdict
from cfgovern.journeys.demorelease import RELEASE, parted, told_of
from cfgovern.journeys.request import Request
from cfgovern.journeys.submission import check_submission
from cfgovern.progress import Progress, Told
from cfgovern.reporting import Format, render, write
from cfgovern.reporting.plain import count_of

__all__ = ["AS_OF", "Checked", "Demo", "compared", "run_demo"]

AS_OF = date(2026, 10, 1)
"""The day the demo is set on, so that it says the same on every day."""
PEOPLE = 40
_NAME, _TRUTH = "SYNTHETIC-area", "SYNTHETIC-faults.csv"
_FACES: tuple[Format, ...] = ("text", "json", "html")
_FORMS = (("workbook", "workbook", f"{_NAME}.xlsx"), ("csv", "CSV files", _NAME))


@dataclass(frozen=True, slots=True)
class Checked:
    """One form of the area, its report, and how that compares with the truth.

    ``found``: for each place at fault, whether it was found at its very cell. ``unexplained``: how many
    findings are about nothing that was planted.
    """

    form: str
    report: Report
    found: tuple[bool, ...]
    unexplained: int


@dataclass(frozen=True, slots=True)
class Demo:
    """What the demo made, in both forms. ``text`` is what to tell the user."""

    planted: tuple[Planted, ...]
    checked: tuple[Checked, ...]
    text: str


def run_demo(
    out: Path,
    contract_path: Path,
    *,
    as_of: date | None = None,
    progress: Told | None = None,
) -> Demo:
    """Make a small area into the folder ``out``, plant faults, check it and write every report.

    All is written or nothing. Files of an earlier demo are replaced; others in ``out`` are left alone.
    Raises UsageError where nothing can be written, or ``demo.not_ours`` where the folder for the CSV
    files holds other files, which would be checked with them. ``progress`` is told of ``making``,
    ``reading`` and ``checking`` when they begin.
    """
    day = as_of or AS_OF
    if progress is not None:
        progress(Progress("making"))
    contract = load_contract(contract_path)
    catalogue = faults.load_catalogue()
    clean = cohort.make_area(contract, people=PEOPLE, as_of=day)
    planted = [_planted(contract, clean, catalogue, form, day) for form, _, _ in _FORMS]
    _must_be_ours(out / _NAME, contract)
    checked = []
    try:
        with made_folder(out), job_folder(out.resolve()) as job:
            ready = job / "ready"
            _write_area(ready, planted)
            for (form, words, name), spoilt in zip(_FORMS, planted, strict=True):
                asked = Request(
                    ready / name, contract_path, as_of=day, score_against=ready / _TRUTH, progress=progress
                )
                report = check_submission(asked).report
                write(report, _FACES, ready / f"report-{form}")
                checked.append(compared(words, report, spoilt))
            notes = scanned_notes(ready, job, contract, contract_path, clean, day, progress)
            write(notes, _FACES, ready / "report-notes")
            releases = parted(ready, job, contract, contract_path, clean, day, progress)
            linking = linked(ready, job, contract, contract_path, day, progress)
            lines, scenes = drafted(ready, contract_path, contract.id, day)
            verdicts = [*map(_verdict, checked), verdict(notes), told_of(releases), linking, *lines]
            there = {name: words for name, words in _FILES.items() if (ready / name).exists()}
            (ready / INDEX).write_text(index_page(verdicts, there, scenes), encoding="utf-8")
            place_all(ready, out)
    except OSError as error:
        raise plain_error(error, str(out)) from None
    text = _told(out, catalogue, clean, planted, checked, verdicts, [*_lines({INDEX: _INDEX, **there})], day)
    return Demo(tuple(planted), tuple(checked), text)


def _planted(contract: Contract, clean: cohort.Rows, catalogue: Catalogue, form: str, day: date) -> Planted:
    """The area with the faults of the catalogue's demo, which can all stand in one submission."""
    kinds = catalogue.chosen(catalogue.demo)
    return faults.plant(contract, clean, kinds, form=form, as_of=day, name=_NAME).submissions[0]


def _must_be_ours(folder: Path, contract: Contract) -> None:
    """Refuse a folder that holds what would be checked with the CSV files."""
    names = {f"{table.name}.csv" for table in contract.tables}
    if folder.is_dir() and any(
        entry.name not in names and not is_litter(entry.name) for entry in folder.iterdir()
    ):
        raise UsageError(
            "demo.not_ours",
            "The folder for the CSV files of the demo holds files that the demo did not make.",
            where=str(folder),
            fix="Move them elsewhere, or give another folder with --out.",
        )


def _write_area(ready: Path, planted: Sequence[Planted]) -> None:
    files = {name: content for spoilt in planted for name, content in spoilt.files.items()}
    truth = faults_csv(one for spoilt in planted for one in spoilt.truth)
    for name, content in {**files, _TRUTH: truth}.items():
        (ready / name).parent.mkdir(parents=True, exist_ok=True)
        (ready / name).write_bytes(content)


def compared(form: str, report: Report, planted: Planted) -> Checked:
    """``report`` beside what was ``planted``: any one rule of a place finds it, at its very cell and line."""
    found = {(f.rule, f.table, f.column or "", f.row, f.cell, f.line) for f in report.findings}
    hits = tuple(
        any((rule, one.table, one.column, one.row, cell, line) in found for rule in one.rules)
        for one, (cell, line) in zip(planted.truth, planted.places, strict=True)
    )
    unexplained = sum(report.score.rules.values()) if report.score else 0
    return Checked(form, report, hits, unexplained)


# -- what to tell the user -------------------------------------------------------------------------


def _told(
    out: Path,
    catalogue: Catalogue,
    clean: cohort.Rows,
    planted: Sequence[Planted],
    checked: Sequence[Checked],
    verdicts: Sequence[str],
    files: Sequence[str],
    day: date,
) -> str:
    size = f"{PEOPLE} people, {len(clean)} tables, {sum(map(len, clean.values())):,} rows"
    # The summary alone: where each fault is stands in the table below it, beside what was planted.
    summary = replace(checked[0].report, findings=(), rules=(), not_run=(), score=None)
    lines = [
        f"SYNTHETIC: a made-up area ({size}). Nobody in it exists.",
        f"It was checked as on {day.day} {day:%B %Y}, as a workbook and as CSV files.",
        "",
        render(summary, "text"),
        *_planted_table(catalogue, planted, checked),
        "",
        *verdicts,
        "",
        f"Everything is in {out.resolve()}",
        *files,
    ]
    return "\n".join(lines) + "\n"


def _planted_table(catalogue: Catalogue, planted: Sequence[Planted], checked: Sequence[Checked]) -> list[str]:
    """One line a place: the truth of both forms is the same, but that a workbook has no lines."""
    lines = [("Table", "Cell", "Line", "What was planted", "Workbook", "CSV files")]
    files = planted[-1]
    for number, (one, (cell, line)) in enumerate(zip(files.truth, files.places, strict=True)):
        workbook, text = ("found" if each.found[number] else "NOT FOUND" for each in checked)
        words = catalogue.kind(one.fault).words
        lines.append((one.table, cell or "", str(line or ""), words, workbook, text))
    widths = [max(map(len, cells)) for cells in zip(*lines, strict=True)]
    padded = [[text.ljust(width) for text, width in zip(line, widths, strict=True)] for line in lines]
    return ["  ".join(line).rstrip() for line in padded]


def _verdict(one: Checked) -> str:
    others = count_of(one.unexplained, "finding", "findings") + " not planted"
    rest = others if one.unexplained else "nothing else reported"
    return f"In the {one.form}: {sum(one.found)} of {len(one.found)} planted faults found, {rest}."


_INDEX = "all of this on one page, with pictures: open it in a browser"
_FILES = {
    f"{_NAME}.xlsx": "the workbook that was checked",
    f"{_NAME}/": "the same rows as CSV files",
    _TRUTH: "what was planted, and where",
    "report-workbook/report.html": "the report, for a browser (also .txt and .json)",
    "report-csv/report.html": "the same for the CSV files",
    f"{FOLDER}/": "case notes, and where somebody is named in them",
    "report-notes/report.html": "what a scan found in the notes",
    f"{RELEASE}/": "the area without its faults, parted: answers and identifiers, each with a manifest",
    f"{LINKED}/report.html": "which records of two files are of one person, and how often that is wrong",
    f"{DOCUMENTS}/dpia.html": "a draft of the data protection impact assessment",
    f"{DOCUMENTS}/dpia.docx": "the same for Word",
    f"{DOCUMENTS}/dsa.html": "a draft of the data-sharing agreement",
    f"{DOCUMENTS}/dsa.docx": "the same for Word",
}
"""What is in the folder; what was not made is left out."""


def _lines(files: Mapping[str, str]) -> Iterator[str]:
    width = max(map(len, files))
    return (f"  {name.ljust(width)}  {words}" for name, words in files.items())
