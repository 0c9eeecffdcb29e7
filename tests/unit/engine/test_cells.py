"""The cell gate: lexical forms, every kind of check, white space, missing codes, what later gates read."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from cfgovern.engine import cells
from cfgovern.engine.cells import BITS, KINDS, SPREADSHEET_ERRORS
from cfgovern.engine.connection import connect
from cfgovern.engine.plan import Check
from cfgovern.engine.source import sent
from tests.unit.engine.tiny import bind, check, column, judge, rows, table

# -- lexical forms ---------------------------------------------------------------------------------

FORMS: dict[tuple[str, str | None], tuple[list[str], list[str]]] = {
    ("integer", None): (
        ["0", "7", "-7", "10", "999999999999999999", "-999999999999999999"],
        [
            "01", "-01", "007", "+7", "1.0", "1.", "1e3", "1E3", "1_000", "1,000", "1 000", "0x10", "0b1",
            "--1", "- 1", "-", "1-", "infinity", "nan", "true", "٣", "½", "²", "１", "−7",
            "1000000000000000000",
        ],
    ),
    ("number", None): (
        ["0", "-0", "0.5", "-0.5", "007", "00.10", "12345678901234567890", "0.1234567890123456789"],
        [
            ".5", "5.", "-.5", "+0.5", "1e3", "1.5E3", "1_000.0", "1,5", "1,000.0", "1 000", "1.2.3", "0x1p3",
            "infinity", "-inf", "NaN", "-", ".", "£5", "5%", "٣.٥", "−7",
        ],
    ),
    ("date", None): (
        ["2026-04-30", "2024-02-29", "2000-02-29", "1900-01-01", "9999-12-31", "0001-01-01", "0100-10-01"],
        [
            "2026-2-3", "2026-02-30", "2025-02-29", "1900-02-29", "2026-13-01", "2026-00-10", "2026-01-00",
            "26-04-30", "30/04/2026", "2026/04/30", "2026.04.30", "20260430", "30 April 2026", "2026-04",
            "2026-04-30T00:00:00", "2026-04-30 00:00", "12026-04-30", "-2026-04-30", "46142", "today",
            "infinity", "epoch", "٢٠٢٦-٠٤-٣٠", "0000-01-01", "0000-12-31",
        ],
    ),
    ("date", "dd/MM/yyyy"): (
        ["30/04/2026", "29/02/2024", "01/12/1999", "01/01/0010"],
        ["2026-04-30", "30/4/2026", "1/12/1999", "31/02/2026", "04/30/2026", "30/04/26", "01/01/0000"],
    ),
    ("date", "d MMM yyyy"): (
        ["30 Apr 2026", "1 Dec 1999", "01 Dec 1999"],
        ["30 April 2026", "30 apr 2026", "31 Feb 2026", "Apr 30 2026", "2026-04-30"],
    ),
    ("timestamp", None): (
        [
            "2026-04-30", "2026-04-30T14:05:00", "2026-04-30 14:05", "2026-04-30T14:05:00.5",
            "2026-04-30T14:05:00.123456", "2026-04-30T14:05:00Z", "2026-04-30T23:59:59+01:00",
            "2026-04-30T14:05:00-0500",
        ],
        [
            "2026-02-30", "2026-04-30T24:00:00", "2026-04-30T14:60:00", "2026-04-30T14:05:60",
            "2026-04-30T1:05", "2026-02-30T14:05:00", "2026-04-30t14:05", "2026-04-30  14:05", "14:05",
            "2026-04-30T14:05:00 Z", "2026-04-30T14:05:00 Europe/London", "30/04/2026 14:05", "infinity",
            "now", "0000-01-01", "0000-01-01T10:00",
        ],
    ),
    ("time", None): (
        ["14:05", "00:00", "23:59:59", "14:05:00.25"],
        ["24:00", "14:60", "1:05", "14:5", "14.05", "2:05 pm", "14:05Z", "1405"],
    ),
    ("boolean", None): (
        ["true", "false"],
        ["TRUE", "True", "FALSE", "t", "f", "yes", "no", "Y", "1", "0", "on", "tru", "truefalse", "x"],
    ),
    ("string", None): (["text", "0044", "=1+1", "#", "N/A", "#n/a", "#REF", "'"], list(SPREADSHEET_ERRORS)),
}  # fmt: skip


@pytest.mark.parametrize(("kind", "form"), FORMS, ids=lambda part: part or "as it is")
def test_the_text_decides_what_is_of_the_type(tmp_path: Path, kind: str, form: str | None) -> None:
    accepted, refused = FORMS[kind, form]
    texts = accepted + refused
    entry = table("t", column("c", kind, format=form))
    result = judge(tmp_path, [(entry, [[text] for text in texts])], [check("type")])
    assert [texts[row - 1] for row in rows(result)] == refused


# -- every kind ------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Case:
    """One kind of check on one column: cells that keep it, and cells that do not."""

    kind: str
    type: str
    holds: list[str]
    fails: list[str]
    params: dict[str, Any] = field(default_factory=dict)


EMPTY = ["", " ", "\t", "\u00a0 \u200b"]
NHS = {"identifier": "nhs_number", "pattern": None}
CASES = [
    Case("required", "string", ["x", " x ", "0", "-"], EMPTY),
    Case("required", "integer", ["1", "not a number"], EMPTY),
    Case("present", "string", EMPTY, ["x", " x "]),
    Case("type", "integer", [*EMPTY, "1", " 1 "], ["x", "1 1"]),
    Case("minimum", "integer", [*EMPTY, "x", "3", "4"], ["2", "-3"], {"bound": "3", "exclusive": False}),
    Case("minimum", "integer", ["4"], ["3", "2"], {"bound": "3", "exclusive": True}),
    Case("minimum", "number", ["-0.5", "0"], ["-0.51"], {"bound": "-0.5", "exclusive": False}),
    Case("minimum", "date", ["2026-04-01"], ["2026-03-31"], {"bound": "2026-04-01", "exclusive": False}),
    Case("minimum", "time", ["09:00", "09:00:00.1"], ["08:59:59"], {"bound": "09:00", "exclusive": False}),
    Case("maximum", "integer", [*EMPTY, "x", "3"], ["4", "30"], {"bound": "3", "exclusive": False}),
    Case("maximum", "integer", ["2"], ["3", "4"], {"bound": "3", "exclusive": True}),
    Case("maximum", "number", ["0.1"], ["0.100001"], {"bound": "0.1", "exclusive": False}),
    Case(
        "maximum",
        "timestamp",
        ["2026-04-01T12:00:00", "2026-04-01 12:00"],
        ["2026-04-01T12:00:01"],
        {"bound": "2026-04-01T12:00:00", "exclusive": False},
    ),
    Case("multiple_of", "number", [*EMPTY, "0.3", "-0.7", "0"], ["0.35", "0.01", "9" * 38], {"step": "0.1"}),
    Case("multiple_of", "integer", ["0", "5", "-10"], ["1", "-4"], {"step": "5"}),
    Case("min_length", "string", [*EMPTY, "abc", "éàü", "😀😀😀"], ["ab", " ab ", "éà"], {"length": 3}),
    Case("max_length", "string", [*EMPTY, "abc", " abc ", "éàü", "😀😀😀"], ["abcd"], {"length": 3}),
    Case("pattern", "string", [*EMPTY, "xA1x", "A1"], ["a1", "A"], {"pattern": "[A-Z][0-9]"}),
    Case("pattern", "string", ["A1", " A1 "], ["xA1", "A1\nx"], {"pattern": "^[A-Z][0-9]$"}),
    Case("enum", "string", [*EMPTY, "a", " b ", "it's"], ["A", "ab", "its"], {"values": ["a", "b", "it's"]}),
    Case("enum", "integer", ["1", "20"], ["2"], {"values": [1, 20]}),
    Case("enum", "number", ["1", "1.0", "01.50"], ["1.05"], {"values": ["1", "1.5"]}),
    Case("code_list", "string", [*EMPTY, "E06", "01"], ["1", "e06"], {"values": ["E06", "01"]}),
    Case("code_retired", "string", [*EMPTY, "new"], ["old", " old "], {"values": ["old"]}),
    Case("whitespace", "string", [*EMPTY, "x", "x y"], [" x", "x ", "x\n", "\u00a0x", "x\u200b", "\ufeffx"]),
    Case(
        "characters",
        "string",
        [*EMPTY, "x y", "\u00a0x", "Zoë’s", "Łukasz – O’Neil", "SÃO JOÃO", "a\nb", "ن\u200cا", "👩\u200d👧"],
        ["x\u00a0y", "x\u200by", "x\u00ady", "RenÃ©e", "Oâ€™Neil", "Å\u0081ukasz", "Ren\ufffde", "ï¿½"],
    ),
    Case("line_break", "string", [*EMPTY, "a b", "\na", "a\n"], ["a\nb", "a\r\nb", "a\rb"]),
    Case("identifier_form", "string", [*EMPTY, "999 000 0018", "9990000019"], ["999000001", "ABC"], NHS),
    Case("check_digit", "string", [*EMPTY, "9990000018", "ABC"], ["9990000019", "999-000-0019"], NHS),
    Case("test_value", "string", [*EMPTY, "9990000019", "ABC"], ["9990000018", "999 000 0018"], NHS),
    Case("null_values", "integer", ["1", "x"], EMPTY),
    Case("missing_values", "string", ["x", " y "], ["N/A", " - "], {"values": ["N/A", "-"]}),
    Case("missing_values", "string", ["x"], [*EMPTY, "N/A"], {"values": [None, "N/A"]}),
    Case("invalid_values", "string", [*EMPTY, "a"], ["b"], {"values": ["a"], "pattern": None}),
    Case("invalid_values", "string", ["a"], ["ab", "b1"], {"values": ["a", "ab"], "pattern": "^[a-z]$"}),
]  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.kind}-{case.type}")
def test_each_kind_finds_the_failing_cells_and_no_other(tmp_path: Path, case: Case) -> None:
    texts = case.holds + case.fails
    entry = table("t", column("c", case.type))
    result = judge(tmp_path, [(entry, [[text] for text in texts])], [check(case.kind, **case.params)])
    assert [texts[row - 1] for row in rows(result)] == case.fails
    assert result.counts == {0: len(case.fails)}
    assert result.rejected == {"t": len(case.fails)}


def test_every_kind_of_the_gate_is_tried_here() -> None:
    assert {case.kind for case in CASES} | {"real_value"} == set(KINDS)


def test_a_made_up_identifier_is_wrong_in_a_live_row_and_right_in_a_synthetic_one(tmp_path: Path) -> None:
    """The one kind that needs a second column; a row that says nothing of itself is live."""
    params = {"identifier": "postcode", "pattern": None}
    entry = table("t", column("c"), column("record_origin"))
    origins = ["live", "synthetic", " synthetic ", "", "other"]
    made_up, could_be_real, no_fixed_abode = "QX1 1AA", "GIR 0AA", "ZZ99 3VZ"
    texts = [(text, origin) for text in (made_up, could_be_real, no_fixed_abode) for origin in origins]
    checks = [check("test_value", **params), check("real_value", severity="block", **params)]
    result = judge(tmp_path, [(entry, texts)], checks)
    assert [texts[row - 1] for row in rows(result, 0)] == [(made_up, o) for o in ("live", "", "other")]
    assert [texts[row - 1] for row in rows(result, 1)] == [
        (could_be_real, o) for o in ("synthetic", " synthetic ")
    ]


def test_an_identifier_that_fails_the_contracts_own_pattern_is_reported_once(tmp_path: Path) -> None:
    params = {"identifier": "nhs_number", "pattern": "^[0-9]{10}$"}
    kinds = ("identifier_form", "check_digit", "test_value")
    checks = [check("pattern", pattern="^[0-9]{10}$"), *(check(kind, **params) for kind in kinds)]
    result = judge(tmp_path, [(table("t", column("c")), [["ABC"], ["999 000 0019"], ["9990000019"]])], checks)
    assert [rows(result, number) for number in range(4)] == [[1, 2], [], [3], []]


# -- missing codes ---------------------------------------------------------------------------------


def test_a_code_for_no_answer_is_there_but_is_no_value_to_judge(tmp_path: Path) -> None:
    entry = table("t", column("c", "integer", missing={"declined": "-8", "not_known": "NK"}))
    checks = [
        check("required"),
        check("type"),
        check("minimum", bound="0", exclusive=False),
        check("enum", values=[1, 2]),
        check("max_length", length=1),
        check("whitespace", severity="warning"),
    ]
    result = judge(tmp_path, [(entry, [["-8"], [" NK "], ["-9"], ["nk"], ["1"]])], checks)
    assert [rows(result, number) for number in range(6)] == [[], [4], [3], [3], [3], [2]]


# -- more checks than one number holds bits --------------------------------------------------------


@pytest.mark.parametrize("more", [0, 1, BITS + 1])
def test_any_number_of_checks_fits(tmp_path: Path, more: int) -> None:
    count = BITS + more
    checks = [check("missing_values", values=[f"v{number}"]) for number in range(count)]
    result = judge(tmp_path, [(table("t", column("c")), [[f"v{at}"] for at in range(count)])], checks)
    assert {number: rows(result, number) for number in range(count)} == {n: [n + 1] for n in range(count)}
    assert result.rejected == {"t": count}


def test_checks_are_spread_over_numbers_in_order() -> None:
    entry = table("t", column("a"), column("b"))
    checks = [check("required", "a" if number % 2 else "b") for number in range(BITS + 3)]
    judged = cells.judge(entry, bind_nothing("a", "b"), checks, ["a"])
    assert [len(mask) for mask in judged.masks] == [BITS, 3]
    assert [one for mask in judged.masks for one in mask] == checks
    assert judged.failing["a"][1] == 0b010
    assert judged.failing["b"][1] == 0b101


def test_only_blocks_and_errors_take_a_cell_out_of_later_gates() -> None:
    severities = ["warning", "error", "info", "block", "silent"]
    checks = [check("required", severity=severity) for severity in severities]
    judged = cells.judge(table("t", column("c")), bind_nothing("c"), checks, [])
    assert judged.failing == {"c": (0b01010,)}


def test_a_check_of_a_column_that_was_not_sent_is_not_judged() -> None:
    entry = table("t", column("a"), column("b"))
    judged = cells.judge(
        entry, bind_nothing("a"), [check("required", "a"), check("required", "b")], ["a", "b"]
    )
    assert [one.column for mask in judged.masks for one in mask] == ["a"]


def bind_nothing(*names: str) -> Any:
    from cfgovern.engine.plan import BoundTable

    return BoundTable("t", "/nowhere.csv", len(names), {name: place for place, name in enumerate(names)})


# -- what later gates read -------------------------------------------------------------------------


def kept(folder: Path, entry: Any, sent_rows: list[list[str]], checks: list[Check]) -> list[tuple[Any, ...]]:
    """The trimmed text, the value and the state of the column in each row."""
    bound = bind(folder, entry, sent_rows, ["c"])
    judged = cells.judge(entry, bound, checks, ["c"])
    with connect(folder, threads=1) as connection:
        connection.execute(f'CREATE VIEW "raw:t" AS {sent(bound).sql("duckdb")}')
        value, state = judged.value("c").sql("duckdb"), judged.state("c").sql("duckdb")
        query = f'SELECT "x:c", {value}, {state} FROM ({judged.query.sql("duckdb")}) ORDER BY _row'
        return connection.execute(query).fetchall()


def test_kept_columns_hold_the_trimmed_text_the_typed_value_and_the_state(tmp_path: Path) -> None:
    entry = table("t", column("c", "integer", missing={"declined": "-8", "not_asked": "NA"}))
    texts = [" 12 ", "-8", "NA", "", "twelve"]
    assert kept(tmp_path, entry, [[text] for text in texts], [check("type")]) == [
        ("12", 12, "value"),
        ("-8", None, "declined"),
        ("NA", None, "not_asked"),
        (None, None, "empty"),
        ("twelve", None, "value"),
    ]


def test_kept_text_that_is_a_code_for_no_answer_is_no_value(tmp_path: Path) -> None:
    entry = table("t", column("c", missing={"declined": "-8"}))
    assert kept(tmp_path, entry, [["a"], ["-8"], [""]], [check("type")]) == [
        ("a", "a", "value"),
        ("-8", None, "declined"),
        (None, None, "empty"),
    ]


def test_kept_dates_are_dates_in_the_contracts_own_format(tmp_path: Path) -> None:
    from datetime import date

    entry = table("t", column("c", "date", format="dd/MM/yyyy"))
    assert kept(tmp_path, entry, [["01/02/2026"], ["2026-02-01"]], [check("type")]) == [
        ("01/02/2026", date(2026, 2, 1), "value"),
        ("2026-02-01", None, "value"),
    ]


def test_kept_times_are_of_one_clock_where_an_offset_is_written(tmp_path: Path) -> None:
    entry = table("t", column("c", "timestamp"))
    texts = {
        "2026-07-01T14:05:00": "2026-07-01 14:05:00",
        "2026-07-01T14:05:00Z": "2026-07-01 14:05:00",
        "2026-07-01T00:30:00+01:00": "2026-06-30 23:30:00",
        "2026-07-01T14:05:00-0530": "2026-07-01 19:35:00",
        "2026-07-01": "2026-07-01 00:00:00",
        "01/07/2026 14:05": "None",
    }
    found = kept(tmp_path, entry, [[text] for text in texts], [check("type")])
    assert [(text, str(moment)) for text, moment, _ in found] == list(texts.items())


# -- what was sent ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        'say "hi"',
        "a,b",
        "a\nb",
        "a\r\nb",
        "\\",
        "\\n",
        "''",
        "NULL",
        "null",
        "#comment",
        "é漢😀",
        "x" * 40_000,
    ],
)
def test_text_arrives_as_it_was_sent(tmp_path: Path, text: str) -> None:
    entry = table("t", column("c"), column("d"))
    checks = [check("enum", values=[text]), check("enum", "d", values=["end"])]
    assert judge(tmp_path, [(entry, [[text, "end"], ["other", "end"]])], checks).counts == {0: 1}
