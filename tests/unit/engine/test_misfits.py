"""What JSON Schema alone has seen is told, and what a check of the cell has seen is not told again."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.unit.engine.tiny import check, column, judge, table

ROWS = [["5"], ["x"], ["7"], ["1"], [""]]


@pytest.mark.parametrize(
    ("listed", "found"),
    [("", []), ("1,0\n3,0\n", [1, 3]), ("2,0\n4,0\n", []), ("1,1\n2,1\n", []), ("1,0\n2,0\n3,1\n9,0\n", [1])],
)
def test_only_what_no_check_of_the_cell_has_told(tmp_path: Path, listed: str, found: list[int]) -> None:
    path = tmp_path / "misfits.csv"
    path.write_text(listed)
    checks = [
        check("type"),
        check("minimum", severity="warning", bound="2", exclusive=False),
        check("null_values", severity="silent"),
        check("json_schema", path=str(path), at=0),
    ]
    result = judge(tmp_path, [(table("t", column("c", "integer")), ROWS)], checks)
    assert [hit.row for hit in result.hits.get(3, ())] == found
    assert result.counts.get(3, 0) == len(found)
    assert result.rejected["t"] == len({2, *found})


def test_places_beyond_those_listed_are_counted(tmp_path: Path) -> None:
    path = tmp_path / "misfits.csv"
    path.write_text("".join(f"{row},0\n" for row in range(1, 31)))
    entry = table("t", column("c", "integer"))
    result = judge(
        tmp_path,
        [(entry, [["5"]] * 30)],
        [check("type"), check("json_schema", path=str(path), at=0)],
        listed=4,
    )
    assert ([hit.row for hit in result.hits[1]], result.counts[1]) == ([1, 2, 3, 4], 30)
