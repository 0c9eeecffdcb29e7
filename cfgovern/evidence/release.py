"""The manifest of a release: what is in it, for whom, how it was made, and how to tell that it is whole.

It is written last: a folder without one is no release.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from cfgovern.errors import SubmissionRefused
from cfgovern.evidence.manifest import MANIFEST, stays_inside

__all__ = [
    "ABOUT",
    "CONTRACT",
    "CROSSWALK",
    "FileMark",
    "Release",
    "marked_file",
    "must_be_whole",
    "no_manifest",
    "read_release",
    "release_json",
]

CONTRACT, CROSSWALK = "released.odcs.yaml", "crosswalk.sealed"
"""What the released contract is called, and what stays with the area: no recipient gets the latter."""
ABOUT = (
    "This is still personal data. Names were taken out of the answers, or stand there as tokens, and people "
    "can be found again: by who holds the keys, by who holds the other part, and by who knows enough about "
    "them. Nothing here makes it anonymous. Use it for the purpose below alone, and keep the parts apart."
)
_VERSION = 1
_LANES = 1 << 256


@dataclass(frozen=True, slots=True)
class FileMark:
    """One file of a release: its bytes, digest and records, and a digest that their order does not change.

    ``records`` counts lines, the headings among them.
    """

    bytes: int
    sha256: str
    records: int
    unordered: str


@dataclass(frozen=True, slots=True)
class Release:
    """What ``manifest.json`` of a release says; the schema in ``schemas/machine`` tells of each.

    ``people``: how many came in, were sent, and were kept back, by reason. ``identifiers``: the same of
    those whose identifiers were sent. ``tables``: each file and its columns, with what was done to them.
    ``excluded``: who approved that rejected people be left out, why, and by which rules; None where nobody
    did. ``tokens``: the warning and what the minimum took out; None where none were made. ``clk``: likewise
    of Cryptographic Longterm Keys, with their linkage schemas and what they are salted by.
    """

    release: str
    domain: str
    recipient: str
    purpose: str
    retention: str
    mode: str
    record_origin: str
    as_of: str
    made_at: str
    cfgovern_version: str
    run_id: str
    contract: Mapping[str, str]
    released_contract: Mapping[str, str]
    submission: str | None
    normaliser: str
    epoch: int
    keys: Mapping[str, str]
    people: Mapping[str, Any]
    identifiers: Mapping[str, Any]
    tables: tuple[Mapping[str, Any], ...]
    files: Mapping[str, Mapping[str, Any]]
    transcripts: Mapping[str, Any] | None = None
    excluded: Mapping[str, Any] | None = None
    tokens: Mapping[str, Any] | None = None
    clk: Mapping[str, Any] | None = None
    notes: tuple[str, ...] = field(default=())


def release_json(release: Release, key: bytes) -> bytes:
    """The manifest as JSON, with its code of authentication under ``key`` (32 bytes), as ``mac``."""
    told = {"manifest": "release", "manifest_version": _VERSION, "about": ABOUT, **asdict(release)}
    told["mac"] = _code(told, key)
    return (json.dumps(told, indent=2, ensure_ascii=False) + "\n").encode()


def read_release(folder: Path, key: bytes | None = None) -> dict[str, Any]:
    """What the manifest in ``folder`` says.

    ``key``: the one it was made with, if its code of authentication is to be held. Raises SubmissionRefused
    ``release.no_manifest`` where none is there or it is none of ours, ``release.manifest_edited``.
    """
    try:
        told = json.loads((folder / MANIFEST).read_bytes())
        ours = told["manifest"] == "release" and told["manifest_version"] == _VERSION
        files = {name: FileMark(**mark) for name, mark in told["files"].items()}
    except (OSError, ValueError, TypeError, KeyError, AttributeError, RecursionError):
        ours, told, files = False, {}, {}
    if not ours or not files or not all(map(stays_inside, files)):
        raise no_manifest()
    if key is not None and not hmac.compare_digest(str(told.pop("mac", "")), _code(told, key)):
        raise SubmissionRefused(
            "release.manifest_edited",
            "The manifest was changed after the release was made.",
            where=MANIFEST,
            fix="Make the release again, and change nothing in its folder.",
        )
    return dict(told)


def no_manifest() -> SubmissionRefused:
    """The refusal of a folder without a manifest of ours."""
    return SubmissionRefused(
        "release.no_manifest",
        "The folder holds no whole release: its manifest is not there, or cannot be read.",
        where=MANIFEST,
        fix="Make the release again. Send nothing from a folder without a manifest.",
    )


def marked_file(path: Path) -> FileMark:
    """The marks of the file at ``path``. Lines are counted as bytes between line feeds."""
    whole, records, lanes, size = hashlib.sha256(), 0, 0, 0
    with path.open("rb") as stream:
        for line in stream:
            whole.update(line)
            size += len(line)
            records += 1
            lanes = (lanes + int.from_bytes(hashlib.sha256(line).digest())) % _LANES
    return FileMark(size, whole.hexdigest(), records, f"{lanes:064x}")


def must_be_whole(folder: Path, told: Mapping[str, Any]) -> None:
    """Hold each file in ``folder`` to the manifest.

    Raises SubmissionRefused ``release.file_missing``, ``release.file_extra``, ``release.truncated``,
    ``release.reordered`` or ``release.edited``, with the name of the file.
    """
    listed = {name: FileMark(**mark) for name, mark in told["files"].items()}
    for name, mark in listed.items():
        if not (folder / name).is_file() or (folder / name).is_symlink():
            raise _refusal("file_missing", "A file of the release is not there.", name)
        found = marked_file(folder / name)
        if found == mark:
            continue
        if found.unordered == mark.unordered:
            raise _refusal("reordered", "The rows of a file of the release were put in another order.", name)
        if found.bytes < mark.bytes and _is_start(folder / name, found, mark):
            raise _refusal("truncated", "A file of the release was cut off.", name)
        raise _refusal("edited", "A file of the release was changed after it was made.", name)
    for path in sorted(folder.rglob("*")):
        place = path.relative_to(folder).as_posix()
        ours = place in listed or place in (MANIFEST, CROSSWALK)
        if (path.is_file() or path.is_symlink()) and not ours:
            raise _refusal("file_extra", "A file lies in the folder that the manifest does not name.", "")


def _is_start(path: Path, found: FileMark, mark: FileMark) -> bool:
    """Whether the file may be the start of what was marked: fewer records, or a last one cut short."""
    with path.open("rb") as stream:
        stream.seek(-1 if found.bytes else 0, 2)
        ends_whole = stream.read(1) == b"\n"
    return found.records < mark.records or not ends_whole


def _code(told: Mapping[str, Any], key: bytes) -> str:
    said = json.dumps(told, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
    return hmac.new(key, said, hashlib.sha256).hexdigest()


def _refusal(code: str, what: str, where: str) -> SubmissionRefused:
    fix = "Make the release again, and change nothing in its folder."
    return SubmissionRefused(f"release.{code}", what, where=where, fix=fix)
