"""Lint gathers everything in one list: each mistake once, in order, and never an exception."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cfgovern.journeys.contract_lint import lint
from cfgovern.yamlfile import load
from tests.conftest import examples
from tests.unit.contract import test_load, test_schemas
from tests.unit.contract.small import small

# What the small contract lacks by our own demands, whatever else is changed in it.
OWN_DEMANDS = {"contract.undescribed", "contract.no_purpose", "contract.identifier_route"}
MISTAKES = [(old, new.replace("^", "")) for old, new, _ in test_schemas.MISTAKES]


@pytest.mark.parametrize(("old", "new"), [case[1:3] for case in test_load.FAULTS])
def test_a_fault_of_the_loader_is_told_once(tmp_path: Path, old: str, new: str) -> None:
    faults = [fault for fault in lint(small(tmp_path, (old, new))) if fault.code not in OWN_DEMANDS]
    assert len(faults) == 1, [str(fault) for fault in faults]


@pytest.mark.parametrize(("old", "new"), MISTAKES)
def test_a_fault_of_the_official_schema_is_told_once(tmp_path: Path, old: str, new: str) -> None:
    path = tmp_path / "x.yaml"
    path.write_text(test_schemas.CONTRACT.replace(old, new))
    faults = [fault for fault in lint(path) if fault.code not in OWN_DEMANDS]
    assert len(faults) == 1, [str(fault) for fault in faults]


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        (None, ["yaml.missing"]),
        ("", ["yaml.empty"]),
        ("a: 1\na: 2\n", ["yaml.duplicate_key"]),
        ("schema:\n\t- x", ["yaml.tab"]),
        ("- x", ["odcs.type"]),
        ("x", ["odcs.type"]),
    ],
)
def test_what_is_no_contract_has_its_faults_too(tmp_path: Path, text: str | None, codes: list[str]) -> None:
    path = tmp_path / "x.yaml"
    if text is not None:
        path.write_text(text)
    assert [fault.code for fault in lint(path)] == codes


# -- nothing that is written can make it stumble -----------------------------------------------

VALUES: list[Any] = [0, -1, 1.5, True, None, "", "x", "string", "date", [], {}, ["x"], [{"name": "x"}], [[]],
                     {"x": "y"}, "(", "SELECT", "cfgovernRole", ["sensitive"], "people", "sql"]  # fmt: skip


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("lint")


def _places(tree: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    entries = tree.items() if isinstance(tree, dict) else enumerate(tree) if isinstance(tree, list) else ()
    return [place for key, value in entries for place in ((*path, key), *_places(value, (*path, key)))]


def _changed(data: Any, places: list[tuple[tuple[Any, ...], Any]]) -> Any:
    data = copy.deepcopy(data)
    for path, value in places:
        node = data
        try:
            for step in path[:-1]:
                node = node[step]
            node[path[-1]] = copy.deepcopy(value)
        except (KeyError, IndexError, TypeError):
            continue
    return data


@settings(
    max_examples=max(examples(150), settings.default.max_examples),
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(data=st.data())
def test_no_contract_makes_it_stumble(folder: Path, data: st.DataObject) -> None:
    base = load(small(folder)).data
    place = st.tuples(st.sampled_from(_places(base)), st.sampled_from(VALUES))
    path = folder / "changed.yaml"
    changed = _changed(base, data.draw(st.lists(place, min_size=1, max_size=4)))
    path.write_text(json.dumps(changed, indent=1, ensure_ascii=False))
    faults = lint(path)
    assert [(fault.line, fault.column) for fault in faults if fault.path == str(path)] == sorted(
        (fault.line, fault.column) for fault in faults if fault.path == str(path)
    )
    assert len({str(fault) for fault in faults}) == len(faults)
