"""The catalogue has every row, and no open question is ever filled with words."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from cfgovern import content
from cfgovern.errors import OperatorFileError
from cfgovern.governance.law import load_law
from cfgovern.governance.questions import Catalogue, State, load_questions, questions_of
from cfgovern.governance.vocabulary import load_vocabulary
from cfgovern.governance.wording import GRADES, banned_in, grade, load_banned
from cfgovern.profile.answers import About, Answer
from tests.unit.governance.factory import whole
from tests.unit.governance.known import known

KINDS = load_vocabulary().kinds
LAW = load_law()
HUMAN = {"D3", "D7", "D9", "D11", "D19", "S2", "S18", "N7"}


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return load_questions(KINDS)


def states(
    facts: dict[str, Any], catalogue: Catalogue, *answers: Answer
) -> dict[tuple[str, str | None], State]:
    said: dict[About, Answer] = {answer.key: answer for answer in answers}
    return {(one.question, one.target): one for one in questions_of(facts, said, catalogue, LAW)}


def test_every_row_is_there_once(catalogue: Catalogue) -> None:
    rows = [
        *(f"D{n}" for n in range(1, 24)),
        *(f"S{n}" for n in range(1, 19)),
        *(f"N{n}" for n in range(1, 9)),
    ]
    assert list(catalogue.questions) == rows
    assert catalogue.counts() == {"questions": 49, "human": 8, "confirm": 11, "derived": 30}
    assert {name for name, one in catalogue.questions.items() if one.kind == "human"} == HUMAN


def test_the_limbs_of_article_35_7(catalogue: Catalogue) -> None:
    of = {limb: [n for n, one in catalogue.questions.items() if one.limb == limb] for limb in "abcd"}
    assert of == {
        "a": ["D3", "D4", "D5", "D6"],
        "b": ["D10", "D11", "D12", "D13", "D14"],
        "c": ["D17"],
        "d": ["D18"],
    }


def test_a_whole_area_is_open_only_where_a_person_has_to_answer(catalogue: Catalogue) -> None:
    found = states(whole(), catalogue)
    assert {question for (question, _), one in found.items() if one.state == "open"} == HUMAN | {"S15"}
    assert found["S15", "party:host"].missing[0].place == "area.yaml: bodies.host.signed.dsa"
    assert {
        one.state for (question, _), one in found.items() if catalogue.questions[question].kind == "confirm"
    } == {
        "confirm",
        "open",
    }


def test_what_only_a_person_can_answer_is_never_drafted(catalogue: Catalogue) -> None:
    for name in HUMAN:
        assert catalogue.questions[name].draft is None
        one = states(whole(), catalogue)[name, None]
        assert (one.state, one.text) == ("open", ())
        assert one.because.endswith(f"Write it in answers.yaml under question: {name}.")


def leaves(node: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Paths of everything that stands in facts."""
    entries = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    for key, value in entries:
        yield (*path, key)
        yield from leaves(value, (*path, key))


def test_an_open_question_never_has_words_whatever_is_missing(catalogue: Catalogue) -> None:
    """Whole sections, and single values of them, taken away one at a time."""
    sections = ("people", "retention", "security", "agreement", "notice", "rights", "documents", "transfers")
    opened = 0
    for path in leaves({name: whole()[name] for name in sections}):
        facts = whole()
        node = facts
        for step in path[:-1]:
            node = node[step]
        node[path[-1]] = None
        for one in states(facts, catalogue).values():
            assert (one.state == "open") == bool(
                one.because and not one.text and one.state != "not_applicable"
            )
            assert not any("[not yet known" in text for text in one.text)
            opened += one.state == "open" and one.question not in HUMAN | {"S15"}
    assert opened > 30


@pytest.mark.parametrize(
    ("section", "key", "opens"),
    [
        ("retention", "period", {"D4", "D6", "D14", "D23", "N2", "N5"}),
        ("security", "assets", {"D8"}),
        ("rights", "complaints", {"D15", "S12", "N8"}),
        ("keys", "custodian", set()),
        ("notice", "published", {"D15"}),
    ],
)
def test_a_missing_value_opens_what_rests_on_it_and_says_where_to_write_it(
    catalogue: Catalogue, section: str, key: str, opens: set[str]
) -> None:
    facts = whole()
    del facts[section][key]
    before, after = states(whole(), catalogue), states(facts, catalogue)
    opened = {place for place in after if after[place].state == "open" and before[place].state != "open"}
    assert {question for question, _ in opened} == opens
    for place in opened:
        assert f"area.yaml: {section}.{key}" in [one.place for one in after[place].missing]


def test_repeated_questions_are_asked_for_each(catalogue: Catalogue) -> None:
    found = states(whole(), catalogue)
    assert [about for question, about in found if question == "S1"] == ["party:host", "party:mhclg"]
    assert [about for question, about in found if question == "D5"] == ["flow:answers"]
    assert [about for question, about in found if question == "D12"] == [
        "item:participants.ethnic_group",
        "item:participants.nights_prison",
    ]
    assert found["D12", "item:participants.ethnic_group"].text == (
        "Ethnic group is needed for this. Who is helped?",
    )


def test_where_nobody_takes_part_the_question_stays(catalogue: Catalogue) -> None:
    one = states(whole() | {"parties": []}, catalogue)["S1", None]
    assert (one.state, one.because) == ("open", "It is asked for each party, and there is none yet.")


def test_an_item_without_a_purpose_is_a_gap(catalogue: Catalogue) -> None:
    facts = whole()
    facts["items"][0]["purposes"] = []
    one = states(facts, catalogue)["D12", "item:participants.ethnic_group"]
    assert (one.state, one.missing[0].place) == ("open", "the contract: cfgovernPurpose")


def test_an_item_that_is_not_collected_needs_no_reason(catalogue: Catalogue) -> None:
    facts = whole()
    facts["items"][0]["collected"] = False
    assert ("D12", "item:participants.ethnic_group") not in states(facts, catalogue)


def test_a_basis_that_cannot_stand_keeps_the_question_open(catalogue: Catalogue) -> None:
    facts = whole()
    facts["flows"][0]["parties"][0]["lawful_basis"] = "legitimate_interests"
    found = states(facts, catalogue)
    for question in ("D10", "S6", "N4"):
        assert found[question, "party:host"].state == "open"
        assert "cannot use legitimate interests for its tasks" in found[question, "party:host"].because
        assert found[question, "party:mhclg"].state in ("confirm", "derived")


def test_a_flow_without_a_route_is_open_for_those_who_decide(catalogue: Catalogue) -> None:
    facts = whole()
    facts["flows"][0]["confidence"] = {}
    found = states(facts, catalogue)
    assert "nobody has said how that duty is met" in found["S6", "party:host"].because
    assert "nobody has said how that duty is met" in found["S6", "party:mhclg"].because


def test_what_each_party_rests_on_is_told_by_its_title(catalogue: Catalogue) -> None:
    first, text = states(whole(), catalogue)["S6", "party:host"].text
    assert first.endswith("relies on the following.")
    assert "Public task (Article 6(1)(e)); Localism Act 2011, section 1; Research and statistics" in text
    assert "The person agreed (duty of confidence)." in text


@pytest.mark.parametrize("question", ["S1", "S3"])
def test_whoever_is_not_named_yet_is_a_gap(catalogue: Catalogue, question: str) -> None:
    facts = whole()
    facts["bodies"][1]["name"] = "The national evaluator (not named yet)"
    found = states(facts, catalogue)
    assert found[question, "party:mhclg" if question == "S1" else None].state == "open"


def test_the_programme_contract_with_no_area_profile_leaves_nothing_false(catalogue: Catalogue) -> None:
    facts = known()
    assert len([item for item in facts["items"] if item["collected"]]) > 100
    found = states(facts, catalogue)
    assert {found[question, about].state for question, about in found if question == "D12"} == {"derived"}
    for question in ("D1", "D6", "D10", "D13", "D17", "S4", "S6", "S15", "N1"):
        assert {one.state for (name, _), one in found.items() if name == question} == {"open"}, question


def test_modules_that_are_not_needed_are_not_applicable(catalogue: Catalogue) -> None:
    found = states(whole(), catalogue)
    assert found["S17", None].state == "derived"
    assert found["S16", None].state == "not_applicable"
    assert found["S16", None].because == "No party acts for another one, so there is nobody to instruct."
    facts = whole()
    facts["flows"][0]["parties"][1]["role"] = None
    assert states(facts, catalogue)["S16", None].state != "not_applicable"


def test_a_condition_that_cannot_be_judged_does_not_excuse(catalogue: Catalogue) -> None:
    facts = whole()
    facts["declared"] |= {"n_special": 0, "n_criminal": 0}
    assert states(facts, catalogue)["N4", None].state == "not_applicable"
    facts["declared"] |= {"n_special": None}
    assert states(facts, catalogue)["N4", "party:host"].state == "derived"


def test_a_risk_that_cannot_be_judged_keeps_the_risks_open(catalogue: Catalogue) -> None:
    facts = whole()
    facts["risks"].append({"id": "R02", "title": "Named", "state": "cannot_be_judged"})
    found = states(facts, catalogue)
    assert {question for question in ("D17", "D18", "D21") if found[question, None].state == "open"} == {
        "D17",
        "D18",
        "D21",
    }
    assert found["D17", None].because == "Not all facts are known that are needed to judge R02."
    assert states(whole() | {"risks": []}, catalogue)["D17", None].state == "open"


@pytest.mark.parametrize(
    ("regulator", "words"),
    [
        ({"state": "no", "high": [], "unknown": []}, "need not be asked first"),
        ({"state": "ask", "high": ["R01"], "unknown": []}, "A high risk is left: Picked out."),
        ({"state": "open", "high": [], "unknown": ["R02"]}, ""),
    ],
)
def test_asking_the_regulator(catalogue: Catalogue, regulator: dict[str, Any], words: str) -> None:
    one = states(whole() | {"regulator": regulator}, catalogue)["D21", None]
    assert (one.state, words in " ".join(one.text)) == ("derived" if words else "open", True)


def test_the_signs_of_high_risk_come_from_the_facts(catalogue: Catalogue) -> None:
    [text] = states(whole(), catalogue)["D2", None].text
    assert "data of a special category on a large scale" in text
    assert "matched" in text
    assert "under 18" not in text
    facts = whole()
    facts["declared"] = dict.fromkeys(facts["declared"])
    assert states(facts, catalogue)["D2", None].state == "open"


def answer(question: str, about: str | None = None, state: str = "confirmed", **more: str) -> Answer:
    return Answer(
        question, about, state, **({"text": "First.\n\nSecond.", "by": "DPO", "on": "2026-11-01"} | more)
    )


def test_answers_of_people_come_first(catalogue: Catalogue) -> None:
    found = states(
        whole(),
        catalogue,
        answer("D3"),
        answer("D7", state="draft"),
        answer("D9", state="not_applicable", text="", because="Nobody could be asked."),
        answer("S1", text="For each."),
        answer("S1", "party:host", text="For the host."),
    )
    assert (found["D3", None].state, found["D3", None].text) == ("answered", ("First.", "Second."))
    assert found["D7", None].state == "confirm"
    assert (found["D9", None].state, found["D9", None].because) == (
        "not_applicable",
        "Nobody could be asked.",
    )
    assert found["S1", "party:host"].text == ("For the host.",)
    assert found["S1", "party:mhclg"].text == ("For each.",)


def test_what_a_person_confirms_stands_beside_what_speaks_against_it(catalogue: Catalogue) -> None:
    facts = whole()
    facts["flows"][0]["parties"][0]["lawful_basis"] = "consent"
    one = states(facts, catalogue, answer("S6", "party:host"))["S6", "party:host"]
    assert one.state == "answered"
    assert one.because.startswith("Answers: Consent is seldom free where people depend on a public body")


def test_an_answer_without_words_answers_nothing(catalogue: Catalogue) -> None:
    assert states(whole(), catalogue, answer("D3", text=" "))["D3", None].state == "open"


def test_questions_are_plain_and_hold_no_banned_word(catalogue: Catalogue) -> None:
    banned = load_banned()
    for name, one in catalogue.questions.items():
        for text in filter(None, (one.title, one.asks, one.draft, one.hint, one.when_not)):
            assert banned_in(text, banned) == [], name
        for text in filter(None, (one.asks, one.draft, one.hint, one.when_not)):
            assert grade(text) <= GRADES["parties"], name
    for words, _ in catalogue.screening:
        assert banned_in(words, banned) == []


QUESTION = (
    "{id: D1, title: One, asks: What, documents: [dpia], source: x, derivation: [C], "
    "required_for: sign, owner: each_party, draft: Text"
)


@pytest.fixture
def pack(tmp_path: Path) -> Iterator[Path]:
    for name in ("schemas", "dpia_templates"):
        (tmp_path / name).mkdir()
    content.use_pack(tmp_path)
    yield tmp_path / "dpia_templates" / "questions.yaml"
    content.use_pack(None)


@pytest.mark.parametrize(
    ("question", "code"),
    [
        (QUESTION + "}", "questions.twice"),
        (QUESTION.replace("D1", "D2").replace("draft: Text", 'draft: "{hosst}"') + "}", "questions.name"),
        (QUESTION.replace("D1", "D2").replace(", draft: Text", "") + "}", "questions.draft"),
        (QUESTION.replace("D1", "D2").replace("[C]", "[H]") + "}", "questions.draft"),
        (QUESTION.replace("D1", "D2") + ", when: n_special > 0}", "questions.when_not"),
        (QUESTION.replace("D1", "D2") + ", when: n_speciall > 0, when_not: No.}", "expression.name"),
        (QUESTION.replace("D1", "X2") + "}", "entry.regex"),
    ],
)
def test_a_fault_has_its_place(pack: Path, question: str, code: str) -> None:
    sign = "{id: a, says: b, when: n_special > 0, source: c}"
    pack.write_text(
        f'version: "1"\nscreening: [{sign}]\nquestions:\n  - {QUESTION}}}\n  - {question}\n', encoding="utf-8"
    )
    with pytest.raises(OperatorFileError) as refused:
        load_questions(KINDS)
    assert [(fault.code, fault.line) for fault in refused.value.faults] == [(code, 5)]
