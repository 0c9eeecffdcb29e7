"""A small contract that asks for every kind of check once, for the tests of this room."""

from __future__ import annotations

from pathlib import Path

from cfgovern.contract.load import load_contract
from cfgovern.contract.model import Contract

AS_OF = "2026-10-01"
CODES = """\
code,label,valid_from,valid_to,successor
red,Red,,,
teal,Teal,2027-01-01,,
crimson,Crimson,2014-01-01,2025-12-31,red
scarlet,Scarlet,2014-01-01,2024-12-31,red
"""
TEXT = """\
apiVersion: v3.1.0
kind: DataContract
id: urn:example:every-kind
name: Every kind of check
version: 1.0.0
status: active
schema:
  - name: places
    businessName: Places
    properties:
      - {name: town, logicalType: string, primaryKey: true, primaryKeyPosition: 1}
      - {name: street, logicalType: string, primaryKey: true, primaryKeyPosition: 2}
  - name: things
    businessName: Things
    relationships:
      - {type: foreignKey, from: [town, street], to: [places.town, places.street]}
    quality:
      - {id: some_things, metric: rowCount, mustBeBetween: [1, 1000]}
      - {id: no_twins, metric: duplicateValues, mustBe: 0, arguments: {properties: [town, street]}}
      - id: few_twins
        metric: duplicateValues
        mustBeLessThan: 5
        unit: percent
        arguments: {properties: [town, street]}
      - {id: seen_by_eye, type: text, description: Somebody looked at each row.}
      - id: bought_first
        type: sql
        severity: warning
        description: Nothing is sold before it is bought
        query: SELECT COUNT(*) FROM things WHERE sold < bought
        mustBe: 0
      - id: enough_red
        type: sql
        description: There are two red things.
        query: SELECT COUNT(*) FROM things WHERE colour = 'red'
        mustBeGreaterOrEqualTo: 2
    properties:
      - name: thing_id
        businessName: Thing ID
        logicalType: string
        primaryKey: true
        logicalTypeOptions: {pattern: '^T-[0-9]{4}$'}
      - {name: serial, logicalType: string, unique: true, logicalTypeOptions: {minLength: 4, maxLength: 8}}
      - {name: town, logicalType: string}
      - {name: street, logicalType: string}
      - {name: near, logicalType: string, relationships: [{type: foreignKey, to: things.thing_id}]}
      - {name: count, logicalType: integer, required: true, logicalTypeOptions: {minimum: 0, maximum: 9}}
      - name: weight
        logicalType: number
        logicalTypeOptions: {exclusiveMinimum: 0, exclusiveMaximum: 10, multipleOf: 0.5}
      - {name: bought, logicalType: date, logicalTypeOptions: {minimum: '2021-01-01', maximum: '2029-12-31'}}
      - {name: sold, logicalType: date, logicalTypeOptions: {format: dd/MM/yyyy}}
      - {name: seen, logicalType: timestamp}
      - {name: at, logicalType: time}
      - {name: whole, logicalType: boolean}
      - {name: size, logicalType: string, enum: [{value: s, label: Small}, {value: l, label: Large}]}
      - name: colour
        logicalType: string
        customProperties:
          - {property: cfgovernCodeList, value: colours}
          - {property: cfgovernMissing, value: {declined: declined, not_known: not_known}}
      - {name: contact, logicalType: string, logicalTypeOptions: {format: email}}
      - name: owner_number
        logicalType: string
        customProperties: [{property: cfgovernIdentifier, value: nhs_number}]
      - name: owner_case
        logicalType: string
        customProperties: [{property: cfgovernIdentifier, value: prison_number}]
      - name: later_on
        logicalType: string
        customProperties: [{property: cfgovernCollected, value: 'off'}]
      - name: note
        logicalType: string
        quality:
          - {id: note_there, metric: nullValues, mustBe: 0}
          - {id: note_mostly, metric: nullValues, mustBeLessOrEqualTo: 20, unit: percent}
          - {id: note_said, metric: missingValues, mustBe: 0, arguments: {missingValues: [null, n/a]}}
          - {id: note_rarely, metric: missingValues, mustBeLessThan: 10, arguments: {missingValues: [n/a]}}
          - {id: note_good, metric: invalidValues, mustBe: 0, arguments: {validValues: [fine, poor]}}
          - {id: note_form, metric: invalidValues, mustNotBeBetween: [2, 4], arguments: {pattern: '^[a-z]+$'}}
          - {id: note_twice, metric: duplicateValues, mustBeLessThan: 1}
          - {id: note_often, metric: duplicateValues, mustBeLessThan: 3}
"""


def every_kind(folder: Path) -> Contract:
    """The contract, written to ``folder`` with its code list and read."""
    lists = folder / "code-lists"
    lists.mkdir()
    (lists / "colours.csv").write_text(CODES, encoding="utf-8")
    path = folder / "every-kind.odcs.yaml"
    path.write_text(TEXT, encoding="utf-8")
    return load_contract(path)
