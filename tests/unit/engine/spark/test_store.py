"""The store on Spark: what the store in DuckDB does, by the same words, and no value in a plan."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlglot import exp

from cfgovern.engine import sql
from cfgovern.engine.duckstore import DuckStore
from cfgovern.engine.spark.session import started
from cfgovern.engine.spark.store import SparkStore
from cfgovern.engine.store import Store
from cfgovern.errors import InternalFault

pytestmark = pytest.mark.needs("java", "pyspark")

KINDS = {"record": "VARCHAR", "day": "DATE", "all": "BOOLEAN"}
ROWS = [("Qvx o'brien", date(2026, 2, 1), True), ('a "b", c\nd', None, False), (None, None, None)]


@pytest.fixture
def stores(spark: Any, tmp_path: Path) -> Iterator[dict[str, tuple[Store, Path]]]:
    """Both stores, each with a folder of its own."""
    folders = {name: tmp_path / name for name in ("duckdb", "spark")}
    for folder in folders.values():
        folder.mkdir()
    with started(spark, tmp_path / "job", rows=1) as session:
        yield {
            "duckdb": (DuckStore(folders["duckdb"], memory="256MB"), folders["duckdb"]),
            "spark": (SparkStore(session, folders["spark"]), folders["spark"]),
        }


def test_a_file_is_the_same_whatever_its_rows(stores: dict[str, tuple[Store, Path]]) -> None:
    for rows in (ROWS, []):
        written = []
        for store, folder in stores.values():
            store.filled(f"some{len(rows)}", KINDS, rows)
            columns = [sql.named(sql.as_text(sql.column(name)), f"o{at}") for at, name in enumerate(KINDS)]
            query = sql.select(columns, f"some{len(rows)}").order_by(sql.column("record"))
            file = folder / f"{len(rows)}.csv"
            store.write(query, ['a "heading"', "A", "b"], file)
            written.append(file.read_bytes())
            assert not list(folder.glob("*.ordered"))
        assert written[0] == written[1] and written[0].startswith(b'"a ""heading""",A,b\n')


def test_rows_come_back_at_once_or_one_by_one(stores: dict[str, tuple[Store, Path]]) -> None:
    for store, _ in stores.values():
        store.filled("some", KINDS, ROWS)
        asked = sql.select([exp.Star()], "some")
        assert store.rows(asked.copy()) == list(store.streamed(asked)) == ROWS


def test_a_function_that_fails_tells_no_value(stores: dict[str, tuple[Store, Path]]) -> None:
    def fails(text: str | None) -> str | None:
        raise ValueError(text)

    for store, _ in stores.values():
        store.filled("some", KINDS, ROWS)
        store.function("made", fails, 1)
        with pytest.raises(InternalFault) as stopped, store.guarded("trying"):
            store.rows(sql.select([sql.call("made", sql.column("record"))], "some"))
        assert stopped.value.code == "engine.failed" and "Qvx" not in str(stopped.value)
        assert stopped.value.__cause__ is None


def test_no_plan_shows_what_was_filled_in(stores: dict[str, tuple[Store, Path]]) -> None:
    store, _ = stores["spark"]
    store.filled("some", KINDS, ROWS)
    store.table("kept", sql.select([sql.column("record")], "some"))
    session = store._session  # type: ignore[attr-defined]
    for name in ("some", "kept"):
        told = session.table(name)._jdf.queryExecution().toString()
        assert "record" in told and "Qvx" not in told
