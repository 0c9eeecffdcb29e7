"""Contracts written by hand, each for one thing that is hard about making rows."""

from __future__ import annotations

from pathlib import Path

from cfgovern.contract.load import load_contract
from cfgovern.contract.model import Contract
from tests.unit.contract.nesting import NESTING

__all__ = ["GOOD", "IMPOSSIBLE", "read"]

_REQUIRED = "        required: true\n"
_NONE_EMPTY = "          - {id: none_empty, metric: nullValues, mustBe: 0}\n"
_HEAD = """\
apiVersion: v3.2.0
kind: DataContract
id: urn:example:made
name: Made
version: 1.0.0
status: active
schema:
"""


def read(folder: Path, tables: str) -> Contract:
    """The contract with these ``tables``."""
    path = folder / "made.odcs.yaml"
    path.write_text(_HEAD + tables, encoding="utf-8")
    return load_contract(path)


_NESTED = NESTING.partition("schema:\n")[2].replace(_REQUIRED, "").replace(_NONE_EMPTY, "")
GOOD = {
    "columns that hold others": NESTING.partition("schema:\n")[2]
    .replace(_REQUIRED, "")
    .replace(_NONE_EMPTY, ""),
    "a shop with no extension of ours": """\
  - name: customers
    properties:
      - {name: customer_id, logicalType: string, primaryKey: true,
         logicalTypeOptions: {pattern: '^C[0-9]{5}$'}}
      - {name: full_name, logicalType: string, required: true, logicalTypeOptions: {maxLength: 30}}
      - {name: employer, logicalType: string, logicalTypeOptions: {maxLength: 12}}
      - {name: occupation, logicalType: string}
      - {name: street, logicalType: string, logicalTypeOptions: {minLength: 25, maxLength: 40}}
      - {name: contact_email, logicalType: string, logicalTypeOptions: {format: email}}
      - {name: notes, logicalType: string}
  - name: products
    properties:
      - {name: sku, logicalType: string, primaryKey: true}
      - {name: price, logicalType: number, required: true,
         logicalTypeOptions: {minimum: 0.01, multipleOf: 0.01}}
      - {name: web, logicalType: string, logicalTypeOptions: {format: uri}}
  - name: orders
    properties:
      - {name: order_no, logicalType: integer, primaryKey: true}
      - {name: customer_id, logicalType: string, required: true, relationships: [{to: customers.customer_id}]}
      - {name: ordered_at, logicalType: timestamp, required: true}
      - {name: sent_on, logicalType: date}
  - name: order_lines
    properties:
      - name: order_no
        logicalType: integer
        primaryKey: true
        primaryKeyPosition: 1
        relationships: [{to: orders.order_no}]
      - {name: line, logicalType: integer, primaryKey: true, primaryKeyPosition: 2,
         logicalTypeOptions: {minimum: 1, maximum: 9}}
      - {name: sku, logicalType: string, required: true, relationships: [{to: products.sku}]}
      - {name: quantity, logicalType: integer, required: true, logicalTypeOptions: {minimum: 1}}
""",
    "rows that name rows of their own table": """\
  - name: staff
    properties:
      - {name: staff_id, logicalType: integer, primaryKey: true}
      - {name: manager, logicalType: integer, relationships: [{to: staff.staff_id}]}
      - {name: mentor, logicalType: integer, required: true, relationships: [{to: staff.staff_id}]}
      - {name: deputy, logicalType: integer, unique: true, relationships: [{to: staff.staff_id}]}
""",
    "keys of several columns": """\
  - name: rooms
    properties:
      - {name: building, logicalType: string, primaryKey: true, primaryKeyPosition: 1,
         logicalTypeOptions: {pattern: '^[A-C]$'}}
      - {name: floor, logicalType: integer, primaryKey: true, primaryKeyPosition: 2,
         logicalTypeOptions: {minimum: 0, maximum: 4}}
      - {name: seats, logicalType: integer, logicalTypeOptions: {exclusiveMinimum: 1, maximum: 400}}
  - name: bookings
    relationships:
      - {from: [bookings.building, bookings.floor], to: [rooms.building, rooms.floor]}
      - {from: [bookings.building, bookings.spare], to: [rooms.building, rooms.floor]}
    properties:
      - {name: booking, logicalType: string, primaryKey: true, logicalTypeOptions: {maxLength: 4}}
      - {name: building, logicalType: string, required: true}
      - {name: floor, logicalType: integer, required: true}
      - {name: spare, logicalType: integer}
      - {name: day, logicalType: date, required: true}
""",
    "tables that name each other": """\
  - name: teams
    properties:
      - {name: team, logicalType: integer, primaryKey: true}
      - {name: captain, logicalType: integer, relationships: [{to: players.player}]}
  - name: players
    properties:
      - {name: player, logicalType: integer, primaryKey: true}
      - {name: team, logicalType: integer, required: true, relationships: [{to: teams.team}]}
""",
    "a table between two others, and one to one": """\
  - name: pupils
    properties:
      - {name: pupil, logicalType: string, primaryKey: true}
  - name: clubs
    properties:
      - {name: club, logicalType: string, primaryKey: true,
         logicalTypeOptions: {pattern: '^(chess|judo)-[0-9]$'}}
  - name: members
    properties:
      - {name: pupil, logicalType: string, primaryKey: true, primaryKeyPosition: 1,
         relationships: [{to: pupils.pupil}]}
      - {name: club, logicalType: string, primaryKey: true, primaryKeyPosition: 2,
         relationships: [{to: clubs.club}]}
      - {name: since, logicalType: date, logicalTypeOptions: {minimum: '2026-01-01'}}
  - name: lockers
    properties:
      - {name: pupil, logicalType: string, primaryKey: true, relationships: [{to: pupils.pupil}]}
      - {name: locker, logicalType: integer, unique: true, required: true}
""",
    "days and times in every form": """\
  - name: visits
    quality:
      - {type: sql, id: ends, mustBe: 0, query: 'SELECT COUNT(*) FROM visits WHERE ended < begun'}
      - {type: sql, id: told, mustBe: 0, query: "SELECT COUNT(*) FROM visits WHERE (kind = 'home' AND room IS
          NOT NULL) OR (kind <> 'home' AND room IS NULL)"}
      - {type: sql, id: open, mustBe: 0, query: "SELECT COUNT(*) FROM visits WHERE NOT (opens BETWEEN TIME
          '09:00' AND TIME '11:00')"}
    properties:
      - {name: visit, logicalType: integer, primaryKey: true}
      - {name: begun, logicalType: date, required: true, logicalTypeOptions: {format: dd/MM/yyyy}}
      - {name: ended, logicalType: date, logicalTypeOptions: {format: d MMM yyyy}}
      - {name: seen, logicalType: timestamp, logicalTypeOptions: {format: yyyy-MM-dd HH:mm}}
      - {name: stamp, logicalType: timestamp, required: true,
         logicalTypeOptions: {minimum: '2026-09-01T10:00:00.25', exclusiveMaximum: '2026-09-01T10:00:00.75'}}
      - {name: opens, logicalType: time, required: true}
      - {name: shuts, logicalType: time, logicalTypeOptions: {format: 'HH:mm', minimum: '17:00'}}
      - {name: later, logicalType: date, required: true, logicalTypeOptions: {minimum: '2031-01-01'}}
      - {name: kind, logicalType: string, required: true,
         enum: [{value: home}, {value: office}, {value: street}]}
      - {name: room, logicalType: string}
""",
    "numbers of every kind": """\
  - name: sums
    properties:
      - {name: id, logicalType: integer, primaryKey: true, logicalTypeOptions: {minimum: -20, maximum: -1}}
      - {name: share, logicalType: number, required: true,
         logicalTypeOptions: {exclusiveMinimum: 0, exclusiveMaximum: 0.002}}
      - {name: quarters, logicalType: number, required: true,
         logicalTypeOptions: {minimum: -1, maximum: 1, multipleOf: 0.25}}
      - {name: dozens, logicalType: integer, required: true, logicalTypeOptions: {minimum: 1, multipleOf: 12}}
      - {name: most, logicalType: integer, logicalTypeOptions: {maximum: 3}}
      - {name: choice, logicalType: number, required: true, enum: [{value: 0.5}, {value: 2}]}
      - {name: agreed, logicalType: boolean, required: true}
""",
    "library rules about values": """\
  - name: answers
    quality:
      - {metric: rowCount, mustBeBetween: [2, 6], id: few}
      - {metric: duplicateValues, arguments: {properties: [house, bed]}, mustBe: 0, id: once}
    properties:
      - {name: house, logicalType: string, required: true, enum: [{value: A}, {value: B}]}
      - {name: bed, logicalType: integer, required: true, logicalTypeOptions: {minimum: 1, maximum: 3}}
      - name: colour
        logicalType: string
        quality:
          - {metric: nullValues, mustBe: 0}
          - {metric: invalidValues, arguments: {pattern: '^[a-z]+$'}, mustBe: 0}
          - {metric: missingValues, arguments: {missingValues: ['a', 'b', '']}, mustBe: 0}
      - name: absent
        logicalType: string
        quality: [{metric: nullValues, mustBeGreaterThan: 2}]
      - {name: code, logicalType: string, unique: true, logicalTypeOptions: {minLength: 3, maxLength: 3}}
""",
    "rules that only the engine can judge": """\
  - name: parents
    properties:
      - {name: id, logicalType: integer, primaryKey: true}
      - {name: opened, logicalType: date, required: true}
  - name: children
    quality:
      - {type: sql, id: known, mustBe: 0,
         query: 'SELECT COUNT(*) FROM children c LEFT JOIN parents p ON c.parent = p.id WHERE p.id IS NULL'}
      - {type: sql, id: long_words, mustBe: 0,
         query: "SELECT COUNT(*) FROM children WHERE length(word) % 2 = 1"}
      - {type: sql, id: total, mustBe: 0, query: 'SELECT COUNT(*) FROM children WHERE one + two > 12'}
    properties:
      - {name: id, logicalType: integer, primaryKey: true}
      - {name: parent, logicalType: integer, required: true, relationships: [{to: parents.id}]}
      - {name: born, logicalType: date, required: true}
      - {name: word, logicalType: string, required: true, logicalTypeOptions: {pattern: '^[a-z]{3,6}$'}}
      - {name: one, logicalType: integer, required: true, logicalTypeOptions: {minimum: 0, maximum: 9}}
      - {name: two, logicalType: integer, required: true, logicalTypeOptions: {minimum: 0, maximum: 9}}
""",
    "identifiers under other names": """\
  - name: leute
    customProperties: [{property: cfgovernConcept, value: participants}]
    properties:
      - name: herkunft
        required: true
        customProperties: [{property: cfgovernConcept, value: record_origin}]
        enum: [{value: live}, {value: synthetic}]
      - {name: nr, logicalType: string, primaryKey: true,
         logicalTypeOptions: {pattern: '^[A-Z]{2}-[0-9]{4}$'}}
      - {name: a, required: true, unique: true,
         customProperties: [{property: cfgovernIdentifier, value: nhs_number}]}
      - {name: b, customProperties: [{property: cfgovernIdentifier, value: nino}]}
      - {name: c, logicalType: string, required: true, logicalTypeOptions: {pattern: '^07[0-9]{9}$'},
         customProperties: [{property: cfgovernIdentifier, value: phone}]}
      - {name: d, customProperties: [{property: cfgovernIdentifier, value: crn}]}
      - {name: e, required: true, customProperties: [{property: cfgovernIdentifier, value: prison_number}]}
      - {name: f, required: true, customProperties: [{property: cfgovernIdentifier, value: postcode}]}
      - {name: g, logicalType: date, customProperties: [{property: cfgovernIdentifier, value: date_of_birth}]}
      - {name: h, required: true, customProperties: [{property: cfgovernIdentifier, value: family_name}]}
""",
}

_ONE = "  - name: beds\n    properties:\n      - {name: ward, required: true, %s}\n"
_PAIR = """\
  - name: {0}
    properties:
      - {{name: id, logicalType: integer, primaryKey: true}}
      - {{name: other, logicalType: integer, required: true, relationships: [{{to: {1}.id}}]}}
"""
_UNREAL = "customProperties: [{property: cfgovernIdentifier, value: nhs_number}]"

# What is wrong: the tables, the code, and the words that the sentence must have.
IMPOSSIBLE = {
    "a pattern longer than the text may be": (
        _ONE % "logicalType: string, logicalTypeOptions: {pattern: '^z{7}$', maxLength: 6}",
        "cohort.no_value",
        ("beds.ward", "pattern", "maxLength"),
    ),
    "a pattern that none of the values fits": (
        _ONE
        % "logicalType: string, logicalTypeOptions: {pattern: '^[0-9]$'}, enum: [{value: one}, {value: two}]",
        "cohort.no_value",
        ("beds.ward", "pattern", "enum"),
    ),
    "a step that no number between the limits is on": (
        _ONE % "logicalType: integer, logicalTypeOptions: {minimum: 1, maximum: 6, multipleOf: 7}",
        "cohort.no_value",
        ("beds.ward", "minimum", "maximum", "multipleOf"),
    ),
    "fewer values than rows": (
        _ONE % "primaryKey: true, enum: [{value: one}, {value: two}]",
        "cohort.unique",
        ("beds.ward", "2"),
    ),
    "a required column that holds others": (
        _ONE % "logicalType: array, items: {logicalType: string}",
        "cohort.nested",
        ("beds.ward", "array"),
    ),
    "a column that holds others and is not always empty": (
        _ONE.replace(" required: true,", "")
        % (
            "logicalType: array, items: {logicalType: string}, "
            "quality: [{metric: nullValues, mustBeLessThan: 5}]"
        ),
        "cohort.nested",
        ("beds.ward", "array"),
    ),
    "a circle that no row can begin": (
        _PAIR.format("hens", "eggs") + _PAIR.format("eggs", "hens"),
        "cohort.circle",
        ("eggs.other", "hens.other"),
    ),
    "an identifier in rows that do not say they are made up": (
        _ONE % _UNREAL,
        "cohort.identifier",
        ("beds.ward", "record_origin"),
    ),
    "an origin that may not be synthetic": (
        "  - name: beds\n    properties:\n      - {name: record_origin, enum: [{value: live}]}\n",
        "cohort.record_origin",
        ("beds.record_origin", "synthetic"),
    ),
    "a key that the other end may not hold": (
        "  - name: hens\n    properties:\n      - {name: id, logicalType: integer, primaryKey: true}\n"
        "  - name: eggs\n    properties:\n      - {name: hen, logicalType: integer, required: true, "
        "logicalTypeOptions: {maximum: -1}, relationships: [{to: hens.id}]}\n",
        "cohort.link",
        ("eggs.hen",),
    ),
    "a pattern that is too large": (
        _ONE % "logicalType: string, logicalTypeOptions: {pattern: '^((a{1000}){1000}){1000}$'}",
        "cohort.pattern",
        ("beds.ward",),
    ),
    "rules that contradict each other": (
        _ONE % "logicalType: integer, quality: ["
        "{type: sql, id: high, mustBe: 0, query: 'SELECT COUNT(*) FROM beds WHERE ward < 5'}, "
        "{type: sql, id: low, mustBe: 0, query: 'SELECT COUNT(*) FROM beds WHERE ward >= 5'}]",
        "cohort.rule",
        ("beds.high", "beds.low"),
    ),
}
