"""A small contract of our own in which columns hold others, and what a folder of its two tables may hold."""

from __future__ import annotations

from pathlib import Path

from cfgovern.contract.load import load_contract
from cfgovern.contract.model import Contract

__all__ = ["NESTING", "loaded", "nesting", "parcels"]

NESTING = """\
apiVersion: v3.2.0
kind: DataContract
id: urn:example:parcels
name: Parcels
version: 1.0.0
status: active
schema:
  - name: parcels
    quality:
      - {id: heavy, type: sql, query: SELECT COUNT(*) FROM parcels WHERE weight > 99, mustBe: 0}
      - {id: full, type: sql, query: SELECT COUNT(*) FROM parcels WHERE len(contents) = 0, mustBe: 0}
      - {id: alike, metric: duplicateValues, mustBe: 0, arguments: {properties: [sent, contents]}}
    properties:
      - {name: parcel_id, logicalType: string, primaryKey: true}
      - {name: sent, logicalType: date}
      - {name: weight, logicalType: number}
      - name: contents
        logicalType: array
        required: true
        logicalTypeOptions: {minItems: 1}
        items:
          logicalType: object
          properties:
            - {name: article, logicalType: string, required: true}
            - {name: pieces, logicalType: integer, quality: [{metric: nullValues, mustBe: 0}]}
        quality:
          - {id: none_empty, metric: nullValues, mustBe: 0}
          - {id: right, metric: invalidValues, mustBe: 0, arguments: {validValues: [a]}}
      - {name: sender, physicalType: integer, properties: [{name: firm, logicalType: string}]}
  - name: stops
    quality:
      - {id: over, type: sql, query: SELECT COUNT(*) FROM stops WHERE contents > 9, mustBe: 0}
      - {id: lost, type: sql, mustBe: 0,
         query: "SELECT COUNT(*) FROM stops JOIN parcels ON true WHERE sender = ''"}
    properties:
      - {name: stop_id, logicalType: integer, primaryKey: true}
      - {name: contents, logicalType: integer}
      - {name: marks, logicalType: map, map: {key: {logicalType: string}, value: {logicalType: boolean}}}
      - {name: place, logicalType: vector, logicalTypeOptions: {dimensions: 2}}
"""
_HEAD = "parcel_id,sent,weight,contents,sender\n"


def nesting(folder: Path, *edits: tuple[str, str]) -> Path:
    """The contract in ``folder``, each text of ``edits`` replaced once."""
    text = NESTING
    for old, new in edits:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    path = folder / "parcels.odcs.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def loaded(folder: Path, *edits: tuple[str, str]) -> Contract:
    """The same, read."""
    return load_contract(nesting(folder, *edits))


def parcels(folder: Path, *contents: str) -> Path:
    """A folder with a parcel for each of ``contents``, and one stop."""
    sent = folder / "sent"
    sent.mkdir()
    cells = ['"' + text.replace('"', '""') + '"' for text in contents]
    rows = [f"P{number},2026-01-05,1.5,{cell},\n" for number, cell in enumerate(cells)]
    (sent / "parcels.csv").write_text(_HEAD + "".join(rows), encoding="utf-8")
    (sent / "stops.csv").write_text("stop_id,contents,marks,place\n1,2,,\n", encoding="utf-8")
    return sent
