"""The truth about a linkage."""

from __future__ import annotations

from pathlib import Path

import pytest

from cfgovern.errors import OperatorFileError
from cfgovern.evidence.links import Link, TrueLink, read_links


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
