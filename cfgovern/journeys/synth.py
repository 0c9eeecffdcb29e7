"""``cfgovern synth``: people who never existed, and a manifest that says how they were made."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from cfgovern import __version__, content
from cfgovern.atomic import make_folder, plain_error, publish
from cfgovern.cohort import story
from cfgovern.cohort.area import Cohort, plan
from cfgovern.cohort.margins import read_margins
from cfgovern.cohort.names import digest as names_digest
from cfgovern.cohort.plain import Rows, faker_version
from cfgovern.cohort.profile import profile_for
from cfgovern.contract.load import load_contract
from cfgovern.contract.model import Contract
from cfgovern.errors import UsageError
from cfgovern.evidence.manifest import MANIFEST, Manifest, file_digests, listed_in, manifest_json
from cfgovern.evidence.measures import Target
from cfgovern.intake.job import job_folder
from cfgovern.journeys.satisfy import accepted_rows
from cfgovern.journeys.submissions import EXTENSIONS, Writer
from cfgovern.yamlfile import Given

__all__ = ["AS_OF", "DEFAULTS", "GENERATOR", "Asked", "Made", "Work", "not_about", "synthesise"]

AS_OF = date(2026, 10, 1)
"""The day that data are made for unless another is asked: the same on every day."""
GENERATOR = 1
"""Raised whenever the same arguments give other rows than before."""


@dataclass(frozen=True, slots=True)
class Default:
    """What a mode makes unless something else is asked."""

    people: int
    areas: int = 1
    form: str = "csv"


_CONTENT = {
    "faulty": "faults.yaml", "linkage": "linkage.yaml", "notes": "notes.yaml", "quarters": "quarters.yaml",
}  # fmt: skip
_MOST_IN_MEMORY = 200_000

DEFAULTS: Mapping[str, Default] = {
    "tiny": Default(12, form="xlsx"),
    "cohort": Default(4_700, areas=18),
    "edge": Default(40),
    "faulty": Default(260),
    "linkage": Default(2_000),
    "notes": Default(250),
    "volume": Default(550_000, areas=18, form="parquet"),
    "quarters": Default(120),
}


@dataclass(frozen=True, slots=True)
class Asked:
    """What the user asked for; None is the mode's own."""

    mode: str = "tiny"
    areas: int | None = None
    people: int | None = None
    seed: int = 1
    as_of: date = AS_OF
    faults: str = "all"
    margins: Path | None = None
    form: str | None = None


@dataclass(slots=True)
class Work:
    """One run: what is asked for, and where it is written. A mode adds what there is to tell."""

    contract: Contract
    asked: Asked
    writer: Writer
    people: int
    areas: int
    targets: tuple[Target, ...] | None
    own: tuple[Target, ...]
    said: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    nhs_numbers_left_empty: int = 0
    whole: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    progress: Callable[[str], None] | None = None

    def plan(self) -> Cohort:
        """The people asked for, still to be made."""
        asked = self.asked
        return plan(
            self.contract,
            people=self.people,
            areas=self.areas,
            as_of=asked.as_of,
            seed=asked.seed,
            asked=self.targets,
        )

    def rows(self, area: int = 0) -> Rows:
        """One area, every table; the engine itself has accepted those of a contract without a story."""
        cohort = self.plan()
        if cohort.world is not None:
            return cohort.rows(area)
        return accepted_rows(self.contract, rows=self.people, as_of=self.asked.as_of, seed=self.asked.seed)

    def name(self, area: int = 0) -> str:
        """What the submission of an area is called, after SYNTHETIC."""
        return self.plan().areas[area] or "submission"


@dataclass(frozen=True, slots=True)
class Made:
    """What was made. ``text`` is what to tell the user."""

    manifest: Manifest
    text: str


def synthesise(
    out: Path, contract_path: Path | Given, asked: Asked, *, progress: Callable[[str], None] | None = None
) -> Made:
    """Make what is ``asked`` into the folder ``out``, all of it or nothing.

    Files of an earlier run are replaced; others in ``out`` are left alone. Raises UsageError
    ``synth.not_ours`` where a file of that name is somebody else's, ``synth.*`` and ``cohort.*`` for what
    cannot be made, and OperatorFileError for a contract, profile or margins at fault.
    """
    from cfgovern.journeys.synthmodes import MODES

    if progress is not None:
        progress("making")
    contract = load_contract(contract_path)
    default = DEFAULTS[asked.mode]
    form = _form(asked, default)
    targets, own, notes = _margins(contract, asked.margins)
    fresh = not os.path.lexists(out)
    make_folder(out)
    before = set(listed_in(out / MANIFEST))
    try:
        with job_folder(out.resolve()) as job:
            ready = job / "ready"
            ready.mkdir()
            writer = Writer(ready, job, contract, form)
            people, areas = asked.people or default.people, asked.areas or default.areas
            work = Work(contract, asked, writer, people, areas, targets, own, notes=notes, progress=progress)
            MODES[asked.mode](work)
            manifest = _manifest(work, ready)
            _must_be_ours(out, ready, before)
            (ready / MANIFEST).write_bytes(manifest_json(manifest))
            publish(ready, out, MANIFEST)
    except OSError as error:
        raise plain_error(error, str(out)) from None
    finally:
        if fresh and not any(out.iterdir()):
            out.rmdir()
    _clear(out, before - set(manifest.files))
    return Made(manifest, _told(out, work, manifest))


def _form(asked: Asked, default: Default) -> str:
    form = asked.form or default.form
    if form not in EXTENSIONS:
        raise ValueError(f"unknown form: {form}")
    if asked.mode != "volume" and (asked.people or 0) > _MOST_IN_MEMORY:
        raise UsageError(
            "synth.people",
            f"This mode makes {_MOST_IN_MEMORY:,} people at most.",
            fix="Ask for fewer, or choose --mode volume.",
        )
    if asked.mode == "volume" and form == "xlsx":
        raise UsageError(
            "synth.form",
            "A workbook cannot hold so many rows.",
            fix="Choose --format parquet or --format csv.",
        )
    return form


def _margins(
    contract: Contract, path: Path | None
) -> tuple[tuple[Target, ...] | None, tuple[Target, ...], list[str]]:
    """The totals to draw to, those of them that are the user's own, and what there is to say about them.

    A user's own take the place of those of the profile about the same columns.
    """
    if path is None:
        return None, (), []
    profile = profile_for(contract.id)
    if profile is None:
        raise UsageError(
            "synth.margins",
            "Margins need a cohort profile, and the pack has none for this contract.",
            fix="Leave out --margins, or add a profile to the folder synthetic of the pack.",
        )
    try:
        text = path.read_bytes()
    except OSError:
        raise UsageError(
            "synth.margins", "The file of margins cannot be read.", fix="Check its name and place."
        ) from None
    codes = {concept: tuple(known) for concept, known in story.coded(profile).items()}
    own, suppressed = read_margins(text, path.name, codes)
    told = f"{suppressed} cells of the margins were suppressed and took no part." if suppressed else ""
    return (*not_about(profile.fitted, own), *own), own, [told] if told else []


def not_about(targets: Sequence[Target], own: Sequence[Target]) -> list[Target]:
    """Those of ``targets`` that are about other columns than ``own``."""
    named = {concept for target in own for concept in target.where}
    return [target for target in targets if not named & {*target.where, *target.among}]


def _manifest(work: Work, ready: Path) -> Manifest:
    contract, asked = work.contract, work.asked
    profile = profile_for(contract.id)
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
        "participants": work.people,
        "areas": work.areas,
        "format": work.writer.form,
        "faults": asked.faults if asked.mode == "faulty" else None,
        "margins": asked.margins.name if asked.margins else None,
    }


def _must_be_ours(out: Path, ready: Path, before: set[str]) -> None:
    """Refuse to replace what no earlier run has made."""
    for entry in ready.iterdir():
        place = out / entry.name
        files = [path for path in place.rglob("*") if path.is_file()] if place.is_dir() else [place]
        for path in files:
            if os.path.lexists(path) and path.relative_to(out).as_posix() not in before:
                raise UsageError(
                    "synth.not_ours",
                    "The folder holds a file of the same name that was not made here.",
                    where=str(path),
                    fix="Move it elsewhere, or give another folder with --out.",
                )


def _clear(out: Path, names: set[str]) -> None:
    """Remove what an earlier run has made and this one has not."""
    for name in sorted(names):
        path = out / name
        if path.resolve().is_relative_to(out.resolve()) and path.is_file() and not path.is_symlink():
            path.unlink()
            if path.parent != out and not any(path.parent.iterdir()):
                path.parent.rmdir()


def _told(out: Path, work: Work, manifest: Manifest) -> str:
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
    ]
    return "\n".join(lines) + "\n"


def _listed(names: Sequence[str], most: int = 8) -> list[str]:
    shown = [f"  {name}" for name in names[:most]]
    return shown if len(names) <= most else [*shown, f"  and {len(names) - most} more"]
