"""No text of the documents holds a banned word, and each can be read by those who have to."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from cfgovern import content
from cfgovern.governance.law import load_law
from cfgovern.governance.wording import GRADES, Banned, banned_in, grade, load_banned
from cfgovern.yamlfile import load

BANNED = load_banned()
# Texts of these files are read in documents. Keys whose values are no wording: sources, conditions, ids.
FILES = (
    "clauses", "dpia.outline", "dsa.outline", "facts", "legal", "programme", "questions", "risks", "tables",
)  # fmt: skip
NOT_WORDING = {"source", "when", "because", "id"}


def texts(node: Any, path: str) -> Iterator[tuple[str, str]]:
    if isinstance(node, dict):
        for key, value in node.items():
            if key not in NOT_WORDING:
                yield from texts(value, f"{path}.{key}")
    elif isinstance(node, list):
        for number, value in enumerate(node):
            yield from texts(value, f"{path}.{number}")
    elif isinstance(node, str):
        yield path, node


@pytest.mark.parametrize("name", FILES)
def test_no_text_has_a_banned_word(name: str) -> None:
    there = texts(load(content.file("dpia_templates", f"{name}.yaml")).data, name)
    found = {path: one.word for path, text in there for one in banned_in(text, BANNED)}
    assert found == {}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Each Service User signs.", ["service user"]),
        ("The service\n  users sign.", ["service user"]),
        ("The offender's file", ["offender"]),
        ("Offender Management Act 2007", []),
        ("criminal offence data, and a criminal past", ["criminal"]),
        ("{offender} and reoffenders", []),
        ("invulnerable clientele", []),
        ("Vulnerable clients", ["client", "vulnerable"]),
    ],
)
def test_what_is_found(text: str, words: list[str]) -> None:
    assert [one.word for one in banned_in(text, BANNED)] == words


def test_every_banned_word_is_found_in_itself_and_never_in_what_to_write_instead() -> None:
    for one in BANNED:
        assert banned_in(f"Of a {one.word}.", [one]) == [one]
        assert banned_in(one.instead, [Banned(one.word, "", "", one.unless)]) == [], one.word


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("", 0.0),
        ("The cat sat.", -2.6),  # 3 words of 1 syllable: 0.39 * 3 + 11.8 - 15.59
        ("The cat sat. The cat sat.", -2.6),
        ("{notice_published} sat here.", -2.6),
        ("Organisational accountability necessitates documentation.", 47.9),  # 21 syllables in 4 words
    ],
)
def test_the_grade_of_a_text(text: str, years: float) -> None:
    assert grade(text) == pytest.approx(years, abs=0.05)


def test_longer_sentences_and_longer_words_have_a_higher_grade() -> None:
    short = "We keep names apart. We keep answers safe. We tell nobody."
    assert grade(short) < grade(short.replace(". We", " and we"))
    assert grade(short) < grade(short.replace("safe", "confidential"))


def test_clauses_can_be_read_by_those_who_have_to() -> None:
    clauses = load(content.file("dpia_templates", "clauses.yaml")).data["clauses"]
    grades = {one["id"]: (grade(one["text"]), GRADES[one.get("for", "parties")]) for one in clauses}
    assert {name: pair for name, pair in grades.items() if pair[0] > pair[1]} == {}
    assert GRADES == {"people": 10.0, "parties": 12.0}


def test_the_law_can_be_read_by_the_parties() -> None:
    grades = {name: grade(entry.says) for name, entry in load_law().entries.items()}
    assert {name: years for name, years in grades.items() if years > GRADES["parties"]} == {}
