"""Sends one mutant through the real check, and says what is wrong with how that ended."""

from __future__ import annotations

import re
import time
from dataclasses import dataclass
from pathlib import Path

from cfgovern.errors import CfgovernError
from cfgovern.findings import Report
from tests.canaries import Canaries
from tests.hostile.honest import CONTRACT
from tests.mutants.breeding import Mutant
from tests.mutants.recount import disagreement
from tests.trial import SECONDS, leaks, run_within, scan_within

__all__ = ["Verdict", "try_one"]

_CODE = re.compile(r"file\.[a-z_]+")
_SLOW = "file.too_slow"


@dataclass(frozen=True)
class Verdict:
    """How a mutant fared: a code where it was refused, else the outcome; ``faults`` are ours, in words."""

    mutant: Mutant
    said: str
    seconds: float
    faults: tuple[str, ...]


def try_one(mutant: Mutant, folder: Path, canaries: Canaries, *, scanned: bool = False) -> Verdict:
    """Check ``mutant``, or scan it, in an empty ``folder`` of its own, whatever comes of it."""
    file, contract = folder / mutant.filename, folder / "members.odcs.yaml"
    file.write_bytes(mutant.content)
    contract.write_text(CONTRACT, encoding="utf-8")
    began = time.monotonic()
    try:
        within = scan_within if scanned else run_within
        run = within(SECONDS, file, contract)
    except CfgovernError as error:
        told = f"{error.code} {error.where}"
        return Verdict(mutant, error.code, time.monotonic() - began, (f"no report: {told}",))
    seconds = time.monotonic() - began
    said = run.report.rules[0].rule if run.report.outcome == "refused" else run.report.outcome
    faults = _misreported(run.report)
    if leaks(run, folder, canaries):
        faults.append("a planted value comes out")
    if file.read_bytes() != mutant.content:
        faults.append("the file was changed")
    if run.report.outcome != "refused" and not scanned:
        faults += disagreement(mutant, run.report)
    return Verdict(mutant, said, seconds, tuple(faults))


def _misreported(report: Report) -> list[str]:
    """What is missing in a report: a code of our own, a sentence, a remedy; or what it says of time."""
    faults = [] if report.findings or report.outcome == "pass" else ["no finding"]
    faults += [f"{one.rule} without words" for one in report.findings if not (one.message and one.fix)]
    if report.outcome == "refused":
        faults += [f"refused as {one.rule}" for one in report.findings if not _CODE.fullmatch(one.rule)]
    return faults + [one.rule for one in report.findings if one.rule == _SLOW]
