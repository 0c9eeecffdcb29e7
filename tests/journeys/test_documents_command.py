"""How far the documents of an area are, and why a risk stands where it does."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from cfgovern.contract.schemas import check_machine
from tests.command import Done, cfgovern

AREA = """\
area: CF-A01
name: Northmoor
contract: urn:cfgovern:changing-futures:candidate
period: 2026-Q3
host_organisation: Northmoor Council
data_and_digital_lead: data.lead@northmoor.example
notice_version: "2026-1"
risks:
  accepted: [{risk: R01, evidence: small_groups, run: none, by: Data lead, on: 2026-09-01}]
"""
DAY = ("--as-of", "2026-10-01")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("area")
    (made / "area.yaml").write_text(AREA, encoding="utf-8")
    return made


def run(folder: Path, *words: str, code: int = 0) -> Done:
    done = cfgovern("documents", *words, cwd=folder)
    assert done.code == code, done.err
    return done


@pytest.fixture(scope="module")
def status(folder: Path) -> dict[str, Any]:
    return run(folder, "status", *DAY, "--format", "json").report()


def test_status_keeps_to_its_schema(status: dict[str, Any]) -> None:
    assert check_machine("documents-status", status) == []


def test_status_counts_what_it_lists(status: dict[str, Any]) -> None:
    assert status["catalogue"] == {"questions": 49, "derived": 30, "confirm": 11, "human": 8}
    assert set(status["documents"]) >= {"dpia", "dsa"}
    for document in status["documents"].values():
        states = [one["state"] for one in document["questions"]]
        assert {name: states.count(name) for name in document["states"]} == document["states"]
        assert all(one["because"] for one in document["questions"] if one["state"] == "open")
    assert status["limbs"]["a"]["light"] == "open" and not status["complete_35_7"]
    assert "37" in {duty["paragraph"] for duty in status["duties"]}
    assert "Met" not in {duty["state"] for duty in status["duties"]}


def test_an_acceptance_that_counts_for_nothing_is_told(status: dict[str, Any]) -> None:
    [line] = status["not_counted"]
    assert "R01 counts for nothing" in line


def test_in_words_it_says_who_is_to_answer(folder: Path) -> None:
    told = run(folder, "status", "--as-of", "2028-01-01").out
    assert "30, 11 are drafted" in told and "only a person can answer" in told
    assert "D3 What it is for: OPEN, needed before signing, for the programme lead." in told
    assert "entries of the law not looked at for six months." in told


def test_a_faulty_profile_ends_with_2(folder: Path) -> None:
    (folder / "bad.yaml").write_text(AREA.replace("2026-Q3", "2026-Q9"), encoding="utf-8")
    assert "bad.yaml:4" in run(folder, "status", "--area", "bad.yaml", code=2).err


def test_a_risk_is_explained(folder: Path) -> None:
    told = run(folder, "explain", "R01", *DAY).out.splitlines()
    assert told[0].startswith("R01 ") and any(line.startswith("Rule: ") for line in told)
    assert any(line.startswith("Owner: ") for line in told)


def test_a_risk_that_there_is_not_ends_with_2(folder: Path) -> None:
    assert "documents.no_risk" in run(folder, "explain", "R99", *DAY, code=2).err
