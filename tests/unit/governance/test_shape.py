"""The tree of names that a template may use."""

from __future__ import annotations

import pytest

from cfgovern.governance.outline import KINDS
from cfgovern.governance.shape import TEXT, at, shape_of, unlike
from tests.unit.governance.drafted import context, outline, tables


@pytest.mark.parametrize("kind", KINDS)
def test_no_name_is_one_that_a_mapping_has_itself(kind: str) -> None:
    """Jinja would show the method of the mapping in place of what it holds."""
    found: set[str] = set()

    def walk(shape: object) -> None:
        if isinstance(shape, dict):
            found.update(shape)
            for inner in shape.values():
                walk(inner)
        elif isinstance(shape, list):
            walk(shape[0])

    walk(shape_of(outline(kind), tables()))
    assert found.isdisjoint(dir({}))


def test_a_chain_is_followed() -> None:
    shape = {"a": {"b": TEXT}, "c": [TEXT]}
    assert at(shape, "a.b") == (TEXT, "", [])
    assert at(shape, "a.x") == (None, "x", ["b"])
    assert at(shape, "a.b.c") == (None, "c", [])


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_not_of_the_shape_is_told_by_its_place(kind: str) -> None:
    shape = shape_of(outline(kind), tables())
    del shape["picture"]
    words = context(kind)
    assert unlike(words, shape) == []
    words["draft"]["title"] = 7
    words["limbs"].append({})
    assert unlike(words, shape) == [".draft.title", ".limbs[4]"]
