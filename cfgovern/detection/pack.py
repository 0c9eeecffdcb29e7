"""The UK pack: identifiers told by check digit, shape, or the words around them.

Where :mod:`cfgovern.identifiers.search` asks whether anything could be *real*, this asks what a place would
give away: test numbers count like real ones, so that made-up data can show what is found. What only stands in
for an identifier (ZZ99 postcodes, ten equal figures, "not known") is told as info.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from functools import cache
from itertools import compress
from types import MappingProxyType

from cfgovern.detection.addresses import addresses
from cfgovern.detection.columns import column_kind
from cfgovern.detection.cues import Context, Cues, Said, cues
from cfgovern.detection.found import Found, are_apart
from cfgovern.detection.hanging import loosened
from cfgovern.detection.headings import meant_by
from cfgovern.detection.kinds import KINDS, Sight
from cfgovern.detection.worth import WORTH
from cfgovern.findings import SEVERITIES, Severity
from cfgovern.identifiers import fillers
from cfgovern.identifiers.date_of_birth import MONTHS
from cfgovern.identifiers.readings import Reading, readings
from cfgovern.identifiers.written import CUT, CUTS, ONE, blotted

__all__ = ["ENTITIES", "WORTH", "column_kind", "meant_by", "search"]

ENTITIES = (
    *KINDS,
    *("EMAIL_ADDRESS", "URL", "SOCIAL_HANDLE", "IP_ADDRESS", "MAC_ADDRESS", "UK_ADDRESS"),
)
"""All that the pack finds."""

_WORTH = re.compile(WORTH)
# Where a shape may begin. Each of these starts with what it looks for, which makes it quick.
_FIGURE_STARTS = re.compile(
    "[0-9](?<![0-9][0-9])"
    # within a number with signs only a long run
    "(?:(?<![0-9][-/.][0-9])|(?=[0-9]{5}))"
    # no time, no score, no year by itself
    "(?!(?<=[0-9])[0-9]?[:.][0-5][0-9](?![0-9]|[-/.:][0-9]))"
    "(?![0-9]{0,2}/[0-9]{1,3}(?![0-9A-Za-z/.-]|[ ]{1,3}[A-Za-z/](?![A-Za-z0-9])))"
    "(?!(?:(?<=1)9|(?<=2)0)[0-9]{2}(?![0-9]|[A-Za-z]{1,2}[0-9]|[ ]{0,3}[-/.]|[ ][0-9]))"
    # four figures close by, or a day and the name of its month
    "(?=(?:[^0-9]{0,4}[0-9]){3}"
    "|[0-9]{0,5} of [0-9]"
    "|[0-9]?(?:st|nd|rd|th|ST|ND|RD|TH)?[^0-9A-Za-z]{0,2}(?:of (?:the )?)?[JFMASONDjfmasond][A-Za-z]{2})"
)
_SIGN_STARTS = re.compile("[+(](?=[+(0-9])")
_MONTHS = "|".join(form for month in MONTHS for form in (month, month.capitalize(), month.upper()))
# The first letters of a word with figures behind it. A sign before it is looked for: words have far fewer
# starts than letters, and only at these the rest is tried.
_WORD_STARTS = re.compile(
    rf"[^A-Za-z0-9](?=[A-Za-z]{{1,9}}+(?:[-/_][A-Za-z]{{1,9}}+){{0,2}}(?:{ONE}|[/,]){{0,3}}(?:the )?[0-9])"
    # letters and figures in one, or so many figures that it is no ordinary word and number
    r"(?=[A-Za-z]{1,9}+(?:(?=[0-9])|(?:[-/_][A-Za-z]{1,9}+){0,2}[-/_](?=[0-9]))"
    rf"|[A-Za-z]{{1,2}}{CUT}(?:[0-9](?:{ONE})?){{5}}"
    rf"|[A-Z]{{1,3}}{CUT}[0-9]{{1,4}}(?:(?:{ONE})?[A-Z]|(?![0-9]))"
    rf"|[A-Za-z][A-Za-z9]{{4}}{CUT}[0-9]{{5}}"
    rf"|(?<!th )(?<!st )(?<!nd )(?<!rd )(?<![0-9] )(?:{_MONTHS})[a-z]{{0,6}}[ .,]{{1,2}}(?:the )?[0-9])"
)


def _starts(text: str) -> list[int]:
    """Where a shape may begin, in order."""
    starts = [one.start() for one in _FIGURE_STARTS.finditer(text)]
    starts += [one.start() for one in _SIGN_STARTS.finditer(text)]
    starts += [one.start() for one in _WORD_STARTS.finditer(f" {text}")]  # the sign stands where it begins
    starts.sort()
    return starts


class _Shapes:
    """Many patterns tried at one place in one step: each looks ahead by itself, and none hides another."""

    def __init__(self, patterns: Iterable[tuple[str, str]]) -> None:
        entities, written = zip(*patterns, strict=True)
        self._entities: tuple[str, ...] = entities
        self._match = re.compile("".join(f"(?=({one})|)" for one in written)).match

    def at(self, text: str, start: int) -> list[tuple[str, int]]:
        """The entities whose shape begins there, and where each ends."""
        match = self._match(text, start)
        if match is None or match.lastindex is None:
            return []
        words = match.groups()
        there = compress(zip(self._entities, words, strict=True), words)
        return [(entity, start + len(word)) for entity, word in there]


# What begins with a figure or a sign, and what with a letter: only those of one sort are tried at a place.
_WITH_FIGURE: tuple[str, ...] = (
    "UK_NHS",
    "PHONE_NUMBER",
    "DATE_OF_BIRTH",
    "UK_PNC_ID",
    "UK_CRO",
    "UK_ASN",
    "UK_UPRN",
)
_WITH_FIGURE += ("UK_BANK_ACCOUNT", "CREDIT_CARD")
_WITH_LETTER = tuple(
    entity for entity in KINDS if entity not in _WITH_FIGURE or entity in ("DATE_OF_BIRTH", "UK_CRO")
)
_FIGURES, _LETTERS = (
    _Shapes((entity, one) for entity in entities for one in KINDS[entity].written)
    for entities in (_WITH_FIGURE, _WITH_LETTER)
)


class _Asked:
    """Shapes that are tried only where somebody says of what kind a number is."""

    def __init__(self, patterns: Iterable[tuple[str, tuple[str, ...]]]) -> None:
        self._shapes = {entity: _Shapes((entity, one) for one in some) for entity, some in patterns if some}
        self.of = cache(self._of)

    def _of(self, said: frozenset[str]) -> list[tuple[str, _Shapes]]:
        """Those of the entities ``said``, always in the same order."""
        return [(entity, self._shapes[entity]) for entity in sorted(said.intersection(self._shapes))]


_CUED = _Asked((entity, kind.cued) for entity, kind in KINDS.items())
_MISTYPED = _Asked((entity, kind.mistyped) for entity, kind in KINDS.items())
_STAND_INS = re.compile("|".join(fillers.WRITTEN))
_OF_LENGTH = {10: "UK_NHS", 11: "PHONE_NUMBER", 12: "UK_UPRN"}


def search(text: str, meant: str | None = None) -> list[Found]:
    """What ``text`` gives away, in order, each place once. Never raises, whatever the text.

    ``meant``: the entity that the heading or the contract says the place holds. Offsets are in characters of
    ``text`` as sent.
    """
    if meant is None and len(text) < _SHORT and not _WORTH.search(text):
        return []
    return _unfiltered(text, meant)


_LINES = re.compile(r"(?<=[0-9A-Za-z])[\n\t](?=[0-9A-Za-z])")
_SHORT = 256  # characters: longer texts are nearly always worth a look


def _unfiltered(text: str, meant: str | None) -> list[Found]:
    content = cues()
    if meant is not None and content.says_nothing(text):
        start = len(text) - len(text.lstrip())
        return [_found(meant, start, start + len(text.strip()), "info", "placeholder")]
    found: list[list[Found]] = []
    for reading in readings(text):
        if meant is not None and _LINES.search(reading.text):  # a value on several lines of its cell
            reading = replace(reading, text=_LINES.sub(" ", reading.text))
        for loose in loosened(reading, content.hanging):
            here = _once(_in_text(loose.text, meant, content))
            found.append([_placed(one, loose) for one in here] if loose.moves else here)
    return found[0] if len(found) == 1 else _once([one for some in found for one in some])


def _placed(one: Found, reading: Reading) -> Found:
    start, end = reading.span(one.start, one.end)
    return one._replace(start=start, end=end)


def _found(entity: str, start: int, end: int, severity: Severity, because: str) -> Found:
    return Found(entity, start, end, "pack", severity, because)


def _in_text(text: str, meant: str | None, content: Cues) -> list[Found]:
    low = _lowered(text)
    context = Context(low, content)
    found = [*addresses(text, low, meant, context)]
    # What lies within an address of mail or of a page is part of it.
    taken = sorted((one.start, one.end) for one in found if one.entity in _WHOLE)
    text = blotted(text)
    found += _stand_ins(text, meant)
    done = 0
    for start in _starts(text):
        while taken and taken[0][0] <= start:
            done = max(done, taken.pop(0)[1])
        if start < done:
            continue
        here = _beginning(text, start, meant, context)
        for one in here:
            if (one.severity == "block" and one.entity not in _GENERAL) or one.entity in _LONG:
                done = max(done, one.end)
        found += here
    return found


_WHOLE = ("EMAIL_ADDRESS", "URL", "IP_ADDRESS", "MAC_ADDRESS")
_LONG = ("IBAN_CODE", "CREDIT_CARD")  # with a slip too: what lies within is part of it
_MANY_FIGURES = re.compile(f"[0-9]{{{fillers.LEAST},}}")


def _stand_ins(text: str, meant: str | None) -> Iterator[Found]:
    for run in _MANY_FIGURES.finditer(text):
        if _STAND_INS.match(text, run.start()):
            entity = meant or _OF_LENGTH.get(run.end() - run.start(), "UK_NHS")
            yield _found(entity, *run.span(), "info", "placeholder")


def _beginning(text: str, start: int, meant: str | None, context: Context) -> list[Found]:
    """What begins at ``start``."""
    shapes = (_LETTERS if text[start].isalpha() else _FIGURES).at(text, start)
    headed = _NOTHING if meant is None else frozenset((meant,))
    before = context.before(start)
    right = before.right | headed
    if near := before.near | context.in_brackets(start) | headed:
        there = [entity for entity, _ in shapes]
        for entity, cued in _CUED.of(near):
            shapes += cued.at(text, start) if entity not in there else ()
        for _, mistyped in _MISTYPED.of(right):
            shapes += mistyped.at(text, start)
    if not shapes:
        return []
    overruled = _NOTHING if right.isdisjoint(_OVERRULES) else _overruled(right, shapes)
    return [
        one
        for entity, end in shapes
        if (one := _judged(text, start, end, entity, meant, context.said(start, end), overruled))
    ]


def _judged(
    text: str, start: int, end: int, entity: str, meant: str | None, said: Said, overruled: frozenset[str]
) -> Found | None:
    """What a stretch of the shape of ``entity`` counts for where that is ``said`` of it."""
    here = entity == meant
    near, right = here or entity in said.near, here or entity in said.right
    if entity in overruled and not near:
        return None
    if entity in _GENERAL and said.right and not right:
        return None  # a word right before it says what it is
    verdict = KINDS[entity].judge(Sight(text, start, end, near, right, not here and entity in said.against))
    if verdict is None:
        return None
    severity, because, end = verdict
    if not text[end - 1].isalnum():
        end = start + len(text[start:end].rstrip(CUTS))
    return _found(entity, start, end, severity, "heading" if here and because == "cue" else because)


def _overruled(said: Iterable[str], shapes: Iterable[tuple[str, int]]) -> frozenset[str]:
    there = {entity for entity, _ in shapes}
    return _NOTHING.union(*(_OVERRULES[one] for one in said if one in there and one in _OVERRULES))


def _lowered(text: str) -> str:
    """``text`` in small letters, every blank a space, as long as it was."""
    low = text.lower()
    if len(low) != len(text):
        low = "".join(small if len(small := one.lower()) == 1 else one for one in text)
    return low.translate(_SPACES) if _ODD_SPACE.search(low) else low


# Anything with figures has their shape; of the two the one that says less stands last.
_GENERAL = ("UK_BENEFIT_REFERENCE", "CASE_REFERENCE")
_NOTHING: frozenset[str] = frozenset()
_BY_CHANCE = frozenset({"UK_NHS", "UK_PNC_ID", "UK_CRN", "UK_PASSPORT", "UK_UPRN"})
_OVERRULES: Mapping[str | None, frozenset[str]] = MappingProxyType(
    {
        **dict.fromkeys(("PHONE_NUMBER", "UK_BENEFIT_REFERENCE"), _BY_CHANCE),
        **dict.fromkeys(("CREDIT_CARD", "IBAN_CODE"), frozenset({"PHONE_NUMBER"})),
    }
)
"""One number in eleven has the check digit of an NHS number: what is said to be one of these is not that."""
_LEAST = {entity: place for place, entity in enumerate(_GENERAL, 1)}
_ODD = "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
_ODD_SPACE = re.compile(f"[{_ODD}]")
_SPACES = dict.fromkeys(map(ord, _ODD), " ")
_STRONGEST = {
    because: place
    for place, because in enumerate(
        ("check_digit", "check_letter", "placeholder", "cue", "heading", "stand_in", "shape")
    )
}
_GRAVITY = {severity: place for place, severity in enumerate(SEVERITIES)}


def _once(found: list[Found]) -> list[Found]:
    """Of those that overlap the gravest, of these the best evidence, of these the longest."""
    found.sort(key=_start)
    if are_apart(found):
        return found
    kept: list[Found] = []
    for one in sorted(found, key=_rank):
        place = bisect_left(kept, one.start, key=_start)
        before, after = kept[max(0, place - 1) : place], kept[place : place + 1]
        if not any(one.start < other.end and other.start < one.end for other in (*before, *after)):
            kept.insert(place, one)
    return kept


def _start(one: Found) -> int:
    return one.start


def _rank(one: Found) -> tuple[bool, int, int, int, int, int]:
    because = _STRONGEST.get(one.because, len(_STRONGEST))
    general, length = _LEAST.get(one.entity, 0), one.end - one.start
    return one.because != "placeholder", _GRAVITY[one.severity], general, -length, because, one.start
