"""How much of a labelled set a search finds, and what it takes for an identifier that is none."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from tests.labelled.fill import ENTITIES, POSITIVE, Case, Span, cases, hostile_cases

__all__ = ["BARS", "Bar", "Found", "HostileScore", "Score", "Search", "score", "score_hostile"]

Found = tuple[int, int, str, str]
"""Start, first after the end, entity, severity."""
Search = Callable[[str, str | None], Iterable[Found]]
"""From a text and the heading of its column (None: a note) to what was found in it."""

_SILENT = frozenset({"info"})  # stops nobody: neither a hit nor an alarm
_ALSO: Mapping[str, frozenset[str]] = MappingProxyType({"PERSON_THIRD_PARTY": frozenset({"PERSON"})})
"""Other names of an entity: who a person is to another cannot be seen from the name."""


@dataclass(frozen=True, slots=True)
class Bar:
    """The least part of the spans that must be found, and the most negatives that may be taken for one."""

    recall: float
    false_alarms: int


_STRICT = (
    *("UK_NHS", "UK_NINO", "UK_POSTCODE", "UK_PNC_ID", "UK_CRO", "UK_ASN", "UK_PRISON_NUMBER"),
    *("UK_DRIVING_LICENCE", "PHONE_NUMBER", "EMAIL_ADDRESS", "IP_ADDRESS", "MAC_ADDRESS", "IBAN_CODE"),
    "CREDIT_CARD",
)
BARS: Mapping[str, Bar] = MappingProxyType(
    dict.fromkeys(ENTITIES, Bar(0.92, 3))
    | dict.fromkeys(_STRICT, Bar(0.98, 1))
    | {"PERSON_THIRD_PARTY": Bar(0.88, 3)}
)
"""What is asked for each entity; why, says README.md."""


@dataclass(frozen=True, slots=True)
class Score:
    """``recall`` by setting and for ``all``, by span; the others are numbers of cases in the file.

    ``misses`` has an identifier that was not found, ``false_alarms`` the entity where there is none, and
    ``other_alarms`` counts what negatives were taken for beside it, by entity.
    """

    entity: str
    recall: Mapping[str, float]
    misses: tuple[int, ...]
    false_alarms: tuple[int, ...]
    other_alarms: Mapping[str, int]

    @property
    def enough(self) -> bool:
        """Whether it comes up to the bar of its entity."""
        bar = BARS[self.entity]
        return self.recall["all"] >= bar.recall and len(self.false_alarms) <= bar.false_alarms

    def __str__(self) -> str:
        told = ", ".join(f"{setting} {part:.3f}" for setting, part in self.recall.items())
        return (
            f"{self.entity}: {told}; missed in cases {list(self.misses)}; "
            f"false alarms in cases {list(self.false_alarms)}; others {dict(self.other_alarms)}"
        )


@dataclass(frozen=True, slots=True)
class HostileScore:
    """Of ``cases`` values in hostile forms, the forms of those that were passed over."""

    entity: str
    cases: int
    passed_over: tuple[str, ...]


def score(entity: str, search: Search, seed: int = 0) -> Score:
    """How ``search`` does on the set of ``entity``. What it raises is passed on."""
    counts: Counter[tuple[str, bool]] = Counter()
    misses, alarms, others = [], [], Counter[str]()
    for case in cases(entity, seed):
        found = _alarming(search(case.text, case.heading))
        if case.setting in POSITIVE:
            hits = [_covered(span, found) for span in case.spans if span[2] == entity]
            counts.update((setting, hit) for hit in hits for setting in (case.setting, "all"))
            misses += [] if all(hits) else [case.number]
        else:
            wrong = _wrong(case, found)
            alarms += [case.number] if wrong & _names(entity) else []
            others.update((wrong & _KNOWN) - _names(entity))
    recall = {setting: _share(counts, setting) for setting in (*POSITIVE, "all")}
    return Score(entity, recall, tuple(misses), tuple(alarms), dict(others))


def score_hostile(
    entity: str, search: Search, seed: int = 0, refusals: Collection[str] = frozenset()
) -> HostileScore:
    """The hostile forms of ``entity`` that ``search`` passes over.

    ``refusals``: entities by which it says that a text cannot be looked at; those count as found.
    """
    given = hostile_cases(entity, seed)
    passed_over = []
    for case in given:
        found = _alarming(search(case.text, case.heading))
        refused = any(kind in refusals for _, _, kind in found)
        if not refused and not all(_covered(span, found) for span in case.spans):
            passed_over.append(case.setting)
    return HostileScore(entity, len(given), tuple(passed_over))


def _alarming(found: Iterable[Found]) -> list[Span]:
    return [(start, end, kind) for start, end, kind, severity in found if severity not in _SILENT]


def _names(entity: str) -> frozenset[str]:
    return _ALSO.get(entity, frozenset()) | {entity}


_KNOWN = frozenset().union(*(_names(entity) for entity in ENTITIES))


def _covered(span: Span, found: Iterable[Span]) -> bool:
    """Whether at least half of the span is found as what it is, in one stretch or in several."""
    start, end, entity = span
    known = [(first, last) for first, last, kind in found if kind in _names(entity)]
    there = sum(any(first <= place < last for first, last in known) for place in range(start, end))
    return 2 * there >= end - start


def _wrong(case: Case, found: Iterable[Span]) -> set[str]:
    """The entities found in a negative, but for those that it holds and marks."""
    return {
        one[2]
        for one in found
        if not any(_names(span[2]) & {one[2]} and _meets(span, one) for span in case.spans)
    }


def _meets(span: Span, found: Span) -> bool:
    return found[0] < span[1] and span[0] < found[1]


def _share(counts: Counter[tuple[str, bool]], setting: str) -> float:
    """1 where the set has no such case."""
    hits, missed = counts[setting, True], counts[setting, False]
    return hits / (hits + missed) if hits + missed else 1.0
