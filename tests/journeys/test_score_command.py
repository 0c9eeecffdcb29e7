"""``validate --score-against``: what was planted and what was found, in every face, and what is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from cfgovern.contract.schemas import check_machine
from tests.command import Done, cfgovern
from tests.hostile import CONTRACT

HEADS = "file,table,sheet,row,column,fault,clean,dirty,rules,severity"
ROWS = "member_id,full_name,joined,age\nM-001,Null,2020-01-01,SECRET\nM-002,A,2020-02-30,9\n"
TRUTH = (
    f"{HEADS}\n"
    "area/members.csv,members,members,1,age,F47,40,SECRET,members.age.type,error\n"
    "area/members.csv,members,members,2,joined,F37,2020-02-28,2020-02-30,members.joined.type,error\n"
    "area/members.csv,members,members,2,full_name,F38,A,,members.full_name.required,error\n"
    "other.xlsx,,,,,F36,,,file.ragged,block\n"
)
DECOYS = f"{HEADS}\narea/members.csv,members,members,1,full_name,D01,A,Null,,info\n"


@pytest.fixture
def work(tmp_path: Path) -> Path:
    (tmp_path / "area").mkdir()
    (tmp_path / "area" / "members.csv").write_text(ROWS, encoding="utf-8")
    (tmp_path / "members.odcs.yaml").write_text(CONTRACT, encoding="utf-8")
    (tmp_path / "faults.csv").write_text(TRUTH, encoding="utf-8")
    (tmp_path / "decoys.csv").write_text(DECOYS, encoding="utf-8")
    return tmp_path


def scored(work: Path, *arguments: str | Path) -> Done:
    return cfgovern("validate", *arguments, "--contract", "members.odcs.yaml", cwd=work)


def test_the_score_is_in_the_json_report_which_is_as_published(work: Path) -> None:
    done = scored(work, "area", "--score-against", "faults.csv", "--format", "json")
    report = done.report()
    assert done.code == 1
    assert check_machine("report", report) == []
    score = report["score"]
    assert (score["planted"], score["found"], score["not_run"]) == (3, 2, 0)
    assert (score["recall"], score["precision"]) == (pytest.approx(2 / 3), pytest.approx(2 / 3))
    assert [(one["fault"], one["found"]) for one in score["faults"]] == [("F37", 1), ("F38", 0), ("F47", 1)]
    assert score["unexplained"] == {
        "count": 1,
        "rules": {"members.age.minimum": 1},
        "findings": [{"rule": "members.age.minimum", "table": "members", "row": 2, "column": "age"}],
    }
    assert score["decoys"] == {"planted": 1, "silent": 1}
    assert "score" not in scored(work, "area", "--format", "json").report()


@pytest.mark.parametrize("fmt", ["text", "html"])
def test_the_score_is_told_to_people(work: Path, fmt: str) -> None:
    done = scored(work, "area", "--score-against", "faults.csv", "--format", fmt)
    assert done.code == 1
    for words in ("What was planted, and what was found", "F38", "66.7 %", "members.age.minimum: 1"):
        assert words in done.out
    assert "1 finding is about nothing that was planted." in done.out
    assert "1 of 1 decoy stayed silent." in done.out
    assert "SECRET" not in done.out


def test_a_refused_submission_is_scored_too(work: Path) -> None:
    (work / "area" / "members.csv").write_text(ROWS + "M-003,B\n", encoding="utf-8")
    (work / "faults.csv").write_text(f"{HEADS}\narea,,,,,F36,,,file.ragged,block\n", encoding="utf-8")
    done = scored(work, "area", "--score-against", "faults.csv", "--format", "json")
    assert (done.code, done.report()["score"]["recall"]) == (3, 1)


CELL = "area/members.csv,members,members,SECRET,age,F47,SECRET,SECRET,a.b,error"
SPANS = "file,table,row,column,start,end,entity\narea/members.csv,members,1,full_name,0,4,PERSON\n"


@pytest.mark.parametrize(
    ("truth", "code"),
    [
        (f"{HEADS}\n{CELL}\n", "truth.value"),
        ("other,headings\n", "truth.headings"),
        (TRUTH.replace("area/", "elsewhere/"), "truth.other"),
        (SPANS, "truth.spans"),
        (None, "truth.missing"),
    ],
)
def test_a_truth_file_that_cannot_be_used_is_exit_code_2(work: Path, truth: str | None, code: str) -> None:
    (work / "faults.csv").unlink()
    if truth is not None:
        (work / "faults.csv").write_text(truth, encoding="utf-8")
    done = scored(work, "area", "--score-against", "faults.csv")
    assert (done.code, done.out) == (2, "")
    assert f"[{code}]" in done.err and "SECRET" not in done.err


def test_standard_input_is_told_by_no_truth_file_and_a_report_is_not_written_over_it(work: Path) -> None:
    done = scored(work, "-", "--score-against", "faults.csv")
    assert done.code == 2 and "[truth.stream]" in done.err
    done = scored(work, "area", "--score-against", "faults.csv", "--output", "faults.csv")
    assert done.code == 2 and "[output.is_truth]" in done.err
    assert (work / "faults.csv").read_text(encoding="utf-8") == TRUTH
