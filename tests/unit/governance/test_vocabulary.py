"""The declared facts and measures: what is there can be used, and anything else is told with its place."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from cfgovern import content
from cfgovern.errors import OperatorFileError
from cfgovern.governance.expressions import KINDS, parse
from cfgovern.governance.vocabulary import load_vocabulary


def test_every_fact_can_stand_in_a_condition() -> None:
    words = load_vocabulary()
    assert set(words.kinds.values()) <= KINDS.keys()
    for name, kind in words.kinds.items():
        assert parse(f"{name} == {name}" if kind != "yes_no" else name, words.kinds).names == (name,)
    assert words.facts["cond_art9"].kind == "text" and words.facts["n_people"].source == "profile"


def test_measures_say_which_runs_may_tell_them() -> None:
    measures = load_vocabulary().measures
    assert measures["undeclared_columns"].record == ("validate", "pseudonymise")
    assert [name for name, word in measures.items() if word.level == "totals"] == [
        "small_count_suppression_run"
    ]


def test_a_fault_is_told_with_its_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(content.folder("dpia_templates"), tmp_path / "dpia_templates")
    (tmp_path / "schemas").mkdir()
    own = tmp_path / "dpia_templates" / "facts.yaml"
    text = own.read_text(encoding="utf-8").replace("{kind: number", "{kind: numbr", 1)
    own.write_text(text, encoding="utf-8")
    monkeypatch.setattr(content, "_pack", tmp_path)
    with pytest.raises(OperatorFileError) as caught:
        load_vocabulary()
    [fault] = caught.value.faults
    assert (fault.code, fault.at) == ("entry.allowed", ("facts", "n_items", "kind"))
