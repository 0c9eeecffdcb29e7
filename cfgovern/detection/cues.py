"""The words near a number that say what it is. Content: ``validators/detection/cues.yaml``."""

from __future__ import annotations

import re
import string
from bisect import bisect_left
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import ahocorasick

from cfgovern import content
from cfgovern.identifiers import address, phone
from cfgovern.yamlfile import check, load

__all__ = ["Context", "Cues", "Mention", "Said", "cues"]

_NEAR = 40  # characters between a cue and what it speaks of
_BESIDE = 18  # characters in which two cues stand side by side and both count
_AGAINST = 28
_NONE = re.compile("(?:not|no) [a-z ]{1,24}")
_FILLED = re.compile("[a-z]+|[0-9]+")
_FOUR_FIGURES = re.compile("(?:[^0-9]*[0-9]){4}")
_MORE = re.compile(r"(?:\band\b|\bor\b|&|,)\s{0,2}$")
_JOINED = re.compile("[ /.-]{1,2}")
_SENTENCE = re.compile(r"[\n;!?]|(?<!no)(?<!nr)(?<!ref)(?<!num)[.]\s")
# A cue behind: in brackets, after "is his", or with nothing behind it.
_BEHIND = re.compile(
    r"\s?[(\[]\s?(?:his |her |their |my )?|\s(?:is|was|as)\s(?:[a-z]+\s){0,2}"
    r"|[\s,-]{1,3}(?:his |her |their )?"
)
_CLOSED = re.compile(r"[\s.]*(?:[)\]\n]|$)")
# What is said of these is general: between another cue and its number it changes nothing.
_GENERAL = frozenset(
    {
        "PHONE_NUMBER",
        "UK_ADDRESS",
        "URL",
        "CASE_REFERENCE",
        "EMAIL_ADDRESS",
        "SOCIAL_HANDLE",
        "UK_VEHICLE_REGISTRATION",
    }
)


NUMBER_WORDS = frozenset({"no", "number", "num", "nr", "nos", "ref", "reference", "id"})
"""What a number is called, whatever it is of."""
_IN_WORDS = frozenset(
    (
        *("DATE_OF_BIRTH", "UK_ADDRESS", "URL", "EMAIL_ADDRESS", "SOCIAL_HANDLE", "PHONE_NUMBER"),
        "UK_BENEFIT_REFERENCE",
    )
)
"""What hangs on the words of these is found as it stands."""
_SHORT = 2  # letters of a word that may be the begin of a number
_LEAST = ("PERSON", "UK_BENEFIT_REFERENCE", "CASE_REFERENCE")
_REFERENCES = frozenset({"UK_BENEFIT_REFERENCE", "CASE_REFERENCE"})

Word = tuple[int, int, str]
"""Where a word starts and ends, and the word."""


Phrases = tuple[
    Callable[[str, int], "re.Match[str] | None"], tuple[tuple[frozenset[str], frozenset[str], bool], ...]
]
"""What follows a first word, a group each and the longest first; and of each phrase what a mention says."""


class Mention(NamedTuple):
    """Where a cue stands, of which entities it is one, against which it speaks, and whether it is a cue of
    nothing but references."""

    start: int
    end: int
    of: frozenset[str]
    against: frozenset[str]
    is_reference: bool


class Said(NamedTuple):
    """What is said of one place: ``near`` it, ``right`` before it, and what it is said not to be."""

    near: frozenset[str] = frozenset()
    right: frozenset[str] = frozenset()
    against: frozenset[str] = frozenset()


_NOTHING = Said()


@dataclass(frozen=True, slots=True, eq=False)
class Cues:
    """The whole file. ``phrases``: of each first word the rest of each phrase, longest first; ``hanging``:
    the words on which a number may hang without a blank."""

    phrases: dict[str, Phrases]
    headings: tuple[tuple[str, tuple[str, ...], bool], ...]
    no_streets: frozenset[str]
    no_handles: frozenset[str]
    not_known: frozenset[str]
    fillers: frozenset[str]
    hanging: frozenset[str]

    def says_nothing(self, cell: str) -> bool:
        """Whether a cell says that nothing is known, or that there is none."""
        said = " ".join(cell.lower().split()).rstrip(".")
        return said in self.not_known or _NONE.fullmatch(said) is not None

    def mentions(self, low: str, words: list[Word]) -> list[Mention]:
        """The cues among the ``words`` of a text in small letters; of those that begin alike the longest."""
        found: list[Mention] = []
        done = -1
        for start, end, first in words:
            if start < done or first not in self.phrases:
                continue
            rest, said = self.phrases[first]
            match = rest(low, end)
            if match and match.lastindex:
                done = match.end()
                found.append(Mention(start, done, *said[match.lastindex - 1]))
        return found


def cues() -> Cues:
    """The cues of the pack in use. Raises OperatorFileError with every fault of the file."""
    return _read(content.in_use())


@cache
def _read(pack: Path | None) -> Cues:
    del pack  # what is read depends on it
    said = check(load(content.file("validators", "detection", "cues.yaml")), "cues")
    phrases: dict[tuple[str, ...], tuple[set[str], set[str]]] = {}
    headings: list[tuple[str, tuple[str, ...], bool]] = []
    for entity, one in said["entities"].items():
        for place, name in enumerate(("cues", "against")):
            for phrase in one.get(name, ()):
                phrases.setdefault(tuple(phrase.split()), (set(), set()))[place].add(entity)
        for heading in one.get("headings", ()):
            headings.append((entity, tuple(heading.removeprefix("=").split()), heading.startswith("=")))
    for phrase in said["things"]:
        phrases.setdefault(tuple(phrase.split()), (set(), set()))[1].update(said["no_things"])
    hanging = {word for (word, *more), (of, _) in phrases.items() if of - _IN_WORDS and not more}
    # The longest first: "ip address" is no address. Whose it is, and that it is a reference, say least.
    headings.sort(key=lambda one: (not one[2], one[0] in _LEAST, -len(one[1])))
    return Cues(
        phrases=_by_first_word(phrases),
        headings=tuple(headings),
        hanging=frozenset(word for word in hanging if len(word) > _SHORT) | NUMBER_WORDS | {"a/c"},
        no_streets=frozenset(said["no_streets"]),
        no_handles=frozenset(said["no_handles"]),
        not_known=frozenset(said["not_known"]),
        fillers=frozenset(said["fillers"]),
    )


def _by_first_word(phrases: Mapping[tuple[str, ...], tuple[set[str], set[str]]]) -> dict[str, Phrases]:
    rests: dict[str, list[str]] = {}
    said: dict[str, list[tuple[frozenset[str], frozenset[str], bool]]] = {}
    for (first, *more), (of, against) in sorted(phrases.items(), key=lambda item: -len(item[0])):
        rest = "".join(f"[^a-z0-9]{{1,2}}{word}" for word in more)
        rests.setdefault(first, []).append(f"({rest})(?![a-z])")
        is_reference = bool(of) and of <= _REFERENCES
        said.setdefault(first, []).append((frozenset(of), frozenset(against), is_reference))
    return {first: (re.compile("|".join(some)).match, tuple(said[first])) for first, some in rests.items()}


class Context:
    """A text in small letters, its ``words`` that matter here, and what its cues say of each place in it."""

    def __init__(self, low: str, content: Cues) -> None:
        self.low = low
        self.content = content
        letters = low.encode("latin-1", "replace").translate(_LETTERS).decode("latin-1")
        self.words: list[Word] = [
            (last - len(word) - 1, last - 1, word) for last, word in _known(content).iter(f" {letters} ")
        ]
        self.mentions = content.mentions(low, self.words)
        self._starts = [one.start for one in self.mentions]
        self._brackets = "(" in low or "[" in low
        self._last = -1, _NOTHING

    def before(self, start: int) -> Said:
        """What is said in front of the place from ``start`` on."""
        if self._last[0] != start:
            at = bisect_left(self._starts, start)
            far = not at or start - self.mentions[at - 1].end > _NEAR
            self._last = start, _NOTHING if far else self._before(start, at)
        return self._last[1]

    def said(self, start: int, end: int) -> Said:
        """What is said of the place from ``start`` to ``end``, in front of it and behind."""
        said = self.before(start)
        at = bisect_left(self._starts, end)
        while at < len(self._starts) and self._starts[at] <= end + _BEHIND_AT_MOST:
            if _is_behind(self.mentions[at], self.low, end):
                said = Said(said.near | self.mentions[at].of, said.right, said.against)
            at += 1
        return said

    def in_brackets(self, start: int) -> frozenset[str]:
        """Of which entities there is a cue in brackets a little behind the place from ``start`` on."""
        if not self._brackets:
            return _NOBODY
        at = bisect_left(self._starts, start)
        while at < len(self._starts) and self._starts[at] <= start + _NEAR:
            if self.low[self._starts[at] - 1] in "([":
                return self.mentions[at].of
            at += 1
        return _NOBODY

    def _before(self, start: int, at: int) -> Said:
        """The nearest cue counts, with those beside it, until another number comes between."""
        near: frozenset[str] = _NOBODY
        right: frozenset[str] = _NOBODY
        against: frozenset[str] = _NOBODY
        nearest = -1
        last: Mention | None = None
        for one in reversed(self.mentions[max(0, at - _FEW) : at]):
            gap = start - one.end
            if gap > _NEAR:
                break
            if gap < 0 or one.end < nearest - _BESIDE:
                continue
            if last and last.is_reference and _JOINED.fullmatch(self.low, one.end, last.start):
                near, right = near - one.against, right - one.against  # an order ref is none of a case
            last = one
            if gap > _LEAST_BETWEEN and _is_used_up(self.low, one.end, start):
                break
            is_right = gap <= _BESIDE and (gap < _LEAST_BETWEEN or self._is_filled(one.end, start))
            if one.is_reference and not is_right and _SENTENCE.search(self.low, one.end, start):
                continue  # "ref" in the sentence before
            if one.against and gap <= _AGAINST and not _SENTENCE.search(self.low, one.end, start):
                against |= one.against - near
            near |= one.of - against if against else one.of
            if is_right:
                right |= one.of
            if nearest < 0 and not one.of <= _GENERAL:
                nearest = one.end
        return Said(near, right, against)

    def _is_filled(self, start: int, end: int) -> bool:
        """Whether nothing stands between but words that say no more."""
        return self.content.fillers.issuperset(_FILLED.findall(self.low, start, end))


@cache
def _known(content: Cues) -> Any:
    """An automaton of the words, each between two blanks: most words of a text are passed over in it."""
    found = ahocorasick.Automaton()
    for word in {*content.phrases, *address.KINDS, *address.HOMES, *phone.FIGURES, "at", "dot"}:
        found.add_word(f" {word} ", word)
    found.make_automaton()
    return found


_LETTERS = bytes(code if chr(code) in string.ascii_lowercase else ord(" ") for code in range(256))
"""What is no small letter of ours as a blank."""
_NOBODY: frozenset[str] = frozenset()
_LEAST_BETWEEN = 3  # characters: blanks and signs, but no number and no word
_FEW = 12  # cues on one side of a place, at most
_BEHIND_AT_MOST = 22  # characters


def _is_used_up(low: str, start: int, end: int) -> bool:
    """Whether another number stands between: it was the one spoken of, unless this is one more of them."""
    return _FOUR_FIGURES.match(low, start, end) is not None and not _MORE.search(low, start, end)


def _is_behind(one: Mention, low: str, end: int) -> bool:
    match = _BEHIND.fullmatch(low, end, one.start)
    if match is None:
        return False
    return (
        match[0].strip()[:1] in ("(", "[") or len(match[0].strip()) > 1 or bool(_CLOSED.match(low, one.end))
    )
