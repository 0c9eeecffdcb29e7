"""Personal identifiers in whatever was sent: contract in, child process, findings out."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, BinaryIO

from cfgovern.contract.load import load_contract
from cfgovern.detection.found import LAYERS
from cfgovern.detection.words import load_words
from cfgovern.errors import SubmissionRefused, UsageError
from cfgovern.evidence.spans import Span, is_spans, read_spans
from cfgovern.evidence.spanscore import span_score
from cfgovern.intake import sandbox
from cfgovern.intake.job import job_folder
from cfgovern.intake.limits import Limits
from cfgovern.journeys.reviewing import Marked, settled_marks, to_review, with_reviewed
from cfgovern.journeys.scanreport import marked_findings, report_of_scan
from cfgovern.journeys.scantask import scan_task
from cfgovern.journeys.submission import Run, on_disk, refused
from cfgovern.keys.reviewkey import kept_key
from cfgovern.profile.review import Review, load_review
from cfgovern.progress import Told
from cfgovern.yamlfile import Given

__all__ = ["ScanRequest", "Scanned", "scan_submission"]

ENTRY = "cfgovern.journeys.scanworker:run"
_CELL = 4_000_000  # characters: a transcript in one cell is looked at, and not refused
_TIMES = 4  # as long as a check may take


@dataclass(frozen=True, slots=True)
class ScanRequest:
    """What is asked of a scan, as :func:`cfgovern.api.look_for_identifiers` says.

    ``key_folder``: where the review key is kept, or made; None where nothing is reviewed.
    """

    table: str | None = None
    registry: Path | None = None
    without: frozenset[str] = frozenset()
    review: Path | None = None
    key_folder: Path | None = None
    score_against: Path | None = None
    shapes: bool = False
    as_of: date | None = None

    def must_make_sense(self) -> None:
        """Raise UsageError where a layer is not known."""
        if not self.without <= set(LAYERS):
            raise UsageError(
                "scan.layer",
                "There is no such layer of the search.",
                fix=f"Choose from {', '.join(LAYERS)}.",
            )


@dataclass(frozen=True, slots=True)
class Scanned:
    """One scan: its run, and what a file to review needs. ``review``: the one that was given."""

    run: Run
    marked: tuple[Marked, ...] = field(default=(), repr=False)
    review: Review | None = field(default=None, repr=False)

    def to_review(self) -> str:
        """A review file to fill in, as YAML. Raises UsageError where there is nothing, or too much."""
        return to_review(self.run.report, self.marked, self.run.contract.id, self.review)


def scan_submission(
    sent: Sequence[Path] | BinaryIO,
    contract_path: Path | Given,
    request: ScanRequest,
    *,
    limits: Limits | None = None,
    progress: Told | None = None,
) -> Scanned:
    """Look for personal identifiers in ``sent``: files, folders, or a stream of one file.

    What cannot be read gives a report with outcome ``refused``. Raises OperatorFileError or UsageError for a
    faulty file or request, InternalFault for a fault of cfgovern.
    """
    started = datetime.now(UTC)
    request.must_make_sense()
    contract = load_contract(contract_path)
    if request.table is not None:
        contract.must_have(request.table)
    review = load_review(request.review) if request.review is not None else None
    if review is not None:
        review.must_name(contract.id)
    day = (request.as_of or datetime.now().astimezone().date()).isoformat()
    run_id, options = uuid.uuid4().hex, _options(request, review, day)
    with job_folder() as job:
        paths = _paths(sent, job)
        truth = _truth(request.score_against, paths) if request.score_against is not None else None
        limits = replace(limits or _limits(paths), cell_chars=_CELL)
        key = kept_key(request.key_folder) if request.key_folder is not None else None
        with sandbox.start(ENTRY, limits=limits, told=progress) as child:
            child.send(
                scan_task(
                    contract,
                    paths,
                    job,
                    table=request.table,
                    registry=request.registry,
                    without=request.without,
                    key=key,
                    settled=settled_marks(review, day),
                    shapes=request.shapes,
                )
            )
            try:
                answer = child.result()
            except SubmissionRefused as refusal:
                report = replace(refused(refusal, run_id, day, contract, paths[0], limits), report="scan")
                return Scanned(Run(report, contract, started, datetime.now(UTC), options), (), review)
        words = load_words()
        marked = tuple(marked_findings(answer, words))
        report = report_of_scan(answer, run_id, day, contract, words, paths, limits, request.without)
    if review is not None:
        report = with_reviewed(report, review, marked, day)
    if truth is not None:
        settled = (finding for one in report.confirmed for finding in one.findings)
        scored = span_score([*report.findings, *settled], truth, truncated=report.truncated)
        report = replace(report, score=scored)
    return Scanned(Run(report, contract, started, datetime.now(UTC), options), marked, review)


def _options(request: ScanRequest, review: Review | None, day: str) -> dict[str, Any]:
    """What can change the result. Of the list of people only that there is one."""
    return {
        "as_of": day,
        "table": request.table,
        "without": sorted(request.without),
        "registry": request.registry is not None,
        "review": review.digest if review else None,
    }


def _paths(sent: Sequence[Path] | BinaryIO, job: Path) -> list[Path]:
    """Every file or folder, as it is on the disk."""
    if not isinstance(sent, Sequence):
        return [on_disk(sent, job, Limits())]
    return [on_disk(path, job, Limits()) for path in sent]


def _limits(paths: Sequence[Path]) -> Limits:
    """The limits of a check, with more time: each text is looked at several times."""
    plain = Limits()
    made = [Limits.for_submission(path) for path in paths]
    cpu = plain.cpu_seconds + sum(one.cpu_seconds - plain.cpu_seconds for one in made)
    wall = plain.wall_seconds + sum(one.wall_seconds - plain.wall_seconds for one in made)
    return replace(plain, cpu_seconds=_TIMES * cpu, wall_seconds=_TIMES * wall)


def _truth(path: Path, paths: Sequence[Path]) -> tuple[Span, ...]:
    """The spans that were planted in the one file or folder looked at."""
    if len(paths) != 1:
        raise UsageError(
            "truth.several", "A truth file tells of one file or folder.", fix="Give that one alone."
        )
    if not is_spans(path):
        raise UsageError(
            "truth.faults",
            "This truth file tells of faults in cells. A check is scored against it, no scan.",
            fix="Name the spans.csv that was made with the texts.",
        )
    wanted, folder = paths[0].resolve(), path.resolve().parent
    ours = tuple(one for one in read_spans(path) if _is_in((folder / one.file).resolve(), wanted))
    if not ours:
        raise UsageError(
            "truth.other",
            "The truth file says nothing about this submission.",
            fix="Its column file names each file by its path from the folder of the truth file.",
        )
    return ours


def _is_in(place: Path, wanted: Path) -> bool:
    return place == wanted or wanted in place.parents
