"""Answers are put into a file of answers: what a person wrote there stays, line by line."""

from __future__ import annotations

import pytest

from cfgovern.errors import OperatorFileError
from cfgovern.profile.answering import with_answers
from cfgovern.profile.answers import Answer, read_answers
from cfgovern.yamlfile import loads

NEW = Answer("D7", None, "draft", "Of context.")
FILE = """\
# Ours. Keep.
version: "1"

answers:  # one by one
  # The first was hard.
  - question: D3
    state: draft  # until the board has met
    text: |
      Some words.

      # And more.

  # About the host.
  -
    {question: S6, for: "party:host",
     state: draft, text: None}

# The end.
"""


def put(text: str, *answers: Answer) -> str:
    return with_answers(loads(text, "answers.yaml"), answers)


def test_a_new_answer_goes_to_the_end_and_nothing_else_moves() -> None:
    before, after = FILE[: FILE.index("\n# The end")], FILE[FILE.index("\n# The end") :]
    assert put(FILE, NEW) == before + '  - question: D7\n    state: draft\n    text: "Of context."\n' + after


def test_an_answer_that_stands_there_changes_nothing() -> None:
    there = list(read_answers(loads(FILE, "x")).values())
    assert put(FILE, *there) == FILE
    assert put(FILE) == FILE


def test_an_answer_that_is_replaced_stays_as_a_comment() -> None:
    changed = put(FILE, Answer("D3", None, "confirmed", "Otherwise", by="Head", on="2026-04-01"))
    old = FILE[FILE.index("  - question: D3") : FILE.index("\n  # About the host")]
    commented = "".join(f"  # {line[2:]}".rstrip() + "\n" for line in old.splitlines())
    new = '  - question: D3\n    state: confirmed\n    text: Otherwise\n    by: Head\n    on: "2026-04-01"\n'
    assert changed == FILE.replace(old, commented + new)


def test_new_and_replaced_at_once_in_their_places() -> None:
    answers = [NEW, Answer("S6", "party:host", "draft", "All"), Answer("D1", None, "draft", "First")]
    found = read_answers(loads(put(FILE, *answers), "x"))
    assert list(found) == [("D3", None), ("S6", "party:host"), ("D7", None), ("D1", None)]


@pytest.mark.parametrize("text", ['version: "1"\nanswers: []', 'answers: [ ]  # none\nversion: "1"\n'])
def test_the_first_answer(text: str) -> None:
    assert read_answers(loads(put(text, NEW), "x")) == {NEW.key: NEW}
    assert "# none" not in text or "# none" in put(text, NEW)


@pytest.mark.parametrize(
    "text",
    [
        "a: b # c",
        "- {{ x }} & <",
        "yes",
        "# not a remark",
        "One.\n\n# Two with a \"quotation\" and a: colon.\n\n---\n\nThree " + "long " * 2000,
        "x" * 10_000,
        "\u0645\u0631\u062d\u0628\u0627\n\n\u05e9\u05dc\u05d5\u05dd",
    ],
)  # fmt: skip
def test_hostile_text_is_read_back_as_it_was(text: str) -> None:
    answer = Answer("D7", None, "draft", text.strip())
    for file in (FILE, FILE.replace("\n", "\r\n"), FILE[: FILE.index("\n# The end")]):
        assert read_answers(loads(put(file, answer), "x"))["D7", None] == answer


def test_lines_end_as_they_did() -> None:
    changed = put(FILE.replace("\n", "\r\n"), NEW)
    assert changed.count("\n") == changed.count("\r\n")


@pytest.mark.parametrize(
    "entry", ["{question: D3, state: draft, text: a}", "\n {question: D3, state: draft, text: a}"]
)
def test_a_list_in_brackets_is_refused(entry: str) -> None:
    with pytest.raises(OperatorFileError) as caught:
        put(f'version: "1"\nanswers: [{entry}]\n', NEW)
    assert caught.value.code == "answers.one_line"
