"""Layer 4: names of people whom no list of the area knows, by what they are called and what stands around.

A run of words is somebody where its words are known names, where the words around speak of a person
(mum, keyworker, PC, rang), or both. An unknown word with a capital after such a cue counts: nobody's
name has to be on a list. What is on one is content (``synthetic/names``, ``validators/detection``).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from itertools import pairwise
from typing import NamedTuple

from cfgovern.detection.found import Found
from cfgovern.detection.lists import load_lists
from cfgovern.detection.looks import Look, initials_in, looks
from cfgovern.detection.namecues import Cue, Cues, goes_with_a_number, load_cues
from cfgovern.findings import Severity

__all__ = ["Names"]

_GIVEN, _FAMILY = 1, 2
_PARTICLES = "van|von|der|den|de|da|do|dos|du|la|le|el|al|bin|bint|ibn|ul|ur|st|mac"
_GAP = re.compile(
    rf"[ \u00a0'’ʼ‑-]|[ \u00a0][OD]['’]|[ \u00a0](?:{_PARTICLES})[ \u00a0-](?:(?:{_PARTICLES})[ \u00a0])?"
    r"|[ \u00a0][A-Z]\.?[ \u00a0]|\. ?",
    re.IGNORECASE,
)
_WHOSE = frozenset({"his", "her", "their", "my", "our", "your"})
_COMMA = re.compile(r",[ \u00a0]?")
_LISTED = re.compile(r"(?:,|;|&|/|\+|\band\b|\bor\b|\bto\b|\s|\([^()\n]{1,40}\)){1,6}")


class _Word(NamedTuple):
    """A word that may be of a name: where, what lists say, and how it is written."""

    start: int
    end: int
    lists: int
    capital: bool
    ordinary: bool

    @property
    def is_known(self) -> bool:
        return self.lists > 0 and not self.ordinary


class Names:
    """What names are called and what stands around them, read once from the pack in use."""

    def __init__(self) -> None:
        lists = load_lists()
        self._cues = load_cues()
        self._gazetteer = _gazetteer(lists.given, lists.family, self._cues.strong)

    def search(self, text: str) -> list[Found]:
        """Where ``text`` names somebody, in order; places in characters of the text as sent.

        Because of role (the words around say so), name (it is written like one) or initials. Severity block
        for a known name with such words around or another name beside it, else warning: somebody has to look.
        """
        found: dict[tuple[int, int], Found] = {}
        for look in looks(text):
            for start, end, severity, because in _in(look, self._cues, self._gazetteer):
                place = look.sent(start, end)
                found.setdefault(place, Found("PERSON", *place, "names", severity, because))
        return sorted(found.values(), key=lambda one: (one.start, one.end))


Told = tuple[int, int, Severity, str]


def _in(look: Look, cues: Cues, gazetteer: Mapping[str, int]) -> Iterator[Told]:
    last, told = 0, Cue.NONE
    for run in _runs(look, _words(look, cues, gazetteer)):
        start, end = run[0].start, run[-1].end
        ahead = cues.ahead(look, start)
        if (
            told
            and not all(word.ordinary for word in run)
            and _LISTED.fullmatch(look.text, last - 1, start - 1)
        ):
            ahead = max(ahead, min(told, Cue.CONTACT))
        severity, because = _judged(look, run, ahead, cues) or (None, "")
        last, told = end, Cue.NONE
        if severity:
            told = max(ahead, Cue.ANY)
            yield start, end, severity, because
    yield from _initials(look, cues)


def _words(look: Look, cues: Cues, gazetteer: Mapping[str, int]) -> Iterator[_Word]:
    """The words that may be of a name: known ones, those with a capital, and the one after a strong cue."""
    before, text, hushed, strong, called = cues.before, look.text, look.hushed, cues.strong, False
    end = -1
    for word in look.view.split(" "):
        start = end + 1
        end = start + len(word)
        if not word:
            continue
        capital = text[start - 1].isupper()
        if not (capital or called or hushed or word in gazetteer):
            continue  # most words
        lists, after_cue, called = gazetteer.get(word, 0), called, word in strong
        odd = hushed and word not in cues.words
        capital = capital and not look.shouted
        if not (lists or capital or after_cue or odd) or len(word) < 2 or not word.isalpha():
            continue
        if word in before and (
            word in cues.titles or look.is_forced(start) or not capital or look.word_before(start) in _WHOSE
        ):
            continue
        ordinary = cues.is_ordinary(word) or word in cues.never
        if not ordinary or (lists and (capital or after_cue)):
            yield _Word(start, end, lists, capital, ordinary)
        elif capital and not look.is_forced(start):
            yield _Word(start, end, 0, capital, ordinary)


def _runs(look: Look, words: Iterable[_Word]) -> Iterator[list[_Word]]:
    """Words that stand side by side, or as family name, comma, given name."""
    run: list[_Word] = []
    for word in words:
        if run and not _goes_on(look, run[-1], word):
            yield from _trimmed(run)
            run = []
        run.append(word)
    yield from _trimmed(run)


def _goes_on(look: Look, one: _Word, other: _Word) -> bool:
    start, end = one.end - 1, other.start - 1
    if one.capital != other.capital and not (one.is_known and other.is_known):
        return False
    gap = _GAP.fullmatch(look.text, start, end)
    if gap and "." in gap[0]:
        return one.end - one.start == 1 or len(gap[0]) > 2
    turned = one.lists & _FAMILY or look.text[one.start - 1 : one.end - 1].isupper()
    return gap is not None or bool(
        turned and other.lists & _GIVEN and _COMMA.fullmatch(look.text, start, end)
    )


def _trimmed(run: list[_Word]) -> Iterator[list[_Word]]:
    """The run without ordinary words that no list has, at either end; nothing where no other is left."""
    while run and run[0].ordinary and not run[0].lists:
        run = run[1:]
    while len(run) > 1 and run[-1].ordinary and not run[-1].lists and not run[0].lists & _GIVEN:
        run = run[:-1]
    while len(run) > 2 and run[-1].ordinary and not run[-1].lists:
        run = run[:-1]
    if run:
        yield run[:4]


def _judged(look: Look, run: list[_Word], ahead: Cue, cues: Cues) -> tuple[Severity, str] | None:
    """How grave a run is, or None where it is nobody's name."""
    start, end = run[0].start, run[-1].end
    behind = cues.behind(look, end)
    if ahead < Cue.KIN and cues.heads_a_place(look, end):
        return None
    cue = max(ahead, behind)
    if cues.is_head(look, run[-1].start, end) and cue < (Cue.CONTACT if len(run) > 1 else Cue.ROLE):
        return None
    if all(word.ordinary for word in run):
        return _judged_ordinary(look, run, ahead, behind, cues)
    if (ahead < Cue.CONTACT or ahead == Cue.TITLE) and cues.is_thing(look, start):
        return None
    if any(word.is_known for word in run):
        if cue >= Cue.CONTACT:
            return "block", "role"
        if _is_full(run):
            return "block", "name"
        # A family name by itself, and a name in small letters among others, may be much else.
        sure = any(word.lists & _GIVEN for word in run) and (run[0].capital or look.hushed)
        return ("warning", "name") if sure or cue >= Cue.WITH else None
    if ahead < Cue.ROLE and (cues.in_place(look, start) or look.text[start - 1 : end - 1].isupper()):
        return None
    if not run[0].capital and cue < (Cue.WITH if look.hushed else Cue.ROLE):
        return None
    if cue >= Cue.WITH or (min(ahead, behind) >= Cue.ANY and not look.is_forced(start)):
        return "warning", "role"
    return ("warning", "name") if len(run) > 1 and run[0].capital else None


def _is_full(run: list[_Word]) -> bool:
    """Whether a run is a given name and another, both with a capital or both known."""
    pairs = pairwise(run)
    return any(
        (one.lists & _GIVEN and (other.capital or other.is_known))
        or (one.lists & _FAMILY and other.lists & _GIVEN)
        for one, other in pairs
    )


def _judged_ordinary(
    look: Look, run: list[_Word], ahead: Cue, behind: Cue, cues: Cues
) -> tuple[Severity, str] | None:
    """Names that are words as well (Grace, Will Young): they need a capital and what speaks of a person."""
    first = run[0]
    if not first.capital:
        word = look.view[first.start : first.end]
        sure = ahead >= Cue.KIN and behind >= Cue.ANY and len(word) > 2 and word not in cues.never
        return ("warning", "role") if sure and first.lists & _GIVEN else None
    forced = look.is_forced(first.start)
    cue = max(ahead, behind)
    if ahead < Cue.ROLE and (cues.in_place(look, first.start) or goes_with_a_number(look, run[-1].end)):
        return None
    if len(run) == 1 and look.view[first.start : first.end] in cues.never and cue < Cue.CONTACT:
        return None
    if _is_full(run) and all(word.lists for word in run):
        return ("block", "role") if cue >= Cue.WITH else ("warning", "name")
    if cue >= Cue.CONTACT and first.lists:
        danger = look.view[first.start : first.end] in cues.danger
        return ("warning", "role") if forced and danger and ahead < Cue.ROLE else ("block", "role")
    said = cue >= Cue.WITH or min(ahead, behind) >= Cue.ANY
    return ("warning", "role") if said and first.lists & _GIVEN and not forced else None


def _initials(look: Look, cues: Cues) -> Iterator[Told]:
    """Two or three capitals where somebody is spoken of."""
    for found in initials_in(look):
        start, end = found.start() + 1, found.end() + 1
        word = look.view[start:end]
        if word in cues.never or word in cues.before or cues.is_ordinary(word):
            continue
        if cues.ahead(look, start) >= Cue.WITH or cues.behind(look, end) >= Cue.CONTACT:
            yield start, end, "warning", "initials"


@cache
def _gazetteer(given: frozenset[str], family: frozenset[str], cues: frozenset[str]) -> Mapping[str, int]:
    """Each word of a name on the lists, and of which part it is; a cue is there as of none."""
    flags: dict[str, int] = {}
    for names, flag in ((given, _GIVEN), (family, _FAMILY)):
        for name in names:
            for word in name.split():
                if len(word) > 1 and not re.fullmatch(_PARTICLES, word):
                    flags[word] = flags.get(word, 0) | flag
    whose = (f"{word}s" for word, flag in flags.items() if flag & _GIVEN)  # without the apostrophe
    return {**dict.fromkeys(cues, 0), **dict.fromkeys(whose, _GIVEN), **flags}
