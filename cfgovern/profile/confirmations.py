"""The confirmations file: warnings that somebody looked at and found right as they stand, and why.

An entry names a rule and what it found: records by their keys, or rows by their numbers. A key names the
same record in whatever order the data is sent again; a number does not, so it holds for that very data
alone, by its digest. An entry with neither is about the whole table, and also holds for that data alone.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cfgovern.errors import Fault, OperatorFileError
from cfgovern.profile.plainyaml import remark, scalar
from cfgovern.profile.signed import signing_faults
from cfgovern.yamlfile import Document, check, load, says

__all__ = ["MAX_BYTES", "Confirmation", "Confirmations", "Key", "load_confirmations", "runs_of", "written"]

MAX_BYTES = 1_000_000
Key = tuple[tuple[str, str], ...]
"""A record key: (column, value) sorted by column."""
_TEXTS = ("reason", "who")
_FIX = (
    "Leave it out, or say it in other words: the file travels with the data. "
    "The day of the confirmation belongs in when."
)


@dataclass(frozen=True, slots=True)
class Confirmation:
    """One entry. ``rows``: first and last of each run, in order and apart. ``line``: its own in the file.

    A field that was not filled in is empty.
    """

    rule: str
    column: str | None = None
    records: tuple[Key, ...] = ()
    rows: tuple[tuple[int, int], ...] = ()
    reason: str = ""
    who: str = ""
    when: str = ""
    line: int = 1
    about: str = ""

    @property
    def lacking(self) -> tuple[str, ...]:
        """What must still be filled in."""
        return tuple(name for name in ("reason", "who", "when") if not getattr(self, name))


@dataclass(frozen=True, slots=True)
class Confirmations:
    """What a file confirms of the submission with the digest ``submission``. ``digest``: of the file."""

    contract: str
    submission: str
    entries: tuple[Confirmation, ...]
    digest: str
    document: Document

    def must_name(self, contract: str) -> None:
        """Hold the file to the contract in use, by its id.

        Raises OperatorFileError ``confirmations.refused`` when it names another.
        """
        if self.contract != contract:
            place = ("contract",)
            words = says(place, "names another contract than the one in use")
            fix = "Confirm what this contract warns of: --write-confirmations makes the file to fill in."
            raise _refusal([self.document.fault("confirmations.other_contract", words, place, fix)])


def load_confirmations(path: Path) -> Confirmations:
    """Read the confirmations file at ``path``.

    Raises OperatorFileError with every fault and its line and column: also where a reason, or the name of
    who confirms, holds what is written like an identifier. No text of the file is repeated.
    """
    document = load(path, max_bytes=MAX_BYTES)
    said = check(document, "confirmations")
    faults = [*_faults(document, said, ()), *_of_entries(document, said["confirmations"])]
    if faults:
        raise _refusal(faults)
    entries = (_entry(document, said, number) for number in range(len(said["confirmations"])))
    digest = f"sha256:{hashlib.sha256(document.content).hexdigest()}"
    return Confirmations(said["contract"], said["submission"], tuple(entries), digest, document)


def _refusal(faults: Iterable[Fault]) -> OperatorFileError:
    return OperatorFileError(
        "confirmations.refused", "The confirmations file cannot be used as it is.", faults
    )


def _of_entries(document: Document, entries: Sequence[Mapping[str, Any]]) -> Iterator[Fault]:
    for number, entry in enumerate(entries):
        at = ("confirmations", number)
        yield from _faults(document, entry, at)
        for place, row in enumerate(entry.get("rows", ())):
            first, last = _run(row)
            if last < first:
                path = (*at, "rows", place)
                yield document.fault("confirmations.rows", says(path, "ends before it starts"), path)


def _faults(document: Document, said: Mapping[str, Any], at: tuple[str | int, ...]) -> Iterator[Fault]:
    return signing_faults(document, said, at, texts=_TEXTS, code="confirmations", fix=_FIX)


def _run(said: int | str) -> tuple[int, int]:
    """``12`` and ``12-15`` as first and last row."""
    first, _, last = str(said).partition("-")
    return int(first), int(last or first)


def runs_of(runs: Iterable[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    """First and last of each run, in order; those that touch are joined."""
    joined: list[tuple[int, int]] = []
    for first, last in sorted(runs):
        if joined and first <= joined[-1][1] + 1:
            joined[-1] = (joined[-1][0], max(last, joined[-1][1]))
        else:
            joined.append((first, last))
    return tuple(joined)


def _entry(document: Document, said: Mapping[str, Any], number: int) -> Confirmation:
    entry = said["confirmations"][number]

    def text(name: str) -> str:
        return " ".join((entry.get(name) or said.get(name) or "").split())

    return Confirmation(
        rule=entry["rule"],
        column=entry.get("column"),
        records=tuple(tuple(sorted(record.items())) for record in entry.get("records", ())),
        rows=runs_of(_run(row) for row in entry.get("rows", ())),
        reason=" ".join((entry.get("reason") or "").split()),
        who=text("who"),
        when=text("when"),
        line=document.where(("confirmations", number))[0],
    )


def written(contract: str, submission: str, entries: Sequence[Confirmation], left_out: Sequence[str]) -> str:
    """A confirmations file as YAML. ``about`` of an entry and the lines ``left_out`` stand as remarks."""
    lines = [
        "# Warnings that are right as they stand. For each: look at the cells, write the reason, or take the",
        "# entry out and correct the value. Who and when, here at the top, hold for every entry that says",
        "# nothing else. Name a role or a person; no identifier of anybody may stand in this file.",
        f"contract: {scalar(contract)}",
        f"submission: {submission}",
        "who:",
        "when:  # a day such as 2026-10-01",
        "confirmations:" if entries else "confirmations: []",
    ]
    for entry in entries:
        lines += _lines(entry)
    return "\n".join([*lines, *(f"# {remark(words)}" for words in left_out)]) + "\n"


def _lines(entry: Confirmation) -> Iterator[str]:
    yield ""
    if entry.about:
        yield f"  # {remark(entry.about)}"
    yield f"  - rule: {scalar(entry.rule)}"
    if entry.column is not None:
        yield f"    column: {scalar(entry.column)}"
    if entry.records:
        yield "    records:"
        for record in entry.records:
            yield f"      - {{{', '.join(f'{scalar(name)}: {scalar(value)}' for name, value in record)}}}"
    if entry.rows:
        runs = (f"{first}" if first == last else f"{first}-{last}" for first, last in entry.rows)
        yield f"    rows: [{', '.join(runs)}]"
    yield f"    reason: {scalar(entry.reason) if entry.reason else ''}".rstrip()
    for name, text in (("who", entry.who), ("when", entry.when)):
        if text:
            yield f"    {name}: {scalar(text)}"
