"""What is known of people but their names: numbers, addresses, postcodes and days of birth in a text.

Signs and blanks are left out on both sides, so that every layout of a number is the same. A day is read
in any of the layouts that notes have, and looked up.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

import ahocorasick

from cfgovern.detection.looks import Look, folded
from cfgovern.detection.people import Person
from cfgovern.evidence.spans import ENTITY_OF
from cfgovern.identifiers import FORMS, classify, normalise

__all__ = ["Value", "Values"]

_ENTITIES = {**ENTITY_OF, "case_reference": "CASE_REFERENCE"}
_SHORTEST = 5  # letters and figures of a number
_LETTERS_OF_LINE = 4  # of an address line beside its figures: Flat 2 is everywhere
_WIDEST_GAP = 3  # signs between two characters of one value
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = f"(?P<word>{'|'.join(_MONTHS)})[a-z]{{0,6}}"
_DATES = re.compile(
    r" (?:"
    r"(?P<y1>[0-9]{4}) (?P<m1>[0-9]{1,2}) (?P<d1>[0-9]{1,2})"
    r"|(?P<d2>[0-9]{1,2}) (?P<m2>[0-9]{1,2}) (?P<y2>[0-9]{4}|[0-9]{2})"
    rf"|(?P<d3>[0-9]{{1,2}})(?:st|nd|rd|th)? (?:of )?{_MONTH} {{1,2}}(?P<y3>[0-9]{{4}}|[0-9]{{2}})"
    rf"|{_MONTH.replace('word', 'first')} (?P<d4>[0-9]{{1,2}})(?:st|nd|rd|th)? {{1,2}}(?P<y4>[0-9]{{4}})"
    r"|(?P<d5>[0-9]{2})(?P<m5>[0-9]{2})(?P<y5>[0-9]{4})"
    r")(?= )"
)


@dataclass(frozen=True, slots=True)
class Value:
    """A value found: a stretch of the look, its entity, and whose it is."""

    start: int
    end: int
    entity: str
    people: frozenset[int]


class Values:
    """What is known of ``people``, each by its place in the sequence. Held in memory only."""

    def __init__(self, people: Iterable[Person], streets: Mapping[str, str]) -> None:
        known: dict[tuple[str, str], set[int]] = {}
        self._born: dict[tuple[int, int, int], set[int]] = {}
        for number, person in enumerate(people):
            for key in _keys(person, streets):
                known.setdefault(key, set()).add(number)
            if day := _day(person.born):
                self._born.setdefault(day, set()).add(number)
        self._automaton = ahocorasick.Automaton()
        for (entity, written), whose in known.items():
            same = self._automaton.get(written, ())
            self._automaton.add_word(written, (*same, (len(written), entity, frozenset(whose))))
        self._automaton.make_automaton()

    def __reduce__(self) -> str:
        raise TypeError("what is known of people is held in memory only")

    def find(self, look: Look) -> Iterator[Value]:
        """Every known value in ``look``; whole words only."""
        found = list(self._written(look)) if len(self._automaton) else []
        found += self._days(look) if self._born else ()
        reach: dict[str, int] = {}
        for value in sorted(found, key=lambda value: (value.start, -value.end)):
            if value.start >= reach.get(value.entity, 0):  # what is inside of a longer one is not told
                reach[value.entity] = value.end
                yield value

    def _written(self, look: Look) -> Iterator[Value]:
        view = look.view
        places: list[int] = []
        for last, same in self._automaton.iter(view.replace(" ", "")):
            places = places or [at for at, sign in enumerate(view) if sign != " "]
            for length, entity, people in same:
                start, end = places[last - length + 1], places[last] + 1
                if view[start - 1] == view[end] == " " and " " * (_WIDEST_GAP + 1) not in view[start:end]:
                    yield Value(start, end, entity, people)

    def _days(self, look: Look) -> Iterator[Value]:
        for found in _DATES.finditer(look.view):
            said = {name[0]: text for name, text in found.groupdict().items() if text}
            month = said.get("m") or 1 + _MONTHS.index(said["w"] if "w" in said else said["f"])
            for year in _years(said["y"]):
                if people := self._born.get((year, int(month), int(said["d"]))):
                    yield Value(found.start() + 1, found.end(), "DATE_OF_BIRTH", frozenset(people))


def _years(written: str) -> tuple[int, ...]:
    return (int(written),) if len(written) == 4 else (1900 + int(written), 2000 + int(written))


def _day(born: str) -> tuple[int, int, int] | None:
    parts = born.split("-")
    if len(parts) != 3 or not all(part.isdecimal() for part in parts):
        return None
    year, month, day = map(int, parts)
    return year, month, day


def _keys(person: Person, streets: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """What is looked for of one person: entity and text without blanks and signs."""
    told = {**person.numbers, "postcode": person.postcode, "phone": person.phone, "email": person.email}
    for name, text in told.items():
        if name in _ENTITIES and text and not (name in FORMS and classify(name, text) == "pseudo"):
            for written in _layouts(name, text):
                if len(written) >= _SHORTEST:
                    yield _ENTITIES[name], written
    for line in _lines(person.address, streets):
        yield "UK_ADDRESS", line


def _layouts(name: str, text: str) -> set[str]:
    plain = _bare(text)
    if name == "phone":
        national = (normalise("phone", text) or "").removeprefix("+44")
        return {plain} | ({f"{code}{national}" for code in ("0", "44", "440", "0044")} if national else set())
    if name == "email":
        user, _, host = text.partition("@")
        spoken = _bare(host.replace(".", " dot "))
        return {plain, _bare(f"{user} at {host}"), _bare(user) + "at" + spoken}
    return {plain}


def _bare(text: str) -> str:
    return folded(text).replace(" ", "")


def _lines(address: str, streets: Mapping[str, str]) -> Iterator[str]:
    """The lines with a number, and what follows one too short to stand by itself (Flat 2, Larkspur House)."""
    lines = [folded(line) for line in re.split(r"[,\n]", address)]
    for line, following in zip(lines, [*lines[1:], ""], strict=True):
        if any(sign.isdigit() for sign in line):
            whole = line if sum(sign.isalpha() for sign in line) > _LETTERS_OF_LINE else f"{line} {following}"
            words = whole.split()
            if sum(sign.isalpha() for sign in whole) > _LETTERS_OF_LINE:
                yield "".join(words)
                if words[-1] in streets:
                    yield "".join((*words[:-1], streets[words[-1]]))
