"""Rows of several tables: keys that tell apart, links that lead somewhere, and the same for ever."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from cfgovern import api
from cfgovern.cohort.plain import Rows, column_texts, make_rows
from cfgovern.contract.model import Contract
from cfgovern.errors import UsageError
from tests.unit.cohort.plain.contracts import GOOD, IMPOSSIBLE, read

AS_OF = date(2026, 10, 1)


def made(contract: Contract, rows: int = 12, seed: int = 1) -> Rows:
    return make_rows(contract, rows=rows, as_of=AS_OF, seed=seed)


@pytest.mark.parametrize("name", GOOD)
def test_keys_tell_rows_apart_and_links_lead_to_a_row(name: str, tmp_path: Path) -> None:
    contract = read(tmp_path, GOOD[name])
    tables = made(contract)
    assert list(tables) == [table.name for table in contract.tables]
    for table in contract.tables:
        rows = tables[table.name]
        assert all(list(row) == [column.name for column in table.collected] for row in rows)
        keys = [tuple(row[name] for name in table.primary_key) for row in rows]
        assert not table.primary_key or (len(set(keys)) == len(keys) and all(map(all, keys)))
        for column in table.columns:
            cells = [row[column.name] for row in rows if row[column.name]]
            assert not column.unique or len(set(cells)) == len(cells)
        for key in table.foreign_keys:
            known = {tuple(row[name] for name in key.to_columns) for row in tables[key.table]}
            ends = [tuple(row[name] for name in key.columns) for row in rows]
            assert {end for end in ends if all(end)} <= known


def test_a_child_has_a_few_rows_for_each_parent(tmp_path: Path) -> None:
    tables = made(read(tmp_path, GOOD["a shop with no extension of ours"]))
    assert len(tables["customers"]) == len(tables["products"]) == 12
    of = [row["customer_id"] for row in tables["orders"]]
    assert set(of) == {row["customer_id"] for row in tables["customers"]}
    assert {of.count(one) for one in of} == {1, 2, 3}
    lines = {row["line"] for row in tables["order_lines"]}
    assert lines == {"1", "2", "3"}


def test_a_table_may_name_its_own_rows(tmp_path: Path) -> None:
    rows = made(read(tmp_path, GOOD["rows that name rows of their own table"]))["staff"]
    seen: set[str] = set()
    for row in rows:
        assert row["manager"] in {"", *seen}
        assert row["mentor"] in {row["staff_id"], *seen}
        seen.add(row["staff_id"])
    assert rows[0]["mentor"] == rows[0]["staff_id"]


def test_where_no_two_rows_may_name_the_same_one_each_names_itself_or_the_one_before(tmp_path: Path) -> None:
    column = "      - {name: up, logicalType: integer, %sunique: true, relationships: [{to: t.id}]}\n"
    head = "  - name: t\n    properties:\n      - {name: id, logicalType: integer, primaryKey: true}\n"
    rows = made(read(tmp_path, head + column % "required: true, "))["t"]
    assert len(rows) == 12 and all(row["up"] == row["id"] for row in rows)
    rows = made(read(tmp_path, head + column % ""))["t"]
    assert len(rows) == 12 and all(row["up"] in ("", str(number)) for number, row in enumerate(rows))


def test_a_short_text_that_tells_rows_apart_may_be_any_sign(tmp_path: Path) -> None:
    one = (
        "  - name: t\n    properties:\n      - {name: a, logicalType: string, required: true, unique: true, "
    )
    contract = read(tmp_path, one + "logicalTypeOptions: {maxLength: 1}}\n")
    assert len({row["a"] for row in made(contract, rows=90)["t"]}) == 90


def test_of_tables_that_name_each_other_the_link_that_may_be_empty_is(tmp_path: Path) -> None:
    tables = made(read(tmp_path, GOOD["tables that name each other"]))
    assert {row["captain"] for row in tables["teams"]} == {""}
    assert all(row["team"] for row in tables["players"])


def test_rules_between_columns_are_kept_without_the_engine(tmp_path: Path) -> None:
    for row in made(read(tmp_path, GOOD["days and times in every form"]), rows=60)["visits"]:
        assert (row["kind"] == "home") != bool(row["room"])
        assert "09:00" <= row["opens"] <= "11:00"


def test_a_contract_without_a_story_holds_what_breaks_a_careless_reader(tmp_path: Path) -> None:
    rows = made(read(tmp_path, GOOD["a shop with no extension of ours"]), rows=80)["customers"]
    cells = "\x1f".join(row["notes"] for row in rows)
    assert all(sign in cells for sign in ('"', "\n", ",", "é", "'"))


def test_what_is_told_stands_and_the_rest_comes_from_the_contract(tmp_path: Path) -> None:
    contract = read(tmp_path, GOOD["a shop with no extension of ours"])
    told = {
        "customers": [{"customer_id": "C00007", "employer": ""}, {"customer_id": "C00009"}],
        "products": [],
    }
    tables = make_rows(contract, rows=50, as_of=AS_OF, seed=1, told=told)
    assert [row["customer_id"] for row in tables["customers"]] == ["C00007", "C00009"]
    assert tables["customers"][0]["employer"] == "" and tables["customers"][0]["full_name"]
    assert tables["products"] == [] and tables["order_lines"] == []
    assert {row["customer_id"] for row in tables["orders"]} == {"C00007", "C00009"}
    assert all(row["full_name"].startswith(("Made up", "Façade", "Not")) for row in tables["customers"])


def test_told_rows_are_found_by_concept_whatever_the_columns_are_called(tmp_path: Path) -> None:
    contract = read(tmp_path, GOOD["identifiers under other names"])
    rows = make_rows(contract, rows=3, as_of=AS_OF, seed=1, told={"participants": [{"nr": "AB-0001"}]})[
        "leute"
    ]
    assert [(row["nr"], row["herkunft"]) for row in rows] == [("AB-0001", "synthetic")]


def test_tables_about_organisations_are_few_and_have_one_area_and_period() -> None:
    contract = api.load_contract()
    people = {table.concept: [] for table in contract.tables if table.route != "organisation"}
    tables = make_rows(contract, rows=0, as_of=AS_OF, seed=4, told=people)
    for table in (table for table in contract.tables if table.route == "organisation"):
        rows = tables[table.name]
        assert 1 <= len(rows) <= 8, table.name
        assert {(row["area_id"], row["period"]) for row in rows} == {("CF-A01", "2026-Q3")}


def test_the_rules_between_their_columns_are_kept() -> None:
    contract = api.load_contract()
    people = {table.concept: [] for table in contract.tables if table.route != "organisation"}
    for seed in range(1, 9):
        tables = make_rows(contract, rows=0, as_of=AS_OF, seed=seed, told=people)
        for plan in tables["delivery_plan"]:
            assert (plan["status"] == "complete") == bool(plan["completed_on"])
            assert not plan["due_on"] or not plan["starts_on"] or plan["starts_on"] <= plan["due_on"]
        for path in tables["referral_pathways"]:
            sent, accepted = path["referrals_made"], path["referrals_accepted"]
            assert not sent or not accepted or int(accepted) <= int(sent)


@pytest.mark.parametrize("name", [name for name, (_, code, _) in IMPOSSIBLE.items() if code != "cohort.rule"])
def test_what_no_rows_can_keep_is_refused(name: str, tmp_path: Path) -> None:
    tables, code, _ = IMPOSSIBLE[name]
    with pytest.raises(UsageError) as refused:
        made(read(tmp_path, tables))
    assert refused.value.code == code


# -- the same for ever -----------------------------------------------------------------------------------


def test_the_same_seed_gives_the_same_rows_and_another_seed_others(tmp_path: Path) -> None:
    contract = read(tmp_path, GOOD["a shop with no extension of ours"])
    assert made(contract) == made(contract)
    assert made(contract) != made(contract, seed=2)


def test_more_rows_change_none_of_those_before(tmp_path: Path) -> None:
    contract = read(tmp_path, GOOD["a shop with no extension of ours"])
    few, many = made(contract, rows=5), made(contract, rows=9)
    assert many["customers"][:5] == few["customers"] and many["products"][:5] == few["products"]


_SCRIPT = """
import json, sys
from datetime import date
from pathlib import Path
from cfgovern.cohort.plain import make_rows
from cfgovern.contract.load import load_contract
made = make_rows(load_contract(Path(sys.argv[1])), rows=12, as_of=date(2026, 10, 1), seed=1)
print(json.dumps(made))
"""


@pytest.mark.parametrize("name", ["a shop with no extension of ours", "days and times in every form"])
def test_neither_hash_seed_nor_time_zone_changes_a_row(name: str, tmp_path: Path) -> None:
    contract = read(tmp_path, GOOD[name])
    for hash_seed, zone in (("1", "UTC"), ("2", "Pacific/Auckland")):
        done = subprocess.run(
            [sys.executable, "-c", _SCRIPT, tmp_path / "made.odcs.yaml"],
            env={**os.environ, "PYTHONHASHSEED": hash_seed, "TZ": zone},
            capture_output=True,
            check=True,
        )
        assert json.loads(done.stdout) == made(contract)


def test_one_column_can_be_made_alone(tmp_path: Path) -> None:
    contract = read(tmp_path, GOOD["numbers of every kind"])
    table = contract.tables[0]
    rows = made(contract, rows=10)["sums"]
    for column in table.columns:
        alone = column_texts(contract, table, column, [7, 3], as_of=AS_OF, seed=1)
        assert alone == [rows[6][column.name], rows[2][column.name]], column.name


def test_a_column_that_holds_others_is_left_empty(tmp_path: Path) -> None:
    tables = made(read(tmp_path, GOOD["columns that hold others"]))
    assert {row[name] for row in tables["parcels"] for name in ("contents", "sender")} == {""}
    assert {row[name] for row in tables["stops"] for name in ("marks", "place")} == {""}
