"""People of 16 and 17 in transition: under a waiver of the programme that is in date, without identifiers."""

from __future__ import annotations

import shutil
from datetime import date
from functools import cache
from pathlib import Path

import pytest

from cfgovern import api, cohort, content
from cfgovern.cohort.files import as_columns, csv_head, csv_lines
from tests.command import Done, cfgovern

RULE = "participants.young_person_in_transition"
LINKED = "identifiers.young_person_by_date_of_birth"


@cache
def made() -> cohort.Rows:
    return cohort.make_area(api.load_contract(), people=12, as_of=date(2026, 10, 1))


def sent(folder: Path, *, identifiers: bool = False) -> Path:
    """A return whose first linked person was 17 at the start and moves on from youth services."""
    contract = api.load_contract()
    rows = {name: [dict(row) for row in table] for name, table in made().items()}
    linked = {row["participant_id"]: row for row in rows["identifiers"]}
    young = next(row for row in rows["participants"] if row["participant_id"] in linked)
    year = int(young["start_date"][:4]) - 17
    young |= {"transition_point": "youth_to_adult", "year_of_birth": str(year)}
    row = linked[young["participant_id"]]
    row["date_of_birth"] = f"{year}{young['start_date'][4:8]}01"
    if not identifiers:
        rows["identifiers"].remove(row)
        agreed = [one for one in rows["agreements"] if one["participant_id"] != young["participant_id"]]
        rows["agreements"] = agreed
    submission = folder / "return"
    submission.mkdir()
    for table in contract.tables:
        cells = as_columns(table, rows[table.name])
        (submission / f"{table.name}.csv").write_bytes(csv_head(table) + csv_lines(table, cells))
    return submission


def published(folder: Path, rule: str = RULE) -> Path:
    """The programme's contract with a waiver from September to October 2026."""
    schemas = folder / "schemas"
    shutil.copytree(content.folder("schemas") / "changing-futures", schemas)
    contract = schemas / "changing-futures.odcs.yaml"
    (schemas / "waivers.yaml").write_text(
        f"contract: {api.load_contract().id}\nwaivers:\n  - rule: {rule}\n    becomes: info\n    areas: all\n"
        "    from: 2026-09-01\n    until: 2026-10-31\n    owner: Programme data lead\n"
        "    reason: Young people in transition.\n",
        encoding="utf-8",
    )
    return contract


def check(submission: Path, day: str, *options: str | Path) -> Done:
    return cfgovern(
        "validate", submission, *options, "--as-of", day, "--format", "json", cwd=submission.parent
    )


def told(done: Done) -> list[tuple[str, str]]:
    found = [(one["rule"], one["severity"]) for one in done.report()["findings"]]
    return [one for one in found if one[0] in (RULE, LINKED)]


def test_without_a_waiver_it_is_an_error_that_says_what_becomes_of_identifiers(tmp_path: Path) -> None:
    done = check(sent(tmp_path), "2026-10-01")
    report = done.report()
    assert (done.code, report["outcome"], told(done)) == (1, "fail", [(RULE, "error")])
    [text] = [one["fix"] for one in report["findings"] if one["rule"] == RULE]
    assert "only under a dated waiver from the programme" in text
    assert "Their identifiers never go to linking" in text


def test_with_a_waiver_in_date_it_passes_and_the_report_says_so(tmp_path: Path) -> None:
    done = check(sent(tmp_path), "2026-10-01", "--contract", published(tmp_path))
    report = done.report()
    assert (done.code, report["outcome"], told(done)) == (0, "pass", [(RULE, "info")])
    [waived] = report["waived"]
    assert (waived["rule"], waived["owner"], waived["until"], waived["findings"]) == (
        RULE, "Programme data lead", "2026-10-31", 1,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("day", "holds"),
    [("2026-08-31", False), ("2026-09-01", True), ("2026-10-31", True), ("2026-11-01", False)],
)
def test_the_waiver_holds_from_its_first_to_its_last_day(tmp_path: Path, day: str, holds: bool) -> None:
    done = check(sent(tmp_path), day, "--contract", published(tmp_path))
    assert told(done) == [(RULE, "info" if holds else "error")]
    assert len(done.report().get("unused", [])) == (not holds)


def test_no_waiver_lets_their_identifiers_go(tmp_path: Path) -> None:
    """Neither one of the rule about people, nor one of the rule about identifiers, which is refused."""
    submission = sent(tmp_path, identifiers=True)
    contract = published(tmp_path)
    done = check(submission, "2026-10-01", "--contract", contract)
    assert (done.code, told(done)) == (1, [(RULE, "info"), (LINKED, "block")])
    waivers = contract.with_name("waivers.yaml")
    waivers.write_text(waivers.read_text(encoding="utf-8").replace(RULE, LINKED), encoding="utf-8")
    refused = check(submission, "2026-10-01", "--contract", contract)
    assert refused.code == 2 and "waivers.block" in refused.err
