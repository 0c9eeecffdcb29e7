"""A terminal shows what is being done; the report, and a log, do not."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from itertools import groupby
from pathlib import Path

import pytest

from tests.command import ROOT, csv_folder, plain_contract

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="terminals of POSIX")
TABLES = {
    "members": ["member_id,full_name,joined,age", "M-001,A,2020-01-01,40"],
    "loans": ["loan_id,member_id,lent,returned", "1,M-001,2026-01-05,"],
}


def on_a_terminal(*arguments: str, cwd: Path) -> tuple[str, str]:
    """Standard output (a pipe) and what a terminal on standard error was sent."""
    ours, theirs = os.openpty()
    command = [sys.executable, "-m", "cfgovern", *arguments]
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    with subprocess.Popen(command, cwd=cwd, env=env, stdout=subprocess.PIPE, stderr=theirs) as run:
        os.close(theirs)
        assert run.stdout is not None
        out, shown = run.stdout.read(), b""
        try:
            while part := os.read(ours, 4096):
                shown += part
        except OSError:  # Linux says so when the other end is closed
            pass
    os.close(ours)
    return out.decode(), shown.decode()


def test_reading_and_checking_are_said_while_they_last(tmp_path: Path) -> None:
    plain_contract(tmp_path)
    csv_folder(tmp_path / "return", TABLES)
    asked = ("validate", "return", "--contract", "library.odcs.yaml", "--format", "json")
    out, shown = on_a_terminal(*asked, cwd=tmp_path)
    assert json.loads(out)["outcome"] == "pass"
    assert 0 <= shown.index("Reading") < shown.index("Checking")
    assert shown.endswith("\r") and shown.split("\r")[-2].isspace() and "\n" not in shown
    assert on_a_terminal(*asked, "--quiet", cwd=tmp_path)[1] == ""


@pytest.mark.soak
def test_the_demo_says_it_too(tmp_path: Path) -> None:
    out, shown = on_a_terminal("demo", cwd=tmp_path)
    assert out.startswith("SYNTHETIC")
    stages = [part.split()[0].rstrip(":") for part in shown.split("\r") if part.strip()]
    said = [stage for stage, _ in groupby(stages)]
    checked = ["Reading", "Checking"]
    first = ["Making", *checked, *checked, "Reading", "Looking", *checked, *checked]
    assert said[: len(first)] == first
    assert set(said[len(first) :]) <= set(checked), "what is linked is read and checked first"
