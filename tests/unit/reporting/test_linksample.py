"""The table of pairs to judge: its columns, and what it says of itself."""

from __future__ import annotations

from dataclasses import replace

from cfgovern.evidence.links import SampledPair
from cfgovern.reporting.linksample import sample_notes, sample_table
from cfgovern.reporting.words import SYNTHETIC
from tests.unit.reporting.test_linked import BARE

LOOKS = (("Aa", "Aaaaa", "differs"), ("", "", "same"))
DRAWN = replace(
    BARE, mode="clear", sample=(SampledPair("L-1", "R-2", 0.98, 5.6, False, LOOKS),), shapes=("given_name",)
)


def test_ids_figures_shapes_where_there_are_any_and_two_columns_to_fill_in() -> None:
    headings, [row] = sample_table(DRAWN)
    assert dict(zip(headings, row, strict=True)) == {
        "left": "L-1", "right": "R-2", "probability": 0.98, "weight": 5.6, "link": "no",
        "given_name_left": "Aa", "given_name_right": "Aaaaa", "given_name": "differs", "sex": "same",
        "same_person": "", "note": "",
    }  # fmt: skip


def test_tokens_have_one_column_each() -> None:
    headings, [row] = sample_table(replace(DRAWN, shapes=()))
    assert headings[5:7] == ["given_name", "sex"] and row[5:7] == ["differs", "same"]


def test_it_says_what_it_is() -> None:
    clear = list(sample_notes(replace(DRAWN, synthetic=True)))
    assert clear[0] == SYNTHETIC and "OFFICIAL-SENSITIVE" in clear[1] and "Shapes" in clear[-1]
    assert not any("Shapes" in line for line in sample_notes(BARE))


def test_nobody_is_shown() -> None:
    assert "L-1" not in repr(DRAWN) and "R-2" not in repr(DRAWN.sample)
