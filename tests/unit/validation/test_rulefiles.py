"""Rule files: what a header may say, and each fault of one at its line."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from cfgovern import content
from cfgovern.errors import OperatorFileError
from cfgovern.validation.rulefiles import load_pack, read_rule

HEADER = {
    "severity": "error",
    "anchor": "people.age",
    "columns": "people.age, people.name",
    "message": "The age is odd.",
    "fix": "Check the age.",
    "why": "Because: it is.",
}
QUERY = "SELECT p._row FROM people AS p WHERE p.age > 120"


def written(folder: Path, text: str | None = None, name: str = "odd_age", **changes: str | None) -> Path:
    """A rule file; ``changes`` replaces header lines, None takes one out."""
    lines = [f"-- {key}: {value}" for key, value in {**HEADER, **changes}.items() if value is not None]
    path = folder / f"{name}.sql"
    path.write_text("\n".join([*lines, QUERY, ""]) if text is None else text, encoding="utf-8")
    return path


def test_a_header_and_its_query_are_read(tmp_path: Path) -> None:
    rule, faults = read_rule(
        written(tmp_path, since="2026-04-01", until="2027-03-31", portable="both", group="name age")
    )
    assert faults == [] and rule is not None
    assert (rule.name, rule.severity, rule.anchor) == ("odd_age", "error", ("people", "age"))
    assert rule.columns == (("people", "age"), ("people", "name"))
    assert (rule.message, rule.fix, rule.why) == ("The age is odd.", "Check the age.", "Because: it is.")
    assert (rule.since, rule.until, rule.portable) == ("2026-04-01", "2027-03-31", "both")
    assert rule.group == ("name", "age")
    assert rule.query.strip() == QUERY


def test_what_a_header_leaves_out(tmp_path: Path) -> None:
    rule, _ = read_rule(written(tmp_path))
    assert rule is not None
    assert (rule.since, rule.until, rule.portable, rule.group) == (None, None, "duckdb", ())
    assert rule.in_force("0001-01-01") and rule.in_force("9999-12-31")


@pytest.mark.parametrize(
    ("day", "in_force"),
    [
        ("2026-03-31", False),
        ("2026-04-01", True),
        ("2027-03-31", True),
        ("2027-04-01", False),
    ],
)
def test_a_rule_is_in_force_from_its_first_to_its_last_day(tmp_path: Path, day: str, in_force: bool) -> None:
    rule, _ = read_rule(written(tmp_path, since="2026-04-01", until="2027-03-31"))
    assert rule is not None and rule.in_force(day) is in_force


def test_a_comment_within_the_query_is_no_header(tmp_path: Path) -> None:
    path = written(tmp_path)
    path.write_text(path.read_text(encoding="utf-8") + "-- note: checked by hand\n", encoding="utf-8")
    rule, faults = read_rule(path)
    assert faults == [] and rule is not None and "-- note:" in rule.query


def test_the_parameters_that_a_query_uses(tmp_path: Path) -> None:
    path = written(tmp_path)
    text = path.read_text(encoding="utf-8").replace(
        "p.age > 120", "p.day > :as_of AND p.day < :period_end AND p.note <> ':period_start' -- :period_start"
    )
    path.write_text(text, encoding="utf-8")
    rule, _ = read_rule(path)
    assert rule is not None and rule.parameters == ("as_of", "period_end")


@pytest.mark.parametrize(
    ("changes", "code", "line"),
    [
        ({"severity": "grave"}, "rule.severity", 1),
        ({"anchor": "people"}, "rule.anchor", 2),
        ({"anchor": "People.Age"}, "rule.anchor", 2),
        ({"columns": "people.age, name"}, "rule.columns", 3),
        ({"since": "1 April 2026"}, "rule.date", 7),
        ({"until": "2026-4-1"}, "rule.date", 7),
        ({"portable": "spark"}, "rule.portable", 7),
        ({"colour": "red"}, "rule.key", 7),
        ({"message": None}, "rule.key_missing", 1),
        ({"message": ""}, "rule.key_missing", 1),
    ],
)
def test_each_fault_of_a_header_is_told_at_its_line(
    tmp_path: Path, changes: dict[str, str | None], code: str, line: int
) -> None:
    rule, faults = read_rule(written(tmp_path, **changes))
    assert rule is None
    assert [(fault.code, fault.path, fault.line) for fault in faults] == [(code, "odd_age.sql", line)]
    assert faults[0].message.endswith((".", "?"))


def test_a_key_twice_is_told_at_the_second(tmp_path: Path) -> None:
    path = written(tmp_path)
    path.write_text("-- severity: info\n" + path.read_text(encoding="utf-8"), encoding="utf-8")
    rule, faults = read_rule(path)
    assert rule is None and [(fault.code, fault.line) for fault in faults] == [("rule.key_twice", 2)]


def test_a_misspelt_key_is_one_fault_with_the_word_that_was_meant(tmp_path: Path) -> None:
    rule, faults = read_rule(written(tmp_path, message=None, mesage="The age is odd."))
    assert rule is None
    [fault] = faults
    assert (fault.code, fault.line) == ("rule.key", 6)
    assert "Did you mean" in fault.message and "message" in fault.message


def test_every_fault_is_told_at_once(tmp_path: Path) -> None:
    _, faults = read_rule(written(tmp_path, severity="grave", anchor="people", why=None))
    assert sorted(fault.code for fault in faults) == ["rule.anchor", "rule.key_missing", "rule.severity"]


@pytest.mark.parametrize("name", ["Odd_age", "odd-age", "1_odd_age"])
def test_the_name_of_the_file_is_the_name_of_the_rule(tmp_path: Path, name: str) -> None:
    _, faults = read_rule(written(tmp_path, name=name))
    assert [fault.code for fault in faults] == ["rule.name"]


def test_a_file_that_is_no_text_is_a_fault(tmp_path: Path) -> None:
    path = tmp_path / "odd_age.sql"
    path.write_bytes(b"-- severity: \xff\xfe")
    assert [fault.code for fault in read_rule(path)[1]] == ["rule.unreadable"]


# -- packs -----------------------------------------------------------------------------------


@pytest.fixture
def pack(tmp_path: Path) -> Iterator[Path]:
    (tmp_path / "schemas").mkdir()
    folder = tmp_path / "validators" / "orchard"
    folder.mkdir(parents=True)
    content.use_pack(tmp_path)
    yield folder
    content.use_pack(None)


def test_a_pack_is_all_its_rules_in_order_of_name(pack: Path) -> None:
    for name in ("b_rule", "a_rule"):
        written(pack, name=name)
    assert [rule.name for rule in load_pack("orchard")] == ["a_rule", "b_rule"]


def test_the_faults_of_every_file_are_told_together(pack: Path) -> None:
    written(pack, name="a_rule", severity="grave")
    written(pack, name="b_rule", anchor="people")
    with pytest.raises(OperatorFileError) as caught:
        load_pack("orchard")
    assert [fault.path for fault in caught.value.faults] == ["a_rule.sql", "b_rule.sql"]


@pytest.mark.parametrize("name", ["orchids", "../orchard", "", "orchard/x"])
def test_a_pack_that_is_not_there_is_a_fault(pack: Path, name: str) -> None:
    with pytest.raises(OperatorFileError) as caught:
        load_pack(name)
    [fault] = caught.value.faults
    assert fault.code == "rule.no_pack"


def test_a_pack_with_nearly_that_name_is_offered(pack: Path) -> None:
    with pytest.raises(OperatorFileError) as caught:
        load_pack("orchards")
    assert "Did you mean" in caught.value.faults[0].message


def test_the_shipped_pack_has_no_fault_and_holds_the_promised_rules() -> None:
    rules = {rule.name: rule for rule in load_pack("changing-futures")}
    promised = {
        "adult_at_start": "error",
        "adult_by_date_of_birth": "block",
        "three_needs_or_reason": "warning",
        "assessment_waves_in_order": "error",
        "outcome_waves_in_order": "error",
        "ndta_even_items": "error",
        "ndta_total": "error",
        "nights_within_days": "error",
        "days_within_quarter": "error",
        "exit_matches_end_date": "error",
        "agreement_without_identifiers": "warning",
        "identifiers_without_agreement": "info",
        "assessment_after_death": "error",
        "outcome_after_death": "error",
        "service_use_after_death": "error",
        "support_after_death": "error",
        "agreement_after_death": "error",
    }
    assert {name: rules[name].severity for name in promised} == promised
    assert all(rule.why.startswith(("Prospectus", "Scoring")) for rule in rules.values())
