"""Run records: one small file a run, that says what was done to what, when, and how it ended."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

from cfgovern.atomic import made_folder, write_atomic

__all__ = ["RunRecord", "text_digest", "write_run_record"]


@dataclass(frozen=True, slots=True)
class RunRecord:
    """One run. Digests are ``sha256:`` and hex figures, times ISO 8601 in UTC, counts by severity.

    ``submission`` is None where the submission cannot be opened or is over a limit of size. ``options``
    is the digest of the options that can change the result.
    """

    kind: str
    run_id: str
    cfgovern_version: str
    contract: str
    submission: str | None
    options: str
    started: str
    ended: str
    outcome: str
    counts: Mapping[str, int]
    report: str
    record_version: int = 1


def text_digest(text: str) -> str:
    """``sha256:`` and the hex figures of a text, as a record names options and reports."""
    return "sha256:" + hashlib.sha256(text.encode()).hexdigest()


def write_run_record(folder: Path, record: RunRecord) -> Path:
    """Write ``record`` as ``<utc>-<kind>-<run_id>.json`` into ``folder``, made if it is not there.

    Raises UsageError where that cannot be done.
    """
    began = datetime.fromisoformat(record.started).astimezone(UTC)
    path = folder / f"{began:%Y%m%dT%H%M%SZ}-{record.kind}-{record.run_id}.json"
    text = json.dumps({**asdict(record), "counts": dict(record.counts)}, indent=2, sort_keys=True)
    with made_folder(folder):
        write_atomic(path, text.encode() + b"\n")
    return path
