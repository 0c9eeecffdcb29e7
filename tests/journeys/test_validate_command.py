"""``cfgovern validate`` as a person or a build uses it: outcomes, exit codes, reports, places."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest

from tests.command import cfgovern, csv_folder, plain_contract

GOOD = {
    "members": ["member_id,full_name,joined,age", "M-001,Ann Example,2020-01-01,40", "M-002,Bob Example,,"],
    "loans": ["loan_id,member_id,lent,returned", "1,M-001,2026-01-05,2026-02-01", "2,M-002,2026-01-06,"],
}
BAD = {
    "members": [
        "member_id,full_name,joined,age",
        'M-001,"Ann\nExample",2020-02-30,40',
        "M-002,,2020-01-01,12",
        "M-002,Bob,2020-01-01,abc",
    ],
    "loans": ["loan_id,member_id,lent,returned", "1,M-001,2026-01-05,2025-02-01", "2,M-009,2026-01-06,"],
}


def validate(folder: Path, tables: dict[str, list[str]], *more: str):  # type: ignore[no-untyped-def]
    contract = plain_contract(folder)
    return cfgovern(
        "validate", csv_folder(folder / "loans", tables), "--contract", contract, *more, cwd=folder
    )


def test_good_data_passes_with_exit_code_0(tmp_path: Path) -> None:
    done = validate(tmp_path, GOOD, "--format", "json")
    assert done.code == 0, done.out + done.err
    report = done.report()
    assert report["outcome"] == "pass"
    assert report["findings"] == []
    assert report["record_origin"] == "live"
    assert report["submission"]["tables"]["members"] == {
        "source": "members.csv",
        "rows_read": 2,
        "rows_accepted": 2,
        "rows_rejected": 0,
        "rows_ignored": 0,
    }


def test_each_fault_is_found_at_its_row_line_and_cell_and_nothing_else(tmp_path: Path) -> None:
    done = validate(tmp_path, BAD, "--format", "json")
    assert done.code == 1
    report = done.report()
    found = [(f["rule"], f["severity"], f["row"], f["line"], f["cell"]) for f in report["findings"]]
    assert found == [
        ("members.joined.type", "error", 1, 2, "C2"),
        ("members.member_id.unique", "error", 2, 4, "A3"),
        ("members.full_name.required", "error", 2, 4, "B3"),
        ("members.age.minimum", "error", 2, 4, "D3"),
        ("members.member_id.unique", "error", 3, 5, "A4"),
        ("members.age.type", "error", 3, 5, "D4"),
        ("loans.back_after_out", "warning", 1, 2, None),
        ("loans.member_id.foreign_key", "error", 2, 3, "B3"),
    ]
    assert report["counts"] == {"block": 0, "error": 7, "warning": 1, "info": 0}
    assert report["submission"]["tables"]["members"]["rows_rejected"] == 3
    assert report["submission"]["tables"]["loans"]["rows_rejected"] == 1


def test_only_a_warning_asks_for_confirmation(tmp_path: Path) -> None:
    late = {**GOOD, "loans": [GOOD["loans"][0], "1,M-001,2026-01-05,2025-02-01"]}
    done = validate(tmp_path, late, "--format", "json")
    assert (done.code, done.report()["outcome"]) == (1, "confirm")


def test_the_text_report_goes_to_standard_output_and_is_silenced_by_quiet(tmp_path: Path) -> None:
    contract = plain_contract(tmp_path)
    folder = csv_folder(tmp_path / "loans", BAD)
    loud = cfgovern("validate", folder, "--contract", contract, cwd=tmp_path)
    assert "Must be fixed" in loud.out and "B3" in loud.out
    assert "\x1b[" not in loud.out
    quiet = cfgovern("validate", folder, "--contract", contract, "--quiet", cwd=tmp_path)
    assert (quiet.code, quiet.out, quiet.err) == (1, "", "")


def test_several_formats_make_a_folder(tmp_path: Path) -> None:
    done = validate(
        tmp_path, BAD, "--format", "html", "--format", "json", "--format", "text", "--output", "out"
    )
    assert done.code == 1
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == [
        "report.html",
        "report.json",
        "report.txt",
    ]
    assert json.loads((tmp_path / "out" / "report.json").read_text(encoding="utf-8"))["outcome"] == "fail"


def test_several_formats_without_output_are_wrong_use(tmp_path: Path) -> None:
    done = validate(tmp_path, GOOD, "--format", "html", "--format", "json")
    assert done.code == 2


def test_one_file_with_its_table(tmp_path: Path) -> None:
    contract = plain_contract(tmp_path)
    (tmp_path / "x.csv").write_text("\n".join(GOOD["members"]) + "\n", encoding="utf-8")
    done = cfgovern("validate", "x.csv", "--contract", contract, "--format", "json", cwd=tmp_path)
    assert done.code == 2 and "--table" in done.err
    done = cfgovern(
        "validate", "x.csv", "--table", "members", "--contract", contract, "--format", "json", cwd=tmp_path
    )
    assert done.code == 0, done.out + done.err
    assert list(done.report()["submission"]["tables"]) == ["members"]
    assert done.report()["submission"]["name"] == "table.csv"


@pytest.mark.parametrize(
    "arguments",
    [
        ("validate",),
        ("validate", "absent.xlsx"),
        ("validate", ".", "--contract", "absent.yaml"),
        ("validate", ".", "--table", "nothing"),
        ("validate", ".", "--as-of", "soon"),
        ("validate", ".", "--as-of", "2026-1-1"),
        ("validate", ".", "--score-against", "faults.csv"),
        ("nonsense",),
        ("validate", ".", "--pack", "absent"),
    ],
)
def test_wrong_use_is_exit_code_2_with_a_sentence(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    done = cfgovern(*arguments, cwd=tmp_path)
    assert done.code == 2, done.out + done.err
    assert done.err.strip() and "Traceback" not in done.err


def test_a_contract_that_cannot_be_honoured_stops_the_run(tmp_path: Path) -> None:
    contract = plain_contract(tmp_path)
    text = contract.read_text(encoding="utf-8")
    contract.write_text(text.replace("type: sql", "type: custom\n        engine: soda"), encoding="utf-8")
    done = cfgovern("validate", csv_folder(tmp_path / "loans", GOOD), "--contract", contract, cwd=tmp_path)
    assert done.code == 2
    assert "library.odcs.yaml:" in done.err
    assert "soda" not in done.out


def test_a_refused_submission_has_exit_code_3_and_a_json_report(tmp_path: Path) -> None:
    contract = plain_contract(tmp_path)
    (tmp_path / "members.csv").write_text('member_id,full_name\nM-001,"open\n', encoding="utf-8")
    done = cfgovern("validate", "members.csv", "--contract", contract, "--format", "json", cwd=tmp_path)
    assert done.code == 3
    assert done.report()["outcome"] == "refused"
    assert done.findings() == [("file.csv_quotes", None, None)]
    content = (tmp_path / "members.csv").read_bytes()
    digest = "sha256:" + hashlib.sha256(content).hexdigest()
    assert done.report()["submission"] == {"name": "members.csv", "digest": digest, "tables": {}}


@pytest.mark.parametrize(("name", "shown"), [("Ann Example.csv", "submission"), ("return", "return")])
def test_a_refused_submission_has_its_name_where_it_may_be_shown(
    tmp_path: Path, name: str, shown: str
) -> None:
    contract, place = plain_contract(tmp_path), tmp_path / name
    file = place if place.suffix else place / "members.csv"
    file.parent.mkdir(exist_ok=True)
    file.write_text('member_id\nM-001,"open\n', encoding="utf-8")
    asked = ("--contract", contract, "--format", "json", "--table", "members")[: 6 if place.suffix else 4]
    done = cfgovern("validate", name, *asked, cwd=tmp_path)
    assert (done.code, done.report()["submission"]["name"]) == (3, shown)
    assert "Ann" not in done.out + done.err


def test_missing_renamed_doubled_and_undeclared_columns_and_tables(tmp_path: Path) -> None:
    tables = {"members": ["member_id,Full Name,joined,joined,nickname,of Ann", "M-001,Ann,,,Annie,"]}
    folder = csv_folder(tmp_path / "loans", tables)
    (folder / "Ann Example.csv").write_text("x\n1\n", encoding="utf-8")
    done = cfgovern(
        "validate", folder, "--contract", plain_contract(tmp_path), "--format", "json", cwd=tmp_path
    )
    rules = {f["rule"]: f for f in done.report()["findings"]}
    assert set(rules) == {
        "file.table_extra",
        "members.full_name.column_renamed",
        "members.joined.column_duplicate",
        "members.age.column_missing",
        "members.column_e.column_extra",
        "members.column_f.column_extra",
        "loans.table_missing",
    }
    assert rules["members.column_e.column_extra"]["severity"] == "block"
    assert rules["members.column_e.column_extra"]["cell"] == "E1"
    assert "column E (‘nickname’)" in rules["members.column_e.column_extra"]["message"]
    assert "Ann" not in done.out  # a heading that may name somebody
    assert rules["file.table_extra"]["message"].endswith("file 1 of the folder in alphabetical order.")


def test_evidence_is_one_file_a_run_without_data(tmp_path: Path) -> None:
    done = validate(tmp_path, BAD, "--format", "json", "--evidence", "proof")
    assert done.code == 1
    records = list((tmp_path / "proof").iterdir())
    assert len(records) == 1
    record = json.loads(records[0].read_text(encoding="utf-8"))
    assert record["outcome"] == "fail"
    assert "Example" not in records[0].read_text(encoding="utf-8")
