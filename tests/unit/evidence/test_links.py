"""The truth about a linkage."""

from __future__ import annotations

from pathlib import Path

import pytest

from cfgovern.errors import OperatorFileError
from cfgovern.evidence.links import Link, TrueLink, read_groups, read_links


def test_lines_are_pairs_of_record_ids(tmp_path: Path) -> None:
    (tmp_path / "links.csv").write_bytes(b"left,right\nP-1,P-9\nP-2,P-1\n")
    assert read_links(tmp_path / "links.csv") == (TrueLink("P-1", "P-9"), TrueLink("P-2", "P-1"))


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (b"left,wright\na,b\n", "truth.headings"),
        (b"left,right\na,\n", "truth.value"),
        (b"left,right\na\n", "truth.cells"),
        (b"left,right\n", "truth.nothing"),
    ],
)
def test_a_fault_shows_no_cell(tmp_path: Path, text: bytes, code: str) -> None:
    (tmp_path / "links.csv").write_bytes(text)
    with pytest.raises(OperatorFileError) as refused:
        read_links(tmp_path / "links.csv")
    assert [fault.code for fault in refused.value.faults] == [code]


def test_a_link_shows_nobody() -> None:
    assert "P-1" not in repr(Link("P-1", "P-2", 1.0, 20.0))


def groups(place: Path, text: str) -> dict[str, dict[str, dict[str, str]]]:
    (place / "groups.csv").write_text(text, encoding="utf-8")
    return read_groups(place / "groups.csv")


def test_groups_are_of_any_kind_that_the_file_has_columns_for(tmp_path: Path) -> None:
    told = groups(
        tmp_path, "side,record,ethnicity,name_origin\nleft,P-1,White,Irish (list)\nright,P-1,Asian,\n"
    )
    assert told == {
        "left": {"P-1": {"ethnicity": "White", "name_origin": "Irish (list)"}},
        "right": {"P-1": {"ethnicity": "Asian"}},
    }


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("record,side,sex\nP-1,left,x\n", "truth.headings"),
        ("side,record,sex,sex\nleft,P-1,x,x\n", "truth.headings"),
        ("side,record,Ethnic group\nleft,P-1,x\n", "truth.headings"),
        ("side,record,sex\nmiddle,P-1,x\n", "truth.value"),
        ("side,record,sex\nleft,,x\n", "truth.value"),
        ("side,record,sex\nleft,P-1,=cmd()\n", "truth.value"),
        ("side,record,name\n" + "".join(f"left,P-{n},Name {n}\n" for n in range(61)), "truth.value"),
    ],
)
def test_what_is_no_group_is_refused_and_not_shown(tmp_path: Path, text: str, code: str) -> None:
    with pytest.raises(OperatorFileError) as refused:
        groups(tmp_path, text)
    assert [fault.code for fault in refused.value.faults] == [code]
    assert "P-1" not in str(refused.value) and "Name 7" not in str(refused.value)
