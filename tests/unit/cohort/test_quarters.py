"""Returns of the same area, quarter after quarter: each right by itself, and every difference told."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from shutil import copytree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cfgovern import api, content
from cfgovern.cohort.area import plan
from cfgovern.cohort.files import as_csv
from cfgovern.cohort.quarterplan import load_quarter_plan
from cfgovern.cohort.quarters import Change, Return, changes_csv, quarters
from cfgovern.cohort.rows import Rows
from cfgovern.contract.model import Contract
from cfgovern.errors import OperatorFileError, UsageError
from cfgovern.quarters import quarter
from tests.conftest import examples

AS_OF = date(2027, 1, 1)
LAST = date(2027, 6, 30)
Known = dict[tuple[str, ...], Mapping[str, str]]
# What an ending or a return says otherwise of the past, and nothing else does.
MOVES = {
    "participants": {"end_date", "exit_destination", "enrolment_number", "latest_return_date"},
    "support": {"support_end_date"},
}
DAYS = {
    "participants": "start_date",
    "agreements": "agreement_date",
    "assessments": "assessment_date",
    "outcomes": "outcome_date",
    "support": "support_start_date",
}


@pytest.fixture(scope="module")
def programme() -> Contract:
    return api.load_contract()


@pytest.fixture(scope="module")
def returns(programme: Contract) -> list[Return]:
    return list(quarters(programme, people=200, areas=2, as_of=AS_OF, seed=3))


def by_key(contract: Contract, rows: Rows) -> dict[str, Known]:
    """The rows of the tables about people, by their key."""
    return {
        table.name: {table.key_of(row): row for row in rows[table.name]}
        for table in contract.tables
        if table.route != "organisation"
    }


def linked(agreements: Known) -> set[str]:
    """Who has agreed to linking and has not taken it back."""
    said = {(row["participant_id"], row["state"]) for row in agreements.values() if row["scope"] == "linking"}
    return {person for person, state in said if state == "agreed" and (person, "withdrawn") not in said}


# -- the story ---------------------------------------------------------------------------------------


@settings(max_examples=max(examples(8), settings.default.max_examples // 12))
@given(st.integers(1, 10**6), st.dates(date(2026, 1, 31), LAST), st.integers(0, 400))
def test_what_is_told_up_to_a_day_does_not_change_later(seed: int, day: date, more: int) -> None:
    contract = api.load_contract()
    later = min(day + timedelta(days=more), LAST)
    early, late = (
        by_key(contract, plan(contract, people=40, as_of=each, until=LAST, seed=seed).rows())
        for each in (day, later)
    )
    for table, rows in early.items():
        for key, row in rows.items():
            if table == "identifiers":
                continue
            if table == "service_use" and quarter(date.fromisoformat(row["period_end"]))[2] > day:
                continue  # who comes back in the quarter of the ending has had no gap in it
            same = {column for column in row if row[column] == late[table][key][column]}
            assert set(row) - same <= MOVES.get(table, set())
    for table, name in DAYS.items():
        cut = {key for key, row in late[table].items() if row[name] <= day.isoformat()}
        assert cut == set(early[table])
    cut = {key for key, row in late["service_use"].items() if quarter_end(row) <= day}
    assert cut == {key for key, row in early["service_use"].items() if quarter_end(row) <= day}
    for told in (early, late):
        assert {person for (person,) in told["identifiers"]} == linked(told["agreements"])


def quarter_end(row: Mapping[str, str]) -> date:
    return quarter(date.fromisoformat(row["period_start"]))[2]


# -- the returns -------------------------------------------------------------------------------------


def test_each_area_has_a_return_for_each_quarter_and_some_twice(returns: list[Return]) -> None:
    periods = ["2026-Q1", "2026-Q2", "2026-Q3", "2026-Q4"]
    for area in ("CF-A01", "CF-A02"):
        mine = [each for each in returns if each.area == area]
        assert list(dict.fromkeys(each.period for each in mine)) == periods
        assert [each.name for each in mine if not each.name.endswith("-again")] == [
            f"{area}-{period}" for period in periods
        ]
    assert 8 < len(returns) < 16
    assert all(each.as_of == quarter(each.as_of)[2] for each in returns)


def test_tables_of_organisations_tell_of_the_quarter(programme: Contract, returns: list[Return]) -> None:
    for each in returns:
        for table in programme.tables:
            if table.route == "organisation":
                assert {row["period"] for row in each.rows[table.name]} == {each.period}


@pytest.mark.soak
def test_every_return_is_accepted_as_it_is(programme: Contract, tmp_path: Path) -> None:
    few = list(quarters(programme, people=100, quarters=2, as_of=AS_OF, seed=7))
    kinds = {change.kind for change in all_changes(few)}
    assert kinds == {"late", "corrected", "resubmitted", "withdrawn"}
    for each in few:
        folder = tmp_path / each.name
        folder.mkdir()
        for table in programme.tables:
            (folder / f"{table.name}.csv").write_bytes(as_csv(table, each.rows[table.name]))
        report = api.validate(folder, as_of=each.as_of, period=quarter(each.as_of)[1:])
        assert (report.outcome, [finding.rule for finding in report.findings]) == ("pass", []), each.name


def test_the_same_arguments_give_the_same_returns_and_another_seed_others(programme: Contract) -> None:
    first, same, other = (
        list(quarters(programme, people=40, quarters=2, as_of=AS_OF, seed=seed)) for seed in (5, 5, 6)
    )
    assert first == same
    assert [each.rows for each in first] != [each.rows for each in other]


def test_people_come_back(returns: list[Return]) -> None:
    again = Counter(
        each.period
        for each in returns
        for row in each.rows["participants"]
        if row["enrolment_number"] == "2" and row["latest_return_date"]
    )
    assert again["2026-Q4"] > again["2026-Q1"] > 0


# -- the truth beside them ---------------------------------------------------------------------------


def steps(returns: list[Return]) -> Iterator[tuple[Return, Return]]:
    """Each return of an area, and the one sent after it."""
    for before, after in pairwise(returns):
        if before.area == after.area:
            yield before, after


def about(change: Change) -> tuple[str, tuple[str, ...]]:
    return change.table, tuple(change.key.values())


def all_changes(returns: list[Return]) -> list[Change]:
    return [change for each in returns for change in each.changes]


def test_rows_that_are_gone_were_withdrawn_and_no_others(programme: Contract, returns: list[Return]) -> None:
    whole_people = 0
    for before, after in steps(returns):
        held, now = (by_key(programme, each.rows) for each in (before, after))
        gone = {(table, key) for table, rows in held.items() for key in rows if key not in now[table]}
        told = [change for change in after.changes if change.kind == "withdrawn"]
        assert {about(change) for change in told} == gone
        assert {(change.submission, change.first_seen) for change in told} <= {(before.name, after.name)}
        left = {key[0] for table, key in gone if table == "participants"}
        assert not any(key[0] in left for rows in now.values() for key in rows)
        for table, key in gone:
            assert table == "identifiers" or key[0] in left
        whole_people += len(left)
    assert whole_people


def test_who_takes_back_everything_does_not_come_again(programme: Contract, returns: list[Return]) -> None:
    gone: set[str] = set()
    for each in returns:
        assert not gone & {row["participant_id"] for row in each.rows["participants"]}
        gone |= {change.key["participant_id"] for change in each.changes if change.table == "participants"
                 and change.kind == "withdrawn"}  # fmt: skip


def test_a_row_of_an_earlier_quarter_that_is_new_is_late_and_told(
    programme: Contract, returns: list[Return]
) -> None:
    for before, after in steps(returns):
        held, now = (by_key(programme, each.rows) for each in (before, after))
        new = {(table, key) for table, rows in now.items() for key in rows if key not in held[table]}
        late = {about(change) for change in after.changes if change.kind == "late" and change.first_seen}
        assert late <= new
        names = {**DAYS, "service_use": "period_end"}
        old = {
            (table, key)
            for table, key in new
            if table in names and now[table][key][names[table]] <= before.as_of.isoformat()
        }
        # A day that is wrong is too early, and may seem to lie in the quarter before.
        slips = {about(change) for change in all_changes(returns) if change.column in names.values()}
        assert old - slips <= late
        assert {known for known in late if known[0] in names} <= old
    assert all(change.submission < change.first_seen for change in all_changes(returns)
               if change.kind == "late" and change.first_seen)  # fmt: skip


def test_cells_that_differ_were_put_right_and_told(programme: Contract, returns: list[Return]) -> None:
    seen: Counter[str] = Counter()
    for before, after in steps(returns):
        held, now = (by_key(programme, each.rows) for each in (before, after))
        told = {
            (*about(change), change.column): (change.before, change.after)
            for change in after.changes
            if change.column and change.first_seen
        }
        differ = {
            (table, key, column): (row[column], now[table][key][column])
            for table, rows in held.items()
            for key, row in rows.items()
            if key in now[table]
            for column in row
            if row[column] != now[table][key][column] and column not in MOVES.get(table, ())
        }
        assert differ == told
        again = after.name.endswith("-again")
        kinds = {change.kind for change in after.changes if change.column and change.first_seen}
        assert kinds <= ({"resubmitted"} if again else {"corrected"})
        seen.update(kinds)
    assert seen["corrected"] and seen["resubmitted"]


def test_what_no_return_puts_right_is_told_with_the_last(programme: Contract, returns: list[Return]) -> None:
    left = [change for change in all_changes(returns) if not change.first_seen]
    assert {change.kind for change in left} == {"late", "corrected"}
    for area in ("CF-A01", "CF-A02"):
        last = [each for each in returns if each.area == area][-1]
        rows = by_key(programme, last.rows)
        mine = [change for change in last.changes if not change.first_seen]
        for change in mine:
            table, key = about(change)
            if change.kind == "late":
                assert key not in rows[table]
            else:
                assert rows[table][key][change.column] == change.before != change.after
        assert len(mine) == sum(change.submission.startswith(area) for change in left)


def test_scores_days_and_codes_are_wrong_at_first(returns: list[Return]) -> None:
    columns = {change.column for change in all_changes(returns)}
    assert "ndta_total" in columns
    assert columns & {"assessment_date", "outcome_date"}
    assert columns & {"referral_source", "figure_source", "assessor_role"}


def test_changes_csv_says_which_row_by_its_key(programme: Contract, returns: list[Return]) -> None:
    changes = all_changes(returns)
    lines = list(csv.DictReader(io.StringIO(changes_csv(programme, changes).decode())))
    assert len(lines) == len(changes)
    assert list(lines[0]) == [
        "submission", "table", "participant_id", "scope", "agreement_date", "wave", "period", "support_type",
        "support_start_date", "column", "kind", "before", "after", "first_seen",
        "record_origin",
    ]  # fmt: skip
    for line, change in zip(lines, changes, strict=True):
        assert {name: line[name] for name in change.key} == dict(change.key)
        assert (line["kind"], line["first_seen"]) == (change.kind, change.first_seen)
        assert line["record_origin"] == "synthetic"


def test_a_contract_with_other_names_has_the_same_returns(programme: Contract) -> None:
    other = replace(
        programme,
        tables=tuple(
            replace(
                table,
                name=f"t_{table.name}",
                columns=tuple(replace(column, name=f"c_{column.name}") for column in table.columns),
                primary_key=tuple(f"c_{name}" for name in table.primary_key),
                foreign_keys=tuple(
                    replace(
                        link,
                        table=f"t_{link.table}",
                        columns=tuple(f"c_{name}" for name in link.columns),
                        to_columns=tuple(f"c_{name}" for name in link.to_columns),
                    )
                    for link in table.foreign_keys
                ),
            )
            for table in programme.tables
        ),
    )
    ours, theirs = (list(quarters(each, people=80, as_of=AS_OF)) for each in (programme, other))
    cells = [
        [(change.submission, *change.key.values(), change.kind, change.before, change.after)
         for change in all_changes(each)]
        for each in (ours, theirs)
    ]  # fmt: skip
    assert cells[0] == cells[1] != []


@pytest.mark.parametrize("as_of", [date(2026, 10, 1), date(2026, 6, 30)])
def test_quarters_in_which_the_areas_are_not_in_use_are_refused(programme: Contract, as_of: date) -> None:
    with pytest.raises(UsageError, match=r"cohort\.quarters"):
        list(quarters(programme, people=20, as_of=as_of))


def test_a_contract_without_a_story_is_refused(programme: Contract) -> None:
    other = replace(programme, id="urn:example:no-story", tables=programme.tables[:1])
    with pytest.raises(UsageError, match=r"cohort\.quarters"):
        list(quarters(other, people=20, as_of=AS_OF))


# -- how often ---------------------------------------------------------------------------------------


@pytest.fixture
def figures(tmp_path: Path) -> Iterator[Path]:
    """The file of rates in a copy of the pack that is in use."""
    for folder in ("schemas", "validators", "synthetic"):
        copytree(content.shipped(folder), tmp_path / folder)
    content.use_pack(tmp_path)
    yield tmp_path / "synthetic" / "quarters.yaml"
    content.use_pack(None)


def test_nothing_is_late_wrong_or_taken_back_where_the_rates_are_nought(
    programme: Contract, figures: Path
) -> None:
    text = re.sub(r"\b(one|two|rate): [0-9.]+", r"\1: 0", figures.read_text("utf-8"))
    figures.write_text(text, "utf-8")
    made = list(quarters(programme, people=150, as_of=AS_OF))
    assert len(made) == 4
    assert {(change.kind, change.table) for change in all_changes(made)} <= {("withdrawn", "identifiers")}
    truth = plan(programme, people=150, as_of=made[0].as_of, until=made[-1].as_of).rows()
    assert made[0].rows == truth


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        (
            "  wave: {one: 6, two: 2, source: assumed}",
            "  wave: {one: 6, two: 2, source: asumed}",
            "quarters.source",
        ),
        ("withdrawn: {rate: 0.7, source: assumed}", "withdrawn: {rate: 0.7, source: me}", "quarters.source"),
        ("  wave: {one: 6", "  wave: {one: 66", "entry.max"),
        ("  wave:", "  waves:", "entry.key"),
    ],
)
def test_rates_with_a_fault_are_refused_with_their_place(
    figures: Path, old: str, new: str, code: str
) -> None:
    figures.write_text(figures.read_text("utf-8").replace(old, new, 1), "utf-8")
    with pytest.raises(OperatorFileError) as refused:
        load_quarter_plan()
    assert [(fault.code, fault.line > 1) for fault in refused.value.faults] == [(code, True)]
