"""The lists of names and words of the search: one home for each row, and the words are words."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from cfgovern import content
from cfgovern.detection.lists import load_lists
from cfgovern.detection.namecues import load_cues
from cfgovern.errors import OperatorFileError

NAMES, OURS = content.file("synthetic", "names"), content.file("validators", "detection")


def rows(folder: Path, name: str) -> list[tuple[str, ...]]:
    columns = ("formal", "nickname") if name == "nicknames.csv" else ("name",)
    with (folder / name).open(encoding="utf-8", newline="") as stream:
        return [tuple(row[column].casefold() for column in columns) for row in csv.DictReader(stream)]


@pytest.mark.parametrize("name", ["given.csv", "family.csv", "nicknames.csv"])
def test_no_row_has_two_homes(name: str) -> None:
    ours = rows(OURS, name)
    assert len(ours) == len(set(ours))
    assert set(ours).isdisjoint(rows(NAMES, name))


def test_both_folders_are_read() -> None:
    lists = load_lists()
    for folder in (NAMES, OURS):
        formal, nickname = rows(folder, "nicknames.csv")[0]
        assert nickname in lists.short[formal]
        assert formal in lists.short[nickname]


def test_a_list_at_fault_is_refused_without_its_names(tmp_path: Path) -> None:
    (tmp_path / "schemas").mkdir()
    (tmp_path / "validators" / "detection").mkdir(parents=True)
    (tmp_path / "validators" / "detection" / "given.csv").write_text("first\nXanthippe\n", encoding="utf-8")
    content.use_pack(tmp_path)
    try:
        with pytest.raises(OperatorFileError) as refused:
            load_lists()
    finally:
        content.use_pack(None)
    assert refused.value.code == "names.refused"
    assert "Xanthippe" not in str(refused.value)


@pytest.mark.parametrize(
    "word", ["grace", "walking", "walks", "stopped", "hoped", "parties", "slowly", "amber", "boxes"]
)
def test_words_of_the_language_are_ordinary(word: str) -> None:
    assert load_cues().is_ordinary(word)


@pytest.mark.parametrize("word", ["denise", "james", "heather", "peter", "abernethy", "zdravko", "sleeipng"])
def test_names_and_slips_are_not(word: str) -> None:
    assert not load_cues().is_ordinary(word)


def test_no_word_is_made_of_another() -> None:
    cues = load_cues()
    ends = [word for word in cues.words if word.endswith("ing") and word[:-3] in cues.words]
    assert [word for word in ends if len(word) > 5] == []
