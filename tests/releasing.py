"""A release made by hand for tests: rows treated by the engine, with references and tokens without a key."""

from __future__ import annotations

import csv
import hashlib
import re
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from cfgovern.contract.domains import Domain
from cfgovern.contract.model import Contract
from cfgovern.contract.parts import LINK_ID, SYNTHETIC_ID, Part, parts_of
from cfgovern.engine import sql
from cfgovern.engine.connection import connect
from cfgovern.engine.generalise import bare
from cfgovern.engine.treating import days_moved, released
from cfgovern.protection.riskpolicy import load_policy
from cfgovern.protection.ways import way_of
from cfgovern.tokens.normaliser import normalised
from cfgovern.tokens.published import TOKENS, components, fields

DAY = "2026-10-01"
Rows = Sequence[Mapping[str, str]]
CLUB = """\
apiVersion: v3.1.0
kind: DataContract
id: urn:example:club
name: Club
version: 2.0.0
status: active
schema:
  - name: groups
    customProperties: [{property: cfgovernRoute, value: organisation}]
    properties:
      - {name: code, logicalType: string, primaryKey: true}
  - name: members
    properties:
      - {name: number, logicalType: string, primaryKey: true, §R [record_id]§}
      - {name: surname, logicalType: string, required: true, §I family_name§}
      - name: born
        logicalType: string
        §I date_of_birth§
      - name: home
        logicalType: string
        required: true
        customProperties:
          - {property: cfgovernIdentifier, value: postcode}
          - {property: cfgovernRole, value: [direct_identifier]}
          - {property: cfgovernTreatment, value: outward_postcode}
      - name: visits
        logicalType: integer
        logicalTypeOptions: {minimum: 0, exclusiveMaximum: 500, multipleOf: 1}
        required: true
        §T {top_code: 20}§
      - name: hours
        logicalType: number
        customProperties:
          - {property: cfgovernTreatment, value: {top_code: 7.5}}
          - {property: cfgovernMissing, value: {declined: declined, not_known: "99"}}
      - name: joined
        logicalType: date
        logicalTypeOptions: {minimum: '2000-01-01', format: dd/MM/yyyy}
        required: true
        §T {shift: 90}§
      - {name: small_area, logicalType: string, §T {lookup: {list: tenths}}§}
      - {name: keyworker, logicalType: string, unique: true, §T token§}
      - {name: note, logicalType: string, logicalTypeOptions: {maxLength: 5}, §T redact§}
      - {name: secret, logicalType: string, §T drop§}
      - {name: colour, logicalType: string, enum: [{value: red, label: Red}, {value: "on"}]}
      - {name: year_left, logicalType: timestamp, §T year§}
      - {name: quarter, logicalType: date, required: true, §T quarter§}
      - {name: age, logicalType: integer, §T {age_band: 20}§}
  - name: visits
    relationships: [{type: foreignKey, from: [visits.number, visits.code], to: [stays.number, stays.code]}]
    properties:
      - name: number
        logicalType: string
        primaryKey: true
        primaryKeyPosition: 2
        §R [record_id]§
        relationships: [{type: foreignKey, to: members.number}]
      - name: code
        logicalType: string
        primaryKey: true
        primaryKeyPosition: 1
        relationships: [{type: foreignKey, to: groups.code}]
  - name: stays
    properties:
      - {name: number, logicalType: string, primaryKey: true, primaryKeyPosition: 1, §R [record_id]§}
      - {name: code, logicalType: string, primaryKey: true, primaryKeyPosition: 2}
"""


SHORT = {"T": "cfgovernTreatment", "R": "cfgovernRole", "I": "cfgovernIdentifier"}


def reference(*parts: str) -> str:
    """32 hexadecimal figures for a text: what a keyed token looks like."""
    return hashlib.sha256("|".join(parts).encode()).hexdigest()[:32]


def release(
    contract: Contract, domain: Domain, sent: Mapping[str, Rows], out: Path, mode: str, day: str = DAY
) -> list[Path]:
    """Both parts of a release of the tables ``sent``, by name, as CSV files in the folder ``out``."""
    made = []
    for part in parts_of(contract, domain):
        rows = sent.get(part.table.name)
        if rows is None:
            continue
        columns = _treated(contract, part, rows, day)
        record = part.table.record_id
        if record is not None:
            own = {name: [reference(name, row[record.name]) for row in rows] for name in part.references}
            if part.table is contract.people and part.kind == "payload":
                own[LINK_ID] = [reference(LINK_ID, row[record.name]) for row in rows]
            if part.kind == "identifiers":
                own[SYNTHETIC_ID] = [row[record.name] for row in rows]
            columns = own | columns
        if part.kind == "identifiers" and mode == "tokens":
            columns = _tokens(part, rows, columns)
        made.append(out / f"{part.name}.csv")
        with made[-1].open("w", encoding="utf-8", newline="") as stream:
            writer = csv.writer(stream, lineterminator="\n")
            writer.writerow(columns)
            writer.writerows(zip(*columns.values(), strict=True))
    return made


def _treated(contract: Contract, part: Part, rows: Rows, day: str) -> dict[str, list[str]]:
    """Each column as it leaves; identifiers of their own part in their one form."""
    measures = load_policy().measures
    clear: dict[str, list[str]] = {}
    trees: dict[str, sql.Tree] = {}
    for column in part.columns:
        name = column.name
        if part.kind == "identifiers" and column.identifies:
            clear[name] = [normalised(column.identifier or "", row[name]) or "" for row in rows]
            continue
        way = way_of(contract, column, measures, day)
        made = sql.call("md5", sql.column(name)) if way.treatment in ("token", "redact") else None
        moved = days_moved(sql.call("md5", sql.text("somebody")), way.window)
        words = tuple(column.missing.values())
        trees[name] = released(bare(sql.column(name)), way, words, days=moved, made=made)
    found = clear | _asked(rows, trees)
    return {one.name: found[one.name] for one in part.columns}


def _asked(rows: Rows, trees: Mapping[str, sql.Tree]) -> dict[str, list[str]]:
    """What the engine makes of each of ``trees`` in the rows, by its name."""
    with tempfile.TemporaryDirectory() as folder, connect(Path(folder), memory="256MB") as engine:
        shape = ", ".join(f'unnest(?) AS "{name}"' for name in rows[0])
        cells = [[row[name] for row in rows] for name in rows[0]]
        engine.execute(
            f"CREATE TABLE sent AS SELECT unnest(?) AS _place, {shape}", [[*range(len(rows))], *cells]
        )
        named = [sql.named(tree, f"_{name}") for name, tree in trees.items()]
        query = sql.select([sql.column("_place"), *named], "sent").order_by(sql.column("_place"))
        _, *told = zip(*engine.execute(sql.render(query)).fetchall(), strict=True)
    made = [["" if value is None else value for value in column] for column in told]
    return dict(zip(trees, made, strict=True))


def _tokens(part: Part, rows: Rows, columns: Mapping[str, list[str]]) -> dict[str, list[str]]:
    identifying = [column for column in part.columns if column.identifies]
    named = fields((column.concept, column.identifier or "") for column in identifying)
    kept = {name: cells for name, cells in columns.items() if name not in {one.name for one in identifying}}
    made = [components({need: row[identifying[at].name] for need, at in named.items()}) for row in rows]
    wanted = [name for name, token in TOKENS.items() if not set(token.needs).isdisjoint(named)]
    return kept | {
        name: [reference(name, one[name]) if name in one else "" for one in made] for name in wanted
    }


def spelt(text: str) -> str:
    """The contract with its short custom properties written out."""
    return re.sub(
        "§(.) (.*?)§",
        lambda found: f"customProperties: [{{property: {SHORT[found[1]]}, value: {found[2]}}}]",
        text,
    )


def club(tmp_path: Path, *changes: tuple[str, str]) -> Path:
    """The contract of a club, with ``changes``, in a folder of its own."""
    path = tmp_path / "club.odcs.yaml"
    (tmp_path / "lookups").mkdir(exist_ok=True)
    (tmp_path / "lookups" / "tenths.csv").write_text("from,to\nE01,1\nE02,2\nE03,1\n", encoding="utf-8")
    text = CLUB
    for old, new in changes:
        assert text.count(old) >= 1, old
        text = text.replace(old, new)
    path.write_text(spelt(text), encoding="utf-8")
    return path
