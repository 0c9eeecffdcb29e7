"""Every kind of change: what it is called, and for whom it matters."""

# ruff: noqa: E501 - one entry a line
from __future__ import annotations

import re
from pathlib import Path

import pytest

from cfgovern.contract.schemas import check_machine
from cfgovern.contracts.diff import EFFECTS, compare, render
from cfgovern.contracts.diff.changes import load_words
from cfgovern.contracts.diff.faces import as_json
from tests.unit.contract.nesting import loaded
from tests.unit.contracts.diff.page import PAGE, page
from tests.unit.contracts.diff.versions import Edit, compared

B, T, L, C = EFFECTS
# Every edit with what it gives: kind, for the area that submits, for the body that reads. Where the way back is
# not the same words turned round, it has an entry of its own, marked "back".
PERSON_KEY = "      - name: person_id\n        logicalType: string\n        primaryKey: true\n"
COLUMN = "      - {name: left_on, logicalType: date, tags: [two]}\n"
NHS = """\
      - name: nhs
        logicalType: string
        customProperties:
          - {property: cfgovernCollected, value: 'off'}
          - {property: cfgovernIdentifier, value: nhs_number}
"""
LEAD = (
    "      - {name: lead, logicalType: string,"
    " customProperties: [{property: cfgovernConcept, value: area_lead}]}\n"
)
SODA = "      - {id: by_soda, type: custom, engine: soda, implementation: rows > 10}\n"
HOURS = "      - {name: hours, logicalType: number, customProperties: [{property: cfgovernTreatment, value: drop}]}\n"
VISITS = """\
  - name: visits
    properties:
      - {name: visit_person, logicalType: string, primaryKey: true, primaryKeyPosition: 1}
      - {name: visit_day, logicalType: date, primaryKey: true, primaryKeyPosition: 2}
"""
BOARDS = """\
  - name: boards
    customProperties: [{property: cfgovernRoute, value: organisation}]
    properties: [{name: board, logicalType: string}]
"""
LINKAGE = """\
  linkage:
    recipient: The linker
    purpose: To find the same person elsewhere.
    payload:
      participants: [participant_id]
    retention: to be agreed
"""
Told = tuple[str, str, str]
CHANGES: list[tuple[str, tuple[Edit, ...], Told]] = [
    # the contract
    ("another id", (("id: urn:example:trial\nname", "id: urn:example:next\nname"), ("contract: urn:example:trial", "contract: urn:example:next")), ("contract.id", B, C)),
    ("version", (("version: 1.0.0", "version: 1.1.0"),), ("contract.version", C, C)),
    ("status", (("status: draft", "status: active"),), ("contract.words", C, C)),
    ("purpose in words", (("To try things out", "To try"),), ("contract.words", C, C)),
    ("tags", (("tags: [one]", "tags: [other]"),), ("other", C, C)),
    ("tags of a column", (("tags: [two]", "tags: [three]"),), ("other", C, C)),
    ("standard", (("apiVersion: v3.2.0", "apiVersion: v3.1.0"),), ("other", C, C)),
    ("kept for less time", (("value: 3, unit: y", "value: 2, unit: y"),), ("retention.shorter", T, T)),
    ("kept for longer", (("value: 3, unit: y", "value: 5, unit: y"),), ("retention.changed", L, L)),
    ("kept in another unit", (("value: 3, unit: y", "value: 2, unit: m"),), ("retention.changed", L, L)),
    # tables
    ("table gone", ((VISITS + HOURS, ""),), ("table.removed", B, B)),
    ("back: table new", ((VISITS + HOURS, ""),), ("table.added", B, L)),
    ("organisation table new", (("  - name: visits\n", BOARDS + "  - name: visits\n"),), ("table.added_optional", L, L)),
    ("table renamed", (("  - name: people\n", "  - name: persons\n"), ("FROM people", "FROM persons")), ("table.renamed", B, B)),
    ("table means something else", (("value: organisation}]", "value: organisation}, {property: cfgovernConcept, value: places}]"),), ("table.concept", B, B)),
    ("label of a table", (("businessName: People", "businessName: Persons"),), ("table.words", C, C)),
    ("order of tables", ((VISITS + HOURS, ""), ("schema:\n", "schema:\n" + VISITS + HOURS)), ("table.order", C, C)),
    ("to the identifiers", (("cfgovernRoute, value: payload", "cfgovernRoute, value: agreements"),), ("route.changed", L, B)),
    ("expected in every return", (("cfgovernRoute, value: organisation", "cfgovernRoute, value: payload"),), ("route.expected", B, B)),
    ("no longer in every return", (("cfgovernRoute, value: payload", "cfgovernRoute, value: organisation"),), ("route.optional", L, B)),
    ("no key", ((PERSON_KEY, PERSON_KEY.replace("primaryKey: true", "required: true")),), ("key.removed", L, B)),
    ("back: key", ((PERSON_KEY, PERSON_KEY.replace("primaryKey: true", "required: true")),), ("key.added", T, T)),
    ("shorter key", ((", primaryKey: true, primaryKeyPosition: 2", ""),), ("key.fewer", T, T)),
    ("back: longer key", ((", primaryKey: true, primaryKeyPosition: 2", ""),), ("key.more", L, B)),
    ("another key", (("{name: visit_day, logicalType: date, primaryKey: true, primaryKeyPosition: 2}", "{name: visit_day, logicalType: date}"), ("{name: hours, logicalType: number,", "{name: hours, logicalType: number, primaryKey: true, primaryKeyPosition: 2,")), ("key.changed", T, B)),
    ("order of the key", (("primaryKeyPosition: 1", "primaryKeyPosition: 3"),), ("key.order", C, C)),
    ("link gone", (("        relationships: [{type: foreignKey, to: areas.area_code}]\n", ""),), ("link.removed", L, L)),
    ("back: link", (("        relationships: [{type: foreignKey, to: areas.area_code}]\n", ""),), ("link.added", T, T)),
    ("one more rule pack", (("[first-pack]", "[first-pack, second-pack]"),), ("pack.added", T, T)),
    ("back: one rule pack fewer", (("[first-pack]", "[first-pack, second-pack]"),), ("pack.removed", L, L)),
    # quality rules
    ("rule gone", (("      - {id: some, metric: rowCount, mustBeGreaterThan: 5}\n", ""),), ("quality.removed", L, L)),
    ("back: rule", (("      - {id: some, metric: rowCount, mustBeGreaterThan: 5}\n", ""),), ("quality.added", T, T)),
    ("higher threshold", (("mustBeGreaterThan: 5", "mustBeGreaterThan: 9"),), ("quality.stricter", T, T)),
    ("lower threshold", (("mustBeGreaterThan: 5", "mustBeGreaterThan: 0"),), ("quality.laxer", L, L)),
    ("lower ceiling", (("mustBeLessThan: 5", "mustBeLessThan: 1"),), ("quality.stricter", T, T)),
    ("milder severity", (("metric: rowCount, must", "metric: rowCount, severity: warning, must"),), ("quality.laxer", L, L)),
    ("for information", (("metric: rowCount, must", "metric: rowCount, severity: info, must"),), ("quality.laxer", L, L)),
    ("another query", (("left_on < joined", "left_on <= joined"),), ("quality.changed", T, L)),
    ("another operator", (("mustBeGreaterThan: 5", "mustBe: 5"),), ("quality.changed", T, L)),
    ("unit of a rule", (("mustBeLessThan: 5, unit: percent", "mustBeLessThan: 5, unit: rows"),), ("quality.changed", T, L)),
    ("words of a rule", (("description: In order.", "description: Days in order."),), ("quality.words", C, C)),
    ("another tool asks for something else", (("implementation: rows > 10", "implementation: rows > 20"),), ("quality.changed", T, L)),
    ("another tool", (("engine: soda", "engine: dqx"),), ("quality.changed", T, L)),
    ("rule for another tool gone", ((SODA, ""),), ("quality.removed", L, L)),
    ("advice gone", (("      - {id: advice, type: text, description: Look twice.}\n", ""),), ("quality.words", C, C)),
    # columns
    ("column gone", ((HOURS, ""),), ("column.removed", B, B)),
    ("back: column", ((HOURS, ""),), ("column.added", B, L)),
    ("declared column gone", ((NHS, ""),), ("column.undeclared", C, C)),
    ("back: column declared", ((NHS, ""),), ("column.declared", C, C)),
    ("column renamed", (("name: joined", "name: begun_on"), ("left_on < joined", "left_on < begun_on")), ("column.renamed", B, B)),
    ("key renamed", (("name: person_id", "name: reference"),), ("column.renamed", B, B)),
    ("column moved", ((LEAD, ""), (COLUMN, COLUMN + LEAD)), ("column.moved", B, B)),
    ("column means something else", (("value: area_lead", "value: area_chair"),), ("column.concept", B, B)),
    ("label", (("Joined on", "Began on"),), ("column.words", C, C)),
    ("description", (("The day support began", "The first day"),), ("column.words", C, C)),
    ("order of columns", ((COLUMN, ""), ("    properties:\n      - name: person_id", "    properties:\n" + COLUMN + "      - name: person_id")), ("column.order", C, C)),
    ("collected", (("value: 'off'", "value: 'on'"),), ("collected.on", B, L)),
    ("back: not collected", (("value: 'off'", "value: 'on'"),), ("collected.off", B, B)),
    ("whole numbers to numbers", (("logicalType: integer", "logicalType: number"),), ("type.wider", L, B)),
    ("numbers to whole numbers", (("name: hours, logicalType: number", "name: hours, logicalType: integer"),), ("type.narrower", T, T)),
    ("numbers to text", (("name: hours, logicalType: number", "name: hours, logicalType: string"),), ("type.wider", L, B)),
    ("days to moments", (("name: left_on, logicalType: date", "name: left_on, logicalType: timestamp"),), ("type.wider", L, B)),
    ("numbers to days", (("name: hours, logicalType: number", "name: hours, logicalType: date"),), ("type.changed", B, B)),
    ("another date format", (("name: left_on, logicalType: date", "name: left_on, logicalType: date, logicalTypeOptions: {format: dd/MM/yyyy}"),), ("format.changed", B, B)),
    ("no string format", ((", logicalTypeOptions: {format: email}", ""),), ("format.removed", L, L)),
    ("back: string format", ((", logicalTypeOptions: {format: email}", ""),), ("format.added", T, T)),
    ("another string format", (("format: email", "format: uri"),), ("format.changed", B, B)),
    ("unit", (("value: points", "value: tenths"),), ("unit.changed", B, B)),
    ("no longer required", (("        required: true\n", ""),), ("required.off", L, L)),
    ("back: required", (("        required: true\n", ""),), ("required.on", T, T)),
    ("no longer unique", ((", unique: true", ""),), ("unique.off", L, L)),
    ("back: unique", ((", unique: true", ""),), ("unique.on", T, T)),
    ("minimum raised", (("minimum: 0", "minimum: 2"),), ("limit.narrower", T, T)),
    ("minimum lowered", (("minimum: '2021-01-01'", "minimum: '2020-01-01'"),), ("limit.wider", L, L)),
    ("maximum lowered", (("maximum: 48", "maximum: 40"),), ("limit.narrower", T, T)),
    ("maximum gone", (("maximum: 48, ", ""),), ("limit.wider", L, L)),
    ("maximum itself outside", (("maximum: 48", "exclusiveMaximum: 48"),), ("limit.narrower", T, T)),
    ("finer steps", (("multipleOf: 2", "multipleOf: 1"),), ("limit.wider", L, L)),
    ("coarser steps", (("multipleOf: 2", "multipleOf: 4"),), ("limit.narrower", T, T)),
    ("other steps", (("multipleOf: 2", "multipleOf: 3"),), ("limit.moved", T, L)),
    ("at least longer", (("minLength: 2", "minLength: 3"),), ("limit.narrower", T, T)),
    ("at most longer", (("maxLength: 6", "maxLength: 9"),), ("limit.wider", L, L)),
    ("another pattern", (("[0-9]{4}", "[0-9]{5}"),), ("limit.moved", T, L)),
    ("no pattern", (("pattern: '^P-[0-9]{4}$', ", ""),), ("limit.wider", L, L)),
    ("word for no answer gone", (("declined: '97', ", ""),), ("missing.removed", T, T)),
    ("back: word for no answer", (("declined: '97', ", ""),), ("missing.added", L, L)),
    ("another word for no answer", (("declined: '97'", "declined: '-1'"),), ("missing.word", B, B)),
    ("not shown", (("          - {property: cfgovernShow, value: true}\n", ""),), ("show.off", T, C)),
    ("back: shown", (("          - {property: cfgovernShow, value: true}\n", ""),), ("show.on", L, C)),
    # use
    ("identifier", (("value: nhs_number", "value: nino"),), ("identifier.changed", B, B)),
    ("back: identifier gone", (("format: email}}", "format: email}, customProperties: [{property: cfgovernIdentifier, value: email}]}"),), ("identifier.removed", L, L)),
    ("identifier new", (("format: email}}", "format: email}, customProperties: [{property: cfgovernIdentifier, value: email}]}"),), ("identifier.added", T, T)),
    ("role", (("[quasi_identifier]", "[quasi_identifier, sensitive]"),), ("role.added", T, T)),
    ("back: role gone", (("[quasi_identifier]", "[quasi_identifier, sensitive]"),), ("role.removed", L, L)),
    ("handled with more care", (("classification: official", "classification: official-sensitive"),), ("classification.raised", T, T)),
    ("back: with less care", (("classification: official", "classification: official-sensitive"),), ("classification.changed", L, L)),
    ("year instead of month", (("value: month", "value: year"),), ("treatment.stronger", T, B)),
    ("day instead of month", (("value: month", "value: keep"),), ("treatment.weaker", L, B)),
    ("in another form", (("value: month", "value: token"),), ("treatment.changed", L, B)),
    ("sent after all", (("value: drop", "value: keep"),), ("treatment.sent", L, L)),
    ("back: dropped", (("value: drop", "value: keep"),), ("treatment.dropped", T, B)),
    ("one more purpose", (("[eval.reach]", "[eval.reach, eval.cost]"),), ("purpose.added", L, L)),
    ("back: one purpose fewer", (("[eval.reach]", "[eval.reach, eval.cost]"),), ("purpose.removed", T, T)),
    # codes
    ("codes freed", (("        enum: [{value: a, label: First kind}, {value: b, label: Second kind}]\n", ""),), ("codes.freed", L, L)),
    ("back: codes alone", (("        enum: [{value: a, label: First kind}, {value: b, label: Second kind}]\n", ""),), ("codes.asked", T, T)),
    ("one code more", (("label: Second kind}]", "label: Second kind}, {value: c, label: Third kind}]"),), ("code.added", L, L)),
    ("back: one code fewer", (("label: Second kind}]", "label: Second kind}, {value: c, label: Third kind}]"),), ("code.removed", T, T)),
    ("code list: one more", (("A3,Third", "A4,Fourth,2026-04-01,,\nA3,Third"),), ("code.added", L, L)),
    ("code list: one fewer", (("A3,Third,2021-04-01,2025-03-31,\n", ""),), ("code.removed", T, T)),
    ("code list: ends", (("A2,Second,2026-04-01,,", "A2,Second,2026-04-01,2027-03-31,"),), ("code.shorter", T, T)),
    ("code list: begins earlier", (("A2,Second,2026-04-01", "A2,Second,2025-04-01"),), ("code.longer", L, L)),
    ("code list: other days", (("2021-04-01,2025-03-31", "2022-04-01,2026-03-31"),), ("code.moved", T, L)),
    ("code list: words", (("A3,Third", "A3,The third"),), ("code.words", C, C)),
    ("code list: capitals", (("A3,Third", "A3,THIRD"),), ("code.words", C, C)),
    ("code list: no successor", (("2026-03-31,A2", "2026-03-31,"),), ("code.successor", C, C)),
    # domains
    ("domain gone", ((LINKAGE, ""),), ("domain.removed", T, B)),
    ("back: domain", ((LINKAGE, ""),), ("domain.added", L, L)),
    ("another recipient", (("recipient: The linker", "recipient: A body"),), ("domain.recipient", L, B)),
    ("another purpose", (("To see what helps.", "To see what it costs."),), ("domain.purpose", L, L)),
    ("one concept more", (("[participant_id, start_date]", "[participant_id, start_date, score]"),), ("domain.item_added", L, L)),
    ("one concept fewer", (("[participant_id, start_date]", "[participant_id]"),), ("domain.item_removed", T, B)),
    ("to an identifier", (("    retention: to be agreed", "    identifiers: {visits: [visit_person]}\n    retention: to be agreed"),), ("domain.item_added", L, L)),
    ("domain keeps for less time", (("24 months", "12 months"),), ("retention.shorter", T, T)),
    ("domain keeps for longer", (("24 months", "36 months"),), ("retention.changed", L, L)),
    ("domain in other words", (("title: Evaluation", "title: The evaluation"),), ("domain.words", C, C)),
]  # fmt: skip


@pytest.mark.parametrize(("name", "edits", "told"), CHANGES, ids=[case[0] for case in CHANGES])
def test_one_edit_is_one_change_with_who_breaks(
    tmp_path: Path, name: str, edits: tuple[Edit, ...], told: Told
) -> None:
    found = compared(tmp_path, *edits, back=name.startswith("back:"))
    assert [(each.kind, each.area.effect, each.reader.effect) for each in found.changes] == [told]
    (change,) = found.changes
    assert change.governed == (found.old.governed != found.new.governed)
    assert not re.search(r"\{[a-z]+\}", change.what + change.area.does + change.reader.does)
    assert not any(side.does for side in (change.area, change.reader) if side.effect == "cosmetic")


@pytest.mark.parametrize(("name", "edits", "told"), CHANGES[::6], ids=[case[0] for case in CHANGES[::6]])
def test_every_face_tells_both_sides(tmp_path: Path, name: str, edits: tuple[Edit, ...], told: Told) -> None:
    found = compared(tmp_path, *edits, back=name.startswith("back:"))
    assert check_machine("contract-diff", as_json(found)) == []
    _, area, reader = told
    text, markdown = (render(found, fmt) for fmt in ("text", "markdown"))
    assert f"Area that submits ({area})" in text and f"Body that reads ({reader})" in text
    assert f"| **{area}**: " in markdown and f"| **{reader}**: " in markdown
    changed = "The governed facts have changed"
    assert (changed in text, changed in markdown) == (found.changes[0].governed,) * 2


def test_the_table_is_long_enough_and_reaches_every_kind() -> None:
    kinds = load_words().kinds
    elsewhere = {"codes.home", "code.meaning", "treatment.lookup", "inside.changed"}
    assert len(CHANGES) >= 60
    assert {told[0] for _, _, told in CHANGES} | elsewhere == set(kinds)
    for entry in kinds.values():
        for side, danger in (("area", (B, T)), ("reader", (B, L))):
            if entry[side]["effect"] in danger and (side, entry[side]["effect"]) != ("area", L):
                assert entry[side].get("does"), entry["what"]


def test_the_same_contract_has_no_change(tmp_path: Path) -> None:
    found = compared(tmp_path)
    assert found.changes == () and found.old == found.new
    assert not found.fails_on("any")


MANY = [
    # a code list that is another file, and two codes that change places
    ((("value: areas}]\n      - name: home", "value: areas}]\n      - name: home"),), []),
    ((("A1,First", "A1,Second"), ("A2,Second", "A2,First")), ["code.meaning", "code.meaning"]),
    # other words, the same meaning
    ((("maximum: 48", "exclusiveMaximum: 49"),), []),
    ((("mustBe: 0, desc", "mustBe: 0.0, desc"),), []),
    ((("left_on < joined", "left_on  <  joined"),), []),
    ((("A1,First,2021-04-01,2026-03-31,A2", "A1,First,2021-04-01,2022-03-31,A2\nA1,First,2022-04-01,2026-03-31,A2"),), []),
    ((("name: left_on, logicalType: date", "name: left_on, logicalType: date, logicalTypeOptions: {format: yyyy-MM-dd}"),), []),
    # what nobody collects breaks nobody
    ((("value: nhs_number}", "value: nhs_number}\n        logicalTypeOptions: {maxLength: 10}"),), ["limit.narrower"]),
    # two names that change places are two columns renamed
    ((("name: joined", "name: lead_on"), ("left_on < joined", "left_on < lead_on"), ("minimum: '2021-01-01'", "minimum: '2021-01-02'")), ["column.renamed", "limit.narrower"]),
]  # fmt: skip


@pytest.mark.parametrize(("edits", "kinds"), MANY)
def test_meaning_is_compared_and_not_text(tmp_path: Path, edits: tuple[Edit, ...], kinds: list[str]) -> None:
    assert [change.kind for change in compared(tmp_path, *edits).changes] == kinds


def test_what_is_not_collected_is_cosmetic_for_both(tmp_path: Path) -> None:
    edit = ("value: nhs_number}", "value: nhs_number}\n        logicalTypeOptions: {maxLength: 10}")
    (change,) = compared(tmp_path, edit).changes
    assert (change.area.effect, change.reader.effect, change.area.does) == (C, C, "")


def test_a_name_that_comes_up_in_another_table_is_no_move(tmp_path: Path) -> None:
    edits = ((COLUMN, ""), (HOURS, HOURS + COLUMN))
    kinds = [change.kind for change in compared(tmp_path, *edits).changes]
    assert kinds == ["column.removed", "column.added"]


def test_two_columns_that_change_names_are_both_renamed(tmp_path: Path) -> None:
    edits = (
        ("name: person_id", "name: joined"),
        ("name: joined\n        businessName", "name: person_id\n        businessName"),
    )
    found = compared(tmp_path, *edits)
    assert sorted(change.what for change in found.changes if change.kind == "column.renamed") == [
        "The column joined of people is now called person_id; its concept is the same.",
        "The column person_id of people is now called joined; its concept is the same.",
    ]
    assert found.old.governed == found.new.governed


def test_codes_that_move_into_a_list_are_told_once(tmp_path: Path) -> None:
    edits = (
        (
            "        enum: [{value: a, label: First kind}, {value: b, label: Second kind}]\n",
            "        enum: [{value: A1, label: First}, {value: A2, label: Second}, {value: A3, label: Third}]\n",
        ),
    )
    own = compared(tmp_path / "own", *edits)
    assert {change.kind for change in own.changes} == {"code.added", "code.removed"}
    listed = (
        "        enum: [{value: a, label: First kind}, {value: b, label: Second kind}]\n",
        "        customProperties: [{property: cfgovernCodeList, value: areas}]\n",
    )
    kinds = [change.kind for change in compared(tmp_path / "list", listed).changes]
    assert kinds == ["codes.home", *["code.removed"] * 2, *["code.added"] * 3]


@pytest.mark.parametrize(
    ("edit", "fails"),
    [
        (("name: score", "name: points"), ["breaking", "tightening", "loosening", "any"]),
        (("minimum: 0", "minimum: 1"), ["tightening", "loosening", "any"]),
        (("maximum: 48, ", ""), ["loosening", "any"]),
        (("Joined on", "Began on"), ["any"]),
    ],
)
def test_a_build_fails_on_what_was_asked_and_on_worse(tmp_path: Path, edit: Edit, fails: list[str]) -> None:
    found = compared(tmp_path, edit)
    assert [name for name in ("breaking", "tightening", "loosening", "any") if found.fails_on(name)] == fails


def test_the_reference_page_is_drawn_from_the_kinds() -> None:
    assert PAGE.read_text(encoding="utf-8") == page()


UNREAD = ["quality.changed", "type.changed"]  # the rule that read it is not run any more


@pytest.mark.parametrize(
    ("edit", "kinds"),
    [
        (("name: article", "name: ware"), ["inside.changed"]),
        (("{minItems: 1}", "{minItems: 2}"), ["inside.changed"]),
        (("{name: firm, logicalType: string}", "{name: firm, logicalType: integer}"), ["inside.changed"]),
        (("{dimensions: 2}", "{dimensions: 3}"), ["inside.changed"]),
        (("        required: true\n", ""), ["required.off"]),
        (("{name: weight, logicalType: number}", "{name: weight, logicalType: array}"), UNREAD),
        (("map: {key: {logicalType: string}", "map:  {key: {logicalType: string}"), []),
    ],
)
def test_what_changes_inside_a_column_is_told_as_one(tmp_path: Path, edit: Edit, kinds: list[str]) -> None:
    for name in ("old", "new"):
        (tmp_path / name).mkdir()
    old, new = loaded(tmp_path / "old"), loaded(tmp_path / "new", edit)
    found = compare(old, new)
    assert [change.kind for change in found.changes] == kinds
    moved = found.old.governed != found.new.governed
    assert moved == any(change.governed for change in found.changes)
