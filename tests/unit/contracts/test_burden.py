"""The burden meter: counts by hand on a small contract, and what it says of the programme's."""

# ruff: noqa: E501 - one entry a line
from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from cfgovern import content
from cfgovern.api import load_contract, show_burden
from cfgovern.contracts.burden import Burden, burden, change_since, load_assumptions
from cfgovern.errors import OperatorFileError, UsageError
from tests.unit.contracts.diff.versions import Edit, read, written

SCORES = """\
  - name: scores
    businessName: Scores
    properties:
      - name: who
        logicalType: string
        primaryKey: true
        customProperties: [{property: cfgovernConcept, value: participant_id}]
      - {name: wave, logicalType: string, primaryKey: true}
      - name: health
        logicalType: integer
        required: true
        customProperties: [{property: cfgovernRole, value: [special_category]}]
      - {name: score, logicalType: integer}
"""
VISITS: Edit = ("  - name: visits\n", SCORES + "  - name: visits\n")


def told(folder: Path, *edits: Edit) -> Burden:
    contract, _ = read(written(folder, VISITS, *edits))
    return burden(contract, replace(load_assumptions(), item=10, sensitive_item=40))


def test_each_table_is_counted_by_who_is_asked_and_when(tmp_path: Path) -> None:
    found = {load.table: load for load in told(tmp_path).loads}
    assert sorted(found) == ["participants", "scores", "visits"]  # organisations are nobody's burden
    people, scores, visits = found["participants"], found["scores"], found["visits"]
    # the key is nobody's to answer, and nhs is not collected
    assert people.concepts == ("start_date", "left_on", "score", "area", "home_area", "kind", "mail")
    assert (people.each, people.times, people.seconds) == ("person", 1, 70)
    assert (scores.each, scores.times, scores.seconds) == ("wave", 2, 50)
    assert scores.concepts == ("health", "score") and scores.sensitive == scores.bound == ("health",)
    assert scores.elsewhere == ("score",)
    assert (visits.each, visits.times, len(visits.concepts)) == ("record", 1, 3)


def test_a_year_adds_up(tmp_path: Path) -> None:
    assert told(tmp_path).year() == (7 + 2 * 2 + 3, 2, round((70 + 2 * 50 + 30) / 60, 1))


@pytest.mark.parametrize(
    ("edit", "answers", "sensitive", "minutes", "come", "gone"),
    [
        (("value: 'off'", "value: 'on'"), 1, 0, 0.2, ("participants.nhs",), ()),
        (("      - {name: left_on, logicalType: date, tags: [two]}\n", ""), -1, 0, -0.1, (), ("participants.left_on",)),
        (("      - {name: score, logicalType: integer}\n", ""), -2, 0, -0.4, (), ("scores.score",)),
        (("name: joined", "name: begun_on"), 0, 0, 0.0, (), ()),
        (("[quasi_identifier]", "[sensitive]"), 0, 1, 0.5, (), ()),
        (("cfgovernRoute, value: payload", "cfgovernRoute, value: organisation"), -7, 0, -1.1, (), None),
    ],
)  # fmt: skip
def test_the_change_since_an_earlier_version(
    tmp_path: Path, edit: Edit, answers: int, sensitive: int, minutes: float,
    come: tuple[str, ...], gone: tuple[str, ...] | None,
) -> None:  # fmt: skip
    edits = (edit,) if edit[0] not in SCORES else ()
    new = told(tmp_path / "new", *edits)
    if not edits:
        text = written(tmp_path / "new", VISITS).read_text(encoding="utf-8").replace(*edit)
        (tmp_path / "new" / "trial.odcs.yaml").write_text(text, encoding="utf-8")
        contract, _ = read(tmp_path / "new" / "trial.odcs.yaml")
        new = burden(contract, new.assumptions)
    change = change_since(told(tmp_path / "old"), new)
    assert (change.answers, change.sensitive, change.come) == (answers, sensitive, come)
    assert change.minutes == pytest.approx(minutes, abs=0.11)
    assert gone is None or change.gone == gone


def test_the_programme_states_its_assumption_and_its_sources() -> None:
    contract, assumed = load_contract(), load_assumptions()
    found = burden(contract, assumed)
    assert {load.each for load in found.loads} == {"person", "wave", "quarter", "record"}
    asked = {concept for load in found.loads for concept in load.concepts}
    assert not asked & {*assumed.not_asked, "wave", "period"}
    text = show_burden()
    assert "Assumed, not measured" in text and "prospectus paragraph 33" in text
    assert "Nothing that anybody is asked has changed." in " ".join(
        show_burden(since=contract.document.path).split()
    )
    with pytest.raises(UsageError) as refused:
        show_burden(fmt="html")
    assert refused.value.code == "burden.format"


def test_a_plain_contract_is_counted_by_the_record(tmp_path: Path) -> None:
    path = tmp_path / "plain.odcs.yaml"
    path.write_text(
        "apiVersion: v3.1.0\nkind: DataContract\nid: plain\nname: A | plain one\nversion: 1.0.0\nstatus: draft\n"
        "schema: [{name: loans, properties: [{name: loan_id, primaryKey: true}, {name: due, logicalType: date}]}]\n",
        encoding="utf-8",
    )
    assert "For each further record: 2 items, 0 sensitive, 0.5 minutes." in show_burden(path)
    assert r"## What A \| plain one, version 1.0.0" in show_burden(path, fmt="markdown")
    assert "| loans | record | 2 | 0 | 0 | 0 | 0.5 |" in show_burden(path, fmt="markdown")


def test_assumptions_at_fault_are_refused(tmp_path: Path) -> None:
    (tmp_path / "schemas").mkdir()
    text = content.file("schemas", "burden.yaml").read_text(encoding="utf-8")
    (tmp_path / "schemas" / "burden.yaml").write_text(text.replace("times: 2", "times: 0"), encoding="utf-8")
    content.use_pack(tmp_path)
    try:
        with pytest.raises(OperatorFileError) as refused:
            load_assumptions()
    finally:
        content.use_pack(None)
    assert '"times" must be 1 or more' in str(refused.value)
