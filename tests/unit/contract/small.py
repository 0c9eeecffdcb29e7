"""A small contract with everything in it once, and a way to spoil it in one place."""

from __future__ import annotations

from pathlib import Path

SMALL = """\
apiVersion: v3.1.0
kind: DataContract
id: urn:example:small
name: Small
version: 1.0.0
status: draft
description: {purpose: To try things out.}
customProperties: [{property: cfgovernNotice, value: Made up.}]
schema:
  - name: people
    businessName: People
    customProperties:
      - {property: cfgovernConcept, value: participants}
      - {property: cfgovernRoute, value: payload}
    quality:
      - {id: some, metric: rowCount, mustBeGreaterThan: 0}
      - {id: pairs, metric: duplicateValues, arguments: {properties: [person_id, area]}, mustBe: 0}
      - {id: order, type: sql, query: SELECT count(*) FROM people WHERE seen < born, mustBe: 0}
    properties:
      - name: person_id
        logicalType: string
        primaryKey: true
        logicalTypeOptions: {pattern: '^P-[0-9]{4}$', minLength: 6, maxLength: 6}
        customProperties:
          - {property: cfgovernRole, value: [record_id]}
          - {property: cfgovernShow, value: true}
      - name: born
        logicalType: date
        logicalTypeOptions: {minimum: '1900-01-01'}
        customProperties: [{property: cfgovernIdentifier, value: date_of_birth}]
      - {name: seen, logicalType: date, logicalTypeOptions: {format: dd/MM/yyyy}}
      - name: score
        logicalType: integer
        logicalTypeOptions: {minimum: 0, maximum: 48}
        quality:
          - {metric: missingValues, arguments: {missingValues: ['99']}, mustBeLessThan: 5, unit: percent}
      - name: area
        logicalType: string
        relationships: [{type: foreignKey, to: areas.area_code}]
        customProperties:
          - {property: cfgovernCodeList, value: areas}
          - {property: cfgovernMissing, value: {not_known: '9'}}
      - name: unit
        logicalType: string
        quality: [{metric: invalidValues, arguments: {validValues: [a, b]}, mustBe: 0}]
        customProperties: [{property: cfgovernCollected, value: 'off'}]
  - name: areas
    properties: [{name: area_code, logicalType: string, unique: true}]
"""
AREAS = (
    "code,label,valid_from,valid_to,successor\nA1,First,2021-04-01,2026-03-31,A2\nA2,Second,2026-04-01,,\n"
)
MARK = "§"


def small(folder: Path, *changes: tuple[str, str], areas: str = AREAS) -> Path:
    """The small contract in ``folder`` with each text of ``changes`` replaced; marks are taken out."""
    text = SMALL
    for old, new in changes:
        assert text.count(old) == 1, old
        text = text.replace(old, new.replace(MARK, ""))
    path = folder / "small.odcs.yaml"
    path.write_text(text, encoding="utf-8")
    (folder / "code-lists").mkdir(exist_ok=True)
    (folder / "code-lists" / "areas.csv").write_text(areas, encoding="utf-8")
    return path


def place(old: str, new: str, text: str = SMALL) -> tuple[int, int]:
    """Line and column of the mark in ``new`` once it stands in the place of ``old``."""
    before = text[: text.index(old)] + new[: new.index(MARK)]
    return before.count("\n") + 1, len(before) - before.rfind("\n")
