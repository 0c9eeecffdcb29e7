"""What builds run: hooks of pre-commit, the action of GitHub, the job of GitLab, as their shells run them."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

from cfgovern.identifiers import nhs_number
from tests.command import PLAIN_CONTRACT, csv_folder

ROOT = Path(__file__).parents[2]
ORIGIN = "      - {name: record_origin, logicalType: string}\n"
CONTRACT_TEXT = PLAIN_CONTRACT.replace("    properties:\n", "    properties:\n" + ORIGIN)
HEADING = "record_origin,member_id,full_name,joined,age"
CLEAN = {
    "members": [HEADING, "synthetic,M-001,Made Up,2020-01-01,40"],
    "loans": ["record_origin,loan_id,member_id,lent,returned", "synthetic,1,M-001,2026-01-05,"],
}
FAULTY = CLEAN | {"members": [HEADING, "synthetic,M-001,Made Up,2020-02-30,40"]}
# Made here, so that no file holds what could be somebody's.
STEM = "401023213"
REAL = CLEAN | {
    "members": [HEADING, f"synthetic,M-001,{STEM}{nhs_number.check_digit(STEM)},2020-01-01,40"],
}

pytestmark = pytest.mark.skipif(shutil.which("bash") is None, reason="there is no bash")


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A repository with a contract, three submissions, and ``cfgovern`` on the path."""
    (tmp_path / "library.odcs.yaml").write_text(CONTRACT_TEXT, encoding="utf-8")
    for name, tables in (("clean", CLEAN), ("faulty", FAULTY), ("real", REAL)):
        csv_folder(tmp_path / name, tables)
    (tmp_path / "bin").mkdir()
    command = tmp_path / "bin" / "cfgovern"
    command.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m cfgovern "$@"\n', encoding="utf-8")
    command.chmod(0o755)
    (tmp_path / "temporary").mkdir()
    return tmp_path


def shell(place: Path, script: str, variables: Mapping[str, str]) -> subprocess.CompletedProcess[str]:
    environment = {
        "PATH": f"{place / 'bin'}{os.pathsep}{os.environ['PATH']}",
        "PYTHONPATH": str(ROOT),
        "RUNNER_TEMP": str(place / "temporary"),
        "GITHUB_OUTPUT": str(place / "output"),
        **variables,
    }
    return subprocess.run(
        ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", script],
        cwd=place, env=environment, capture_output=True, text=True, check=False, timeout=120,
    )  # fmt: skip


def action(place: Path, **inputs: str) -> tuple[int, str, list[str]]:
    """Run the steps of the action but for the installation: exit code, what was said, the steps that ran."""
    told = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
    given = {name: str(about.get("default", "")) for name, about in told["inputs"].items()}
    given |= {name.replace("_", "-"): value for name, value in inputs.items()}
    said, ran = "", []
    for step in told["runs"]["steps"][1:]:
        if as_github(step.get("if", "true"), given) != "true":
            continue
        variables = {name: as_github(told, given) for name, told in step["env"].items()}
        done = shell(place, step["run"], variables)
        ran.append(step["name"])
        said += done.stdout + done.stderr
        if done.returncode:
            return done.returncode, said, ran
    return 0, said, ran


def as_github(expression: str, given: Mapping[str, str]) -> str:
    """``inputs.name``, alone or compared with a text; GitHub takes no account of case when it compares."""
    words = expression.removeprefix("${{ ").removesuffix(" }}").split(" ")
    if len(words) == 1:
        return given[words[0].removeprefix("inputs.")] if words[0].startswith("inputs.") else expression
    left, sign, right = words
    assert left.startswith("inputs.") and sign in ("==", "!=") and right.startswith("'"), expression
    same = given[left.removeprefix("inputs.")].casefold() == right.strip("'").casefold()
    return str(same == (sign == "==")).lower()


CONTRACT = {"contract": "library.odcs.yaml"}


def test_the_action_checks_fixtures(place: Path) -> None:
    code, said, ran = action(place, submission="clean\n", **CONTRACT)
    assert (code, len(ran)) == (0, 3), said
    assert sorted(path.name for path in (place / "temporary").rglob("report.*")) == [
        "report.github.txt", "report.junit.xml", "report.sarif",
    ]  # fmt: skip


def test_the_action_tells_findings_beside_the_lines(place: Path) -> None:
    code, said, _ = action(place, submission="clean\nfaulty\n", **CONTRACT)
    assert code == 1
    assert "::error file=faulty/members.csv,line=2," in said
    assert (place / "output").read_text(encoding="utf-8").startswith("report=")


def test_the_action_stops_where_somebody_may_be_real(place: Path) -> None:
    code, said, ran = action(place, submission="real", **CONTRACT)
    assert (code, ran[-1]) == (1, "The fixtures are about nobody real")
    assert STEM not in said and not list((place / "temporary").rglob("*"))


@pytest.mark.parametrize("yes", ["true", "True"])  # the first step is left out for both
def test_a_trusted_runner_is_left_with_nothing_but_the_code(place: Path, yes: str) -> None:
    code, said, ran = action(place, submission="faulty", trusted_runner=yes, **CONTRACT)
    assert (code, len(ran)) == (1, 2)
    assert "::" not in said and "members" not in said
    assert not list((place / "temporary").rglob("*")) and not (place / "output").exists()
    assert action(place, submission="real", trusted_runner=yes, **CONTRACT)[0] == 0


@pytest.mark.parametrize("trusted", ["true", "false"])
def test_the_action_does_not_pass_where_nothing_is_named(place: Path, trusted: str) -> None:
    assert action(place, submission="\n \n", trusted_runner=trusted, **CONTRACT)[0] == 2


def test_the_action_stops_at_a_contract_with_a_fault(place: Path) -> None:
    (place / "library.odcs.yaml").write_text(CONTRACT_TEXT.replace("status: active", "state: active"))
    code, _, ran = action(place, submission="clean", **CONTRACT)
    assert (code, ran) == (2, ["The contract has no fault"])


def hook(place: Path, name: str, *files: str) -> int:
    hooks: list[dict[str, Any]] = yaml.safe_load(
        (ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8")
    )
    (entry,) = [one["entry"] for one in hooks if one["id"] == name]
    return shell(place, shlex.join([*shlex.split(entry), *files]), {}).returncode


def test_the_hooks(place: Path) -> None:
    (place / "cfgovern.yaml").write_text("contract: library.odcs.yaml\n", encoding="utf-8")
    (place / "bad.odcs.yaml").write_text("id: nothing\n", encoding="utf-8")
    assert hook(place, "cfgovern-contract-lint", "library.odcs.yaml", "library.odcs.yaml") == 0
    assert hook(place, "cfgovern-contract-lint", "library.odcs.yaml", "bad.odcs.yaml") == 2
    assert hook(place, "cfgovern-assert-unreal", "clean/members.csv", "clean/loans.csv") == 0
    assert hook(place, "cfgovern-assert-unreal", "clean/members.csv", "real/members.csv") == 1
    (place / "free.txt").write_text("all is well\n", encoding="utf-8")
    assert hook(place, "cfgovern-scan", "clean/loans.csv", "free.txt") == 0
    (place / "free.txt").write_text("ring 07700 900123\n", encoding="utf-8")
    assert hook(place, "cfgovern-scan", "clean/loans.csv", "free.txt") == 1
    assert hook(place, "cfgovern-validate", "clean/members.csv", "clean/members.csv") == 0
    assert hook(place, "cfgovern-validate", "faulty/members.csv", "clean/members.csv") == 1
    assert hook(place, "cfgovern-validate", "clean/members.csv", "real/members.csv") == 1


def job(place: Path, submission: str, trusted: str = "false") -> subprocess.CompletedProcess[str]:
    told = yaml.safe_load((ROOT / "ci" / "cfgovern.gitlab-ci.yml").read_text(encoding="utf-8"))[".cfgovern"]
    variables = {
        "CFGOVERN_SUBMISSION": submission,
        "CFGOVERN_CONTRACT": "library.odcs.yaml",
        "CFGOVERN_TRUSTED_RUNNER": trusted,
    }
    return shell(place, "\n".join(told["script"]), told["variables"] | variables)


@pytest.mark.soak
def test_the_job_of_gitlab(place: Path) -> None:
    assert job(place, "clean").returncode == 0
    assert (place / "cfgovern-report" / "report.junit.xml").exists()
    shutil.rmtree(place / "cfgovern-report")
    assert job(place, "real").returncode == 1
    done = job(place, "faulty", trusted="true")
    assert (done.returncode, done.stdout) == (1, "")
    assert not (place / "cfgovern-report").exists()
    assert job(place, "faulty").returncode == 1
