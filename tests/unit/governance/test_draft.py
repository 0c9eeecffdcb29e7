"""One document put together from facts, questions, risks and clauses."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, replace
from functools import cache
from typing import Any

import pytest

from cfgovern.contract.model import Contract
from cfgovern.governance.clauses import clauses_of, load_clauses, modules_of
from cfgovern.governance.draft import Material, context_of
from cfgovern.governance.duties import duties_of, duty_rows
from cfgovern.governance.law import load_law
from cfgovern.governance.outline import KINDS, load_outline
from cfgovern.governance.questions import load_questions, questions_of
from cfgovern.governance.riskcatalogue import load_risks
from cfgovern.governance.risks import judged, regulator
from cfgovern.governance.shape import shape_of, unlike
from cfgovern.governance.vocabulary import load_vocabulary
from cfgovern.profile.answers import Answer
from cfgovern.profile.programme import load_programme
from tests.unit.governance.drafted import tables
from tests.unit.governance.known import contract, known


@cache
def pack() -> tuple[Any, ...]:
    kinds, law = load_vocabulary().kinds, load_law()
    return law, load_questions(kinds), load_risks(), load_clauses(kinds, law), load_programme()


def material(
    said: Mapping[str, Any] | None = None,
    answers: Mapping[Any, Answer] | None = None,
    of: Contract | None = None,
) -> Material:
    law, catalogue, rules, library, programme = pack()
    facts = known(said, of=of)
    risks = judged(facts, None, rules)
    shown = {"risks": [asdict(risk) for risk in risks], "regulator": asdict(regulator(risks, rules))}
    return Material(
        facts=facts,
        questions=catalogue.questions,
        states=questions_of({**facts, **shown}, answers or {}, catalogue, law),
        risks=risks,
        clauses={kind: clauses_of(facts, kind, library, law) for kind in KINDS},
        modules=modules_of(facts),
        law=law,
        duties=duty_rows(duties_of(facts, programme.duties)),
        departures=[],
        digests={"contract": "sha256:" + "0" * 64},
    )


def draft(kind: str, **asked: Any) -> dict[str, Any]:
    return context_of(load_outline(kind), material(**asked))


@pytest.mark.parametrize("kind", KINDS)
def test_the_draft_is_of_the_shape_that_templates_are_held_to(kind: str) -> None:
    shape = shape_of(load_outline(kind), tables())
    del shape["picture"]
    assert unlike(draft(kind), shape) == []


@pytest.mark.parametrize("kind", KINDS)
def test_every_open_question_stands_in_the_list_and_has_no_words_of_its_own(kind: str) -> None:
    made = draft(kind)
    asked = [*made["q"].values(), *(ask for one in made["schedules"] for ask in one["questions"])]
    unanswered = [(ask["id"], one) for ask in asked for one in ask["answers"] if one["state"] == "open"]
    assert sorted(name for name, _ in unanswered) == sorted(row["id"] for row in made["rows"]["unanswered"])
    assert {tuple(one["paragraphs"]) for _, one in unanswered} == {
        ("Nobody has answered this yet. Write the answer here.",)
    }
    assert any(
        notice.startswith(f"Open questions: {len(unanswered)}.") for notice in made["draft"]["notices"]
    )


@pytest.mark.parametrize("kind", KINDS)
def test_page_one_says_draft_candidate_and_not_legal_advice(kind: str) -> None:
    words = " ".join(draft(kind)["draft"]["notices"])
    assert "not legal advice" in words and "not the official specification" in words
    assert "not legal advice" in draft(kind)["draft"]["footer"]


def test_an_answer_is_shown_as_it_was_written() -> None:
    answer = Answer(
        "D3", None, "confirmed", "One & two.\n\nThree {{ x }}.", by="Programme manager", on="2026-09-01"
    )
    [shown] = draft("dpia", answers={("D3", None): answer})["q"]["D3"]["answers"]
    assert shown["state"] == "answered"
    assert shown["paragraphs"] == ["One & two.", "Three {{ x }}."]


def test_every_party_has_a_schedule_with_its_questions() -> None:
    schedules = draft("dsa")["schedules"]
    assert schedules[0]["name"] == "Northmoor Council"
    assert {ask["id"] for one in schedules for ask in one["questions"]} == {"S1", "S4", "S6", "S15"}
    assert draft("dpia")["schedules"] == []


def test_clauses_are_numbered_in_the_order_in_which_they_stand() -> None:
    titles = [one["title"] for there in draft("dsa")["clause"].values() for one in there]
    assert [int(title.partition(".")[0]) for title in titles] == list(range(1, len(titles) + 1))


def test_one_more_item_of_a_special_category_changes_what_it_must_and_nothing_else() -> None:
    [people] = [table for table in contract().tables if table.concept == "participants"]
    like = people.by_concept("religion")
    assert like is not None
    more = replace(like, name="more", concept="more", label="One more thing", code_list=None)
    tables_ = tuple(
        replace(one, columns=(*one.columns, more)) if one is people else one for one in contract().tables
    )
    before, after = draft("dpia"), draft("dpia", of=replace(contract(), tables=tables_))
    assert changed(before, after) == {
        "rows.data_items",
        "rows.special_items",
        "rows.purposes",
        "q.D12",
    }


def changed(one: Mapping[str, Any], other: Mapping[str, Any]) -> set[str]:
    """The parts of two drafts that differ."""
    return {
        f"{group}.{name}"
        for group in ("draft", "q", "clause", "rows", "modules")
        for name in one[group]
        if one[group][name] != other[group][name]
    }
