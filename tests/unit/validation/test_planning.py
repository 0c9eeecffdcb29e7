"""Every check that a contract asks for is planned once, with its rule id, severity and words."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from cfgovern import content
from cfgovern.contract.load import load_contract
from cfgovern.contract.model import Contract
from cfgovern.engine.plan import Check, Plan
from cfgovern.validation import planning
from cfgovern.validation.planning import Planned, Wording, make_plan
from cfgovern.validation.rulefiles import RuleFile
from tests.command import PLAIN_CONTRACT
from tests.unit.contract.nesting import loaded
from tests.unit.validation.everykind import AS_OF, every_kind

CHECKS = {
    "column_missing", "column_extra", "column_renamed", "column_duplicate", "required", "type", "minimum",
    "maximum", "multiple_of", "min_length", "max_length", "pattern", "enum", "code_list", "unique",
    "foreign_key", "check_digit", "test_value", "characters", "line_break",
    "whitespace",
}  # fmt: skip


@pytest.fixture
def contract(tmp_path: Path) -> Contract:
    return every_kind(tmp_path)


@pytest.fixture
def planned(contract: Contract) -> Planned:
    return make_plan(contract, AS_OF)


def of(planned: Planned, name: str) -> list[tuple[str, str, str, str]]:
    """(rule without its table, severity, kind and variant of the words) of a column's or rule's checks."""
    return [
        (check.rule.removeprefix("things."), check.severity, wording.kind, wording.variant)
        for check, wording in zip(planned.plan.checks, planned.wordings, strict=True)
        if check.table == "things" and name in (check.column, check.rule.removeprefix("things."))
    ]


def whole(name: str, *more: tuple[str, str, str]) -> list[tuple[str, str, str, str]]:
    """What every text column is asked, with ``more`` between."""
    return [
        (f"{name}.type", "error", "type", "string"),
        *((f"{name}.{check}", "error", kind, variant) for check, kind, variant in more),
        (f"{name}.whitespace", "warning", "whitespace", "default"),
    ]


@pytest.mark.parametrize(
    ("column", "more"),
    [
        ("size", [("enum", "enum", "default")]),
        ("contact", [("pattern", "pattern", "default")]),
        (
            "colour",
            [
                ("code_list", "code_list", "unknown"),
                ("code_list", "code_list", "ended"),
                ("code_list", "code_list", "early"),
            ],
        ),
    ],
)
def test_a_text_column_is_asked_what_the_contract_says_of_it(
    planned: Planned, column: str, more: list[tuple[str, str, str]]
) -> None:
    assert of(planned, column) == whole(column, *more)


@pytest.mark.parametrize(
    ("column", "checks"),
    [
        ("thing_id", ["required", "type", "pattern", "whitespace", "unique"]),
        ("serial", ["type", "min_length", "max_length", "characters", "whitespace", "unique"]),
        ("near", ["type", "characters", "whitespace", "foreign_key"]),
        ("count", ["required", "type", "minimum", "maximum", "whitespace"]),
        ("weight", ["type", "minimum", "maximum", "multiple_of", "whitespace"]),
        ("bought", ["type", "minimum", "maximum", "whitespace"]),
        ("sold", ["type", "whitespace"]),
        ("owner_number", ["type", "pattern", "check_digit", "test_value", "test_value", "whitespace"]),
        ("owner_case", ["type", "pattern", "test_value", "test_value", "whitespace"]),
        ("later_on", ["column_extra"]),
    ],
)
def test_rule_ids_are_table_column_check(planned: Planned, column: str, checks: list[str]) -> None:
    assert [rule for rule, *_ in of(planned, column)] == [f"{column}.{check}" for check in checks]


NHS = {"identifier": "nhs_number", "pattern": None, "after": None}
PRISON = {"identifier": "prison_number", "pattern": None, "after": None}
KEY = ["town", "street"]


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        ("thing_id", [("pattern", {"pattern": "^T-[0-9]{4}$"}), ("unique", {"columns": ["thing_id"]})]),
        (
            "serial",
            [
                ("min_length", {"length": 4}),
                ("max_length", {"length": 8}),
                ("unique", {"columns": ["serial"]}),
            ],
        ),
        (
            "count",
            [
                ("minimum", {"bound": "0", "exclusive": False}),
                ("maximum", {"bound": "9", "exclusive": False}),
            ],
        ),
        (
            "weight",
            [
                ("minimum", {"bound": "0", "exclusive": True}),
                ("maximum", {"bound": "10", "exclusive": True}),
                ("multiple_of", {"step": "0.5"}),
            ],
        ),
        ("size", [("enum", {"values": ["s", "l"]})]),
        (
            "colour",
            [
                ("code_list", {"values": ["red", "teal", "crimson", "scarlet"]}),
                ("code_retired", {"values": ["crimson", "scarlet"]}),
                ("code_retired", {"values": ["teal"]}),
            ],
        ),
        (
            "owner_number",
            [(kind, NHS) for kind in ("identifier_form", "check_digit", "test_value", "real_value")],
        ),
        ("owner_case", [(kind, PRISON) for kind in ("identifier_form", "test_value", "real_value")]),
        ("near", [("foreign_key", {"columns": ["near"], "to_table": "things", "to_columns": ["thing_id"]})]),
        ("street", []),
        ("town", [("foreign_key", {"columns": KEY, "to_table": "places", "to_columns": KEY}),
                  ("unique", {"columns": KEY})]),
        ("later_on", [("present", {})]),
        ("some_things", [("metric", {"metric": "rowCount", "columns": []})]),
        ("few_twins", [("metric", {"metric": "duplicateValues", "columns": KEY})]),
        ("note_there", [("null_values", {})]),
        ("note_said", [("missing_values", {"values": ["", "n/a"]})]),
        ("note_good", [("invalid_values", {"values": ["fine", "poor"], "pattern": None})]),
        ("note_twice", [("unique", {"columns": ["note"]})]),
    ],
)  # fmt: skip
def test_each_check_is_given_what_the_contract_says(
    planned: Planned, name: str, wanted: list[tuple[str, dict[str, Any]]]
) -> None:
    plain = ("type", "required", "whitespace", "characters")
    assert [
        (check.kind, check.params)
        for check in planned.plan.checks
        if check.table == "things"
        and name in (check.column, check.rule.removeprefix("things."))
        and check.kind not in plain
    ] == wanted


@pytest.mark.parametrize(
    ("name", "threshold", "unit"),
    [
        ("some_things", ("mustBeBetween", (1, 1000)), "rows"),
        ("few_twins", ("mustBeLessThan", 5), "percent"),
        ("enough_red", ("mustBeGreaterOrEqualTo", 2), "number"),
        ("note_mostly", ("mustBeLessOrEqualTo", 20), "percent"),
        ("note_form", ("mustNotBeBetween", (2, 4)), "rows"),
        ("note_often", ("mustBeLessThan", 3), "rows"),
    ],
)
def test_a_total_is_told_with_its_threshold(
    planned: Planned, name: str, threshold: tuple[str, Any], unit: str
) -> None:
    told = [
        (wording.threshold, wording.unit)
        for check, wording in zip(planned.plan.checks, planned.wordings, strict=True)
        if check.rule == f"things.{name}" and check.severity != "silent"
    ]
    assert told == [(threshold, unit)]


def test_a_query_reads_the_columns_that_it_names_and_no_function_of_that_name(planned: Planned) -> None:
    """There is a column named count, and COUNT(*) does not read it."""
    reads = {check.rule: check.params["reads"] for check in planned.plan.checks if check.kind == "sql"}
    assert reads == {
        "things.bought_first": {"things": ["bought", "sold"]},
        "things.enough_red": {"things": ["colour"]},
    }


@pytest.mark.parametrize(
    ("column", "variant"),
    [
        ("count", "integer"),
        ("weight", "number"),
        ("bought", "date"),
        ("sold", "date"),
        ("seen", "timestamp"),
        ("at", "time"),
        ("whole", "boolean"),
    ],
)
def test_each_type_has_words_of_its_own(planned: Planned, column: str, variant: str) -> None:
    assert (f"{column}.type", "error", "type", variant) in of(planned, column)


@pytest.mark.parametrize(("column", "variant"), [("count", "number"), ("bought", "date")])
@pytest.mark.parametrize("check", ["minimum", "maximum"])
def test_a_date_is_too_early_and_a_number_too_low(
    planned: Planned, column: str, variant: str, check: str
) -> None:
    assert (f"{column}.{check}", "error", check, variant) in of(planned, column)


def test_an_identifier_of_a_test_range_is_an_error_and_a_real_one_among_made_up_rows_a_block(
    planned: Planned,
) -> None:
    found = [entry for entry in of(planned, "owner_number") if entry[0].endswith("test_value")]
    assert found == [
        ("owner_number.test_value", "error", "test_value", "live"),
        ("owner_number.test_value", "block", "test_value", "synthetic"),
    ]


def test_a_fault_in_a_key_is_an_error_and_odd_writing_is_a_warning(planned: Planned) -> None:
    severities = {
        (check.kind, check.severity)
        for check in planned.plan.checks
        if check.kind in ("required", "unique", "foreign_key", "whitespace", "characters", "line_break")
    }
    assert severities == {
        ("required", "error"),
        ("unique", "error"),
        ("foreign_key", "error"),
        ("whitespace", "warning"),
        ("characters", "warning"),
    }


@pytest.mark.parametrize(
    ("column", "good", "bad"),
    [
        ("count", "12", "1.5"),
        ("weight", "1.5", "1,5"),
        ("whole", "true", "yes"),
        ("bought", "2026-10-01", "01/10/2026"),
        ("sold", "01/10/2026", "2026-10-01"),
    ],
)
def test_the_plan_says_how_a_cell_is_written(planned: Planned, column: str, good: str, bad: str) -> None:
    things = planned.plan.tables[1]
    [shape] = [found.shape for found in things.columns if found.name == column]
    assert shape is not None
    assert re.fullmatch(shape, good) and not re.fullmatch(shape, bad)


def test_a_text_is_written_as_anybody_likes_and_its_codes_for_no_answer_are_known(planned: Planned) -> None:
    [colour] = [column for column in planned.plan.tables[1].columns if column.name == "colour"]
    assert (colour.shape, colour.strptime) == (None, None)
    assert colour.missing == {"declined": "declined", "not_known": "not_known"}


@pytest.mark.parametrize(
    ("changes", "key"),
    [
        ({"show": True}, ("thing_id",)),
        ({"show": False}, ()),
        ({"show": True, "identifier": "nhs_number"}, ()),
        ({"show": True, "pattern": None}, ()),
        ({"show": True, "pattern": "^[A-Za-z -]+$"}, ()),
        ({"show": True, "pattern": None, "enum": (("a", "A"), ("b", "B"))}, ("thing_id",)),
        ({"show": True, "pattern": None, "type": "integer"}, ("thing_id",)),
    ],
)
def test_a_key_stands_beside_a_finding_where_the_contract_says_so_and_no_name_fits(
    contract: Contract, changes: dict[str, Any], key: tuple[str, ...]
) -> None:
    things = contract.table("things")
    assert things is not None and things.primary_key == ("thing_id",)
    columns = (replace(things.columns[0], **changes), *things.columns[1:])
    table = replace(things, columns=columns)
    plan = make_plan(replace(contract, tables=(contract.tables[0], table)), AS_OF).plan
    assert plan.tables[1].key == key


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        ("near.foreign_key", {"to_table": "Things", "columns": "near", "to_columns": "Thing ID"}),
        (
            "town.foreign_key",
            {"to_table": "Places", "columns": "town and street", "to_columns": "town and street"},
        ),
        ("no_twins", {"columns": "town and street"}),
        ("note_twice", {"columns": "note"}),
        ("bought_first", {"rule": "Nothing is sold before it is bought."}),
        ("enough_red", {"rule": "There are two red things."}),
    ],
)
def test_what_a_rule_is_told_with(planned: Planned, rule: str, words: dict[str, str]) -> None:
    [check] = [check for check in planned.plan.checks if check.rule == f"things.{rule}"]
    assert planned.wordings[check.number].words == words


def test_a_column_that_is_not_collected_blocks_when_it_is_filled_in(planned: Planned) -> None:
    assert of(planned, "later_on") == [("later_on.column_extra", "block", "column_not_collected", "default")]


def test_a_composite_key_stands_at_its_first_column(planned: Planned) -> None:
    [key] = [check for check in planned.plan.checks if check.rule == "places.town.unique"]
    assert key.params["columns"] == ["town", "street"]
    assert ("town.foreign_key", "error", "foreign_key", "composite") in of(planned, "town")
    assert planned.wordings[key.number].words == {"columns": "town and street"}


@pytest.mark.parametrize(
    ("rule", "kind", "severity", "wording", "variant"),
    [
        ("some_things", "metric", "error", "rowCount", "default"),
        ("no_twins", "unique", "error", "unique", "composite"),
        ("few_twins", "metric", "error", "duplicateValues", "composite"),
        ("bought_first", "sql", "warning", "sql", "default"),
        ("enough_red", "sql", "error", "sql", "default"),
        ("note_there", "null_values", "error", "nullValues", "cell"),
        ("note_mostly", "metric", "error", "nullValues", "total"),
        ("note_said", "missing_values", "error", "missingValues", "cell"),
        ("note_rarely", "metric", "error", "missingValues", "total"),
        ("note_good", "invalid_values", "error", "invalidValues", "cell"),
        ("note_form", "metric", "error", "invalidValues", "total"),
        ("note_twice", "unique", "error", "duplicateValues", "cell"),
        ("note_often", "metric", "error", "duplicateValues", "total"),
    ],
)
def test_a_quality_rule_goes_by_its_id_and_names_each_cell_where_none_may_be_wrong(
    planned: Planned, rule: str, kind: str, severity: str, wording: str, variant: str
) -> None:
    [check] = [
        check
        for check in planned.plan.checks
        if check.rule == f"things.{rule}" and check.severity != "silent"
    ]
    said = planned.wordings[check.number]
    assert (check.kind, check.severity, said.kind, said.variant) == (kind, severity, wording, variant)


def test_a_counted_rule_counts_by_a_cell_check_that_says_nothing_itself(planned: Planned) -> None:
    for rule in ("note_mostly", "note_rarely", "note_form"):
        silent, counted = [check for check in planned.plan.checks if check.rule == f"things.{rule}"]
        assert (silent.severity, counted.params["cell_check"]) == ("silent", silent.number)


def test_a_rule_for_people_to_read_is_set_aside(planned: Planned) -> None:
    assert planned.set_aside == (("things.seen_by_eye", "by_hand"),)


def test_a_rule_for_another_tool_is_set_aside_with_its_name(tmp_path: Path) -> None:
    rule = "      - {id: by_soda, type: custom, engine: soda, implementation: rows > 1}\n    properties:\n"
    path = tmp_path / "c.odcs.yaml"
    head, tail = PLAIN_CONTRACT.split("    properties:\n", 1)
    path.write_text(f"{head}    quality:\n{rule}{tail}", encoding="utf-8")
    planned = make_plan(load_contract(path), "2026-07-01")
    assert planned.set_aside == (("members.by_soda", "other_engine"),)
    assert (dict(planned.engines), planned.left) == ({"members.by_soda": '"soda"'}, 1)
    assert not [check for check in planned.plan.checks if "soda" in check.rule]


def test_of_a_nested_column_only_what_is_empty_is_checked(tmp_path: Path) -> None:
    planned = make_plan(loaded(tmp_path), "2026-07-01")
    assert planned.set_aside == (
        ("parcels.contents.type", "inside"),
        ("parcels.sender.type", "inside"),
        ("stops.marks.type", "inside"),
        ("stops.place.type", "inside"),
        ("parcels.full", "reads_inside"),
        ("parcels.alike", "reads_inside"),
        ("parcels.right", "reads_inside"),
        ("stops.lost", "reads_inside"),
    )
    assert (planned.left, planned.unseen) == (4, 4)
    rules = {check.rule for check in planned.plan.checks if check.column in ("sender", "marks", "place")}
    assert rules == set()
    kept = [check.rule for check in planned.plan.checks if check.table == "parcels"]
    assert [rule for rule in kept if ".contents" in rule] == ["parcels.contents.required"]
    assert {"parcels.heavy", "stops.over"} <= {check.rule for check in planned.plan.checks}


def test_an_empty_cell_is_told_once(contract: Contract) -> None:
    things = contract.table("things")
    assert things is not None
    note = replace(things.columns[-1], required=True)
    table = replace(things, columns=(*things.columns[:-1], note))
    plan = make_plan(replace(contract, tables=(contract.tables[0], table)), AS_OF).plan
    rules = [check.rule for check in plan.checks]
    assert "things.note.required" in rules and "things.note_there" not in rules


@pytest.mark.parametrize(
    ("day", "ended", "early"),
    [
        ("2024-12-31", [], ["teal"]),
        ("2025-12-31", ["scarlet"], ["teal"]),
        ("2026-01-01", ["crimson", "scarlet"], ["teal"]),
        ("2027-01-01", ["crimson", "scarlet"], []),
    ],
)
def test_a_code_is_judged_on_the_day_of_the_check(
    contract: Contract, day: str, ended: list[str], early: list[str]
) -> None:
    planned = make_plan(contract, day)
    retired = {
        planned.wordings[check.number].variant: check.params["values"]
        for check in planned.plan.checks
        if check.kind == "code_retired"
    }
    assert (retired.get("ended", []), retired.get("early", [])) == (ended, early)


def test_checks_are_numbered_by_their_place_and_the_plan_survives_json(planned: Planned) -> None:
    assert [check.number for check in planned.plan.checks] == list(range(len(planned.wordings)))
    again = Plan.from_json(planned.plan.as_json())
    assert again.as_json() == planned.plan.as_json()


# -- the programme contract and its rule files -----------------------------------------------


@pytest.fixture(scope="module")
def programme() -> Contract:
    return load_contract(content.folder("schemas") / "changing-futures" / "changing-futures.odcs.yaml")


def test_every_rule_id_of_the_programme_has_the_form_that_was_promised(programme: Contract) -> None:
    planned = make_plan(programme, AS_OF)
    for check in planned.plan.checks:
        table = programme.table(check.table)
        assert table is not None
        parts = check.rule.split(".")
        assert parts[0] == table.name
        if len(parts) == 3 and table.column(parts[1]) and parts[2] in CHECKS:
            assert check.column == parts[1]
        else:
            assert re.fullmatch(r"[a-z0-9_]+(\.[A-Za-z0-9_]+){1,2}", check.rule), check.rule
            assert planned.wordings[check.number].kind not in CHECKS - {"unique"}


def rules_of(planned: Planned) -> list[Check]:
    return [check for check in planned.plan.checks if check.kind == "rule"]


def rule_file(**changes: object) -> RuleFile:
    rule = RuleFile(
        name="odd_wave",
        path=Path("odd_wave.sql"),
        severity="warning",
        anchor=("assessments", "wave"),
        columns=(("assessments", "wave"), ("participants", "participant_id")),
        message="This wave is odd.",
        fix="Check it.",
        why="Because.",
        query="SELECT a._row FROM assessments AS a WHERE a.wave % 2 = 1",
    )
    return replace(rule, **changes)  # type: ignore[arg-type]


def planned_with(rule: RuleFile, programme: Contract, monkeypatch: pytest.MonkeyPatch) -> Planned:
    monkeypatch.setattr(planning, "load_pack", lambda name: (rule,))
    return make_plan(programme, AS_OF)


def test_a_rule_file_speaks_its_own_words(programme: Contract, monkeypatch: pytest.MonkeyPatch) -> None:
    planned = planned_with(rule_file(group=("participant_id",)), programme, monkeypatch)
    [check] = rules_of(planned)
    assert (check.rule, check.severity, check.column) == ("assessments.odd_wave", "warning", "wave")
    assert check.params["group"] == ["participant_id"]
    assert check.params["reads"] == {"assessments": ["wave"], "participants": ["participant_id"]}
    assert planned.wordings[check.number] == Wording(
        "rule", words={"rule": "This wave is odd.", "remedy": "Check it."}, why="Because."
    )


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"since": "2026-10-02"}, "not_in_force"),
        ({"until": "2026-09-30"}, "not_in_force"),
        ({"columns": (("assessments", "wave"), ("participants", "shoe_size"))}, "not_in_contract"),
        ({"columns": (("assessments", "wave"), ("orchards", "wave"))}, "not_in_contract"),
        ({"columns": (("assessments", "wave"), ("identifiers", "nhs_number"))}, "not_in_contract"),
    ],
)
def test_a_rule_that_cannot_apply_is_listed_and_not_planned(
    programme: Contract, monkeypatch: pytest.MonkeyPatch, changes: dict[str, object], reason: str
) -> None:
    planned = planned_with(rule_file(**changes), programme, monkeypatch)
    assert rules_of(planned) == []
    assert ("assessments.odd_wave", reason) in planned.set_aside


@pytest.mark.parametrize("changes", [{"since": AS_OF}, {"until": AS_OF}])
def test_a_rule_is_in_force_on_its_first_and_last_day(
    programme: Contract, monkeypatch: pytest.MonkeyPatch, changes: dict[str, object]
) -> None:
    assert len(rules_of(planned_with(rule_file(**changes), programme, monkeypatch))) == 1


def test_a_rule_of_a_table_that_the_contract_lacks_is_listed(
    programme: Contract, monkeypatch: pytest.MonkeyPatch
) -> None:
    planned = planned_with(rule_file(anchor=("orchards", "wave")), programme, monkeypatch)
    assert rules_of(planned) == [] and planned.set_aside == (("orchards.odd_wave", "not_in_contract"),)


def test_a_rule_of_a_pack_that_its_table_does_not_name_is_listed_and_not_used(
    programme: Contract, monkeypatch: pytest.MonkeyPatch
) -> None:
    tables = tuple(
        replace(table, rule_packs=()) if table.name == "assessments" else table for table in programme.tables
    )
    planned = planned_with(rule_file(), replace(programme, tables=tables), monkeypatch)
    assert rules_of(planned) == [] and planned.set_aside == (("assessments.odd_wave", "not_named"),)


def test_a_rule_finds_the_column_of_its_concept_or_the_one_whose_state_that_is(programme: Contract) -> None:
    table = next(table for table in programme.tables if table.concept == "assessments")
    wave, other = table.columns[:2]
    both = replace(table, columns=(replace(wave, concept="wave"), replace(other, concept="wave_state")))
    assert planning._by_concept(both, "wave") == both.columns[0]
    assert planning._by_concept(both, "wave_state") == both.columns[1]
    alone = replace(both, columns=both.columns[:1])
    assert planning._by_concept(alone, "wave_state") == alone.columns[0]
    assert planning._by_concept(alone, "state") is None
