"""What the limited child process does with token files that a linker received: key every token again.

The argument and the answer are JSON values. What goes back holds counts and published names.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from cfgovern.engine.rekeyed import rekeyed
from cfgovern.errors import SubmissionRefused
from cfgovern.intake.child import allowed, stage
from cfgovern.intake.files import must_open, whole_digest
from cfgovern.intake.kinds import kind_of
from cfgovern.tokens.keyed import TokenKey

__all__ = ["KINDS", "prepare", "run"]

KINDS = ("csv", "parquet")


def prepare() -> None:
    """Load the heavy libraries while the parent still opens the keys."""
    from cfgovern.engine import connection

    connection.warm_up()


def run(argument: Mapping[str, Any]) -> dict[str, Any]:
    """Key every token of every file again.

    ``argument``: files (path, shown and made of each: where it goes) and keys (by published token, as text).
    The answer: files, of each kind, rows, tokens, kept (how many other columns), and sha256 of what was made.
    Raises SubmissionRefused as :func:`cfgovern.engine.rekeyed.rekeyed` does.
    """
    stage("reading")
    keys = {name: TokenKey.from_parent(text) for name, text in argument["keys"].items()}
    return {"files": [_one(file, keys) for file in argument["files"]]}


def _one(file: Mapping[str, str], keys: Mapping[str, TokenKey]) -> dict[str, Any]:
    limits = allowed()
    path, made, shown = Path(file["path"]), Path(file["made"]), file["shown"]
    must_open(path, shown)
    kind = kind_of(path)
    if kind not in KINDS:
        raise SubmissionRefused(
            "file.not_tokens",
            "This is no token file of a release: it is neither CSV nor Parquet.",
            where=shown,
            fix="Give the identifiers file of a release that was made with --mode tokens.",
        )
    told = rekeyed(
        path,
        kind,
        made,
        keys,
        shown=shown,
        memory=limits.engine_memory,
        columns=limits.columns,
        threads=limits.threads,
    )
    return asdict(told) | {"kind": kind, "kept": len(told.kept), "sha256": whole_digest(made)}
