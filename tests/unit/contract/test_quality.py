"""ODCS quality rules: read as they are meant, or refused; an unknown one is never skipped."""

from __future__ import annotations

from typing import Any

import pytest

from cfgovern.contract.model import NodePath, Quality
from cfgovern.contract.quality import METRICS, OPERATORS, names_in, read

HERE: NodePath = ("schema", 0)
ENTRY: NodePath = (*HERE, "quality", 0)
Faults = list[tuple[str, str, NodePath]]


def read_rules(*entries: Any, column: str | None = None) -> tuple[list[Quality], Faults]:
    faults: Faults = []

    def fault(code: str, message: str, path: NodePath) -> None:
        faults.append((code, message, path))

    node = {"quality": list(entries)}
    rules = list(read(fault, node, HERE, table="people", column=column, columns=("area", "born")))
    return rules, faults


def rule(entry: dict[str, Any], column: str | None = None) -> Quality:
    (found,), faults = read_rules(entry, column=column)
    assert faults == []
    return found


# -- what is read ----------------------------------------------------------------------------


def test_a_metric_on_a_column() -> None:
    found = rule(
        {"metric": "nullValues", "mustBeLessThan": 5, "unit": "percent", "severity": "Warning",
         "description": " Few gaps. "},
        "born",
    )  # fmt: skip
    assert found == Quality(
        id="born.nullValues", type="library", path=ENTRY, severity="warning", metric="nullValues",
        threshold=("mustBeLessThan", 5), unit="percent", description="Few gaps.",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("entry", "column", "name"),
    [
        ({"id": "rows", "name": "No rows"}, None, "rows"),
        ({"name": "Not too old!"}, None, "not_too_old"),
        ({"name": "!!!"}, None, "library"),
        ({}, None, "rowCount"),
    ],
)
def test_how_a_rule_is_called(entry: dict[str, Any], column: str | None, name: str) -> None:
    assert rule({"metric": "rowCount", "mustBe": 1, **entry}, column).id == name


def test_the_old_word_for_a_metric_still_counts() -> None:
    assert (
        rule({"type": "library", "rule": "duplicateValues", "mustBe": 0}, "born").metric == "duplicateValues"
    )


@pytest.mark.parametrize("operator", OPERATORS)
def test_every_operator(operator: str) -> None:
    value: Any = [1, 5] if operator.endswith("Between") else 3
    want: Any = (1, 5) if operator.endswith("Between") else 3
    assert rule({"metric": "rowCount", operator: value}).threshold == (operator, want)


def test_a_rule_in_words_needs_no_threshold() -> None:
    found = rule({"type": "text", "id": "by_eye", "description": "Names look right."})
    assert (found.type, found.threshold, found.description) == ("text", None, "Names look right.")


def test_a_rule_for_another_tool_is_read_as_it_is_written_and_never_judged() -> None:
    found = rule({"type": "custom", "engine": " soda ", "implementation": {"check": "rows > 10"}}, "born")
    assert (found.id, found.engine, found.implementation) == ("born.custom", "soda", {"check": "rows > 10"})
    assert found.threshold is None and not found.judged
    assert not rule({"type": "text", "description": "Names look right."}).judged
    assert rule({"metric": "rowCount", "mustBe": 1}).judged


def test_rules_that_are_not_judged_need_no_names_of_their_own() -> None:
    custom, text = {"type": "custom", "engine": "soda"}, {"type": "text", "description": "Look."}
    named = {"type": "text", "id": "custom_2"}
    rules, faults = read_rules(custom, named, custom, text, custom, text)
    assert faults == []
    assert [one.id for one in rules] == ["custom", "custom_2", "custom_3", "text", "custom_4", "text_2"]


@pytest.mark.parametrize(
    ("query", "placed"),
    [
        (
            "SELECT count(*) FROM ${table} WHERE ${column} IS NULL",
            'SELECT count(*) FROM "people" WHERE "born" IS NULL',
        ),
        (
            "SELECT count(*) FROM {object} WHERE {property} < 1",
            'SELECT count(*) FROM "people" WHERE "born" < 1',
        ),
        (
            "SELECT count(*) FROM ${model} WHERE ${field} = '{x}'",
            'SELECT count(*) FROM "people" WHERE "born" = \'{x}\'',
        ),
    ],
)
def test_placeholders_of_a_query_become_names(query: str, placed: str) -> None:
    assert rule({"type": "sql", "id": "q", "query": query, "mustBe": 0}, "born").query == placed


def test_a_placeholder_for_a_column_stays_where_there_is_none() -> None:
    assert (
        rule({"type": "sql", "id": "q", "query": "SELECT ${column}", "mustBe": 0}).query == "SELECT ${column}"
    )


# -- what is refused -------------------------------------------------------------------------

ONE_OF = f"A quality rule needs one of {', '.join(OPERATORS)}."
KNOWN = f"A metric is one of {', '.join(METRICS)}."
NO_ENGINE = "A rule of type custom needs an engine, which says who runs it."
TWO = 'Two quality rules here are named "a". Give each an id.'

REFUSED = [
    ("quality", "x", None, (), "A quality rule is a mapping."),
    ("quality_type", {"type": "sqll"}, None, ("type",),
     'A quality type is one of library, sql, text, custom. Did you mean "sql"?'),
    ("quality_severity", {"metric": "rowCount", "mustBe": 1, "severity": "warn"}, None, ("severity",),
     'A severity is one of block, error, warning, info. Did you mean "warning"?'),
    ("quality_operator", {"metric": "rowCount"}, None, (), ONE_OF),
    ("quality_operator", {"metric": "rowCount", "mustBe": 1, "mustNotBe": 2}, None, (), ONE_OF),
    ("quality_number", {"metric": "rowCount", "mustBe": "1"}, None, ("mustBe",), "mustBe needs a number."),
    ("quality_number", {"metric": "rowCount", "mustBe": True}, None, ("mustBe",), "mustBe needs a number."),
    ("quality_number", {"metric": "rowCount", "mustBeBetween": [1]}, None, ("mustBeBetween",),
     "mustBeBetween needs two numbers."),
    ("quality_number", {"metric": "rowCount", "mustNotBeBetween": 3}, None, ("mustNotBeBetween",),
     "mustNotBeBetween needs two numbers."),
    ("quality_number", {"metric": "rowCount", "mustBeBetween": [5, 2]}, None, ("mustBeBetween",),
     "The first number of mustBeBetween is larger than the second."),
    ("quality_engine", {"type": "custom", "implementation": "x"}, None, (), NO_ENGINE),
    ("quality_engine", {"type": "custom", "engine": " ", "implementation": "x"}, None, (), NO_ENGINE),
    ("quality_query", {"type": "sql", "mustBe": 0}, None, (), "A rule of type sql needs a query."),
    ("quality_query", {"type": "sql", "query": "", "mustBe": 0}, None, (),
     "A rule of type sql needs a query."),
    ("quality_unit", {"metric": "rowCount", "mustBe": 1, "unit": "%"}, None, ("unit",),
     "A unit is rows or percent."),
    ("unknown_metric", {"metric": "rowCuont", "mustBe": 1}, None, ("metric",),
     f'{KNOWN} Did you mean "rowCount"?'),
    ("unknown_metric", {"metric": "freshness", "mustBe": 1}, "born", ("metric",), KNOWN),
    ("unknown_metric", {"mustBe": 1}, "born", (), KNOWN),
    ("metric_place", {"metric": "rowCount", "mustBe": 1}, "born", ("metric",),
     "rowCount belongs on the table, not on a property."),
    ("metric_place", {"metric": "nullValues", "mustBe": 0}, None, ("metric",),
     "nullValues belongs on a property, not on the table."),
    ("metric_arguments", {"metric": "invalidValues", "mustBe": 0}, "born", ("arguments",),
     "invalidValues needs the argument validValues or pattern."),
    ("metric_arguments", {"metric": "invalidValues", "mustBe": 0, "arguments": {"validValues": "a"}}, "born",
     ("arguments", "validValues"), "validValues is a list."),
    ("pattern", {"metric": "invalidValues", "mustBe": 0, "arguments": {"pattern": "(?!x)"}}, "born",
     ("arguments", "pattern"), "The pattern looks ahead or behind, which cannot be run safely."),
    ("pattern", {"metric": "invalidValues", "mustBe": 0, "arguments": {"pattern": 3}}, "born",
     ("arguments", "pattern"), "A pattern must be text."),
    ("metric_arguments", {"metric": "missingValues", "mustBe": 0}, "born", ("arguments",),
     "missingValues needs a list named missingValues."),
    ("metric_arguments", {"metric": "duplicateValues", "mustBe": 0}, None, ("arguments",),
     "duplicateValues on a table needs a list named properties."),
    ("unknown_column",
     {"metric": "duplicateValues", "mustBe": 0, "arguments": {"properties": ["born", "aera"]}}, None,
     ("arguments", "properties", 1), 'There is no property "aera" here. Did you mean "area"?'),
]  # fmt: skip


@pytest.mark.parametrize(("code", "entry", "column", "at", "words"), REFUSED)
def test_what_cannot_be_judged_is_a_fault(
    code: str, entry: Any, column: str | None, at: NodePath, words: str
) -> None:
    _, faults = read_rules(entry, column=column)
    assert faults == [(code, words, (*ENTRY, *at))]


@pytest.mark.parametrize("what", [{"metric": "rowCount", "mustBe": 1}, {"type": "custom", "engine": "soda"}])
def test_two_rules_of_one_name(what: dict[str, Any]) -> None:
    entry = {"id": "a", **what}
    rules, faults = read_rules(entry, entry)
    assert len(rules) == 2
    assert faults == [("quality_twice", TWO, (*HERE, "quality", 1))]


@pytest.mark.parametrize("given", [None, "x", {"metric": "rowCount"}])
def test_what_is_no_list_is_left_to_the_schema_of_odcs(given: Any) -> None:
    assert list(read(lambda *_: None, {"quality": given}, HERE, table="people")) == []


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ('SELECT count(*), COUNT (1) FROM t WHERE "count" > 1', {"select", "from", "t", "where", "count"}),
        ("SELECT a -- b\n/* c */ FROM t WHERE d = 'e'", {"select", "a", "from", "t", "where", "d"}),
        ("SELECT naïve + a1", {"select", "naïve", "a1"}),
        ('SELECT "a ""b"""', {"select", 'a "b"'}),
        ("SELECT count", {"select", "count"}),
    ],
)
def test_the_names_in_a_query(query: str, names: set[str]) -> None:
    assert names_in(query) == names
