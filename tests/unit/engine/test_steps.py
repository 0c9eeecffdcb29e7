"""The steps before judging, one by one: what each hands on, and what is asked of a cell first."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import pytest
from sqlglot import exp

from cfgovern.engine import sql, steps
from cfgovern.engine.connection import connect
from cfgovern.engine.plan import BoundTable, PlanColumn, PlanTable
from cfgovern.engine.source import sent
from tests.unit.engine.tiny import bind, column, table

Question = Callable[[PlanColumn, int], exp.Expression]


def ask(folder: Path, entry: PlanTable, texts: list[list[str]], question: Question) -> list[Any]:
    """What ``question`` says of the first column of each row."""
    names = [each.name for each in entry.columns]
    bound = bind(folder, entry, texts, names)
    source = steps.prepared(bound, {each.name: each for each in entry.columns}, {})
    asked = sql.select([sql.column("_row"), question(entry.columns[0], 0)], source)
    return [said for _, said in run(folder, bound, asked)]


def run(folder: Path, bound: BoundTable, query: exp.Select) -> list[tuple[Any, ...]]:
    with connect(folder, threads=1) as connection:
        connection.execute(f'CREATE VIEW "raw:{bound.name}" AS {sql.render(sent(bound))}')
        return sorted(connection.execute(sql.render(query)).fetchall())


# -- what each step hands on -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cell", "with_form", "names"),
    [
        ("x", {}, ["trimmed", "typed"]),
        (" x", {}, ["around", "edge", "trimmed", "typed"]),
        ("x", {"c": "nhs_number"}, ["trimmed", "typed", "fitting", "compact", "figures", "known"]),
    ],
)
def test_no_step_is_taken_that_the_table_does_not_need(
    tmp_path: Path, cell: str, with_form: dict[str, str], names: list[str]
) -> None:
    entry = table("t", column("c"))
    source = steps.prepared(bind(tmp_path, entry, [[cell]], ["c"]), {"c": entry.columns[0]}, with_form)
    assert [step.alias for step in reversed(list(source.find_all(exp.Subquery)))] == names


def test_each_column_has_its_text_and_white_space_is_told_by_the_cell(tmp_path: Path) -> None:
    entry = table("t", column("a"), column("b"))
    rows = [["x y", "z"], [" x", "z"], ["x", "z\t"], [" ", "\t"], ["\u00a0x\u200b", "\n z \n"]]
    bound = bind(tmp_path, entry, rows, ["a", "b"])
    source = steps.prepared(bound, {each.name: each for each in entry.columns}, {})
    assert run(tmp_path, bound, sql.select(map(sql.column, ["_row", "v0", "w0", "v1", "w1"]), source)) == [
        (1, "x y", False, "z", False),
        (2, "x", True, "z", False),
        (3, "x", False, "z", True),
        (4, None, True, None, True),
        (5, "x", True, "z", True),
    ]


TYPED: dict[str, dict[str, Any]] = {
    "integer": {"-12": -12, "1.0": None, "x": None},
    "number": {"1.50": 1.5, "1e3": None},
    "date": {"2026-04-30": date(2026, 4, 30), "2026-02-30": None, "30/04/2026": None},
    "time": {"14:05": time(14, 5), "24:00": None},
    "boolean": {"true": True, "false": False, "yes": None},
    "timestamp": {
        "2026-07-01T14:05:00": datetime.fromisoformat("2026-07-01T14:05"),
        "2026-07-01T14:05:00+01:00": datetime.fromisoformat("2026-07-01T13:05"),
        "2026-07-01": datetime.fromisoformat("2026-07-01"),
        "14:05": None,
    },
}


@pytest.mark.parametrize("kind", TYPED)
def test_a_text_of_the_form_has_its_value_and_any_other_has_none(tmp_path: Path, kind: str) -> None:
    entry = table("t", column("c", kind))
    found = ask(tmp_path, entry, [[text] for text in TYPED[kind]], lambda plan, at: sql.column(f"y{at}"))
    assert dict(zip(TYPED[kind], found, strict=True)) == TYPED[kind]


def test_a_moment_in_a_form_of_the_contracts_own_is_read_by_it(tmp_path: Path) -> None:
    entry = table("t", column("c", "date", format="dd/MM/yyyy"))
    found = ask(tmp_path, entry, [["01/02/2026"], ["2026-02-01"]], lambda plan, at: sql.column(f"y{at}"))
    assert found == [date(2026, 2, 1), None]


def test_every_identifier_is_told_and_what_was_made_before_is_handed_on(tmp_path: Path) -> None:
    entry = table("t", column("n"), column("a", "integer"), column("p"))
    rows = [["999 000 0018", " 7", "QX1 1AA"], ["9990000019", "x", "none"]]
    bound = bind(tmp_path, entry, rows, ["n", "a", "p"])
    forms = {"n": "nhs_number", "p": "postcode"}
    source = steps.prepared(bound, {each.name: each for each in entry.columns}, forms)
    names = ["_row", "v0", "w0", "f0", "k0", "i0", "v1", "w1", "y1", "v2", "w2", "f2", "k2", "i2"]
    assert run(tmp_path, bound, sql.select(map(sql.column, names), source)) == [
        (
            *(1, "999 000 0018", False, False, "9990000018", "unreal"),
            *("7", True, 7),
            *("QX1 1AA", False, False, "QX11AA", "unreal"),
        ),
        (
            *(2, "9990000019", False, True, "9990000019", "bad_check"),
            *("x", False, None),
            *("none", False, False, "NONE", "malformed"),
        ),
    ]


# -- what is asked of a cell first -----------------------------------------------------------------

CODES = {"declined": "-8", "not_asked": "NA"}


@pytest.mark.parametrize(
    ("kind", "missing", "said"),
    [
        ("string", {}, {"": False, "x": True, "-8": True, "#N/A": True}),
        ("string", CODES, {"": False, "x": True, "-8": False, "NA": False, "#N/A": True}),
        ("integer", CODES, {"": False, "x": True, "7": True, "-8": False, "NA": False}),
    ],
)
def test_a_cell_is_answered_or_it_is_not(
    tmp_path: Path, kind: str, missing: dict[str, str], said: dict[str, bool]
) -> None:
    """Never NULL: what is negated must come out the other way round."""
    entry = table("t", column("c", kind, missing=missing))
    assert (
        dict(zip(said, ask(tmp_path, entry, [[text] for text in said], steps.answered), strict=True)) == said
    )


@pytest.mark.parametrize(
    ("kind", "missing", "said"),
    [
        (
            "string",
            {},
            {"": False, "x": True, "-8": True, "#": True, **dict.fromkeys(steps.SPREADSHEET_ERRORS, False)},
        ),
        ("string", CODES, {"": False, "x": True, "-8": False, "#REF!": False}),
        ("integer", {}, {"": False, "x": False, "7": True, "-8": True}),
        ("integer", CODES, {"": False, "x": False, "7": True, "-8": False, "NA": False}),
    ],
)
def test_a_cell_is_judged_where_it_holds_a_value_of_its_type(
    tmp_path: Path, kind: str, missing: dict[str, str], said: dict[str, bool]
) -> None:
    entry = table("t", column("c", kind, missing=missing))
    assert dict(zip(said, ask(tmp_path, entry, [[text] for text in said], steps.judged), strict=True)) == said


@pytest.mark.parametrize(
    ("kind", "missing", "plain", "other"),
    [
        ("string", {}, ["x", "5 High Street", "=1", "Élan", "!", "$", "-8"], ["", *steps.SPREADSHEET_ERRORS]),
        ("string", CODES, ["x", "5"], ["", "-8", "NA", "#REF!"]),
        ("integer", {}, ["7", "-8"], ["", "x", "1.0"]),
        ("integer", CODES, ["7"], ["", "x", "-8", "NA"]),
    ],
)
def test_the_quick_look_holds_for_values_and_for_nothing_else(
    tmp_path: Path, kind: str, missing: dict[str, str], plain: list[str], other: list[str]
) -> None:
    entry = table("t", column("c", kind, missing=missing))
    texts = plain + other
    found = ask(tmp_path, entry, [[text] for text in texts], steps.plainly_judged)
    assert [text for text, holds in zip(texts, found, strict=True) if holds] == plain
