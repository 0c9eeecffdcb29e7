"""The JSON Schemas in ``schemas/`` are those of the programme's contract."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest

from cfgovern import api
from cfgovern.contracts.export import json_schemas
from cfgovern.errors import UsageError
from tests.unit.contract.small import AREAS, SMALL

KEPT = Path(__file__).parents[3] / "schemas" / "changing-futures" / "json-schema"


def test_the_exported_schemas_are_current() -> None:
    made = json_schemas(api.load_contract())
    kept = {path.name: path.read_text(encoding="utf-8") for path in KEPT.glob("*.json")}
    assert kept == made, (
        "run: cfgovern contract export jsonschema --output schemas/changing-futures/json-schema"
    )
    for text in made.values():
        jsonschema.Draft202012Validator.check_schema(json.loads(text))


def test_one_table_alone() -> None:
    assert list(api.export_json_schemas(table="agreements")) == ["agreements.schema.json"]
    with pytest.raises(UsageError) as refused:
        api.export_json_schemas(table="agreement")
    assert refused.value.code == "table.unknown"
    assert "contract show" in refused.value.fix


def test_a_table_that_no_file_can_be_called_after(tmp_path: Path) -> None:
    path = tmp_path / "c.odcs.yaml"
    (tmp_path / "code-lists").mkdir()
    (tmp_path / "code-lists" / "areas.csv").write_text(AREAS)
    path.write_text(
        SMALL.replace("- name: areas", "- name: ../areas").replace("areas.area_code", "../areas.area_code")
    )
    with pytest.raises(UsageError) as refused:
        api.export_json_schemas(path)
    assert refused.value.code == "table.file_name"


@pytest.mark.parametrize(
    ("pattern", "kept"),
    [
        (r"^[A-Z]{2}-\d+\.(?:a|b)$", True),
        (r"^\w+\x2d$", True),
        (r"^\\A[\[:]$", True),
        ("(?i)^ab$", False),
        ("^(?P<area>ab)$", False),
        ("^[[:alpha:]]+$", False),
        (r"\Aab\z", False),
        (r"^\pN$", False),
        (r"^\p{Lu}$", False),
        ("^[]a]$", False),
    ],
)
def test_a_pattern_that_other_programs_do_not_know_is_left_out_and_told(
    tmp_path: Path, pattern: str, kept: bool
) -> None:
    path = tmp_path / "c.odcs.yaml"
    options = json.dumps({"pattern": pattern})
    path.write_text(
        "apiVersion: v3.1.0\nkind: DataContract\nid: urn:example:c\nname: C\nversion: 1.0.0\nstatus: active\n"
        "schema:\n  - name: t\n    properties:\n"
        f"      - {{name: a, logicalType: string, required: true, logicalTypeOptions: {options}}}\n"
        f"      - {{name: b, logicalType: string, logicalTypeOptions: {options}}}\n"
    )
    (text,) = api.export_json_schemas(path).values()
    schema = json.loads(text)
    value = schema["properties"]["a"]
    assert value.get("pattern") == (pattern if kept else None)
    assert ("pattern" in schema["properties"]["b"]["anyOf"][0]) is kept
    assert schema["$comment"].endswith("the patterns of a, b.") is not kept
    if kept:
        jsonschema.Draft202012Validator.check_schema(schema)
