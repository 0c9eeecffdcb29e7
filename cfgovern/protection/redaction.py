"""Takes out of a text what was found in it: people have surrogates or roles, all else is called what it is.

What finds is given as a function, so that this room knows texts and places alone. What was taken out is
counted by entity and never kept. A text of which nobody can be sure is emptied.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Literal

from cfgovern.protection.daysintext import Day, days_in

__all__ = ["DATE", "LABELS", "LONGEST", "Emptied", "Find", "Level", "Redacted", "redacted"]

Level = Literal["block", "review"]
Emptied = Literal["", "hidden_characters", "too_long", "still_found"]
DATE, PERSON = "DATE", "PERSON"
LONGEST = 1 << 20
"""Characters of a text that is treated; a longer one is emptied."""

LABELS: Mapping[str, str] = MappingProxyType(
    {
        PERSON: "name",
        DATE: "date",
        "DATE_OF_BIRTH": "date of birth",
        "UK_NHS": "NHS number",
        "UK_NINO": "National Insurance number",
        "UK_PNC_ID": "police record",
        "UK_CRO": "criminal record",
        "UK_CRN": "probation record",
        "UK_PRISON_NUMBER": "prison number",
        "UK_ASN": "summons number",
        "UK_UPRN": "address",
        "UK_ADDRESS": "address",
        "UK_POSTCODE": "postcode",
        "PHONE_NUMBER": "phone number",
        "EMAIL_ADDRESS": "email",
        "SOCIAL_HANDLE": "social media name",
        "URL": "web page",
        "UK_DRIVING_LICENCE": "driving licence",
        "UK_PASSPORT": "passport",
        "UK_VEHICLE_REGISTRATION": "vehicle",
        "UK_BANK_ACCOUNT": "bank account",
        "IBAN_CODE": "bank account",
        "CREDIT_CARD": "bank card",
        "UK_BENEFIT_REFERENCE": "benefit reference",
        "CASE_REFERENCE": "reference",
        "IP_ADDRESS": "network address",
        "MAC_ADDRESS": "network address",
    }
)
"""What each entity is called in a released text; any other is an identifier."""
_OTHER = "identifier"

_PASSES = 3
# Controls, overrides of the direction, halves of characters: what one reads is not what is there.
_UNSAFE = re.compile("[\x00-\x08\x0e-\x1f\x7f\u202d\u202e\ud800-\udfff]")
# Of no width or without ink, read by nobody.
_HIDDEN = re.compile(
    "[\x80-\x84\x86-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202c"
    "\u2060-\u206f\u2800\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffb\U0001bca0-\U0001bca3"
    "\U0001d173-\U0001d17a\U000e0000-\U000e0fff]+"
)
_PLACEHOLDER = re.compile(r"\[[A-Za-z][A-Za-z -]{0,60}\]")
_OF_ONE, _OF_ANY = re.compile("[ \u00a0,.'’-]{1,2}"), re.compile("[ \u00a0-]")  # between two parts of a name


@dataclass(frozen=True, slots=True)
class Find:
    """A stretch of a text, ``end`` exclusive. ``said``: how a person is called, such as *person b1c2dfgh*
    or a role; empty for the entity's own label. ``known``: whether ``said`` is one certain person.
    """

    entity: str
    start: int
    end: int
    level: Level = "block"
    said: str = ""
    known: bool = False


@dataclass(frozen=True, slots=True)
class Redacted:
    """A text to be released. ``counts``: by entity, how much was taken out, days among them.

    ``emptied``: why nothing is left of it, or empty.
    """

    text: str
    counts: Mapping[str, int] = field(default_factory=dict)
    emptied: Emptied = ""


@dataclass(frozen=True, slots=True)
class _Stretch:
    start: int
    end: int
    entity: str
    said: str
    known: bool = False


def redacted(
    text: str, look: Callable[[str], Sequence[Find]], left_of_day: Callable[[Day], str | None]
) -> Redacted:
    """``text`` without what ``look`` finds in it, and with of each other day what ``left_of_day`` leaves.

    Looks again at what it made, and takes out what is found then, until there is nothing but what a person
    would have to look at; after three times the text is emptied.
    """
    if len(text) > LONGEST:
        return Redacted("", {}, "too_long")
    if _UNSAFE.search(text):
        return Redacted("", {}, "hidden_characters")
    text = _HIDDEN.sub("", text)
    counts: Counter[str] = Counter()
    finds = list(look(text))
    days = [Find(DATE, day.start, day.end, said=left_of_day(day) or "") for day in days_in(text)]
    stretches = _united(text, [*finds, *days])
    for _ in range(_PASSES):
        counts.update(one.entity for one in stretches)
        text = _written(text, stretches)
        if not stretches:
            return Redacted(text, dict(counts))
        finds = list(look(text))
        if not any(one.level == "block" for one in finds):
            return Redacted(text, dict(counts))
        stretches = _united(text, _beyond_placeholders(text, finds))
    return Redacted("", dict(counts), "still_found")


def _beyond_placeholders(text: str, finds: Iterable[Find]) -> list[Find]:
    """What was found in a text of ours: of a placeholder the whole, and not what only may be something."""
    ours = [one.span() for one in _PLACEHOLDER.finditer(text)]
    kept: list[Find] = []
    for find in finds:
        within = [(first, last) for first, last in ours if first < find.end and find.start < last]
        inside = any(first <= find.start and find.end <= last for first, last in within)
        if inside and find.level == "review":
            continue
        start = min([find.start, *(first for first, _ in within)])
        kept.append(replace(find, start=start, end=max([find.end, *(last for _, last in within)])))
    return kept


def _united(text: str, finds: Iterable[Find]) -> list[_Stretch]:
    """Stretches apart from each other and in order: whatever overlaps is one, and whole words go."""
    clusters: list[list[Find]] = []
    reach = 0
    for find in sorted((_whole_words(text, one) for one in finds), key=lambda one: (one.start, -one.end)):
        if clusters and find.start < reach:
            clusters[-1].append(find)
            reach = max(reach, find.end)
        else:
            clusters.append([find])
            reach = find.end
    return _names_together(text, [_stretch(cluster) for cluster in clusters])


def _whole_words(text: str, find: Find) -> Find:
    start, end = find.start, find.end
    while start and text[start - 1].isalnum() and text[start].isalnum():
        start -= 1
    while end < len(text) and text[end - 1].isalnum() and text[end].isalnum():
        end += 1
    return replace(find, start=start, end=end)


def _stretch(cluster: Sequence[Find]) -> _Stretch:
    """All of a cluster as one: the longest find says what it is, a day only where nothing else does.

    Of names those of certain people count, each of them; else the longest.
    """
    start, end = min(one.start for one in cluster), max(one.end for one in cluster)
    some = [one for one in cluster if one.entity != DATE] or list(cluster)
    first = max(some, key=lambda one: one.end - one.start)
    if first.entity == PERSON:
        known = dict.fromkeys(one.said for one in some if one.known)
        called = [one.said for one in some if one.entity == PERSON and one.said]
        said = " ".join(f"[{one}]" for one in known or called[:1] or [LABELS[PERSON]])
    elif first.entity == DATE and first.said:
        said = first.said
    else:
        said = f"[{first.said or LABELS.get(first.entity, _OTHER)}]"
    return _Stretch(start, end, first.entity, said, any(one.known for one in some))


def _names_together(text: str, stretches: Iterable[_Stretch]) -> list[_Stretch]:
    """The given and the family name of one person, found apart, as one."""
    kept: list[_Stretch] = []
    for one in stretches:
        last = kept[-1] if kept else None
        same = last is not None and last.entity == one.entity == PERSON and last.said == one.said
        between = _OF_ONE if one.known else _OF_ANY
        if last is not None and same and between.fullmatch(text, last.end, one.start):
            kept[-1] = replace(last, end=one.end)
        else:
            kept.append(one)
    return kept


def _written(text: str, stretches: Sequence[_Stretch]) -> str:
    parts: list[str] = []
    done = 0
    for one in stretches:
        parts += [text[done : one.start], one.said]
        done = one.end
    return "".join((*parts, text[done:]))
