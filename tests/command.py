"""Runs the real command line in a process of its own, as a person or a build would."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.warm import run, warm

ROOT = Path(__file__).parents[1]


@dataclass(frozen=True)
class Done:
    """How a command ended, and what it said."""

    code: int
    out: str
    err: str

    def report(self) -> dict[str, Any]:
        """Standard output as a JSON report."""
        assert self.out, self.err
        found: dict[str, Any] = json.loads(self.out)
        return found

    def findings(self) -> list[tuple[str, int | None, str | None]]:
        """(rule, row, cell) of each finding of the JSON report."""
        return [(f["rule"], f["row"], f["cell"]) for f in self.report()["findings"]]


def cfgovern(
    *arguments: str | Path,
    cwd: Path,
    env: dict[str, str] | None = None,
    timeout: float = 120,
    sent: bytes = b"",
    below: Sequence[str] = (),
) -> Done:
    """``cfgovern ARGUMENTS`` in the folder ``cwd``, with ``sent`` on standard input.

    ``below``: a command that starts it.
    """
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    kept |= {"PYTHONPATH": str(ROOT), "PYTHONUTF8": "1", **(env or {})}
    said = [str(part) for part in arguments]
    done = run(said, cwd, kept, sent, timeout) if warm(env, below) else None
    done = done or subprocess.run(
        [*below, sys.executable, "-m", "cfgovern", *said],
        cwd=cwd,
        env=kept,
        input=sent,
        capture_output=True,
        timeout=timeout,
        check=False,
    )
    return Done(done.returncode, done.stdout.decode(), done.stderr.decode())


def without_rights_of_root() -> list[str]:
    """What starts a command that may do to files what an ordinary user may. Skips where it cannot be."""
    if os.geteuid() != 0:
        return []
    if shutil.which("setpriv") is None:
        pytest.skip("root may enter every folder")
    less = "-dac_override,-dac_read_search"
    return ["setpriv", f"--bounding-set={less}", f"--inh-caps={less}"]


PLAIN_CONTRACT = """\
apiVersion: v3.1.0
kind: DataContract
id: urn:example:library
name: Library loans
version: 1.0.0
status: active
schema:
  - name: members
    properties:
      - name: member_id
        logicalType: string
        primaryKey: true
        logicalTypeOptions: {pattern: '^M-[0-9]{3}$'}
      - {name: full_name, logicalType: string, required: true}
      - {name: joined, logicalType: date}
      - {name: age, logicalType: integer, logicalTypeOptions: {minimum: 16, maximum: 120}}
  - name: loans
    quality:
      - id: back_after_out
        type: sql
        severity: warning
        description: A book cannot come back before it went out.
        query: SELECT count(*) FROM loans WHERE returned < lent
        mustBe: 0
    properties:
      - {name: loan_id, logicalType: integer, primaryKey: true, primaryKeyPosition: 1}
      - name: member_id
        logicalType: string
        required: true
        relationships: [{type: foreignKey, to: members.member_id}]
      - {name: lent, logicalType: date, required: true}
      - {name: returned, logicalType: date}
"""


MEMBERS = "member_id,full_name,joined,age"
LOANS = "loan_id,member_id,lent,returned"
# To that contract: a submission for each outcome.
SUBMISSIONS = {
    "pass": {"members": [MEMBERS, "M-001,A,2020-01-01,40"], "loans": [LOANS, "1,M-001,2026-01-05,"]},
    "confirm": {
        "members": [MEMBERS, "M-001,A,2020-01-01,40"],
        "loans": [LOANS, "1,M-001,2026-01-05,2025-01-05"],
    },
    "fail": {
        "members": [f"{MEMBERS},nickname", "M-001,,2020-02-30,4,x", "M-001,B,,,"],
        "loans": [LOANS, "1,M-009,2026-01-05,x"],
    },
    "refused": {"members": [MEMBERS, 'M-001,"never closed']},
}


def plain_contract(folder: Path) -> Path:
    """A plain ODCS contract of two tables, with none of our extensions."""
    path = folder / "library.odcs.yaml"
    path.write_text(PLAIN_CONTRACT, encoding="utf-8")
    return path


def csv_folder(folder: Path, tables: dict[str, Sequence[str]]) -> Path:
    """A folder of CSV files: table name to lines."""
    folder.mkdir()
    for name, lines in tables.items():
        (folder / f"{name}.csv").write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    return folder
