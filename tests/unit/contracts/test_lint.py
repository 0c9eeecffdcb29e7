"""What cfgovern asks beyond ODCS: each demand at its place, and nothing of a plain contract."""

from __future__ import annotations

from pathlib import Path

import pytest

from cfgovern.contract import words
from cfgovern.contract.extensions import ROLES, ROUTES
from cfgovern.contract.load import read_contract
from cfgovern.contract.treatments import TREATMENTS
from cfgovern.contracts import wording
from cfgovern.contracts.lint import in_order, own_faults, query_faults, without_doubles
from cfgovern.errors import Fault
from cfgovern.yamlfile import load
from tests.command import PLAIN_CONTRACT

PURPOSES = ("toc.engaged", "eval.linkage")
CONTRACT = """\
apiVersion: v3.1.0
kind: DataContract
id: urn:example:council
version: 1.0.0
status: draft
schema:
  - name: people
    customProperties: [{property: cfgovernRoute, value: payload}]
    quality:
      - {id: order, type: sql, query: SELECT count(*) FROM people WHERE left_on < joined, mustBe: 0}
    properties:
      - name: joined
        description: The day support began.
        classification: official
        logicalType: date
        customProperties:
          - {property: cfgovernRole, value: [quasi_identifier]}
          - {property: cfgovernTreatment, value: month}
          - {property: cfgovernPurpose, value: [toc.engaged]}
      - name: left_on
        description: The day support ended.
        classification: official
        logicalType: date
        customProperties:
          - {property: cfgovernRole, value: [operational]}
          - {property: cfgovernPurpose, value: [toc.engaged, eval.linkage]}
      - name: reference
        description: The area's own reference.
        classification: official
        logicalType: string
        logicalTypeOptions: {pattern: '^R-[0-9]{3}$'}
        customProperties:
          - {property: cfgovernRole, value: [record_id]}
          - {property: cfgovernPurpose, value: [toc.engaged]}
      - name: abuse_now
        description: Whether there is domestic abuse.
        classification: official-sensitive
        logicalType: string
        customProperties:
          - {property: cfgovernRole, value: [sensitive]}
          - {property: cfgovernPurpose, value: [toc.engaged]}
  - name: who
    customProperties: [{property: cfgovernRoute, value: identifiers}]
    properties:
      - name: home
        description: Where the person lives.
        classification: official-sensitive
        logicalType: string
        customProperties:
          - {property: cfgovernIdentifier, value: postcode}
          - {property: cfgovernRole, value: [direct_identifier]}
          - {property: cfgovernTreatment, value: keep}
          - {property: cfgovernPurpose, value: [eval.linkage]}
      - name: police_id
        description: Police number.
        classification: official-sensitive
        logicalType: string
        customProperties:
          - {property: cfgovernIdentifier, value: pnc_id}
          - {property: cfgovernRole, value: [direct_identifier, criminal_offence]}
          - {property: cfgovernTreatment, value: token}
          - {property: cfgovernPurpose, value: [eval.linkage]}
"""
MARK = "§"


def lint(tmp_path: Path, text: str) -> list[Fault]:
    path = tmp_path / "council.odcs.yaml"
    path.write_text(text, encoding="utf-8")
    contract, faults = read_contract(load(path))
    assert faults == []
    return [*query_faults(contract, text), *own_faults(contract, PURPOSES)]


def changed(old: str, new: str) -> tuple[str, tuple[int, int]]:
    """The contract with ``old`` replaced, and the place of the mark in ``new``."""
    assert CONTRACT.count(old) == 1, old
    before = CONTRACT[: CONTRACT.index(old)] + new[: new.index(MARK)]
    place = before.count("\n") + 1, len(before) - before.rfind("\n")
    return CONTRACT.replace(old, new.replace(MARK, "")), place


def test_a_contract_in_order_has_no_fault(tmp_path: Path) -> None:
    assert lint(tmp_path, CONTRACT) == []


PURPOSE = "          - {property: cfgovernPurpose, value: [toc.engaged, eval.linkage]}\n"
QUERY = "query: SELECT count(*) FROM people WHERE left_on < joined"
FAULTS = [
    ("concept_twice", "value: [record_id]}\n",
     "value: [record_id]}\n          - {property: cfgovernConcept, value: §left_on}\n",
     '"left_on" is also the concept of "left_on".'),
    ("concept_twice", "[{property: cfgovernRoute, value: identifiers}]",
     "[{property: cfgovernRoute, value: identifiers}, {property: cfgovernConcept, value: §people}]",
     '"people" is also the concept of "people".'),
    ("undescribed",
     "- name: reference\n        description: The area's own reference.\n", "- §name: reference\n",
     'The property "reference" has no description.'),
    ("undescribed",
     "- name: left_on\n        description: The day support ended.\n        classification: official\n",
     "- §name: left_on\n", 'The property "left_on" has no description or classification.'),
    ("undescribed",
     "- name: abuse_now\n        description: Whether there is domestic abuse.\n"
     "        classification: official-sensitive\n        logicalType: string\n        customProperties:\n"
     "          - {property: cfgovernRole, value: [sensitive]}\n",
     "- §name: abuse_now\n        logicalType: string\n        customProperties:\n",
     'The property "abuse_now" has no description, classification or role.'),
    ("unknown_purpose", "[toc.engaged, eval.linkage]", "[toc.engaged, §eval.linkige]",
     'There is no purpose "eval.linkige". Did you mean "eval.linkage"?'),
    ("unknown_treatment", "value: month", "value: §mnoth",
     'There is no treatment "mnoth". Did you mean "month"?'),
    ("treatment_without_role",
     "          - {property: cfgovernRole, value: [quasi_identifier]}\n"
     "          - {property: cfgovernTreatment, value: month}",
     "          - {property: cfgovernTreatment, value: §month}",
     'The property "joined" has a treatment and no role, so nothing says why it needs one.'),
    ("locale_class", "'^R-[0-9]{3}$'", r"§'^R-\d{3}$'", r"\d means other characters in other programs."),
    ("query", QUERY, "query: §DELETE FROM people",
     "The SQL of the rule people.order must be one SELECT statement."),
    ("query", QUERY, "query: §SELECT 1; SELECT 2",
     "The SQL of the rule people.order must be one SELECT statement."),
    ("query", QUERY, "query: §SELECT count(* FROM people",
     "The SQL of the rule people.order is not SQL that can be read."),
    ("query", QUERY, "query: §SELECT count(*) FROM read_csv('people.csv')",
     "The SQL of the rule people.order may only read the tables of the contract."),
    ("query_table", "FROM people WHERE", "FROM §poeple WHERE",
     'The contract has no table "poeple" for this query to read. Did you mean "people"?'),
    ("query_property", "left_on < joined", "left_on < §joind",
     'The contract has no property "joind" for this query to read. Did you mean "joined"?'),
    ("query_refused", QUERY, "query: §SELECT count(*) FROM people WHERE datedif(left_on) > 1",
     "DuckDB does not take this query: a function or a comparison in it does not fit."),
    ("query_refused", QUERY, "query: §SELECT count(*) FROM people WHERE left_on < reference",
     "DuckDB does not take this query: a function or a comparison in it does not fit."),
    ("query_number", QUERY, "query: §'SELECT joined, left_on FROM people'",
     "A query of a contract returns one number."),
    ("query_number", QUERY, "query: §SELECT * FROM people", "A query of a contract returns one number."),
    *(("query_number", QUERY, f"query: §'{q}'", "A query of a contract returns one number.") for q in (
        "SELECT t.n FROM (SELECT count(*) AS n FROM people) t, people",
        "SELECT reference FROM people", "SELECT count(*) FROM people GROUP BY reference",
        "SELECT count(*) OVER () FROM people", "SELECT reference FROM people LIMIT 2",
    )),
    ("query_parameter", QUERY, "query: §'SELECT count(*) FROM people WHERE left_on < :as_of'",
     "A query of a contract takes no parameters; the rule files of a pack do."),
]  # fmt: skip


def test_a_count_that_is_no_part_of_a_table_is_not_compared_in_percent(tmp_path: Path) -> None:
    query = "query: SELECT count(*) FROM people WHERE left_on < joined, unit: percent"
    assert lint(tmp_path, CONTRACT.replace(QUERY, query)) == []
    (fault,) = lint(tmp_path, CONTRACT.replace(QUERY, query.replace("count(*)", "count(DISTINCT reference)")))
    assert fault.code == "contract.query_percent"


def test_a_key_whose_pattern_a_name_fits_may_not_be_shown(tmp_path: Path) -> None:
    shown = "value: [record_id]}\n          - {property: cfgovernShow, value: §true}\n"
    text, place = changed("value: [record_id]}\n", shown)
    assert lint(tmp_path, text) == []
    (fault,) = lint(tmp_path, text.replace("^R-[0-9]{3}$", "^[A-Z-]{1,9}$"))
    assert (fault.code, (fault.line, fault.column)) == ("contract.loose_show", place)


@pytest.mark.parametrize(("code", "old", "new", "words"), FAULTS)
def test_each_demand_has_its_fault_at_its_place(
    tmp_path: Path, code: str, old: str, new: str, words: str
) -> None:
    text, place = changed(old, new)
    (fault,) = lint(tmp_path, text)
    assert (fault.code, fault.message) == (f"contract.{code}", words)
    assert (fault.path, (fault.line, fault.column)) == (str(tmp_path / "council.odcs.yaml"), place)


def test_a_property_without_a_purpose(tmp_path: Path) -> None:
    (fault,) = lint(tmp_path, CONTRACT.replace(PURPOSE, ""))
    assert fault.code == "contract.no_purpose" and (fault.line, fault.column) == (20, 9)
    assert fault.message == 'The property "left_on" has no purpose, so it should not be collected.'


def test_locale_classes_come_with_what_to_write(tmp_path: Path) -> None:
    faults = lint(tmp_path, CONTRACT.replace("'^R-[0-9]{3}$'", r"'^\w-\d{3}$'"))
    assert [fault.fix for fault in faults] == [
        "Write [A-Za-z0-9_] in its place.",
        "Write [0-9] in its place.",
    ]


# -- queries ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "query",
    [
        "query: |\n          SELECT count(*)\n          FROM people\n          WHERE left_on < §joind",
        "query: >-\n          SELECT count(*) FROM people\n"
        "          WHERE left_on = 'joind x'\n            AND §joind = 1",
        'query: "SELECT count(*) FROM people p WHERE p.§joind IS NULL"',
        "query: SELECT count(*) FROM ${table}\n          WHERE §joind < joined",
    ],
)
def test_an_unknown_column_is_found_in_any_style_of_text(tmp_path: Path, query: str) -> None:
    old = f"- {{id: order, type: sql, {QUERY}, mustBe: 0}}"
    new = f"- id: order\n        type: sql\n        mustBe: 0\n        {query}"
    text, place = changed(old, new)
    (fault,) = lint(tmp_path, text)
    assert fault.code == "contract.query_property"
    # quoted text that holds the word is no mention of the column
    assert (fault.line, fault.column) == place


@pytest.mark.parametrize(
    "query",
    [
        "SELECT COUNT(*) FROM people AS P WHERE P.Left_On < p.joined",
        "SELECT count(*) FROM people WHERE NOT EXISTS (SELECT 1 FROM who WHERE who.home = people.reference)",
        "WITH x AS (SELECT joined AS day FROM people) SELECT count(*) FROM x WHERE day < current_date",
        "SELECT count(*) FROM (SELECT reference, count(*) AS n FROM people GROUP BY reference HAVING n > 1)",
        "SELECT count(*) FROM ${object} WHERE ${object}.joined IS NULL",
        "SELECT count(DISTINCT reference) FROM people",
        "SELECT count(*) - count(DISTINCT reference) FROM people",
        "SELECT CAST(count(*) AS INTEGER) * 1.0 FROM people",
        "SELECT count(*) FILTER (WHERE left_on < joined) FROM people",
        "SELECT sum(CASE WHEN left_on < joined THEN 1 ELSE 0 END) FROM people",
        "SELECT max(joined) - min(joined) FROM people",
        "SELECT length(reference) FROM people ORDER BY joined LIMIT 1",
        "SELECT (SELECT count(*) FROM people)",
        "WITH t AS (SELECT count(*) AS n FROM people) SELECT n FROM t",
        "SELECT a.n - b.n FROM (SELECT count(*) AS n FROM people) a, (SELECT count(home) AS n FROM who) b",
        "SELECT count(*) FROM people GROUP BY ()",
    ],
)
def test_queries_that_the_contract_can_answer(tmp_path: Path, query: str) -> None:
    assert lint(tmp_path, CONTRACT.replace(QUERY, f"query: '{query}'")) == []


# -- identifiers and places ------------------------------------------------------------------


def with_column(name: str, kind: str = "string", more: str = "", table: str = "people") -> str:
    """The contract with one more column of a table that also has a guarded one."""
    column = (
        f"      - name: {name}\n        description: Something.\n        classification: official\n"
        f"        logicalType: {kind}\n        customProperties:\n"
        "          - {property: cfgovernRole, value: [quasi_identifier]}\n"
        f"          - {{property: cfgovernPurpose, value: [toc.engaged]}}\n{more}"
    )
    first = "      - name: joined\n" if table == "people" else "      - name: home\n"
    return CONTRACT.replace(first, column + first)


FINE = [
    ("lsoa", "string", ""),
    ("lsoa_2021_code", "string", ""),
    ("home_postcode", "string", ""),
    ("postcode_district", "string", ""),
    ("last_address", "string", ""),
    ("ward", "string", ""),
    ("uprn", "integer", ""),
    ("easting", "number", ""),
    ("x1", "string", "          - {property: cfgovernConcept, value: output_area}\n"),
    ("x2", "string", "          - {property: cfgovernIdentifier, value: address}\n"
                     "          - {property: cfgovernTreatment, value: drop}\n"),
]  # fmt: skip
COARSE = [
    ("area_id", "string"),
    ("region", "string"),
    ("nights_mental_health_ward", "integer"),
    ("email_address", "string"),
    ("ip_address", "string"),
    ("address_shared", "boolean"),
    ("reward", "string"),
]


@pytest.mark.parametrize(("name", "kind", "more"), FINE)
def test_a_place_finer_than_the_area_beside_abuse_or_offences(
    tmp_path: Path, name: str, kind: str, more: str
) -> None:
    (fault,) = lint(tmp_path, with_column(name, kind, more))
    assert fault.code == "contract.fine_place" and (fault.line, fault.column) == (12, 9)
    assert fault.message == (
        f'"{name}" is a place smaller than the area, in one table with "abuse_now":'
        " together they could lead somebody to a person at risk."
    )


@pytest.mark.parametrize(("name", "kind"), COARSE)
def test_what_is_no_fine_place(tmp_path: Path, name: str, kind: str) -> None:
    assert lint(tmp_path, with_column(name, kind)) == []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("value: [sensitive]", "value: [special_category]"),
        (
            "value: [sensitive]}",
            "value: [sensitive]}\n          - {property: cfgovernCollected, value: 'off'}",
        ),
    ],
)
def test_a_fine_place_alone_is_nobodys_danger(tmp_path: Path, old: str, new: str) -> None:
    assert lint(tmp_path, with_column("lsoa").replace(old, new)) == []


def test_offences_are_guarded_as_abuse_is(tmp_path: Path) -> None:
    text = with_column("lsoa").replace("value: [sensitive]", "value: [criminal_offence]")
    assert [fault.code for fault in lint(tmp_path, text)] == ["contract.fine_place"]


def test_domestic_abuse_is_guarded_whatever_its_role(tmp_path: Path) -> None:
    text = with_column("lsoa").replace(
        "value: [sensitive]}",
        "value: [operational]}\n          - {property: cfgovernConcept, value: domestic_abuse_ever}",
    )
    assert [fault.code for fault in lint(tmp_path, text)] == ["contract.fine_place"]


def test_among_identifiers_a_police_number_may_stand_beside_the_address_but_abuse_may_not(
    tmp_path: Path,
) -> None:
    text = with_column("note", table="who").replace(
        "value: [quasi_identifier]}\n          - {property: cfgovernPurpose",
        "value: [sensitive]}\n          - {property: cfgovernPurpose",
    )
    (fault,) = lint(tmp_path, text)
    assert fault.message.startswith('"home" is a place smaller than the area, in one table with "note":')


@pytest.mark.parametrize("route", ["payload", "agreements", "organisation"])
def test_an_identifier_off_its_route_must_be_treated(tmp_path: Path, route: str) -> None:
    text = CONTRACT.replace("value: identifiers", f"value: {route}").replace(", criminal_offence", "")
    (fault,) = lint(tmp_path, text)
    assert fault.code == "contract.identifier_route"
    assert fault.message == (
        f'"home" identifies a person, stands on the route {route} and would be sent as it is.'
    )


# -- plain contracts -------------------------------------------------------------------------


def test_a_plain_contract_is_not_bothered(tmp_path: Path) -> None:
    assert lint(tmp_path, PLAIN_CONTRACT.replace("'^M-[0-9]{3}$'", r"'^M-\d{3}$'")) == []


def test_queries_of_a_plain_contract_are_looked_at(tmp_path: Path) -> None:
    (fault,) = lint(tmp_path, PLAIN_CONTRACT.replace("returned < lent", "retuned < lent"))
    assert fault.message.endswith('Did you mean "returned"?')


@pytest.mark.parametrize("level", ["contract", "table", "column"])
def test_one_property_of_ours_anywhere_asks_for_all(tmp_path: Path, level: str) -> None:
    own, indent = {
        "contract": ("cfgovernNotice, value: Made up.", ""),
        "table": ("cfgovernConcept, value: readers", "    "),
        "column": ("cfgovernConcept, value: reader", "        "),
    }[level]
    line = f"{indent}customProperties: [{{property: {own}}}]\n"
    before = {
        "contract": "schema:\n",
        "table": "    properties:\n",
        "column": "        logicalType: string\n",
    }[level]
    codes = {fault.code for fault in lint(tmp_path, PLAIN_CONTRACT.replace(before, line + before, 1))}
    assert codes == {"contract.undescribed", "contract.no_purpose"}


# -- one list --------------------------------------------------------------------------------


def fault(code: str, at: tuple[str | int, ...], line: int = 1, path: str = "a") -> Fault:
    return Fault(code, code, path, line, at=at)


@pytest.mark.parametrize(
    ("odcs", "own", "kept"),
    [
        (("odcs.enum", ("kind",)), ("contract.kind", ("kind",)), False),
        (("odcs.missing", ("kind",)), ("contract.kind", ()), False),
        (("odcs.missing", ("id",)), ("contract.kind", ()), True),
        (("odcs.unknown", ("knid",)), ("contract.kind", ()), False),
        (("odcs.unknown", ("zebra",)), ("contract.kind", ()), True),
        (("odcs.unknown", ("schema", 0, "enum")), ("contract.enum", ("schema", 0, "enum", 1)), False),
        (("odcs.missing", ("schema", 0)), ("contract.enum", ("schema", 0, "enum", 1)), True),
        (("odcs.enum", ("schema", 1, "x")), ("contract.type", ("schema", 0, "x")), True),
    ],
)
def test_one_mistake_is_told_once(
    odcs: tuple[str, tuple[str | int, ...]], own: tuple[str, tuple[str | int, ...]], kept: bool
) -> None:
    first, second = fault(*odcs), fault(*own)
    assert without_doubles([first], [second]) == ([first, second] if kept else [first])


def test_the_contract_comes_first_then_the_other_files() -> None:
    faults = [fault("x", (), 2, "rule.sql"), fault("x", (), 9, "z.yaml"), fault("x", (), 3, "z.yaml"),
              fault("x", (), 1, "rule.sql"), fault("x", (), 5, "areas.csv")]  # fmt: skip
    order = [(each.path, each.line) for each in in_order(faults, "z.yaml")]
    assert order == [("z.yaml", 3), ("z.yaml", 9), ("areas.csv", 5), ("rule.sql", 1), ("rule.sql", 2)]


def test_the_dictionary_has_words_for_every_route_role_and_treatment() -> None:
    assert tuple(wording.ROUTES) == ROUTES
    assert tuple(words.ROLES) == ROLES
    assert set(words.TREATMENTS) == set(TREATMENTS)
