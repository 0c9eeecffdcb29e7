"""The review file: what a scan found, and whether a person took it for what it seems.

An entry names a rule and marks. A mark stands for one place in one text, and only the area's review key can
make it: when the text changes, the mark is another and the find is open again. The file holds no text of a
cell, and stays in the area.
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

__all__ = ["MAX_BYTES", "Review", "Reviewed", "load_review", "written"]

MAX_BYTES = 8_000_000
_TEXTS = ("reason", "who", "second")
_FIX = "Leave it out, or say it in other words. The day of the review belongs in when."


@dataclass(frozen=True, slots=True)
class Reviewed:
    """One entry. ``real``: None where nobody has said yet. ``about``: a remark.

    A field that was not filled in is empty.
    """

    rule: str
    marks: tuple[str, ...]
    real: bool | None = None
    reason: str = ""
    who: str = ""
    when: str = ""
    second: str = ""
    line: int = 1
    about: str = ""

    @property
    def lacking(self) -> tuple[str, ...]:
        """What must still be filled in before a find is settled."""
        verdict = () if self.real is not None else ("verdict",)
        return (*verdict, *(name for name in ("reason", "who", "when") if not getattr(self, name)))

    @property
    def by_two(self) -> bool:
        """Whether two different people say so."""
        return bool(self.second) and self.second.casefold() != self.who.casefold()


@dataclass(frozen=True, slots=True)
class Review:
    """What a file says. ``digest``: of the file."""

    contract: str
    entries: tuple[Reviewed, ...]
    digest: str
    document: Document

    def must_name(self, contract: str) -> None:
        """Hold the file to the contract in use, by its id. Raises OperatorFileError ``review.refused``."""
        if self.contract != contract:
            place = ("contract",)
            words = says(place, "names another contract than the one in use")
            fix = "Review what was found with this contract: --write-review makes the file to fill in."
            raise _refusal([self.document.fault("review.other_contract", words, place, fix)])


def load_review(path: Path) -> Review:
    """Read the review file at ``path``.

    Raises OperatorFileError with every fault and its line and column: also where a reason or a name holds
    what is written like an identifier. No text of the file is repeated.
    """
    document = load(path, max_bytes=MAX_BYTES)
    said = check(document, "review")
    faults = [*_faults(document, said, ())]
    for number, entry in enumerate(said["review"]):
        faults += _faults(document, entry, ("review", number))
    if faults:
        raise _refusal(faults)
    entries = tuple(_entry(document, said, number) for number in range(len(said["review"])))
    return Review(
        said["contract"], entries, f"sha256:{hashlib.sha256(document.content).hexdigest()}", document
    )


def _refusal(faults: Iterable[Fault]) -> OperatorFileError:
    return OperatorFileError("review.refused", "The review file cannot be used as it is.", faults)


def _faults(document: Document, said: Mapping[str, Any], at: tuple[str | int, ...]) -> Iterator[Fault]:
    return signing_faults(document, said, at, texts=_TEXTS, code="review", fix=_FIX)


def _entry(document: Document, said: Mapping[str, Any], number: int) -> Reviewed:
    entry = said["review"][number]
    verdict = entry.get("verdict")

    def text(name: str) -> str:
        return " ".join((entry.get(name) or said.get(name) or "").split())

    return Reviewed(
        rule=entry["rule"],
        marks=tuple(entry["marks"]),
        real=None if verdict is None else verdict == "real",
        reason=" ".join((entry.get("reason") or "").split()),
        who=text("who"),
        when=text("when"),
        second=" ".join((entry.get("second") or "").split()),
        line=document.where(("review", number))[0],
    )


def written(contract: str, entries: Sequence[Reviewed], needs_two: Sequence[bool]) -> str:
    """A review file as YAML. ``needs_two``: of each entry, whether a second person has to agree."""
    lines = [
        "# What the scan found. For each: look at the cells. If it is what it seems, take it out of the",
        "# data. If not, write `not real` and the reason. Who and when, here at the top, hold for every",
        "# entry that says nothing else. Name a role or a person; no identifier may stand in this file.",
        f"contract: {scalar(contract)}",
        "who:",
        "when:  # a day such as 2026-10-01",
        "review:" if entries else "review: []",
    ]
    for entry, two in zip(entries, needs_two, strict=True):
        lines += _lines(entry, two)
    return "\n".join(lines) + "\n"


def _lines(entry: Reviewed, two: bool) -> Iterator[str]:
    yield ""
    if entry.about:
        yield f"  # {remark(entry.about)}"
    yield f"  - rule: {scalar(entry.rule)}"
    yield f"    marks: [{', '.join(entry.marks)}]"
    verdict = "" if entry.real is None else "real" if entry.real else "not real"
    yield f"    verdict:{_said(verdict)}  # real, or not real"
    yield f"    reason:{_said(entry.reason)}"
    if two or entry.second:
        yield f"    second:{_said(entry.second)}  # another person who agrees: its check digit is right"
    for name, text in (("who", entry.who), ("when", entry.when)):
        if text:
            yield f"    {name}:{_said(text)}"


def _said(text: str) -> str:
    return f" {scalar(text)}" if text else ""
