"""The sample of pairs for people to judge, as headings and rows of a table."""

from __future__ import annotations

from collections.abc import Iterator

from cfgovern.evidence.links import Linkage, SampledPair
from cfgovern.reporting.words import SYNTHETIC

__all__ = ["sample_notes", "sample_table"]

Cell = str | float
_JUDGED = ("same_person", "note")


def sample_table(told: Linkage) -> tuple[list[str], list[list[Cell]]]:
    """Headings and rows: both ids, how likely, how alike, and two empty columns for who looks."""
    names = [name for one in told.compared for name in _columns(one, told)]
    ids = ("left", "right") if told.right else ("record", "other_record")
    headings = [*ids, "probability", "weight", "link", *names, *_JUDGED]
    return headings, [[*_row(one, told), *("" for _ in _JUDGED)] for one in told.sample]


def sample_notes(told: Linkage) -> Iterator[str]:
    """What to know before one looks at it."""
    if told.synthetic:
        yield SYNTHETIC
    yield "OFFICIAL-SENSITIVE. For those who may see both records. Delete it when they have been judged."
    yield "Pairs from those nearest to the threshold. Look up both records; write yes or no into same_person."
    if told.shapes:
        yield "Shapes: 9 a figure; Aa up to 4 letters, Aaaaa up to 7, Aaaaaaaa more; rare: of few people."


def _columns(name: str, told: Linkage) -> list[str]:
    return [f"{name}_left", f"{name}_right", name] if name in told.shapes else [name]


def _row(one: SampledPair, told: Linkage) -> Iterator[Cell]:
    yield from (one.left, one.right, one.probability, one.weight, "yes" if one.link else "no")
    for name, (left, right, alike) in zip(told.compared, one.looks, strict=True):
        yield from (left, right, alike) if name in told.shapes else (alike,)
