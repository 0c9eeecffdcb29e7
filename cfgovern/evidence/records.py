"""Run records: one small file a run, that says what was done to what, when, and how it ended."""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple, NoReturn

from cfgovern.atomic import made_folder, write_atomic
from cfgovern.contract.schemas import check_machine

__all__ = ["Measure", "RunRecord", "RunRecords", "read_run_records", "text_digest", "write_run_record"]

Measure = bool | int | float
"""What a run may say of itself: a count, or whether something was so."""
_NAME = re.compile(r"[0-9]{8}T[0-9]{6}Z-[a-z][a-z0-9_]{0,30}-[0-9a-f]{32}\.json")
_BIGGEST = 1 << 16  # bytes
_NOTHING: Mapping[str, Measure] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class RunRecord:
    """One run. Digests are ``sha256:`` and hex figures, times ISO 8601 in UTC, counts by severity.

    ``submission`` is None where the submission cannot be opened or is over a limit of size. ``options``
    is the digest of the options that can change the result. ``measures``: what the run has measured, by the
    names of ``facts.yaml``; what it has not is left out. ``link_plan``: what a plan found, in the
    record of one.
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
    measures: Mapping[str, Measure] = field(default_factory=lambda: _NOTHING)

    link_plan: Mapping[str, Any] = field(default_factory=lambda: _NOTHING)

    def document(self) -> dict[str, Any]:
        """As it stands in its file. Without measures it is what it was before there were any."""
        told = {name: getattr(self, name) for name in self.__slots__}
        some = {name: dict(told.pop(name)) for name in ("measures", "link_plan")}
        return {**told, "counts": dict(self.counts), **{name: one for name, one in some.items() if one}}

    @property
    def file(self) -> str:
        """``<utc>-<kind>-<run_id>.json``, by which a folder is in order of time."""
        began = datetime.fromisoformat(self.started).astimezone(UTC)
        return f"{began:%Y%m%dT%H%M%SZ}-{self.kind}-{self.run_id}.json"


class RunRecords(NamedTuple):
    """The records of a folder in order of their ends, and a sentence for each file that cannot be read."""

    records: list[RunRecord]
    unread: list[str]


def text_digest(text: str) -> str:
    """``sha256:`` and the hex figures of a text, as a record names options and reports."""
    return "sha256:" + hashlib.sha256(text.encode()).hexdigest()


def write_run_record(folder: Path, record: RunRecord) -> Path:
    """Write ``record`` as ``<utc>-<kind>-<run_id>.json`` into ``folder``, made if it is not there.

    Raises UsageError where that cannot be done.
    """
    path = folder / record.file
    text = json.dumps(record.document(), indent=2, sort_keys=True)
    with made_folder(folder):
        write_atomic(path, text.encode() + b"\n")
    return path


def read_run_records(folder: Path) -> RunRecords:
    """Every run record in ``folder``; none where there is no such folder. Other files are passed over.

    What is not whole, not as published, or not what its name says is told of and left out, and so are two
    records of one run: what cannot be trusted proposes nothing.
    """
    records, unread = [], []
    try:
        names = sorted(path.name for path in folder.iterdir() if _NAME.fullmatch(path.name))
    except OSError:
        names = []
    for name in names:
        try:
            records.append(_read(folder / name))
        except ValueError as fault:
            unread.append(f"The run record {name} cannot be read: {fault}.")
    runs = Counter(record.run_id for record in records)
    twice = sorted(run for run, count in runs.items() if count > 1)
    unread += [f"The run records of {run} cannot be read: there are {runs[run]} of one run." for run in twice]
    kept = [record for record in records if record.run_id not in twice]
    return RunRecords(sorted(kept, key=lambda record: (record.ended, record.file)), unread)


def _read(path: Path) -> RunRecord:
    """The record in a file. Raises ValueError with what is wrong, and without anything that stands in it."""
    try:
        if path.is_symlink() or not path.is_file():
            raise ValueError("it is no plain file")
        with path.open("rb") as stream:
            content = stream.read(_BIGGEST + 1)
    except OSError:
        raise ValueError("the file cannot be opened") from None
    if len(content) > _BIGGEST:
        raise ValueError("the file is too large for a run record")
    try:
        told = json.loads(content, object_pairs_hook=_once, parse_constant=_no_number)
    except (ValueError, RecursionError):
        raise ValueError("it is not whole, or no JSON") from None
    if check_machine("run-record", told):
        raise ValueError("it is not as a run record is published")
    record = RunRecord(**told)
    try:
        times = [datetime.fromisoformat(one) for one in (record.started, record.ended)]
    except ValueError:
        raise ValueError("it has a time that no calendar has") from None
    if times != sorted(times):
        raise ValueError("it ends before it starts")
    if record.file != path.name:
        raise ValueError("its name is not that of the run in it")
    return record


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("twice")
    return found


def _no_number(_: str) -> NoReturn:
    raise ValueError("no number")
