"""The front door: what the command line, the web face and other programs call.

Every function takes and returns plain values. Errors are subclasses of
:class:`cfgovern.errors.CfgovernError`, with a stable code and the exit code a command ends with.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, TypedDict, Unpack

from cfgovern import content
from cfgovern.contract.load import load_contract as _load
from cfgovern.contract.model import Contract
from cfgovern.contractcalls import (
    contract_template,
    diff_contracts,
    export_json_schemas,
    lint_contract,
    show_burden,
    show_contract,
    show_diff,
)
from cfgovern.documentcalls import (
    check_template,
    diff_documents,
    documents_status,
    draft,
    explain_risk,
    import_answers,
    new_template,
    start_area,
    verify_documents,
)
from cfgovern.errors import Fault, UsageError
from cfgovern.findings import Report
from cfgovern.keycalls import (
    add_keys,
    key_facts,
    new_keys,
    open_keys,
    public_keys,
    rekey,
    rotate_keys,
    share_keys,
)
from cfgovern.profile.area import Area
from cfgovern.progress import Told
from cfgovern.releasecalls import (
    check_release,
    export_released,
    java_of_splink,
    link,
    link_plan,
    pseudonymise,
    read_crosswalk,
    register_beside,
)
from cfgovern.yamlfile import Given

if TYPE_CHECKING:
    from cfgovern.engine.spark.session import SparkSession
    from cfgovern.intake.limits import Limits
    from cfgovern.journeys.scan import Scanned, ScanRequest
    from cfgovern.journeys.submission import Run
    from cfgovern.journeys.unreal import UnrealReport

__all__ = [
    "add_keys",
    "assert_unreal",
    "check",
    "check_release",
    "check_template",
    "confirmations_for",
    "contract_template",
    "default_contract",
    "demo",
    "diff_contracts",
    "diff_documents",
    "documents_status",
    "draft",
    "explain_risk",
    "export_json_schemas",
    "export_released",
    "import_answers",
    "java_of_splink",
    "keep_record",
    "key_facts",
    "link",
    "link_plan",
    "lint_contract",
    "lint_notes",
    "load_contract",
    "new_keys",
    "new_template",
    "open_keys",
    "pseudonymise",
    "public_keys",
    "read_crosswalk",
    "register_beside",
    "rekey",
    "rotate_keys",
    "scan",
    "share_keys",
    "show_burden",
    "show_contract",
    "show_diff",
    "start_area",
    "suggest_mapping",
    "synth",
    "validate",
    "verify_documents",
]


def default_contract() -> Path:
    """The programme contract of the pack in use.

    Raises UsageError ``contract.choose`` when the pack has none, or more than one.
    """
    found = sorted(content.folder("schemas").glob("*/*.odcs.yaml"))
    if len(found) != 1:
        raise UsageError(
            "contract.choose",
            f"The programme pack holds {len(found)} contracts.",
            fix="Name the one to use with --contract.",
        )
    return found[0]


def load_contract(path: Path | str | Given | None = None) -> Contract:
    """The contract at ``path``, or the programme contract.

    ``Given(name, content)`` of ``cfgovern.yamlfile`` stands for a contract that is no file; its code
    lists are looked for in the working folder. Raises OperatorFileError with every fault and its line
    and column.
    """
    return _load(_source(path))


def _source(path: Path | str | Given | None) -> Path | Given:
    return Path(path) if isinstance(path, str) else path or default_contract()


class Asked(TypedDict, total=False):
    """What else can be asked of a check.

    ``table``: the contract table that a single file holds. ``as_of``: the day of judging (default today).
    ``period``: first and last day reported on, for the rules that look at one; without it they are listed as
    not run. ``area``: an area profile that must name the contract. ``mapping``: a mapping.yaml of the area's
    own headings and codes, confirmed by a person. ``score_against``: a faults.csv, to say how much of what
    was planted was found. ``confirmations``: warnings that somebody confirmed with a reason; they no longer
    count. ``previous``: an earlier report of the same contract, as JSON, to compare with. ``limits``: other
    budgets (``cfgovern.intake.limits.Limits``) than those for the size of the submission. ``progress`` is
    called with a ``Progress`` a few times a second. ``spark``: judge on Spark, by its master or a
    session of yours.
    """

    table: str | None
    as_of: date | None
    period: tuple[date, date] | None
    area: Area | None
    mapping: Path | str | None
    score_against: Path | str | None
    confirmations: Path | str | None
    previous: Path | str | None
    limits: Limits | None
    progress: Told | None
    spark: str | SparkSession | None


def validate(
    submission: Path | str | BinaryIO,
    *,
    contract: Path | str | Given | None = None,
    evidence: Path | str | None = None,
    **asked: Unpack[Asked],
) -> Report:
    """Check a submission against a contract and say what came of it.

    The arguments are those of :func:`check`; ``evidence`` is a folder for the run record. Returns a
    report whose outcome is pass, confirm, fail or refused. Raises as :func:`check` and, where the record
    cannot be kept, :func:`keep_record` do.
    """
    run = check(submission, contract=contract, **asked)
    if evidence is not None:
        keep_record(run, evidence)
    return run.report


def check(
    submission: Path | str | BinaryIO,
    *,
    contract: Path | str | Given | None = None,
    annotate: bool = False,
    **asked: Unpack[Asked],
) -> Run:
    """Check a submission against a contract: the report, and what a run record needs.

    ``submission``: a workbook; a CSV, Parquet or JSON Lines file; a folder or a zip of such files, each
    named as its table; or the bytes of one file as a stream. What a file is, its bytes tell. ``contract``:
    as :func:`load_contract` takes it. ``annotate``: ``copy`` of what is returned is the annotated copy of a
    workbook as bytes, which hold the data, or the UsageError that says why there is none. The rest is told at
    :class:`Asked`. What the programme waives is read from ``waivers.yaml`` beside the contract. Raises
    OperatorFileError for a faulty file of yours, UsageError for a request that cannot be met, InternalFault
    for a fault of ours.
    """
    from cfgovern.journeys.request import Request
    from cfgovern.journeys.submission import check_submission

    given = Path(submission) if isinstance(submission, str) else submission
    return check_submission(Request(given, _source(contract), annotate=annotate, **asked))


def scan(
    sent: Path | str | BinaryIO | Sequence[Path | str | BinaryIO],
    *,
    contract: Path | str | Given | None = None,
    request: ScanRequest | None = None,
    limits: Limits | None = None,
    progress: Told | None = None,
) -> Scanned:
    """Look for personal identifiers: its ``run`` has the report, and what a run record needs.

    ``sent``: a submission as :func:`check` takes it, or any files and folders: workbooks, CSV, Parquet, JSON,
    text, Word documents; one of them may be a stream. ``contract``: as :func:`load_contract` takes it; a
    column may hold the identifier that it is declared for, and no other. ``request``: what else is asked,
    such as a list of people or a review (``cfgovern.journeys.scan.ScanRequest``). ``to_review()`` of what is
    returned is a review file to fill in. Raises OperatorFileError for a faulty file of yours, UsageError for
    a request that cannot be met, InternalFault for a fault of ours.
    """
    from cfgovern.journeys.scan import ScanRequest, scan_submission

    given = sent if isinstance(sent, Sequence) and not isinstance(sent, str) else [sent]
    each = [Path(one) if isinstance(one, str) else one for one in given]
    asked = request or ScanRequest()
    return scan_submission(each, _source(contract), asked, limits=limits, progress=progress)


def keep_record(run: Run, folder: Path | str) -> Path:
    """Write the run record of what :func:`check` returned into ``folder``, made if it is not there.

    Returns its path. Raises UsageError where it cannot be written.
    """
    from cfgovern.journeys.submission import keep_record as keep

    return keep(run, Path(folder))


def confirmations_for(run: Run) -> str:
    """A confirmations file, as YAML, for the warnings of what :func:`check` returned, to be filled in.

    What was confirmed already stays so. Raises UsageError where nothing was read, or there is too much to
    confirm.
    """
    from cfgovern.journeys.confirming import to_fill_in

    return to_fill_in(run.report, run.contract)


def lint_notes(path: Path | str | Given | None = None) -> list[Fault]:
    """What is no fault of a contract and must be known: each rule of it that cfgovern does not run, as it is
    for people (``text``) or for another tool (``custom``)."""
    from cfgovern.journeys.contract_lint import notes

    return notes(_source(path))


def suggest_mapping(
    submission: Path | str,
    *,
    contract: Path | str | Given | None = None,
    table: str | None = None,
    sheets: Mapping[str, str] | None = None,
    progress: Told | None = None,
) -> str:
    """The text of a mapping.yaml for a submission in an area's own words, for a person to confirm.

    A ``submission`` that is another contract (``.yaml``, ``.yml``) is mapped by its names and codes: with the
    file, data under its names are checked against ``contract``.
    ``table``: the contract table that a single file holds. ``sheets``: the area's name of a sheet or file ->
    contract table. Raises SubmissionRefused, and as :func:`check` does.
    """
    from cfgovern.journeys.suggestion import suggest_mapping as suggest
    from cfgovern.journeys.suggestion import suggest_names

    if Path(submission).suffix.casefold() in (".yaml", ".yml"):
        return suggest_names(Path(submission), _source(contract))
    return suggest(Path(submission), _source(contract), table=table, sheets=sheets, progress=progress)


def demo(out: Path | str, *, as_of: date | None = None, progress: Told | None = None) -> str:
    """Make a made-up area, check it, write every report into ``out``; what to tell the user.

    ``progress`` is called with a ``Progress`` of making, reading and checking.
    """
    from cfgovern.journeys.demo import run_demo

    return run_demo(Path(out), default_contract(), as_of=as_of, progress=progress).text


def synth(
    out: Path | str,
    *,
    mode: str = "tiny",
    contract: Path | str | Given | None = None,
    areas: int | None = None,
    people: int | None = None,
    seed: int = 1,
    as_of: date | None = None,
    faults: str = "all",
    margins: Path | str | None = None,
    form: str | None = None,
    progress: Told | None = None,
) -> str:
    """Make data about people who never existed into the folder ``out``; what to tell the user.

    ``mode``: tiny, cohort, edge, faulty, linkage, notes, volume or quarters. ``people`` in all areas
    together. ``form``: xlsx, csv or parquet. ``progress`` is called with a ``Progress``. The same arguments
    give the same rows on any machine, today and later. Raises UsageError for what cannot be made,
    OperatorFileError for a file at fault.
    """
    from cfgovern.journeys.synth import synthesise
    from cfgovern.journeys.synthwork import AS_OF, Asked

    asked = Asked(mode, areas, people, seed, as_of or AS_OF, faults, Path(margins) if margins else None, form)
    return synthesise(Path(out), _source(contract), asked, progress=progress).text


def assert_unreal(
    files: Iterable[Path | str],
    *,
    streamed: BinaryIO | None = None,
    contract: Path | str | Given | None = None,
) -> UnrealReport:
    """Look for anything in ``files`` that might belong to a real person.

    ``streamed``: something that is read as well, such as standard input. ``contract`` says which columns hold
    which identifiers (default: the programme's). Raises UsageError for a file that is not there.
    """
    from cfgovern.journeys.unreal import assert_unreal as look

    return look([Path(file) for file in files], streamed=streamed, contract=load_contract(contract))
