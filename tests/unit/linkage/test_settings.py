"""The settings of a linkage: those that are shipped, and what is wrong with others."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from cfgovern import content
from cfgovern.errors import OperatorFileError
from cfgovern.linkage.settings import COLUMNS, Settings, load_settings


@pytest.mark.parametrize("of", ["clear", "tokens"])
def test_the_settings_that_are_shipped_can_be_used(of: str) -> None:
    settings = load_settings(of)
    assert settings.of == of and len(settings.comparisons) > 8 and settings.because
    assert all(sum(level.share for level in one.levels) <= 1 for one in settings.comparisons)
    assert Settings.from_json(json.loads(json.dumps(settings.as_json()))) == settings


def test_both_kinds_compare_and_block_alike() -> None:
    clear, tokens = load_settings("clear"), load_settings("tokens")
    assert clear.blocking == tokens.blocking and clear.sure == tokens.sure
    assert [one.name for one in clear.comparisons] == [one.name for one in tokens.comparisons]


def test_what_is_not_there_is_left_out() -> None:
    whole = load_settings("clear")
    assert whole.over(COLUMNS) == whole
    part = whole.over(["given_full", "surname_full", "surname_last", "dob", "dob_year"])
    assert [one.name for one in part.comparisons] == ["given_name", "family_name", "date_of_birth"]
    assert part.blocking == (("dob",), ("given_full", "dob_year"))
    assert part.sure == (("given_full", "surname_full", "dob"),)
    ways = [(level.way, level.columns) for level in part.comparisons[1].levels]
    assert ("either", ("surname_full", "surname_last")) in ways
    assert all("surname_phonetic" not in columns for _, columns in ways)


@pytest.mark.parametrize(
    ("before", "after", "code"),
    [
        ("of: tokens", "of: clear", "linking.other_kind"),
        ("{same: [dob], because", "{same: [dop], because", "linking.column"),
        ("{same: [given_full], share: 85", "{same: [given_full], share: 99", "linking.share"),
        ("seed: 1", "seed: 1\nlearn: [[dop]]", "linking.column"),
        ("name: postcode", "name: sex", "linking.twice"),
        ("{same: [sex], share", "{like: [sex], at_least: 0.9, share", "linking.level"),
        ("{same: [sex], share", "{same: [sex], crossed: [sex, dob], share", "linking.level"),
        ("rarity: given_full", "rarity: surname_full", "linking.level"),
        ("elsewhere: [names_sorted]", "elsewhere: [name_sorted]", "linking.column"),
    ],
)
def test_a_fault_is_told_with_its_place(tmp_path: Path, before: str, after: str, code: str) -> None:
    text = content.file("validators", "linking", "tokens.yaml").read_text(encoding="utf-8")
    assert before in text
    (tmp_path / "own.yaml").write_text(text.replace(before, after), encoding="utf-8")
    with pytest.raises(OperatorFileError) as refused:
        load_settings("tokens", tmp_path / "own.yaml")
    assert code in {fault.code for fault in refused.value.faults}
    assert all(fault.line > 1 for fault in refused.value.faults)
