"""A plain Parquet file that the engine reads as it was sent is judged as the strict reader has it judged;
every other file is left to the strict reader."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import duckdb
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from cfgovern.contract.load import load_contract
from cfgovern.contract.model import Contract
from cfgovern.engine import plainparquet
from cfgovern.errors import CfgovernError
from cfgovern.journeys import worker
from cfgovern.journeys.tasks import task
from cfgovern.validation.planning import Planned, make_plan
from tests.property.test_fast_path import CONTRACT, SIGNS, WORDS

MOST = max(settings.default.max_examples // 2, 15)  # each is judged twice, by the whole engine
TEXTS = st.one_of(st.just(""), st.sampled_from(WORDS), st.integers(-5, 400).map(str))
ODDITIES = st.lists(
    st.sampled_from([*WORDS, *SIGNS, "total", "Sum", "Note: x", "\u017fum", "|", "x" * 20_000]), max_size=3
).map("".join)
NUMBERS = st.sampled_from(
    ["0", "-0.0", "1.0", "7.25", "0.1", "1e-7", "1e22", "nan", "inf", "123456789012345", "1e15", "99999999.5"]
)
# The values of each type, as text that casts to it.
KINDS = {
    "VARCHAR": TEXTS,
    "BIGINT": st.integers(-(2**63), 2**63 - 1).map(str),
    "UTINYINT": st.integers(0, 200).map(str),
    "DOUBLE": st.one_of(st.integers(-50, 400).map(str), st.floats(-1e6, 1e6).map(str)),
    "FLOAT": st.one_of(st.integers(-50, 400).map(str), st.floats(-1e6, 1e6, width=32).map(str)),
    "DECIMAL(9, 2)": st.decimals(-9_999, 9_999, places=2).map(str),
    "BOOLEAN": st.sampled_from(["true", "false"]),
    "DATE": st.dates().map(str),
    "TIME": st.times().map(str),
    "TIMESTAMP": st.one_of(st.datetimes().map(str), st.dates().map(str)),
    "TIMESTAMPTZ": st.datetimes().map(lambda moment: f"{moment}+01"),
    "ENUM('a', 'B7', 'Total')": st.sampled_from(["a", "B7"]),
}
ODD_KINDS = KINDS | {
    "VARCHAR": st.one_of(TEXTS, TEXTS, ODDITIES),
    "DOUBLE": st.one_of(KINDS["DOUBLE"], NUMBERS),
    "FLOAT": st.one_of(KINDS["FLOAT"], NUMBERS),
    "INTEGER[]": st.just("[1]"),
}
NAMES = st.lists(st.sampled_from(["code", "note", "size", "other"]), min_size=1, max_size=4, unique=True)
ODD_NAMES = st.lists(
    st.sampled_from(
        ["code", "Code", "size", " ", "file_row_number", "filename", "_row", "__index_level_0__"]
    ),
    min_size=1,
    max_size=3,
    unique_by=str.casefold,
)


@dataclass(frozen=True)
class Table:
    """Columns, each a name and a type, and rows of text that cast to it; None is NULL."""

    columns: list[tuple[str, str]]
    rows: list[tuple[str | None, ...]]

    def write(self, path: Path) -> None:
        with duckdb.connect() as connection:
            connection.execute("SET TimeZone = 'UTC'")
            columns = ", ".join(f'"{name}" {kind}' for name, kind in self.columns)
            connection.execute(f"CREATE TABLE t ({columns})")
            marks = ", ".join(f"CAST(? AS {kind})" for _, kind in self.columns)
            for row in self.rows:
                connection.execute(f"INSERT INTO t VALUES ({marks})", list(row))
            connection.table("t").write_parquet(str(path))


@st.composite
def tables(draw: st.DrawFn, kinds: dict[str, st.SearchStrategy[str]], names: Any, nulls: bool) -> Table:
    columns = [(name, draw(st.sampled_from(sorted(kinds)))) for name in draw(names)]
    cells = [st.one_of(kinds[kind], st.none()) if nulls else kinds[kind] for _, kind in columns]
    first = st.sampled_from(WORDS) if columns[0][1] == "VARCHAR" and not nulls else cells[0]
    return Table(columns, draw(st.lists(st.tuples(first, *cells[1:]), min_size=not nulls, max_size=5)))


@pytest.fixture(scope="module")
def planned(tmp_path_factory: pytest.TempPathFactory) -> tuple[Contract, Planned]:
    path = tmp_path_factory.mktemp("contract") / "grid.odcs.yaml"
    path.write_text(CONTRACT, encoding="utf-8")
    contract = load_contract(path)
    return contract, make_plan(contract, "2026-10-01", None)


def outcome(path: Path, planned: tuple[Contract, Planned], *, strict: bool) -> Any:
    """All that the child would answer, or its refusal."""
    job = path.parent / ("strict" if strict else "as sent")
    job.mkdir()
    try:
        return worker.run({**task(path, job, None, *planned), "strict": strict})
    except CfgovernError as refusal:
        return type(refusal), refusal.code, refusal.what, refusal.where, refusal.fix


def alike(table: Table, planned: tuple[Contract, Planned], way: Counter[str]) -> None:
    """Judge ``table`` both ways, and note by which way the one that chooses went."""
    seen: list[Any] = []
    with TemporaryDirectory() as name, pytest.MonkeyPatch.context() as patch:
        path = Path(name) / "grid.parquet"
        table.write(path)
        look = plainparquet.look
        patch.setattr(plainparquet, "look", lambda *a, **k: seen.append(look(*a, **k)) or seen[-1])
        assert outcome(path, planned, strict=False) == outcome(path, planned, strict=True)
    way["fast" if any(seen) and len(seen) == 1 else "strict"] += 1


def test_a_plain_file_goes_the_fast_way_and_is_judged_alike(planned: tuple[Contract, Planned]) -> None:
    way: Counter[str] = Counter()

    @given(tables(KINDS, NAMES, nulls=False))
    @settings(max_examples=MOST)
    @example(Table([("code", "VARCHAR"), ("size", "DOUBLE")], [("a", "1"), ("b", None), ("x\ny", "-0.0")]))
    @example(Table([("size", "BIGINT"), ("note", "VARCHAR")], [("1", "Notes"), ("2", "total")]))
    def both(table: Table) -> None:
        alike(table, planned, way)

    both()
    assert way["fast"] > 0.8 * (way["fast"] + way["strict"])


def test_a_file_with_anything_in_it_is_judged_or_refused_alike(planned: tuple[Contract, Planned]) -> None:
    way: Counter[str] = Counter()

    @given(tables(ODD_KINDS, st.one_of(NAMES, NAMES, ODD_NAMES), nulls=True))
    @settings(max_examples=MOST)
    @example(Table([("code", "VARCHAR"), ("size", "BIGINT")], [("\u00a0total", None), ("a", "1")]))
    @example(Table([("code", "VARCHAR"), ("size", "BIGINT")], [("\u3000|", None), ("a", "1")]))
    @example(Table([("code", "VARCHAR"), ("size", "DOUBLE")], [("a\x1fb", "1")]))
    @example(Table([("code", "VARCHAR"), ("file_row_number", "BIGINT")], [("a", "9"), ("b", "9")]))
    def both(table: Table) -> None:
        alike(table, planned, way)

    both()
    assert way["strict"] > 0
    assert way["fast"] > 0
