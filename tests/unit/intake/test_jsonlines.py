"""JSON Lines, read strictly: every figure is kept, and what is no record is refused with its line."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from cfgovern.contract.records import Number
from cfgovern.errors import SubmissionRefused
from cfgovern.intake.jsonlines import keys, records
from cfgovern.intake.limits import Limits


def taken(folder: Path, content: bytes | str, limits: Limits | None = None) -> list[Any]:
    path = folder / "t.jsonl"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    names = keys(path, "t.jsonl", limits or Limits())
    return [names, *records(path, names, "t.jsonl", limits or Limits())]


def refused(folder: Path, content: bytes | str, limits: Limits | None = None) -> SubmissionRefused:
    with pytest.raises(SubmissionRefused) as caught:
        taken(folder, content, limits)
    assert "Ann" not in str(caught.value)
    assert caught.value.fix
    return caught.value


def test_the_keys_of_all_lines_are_the_headings(tmp_path: Path) -> None:
    content = '{"a": "x", "b": "y"}\n{"c": "z", "a": "w"}\n'
    assert taken(tmp_path, content) == [["a", "b", "c"], (1, 1, ["x", "y", ""]), (2, 2, ["w", "", "z"])]


def test_blank_lines_are_no_records_but_count_as_lines(tmp_path: Path) -> None:
    content = '\n{"a": "x"}\r\n  \r\n{"a": null}\n\n{}'
    assert taken(tmp_path, content) == [["a"], (1, 2, ["x"]), (2, 4, [""]), (3, 6, [""])]


def test_a_byte_order_mark_and_letters_of_all_scripts(tmp_path: Path) -> None:
    assert taken(tmp_path, '\ufeff{"a": "é", "b": "\\u00e9\\ud83d\\ude00"}\n')[1][2] == ["é", "é😀"]


@pytest.mark.parametrize(
    ("written", "cell"),
    [("1", "1"), ("-1", "-1"), ("0", "0"), ("-0", "0"), ("1.0", "1"), ("1.50", "1.5"), ("-0.0", "0"),
     ("1e3", "1000"), ("1E-7", "0.0000001"), ("12e-1", "1.2"), ("100", "100"), ("100.0", "100"),
     ("12345678901234567890", "12345678901234567890"), ("0.30000000000000004", "0.30000000000000004"),
     ("1e999999999", "1e999999999"), ("1e9999999999999999999", "1e9999999999999999999"),
     ("true", "true"), ("false", "false"), ("null", ""), ('""', ""), ('"1.0"', "1.0"), ('" a\\n"', " a\n")],
)  # fmt: skip
def test_values_as_text(tmp_path: Path, written: str, cell: str) -> None:
    assert taken(tmp_path, f'{{"a": {written}}}')[1][2] == [cell]


@pytest.mark.parametrize(
    ("line", "code"),
    [
        (b'{"Ann": 1', "json"),
        (b'{"Ann": 1} {"Ann": 2}', "json"),
        (b'"Ann"', "json"),
        (b"[1]", "json"),
        (b"Ann,b", "json"),
        (b'{"a": NaN}', "json"),
        (b'{"a": -Infinity}', "json"),
        (b'{"a": 01}', "json"),
        (b'{"a": .5}', "json"),
        (b"{'a': 1}", "json"),
        (b'{"a": "\t"}', "json"),
        (b'{"a": "\xff"}', "encoding"),
        ('{"a": "é"}'.encode("utf-16"), "encoding"),
        (b'{"a": "\\ud800"}', "encoding"),
        (b'{"\\udc00": 1}', "encoding"),
        (b'{"a": "\\u0000"}', "control_character"),
        (b'{"a\\u001b": 1}', "control_character"),
        (b'{"Ann": 1, "Ann": 1}', "doubled_key"),
        (b'{"a": [1]}', "nested_value"),
        (b'{"a": {}}', "nested_value"),
        (b'{"a": ' + b"[" * 200_000 + b"]" * 200_000 + b"}", "json"),
        (b'{"a": ' + b'{"a":' * 200_000 + b"1" + b"}" * 200_001, "json"),
    ],
)
def test_what_is_no_record_is_refused_with_its_line(tmp_path: Path, line: bytes, code: str) -> None:
    fault = refused(tmp_path, b'{"a": 1}\n\n' + line + b"\n")
    assert (fault.code, fault.where) == (f"file.{code}", "t.jsonl, line 3")


@pytest.mark.parametrize(
    ("content", "limits", "code"),
    [
        ('{"a": "' + "x" * 99 + '"}', {"line_chars": 50}, "line_too_long"),
        ('{"a": "' + "x" * 99 + '"}', {"cell_chars": 98}, "cell_too_long"),
        ('{"a": 1}\n{"b": 1, "c": 1}', {"columns": 2}, "too_many_columns"),
    ],
)
def test_budgets(tmp_path: Path, content: str, limits: Mapping[str, Any], code: str) -> None:
    assert refused(tmp_path, content, replace(Limits(), **limits)).code == f"file.{code}"


def test_who_watches_sees_the_kinds_of_values(tmp_path: Path) -> None:
    path = tmp_path / "t.jsonl"
    path.write_text('{"a": 1.0, "b": "1", "c": true, "d": null}\n')
    seen: list[tuple[int, Mapping[str, Any]]] = []
    list(records(path, ["a"], "t", Limits(), lambda number, record: seen.append((number, record))))
    assert seen == [(1, {"a": "1.0", "b": "1", "c": True, "d": None})]
    assert [type(value) for value in seen[0][1].values()] == [Number, str, bool, type(None)]
