"""What a confirmations file settles, and what it does not: in doubt nothing."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from cfgovern.contract.load import load_contract
from cfgovern.errors import UsageError
from cfgovern.findings import Finding, Report
from cfgovern.journeys.confirming import MOST, to_fill_in
from cfgovern.yamlfile import loads
from tests.journeys.settled import BACK, filled
from tests.unit.journeys.library import MEMBER, checked, loan


def prepared(folder: Path, report: Report, *changes: tuple[str, str]) -> Path:
    """The file for ``report``, filled in, with ``changes``."""
    text = filled(to_fill_in(report, load_contract(folder / "library.odcs.yaml")))
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    path = folder / "c.yaml"
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        (BACK, "loans.back_after_ut", f'nothing was found under it. Did you mean "{BACK}"?'),
        ('"1"', '"4"', "Nothing was found there that it could confirm."),
        ("loan_id:", "member_id:", "Each record needs its whole key: loan_id."),
        (
            f"rule: {BACK}",
            f"rule: {BACK}\n    column: lent",
            "Nothing was found there that it could confirm.",
        ),
        (f"rule: {BACK}", "rule: loans.lent.type", "Nothing was found there that it could confirm."),
        ("reason: Seen in the card index.", "reason:", "Still to be filled in: reason."),
        ("who: data lead", "who:", "Still to be filled in: who."),
        ("when: 2026-09-30", "when: 2026-10-02", "Its day, 2026-10-02, is after the day of the check."),
    ],
)
def test_an_entry_that_does_nothing_is_told_with_its_line(
    tmp_path: Path, old: str, new: str, told: str
) -> None:
    path = prepared(tmp_path, checked(tmp_path, [loan(1)]), (old, new))
    report = checked(tmp_path, [loan(1)], confirmations=path)
    (entry,) = report.unused
    assert report.outcome == "confirm" and report.confirmed == ()
    assert told in entry.because
    assert path.read_text(encoding="utf-8").splitlines()[entry.line - 1].startswith("  - rule:")


def test_a_rule_that_nobody_knows_is_not_repeated(tmp_path: Path) -> None:
    path = prepared(tmp_path, checked(tmp_path, [loan(1)]), (BACK, "loans.John Smith"))
    assert [entry.rule for entry in checked(tmp_path, [loan(1)], confirmations=path).unused] == [None]


def test_it_holds_on_its_own_day(tmp_path: Path) -> None:
    path = prepared(tmp_path, checked(tmp_path, [loan(1)]), ("2026-09-30", "2026-10-01"))
    assert checked(tmp_path, [loan(1)], confirmations=path).outcome == "pass"


def test_the_words_of_what_is_left_count_what_is_left(tmp_path: Path) -> None:
    path = prepared(tmp_path, checked(tmp_path, [loan(1)]))
    report = checked(tmp_path, [loan(1), loan(2), loan(3)], confirmations=path)
    (text,) = (text for text in report.rules if text.rule == BACK)
    assert (text.count, report.counts["warning"]) == (2, 2) and "(2 rows)" in text.summary


def test_an_error_is_never_confirmed(tmp_path: Path) -> None:
    wrong = [{**MEMBER, "age": "4"}]
    change = (f"rule: {BACK}", "rule: members.age.minimum\n    column: age")
    path = prepared(tmp_path, checked(tmp_path, [loan(1)], wrong), change, ("loan_id", "member_id"))
    report = checked(tmp_path, [loan(1)], wrong, confirmations=path)
    assert (report.outcome, report.confirmed) == ("fail", ())
    assert report.unused[0].because == "This must be put right. Only warnings can be confirmed."


@pytest.mark.parametrize(("rows", "held"), [("[1-2]", 2), ("[2, 1]", 2), ("[1]", 1), ("[3-999999999999]", 0)])
def test_rows_hold_for_this_very_data(tmp_path: Path, rows: str, held: int) -> None:
    loans = [loan(1), loan(2)]
    records = '    records:\n      - {loan_id: "1"}\n      - {loan_id: "2"}\n'
    path = prepared(tmp_path, checked(tmp_path, loans), (records, f"    rows: {rows}\n"))
    assert checked(tmp_path, loans, confirmations=path).counts["warning"] == 2 - held
    assert checked(tmp_path, [loan(2), loan(1)], confirmations=path).counts["warning"] == 2


def test_a_warning_about_the_whole_table_is_confirmed_for_this_very_data(tmp_path: Path) -> None:
    report = checked(tmp_path, [loan(1, "2026-01-06")])
    whole = Finding("loans.all_odd", "warning", "All are odd.", "Look.", table="loans")
    path = prepared(tmp_path, replace(report, findings=(whole,)))
    assert "records" not in path.read_text(encoding="utf-8") and "rows" not in path.read_text(
        encoding="utf-8"
    )


def test_a_file_with_nothing_to_confirm_can_be_read(tmp_path: Path) -> None:
    path = prepared(tmp_path, checked(tmp_path, [loan(1, "2026-01-06")]))
    report = checked(tmp_path, [loan(1, "2026-01-06")], confirmations=path)
    assert (report.outcome, report.unused, report.confirmed) == ("pass", (), ())
    assert report.given.keys() == {"confirmations"}


def test_what_is_no_oddity_of_single_records_is_not_listed(tmp_path: Path) -> None:
    report = checked(tmp_path, [loan(1)])
    many = tuple(replace(report.findings[0], key={"loan_id": str(n)}) for n in range(MOST + 1))
    contract = load_contract(tmp_path / "library.odcs.yaml")
    text = to_fill_in(replace(report, findings=many), contract)
    assert loads(text, "c.yaml").data["confirmations"] == [] and f"# Not listed: {BACK}" in text
    fits = to_fill_in(replace(report, findings=many[:MOST]), contract)
    assert len(loads(fits, "c.yaml").data["confirmations"][0]["records"]) == MOST


def test_a_file_too_big_to_be_read_again_is_not_made(tmp_path: Path) -> None:
    report = checked(tmp_path, [loan(1)])
    many = tuple(
        replace(report.findings[0], rule=f"loans.rule_{n}", key={"loan_id": "1" * 1000}) for n in range(1000)
    )
    with pytest.raises(UsageError) as caught:
        to_fill_in(replace(report, findings=many), load_contract(tmp_path / "library.odcs.yaml"))
    assert caught.value.code == "confirmations.too_many"
