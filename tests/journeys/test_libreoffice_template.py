"""The programme's template in LibreOffice: its lists open there, and what is typed into it passes."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path

import pytest

from cfgovern import api
from tests import office
from tests.command import cfgovern

pytestmark = pytest.mark.needs("soffice")
DAY = "2026-10-01"


@pytest.fixture
def template(tmp_path: Path) -> Path:
    done = cfgovern("contract", "template", "--as-of", DAY, "--output", "t.xlsx", cwd=tmp_path)
    assert done.code == 0, done.err
    return tmp_path / "t.xlsx"


def test_every_drop_down_offers_the_codes_of_the_day(
    tmp_path: Path, template: Path, tool: Callable[[str], str]
) -> None:
    told = tmp_path / "choices.txt"
    office.run(tool("soffice"), tmp_path / "desk", office.CHOICES, template.as_uri(), told, "")
    lines = [line.split("\t") for line in told.read_text(encoding="utf-8").splitlines()]
    contract = api.load_contract()
    wanted = []
    for table in contract.tables:
        for place, column in enumerate(table.collected):
            codes = [value for value, _ in column.enum]
            if column.code_list:
                codes = [
                    code.code for code in contract.code_lists[column.code_list].codes if code.valid_on(DAY)
                ]
            if codes:
                offered = [*codes, *column.missing.values()]
                wanted += [[table.name, str(place), row, *offered] for row in ("1", "99999")]
    assert len(wanted) > 200
    assert lines == wanted


def test_what_is_typed_into_it_passes(tmp_path: Path, template: Path, tool: Callable[[str], str]) -> None:
    cfgovern("synth", "--format", "csv", "--as-of", DAY, "--out", "made", cwd=tmp_path)
    words, target = tmp_path / "words.txt", tmp_path / "typed.xlsx"
    rows: dict[str, int] = {}
    with words.open("w", encoding="utf-8") as stream:
        for file in sorted(tmp_path.glob("made/*/*.csv")):
            with file.open(encoding="utf-8", newline="") as table:
                for row, cells in enumerate(csv.reader(table)):
                    rows[file.stem] = row
                    told = [f"{file.stem}\t{at}\t{row}\t{cell}\n" for at, cell in enumerate(cells) if cell]
                    stream.writelines(told if row else ())
    assert rows["participants"] > 5
    soffice = tool("soffice")
    office.run(soffice, tmp_path / "desk", office.TYPE, template.as_uri(), words, target.as_uri())

    done = cfgovern("validate", target, "--as-of", DAY, "--format", "json", cwd=tmp_path)

    assert (done.code, done.findings()) == (0, []), done.err
    counts = {name: told["rows_accepted"] for name, told in done.report()["submission"]["tables"].items()}
    assert counts == rows
