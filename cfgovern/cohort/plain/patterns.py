"""The n-th text that patterns allow: different numbers give different texts, and how many there are is known.

The machines of all patterns read side by side; the states that they can be in are counted through, letter
by letter, so that two ways to the same text count once.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from cfgovern.cohort.plain.automata import START, Machine, TooLarge, kind_of, machine

__all__ = ["Language", "fits", "language"]

ENOUGH = 2**40
"""A language is not counted beyond this many texts."""
_MOST_STATES = 5_000
_MOST_LETTERS = 4_000
_LONGER = 200  # letters beyond the shortest text, where nothing limits it
_LETTERS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-_./:@,;+#()'\"&!?*=%$<>[]{}\\|^~` "
_TRIMMED = r"^\S([\s\S]*\S)?$"
_State = tuple[tuple[frozenset[int], ...], str]


def fits(pattern: str, text: str) -> bool:
    """Whether ``pattern`` is found anywhere in ``text``, in a time that grows with its length alone.

    Raises TooLarge for a pattern that is not worked out here.
    """
    made = _machine(pattern, True, False)
    places, before = frozenset([made.first]), START
    for letter in map(ord, text):
        places = made.over(places, before, letter)
        before = kind_of(letter)
    return made.ends(places, before)


def language(patterns: Sequence[str], shortest: int = 0, longest: int | None = None) -> Language | None:
    """The texts of ``shortest`` to ``longest`` letters in which every one of ``patterns`` is found.

    They have no white space around them and at least one letter. Texts that the patterns fit as a whole
    come first, and plain letters and figures; where there are none, others. None: there is no such text.
    Raises TooLarge.
    """
    known = False
    for anywhere in (False, True):
        for plain in (True, False):
            try:
                found = Language(patterns, shortest, longest, anywhere=anywhere, plain=plain)
            except TooLarge:
                continue
            known = True
            if found.size:
                return found
    if not known:
        raise TooLarge
    return None


@cache
def _machine(pattern: str, anywhere: bool, plain: bool) -> Machine:
    return machine(pattern, anywhere=anywhere, plain=plain)


class Language:
    """Texts in the order of their length. ``size``: how many, at most about :data:`ENOUGH`."""

    def __init__(
        self, patterns: Sequence[str], shortest: int, longest: int | None, *, anywhere: bool, plain: bool
    ) -> None:
        self._machines = [
            *(_machine(pattern, anywhere, plain) for pattern in patterns),
            _machine(_TRIMMED, True, False),
        ]
        self._next: list[list[tuple[int, str]]] = []
        self._ends: list[bool] = []
        self._build()
        self._counts: list[list[int]] = []
        self._lengths = self._count(shortest, longest)
        self.size = sum(count for _, count in self._lengths)

    def text(self, number: int) -> str:
        """The text of that number, from 0 to ``size`` - 1."""
        for length, count in self._lengths:
            if number < count:
                return self._spelled(number, length)
            number -= count
        raise IndexError(number)

    def _spelled(self, number: int, length: int) -> str:
        made, state = [], 0
        for left in range(length - 1, -1, -1):
            for there, letters in self._next[state]:
                behind = self._counts[left][there]
                if number < behind * len(letters):
                    made.append(letters[number // behind])
                    number %= behind
                    state = there
                    break
                number -= behind * len(letters)
        return "".join(made)

    def _build(self) -> None:
        groups = self._groups()
        start: _State = (tuple(frozenset([made.first]) for made in self._machines), START)
        known, waiting = {start: 0}, [start]
        for state in waiting:  # grows while it is walked
            edges: dict[int, str] = {}
            for letters in groups:
                there = self._over(state, ord(letters[0]))
                if all(there[0]):
                    if there not in known:
                        if len(known) >= _MOST_STATES:
                            raise TooLarge
                        known[there] = len(known)
                        waiting.append(there)
                    edges[known[there]] = edges.get(known[there], "") + letters
            self._next.append(list(edges.items()))
            self._ends.append(self._accepts(state))

    def _groups(self) -> list[str]:
        """The letters, those together between which no machine makes a difference."""
        named = {chr(letter) for made in self._machines for letter in made.named}
        alphabet = [*_LETTERS, *sorted(named - set(_LETTERS))]
        sets = {letters for made in self._machines for step in made.steps for letters, _ in step}
        groups: dict[tuple[object, ...], str] = {}
        for letter in alphabet:
            code = ord(letter)
            sign = (kind_of(code), *(any(a <= code <= b for a, b in letters) for letters in sets))
            groups[sign] = groups.get(sign, "") + letter
        return list(groups.values())

    def _over(self, state: _State, letter: int) -> _State:
        places, before = state
        pairs = zip(self._machines, places, strict=True)
        return tuple(made.over(at, before, letter) for made, at in pairs), kind_of(letter)

    def _accepts(self, state: _State) -> bool:
        places, before = state
        pairs = zip(self._machines, places, strict=True)
        return all(made.ends(at, before) for made, at in pairs)

    def _count(self, shortest: int, longest: int | None) -> list[tuple[int, int]]:
        """How many texts there are of each length; ``_counts[n][s]``: of n letters from state s on."""
        found: list[tuple[int, int]] = []
        row, total, most = [int(end) for end in self._ends], 0, _MOST_LETTERS
        for length in range(_MOST_LETTERS if longest is None else min(longest, _MOST_LETTERS) + 1):
            self._counts.append(row)
            if length >= shortest and row[0]:
                most = min(most, length + _LONGER)
                found.append((length, row[0]))
                total += row[0]
            if total >= ENOUGH or length > most or not any(row):
                break
            row = [min(ENOUGH, sum(row[to] * len(letters) for to, letters in edges)) for edges in self._next]
        return found
