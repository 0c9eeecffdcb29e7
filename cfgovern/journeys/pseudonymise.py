"""A submission parted for one domain: checked, split in a limited child, written with its manifest last."""

from __future__ import annotations

import os
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, date, datetime
from pathlib import Path

from cfgovern.atomic import made_folder, plain_error, plain_errors, publish
from cfgovern.contract.domains import domain_for
from cfgovern.contract.load import load_contract
from cfgovern.contract.parts import MODES, tables_for
from cfgovern.errors import UsageError
from cfgovern.evidence.ledger import ToTell, Withdrawal, must_not_mix
from cfgovern.evidence.manifest import MANIFEST
from cfgovern.evidence.release import CROSSWALK, Release, release_json
from cfgovern.findings import Report
from cfgovern.identifiers import names_somebody
from cfgovern.intake.job import job_folder, sweep
from cfgovern.journeys.measured import measured_by_release
from cfgovern.journeys.register import Register, must_be_name
from cfgovern.journeys.releasing import Making, Parted, mac_key
from cfgovern.journeys.request import Request
from cfgovern.journeys.submission import Run, check_in
from cfgovern.journeys.submission import keep_record as keep
from cfgovern.journeys.withdrawals import read_withdrawals, rounds, to_tell
from cfgovern.keys.keyfile import Keys
from cfgovern.keys.synced import must_not_be_synced
from cfgovern.tokens.clksettings import SALTS
from cfgovern.tokens.keyed import TokenKey
from cfgovern.tokens.normaliser import LATEST

__all__ = ["Exclusion", "ReleaseRequest", "Released", "keep_record", "pseudonymise"]


@dataclass(frozen=True, slots=True)
class Exclusion:
    """Who approved that a release goes on without rejected people, and why."""

    approved_by: str
    reason: str


@dataclass(frozen=True, slots=True)
class ReleaseRequest:
    """What is asked of a release.

    ``register``: the folder of the register of releases. ``mode``: split (identifiers in the clear, for a
    trusted linker), tokens or clk, those salted by ``clk_salt``, if by anything. ``epoch``: of the area
    root, for making an earlier release again (default the newest). ``exclusion``: go on without rejected
    people. ``withdrawals``: a list of who withdrew. ``transcripts``: a folder of transcripts of
    interviews, each file named by a record id. ``normaliser``: version of the normal forms.
    ``allow_synced``: folders of these programs may hold it.
    """

    domain: str
    release: str
    keys: Keys
    register: Path
    mode: str = "split"
    epoch: int | None = None
    exclusion: Exclusion | None = None
    withdrawals: Path | None = None
    transcripts: Path | None = None
    normaliser: str = LATEST
    allow_synced: tuple[str, ...] = ()
    clk_salt: str | None = None

    def must_make_sense(self, *, on_spark: bool = False) -> None:
        """Raise UsageError for a name that cannot be used, an unknown mode, or one that Spark has not, an
        approval that may not go."""
        must_be_name(self.domain, "domain")
        must_be_name(self.release, "release")
        if self.mode not in MODES:
            raise UsageError("release.mode", "There is no such mode.", fix=f"Choose from {', '.join(MODES)}.")
        if self.mode == "clk" and on_spark:
            raise UsageError(
                "engine.clk",
                "Spark makes no CLKs: its workers would need the secret of the project.",
                fix="Leave out --engine for CLKs, or make tokens with --mode tokens.",
            )
        if self.clk_salt is not None and (self.mode != "clk" or self.clk_salt not in SALTS):
            raise UsageError(
                "release.clk_salt",
                "Only CLKs are salted, and only by what is known here.",
                fix=f"With --mode clk, choose from {', '.join(SALTS)}; or leave out --clk-salt.",
            )
        if self.exclusion and not (self.exclusion.approved_by.strip() and self.exclusion.reason.strip()):
            raise UsageError(
                "release.approval",
                "Leaving out rejected people needs the name of who approved it, and a reason.",
                fix="Give both --approved-by and --reason.",
            )
        if self.exclusion and any(map(names_somebody, (self.exclusion.approved_by, self.exclusion.reason))):
            raise UsageError(
                "release.approval_identifier",
                "The approval holds something that is written like an identifier or a full date, and it goes "
                "with the release.",
                fix="Say why without naming anybody: the rules that were broken stand beside it.",
            )


@dataclass(frozen=True, slots=True)
class Released:
    """The check that came first, and the release; None where the check stopped it and nothing was written.

    ``custodian``: whether the key file names one.
    """

    run: Run
    release: Release | None = None
    tell: tuple[ToTell, ...] = field(default=(), repr=False)
    custodian: bool = False


def pseudonymise(request: Request, asked: ReleaseRequest, out: Path) -> Released:
    """Make the release that is ``asked`` from the submission of ``request``, in the new folder ``out``.

    Nothing is written unless the check passes, or rejected people are left out with approval. Raises
    OperatorFileError or UsageError for a faulty file or request, KeyFault for keys that do not fit,
    InternalFault for a fault of cfgovern.
    """
    asked.must_make_sense(on_spark=request.spark is not None)
    day = request.as_of or datetime.now().astimezone().date()
    must_not_be_synced(out / CROSSWALK, asked.allow_synced)
    _must_be_free(out)
    root = asked.keys.root("area", asked.epoch)
    programme = asked.keys.root("programme") if asked.mode != "split" else None
    contract = load_contract(request.contract)
    domain = domain_for(contract, asked.domain)
    register = Register(asked.register, asked.keys, root)
    entries = register.entries()
    listed = read_withdrawals(asked.withdrawals) if asked.withdrawals is not None else {}
    groups = rounds(entries, asked.keys, (domain.name, root.epoch), listed)
    with job_folder() as job:
        checked = check_in(request, job, contract=contract, hand_on=tables_for(contract, domain))
        report = checked.run.report
        if checked.answer is None or not _may_go(report, asked.exclusion):
            return Released(checked.run)
        _must_have_come(day, report)
        must_not_mix(entries, domain.name, report.record_origin or "live")
        making = Making(
            asked.release,
            domain,
            asked.mode,
            asked.normaliser,
            day,
            checked,
            job,
            root,
            programme,
            asdict(asked.exclusion) if asked.exclusion else None,
            asked.transcripts,
            asked.clk_salt,
            request.spark,
        )
        parted = making.part(TokenKey(register.link_key(asked.release)), groups)
        release = _written(making, parted, out, register, listed)
    custodian = bool(asked.keys.listed().custodian.strip())
    return Released(checked.run, release, tuple(to_tell(groups, parted.elsewhere)), custodian)


def _written(
    making: Making, parted: Parted, out: Path, register: Register, listed: Mapping[str, Withdrawal]
) -> Release:
    """Put the release into its folder, its manifest last; the register knows of it before anybody has it."""
    made_at = datetime.now(UTC).isoformat(timespec="seconds")
    with made_folder(out), job_folder(out.resolve()) as beside:
        _must_be_free(out, beside)  # by now another run may write there
        ready = beside / "ready"
        with plain_errors(out):
            ready.mkdir()
            release = making.manifest(parted, making.write(parted, ready), made_at)
            (ready / MANIFEST).write_bytes(release_json(release, mac_key(making.root)))
        entry = register.keep(making.entry(parted, made_at, listed), release.run_id)
        try:
            publish(ready, out, MANIFEST)
        except BaseException:
            if not os.path.lexists(out / MANIFEST):
                with suppress(OSError):  # too much in the register harms nobody
                    entry.unlink()
            raise
    return release


def _must_have_come(day: date, report: Report) -> None:
    """Refuse a day that is still to come, but for made-up data: nobody is older before it is so."""
    if day > datetime.now().astimezone().date() and report.record_origin != "synthetic":
        raise UsageError(
            "release.day",
            "A release is judged by a day that has come.",
            fix="Give today, or an earlier day, with --as-of.",
        )


def _must_be_free(out: Path, own: Path | None = None) -> None:
    """Refuse a folder that holds more than this run's ``own``, and what runs that were killed have left."""
    sweep(out)
    try:
        free = not os.path.lexists(out) or {path.name for path in out.iterdir()} <= {own.name if own else ""}
    except NotADirectoryError:
        free = False
    except OSError as error:
        raise plain_error(error, str(out)) from None
    if not free:
        raise UsageError(
            "release.folder",
            "The folder for the release is not empty, and no release is ever written over another.",
            where=str(out),
            fix="Give a new folder with --out.",
        )


def _may_go(report: Report, exclusion: Exclusion | None) -> bool:
    """Whether the check lets the release go on. What concerns no row cannot be left out with its people."""
    if report.outcome == "pass":
        return True
    grave = (one for one in report.findings if one.severity in ("block", "error"))
    return exclusion is not None and report.outcome != "refused" and all(one.row is not None for one in grave)


def keep_record(made: Released, folder: Path) -> Path:
    """Write the run record of a release, or of the check that stopped it, into ``folder``."""
    run = replace(made.run, report=replace(made.run.report, report="pseudonymise"), ended=datetime.now(UTC))
    also = measured_by_release(made.release, run.contract, made.custodian) if made.release else None
    return keep(run, folder, also)
