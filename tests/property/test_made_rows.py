"""Contracts that nobody thought of: rows are made that the engine accepts, or a sentence says why not."""

from __future__ import annotations

import json
import tempfile
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

from hypothesis import Phase, given, seed, settings

from cfgovern.cohort import as_csv
from cfgovern.cohort.plain import make_rows
from cfgovern.contract.load import load_contract
from cfgovern.contract.model import Contract
from cfgovern.errors import UsageError
from cfgovern.identifiers import FORMS, classify
from tests.conftest import examples
from tests.property.drawn import check, without_asks, write
from tests.property.strategies import AS_OF, Case, cases

RUNS, EXAMPLES = 5, 8
DAY = date.fromisoformat(AS_OF)
# What the engine asks of a cell, a key or a link; a rule with an id of its own may need many attempts.
CHECKS = (
    "required", "type", "minimum", "maximum", "multiple_of", "min_length", "max_length", "pattern", "enum",
    "code_list", "test_value", "check_digit", "whitespace", "unique", "foreign_key", "column_missing",
    "column_extra", "table_missing", "record_origin_mixed",
)  # fmt: skip


def test_what_is_made_is_accepted_or_refused_with_a_sentence() -> None:
    seen: Counter[str] = Counter()

    def made(case: Case) -> None:
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            path, _, _ = write(case, folder)
            contract = load_contract(path)
            try:
                rows = make_rows(contract, rows=5, as_of=DAY, seed=2)
            except UsageError as refused:
                assert refused.code.startswith("cohort.") and refused.what and refused.fix
                seen["refused"] += 1
                return
            rules = found(contract, path, rows, folder)
        seen["rules broken" if rules else "accepted"] += 1
        assert not [rule for rule in rules if rule.rpartition(".")[2] in CHECKS]
        nobody(contract, rows)

    for number in range(RUNS):
        again = lambda case: made(case)  # noqa: E731 - each run is a test of its own
        seed(number)(settings(max_examples=EXAMPLES, phases=(Phase.generate,))(given(cases())(again)))()
    assert seen["accepted"] > RUNS * EXAMPLES / 3


def found(contract: Contract, path: Path, rows: dict[str, list[dict[str, str]]], folder: Path) -> set[str]:
    """The rules of which the engine finds something to put right."""
    sent = folder / "made"
    sent.mkdir()
    for table in contract.tables:
        (sent / f"{table.name}.csv").write_bytes(as_csv(table, rows[table.name]))
    report = check(path, sent, folder)
    return {finding.rule for finding in report.findings if finding.severity != "info"}


def nobody(contract: Contract, rows: dict[str, list[dict[str, str]]]) -> None:
    """No identifier could be somebody's."""
    for table in contract.tables:
        for column in table.collected:
            if column.identifier in FORMS:
                cells = {row[column.name] for row in rows[table.name]} - {"", *column.missing.values()}
                assert {classify(column.identifier, cell) for cell in cells} <= {"unreal", "pseudo"}


@settings(max_examples=examples(25), phases=(Phase.generate,))
@given(cases())
def test_a_new_column_and_a_new_table_change_no_other_cell(case: Case) -> None:
    before = made_or_refused(case.contract, case)
    more: dict[str, Any] = json.loads(json.dumps(without_asks(case.contract)))
    more["schema"].insert(0, {"name": "added", "properties": [{"name": "thing", "logicalType": "string"}]})
    more["schema"][-1]["properties"].insert(0, {"name": "added", "logicalType": "date", "required": True})
    after = made_or_refused(more, case)
    if before is None or after is None:
        assert before is after
        return
    for node in case.contract["schema"]:
        # A row of which nothing must be filled in may come out blank, and then one cell is filled in.
        if any(column.get("required") or column.get("primaryKey") for column in node["properties"]):
            name, rows = node["name"], before[node["name"]]
            assert [{column: row[column] for column in rows[0]} for row in after[name]] == rows


def made_or_refused(contract: Any, case: Case) -> dict[str, list[dict[str, str]]] | None:
    with tempfile.TemporaryDirectory() as name:
        path, _, _ = write(Case(contract, case.codes, {}), Path(name))
        try:
            return make_rows(load_contract(path), rows=5, as_of=DAY, seed=2)
        except UsageError:
            return None
