"""Every stretch of a text that may be somebody's identifier: the guard of what is said to be made up.

Where :mod:`likeness` asks whether anything is *written* like an identifier, this asks whether anything
could be *real*: what was never issued to anybody, and codes that stand in for an identifier, pass.

Shapes are looked for wherever they stand, as people write them: glued to punctuation, split by blanks,
dashes or dots, in figures of other scripts, with characters that take no width between. Where a shape
is broad, less counts in running text than in a column named after the identifier:

==============  ==============================================================================
NHS number      ten digits whose check digit is right, solid or in groups of three and more
UPRN            a solid run of ten to twelve digits that is nothing else of ours (an NHS number
                with a slip is found by this), unless it is round: seven noughts at its end
phone           with +, 00, 44 or a first group of three digits from 0
NINO            with its last letter; or without it, capitals or solid
CRN             a letter and six digits, solid, or a capital, a blank and six digits
prison number   solid, or capitals
PNC, CRO        right check letter; a wrong one too where the serial is long
others          those of :mod:`strict`
==============  ==============================================================================

In a column that is said to hold an identifier (``kind``), any stretch that has the form of that one
counts. Digests (32 and more hexadecimal figures), UUIDs and 0123456789 are nobody's, and so is whatever
lies within a longer stretch that is nobody's. A day behind initials (``AS 26.07.26``) is no NINO. Not
found: what is written in words, and what a line break cuts in two but for an NHS number in three groups.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from cfgovern.identifiers import email, form, phone, strict
from cfgovern.identifiers.readings import Reading, readings
from cfgovern.identifiers.rooms import FORMS, ROOMS
from cfgovern.identifiers.written import AFTER, BEFORE, BLANK, DIGESTS, MAYBE, without_cuts

__all__ = ["Suspect", "meant_by", "suspects"]


@dataclass(frozen=True, slots=True)
class Suspect:
    """A stretch of a text, ``end`` exclusive, that may be somebody's identifier of that kind."""

    kind: str
    start: int
    end: int


_SHAPES = tuple((kind, pattern) for kind, room in ROOMS.items() for pattern in room.WRITTEN)
_SEARCHES = tuple((kind, re.compile(pattern)) for kind, pattern in _SHAPES)
_SOMETHING = re.compile("[0-9@&]|[^\x00-\x7f]")  # without any of these there is nothing to look for
_FIGURES = re.compile("[0-9](?:[^0-9]{0,8}[0-9])*")  # within a shape, figures stand no further apart
_AROUND = 12  # characters: what of a shape stands before its first figure or behind its last, with its edges
# What every shape has: six figures with no letter between, a figure and a last two letters, or a stroke.
_LIKELY = re.compile(
    f"[0-9](?:(?:[^0-9A-Za-z]{{0,7}}[0-9]){{5}}|(?:[A-Za-z]{{2}}|{MAYBE}[A-Z]{{2}}){AFTER}"
    f"|{BLANK}{{0,3}}/{BLANK}{{0,3}}[0-9]{{1,7}}{BLANK}{{0,3}}[A-Za-z]{AFTER})"
)
_WITH_LETTER = ("nino", "crn", "prison_number", "postcode", "cro")  # in front
_WITH_FIGURE = ("nhs_number", "uprn", "phone", "pnc_id", "cro")  # or a bracket or +


def _one_of(kinds: tuple[str, ...]) -> str:
    return "|".join(f"(?:{pattern})" for kind, pattern in _SHAPES if kind in kinds)


_ANY = re.compile(f"(?=[0-9(+])(?:{_one_of(_WITH_FIGURE)})|(?=[A-Za-z]){BEFORE}(?:{_one_of(_WITH_LETTER)})")
_DIGEST = 64  # characters around, in which enough of one shows
_EMAIL = re.compile(email.FORM.shapes[0], re.IGNORECASE | re.ASCII)
_EMAIL_BEFORE, _EMAIL_AFTER = 100, 260  # characters around the @ in which an address lies
# The ten figures in order are in no range of the NHS number, nor a date, as in Scotland's.
_NOBODYS = re.compile(f"{DIGESTS}|{BEFORE}0123456789(?![0-9])")  # of two that begin there the digest
_BEGUN = re.compile("[0-9A-Fa-f]{8}(?:[0-9A-Fa-f]{24}|-[0-9A-Fa-f]{4}-)|0123456789")  # one of these has begun
_WORD = re.compile("[+]?[0-9A-Za-z]+")
_GROUP = re.compile("[0-9]+")
_WORDS_OF_ONE = 13
_LONGEST = 128  # characters of one
_LONG_SERIAL = 5  # digits, from which on a PNC or CRO shape is one even with a wrong letter

_MEANT = (
    ("nhs_number", r"\bnhs ?(?:number|no|num|id)\b|^nhs$"),
    ("nino", r"\bnino\b|\bnational insurance\b|\bni ?(?:number|no|num)\b"),
    ("pnc_id", r"\bpnc"),
    ("cro", r"\bcro\b|\bcro ?(?:number|no|num|id)\b"),
    ("crn", r"\bcrn\b"),
    ("prison_number", r"\bprison(?:er)? ?(?:number|no|num|id)\b|\bnoms\b"),
    ("postcode", r"\bpost(?:al)? ?code\b"),
    ("uprn", r"\buprn\b"),
    ("phone", r"phone\b|\bmobile\b|\btel\b"),
    ("email", r"\be ?mail\b"),
)
_HEADINGS = tuple((kind, re.compile(pattern)) for kind, pattern in _MEANT)


def meant_by(heading: str) -> str | None:
    """The kind of identifier that a column of this heading is said to hold, or None."""
    words = re.sub("[^a-z0-9]+", " ", re.sub("(?<=[a-z])(?=[A-Z])", " ", heading).casefold()).strip()
    return next((kind for kind, pattern in _HEADINGS if pattern.search(words)), None)


def suspects(text: str, kind: str | None = None) -> tuple[Suspect, ...]:
    """The stretches of ``text`` that may be somebody's identifier, in order. Never raises.

    ``kind``: of the identifier that the place is said to hold; any stretch of its form then counts.
    Raises KeyError for a kind without a form.
    """
    if not _SOMETHING.search(text):
        return ()
    found: list[Suspect] = []
    for reading in readings(text):
        plain = reading.text
        if kind is not None:
            if _nobodys(kind, plain.strip()):
                return ()
            found += (_placed(one, reading) for one in _labelled(kind, plain))
        found += (_placed(one, reading) for one in _in_text(plain))
    return _once(found) if found else ()


def _placed(one: Suspect, reading: Reading) -> Suspect:
    return Suspect(one.kind, reading.place(one.start), reading.place(one.end - 1) + 1)


# -- text ------------------------------------------------------------------------------------------


def _in_text(text: str) -> Iterator[Suspect]:
    """Where no figure stands there is no identifier but an address: the shapes are looked for near them."""
    if "@" in text:
        yield from _addresses(text)
    for figures in _FIGURES.finditer(text):
        start, end = max(0, figures.start() - _AROUND), figures.end() + _AROUND
        if _LIKELY.search(text, figures.start(), end) and _ANY.search(text, start, end):
            yield from _near(text, start, end)
        yield from (Suspect(*one) for one in strict.near_figures(text, figures.start(), figures.end()))


def _near(text: str, start: int, end: int) -> Iterator[Suspect]:
    """The suspects between ``start`` and ``end``, where digests are blotted out."""
    first = max(0, start - _DIGEST)
    piece = text[first : end + _DIGEST]
    if _BEGUN.search(piece):
        piece = _NOBODYS.sub(lambda found: "~" * len(found[0]), piece)
    known: list[Suspect] = []
    found: list[tuple[str, Suspect]] = []
    for kind, pattern in _SEARCHES:
        for state, at, until in _judged(kind, pattern, piece, start - first, end - first):
            one = Suspect(kind, first + at, first + until)
            found.append((state, one))
            if state == "nobody's":
                known.append(one)
    known.sort(key=_start)
    for state, one in found:
        if state != "nobody's" and not _is_inside(one, state, known):
            yield one


def _judged(
    kind: str, pattern: re.Pattern[str], piece: str, start: int, end: int
) -> Iterator[tuple[str, int, int]]:
    """What each stretch of that shape is, where it starts and ends; the next is looked for behind it.

    A run of groups may be a number and the begin of another: what is behind the first is looked at by itself.
    """
    while match := pattern.search(piece, start, end):
        told = _judge(kind, piece, match.start(), match.end())
        if told is not None:
            yield told[0], match.start(), told[1]
            start = told[1]
        elif kind == "phone" and (group := _GROUP.search(piece, match.start(), match.end())):
            start = group.end()
        else:
            start = match.end()


def _is_inside(one: Suspect, state: str, known: list[Suspect]) -> bool:
    """Whether it lies within what is nobody's; a right check digit only in a longer one or its kind."""
    first, last = (bisect_right(known, place, key=_start) for place in (one.start - _LONGEST, one.start))
    return any(
        one.end <= it.end and (state == "doubtful" or one.kind == it.kind or _length(it) > _length(one))
        for it in known[first:last]
    )


def _start(one: Suspect) -> int:
    return one.start


def _length(one: Suspect) -> int:
    return one.end - one.start


def _judge(kind: str, text: str, start: int, end: int) -> tuple[str, int] | None:
    """What the stretch is (nobody's; checked: a right check digit; doubtful) and its end, or None."""
    shape = FORMS[kind]
    if kind == "phone":
        return _telephone(text, start, end)
    word = text[start:end]
    if kind in ("nhs_number", "nino", "prison_number", "postcode"):
        word = without_cuts(word)
    if _nobodys(kind, word):
        return "nobody's", end
    status = form.classify(shape, word)
    if status == "valid":
        return ("doubtful" if shape.check is None else "checked"), end
    if kind == "nino":  # administrative prefixes have been issued to people
        return "doubtful", end
    if status == "bad_check" and kind in ("pnc_id", "cro") and _serial(word) >= _LONG_SERIAL:
        return "doubtful", end
    return None


def _telephone(text: str, start: int, end: int) -> tuple[str, int] | None:
    """The run may go on into the next number: it is cut after each group of digits, longest first."""
    ends = [start + group.end() for group in re.finditer("[0-9]+", text[start:end])]
    stretches = [(text[start:one].translate(_NO_UNDERSCORE), one) for one in reversed(ends)]
    for word, one in stretches:
        if _nobodys("phone", word):
            return "nobody's", one
    for word, one in stretches:
        if form.classify(phone.FORM, word) == "valid":
            return "doubtful", one
    return None


def _serial(word: str) -> int:
    """How many digits the longest run of a PNC or CRO shape has, its year of four left out."""
    runs = re.findall("[0-9]+", word)
    after = runs[1:] if len(runs) > 1 and len(runs[0]) == 4 else runs
    return max(map(len, after)) if "/" in word else 0 if len(runs[0]) < 11 else 7


def _nobodys(kind: str, word: str) -> bool:
    shape = FORMS[kind]
    if form.classify(shape, word) in ("unreal", "pseudo") or form.never_issued(shape, word):
        return True
    # A sheet takes the nought off a telephone number.
    return kind in ("phone", "uprn") and len(word) == 10 and form.never_issued(phone.FORM, f"0{word}")


def _addresses(text: str) -> Iterator[Suspect]:
    """E-mail addresses. Looked for around each @ only: else a long line would take for ever."""
    for at in (found.start() for found in re.finditer("@", text)):
        first = max(0, at - _EMAIL_BEFORE)
        for match in _EMAIL.finditer(text[first : at + _EMAIL_AFTER]):
            inside = first + match.start() < at < first + match.end()
            written = any(one.isalnum() for one in match[0].partition("@")[0])
            if inside and written and not _nobodys("email", match[0]):
                yield Suspect("email", first + match.start(), first + match.end())


# -- a column that is said to hold one -------------------------------------------------------------


def _labelled(kind: str, text: str) -> list[Suspect]:
    """Every run of words that has the form of that identifier and lies in none that is nobody's."""
    known: list[tuple[int, int]] = []
    found: list[Suspect] = []
    words = list(_WORD.finditer(text))
    for index, first in enumerate(words):
        for last in words[index : index + _WORDS_OF_ONE]:
            start, end = first.start(), last.end()
            if _nobodys(kind, text[start:end]):
                known.append((start, end))
            elif form.classify(FORMS[kind], text[start:end]) != "malformed":
                found.append(Suspect(kind, start, end))
    return [one for one in found if not any(a < one.end and one.start < b for a, b in known)]


def _once(found: list[Suspect]) -> tuple[Suspect, ...]:
    """In order; of two that overlap the longer, so that a place is named once."""
    kept: list[Suspect] = []
    for one in sorted(found, key=lambda one: (-_length(one), one.start)):
        place = bisect_right(kept, one.start, key=_start)
        before, after = kept[max(0, place - 1) : place], kept[place : place + 1]
        if not any(one.start < other.end and other.start < one.end for other in (*before, *after)):
            kept.insert(place, one)
    return tuple(kept)


_NO_UNDERSCORE = str.maketrans("", "", "_")
