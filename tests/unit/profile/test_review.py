"""A review file says what is not real, why, who and when; it names nobody, and no text of a cell."""

from __future__ import annotations

from pathlib import Path

import pytest

from cfgovern.errors import OperatorFileError
from cfgovern.profile.review import Reviewed, load_review, written

MARKS = ("0123456789abcdef" * 2, "f" * 32)
FILLED = Reviewed("t.c.PERSON", MARKS, False, "A project", "Data lead", "2026-10-01")


def kept(folder: Path, text: str) -> Path:
    path = folder / "review.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_file_that_is_written_is_read_back(tmp_path: Path) -> None:
    entries = [FILLED, Reviewed("t.d.UK_NHS", MARKS[:1], about="This cell may hold it.\nCells: A1.")]
    review = load_review(kept(tmp_path, written("urn:a", entries, [False, True])))
    assert review.contract == "urn:a"
    first, second = review.entries
    assert (first.rule, first.marks, first.real, first.reason) == ("t.c.PERSON", MARKS, False, "A project")
    assert (first.who, first.when, first.lacking, first.by_two) == ("Data lead", "2026-10-01", (), False)
    assert second.real is None and second.lacking == ("verdict", "reason", "who", "when")


def test_who_and_when_at_the_top_hold_for_entries_that_say_nothing_else(tmp_path: Path) -> None:
    text = f"contract: c\nwho: Lead\nwhen: 2026-10-01\nreview:\n  - rule: r\n    marks: [{MARKS[0]}]\n"
    entry = load_review(kept(tmp_path, text + "    verdict: not real\n    reason: A ward\n")).entries[0]
    assert (entry.who, entry.when, entry.lacking) == ("Lead", "2026-10-01", ())


@pytest.mark.parametrize(("second", "two"), [("Other lead", True), ("DATA LEAD", False), ("", False)])
def test_two_people_are_two_whatever_their_case(second: str, two: bool) -> None:
    assert Reviewed("r", MARKS, False, "x", "Data lead", "2026-10-01", second).by_two is two


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("reason: rang on 07700 900123", "review.identifier"),
        ("second: born 3 May 1980", "review.identifier"),
        ("when: 2026-02-30", "review.day"),
    ],
)
def test_what_may_name_somebody_or_is_no_day_is_refused_without_a_word_of_it(
    tmp_path: Path, line: str, code: str
) -> None:
    text = f"contract: c\nreview:\n  - rule: r\n    marks: [{MARKS[0]}]\n    {line}\n"
    with pytest.raises(OperatorFileError) as caught:
        load_review(kept(tmp_path, text))
    assert [fault.code for fault in caught.value.faults] == [code]
    assert "900123" not in str(caught.value) and "May" not in str(caught.value)


@pytest.mark.parametrize("marks", ["[]", "[xyz]", f"[{MARKS[0]}0]"])
def test_what_is_no_mark_is_refused(tmp_path: Path, marks: str) -> None:
    with pytest.raises(OperatorFileError):
        load_review(kept(tmp_path, f"contract: c\nreview:\n  - rule: r\n    marks: {marks}\n"))


def test_it_is_held_to_the_contract_in_use(tmp_path: Path) -> None:
    review = load_review(kept(tmp_path, written("urn:a", [], [])))
    review.must_name("urn:a")
    with pytest.raises(OperatorFileError, match="review file"):
        review.must_name("urn:b")
