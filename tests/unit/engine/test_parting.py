"""What goes where is told by the plan alone: values, their order, and how a file says them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path

import pytest

from cfgovern.engine.generalise import Way
from cfgovern.engine.parting import TEXT, TOKENS, PartColumn, PartTable, Written, normaliser
from cfgovern.engine.people import PeoplePlan
from cfgovern.engine.splitting import Split
from cfgovern.protection.treated import days_moved
from tests.unit.engine.parted import DAY, ISO, KEYS, key, lines, opened, pads

ODD = (
    "o0", "pseudonym", "_row", "ref", "link", "record", "protected", "kept_back", "components", "c0", "p",
    "s", "part", "rowid", '"x', 'a"; DROP TABLE people; --', "a.b.c", "x" * 200, "\N{GRINNING FACE}", "*",
    "COLUMNS(*)", "'q'", "{curly}", "$inner", "?", "%s", "new\nline", "Straße", "sent:people", ":id",
    "select",
)  # fmt: skip
"""Headings that a contract may have and that mean something to an engine, or to the statements of ours."""


def plan(tables: Sequence[str] = ("people",)) -> PeoplePlan:
    """People without a word about them."""
    return PeoplePlan(dict.fromkeys(tables, "id"), (), None, (), (), (), (), (), (), ())


def part(*columns: PartColumn, table: str = "people", record: str | None = "id", **more: object) -> PartTable:
    return PartTable("payload", table, table, record, columns, **more)  # type: ignore[arg-type]


def value(name: str, **more: object) -> PartColumn:
    return PartColumn(name, "value", name, **more)  # type: ignore[arg-type]


def written(split: Split, told: PartTable, folder: Path) -> tuple[Written, list[list[str]]]:
    file = folder / "part.csv"
    return split.write(told, {"key": pads(9)}, file), lines(file)


@pytest.mark.parametrize("table", ["people", 'odd"; DROP TABLE people; --.csv'])
def test_no_name_of_a_contract_is_taken_for_one_of_ours(tmp_path: Path, table: str) -> None:
    rows = [{"id": f"R{row}", **{name: f"{at}/{9 - row}" for at, name in enumerate(ODD)}} for row in range(7)]
    columns = [
        PartColumn("person_ref", "ref"),
        *map(value, ODD),
        PartColumn("tok", "token", of="tok", key="key"),
    ]
    with opened(tmp_path, {table: rows}) as split:
        split.judge(plan([table]), DAY, KEYS, [])
        split.store.function(TOKENS, lambda text: f"made of {text}", 1)
        counts, (heads, *told) = written(split, part(*columns, table=table, fields={"any": "o0"}), tmp_path)
        records = {one.ref: one.record for one in split.people()}
    assert heads == ["person_ref", *ODD, "tok"] and counts.rows == counts.sent == 7
    assert [ref for ref, *_ in told] == sorted(records)  # not by what somebody answered
    for ref, *cells, token in told:
        row = next(one for one in rows if one["id"] == records[ref])
        assert cells == [row[name] for name in ODD]
        assert token == key(9).token(f"made of {row['o0']}").hex()


def test_a_value_is_the_same_when_the_file_is_read(tmp_path: Path) -> None:
    odd = ["a,b", 'say "hello"', "two\nlines", "two\r\nlines", "a;b\tc", "=1+1", "-3", "+44", "@home", '"',
           "'", "\\N", "NULL", "é\N{GRINNING FACE}", "#", "x" * 70_000]  # fmt: skip
    rows: list[dict[str, str | None]] = [
        {"id": str(at), "it": text} for at, text in enumerate([*odd, None, "  "])
    ]
    with opened(tmp_path, {"people": rows}) as split:
        split.judge(plan(), DAY, KEYS, [])
        _, (_, *told) = written(split, part(PartColumn("person_ref", "ref"), value("it")), tmp_path)
        records = {one.ref: one.record for one in split.people()}
    assert {records[ref]: text for ref, text in told} == {
        **{str(at): text for at, text in enumerate(odd)}, str(len(odd)): "", str(len(odd) + 1): "",
    }  # fmt: skip


def test_a_column_that_was_not_sent_is_there_and_empty(tmp_path: Path) -> None:
    columns = (value("sent"), value("gone"), PartColumn("note", "text", "gone"))
    with opened(tmp_path, {"people": [{"id": "1", "sent": "x"}]}) as split:
        split.judge(plan(), DAY, KEYS, [])
        split.store.function(TEXT, lambda _record, text: text and "looked through", 2)
        counts, told = written(split, part(*columns), tmp_path)
    assert told == [["sent", "gone", "note"], ["x", "", ""]] and not counts.emptied


def test_what_is_lost_of_a_column_is_counted_by_its_cause(tmp_path: Path) -> None:
    rows = [{"id": str(number), "nhs": nhs, "few": few} for number, (nhs, few) in enumerate(
        [("good", "often"), ("bad", "often"), ("99", "often"), (None, "seldom")])]  # fmt: skip
    columns = (PartColumn("nhs", "normalised", "nhs", of="nhs_number"), value("few", minimum=3))
    with opened(tmp_path, {"people": rows}) as split:
        split.judge(plan(), DAY, KEYS, [])
        split.store.function(normaliser("nhs_number"), lambda text: text if text == "good" else None, 1)
        counts, (_, *told) = written(split, part(*columns, missing={"nhs": ("99",)}), tmp_path)
    assert (counts.emptied, counts.rare, counts.withheld) == ({"nhs": 1}, {"few": 1}, {})
    assert sorted(told) == [["", ""], ["", "often"], ["", "often"], ["good", "often"]]


def test_what_tells_a_place_is_withheld_of_a_protected_person(tmp_path: Path) -> None:
    with opened(
        tmp_path, {"people": [{"id": "1", "home": "QA1", "sex": "x"}, {"id": "2", "home": None, "sex": "y"}]}
    ) as split:
        split.judge(plan(), DAY, KEYS, [])  # nobody says that they are not
        counts, (_, *told) = written(split, part(value("home", place=True), value("sex")), tmp_path)
    assert sorted(told) == [["", "x"], ["", "y"]] and counts.withheld == {"home": 1}


def test_a_table_about_organisations_goes_without_its_rejected_rows(tmp_path: Path) -> None:
    rows = [{"code": str(number)} for number in range(3)]
    with opened(tmp_path, {"groups": rows}, {"groups": [2]}) as split:
        split.judge(plan([]), DAY, KEYS, [])
        told = PartTable("payload", "groups", "groups", None, (value("code", place=True),))
        counts, found = written(split, told, tmp_path)
    assert found == [["code"], ["0"], ["2"]] and (counts.rows, counts.sent) == (2, 3)


@pytest.mark.parametrize("wide", [500, pytest.param(2_000, marks=pytest.mark.soak)])
def test_a_wide_table(tmp_path: Path, wide: int) -> None:
    names = [f"column {number}" for number in range(wide)]
    with opened(tmp_path, {"people": [{"id": "1", **{name: name for name in names}}]}) as split:
        split.judge(plan(), DAY, KEYS, [])
        _, told = written(split, part(*map(value, names)), tmp_path)
    assert told == [names, names]


def test_all_dates_of_a_person_move_by_the_same_days_in_every_table(tmp_path: Path) -> None:
    """By the days that the second reckoning, and free text, move them by; a word for no answer stays."""
    way = Way("shift", shape=ISO, window=180)
    people = [{"id": f"R{at}", "from": "2026-03-01", "to": "2026-03-31"} for at in range(9)]
    stays = [{"id": f"R{at}", "on": day} for at in range(9) for day in ("2026-03-11", "declined")]
    dated = {name: value(name, way=way, missing=("declined",)) for name in ("from", "to", "on")}
    with opened(tmp_path, {"people": people, "stays": stays}) as split:
        split.judge(plan(["people", "stays"]), DAY, KEYS, [])
        ref = PartColumn("person_ref", "ref")
        _, (_, *whole) = written(split, part(ref, dated["from"], dated["to"]), tmp_path)
        _, (_, *there) = written(split, part(ref, dated["on"], table="stays"), tmp_path)
        records = {one.ref: one.record for one in split.people()}
    moved = {
        one: timedelta(days=days_moved(key(3).token(record).hex(), 180)) for one, record in records.items()
    }
    assert len(set(moved.values())) > 5
    for one, began, ended in whole:
        assert date.fromisoformat(began) - date(2026, 3, 1) == moved[one]
        assert date.fromisoformat(ended) - date.fromisoformat(began) == timedelta(days=30)
    for one, day in there:
        assert day == "declined" or date.fromisoformat(day) - date(2026, 3, 11) == moved[one]
