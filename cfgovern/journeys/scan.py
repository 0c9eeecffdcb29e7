"""Personal identifiers in whatever was sent: contract in, child process, findings out."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, BinaryIO

from cfgovern.contract.load import load_contract
from cfgovern.contract.model import Contract
from cfgovern.detection.found import LAYERS
from cfgovern.detection.words import load_words
from cfgovern.errors import SubmissionRefused, UsageError
from cfgovern.evidence.spans import Span, is_spans, read_spans
from cfgovern.evidence.spanscore import span_score
from cfgovern.findings import Report
from cfgovern.intake import sandbox
from cfgovern.intake.job import job_folder
from cfgovern.intake.labels import folder_of
from cfgovern.intake.limits import Limits
from cfgovern.journeys.reviewing import Marked, settled_marks, to_review, with_reviewed
from cfgovern.journeys.scanreport import marked_findings, report_of_scan
from cfgovern.journeys.scanrisk import risk_asked, with_risk
from cfgovern.journeys.scantask import scan_task
from cfgovern.journeys.submission import Run, on_disk, refused
from cfgovern.keys.reviewkey import ReviewKey, kept_key
from cfgovern.keys.synced import must_not_be_synced
from cfgovern.profile.mapping import AreaMapping, load_mapping
from cfgovern.profile.review import Review, load_review
from cfgovern.progress import Told
from cfgovern.yamlfile import Given

__all__ = ["ScanRequest", "Scanned", "scan_submission"]

ENTRY = "cfgovern.journeys.scanworker:run"
_CELL = 4_000_000  # characters: a transcript in one cell is looked at, and not refused
_TIMES, _TIMES_OF_A_MODEL = 4, 40  # as long as a check may take
_MEMORY_OF_A_MODEL = 8 << 30  # bytes of address space


@dataclass(frozen=True, slots=True)
class ScanRequest:
    """What is asked of a scan.

    ``table``: the contract table that a single file holds. ``registry``: a list of people to look for by
    name, with headings such as First name, Surname, Date of birth; the people of the identifiers tables are
    looked for in any case. ``mapping``: a mapping.yaml of the area's own headings, confirmed by a person.
    ``generic``: let Presidio's own recognisers look as well. ``model``: a language model to look for people,
    as Presidio takes it: a spaCy model or its folder, or a YAML file for another engine; it is never
    downloaded. ``without``: layers of the search to leave out. ``review``: what people took for no
    identifier, and why. ``key_folder``: where the area keeps its review key, which is made there where there
    is none (None: nothing is reviewed). ``score_against``: a spans.csv. ``shapes``: tell what was found with
    each figure as 9 and each letter as A. ``risk``: tell how easily people could be singled out. ``as_of``:
    the day of the scan (default today). ``allow_synced``: programs that may copy the folder of the review
    and of its key elsewhere (``cfgovern.keys.synced.SERVICES``).
    """

    table: str | None = None
    registry: Path | None = None
    mapping: Path | None = None
    generic: bool = False
    model: str | None = None
    without: frozenset[str] = frozenset()
    review: Path | None = None
    key_folder: Path | None = None
    score_against: Path | None = None
    shapes: bool = False
    risk: bool = False
    as_of: date | None = None
    allow_synced: tuple[str, ...] = ()

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
    sent: Sequence[Path | BinaryIO],
    contract_path: Path | Given,
    request: ScanRequest,
    *,
    limits: Limits | None = None,
    progress: Told | None = None,
) -> Scanned:
    """Look for personal identifiers in ``sent``: files, folders, and at most one stream of a file.

    What cannot be read gives a report with outcome ``refused``. Raises OperatorFileError or UsageError for a
    faulty file or request, InternalFault for a fault of cfgovern.
    """
    started, run_id = datetime.now(UTC), uuid.uuid4().hex
    request.must_make_sense()
    contract, review, mapped = _operators(contract_path, request)
    day = (request.as_of or datetime.now().astimezone().date()).isoformat()
    counted = risk_asked(contract, day) if request.risk else None
    key = _review_key(request)
    with job_folder() as job:
        paths = [on_disk(one, job, Limits()) for one in sent]
        truth = _truth(request.score_against, paths) if request.score_against is not None else None
        limits = replace(limits or _limits(paths, request.model is not None), cell_chars=_CELL)
        with sandbox.start(ENTRY, limits=limits, told=progress) as child:
            marks = settled_marks(review, day)
            child.send(scan_task(contract, paths, job, request, key, marks, counted, mapped))
            answer = _answer(child)
        marked: tuple[Marked, ...] = ()
        if isinstance(answer, SubmissionRefused):
            report = replace(refused(answer, run_id, day, contract, paths[0], limits), report="scan")
        else:
            words = load_words()
            marked = tuple(marked_findings(answer, words))
            report = report_of_scan(
                answer, marked, run_id, day, contract, words, paths, limits, request.without
            )
            report = with_reviewed(report, review, marked, day) if review is not None else report
            report = _scored(report, truth) if truth is not None else report
            report = replace(report, notices=(*report.notices, mapped.notice())) if mapped else report
            report = with_risk(report, answer["risk"]) if counted is not None else report
    report = replace(report, folder=_folder(sent, report, contract))
    run = Run(report, contract, started, datetime.now(UTC), _options(request, review, mapped, day))
    return Scanned(run, marked, review)


def _review_key(request: ScanRequest) -> ReviewKey | None:
    """The key of the area, where something is reviewed: in folders that nobody copies elsewhere."""
    if request.review is not None:
        must_not_be_synced(request.review, request.allow_synced)
    return kept_key(request.key_folder, request.allow_synced) if request.key_folder is not None else None


def _folder(sent: Sequence[Path | BinaryIO], report: Report, contract: Contract) -> str | None:
    """The folder of the one file or folder that was named, where it may be shown."""
    first, *others = sent
    if others or not isinstance(first, Path):
        return None
    return folder_of(first, report.submission_name, (table.name for table in contract.tables))


def _operators(
    contract_path: Path | Given, request: ScanRequest
) -> tuple[Contract, Review | None, AreaMapping | None]:
    """The contract, the review and the mapping, held to each other."""
    contract = load_contract(contract_path)
    if request.table is not None:
        contract.must_have(request.table)
    review = load_review(request.review) if request.review is not None else None
    if review is not None:
        review.must_name(contract.id)
    mapped = load_mapping(request.mapping, contract) if request.mapping is not None else None
    return contract, review, mapped


def _answer(child: sandbox.Child) -> dict[str, Any] | SubmissionRefused:
    try:
        answer: dict[str, Any] = child.result()
    except SubmissionRefused as refusal:
        return refusal
    return answer


def _scored(report: Report, truth: Sequence[Span]) -> Report:
    settled = (finding for one in report.confirmed for finding in one.findings)
    scored = span_score([*report.findings, *settled], truth, truncated=report.truncated)
    return replace(report, score=scored)


def _options(
    request: ScanRequest, review: Review | None, mapped: AreaMapping | None, day: str
) -> dict[str, Any]:
    """What can change the result. Of the list of people only that there is one."""
    return {
        "as_of": day,
        "table": request.table,
        "without": sorted(request.without),
        "registry": request.registry is not None,
        "generic": request.generic,
        "model": request.model is not None,
        "risk": request.risk,
        "review": review.digest if review else None,
        "mapping": mapped.digest if mapped else None,
    }


def _limits(paths: Sequence[Path], model: bool) -> Limits:
    """The limits of a check, with more time: each text is looked at several times. A ``model`` takes more."""
    plain = Limits()
    made = [Limits.for_submission(path) for path in paths]
    cpu = plain.cpu_seconds + sum(one.cpu_seconds - plain.cpu_seconds for one in made)
    wall = plain.wall_seconds + sum(one.wall_seconds - plain.wall_seconds for one in made)
    times = _TIMES_OF_A_MODEL if model else _TIMES
    memory = _MEMORY_OF_A_MODEL if model else plain.memory_bytes
    return replace(plain, cpu_seconds=times * cpu, wall_seconds=times * wall, memory_bytes=memory)


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
