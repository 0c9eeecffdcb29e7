"""What cfgovern asks beyond ODCS: each demand at its place, and nothing of a plain contract."""

from __future__ import annotations

from pathlib import Path

import pytest

from cfgovern.contract.extensions import ROLES, ROUTES, TREATMENTS
from cfgovern.contract.load import read_contract
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
    contract, faults = read_contract(load(path), path)
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


ROUTE = "      - name: reference\n"
FAULTS = [
    ("undescribed", f"{ROUTE}        description: The area's own reference.\n", ROUTE.replace("name", "§name"),
     'The property "reference" has no description.'),
    ("undescribed", "      - name: left_on\n        description: The day support ended.\n        classification: official\n",
     "      - §name: left_on\n", 'The property "left_on" has no description or classification.'),
    ("undescribed", "- name: abuse_now\n        description: Whether there is domestic abuse.\n"
     "        classification: official-sensitive\n        logicalType: string\n        customProperties:\n"
     "          - {property: cfgovernRole, value: [sensitive]}\n",
     "- §name: abuse_now\n        logicalType: string\n        customProperties:\n",
     'The property "abuse_now" has no description, classification or role.'),
    ("no_purpose", "{property: cfgovernRole, value: [record_id]}\n"
     "          - {property: cfgovernPurpose, value: [toc.engaged]}\n      - name: abuse_now",
     "{property: cfgovernRole, value: [record_id]}\n      - name: abuse_now§", None),
    ("unknown_purpose", "[toc.engaged, eval.linkage]", "[toc.engaged, §eval.linkige]",
     'There is no purpose "eval.linkige". Did you mean "eval.linkage"?'),
    ("unknown_treatment", "value: month", "value: §mnoth", 'There is no treatment "mnoth". Did you mean "month"?'),
    ("treatment_without_role", "          - {property: cfgovernRole, value: [quasi_identifier]}\n"
     "          - {property: cfgovernTreatment, value: month}",
     "          - {property: cfgovernTreatment, value: §month}",
     'The property "joined" has a treatment and no role, so nothing says why it needs one.'),
    ("locale_class", "'^R-[0-9]{3}$'", r"§'^R-\d{3}$'", r"\d means other characters in other programs."),
    ("identifier_route", ROUTE, f"{ROUTE.replace('name', '§name')}", None),
    ("query", "SELECT count(*) FROM people WHERE left_on < joined", "§DELETE FROM people",
     "The SQL of the rule people.order must be one SELECT statement."),
    ("query", "SELECT count(*) FROM people WHERE left_on < joined", "§SELECT 1; SELECT 2",
     "The SQL of the rule people.order must be one SELECT statement."),
    ("query", "SELECT count(*) FROM people WHERE left_on < joined", "§SELEC count(*)",
     "The SQL of the rule people.order "),
    ("query_table", "FROM people WHERE", "FROM §poeple WHERE",
     'The contract has no table "poeple" for this query to read. Did you mean "people"?'),
    ("query_property", "left_on < joined", "left_on < §joind",
     'The contract has no property "joind" for this query to read. Did you mean "joined"?'),
    ("query_parameter", "query: SELECT count(*) FROM people WHERE left_on < joined",
     "query: §'SELECT count(*) FROM people WHERE left_on < :as_of'",
     "A query of a contract takes no parameters; the rule files of a pack do."),
]  # fmt: skip


@pytest.mark.parametrize(
    ("code", "old", "new", "words"), [case for case in FAULTS if case[3]], ids=lambda value: None
)
def test_each_demand_has_its_fault_at_its_place(
    tmp_path: Path, code: str, old: str, new: str, words: str
) -> None:
    text, place = changed(old, new)
    (fault,) = lint(tmp_path, text)
    assert fault.code == f"contract.{code}"
    assert fault.message.startswith(words)
    assert (fault.path, (fault.line, fault.column)) == (str(tmp_path / "council.odcs.yaml"), place)


def test_a_property_without_a_purpose(tmp_path: Path) -> None:
    text = CONTRACT.replace(
        "          - {property: cfgovernPurpose, value: [toc.engaged, eval.linkage]}\n", ""
    )
    (fault,) = lint(tmp_path, text)
    assert fault.code == "contract.no_purpose" and (fault.line, fault.column) == (20, 9)
    assert fault.message == 'The property "left_on" has no purpose, so it should not be collected.'
