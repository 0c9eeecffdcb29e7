"""Rows at the edges of a contract: what its rules allow is reached, what they do not is named."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date

import pytest

from cfgovern.cohort.boundaries import edges
from cfgovern.cohort.edge import Turned, edge_rows
from cfgovern.cohort.rows import Rows
from cfgovern.contract.load import load_contract
from cfgovern.contract.model import Contract

AS_OF = date(2026, 10, 1)
CONTRACT = """\
apiVersion: v3.1.0
kind: DataContract
id: urn:example:garden
name: Garden
version: 1.0.0
status: active
schema:
  - name: beds
    properties:
      - name: bed_id
        logicalType: string
        primaryKey: true
        logicalTypeOptions: {pattern: '^B-[0-9]{2,5}$'}
      - name: soil
        logicalType: string
        required: true
        enum: [{value: clay}, {value: sand}, {value: loam}, {value: chalk}]
      - {name: light, logicalType: string, enum: [{value: sun}, {value: half}, {value: shade}]}
      - {name: wet, logicalType: boolean}
      - {name: width, logicalType: integer, required: true, logicalTypeOptions: {minimum: 1, maximum: 40}}
      - {name: dug_on, logicalType: date, logicalTypeOptions: {minimum: '2021-01-01'}}
      - {name: note, logicalType: string, logicalTypeOptions: {minLength: 2, maxLength: 50}}
  - name: plants
    properties:
      - name: bed_id
        logicalType: string
        primaryKey: true
        primaryKeyPosition: 1
        relationships: [{type: foreignKey, to: beds.bed_id}]
      - {name: place, logicalType: integer, primaryKey: true, primaryKeyPosition: 2}
      - {name: kind, logicalType: string, required: true, enum: [{value: bean}, {value: leek}, {value: kale}]}
      - {name: height, logicalType: number, logicalTypeOptions: {exclusiveMinimum: 0, maximum: 2.5}}
      - {name: state, logicalType: string, enum: [{value: sown}, {value: grown}]}
"""


@pytest.fixture(scope="module")
def contract(tmp_path_factory: pytest.TempPathFactory) -> Contract:
    path = tmp_path_factory.mktemp("garden") / "garden.odcs.yaml"
    path.write_text(CONTRACT)
    return load_contract(path)


def judged(rows: Rows, new: Collection[str]) -> Iterator[Turned]:
    """Keys and references; rules about a pair, a limit that needs room, a day, and two tables."""
    for name, key in (("beds", ("bed_id",)), ("plants", ("bed_id", "place"))):
        seen = [tuple(row[column] for column in key) for row in rows[name]]
        for number, one in enumerate(seen, start=1):
            if seen.count(one) > 1:
                yield Turned(name, number, key, f"{name}.unique")
    for number, bed in enumerate(rows["beds"], start=1):
        if bed["soil"] == "clay" and bed["light"] == "shade":
            yield Turned("beds", number, ("soil", "light"), "beds.no_clay_in_shade")
        if bed["width"] == "40" and bed["wet"] != "true":
            yield Turned("beds", number, ("width", "wet"), "beds.wide_is_wet")
        if bed["dug_on"] == AS_OF.isoformat():
            yield Turned("beds", number, ("dug_on",), "beds.not_today")
    beds = {bed["bed_id"]: bed for bed in rows["beds"]}
    for number, plant in enumerate(rows["plants"], start=1):
        if plant["bed_id"] not in beds:
            yield Turned("plants", number, ("bed_id",), "plants.bed")
        elif plant["kind"] == "kale" and beds[plant["bed_id"]]["width"] != "1":
            yield Turned("plants", number, ("kind",), "plants.kale_is_narrow", (("beds", "width"),))


@pytest.fixture(scope="module")
def made(contract: Contract) -> tuple[Rows, dict[str, object]]:
    rows, coverage = edge_rows(contract, as_of=AS_OF, accepted=judged)
    return rows, {one.table: one for one in coverage.tables} | {"lines": coverage.lines()}


def test_every_row_is_accepted(made: tuple[Rows, object]) -> None:
    assert list(judged(made[0], made[0])) == []


def test_nothing_is_missed(contract: Contract) -> None:
    _, coverage = edge_rows(contract, as_of=AS_OF, accepted=judged)
    assert [(one.codes.missed, one.limits.missed, one.pairs.missed) for one in coverage.tables] == [
        (0, 0, 0)
    ] * 2


def test_what_rules_exclude_is_counted_by_rule(contract: Contract) -> None:
    _, coverage = edge_rows(contract, as_of=AS_OF, accepted=judged)
    beds, plants = coverage.tables
    assert (beds.pairs.excluded, beds.limits.excluded) == (
        {"beds.no_clay_in_shade": 1},
        {"beds.not_today": 1},
    )
    assert (plants.pairs.excluded, plants.codes.excluded) == ({}, {})
    # soil 4, light 3 and empty, wet 2 and empty
    assert (beds.codes.possible, beds.pairs.possible) == (4 + 4 + 3, 4 * 4 + 4 * 3 + 4 * 3)
    lines = coverage.lines()
    assert "codes 11 of 11 (100 %)" in lines[0]
    assert "  beds: 1 pairs excluded by beds.no_clay_in_shade" in lines


def test_codes_limits_and_pairs_stand_in_the_rows(made: tuple[Rows, object]) -> None:
    beds = made[0]["beds"]
    assert {bed["width"] for bed in beds} >= {"1", "40"}
    assert {"", "2021-01-01"} <= {bed["dug_on"] for bed in beds}
    assert {2, 50} <= {len(bed["note"]) for bed in beds}
    assert {4, 7} <= {len(bed["bed_id"]) for bed in beds}
    assert {(bed["soil"], bed["wet"]) for bed in beds} == {
        (soil, wet) for soil in ("clay", "sand", "loam", "chalk") for wet in ("true", "false", "")
    }
    assert {"0.1", "2.5", ""} <= {plant["height"] for plant in made[0]["plants"]}


def test_the_same_rows_every_time(contract: Contract, made: tuple[Rows, object]) -> None:
    assert edge_rows(contract, as_of=AS_OF, accepted=judged)[0] == made[0]


def test_a_table_that_is_not_named_as_new_has_only_rows_that_were_let_pass(contract: Contract) -> None:
    passed: dict[str, list[dict[str, str]]] = {}

    def watching(rows: Rows, new: Collection[str]) -> Iterator[Turned]:
        assert set(new) == rows.keys() or {name: rows[name] for name in rows.keys() - set(new)} == {
            name: passed[name] for name in rows.keys() - set(new)
        }
        found = list(judged(rows, new))
        if not passed and not found:
            passed.update(rows)
        return iter(found)

    edge_rows(contract, as_of=AS_OF, accepted=watching)
    assert passed


def test_a_code_no_attempt_of_which_passes_is_excluded(contract: Contract) -> None:
    def no_leeks(rows: Rows, new: Collection[str]) -> Iterator[Turned]:
        for number, plant in enumerate(rows["plants"], start=1):
            if plant["kind"] == "leek":
                yield Turned("plants", number, ("kind",), "plants.no_leeks")

    _, coverage = edge_rows(contract, as_of=AS_OF, accepted=no_leeks)
    plants = coverage.tables[1]
    assert plants.codes.excluded == {"plants.no_leeks": 1}
    assert plants.pairs.excluded == {"plants.no_leeks": 3}


def test_edges_of_a_column(contract: Contract) -> None:
    found = {edge.column.name: edge for edge in edges(contract, contract.tables[0], AS_OF)}
    assert found["light"].codes == ("sun", "half", "shade", "")
    assert found["width"].limits == {"minimum": "1", "maximum": "40"}
    assert found["dug_on"].limits == {"empty": "", "first day": "2021-01-01", "last day": "2026-10-01"}
    assert [len(text) for text in found["note"].limits.values()] == [0, 2, 50]
    linked = edges(contract, contract.tables[1], AS_OF)[0]
    assert (linked.codes, linked.limits) == ((), {})
