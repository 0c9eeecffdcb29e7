"""Every message and every rule file can be read by anybody, counts right, and says what to do."""

from __future__ import annotations

import re
from collections.abc import Iterator
from statistics import mean

import pytest

from cfgovern.validation.messages import load_messages
from cfgovern.validation.rulefiles import load_pack
from tests.reading import grade, syllables

HARDEST = {"message": 8, "fix": 8, "why": 9}  # years of school; a reason may name a law or an instrument
ON_AVERAGE = 4
# What a reader is asked to do. A new verb is added here, if it is one that everybody knows.
VERBS = re.compile(
    "(then |and |or )?(add|ask|change|check|choose|clear|confirm|correct|count|delete|empty|enter|fill|"
    "format|give|keep|leave|look|make|mark|number|open|put|save|send|split|take|turn|type|unhide|use|write)\\b",
    re.IGNORECASE,
)
FORMS = [
    (f"{kind}.{variant}", forms)
    for kind, variants in load_messages().kinds.items()
    for variant, forms in variants.items()
]
RULES = load_pack("changing-futures")
every_message = pytest.mark.parametrize(("name", "forms"), FORMS, ids=[name for name, _ in FORMS])
every_rule = pytest.mark.parametrize("rule", RULES, ids=[rule.name for rule in RULES])


def plain(text: str) -> str:
    """``text`` with a word for each place: what stands there is the contract's."""
    return re.sub("{[a-z_]+}", "date", text)


def written() -> Iterator[tuple[str, str, str]]:
    """(where, part, text) of all that is written for the reader."""
    for name, forms in FORMS:
        for form in ("one", "many", "all", "fix"):
            yield name, "fix" if form == "fix" else "message", forms[form]
    for reason, text in load_messages().not_run.items():
        yield f"not_run.{reason}", "message", text
    for kind, text in load_messages().why.items():
        yield f"why.{kind}", "why", text
    for rule in RULES:
        for part in ("message", "fix", "why"):
            yield rule.name, part, getattr(rule, part)


# -- reading age -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("word", "number"),
    [("cat", 1), ("date", 1), ("dates", 1), ("table", 2), ("tables", 2), ("asked", 1), ("needed", 2),
     ("empty", 2), ("identifier", 4), ("40", 1), ("year", 1), ("rule", 1), ("rules", 1), ("changes", 2)],
)  # fmt: skip
def test_syllables(word: str, number: int) -> None:
    assert syllables(word) == number


def test_the_grade_is_that_of_the_formula() -> None:
    assert grade("The cat sat on the mat.") == pytest.approx(0.39 * 6 + 11.8 * 6 / 6 - 15.59)
    assert grade("Fill in the cell. Save the file.") == pytest.approx(0.39 * 7 / 2 + 11.8 * 7 / 7 - 15.59)
    official = (
        "Non-conformant participant identification attributes necessitate retrospective verification "
        "against the authoritative administrative documentation."
    )
    assert grade(official) > 25


@pytest.mark.parametrize("part", HARDEST)
def test_no_text_is_harder_than_it_may_be(part: str) -> None:
    found = {(where, round(grade(plain(text)), 1)) for where, kind, text in written() if kind == part}
    assert len(found) > 20
    assert sorted((where, years) for where, years in found if years > HARDEST[part]) == []


def test_most_texts_are_easy() -> None:
    assert mean(grade(plain(text)) for _, part, text in written() if part != "why") <= ON_AVERAGE


# -- one and many ------------------------------------------------------------------------------------


@every_message
def test_one_is_told_without_a_number_and_many_with_it(name: str, forms: dict[str, str]) -> None:
    """What can only be once, or is a result in itself, is told in the same words whatever the number."""
    assert "{n}" not in forms["one"]
    if len({forms["one"], forms["many"], forms["all"]}) > 1:
        assert "{n}" in forms["many"]
        assert forms["one"] != forms["all"]
    else:
        assert re.search("{(actual|period|body|version|day)}|area.yaml|calendar", forms["one"])


@every_message
def test_a_number_stands_before_a_plural(name: str, forms: dict[str, str]) -> None:
    for form in ("many", "all"):
        for noun in re.findall(r"{n} (?:hidden |merged )?([a-z]+)", forms[form]):
            assert noun.endswith("s"), forms[form]


@every_message
def test_one_cell_is_not_spoken_of_as_several(name: str, forms: dict[str, str]) -> None:
    assert not re.search(
        r"\b(cells|values|codes|dates) in ‘{column}’ (are|have|hold|look|share)", forms["one"]
    )
    assert not re.search(r"{n} \w+ (?:in ‘{\w+}’ )?(is|has|holds|does|looks|shares|was)\b", forms["many"])


# -- what to do --------------------------------------------------------------------------------------


def asks(fix: str) -> bool:
    """Whether a sentence, or what follows a comma or colon in it, begins with something to do."""
    return any(VERBS.match(step) for step in re.split(r"(?<=[.!?:;,])\s+", fix))


@every_message
def test_a_message_says_what_to_do(name: str, forms: dict[str, str]) -> None:
    assert forms["fix"] == "{remedy}" or asks(forms["fix"])


@every_rule
def test_a_rule_says_what_to_do_and_why(rule) -> None:  # type: ignore[no-untyped-def]
    assert asks(rule.fix), rule.fix
    assert rule.why and rule.message != rule.fix


def test_a_fix_that_asks_for_nothing_is_seen() -> None:
    assert not asks("The value is wrong. It is not a date.")
    assert asks("If this is right, leave it.") and asks("Then send it again.")


# -- nothing of a cell -------------------------------------------------------------------------------


@every_rule
def test_the_words_of_a_rule_have_no_place_for_anything(rule) -> None:  # type: ignore[no-untyped-def]
    """They are put into messages as they stand: a place in them could only be for what a cell holds."""
    assert not re.search(r"[{}%$<>]|\|\|", rule.message + rule.fix + rule.why)


# -- an example --------------------------------------------------------------------------------------


@every_message
def test_where_a_form_or_a_limit_is_asked_for_an_example_shows_it(name: str, forms: dict[str, str]) -> None:
    if re.search("{(format|form|range|length|step)}", forms["one"] + forms["fix"]):
        assert forms["example"] == "{example}"
