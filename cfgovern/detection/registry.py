"""Layer 3: people who are known, found in texts. Their names, nicknames, spellings, and their numbers.

One index an area, in memory only: it is personal data itself, so it is never written, copied to another
process or shown. Names are searched for with an automaton (Aho-Corasick), in one pass whatever their
number. A finding names the row of the person.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Set
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

import ahocorasick

from cfgovern.detection.found import Found
from cfgovern.detection.lists import load_lists
from cfgovern.detection.looks import Look, initials_in, looks
from cfgovern.detection.namecues import Cue, Cues, goes_with_a_number, load_cues
from cfgovern.detection.nearby import Nearby
from cfgovern.detection.people import Person
from cfgovern.detection.spellings import Part, spellings
from cfgovern.detection.values import Values
from cfgovern.findings import Severity

__all__ = ["Person", "Registry"]

_EVIDENCE = ("known", "nickname", "spelling", "one_edit")  # strongest first
_WORD = re.compile(r"(?<= )[^\W\d_]{4,40}(?= )")
_REMEMBERED = 1 << 16  # words that were judged; a text has the same few again and again
_LONGEST = 4  # words of one mention
_OF_ONE_ROW = 5  # people that one row of a list may name: somebody and a keyworker
_NO_ONE: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True, repr=False)
class _Key:
    """What one written form may be: whose given name, whose family name, and by which evidence."""

    length: int
    given: frozenset[int]
    family: frozenset[int]
    people: frozenset[int]
    because: str
    ordinary: bool


class _Mention(NamedTuple):
    """A name in a look: one word of it, or several that belong to the same people."""

    start: int
    end: int
    keys: tuple[_Key, ...]
    people: frozenset[int]
    beside: bool = False  # beside another name of the same people

    @property
    def because(self) -> str:
        return max((key.because for key in self.keys), key=_EVIDENCE.index)

    @property
    def is_whole(self) -> bool:
        return len(self.keys) > 1


class Registry:
    """The people of one area. Make one with :meth:`of`; the rest is :meth:`search`."""

    def __init__(self, people: tuple[Person, ...]) -> None:
        self._people = people
        self._of_table = frozenset(number for number, one in enumerate(people) if not one.listed)
        self._cues = load_cues()
        self._keys = _keys(people, self._cues)
        self._names = ahocorasick.Automaton()
        for written, key in self._keys.items():
            self._names.add_word(f" {written} ", key)
        self._names.make_automaton()
        self._initials = _initials(people)
        self._values = Values(people, self._cues.streets)
        self._nearby = Nearby(written for written, key in self._keys.items() if not key.ordinary)
        self._near = lru_cache(_REMEMBERED)(self._near_keys)

    @classmethod
    def of(cls, people: Iterable[Person]) -> Registry:
        """The registry of ``people``: of the identifiers table, of a caseload list, or of both."""
        return cls(tuple(people))

    def __repr__(self) -> str:
        return f"<Registry of {len(self._people)}>"

    def __reduce__(self) -> str:
        raise TypeError("a registry is held in memory only")

    def search(self, text: str) -> list[Found]:
        """Where ``text`` points to somebody known, in order; places in characters of the text as sent.

        Severity block where it is certain, because of known, nickname or spelling; warning where a person
        has to look: one_edit, initials, or a word that is a name among other things (word).
        """
        found: dict[tuple[str, int, int], Found] = {}
        for look in looks(text):
            for one in self._in(look):
                found.setdefault((one.entity, one.start, one.end), one)
        return sorted(found.values(), key=lambda one: (one.start, one.end))

    def _in(self, look: Look) -> Iterator[Found]:
        values = list(self._values.find(look))
        names = _joined(look, _longest([*self._known(look), *self._slips(look)]))
        certain = {min(value.people) for value in values if len(value.people) == 1}
        certain |= {min(name.people) for name in names if name.is_whole and len(name.people) == 1}
        for value in values:
            yield self._found(
                look, value.start, value.end, value.entity, "block", "known", value.people, certain
            )
        for name in names:
            judged = self._judged(look, name, certain)
            if judged is not None:
                severity, because = judged
                yield self._found(
                    look, name.start, name.end, "PERSON", severity, because, name.people, certain
                )
        yield from self._by_initials(look, certain)

    def _known(self, look: Look) -> Iterator[_Mention]:
        if self._keys:
            for last, key in self._names.iter(look.view):
                yield _Mention(last - key.length, last, (key,), key.people)

    def _slips(self, look: Look) -> Iterator[_Mention]:
        """Words that nobody is called, and somebody is but for one slip."""
        words = set(_WORD.findall(look.view)).difference(self._cues.words).difference(self._keys)
        near = {word: key for word in words if (key := self._near(word))}
        for found in _WORD.finditer(look.view) if near else ():
            if key := near.get(found[0]):
                yield _Mention(found.start(), found.end(), (key,), key.people)

    def _near_keys(self, word: str) -> _Key | None:
        near = self._nearby.of(word)
        if not near or self._cues.is_ordinary(word) or word in self._cues.never:
            return None
        keys = [self._keys[name] for name in near]
        given = _NO_ONE.union(*(key.given for key in keys))
        family = _NO_ONE.union(*(key.family for key in keys))
        return _Key(len(word), given, family, given | family, "one_edit", ordinary=False)

    def _judged(self, look: Look, name: _Mention, certain: Set[int]) -> tuple[Severity, str] | None:
        """How grave a mention is, or None where the word is none."""
        cues = self._cues
        capital = look.is_capital(name.start)
        if name.is_whole:
            return _judged_whole(look, name, cues)
        key = name.keys[0]
        if key.ordinary:
            return _judged_word(look, name, cues, known=bool(name.people & certain))
        if cues.heads_a_place(look, name.end) and cues.ahead(look, name.start) < Cue.KIN:
            return None
        if key.because == "one_edit":
            sure = (
                capital or name.beside or name.people & certain or cues.ahead(look, name.start) >= Cue.CONTACT
            )
            return ("warning", "one_edit") if sure else None
        return "block", key.because

    def _by_initials(self, look: Look, certain: Set[int]) -> Iterator[Found]:
        cues = self._cues
        for found in initials_in(look):
            start, end = found.start() + 1, found.end() + 1
            letters = look.view[start:end]
            people = self._initials.get(letters, _NO_ONE)
            if not people or letters in cues.never or (look.hushed and letters in cues.words):
                continue
            spoken_of = cues.ahead(look, start) >= Cue.WITH or cues.behind(look, end) >= Cue.CONTACT
            if spoken_of or people & certain:
                yield self._found(look, start, end, "PERSON", "warning", "initials", people, certain)

    def _found(
        self,
        look: Look,
        start: int,
        end: int,
        entity: str,
        severity: Severity,
        because: str,
        people: frozenset[int],
        certain: Set[int],
    ) -> Found:
        person = self._whose(people, certain)
        first, last = look.sent(start, end)
        whose = (person.row, person.listed, person.table) if person else (None, False, 0)
        return Found(entity, first, last, "registry", severity, because, *whose)

    def _whose(self, people: frozenset[int], certain: Set[int]) -> Person | None:
        """Whose it is: the only one's, the only one's that the text is sure of, or that is in the table."""
        for some in (people, people & certain, people & self._of_table):
            if 0 < len(some) <= _OF_ONE_ROW:
                rows = {(one.row, one.listed, one.table) for one in map(self._people.__getitem__, some)}
                if len(rows) == 1:
                    return self._people[next(iter(some))]
        return None


_BETWEEN = re.compile(r"[ \u00a0\n,'’-]{1,3}|[ \u00a0][A-Za-z]\.?[ \u00a0]")


def _keys(people: tuple[Person, ...], cues: Cues) -> dict[str, _Key]:
    lists = load_lists()
    whose: dict[str, dict[Part, set[int]]] = {}
    because: dict[str, str] = {}
    for number, person in enumerate(people):
        for written, part, evidence in spellings(person, lists):
            whose.setdefault(written, {"given": set(), "family": set()})[part].add(number)
            because[written] = min(because.get(written, evidence), evidence, key=_EVIDENCE.index)
    return {
        written: _Key(
            length=len(written),
            given=frozenset(of["given"]),
            family=frozenset(of["family"]),
            people=frozenset(of["given"] | of["family"]),
            because=because[written],
            ordinary=len(written) < _TOLD_APART or cues.is_ordinary(written) or written in cues.never,
        )
        for written, of in whose.items()
    }


_TOLD_APART = 3  # letters of a name that is no other word for certain


def _initials(people: tuple[Person, ...]) -> dict[str, frozenset[int]]:
    whose: dict[str, set[int]] = {}
    for number, person in enumerate(people):
        words = f"{person.given} {person.family}".split() if person.given else person.full.split()
        if len(words) > 1:
            whose.setdefault(f"{words[0][:1]}{words[-1][:1]}".lower(), set()).add(number)
    return {letters: frozenset(of) for letters, of in whose.items()}


def _longest(mentions: list[_Mention]) -> list[_Mention]:
    """Of those that overlap the longest, in order."""
    kept: list[_Mention] = []
    for one in sorted(mentions, key=lambda one: (one.start, -one.end)):
        if not kept or one.start >= kept[-1].end:
            kept.append(one)
    return kept


def _joined(look: Look, mentions: list[_Mention]) -> list[_Mention]:
    """Neighbours that are the given and the family name of one person as one mention, in either order.

    A slip beside the other name of somebody stays a mention of its own, and is surely theirs.
    """
    kept: list[_Mention] = []
    for one in mentions:
        both = _both(look, kept[-1], one) if kept else _NO_ONE
        if not both:
            kept.append(one)
        elif "one_edit" in (kept[-1].because, one.because):
            kept[-1:] = [part._replace(people=both, beside=True) for part in (kept[-1], one)]
        else:
            kept[-1] = kept[-1]._replace(end=one.end, keys=(*kept[-1].keys, *one.keys), people=both)
    return kept


def _both(look: Look, one: _Mention, other: _Mention) -> frozenset[int]:
    """Whose names both are, where nothing stands between but a blank, a sign or an initial."""
    if len(one.keys) >= _LONGEST or not _BETWEEN.fullmatch(look.text, one.end - 1, other.start - 1):
        return _NO_ONE
    first, second = one.keys[-1], other.keys[0]
    both = (first.given & second.family) | (first.family & second.given)
    if other.start - one.end == 1 and first != second:  # a middle name
        both |= first.given & second.given
    return both & one.people & other.people


def _judged_whole(look: Look, name: _Mention, cues: Cues) -> tuple[Severity, str] | None:
    """Two words that are a name are one, unless both are ordinary words and written so (will may)."""
    if not all(key.ordinary for key in name.keys) or look.is_capital(name.start):
        return "block", name.because
    spoken_of = cues.ahead(look, name.start) >= Cue.WITH or cues.behind(look, name.end) >= Cue.CONTACT
    return ("warning", "word") if look.hushed and spoken_of else None


def _judged_word(look: Look, name: _Mention, cues: Cues, *, known: bool) -> tuple[Severity, str] | None:
    """A name that is an ordinary word too: it needs a capital that nothing forces, and a second cue."""
    capital, ahead = look.is_capital(name.start), cues.ahead(look, name.start)
    if not (capital or look.hushed or ahead >= Cue.KIN):
        return None  # most of them
    if cues.heads_a_place(look, name.end) and (ahead < Cue.KIN or not capital):
        return None
    written, behind = look.view[name.start : name.end], cues.behind(look, name.end)
    if not capital:
        said = look.hushed and written not in cues.after and max(ahead, behind) >= Cue.WITH
        said = said and not cues.in_place(look, name.start)
        return ("warning", "word") if said or (ahead >= Cue.KIN and behind >= Cue.ANY) else None
    forced = look.is_forced(name.start)
    danger = written in cues.danger
    cue = max(ahead, behind, Cue.CONTACT if known and not forced else Cue.NONE)
    if (written in cues.never and cue < Cue.CONTACT) or (
        goes_with_a_number(look, name.end) and ahead < Cue.KIN
    ):
        return None
    if cues.in_place(look, name.start) and cue < Cue.ROLE:
        return None
    if cue >= Cue.CONTACT:
        return ("warning", "word") if forced and danger and ahead < Cue.ROLE else ("block", name.because)
    weak = cue < Cue.WITH and min(ahead, behind) < Cue.ANY
    if (danger and (forced or weak)) or (forced and behind < Cue.ANY):
        return None
    return "warning", "word"
