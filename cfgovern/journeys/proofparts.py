"""What a release holds, checked and scanned like a submission, by the contract that came with it."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from cfgovern.contract.load import load_contract
from cfgovern.errors import OperatorFileError, UsageError
from cfgovern.evidence.proof import Proof, judged, not_run
from cfgovern.evidence.release import CONTRACT
from cfgovern.findings import Report
from cfgovern.intake.limits import Limits
from cfgovern.journeys import proofworker
from cfgovern.journeys.contract_lint import lint
from cfgovern.journeys.request import Request
from cfgovern.journeys.scan import ScanRequest, scan_submission
from cfgovern.journeys.scanrisk import risk_asked
from cfgovern.journeys.submission import check_submission
from cfgovern.progress import Told
from cfgovern.riskfigures import Risk

__all__ = ["Looked", "limits_of", "looked_at"]

_PAYLOAD = "payload"
_SHOWN = 20  # rules
_TIMES = 4  # as long as a check may take


@dataclass(frozen=True, slots=True)
class Looked:
    """What was proved, and how easily people in the answers could be singled out."""

    proofs: tuple[Proof, ...] = ()
    risk: Risk | None = None


def limits_of(folder: Path) -> Limits:
    """The limits for who reads all files of a release, some of them several times."""
    plain = Limits().for_size(sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()))
    return replace(plain, cpu_seconds=_TIMES * plain.cpu_seconds, wall_seconds=_TIMES * plain.wall_seconds)


def looked_at(
    folder: Path, told: Mapping[str, Any], job: Path, registry: bool, progress: Told | None
) -> Looked:
    """Check the parts of the release in ``folder`` by its contract, and look for identifiers in its answers.

    ``told``: its manifest. ``registry``: whether the list of people was written into the folder ``job``.
    """
    kept = _keeps_to_contract(folder, told, job, progress)
    if not any(one["part"] == _PAYLOAD for one in told["tables"]):
        return Looked((kept, not_run("no_identifier", "It has no answers.")))
    scanned, risk = _scanned(folder, told, job / proofworker.REGISTRY if registry else None, progress)
    return Looked((kept, scanned), risk)


def _keeps_to_contract(folder: Path, told: Mapping[str, Any], job: Path, progress: Told | None) -> Proof:
    faults, notes = [], []
    if load_contract(folder / CONTRACT).digest != told["released_contract"]["digest"]:
        faults.append("Its released contract is not the one that the manifest names.")
    if wrong := lint(folder / CONTRACT):  # it says no more than the contract that it was made from
        notes.append(f"cfgovern contract lint names {len(wrong):,} faults of the released contract.")
    parts = job / "parts"
    parts.mkdir(mode=0o700)
    for one in told["tables"]:
        shutil.copyfile(folder / one["file"], parts / Path(one["file"]).name)
    asked = Request(parts, folder / CONTRACT, as_of=date.fromisoformat(told["as_of"]), progress=progress)
    try:
        faults += _said(check_submission(asked).report)
    except (OperatorFileError, UsageError) as fault:
        faults.append(fault.what)
    return judged("contract", "release.contract", faults, *notes)


def _scanned(
    folder: Path, told: Mapping[str, Any], registry: Path | None, progress: Told | None
) -> tuple[Proof, Risk | None]:
    day = date.fromisoformat(told["as_of"])
    try:
        risk_asked(load_contract(folder / CONTRACT), day.isoformat())
        risk = True
    except UsageError:  # it has no people who could be counted
        risk = False
    asked = ScanRequest(registry=registry, risk=risk, as_of=day)
    report = scan_submission([folder / _PAYLOAD], folder / CONTRACT, asked, progress=progress).run.report
    known = "" if registry else "Nobody was looked for by name: no list of people was at hand."
    return judged("no_identifier", "release.identifier", _said(report), *filter(None, [known])), report.risk


def _said(report: Report) -> list[str]:
    """The grave findings of a report, by their rules."""
    grave = [rule for rule in report.rules if rule.severity in ("block", "error")]
    counts: dict[str, int] = {}
    for rule in grave:
        counts[rule.rule] = counts.get(rule.rule, 0) + rule.count
    said = [f"{name}: {count:,}" for name, count in sorted(counts.items())]
    return [*said[:_SHOWN], *([f"and {len(said) - _SHOWN:,} more rules"] if len(said) > _SHOWN else [])]
