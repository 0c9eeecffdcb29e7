"""What people reviewed settles a find while its text stays the same, and a right check digit needs two."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from cfgovern.findings import Finding, Report
from cfgovern.journeys.reviewing import Marked, settled_marks, to_review, with_reviewed
from cfgovern.profile.review import Review, Reviewed, load_review
from cfgovern.yamlfile import loads

DAY, MARK, OTHER = "2026-10-02", "a" * 32, "b" * 32
ENTRY = Reviewed("t.c.PERSON", (MARK,), False, "A ward", "Lead", "2026-10-01")
FINDING = Finding("t.c.PERSON", "warning", "This cell may hold it.", "Look.", "t", "c", 3, cell="C4")
REPORT = Report("scan", "0" * 32, DAY, "confirm", "0", None, "x.csv", "sha256:0", findings=(FINDING,))


def review(*entries: Reviewed) -> Review:
    return Review("urn:a", entries, "sha256:1", loads("a: 1", "review.yaml"))


def test_a_mark_is_settled_from_its_day_on_and_only_when_all_is_said() -> None:
    assert settled_marks(review(ENTRY), DAY) == {MARK: False}
    assert settled_marks(review(ENTRY), "2026-09-30") == {}
    for lacking in ("reason", "who", "when"):
        assert settled_marks(review(replace(ENTRY, **{lacking: ""})), DAY) == {}
    assert settled_marks(review(replace(ENTRY, real=True), replace(ENTRY, real=None)), DAY) == {}
    assert settled_marks(review(replace(ENTRY, second="Other")), DAY) == {MARK: True}
    assert settled_marks(None, DAY) == {}


def test_what_is_settled_is_told_with_its_reason() -> None:
    report = with_reviewed(REPORT, review(ENTRY), [Marked(FINDING, MARK, True, False)], DAY)
    assert [(one.reason, one.who, one.findings) for one in report.confirmed] == [
        ("A ward", "Lead", (FINDING,))
    ]
    assert report.unused == () and report.given == {"review": "sha256:1"}


def test_an_entry_that_does_nothing_says_why() -> None:
    found = [Marked(FINDING, MARK, False, True)]
    said = {
        "filled in": replace(ENTRY, real=None),
        "after the day": replace(ENTRY, when="2026-12-01"),
        "any more": replace(ENTRY, marks=(OTHER,)),
        "Another person": ENTRY,
    }
    for words, entry in said.items():
        unused = with_reviewed(REPORT, review(entry), found, DAY).unused
        assert len(unused) == 1 and words in unused[0].because
    assert with_reviewed(REPORT, review(replace(ENTRY, real=True)), found, DAY).unused == ()


def test_a_file_to_fill_in_has_each_text_once_and_keeps_what_was_said(tmp_path: Path) -> None:
    twice = replace(FINDING, row=9, cell="C10")
    proved = replace(FINDING, rule="t.c.UK_NHS", severity="block")
    stand_in = replace(FINDING, severity="info")
    found = [
        Marked(FINDING, OTHER, False, False),
        Marked(twice, OTHER, False, False),
        Marked(proved, "c" * 32, False, True),
        Marked(stand_in, "d" * 32, False, False),
        Marked(FINDING, MARK, True, False),
    ]
    gone = replace(ENTRY, marks=("e" * 32,))
    text = to_review(REPORT, found, "urn:a", review(ENTRY, gone))
    path = tmp_path / "review.yaml"
    path.write_text(text, encoding="utf-8")
    entries = load_review(path).entries
    assert [(one.marks[0][0], one.real) for one in entries] == [("a", False), ("b", None), ("c", None)]
    assert text.count("second:") == 1 and "Cells: C4, C10." in text
