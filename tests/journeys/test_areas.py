"""The last hour before the deadline: eighteen areas send at once, and each gets its own verdict."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from cfgovern import api
from tests.command import cfgovern, csv_folder, plain_contract

AREAS = range(18)
Found = tuple[str, list[tuple[str, int]]]


@pytest.fixture
def sent(tmp_path: Path) -> list[Path]:
    """Area n has 40 members, the first n of them too young, and one loan more than the area before."""
    plain_contract(tmp_path)
    folders = []
    for area in AREAS:
        members = [f"M-{n:03d},A,2020-01-01,{7 if n < area else 40}" for n in range(40)]
        loans = [f"{n},M-{n:03d},2026-01-05," for n in range(area + 1)]
        tables: dict[str, Sequence[str]] = {
            "members": ["member_id,full_name,joined,age", *members],
            "loans": ["loan_id,member_id,lent,returned", *loans],
        }
        folders.append(csv_folder(tmp_path / f"area-{area}", tables))
    return folders


def expected(area: int) -> Found:
    return "fail" if area else "pass", [("members.age.minimum", n + 1) for n in range(area)]


def at_once(work: Callable[[int], Found]) -> list[Found]:
    with ThreadPoolExecutor(len(AREAS)) as everybody:
        return list(everybody.map(work, AREAS))


def abandoned(temp: Path) -> None:
    """The folder of a run that was killed: everybody who starts will want to sweep it away."""
    folder = temp / "cfgovern-job-abandoned"
    folder.mkdir(mode=0o700)
    (folder / "lease").touch(mode=0o600)
    (folder / "table-0.csv").write_text("left", encoding="utf-8")


@pytest.mark.soak
def test_eighteen_areas_at_once_each_get_their_own_verdict(
    tmp_path: Path, sent: list[Path], private_temp: Path
) -> None:
    abandoned(private_temp)

    def check(area: int) -> Found:
        output = tmp_path / f"report-{area}.json"
        done = cfgovern(
            "validate", sent[area].name, "--contract", "library.odcs.yaml", "--format", "json",
            "--output", output, "--evidence", "evidence", cwd=tmp_path, timeout=600,
        )  # fmt: skip
        assert done.code == (1 if area else 0), done.err
        report = json.loads(output.read_text(encoding="utf-8"))
        rows = report["submission"]["tables"]["loans"]["rows_read"]
        assert rows == area + 1
        return report["outcome"], [(found["rule"], found["row"]) for found in report["findings"]]

    assert at_once(check) == [expected(area) for area in AREAS]
    assert list(private_temp.iterdir()) == []
    records = [json.loads(path.read_text("utf-8")) for path in (tmp_path / "evidence").glob("*.json")]
    assert len(records) == len({record["run_id"] for record in records}) == len(AREAS)
    assert len({record["submission"] for record in records}) == len(AREAS)


@pytest.mark.soak
def test_eighteen_threads_of_one_program_each_get_their_own_verdict(
    tmp_path: Path, sent: list[Path], private_temp: Path
) -> None:
    abandoned(private_temp)
    contract = tmp_path / "library.odcs.yaml"

    def check(area: int) -> Found:
        report = api.validate(sent[area], contract=contract, evidence=tmp_path / "evidence")
        assert report.tables["loans"].rows_read == area + 1
        return report.outcome, [(found.rule, found.row or 0) for found in report.findings]

    assert at_once(check) == [expected(area) for area in AREAS]
    assert list(private_temp.iterdir()) == []
    assert len(list((tmp_path / "evidence").glob("*.json"))) == len(AREAS)
