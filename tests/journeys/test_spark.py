"""``--engine spark``: the report of DuckDB, nothing left behind, nothing said that Java says."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from tests.canaries import Canaries

CONTRACT = """
apiVersion: v3.1.0
kind: DataContract
id: urn:test:spark
name: Spark
version: 1.0.0
status: active
schema:
  - name: people
    properties:
      - {name: id, logicalType: string, required: true, primaryKey: true, primaryKeyPosition: 1}
      - {name: born, logicalType: date}
      - {name: code, logicalType: string, logicalTypeOptions: {pattern: "^[a-z]$"}}
      - {name: note, logicalType: string, logicalTypeOptions: {pattern: "(?i)x"}}
    quality:
      - id: early
        type: sql
        mustBe: 0
        query: SELECT count(*) FROM people WHERE born < CAST('1900-01-01' AS DATE)
"""


def run(
    folder: Path, *options: str, more: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    (folder / "contract.yaml").write_text(CONTRACT, encoding="utf-8")
    command = [
        "validate",
        "people.csv",
        "--table",
        "people",
        "--contract",
        "contract.yaml",
        "--format",
        "json",
    ]
    return subprocess.run(
        [sys.executable, "-m", "cfgovern", *command, "--as-of", "2026-10-01", *options],
        cwd=folder,
        env=os.environ | dict(more or {}),
        capture_output=True,
        text=True,
        check=False,
        timeout=600,
    )


def report(done: subprocess.CompletedProcess[str]) -> dict[str, Any]:
    made: dict[str, Any] = json.loads(done.stdout)
    del made["run_id"]
    return made


@pytest.mark.needs("java", "pyspark")
def test_the_report_is_that_of_duckdb(tmp_path: Path, private_temp: Path, canaries: Canaries) -> None:
    secret = canaries.plant("name")
    rows = ["id,born,code,note", f"{secret},1899-12-31,a,x", f"{secret},soon,B,", f",{secret},{secret},y"]
    (tmp_path / "people.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    one, other = run(tmp_path), run(tmp_path, "--engine", "spark", "--master", "local[2]")
    assert (other.returncode, other.stderr) == (one.returncode, one.stderr) == (1, "")
    told, wanted = report(other), report(one)
    [left] = [entry for entry in told["not_run"] if entry not in wanted["not_run"]]
    assert left["rule"] == "people.note.pattern" and "Spark" in left["because"]
    kept = [finding for finding in wanted["findings"] if finding["rule"] != left["rule"]]
    assert told["findings"] == kept and len(kept) > 5
    assert not canaries.found_in(other.stdout + other.stderr)
    assert not list(private_temp.iterdir())
    assert sorted(path.name for path in tmp_path.iterdir()) == ["contract.yaml", "people.csv", "private-temp"]


@pytest.mark.parametrize(
    ("options", "more", "code"),
    [
        (["--master", "local[2]"], {}, "engine.no_spark"),
        (["--engine", "spark", "--master", "http://nowhere"], {}, "engine.master"),
        (["--engine", "spark"], {"JAVA_HOME": "/nowhere"}, "engine."),
    ],
)
def test_what_cannot_be_had_is_a_sentence(
    options: list[str], more: Mapping[str, str], code: str, tmp_path: Path, private_temp: Path
) -> None:
    (tmp_path / "people.csv").write_text("id,born,code,note\n1,,,\n", encoding="utf-8")
    done = run(tmp_path, *options, more=more)
    assert (done.returncode, done.stdout) == (2, "")
    assert f"[{code}" in done.stderr
    assert not any(word in done.stderr for word in ("Traceback", "java.", "Exception", "at org."))
    assert not list(private_temp.iterdir())
