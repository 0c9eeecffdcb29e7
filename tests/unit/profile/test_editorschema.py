"""The JSON Schemas for editors: as published, and of one mind with the Cerberus schemas they are made from.

``tests/profiles/`` is the corpus: good files that both accept, and bad ones with one fault each, both refuse.
The remark in the first line of a bad one is how its fault begins.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator, FormatChecker

from cfgovern.errors import InternalFault, OperatorFileError
from cfgovern.profile.answers import load_answers
from cfgovern.profile.area import load_area
from cfgovern.profile.editorschema import FILES, _converted, editor_schema
from cfgovern.yamlfile import load, rules_of

ROOT = Path(__file__).parents[3]
CORPUS = ROOT / "tests" / "profiles"
KEPT = ROOT / "schemas" / "profile"
READERS: dict[str, Callable[[Path], object]] = {"area": load_area, "answers": load_answers}
GOOD = sorted(CORPUS.glob("*/good/*.yaml"))
BAD = sorted(CORPUS.glob("*/bad/*.yaml"))


@cache
def accepts(name: str) -> Callable[[object], bool]:
    schema = json.loads(editor_schema(name))
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema, format_checker=FormatChecker(("date",))).is_valid


def named(path: Path) -> str:
    return f"{path.parents[1].name}-{path.stem}"


@pytest.mark.parametrize("name", FILES)
def test_the_published_schema_is_current(name: str) -> None:
    again = (
        "from cfgovern.profile.editorschema import *; "
        f"print(editor_schema('{name}'), end='')\" > schemas/profile/{name}.schema.json"
    )
    kept = (KEPT / f"{name}.schema.json").read_text(encoding="utf-8")
    assert kept == editor_schema(name), f'run: python -c "{again}'


@pytest.mark.parametrize("path", GOOD, ids=named)
def test_both_accept_what_is_good(path: Path) -> None:
    name = path.parents[1].name
    READERS[name](path)
    assert accepts(name)(load(path).data)


@pytest.mark.parametrize("path", BAD, ids=named)
def test_both_refuse_what_is_bad(path: Path) -> None:
    name = path.parents[1].name
    with pytest.raises(OperatorFileError) as caught:
        READERS[name](path)
    (fault,) = caught.value.faults
    expected = path.read_text(encoding="utf-8").splitlines()[0].removeprefix("# ")
    assert f"{fault.line}:{fault.column}: {fault.message} {fault.fix}".startswith(expected)
    assert not accepts(name)(load(path).data)


def test_every_section_has_a_bad_file_and_a_good_one() -> None:
    sections = {name for name, rule in rules_of("area").items() if "says" in rule.get("meta", {})}
    full = set(load(CORPUS / "area" / "good" / "full.yaml").data)
    assert sections <= full
    spoilt = {path.stem.split("-")[0] for path in BAD if path.parents[1].name == "area"}
    assert sections <= spoilt


def test_a_rule_without_a_counterpart_is_a_fault_of_ours() -> None:
    rule: dict[str, Any] = {"type": "dict", "schema": {"a": {"type": "string", "excludes": "b"}}}
    with pytest.raises(InternalFault):
        _converted(rule)


def test_editors_show_what_an_entry_is() -> None:
    bodies = json.loads(editor_schema("area"))["properties"]["bodies"]
    assert "organisations that take part" in bodies["description"]
    assert bodies["items"]["properties"]["contact"]["description"].startswith("The address of a mailbox")
