"""A scan finds in a table what a look at each cell by itself finds: each text is looked at once."""

from __future__ import annotations

import csv
import io
import tempfile
from collections import Counter
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from cfgovern import api
from cfgovern.detection import pack
from cfgovern.detection.looking import Search
from cfgovern.detection.names import Names
from cfgovern.journeys.scan import ScanRequest
from tests.conftest import examples

SEARCH = Search(pack.search, {}, {"names": Names().search})
# Made up or of ranges kept for tests; words that are names, and some that look like something.
WORDS = [
    "9990000018", "999 000 0018", "07700 900123", "QQ123456C", "ZZ99 3VZ", "mum", "Denise", "rang",
    "Amber", "the", "dob", "01/02/1980", "2026-05-01", "amber", "kev@example.org", "0000000000", "ref",
    "AB-1234", "12", "x", "£40", "9990000019", "nhs", "Dr", "Okonkwo", "saw", "192.0.2.1", "QV8 1GN", "",
]  # fmt: skip
CELLS = st.lists(st.sampled_from(WORDS), max_size=5).map(" ".join)
ROWS = st.lists(st.tuples(CELLS, CELLS), min_size=1, max_size=12)


def one_by_one(rows: list[tuple[str, str]]) -> Counter[tuple[int, str, str, int, int, str]]:
    """(row, column, entity, start, end, severity) of every find, each cell looked at by itself."""
    return Counter(
        (number, column, one.entity, one.start, one.end, one.severity)
        for number, row in enumerate(rows, start=1)
        for column, text in zip(("note", "remark"), row, strict=True)
        for one in SEARCH.text(text)
    )


@settings(max_examples=examples(15), deadline=None)
@given(ROWS)
def test_a_table_is_looked_at_as_its_cells_are(rows: list[tuple[str, str]]) -> None:
    written = io.StringIO()
    csv.writer(written, lineterminator="\n").writerows([("note", "remark"), *rows])
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "notes.csv"
        path.write_text(written.getvalue(), encoding="utf-8")
        report = api.scan(path, request=ScanRequest()).run.report
    found = Counter(
        (one.row, one.column, one.entity, one.start, one.end, one.severity) for one in report.findings
    )
    assert found == one_by_one(rows)
