"""``synthetic/notes.yaml`` as plain data: sentences with their slots, and what the slots take."""

from __future__ import annotations

import re
import string
from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from cfgovern import content
from cfgovern.cohort.notes.parts import LAYOUT_FIELDS, PARTS
from cfgovern.errors import Fault, OperatorFileError
from cfgovern.evidence.spans import ENTITIES
from cfgovern.yamlfile import Document, Given, check, did_you_mean, load, shown

__all__ = ["ANY", "SELF", "Book", "Kind", "Pattern", "Role", "Sentence", "Slot", "load_book", "shipped_book"]

SELF = "self"
ANY = ("female", "male")
_SLOT = re.compile(r"([a-z_]+)(?:\.([a-z_]+))?(?::([a-z_]+))?")
_FIELDS = {
    "layouts": LAYOUT_FIELDS,
    "homes": ("number", "street"),
    "whereabouts": ("street", "town"),
    "handles": ("nick",),
}


@dataclass(frozen=True, slots=True)
class Slot:
    """``name`` is a role, a pattern, a list of words, or ``date``; ``part`` only of a role."""

    name: str
    part: str
    form: str
    entity: str


@dataclass(frozen=True, slots=True)
class Sentence:
    """Text and slots in their order."""

    parts: tuple[str | Slot, ...]

    @property
    def entities(self) -> frozenset[str]:
        """What stands in the sentence that points to somebody."""
        return frozenset(part.entity for part in self.parts if isinstance(part, Slot) and part.entity)


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of note: how it may begin, what it may say, what stands between."""

    joins: tuple[str, ...]
    openings: tuple[Sentence, ...]
    sentences: tuple[Sentence, ...]


_Holding = Mapping[str, tuple[tuple[str, Sentence], ...]]


@dataclass(frozen=True, slots=True)
class Pattern:
    """Ways of writing a reference or a figure; ``entity`` is empty for a decoy."""

    forms: tuple[str, ...]
    entity: str


@dataclass(frozen=True, slots=True)
class Role:
    """Of which sexes, how many of a kind of ``staff`` there are (0: one a participant), ages in years."""

    sexes: tuple[str, ...]
    staff: int
    youngest: int
    oldest: int


@dataclass(frozen=True, slots=True)
class Book:
    """The whole file.

    ``shares`` are per cent of the notes, ``ordinary_words`` of the people. ``holding``: the sentences
    that hold an entity, each with its kind of note. The other fields are as the file explains them.
    """

    shares: Mapping[str, int]
    least: int
    most: int
    common_sentences: int
    days_before: int
    days_after: int
    notes_per_person: int
    layouts: Mapping[str, str]
    ordinary_words: int
    names: Mapping[str, tuple[str, ...]]
    roles: Mapping[str, Role]
    places: Mapping[str, tuple[str, ...]]
    patterns: Mapping[str, Pattern]
    words: Mapping[str, tuple[str, ...]]
    asides: tuple[str, ...]
    common: tuple[Sentence, ...]
    kinds: Mapping[str, Kind]
    holding: _Holding

    @property
    def entities(self) -> tuple[str, ...]:
        """Every entity that some sentence holds."""
        return tuple(self.holding)


@cache
def _book_at(path: Path) -> Book:
    return load_book(path)


def shipped_book() -> Book:
    """The book of the pack in use. Raises OperatorFileError as :func:`load_book`."""
    return _book_at(content.file("synthetic", "notes.yaml"))


def load_book(path: Path | Given) -> Book:
    """Read the sentences at ``path``.

    Raises OperatorFileError with every fault and its line: an entry that the schema does not have, a
    slot, a form or an entity that nobody knows.
    """
    document = load(path)
    said = check(document, "notes")
    reader = _Reader(document, said)
    faults = [
        *_placeholder_faults(document, said),
        *_entity_faults(document, said),
        *_order_faults(document, said),
    ]
    kinds = {
        name: Kind(
            tuple(kind["joins"]),
            reader.sentences(("kinds", name, "openings"), kind["openings"]),
            reader.sentences(("kinds", name, "sentences"), kind["sentences"]),
        )
        for name, kind in said["kinds"].items()
    }
    common = reader.sentences(("common",), said["common"])
    faults += reader.faults
    holding = _holding(kinds)
    if not faults and all(sentence.entities for sentence in common):
        message = "One of the common sentences must hold no identifier, for notes that hold none."
        faults.append(document.fault("notes.clean", message, ("common",)))
    if not faults and not holding:
        faults.append(document.fault("notes.nobody", "No sentence holds an identifier.", ("kinds",)))
    if faults:
        raise OperatorFileError("notes.refused", "The sentences cannot be used as they are.", faults)
    return _book(said, kinds, common, holding)


def _book(
    said: dict[str, Any], kinds: dict[str, Kind], common: tuple[Sentence, ...], holding: _Holding
) -> Book:
    roles = {
        name: Role(
            ANY if role["names"] == "any" else (role["names"],),
            role["staff"],
            role["youngest"],
            role["oldest"],
        )
        for name, role in said["roles"].items()
    }
    return Book(
        shares=said["shares"],
        least=said["sentences"]["least"],
        most=said["sentences"]["most"],
        common_sentences=said["common_sentences"],
        days_before=said["days"]["before"],
        days_after=said["days"]["after"],
        notes_per_person=said["notes_per_person"],
        layouts=said["layouts"],
        ordinary_words=said["names"]["ordinary_words"],
        names={name: tuple(said["names"][name]) for name in (*ANY, "family")},
        roles=roles,
        places={name: tuple(said[name]) for name in ("towns", "homes", "whereabouts", "handles")},
        patterns={
            name: Pattern(tuple(one["forms"]), one["entity"]) for name, one in said["patterns"].items()
        },
        words={name: tuple(words) for name, words in said["words"].items()},
        asides=tuple(said["asides"]),
        common=common,
        kinds=kinds,
        holding=holding,
    )


def _holding(kinds: Mapping[str, Kind]) -> _Holding:
    """Entity -> kind and sentence, in one order for ever."""
    pairs = [(name, sentence) for name, kind in kinds.items() for sentence in kind.sentences]
    held = sorted({entity for _, sentence in pairs for entity in sentence.entities})
    return {entity: tuple(pair for pair in pairs if entity in pair[1].entities) for entity in held}


class _Reader:
    """Sentences in, slots out; gathers what is wrong with them."""

    def __init__(self, document: Document, said: Mapping[str, Any]) -> None:
        self.document, self.said = document, said
        self.people = (SELF, *said["roles"])
        self.others = ("date", *said["patterns"], *said["words"])
        self.faults: list[Fault] = []

    def sentences(self, path: tuple[Hashable, ...], texts: Sequence[str]) -> tuple[Sentence, ...]:
        return tuple(self._sentence((*path, number), text) for number, text in enumerate(texts))

    def _sentence(self, path: tuple[Hashable, ...], text: str) -> Sentence:
        parts: list[str | Slot] = []
        for piece in re.split(r"(\{[^{}]*\})", text):
            if piece.startswith("{") and piece.endswith("}"):
                parts.append(self._slot(path, piece[1:-1]))
            elif "{" in piece or "}" in piece:
                self._fault(path, "A brace is open or closed by itself.")
            elif piece:
                parts.append(piece)
        return Sentence(tuple(parts))

    def _slot(self, path: tuple[Hashable, ...], text: str) -> Slot:
        found = _SLOT.fullmatch(text)
        name, part, form = found.groups(default="") if found else (text, "", "")
        if part or name in self.people:
            self._known(path, name, self.people, "person")
            if self._known(path, part, PARTS, "part of a person"):
                ways = self.said["layouts"] if part == "born" else PARTS[part].ways
                self._known(path, form, ("", *ways), "form")
                return Slot(name, part, form, PARTS[part].entity)
        elif self._known(path, name, self.others, "slot"):
            self._known(path, form, ("", *self.said["layouts"]) if name == "date" else ("",), "form")
        pattern = self.said["patterns"].get(name)
        return Slot(name, part, form, pattern["entity"] if pattern else "")

    def _known(
        self, path: tuple[Hashable, ...], word: str, known: Sequence[str] | Mapping[str, Any], what: str
    ) -> bool:
        if word in known:
            return True
        self._fault(path, f"{shown(word)} is no {what} that is known here.{did_you_mean(word, known)}")
        return False

    def _fault(self, path: tuple[Hashable, ...], message: str) -> None:
        self.faults.append(self.document.fault("notes.slot", message, path))


def _entity_faults(document: Document, said: Mapping[str, Any]) -> Iterator[Fault]:
    for name, pattern in said["patterns"].items():
        if pattern["entity"] not in ("", *ENTITIES):
            meant = did_you_mean(pattern["entity"], ENTITIES)
            message = f"There is no entity of this name.{meant}"
            yield document.fault("notes.entity", message, ("patterns", name, "entity"))


def _order_faults(document: Document, said: Mapping[str, Any]) -> Iterator[Fault]:
    """Two numbers the wrong way round, and a name that stands for two things."""
    if said["sentences"]["least"] > said["sentences"]["most"]:
        yield document.fault("notes.order", "least is more than most.", ("sentences", "least"))
    for name, role in said["roles"].items():
        if role["youngest"] > role["oldest"]:
            message = "The youngest is older than the oldest."
            yield document.fault("notes.order", message, ("roles", name))
    others = {*said["patterns"], *said["roles"], SELF, "date"}
    for kind, taken in (("words", others), ("patterns", {*said["roles"], SELF, "date"}), ("roles", {SELF})):
        for name in said[kind]:
            if name in taken:
                message = f"{shown(name)} stands for something else as well."
                yield document.fault("notes.name", message, (kind, name), "Give it another name.", key=True)


def _placeholder_faults(document: Document, said: Mapping[str, Any]) -> Iterator[Fault]:
    """What stands in braces in layouts, addresses and handles must be one of a few words."""
    for key, known in _FIELDS.items():
        texts = said[key].items() if isinstance(said[key], dict) else enumerate(said[key])
        for place, text in texts:
            try:
                used = [name for _, name, _, _ in string.Formatter().parse(text) if name is not None]
            except ValueError:
                used = ["{"]
            for name in used:
                if name not in known:
                    message = f"{shown(name)} is not known here.{did_you_mean(name, known)}"
                    fix = f"Known here: {', '.join(known)}."
                    yield document.fault("notes.field", message, (key, place), fix)
