"""The child that links by bits: whom it links, and what it takes for no code."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from cfgovern.errors import SubmissionRefused
from cfgovern.intake.limits import Limits
from cfgovern.journeys import clkworker, linkworker
from cfgovern.linkage.settings import load_settings

COLUMNS = {"clk": "clk", "sex": "sex"}


@pytest.fixture(autouse=True)
def _as_a_child(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (clkworker, linkworker):
        monkeypatch.setattr(module, "allowed", Limits)
        monkeypatch.setattr(module, "stage", lambda _name: None)


def codes(place: Path, *people: tuple[str, str]) -> dict[str, Any]:
    place.write_text("link_id,clk,sex\n" + "".join(f"{one},{code},male\n" for one, code in people))
    files = [{"path": str(place), "shown": "people", "columns": COLUMNS}]
    return {"files": files, "people": None, "groups": []}


def linked(tmp_path: Path, left: dict[str, Any], right: dict[str, Any], truth: Any = None) -> dict[str, Any]:
    return clkworker.run(
        {
            "job": str(tmp_path), "left": left, "right": right, "settings": load_settings("clk").as_json(),
            "threshold": 0.6, "bits": 8, "truth": truth, "groups": None,
        }
    )  # fmt: skip


def test_the_most_alike_are_linked_first_and_nobody_twice(tmp_path: Path) -> None:
    left = codes(tmp_path / "l.csv", ("A", "8A=="), ("B", "4A=="), ("C", ""))
    right = codes(tmp_path / "r.csv", ("X", "8A=="), ("Y", "wA=="))
    found = linked(tmp_path, left, right, [["A", "X"], ["B", "Y"], ["D", "Z"]])
    assert found["links"] == [["A", "X", 1.0, 0.0], ["B", "Y", 0.8, 0.0]]
    assert (found["records"], found["compared"], found["explained"]) == ([3, 2], ["clk"], None)
    assert found["blocking"] == [{"columns": (), "pairs": 6, "use": "used"}]
    assert (found["figures"]["f1"], found["not_looked_for"], found["by_group"]) == (
        1.0,
        1,
        {"sex": {"male": 2}},
    )


@pytest.mark.parametrize("code", ["8AA=", "no code", "AA=="])
def test_what_is_no_code_of_the_schema_is_refused(tmp_path: Path, code: str) -> None:
    left, right = codes(tmp_path / "l.csv", ("A", "8A==")), codes(tmp_path / "r.csv", ("X", code))
    with pytest.raises(SubmissionRefused) as refused:
        linked(tmp_path, left, right)
    assert (refused.value.code, refused.value.where) == ("file.damaged", "people")
