"""The page on questions, law and wording says what is so, and the outlines leave nothing out."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from cfgovern.governance import bases
from cfgovern.governance.clauses import load_clauses
from cfgovern.governance.law import load_law
from cfgovern.governance.outline import KINDS, load_outline
from cfgovern.governance.questions import load_questions
from cfgovern.governance.vocabulary import load_vocabulary
from cfgovern.governance.wording import grade

ROOT = Path(__file__).parents[3]
PAGE = (ROOT / "docs" / "reference" / "wording-of-documents.md").read_text(encoding="utf-8")
FACTS = load_vocabulary().kinds
QUESTIONS = load_questions(FACTS)
CLAUSES = load_clauses(FACTS, load_law())
WORDS = {
    "human": "a person answers",
    "confirm": "a draft that a person confirms",
    "derived": "derived",
}


def rows(columns: int) -> list[list[str]]:
    """The tables of the page with that many columns, without their heads."""
    cells = [
        [cell.strip() for cell in line.split("|")[1:-1]] for line in PAGE.splitlines() if line[:1] == "|"
    ]
    return [
        row for row in cells if len(row) == columns and row[0] not in ("Question", "Finding", "Clause", "---")
    ]


def test_the_page_lists_every_question() -> None:
    assert rows(6) == [
        [one.id, one.title, WORDS[one.kind], one.repeat or "-", one.limb or "-", one.required_for]
        for one in QUESTIONS.questions.values()
    ]
    counts = QUESTIONS.counts()
    told = f"{counts['questions']} questions: {counts['derived']} are derived"
    assert told in PAGE and f"{counts['confirm']} are\ndrafted" in PAGE and f"{counts['human']} only" in PAGE


def test_the_page_lists_every_finding() -> None:
    source = Path(bases.__file__).read_text(encoding="utf-8")
    found = set(re.findall(r'"(law\.[a-z0-9_]+)"', source)) | {
        "law.article_9_missing",
        "law.article_10_missing",
    }
    assert {row[0] for row in rows(2)} == found


def test_the_page_gives_the_grade_of_every_clause() -> None:
    assert rows(3) == [[one.id, one.readers, str(grade(one.text))] for one in CLAUSES.values()]


@pytest.mark.parametrize("kind", KINDS)
def test_the_outline_has_every_question_once_and_every_clause(kind: str) -> None:
    outline = load_outline(kind)
    blocks = [block for section in outline.sections for block in section.blocks]
    asked = [block.name for block in blocks if block.kind == "question"]
    of_schedules = {"S1", "S4", "S6", "S15"} if outline.named("schedules") else set()
    wanted = {name for name, one in QUESTIONS.questions.items() if kind in one.documents}
    assert sorted(asked) == sorted(wanted - of_schedules)
    assert all(QUESTIONS.questions[name].repeat == "party" for name in of_schedules)
    wanted = {name for name, one in CLAUSES.items() if kind in one.documents}
    assert wanted - set(outline.named("clause")) == {"draft_notice"}, "the notices of page 1 hold that one"
    assert set(outline.named("clause")) <= wanted


def test_a_clause_of_a_module_stands_in_its_section() -> None:
    for section in load_outline("dsa").sections:
        for block in section.blocks:
            if block.kind == "clause":
                assert CLAUSES[block.name].module == (section.module or None), block.name
