"""The real check in this process, as hostile files and mutants are tried, and what may not come of it."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from pathlib import Path

from cfgovern.api import scan
from cfgovern.intake.limits import Limits
from cfgovern.journeys.request import Request
from cfgovern.journeys.submission import Run, check_submission, keep_record
from cfgovern.reporting import render
from tests.canaries import Canaries

__all__ = ["SECONDS", "leaks", "left_in_temp", "run_within", "scan_within"]

SECONDS = 30.0
"""A verdict may take no longer; the child is ended when it does, and the code is ``file.too_slow``."""


def run_within(seconds: float, submission: Path, contract: Path) -> Run:
    """Check ``submission`` with the limits that are its due, but for the time."""
    limits = replace(Limits.for_submission(submission), wall_seconds=seconds)
    return check_submission(Request(submission, contract, limits=limits))


def scan_within(seconds: float, sent: Path, contract: Path) -> Run:
    """The same of a scan for personal identifiers."""
    return scan(sent, contract=contract, limits=replace(Limits(), wall_seconds=seconds)).run


def leaks(run: Run, folder: Path, canaries: Canaries) -> list[str]:
    """Planted values in the report in every format, or in the record of the run, written into ``folder``."""
    shown = [render(run.report, fmt) for fmt in ("text", "json", "html")]
    shown.append(keep_record(run, folder).read_text(encoding="utf-8"))
    return sorted({value for content in shown for value in canaries.found_in(content)})


def left_in_temp() -> list[str]:
    """The names of what stands in the folder for temporary files."""
    return sorted(path.name for path in Path(tempfile.gettempdir()).iterdir())
