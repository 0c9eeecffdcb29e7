"""An annotated copy in LibreOffice: each comment stands in its cell, and the list leads there."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from cfgovern.tables import cell_address
from tests import office
from tests.command import cfgovern
from tests.journeys.test_annotated import AT_HOME
from tests.journeys.test_libreoffice import saved

pytestmark = pytest.mark.needs("soffice")


def test_the_comments_open_in_the_right_cells(tmp_path: Path, tool: Callable[[str], str]) -> None:
    made = cfgovern("synth", "--as-of", "2026-10-01", "--out", "made", cwd=tmp_path)
    assert made.code == 0, made.err
    (sent,) = tmp_path.glob("made/*.xlsx")
    done = cfgovern(
        "validate", sent, "--as-of", "2020-01-01", "--format", "json", "--format", "xlsx", "--output", "out",
        cwd=tmp_path, env=AT_HOME,
    )  # fmt: skip
    assert done.code == 1, done.err
    report = cfgovern("validate", sent, "--as-of", "2020-01-01", "--format", "json", cwd=tmp_path).report()
    wanted = {(found["sheet"], found["cell"]) for found in report["findings"] if found["cell"]}
    assert len(wanted) > 20

    told, copy = tmp_path / "comments.txt", tmp_path / "out" / "report.xlsx"
    office.run(tool("soffice"), tmp_path / "desk", office.COMMENTS, copy.as_uri(), told, "")

    lines = [line.split("\t") for line in told.read_text(encoding="utf-8").splitlines()]
    assert {(sheet, cell_address(int(at), int(row) + 1)) for sheet, at, row, _ in lines} == wanted
    assert all(re.match("(Must be fixed|Fix or confirm|For information|Stops the submission): ", line[3])
               for line in lines)  # fmt: skip

    again = saved(tool("soffice"), copy, tmp_path)
    with zipfile.ZipFile(again) as archive:
        links = re.findall(r'location="([^"]+)"', archive.read("xl/worksheets/sheet1.xml").decode())
    named = {tuple(link.replace("&apos;", "").replace("'", "").split("!")) for link in links}
    assert wanted <= named
