"""Who is in the notes: participants, their own people, and staff. The same in every note about one."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

import numpy as np

from cfgovern.cohort.draw import Draw, Stream
from cfgovern.cohort.frame import EPOCH
from cfgovern.cohort.names import load_names, load_streets
from cfgovern.cohort.notes.book import ANY, SELF, Book
from cfgovern.cohort.unreal import CERTAIN, broken, unreal
from cfgovern.evidence.spans import ENTITY_OF
from cfgovern.identifiers import classify

__all__ = ["Cast", "Person", "filled"]

_NUMBERS = 900_000  # of made-up identifiers; there are 909,091 NHS numbers of 999
_NOBODYS = ("unreal", "pseudo")
# No I, O, Q and Z: a vehicle registration that ends so is not written with them.
_SIGNS = {"#": "0123456789", "%": "123456789", "@": "ABCDEFGHJKLMNPRSTUVWXY"}


@dataclass(frozen=True, slots=True)
class Person:
    """What can be said of somebody, by part, and the day of birth."""

    says: Mapping[str, str]
    born: date


@dataclass(slots=True)
class Cast:
    """Everybody, made when first spoken of. ``people``: what is known of each participant, by concept."""

    book: Book
    draw: Draw
    people: Sequence[Mapping[str, str]]
    as_of: date
    _known: dict[tuple[str, int], Person] = field(default_factory=dict)

    def who(self, role: str, participant: int) -> Person:
        """The person in ``role`` (or ``self``) for the participant of that number, from 0."""
        staff = 0 if role == SELF else self.book.roles[role].staff
        number = self.draw.below(staff, "notes", "which", role, participant) if staff else participant
        if (role, number) not in self._known:
            told = self.people[number] if role == SELF else {}
            self._known[role, number] = self._made(role, number, told)
        return self._known[role, number]

    def _made(self, role: str, number: int, told: Mapping[str, str]) -> Person:
        """Somebody of whom ``told`` is known by concept; the rest is drawn."""
        born = self._born(role, number, told)
        given, family = self._name(role, number, told, born)
        nick = told.get("alias_given_name") or self._nick(given, role, number)
        street = self._pick(load_streets()["street"], role, "street", number)
        says = {
            "given": given,
            "family": family or given,
            "full": f"{given} {family}".strip(),
            "reversed": f"{family.upper()}, {given}" if family else given,
            "nick": nick,
            "initials": f"{given[:1]}{family[:1]}".upper(),
            "address": self._address(role, number, told, street),
            "whereabouts": self._place("whereabouts", role, number, street),
            "handle": self._handle(nick, role, number),
            **{name: self._identifier(name, role, number, told) for name in ENTITY_OF},
        }
        return Person(says, born)

    def _name(self, role: str, number: int, told: Mapping[str, str], born: date) -> tuple[str, str]:
        """Given and family name; a family name that is not there may be how the person is called."""
        if told.get("given_name"):
            return told["given_name"], told.get("family_name", "")
        sex = told.get("sex", "")
        if sex not in ANY:
            sex = self._pick(ANY if role == SELF else self.book.roles[role].sexes, role, "sex", number)
        if self.draw.below(100, "notes", role, "ordinary word", number) < self.book.ordinary_words:
            own, families = self.book.names[sex], self.book.names["family"]
            return self._pick(own, role, "given", number), self._pick(families, role, "family", number)
        names, rows = load_names(), np.array([number])
        # Every group as often as every other: what is looked for must be found whoever it is.
        group = np.array([self.draw.below(len(names.groups), "notes", role, "group", number)])
        community = names.community.pick(self._stream(role, "community"), group, rows)
        male, days = np.array([ANY.index(sex)]), np.array([(born - EPOCH).days])
        given = names.given_names(self._stream(role, "given"), community, male, days, rows)
        family = names.family_names(self._stream(role, "family"), community, male, rows)
        return names.words[given[0]], names.words[family[0]]

    def _nick(self, given: str, role: str, number: int) -> str:
        """A short form of the name, or the name."""
        names = load_names()
        if given not in names.words:
            return given
        word = np.array([names.words.index(given)])
        nick = names.nicknames_of(self._stream(role, "nick"), word, np.array([number]))[0]
        return names.words[nick] if nick >= 0 else given

    def _stream(self, role: str, what: str) -> Stream:
        return self.draw.stream("notes", role, what)

    def _identifier(self, name: str, role: str, number: int, told: Mapping[str, str]) -> str:
        """What the person's row has, if it is nobody's; else a made-up one."""
        cell = told.get(name, "")
        if cell and classify(name, cell) in _NOBODYS:
            return cell
        made_for = 1 + self.draw.below(_NUMBERS, "notes", role, name, number)
        made = unreal(name, made_for) if name in CERTAIN else broken(name, made_for)
        if made is None:
            raise AssertionError(f"there is no made-up {name}")
        return made

    def _born(self, role: str, number: int, told: Mapping[str, str]) -> date:
        try:
            return date.fromisoformat(told.get("date_of_birth", ""))
        except ValueError:
            youngest, oldest = 18, 70
        if role != SELF:
            youngest, oldest = self.book.roles[role].youngest, self.book.roles[role].oldest
        first, last = _years_before(self.as_of, oldest), _years_before(self.as_of, youngest)
        return self.draw.day(first, last, "notes", role, "born", number)

    def _address(self, role: str, number: int, told: Mapping[str, str], street: str) -> str:
        lines = [told.get(name, "") for name in ("address_line_1", "address_line_2", "address_town")]
        if lines[0]:
            return ", ".join(line.replace("\n", ", ") for line in lines if line)
        house = 1 + self.draw.below(180, "notes", role, "house", number)
        home = self._pick(self.book.places["homes"], role, "home", number)
        town = self._pick(self.book.places["towns"], role, "town", number)
        return f"{home.format(number=house, street=street)}, {town}"

    def _place(self, kind: str, role: str, number: int, street: str) -> str:
        town = self._pick(self.book.places["towns"], role, "town", number)
        return self._pick(self.book.places[kind], role, kind, number).format(street=street, town=town)

    def _handle(self, nick: str, role: str, number: int) -> str:
        letters = unicodedata.normalize("NFKD", nick.lower()).encode("ascii", "ignore").decode()
        word = "".join(letter for letter in letters if letter.isalnum()) or "me"
        text = self._pick(self.book.places["handles"], role, "handle", number)
        return f"@{filled(self.draw, text.format(nick=word), role, number)}"

    def _pick(self, options: Sequence[str], role: str, what: str, number: int) -> str:
        return self.draw.pick(options, "notes", role, what, number)


def filled(draw: Draw, pattern: str, purpose: str, row: int) -> str:
    """``pattern`` with a figure for each ``#``, one but nought for ``%`` and a letter for ``@``."""
    signs = []
    for position, sign in enumerate(pattern):
        options = _SIGNS.get(sign)
        signs.append(draw.pick(options, "notes", purpose, "sign", position, row) if options else sign)
    return "".join(signs)


def _years_before(day: date, years: int) -> date:
    """The same day so many years earlier; 29 February becomes the 28th."""
    day_of_month = 28 if (day.month, day.day) == (2, 29) else day.day
    return day.replace(year=day.year - years, day=day_of_month)
