"""The file of sentences: what stands in it, and how a fault in it is told."""

from __future__ import annotations

import pytest

from cfgovern import content
from cfgovern.cohort.notes.book import load_book, shipped_book
from cfgovern.errors import Fault, OperatorFileError
from cfgovern.evidence.spans import ENTITIES
from cfgovern.yamlfile import Given

TEXT = content.file("synthetic", "notes.yaml").read_text(encoding="utf-8")


def _faults(old: str, new: str) -> list[tuple[int, Fault]]:
    """The faults of the file with one place changed, each with the line that was changed."""
    assert old in TEXT
    line = TEXT[: TEXT.index(old)].count("\n") + 1
    with pytest.raises(OperatorFileError) as caught:
        load_book(Given("notes.yaml", TEXT.replace(old, new, 1).encode()))
    return [(line, fault) for fault in caught.value.faults]


def test_there_are_enough_sentences_in_enough_kinds_of_note() -> None:
    book = shipped_book()
    sentences = [sentence for kind in book.kinds.values() for sentence in kind.sentences]
    assert len(sentences) + len(book.common) >= 120
    assert len(book.kinds) >= 15
    assert len(book.layouts) >= 7
    assert set(book.entities) == set(ENTITIES)


def test_every_kind_of_note_can_be_about_nobody() -> None:
    book = shipped_book()
    for name, kind in book.kinds.items():
        assert [sentence for sentence in kind.sentences if not sentence.entities], name


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("{self.given} seen f2f", "{self.givn} seen f2f", 'Did you mean "given"?'),
        ("KW {worker.given}", "KW {wroker.given}", 'Did you mean "worker"?'),
        ("Rated {rating}", "Rated {ratings}", 'Did you mean "rating"?'),
        ("{date:short}", "{date:shrt}", 'Did you mean "short"?'),
        ("{self.phone:words}", "{self.phone:word}", 'Did you mean "words"?'),
        ("{self.given} seen f2f", "{self} seen f2f", "part of a person"),
        ("{self.given} seen f2f", "{self.given seen f2f", "brace"),
        ("entity: CASE_REFERENCE", "entity: CASE_REFERENC", 'Did you mean "CASE_REFERENCE"?'),
        ('"{dd}/{mm}/{yyyy}"', '"{dd}/{mm}/{year}"', '"year" is not known here'),
        ("clean: 35 ", "clean: 350 ", "100 or less"),
        ("  clean: 35 ", "  claen: 35 ", 'Did you mean "clean"?'),
        ("{least: 1, most: 8}", "{least: 9, most: 8}", "least is more than most"),
        (
            "  child: {names: any, youngest: 1,",
            "  child: {names: any, youngest: 16,",
            "older than the oldest",
        ),
        ("  rating: [", "  officer: [", '"officer" stands for something else'),
        ("names: female}", "names: girls}", "must be one of"),
    ],
)
def test_a_fault_is_told_with_its_line_and_the_word_that_was_meant(old: str, new: str, words: str) -> None:
    found = _faults(old, new)
    assert any(fault.line == line and words in fault.message for line, fault in found), found


def test_notes_about_nobody_need_a_sentence_about_nobody() -> None:
    start, end = TEXT.index("\ncommon:"), TEXT.index("\nkinds:")
    text = f'{TEXT[:start]}\ncommon: ["{{self.given}} seen."]\n{TEXT[end:]}'
    with pytest.raises(OperatorFileError, match=r"notes\.refused") as caught:
        load_book(Given("notes.yaml", text.encode()))
    assert [fault.code for fault in caught.value.faults] == ["notes.clean"]


def test_every_fault_is_told_at_once() -> None:
    text = TEXT.replace("{self.given} seen f2f", "{self.givn} seen f2f").replace(
        "Rated {rating}", "Rated {ratin}"
    )
    with pytest.raises(OperatorFileError) as caught:
        load_book(Given("notes.yaml", text.encode()))
    assert len(caught.value.faults) == 2
