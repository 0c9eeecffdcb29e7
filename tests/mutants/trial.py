"""Sends one mutant through the real check, and says what is wrong with how that ended."""

from __future__ import annotations

import re
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from cfgovern.errors import CfgovernError
from cfgovern.findings import Report
from cfgovern.intake.limits import Limits
from cfgovern.journeys.submission import Run, check_submission, keep_record
from cfgovern.reporting import render
from tests.canaries import Canaries
from tests.hostile.honest import CONTRACT
from tests.mutants.breeding import Mutant
from tests.mutants.recount import disagreement

__all__ = ["SECONDS", "Verdict", "try_one"]

SECONDS = 30.0
"""A verdict may take no longer; the child is ended when it does, and that is a fault here."""
_CODE = re.compile(r"file\.[a-z_]+")
_SLOW = "file.too_slow"


@dataclass(frozen=True)
class Verdict:
    """How a mutant fared: a code where it was refused, else the outcome; ``faults`` are ours, in words."""

    mutant: Mutant
    said: str
    seconds: float
    faults: tuple[str, ...]


def try_one(mutant: Mutant, folder: Path, canaries: Canaries) -> Verdict:
    """Check ``mutant`` in an empty ``folder`` of its own, whatever comes of it."""
    file, contract = folder / mutant.filename, folder / "members.odcs.yaml"
    file.write_bytes(mutant.content)
    contract.write_text(CONTRACT, encoding="utf-8")
    limits = replace(Limits.for_submission(file), wall_seconds=SECONDS)
    began = time.monotonic()
    try:
        run = check_submission(file, contract, limits=limits)
    except CfgovernError as error:
        told = f"{error.code} {error.where}"
        return Verdict(mutant, error.code, time.monotonic() - began, (f"no report: {told}",))
    seconds = time.monotonic() - began
    said = run.report.rules[0].rule if run.report.outcome == "refused" else run.report.outcome
    faults = [*_misreported(run.report), *_leaks(run, folder, canaries)]
    if file.read_bytes() != mutant.content:
        faults.append("the file was changed")
    if run.report.outcome != "refused":
        faults += disagreement(mutant, run.report)
    return Verdict(mutant, said, seconds, tuple(faults))


def _misreported(report: Report) -> list[str]:
    """What is missing in a report: a code of our own, a sentence, a remedy; or what it says of time."""
    faults = [] if report.findings or report.outcome == "pass" else ["no finding"]
    faults += [f"{one.rule} without words" for one in report.findings if not (one.message and one.fix)]
    if report.outcome == "refused":
        faults += [f"refused as {one.rule}" for one in report.findings if not _CODE.fullmatch(one.rule)]
    return faults + [one.rule for one in report.findings if one.rule == _SLOW]


def _leaks(run: Run, folder: Path, canaries: Canaries) -> Sequence[str]:
    shown = [render(run.report, fmt) for fmt in ("text", "json", "html")]
    shown.append(keep_record(run, folder).read_text(encoding="utf-8"))
    found = {value for content in shown for value in canaries.found_in(content)}
    return [f"{len(found)} values in the reports"] if found else []


def left_in_temp() -> list[str]:
    """The names of what stands in the folder for temporary files."""
    return sorted(path.name for path in Path(tempfile.gettempdir()).iterdir())
