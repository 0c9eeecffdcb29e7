"""Everything that can be said about a contract: a run in which every check of it fails."""

from __future__ import annotations

from cfgovern.contract.model import Contract, Table
from cfgovern.engine.result import Hit, Result
from cfgovern.validation.layout import Layout
from cfgovern.validation.messages import Messages
from cfgovern.validation.planning import make_plan
from cfgovern.validation.results import Found, Sheet, layout_findings, rule_findings
from cfgovern.validation.speaker import Speaker
from tests.unit.validation.everykind import AS_OF

KEY = {"record": "Qvx-key-of-a-record"}
ROWS = 5
RANGES = (("merged_cells", "B1:D1"), ("totals_row", "A9:D9"), ("merged_cells", "A2:A4"))
NOTED = ("sheet_hidden", "columns_hidden", "rows_hidden", "windows_text", "titles_above", "blank_rows")


def sheet_of(table: Table, layout: Layout | None = None, **more: object) -> Sheet:
    columns = {column.name: place for place, column in enumerate(table.columns)}
    known = {"source": f"{table.name}.csv", "sheet": None, "header_row": 1, "rows": ROWS}
    return Sheet(table=table, layout=layout or Layout(columns=columns), **{**known, **more})  # type: ignore[arg-type]


def checks_told(contract: Contract, book: Messages, failing: int, measured: int = 0) -> Found:
    """Every check of the contract with ``failing`` of its 5 rows wrong, every count being ``measured``."""
    planned = make_plan(contract, AS_OF)
    result = Result()
    for check in planned.plan.checks:
        if check.kind == "metric" or not check.params.get("as_rows", True):
            result.measured[check.number] = (measured, ROWS)
        elif check.severity != "silent":
            result.hits[check.number] = [Hit(row, row + 1, KEY) for row in range(1, failing + 1)]
            result.counts[check.number] = failing
    found = Found()
    sheets = {table.name: sheet_of(table) for table in contract.tables}
    rule_findings(found, Speaker(book, contract, AS_OF), sheets, planned, result)
    return found


def headings_told(contract: Contract, book: Messages) -> Found:
    """Every column missing, renamed, twice there; one too many; all that is noted; no headings; no sheet."""
    found = Found()
    for table in contract.tables:
        names = tuple(column.name for column in table.columns)
        layouts = [
            Layout(missing=names, extra=(len(names),)),
            Layout(renamed=tuple((name, place) for place, name in enumerate(names))),
            Layout(duplicate={name: (place, place + 1) for place, name in enumerate(names)}),
            Layout(header_missing=True),
        ]
        for layout in layouts:
            sheet = sheet_of(
                table, layout, sheet=table.name, noted=NOTED, rows_above=2, ranges=RANGES, no_records=(7,)
            )
            layout_findings(found, Speaker(book, contract, AS_OF), {table.name: sheet}, whole=True)
    return found
