"""Drafted documents as they are given back: Word files, or the JSON of ``cfgovern draft``."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from cfgovern.contract.schemas import check_machine
from cfgovern.errors import UsageError
from cfgovern.governance.outline import TableSpec
from cfgovern.governance.readback import Control, Read, read_word, rows_shown

__all__ = ["read_draft", "small_file"]

_MAX_BYTES = 20_000_000
_ZIP = b"PK"


def read_draft(path: Path, tables: Mapping[str, TableSpec]) -> Read:
    """The drafted document at ``path``, whichever of the two it is.

    Raises SubmissionRefused as :func:`cfgovern.governance.readback.read_word`, and UsageError
    ``documents.unreadable`` or ``documents.no_draft``.
    """
    data = small_file(path)
    if data.startswith(_ZIP):
        return read_word(path, tables)
    try:
        said = json.loads(data.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        said = None
    if check_machine("draft", said):
        raise UsageError(
            "documents.no_draft",
            "This is neither a Word document nor the JSON of a draft.",
            where=path.name,
            fix="Give a file that cfgovern draft wrote.",
        )
    return _of_json(path.name, said)


def _of_json(name: str, said: Mapping[str, Any]) -> Read:
    asks = [*said["q"].values(), *(ask for one in said["schedules"] for ask in one["questions"])]
    controls = (
        Control(one["tag"], one["state"], tuple(one["paragraphs"])) for ask in asks for one in ask["answers"]
    )
    return Read(name, said["draft"]["kind"], said["digests"], tuple(controls), rows_shown(said))


def small_file(path: Path, code: str = "documents.unreadable", what: str = "file") -> bytes:
    """The bytes of a file of at most 20 MB. Raises UsageError of this ``code``; ``what`` it is, in words."""
    try:
        with path.open("rb") as file:
            data = file.read(_MAX_BYTES + 1)
    except OSError:
        data = b""
    if not 0 < len(data) <= _MAX_BYTES:
        raise UsageError(
            code,
            f"The {what} cannot be read, is empty, or is larger than 20 MB.",
            where=path.name,
            fix="Check its name, and that you may open it.",
        )
    return data
