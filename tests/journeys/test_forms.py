"""Every form that a submission may have, by the real command: the same rows end the same way."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import duckdb
import jsonschema
import pytest

from cfgovern.workbooks import Sheet, write_workbook
from tests.command import cfgovern, csv_folder, plain_contract
from tests.rawbooks import Entry, book, sheet, zipped

MEMBERS = [
    {"member_id": "M-001", "full_name": "Made Up", "joined": "2026-10-01", "age": 40},
    {"member_id": "M-002", "full_name": "Made Up", "joined": "2026-02-30", "age": 15},
    {"member_id": "M-003", "full_name": "Made Up", "joined": None, "age": 41.0},
]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Path]:
    """One made-up area as CSV and as Parquet."""
    folder = tmp_path_factory.mktemp("made")
    for form in ("csv", "parquet"):
        asked = ("--areas", "1", "--participants", "40", "--seed", "4", "--format", form)
        assert cfgovern("synth", *asked, "--out", form, cwd=folder).code == 0
    return {form: next((folder / form).glob("SYNTHETIC-*/")) for form in ("csv", "parquet")}


def report(*arguments: str | Path, cwd: Path, sent: bytes = b"") -> dict[str, Any]:
    done = cfgovern("validate", *arguments, "--format", "json", "--as-of", "2026-10-01", cwd=cwd, sent=sent)
    assert done.err == ""
    return done.report()


def same(one: Mapping[str, Any], other: Mapping[str, Any]) -> None:
    """The same tables with the same rows and findings, whatever their files are called."""
    for told in (one, other):
        assert told["outcome"] == "pass", told["findings"]
    counts = [
        {name: table["rows_accepted"] for name, table in told["submission"]["tables"].items()}
        for told in (one, other)
    ]
    assert counts[0] == counts[1] and sum(counts[0].values()) > 100


@pytest.mark.soak
def test_what_synth_writes_as_parquet_is_what_it_writes_as_csv(
    made: Mapping[str, Path], tmp_path: Path
) -> None:
    same(report(made["parquet"], cwd=tmp_path), report(made["csv"], cwd=tmp_path))


@pytest.mark.soak
def test_a_zip_of_both_and_the_same_from_standard_input(made: Mapping[str, Path], tmp_path: Path) -> None:
    path = tmp_path / "submission.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for number, file in enumerate(sorted(made["csv"].glob("*.csv"))):
            chosen = file if number % 2 else made["parquet"] / f"{file.stem}.parquet"
            archive.write(chosen, f"Q3/{chosen.name}")
        archive.writestr("__MACOSX/Q3/._x.csv", b"litter")
    told = report(path, cwd=tmp_path)
    same(told, report(made["csv"], cwd=tmp_path))
    assert (
        report("-", cwd=tmp_path, sent=path.read_bytes())["submission"]["tables"]
        == told["submission"]["tables"]
    )


@pytest.mark.parametrize("form", ["csv", "parquet"])
def test_a_table_from_standard_input_is_known_by_its_bytes(
    made: Mapping[str, Path], tmp_path: Path, form: str
) -> None:
    content = (made[form] / f"participants.{form}").read_bytes()
    told = report("-", "--table", "participants", cwd=tmp_path, sent=content)
    assert (told["outcome"], told["submission"]["tables"]["participants"]["rows_read"]) == ("pass", 40)


def members(folder: Path, spoil: Callable[[dict[str, Any]], None] = lambda _: None) -> Path:
    """Made-up members as JSON Lines, a blank line below each; ``spoil`` changes the first."""
    rows = [dict(row) for row in MEMBERS]
    spoil(rows[0])
    path = folder / "export.jsonl"
    path.write_text("".join(f"{json.dumps(row)}\n\n" for row in rows))
    return path


def test_json_lines_are_told_by_record_and_line(tmp_path: Path) -> None:
    told = report(
        members(tmp_path), "--contract", plain_contract(tmp_path), "--table", "members", cwd=tmp_path
    )
    assert [(f["rule"], f["row"], f["line"], f["cell"]) for f in told["findings"]] == [
        ("members.joined.type", 2, 3, None),
        ("members.age.minimum", 2, 3, None),
    ]


def test_what_only_json_schema_sees_is_a_finding_of_its_own(tmp_path: Path) -> None:
    path = members(tmp_path, lambda row: row.update(age="40"))
    told = report(path, "--contract", plain_contract(tmp_path), "--table", "members", cwd=tmp_path)
    found = [f for f in told["findings"] if f["rule"] == "members.age.json_schema"]
    assert [(f["severity"], f["row"], f["line"]) for f in found] == [("error", 1, 1)]
    assert told["submission"]["tables"]["members"]["rows_rejected"] == 2
    assert "quotation marks" in found[0]["fix"]


def test_a_key_that_the_contract_does_not_have_blocks(tmp_path: Path) -> None:
    path = members(tmp_path, lambda row: row.update({"Ann Example": 1}))
    done = cfgovern(
        "validate", path, "--contract", plain_contract(tmp_path), "--table", "members", "--format", "json",
        cwd=tmp_path,
    )  # fmt: skip
    assert "Ann" not in done.out
    assert ("members.column_e.column_extra", None, None) in done.findings()


def test_what_a_parquet_file_has_beside_the_columns_that_are_asked_for_is_told(tmp_path: Path) -> None:
    """The index of a pandas table is a column of the file; its author is one of the keys."""
    with duckdb.connect() as connection:
        connection.execute(
            "COPY (SELECT 'M-001' AS member_id, 'Made Up' AS full_name, DATE '2026-10-01' AS joined,"
            f" 40 AS age, 'Ann' AS __index_level_0__) TO '{tmp_path / 'members.parquet'}'"
            " (FORMAT parquet, KV_METADATA {author: 'Ann', pandas: '{}'})"
        )
    told = report("members.parquet", "--contract", plain_contract(tmp_path), cwd=tmp_path)
    assert [(f["rule"], f["severity"]) for f in told["findings"]] == [
        ("file.properties", "info"),
        ("members.column_e.column_extra", "block"),
    ]
    assert "its author" in told["findings"][0]["message"] and "Ann" not in json.dumps(told)


def test_a_list_within_a_record_is_refused_with_its_line(tmp_path: Path) -> None:
    path = members(tmp_path, lambda row: row.update(full_name=["Ann", "Example"]))
    told = report(path, "--contract", plain_contract(tmp_path), "--table", "members", cwd=tmp_path)
    assert told["outcome"] == "refused"
    assert told["findings"][0]["rule"] == "file.nested_value"
    assert "line 1" in told["findings"][0]["message"] and "Ann" not in json.dumps(told)


def test_a_zip_of_one_workbook_says_that_it_is_to_be_sent_by_itself(tmp_path: Path) -> None:
    path = tmp_path / "return.zip"
    path.write_bytes(zipped([Entry("Ann Example.xlsx", book(sheet()))]))
    told = report(path, cwd=tmp_path)
    assert (told["outcome"], told["findings"][0]["rule"]) == ("refused", "file.not_csv")
    assert "by itself" in told["findings"][0]["fix"] and "Ann" not in json.dumps(told)


def test_the_schemas_of_a_contract_as_files_and_on_standard_output(tmp_path: Path) -> None:
    contract = plain_contract(tmp_path)
    asked = ("contract", "export", "jsonschema", contract)
    done = cfgovern(*asked, "--output", "schemas", cwd=tmp_path)
    assert (done.code, done.out, done.err) == (0, "", "")
    assert sorted(path.name for path in (tmp_path / "schemas").iterdir()) == [
        "loans.schema.json",
        "members.schema.json",
    ]
    shown = cfgovern(*asked, "--table", "members", cwd=tmp_path)
    assert shown.out == (tmp_path / "schemas" / "members.schema.json").read_text(encoding="utf-8")
    schema = json.loads(shown.out)
    faults = [len(list(jsonschema.Draft202012Validator(schema).iter_errors(row))) for row in MEMBERS]
    assert faults == [0, 1, 0]  # a day that there is not needs a judge of formats
    for wrong, code in (((), "output.needed"), (("--table", "member"), "table.unknown")):
        refused = cfgovern(*asked, *wrong, cwd=tmp_path)
        assert (refused.code, refused.out) == (2, "") and code in refused.err


@pytest.mark.parametrize("name", ["members (1)", "members - Copy", "members-LAPTOP7"])
def test_a_second_copy_in_a_folder_is_told_as_such(tmp_path: Path, name: str) -> None:
    contract = plain_contract(tmp_path)
    lines = ["member_id,full_name,joined,age", "M-001,Made Up,2026-10-01,40"]
    loans = ["loan_id,member_id,lent,returned", "1,M-001,2026-10-01,"]
    sent = csv_folder(tmp_path / "loans", {"members": lines, "loans": loans, name: lines})
    done = cfgovern("validate", sent, "--contract", contract, "--format", "json", cwd=tmp_path)
    (told,) = (found for found in done.report()["findings"] if found["rule"] == "file.table_extra")
    assert "which looks like a second copy of members" in told["message"]
    assert done.code == 1 and "LAPTOP7" not in done.out


def test_a_workbook_that_is_open_elsewhere_is_checked_and_told(tmp_path: Path) -> None:
    contract = plain_contract(tmp_path)
    write_workbook(tmp_path / "data.xlsx", [Sheet("members", ["member_id"], [["M-001"]])])
    sent = ("validate", "data.xlsx", "--table", "members", "--contract", contract, "--format", "json")
    before = cfgovern(*sent, cwd=tmp_path).report()["notices"]
    (tmp_path / "~$data.xlsx").write_bytes(b"x")
    after = cfgovern(*sent, cwd=tmp_path).report()["notices"]
    assert len(after) == len(before) + 1 and "open" in " ".join(after)
