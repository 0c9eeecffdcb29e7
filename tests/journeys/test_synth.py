"""``cfgovern synth``: every mode on the real command line, all of it or nothing, the same every time."""

from __future__ import annotations

import csv
import hashlib
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from cfgovern.api import assert_unreal
from cfgovern.contract.schemas import check_machine
from tests.command import ROOT, cfgovern, plain_contract
from tests.conftest import some_of

AS_OF = ("--as-of", "2026-10-01")
SMALL = {
    "tiny": (),
    "cohort": ("--participants", "120", "--areas", "2"),
    "faulty": (),
    "linkage": ("--participants", "200"),
    "notes": ("--participants", "40"),
    "quarters": ("--participants", "40"),
    "volume": ("--participants", "60", "--areas", "2", "--format", "csv"),
}


def manifest(folder: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    return found


def submissions(folder: Path) -> Iterator[Path]:
    yield from (entry for entry in sorted(folder.iterdir()) if entry.name.startswith("SYNTHETIC-"))


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The output of a small run of each mode."""
    where = tmp_path_factory.mktemp("synth")
    for mode, options in SMALL.items():
        done = cfgovern("synth", "--mode", mode, "--out", mode, *AS_OF, *options, cwd=where)
        assert (done.code, done.err) == (0, ""), done.err
        assert "Nobody in it exists." in done.out and "not the official specification" in done.out
    return {mode: where / mode for mode in SMALL}


@pytest.mark.parametrize("mode", SMALL)
def test_the_manifest_is_as_published_and_lists_every_file(made: dict[str, Path], mode: str) -> None:
    told = manifest(made[mode])
    assert check_machine("manifest", told) == []
    there = {path.relative_to(made[mode]).as_posix() for path in made[mode].rglob("*") if path.is_file()}
    assert set(told["files"]) == there - {"manifest.json"}
    for name, digest in told["files"].items():
        assert digest == "sha256:" + hashlib.sha256((made[mode] / name).read_bytes()).hexdigest()


@pytest.mark.parametrize("mode", ["tiny", "cohort", "linkage"])
def test_a_clean_submission_is_silent(made: dict[str, Path], mode: str, tmp_path: Path) -> None:
    for submission in submissions(made[mode]):
        report = cfgovern("validate", submission, "--format", "json", *AS_OF, cwd=tmp_path).report()
        assert (report["outcome"], report["record_origin"], report["findings"]) == ("pass", "synthetic", [])


@pytest.mark.parametrize("mode", [mode for mode in SMALL if mode != "faulty"])
def test_nothing_made_could_be_anybodys(made: dict[str, Path], mode: str, tmp_path: Path) -> None:
    done = cfgovern("synth", "--assert-unreal", made[mode], cwd=tmp_path)
    assert done.code == 0, done.out


@pytest.mark.parametrize("form", ["xlsx", "parquet"])
@pytest.mark.soak
def test_nothing_made_could_be_anybodys_in_any_form(tmp_path: Path, form: str) -> None:
    done = cfgovern("synth", "--out", "o", "--format", form, *AS_OF, cwd=tmp_path)
    assert done.code == 0, done.err
    done = cfgovern("synth", "--assert-unreal", "o", cwd=tmp_path)
    assert done.code == 0, done.out


@pytest.mark.soak
def test_a_faulty_set_holds_what_cannot_be_read_and_nobodys_identifiers(made: dict[str, Path]) -> None:
    found = assert_unreal([made["faulty"]])
    told = [(Path(one.file).parent.name, one.kind) for one in found.places]
    assert told == [("SYNTHETIC-F36-1", "no_record_origin")]  # the headings are what is spoilt
    assert {(Path(one.file).parent.name, one.code) for one in found.unreadable} == {
        ("SYNTHETIC-F20-2", "file.encoding"),
        ("SYNTHETIC-F36-4", "file.csv_quotes"),
    }
    assert found.exit_code == 3


def test_a_contract_without_record_origin_says_nothing_about_its_rows(tmp_path: Path) -> None:
    contract = plain_contract(tmp_path)
    done = cfgovern("synth", "--contract", contract, "--participants", "20", "--out", "o", cwd=tmp_path)
    assert done.code == 0, done.err
    done = cfgovern("synth", "--assert-unreal", "o", "--contract", contract, cwd=tmp_path)
    assert done.code == 1
    assert "no column record_origin" in done.out and "could be" not in done.out.replace("may be real", "")


def test_standard_input_is_looked_at(tmp_path: Path) -> None:
    done = cfgovern("synth", "--assert-unreal", "-", cwd=tmp_path, sent=b"Grace rang 07700 900123.\n")
    assert (done.code, done.err) == (0, "")
    done = cfgovern("synth", "--assert-unreal", "-", cwd=tmp_path, sent=b"x\nask me@invented." + b"org\n")
    assert done.code == 1 and "standard input, line 2, character 5" in done.out
    done = cfgovern("synth", "--assert-unreal", "-", "--contract", "-", cwd=tmp_path, sent=b"x")
    assert done.code == 2 and "[input.twice]" in done.err


def test_the_digest_of_a_table_is_that_of_its_csv(made: dict[str, Path]) -> None:
    told = manifest(made["cohort"])
    for name, tables in told["submissions"].items():
        for table, entry in tables.items():
            data = (made["cohort"] / name / f"{table}.csv").read_bytes()
            assert entry["sha256"] == hashlib.sha256(data).hexdigest()
            assert entry["rows"] == len(list(csv.reader(data.decode().splitlines(keepends=True)))) - 1


@pytest.mark.parametrize("form", some_of(["xlsx", "csv", "parquet"], 2))
def test_the_rows_do_not_depend_on_the_form_nor_on_the_machine(tmp_path: Path, form: str) -> None:
    told = []
    for hash_seed, zone in (("1", "Pacific/Kiritimati"), ("2", "America/Los_Angeles")):
        done = cfgovern(
            "synth", "--out", f"{form}{hash_seed}", "--format", form, *AS_OF, cwd=tmp_path,
            env={"PYTHONHASHSEED": hash_seed, "TZ": zone},
        )  # fmt: skip
        assert done.code == 0, done.err
        told.append(manifest(tmp_path / f"{form}{hash_seed}"))
    assert told[0]["tables"] == told[1]["tables"]
    if form != "parquet":  # DuckDB writes its own version into the file
        assert told[0]["files"] == told[1]["files"]


def test_a_workbook_is_marked_in_four_ways(made: dict[str, Path]) -> None:
    from openpyxl import load_workbook

    (path,) = submissions(made["tiny"])
    book = load_workbook(path)
    assert path.name.startswith("SYNTHETIC")
    assert book.sheetnames[0] == "SYNTHETIC"
    assert "SYNTHETIC" in book.properties.title
    assert {cell.value for cell in book["participants"]["A"][1:]} == {"synthetic"}
    assert book["participants"]["A1"].value == "record_origin"  # and no banner above


def test_a_contract_without_a_story_gives_rows_that_it_accepts(tmp_path: Path) -> None:
    contract = plain_contract(tmp_path)
    done = cfgovern("synth", "--contract", contract, "--participants", "40", "--out", "o", cwd=tmp_path)
    assert done.code == 0, done.err
    (submission,) = submissions(tmp_path / "o")
    checked = cfgovern("validate", submission, "--contract", contract, "--format", "json", cwd=tmp_path)
    assert checked.report()["counts"] == {"block": 0, "error": 0, "warning": 0, "info": 0}
    assert manifest(tmp_path / "o")["made_by"]["faker"]


def test_a_contract_that_cannot_be_kept_names_the_properties(tmp_path: Path) -> None:
    path = plain_contract(tmp_path)
    path.write_text(path.read_text().replace("'^M-[0-9]{3}$'", "'^M-[0-9]{3}$', maxLength: 3"))
    done = cfgovern("synth", "--contract", path, "--out", "o", cwd=tmp_path)
    assert done.code == 2
    assert "member_id" in done.err and "pattern" in done.err and "maxLength" in done.err
    assert not (tmp_path / "o").exists()


# -- all of it or nothing ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("mode", "name"), [("notes", "notes.csv"), ("notes", "manifest.json"), ("tiny", "manifest.json")]
)
def test_what_others_put_there_is_never_replaced(tmp_path: Path, mode: str, name: str) -> None:
    (tmp_path / "o").mkdir()
    (tmp_path / "o" / name).write_text('{"mine": 1}')
    done = cfgovern("synth", "--mode", mode, "--participants", "5", "--out", "o", cwd=tmp_path)
    assert done.code == 2 and "[synth." in done.err
    assert [entry.name for entry in (tmp_path / "o").iterdir()] == [name]
    assert (tmp_path / "o" / name).read_text() == '{"mine": 1}'


@pytest.mark.skipif(os.name != "posix", reason="links need rights elsewhere")
@pytest.mark.parametrize("there", [True, False])
def test_a_link_is_never_replaced_nor_followed(tmp_path: Path, there: bool) -> None:
    options = ("--format", "csv", "--participants", "5", "--out", "o")
    assert cfgovern("synth", "--mode", "notes", *options, cwd=tmp_path).code == 0
    before = (tmp_path / "o" / "manifest.json").read_bytes()
    if there:
        (tmp_path / "elsewhere").mkdir()
    (tmp_path / "o" / "SYNTHETIC-CF-A01").symlink_to(tmp_path / "elsewhere")
    done = cfgovern("synth", *options, cwd=tmp_path)
    assert done.code == 2 and "[synth." in done.err
    assert (tmp_path / "o" / "manifest.json").read_bytes() == before
    assert (tmp_path / "o" / "SYNTHETIC-CF-A01").is_symlink()


@pytest.mark.soak
def test_a_second_run_takes_the_place_of_the_first_and_leaves_other_files(tmp_path: Path) -> None:
    wide = ("--mode", "cohort", "--participants", "40")
    assert cfgovern("synth", *wide, "--areas", "3", "--out", "o", *AS_OF, cwd=tmp_path).code == 0
    (tmp_path / "o" / "mine.txt").write_text("mine")
    assert cfgovern("synth", *wide, "--areas", "1", "--out", "o", *AS_OF, cwd=tmp_path).code == 0
    left = {entry.name for entry in (tmp_path / "o").iterdir()}
    assert left == {"SYNTHETIC-CF-A01", "manifest.json", "report.html", "report.txt", "mine.txt"}


@pytest.mark.soak
def test_a_run_that_is_killed_leaves_no_half_file(tmp_path: Path) -> None:
    options = ("--mode", "cohort", "--participants", "30", "--areas", "1", "--out", "o")
    assert cfgovern("synth", *options, cwd=tmp_path).code == 0
    before = {path: path.read_bytes() for path in (tmp_path / "o").rglob("*") if path.is_file()}
    for wait in (0.3, 0.9, 1.5):
        env = {**os.environ, "PYTHONPATH": str(ROOT)}
        process = subprocess.Popen(
            [sys.executable, "-m", "cfgovern", "synth", *options, "--seed", "2", "--participants", "4000"],
            cwd=tmp_path, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        time.sleep(wait)
        process.send_signal(signal.SIGKILL)
        process.wait()
        now = {path: path.read_bytes() for path in before}
        assert now == before
    assert cfgovern("synth", *options, cwd=tmp_path).code == 0
    assert set(before) == {path for path in (tmp_path / "o").rglob("*") if path.is_file()}


@pytest.mark.skipif(os.name != "posix", reason="the limit on the size of a file is of POSIX")
@pytest.mark.soak
@pytest.mark.parametrize("form", ["xlsx", "csv", "parquet"])
def test_a_full_disk_leaves_what_was_there(tmp_path: Path, form: str) -> None:
    options = ("--mode", "cohort", "--areas", "1", "--out", "o", "--format", form)
    small = (*options, "--participants", "8")
    assert cfgovern("synth", *small, cwd=tmp_path).code == 0
    before = {path: path.read_bytes() for path in (tmp_path / "o").rglob("*") if path.is_file()}
    command = [sys.executable, "-m", "cfgovern", "synth", *options, "--participants", "900"]
    limited = f"ulimit -f 60; exec {' '.join(command)}"
    done = subprocess.run(
        ["bash", "-c", limited], cwd=tmp_path, env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    assert done.returncode == 2, done.stderr
    assert "no room left" in done.stderr and "Traceback" not in done.stderr
    assert {path: path.read_bytes() for path in (tmp_path / "o").rglob("*") if path.is_file()} == before


@pytest.mark.soak
def test_what_somebody_changed_since_is_not_replaced(tmp_path: Path) -> None:
    options = ("--out", "o", "--format", "csv", "--participants", "3")
    assert cfgovern("synth", *options, cwd=tmp_path).code == 0
    mine = tmp_path / "o/SYNTHETIC-CF-A01/participants.csv"
    mine.write_text(mine.read_text() + "mine\n")
    done = cfgovern("synth", *options, "--seed", "2", cwd=tmp_path)
    assert done.code == 2 and "synth.not_ours" in done.err
    assert mine.read_text().endswith("mine\n")
    # Nor is it taken away by a run that makes other files.
    assert cfgovern("synth", "--mode", "notes", "--participants", "3", "--out", "o", cwd=tmp_path).code == 0
    assert mine.read_text().endswith("mine\n")


@pytest.mark.parametrize(
    "told",
    [
        "{}", "[]", "null", "not json", '{"manifest": "synth"}', '{"manifest": "synth", "files": []}',
        '{"manifest": "other", "files": {}}',
    ],
)  # fmt: skip
def test_a_manifest_of_somebody_else_is_left_alone(tmp_path: Path, told: str) -> None:
    (tmp_path / "o").mkdir()
    (tmp_path / "o/manifest.json").write_text(told)
    done = cfgovern("synth", "--out", "o", cwd=tmp_path)
    assert done.code == 2 and "Traceback" not in done.err
    assert [(entry.name, entry.read_text()) for entry in (tmp_path / "o").iterdir()] == [
        ("manifest.json", told)
    ]


def test_a_forged_manifest_takes_nothing_away(tmp_path: Path) -> None:
    (tmp_path / "o").mkdir()
    (tmp_path / "near.txt").write_text("x")
    (tmp_path / "o/mine.txt").write_text("x")
    digest = "sha256:" + hashlib.sha256(b"y").hexdigest()
    names = ["mine.txt", "../near.txt", str(tmp_path / "near.txt"), "a\0b", "..", "", "C:/x", "a\\b"]
    forged = {"manifest": "synth", "files": dict.fromkeys(names, digest)}
    (tmp_path / "o/manifest.json").write_text(json.dumps(forged))
    assert cfgovern("synth", "--out", "o", cwd=tmp_path).code == 0
    assert (tmp_path / "near.txt").read_text() == (tmp_path / "o/mine.txt").read_text() == "x"


@pytest.mark.soak
def test_two_runs_do_not_write_into_one_folder(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "cfgovern", "synth", "--mode", "cohort", "--areas", "1", "--out", "o"]
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    first = subprocess.Popen(
        [*command, "--participants", "3000"], cwd=tmp_path, env=env, stdout=subprocess.DEVNULL
    )
    try:
        for _ in range(200):
            if list((tmp_path / "o").glob(".cfgovern-job-*/ready/*")):
                break
            time.sleep(0.05)
        done = cfgovern("synth", "--out", "o", cwd=tmp_path)
        assert done.code == 2 and "synth.busy" in done.err
        assert first.wait(timeout=120) == 0
    finally:
        first.kill()
    assert not list((tmp_path / "o").glob(".cfgovern-job-*"))
    assert set(manifest(tmp_path / "o")["files"]) == {
        path.relative_to(tmp_path / "o").as_posix()
        for path in (tmp_path / "o").rglob("*")
        if path.is_file() and path.name != "manifest.json"
    }


# -- what can be asked ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("options", "code", "words"),
    [
        (("--areas", "19"), 2, "18 areas"),
        (("--mode", "faulty", "--faults", "F99"), 2, "no fault of that name"),
        (("--mode", "volume", "--format", "xlsx"), 2, "--format parquet or --format csv"),
        (("--mode", "faulty", "--format", "parquet"), 2, "--format xlsx or --format csv"),
        (("--mode", "linkage", "--areas", "2"), 2, "nothing of --areas"),
        (("--mode", "edge", "--participants", "9"), 2, "nothing of --participants"),
        (("--faults", "F01"), 2, "nothing of --faults"),
        (("some.csv",), 2, "--assert-unreal"),
        (("--assert-unreal",), 2, "No file"),
        (("--assert-unreal", "gone.csv"), 2, "cannot be found"),
        (("--margins", "gone.csv"), 2, "margins"),
        (("--as-of", "2025-10-01"), 2, "day"),
        (("--as-of", "2099-12-31"), 2, "2059-12-31"),
        (("--as-of", "9999-12-31"), 2, "2059-12-31"),
    ],
)
def test_what_cannot_be_made_is_said(tmp_path: Path, options: tuple[str, ...], code: int, words: str) -> None:
    done = cfgovern("synth", *options, "--out", "o", cwd=tmp_path)
    assert done.code == code and words in done.err
    assert not (tmp_path / "o").exists()


@pytest.mark.soak
def test_a_copy_of_the_programme_s_contract_under_another_id_will_do(tmp_path: Path) -> None:
    source = ROOT / "schemas/changing-futures"
    (tmp_path / "code-lists").mkdir()
    for codes in (source / "code-lists").iterdir():
        (tmp_path / "code-lists" / codes.name).write_bytes(codes.read_bytes())
    text = (source / "changing-futures.odcs.yaml").read_text(encoding="utf-8")
    contract = tmp_path / "copy.odcs.yaml"
    contract.write_text(text.replace("id: urn:cfgovern:changing-futures:candidate", "id: urn:example:copy"))
    done = cfgovern("synth", "--contract", contract, "--out", "o", *AS_OF, cwd=tmp_path)
    assert done.code == 0, done.err
    assert manifest(tmp_path / "o")["made_by"]["profile"]


def test_a_contract_with_a_query_that_cannot_run_is_refused_with_its_place(tmp_path: Path) -> None:
    contract = plain_contract(tmp_path)
    contract.write_text(contract.read_text().replace("returned < lent", "returned < lend"))
    done = cfgovern("synth", "--contract", contract, "--out", "o", cwd=tmp_path)
    assert done.code == 2 and f"{contract}:" in done.err and "lend" in done.err
    assert not (tmp_path / "o").exists()


@pytest.mark.soak
def test_margins_of_ones_own_are_drawn_to(tmp_path: Path) -> None:
    (tmp_path / "m.csv").write_text("sex,count\nfemale,700\nmale,300\n")
    options = ("--mode", "cohort", "--areas", "1", "--participants", "2000", "--margins", "m.csv")
    done = cfgovern("synth", *options, "--out", "o", *AS_OF, cwd=tmp_path)
    assert done.code == 0, done.err
    with (tmp_path / "o/SYNTHETIC-CF-A01/participants.csv").open(encoding="utf-8") as stream:
        sexes = [row["sex"] for row in csv.DictReader(stream)]
    assert 0.66 < sexes.count("female") / len(sexes) < 0.74
    assert manifest(tmp_path / "o")["options"]["margins"] == "m.csv"


def test_one_fault_can_be_asked_for(tmp_path: Path) -> None:
    done = cfgovern("synth", "--mode", "faulty", "--faults", "F18", "--out", "o", *AS_OF, cwd=tmp_path)
    assert done.code == 0, done.err
    with (tmp_path / "o/faults.csv").open(encoding="utf-8") as stream:
        assert {row["fault"] for row in csv.DictReader(stream)} == {"F18"}


@pytest.mark.parametrize("mode", ["tiny", "edge", "faulty"])
def test_a_contract_that_does_not_keep_to_odcs_makes_nothing(tmp_path: Path, mode: str) -> None:
    contract = plain_contract(tmp_path)
    contract.write_text(
        contract.read_text().replace("name: joined,", "name: joined, cfgovernIdentifier: email,")
    )
    done = cfgovern("synth", "--contract", contract, "--mode", mode, "--out", "o", cwd=tmp_path)
    assert done.code == 2 and "contract.invalid" in done.err and f"{contract}:" in done.err
    assert not (tmp_path / "o").exists()
