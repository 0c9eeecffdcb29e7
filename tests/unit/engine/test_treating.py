"""What leaves in a release: the treated value, a word for no answer, or nothing and a count."""

from __future__ import annotations

from pathlib import Path

import pytest
import sqlglot
from sqlglot import exp

from cfgovern.contract.agebands import AgeBands
from cfgovern.contract.dates import date_format
from cfgovern.engine import sql
from cfgovern.engine.connection import connect
from cfgovern.engine.generalise import AS_SENT, COARSER, Way
from cfgovern.engine.treating import days_moved, lost, released

DAY, SLASHED = date_format("date", None), date_format("date", "d/M/yyyy")
SHIFT = Way("shift", DAY.shape, window=180)
WRITTEN = Way("shift", SLASHED.shape, SLASHED.strptime, window=180)
WORDS = ("declined",)


def ask(folder: Path, tree: exp.Expression) -> object:
    with connect(folder, memory="128MB", threads=1) as connection:
        row = connection.execute(sql.render(exp.Select(expressions=[tree]))).fetchone()
        assert row is not None
        return row[0]


@pytest.mark.parametrize(
    ("way", "sent", "left"),
    [
        (AS_SENT, "as it is", "as it is"),
        (Way("drop"), "gone", None),
        (Way("drop"), "declined", None),
        (Way("month", DAY.shape), "2026-04-30", "2026-04"),
        (Way("month", DAY.shape), "30 April", None),
        (Way("month", DAY.shape), "declined", "declined"),
        (Way("outward_postcode"), "nowhere", None),
        (Way("lookup", pairs=(("a", "b"),)), "c", None),
        (Way("token"), "clear", None),
        (Way("redact"), "clear", None),
        (Way("token"), "declined", "declined"),
        (SHIFT, "2026-04-30", None),
    ],
)
def test_what_is_left_and_what_is_lost(tmp_path: Path, way: Way, sent: str, left: str | None) -> None:
    made = released(sql.text(sent), way, WORDS)
    assert ask(tmp_path, made) == left
    assert ask(tmp_path, lost(sql.text(sent), made)) is (left is None)


def test_what_others_made_takes_the_place_of_a_value_but_not_of_no_answer(tmp_path: Path) -> None:
    made = sql.text("made")
    assert ask(tmp_path, released(sql.text("clear"), Way("token"), WORDS, made=made)) == "made"
    assert ask(tmp_path, released(sql.text("declined"), Way("redact"), WORDS, made=made)) == "declined"


@pytest.mark.parametrize(
    ("way", "sent", "days", "left"),
    [
        (SHIFT, "2026-02-28", 1, "2026-03-01"),
        (SHIFT, "2026-01-01", -1, "2025-12-31"),
        (SHIFT, "0001-01-02", -1, "0001-01-01"),
        (SHIFT, "0001-01-01", -1, None),
        (SHIFT, "9999-12-31", 1, None),
        (SHIFT, "2026-02-30", 1, None),
        (SHIFT, "declined", 1, "declined"),
        (WRITTEN, "3/4/2026", 10, "13/04/2026"),
        (WRITTEN, "2026-04-03", 10, None),
    ],
)
def test_a_date_moves_and_stays_in_its_form(
    tmp_path: Path, way: Way, sent: str, days: int, left: str | None
) -> None:
    assert ask(tmp_path, released(sql.text(sent), way, WORDS, days=sql.number(days))) == left


@pytest.mark.parametrize(
    ("token", "window", "days"),
    [("00000000" + "f" * 24, 30, -30), ("0000003c" + "0" * 24, 30, 30), ("ffffffff" + "0" * 24, 180, -61)],
)
def test_a_token_says_by_how_many_days(tmp_path: Path, token: str, window: int, days: int) -> None:
    assert int(token[:8], 16) % (2 * window + 1) - window == days
    assert ask(tmp_path, days_moved(sql.text(token), window)) == days


def test_a_lookup_of_a_whole_column_is_one_join(tmp_path: Path) -> None:
    pairs = tuple((f"E{number:08}", str(number % 10)) for number in range(5000))
    query = sql.select([released(sql.column("c"), Way("lookup", pairs=pairs))], "t")
    with connect(tmp_path, memory="256MB", threads=1) as connection:
        connection.execute("CREATE TABLE t AS SELECT 'E' || lpad(i::TEXT, 8, '0') AS c FROM range(6000) r(i)")
        text = sql.render(query)
        found = [row[0] for row in connection.execute(text).fetchall()]
        plan = str(connection.execute(f"EXPLAIN {text}").fetchall())
    assert sorted(map(str, found)) == sorted([*(str(n % 10) for n in range(5000)), *["None"] * 1000])
    assert "hash join" in plan.casefold() and "nested" not in plan.casefold()


@pytest.mark.parametrize("treatment", [*COARSER, "shift"])
def test_the_trees_can_be_written_for_another_engine(treatment: str) -> None:
    way = Way(treatment, DAY.shape, bands=AgeBands(5, 65), year=2026, limit="20", pairs=(("a", "b"),))
    made = released(sql.column("c"), way, WORDS, days=days_moved(sql.column("t"), 90))
    text = exp.Select(expressions=[made]).from_("t").sql(dialect="spark")
    assert not list(sqlglot.parse_one(text, dialect="spark").find_all(exp.Anonymous))
