"""An earlier report read back: what it found, and where, to hold a later one against it."""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cfgovern.errors import Fault, OperatorFileError

__all__ = ["MAX_BYTES", "Place", "Previous", "read_previous"]

MAX_BYTES = 200_000_000
"""More than any report has: 10,000 findings of each of some dozens of rules."""
_FIX = "Name the report.json that --format json wrote."


@dataclass(frozen=True, slots=True)
class Place:
    """One finding of the earlier report: where it was."""

    rule: str
    table: str | None
    column: str | None
    row: int | None
    key: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Previous:
    """What an earlier report says. ``truncated``: the findings of the rules that it does not list all of.

    ``rows``: how many rows each table had, those that are no records left out.
    """

    run_id: str
    as_of: str
    contract: str
    contract_version: str
    contract_digest: str
    submission: str | None
    places: tuple[Place, ...]
    truncated: Mapping[str, int]
    rows: Mapping[str, int]
    digest: str


def read_previous(path: Path, contract: str) -> Previous:
    """The report at ``path``, which must be of the contract with the id ``contract``.

    Findings that were confirmed count as found: whether they are still there is asked of them too. Raises
    OperatorFileError ``previous.refused`` for what is no such report; none of its text is repeated.
    """
    content = _bytes(path)
    try:
        said = json.loads(content)
        found = _previous(said, content)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        found = None
    if found is None:
        raise _refusal(path, "not_a_report", "This is not a report of cfgovern validate as JSON.", _FIX)
    if said["outcome"] == "refused":
        words = "The submission of this report could not be read, so there is nothing to compare with."
        raise _refusal(path, "nothing_read", words, "Name the report of one that was read.")
    if found.contract != contract:
        words = "This report was made with another contract than the one in use."
        raise _refusal(path, "other_contract", words, "Name a report that was made with this contract.")
    return found


def _bytes(path: Path) -> bytes:
    fix = "Check its name, and that you may open it."
    if not os.path.isfile(path):
        raise _refusal(path, "missing", "There is no such file.", fix)
    try:
        with path.open("rb") as stream:
            content = stream.read(MAX_BYTES + 1)
    except OSError:
        raise _refusal(path, "unreadable", "The file cannot be opened.", fix) from None
    if len(content) > MAX_BYTES:
        raise _refusal(path, "too_big", f"The file is larger than {MAX_BYTES:,} bytes.", _FIX)
    return content


def _refusal(path: Path, code: str, words: str, fix: str) -> OperatorFileError:
    fault = Fault(f"previous.{code}", words, os.fspath(path), fix=fix)
    return OperatorFileError("previous.refused", "The earlier report cannot be compared with.", [fault])


def _previous(said: Any, content: bytes) -> Previous | None:
    """What the document says; None, or an exception of looking into it, where it is no report."""
    import hashlib

    if said["report"] != "validate" or said["report_version"] != 1:
        return None
    confirmed = [_place(one) for entry in said.get("confirmed", ()) for one in entry["findings"]]
    contract = said["contract"]
    settled = Counter(place.rule for place in confirmed)  # they are counted nowhere else
    truncated = {_text(rule): _whole(count) + settled[rule] for rule, count in said["truncated"].items()}
    submission = said["submission"]["digest"]
    return Previous(
        run_id=_text(said["run_id"]),
        as_of=_text(said["as_of"]),
        contract=_text(contract["id"]),
        contract_version=_text(contract["version"]),
        contract_digest=_text(contract["digest"]),
        submission=None if submission is None else _text(submission),
        places=(*map(_place, said["findings"]), *confirmed),
        truncated=truncated,
        rows={
            _text(name): _whole(table["rows_read"] - table["rows_ignored"])
            for name, table in said["submission"]["tables"].items()
        },
        digest=f"sha256:{hashlib.sha256(content).hexdigest()}",
    )


def _place(finding: Any) -> Place:
    table, column, row, key = (finding[name] for name in ("table", "column", "row", "key"))
    return Place(
        _text(finding["rule"]),
        None if table is None else _text(table),
        None if column is None else _text(column),
        None if row is None else _whole(row),
        {_text(name): _text(value) for name, value in (key or {}).items()},
    )


def _text(value: Any) -> str:
    if not isinstance(value, str) or len(value) > 1000:
        raise ValueError
    return value


def _whole(value: Any) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise ValueError
    return value
