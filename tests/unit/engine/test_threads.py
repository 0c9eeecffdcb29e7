"""The same findings, in the same order, however many threads and hands work on them."""

from __future__ import annotations

from pathlib import Path

import pytest

from cfgovern.engine import cellgate, run
from cfgovern.engine.plan import BoundTable, Check, Plan, PlanTable
from cfgovern.engine.result import Result
from cfgovern.tables import SEPARATOR
from tests.unit.engine.tiny import NO_PERIOD, check, column, table

ROWS = 260_000  # of one table: more than two of the pieces that DuckDB gives to its threads
PEOPLE = table("people", column("id", show=True), column("age", "integer"), column("score", "number"))
VISITS = table("visits", column("person"), column("at", "date"), column("kind"))
_VIEWS = [
    {"name": "people", "table": "people", "columns": {"id": "id", "age": "age", "score": "score"}},
    {"name": "visits", "table": "visits", "columns": {"person": "person", "at": "at", "kind": "kind"}},
]
_READS = {"people": ["id", "age", "score"], "visits": ["person", "at", "kind"]}
AVERAGE = "SELECT avg(score) FROM people"  # whose last figures hang on the order of the rows
_NUMBER = {"view": "people", "as_rows": False, "percent": False}
BEFORE = """
SELECT _row FROM visits
QUALIFY lag(at) OVER (PARTITION BY person ORDER BY at, _row) = at AND kind = 'k3'
"""
JOINED = """
SELECT v._row FROM visits AS v JOIN people AS p ON p.id = v.person WHERE p.age > 80 AND v.kind = 'k1'
"""


def asked(kind: str, query: str, on: str, **more: object) -> Check:
    given = {"query": query, "views": _VIEWS, "reads": _READS, "parameters": [], "anchor": None}
    return check(kind, None, table=on, **{**given, **more})


CHECKS = [
    check("type", "age", table="people"),
    check("maximum", "age", table="people", bound="90", exclusive=False),
    check("required", "id", table="people"),
    check("pattern", "kind", table="visits", pattern="^k[0-9]$", severity="warning"),
    check("unique", "id", table="people", columns=["id"]),
    check("unique", "person", table="visits", columns=["person", "at", "kind"]),
    check("foreign_key", "person", table="visits", columns=["person"], to_table="people", to_columns=["id"]),
    check("metric", "person", table="visits", metric="duplicateValues", columns=["person"]),
    asked("sql", AVERAGE, "people", views=_VIEWS[:1], reads={"people": ["score"]}, **_NUMBER),
    asked("rule", BEFORE, "visits", anchor="visits", group=[], concepts={}),
    asked("rule", JOINED, "visits", anchor="visits", group=[], concepts={}),
]


def written(folder: Path, entry: PlanTable, rows: list[str]) -> BoundTable:
    path = folder / f"{entry.name}.csv"
    lines = (f"{n}{SEPARATOR}{row}\r\n" for n, row in enumerate(rows, start=1))
    path.write_text("".join(lines), encoding="utf-8", newline="")
    places = {one.name: place for place, one in enumerate(entry.columns)}
    return BoundTable(entry.name, str(path), len(places), places, False, False, False, 100)


@pytest.fixture(scope="module")
def sent(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[BoundTable]]:
    folder = tmp_path_factory.mktemp("job")
    people, visits = [], []
    for n in range(ROWS):
        age = "old" if n % 997 == 5 else str(20 + n * 7 % 81)
        people.append(SEPARATOR.join((f"P{n % (ROWS - 300)}", age, f"{n * 37 % 1000 / 7:.4f}")))
        person = f"Q{n}" if n % 613 == 2 else f"P{n * 31 % 20_000}"
        visits.append(
            SEPARATOR.join((person, f"2026-0{n % 9 + 1}-1{n % 3}", "x" if n % 501 == 1 else f"k{n % 5}"))
        )
    return folder, [written(folder, PEOPLE, people), written(folder, VISITS, visits)]


def found(
    sent: tuple[Path, list[BoundTable]], threads: int, memory: str = "512MB", file: str | None = None
) -> Result:
    checks = tuple(
        Check(n, f"r{n}", one.kind, one.severity, one.table, one.column, one.params)
        for n, one in enumerate(CHECKS)
    )
    plan = Plan((PEOPLE, VISITS), checks, NO_PERIOD, listed=50)
    return run.run(
        Plan.from_json(plan.as_json()), sent[1], sent[0], memory=memory, threads=threads, file=file
    )


@pytest.fixture(scope="module")
def alone(sent: tuple[Path, list[BoundTable]]) -> Result:
    """What one thread finds."""
    return found(sent, 1)


def test_more_than_is_listed_is_found_by_every_check(alone: Result) -> None:
    assert set(alone.counts) == {0, 1, 3, 4, 5, 6, 9, 10} and set(alone.measured) == {7, 8}
    assert all(count > 50 == len(alone.hits[number]) for number, count in alone.counts.items())
    assert all([hit.row for hit in hits] == sorted(hit.row for hit in hits) for hits in alone.hits.values())


@pytest.mark.parametrize(("threads", "hands"), [(2, 1), (8, 7)])
def test_threads_and_hands_change_nothing(
    sent: tuple[Path, list[BoundTable]],
    alone: Result,
    monkeypatch: pytest.MonkeyPatch,
    threads: int,
    hands: int,
) -> None:
    monkeypatch.setattr(cellgate, "MANY", 100)  # counted in SQL, beside being read row by row
    monkeypatch.setattr(run, "HANDS", hands)
    assert found(sent, threads).as_json() == alone.as_json()


@pytest.mark.parametrize("file", [None, "judged.duckdb"])
def test_little_memory_changes_nothing(
    sent: tuple[Path, list[BoundTable]], alone: Result, file: str | None
) -> None:
    """What does not fit into memory goes to the job folder and comes back."""
    assert found(sent, 2, memory="48MB", file=file).as_json() == alone.as_json()
    assert [path.name for path in sent[0].glob("*.duckdb")] == ([file] if file else [])
