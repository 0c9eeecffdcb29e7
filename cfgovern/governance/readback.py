"""A drafted Word document read back: what its tagged controls and its tables say, as a reader sees them.

Nothing in the file is trusted: its parts are streamed under budgets, and nothing in them is expanded.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from cfgovern.errors import SubmissionRefused, UsageError
from cfgovern.governance.draft import STATE_LABELS
from cfgovern.governance.outline import TableSpec
from cfgovern.intake.documents import of_a_document
from cfgovern.intake.limits import MIB, Limits
from cfgovern.intake.xmlparts import Archive, Handler, local, too_large

__all__ = ["Control", "Read", "kept_digests", "must_have_controls", "read_word", "rows_shown"]

_LIMITS = replace(Limits(), part_bytes=20 * MIB, unpacked_bytes=40 * MIB)
_MOST_BYTES = 20 * MIB
_BREAKS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
_NOT_SHOWN = {"moveFrom", "Fallback"}  # what stands elsewhere by now, and what stands here twice
_LABEL = "State"
_DIGEST = re.compile(r"\b([a-z]+) ([0-9a-f]{64})\b")  # LibreOffice takes other marks away
_KIND = re.compile(r"\bcfgovern (dpia|dsa)\b")


@dataclass(frozen=True, slots=True)
class Control:
    """One answer: the ``state`` that its label tells, and its paragraphs without that label."""

    tag: str
    state: str
    paragraphs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Read:
    """A drafted document. ``rows``: of each table by its name, as text by key; ``digests``: by what they are
    of, as ``sha256:...``."""

    name: str
    kind: str
    digests: Mapping[str, str]
    controls: tuple[Control, ...]
    rows: Mapping[str, list[dict[str, str]]] = field(default_factory=dict)


def kept_digests(kind: str, digests: Mapping[str, str]) -> tuple[str, str]:
    """What a drafted document keeps in its properties, keywords and comments: Word takes 255 letters each."""
    parts = [digest.replace("sha256:", f"{name} ") for name, digest in digests.items()]
    return " ".join([f"cfgovern {kind}", *parts[:3]]), " ".join(parts[3:])


def must_have_controls(document: Read) -> None:
    """Raise UsageError ``documents.no_controls`` where another program has taken the controls away."""
    if not document.controls:
        raise UsageError(
            "documents.no_controls",
            "The document has no content controls any more, so nobody can tell which answer is which.",
            where=document.name,
            fix="Draft it again and edit it in Word: LibreOffice takes them away. Or write in answers.yaml.",
        )


def read_word(path: Path, tables: Mapping[str, TableSpec]) -> Read:
    """The drafted document at ``path``.

    Raises SubmissionRefused for what is no sound Word document or is over a budget, and UsageError
    ``documents.no_draft`` for one that cfgovern did not draft.
    """
    try:
        if path.stat().st_size > _MOST_BYTES:
            raise too_large("data")
        archive = Archive(path, _LIMITS)
        properties, body = _Properties(), _Body()
        archive.parse("docProps/core.xml", properties)
        there = archive.parse("word/document.xml", body)
    except SubmissionRefused as refusal:
        raise of_a_document(refusal) from None
    except OSError:
        raise _no_draft(path) from None
    kind = _KIND.search(properties.said)
    if not there or kind is None:
        raise _no_draft(path)
    digests = {name: f"sha256:{digest}" for name, digest in _DIGEST.findall(properties.said)}
    controls = tuple(one.told() for one in body.controls)
    return Read(path.name, kind[1], digests, controls, dict(_rows(body.tables, tables)))


def _no_draft(path: Path) -> UsageError:
    return UsageError(
        "documents.no_draft",
        "This is no document that cfgovern drafted, or its properties no longer say so.",
        where=path.name,
        fix="Draft it again with cfgovern draft.",
    )


def rows_shown(context: Mapping[str, Any]) -> dict[str, list[dict[str, str]]]:
    """The rows of every table of a draft by its name; those of its schedules stand with the others."""
    rows = {name: list(there) for name, there in context["rows"].items()}
    for one in context["schedules"]:
        rows["bases"] = rows.get("bases", []) + one["bases"]
    return {name: _once(there) for name, there in rows.items()}


def _rows(
    found: Iterable[_Table], tables: Mapping[str, TableSpec]
) -> Iterable[tuple[str, list[dict[str, str]]]]:
    """The tables that are of the programme, told by the words of their headings, each once."""
    for name, spec in tables.items():
        heads = [column.head for column in spec.columns]
        keys = [column.key for column in spec.columns]
        there = [one.rows[1:] for one in found if one.rows and one.rows[0] == heads]
        if there:
            whole = (row for rows in there for row in rows if len(row) == len(keys))
            yield name, _once(dict(zip(keys, row, strict=True)) for row in whole)


def _once(rows: Iterable[dict[str, str]]) -> list[dict[str, str]]:
    """The rows without those that stand there a second time, word for word."""
    return list({tuple(row.items()): row for row in rows}.values())


class _Properties(Handler):
    """The words of the properties of a document."""

    def __init__(self) -> None:
        self.said = ""

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self.said += " "

    def text(self, data: str) -> None:
        self.said += data


@dataclass(slots=True)
class _Table:
    rows: list[list[str]] = field(default_factory=list)


@dataclass(slots=True)
class _Control:
    """A control while it is read: its tag, and each paragraph with its style."""

    tag: str = ""
    lines: list[tuple[str, str]] = field(default_factory=list)

    def told(self) -> Control:
        label = " ".join(text for style, text in self.lines if style == _LABEL)
        said = tuple(text for style, text in self.lines if style != _LABEL and text.strip())
        states = (state for state, words in STATE_LABELS.items() if f". {words.rstrip('.')}." in f". {label}")
        return Control(self.tag, next(states, ""), said)


class _Body(Handler):
    """The controls and the tables of a body, in its order; text that a reader does not see is left out."""

    def __init__(self) -> None:
        self.controls: list[_Control] = []
        self.tables: list[_Table] = []
        self._open: list[_Control] = []
        self._in: list[_Table] = []
        self._style, self._pieces = "", [""]
        self._text, self._hidden, self._properties = 0, 0, 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        kind = local(name)
        self._text += kind == "t"
        self._hidden += kind in _NOT_SHOWN
        self._properties += kind == "sdtPr"
        value = next((said for key, said in attributes.items() if local(key) == "val"), "")
        if kind == "sdt":
            self._open.append(_Control())
        elif kind == "tag" and self._properties and self._open:
            self._open[-1].tag = value
        elif kind == "pStyle":
            self._style = value
        elif kind == "tbl":
            self._in.append(_Table())
        elif self._in:
            self._table(kind)
        if kind in _BREAKS and not self._hidden:
            self._pieces.append(_BREAKS[kind])

    def _table(self, kind: str) -> None:
        if kind == "tr":
            self._in[-1].rows.append([])
        elif kind == "tc" and self._in[-1].rows:
            self._in[-1].rows[-1].append("")

    def text(self, data: str) -> None:
        if self._text and not self._hidden:
            self._pieces.append(data)

    def end(self, name: str) -> None:
        kind = local(name)
        self._text -= kind == "t"
        self._hidden -= kind in _NOT_SHOWN
        self._properties -= kind == "sdtPr"
        if kind == "p":
            self._line("".join(self._pieces))
            self._style, self._pieces = "", []
        elif kind == "sdt" and self._open:
            done = self._open.pop()
            self.controls += [done] * bool(done.tag)
        elif kind == "tbl" and self._in:
            self.tables.append(self._in.pop())

    def _line(self, text: str) -> None:
        if self._open:
            self._open[-1].lines.append((self._style, text))
        if self._in and self._in[-1].rows and self._in[-1].rows[-1]:
            row = self._in[-1].rows[-1]
            row[-1] = f"{row[-1]}\n{text}" if row[-1] else text
