"""The tests' own tools: a test that needs a tool is named or fails; a canary is found in any form."""

from __future__ import annotations

import base64
import os
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
NEEDING = """
import pytest

@pytest.mark.needs("soffice")
def test_writes_a_workbook():
    pass

def test_plain():
    pass
"""


def run(folder: Path, body: str, **env: str) -> subprocess.CompletedProcess[str]:
    """Run ``body`` as a test file below a copy of our conftest, on a machine without tools."""
    tests = folder / "tests"
    tests.mkdir()
    for name in ("canaries.py", "conftest.py", "sparks.py", "tools.py"):
        (tests / name).write_bytes((ROOT / "tests" / name).read_bytes())
    (tests / "test_it.py").write_text(body, encoding="utf-8")
    kept = {
        name: value for name, value in os.environ.items() if not name.startswith(("CFGOVERN_", "PYTEST_"))
    }
    return subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "--strict-markers", "tests"],
        cwd=folder,
        env=kept | {"PATH": str(folder), "PYTHONDONTWRITEBYTECODE": "1"} | env,
        capture_output=True,
        text=True,
        timeout=120,
    )


def test_a_test_that_needs_a_tool_is_named_as_not_run(tmp_path: Path) -> None:
    done = run(tmp_path, NEEDING)
    assert done.returncode == 0, done.stdout
    assert "not run here: tests/test_it.py::test_writes_a_workbook - needs soffice" in done.stdout
    assert "1 passed, 1 skipped" in done.stdout


def test_many_cases_of_one_test_are_named_together(tmp_path: Path) -> None:
    body = NEEDING.replace(
        "def test_writes_a_workbook():", '@pytest.mark.parametrize("n", range(30))\ndef test_writes(n):'
    )
    done = run(tmp_path, body)
    assert "not run here: tests/test_it.py::test_writes, 30 cases - needs soffice" in done.stdout
    assert "1 passed, 30 skipped" in done.stdout


def test_an_absent_tool_fails_when_all_tools_are_asked_for(tmp_path: Path) -> None:
    done = run(tmp_path, NEEDING, CFGOVERN_ALL_TOOLS="1")
    assert done.returncode == 1
    assert "needs soffice, absent here" in done.stdout


def test_a_present_tool_is_used_when_all_tools_are_asked_for(tmp_path: Path) -> None:
    stand_in = tmp_path / "soffice"
    stand_in.write_text("#!/bin/sh\n", encoding="utf-8")
    stand_in.chmod(0o755)
    done = run(tmp_path, NEEDING, CFGOVERN_ALL_TOOLS="1")
    assert "2 passed" in done.stdout


def test_an_unknown_tool_stops_the_run(tmp_path: Path) -> None:
    done = run(tmp_path, NEEDING.replace("soffice", "sofice"))
    assert done.returncode == 4
    assert "tests/tools.py does not know" in done.stderr


def test_a_canary_is_found_as_it_is_and_in_capitals(canaries: Any) -> None:
    value = canaries.plant()
    assert canaries.found_in(f"before {value} after") == [value]
    assert canaries.found_in(value.upper()) == [value]
    assert canaries.found_in(value[:-1]) == []


def test_a_canary_is_found_encoded_and_without_spaces(canaries: Any) -> None:
    name = canaries.add("Zed Quux")
    encoded = [
        b"x" + name.encode("utf-16-le"),
        name.upper().encode("utf-16-be"),
        name.encode().hex().upper().encode(),
        name.encode("utf-16-le").hex().encode(),
        *(base64.b64encode(b"y" * before + name.encode() + b"z") for before in range(3)),
        base64.urlsafe_b64encode(name.encode("utf-16-le")),
        b"zedquux",
        b"Z E D  Q U U X",
        b"Zed%20Quux",
        b"zed+quux",
        b"%5A%65%64%20%51%75%75%78",
    ]
    assert [canaries.found_in(content) for content in encoded] == [[name]] * len(encoded)
    assert canaries.found_in("Zed and Quux") == []


def test_canaries_are_found_in_names_files_and_zips(canaries: Any, tmp_path: Path) -> None:
    first, second, third = (canaries.plant() for _ in range(3))
    (tmp_path / f"{first}.txt").write_text("nothing", encoding="utf-8")
    (tmp_path / "b.txt").write_text(f"a {second} b", encoding="utf-8")
    with zipfile.ZipFile(tmp_path / "c.xlsx", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/sheet.xml", f"<v>{third}</v>" * 50)
    with zipfile.ZipFile(tmp_path / "d.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.write(tmp_path / "c.xlsx")
    wanted = {(f"{first}.txt", first), ("b.txt", second), ("c.xlsx", third), ("d.zip", third)}
    assert set(canaries.found_under(tmp_path)) == wanted


def test_private_temp_is_where_temporary_files_go(private_temp: Path) -> None:
    made = subprocess.run(
        [sys.executable, "-c", "import tempfile; print(tempfile.mkdtemp())"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert Path(made.stdout.strip()).parent == private_temp
