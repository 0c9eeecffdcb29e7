"""The JSON Schema of a table says what the contract says of one record, and judges as jsonschema does."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from cfgovern.contract.load import load_contract
from cfgovern.contract.records import Judge, Number, plain, table_schema
from tests.unit.contract.nesting import loaded
from tests.unit.contract.small import AREAS, SMALL

COLUMNS = """\
apiVersion: v3.1.0
kind: DataContract
id: urn:example:kinds
name: Kinds
version: 1.0.0
status: draft
schema:
  - name: kinds
    properties:
      - {name: whole, logicalType: integer, required: true,
         logicalTypeOptions: {minimum: 1, exclusiveMaximum: 9}}
      - {name: step, logicalType: number, logicalTypeOptions: {multipleOf: 0.1}}
      - {name: yes, logicalType: boolean}
      - {name: day, logicalType: date}
      - {name: written_day, logicalType: date, logicalTypeOptions: {format: dd/MM/yyyy}}
      - {name: moment, logicalType: timestamp}
      - {name: mail, logicalType: string,
         logicalTypeOptions: {format: email, pattern: example, maxLength: 20}}
      - {name: rank, logicalType: integer, enum: [{value: '1'}, {value: '2'}]}
      - {name: slow, logicalType: string, logicalTypeOptions: {pattern: '^(a+)+$'}}
      - {name: figures, logicalType: string, logicalTypeOptions: {pattern: '^\\d+$'}}
"""


def schema(folder: Path, text: str = COLUMNS, table: int = 0) -> dict[str, Any]:
    (folder / "code-lists").mkdir(exist_ok=True)
    (folder / "code-lists" / "areas.csv").write_text(AREAS)
    (folder / "c.odcs.yaml").write_text(text)
    contract = load_contract(folder / "c.odcs.yaml")
    made = table_schema(contract, contract.tables[table])
    jsonschema.Draft202012Validator.check_schema(made)
    return made


def test_the_schema_of_a_table(tmp_path: Path) -> None:
    made = schema(tmp_path, SMALL)
    assert made["required"] == ["person_id"] and made["additionalProperties"] is False
    assert set(made["properties"]) == {"person_id", "born", "seen", "score", "area"}  # unit is not collected
    assert made["properties"]["person_id"] == {
        "type": "string", "minLength": 6, "maxLength": 6, "pattern": "^P-[0-9]{4}$"
    }  # fmt: skip
    assert made["properties"]["area"]["anyOf"] == [
        {"type": "string", "enum": ["A1", "A2"]}, {"enum": ["9", None]}
    ]  # fmt: skip
    assert made["properties"]["born"]["anyOf"][0] == {"type": "string", "format": "date"}


GOOD = [
    ("whole", 1), ("whole", 8), ("step", 0.3), ("step", 1), ("yes", False), ("day", "2026-02-28"),
    ("written_day", "28/02/2026"), ("moment", "2026-02-28"), ("moment", "2026-02-28T10:05:00Z"),
    ("mail", "a@example.org"), ("rank", 2), ("slow", "b"), ("figures", "12"),
    ("step", None), ("step", ""), ("day", " "), ("day", "\u200b"),
]  # fmt: skip
BAD = [
    ("whole", 0), ("whole", 9), ("whole", "1"), ("whole", 1.5), ("whole", True), ("step", 0.25),
    ("step", "0.1"), ("yes", "true"), ("yes", 1), ("day", "2026-02-30"), ("day", "20260228"),
    ("day", 20260228), ("written_day", "2026-02-28"), ("moment", "28/02/2026"), ("mail", "a@b.org"),
    ("mail", "example"), ("mail", "a@example.organisation.org"), ("rank", 3), ("rank", "1"), ("figures", "a"),
    ("figures", "\u0663"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "value", "fits"), [*((*one, True) for one in GOOD), *((*one, False) for one in BAD)]
)
def test_values_that_fit_and_that_do_not(tmp_path: Path, name: str, value: object, fits: bool) -> None:
    judge = Judge(json.dumps(schema(tmp_path)))
    read = Number(json.dumps(value)) if type(value) in (int, float) else value
    for _ in range(2):  # as it is judged, and as it is remembered
        assert list(judge.misfits({name: read})) == ([] if fits else [name])


def test_what_looks_alike_is_not_remembered_as_one(tmp_path: Path) -> None:
    judge = Judge(json.dumps(schema(tmp_path)))
    for value, fits in ((Number("1"), True), ("1", False), (True, False), (Number("1.0"), True)):
        assert list(judge.misfits({"rank": value})) == ([] if fits else ["rank"])


def test_a_number_beyond_all_measure_is_left_to_the_other_checks(tmp_path: Path) -> None:
    judge = Judge(json.dumps(schema(tmp_path)))
    assert list(judge.misfits({"step": Number("1e9999999999999999999"), "unknown": "x"})) == []


@pytest.mark.parametrize(("written", "told"), [("1", "1"), ("1.0", "1"), ("1.50", "1.5"), ("1e-3", "0.001")])
def test_numbers_without_exponent_and_needless_noughts(written: str, told: str) -> None:
    assert plain(written) == told


def test_of_a_nested_column_the_schema_says_what_it_is_and_nothing_of_its_inside(tmp_path: Path) -> None:
    contract = loaded(tmp_path)
    parcels, stops = (table_schema(contract, table) for table in contract.tables)
    assert parcels["properties"]["contents"] == {"type": "array"} and "contents" in parcels["required"]
    assert parcels["properties"]["sender"] == {"anyOf": [{"type": "object"}, {"enum": [None]}]}
    kinds = {name: stops["properties"][name]["anyOf"][0] for name in ("marks", "place")}
    assert kinds == {"marks": {"type": "object"}, "place": {"type": "array"}}
