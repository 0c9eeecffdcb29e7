"""How many of the people in made-up notes are found, kind by kind, and how much of what is found is nobody.

    python -m tests.persons 1 2 3                       5,000 notes about 1,250 people for each of these seeds
    python -m tests.persons 1 2 3 --notes 1200          fewer: four notes a person
    python -m tests.persons 1 2 3 --strangers           third parties are called by names that no list has

The notes are those of ``cfgovern synth --mode notes``; the registry is everybody whom they are about. Every
mention counts that overlaps a find of either layer; a find is wrong where nothing in the truth overlaps it,
and left out where the truth has another entity there (a name in an e-mail address).
"""

from __future__ import annotations

import argparse
import importlib
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from unittest.mock import patch

from cfgovern import api
from cfgovern.cohort.area import plan
from cfgovern.cohort.draw import Draw
from cfgovern.cohort.notes import Notes, identities, make_notes
from cfgovern.cohort.notes.book import SELF, shipped_book
from cfgovern.cohort.notes.cast import Cast
from cfgovern.detection.found import Found
from cfgovern.detection.lists import load_lists
from cfgovern.detection.looks import folded
from cfgovern.detection.names import Names
from cfgovern.detection.people import Person
from cfgovern.detection.registry import Registry

__all__ = ["STRANGERS", "Mention", "Noted", "Score", "noted", "score"]

AS_OF = date(2026, 10, 1)
_NUMBERS = ("nhs_number", "nino", "pnc_id", "cro", "crn", "prison_number", "uprn")
_compose: Any = importlib.import_module("cfgovern.cohort.notes.compose")

# Names of communities that no list of ours was made for.
STRANGERS: tuple[tuple[str, ...], tuple[str, ...]] = (
    (
        *("Aino", "Akihiro", "Aitor", "Alofa", "Anahera", "Anahit", "Arkaitz", "Asdis", "Askel", "Ayumi"),
        *("Bayarmaa", "Bjarni", "Bolormaa", "Dzidra", "Eero", "Enkhtuya", "Etxahun", "Freydis", "Garazi"),
        *("Haruto", "Hinemoa", "Hovhannes", "Hrafn", "Ilze", "Inari", "Iraia", "Itsaso", "Juhani", "Kaimana"),
        *("Kalani", "Kalevi", "Kaori", "Keahi", "Kenji", "Ketevan", "Kyoko", "Leilani", "Levan", "Lieuwe"),
        *("Maialen", "Makoa", "Manaia", "Masako", "Mihoko", "Moana", "Nanuli", "Ngaire", "Nikoloz", "Noriko"),
        *("Oihana", "Olafur", "Oyunbileg", "Pekka", "Pualani", "Ruzanna", "Sakari", "Satenik", "Sigrun"),
        *(
            "Sjoerd",
            "Somchai",
            "Sunniva",
            "Suvi",
            "Takeshi",
            "Tamar",
            "Tevita",
            "Thorvald",
            "Tiiu",
            "Tornike",
        ),
        *("Unax", "Vakhtang", "Wiremu", "Xabier", "Yuto", "Zaruhi", "Zurab"),
    ),
    (
        *("Abashidze", "Agirre", "Akopyan", "Altansukh", "Arakelyan", "Arnarson", "Asatiani", "Batbayar"),
        *(
            "Beridze",
            "Chkheidze",
            "Davtyan",
            "Dzhaparidze",
            "Eguzkitza",
            "Fa'asavalu",
            "Fujimoto",
            "Galstyan",
        ),
        *("Gelashvili", "Goikoetxea", "Grigoryan", "Hakobyan", "Harutyunyan", "Heikkinen", "Hohepa"),
        *(
            "Ishikawa",
            "Iturriaga",
            "Kahananui",
            "Kalnins",
            "Karapetyan",
            "Kawamura",
            "Khachatryan",
            "Kikuchi",
        ),
        *("Kvaratskhelia", "Laaksonen", "Lomidze", "Maisuradze", "Manukyan", "Matsumoto", "Mkrtchyan"),
        *("Mäkinen", "Nakamura", "Ngata", "Nieminen", "Nishimura", "Ohanyan", "Otxoa", "Ozolins", "Paewai"),
        *(
            "Petrosyan",
            "Phanomyong",
            "Ratanaporn",
            "Sakamoto",
            "Sargsyan",
            "Sigurdsson",
            "Srisuk",
            "Taniguchi",
        ),
        *("Tsereteli", "Tumanishvili", "Uriarte", "Virtanen", "Yamashita", "Yeghiazaryan", "Zubizarreta"),
    ),
)


@dataclass(frozen=True, slots=True)
class Mention:
    """Somebody in a note: where, whether the participant, and in which way of writing."""

    start: int
    end: int
    is_self: bool
    kind: str


@dataclass(frozen=True, slots=True)
class Noted:
    """Notes, everybody in each, where other entities stand, and the registry of whom they are about."""

    texts: tuple[str, ...]
    mentions: tuple[tuple[Mention, ...], ...]
    others: tuple[tuple[tuple[int, int], ...], ...]
    people: tuple[Person, ...]


@dataclass(slots=True)
class Score:
    """By kind: how many mentions there are, and how many were found. Finds that are right and wrong."""

    there: Counter[str] = field(default_factory=Counter)
    found: Counter[str] = field(default_factory=Counter)
    right: int = 0
    wrong: int = 0
    misplaced: int = 0  # finds that name the row of somebody else than the participant they overlap

    def recall(self, kind: str) -> float:
        return self.found[kind] / self.there[kind]

    @property
    def precision(self) -> float:
        return self.right / (self.right + self.wrong)


def noted(seed: int, notes: int, *, strangers: bool = False) -> Noted:
    """Made-up notes, four about each person. ``strangers``: third parties have names that no list has."""
    contract = api.load_contract()
    rows = plan(contract, people=notes // 4, areas=1, as_of=AS_OF, seed=seed).rows(0)
    known = identities(contract, rows)
    said: list[tuple[str, str, str]] = []
    with _heard(said), _estranged() if strangers else _as_they_are():
        made = make_notes(known, notes=notes, as_of=AS_OF, seed=seed)
    cast = Cast(shipped_book(), Draw(seed), known, AS_OF)
    people = tuple(_person(cast, number, told) for number, told in enumerate(known))
    return Noted(tuple(row["note"] for row in made.rows), *_places(made, said), people)


@contextmanager
def _heard(said: list[tuple[str, str, str]]) -> Iterator[None]:
    """Whoever is put into a note: role, part and how it would be written without any slip."""
    of_person = _compose._of_person

    def hear(cast: Cast, dice: Any, slot: Any, participant: int) -> Any:
        piece = of_person(cast, dice, slot, participant)
        if piece.entity == "PERSON":
            said.append((slot.name, slot.part, piece.text))
        return piece

    with patch.object(_compose, "_of_person", hear):
        yield


@contextmanager
def _estranged() -> Iterator[None]:
    lists = load_lists()
    givens, families = (
        [name for name in names if folded(name) not in lists.given | lists.family] for names in STRANGERS
    )
    named = Cast._name

    def name(self: Cast, role: str, number: int, told: Mapping[str, str], born: date) -> tuple[str, str]:
        if role == SELF:
            return named(self, role, number, told, born)
        return self._pick(givens, role, "stranger", number), self._pick(families, role, "strangers", number)

    with patch.object(Cast, "_name", name):
        yield


@contextmanager
def _as_they_are() -> Iterator[None]:
    yield


def _places(
    made: Notes, said: Sequence[tuple[str, str, str]]
) -> tuple[tuple[tuple[Mention, ...], ...], tuple[tuple[tuple[int, int], ...], ...]]:
    mentions: list[list[Mention]] = [[] for _ in made.rows]
    others: list[list[tuple[int, int]]] = [[] for _ in made.rows]
    persons = iter(said)
    for span in made.spans:
        if span.entity != "PERSON":
            others[span.row - 1].append((span.start, span.end))
            continue
        role, part, plain = next(persons)
        written = made.rows[span.row - 1]["note"][span.start : span.end]
        kind = _way(part, _even(plain), _even(written))
        mentions[span.row - 1].append(Mention(span.start, span.end, role == SELF, kind))
    return tuple(map(tuple, mentions)), tuple(map(tuple, others))


def _way(part: str, plain: str, written: str) -> str:
    if part == "initials":
        return "initials"
    if written.lower() != plain.lower():
        return "misspelt"
    if written != plain:
        return "lower-case"
    names = {"full": "exact", "reversed": "reversed", "nick": "nickname", "given": "first name only"}
    return names.get(part, "family name only")


def _even(text: str) -> str:
    return unicodedata.normalize("NFC", text).replace("\u00a0", " ").replace("’", "'")


def _person(cast: Cast, number: int, told: Mapping[str, str]) -> Person:
    """A participant as the identifiers table has it; of who has no row there, as a caseload list would."""
    them = cast.who(SELF, number)
    also = " ".join(filter(None, (told.get("alias_given_name"), told.get("alias_family_name"))))
    return Person(
        row=number + 1,
        given=them.says["given"],
        family=told.get("family_name", "") if told.get("given_name") else them.says["family"],
        also_known_as=(also,) if also else (),
        born=them.born.isoformat(),
        address=them.says["address"],
        postcode=them.says["postcode"],
        phone=them.says["phone"],
        email=them.says["email"],
        numbers={name: them.says[name] for name in _NUMBERS},
    )


def score(all_noted: Noted) -> Score:
    """What the registry and the names find together."""
    registry, names, made = Registry.of(all_noted.people), Names(), Score()
    for number, text in enumerate(all_noted.texts):
        finds = [one for one in (*registry.search(text), *names.search(text)) if one.entity == "PERSON"]
        mentions = all_noted.mentions[number]
        row = number % len(all_noted.people) + 1
        for mention in mentions:
            over = [one for one in finds if _overlap(one, (mention.start, mention.end))]
            for kind in _kinds(mention):
                made.there[kind] += 1
                made.found[kind] += bool(over)
            rows = {one.person for one in over} - {None}
            made.misplaced += mention.is_self and bool(rows) and row not in rows
        for one in finds:
            if any(_overlap(one, (mention.start, mention.end)) for mention in mentions):
                made.right += 1
            elif not any(_overlap(one, place) for place in all_noted.others[number]):
                made.wrong += 1
    return made


def _kinds(mention: Mention) -> tuple[str, ...]:
    who = "participant" if mention.is_self else "third party"
    return f"{who}, all", f"{who}, {mention.kind}"


def _overlap(one: Found, place: tuple[int, int]) -> bool:
    return one.start < place[1] and place[0] < one.end


def _main() -> None:
    parser = argparse.ArgumentParser(description="How many people in made-up notes are found.")
    parser.add_argument("seeds", nargs="+", type=int)
    parser.add_argument("--notes", type=int, default=5000)
    parser.add_argument("--strangers", action="store_true")
    asked = parser.parse_args()
    scores = [score(noted(seed, asked.notes, strangers=asked.strangers)) for seed in asked.seeds]
    for kind in sorted(set().union(*(one.there for one in scores))):
        shares = "  ".join(
            f"{one.recall(kind):.3f} ({one.there[kind]})" if one.there[kind] else "-" for one in scores
        )
        print(f"{kind:32} {shares}")
    print(f"{'precision':32} {'  '.join(f'{one.precision:.3f}' for one in scores)}")
    print(f"{'named as another participant':32} {'  '.join(str(one.misplaced) for one in scores)}")


if __name__ == "__main__":
    _main()
