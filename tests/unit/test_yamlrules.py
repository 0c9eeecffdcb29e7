"""Rules by name: put in their places at every depth, and what stands under which rule."""

from __future__ import annotations

import pytest

from cfgovern.yamlrules import needs_words, resolved, values

WORDS = {
    "id": {"type": "string", "regex": "[a-z]+", "meta": {"means": "small letters", "refers": "body"}},
    "ids": {"type": "list", "schema": "id"},
}


@pytest.mark.parametrize(
    ("rule", "whole"),
    [
        ("id", WORDS["id"]),
        ("ids", {"type": "list", "schema": WORDS["id"]}),
        ({"is": "id", "required": True}, {**WORDS["id"], "required": True}),
        (
            {"is": "id", "meta": {"means": "a name"}},
            {**WORDS["id"], "meta": {"means": "a name", "refers": "body"}},
        ),
        ({"type": "dict", "schema": {"a": "id"}}, {"type": "dict", "schema": {"a": WORDS["id"]}}),
        ({"type": "dict", "valuesrules": "id"}, {"type": "dict", "valuesrules": WORDS["id"]}),
        ({"type": "dict", "keysrules": "id"}, {"type": "dict", "keysrules": WORDS["id"]}),
        ({"anyof": ["id", {"type": "integer"}]}, {"anyof": [WORDS["id"], {"type": "integer"}]}),
        (
            {"type": ["string", "list"], "schema": "id"},
            {"type": ["string", "list"], "schema": WORDS["id"]},
        ),
    ],
)
def test_a_name_becomes_the_rule(rule: object, whole: object) -> None:
    assert needs_words(rule)
    assert resolved(rule, WORDS) == whole
    assert not needs_words(whole)


def test_each_value_with_its_place_and_rule() -> None:
    rule = resolved({"type": "dict", "schema": {"own": "id", "more": "ids", "odd": {"type": "dict"}}}, WORDS)
    found = [
        (at, one.get("meta", {}).get("refers"), value)
        for at, one, value in values(rule, {"own": "a", "more": ["b"], "odd": {"c": 1}})
    ]
    assert found == [(("own",), "body", "a"), (("more", 0), "body", "b"), (("odd",), None, {"c": 1})]
