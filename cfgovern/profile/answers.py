"""``answers.yaml``: what people answer to the questions of the documents."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from cfgovern.errors import Fault, OperatorFileError
from cfgovern.identifiers import names_somebody
from cfgovern.yamlevents import seen
from cfgovern.yamlfile import Document, check, did_you_mean, load, says, shown

__all__ = ["MAX_BYTES", "About", "Answer", "load_answers", "plain", "read_answers"]

About = tuple[str, str | None]
"""A question, and the party, flow or item that it is about."""
MAX_BYTES = 8_000_000
_Known = Mapping[str, Collection[str]]
_NEEDED = {"confirmed": ("text", "by", "on"), "not_applicable": ("because", "by", "on"), "draft": ("text",)}


@dataclass(frozen=True, slots=True)
class Answer:
    """One entry. A blank line parts the paragraphs of ``text``; what was not said is empty.

    ``about``: ``party:BODY``, ``flow:ID`` or ``item:TABLE.COLUMN``. ``state``: confirmed, not_applicable or
    draft. ``by`` is a post, ``on`` an ISO date; ``line`` is where the entry stands in its file.
    """

    question: str
    about: str | None
    state: str
    text: str = ""
    because: str = ""
    by: str = ""
    on: str = ""
    line: int = field(default=1, compare=False)

    @property
    def key(self) -> About:
        """What it answers."""
        return self.question, self.about

    @property
    def paragraphs(self) -> tuple[str, ...]:
        """The text by its paragraphs."""
        return tuple(self.text.split("\n\n")) if self.text else ()


def load_answers(path: Path, known: _Known | None = None) -> dict[About, Answer]:
    """The answers in the file at ``path``, in its order.

    ``known``: by kind (``question``, ``party``, ``flow``, ``item``) the ids that they may name, where the
    caller knows them. Raises OperatorFileError with every fault and its line and column. No text of the file
    is repeated.
    """
    return read_answers(load(path, max_bytes=MAX_BYTES), known)


def read_answers(document: Document, known: _Known | None = None) -> dict[About, Answer]:
    """As :func:`load_answers`, of a file that is read."""
    entries = check(document, "answers")["answers"]
    faults = sorted(_faults(document, entries, known or {}), key=lambda fault: (fault.line, fault.column))
    if faults:
        raise OperatorFileError("answers.refused", "The answers cannot be used as they are.", faults)
    answers = (_answer(document, entry, number) for number, entry in enumerate(entries))
    return {answer.key: answer for answer in answers}


def _answer(document: Document, entry: Mapping[str, Any], number: int) -> Answer:
    line = document.where(("answers", number))[0]
    texts = {name: plain(entry.get(name, "")) for name in ("text", "because", "by", "on")}
    return Answer(entry["question"], entry["for"], entry["state"], **texts, line=line)


def plain(text: str) -> str:
    """``text`` with one space between words and one blank line between paragraphs, all of it to be seen."""
    paragraphs = (" ".join(part.split()) for part in re.split(r"\n\s*\n", seen(text)))
    return "\n\n".join(part for part in paragraphs if part)


def _faults(document: Document, entries: Sequence[Mapping[str, Any]], known: _Known) -> Iterator[Fault]:
    """What the shape alone does not tell."""
    before: set[About] = set()
    for number, entry in enumerate(entries):
        at = ("answers", number)
        lacking = [name for name in _NEEDED[entry["state"]] if not plain(entry.get(name, ""))]
        if lacking:
            words = says((*at, "state"), f"needs {' and '.join(map(shown, lacking))} beside it")
            yield document.fault("answers.lacking", words, (*at, "state"))
        if names_somebody(entry.get("by", "")):
            words = says((*at, "by"), "holds something that is written like an identifier or a full date")
            fix = "Name a post. The day belongs in on."
            yield document.fault("answers.identifier", words, (*at, "by"), fix)
        about = (entry["question"], entry["for"])
        if about in before:
            words = says(at, "answers what an entry before it answers too")
            yield document.fault("answers.twice", words, at, "Keep one of them.")
        before.add(about)
        yield from _unknown(document, entry, at, known)


def _unknown(
    document: Document,
    entry: Mapping[str, Any],
    at: tuple[str | int, ...],
    known: _Known,
) -> Iterator[Fault]:
    """A question, or a party, flow or item, that there is none of."""
    kind, _, name = (entry["for"] or "").partition(":")
    for what, key, word in (("question", "question", entry["question"]), (kind, "for", name)):
        if what in known and word not in known[what]:
            meant = did_you_mean(word, known[what]).strip()
            words = says((*at, key), f"names no {what} that there is")
            yield document.fault(f"answers.{what}", words, (*at, key), meant)
