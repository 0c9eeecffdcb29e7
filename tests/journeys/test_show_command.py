"""``cfgovern contract show``: a data dictionary of the programme's contract, and of any other."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.command import cfgovern, plain_contract

FORMATS = ["text", "html", "markdown"]
NOTICE = {
    "text": "PLEASE NOTE: Candidate contract",
    "html": 'role="note">Candidate contract',
    "markdown": "> **Please note: Candidate contract",
}


@pytest.mark.parametrize("fmt", FORMATS)
def test_the_programme_contract_is_shown_with_its_notice_first(tmp_path: Path, fmt: str) -> None:
    done = cfgovern("contract", "show", "--format", fmt, cwd=tmp_path)
    assert (done.code, done.err) == (0, "")
    assert 0 < done.out.index(NOTICE[fmt]) < done.out.index("participants")
    assert "location_protected" in done.out and "local_outcome_metrics" in done.out
    assert "Who gets the data" in done.out and "national-linkage" in done.out
    assert "Governed facts" in done.out and "to be agreed" in done.out
    assert "Declared, not collected" in done.out or "DECLARED, NOT COLLECTED" in done.out


@pytest.mark.parametrize("fmt", FORMATS)
def test_a_plain_contract_is_shown_too_and_written_whole(tmp_path: Path, fmt: str) -> None:
    contract = plain_contract(tmp_path)
    printed = cfgovern("contract", "show", contract, "--format", fmt, cwd=tmp_path)
    assert (printed.code, printed.err) == (0, "")
    assert "Library loans" in printed.out and "loan_id" in printed.out
    (tmp_path / "out").write_text("before", encoding="utf-8")
    done = cfgovern("contract", "show", contract, "--format", fmt, "--output", "out", cwd=tmp_path)
    assert (done.code, done.out, done.err) == (0, "", "")
    assert (tmp_path / "out").read_text(encoding="utf-8") == printed.out


def test_text_is_what_one_gets_without_asking(tmp_path: Path) -> None:
    contract = plain_contract(tmp_path)
    assert cfgovern("contract", "show", contract, cwd=tmp_path).out.startswith(
        "Library loans\nData dictionary"
    )


def test_the_configuration_says_which_contract(tmp_path: Path) -> None:
    plain_contract(tmp_path)
    (tmp_path / "cfgovern.yaml").write_text("contract: library.odcs.yaml\n", encoding="utf-8")
    (tmp_path / "below").mkdir()
    assert "Library loans" in cfgovern("contract", "show", cwd=tmp_path / "below").out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--format", "pdf"), "markdown"),
        (("absent.odcs.yaml",), "absent.odcs.yaml:1:1: There is no such file."),
        (("broken.odcs.yaml",), 'Did you mean "date"?'),
        (("library.odcs.yaml", "--output", "."), "not an ordinary file"),
    ],
)
def test_what_cannot_be_shown_is_exit_code_2_and_leaves_nothing(
    tmp_path: Path, arguments: tuple[str, ...], said: str
) -> None:
    text = plain_contract(tmp_path).read_text(encoding="utf-8")
    (tmp_path / "broken.odcs.yaml").write_text(text.replace("logicalType: date", "logicalType: dat"))
    before = sorted(tmp_path.iterdir())
    done = cfgovern("contract", "show", *arguments, cwd=tmp_path)
    assert (done.code, done.out) == (2, "")
    assert said in done.err and "Traceback" not in done.err
    assert sorted(tmp_path.iterdir()) == before


def test_the_burden_is_shown_with_what_changed_since(tmp_path: Path) -> None:
    old = plain_contract(tmp_path)
    new = old.with_name("new.odcs.yaml")
    column = "      - {name: shelf, logicalType: string}\n"
    new.write_text(old.read_text(encoding="utf-8").rstrip("\n") + "\n" + column, encoding="utf-8")
    done = cfgovern("contract", "show", new, "--burden", "--since", old, cwd=tmp_path)
    assert (done.code, done.err) == (0, "")
    assert "Assumed, not measured" in done.out and "New: loans.shelf." in done.out
    alone = cfgovern("contract", "show", new, "--since", old, cwd=tmp_path)
    assert alone.code == 2 and "[burden.since]" in alone.err
