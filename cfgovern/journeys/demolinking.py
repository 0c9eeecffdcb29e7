"""The fourth part of the demo: two files about the same made-up people, and who stands in both."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from cfgovern import cohort
from cfgovern.cohort.draw import Draw
from cfgovern.cohort.linkage import links_csv, make_linkage
from cfgovern.contract.model import Contract
from cfgovern.csvtext import csv_bytes
from cfgovern.errors import UsageError
from cfgovern.journeys.linking import LinkRequest, link
from cfgovern.linkage.scoring import must_have_splink
from cfgovern.progress import Told
from cfgovern.reporting.linked import LinkFormat, linkage_report

__all__ = ["LINKED", "linked", "sent"]

LINKED = "report-link"
"""The folder of its report."""
_PEOPLE, _SEED = 120, 1
_FACES: tuple[tuple[LinkFormat, str], ...] = (("text", "txt"), ("json", "json"), ("html", "html"))


def linked(
    ready: Path, job: Path, contract: Contract, contract_path: Path, day: date, told: Told | None
) -> str:
    """Link two made-up files and write the report into the folder ``ready``; what came of it, in a line.

    Where the extra is missing, the line says so, and how it is installed.
    """
    try:
        must_have_splink()
    except UsageError as missing:
        return f"Not run: linking. {missing.what} {missing.fix}"
    made = make_linkage(contract, cohort.make_area(contract, people=_PEOPLE, as_of=day), Draw(_SEED))
    for side, rows in (("left", made.left), ("right", made.right)):
        sent(job / side, contract, rows)
    truth = job / "links.csv"
    truth.write_bytes(links_csv(made.links))
    found = link(LinkRequest(job / "left", job / "right", contract_path, truth=truth, progress=told))
    folder = ready / LINKED
    folder.mkdir()
    for face, ending in _FACES:
        (folder / f"report.{ending}").write_text(linkage_report(found, face), encoding="utf-8")
    if found.figures is None:
        return ""
    right, missed = found.figures.found, found.figures.missed
    return (
        f"In two files about the same people: {right} of the {right + missed} who stand in both found, and"
        f" {found.figures.false_links} links that are wrong."
    )


def sent(folder: Path, contract: Contract, rows: cohort.Rows) -> Path:
    """``rows`` as an area sends them: a folder of CSV files."""
    folder.mkdir()
    for table in contract.tables:
        if table.name in rows:
            names = [column.name for column in table.collected]
            cells = ([row.get(name) or "" for name in names] for row in rows[table.name])
            (folder / f"{table.name}.csv").write_bytes(csv_bytes(names, cells))
    return folder
