"""The manifest of made-up data: what was asked, which versions made it, and the digest of every file."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from cfgovern.errors import UsageError

__all__ = [
    "MANIFEST",
    "Digested",
    "Manifest",
    "file_digest",
    "file_digests",
    "listed_in",
    "manifest_json",
    "stays_inside",
]

MANIFEST = "manifest.json"
_WORDS = (
    "SYNTHETIC. Nobody in these files exists: every row was made up, and no row of real data was used. "
    "No figure says anything about a real person or a real area."
)


class Digested:
    """Counts rows and the SHA-256 of a table's canonical CSV, piece by piece.

    The canonical CSV: UTF-8, lines ended by LF, RFC 4180, columns in contract order, the headings once.
    """

    def __init__(self, head: bytes) -> None:
        self._sha = hashlib.sha256(head)
        self.rows = 0

    def add(self, rows: int, lines: bytes) -> None:
        """``rows`` more records, as ``lines``."""
        self.rows += rows
        self._sha.update(lines)

    def told(self) -> dict[str, Any]:
        """``rows`` and ``sha256``, as a manifest gives them."""
        return {"rows": self.rows, "sha256": self._sha.hexdigest()}


@dataclass(frozen=True, slots=True)
class Manifest:
    """What ``manifest.json`` says. ``tables``: rows and digest of each table over all submissions, in order.

    ``submissions``: by name, the same for each. ``files``: SHA-256 by path. ``made_by``: versions and
    digests of what the rows depend on. ``nhs_numbers_left_empty``: people for whom none is left that is
    nobody's. ``notes``: what a reader has to know, in sentences.
    """

    mode: str
    seed: int
    as_of: str
    contract: Mapping[str, str]
    made_by: Mapping[str, str | int | None]
    options: Mapping[str, Any]
    nhs_numbers_left_empty: int
    tables: Mapping[str, Mapping[str, Any]]
    submissions: Mapping[str, Mapping[str, Mapping[str, Any]]]
    files: Mapping[str, str]
    notes: tuple[str, ...] = field(default=())


def manifest_json(manifest: Manifest) -> bytes:
    """The manifest as JSON: the same bytes for the same content. See ``schemas/machine``."""
    told = {
        "manifest": "synth",
        "manifest_version": 1,
        "record_origin": "synthetic",
        "about": _WORDS,
        **{name: getattr(manifest, name) for name in manifest.__dataclass_fields__},
    }
    return (json.dumps(told, indent=2, default=dict, ensure_ascii=False) + "\n").encode()


def file_digests(folder: Path) -> dict[str, str]:
    """``sha256:`` and hex figures of every file below ``folder``, by its path with ``/`` between."""
    found = sorted(path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): file_digest(path) for path in found}


def file_digest(path: Path) -> str:
    """``sha256:`` and hex figures of one file."""
    with path.open("rb") as stream:
        return "sha256:" + hashlib.file_digest(stream, "sha256").hexdigest()


def listed_in(*paths: Path) -> dict[str, set[str]]:
    """What earlier manifests at ``paths`` list: the digests by the path of the file; {} for none of ours.

    A path that leads out of the folder is not listed. Raises UsageError ``synth.manifest`` for a file that is
    no manifest, or cannot be read.
    """
    listed: dict[str, set[str]] = {}
    for path in paths:
        for name, digest in _files_of(path).items():
            if isinstance(digest, str) and stays_inside(name):
                listed.setdefault(name, set()).add(digest)
    return listed


def _files_of(path: Path) -> Mapping[str, Any]:
    try:
        told = json.loads(path.read_bytes())
        if told["manifest"] == "synth" and isinstance(told["files"], dict):
            return {**told["files"], path.name: file_digest(path)}
    except FileNotFoundError:
        return {}
    except (OSError, ValueError, TypeError, KeyError, RecursionError):
        pass
    raise UsageError(
        "synth.manifest",
        "The folder holds a file of that name that is no manifest of synth.",
        where=str(path),
        fix="Give another folder with --out, or move that file elsewhere.",
    )


def stays_inside(name: str) -> bool:
    """Whether the path ``name`` of a manifest leads to nowhere but below its own folder."""
    parts = name.split("/")
    return "\0" not in name and "\\" not in name and not {"", ".", ".."} & set(parts) and ":" not in name
