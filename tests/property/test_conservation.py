"""Nothing is lost on the way: rows read = accepted + rejected + ignored, for any grid of text, the same as
CSV and as a workbook, each filled row below the headings judged at its own place."""

from __future__ import annotations

import csv
import io
import re
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
from cfgovern.contract.model import Contract
from cfgovern.engine.result import Result
from cfgovern.journeys import worker
from cfgovern.journeys.tasks import task
from cfgovern.tables import ODD, SEPARATOR, SPACES
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
    read = below[-1][0] if below else 0
    bare = [(row, [cell.strip(SPACES) for cell in cells]) for row, cells in below]
    named = {
        "grid.code.required": [row for row, cells in bare if not cells[0]],
        "grid.size.type": [row for row, cells in bare if cells[2] and not is_integer(cells[2])],
    }
    for place, column in enumerate(COLUMNS):
        spaced = [row for row, cells in below if cells[place] != cells[place].strip(SPACES) != ""]
        named[f"grid.{column}.whitespace"] = spaced
        if column != "size":  # what is no number is told once
            odd = [row for row, cells in bare if re.search(ODD, cells[place])]
            named[f"grid.{column}.characters"] = odd
    return read, read - len(below), {rule: rows for rule, rows in named.items() if rows}


def rejected_by(rules: dict[str, list[int]]) -> int:
    warned = (".whitespace", ".characters")
    return len({row for rule, rows in rules.items() for row in rows if not rule.endswith(warned)})


def is_integer(text: str) -> bool:
    figures = text.removeprefix("-")
    return (
        figures.isascii()
        and figures.isdigit()
        and (figures == "0" or figures[0] != "0")
        and len(figures) <= 18
    )


@pytest.fixture(scope="module")
def contract_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("contract") / "grid.odcs.yaml"
    path.write_text(CONTRACT, encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def contract(contract_file: Path) -> Contract:
    return load_contract(contract_file)


@pytest.fixture(scope="module")
def planned(contract: Contract) -> Planned:
    return make_plan(contract, "2026-10-01")


def kept(path: Path) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Row number and cells of every record handed on to the engine."""
    with path.open(encoding="utf-8", newline="") as stream:
        for number, *cells in csv.reader(stream, delimiter=SEPARATOR, strict=True):
            yield int(number), tuple(cells)


def named_rows(planned: Planned, result: Result) -> dict[str, list[int]]:
    rules = {check.number: check.rule for check in planned.plan.checks}
    return {rules[n]: sorted(hit.row for hit in hits) for n, hits in result.hits.items() if hits}


@given(grid=GRIDS)
def test_every_row_is_read_judged_and_counted(grid: Grid, contract: Contract, planned: Planned) -> None:
    rows_read, rows_ignored, rules = expected(grid)
    truth = [(row, whole(cells)) for row, cells in enumerate(grid.below, start=1) if filled(cells)]
    for content, name in ((grid.as_csv(), "grid.csv"), (grid.as_workbook(), "grid.xlsx")):
        with TemporaryDirectory() as folder:
            job = Path(folder)
            (job / name).write_bytes(content)
            answer = worker.run({**task(job / name, job, None, contract, planned), "strict": True})
            table, result = answer["tables"]["grid"], Result.from_json(answer["result"])
            assert (table["rows_read"], table["rows_ignored"]) == (rows_read, rows_ignored)
            assert table["header_row"] == len(grid.above) + 1
            assert [(row, whole(cells)) for row, cells in kept(job / "strict" / "table-0.csv")] == truth
            assert named_rows(planned, result) == rules
            assert result.rejected.get("grid", 0) == rejected_by(rules)


def whole(cells: tuple[str, ...]) -> tuple[str, ...]:
    """Cells as both forms can hold them: white space alone is nothing."""
    return tuple(cell if cell.strip(SPACES) else "" for cell in cells)


@given(grid=GRIDS)
@settings(max_examples=4)
def test_the_report_says_the_same(grid: Grid, contract_file: Path) -> None:
    rows_read, rows_ignored, rules = expected(grid)
    for content, name in ((grid.as_csv(), "grid.csv"), (grid.as_workbook(), "grid.xlsx")):
        with TemporaryDirectory() as folder:
            (Path(folder) / name).write_bytes(content)
            report = api.validate(Path(folder) / name, contract=contract_file, as_of=date(2026, 10, 1))
        counts: Any = report.tables["grid"]
        assert (
            counts.rows_read == rows_read == counts.rows_accepted + counts.rows_rejected + counts.rows_ignored
        )
        assert (counts.rows_rejected, counts.rows_ignored) == (rejected_by(rules), rows_ignored)
        found: dict[str, list[int]] = {}
        for finding in report.findings:
            if finding.row is not None:
                found.setdefault(finding.rule, []).append(finding.row)
        assert found == rules
