"""``cfgovern synth``: people who never existed, and a manifest that says how they were made."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cfgovern import __version__, content
from cfgovern.atomic import BETWEEN, made_folder, plain_error, publish
from cfgovern.cohort.names import digest as names_digest
from cfgovern.cohort.plain import faker_version
from cfgovern.cohort.profile import profile_for
from cfgovern.contract.load import load_contract
from cfgovern.contract.schemas import odcs_faults
from cfgovern.errors import OperatorFileError, UsageError
from cfgovern.evidence.manifest import (
    MANIFEST,
    Manifest,
    file_digest,
    file_digests,
    listed_in,
    manifest_json,
)
from cfgovern.intake.job import job_folder, others_at_work
from cfgovern.journeys.submission import must_run
from cfgovern.journeys.submissions import Writer
from cfgovern.journeys.synthmodes import MODES
from cfgovern.journeys.synthwork import DEFAULTS, Asked, Work, form_of, margins_of
from cfgovern.progress import Progress, Told
from cfgovern.yamlfile import Given

__all__ = ["GENERATOR", "Made", "synthesise"]

GENERATOR = 4
"""Raised whenever the same arguments give other rows than before."""


_CONTENT = {
    "faulty": "faults.yaml", "linkage": "linkage.yaml", "notes": "notes.yaml", "quarters": "quarters.yaml",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Made:
    """What was made. ``text`` is what to tell the user."""

    manifest: Manifest
    text: str


def synthesise(out: Path, contract_path: Path | Given, asked: Asked, *, progress: Told | None = None) -> Made:
    """Make what is ``asked`` into the folder ``out``, all of it or nothing.

    Files of an earlier run are replaced; others in ``out`` are left alone. Raises UsageError
    ``synth.not_ours`` where a file of that name is somebody else's, ``synth.*`` and ``cohort.*`` for what
    cannot be made, and OperatorFileError for a contract, profile or margins at fault.
    """
    if progress is not None:
        progress(Progress("making"))
    form = form_of(asked)
    default = DEFAULTS[asked.mode]
    contract = load_contract(contract_path)
    if not _is_shipped(contract_path):
        unknown = odcs_faults(contract.document)
        if unknown:  # a misspelt key may be what says that a column identifies somebody
            raise OperatorFileError("contract.invalid", "The contract does not keep to ODCS.", unknown)
        must_run(contract_path)
    targets, own, notes = margins_of(contract, asked.margins)
    before = listed_in(*(out / f"{MANIFEST}{ending}" for ending in ("", *BETWEEN)))
    try:
        with made_folder(out), job_folder(out.resolve()) as job:
            if others_at_work(out.resolve(), job):
                raise UsageError(
                    "synth.busy",
                    "Another run is writing into that folder.",
                    where=str(out),
                    fix="Wait until it has ended, or give another folder with --out.",
                )
            ready = job / "ready"
            ready.mkdir()
            writer = Writer(ready, job, contract, form)
            people, areas = asked.people or default.people, asked.areas or default.areas
            work = Work(contract, asked, writer, people, areas, targets, own, notes=notes, progress=progress)
            MODES[asked.mode](work)
            manifest = _manifest(work, ready)
            (ready / MANIFEST).write_bytes(manifest_json(manifest))
            _must_be_ours(out, ready, before)
            publish(ready, out, MANIFEST)
    except OSError as error:
        raise plain_error(error, str(out)) from None
    made = {*manifest.files, MANIFEST}
    left = _clear(out, {name: kept for name, kept in before.items() if name not in made})
    return Made(manifest, _told(out, work, manifest, left))


def _is_shipped(contract_path: Path | Given) -> bool:
    """Whether the contract is one of the pack, which is held to its rules by tests of its own."""
    return isinstance(contract_path, Path) and contract_path.resolve().is_relative_to(
        content.folder("schemas").resolve()
    )


def _manifest(work: Work, ready: Path) -> Manifest:
    contract, asked = work.contract, work.asked
    profile = profile_for(contract)
    return Manifest(
        mode=asked.mode,
        seed=asked.seed,
        as_of=asked.as_of.isoformat(),
        contract={"id": contract.id, "version": contract.version, "digest": contract.digest},
        made_by={
            "cfgovern": __version__,
            "generator": GENERATOR,
            "profile": profile.digest if profile else None,
            "names": f"sha256:{names_digest()}" if profile else None,
            "faker": None if profile else faker_version(),
            "content": _digest_of(_CONTENT[asked.mode]) if asked.mode in _CONTENT else None,
        },
        options=_options(work),
        nhs_numbers_left_empty=work.nhs_numbers_left_empty,
        tables=work.whole or work.writer.tables(),
        submissions=work.writer.submissions,
        files=file_digests(ready),
        notes=tuple(work.notes),
    )


def _digest_of(name: str) -> str:
    return "sha256:" + hashlib.sha256(content.file("synthetic", name).read_bytes()).hexdigest()


def _options(work: Work) -> dict[str, Any]:
    asked = work.asked
    return {
        "participants": None if DEFAULTS[asked.mode].fixed else work.people,
        "areas": work.areas,
        "format": work.writer.form,
        "faults": asked.faults if asked.mode == "faulty" else None,
        "margins": asked.margins.name if asked.margins else None,
    }


def _must_be_ours(out: Path, ready: Path, before: Mapping[str, set[str]]) -> None:
    """Refuse to replace what no earlier run has made, or what somebody has changed since."""
    for entry in ready.iterdir():
        place = out / entry.name
        # A link counts as a file: what it leads to is not ours to take away.
        held = place.rglob("*") if place.is_dir() and not place.is_symlink() else (place,)
        for path in (each for each in held if each.is_symlink() or not each.is_dir()):
            if os.path.lexists(path) and not _is_ours(out, path, before):
                raise UsageError(
                    "synth.not_ours",
                    "The folder holds a file of the same name that was not made here, or was changed since.",
                    where=str(path),
                    fix="Move it elsewhere, or give another folder with --out.",
                )


def _is_ours(out: Path, path: Path, before: Mapping[str, set[str]]) -> bool:
    known = before.get(path.relative_to(out).as_posix(), set())
    return bool(known) and path.is_file() and not path.is_symlink() and file_digest(path) in known


def _clear(out: Path, before: Mapping[str, set[str]]) -> list[str]:
    """Remove what an earlier run has made and this one has not, unless somebody has changed it since.

    Returns what cannot be removed: all that was asked for is there, and this is only told.
    """
    left = []
    for name in sorted(before):
        path = out / name
        try:
            if path.resolve().is_relative_to(out.resolve()) and _is_ours(out, path, before):
                path.unlink()
                if path.parent != out and not any(path.parent.iterdir()):
                    path.parent.rmdir()
        except OSError:
            left.append(name)
    return left


def _told(out: Path, work: Work, manifest: Manifest, left: Sequence[str]) -> str:
    rows = sum(table["rows"] for table in manifest.tables.values())
    size = f"{len(manifest.tables)} tables, {rows:,} rows" if rows else f"{len(manifest.files)} files"
    lines = [
        f"SYNTHETIC: mode {manifest.mode}, seed {manifest.seed}, as on {manifest.as_of} ({size}).",
        "Nobody in it exists.",
        *([work.contract.notice] if work.contract.notice else []),
        "",
        *work.said,
        *work.notes,
        *([""] if work.said or work.notes else []),
        f"Everything is in {out.resolve()}",
        *_listed(sorted({name.split("/")[0] for name in manifest.files})),
        f"  {MANIFEST}",
        *(["", "Of an earlier run these are left, as they cannot be removed:"] if left else []),
        *_listed(left),
    ]
    return "\n".join(lines) + "\n"


def _listed(names: Sequence[str], most: int = 8) -> list[str]:
    shown = [f"  {name}" for name in names[:most]]
    return shown if len(names) <= most else [*shown, f"  and {len(names) - most} more"]
