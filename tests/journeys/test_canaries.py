"""Values planted in every field, heading, sheet and file name come out nowhere: in no report, on no
stream, in no run record and in no temporary file, whatever the outcome."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from cfgovern import reporting
from cfgovern.api import load_contract
from tests.canaries import Canaries
from tests.command import cfgovern
from tests.hostile import CONTRACT
from tests.rawbooks import packed, parts, sheet, text_row

pytestmark = pytest.mark.usefixtures("own_child")

FORMATS = [part for fmt in reporting.FORMATS for part in ("--format", fmt)]


def planted_rows(columns: list[str], canaries: Canaries, rows: int = 3) -> Iterator[list[str]]:
    for _ in range(rows):
        yield [canaries.plant() for _ in columns]


def folder_of_canaries(folder: Path, canaries: Canaries) -> Path:
    """Every table of the programme contract, a canary in each cell, and one in each kind of name."""
    folder.mkdir()
    for table in load_contract().tables:
        columns = [column.name for column in table.columns]
        with (folder / f"{table.name}.csv").open("w", encoding="utf-8", newline="") as stream:
            writer = csv.writer(stream)
            writer.writerow([canaries.plant("Title ")] + [""] * len(columns))
            writer.writerow([*columns, canaries.plant("Heading ")])
            for row in planted_rows(columns, canaries):
                writer.writerow([*row, canaries.plant()])
    (folder / f"{canaries.plant('File ')}.csv").write_text(canaries.plant() + "\n", encoding="utf-8")
    (folder / canaries.plant("Folder ")).mkdir()
    return folder


def workbook_of_canaries(path: Path, canaries: Canaries) -> Path:
    """The same as a workbook, with a hidden sheet, a comment and an author besides."""
    tables = load_contract().tables
    sheets = []
    for table in tables:
        columns = [column.name for column in table.columns]
        title, heading = canaries.plant("Title "), canaries.plant("Heading ")
        filled = [[*row, canaries.plant()] for row in planted_rows(columns, canaries)]
        made = enumerate([[title], [*columns, heading], *filled], start=1)
        sheets.append(sheet(*(text_row(number, *cells) for number, cells in made)))
    sheets.append(sheet(text_row(1, canaries.plant())))
    names = [*(table.name for table in tables), canaries.plant("Sheet ")]
    made = parts(*sheets, names=names, states=[*["visible"] * len(tables), "hidden"])
    made["xl/comments1.xml"] = f"<comments>{canaries.plant()}</comments>"
    made["docProps/core.xml"] = f"<creator>{canaries.plant()}</creator>"
    path.write_bytes(packed(made))
    return path


def assert_nothing_leaked(canaries: Canaries, folder: Path, temp: Path, *streams: str) -> None:
    assert canaries.planted
    assert canaries.found_in("".join(streams)) == []
    assert canaries.found_under(folder) == []
    assert list(temp.iterdir()) == []


@pytest.mark.parametrize(
    ("make", "suffix"),
    [(folder_of_canaries, ""), (workbook_of_canaries, ".xlsx")],
    ids=["folder", "workbook"],
)
def test_a_submission_full_of_canaries(
    tmp_path: Path,
    private_temp: Path,
    canaries: Canaries,
    make: Callable[[Path, Canaries], Path],
    suffix: str,
) -> None:
    submission = make(tmp_path / (canaries.plant("Area ") + suffix), canaries)
    out = tmp_path / "out"
    options = ("--output", out, "--evidence", out / "proof", "--write-confirmations", tmp_path / "c.yaml")
    done = cfgovern("validate", submission, *FORMATS, *options, cwd=tmp_path)
    assert done.code == 1
    assert canaries.found_in((tmp_path / "c.yaml").read_text(encoding="utf-8")) == []
    assert_nothing_leaked(canaries, out, private_temp, done.out, done.err)


@pytest.mark.parametrize("table", ["participants", "identifiers", "agreements"])
def test_a_single_file_with_a_canary_for_a_name(
    tmp_path: Path, private_temp: Path, canaries: Canaries, table: str
) -> None:
    name = canaries.plant("Return of ") + ".csv"
    header = ",".join(column.name for column in load_contract().table(table).columns)  # type: ignore[union-attr]
    (tmp_path / name).write_text(f"{header}\n{canaries.plant()}\n", encoding="utf-8")
    out = tmp_path / "out"
    done = cfgovern("validate", name, "--table", table, *FORMATS, "--output", out, cwd=tmp_path)
    assert done.code == 3  # its rows are shorter than its headings
    assert_nothing_leaked(canaries, out, private_temp, done.out, done.err)


def test_a_record_key_that_looks_like_an_identifier_is_not_shown(
    tmp_path: Path, private_temp: Path, canaries: Canaries
) -> None:
    """The columns of a key may be shown, but people put identifiers into them."""
    contract = tmp_path / "members.odcs.yaml"
    show = "primaryKey: true, customProperties: [{property: cfgovernShow, value: true}]"
    contract.write_text(CONTRACT.replace("required: true", show), encoding="utf-8")
    lines = ["member_id,full_name,joined,age", "M-001,x,,x"]
    lines += [f"{canaries.add(value)},x,,x" for value in ("9990000018", "999 000 0026", "QQ 12 34 56 C")]
    (tmp_path / "members.csv").write_text("\n".join(lines), encoding="utf-8")
    out = tmp_path / "out"
    done = cfgovern(
        "validate", "members.csv", "--contract", contract, *FORMATS, "--output", out, cwd=tmp_path
    )
    assert done.code == 1
    assert "M-001" in (out / "report.json").read_text(encoding="utf-8")
    assert_nothing_leaked(canaries, out, private_temp, done.out, done.err)


@pytest.mark.parametrize(
    "arguments",
    [
        "CANARY",
        "contract CANARY",
        "validate CANARY.xlsx",
        "validate . CANARY",
        "validate . --CANARY",
        "validate . -xCANARY",
        "validate . --quiet=CANARY",
        "validate . --table CANARY",
        "validate . --as-of=CANARY",
        "validate . --format CANARY",
        "validate . --engine CANARY",
        "validate . --pack CANARY",
        "validate . --format html --format json --evidence CANARY",
    ],
)
def test_wrong_use_does_not_repeat_what_was_typed(tmp_path: Path, canaries: Canaries, arguments: str) -> None:
    words = [word.replace("CANARY", canaries.plant("Ann ")) for word in arguments.split()]
    done = cfgovern(*words, cwd=tmp_path)
    assert done.code == 2
    assert done.err.strip()
    assert canaries.found_in(done.out + done.err) == []
