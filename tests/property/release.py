"""A small contract with everything that decides about a person, and a submission handed on by hand."""

# ruff: noqa: E501 - one column a line
from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from cfgovern.api import load_contract
from cfgovern.contract.model import Contract
from cfgovern.engine.connection import connect
from cfgovern.engine.splitting import HandedOn

__all__ = ["TRIAL", "handed_on", "trial"]

TRIAL = """\
apiVersion: v3.1.0
kind: DataContract
id: urn:example:trial
name: Trial
version: 1.0.0
status: draft
schema:
  - name: people
    customProperties: [{property: cfgovernConcept, value: participants}, {property: cfgovernRoute, value: payload}]
    properties:
      - {name: id, logicalType: string, primaryKey: true, required: true, customProperties: [{property: cfgovernRole, value: [record_id]}]}
      - {name: protected, logicalType: string, customProperties: [{property: cfgovernConcept, value: location_protected}, {property: cfgovernMissing, value: {not_asked: not_asked}}]}
      - {name: abuse, logicalType: string, customProperties: [{property: cfgovernConcept, value: domestic_abuse_current}]}
      - {name: born, logicalType: integer, customProperties: [{property: cfgovernConcept, value: year_of_birth}, {property: cfgovernTreatment, value: age_band}]}
      - {name: area, logicalType: string}
      - {name: near, logicalType: string, customProperties: [{property: cfgovernIdentifier, value: postcode}, {property: cfgovernTreatment, value: outward_postcode}]}
      - {name: ward, logicalType: string}
      - {name: started, logicalType: date, customProperties: [{property: cfgovernTreatment, value: month}]}
  - name: who
    customProperties: [{property: cfgovernConcept, value: identifiers}, {property: cfgovernRoute, value: identifiers}]
    properties:
      - {name: id, logicalType: string, primaryKey: true, required: true, customProperties: [{property: cfgovernRole, value: [record_id]}]}
      - {name: given, logicalType: string, customProperties: [{property: cfgovernIdentifier, value: given_name}]}
      - {name: family, logicalType: string, customProperties: [{property: cfgovernIdentifier, value: family_name}]}
      - {name: birthday, logicalType: date, customProperties: [{property: cfgovernIdentifier, value: date_of_birth}]}
      - {name: nino, logicalType: string, customProperties: [{property: cfgovernIdentifier, value: nino}]}
      - {name: street, logicalType: string, customProperties: [{property: cfgovernIdentifier, value: address}]}
      - {name: postcode, logicalType: string, customProperties: [{property: cfgovernIdentifier, value: postcode}]}
      - {name: phone, logicalType: string, customProperties: [{property: cfgovernIdentifier, value: phone}]}
      - {name: email, logicalType: string, customProperties: [{property: cfgovernIdentifier, value: email}]}
      - {name: uprn, logicalType: string, customProperties: [{property: cfgovernIdentifier, value: uprn}]}
      - {name: nhs, logicalType: string, customProperties: [{property: cfgovernIdentifier, value: nhs_number}, {property: cfgovernCollected, value: 'off'}]}
      - {name: crn, logicalType: string, customProperties: [{property: cfgovernIdentifier, value: crn}, {property: cfgovernTreatment, value: drop}]}
  - name: said
    customProperties: [{property: cfgovernConcept, value: agreements}, {property: cfgovernRoute, value: agreements}]
    properties:
      - {name: id, logicalType: string, required: true, customProperties: [{property: cfgovernRole, value: [record_id]}]}
      - {name: what, logicalType: string, customProperties: [{property: cfgovernConcept, value: agreement_scope}]}
      - {name: answer, logicalType: string, customProperties: [{property: cfgovernConcept, value: agreement_state}]}
      - {name: day, logicalType: date, customProperties: [{property: cfgovernConcept, value: agreement_date}]}
"""


def trial(folder: Path, text: str = TRIAL) -> Contract:
    """The contract, from a file in ``folder``."""
    path = folder / "trial.odcs.yaml"
    path.write_text(text, encoding="utf-8")
    return load_contract(path)


def handed_on(
    folder: Path,
    tables: Mapping[str, Sequence[Mapping[str, str | None]]],
    rejected: Mapping[str, Sequence[int]],
) -> dict[str, HandedOn]:
    """The rows of each table as the check hands them on; ``rejected``: numbers of rows, from 1."""
    made = {}
    with connect(folder) as connection:
        for number, (name, rows) in enumerate(tables.items()):
            columns = list(rows[0])
            file = folder / f"table-{number}.parquet"
            _write(connection, file, columns, [[place, *row.values()] for place, row in enumerate(rows, 1)])
            wrong = folder / f"rejected-{number}.parquet" if rejected.get(name) else None
            if wrong is not None:
                _write(connection, wrong, [], [[row] for row in rejected[name]])
            made[name] = HandedOn(file, {column: place for place, column in enumerate(columns)}, wrong)
    return made


def _write(connection: Any, file: Path, columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    kinds = {"_row": "BIGINT", **{f"c{place}": "VARCHAR" for place in range(len(columns))}}
    text = file.with_suffix(".csv")
    with text.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows(rows)
    connection.execute(
        f"COPY (SELECT * FROM read_csv('{text}', header = false, columns = {kinds})) TO '{file}' (FORMAT PARQUET)"
    )
