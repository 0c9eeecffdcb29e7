"""JSON Schema in plain words: one mistake one fault, exact places, the same verdict as jsonschema."""

from __future__ import annotations

import copy
import json
import time
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import cfgovern.content as content
from cfgovern.contract.plainschema import keeps
from cfgovern.contract.schemas import check_machine, odcs_faults, validate
from cfgovern.errors import InternalFault
from cfgovern.yamlfile import loads
from tests.conftest import examples

CONTRACT = """\
apiVersion: v3.1.0
kind: DataContract
id: urn:example:mini
name: Mini
version: 1.0.0
status: draft
servers:
  - {server: local, type: local, path: "./x.csv", format: csv}
team: {name: data team, members: [{username: lead@example.org, role: data lead}]}
roles: [{role: submitter, access: write}]
slaProperties: [{property: frequency, value: 1, unit: q, element: people.start}]
schema:
  - name: people
    physicalType: table
    quality:
      - {id: order, type: sql, query: SELECT count(*) FROM people, mustBe: 0}
      - {id: rows, metric: rowCount, mustBeGreaterThan: 0}
    properties:
      - name: person_id
        logicalType: string
        required: true
        logicalTypeOptions: {pattern: '^CF-[0-9]{8}$', maxLength: 11}
        classification: confidential
      - name: area
        logicalType: string
        relationships: [{type: foreignKey, to: areas.area_code}]
      - {name: start, logicalType: date, logicalTypeOptions: {format: yyyy-MM-dd}}
      - {name: score, logicalType: integer, logicalTypeOptions: {minimum: 0, maximum: 48}}
    customProperties: [{property: cfgovernRoute, value: payload}]
  - name: areas
    relationships: [{from: areas.area_code, to: people.area}]
    properties: [{name: area_code, logicalType: string, unique: true}]
"""


def faults_of(*changes: tuple[str, str], version: str = "v3.1.0") -> list[Any]:
    text = CONTRACT.replace("v3.1.0", version)
    for old, new in changes:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    return odcs_faults(loads(text, "x.yaml"))


@pytest.mark.parametrize("version", ["v3.1.0", "v3.2.0"])
def test_a_good_contract_has_no_fault(version: str) -> None:
    assert faults_of(version=version) == []


# What is changed into what; the mark ^ stands before the place that the fault must name.
MISTAKES = [
    (
        "        required: true",
        "        ^requried: true",
        '"requried" is not a key that may stand here. Did you mean "required"?',
    ),
    ("required: true", "required: ^'yes'", '"required" must be true or false, not text.'),
    ("version: 1.0.0", "version: ^1.0", '"version" must be text, not a number. Put it in quotation marks.'),
    (
        "version: 1.0.0",
        "^verison: 1.0.0",
        '"verison" is not a key that may stand here. Did you mean "version"?',
    ),
    ("apiVersion: v3.1.0", "apiVersion: ^v2.2.2", '"apiVersion" must be one of: v3.1.0, v3.2.0.'),
    ("apiVersion: v3.1.0\n", "^", 'The key "apiVersion" is missing.'),
    (
        "apiVersion: v3.1.0",
        "^apiversion: v3.1.0",
        '"apiversion" is not a key that may stand here. Did you mean "apiVersion"?',
    ),
    (
        "kind: DataContract",
        "kind: ^dataContract",
        '"kind" must be one of: DataContract. Did you mean "DataContract"?',
    ),
    ("0, maximum", "0, ^maxmum", '"maxmum" is not a key that may stand here. Did you mean "maximum"?'),
    ("minimum: 0", "minimum: ^0.50", '"minimum" must be a number, not text. Write it as a plain number'),
    ("maxLength: 11", "^maximum: 11", '"maximum" is not a key that may stand here. Known here: minLength'),
    ("maxLength: 11", "maxLength: ^-1", '"maxLength" must be 0 or more.'),
    (
        "{name: start, logicalType: date,",
        "{name: start, logicalType: ^dat,",
        '"logicalType" must be one of: string, date, timestamp, time, number, integer, object, array'
        ' or 1 more. Did you mean "date"?',
    ),
    ("logicalType: date, logical", "^logical", '"logicalTypeOptions" needs "logicalType" beside it.'),
    ("to: areas.area_code", "to: ^area_code", '"to" is not written as it should be. It should be: '),
    (
        "to: areas.area_code",
        "to: ^5",
        '"to" must be text or a list, not a number. Put it in quotation marks.',
    ),
    ("{type: foreignKey,", "{^from: people.area,", '"from" is not a key that may stand here.'),
    ("format: csv", "format: csv, ^delimiter: x", 'With this "type" there cannot be: "delimiter".'),
    ("format: csv", "format: csv, ^zebra: x", '"zebra" is not a key that may stand here.'),
    ("format: csv", "^fromat: csv", '"fromat" is not a key that may stand here. Did you mean "format"?'),
    ("type: local", "type: ^locla", '"type" must be one of: api'),
    ("type: local", "^tpye: local", '"tpye" is not a key that may stand here. Did you mean "type"?'),
    (
        "type: sql, query",
        "^query",
        'The key "type" is missing; it decides whether these may stand here: "query", "mustBe".',
    ),
    ("type: sql", "^tpye: sql", '"tpye" is not a key that may stand here. Did you mean "type"?'),
    ("type: sql", "type: ^sqll", '"type" must be one of: text, library, sql, custom. Did you mean "sql"?'),
    ("mustBe: 0}", "^mustBee: 0}", '"mustBee" is not a key that may stand here. Did you mean "mustBe"?'),
    ("metric: rowCount", "metric: ^rowCuont", '"metric" must be one of: nullValues'),
    ("members: [{", "^memebrs: [{", '"memebrs" is not a key that may stand here. Did you mean "members"?'),
    ("role: data lead", "^rloe: data lead", '"rloe" is not a key that may stand here. Did you mean "role"?'),
    ("value: payload", "^valeu: payload", '"valeu" is not a key that may stand here. Did you mean "value"?'),
    (
        "[{property: cfgovernRoute, value: payload}]",
        "[^{property: cfgovernRoute}]",
        'The key "value" is missing in entry 1 of "customProperties".',
    ),
    (
        "[{name: area_code",
        "[{^nmae: area_code",
        '"nmae" is not a key that may stand here. Did you mean "name"?',
    ),
]


@pytest.mark.parametrize(("old", "new", "message"), MISTAKES)
def test_one_mistake_gives_one_fault(old: str, new: str, message: str) -> None:
    before, _, _ = (CONTRACT[: CONTRACT.index(old)] + new).rpartition("^")
    (fault,) = faults_of((old, new.replace("^", "")))
    assert f"{fault.message} {fault.fix}".startswith(message)
    assert (fault.line, fault.column) == (before.count("\n") + 1, len(before) - before.rfind("\n"))
    assert fault.code.startswith("odcs.")
    assert len(str(fault)) < 400


@pytest.mark.parametrize(
    ("old", "new", "place", "message"),
    [
        (", mustBe: 0}", "}", (16, 9), 'Entry 1 of "quality" must hold one of: mustBe, mustNotBe, '),
        (
            "mustBe: 0}",
            "mustBe: 0, mustNotBe: 3}",
            (16, 9),
            'Entry 1 of "quality" can hold only one of: mustBe, mustNotBe.',
        ),
        ("version: 1.0.0\n", "", (1, 1), 'The key "version" is missing.'),
        (
            "{name: area_code",
            "{id: area_code",
            (32, 18),
            'The key "name" is missing in entry 1 of "properties".',
        ),
        (
            CONTRACT[CONTRACT.index("team: {") : CONTRACT.index("roles:")],
            "team: 3\n",
            (9, 7),
            '"team" must be keys and values or a list, not a number.',
        ),
        (
            "[{name: area_code, logicalType: string, unique: true}]",
            "{name: area_code}",
            (32, 17),
            '"properties" must be a list, not keys and values.',
        ),
    ],
)
def test_faults_of_an_entry_as_a_whole(old: str, new: str, place: tuple[int, int], message: str) -> None:
    (fault,) = faults_of((old, new))
    assert fault.message.startswith(message)
    assert (fault.line, fault.column) == place


def test_every_fault_at_once_in_the_order_of_the_file() -> None:
    faults = faults_of(
        ("status: draft", "status: 1"),
        ("mustBe: 0}", "mustBee: 0}"),
        ("unique: true", "unique: 3, uniqeu: 4"),
    )
    assert [(fault.code, fault.line) for fault in faults] == [
        ("odcs.type", 6),
        ("odcs.unknown", 16),
        ("odcs.type", 32),
        ("odcs.unknown", 32),
    ]


def test_enum_of_version_3_2_is_unknown_to_3_1() -> None:
    change = ("{name: score, ", "{name: score, enum: [{value: '1', label: One}], ")
    assert faults_of(change, version="v3.2.0") == []
    assert [fault.code for fault in faults_of(change)] == ["odcs.unknown"]


def test_no_value_is_in_a_fault() -> None:
    changes = (
        ("version: 1.0.0", "version: [SECRET]"),
        ("classification: confidential", "classification: {SECRET: SECRET}"),
        ("to: areas.area_code", "to: SECRET SECRET"),
        ("mustBeGreaterThan: 0", "mustBeGreaterThan: SECRET"),
        ("type: local", "type: SECRET"),
    )
    faults = faults_of(*changes)
    assert len(faults) == len(changes)
    assert "SECRET" not in " ".join(map(str, faults))


def test_a_contract_that_is_a_list() -> None:
    (fault,) = odcs_faults(loads("- a", "x.yaml"))
    assert fault.message == "A contract must hold keys and values, not a list."


# --- the same verdict as jsonschema ---------------------------------------------------------


def official(version: str) -> Any:
    file = content.file("schemas", "odcs", f"odcs-json-schema-{version}.json")
    return json.loads(file.read_text(encoding="utf-8"))


def _places(tree: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    entries = tree.items() if isinstance(tree, dict) else enumerate(tree) if isinstance(tree, list) else ()
    return [(*path, key) for key, _ in entries] + [
        inner for key, value in entries for inner in _places(value, (*path, key))
    ]


KEYS = [
    *("type", "name", "mustBe", "mustNotBe", "logicalType", "logicalTypeOptions", "minimum", "metric"),
    *(
        "query",
        "from",
        "to",
        "engine",
        "implementation",
        "host",
        "database",
        "zebra",
        "enum",
        "unit",
        "format",
    ),
]
VALUES: list[Any] = [
    *(0, 1.5, True, None, "", "string", "integer", "date", "library", "sql", "custom", "postgres"),
    *("rowCount", "a.b", [], {}, ["a.b"], [{"name": "x"}], {"minimum": 1}, {"format": "x"}),
]
BASE = loads(CONTRACT, "x").data
PLACES = _places(BASE)
STOCK = {v: jsonschema.Draft201909Validator(official(v)) for v in ("v3.1.0", "v3.2.0")}


@settings(deadline=None, max_examples=examples(300))
@given(
    changes=st.lists(
        st.tuples(
            st.sampled_from(PLACES),
            st.sampled_from(["delete", "set", "add"]),
            st.sampled_from(KEYS),
            st.sampled_from(VALUES),
        ),
        max_size=4,
    ),
    version=st.sampled_from(sorted(STOCK)),
)
def test_verdict_agrees_with_jsonschema(changes: list[tuple[Any, str, str, Any]], version: str) -> None:
    data = copy.deepcopy(BASE)
    for path, what, key, value in changes:
        _change(data, path, what, key, value)
    if isinstance(data.get("apiVersion"), str) and "apiVersion" in data:
        data["apiVersion"] = version
    found = validate(data, official(version))
    assert bool(found) != STOCK[version].is_valid(data)
    assert not (found and keeps(data, official(version)))
    for path, message in found:
        assert _exists(data, path) or _exists(data, path[:-1])
        assert message.endswith((".", "?", ")"))


def _change(data: Any, path: tuple[Any, ...], what: str, key: str, value: Any) -> None:
    for step in path[:-1]:
        try:
            data = data[step]
        except (KeyError, IndexError, TypeError):
            return
    try:
        old = data[path[-1]]
    except (KeyError, IndexError, TypeError):
        return
    if what == "delete":
        del data[path[-1]]
    elif what == "set":
        data[path[-1]] = copy.deepcopy(value)
    elif isinstance(old, dict):
        old[key] = copy.deepcopy(value)


def _exists(data: Any, path: tuple[Any, ...]) -> bool:
    for step in path:
        try:
            data = data[step]
        except (KeyError, IndexError, TypeError):
            return False
    return True


@pytest.mark.parametrize(
    ("schema", "good", "bad"),
    [
        ({"properties": {"a": True}, "patternProperties": {"^x": True}, "unevaluatedProperties": False},
         {"a": 1, "xy": 2}, {"b": 1}),
        ({"dependentSchemas": {"a": {"properties": {"b": True}}}, "properties": {"a": True},
          "unevaluatedProperties": False}, {"a": 1, "b": 2}, {"b": 2}),
        ({"if": {"properties": {"a": {"const": 1}}, "required": ["a"]}, "then": {"properties": {"b": True}},
          "else": {"properties": {"c": True}}, "properties": {"a": True}, "unevaluatedProperties": False},
         {"a": 2, "c": 1}, {"a": 1, "c": 1}),
        ({"anyOf": [{"properties": {"a": {"type": "string"}}}, {"properties": {"b": {"type": "string"}}}],
          "unevaluatedProperties": False}, {"a": "x", "b": "x"}, {"a": "x", "b": 1}),
        ({"additionalProperties": {"type": "string"}}, {"a": "x"}, {"a": 1}),
        ({"unevaluatedProperties": {"type": "string"}}, {"a": "x"}, {"a": 1}),
        ({"properties": {"a": True}, "patternProperties": {"^x": True}, "additionalProperties": False},
         {"a": 1, "x1": 1}, {"y": 1}),
        ({"properties": {"a": {"type": "array", "uniqueItems": True, "maxItems": 2}}},
         {"a": [1]}, {"a": [1, 1]}),
        ({"properties": {"a": False}}, {}, {"a": 1}),
        ({"properties": {"a": {"const": 3}}}, {"a": 3}, {"a": 4}),
    ],
)  # fmt: skip
@pytest.mark.parametrize("draft", ["2019-09", "2020-12"])
def test_replaced_keywords_judge_as_jsonschema(schema: Any, good: Any, bad: Any, draft: str) -> None:
    schema = {"$schema": f"https://json-schema.org/draft/{draft}/schema", **schema}
    stock = jsonschema.validators.validator_for(schema)(schema)
    for data in (good, bad):
        assert bool(validate(data, schema)) != stock.is_valid(data)
    assert validate(bad, schema)


@pytest.mark.parametrize(
    ("schema", "data", "message"),
    [
        ({"minItems": 2}, [1], "The file must have 2 entries or more."),
        ({"items": {"maxLength": 2}}, ["abc"], "Entry 1 of the file must have 2 characters or fewer."),
        ({"minimum": 2}, 1, "The file must be 2 or more."),
        ({"exclusiveMaximum": 2}, 2, "The file must be less than 2."),
        ({"multipleOf": 2}, 3, "The file must be a multiple of 2."),
        ({"maxProperties": 0}, {"a": 1}, "The file must have 0 keys or fewer."),
        ({"anyOf": [{"required": ["a"]}, {"required": ["b"]}]}, {}, "The file must hold one of: a, b."),
        ({"oneOf": [{"minimum": 1}, {"minimum": 2}]}, 3, "The file fits more than one allowed form."),
        ({"contains": {"const": 1}}, [2], "The file is not as it should be."),
    ],
)
def test_words(schema: Any, data: Any, message: str) -> None:
    assert [said for _, said in validate(data, schema)] == [message]


def test_no_reference_is_fetched(monkeypatch: pytest.MonkeyPatch) -> None:
    import urllib.request

    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a reference was fetched")

    monkeypatch.setattr(urllib.request, "urlopen", refuse)
    with pytest.raises(InternalFault):
        validate({}, {"$ref": "https://example.org/schema.json"})


# --- machine documents ----------------------------------------------------------------------


def test_machine_documents(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "schemas" / "machine"
    folder.mkdir(parents=True)
    schema = {
        "type": "object",
        "properties": {"counts": {"type": "array", "items": {"type": "integer"}}},
        "required": ["counts"],
        "additionalProperties": False,
    }
    (folder / "thing.schema.json").write_text(json.dumps(schema))
    content.use_pack(tmp_path)
    try:
        assert check_machine("thing", {"counts": [1, 2]}) == []
        assert check_machine("thing", {"counts": [1, "SECRET"]}) == [
            'counts/1: Entry 2 of "counts" must be a whole number, not text.'
        ]
        assert check_machine("thing", {}) == ['counts: The key "counts" is missing.']
        assert check_machine("thing", 3) == ["(document): The file must be keys and values, not a number."]
    finally:
        content.use_pack(None)


def test_a_missing_schema_is_a_fault_of_ours() -> None:
    with pytest.raises(InternalFault):
        check_machine("nothing-of-this-name", {})


# --- speed ----------------------------------------------------------------------------------


def test_three_thousand_lines_are_checked_within_a_second() -> None:
    column = """\
      - name: column_{}
        businessName: A column
        logicalType: string
        required: true
        logicalTypeOptions: {{minLength: 1, maxLength: 40}}
        examples: [AB123456]
        customProperties:
          - {{property: cfgovernConcept, value: thing}}
          - property: cfgovernRole
            value: [sensitive]
"""
    text = CONTRACT + "  - name: wide\n    properties:\n" + "".join(column.format(i) for i in range(300))
    document = loads(text, "x.yaml")
    assert len(text.splitlines()) > 3000
    best = min(_timed(document) for _ in range(3))
    # Measured 0.03 s on a busy machine (0.2 s where jsonschema has to judge).
    assert best < 1


def _timed(document: Any) -> float:
    start = time.process_time()
    assert odcs_faults(document) == []
    return time.process_time() - start
