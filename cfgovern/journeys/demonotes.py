"""The second part of the demo: case notes about its made-up people, and a scan that looks for them."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from cfgovern.cohort import Rows
from cfgovern.cohort.notes import identities, make_notes, notes_csv
from cfgovern.contract.model import Contract
from cfgovern.csvtext import csv_bytes
from cfgovern.evidence.spans import SPANS, spans_csv
from cfgovern.findings import Report
from cfgovern.journeys.scan import ScanRequest, scan_submission
from cfgovern.progress import Told
from cfgovern.reporting.plain import count_of

__all__ = ["FOLDER", "scanned_notes", "verdict"]

FOLDER = "SYNTHETIC-notes"
"""Of the notes, and what stands in them."""
_NOTES, _SEED = 80, 1


def scanned_notes(
    ready: Path, job: Path, contract: Contract, contract_path: Path, rows: Rows, day: date, told: Told | None
) -> Report:
    """Write notes about the people of ``rows`` into the folder ``ready``, and scan them.

    The list of people lies in ``job`` and goes with it, as a caseload list of an area does.
    """
    people = identities(contract, rows)
    notes = make_notes(people, notes=_NOTES, as_of=day, seed=_SEED)
    folder = ready / FOLDER
    folder.mkdir()
    (folder / "notes.csv").write_bytes(notes_csv(notes))
    (folder / SPANS).write_bytes(spans_csv(notes.spans))
    columns = sorted({name for person in people for name in person})
    listed = job / "people.csv"
    listed.write_bytes(csv_bytes(columns, ([one.get(name, "") for name in columns] for one in people)))
    request = ScanRequest(registry=listed, score_against=folder / SPANS, as_of=day)
    return scan_submission([folder / "notes.csv"], contract_path, request, progress=told).run.report


def verdict(report: Report) -> str:
    """How much of what stands in the notes was found, in a line."""
    score = report.score
    if score is None:
        return ""
    others = count_of(sum(score.rules.values()), "finding", "findings") + " not planted"
    notes = count_of(report.tables["notes"].rows_read, "case note", "case notes")
    return f"In {notes}: {score.found} of {score.planted} personal identifiers found, {others}."
