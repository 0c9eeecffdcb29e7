"""A made-up value is right for its own column, and belongs to nobody."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from cfgovern import content, identifiers
from cfgovern.contract.dates import ISO
from cfgovern.contract.load import load_contract
from cfgovern.contract.model import Bound, Code, CodeList, Column, Contract, Quality, Table
from cfgovern.engine.cells import KINDS
from cfgovern.engine.plan import BoundTable
from cfgovern.engine.run import run
from cfgovern.tables import SEPARATOR
from cfgovern.validation.examples import example_value
from cfgovern.validation.messages import load_messages
from cfgovern.validation.planning import make_plan
from tests.unit.validation.everykind import AS_OF, every_kind


def contracts(folder: Path) -> Iterator[Contract]:
    yield load_contract(content.folder("schemas") / "changing-futures" / "changing-futures.odcs.yaml")
    yield every_kind(folder)


def example_of(contract: Contract, column: Column) -> str:
    """What a message shows; a made-up row says that it is one."""
    if column.concept == "record_origin":
        return "synthetic"
    book, codes = load_messages(), contract.code_lists.get(column.code_list or "")
    return book.params(contract.tables[0], column, codes, as_of=AS_OF)["example"]


def test_every_example_is_accepted_by_its_own_column(tmp_path: Path) -> None:
    for number, contract in enumerate(contracts(tmp_path)):
        folder = tmp_path / f"job{number}"
        folder.mkdir()
        plan = make_plan(contract, AS_OF).plan
        shown: dict[tuple[str, str], str] = {}
        bound = []
        for table in contract.tables:
            path = folder / f"{table.name}.csv"
            row = {column.name: example_of(contract, column) for column in table.collected}
            shown |= {(table.name, name): value for name, value in row.items() if value}
            with path.open("w", encoding="utf-8", newline="") as stream:
                csv.writer(stream, delimiter=SEPARATOR, lineterminator="\r\n").writerow([1, *row.values()])
            bound.append(
                BoundTable(table.name, str(path), len(row), {name: at for at, name in enumerate(row)})
            )
        # A made-up identifier is a test value wherever rows do not say that they are made up.
        checks = tuple(check for check in plan.checks if check.kind in KINDS and check.kind != "test_value")
        result = run(replace(plan, checks=checks), bound, folder, memory="512MB", threads=1)
        wrong = [
            check.rule
            for check in checks
            if check.number in result.hits and (check.table, check.column) in shown
        ]
        assert wrong == []
        assert len(shown) > len(plan.tables)


def test_no_example_looks_like_an_identifier_save_those_set_aside_for_tests(tmp_path: Path) -> None:
    for contract in contracts(tmp_path):
        for table in contract.tables:
            for column in table.columns:
                example = example_of(contract, column)
                if column.identifier in identifiers.FORMS:
                    if example:
                        assert identifiers.classify(str(column.identifier), example) in ("unreal", "pseudo")
                elif column.type not in ISO and column.format != "email":
                    assert not identifiers.looks_like_identifier(example), column.name


TEXT = Column(name="x", path=())


@pytest.mark.parametrize(
    ("column", "example"),
    [
        (replace(TEXT, examples=("b",), enum=(("a", ""), ("b", ""))), "b"),
        (replace(TEXT, examples=("A-1",), enum=(("b", ""),)), "b"),
        (replace(TEXT, examples=("A-1", "A-22"), min_length=4), "A-22"),
        (replace(TEXT, examples=("one", "12"), type="integer", minimum=Bound("0"), maximum=Bound("9")), "4"),
        (replace(TEXT, examples=("999 000 0018",)), ""),
        (replace(TEXT, examples=("QQ123456C",)), ""),
        (replace(TEXT, enum=(("s", "Small"), ("l", "Large"))), "s"),
        (replace(TEXT, type="boolean"), "true"),
        (replace(TEXT, type="date"), "2026-04-30"),
        (replace(TEXT, type="date", identifier="date_of_birth"), "1985-06-15"),
        (replace(TEXT, type="date", format="dd/MM/yyyy"), "30/04/2026"),
        (replace(TEXT, type="date", format="dd/MM/yyyy", maximum=Bound("2020-12-31", True)), "30/12/2020"),
        (replace(TEXT, type="date", format="dd/MM/yyyy", minimum=Bound("2027-01-01")), "01/01/2027"),
        (replace(TEXT, type="date", minimum=Bound("2027-01-01")), "2027-01-01"),
        (replace(TEXT, type="date", minimum=Bound("2027-01-01", exclusive=True)), "2027-01-02"),
        (replace(TEXT, type="date", maximum=Bound("2020-12-31")), "2020-12-31"),
        (replace(TEXT, type="timestamp"), "2026-04-30T14:05:00"),
        (replace(TEXT, type="time"), "14:05"),
        (replace(TEXT, type="integer"), "12"),
        (replace(TEXT, type="number", maximum=Bound("9" * 40)), ""),
        (replace(TEXT, type="integer", minimum=Bound("0"), maximum=Bound("4")), "2"),
        (replace(TEXT, type="integer", minimum=Bound("0", True), maximum=Bound("1", True)), ""),
        (replace(TEXT, type="integer", multiple_of="5", minimum=Bound("1"), maximum=Bound("9")), "5"),
        (replace(TEXT, type="number", minimum=Bound("0", True), maximum=Bound("1", True)), "0.5"),
        (replace(TEXT, pattern="^[A-Z]{2}-[0-9]{4}$"), "AA-0000"),
        (replace(TEXT, pattern="^20[0-9]{2}-Q[1-4]$"), "2000-Q1"),
        (replace(TEXT, pattern="^(yes|no)$"), "yes"),
        (replace(TEXT, pattern=r"^\d+\.?$"), "0"),
        (replace(TEXT, pattern="^[0-9]{10}$"), ""),
        (replace(TEXT, pattern="^a(?=b)$"), ""),
        (replace(TEXT, pattern="^A$", min_length=5), ""),
        (replace(TEXT, format="email"), "name@example.org"),
        (TEXT, ""),
    ],
)
def test_an_example_is_made_from_what_the_contract_says(column: Column, example: str) -> None:
    assert example_value(column) == example


@pytest.mark.filterwarnings("error")
def test_a_set_that_python_would_warn_of_warns_nobody() -> None:
    assert example_value(replace(TEXT, pattern="^[a-z&&b]$")) == "a"


def rule(metric: str, **arguments: object) -> Quality:
    return Quality("q", "library", (), metric=metric, arguments=arguments, threshold=("mustBe", 0))


VALID = rule("invalidValues", validValues=[1, 5])
FEW = rule("invalidValues", pattern="^[0-4]$")
B = rule("invalidValues", validValues=["b"])
WHOLE = replace(TEXT, type="integer")


@pytest.mark.parametrize(
    ("column", "example"),
    [
        (replace(WHOLE, quality=(VALID,)), "1"),
        (replace(WHOLE, quality=(VALID,), minimum=Bound("2")), "5"),
        (replace(WHOLE, quality=(VALID,), minimum=Bound("6")), ""),
        (replace(WHOLE, quality=(FEW,)), "0"),
        (replace(WHOLE, quality=(FEW,), maximum=Bound("4"), minimum=Bound("0")), "2"),
        (replace(WHOLE, quality=(VALID, FEW)), "1"),
        (replace(WHOLE, quality=(rule("invalidValues", pattern="^[A-Z]$"),)), ""),
        (replace(WHOLE, quality=(rule("invalidValues", pattern="^[0-9]{2}$"),)), "12"),
        (replace(WHOLE, quality=(rule("invalidValues", pattern="^0[0-9]$"),)), ""),
        (replace(WHOLE, quality=(rule("missingValues", missingValues=[12]),)), ""),
        (replace(TEXT, examples=("x", "red"), quality=(rule("missingValues", missingValues=["x"]),)), "red"),
        (replace(TEXT, enum=(("a", "A"), ("b", "B")), quality=(B,)), "b"),
        (replace(TEXT, type="boolean", quality=(rule("invalidValues", validValues=[None, False]),)), "false"),
        (replace(TEXT, quality=(rule("invalidValues", validValues=["999 000 0018", "x"]),)), "x"),
        (replace(TEXT, type="date", quality=(rule("invalidValues", validValues=["2020-01-01"]),)), ""),
        (replace(TEXT, quality=(rule("invalidValues", pattern=r"^\pL+$"),)), ""),  # RE2 only: not known
    ],
)  # fmt: skip
def test_an_example_keeps_the_rules_of_its_column(column: Column, example: str) -> None:
    assert example_value(column) == example


@pytest.mark.parametrize(
    ("column", "example"),
    [
        (TEXT, "999 000 0018"),
        (replace(TEXT, pattern="^[0-9]{10}$"), "9990000018"),
        (replace(TEXT, max_length=10), "9990000018"),
        (replace(TEXT, pattern="^[A-Z]$"), ""),
    ],
)
def test_the_test_value_of_an_identifier_is_written_as_its_column_asks(column: Column, example: str) -> None:
    assert example_value(replace(column, identifier="nhs_number"), (), "999 000 0018") == example


CODES = CodeList("x", (Code("old", "Old", None, "2025-12-31", "new"), Code("new", "New", "2026-01-01")))


@pytest.mark.parametrize(("day", "code"), [("2025-12-31", "old"), ("2026-01-01", "new")])
def test_an_example_is_a_code_that_is_in_use_on_the_day(day: str, code: str) -> None:
    column = replace(TEXT, code_list="x")
    params = load_messages().params(Table("t", (), (column,)), column, CODES, as_of=day)
    assert params["example"] == code


def test_there_is_no_example_where_no_code_is_in_use() -> None:
    assert example_value(replace(WHOLE, code_list="x"), ()) == ""


def test_a_pattern_that_could_keep_python_busy_for_ever_is_not_tried() -> None:
    endless = Column("c", (), pattern="^(a|a)*(a|a)*(a|a){30}(?:a|aa){50}b{200}c$")
    assert example_value(endless) == ""
    assert example_value(Column("c", (), format="ipv4")) == "192.0.2.1"
