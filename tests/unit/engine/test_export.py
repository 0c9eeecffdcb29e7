"""Numbers and how they are written come out of Parquet as the texts, days and numbers that they stand for."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import duckdb
import numpy as np
import pytest

from cfgovern.cohort.frame import Cells, codes, days, texts, whole
from cfgovern.engine.export import Field, store

MISSING = ("declined", "not_asked", "not_known")
STEMS = (("QA", " 1AB"), ("QZ", " 9XY"))


def written(tmp_path: Path, field: Field, *pieces: Cells) -> list[object]:
    """The cells of one column, added piece by piece, as they stand in the file."""
    path = tmp_path / "t.parquet"
    with store(tmp_path) as kept:
        for cells in pieces:
            kept.add("t", [field], [cells])
        kept.write("t", path)
    return [row[0] for row in duckdb.read_parquet(str(path)).fetchall()]


def ints(*values: int) -> np.ndarray:
    return np.array(values, dtype=np.int64)


@pytest.mark.parametrize(
    "cells",
    [
        codes(ints(0, 1, -1, -2, -3, -4), ("yes", "no"), MISSING),
        codes(ints(-1, -1), ()),
        codes(ints(999, 0, -1, -2), [f"word {number}" for number in range(1000)], MISSING),
        whole(ints(0, 12, -1, -2, -4), MISSING),
        whole(ints(10**12, 0, -1, -3), MISSING),
        whole(ints(-1, -1)),
        days(ints(0, 46000, -1, -3), MISSING),
        Cells(ints(0, 7, 107, 199, -1, -2), "stem", (), MISSING, STEMS, 2),
        Cells(ints(0, 7, 99, -1), "stem", stems=(("P-", ""),), width=7),
        Cells(ints(5, 7009, -1), "stem", stems=tuple((f"{n}-", "") for n in range(1000)), width=1),
        texts(["Zoë", "", 'said "no"', "two\nlines"]),
    ],
)
def test_cells_are_written_as_they_say_and_an_empty_one_is_null(tmp_path: Path, cells: Cells) -> None:
    assert written(tmp_path, Field("c", "text"), cells) == [text or None for text in cells.text()]


def test_typed_columns_keep_their_type_and_lose_only_why_an_answer_is_missing(tmp_path: Path) -> None:
    assert written(tmp_path, Field("c", "whole"), whole(ints(0, 10**12, -1, -2), MISSING)) == [
        0, 10**12, None, None,
    ]  # fmt: skip
    assert written(tmp_path, Field("c", "day"), days(ints(0, 46000, -1))) == [
        date(1900, 1, 1), date(2025, 12, 11), None,
    ]  # fmt: skip


def test_pieces_stay_in_order_though_each_has_words_of_its_own(tmp_path: Path) -> None:
    long = codes(np.arange(5000) % 2000, [f"word {number}" for number in range(2000)])
    pieces = [texts(["b", "a", ""]), long, texts(["a", "c"]), codes(ints(-1), ()), long]
    expected = [text or None for piece in pieces for text in piece.text()]
    assert written(tmp_path, Field("c", "text"), *pieces) == expected


def test_nothing_but_the_file_stays(tmp_path: Path) -> None:
    written(tmp_path, Field("c", "whole"), whole(ints(1)))
    assert [path.name for path in tmp_path.iterdir()] == ["t.parquet"]
