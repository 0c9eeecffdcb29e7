"""The ways in which two records of one person disagree: each changes a few cells, or cannot.

A way is given the person's cells by concept, those of somebody else, and its chance; it gives the cells that
change, or nothing where it cannot strike (no nickname is known, there is no middle name). Identifiers stay in
the ranges that belong to nobody, and no address is given to anybody who has none.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from cfgovern.cohort.draw import Draw
from cfgovern.cohort.names import load_nicknames, load_slips, load_variants
from cfgovern.cohort.unreal import unreal
from cfgovern.identifiers.postcode import NO_FIXED_ABODE

__all__ = ["ADDRESS", "WAYS", "Dice", "Person", "moved_to", "of_age"]

Person = Mapping[str, str]
ADDRESS = ("address_line_1", "address_line_2", "address_town", "postcode")
_ADULT = 18
_NOBODY_YET = 60_000_000  # numbers of people from here on stand in no cohort
# Letters that are no other letter with a mark, so that Unicode does not take them apart.
_LETTERS = str.maketrans("łŁđĐøØßıæÆ", "lLdDoOsiaA")


@dataclass(frozen=True, slots=True)
class Dice:
    """Chance for one person and one way."""

    draw: Draw
    place: tuple[str | int, ...]

    def below(self, limit: int, what: str) -> int:
        """A whole number from 0 to ``limit`` - 1."""
        return self.draw.below(limit, what, *self.place)

    def pick(self, options: Sequence[str], what: str) -> str:
        """One of ``options``."""
        return options[self.below(len(options), what)]


Way = Callable[[Person, Person, Dice], dict[str, str]]


def moved_to(other: Person) -> dict[str, str]:
    """The address of ``other``."""
    return {part: other.get(part, "") for part in ADDRESS}


def of_age(born: date, person: Person) -> bool:
    """Whether somebody born on that day is surely an adult at the person's start, where that is known."""
    return not person.get("start_date") or int(person["start_date"][:4]) - born.year > _ADULT


def _spelt(concept: str) -> Way:
    def way(person: Person, other: Person, dice: Dice) -> dict[str, str]:
        others = load_variants().get(person.get(concept, ""), ())
        return {concept: dice.pick(others, "which")} if others else {}

    return way


def _slipped(concept: str, kind: str) -> Way:
    def way(person: Person, other: Person, dice: Dice) -> dict[str, str]:
        name = person.get(concept, "")
        pairs = [pair for pair in load_slips()[kind] if pair[0] in name.lower()]
        if len(name) < 3 or not pairs:
            return {}
        written, read = pairs[dice.below(len(pairs), "which")]
        places = [found.start() for found in re.finditer(re.escape(written), name.lower())]
        return {concept: _put(name, places[dice.below(len(places), "where")], written, read)}

    return way


def _put(name: str, place: int, written: str, read: str) -> str:
    """``name`` with ``read`` for what stands at ``place``; a capital stays one."""
    if name[place].isupper():
        read = read[:1].upper() + read[1:]
    return name[:place] + read + name[place + len(written) :]


def _typed(concept: str) -> Way:
    """Two letters the wrong way round, one left out, one twice, or the key beside it."""
    beside = _slipped(concept, "keyboard")

    def way(person: Person, other: Person, dice: Dice) -> dict[str, str]:
        name = person.get(concept, "")
        if len(name) < 4:
            return {}
        at, kind = 1 + dice.below(len(name) - 2, "letter"), dice.below(4, "kind")
        if kind == 0:
            return beside(person, other, dice)
        if kind == 1:
            return {concept: name[:at] + name[at + 1 :]}
        if kind == 2:
            return {concept: name[:at] + name[at] + name[at:]}
        return {concept: name[:at] + name[at + 1] + name[at] + name[at + 2 :]}

    return way


def _nickname(person: Person, other: Person, dice: Dice) -> dict[str, str]:
    short = load_nicknames().get(person.get("given_name", ""), ())
    return {"given_name": dice.pick(short, "which")} if short else {}


def _middle_name_used(person: Person, other: Person, dice: Dice) -> dict[str, str]:
    first, *rest = person.get("middle_names", "").split() or [""]
    return {"given_name": first, "middle_names": " ".join(rest)} if first else {}


def _middle_names_missing(person: Person, other: Person, dice: Dice) -> dict[str, str]:
    return {"middle_names": ""} if person.get("middle_names") else {}


def _alias_used(person: Person, other: Person, dice: Dice) -> dict[str, str]:
    pairs = (("given_name", "alias_given_name"), ("family_name", "alias_family_name"))
    both = [(name, alias) for name, alias in pairs if person.get(alias) and person.get(name)]
    return {cell: person[twin] for name, alias in both for cell, twin in ((name, alias), (alias, name))}


def _new_family_name(person: Person, other: Person, dice: Dice) -> dict[str, str]:
    old, new = person.get("family_name", ""), other.get("family_name", "")
    if person.get("sex") != "female" or not old or not new:
        return {}
    kept = {"alias_family_name": old} if dice.below(2, "kept") else {}
    return {"family_name": f"{old}-{new}" if dice.below(5, "double") == 0 else new} | kept


def _half_family_name(person: Person, other: Person, dice: Dice) -> dict[str, str]:
    parts = [part for part in re.split("[- ]", person.get("family_name", "")) if part]
    return {"family_name": parts[dice.below(2, "half") - 1]} if len(parts) > 1 else {}


def _plain_letters(person: Person, other: Person, dice: Dice) -> dict[str, str]:
    names = {concept: person.get(concept, "") for concept in ("given_name", "family_name")}
    return {concept: _plain(name) for concept, name in names.items() if _plain(name) != name}


def _plain(name: str) -> str:
    """Without accents, apostrophes and quotation marks; hyphens as spaces."""
    apart = unicodedata.normalize("NFKD", name.translate(_LETTERS))
    letters = "".join(sign for sign in apart if not unicodedata.combining(sign))
    return re.sub("['\"’]", "", letters).replace("-", " ")


def _names_swapped(person: Person, other: Person, dice: Dice) -> dict[str, str]:
    given, family = person.get("given_name", ""), person.get("family_name", "")
    return {"given_name": family, "family_name": given} if given and family else {}


def _born(person: Person, year: int, month: int, day: int) -> dict[str, str]:
    """Another date of birth, where there is such a day and the person stays an adult."""
    try:
        born = date(year, month, day)
    except ValueError:
        return {}
    return {"date_of_birth": born.isoformat()} if of_age(born, person) else {}


def _parts(person: Person) -> tuple[int, int, int] | None:
    """Year, month and day of birth; None for a missing one."""
    text = person.get("date_of_birth", "")
    if not re.fullmatch("[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
        return None
    return int(text[:4]), int(text[5:7]), int(text[8:])


def _day_and_month_swapped(person: Person, other: Person, dice: Dice) -> dict[str, str]:
    parts = _parts(person)
    return _born(person, parts[0], parts[2], parts[1]) if parts else {}


def _first_of_january(person: Person, other: Person, dice: Dice) -> dict[str, str]:
    parts = _parts(person)
    return _born(person, parts[0], 1, 1) if parts else {}


def _figure_of_birth(person: Person, other: Person, dice: Dice) -> dict[str, str]:
    """A year, a decade, a month or a day beside the right one."""
    parts = _parts(person)
    if not parts:
        return {}
    year, month, day = parts
    step = 1 if dice.below(2, "sign") else -1
    options = (
        (year + step, month, day),
        (year - 10, month, day),
        (year, month + step, day),
        (year, month, day + step),
    )
    return _born(person, *options[dice.below(4, "figure")])


def _other_sex(person: Person, other: Person, dice: Dice) -> dict[str, str]:
    turned = {"female": "male", "male": "female"}.get(person.get("sex", ""))
    return {"sex": turned} if turned else {}


def _moved(person: Person, other: Person, dice: Dice) -> dict[str, str]:
    return moved_to(other) if person.get("address_line_1") and other.get("address_line_1") else {}


def _no_fixed_abode(person: Person, other: Person, dice: Dice) -> dict[str, str]:
    return moved_to({"postcode": NO_FIXED_ABODE}) if person.get("address_line_1") else {}


def _postcode_missing(person: Person, other: Person, dice: Dice) -> dict[str, str]:
    return {"postcode": ""} if person.get("postcode") else {}


def _nino(change: Callable[[str, Dice], str]) -> Way:
    def way(person: Person, other: Person, dice: Dice) -> dict[str, str]:
        nino = person.get("nino", "")
        return {"nino": change(nino, dice)} if re.fullmatch("[A-Z]{2}[0-9]{6}[A-D]", nino) else {}

    return way


def _figures_swapped(nino: str, dice: Dice) -> str:
    at = 2 + dice.below(5, "where")
    return nino[:at] + nino[at + 1] + nino[at] + nino[at + 2 :]


def _with_gaps(nino: str, dice: Dice) -> str:
    return " ".join((nino[:2], nino[2:4], nino[4:6], nino[6:8], nino[8:]))


def _other_contact(concept: str) -> Way:
    def way(person: Person, other: Person, dice: Dice) -> dict[str, str]:
        if not _is_value(person.get(concept, "")):
            return {}
        return {concept: unreal(concept, _NOBODY_YET + dice.below(10_000_000, "number")) or ""}

    return way


def _is_value(text: str) -> bool:
    """Whether the cell holds a value, and no word for a missing one."""
    return any(sign.isdigit() for sign in text) or "@" in text


WAYS: Mapping[str, Way] = MappingProxyType(
    {
        "nickname": _nickname,
        "other_spelling_given": _spelt("given_name"),
        "typing_given": _typed("given_name"),
        "look_given": _slipped("given_name", "look"),
        "sound_given": _slipped("given_name", "sound"),
        "middle_name_used": _middle_name_used,
        "alias_used": _alias_used,
        "other_spelling_family": _spelt("family_name"),
        "typing_family": _typed("family_name"),
        "look_family": _slipped("family_name", "look"),
        "sound_family": _slipped("family_name", "sound"),
        "new_family_name": _new_family_name,
        "half_family_name": _half_family_name,
        "plain_letters": _plain_letters,
        "names_swapped": _names_swapped,
        "middle_names_missing": _middle_names_missing,
        "day_and_month_swapped": _day_and_month_swapped,
        "first_of_january": _first_of_january,
        "figure_of_birth": _figure_of_birth,
        "other_sex": _other_sex,
        "moved": _moved,
        "no_fixed_abode": _no_fixed_abode,
        "postcode_missing": _postcode_missing,
        "nino_missing": _nino(lambda nino, dice: ""),
        "nino_without_last_letter": _nino(lambda nino, dice: nino[:-1]),
        "nino_with_gaps": _nino(_with_gaps),
        "nino_figures_swapped": _nino(_figures_swapped),
        "other_phone": _other_contact("phone"),
        "other_email": _other_contact("email"),
    }
)
