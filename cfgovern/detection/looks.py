"""A text as names are looked for in it: small letters without accents, one blank for every other sign.

A look is as long as what it is a look at, with a blank before and after, so that a whole word is a word
between blanks and a place in one is a place in the other. Look-alike letters of other alphabets are read
as Latin ones, in names and texts alike.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from cfgovern.identifiers.readings import Reading, readings

__all__ = ["Look", "folded", "initials_in", "looks"]

# Letters that have no accent to take off, and letters of other alphabets that look like one of ours.
_ALIKE = str.maketrans(
    "łŁøØđĐðÐıßæÆœŒħĦŧŦасеорхуіјѕԁһкмтвнАСЕОРХУІЈЅКМТВНαονρτκιυΑΒΕΖΗΙΚΜΝΟΡΤΥΧ",
    "llooddddisaaoohhttaceopxyijsdhkmtbhaceopxyijskmtbhaovptkiuabezhikmnoptyx",
)
_BEFORE = 40  # characters: three words fit
_STOPS = re.compile(r"[.!?;:\n\r\t•|>=]|[-–—*] *$|^$")
_ENDS = re.compile(r"[!?;\n]|\.(?=\s|$)")
_OPENING = " \u00a0\"'“‘(["


class _Letters(dict[int, str]):
    """What each character is in a look, kept once it was asked for."""

    def __missing__(self, code: int) -> str:
        self[code] = read = _letter(chr(code))
        return read


def _letter(character: str) -> str:
    if "\uac00" <= character <= "\ud7a3":  # a syllable of Hangul would lose all but its first letter
        return character
    alike = character.translate(_ALIKE)
    for part in unicodedata.normalize("NFKD", alike):
        if part.isalnum():
            return part.lower()[0]
    # The vowel signs of some scripts are no letters, and part of a word all the same.
    return character if unicodedata.category(character) == "Mc" else " "


_LETTERS = _Letters()
_ASCII = bytes(ord(_letter(chr(code))) if code < 128 else 0 for code in range(256))


def _in_letters(text: str) -> str:
    """``text`` in the letters of a look. Most texts are nearly ASCII, and bytes are turned much faster."""
    if not text.isascii():
        others = {sign: _LETTERS[ord(sign)] for sign in set(text) if not sign.isascii()}
        if not "".join(others.values()).isascii():
            return text.translate(_LETTERS)
        for sign, letter in others.items():
            text = text.replace(sign, letter)
    return text.encode("ascii").translate(_ASCII).decode("ascii")


@dataclass(frozen=True, slots=True)
class Look:
    """``view``: the look. ``text``: what it is a look at; ``view[n + 1]`` is of ``text[n]``.

    Places that methods take are places of ``view``; :meth:`sent` turns them into the text as sent.
    """

    text: str
    view: str
    reading: Reading
    kept: Sequence[int] | None  # where accents that stood by themselves were left out: the rest
    shouted: bool  # no small letter at all: capitals then say nothing
    hushed: bool  # no capital at all

    def sent(self, start: int, end: int) -> tuple[int, int]:
        """The stretch in the text as sent."""
        first, last = start - 1, end - 2
        if self.kept is not None:
            first, last = self.kept[first], self.kept[last + 1] - 1
        return self.reading.span(first, last + 1)

    def is_capital(self, at: int) -> bool:
        """Whether the letter there is a capital, in a text that has others too."""
        return self.text[at - 1].isupper() and not self.shouted

    def is_forced(self, at: int) -> bool:
        """Whether any word would have a capital there: the first of a sentence, a line or an item."""
        before = self.text[max(0, at - 1 - _BEFORE) : at - 1].rstrip(_OPENING)
        return _STOPS.search(before[-2:]) is not None and not before[-1:].isalnum()

    def word_before(self, at: int) -> str:
        """The word that ends there, of whatever sentence."""
        return self.view[max(0, at - _BEFORE) : at].rstrip(" ").rpartition(" ")[2]

    def words_before(self, at: int, titles: Collection[str] = ()) -> list[str]:
        """Up to three words that end there, of one sentence; a full stop after ``titles`` ends none."""
        end = at - 1
        start = max(0, end - _BEFORE)
        stops = [found.start() for found in _ENDS.finditer(self.text, start, end)]
        while stops and self.text[stops[-1]] == "." and self._word_to(stops[-1]) in titles:
            stops.pop()
        words = self.view[(stops[-1] if stops else start) + 1 : at].split()
        # What the stretch starts with may be half a word.
        return (words if stops or not start else words[1:])[-3:]

    def words_after(self, at: int) -> list[str]:
        """Up to three words from there, of one sentence."""
        end = _ENDS.search(self.text, at - 1, at - 1 + _BEFORE)
        return self.view[at : end.start() + 1 if end else at + _BEFORE].split()[:3]

    def _word_to(self, end: int) -> str:
        return self.view[max(0, end - 12) : end + 1].rsplit(" ", 1)[-1]


def folded(name: str) -> str:
    """A name as it stands in a look: words with one blank between them."""
    if not name.isascii():
        name = "".join(sign for sign in name if not unicodedata.combining(sign))
    return " ".join(_in_letters(name).split())


# Each starts with what it looks for, which makes it quick.
_INITIALS = re.compile(r"[A-Z](?<![\w&/'’.@-].)[A-Z]{1,2}(?![\w&/@-])")
_SMALL_INITIALS = re.compile(r"[a-z](?<![\w&/'’.@-].)[a-z](?![\w&/@-])")


def initials_in(look: Look) -> Iterator[re.Match[str]]:
    """What may be initials, as places of the text: two or three capitals, or small letters where all are."""
    if not look.shouted:
        yield from (_SMALL_INITIALS if look.hushed else _INITIALS).finditer(look.text)


def looks(text: str) -> Iterator[Look]:
    """The looks at ``text``, one for each way to read it. Never raises."""
    for reading in readings(text):
        read, kept = reading.text, None
        if not read.isascii() and any(map(unicodedata.combining, set(read))):
            kept = [at for at, sign in enumerate(read) if not unicodedata.combining(sign)]
            read = "".join(read[at] for at in kept)
            kept.append(len(reading.text))
        shouted = len(read) > _BEFORE and read.isupper()
        yield Look(read, f" {_in_letters(read)} ", reading, kept, shouted, read.islower())
