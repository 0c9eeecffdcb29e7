"""Patterns as machines that read a text letter by letter, made from the tree of Python's own parser.

A machine has *places*. A step leads from one to another over a letter of a set, or over no letter where
an assertion such as the start of the text holds. Sets are ASCII in meaning, as RE2 has them.
"""

from __future__ import annotations

import importlib
import re
import warnings
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache, lru_cache
from typing import Any

__all__ = ["START", "Machine", "TooLarge", "kind_of", "machine"]

MOST_PLACES = 20_000
_MOST_KEPT = 50_000  # steps that a machine remembers
START, WORD, OTHER, END = "start", "word", "other", "end"  # what stands before and after a place
Letters = tuple[tuple[int, int], ...]  # ranges of code points, both ends included
_ALL: Letters = ((0, 0x10FFFF),)
_LINE: Letters = ((0, 9), (11, 0x10FFFF))
_DIGITS: Letters = ((48, 57),)
_WORD: Letters = (*_DIGITS, (65, 90), (95, 95), (97, 122))
_SPACES: Letters = ((9, 13), (32, 32))
_LATIN: Letters = ((65, 90), (97, 122))
_ALNUM: Letters = (*_DIGITS, *_LATIN)
_WIDE = 64  # of the printable letters: such a set says "whatever", and letters and figures will do
_PRINTED = tuple(range(32, 127))
# What RE2 has and Python has not: classes by name, in ASCII.
_NAMED = {
    "alnum": "0-9A-Za-z", "alpha": "A-Za-z", "digit": "0-9", "lower": "a-z", "upper": "A-Z",
    "word": "0-9A-Za-z_", "xdigit": "0-9A-Fa-f", "L": "A-Za-z", "Lu": "A-Z", "Ll": "a-z", "N": "0-9",
    "Nd": "0-9", "Latin": "A-Za-z",
}  # fmt: skip
_ITEM = re.compile(r"\[:(\w+):\]|\\[pP]\{?(\^?\w+)\}?|\\.|.", re.DOTALL)


class TooLarge(ValueError):
    """A pattern that is not worked out here: too many places, or a part that is not known."""


@dataclass(slots=True)
class Machine:
    """``steps[p]``: letters and the next place. ``free[p]``: next places, each with what must hold there.

    ``named``: letters that the pattern names one by one. What was once worked out is kept, so that reading
    a letter again is a look-up.
    """

    steps: list[list[tuple[Letters, int]]] = field(default_factory=list)
    free: list[list[tuple[str, int]]] = field(default_factory=list)
    named: set[int] = field(default_factory=set)
    first: int = 0
    last: int = 0
    _over: dict[tuple[frozenset[int], str, int], frozenset[int]] = field(default_factory=dict)
    _ends: dict[tuple[frozenset[int], str], bool] = field(default_factory=dict)

    def place(self) -> int:
        """A new place."""
        if len(self.steps) >= MOST_PLACES:
            raise TooLarge
        self.steps.append([])
        self.free.append([])
        return len(self.steps) - 1

    def over(self, places: frozenset[int], before: str, letter: int) -> frozenset[int]:
        """Where ``letter`` leads from ``places`` that have a letter of the kind ``before`` behind them."""
        key = (places, before, letter)
        there = self._over.get(key)
        if there is None:
            if len(self._over) >= _MOST_KEPT:
                self._over.clear()
            there = self._over[key] = frozenset(
                to
                for place in self._reached(places, before, kind_of(letter))
                for letters, to in self.steps[place]
                if _within(letters, letter)
            )
        return there

    def ends(self, places: frozenset[int], before: str) -> bool:
        """Whether a text may end at ``places``."""
        key = (places, before)
        if key not in self._ends:
            if len(self._ends) >= _MOST_KEPT:
                self._ends.clear()
            self._ends[key] = self.last in self._reached(places, before, END)
        return self._ends[key]

    def _reached(self, places: Iterable[int], before: str, after: str) -> set[int]:
        """``places`` and all that can be reached without a letter, between two kinds of neighbour."""
        found = set(places)
        waiting = list(found)
        while waiting:
            for wanted, there in self.free[waiting.pop()]:
                if there not in found and _holds(wanted, before, after):
                    found.add(there)
                    waiting.append(there)
        return found


@cache
def kind_of(letter: int) -> str:
    """What an assertion sees in a letter."""
    return WORD if _within(_WORD, letter) else OTHER


@lru_cache(maxsize=4_096)
def _printed(letters: Letters) -> tuple[int, ...]:
    """The printable ASCII letters of a set."""
    return tuple(letter for letter in _PRINTED if _within(letters, letter))


def machine(pattern: str, *, anywhere: bool, plain: bool = False) -> Machine:
    """The machine of ``pattern``: of the texts it fits as a whole, or ``anywhere`` in them.

    ``plain``: where it allows nearly any letter, only letters and figures. Raises TooLarge.
    """
    tree = _parsed(pattern)
    built = _Builder(plain)
    made = built.made
    made.first = made.place()
    begin = made.first
    if anywhere:
        made.steps[begin].append((built.shown(_ALL), begin))
    made.last = built.sequence(tree, begin, tree.state.flags)
    if anywhere:
        made.steps[made.last].append((built.shown(_ALL), made.last))
    return made


def _parsed(pattern: str) -> Any:
    parser = importlib.import_module("re._parser")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return parser.parse(_as_python(pattern), re.ASCII)
    except (re.error, RecursionError, OverflowError, ValueError):
        raise TooLarge from None


def _as_python(pattern: str) -> str:
    r"""``pattern`` with what only RE2 has (``\z``, ``\pL``, ``[:alpha:]``) said as Python says it."""
    made, inside = "", False
    for item in _ITEM.finditer(pattern):
        text = item.group(0)
        name = item.group(1) if inside else None
        name = name or item.group(2)
        if name:
            if name not in _NAMED or text.startswith("\\P"):
                raise TooLarge
            made += _NAMED[name] if inside else f"[{_NAMED[name]}]"
            continue
        if text.startswith("[:") and item.group(1):  # no class by name, for it does not stand in one
            raise TooLarge
        inside = text == "[" or (inside and text != "]")
        made += "\\Z" if text == "\\z" else text
    return made


class _Builder:
    """Walks the tree, adding places to one machine."""

    def __init__(self, plain: bool) -> None:
        self.made = Machine()
        self.plain = plain

    def shown(self, letters: Letters) -> Letters:
        """The set, or letters and figures of it where it allows nearly any."""
        if self.plain and len(_printed(letters)) >= _WIDE:
            return tuple(
                (max(a, c), min(b, d)) for a, b in letters for c, d in _ALNUM if max(a, c) <= min(b, d)
            )
        return letters

    def sequence(self, tree: Iterable[Any], place: int, flags: int) -> int:
        for kind, value in tree:
            place = self.node(str(kind), value, place, flags)
        return place

    def node(self, kind: str, value: Any, place: int, flags: int) -> int:
        """Adds one node of the tree behind ``place``; the place behind it."""
        if kind in ("MAX_REPEAT", "MIN_REPEAT"):
            return self.repeated(*value, place=place, flags=flags)
        if kind == "SUBPATTERN":
            _, added, removed, tree = value
            return self.sequence(tree, place, (flags | added) & ~removed)
        if kind == "BRANCH":
            end = self.made.place()
            for tree in value[1]:
                start = self.joined(place)
                self.made.free[self.sequence(tree, start, flags)].append(("", end))
            return end
        if kind == "AT":
            return self.joined(place, str(value))
        end = self.made.place()
        self.made.steps[place].append((self.shown(self.letters(kind, value, flags)), end))
        return end

    def joined(self, place: int, wanted: str = "") -> int:
        end = self.made.place()
        self.made.free[place].append((wanted, end))
        return end

    def repeated(self, least: int, most: Any, tree: Any, *, place: int, flags: int) -> int:
        for _ in range(least):
            place = self.sequence(tree, place, flags)
        if str(most) == "MAXREPEAT":
            start = self.joined(place)
            end = self.sequence(tree, start, flags)
            self.made.free[end].append(("", start))
            return self.joined(start)
        ends = [place]
        for _ in range(int(most) - least):
            place = self.sequence(tree, place, flags)
            ends.append(place)
        final = self.made.place()
        for end in ends:
            self.made.free[end].append(("", final))
        return final

    def letters(self, kind: str, value: Any, flags: int) -> Letters:
        if kind == "ANY":
            return _ALL if flags & re.DOTALL else _LINE
        items = [(kind, value)] if kind in ("LITERAL", "NOT_LITERAL") else value
        found: list[tuple[int, int]] = []
        negated = kind == "NOT_LITERAL"
        for item, what in items if kind in ("IN", "LITERAL", "NOT_LITERAL") else _unknown():
            name = str(item)
            if name in ("LITERAL", "NOT_LITERAL"):
                found.append((what, what))
                self.made.named.add(what)
            elif name == "RANGE":
                found.append(tuple(what))
            elif name == "CATEGORY":
                found += _category(str(what))
            elif name == "NEGATE":
                negated = True
            else:
                raise TooLarge
        if flags & re.IGNORECASE:
            found += [pair for a, b in found for pair in _other_case(a, b)]
        return _without(found) if negated else tuple(sorted(found))


def _unknown() -> Iterator[Any]:
    raise TooLarge


def _category(name: str) -> Letters:
    kind = name.removeprefix("CATEGORY_")
    known = {"DIGIT": _DIGITS, "WORD": _WORD, "SPACE": ((9, 10), (12, 13), (32, 32))}
    letters = known.get(kind.removeprefix("NOT_"))
    if letters is None:
        raise TooLarge
    return _without(letters) if kind.startswith("NOT_") else letters


def _other_case(first: int, last: int) -> Iterator[tuple[int, int]]:
    for low, high, shift in ((65, 90, 32), (97, 122, -32)):
        start, end = max(first, low), min(last, high)
        if start <= end:
            yield start + shift, end + shift


def _without(letters: Iterable[tuple[int, int]]) -> Letters:
    left, start = [], 0
    for first, last in sorted(letters):
        if first > start:
            left.append((start, first - 1))
        start = max(start, last + 1)
    if start <= 0x10FFFF:
        left.append((start, 0x10FFFF))
    return tuple(left)


def _within(letters: Letters, letter: int) -> bool:
    return any(first <= letter <= last for first, last in letters)


def _holds(wanted: str, before: str, after: str) -> bool:
    if not wanted:
        return True
    if wanted in ("AT_BEGINNING", "AT_BEGINNING_STRING"):
        return before == START
    if wanted in ("AT_END", "AT_END_STRING"):
        return after == END
    between = (before == WORD) != (after == WORD)
    return between if wanted == "AT_BOUNDARY" else not between
