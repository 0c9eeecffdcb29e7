"""``cfgovern contract diff`` as a person and a build run it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from cfgovern.contract.schemas import check_machine
from tests.command import cfgovern
from tests.unit.contracts.diff.versions import written

RENAMED = (("name: joined", "name: begun_on"), ("left_on < joined", "left_on < begun_on"))


@pytest.fixture
def pair(tmp_path: Path) -> tuple[Path, Path]:
    """Two versions: a column renamed, a code less, a recipient that is another."""
    edits = (*RENAMED, ("A3,Third,2021-04-01,2025-03-31,\n", ""), ("The linker", "A body"))
    return written(tmp_path / "old"), written(tmp_path / "new", *edits)


def test_text_tells_each_side_what_to_do(pair: tuple[Path, Path], tmp_path: Path) -> None:
    done = cfgovern("contract", "diff", *pair, cwd=tmp_path)
    assert (done.code, done.err) == (0, "")
    assert "The column joined of people is now called begun_on" in done.out
    assert "Area that submits (breaking): Give the column the new heading." in done.out
    assert "code list areas has lost a code: A3 (Third)." in done.out
    assert "domain linkage has another recipient: A body instead of The linker." in done.out
    assert "The governed facts have changed" in done.out


def test_json_is_as_published(pair: tuple[Path, Path], tmp_path: Path) -> None:
    done = cfgovern("contract", "diff", *pair, "--format", "json", cwd=tmp_path)
    told = json.loads(done.out)
    assert check_machine("contract-diff", told) == []
    assert told["governed_changed"] is True
    assert told["old"]["governed_digest"] != told["new"]["governed_digest"]
    assert [change["kind"] for change in told["changes"]] == [
        "column.renamed",
        "code.removed",
        "domain.recipient",
    ]
    assert told["counts"]["area"] == {"breaking": 1, "tightening": 1, "loosening": 1, "cosmetic": 0}
    del told["changes"][0]["governed"]
    assert len(check_machine("contract-diff", told)) == 1


def test_markdown_has_a_table_for_a_pull_request(pair: tuple[Path, Path], tmp_path: Path) -> None:
    done = cfgovern("contract", "diff", *pair, "--format", "markdown", cwd=tmp_path)
    rows = [line for line in done.out.splitlines() if line.startswith("| The column")]
    assert rows == [
        "| The column joined of people is now called begun_on; its concept is the same. "
        "| **breaking**: Give the column the new heading. "
        "| **breaking**: Read the column under its new name. |"
    ]


@pytest.mark.parametrize(
    ("edit", "asked", "code"),
    [
        (RENAMED[0], "breaking", 1),
        (("minimum: 0", "minimum: 1"), "breaking", 0),
        (("Joined on", "Began on"), "any", 1),
    ],
)
def test_a_build_stops_on_what_it_was_told(
    tmp_path: Path, edit: tuple[str, str], asked: str, code: int
) -> None:
    pair = written(tmp_path / "old"), written(tmp_path / "new", edit)
    done = cfgovern("contract", "diff", *pair, "--fail-on", asked, cwd=tmp_path)
    assert (done.code, done.err) == (code, "")


def test_one_version_may_come_from_standard_input(tmp_path: Path) -> None:
    old, new = written(tmp_path), written(tmp_path / "new", ("Joined on", "Began on"))
    done = cfgovern("contract", "diff", old.name, "-", cwd=tmp_path, sent=new.read_bytes())
    assert (done.code, done.err) == (0, "")
    assert "The words about people.joined are new: label." in done.out
    both = cfgovern("contract", "diff", "-", "-", cwd=tmp_path)
    assert both.code == 2 and "[input.twice]" in both.err


@pytest.mark.parametrize(
    ("edit", "said"),
    [
        (("logicalType: integer", "logicalType: integr"), 'Did you mean "integer"?'),
        (("[participant_id, start_date]", "[participant_id, start_dat]"), 'Did you mean "start_date"?'),
    ],
)
def test_a_version_at_fault_is_exit_code_2(tmp_path: Path, edit: tuple[str, str], said: str) -> None:
    done = cfgovern("contract", "diff", written(tmp_path / "o"), written(tmp_path / "n", edit), cwd=tmp_path)
    assert (done.code, done.out) == (2, "")
    assert said in done.err and "Traceback" not in done.err


def test_the_programme_contract_against_itself_has_no_change(tmp_path: Path) -> None:
    from cfgovern.api import default_contract

    done = cfgovern(
        "contract", "diff", default_contract(), default_contract(), "--fail-on", "any", cwd=tmp_path
    )
    assert (done.code, done.err) == (0, "")
    assert "No change that cfgovern can see." in done.out
