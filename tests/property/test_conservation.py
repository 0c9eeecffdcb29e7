"""Nothing is lost on the way: rows read = accepted + rejected + ignored, for any grid of text, the same as
CSV and as a workbook, each filled row below the headings judged at its own place."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cfgovern import api
from cfgovern.contract.load import load_contract
from cfgovern.engine.plan import BoundTable
from cfgovern.engine.run import run
from cfgovern.intake.limits import Limits
from cfgovern.intake.read import Intake, read
from cfgovern.tables import SPACES
from cfgovern.validation.layout import Wanted, match
from cfgovern.validation.planning import Planned, make_plan
from tests.rawbooks import book, sheet, text_row

CONTRACT = """\
apiVersion: v3.1.0
kind: DataContract
id: urn:example:grid
name: Grid
version: 1.0.0
status: active
schema:
  - name: grid
    properties:
      - {name: code, logicalType: string, required: true}
      - {name: note, logicalType: string}
      - {name: size, logicalType: integer}
"""
COLUMNS = ("code", "note", "size")
# What both a text file and XML can hold; a spreadsheet's _x0041_ is no plain text.
CHARACTERS = st.characters(
    exclude_categories=["Cs", "Cc", "Cn"], include_characters="\t\n\r", exclude_characters="_"
)
CELLS = st.one_of(
    st.just(""),
    st.sampled_from(
        [" ", "\u00a0", "\u200b", "007", "9.99E+09", "#1", "a,b", 'a"b', "a\r\nb", "\n", "=1", "'", "NULL"]
    ),
    st.text(CHARACTERS, max_size=6),
)
ROWS = st.lists(
    st.one_of(st.just(("", "", "")), st.tuples(CELLS, CELLS, st.one_of(CELLS, st.just("3")))), max_size=8
)


@dataclass(frozen=True)
class Grid:
    """What is typed into a sheet: rows above the headings, and rows below them."""

    above: list[tuple[str, ...]]
    below: list[tuple[str, ...]]
    ending: str

    def rows(self) -> list[tuple[str, ...]]:
        return [*self.above, COLUMNS, *self.below]

    def as_csv(self) -> bytes:
        stream = io.StringIO(newline="")
        csv.writer(stream, lineterminator=self.ending, quoting=csv.QUOTE_ALL).writerows(self.rows())
        return stream.getvalue().encode()

    def as_workbook(self) -> bytes:
        return book(sheet(*(text_row(n, *cells) for n, cells in enumerate(self.rows(), 1))), names=["grid"])


GRIDS = st.builds(
    Grid, above=ROWS.map(lambda rows: rows[:3]), below=ROWS, ending=st.sampled_from(["\n", "\r\n", "\r"])
)


def filled(cells: tuple[str, ...]) -> bool:
    return any(cell.strip(SPACES) for cell in cells)


def expected(grid: Grid) -> tuple[int, int, dict[str, list[int]]]:
    """Rows read, rows ignored, and the rows that each rule names; read off the grid itself."""
    below = [(row, cells) for row, cells in enumerate(grid.below, start=1) if filled(cells)]
    read_rows = below[-1][0] if below else 0
    without_code = [row for row, cells in below if not cells[0].strip(SPACES)]
    sizes = [(row, cells[2].strip(SPACES)) for row, cells in below]
    no_number = [row for row, size in sizes if size and not is_integer(size)]
    named = {"grid.code.required": without_code, "grid.size.type": no_number}
    return read_rows, read_rows - len(below), {rule: rows for rule, rows in named.items() if rows}


def is_integer(text: str) -> bool:
    figures = text.removeprefix("-")
    return (
        figures.isascii()
        and figures.isdigit()
        and (figures == "0" or figures[0] != "0")
        and len(figures) <= 18
    )


@pytest.fixture(scope="module")
def contract(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("contract") / "grid.odcs.yaml"
    path.write_text(CONTRACT, encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def planned(contract: Path) -> Planned:
    return make_plan(load_contract(contract), "2026-10-01")


def taken_in(content: bytes, name: str, job: Path) -> Intake:
    path = job / name
    path.write_bytes(content)
    return read(path, {"grid": COLUMNS}, job, table=None, limits=Limits())


def kept(intake: Intake) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Row number and cells of every record handed on to the engine."""
    with open(intake.tables[0].path, encoding="utf-8", newline="") as stream:
        for number, _, *cells in csv.reader(stream, strict=True):
            yield int(number), tuple(cells)


def judged(intake: Intake, planned: Planned, job: Path) -> tuple[int, dict[str, list[int]]]:
    """How many rows the engine rejects, and the rows that each rule names."""
    table = intake.tables[0]
    places = match(Wanted(COLUMNS, COLUMNS, COLUMNS), table.columns).columns
    bound = BoundTable(table.name, table.path, len(table.columns), places)
    result = run(planned.plan, [bound], job, memory="256MB", threads=1)
    rules = {check.number: check.rule for check in planned.plan.checks}
    named = {rules[n]: sorted(hit.row for hit in hits) for n, hits in result.hits.items() if hits}
    return result.rejected.get("grid", 0), {r: rows for r, rows in named.items() if "whitespace" not in r}


@given(grid=GRIDS)
@settings(max_examples=max(150, settings.default.max_examples))  # type: ignore[attr-defined]
def test_every_row_is_read_judged_and_counted(grid: Grid, planned: Planned) -> None:
    rows_read, rows_ignored, rules = expected(grid)
    truth = [(row, cells) for row, cells in enumerate(grid.below, start=1) if filled(cells)]
    rejected = {row for rows in rules.values() for row in rows}
    for content, name in ((grid.as_csv(), "grid.csv"), (grid.as_workbook(), "grid.xlsx")):
        with TemporaryDirectory() as folder:
            job = Path(folder)
            intake = taken_in(content, name, job)
            (table,) = intake.tables
            assert (table.rows_read, table.rows_ignored) == (rows_read, rows_ignored)
            assert table.header_row == len(grid.above) + 1
            assert [(row, whole(cells)) for row, cells in kept(intake)] == [
                (row, whole(c)) for row, c in truth
            ]
            assert judged(intake, planned, job) == (len(rejected), rules)


def whole(cells: tuple[str, ...]) -> tuple[str, ...]:
    """Cells as both forms can hold them: white space alone is nothing."""
    return tuple(cell if cell.strip(SPACES) else "" for cell in cells)


@given(grid=GRIDS)
@settings(max_examples=4)
def test_the_report_says_the_same(grid: Grid, contract: Path) -> None:
    rows_read, rows_ignored, rules = expected(grid)
    rejected = len({row for rows in rules.values() for row in rows})
    for content, name in ((grid.as_csv(), "grid.csv"), (grid.as_workbook(), "grid.xlsx")):
        with TemporaryDirectory() as folder:
            (Path(folder) / name).write_bytes(content)
            report = api.validate(Path(folder) / name, contract=contract, as_of=date(2026, 10, 1))
        counts: Any = report.tables["grid"]
        assert (
            counts.rows_read == rows_read == counts.rows_accepted + counts.rows_rejected + counts.rows_ignored
        )
        assert (counts.rows_rejected, counts.rows_ignored) == (rejected, rows_ignored)
        found: dict[str, list[int]] = {}
        for finding in report.findings:
            if finding.row is not None and "whitespace" not in finding.rule:
                found.setdefault(finding.rule, []).append(finding.row)
        assert found == rules
