"""The model of a contract: small questions that its values answer themselves."""

from __future__ import annotations

import dataclasses

import pytest

from cfgovern.contract.model import Code, Column, Table


@pytest.mark.parametrize(
    ("start", "end", "day", "valid"),
    [
        (None, None, "2026-04-01", True),
        ("2026-04-01", None, "2026-04-01", True),
        ("2026-04-01", None, "2026-03-31", False),
        (None, "2026-03-31", "2026-03-31", True),
        (None, "2026-03-31", "2026-04-01", False),
        ("2026-04-01", "2026-04-01", "2026-04-01", True),
    ],
)
def test_the_days_on_which_a_code_may_be_used(
    start: str | None, end: str | None, day: str, valid: bool
) -> None:
    assert Code("A", "A", start, end).valid_on(day) is valid


def test_a_table_finds_its_columns() -> None:
    on = Column("on", ("a",))
    off = Column("off", ("b",), collected=False)
    table = Table("t", (), (on, off))
    assert table.column("off") is off and table.column("On") is None
    assert table.collected == (on,)


@pytest.mark.parametrize(
    ("route", "expected"),
    [(None, True), ("payload", True), ("identifiers", True), ("agreements", True), ("organisation", False)],
)
def test_which_tables_every_submission_holds(route: str | None, expected: bool) -> None:
    assert Table("t", (), (), route=route).expected is expected


def test_a_contract_cannot_be_changed_by_those_who_read_it() -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        Column("a", ()).name = "b"  # type: ignore[misc]
