"""``pseudonymise --check``: what a release claims, proved again from its folder, its keys and its submission.

Nothing that a release says is taken for granted: its files are read in a limited child, like any submission.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from cfgovern import __version__
from cfgovern.contract.schemas import check_machine
from cfgovern.errors import SubmissionRefused, UsageError
from cfgovern.evidence.proof import PROOFS, Proof, ReleaseProof, failed, held, not_run
from cfgovern.evidence.records import RunRecord, text_digest, write_run_record
from cfgovern.evidence.release import CROSSWALK, must_be_whole, read_release
from cfgovern.intake.job import job_folder
from cfgovern.journeys.measured import measured_by_proof
from cfgovern.journeys.proofasked import Roots, roots_of
from cfgovern.journeys.proofkeys import no_key
from cfgovern.journeys.proofparts import Looked
from cfgovern.journeys.proofwork import NO_KEYS, AtWork
from cfgovern.journeys.releasing import mac_key
from cfgovern.journeys.request import Request
from cfgovern.keys.faults import KeyFault
from cfgovern.keys.keyfile import Keys
from cfgovern.keys.sealed import unseal
from cfgovern.progress import Told

__all__ = ["check_release", "keep_proof"]

_ABOUT = ("release", "domain", "recipient", "mode", "record_origin", "as_of", "made_at", "epoch")
_OTHER_KEYS = "These are not the keys of this release: run it again with those, or without any."
_CHANGED = "The release was changed since it was made, or is none, so nothing else of it is proved."
_NO_CONTRACT = "The released contract cannot be used, so nothing is held to it."
_NONE = "sha256:" + "0" * 64
"""The digest in a run record where a folder names no contract."""
_WRONG_KEYS = ("sealed.wrong_key", "sealed.wrong_epoch")


@dataclass(frozen=True, slots=True)
class _Read:
    """What the manifest says (None: nothing of use), under which roots, and how that was proved."""

    told: dict[str, Any] | None
    roots: Roots | None
    proof: Proof


def check_release(
    folder: Path, keys: Keys | None = None, submission: Request | None = None, progress: Told | None = None
) -> ReleaseProof:
    """Prove the release in ``folder``. ``keys``: those of the area; ``submission``: of what it was made, and
    how that is checked; its day is that of the release.

    Raises UsageError ``proof.no_keys`` for a submission without keys and ``proof.folder`` where there is no
    folder, OperatorFileError for a faulty file of the submission, InternalFault for a fault of cfgovern.
    """
    if submission is not None and keys is None:
        raise UsageError(
            "proof.no_keys",
            "A release is held to its submission with the keys that it was made with.",
            fix="Name your key file with --keys.",
        )
    if not folder.is_dir():
        raise UsageError("proof.folder", "There is no such folder.", fix="Name the folder of a release.")
    started, run_id = datetime.now(UTC), uuid.uuid4().hex
    read = _manifest(folder, keys)
    found = {read.proof.name: read.proof}
    looked, because = Looked(), _CHANGED
    if read.told is not None:
        found["whole"] = _whole(folder, read.told)
    if read.proof.exit_code == 2:
        because = _OTHER_KEYS
    else:
        found["no_key"] = no_key(folder, keys, read.told) if keys else not_run("no_key", NO_KEYS)
        opened, found["crosswalk"] = _crosswalk(folder, read, keys)
        if read.told is not None and not any(one.exit_code == 3 for one in found.values()):
            with job_folder() as job:
                work = AtWork(folder, read.told, job, read.roots, progress, run_id)
                looked, because = work.looked(submission, opened), _NO_CONTRACT
    found |= {proof.name: proof for proof in looked.proofs}
    return ReleaseProof(
        run_id=run_id,
        cfgovern_version=__version__,
        about={name: read.told[name] for name in _ABOUT} if read.told else None,
        proofs=tuple(found.get(name, not_run(name, because)) for name in PROOFS),
        risk=looked.risk,
        contract=read.told["contract"]["digest"] if read.told else _NONE,
        submission=read.told["submission"] if read.told else None,
        options={"keys": keys is not None, "submission": submission is not None},
        started=started.isoformat(timespec="seconds"),
        ended=max(started, datetime.now(UTC)).isoformat(timespec="seconds"),
        parts=tuple(sorted({one["part"] for one in read.told["tables"]})) if read.told else (),
    )


def keep_proof(proof: ReleaseProof, report: str, folder: Path) -> Path:
    """Write the run record of a proof, whose JSON report is ``report``, into ``folder``."""
    states = [one.state for one in proof.proofs]
    record = RunRecord(
        kind="pseudonymise_check",
        run_id=proof.run_id,
        cfgovern_version=proof.cfgovern_version,
        contract=proof.contract,
        submission=proof.submission,
        options=text_digest(json.dumps(dict(proof.options), sort_keys=True)),
        started=proof.started,
        ended=proof.ended,
        outcome=proof.outcome,
        counts={"block": states.count("failed"), "error": 0, "warning": 0, "info": states.count("not_run")},
        report=text_digest(report),
        measures=measured_by_proof(proof),
    )
    return write_run_record(folder, record)


def _manifest(folder: Path, keys: Keys | None) -> _Read:
    """What the manifest says. With keys its code is held, if they are those that it names."""
    try:
        told = read_release(folder)
        if check_machine("release", told) or not _is_day(told["as_of"]):
            code = "release.no_manifest"
            return _Read(None, None, failed("manifest", code, ["It is none of cfgovern's."], exit_code=3))
        if keys is None:
            return _Read(told, None, held("manifest", "Without your keys its code cannot be held."))
        roots = roots_of(keys, told)
        read_release(folder, mac_key(roots.area))
    except (SubmissionRefused, KeyFault) as refusal:
        proof = failed("manifest", refusal.code, [refusal.what], exit_code=refusal.exit_code, fix=refusal.fix)
        return _Read(None if refusal.code == "release.no_manifest" else told, None, proof)
    return _Read(told, roots, held("manifest", "Its code is that of your key."))


def _is_day(text: str) -> bool:
    try:
        return bool(date.fromisoformat(text))
    except ValueError:
        return False


def _whole(folder: Path, told: Mapping[str, Any]) -> Proof:
    try:
        must_be_whole(folder, told)
    except SubmissionRefused as refusal:
        where = f" ({refusal.where})" if refusal.where else ""
        said = [f"{refusal.what.removesuffix('.')}{where}."]
        return failed("whole", refusal.code, said, exit_code=refusal.exit_code, fix=refusal.fix)
    return held("whole")


def _crosswalk(folder: Path, read: _Read, keys: Keys | None) -> tuple[bytes | None, Proof]:
    """What is sealed in the crosswalk, if it can be opened, and how that was proved."""
    path = folder / CROSSWALK
    if keys is None or read.roots is None or read.told is None:
        return None, not_run("crosswalk", NO_KEYS if keys is None else _CHANGED)
    if not path.is_file():
        return None, not_run("crosswalk", "It is not in this folder: it stays with the area.")
    try:
        opened, about = unseal(keys, path.read_bytes(), "crosswalk")
    except KeyFault as fault:
        code = 2 if fault.code in _WRONG_KEYS else 3
        return None, failed("crosswalk", fault.code, [fault.what], exit_code=code, fix=fault.fix)
    if about != {name: read.told[name] for name in ("release", "domain")}:
        return None, failed("crosswalk", "release.other_crosswalk", ["It is of another release."])
    return opened, held("crosswalk")
