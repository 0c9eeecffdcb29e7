"""A made-up area: whole, the same every time, about nobody, from the contract alone."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from cfgovern import api
from cfgovern.cohort import make_area
from cfgovern.contract.load import load_contract
from cfgovern.contract.model import Contract
from cfgovern.errors import UsageError
from cfgovern.identifiers import FORMS, classify
from tests.command import plain_contract

AS_OF = date(2026, 10, 1)
NOBODY = ("unreal", "pseudo")


@pytest.fixture(scope="module")
def programme() -> Contract:
    return api.load_contract()


def test_every_table_has_rows_and_every_collected_column(programme: Contract) -> None:
    made = make_area(programme, people=12, as_of=AS_OF)
    assert list(made) == [table.name for table in programme.tables]
    assert len(made["participants"]) == 12
    for table in programme.tables:
        assert made[table.name], table.name
        names = [column.name for column in table.collected]
        assert all(list(row) == names for row in made[table.name])


def test_the_same_arguments_give_the_same_rows_and_another_seed_others(programme: Contract) -> None:
    first = make_area(programme, people=12, as_of=AS_OF, seed=3)
    assert make_area(programme, people=12, as_of=AS_OF, seed=3) == first
    assert make_area(programme, people=12, as_of=AS_OF, seed=4) != first


def test_more_people_change_nothing_about_those_before(programme: Contract) -> None:
    few = make_area(programme, people=5, as_of=AS_OF)
    many = make_area(programme, people=9, as_of=AS_OF)
    assert all(many[name][: len(rows)] == rows for name, rows in few.items())


def test_everybody_is_synthetic_and_no_identifier_could_be_somebodys(programme: Contract) -> None:
    made = make_area(programme, people=60, as_of=AS_OF, seed=2)
    assert {row["record_origin"] for rows in made.values() for row in rows} == {"synthetic"}
    seen = set()
    for table in programme.tables:
        for column in table.collected:
            if column.identifier in FORMS:
                cells = {row[column.name] for row in made[table.name]} - {"", *column.missing.values()}
                assert {classify(column.identifier, cell) for cell in cells} <= set(NOBODY), column.name
                seen |= {column.identifier} if cells else set()
    assert seen >= {"nino", "phone", "email", "postcode"}


def test_the_data_holds_what_breaks_a_careless_reader(programme: Contract) -> None:
    made = make_area(programme, people=40, as_of=AS_OF)
    cells = "\x1f".join(cell for rows in made.values() for row in rows for cell in row.values())
    assert all(sign in cells for sign in ('"', "\n", ",", "é", "'"))


def test_a_plain_contract_gives_rows_whose_keys_and_links_hold(tmp_path: Path) -> None:
    made = make_area(load_contract(plain_contract(tmp_path)), people=9, as_of=AS_OF)
    members = {row["member_id"] for row in made["members"]}
    assert len(members) == len(made["members"]) == 9
    assert {row["member_id"] for row in made["loans"]} <= members
    assert [row["loan_id"] for row in made["loans"]] == [str(number) for number in range(1, 10)]
    assert all(16 <= int(row["age"]) <= 120 for row in made["members"] if row["age"])


PLAIN = """\
apiVersion: v3.1.0
kind: DataContract
id: urn:example:odd
name: Odd
version: 1.0.0
status: draft
schema:
"""


def odd(folder: Path, tables: str) -> Contract:
    (folder / "odd.odcs.yaml").write_text(PLAIN + tables, encoding="utf-8")
    return load_contract(folder / "odd.odcs.yaml")


def test_a_pattern_that_is_not_known_here_is_named(tmp_path: Path) -> None:
    contract = odd(
        tmp_path,
        "  - name: beds\n    properties:\n"
        "      - {name: ward, required: true, logicalTypeOptions: {pattern: '^z{7}$'}}\n",
    )
    with pytest.raises(UsageError, match=r"cohort\.pattern") as refused:
        make_area(contract, people=2, as_of=AS_OF)
    assert "beds.ward" in str(refused.value)


def test_tables_that_name_each_other_are_named(tmp_path: Path) -> None:
    table = (
        "  - name: {0}\n    properties:\n"
        "      - {{name: id, logicalType: integer, primaryKey: true}}\n"
        "      - {{name: other, logicalType: integer, relationships: [{{type: foreignKey, to: {1}.id}}]}}\n"
    )
    contract = odd(tmp_path, table.format("hens", "eggs") + table.format("eggs", "hens"))
    with pytest.raises(UsageError, match=r"cohort\.circle") as refused:
        make_area(contract, people=2, as_of=AS_OF)
    assert "eggs, hens" in str(refused.value)
