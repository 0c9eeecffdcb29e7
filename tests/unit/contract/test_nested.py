"""A column within a column is kept as it is, and is refused where an identifier could hide in it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from cfgovern.api import lint_contract, lint_notes, load_contract
from cfgovern.contract.load import read_contract
from cfgovern.contract.nested import NESTED_TYPES
from cfgovern.yamlfile import load
from tests.unit.contract.nesting import loaded, nesting
from tests.unit.contract.small import small

ARTICLE = "{name: article, logicalType: string, required: true}"
WEIGHT = "{name: weight, logicalType: number}"
SENDER = "{name: sender, physicalType: integer, properties: [{name: firm, logicalType: string}]}"
REQUIRED = "        required: true\n"


def test_a_column_that_holds_others_is_one_column_of_its_type(tmp_path: Path) -> None:
    parcels, stops = loaded(tmp_path).tables
    held = [*parcels.columns[3:], *stops.columns[2:]]
    assert [(column.name, column.kind, column.type) for column in held] == [
        ("contents", "array", "string"),
        ("sender", "object", "string"),
        ("marks", "map", "string"),
        ("place", "vector", "string"),
    ]
    assert {column.kind for column in held} == set(NESTED_TYPES)
    contents = held[0]
    assert contents.required and contents.nested
    assert json.loads(contents.nested.inside).keys() == {"items", "logicalTypeOptions"}
    assert all(column.kind == column.type for column in parcels.columns[:3])


def test_rules_that_read_it_are_marked_and_no_others(tmp_path: Path) -> None:
    contract = loaded(tmp_path)
    unseen = {f"{table.name}.{rule.id}" for table in contract.tables for rule in table.rules if rule.unseen}
    assert unseen == {"parcels.full", "parcels.alike", "parcels.right", "stops.lost"}
    assert all(rule.judged != rule.unseen for table in contract.tables for rule in table.rules)


def test_it_is_no_fault_and_is_told(tmp_path: Path) -> None:
    path = nesting(tmp_path)
    assert lint_contract(path) == []
    lines = path.read_text(encoding="utf-8").splitlines()
    notes = [(note.code, lines[note.line - 1].strip()[:14]) for note in lint_notes(path)]
    assert notes == [
        ("contract.reads_inside", "- {id: full, t"),
        ("contract.reads_inside", "- {id: alike, "),
        ("contract.inside", "- name: conten"),
        ("contract.reads_inside", "- {id: right, "),
        ("contract.inside", "- {name: sende"),
        ("contract.reads_inside", "- {id: lost, t"),
        ("contract.inside", "- {name: marks"),
        ("contract.inside", "- {name: place"),
    ]


@pytest.mark.parametrize(
    ("place", "name", "value"),
    [
        (ARTICLE, "cfgovernIdentifier", "nhs_number"),
        (ARTICLE, "cfgovernRole", "direct_identifier"),
        (ARTICLE, "cfgovernNobodyKnows", "x"),
        ("{logicalType: boolean}", "cfgovernRole", "sensitive"),
        ("{name: contents, logicalType: integer}", "cfgovernRole", "operational"),
        (SENDER, "cfgovernIdentifier", "full_name"),
        (WEIGHT, "cfgovernRole", "operational"),
        ("{id: over, ", "cfgovernRole", "operational"),
    ],
)
def test_it_is_refused_in_a_contract_that_has_a_property_of_ours(
    tmp_path: Path, place: str, name: str, value: str
) -> None:
    ours = f"{{customProperties: [{{property: {name}, value: {value}}}], "
    path = nesting(tmp_path, (place, ours + place[1:]))
    found = [fault for fault in lint_contract(path) if fault.code == "contract.nested_type"]
    assert len(found) == 4
    assert all("an identifier could hide inside it" in fault.message and fault.fix for fault in found)
    assert "contract.inside" not in {note.code for note in lint_notes(path)}


def test_it_is_refused_beside_the_columns_of_a_programme(tmp_path: Path) -> None:
    path = small(tmp_path, ("{name: area_code, logicalType: string", "{name: area_code, items: {}"))
    assert "contract.nested_type" in {fault.code for fault in read_contract(load(path))[1]}


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (REQUIRED, "        unique: true\n"),
        (REQUIRED, "        primaryKey: true\n"),
        (REQUIRED, "        relationships: [{to: stops.stop_id}]\n"),
        (WEIGHT, f"{WEIGHT[:-1]}, relationships: [{{to: parcels.contents}}]}}"),
    ],
)
def test_rows_do_not_go_by_it(tmp_path: Path, old: str, new: str) -> None:
    faults = lint_contract(nesting(tmp_path, (old, new)))
    assert [fault.code for fault in faults] == ["contract.nested_key"]
    assert "only its text could be compared" in faults[0].message


def test_a_contract_without_one_is_read_as_before(tmp_path: Path) -> None:
    path = small(tmp_path)
    assert not any(column.nested for table in load_contract(path).tables for column in table.columns)
