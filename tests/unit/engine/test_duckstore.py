"""The store in DuckDB: what is asked of it, and that no value stands in a statement."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from sqlglot import exp

from cfgovern.engine import sql
from cfgovern.engine.duckstore import DuckStore

KINDS = {"record": "VARCHAR", "day": "DATE", "all": "BOOLEAN"}
ROWS = [("o'brien", date(2026, 2, 1), True), (None, None, False)]


@pytest.fixture
def store(tmp_path: Path) -> DuckStore:
    return DuckStore(tmp_path, memory="256MB")


def everything(store: DuckStore, name: str) -> list[tuple[object, ...]]:
    return store.rows(sql.select([exp.Star()], name))


def test_what_is_filled_in_comes_back(store: DuckStore) -> None:
    store.filled("some", KINDS, ROWS)
    store.filled("none", KINDS, [])
    assert everything(store, "some") == ROWS and everything(store, "none") == []
    assert list(store.streamed(sql.select([sql.column("record")], "some"))) == [("o'brien",), (None,)]


def test_what_is_handed_on_is_known_again(store: DuckStore, tmp_path: Path) -> None:
    store.filled("some", KINDS, ROWS)
    store.hand_on("some", tmp_path / "some.parquet")
    store.known("again", tmp_path / "some.parquet")
    assert everything(store, "again") == ROWS


def test_a_function_takes_the_place_of_another(store: DuckStore) -> None:
    store.filled("some", KINDS, ROWS)
    asked = sql.select([sql.call("made", sql.column("record"))], "some")
    for text in ("one", "two"):
        store.function("made", lambda given, text=text: given and text, 1)
        assert store.rows(asked.copy()) == [(text,), (None,)]


def test_headings_are_those_that_were_asked_for(store: DuckStore, tmp_path: Path) -> None:
    store.filled("some", KINDS, ROWS)
    query = sql.select([sql.named(sql.column("record"), "o0")], "some").order_by(sql.column("record"))
    store.write(query, ['a "heading", of two'], tmp_path / "out.csv")
    assert (tmp_path / "out.csv").read_text(encoding="utf-8") == '"a ""heading"", of two"\no\'brien\n\n'
