"""Rule files beyond their header: the SQL, what it reads, and the concepts of the contract."""

from __future__ import annotations

from pathlib import Path

import pytest

from cfgovern.contract.load import load_contract
from cfgovern.errors import Fault
from cfgovern.validation.rulefiles import read_rule
from cfgovern.validation.rulelint import refused_rules, rule_faults

CONTRACT = """\
apiVersion: v3.1.0
kind: DataContract
id: x
version: '1'
status: draft
schema:
  - name: T1
    customProperties: [{property: cfgovernConcept, value: people}]
    properties:
      - {name: A, customProperties: [{property: cfgovernConcept, value: person_id}]}
      - {name: B, logicalType: date, customProperties: [{property: cfgovernConcept, value: joined}]}
      - {name: C, customProperties: [{property: cfgovernConcept, value: home_state}]}
  - name: visits
    properties: [{name: person_id}, {name: day, logicalType: date}]
"""
RULE = """\
-- severity: error
-- anchor: people.joined
-- columns: people.joined, people.person_id, visits.day, visits.person_id
-- group: person_id
-- message: A visit lies before the day of joining.
-- fix: Check both days.
-- why: Support is counted from the day of joining.
SELECT p._row
FROM people AS p
WHERE p.joined <= :as_of
  AND EXISTS (
    SELECT 1 FROM visits AS v WHERE v.person_id = p.person_id AND v.day < p.joined
  )
"""


def faults_of(tmp_path: Path, *changes: tuple[str, str]) -> list[Fault]:
    (tmp_path / "x.yaml").write_text(CONTRACT)
    text = RULE
    for old, new in changes:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    path = tmp_path / "visit_after_joining.sql"
    path.write_text(text)
    rule, faults = read_rule(path)
    assert rule is not None and faults == []
    contract = load_contract(tmp_path / "x.yaml")
    found = rule_faults(rule, contract, text)
    return found or list(refused_rules([(rule, text)], contract))


def test_a_rule_in_order_has_no_fault(tmp_path: Path) -> None:
    assert faults_of(tmp_path) == []


@pytest.mark.parametrize("name", ["joined_state", "home_state", "home_state_state"])
def test_the_state_of_a_column_counts_as_the_column(tmp_path: Path, name: str) -> None:
    column = "home_state" if name.startswith("home") else "joined"
    columns = sorted({"joined", "person_id", column})
    changes = (
        (
            "people.joined, people.person_id, visits",
            ", ".join(f"people.{each}" for each in columns) + ", visits",
        ),
        ("p.joined <= :as_of", f"p.{name} = 'empty'"),
    )
    assert faults_of(tmp_path, *changes) == []


@pytest.mark.parametrize("output", ["p.*", "p._ROW", "p._row, 'joined' AS _column"])
def test_ways_to_return_the_row(tmp_path: Path, output: str) -> None:
    assert faults_of(tmp_path, ("SELECT p._row", f"SELECT {output}")) == []


WHOLE = RULE[RULE.index("SELECT p._row") :]
FAULTS = [
    ("sql", WHOLE, "DELETE FROM people\n", 8, 1,
     "The SQL of the rule visit_after_joining must be one SELECT statement."),
    ("sql", WHOLE, "SELECT p._row FROM people AS p WHERE (\n", 8, 1,
     "The SQL of the rule visit_after_joining is not SQL that can be read."),
    ("refused", "v.day < p.joined", "v.day < p.person_id AND p.joined < 1", 8, 1,
     "DuckDB does not take this query: a function or a comparison in it does not fit."),
    ("anchor_unknown", "anchor: people.joined", "anchor: people.joind", 2, 1,
     'The contract has no concept "people.joind". Did you mean "people.joined"?'),
    ("anchor_unknown", "anchor: people.joined", "anchor: employer.size", 2, 1,
     'The contract has no concept "employer.size".'),
    ("columns_differ", ", visits.day,", ",", 3, 1,
     "The header line columns is not what the query reads: visits.day is read and not named."),
    ("columns_differ", "people.joined, people", "people.home_state, people.joined, people", 3, 1,
     "The header line columns is not what the query reads: people.home_state is named and not read."),
    ("columns_differ", "visits.day,", "visits.dya,", 3, 1,
     "The header line columns is not what the query reads: visits.day is read and not named,"
     " visits.dya is named and not read."),
    ("unknown_column", "v.day <", "v.days <", 12, 69,
     'No column has the concept "days". Did you mean "day"?'),
    ("unknown_column", "p.joined <= :as_of", "p.B <= :as_of", 10, 9, 'No column has the concept "B".'),
    ("unknown_table", "FROM visits AS", "FROM visit AS", 12, 19,
     'No table has the concept "visit". Did you mean "visits"?'),
    ("source", WHOLE, "SELECT v._row FROM visits AS v JOIN people AS p ON v.person_id = p.person_id"
     " WHERE v.day < p.joined\n", 8, 1,
     'The query must select from "people", the table of its anchor.'),
    ("row", "SELECT p._row", "SELECT p.person_id", 8, 1, "The query must return _row of each failing row."),
    ("parameter", ":as_of", ":as_off", 8, 1, 'There is no parameter :as_off. Did you mean "as_of"?'),
    ("group", "group: person_id", "group: person", 4, 1,
     'The group "person" is not among the columns of "people". Did you mean "person_id"?'),
]  # fmt: skip


@pytest.mark.parametrize(("code", "old", "new", "line", "column", "words"), FAULTS)
def test_a_faulty_rule_is_told_once_at_its_line(
    tmp_path: Path, code: str, old: str, new: str, line: int, column: int, words: str
) -> None:
    (fault,) = faults_of(tmp_path, (old, new))
    assert (fault.code, fault.message) == (f"rule.{code}", words)
    assert (fault.path, fault.line, fault.column) == (
        str(tmp_path / "visit_after_joining.sql"), line, column,
    )  # fmt: skip


def test_the_right_columns_line_is_written_out(tmp_path: Path) -> None:
    (fault,) = faults_of(tmp_path, (", visits.day,", ","))
    assert fault.fix == "Write: people.joined, people.person_id, visits.day, visits.person_id"


def test_a_wrong_name_used_everywhere_is_told_where_the_query_reads_it(tmp_path: Path) -> None:
    (fault,) = faults_of(tmp_path, ("visits.day,", "visits.dya,"), ("v.day <", "v.dya <"))
    assert fault.code == "rule.unknown_column"
