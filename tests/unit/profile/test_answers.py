"""``answers.yaml``: what people answer, every fault at its place and without its text."""

from __future__ import annotations

from pathlib import Path

import pytest

from cfgovern.errors import OperatorFileError
from cfgovern.profile.answers import Answer, load_answers, read_answers
from cfgovern.yamlfile import loads

GOOD = """\
version: "1"
answers:
  - question: D3
    state: confirmed
    text: |
      SECRET first paragraph,
      which goes on.


      The second.
    by: Programme manager
    on: 2026-04-01
  - {question: S6, for: "party:host", state: not_applicable, because: None is, by: Head, on: 2026-04-02}
  - {question: D12, for: item:outcomes.feels_safe, state: draft, text: Not yet}
"""
KNOWN = {"question": ["D3", "D12", "S6"], "party": ["host"], "item": ["outcomes.feels_safe"]}


def test_good_answers(tmp_path: Path) -> None:
    path = tmp_path / "answers.yaml"
    path.write_text(GOOD, encoding="utf-8")
    found = load_answers(path, KNOWN)
    assert list(found) == [("D3", None), ("S6", "party:host"), ("D12", "item:outcomes.feels_safe")]
    first = found["D3", None]
    assert first == Answer(
        question="D3",
        about=None,
        state="confirmed",
        text="SECRET first paragraph, which goes on.\n\nThe second.",
        by="Programme manager",
        on="2026-04-01",
    )
    assert first.paragraphs == ("SECRET first paragraph, which goes on.", "The second.")
    assert [answer.line for answer in found.values()] == [3, 13, 14]
    assert read_answers(loads('version: "1"\nanswers: []', "x")) == {}


@pytest.mark.parametrize(
    ("old", "new", "code", "at", "words"),
    [
        ("    by: Programme manager\n", "", "answers.lacking", "confirmed", 'needs "by" beside it'),
        (", because: None is", "", "answers.lacking", "not_appl", 'needs "because"'),
        (", text: Not yet", ", text: ' '", "answers.lacking", "draft", 'needs "text"'),
        ("by: Head", "by: SECRET 999 000 0018", "answers.identifier", "SECRET", "written like an identifier"),
        ("2026-04-02", "2026-04-31", "entry.day", "2026-04-31", "a day that no calendar has"),
        ("question: D12", "question: D21", "answers.question", "D21", '"question" names no question that'),
        ("party:host", "party:hots", "answers.party", '"party', 'Did you mean "host"?'),
        ("feels_safe", "feels_save", "answers.item", "item", 'Did you mean "outcomes.feels_safe"?'),
        ("S6, for: \"party:host\"", "D3", "answers.twice", "{question: D3", "what an entry before it "),
        ("state: draft", "state: darft", "entry.allowed", "darft", 'Did you mean "draft"?'),
        ('"1"', '"2"', "entry.allowed", '"2"', "must be one of: 1"),
    ],
)  # fmt: skip
def test_one_mistake_gives_one_fault(old: str, new: str, code: str, at: str, words: str) -> None:
    text = GOOD.replace(old, new, 1)
    with pytest.raises(OperatorFileError) as caught:
        read_answers(loads(text, "answers.yaml"), KNOWN)
    (fault,) = caught.value.faults
    assert fault.code == code
    assert text.splitlines()[fault.line - 1][fault.column - 1 :].startswith(at)
    assert words in f"{fault.message} {fault.fix}"
    assert "SECRET" not in str(fault)
