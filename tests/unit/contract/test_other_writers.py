"""ODCS contracts as others write them load here, whatever section of the standard stands in them."""

from __future__ import annotations

from pathlib import Path

import pytest

from cfgovern.api import lint_contract, lint_notes, load_contract
from cfgovern.contracts.diff import compare

# Every top-level section of the standard, in our own words; none of our properties.
WHOLE = """\
version: 2.1.0
kind: DataContract
apiVersion: {version}
id: 6a2f1d8e-0000-4000-8000-000000000001
name: Allotments
tenant: parks
domain: leisure
dataProduct: allotments
status: active
tags: [plots, leisure]
description:
  purpose: Which plot is let to which holder.
  limitations: Two sites only.
  usage: For the waiting list.
  authoritativeDefinitions: [{{type: guidance, url: https://example.org/guidance}}]
servers:
  - {{server: files, type: local, path: ./data, format: csv}}
  - {{server: store, type: postgres, host: localhost, port: 5432, database: parks, schema: lettings}}
schema:
  - name: lettings
    physicalName: lettings_v2
    physicalType: table
    logicalType: object
    businessName: Lettings
    dataGranularityDescription: A row a letting.
    authoritativeDefinitions: [{{type: businessDefinition, url: https://example.org/letting}}]
    relationships:
      - type: foreignKey
        from: [lettings.site, lettings.plot]
        to: [plots.site, plots.plot]
        customProperties: [{{property: cardinality, value: many-to-one}}]
    quality:
      - {{type: library, metric: rowCount, mustBeGreaterThan: 0, dimension: completeness, schedule: 0 6 * * *, scheduler: cron}}
      - {{type: text, description: Somebody looks at the list each spring.}}
      - type: custom
        engine: soda
        implementation: |
          checks for lettings:
            - row_count > 10
      - {{type: sql, query: SELECT COUNT(*) FROM lettings WHERE ended < began, mustBe: 0, name: In order}}
    properties:
      - {{name: letting_id, physicalType: VARCHAR(12), primaryKey: true, primaryKeyPosition: 1, required: true, unique: true}}
      - {{name: site, logicalType: string, physicalType: VARCHAR(4), partitioned: true, partitionKeyPosition: 1}}
      - {{name: plot, logicalType: integer, criticalDataElement: true}}
      - name: began
        physicalType: DATE
        transformLogic: select began from old_lettings
        transformSourceObjects: [old_lettings]
        examples: ['2024-03-01']
      - {{name: ended, logicalType: date, encryptedName: ended_x, classification: internal}}
      - name: rent
        logicalType: number
        physicalType: DECIMAL(8,2)
        logicalTypeOptions: {{minimum: 0, exclusiveMaximum: 1000, multipleOf: 0.01}}
        customProperties: [{{property: precision, value: 8}}]
        quality:
          - {{metric: nullValues, mustBeLessThan: 5, unit: percent, severity: warning}}
          - {{type: custom, engine: dqx, implementation: {{criticality: warn, check: {{function: is_not_null}}}}}}
          - {{type: custom, engine: dqx, implementation: {{criticality: warn, check: {{function: is_unique}}}}}}
  - name: plots
    properties:
      - {{name: site, logicalType: string, primaryKey: true, primaryKeyPosition: 1}}
      - {{name: plot, logicalType: integer, primaryKey: true, primaryKeyPosition: 2}}
      - {{name: note, logicalType: string, physicalType: text, logicalTypeOptions: {{maxLength: 200}}}}
price: {{priceAmount: 0, priceCurrency: GBP, priceUnit: file}}
{team}
roles: [{{role: reader, access: read, firstLevelApprovers: Parks manager}}]
support: [{{channel: parks, tool: email, url: 'mailto:parks@example.org'}}]
slaProperties:
  - {{property: latency, value: 1, unit: d}}
  - {{property: retention, value: 7, unit: y, element: lettings.ended}}
customProperties: [{{property: owner, value: [parks, leisure]}}]
contractCreatedTs: '2024-02-01T09:00:00+00:00'
"""  # noqa: E501
TEAM = "team: {name: parks, members: [{username: lead, role: Owner, dateIn: '2024-01-01'}]}"


@pytest.mark.parametrize("version", ["v3.1.0", "v3.2.0"])
def test_a_contract_with_every_section_is_read_and_has_no_fault(tmp_path: Path, version: str) -> None:
    path = tmp_path / "allotments.odcs.yaml"
    path.write_text(WHOLE.format(version=version, team=TEAM), encoding="utf-8")
    contract = load_contract(path)
    lettings, plots = contract.tables
    assert [column.type for column in lettings.columns] == [
        "string", "string", "integer", "date", "date", "number",
    ]  # fmt: skip
    assert lettings.foreign_keys[0].columns == ("site", "plot")
    assert plots.primary_key == ("site", "plot")
    assert [fault.code for fault in lint_contract(path)] == []
    assert [rule.id for rule in lettings.rules if not rule.judged] == [
        "text", "custom", "rent.custom", "rent.custom_2",
    ]  # fmt: skip
    lines = path.read_text(encoding="utf-8").splitlines()
    notes = [(note.code, "type: custom" in lines[note.line - 1]) for note in lint_notes(path)]
    assert notes == [("contract.by_hand", False), *[("contract.other_engine", True)] * 3]
    assert compare(contract, contract).changes == ()


def test_a_change_in_any_other_section_is_told_by_name(tmp_path: Path) -> None:
    pair = []
    for name, team in (("old", TEAM), ("new", TEAM.replace("Owner", "Steward"))):
        path = tmp_path / f"{name}.odcs.yaml"
        path.write_text(WHOLE.format(version="v3.1.0", team=team), encoding="utf-8")
        pair.append(load_contract(path))
    (change,) = compare(*pair).changes
    assert (change.kind, change.what) == (
        "other",
        "the contract: entries that cfgovern does not read have changed: team.",
    )
