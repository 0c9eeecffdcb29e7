"""The small files that are written in memory have one form of CSV."""

from __future__ import annotations

from cfgovern.csvtext import csv_bytes


def test_cells_are_quoted_where_they_must_be_and_lines_end_with_a_line_feed() -> None:
    rows = [("é", 'a "b"', None), ("a,b", "c\nd", 7)]
    assert csv_bytes(("x", "y", "z"), rows) == b'x,y,z\n\xc3\xa9,"a ""b""",\n"a,b","c\nd",7\n'


def test_no_rows_leave_the_headings() -> None:
    assert csv_bytes(["x"], []) == b"x\n"
