"""Foreign keys: simple and composite, in each notation of ODCS; what leads nowhere is a fault."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from cfgovern.contract.load import read_contract
from cfgovern.contract.model import ForeignKey
from cfgovern.errors import Fault
from cfgovern.yamlfile import load

CONTRACT = """\
apiVersion: v3.1.0
kind: DataContract
id: x
version: '1'
status: draft
schema:
  - name: visits
    relationships: [{table}]
    properties:
      - {{name: person, relationships: [{column}]}}
      - {{name: period}}
  - name: people
    properties: [{{name: id}}, {{name: wave}}, {{name: a.b}}]
"""


def read(tmp_path: Path, table: str = "", column: str = "") -> tuple[tuple[ForeignKey, ...], list[Fault]]:
    path = tmp_path / "x.yaml"
    path.write_text(CONTRACT.format(table=table, column=column))
    contract, faults = read_contract(load(path))
    return contract.tables[0].foreign_keys, faults


def ends(keys: tuple[ForeignKey, ...]) -> list[tuple[Any, ...]]:
    return [(key.columns, key.table, key.to_columns) for key in keys]


@pytest.mark.parametrize("to", ["people.id", "schema/people/properties/id", "/schema/people/properties/id"])
def test_a_key_on_a_column(tmp_path: Path, to: str) -> None:
    keys, faults = read(tmp_path, column=f"{{type: foreignKey, to: {to}}}")
    assert (ends(keys), faults) == ([(("person",), "people", ("id",))], [])
    assert keys[0].path == ("schema", 0, "properties", 0, "relationships", 0)


def test_a_column_whose_name_has_a_dot(tmp_path: Path) -> None:
    assert ends(read(tmp_path, column="{to: people.a.b}")[0]) == [(("person",), "people", ("a.b",))]


@pytest.mark.parametrize(
    ("relation", "want"),
    [
        ("{from: visits.person, to: people.id}", (("person",), "people", ("id",))),
        ("{from: person, to: people.id}", (("person",), "people", ("id",))),
        ("{from: [visits.person, visits.period], to: [people.id, people.wave]}",
         (("person", "period"), "people", ("id", "wave"))),
        ("{from: [schema/visits/properties/person, visits.period],"
         " to: [people.id, schema/people/properties/wave]}",
         (("person", "period"), "people", ("id", "wave"))),
        ("{from: visits.person, to: visits.period}", (("person",), "visits", ("period",))),
    ],
)  # fmt: skip
def test_a_key_on_a_table(tmp_path: Path, relation: str, want: Any) -> None:
    keys, faults = read(tmp_path, table=relation)
    assert (ends(keys), faults) == ([want], [])


def test_keys_of_columns_come_first(tmp_path: Path) -> None:
    keys, _ = read(tmp_path, table="{from: visits.period, to: people.wave}", column="{to: people.id}")
    assert [key.columns for key in keys] == [("person",), ("period",)]


@pytest.mark.parametrize(
    ("table", "column", "code", "at", "words"),
    [
        ("", "{to: people.idd}", "unknown_reference", "people.idd",
         'There is no table and property "people.idd". Did you mean "people.id"?'),
        ("", "{to: peoples.id}", "unknown_reference", "peoples.id",
         'There is no table and property "peoples.id". Did you mean "people.id"?'),
        ("", "{to: id}", "unknown_reference", "id}", 'There is no table and property "id".'),
        ("", "{to: schema/people/properties/nowhere_at_all}", "unknown_reference", "schema/people",
         'There is no table and property "schema/people/properties/nowhere_at_all".'),
        ("{from: [visits.person, visits.period], to: [people.id, people.wav]}", "", "unknown_reference",
         "[people.id", 'There is no table and property "people.wav". Did you mean "people.wave"?'),
        ("{from: people.id, to: visits.person}", "", "relationship_from", "{from",
         "The from side names another table than the one it stands in."),
        ("{from: [visits.person, visits.period], to: [people.id]}", "", "relationship_size", "{from",
         "from and to must name the same number of properties."),
        ("{from: [visits.person, visits.period], to: [people.id, visits.period]}", "", "relationship",
         "[people.id", "A relationship must name properties of one table."),
        ("", "{type: foreignKey}", "relationship", "{type",
         "A relationship must name properties of one table."),
        ("", "{type: parent, to: people.id}", "relationship_type", "parent",
         "The only type of relationship is foreignKey."),
    ],
)  # fmt: skip
def test_what_leads_nowhere(tmp_path: Path, table: str, column: str, code: str, at: str, words: str) -> None:
    keys, (fault,) = read(tmp_path, table, column)
    assert keys == ()
    assert (fault.code, fault.message) == (f"contract.{code}", words)
    text = CONTRACT.format(table=table, column=column).split("\n")
    line = 8 if table else 10
    assert (fault.line, fault.column) == (line, text[line - 1].index(at) + 1)
