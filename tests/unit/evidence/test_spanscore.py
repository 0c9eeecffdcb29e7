"""A span is found by a find of its entity that overlaps it; what nothing explains is told."""

from __future__ import annotations

from dataclasses import replace

import pytest

from cfgovern.evidence.spans import Span
from cfgovern.evidence.spanscore import span_score
from cfgovern.findings import Finding

PLANTED = Span("notes.csv", "notes", 3, "note", 10, 20, "UK_NHS")
FOUND = Finding(
    "notes.note.UK_NHS", "block", "m", "f", "notes", "note", 3, entity="UK_NHS", start=12, end=24
)  # fmt: skip


def test_a_find_that_overlaps_is_a_hit_and_one_beside_it_is_none() -> None:
    assert span_score([FOUND], [PLANTED]).recall == 1.0
    beside = span_score([replace(FOUND, start=20, end=24)], [PLANTED])
    assert (beside.recall, beside.precision) == (0.0, 0.0)
    assert beside.unexplained == (("notes.note.UK_NHS", "notes", 3, "note"),)


def test_a_find_without_offsets_is_of_the_whole_cell() -> None:
    assert span_score([replace(FOUND, start=None, end=None)], [PLANTED]).recall == 1.0


def test_another_entity_row_or_column_is_no_hit() -> None:
    for other in (replace(FOUND, entity="UK_NINO"), replace(FOUND, row=4), replace(FOUND, column="other")):
        assert span_score([other], [PLANTED]).found == 0


def test_entities_are_scored_apart() -> None:
    name = Span("notes.csv", "notes", 3, "note", 0, 4, "PERSON")
    scored = span_score([FOUND], [PLANTED, name])
    assert [(one.fault, one.planted, one.found) for one in scored.faults] == [
        ("PERSON", 1, 0),
        ("UK_NHS", 1, 1),
    ]


def test_a_stand_in_counts_where_one_was_planted_and_nowhere_else() -> None:
    stand_in = replace(FOUND, severity="info")
    assert span_score([stand_in], [PLANTED]).recall == 1.0
    assert span_score([replace(stand_in, row=9)], [PLANTED]).findings == 0


def test_what_is_not_listed_is_unexplained() -> None:
    scored = span_score([FOUND], [PLANTED], truncated={"notes.note.UK_NHS": 5})
    assert scored.rules == {"notes.note.UK_NHS": 4} and scored.precision == pytest.approx(1 / 5)
