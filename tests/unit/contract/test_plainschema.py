"""The quick look at a contract says yes only where jsonschema does, and to every sound contract."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cfgovern import api, content
from cfgovern.contract.plainschema import keeps
from cfgovern.contract.schemas import ODCS_VERSIONS
from tests.conftest import examples

DRAFT = "https://json-schema.org/draft/2019-09/schema"
NAMES = st.sampled_from(["a", "b", "c"])
SCALARS = st.sampled_from([None, True, False, 0, 1, 1.0, 2, 1.5, "", "a", "ab", "1"])
DATA = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=3),
    max_leaves=8,
)
TYPES = st.sampled_from(["object", "array", "string", "boolean", "null", "number", "integer"])


def _schemas(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    several = st.lists(inner, min_size=1, max_size=3)
    words: dict[str, st.SearchStrategy[Any]] = {
        "type": TYPES | st.lists(TYPES, min_size=1, max_size=2, unique=True),
        "const": SCALARS,
        "enum": st.lists(SCALARS, min_size=1, max_size=3),
        "required": st.lists(NAMES, max_size=2, unique=True),
        "pattern": st.sampled_from(["a", "^a$", "b"]),
        "minItems": st.integers(0, 2),
        "maxItems": st.integers(0, 2),
        "minimum": st.integers(0, 2),
        "exclusiveMinimum": st.integers(0, 2),
        "properties": st.dictionaries(NAMES, inner, max_size=3),
        "additionalProperties": inner,
        "unevaluatedProperties": inner,
        "items": inner,
        "allOf": several,
        "anyOf": several,
        "oneOf": several,
        "not": inner,
        "if": inner,
        "then": inner,
        "else": inner,
        "title": st.just("T"),
        "$ref": st.just("#/$defs/named"),
    }
    return st.fixed_dictionaries({}, optional=words).flatmap(
        lambda made: st.lists(st.sampled_from(sorted(made) or [""]), max_size=4, unique=True).map(
            lambda kept: {word: made[word] for word in kept if word in made}
        )
    )


SCHEMAS = st.recursive(st.booleans() | _schemas(st.booleans()), _schemas, max_leaves=6)
NAMED = st.booleans() | _schemas(st.booleans()).filter(lambda made: "$ref" not in made)


@settings(deadline=None, max_examples=examples(200))
@given(schema=SCHEMAS.filter(lambda made: isinstance(made, dict)), named=NAMED, data=DATA)
def test_it_judges_as_jsonschema(schema: dict[str, Any], named: Any, data: Any) -> None:
    whole = {"$schema": DRAFT, "$defs": {"named": named}, **schema}
    assert keeps(data, whole) == jsonschema.Draft201909Validator(whole).is_valid(data)


@pytest.mark.parametrize(
    ("schema", "data"),
    [
        ({"patternProperties": {"^a": True}}, {"a": 1}),
        ({"items": [True]}, [1]),
        ({"const": {"a": 1}}, {"a": 1}),
        ({"enum": [["a"]]}, ["a"]),
        ({"uniqueItems": True}, [1, 2]),
        ({"$ref": "other.json"}, 1),
        ({"$ref": "#/$defs/none"}, 1),
        ({"$schema": "https://json-schema.org/draft/2020-12/schema"}, 1),
    ],
)
def test_what_it_does_not_know_is_left_to_jsonschema(schema: Any, data: Any) -> None:
    assert not keeps(data, {"$schema": DRAFT, **schema})


@pytest.mark.parametrize(("data", "alike"), [(["a", "b"], False), (["a", "a"], True), ("aa", False)])
def test_entries_that_must_differ(data: Any, alike: bool) -> None:
    assert keeps(data, {"$schema": DRAFT, "uniqueItems": True}) != alike
    assert keeps(data, {"$schema": DRAFT, "uniqueItems": False})


@pytest.mark.parametrize("version", ODCS_VERSIONS)
def test_it_knows_every_word_that_a_sound_contract_meets(version: str) -> None:
    file = content.file("schemas", "odcs", f"odcs-json-schema-{version}.json")
    schema = json.loads(file.read_text(encoding="utf-8"))
    contract = api.load_contract().document.data
    assert keeps({**contract, "apiVersion": version}, schema)
    assert not keeps({**contract, "apiVersion": version, "zebra": 1}, schema)


def test_a_sound_contract_needs_no_jsonschema() -> None:
    program = """
import sys
from cfgovern import api
from cfgovern.contract.schemas import odcs_faults
assert odcs_faults(api.load_contract().document) == []
assert "jsonschema" not in sys.modules
"""
    subprocess.run([sys.executable, "-c", program], check=True, timeout=60)
