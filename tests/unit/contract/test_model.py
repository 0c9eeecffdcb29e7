"""The model of a contract: small questions that its values answer themselves."""

from __future__ import annotations

import dataclasses

import pytest

from cfgovern.contract.model import Code, CodeList, Column, Contract, Table
from cfgovern.yamlfile import loads


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


LIST = CodeList(
    "letters",
    (
        Code("a", "A"),
        Code("b", "B", "2020-01-01", "2021-12-31", "c"),
        Code("c", "C", "2022-01-01"),
        Code("e", "Later E", "2026-01-01"),
        Code("e", "Next E", "2024-01-01", "2024-12-31"),
        Code("e", "First E", "2018-01-01", "2018-12-31"),
    ),
)


@pytest.mark.parametrize(
    ("day", "current", "early", "ended"),
    [
        ("2017-12-31", ["A"], ["B", "C", "First E"], []),
        ("2018-06-01", ["A", "First E"], ["B", "C"], []),
        ("2021-12-31", ["A", "B"], ["C", "Next E"], []),
        ("2022-01-01", ["A", "C"], ["Next E"], ["B"]),
        ("2025-06-01", ["A", "C"], ["Later E"], ["B"]),
        ("2026-01-01", ["A", "C", "Later E"], [], ["B"]),
    ],
)
def test_how_codes_stand_on_a_day(day: str, current: list[str], early: list[str], ended: list[str]) -> None:
    told = [[code.label for code in part] for part in LIST.on(day)]
    assert told == [current, early, ended]


def test_a_code_that_ended_twice_stands_with_its_last_period() -> None:
    codes = CodeList(
        "x", (Code("a", "Last", "2021-01-01", "2021-12-31"), Code("a", "First", None, "2019-12-31"))
    )
    assert [code.label for code in codes.on("2026-01-01").ended] == ["Last"]


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


def test_columns_and_tables_are_found_by_what_they_mean() -> None:
    left_out = Column("old", (), concept="person", collected=False)
    columns = (left_out, Column("id", (), concept="person"), Column("twin", (), concept="person"))
    table = Table("t", (), columns, concept="people")
    found = table.by_concept("person")
    assert found is not None and found.name == "id"
    assert table.by_concept("day") is None


def test_the_key_of_a_row_is_in_the_order_of_the_key() -> None:
    table = Table("t", (), (), primary_key=("b", "a"))
    assert table.key_of({"a": "1", "b": "2", "c": "3"}) == ("2", "1")
    assert Table("t", (), ()).key_of({"a": "1"}) == ()


def _table(name: str, *columns: Column, key: tuple[str, ...] = ("ref",), route: str | None = None) -> Table:
    return Table(name, (), columns, primary_key=key, route=route)


REF, AGE = Column("ref", (), roles=("record_id",)), Column("age", (), roles=("quasi_identifier",))


def test_the_record_id_is_a_column_that_is_collected() -> None:
    assert _table("people", AGE, REF).record_id is REF
    assert _table("people", AGE, dataclasses.replace(REF, collected=False)).record_id is None


def test_the_table_of_people_has_one_row_a_person_and_tells_most_of_them() -> None:
    waves = _table("waves", REF, AGE, key=("ref", "age"))
    sent = _table("sent", REF, AGE, route="identifiers")
    plain, marked = _table("plain", REF), _table("people", REF, AGE, route="payload")
    contract = Contract("", "", "", "", "", (waves, sent, plain), {}, "", loads("a: b", "x"))
    assert [one.of_people for one in (waves, sent, plain, marked)] == [False, False, True, True]
    assert contract.people is plain
    assert dataclasses.replace(contract, tables=(plain, marked)).people is marked
    assert dataclasses.replace(contract, tables=(waves, sent)).people is None


def test_what_identifies_and_how_a_column_is_treated() -> None:
    named = Column("a", (), identifier="nino"), Column("a", (), roles=("direct_identifier",))
    assert [one.identifies for one in (*named, REF, AGE)] == [True, True, False, False]
    assert AGE.treated == "keep"
    assert dataclasses.replace(AGE, treatment="age_band", treatment_of="10").treated == "age_band 10"
