"""One note: sentences chosen, slots filled, the voice laid over; the truth is kept with every stretch."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TypeVar

from cfgovern.cohort.draw import Draw
from cfgovern.cohort.notes.book import Book, Sentence, Slot
from cfgovern.cohort.notes.cast import Cast, filled
from cfgovern.cohort.notes.parts import PARTS, laid_out
from cfgovern.identifiers import classify

__all__ = ["Piece", "compose"]

T = TypeVar("T")
_MANY = 1_000  # draws of one purpose in one note, at most
_LONG_WORD = re.compile(r"[A-Za-z]{6,}")


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a note; ``entity`` is empty where it points to nobody."""

    text: str
    entity: str = ""


@dataclass(slots=True)
class Dice:
    """Draws for one note. Each purpose has its own, so that one more of another changes nothing."""

    draw: Draw
    note: int
    _thrown: dict[str, int]

    def below(self, limit: int, purpose: str) -> int:
        """A whole number from 0 to ``limit`` - 1, another at each call."""
        count = self._thrown[purpose] = self._thrown.get(purpose, -1) + 1
        return self.draw.below(limit, "notes", purpose, self.note * _MANY + count)

    def pick(self, options: Sequence[T], purpose: str) -> T:
        """One of ``options``."""
        return options[self.below(len(options), purpose)]

    def percent(self, share: int, purpose: str) -> bool:
        """True in ``share`` of a hundred notes."""
        return self.below(100, purpose) < share

    def some(self, options: Sequence[T], count: int, purpose: str) -> list[T]:
        """``count`` of them, none twice, in an order of chance."""
        left = list(options)
        return [left.pop(self.below(len(left), purpose)) for _ in range(min(count, len(left)))]


def compose(cast: Cast, note: int, participant: int) -> list[Piece]:
    """The pieces of note number ``note`` (from 0) about that participant, in order."""
    dice = Dice(cast.draw, note, {})
    joins, sentences = _chosen(cast.book, dice)
    join = dice.pick(joins, "join")
    stops = not dice.percent(cast.book.shares["no_full_stops"], "no_full_stops")
    aside = (
        dice.below(len(sentences), "aside") if dice.percent(cast.book.shares["asides"], "asides") else None
    )
    pieces: list[Piece] = []
    for number, sentence in enumerate(sentences):
        if pieces and stops and join == " " and pieces[-1].text[-1].isalnum():
            pieces.append(Piece("."))
        pieces += [Piece(join)] if pieces else []
        pieces += [_piece(cast, dice, part, participant) for part in sentence.parts]
        if number == aside:
            pieces.append(Piece(f" {dice.pick(cast.book.asides, 'which aside')}"))
    if not stops:
        pieces = [piece if piece.entity else Piece(piece.text.removesuffix(".")) for piece in pieces]
    return _voiced([piece for piece in pieces if piece.text], cast.book, dice)


def _chosen(book: Book, dice: Dice) -> tuple[tuple[str, ...], list[Sentence]]:
    """What stands between the sentences, and the sentences."""
    clean = dice.percent(book.shares["clean"], "clean")
    must: list[Sentence] = []
    name = dice.pick(tuple(book.kinds), "kind")
    if not clean:  # every entity has its turn, however seldom it is spoken of
        name, sentence = dice.pick(book.holding[dice.pick(book.entities, "entity")], "holding")
        must.append(sentence)
    kind = book.kinds[name]
    count = book.least + dice.below(book.most - book.least + 1, "sentences")
    opening: list[Sentence] = []
    if count > len(must) and dice.percent(book.shares["opened"], "opened"):
        opening = dice.some(_fit(kind.openings, clean), 1, "opening")
    pool = [*kind.sentences, *dice.some(book.common, book.common_sentences, "common")]
    others = [sentence for sentence in _fit(pool, clean) if sentence not in must]
    body = must + dice.some(others, count - len(must) - len(opening), "body")
    return kind.joins, (opening + dice.some(body, len(body), "order")) or [_fit(book.common, clean)[0]]


def _fit(sentences: Iterable[Sentence], clean: bool) -> list[Sentence]:
    return [sentence for sentence in sentences if not (clean and sentence.entities)]


def _piece(cast: Cast, dice: Dice, part: str | Slot, participant: int) -> Piece:
    if isinstance(part, str):
        return Piece(part)
    book = cast.book
    if part.part:
        return _of_person(cast, dice, part, participant)
    if part.name == "date":
        within = dice.below(book.days_before + 1 + book.days_after, "day")
        day = cast.as_of + timedelta(days=within - book.days_before)
        return Piece(laid_out(_layout(book, dice, part.form), day))
    if part.name in book.words:
        return Piece(dice.pick(book.words[part.name], part.name))
    pattern = book.patterns[part.name]
    if pattern.entity:  # one a person, as the references of a person are
        form = cast.draw.pick(pattern.forms, "notes", part.name, participant)
        return Piece(filled(cast.draw, form, part.name, participant), pattern.entity)
    row = dice.note * _MANY + dice.below(_MANY, part.name)
    return Piece(filled(cast.draw, dice.pick(pattern.forms, f"form of {part.name}"), part.name, row))


def _of_person(cast: Cast, dice: Dice, slot: Slot, participant: int) -> Piece:
    person = cast.who(slot.name, participant)
    if slot.part == "born":
        return Piece(laid_out(_layout(cast.book, dice, slot.form), person.born), slot.entity)
    text, part = person.says[slot.part], PARTS[slot.part]
    form = slot.form or (dice.pick(tuple(part.ways), slot.part) if part.by_chance else "plain")
    # A code for "no fixed abode" says where nobody lives.
    nobodys = slot.part == "postcode" and classify("postcode", text) == "pseudo"
    return Piece(part.ways[form](text), "" if nobodys else slot.entity)


def _layout(book: Book, dice: Dice, form: str) -> str:
    return book.layouts[form or dice.pick(tuple(book.layouts), "layout")]


def _voiced(pieces: list[Piece], book: Book, dice: Dice) -> list[Piece]:
    """The hand of whoever wrote it. Each change is made to whole pieces, so the truth stays with them."""
    for share, change in _VOICES.items():
        if dice.percent(book.shares[share], share):
            pieces = [replace(piece, text=change(piece, dice)) for piece in pieces]
    return pieces


def _typing_slips(piece: Piece, dice: Dice) -> str:
    if piece.entity:
        return piece.text
    return _LONG_WORD.sub(
        lambda word: _slip(word[0], dice) if dice.percent(20, "slip") else word[0], piece.text
    )


def _misspelt(piece: Piece, dice: Dice) -> str:
    return _slip(piece.text, dice) if piece.entity == "PERSON" and len(piece.text) > 3 else piece.text


def _slip(word: str, dice: Dice) -> str:
    """Two letters that stand side by side change places, never the first or the last."""
    places = [place for place in range(1, len(word) - 2) if word[place : place + 2].isalpha()]
    if not places:
        return word
    place = dice.pick(places, "slip at")
    return word[:place] + word[place + 1] + word[place] + word[place + 2 :]


def _curly(piece: Piece, dice: Dice) -> str:
    del dice
    text = re.sub(r'"(?=\w)', "“", piece.text).replace('"', "”")
    return text.replace("'", "’")


def _hard_spaces(piece: Piece, dice: Dice) -> str:
    del dice
    return piece.text.replace(" ", "\u00a0") if piece.entity else piece.text


_VOICES: dict[str, Callable[[Piece, Dice], str]] = {
    "typing_slips": _typing_slips,
    "misspelt_names": _misspelt,
    "lower_case": lambda piece, _: piece.text.lower(),
    "curly_quotes": _curly,
    "hard_spaces": _hard_spaces,
    "split_accents": lambda piece, _: unicodedata.normalize("NFD", piece.text),
}
