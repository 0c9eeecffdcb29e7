"""Rows that the engine itself accepts, for contracts that are hard each in its own way."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from cfgovern.cohort import as_csv
from cfgovern.errors import UsageError
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
    report = check_submission(sent, tmp_path / "made.odcs.yaml", as_of=AS_OF).report
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
