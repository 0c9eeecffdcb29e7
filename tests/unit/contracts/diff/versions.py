"""A contract with a code list and domains, and a second version of them with some words replaced."""

# ruff: noqa: E501 - one entry a line
from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory

from cfgovern.contract.domains import Domain, load_domains
from cfgovern.contract.load import load_contract
from cfgovern.contract.model import Contract
from cfgovern.contracts.diff import Comparison, compare

CONTRACT = """\
apiVersion: v3.2.0
kind: DataContract
id: urn:example:trial
name: Trial
version: 1.0.0
status: draft
tags: [one]
description: {purpose: To try things out.}
slaProperties: [{property: retention, value: 3, unit: y}]
schema:
  - name: people
    businessName: People
    description: Who is supported.
    customProperties:
      - {property: cfgovernConcept, value: participants}
      - {property: cfgovernRoute, value: payload}
      - {property: cfgovernRules, value: [first-pack]}
    quality:
      - {id: some, metric: rowCount, mustBeGreaterThan: 5}
      - {id: order, type: sql, query: SELECT count(*) FROM people WHERE left_on < joined, mustBe: 0, description: In order.}
      - {id: advice, type: text, description: Look twice.}
      - {id: by_soda, type: custom, engine: soda, implementation: rows > 10}
    properties:
      - name: person_id
        logicalType: string
        primaryKey: true
        logicalTypeOptions: {pattern: '^P-[0-9]{4}$', minLength: 2, maxLength: 6}
        customProperties:
          - {property: cfgovernConcept, value: participant_id}
          - {property: cfgovernRole, value: [record_id]}
          - {property: cfgovernTreatment, value: token}
          - {property: cfgovernShow, value: true}
      - name: joined
        businessName: Joined on
        description: The day support began.
        classification: official
        logicalType: date
        required: true
        logicalTypeOptions: {minimum: '2021-01-01'}
        customProperties:
          - {property: cfgovernConcept, value: start_date}
          - {property: cfgovernRole, value: [quasi_identifier]}
          - {property: cfgovernTreatment, value: month}
          - {property: cfgovernPurpose, value: [eval.reach]}
      - {name: left_on, logicalType: date, tags: [two]}
      - name: score
        logicalType: integer
        logicalTypeOptions: {minimum: 0, maximum: 48, multipleOf: 2}
        quality:
          - {id: filled, metric: missingValues, arguments: {missingValues: ['99']}, mustBeLessThan: 5, unit: percent}
        customProperties:
          - {property: unit, value: points}
          - {property: cfgovernMissing, value: {declined: '97', not_known: '98'}}
      - name: area
        logicalType: string
        relationships: [{type: foreignKey, to: areas.area_code}]
        customProperties: [{property: cfgovernCodeList, value: areas}]
      - name: home_area
        logicalType: string
        customProperties: [{property: cfgovernCodeList, value: areas}]
      - name: kind
        logicalType: string
        enum: [{value: a, label: First kind}, {value: b, label: Second kind}]
      - {name: mail, logicalType: string, logicalTypeOptions: {format: email}}
      - name: nhs
        logicalType: string
        customProperties:
          - {property: cfgovernCollected, value: 'off'}
          - {property: cfgovernIdentifier, value: nhs_number}
  - name: areas
    customProperties: [{property: cfgovernRoute, value: organisation}]
    properties:
      - {name: area_code, logicalType: string, unique: true}
      - {name: lead, logicalType: string, customProperties: [{property: cfgovernConcept, value: area_lead}]}
  - name: visits
    properties:
      - {name: visit_person, logicalType: string, primaryKey: true, primaryKeyPosition: 1}
      - {name: visit_day, logicalType: date, primaryKey: true, primaryKeyPosition: 2}
      - {name: hours, logicalType: number, customProperties: [{property: cfgovernTreatment, value: drop}]}
"""
AREAS = """\
code,label,valid_from,valid_to,successor
A1,First,2021-04-01,2026-03-31,A2
A2,Second,2026-04-01,,
A3,Third,2021-04-01,2025-03-31,
"""
DOMAINS = """\
version: "1"
contract: urn:example:trial
domains:
  evaluation:
    title: Evaluation
    recipient: The evaluator
    purpose: To see what helps.
    payload:
      participants: [participant_id, start_date]
    retention: 24 months
  linkage:
    recipient: The linker
    purpose: To find the same person elsewhere.
    payload:
      participants: [participant_id]
    retention: to be agreed
"""

Edit = tuple[str, str]


def written(folder: Path, *edits: Edit) -> Path:
    """The contract, its list and its domains in ``folder``, each text of ``edits`` replaced once."""
    texts = {"trial.odcs.yaml": CONTRACT, "code-lists/areas.csv": AREAS, "domains.yaml": DOMAINS}
    for old, new in edits:
        held = [name for name, text in texts.items() if old in text]
        assert len(held) == 1 and texts[held[0]].count(old) == 1, old
        texts[held[0]] = texts[held[0]].replace(old, new)
    for name, text in texts.items():
        place = folder / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text, encoding="utf-8")
    return folder / "trial.odcs.yaml"


def compared(folder: Path, *edits: Edit, back: bool = False) -> Comparison:
    """What changed from the first version to the edited one, or ``back`` again."""
    pair = _first(), read(written(folder, *edits))
    old, new = reversed(pair) if back else pair
    return compare(old[0], new[0], old[1], new[1])


def read(path: Path) -> tuple[Contract, tuple[Domain, ...]]:
    """A contract with the domains beside it."""
    contract = load_contract(path)
    return contract, load_domains(contract)


@lru_cache(maxsize=1)
def _first() -> tuple[Contract, tuple[Domain, ...]]:
    with TemporaryDirectory() as folder:
        return read(written(Path(folder)))
