"""What the words around a name say about it, from ``validators/detection``: content, read once.

``words.txt`` has ordinary words of English; ``name-cues.yaml`` tells its own keys.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import IntEnum
from functools import cache
from pathlib import Path
from typing import Any

from cfgovern import content
from cfgovern.detection.lists import load_lists
from cfgovern.detection.looks import Look, folded
from cfgovern.yamlfile import check, load

__all__ = ["ASIDE", "Cue", "Cues", "goes_with_a_number", "load_cues"]

_ENDINGS = ("s", "es", "ed", "er", "ers", "ing", "ly")
_NEXT = re.compile(r"(['’]s)?[ \u00a0-]([^\W\d_]+)")
_GENITIVE = re.compile(r"['’]s\b")
# In brackets; or after a comma in small letters.
ASIDE = re.compile(r" ?\(([^()\n]{1,40})\)[ ,:]*|, (?:(?:his|her|their|the|my) )?([a-z]{4,})")
"""Behind a name: words that may say who it is."""
# Where somebody can be reached.
_REACHED = re.compile(
    r"[ \u00a0,:;(<|-]{1,4}(?:(?:on|tel|mob|t|m|email)[ :.]+)?"
    r"[(<]?(?:[+0](?:[ ()-]{0,2}[0-9]){9,}|[\w.-]+(?:@|\(at\)))",
    re.IGNORECASE,
)
_PASSED_OVER = re.compile("[0-9]{3,6}|[a-z]")  # PC 123, Miss P
_NUMBER = re.compile("[ \u00a0-]?[0-9]{1,3}(?![0-9 ])")
_SHORTEST = 3  # letters of a word that others are made of


class Cue(IntEnum):
    """How much the words around say that a person is meant."""

    NONE = 0
    ANY = 1  # from, and; after it: is, has: also said of things
    WITH = 2  # with, re
    CONTACT = 3  # rang, spoke to; after it: said, wants
    ROLE = 4  # keyworker, landlord
    KIN = 5  # mum, partner
    TITLE = 6  # Mr, PC


class _Ends(frozenset[str]):
    """Words by which a cue may end; a number or a letter by itself is passed over."""

    def __contains__(self, word: object) -> bool:
        return super().__contains__(word) or _PASSED_OVER.fullmatch(str(word)) is not None


@dataclass(frozen=True, slots=True)
class Cues:
    """The words, folded. ``before`` and ``after`` tell how much each of one to three words says."""

    before: Mapping[str, Cue]
    after: Mapping[str, Cue]
    ends: _Ends  # the last words of those before, and what may stand between them and a name
    titles: frozenset[str]
    strong: frozenset[str]  # of those before: what somebody is, in one word
    links: frozenset[str]
    heads: frozenset[str]
    before_places: frozenset[str]
    called_after: frozenset[str]
    things: frozenset[str]
    not_people: frozenset[str]
    danger: frozenset[str]
    also_words: frozenset[str]
    never: frozenset[str]
    words: frozenset[str]
    names_first: frozenset[str]
    given: frozenset[str]
    streets: Mapping[str, str]
    spoken_as: Mapping[str, str]  # what somebody is called by what they are: mum, keyworker

    def is_ordinary(self, word: str) -> bool:
        """Whether a folded word is one of the language, as it stands or without its ending."""
        if word in self.words or word in self.danger or word in self.also_words:
            return word not in self.names_first
        return word not in self.given and any(stem in self.words for stem in _stems(word))

    def ahead(self, look: Look, start: int) -> Cue:
        """What the words before ``start`` say."""
        if look.word_before(start) not in self.ends:
            return Cue.NONE  # mostly
        words = look.words_before(start, self.titles)
        if not self.not_people.isdisjoint(words):
            return Cue.NONE
        said = _strongest(self.before, words, from_end=True)
        while words and (words[-1] in self.links or _PASSED_OVER.fullmatch(words[-1])):
            words = words[:-1]  # PC 123, Miss P, mum is
            said = max(said, _strongest(self.before, words, from_end=True))
        return said

    def behind(self, look: Look, end: int) -> Cue:
        """What the words after ``end`` say; what stands in brackets may be who somebody is (Denise (mum))."""
        if _REACHED.match(look.text, end - 1):
            return Cue.CONTACT
        if aside := ASIDE.match(look.text, end - 1):
            words = folded(aside[1] or aside[2]).split()
            role = self.before.get(words[0], Cue.NONE) if words else Cue.NONE
            if role >= Cue.ROLE or _strongest(self.after, words[:3], from_end=False) >= Cue.CONTACT:
                return Cue.CONTACT
            if aside[1]:
                end = aside.end() + 1
        said = _strongest(self.after, look.words_after(end), from_end=False)
        return max(said, Cue.WITH) if _GENITIVE.match(look.text, end - 1) else said

    def in_place(self, look: Look, start: int) -> bool:
        """Whether the word before ``start`` is one that stands before places and things."""
        before = look.words_before(start)[-1:]
        return bool(before) and before[0] in self.before_places

    def heads_a_place(self, look: Look, end: int) -> bool:
        """Whether the word after ``end`` makes a place or an organisation of what is before it."""
        after = _NEXT.match(look.text, end - 1)
        # What is somebody's is no place, unless it is called so: Kim's house, Guy's Hospital.
        return after is not None and folded(after[2]) in self.heads and not (after[1] and after[2].islower())

    def is_thing(self, look: Look, start: int) -> bool:
        """Whether the words from ``start`` are a thing, or those before say that a place is called so."""
        before = look.words_before(start)
        if before and (before[-1] in self.called_after or not self.not_people.isdisjoint(before)):
            return True
        words = look.words_after(start)
        if before and before[-1] in self.titles:  # Dr Martens
            words = [before[-1], *words]
        return any(" ".join(words[:count]) in self.things for count in range(1, len(words) + 1))

    def is_head(self, look: Look, start: int, end: int) -> bool:
        """Whether the word there is such a one itself."""
        return look.view[start:end] in self.heads


def goes_with_a_number(look: Look, end: int) -> bool:
    """Whether a short number is next (Ward 7, May 12); a long one may be where to ring."""
    return _NUMBER.match(look.text, end - 1) is not None


def _stems(word: str) -> Iterator[str]:
    """What ``word`` may be made of: words.txt has only words that are not made of another of its words."""
    for ending in _ENDINGS:
        stem = word.removesuffix(ending)
        if stem == word or len(stem) < _SHORTEST:
            continue
        if ending in ("s", "ly") or (ending == "es" and stem.endswith(("s", "x", "z", "ch", "sh", "o"))):
            yield stem
        elif ending != "es":
            yield from (stem, f"{stem}e")
            if stem[-1] == stem[-2]:
                yield stem[:-1]
    if word.endswith(("ies", "ied")):
        yield f"{word[:-3]}y"


def _strongest(table: Mapping[str, Cue], words: list[str], *, from_end: bool) -> Cue:
    said = Cue.NONE
    phrase = ""
    for word in reversed(words) if from_end else words:
        phrase = (f"{word} {phrase}" if from_end else f"{phrase} {word}") if phrase else word
        said = max(said, table.get(phrase, Cue.NONE))
    return said


def load_cues() -> Cues:
    """The words of the pack in use. Raises OperatorFileError with every fault of the file."""
    return _cues(
        content.file("validators", "detection", "name-cues.yaml"),
        content.file("validators", "detection", "words.txt"),
    )


@cache
def _cues(path: Path, words: Path) -> Cues:
    said = check(load(path), "name-cues")
    before = {
        folded(word): cue
        for group, cue in (
            ("any", Cue.ANY),
            ("with", Cue.WITH),
            ("contact", Cue.CONTACT),
            ("role", Cue.ROLE),
            ("kin", Cue.KIN),
            ("title", Cue.TITLE),
        )
        for word in said["before"][group]
    }
    links = _folded(said["links"])
    after = {
        folded(word): cue
        for group, cue in (("weak", Cue.ANY), ("person", Cue.CONTACT))
        for word in said["after"][group]
    }
    return Cues(
        before=before,
        after=after,
        ends=_Ends(word.rsplit(" ", 1)[-1] for word in (*before, *links)),
        titles=_folded(said["before"]["title"]),
        strong=frozenset(word for word, cue in before.items() if cue >= Cue.ROLE),
        links=links,
        heads=_folded(said["heads"]),
        called_after=_folded(said["called_after"]),
        things=_folded(said["things"]),
        not_people=_folded(said["not_people"]),
        before_places=_folded(said["in_place"]),
        also_words=_folded(said["also_words"]),
        danger=_folded((*said["danger"], *said["heads"])),
        never=_folded(word for group in said["never"].values() for word in group),
        words=frozenset(words.read_text(encoding="utf-8").split()),
        names_first=_folded(said["names_first"]),
        given=load_lists().given,
        streets=dict(said["streets"]),
        spoken_as=_spoken_as(said),
    )


def _spoken_as(said: Mapping[str, Any]) -> dict[str, str]:
    """A word for each word that says what somebody is; most are called as they stand."""
    as_they_stand = {folded(word): word for group in ("kin", "role") for word in said["before"][group]}
    return as_they_stand | {folded(word): role for role, words in said["spoken_as"].items() for word in words}


def _folded(words: Iterable[str]) -> frozenset[str]:
    return frozenset(map(folded, words))
