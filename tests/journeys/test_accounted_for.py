"""Nothing that was sent goes by without a word: what stands above, beside and behind the tables."""

from __future__ import annotations

import json
from pathlib import Path

import duckdb
import pytest

from cfgovern.workbooks import Sheet, write_workbook
from tests.command import cfgovern, csv_folder, plain_contract
from tests.rawbooks import LINKS, Entry, packed, parts, sheet, text_row

HEADINGS = "member_id,full_name,joined,age"
LOANS = ["loan_id,member_id,lent,returned", "1,M-001,2026-01-05,2026-02-01"]


def test_records_above_the_headings_are_read_rejected_and_told(tmp_path: Path) -> None:
    above = ["M-001,Ann Example,2020-13-01,40", "BAD,Bob Example,2020-01-01,41"]
    tables = {"members": [*above, HEADINGS, "M-001,Ann Example,2020-01-01,40"], "loans": LOANS}
    contract = plain_contract(tmp_path)
    sent = csv_folder(tmp_path / "loans", tables)
    done = cfgovern("validate", sent, "--contract", contract, "--format", "json", cwd=tmp_path)
    report = done.report()
    assert (done.code, report["outcome"]) == (1, "fail")
    assert [found["rule"] for found in report["findings"]] == ["members.rows_above"]
    members = report["submission"]["tables"]["members"]
    assert (members["rows_read"], members["rows_accepted"], members["rows_rejected"]) == (3, 1, 2)
    assert "Ann" not in done.out


def test_what_was_noticed_while_reading_has_a_rule_and_stops_nothing(tmp_path: Path) -> None:
    row = "M-001,Ann Example,2020-01-01,40"
    tables = {"members": ["Our members", HEADINGS, row, ",,,", row.replace("1", "2", 1)], "loans": LOANS}
    contract = plain_contract(tmp_path)
    sent = csv_folder(tmp_path / "loans", tables)
    members = sent / "members.csv"
    members.write_bytes(members.read_text(encoding="utf-8").replace("Ann", "Zo\u00eb", 1).encode("cp1252"))
    done = cfgovern("validate", sent, "--contract", contract, "--format", "json", cwd=tmp_path)
    assert done.code == 0
    assert {(found["rule"], found["severity"]) for found in done.report()["findings"]} == {
        ("members.blank_rows", "info"),
        ("members.titles_above", "info"),
        ("members.windows_text", "info"),
    }


def test_what_does_not_show_in_a_workbook_is_told_without_a_word_of_it(tmp_path: Path) -> None:
    members = sheet(text_row(1, *HEADINGS.split(",")), text_row(2, "M-001", "Ann Example", "2020-01-01"))
    loans = sheet(*(text_row(n, *line.split(",")) for n, line in enumerate(LOANS, start=1)))
    members = members.replace("<sheetData>", '<cols><col min="2" max="2" hidden="1"/></cols><sheetData>')
    made = parts(members, loans.replace('<row r="2"', '<row hidden="1" r="2"'), names=["members", "loans"])
    made["_rels/.rels"] = made["_rels/.rels"].replace(
        "</Relationships>",
        f'<Relationship Id="p" Type="{LINKS}/core-properties" Target="docProps/core.xml"/></Relationships>',
    )
    author = Entry("docProps/core.xml", b'<c:p xmlns:c="c"><c:creator>Sam Author</c:creator></c:p>')
    path = tmp_path / "return.xlsx"
    path.write_bytes(packed(made, author))
    contract = plain_contract(tmp_path)
    done = cfgovern("validate", path, "--contract", contract, "--format", "json", cwd=tmp_path)
    found = {finding["rule"]: finding["severity"] for finding in done.report()["findings"]}
    hidden = ("members.columns_hidden", "loans.rows_hidden", "file.properties")
    assert {rule: found.get(rule) for rule in hidden} == dict.fromkeys(hidden, "info")
    assert "Ann" not in done.out and "Sam" not in done.out


def test_comments_stop_a_workbook(tmp_path: Path) -> None:
    members = sheet(text_row(1, *HEADINGS.split(",")), text_row(2, "M-001", "Ann Example", "2020-01-01"))
    loans = sheet(*(text_row(n, *line.split(",")) for n, line in enumerate(LOANS, start=1)))
    path = tmp_path / "return.xlsx"
    path.write_bytes(
        packed(parts(members, loans, names=["members", "loans"]), Entry("xl/comments1.xml", b"<x/>"))
    )
    done = cfgovern(
        "validate", path, "--contract", plain_contract(tmp_path), "--format", "json", cwd=tmp_path
    )
    (found,) = done.report()["findings"]
    assert (done.code, found["rule"], found["severity"]) == (1, "file.part_extra", "block")
    assert found["message"] == "The workbook also holds what no check looks at: comments."


def test_a_query_that_cannot_be_run_is_told_with_its_place(tmp_path: Path) -> None:
    contract = plain_contract(tmp_path)
    text = contract.read_text(encoding="utf-8")
    query = next(line for line in text.split("\n") if "query:" in line)
    contract.write_text(text.replace("returned < lent", "retuned < lent"), encoding="utf-8")
    sent = csv_folder(tmp_path / "loans", {"members": [HEADINGS], "loans": LOANS})
    done = cfgovern("validate", sent, "--contract", contract, cwd=tmp_path)
    line = text.split("\n").index(query) + 1
    assert (done.code, done.out) == (2, "")
    assert f"{contract.name}:{line}:" in done.err
    assert 'Did you mean "returned"?' in done.err


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_totals_and_notes_are_told_once_and_count_as_no_person(tmp_path: Path, form: str) -> None:
    rows = [HEADINGS, "M-001,Ann Example,2020-01-01,40", "Sub-total,,,40", "M-002,Bob Example,2020-01-01,41"]
    rows += ["", "Grand total,,,81", "Source: the desk"]
    contract = plain_contract(tmp_path)
    if form == "csv":
        sent = csv_folder(tmp_path / "loans", {"members": rows, "loans": LOANS})
    else:
        sent = tmp_path / "loans.xlsx"
        cells = {"members": [row.split(",") for row in rows], "loans": [row.split(",") for row in LOANS]}
        write_workbook(sent, [Sheet(name, lines[0], lines[1:]) for name, lines in cells.items()])
    done = cfgovern("validate", sent, "--contract", contract, "--format", "json", cwd=tmp_path)
    report = done.report()
    told = [(found["rule"], found["severity"]) for found in report["findings"] if found["severity"] != "info"]
    assert told == [("members.not_a_record", "error")]
    (found,) = (found for found in report["findings"] if found["rule"] == "members.not_a_record")
    assert "rows 3, 6, 7" in found["message"] and "Delete" in found["fix"]
    members = report["submission"]["tables"]["members"]
    assert {name: members[f"rows_{name}"] for name in ("read", "accepted", "rejected", "ignored")} == {
        "read": 6, "accepted": 2, "rejected": 3, "ignored": 1,
    }  # fmt: skip
    assert "desk" not in done.out


@pytest.mark.parametrize("form", ["jsonl", "parquet"])
def test_totals_in_forms_without_headings_count_as_no_person(tmp_path: Path, form: str) -> None:
    contract = plain_contract(tmp_path)
    sent = tmp_path / f"members.{form}"
    lines = [
        {"member_id": "M-001", "full_name": "Ann Example", "joined": "2020-01-01", "age": 40},
        {"member_id": "Total", "full_name": None, "joined": None, "age": 40},
    ]
    rows = tmp_path / "rows.jsonl" if form == "parquet" else sent
    rows.write_text("".join(f"{json.dumps(line)}\n" for line in lines), encoding="utf-8")
    if form == "parquet":
        duckdb.sql(f"COPY (FROM read_json('{rows}')) TO '{sent}' (FORMAT parquet)")
    done = cfgovern("validate", sent, "--contract", contract, "--format", "json", cwd=tmp_path)
    assert ("members.not_a_record", None, None) in done.findings()
    assert done.report()["submission"]["tables"]["members"]["rows_accepted"] == 1


@pytest.mark.parametrize("row", ["Grand total,,,40", ",TOTAL,,40", '"Count","","","1"', "Notes: late,,,"])
def test_a_row_of_totals_in_a_file_that_is_otherwise_plain(tmp_path: Path, row: str) -> None:
    contract = plain_contract(tmp_path)
    lines = [HEADINGS, "M-001,Ann Example,2020-01-01,40", row]
    sent = csv_folder(tmp_path / "loans", {"members": lines, "loans": LOANS})
    done = cfgovern("validate", sent, "--contract", contract, "--format", "json", cwd=tmp_path)
    assert done.findings() == [("members.not_a_record", None, None)]
