"""Rows that the engine itself accepts, for contracts that are hard each in its own way."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from cfgovern.cohort import as_csv
from cfgovern.errors import OperatorFileError, UsageError
from cfgovern.journeys.request import Request
from cfgovern.journeys.satisfy import accepted_rows
from cfgovern.journeys.submission import check_submission
from tests.unit.cohort.plain.contracts import GOOD, IMPOSSIBLE, read

AS_OF = date(2026, 10, 1)


@pytest.mark.parametrize("name", GOOD)
def test_the_command_would_accept_what_is_made(name: str, tmp_path: Path) -> None:
    contract = read(tmp_path, GOOD[name])
    made = accepted_rows(contract, rows=10, as_of=AS_OF, seed=5)
    sent = tmp_path / "sent"
    sent.mkdir()
    for table in contract.tables:
        assert made[table.name], table.name
        (sent / f"{table.name}.csv").write_bytes(as_csv(table, made[table.name]))
    report = check_submission(Request(sent, tmp_path / "made.odcs.yaml", as_of=AS_OF)).report
    assert (report.outcome, list(report.findings)) == ("pass", [])
    assert accepted_rows(contract, rows=10, as_of=AS_OF, seed=5) == made


@pytest.mark.parametrize("name", IMPOSSIBLE)
def test_a_contract_that_no_rows_can_keep_is_named_with_what_stands_against_it(
    name: str, tmp_path: Path
) -> None:
    tables, code, words = IMPOSSIBLE[name]
    with pytest.raises(UsageError) as refused:
        accepted_rows(read(tmp_path, tables), rows=10, as_of=AS_OF, seed=5)
    assert refused.value.code == code
    assert all(word in refused.value.what + refused.value.fix for word in words), refused.value.what
    assert refused.value.fix


@pytest.mark.parametrize(
    ("options", "code", "words"),
    [
        (
            "logicalTypeOptions: {minLength: 100000}",
            "cohort.length",
            ("beds.ward", "minLength", "100,000", "32,767"),
        ),
        (f"enum: [{{value: {'z' * 40_000}}}]", "cohort.unreadable", ("32,767",)),
    ],
)
def test_what_is_too_long_to_be_read_is_a_fault_of_the_contract(
    options: str, code: str, words: tuple[str, ...], tmp_path: Path
) -> None:
    tables = (
        "  - name: beds\n    properties:\n      - name: ward\n        logicalType: string\n"
        f"        required: true\n        {options}\n"
    )
    with pytest.raises(UsageError) as refused:
        accepted_rows(read(tmp_path, tables), rows=10, as_of=AS_OF, seed=5)
    assert refused.value.code == code
    assert all(word in refused.value.what for word in words), refused.value.what
    assert "contract" in refused.value.fix


def test_a_contract_that_a_check_would_refuse_is_refused_here(tmp_path: Path) -> None:
    """A key in the wrong place may be the one that says that a column identifies somebody."""
    tables = (
        "  - name: beds\n    properties:\n"
        "      - {name: mail, logicalType: string, cfgovernIdentifier: email}\n"
    )
    with pytest.raises(OperatorFileError) as refused:
        accepted_rows(read(tmp_path, tables), rows=10, as_of=AS_OF, seed=5)
    assert "cfgovernIdentifier" in str(refused.value)
