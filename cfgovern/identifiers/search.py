"""Every stretch of a text that may be somebody's identifier: the guard of what is said to be made up.

Where :mod:`likeness` asks whether anything is *written* like an identifier, this asks whether anything
could be *real*: what was never issued to anybody, and codes that stand in for an identifier, pass.

Shapes are looked for wherever they stand, as people write them: glued to punctuation, split by blanks,
dashes or dots, in figures of other scripts, with characters that take no width between. Where a shape
is broad, less counts in running text than in a column named after the identifier:

==============  ==============================================================================
NHS number      ten digits whose check digit is right, solid or in groups of three and more
UPRN            a solid run of ten to twelve digits that is nothing else of ours (an NHS number
                with a slip is found by this)
phone           with +, 00, 44 or a first group of three digits from 0
NINO            with its last letter; or without it, capitals or solid
CRN             a letter and six digits, solid, or a capital, a blank and six digits
prison number   solid, or capitals
PNC, CRO        right check letter; a wrong one too where the serial is long
==============  ==============================================================================

In a column that is said to hold an identifier (``kind``), any stretch that has the form of that one
counts. Digests (32 and more hexadecimal figures), UUIDs and 0123456789 are nobody's. Not found: an
identifier that a line break cuts in two, or that is written in words.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from cfgovern.identifiers import email, form, phone
from cfgovern.identifiers.rooms import FORMS

__all__ = ["Suspect", "meant_by", "suspects"]


@dataclass(frozen=True, slots=True)
class Suspect:
    """A stretch of a text, ``end`` exclusive, that may be somebody's identifier of that kind."""

    kind: str
    start: int
    end: int


_NO_WIDTH = "\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"
_CUTS = form.BLANKS + form.DASHES + "._"
_CUT = f"[{re.escape(_CUTS)}]{{1,3}}"
_MAYBE = f"[{re.escape(_CUTS)}]{{0,3}}"
_BLANK = f"[{re.escape(form.BLANKS)}]"
_ONE = f"[{re.escape(_CUTS)}]"
_ROUND = rf"(?:{_BLANK}{{1,3}}|{_ONE}|{_ONE}?\(|\){_ONE}?)?"
_BEFORE, _AFTER = "(?<![A-Za-z0-9])", "(?![A-Za-z0-9])"
_ALONE, _ENDED = "(?<![0-9])(?<![0-9][.])", "(?![0-9])"


def _split(*sizes: int) -> str:
    return _CUT.join(f"[0-9]{{{size}}}" for size in sizes)


_TEN = ((10,), (3, 3, 4), (3, 4, 3), (4, 3, 3), (5, 5), (4, 6), (6, 4), (3, 7), (7, 3))
_DIGIT_BY_DIGIT = f"(?<![0-9]{_ONE})[0-9](?:{_CUT}[0-9]){{9}}(?!{_CUT}[0-9])"
_SHAPES: tuple[tuple[str, str], ...] = (
    ("nhs_number", f"(?<![0-9])(?:{'|'.join(_split(*sizes) for sizes in _TEN)}|{_DIGIT_BY_DIGIT}){_ENDED}"),
    ("uprn", f"{_ALONE}[0-9]{{10,12}}{_AFTER}"),
    ("phone", rf"(?:\+(?=[0-9(])|(?<![0-9])00(?![.])){_ROUND}[0-9](?:{_ROUND}[0-9]){{6,22}}{_ENDED}"),
    ("phone", rf"{_ALONE}\(?0[0-9]{{2,4}}\)?(?:{_CUT}[0-9]{{2,8}}){{1,5}}{_ENDED}"),
    ("phone", rf"{_ALONE}0(?:[0-9]{{8,10}}|{_CUT}[0-9]{{3,4}}{_CUT}[0-9]{{5,6}}){_ENDED}"),
    ("phone", rf"{_ALONE}44{_ROUND}[0-9]{{2,5}}(?:{_ROUND}[0-9]{{3,8}}){{1,3}}{_ENDED}"),
    ("nino", f"{_BEFORE}[A-Za-z]{{2}}(?:{_MAYBE}[0-9]{{2}}){{3}}{_MAYBE}[A-Da-d]{_AFTER}"),
    ("nino", f"{_BEFORE}(?:[A-Z]{{2}}(?:{_MAYBE}[0-9]{{2}}){{3}}|[A-Za-z]{{2}}[0-9]{{6}}){_AFTER}"),
    ("crn", f"{_BEFORE}(?:[A-Za-z]|[A-Z]{_BLANK}{{1,3}})[0-9]{{6}}{_AFTER}"),
    (
        "prison_number",
        f"{_BEFORE}(?:[A-Za-z][0-9]{{4}}[A-Za-z]{{2}}|[A-Z]{_MAYBE}[0-9]{{4}}{_MAYBE}[A-Z]{{2}}){_AFTER}",
    ),
    ("postcode", f"{_BEFORE}[A-Za-z]{{1,2}}[0-9][0-9A-Za-z]?{_MAYBE}[0-9][A-Za-z]{{2}}{_AFTER}"),
    ("postcode", f"{_BEFORE}[Gg][Ii][Rr]{_MAYBE}0[Aa]{{2}}{_AFTER}"),
    (
        "pnc_id",
        f"{_BEFORE}(?<![0-9]/)(?:[0-9]{{2}}){{1,2}}{_BLANK}{{0,3}}/{_BLANK}{{0,3}}[0-9]{{1,7}}{_BLANK}{{0,3}}"
        f"[A-Za-z]{_AFTER}",
    ),
    ("pnc_id", f"{_BEFORE}(?:[0-9]{{11}}[A-Za-z]|[0-9]{{6,9}}[A-Z]){_AFTER}"),
    (
        "cro",
        f"{_BEFORE}(?<![0-9]/)(?:(?:QQ)?[0-9]{{1,6}}{_BLANK}{{0,3}}/{_BLANK}{{0,3}}[0-9]{{2}}"
        f"|[Ss][Ff]{_BLANK}{{0,3}}[0-9]{{2}}{_BLANK}{{0,3}}/{_BLANK}{{0,3}}[0-9]{{1,6}})"
        f"{_BLANK}{{0,3}}[A-Za-z]{_AFTER}",
    ),
)
_SEARCHES = tuple((kind, re.compile(pattern)) for kind, pattern in _SHAPES)
_ANY = re.compile("|".join(f"(?:{pattern})" for _, pattern in _SHAPES))
_EMAIL = re.compile(email.FORM.shapes[0], re.IGNORECASE | re.ASCII)
_EMAIL_BEFORE, _EMAIL_AFTER = 100, 260  # characters around the @ in which an address lies
# The ten figures in order are in no range of the NHS number, nor a date, as in Scotland's.
_NOBODYS = re.compile(
    f"{_BEFORE}(?=[0-9]*[A-Fa-f])(?=[A-Fa-f]*[0-9])[0-9A-Fa-f]{{32,}}{_AFTER}"
    f"|{_BEFORE}0123456789(?![0-9])"
    f"|{_BEFORE}[0-9A-Fa-f]{{8}}(?:-[0-9A-Fa-f]{{4}}){{3}}-[0-9A-Fa-f]{{12}}{_AFTER}"
)
_WORD = re.compile("[+]?[0-9A-Za-z]+")
_WORDS_OF_ONE = 13
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
    plain, offsets = _plain(text)
    found: list[Suspect] = []
    if kind is not None:
        if _nobodys(kind, plain.strip()):
            return ()
        found += _labelled(kind, plain)
    found += _in_text(plain)
    if offsets is not None:
        found = [Suspect(one.kind, offsets[one.start], offsets[one.end - 1] + 1) for one in found]
    return _once(found)


# -- text ------------------------------------------------------------------------------------------


def _plain(text: str) -> tuple[str, list[int] | None]:
    """``text`` with digests blotted out, other scripts' figures and wide letters as ASCII, and no
    character without width; where that moved characters, the place of each in ``text``."""
    offsets: list[int] | None = None
    if not text.isascii():
        kept = [(place, _ascii(one)) for place, one in enumerate(text) if one not in _NO_WIDTH]
        text, offsets = "".join(one for _, one in kept), [place for place, _ in kept]
    if len(text) >= 10:
        text = _NOBODYS.sub(lambda found: "~" * len(found[0]), text)
    return text, offsets


def _ascii(character: str) -> str:
    if character.isascii() or character in form.BLANKS or character in form.DASHES:
        return character
    figure = unicodedata.decimal(character, None)
    if figure is not None:
        return str(figure)
    folded = unicodedata.normalize("NFKC", character)
    return folded if len(folded) == 1 else character


def _in_text(text: str) -> list[Suspect]:
    found = list(_addresses(text)) if "@" in text else []
    if _ANY.search(text) is None:
        return found
    known: list[Suspect] = []
    checked: list[Suspect] = []
    doubtful: list[Suspect] = []
    for kind, pattern in _SEARCHES:
        for match in pattern.finditer(text):
            told = _judge(kind, text, match.start(), match.end())
            if told is not None:
                state, end = told
                into = {"nobody's": known, "checked": checked}.get(state, doubtful)
                into.append(Suspect(kind, match.start(), end))
    # A check digit speaks for itself, but not within a longer one of its kind that is nobody's.
    found += [one for one in checked if not any(_within(one, it) and one.kind == it.kind for it in known)]
    found += [one for one in doubtful if not any(_within(one, it) for it in known)]
    return found


def _within(one: Suspect, other: Suspect) -> bool:
    return other.start <= one.start and one.end <= other.end


def _judge(kind: str, text: str, start: int, end: int) -> tuple[str, int] | None:
    """What the stretch is (nobody's; checked: a right check digit; doubtful) and its end, or None."""
    shape = FORMS[kind]
    if kind == "phone":
        return _telephone(text, start, end)
    word = text[start:end]
    if kind in ("nhs_number", "nino", "prison_number", "postcode"):
        word = word.translate(_NOTHING_FOR_CUTS)
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
    for at in (place for place, one in enumerate(text) if one == "@"):
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
    for one in sorted(found, key=lambda one: (one.start - one.end, one.start)):
        if not any(one.start < other.end and other.start < one.end for other in kept):
            kept.append(one)
    return tuple(sorted(kept, key=lambda one: one.start))


_NOTHING_FOR_CUTS = str.maketrans("", "", _CUTS)
_NO_UNDERSCORE = str.maketrans("", "", "_")
