"""Which planted fault, or which bad row, reaches each rule of the pack and each message.

``python -m pytest -s tests/unit/validation/test_coverage_matrix.py`` prints the whole matrix. That a planted
fault is found by the rules it names is the promise of ``tests/unit/journeys/test_planted_faults.py``; that a
bad row of a rule is, that of ``tests/rules``. A message is reached by a planted fault, by the rows here of
the contract that asks for every kind of check, or in the test that is named for it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path

import pytest

from cfgovern import yamlfile
from cfgovern.cohort import faults
from cfgovern.engine.result import Result
from cfgovern.journeys.ownrows import answer_on, report_on
from cfgovern.validation.messages import load_messages
from cfgovern.validation.planning import make_plan
from cfgovern.validation.rulefiles import load_pack
from tests.unit.validation.everykind import AS_OF, every_kind

PACK = "changing-futures"
TESTS = Path(__file__).parents[2]
# What no cell or row of a submission can reach by itself: a test that sends one for which it is told.
ELSEWHERE: Mapping[str, str] = {
    "header_missing": "hostile/csvs.py",
    "rows_above": "journeys/test_accounted_for.py",
    "not_a_record": "journeys/test_accounted_for.py",
    "totals_row": "journeys/test_workbook_habits.py",
    "record_origin_mixed": "property/reference.py",
    "json_schema": "journeys/test_forms.py",
    "test_value": "property/reference.py",
    **dict.fromkeys(
        ("period_not_in_calendar", "not_open", "late", "version_not_taken", "other_sender", "other_area",
         "nil_return_refused", "nil_return_with_rows"),
        "journeys/test_collection.py",
    ),
}  # fmt: skip
OPERATORS = {"column_not_collected": "refused_column"}  # a message that shares its rule id with another
GOOD = {
    "thing_id": "T-0001", "serial": "S0001", "town": "Ham", "street": "High", "near": "", "count": "1",
    "weight": "1.5", "bought": "2024-01-01", "sold": "02/01/2024", "seen": "2024-01-01T10:00:00",
    "at": "10:00:00", "whole": "true", "size": "s", "colour": "red", "contact": "a@example.org",
    "owner_number": "", "owner_case": "", "note": "fine",
}  # fmt: skip
# Each is one thing wrong with a row that is good otherwise.
BAD = [
    {"count": ""}, {"count": "x"}, {"count": "10"}, {"count": "-1"}, {"weight": "x"}, {"weight": "1.3"},
    {"bought": "x"}, {"bought": "2020-01-01"}, {"bought": "2030-01-01"}, {"seen": "x"}, {"at": "x"},
    {"whole": "x"}, {"size": "m"}, {"colour": "pink"}, {"colour": "crimson"}, {"colour": "teal"},
    {"contact": "nobody"}, {"serial": "S1"}, {"serial": "S00000001"}, {"serial": "S0001"}, {"thing_id": "T1"},
    {"town": "Nowhere"}, {"near": "T-9999"}, {"sold": "01/01/2023"}, {"owner_number": "9990000010"},
    {"owner_number": "9990000018"}, {"owner_case": "12"}, {"serial": " S0099"}, {"serial": "#REF!"},
    {"note": "n/a"}, {"note": ""}, {"note": "bad\u200bly"},
]  # fmt: skip
# So many, or so few, that a number or a share of the whole table is not what it is to be.
MANY = [{"town": "", "street": "", "note": "n/a"} for _ in range(12)]
FEW = [{"colour": "not_known", "note": note} for note in ("fine", "Bad1", "Bad2", "Bad3", "", "")]
WHOLE = ("default", "total", "composite")


@cache
def planted() -> Mapping[str, Sequence[str]]:
    """Last part of a rule id -> the faults that are planted for it."""
    found: dict[str, dict[str, None]] = defaultdict(dict)
    for kind in faults.load_catalogue().kinds:
        for way in kind.ways:
            for rule in (*way.rules, *(rule for also in way.also.values() for rule in also.rules)):
                found[rule.rpartition(".")[2]][kind.id] = None
            for name, operator in OPERATORS.items():
                if way.do == operator:
                    found[name][kind.id] = None
    return {name: list(ids) for name, ids in found.items()}


@cache
def bad_rows() -> Mapping[str, int]:
    """Rule file -> the places in its bad rows at which it is to find something."""
    files = (TESTS / "rules" / PACK).glob("*.yaml")
    cases = {path.stem: yamlfile.load(path).data["bad"] for path in files}
    return {name: sum(len(case["expect"]) for case in bad) for name, bad in cases.items()}


def of_rules() -> Iterator[tuple[str, str, str]]:
    """(rule id, the faults planted for it, the places in its bad rows)."""
    for rule in load_pack(PACK):
        count = bad_rows().get(rule.name)
        yield f"{rule.anchor[0]}.{rule.name}", ", ".join(planted().get(rule.name, ())), str(count or "")


def of_messages(folder: Path) -> Iterator[tuple[str, str, str]]:
    """(kind and variant of a message, the faults planted for it, the bad rows or the test that reach it)."""
    reached = reached_by_rows(folder)
    for kind, variants in load_messages().kinds.items():
        for variant in variants:
            ids = planted().get(kind, ()) if len(variants) == 1 else ()
            if kind == "rule":
                ids = ["every rule file"]
            rows = reached.get((kind, variant), 0)
            named = f"tests/{ELSEWHERE[kind]}" if kind in ELSEWHERE else ""
            yield f"{kind}.{variant}", ", ".join(ids), str(rows) if rows else named


def reached_by_rows(folder: Path) -> Mapping[tuple[str, str], int]:
    """(kind, variant) -> the places that the bad rows reach, with what rules over the whole table say."""
    contract = every_kind(folder)
    planned = make_plan(contract, AS_OF)
    names = [column.name for column in contract.tables[1].collected]
    found: dict[tuple[str, str], int] = defaultdict(int)
    for some in ([{}, *BAD, *MANY], FEW, []):
        rows = [
            {**GOOD, "thing_id": f"T-{number:04}", "serial": f"S{number:04}", **bad}
            for number, bad in enumerate(some, start=1)
        ]
        things = [{name: row[name] for name in names} for row in rows]
        sent = {"places": [{"town": "Ham", "street": "High"}] * (2 if rows else 1), "things": things}
        told = {finding.rule for finding in report_on(contract, planned, sent).findings}
        hits = Result.from_json(answer_on(contract, planned, sent)["result"]).hits
        for check, wording in zip(planned.plan.checks, planned.wordings, strict=True):
            whole = check.number not in hits and check.rule in told and wording.variant in WHOLE
            variant = "total" if whole and wording.kind == "sql" else wording.variant
            found[wording.kind, variant] += len(hits.get(check.number, ())) + whole
    return found


def show(capsys: pytest.CaptureFixture[str], heading: str, lines: Sequence[tuple[str, str, str]]) -> None:
    width = max(len(name) for name, _, _ in lines)
    print(f"\n{heading.ljust(width)}  planted faults | bad rows")
    for name, ids, rows in lines:
        print(f"{name.ljust(width)}  {ids or '-'} | {rows or '-'}")


def test_every_rule_is_reached_by_a_planted_fault_and_by_bad_rows(
    capsys: pytest.CaptureFixture[str],
) -> None:
    lines = list(of_rules())
    show(capsys, "Rule", lines)
    assert [name for name, ids, rows in lines if not ids or not rows] == []


def test_every_message_is_reached_by_a_planted_fault_or_a_bad_row(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lines = list(of_messages(tmp_path))
    show(capsys, "Message", lines)
    assert [name for name, ids, rows in lines if not ids and not rows] == []


@pytest.mark.parametrize(("kind", "path"), ELSEWHERE.items())
def test_the_test_that_is_named_for_a_message_speaks_of_it(kind: str, path: str) -> None:
    assert kind in load_messages().kinds and kind not in planted()
    assert kind in (TESTS / path).read_text(encoding="utf-8")
