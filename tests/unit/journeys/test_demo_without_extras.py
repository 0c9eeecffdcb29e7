"""A demo without an extra names the stage that was not run and how it is installed, and goes on."""

from __future__ import annotations

import importlib.util
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from cfgovern import api
from cfgovern.contract.load import load_contract
from cfgovern.contract.model import Contract
from cfgovern.journeys.demodocuments import DOCUMENTS, drafted
from cfgovern.journeys.demolinking import linked

DAY = date(2026, 10, 1)


@pytest.fixture
def contract() -> Contract:
    return load_contract(api.default_contract())


@pytest.fixture(autouse=True)
def no_extras(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Neither extra is installed."""
    real = importlib.util.find_spec

    def found(name: str, package: str | None = None) -> object:
        return None if name in ("splink", "docxtpl") else real(name, package)

    monkeypatch.setattr(importlib.util, "find_spec", found)
    monkeypatch.setattr("cfgovern.linkage.scoring.find_spec", found)
    yield


def test_linking_is_named(contract: Contract, tmp_path: Path) -> None:
    said = linked(tmp_path, tmp_path, contract, api.default_contract(), DAY, None)
    assert said.startswith("Not run: linking.") and 'pip install "cfgovern[link]"' in said
    assert not list(tmp_path.iterdir())


def test_drafting_in_word_is_named_and_the_pages_are_there(contract: Contract, tmp_path: Path) -> None:
    lines, scenes = drafted(tmp_path, api.default_contract(), contract.id, DAY)
    assert lines[0].startswith("Not run: drafting in Word.")
    assert 'pip install "cfgovern[documents]"' in lines[0]
    made = {path.name for path in (tmp_path / DOCUMENTS).iterdir()}
    assert {"dpia.html", "dpia.json", "dsa.html", "dsa.json"} <= made
    assert not any(name.endswith(".docx") for name in made) and scenes
