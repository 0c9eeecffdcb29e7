"""Every rule file of a pack against its good and bad rows, judged by the real plan and engine.

``tests/rules/<pack>/<rule>.yaml`` holds

* ``rule``: the name of the rule file;
* ``as_of``: the day of the check (2026-10-01 when it is not given; a case may have its own);
* ``period``: the first and last day reported on, for a rule that asks (a case may have its own);
* ``rest``: table -> concept -> what a row that leaves the concept out holds; else its cell is empty;
* ``good`` and ``bad``: cases of a ``name`` and ``tables`` (table -> rows, all by concept; a table left
  out was not sent). A row with ``repeat: 40`` stands for 40 rows; ``{n}`` in its texts is 1, 2 and so on
  (``P-{n:04}``). ``left_out`` is how many rows cannot be judged (0 when it is not given),
  ``not_run`` says that the rule cannot run at all. A bad case has ``expect``: each row and column of
  a finding.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import sqlglot
from sqlglot import exp

from cfgovern import content, yamlfile
from cfgovern.contract.load import load_contract
from cfgovern.contract.model import Contract, Table
from cfgovern.engine.connection import connect
from cfgovern.engine.plan import BoundTable, Check, Plan
from cfgovern.engine.result import Result
from cfgovern.engine.run import run_with
from cfgovern.engine.state import HANDS
from cfgovern.tables import SEPARATOR
from cfgovern.validation.planning import make_plan
from cfgovern.validation.rulefiles import RuleFile, load_pack

PACK = "changing-futures"
AS_OF = "2026-10-01"
UNREADABLE = "#N/A"  # what a spreadsheet leaves where a formula failed: wrong in every column
FILES = sorted((Path(__file__).parent / PACK).glob("*.yaml"))
RULES = {rule.name: rule for rule in load_pack(PACK)}
Case = Mapping[str, Any]
Place = tuple[int, str]


@cache
def programme() -> Contract:
    return load_contract(content.folder("schemas") / PACK / f"{PACK}.odcs.yaml")


@cache
def renamed() -> Contract:
    """The programme contract with another name for every table and column; concepts are as they were."""

    def other(table: Table, number: int) -> Table:
        columns = tuple(
            replace(column, name=f"f{place}", quality=()) for place, column in enumerate(table.columns)
        )
        return replace(table, name=f"t{number}", columns=columns, primary_key=(), foreign_keys=(), quality=())

    tables = tuple(other(table, number) for number, table in enumerate(programme().tables))
    return replace(programme(), tables=tables)


@cache
def document(path: Path) -> dict[str, Any]:
    data: dict[str, Any] = yamlfile.load(path).data
    for case in (*data["good"], *data["bad"]):
        case["tables"] = {
            table: [one for row in rows for one in repeated(row)] for table, rows in case["tables"].items()
        }
    return data


def repeated(row: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """As many rows as ``row`` says, each with its number in place of ``{n}``."""
    said = {concept: value for concept, value in row.items() if concept != "repeat"}
    for number in range(1, row.get("repeat", 1) + 1):
        yield {
            concept: value.format(n=number) if isinstance(value, str) else value
            for concept, value in said.items()
        }


def cases(*kinds: str, soak: bool = False) -> Iterator[Any]:
    """Every case of each rule; with ``soak`` all but the first of a rule only where there is time."""
    for path in FILES:
        for kind in kinds:
            for number, case in enumerate(document(path)[kind]):
                marks = [pytest.mark.soak] if soak and number else []
                yield pytest.param(path, case, id=f"{path.stem}-{kind}-{case['name']}", marks=marks)


class Engine:
    """The engine as of a run, but that one database serves all cases: to open one takes a third of a case."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.database = connect(folder, memory="512MB", threads=1)

    def run(self, plan: Plan, tables: list[BoundTable]) -> Result:
        hands = [self.database.cursor() for _ in range(HANDS + 1)]
        try:
            return run_with(hands, plan, tables)
        finally:
            self._clear()

    def _clear(self) -> None:
        made = "SELECT 'VIEW', view_name FROM duckdb_views() WHERE NOT internal"
        made += " UNION ALL SELECT 'TABLE', table_name FROM duckdb_tables()"
        for kind, name in self.database.execute(made).fetchall():
            self.database.execute(f'DROP {kind} "{name}"')


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    made = Engine(tmp_path_factory.mktemp("judged"))
    yield made
    made.database.close()


class Judged:
    """What one rule found in the tables of one case."""

    def __init__(self, contract: Contract, path: Path, case: Case, engine: Engine) -> None:
        about = document(path)
        day = str(case.get("as_of", about.get("as_of", AS_OF)))
        period = case.get("period", about.get("period"))
        days = (str(period[0]), str(period[1])) if period else None
        plan, check = alone(contract is renamed(), day, days, about["rule"])
        rest = about.get("rest", {})
        bound = [
            _sent(table, case["tables"][table.concept], rest.get(table.concept, {}), engine.folder)
            for table in contract.tables
            if table.concept in case["tables"]
        ]
        result = engine.run(plan, bound)
        concepts = {
            (table.name, column.name): column.concept for table in contract.tables for column in table.columns
        }
        self.places: list[Place] = sorted(
            (hit.row, concepts[check.table, hit.column or str(check.column)])
            for hit in result.hits.get(check.number, [])
        )
        self.left_out = result.left_out.get(check.number, 0)
        self.absent = check.number in result.absent


@cache
def alone(other_names: bool, day: str, period: tuple[str, str] | None, name: str) -> tuple[Plan, Check]:
    """The rule with the cell checks of the columns it reads, and nothing else, for speed."""
    plan = whole(other_names, day, period)
    query = RULES[name].query
    [found] = [check for check in plan.checks if check.kind == "rule" and check.params["query"] == query]
    read = {(view["table"], column) for view in found.params["views"] for column in view["columns"].values()}
    gate = ("unique", "foreign_key", "metric", "sql", "rule")
    checks = [
        check
        for check in plan.checks
        if check is found or (check.kind not in gate and (check.table, check.column) in read)
    ]
    return replace(plan, checks=tuple(checks)), found


@cache
def whole(other_names: bool, day: str, period: tuple[str, str] | None) -> Plan:
    """Every check of that day. It takes long to make, and is the same for every rule."""
    return make_plan(renamed() if other_names else programme(), day, period).plan


def _sent(table: Table, rows: list[Mapping[str, Any]], rest: Mapping[str, Any], folder: Path) -> BoundTable:
    path = folder / f"{table.name}.csv"
    columns = table.collected
    unknown = {concept for row in (*rows, rest) for concept in row} - {column.concept for column in columns}
    assert not unknown, f"no column of {table.concept} means {unknown}"
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, delimiter=SEPARATOR, lineterminator="\r\n")
        for number, row in enumerate(rows, start=1):
            whole = {**rest, **row}
            writer.writerow([number, *(whole.get(column.concept, "") for column in columns)])
    return BoundTable(
        table.name, str(path), len(columns), {column.name: place for place, column in enumerate(columns)}
    )


def expected(case: Case) -> list[Place]:
    return sorted((place["row"], place["column"]) for place in case.get("expect", []))


def test_every_rule_has_a_file_of_rows_and_every_file_a_rule() -> None:
    assert {path.stem for path in FILES} == set(RULES)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_file_has_good_and_bad_rows_and_says_which_are_bad(path: Path) -> None:
    about = document(path)
    assert about["rule"] == path.stem
    assert about["good"] and about["bad"]
    assert all(case["expect"] for case in about["bad"])
    assert not any("expect" in case for case in about["good"])
    names = [case["name"] for kind in ("good", "bad") for case in about[kind]]
    assert len(names) == len(set(names))


@pytest.mark.parametrize(("path", "case"), list(cases("good", "bad")))
def test_the_rule_finds_these_rows_and_no_other(path: Path, case: Case, engine: Engine) -> None:
    judged = Judged(programme(), path, case, engine)
    assert judged.places == expected(case)
    assert judged.left_out == case.get("left_out", 0)
    assert judged.absent == case.get("not_run", False)


@pytest.mark.parametrize(("path", "case"), list(cases("bad", soak=True)))
def test_the_names_of_columns_do_not_matter(path: Path, case: Case, engine: Engine) -> None:
    assert Judged(renamed(), path, case, engine).places == expected(case)


def reads() -> Iterator[Any]:
    """Every column that each rule reads; every other one only where there is time."""
    for path in FILES:
        for number, (table, concept) in enumerate(RULES[path.stem].columns):
            marks = [pytest.mark.soak] if number % 2 else []
            yield pytest.param(path, table, concept, id=f"{path.stem}-{table}.{concept}", marks=marks)


@pytest.mark.parametrize(("path", "table", "concept"), list(reads()))
def test_a_cell_that_already_failed_is_not_blamed_again(
    path: Path, table: str, concept: str, engine: Engine
) -> None:
    """Nor is any other row, for want of it. In another table, what tells whose a row is leaves none out."""
    case, rule = document(path)["bad"][0], RULES[path.stem]
    home = table == rule.anchor[0]
    broken = {place["row"] for place in case["expect"][:1]} if home else {1, 2, 3, 4, 5, 6}
    rows = [
        {**row, concept: UNREADABLE} if number in broken else row
        for number, row in enumerate(case["tables"][table] or [{}], start=1)
    ]
    judged = Judged(programme(), path, {**case, "tables": {**case["tables"], table: rows}}, engine)
    spared = [place for place in expected(case) if home and place[0] not in broken]
    if rule.group:
        assert set(judged.places) <= set(spared)
    else:
        assert judged.places == spared
    if home or concept not in {"participant_id", *rule.group, *names_of(rule.anchor[0], table)}:
        assert judged.left_out >= 1


def names_of(table: str, other: str) -> set[str]:
    """The concepts by which a row of ``table`` names one of ``other``: none names what cannot be read."""
    tables = {one.name: one for one in programme().tables}
    [home] = [one for one in tables.values() if one.concept == table]
    keys = [key for key in home.foreign_keys if tables[key.table].concept == other]
    return {tables[key.table].column(name).concept for key in keys for name in key.to_columns}


@pytest.mark.parametrize("rule", list(RULES.values()), ids=list(RULES))
def test_the_header_names_exactly_the_columns_that_the_query_reads(rule: RuleFile) -> None:
    tree = sqlglot.parse_one(rule.query, dialect="duckdb")
    concepts = {column.concept for table in programme().tables for column in table.columns}
    sources = {table.alias_or_name: table.name for table in tree.find_all(exp.Table)}
    ctes = {cte.alias for cte in tree.find_all(exp.CTE)}
    made = {values.alias for values in tree.find_all(exp.Values)} | {
        alias for alias, name in sources.items() if name in ctes
    }
    found = set()
    for column in tree.find_all(exp.Column):
        assert column.table, f"{column.sql()} does not say whose it is"
        if column.name != "_row" and column.table not in made:
            name = column.name if column.name in concepts else column.name.removesuffix("_state")
            found.add((sources[column.table], name))
    assert sorted(rule.columns) == sorted(found)


@pytest.mark.parametrize("rule", list(RULES.values()), ids=list(RULES))
def test_a_rule_asks_nothing_of_the_day_it_happens_to_run(rule: RuleFile) -> None:
    tree = sqlglot.parse_one(rule.query, dialect="duckdb")
    clock = (exp.CurrentDate, exp.CurrentTimestamp, exp.CurrentTime, exp.CurrentDatetime, exp.Rand)
    assert not list(tree.find_all(*clock))
    assert not re.search(r"\b(today|now|random)\s*\(", rule.query, re.IGNORECASE)


@pytest.mark.parametrize("rule", [r for r in RULES.values() if r.portable == "both"], ids=lambda r: r.name)
def test_a_portable_rule_can_be_written_for_the_other_engine(rule: RuleFile) -> None:
    [spark] = sqlglot.transpile(
        rule.query, read="duckdb", write="spark", unsupported_level=sqlglot.ErrorLevel.RAISE
    )
    assert sqlglot.parse_one(spark, dialect="spark")
