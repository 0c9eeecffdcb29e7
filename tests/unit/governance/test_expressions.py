"""Conditions of the catalogues: what is read, refused and where, and what unknown facts leave open."""

from __future__ import annotations

import pytest

from cfgovern.errors import Fault, InternalFault, OperatorFileError
from cfgovern.governance.expressions import DEEPEST, LONGEST, Expression, is_of_kind, parse, parse_at
from cfgovern.yamlfile import loads

NAMES = {"n_people": "number", "n_ids": "number", "linked": "yes_no", "small": "yes_no", "basis": "text"}


@pytest.mark.parametrize(
    ("text", "values", "found", "unknown"),
    [
        ("n_people >= 3 and n_ids < 500", {"n_people": 3, "n_ids": 499}, True, ()),
        ("n_people >= 3 and n_ids < 500", {"n_people": 2}, False, ()),
        ("n_people >= 3 and n_ids < 500", {"n_people": 3}, None, ("n_ids",)),
        ("linked or small", {"linked": True}, True, ()),
        ("linked or small", {"small": False, "linked": None}, None, ("linked",)),
        ("(linked and small) or basis == ''", {"linked": False, "basis": None}, None, ("basis",)),
        ("not linked == small", {"linked": True, "small": False}, True, ()),
        ("not not linked", {}, None, ("linked",)),
        ("basis == ''", {"basis": ""}, True, ()),
        ('basis != "it\'s"', {"basis": "it's"}, False, ()),
        ("true and not false", {}, True, ()),
        ("linked == true", {"linked": False}, False, ()),
        ("n_people>n_ids", {"n_people": 2.5, "n_ids": 2}, True, ()),
        ("linked or linked and small", {"linked": True, "small": False}, True, ()),
        ("n_people != n_people", {}, None, ("n_people",)),
    ],
)
def test_a_condition_is_true_false_or_cannot_be_judged(
    text: str, values: dict[str, bool | float | str | None], found: bool | None, unknown: tuple[str, ...]
) -> None:
    made = parse(text, NAMES)
    assert made.judge(values) is found
    assert made.unknown(values) == unknown


def test_its_names_are_told_once_in_their_order() -> None:
    assert parse("small or (n_ids > 1 and not small)", NAMES).names == ("small", "n_ids")


@pytest.mark.parametrize(
    ("text", "code", "column", "said"),
    [
        ("n_peple > 1", "name", 1, 'Did you mean "n_people"'),
        ("linked or xyzzy", "name", 11, "no fact"),
        ("linked or __import__('os')", "name", 11, "no fact"),
        ("linked('os')", "order", 7, "any more"),
        ("linked.real", "sign", 7, "no meaning"),
        ("linked; small", "sign", 7, "no meaning"),
        ("n_people + 1 > 2", "sign", 10, "no meaning"),
        ("n_people > 1.5", "sign", 12, "whole number"),
        ("n_people > 1234567890123456", "sign", 12, "15 figures"),
        ("n_people > -1", "sign", 12, "no meaning"),
        ("n_people = 1", "sign", 10, "equals sign"),
        ("basis == 'open", "sign", 10, "never closed"),
        ("(linked or small", "bracket", 1, "never closed"),
        ("linked)", "order", 7, "any more"),
        ("linked small", "order", 8, "any more"),
        ("linked and", "order", 11, "missing"),
        ("and linked", "order", 1, "missing"),
        ("", "order", 1, "missing"),
        ("()", "order", 2, "missing"),
        ("1 < n_people < 3", "chain", 14, "follow"),
        ("n_people", "kind", 1, "a number"),
        ("basis", "kind", 1, "text"),
        ("n_people and linked", "kind", 1, "a number"),
        ("linked and n_people", "kind", 12, "a number"),
        ("not n_people", "kind", 5, "a number"),
        ("basis > 'a'", "kind", 7, "text"),
        ("linked == 'yes'", "kind", 11, "text"),
        ("linked\N{NO-BREAK SPACE}and small", "sign", 7, "no meaning"),
        ("linked and ｓmall", "sign", 12, "no meaning"),
        ("linked and \u202esmall", "sign", 12, "no meaning"),
        ("linked\0", "sign", 7, "no meaning"),
        ("(" * (DEEPEST + 1) + "linked" + ")" * (DEEPEST + 1), "too_deep", DEEPEST + 1, "no more"),
        ("not " * (DEEPEST + 1) + "linked", "too_deep", 4 * DEEPEST + 1, "no more"),
        ("linked or " * 1_000 + "linked", "too_long", LONGEST + 1, "characters"),
        ("(" * 100_000, "too_long", LONGEST + 1, "characters"),
    ],
)
def test_anything_else_is_refused_at_its_column(text: str, code: str, column: int, said: str) -> None:
    with pytest.raises(OperatorFileError) as caught:
        parse(text, NAMES)
    [fault] = caught.value.faults
    assert (fault.code, fault.column) == (f"expression.{code}", column)
    assert said in fault.message


def test_as_deep_and_long_as_may_be() -> None:
    assert parse("(" * DEEPEST + "linked" + ")" * DEEPEST, NAMES).judge({"linked": True}) is True
    assert parse(f"{'linked or ' * 98}linked".ljust(LONGEST), NAMES).judge({"linked": False}) is False


def test_a_value_of_another_kind_is_a_fault_of_ours_and_is_not_told() -> None:
    for name, value in (("n_people", True), ("n_people", float("nan")), ("linked", 1), ("basis", 12345)):
        with pytest.raises(InternalFault) as caught:
            parse(f"{name} == {name}", NAMES).judge({name: value})
        assert name in str(caught.value) and "12345" not in str(caught.value)


def test_what_is_of_a_kind() -> None:
    assert is_of_kind(1, "number") and is_of_kind(0.5, "number") and not is_of_kind(True, "number")
    assert is_of_kind(False, "yes_no") and not is_of_kind(0, "yes_no") and not is_of_kind(None, "yes_no")
    assert is_of_kind("", "text") and not is_of_kind(None, "text")


@pytest.mark.parametrize(
    ("written", "column"), [("linkd", 7), ("'linkd'", 8), ('"linkd"', 8), ("small or linkd", 16)]
)
def test_in_a_file_the_place_is_that_in_the_file(written: str, column: int) -> None:
    document = loads(f"a: 1\nwhen: {written}\n", "risks.yaml")
    fault = parse_at(document, ("when",), document.data["when"], NAMES)
    assert isinstance(fault, Fault)
    assert (fault.path, fault.line, fault.column, fault.at) == ("risks.yaml", 2, column, ("when",))
    assert isinstance(parse_at(document, ("when",), "linked", NAMES), Expression)


def test_in_a_folded_text_the_place_is_its_start() -> None:
    document = loads("when: >-\n  small or\n  linkd\n", "risks.yaml")
    fault = parse_at(document, ("when",), document.data["when"], NAMES)
    assert isinstance(fault, Fault) and (fault.line, fault.column) == document.where(("when",))
