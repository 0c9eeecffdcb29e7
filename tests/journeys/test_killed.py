"""A process that is killed outright (SIGKILL): what stood there stands, or what comes is whole.

Of several files some may be absent; a file of before never stands beside a new one. The process that reads
the submission goes too, and the next run takes away whatever was left.
"""

from __future__ import annotations

import os
import signal
import sys
import time
from pathlib import Path

import pytest

from tests.breakage import environment, tree
from tests.command import cfgovern
from tests.conftest import some_of
from tests.journeys import parting
from tests.journeys.breaking import killed, killed_parting

pytestmark = [
    pytest.mark.usefixtures("own_child"),
    pytest.mark.skipif(not sys.platform.startswith("linux"), reason="a death signal of Linux"),
]
CHECK = (
    "validate", "members.csv", "--contract", "members.odcs.yaml", "--as-of", "2026-01-01",
    "--format", "json", "--format", "html", "--format", "text", "--output", "out",
)  # fmt: skip
SYNTH = (
    "synth", "--contract", "members.odcs.yaml", "--participants", "2", "--format", "csv", "--out", "out",
)  # fmt: skip
DEEP = os.environ.get("CFGOVERN_HYPOTHESIS") == "deep"
EARLIER = b"what was there\n"


def reports(work: Path) -> None:
    (work / "out").mkdir()
    for ending in ("json", "html", "txt"):
        (work / "out" / f"report.{ending}").write_bytes(EARLIER)


def gone(process: int) -> bool:
    """Whether a process has ended; one that nobody has waited for counts as ended."""
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except FileNotFoundError:
        return True


def children_end(folder: Path) -> None:
    end = time.monotonic() + 20
    while not all(map(gone, map(int, (folder / "children").read_text().split()))):
        assert time.monotonic() < end
        time.sleep(0.02)


@pytest.mark.parametrize("stage", some_of(["reading", "spawning", "loading", "checking", "answered"], 3))
def test_validate_killed_at_a_stage(work: Path, tmp_path: Path, private_temp: Path, stage: str) -> None:
    reports(work)
    before = tree(work)
    done = cfgovern(*CHECK, cwd=work, env=killed(tmp_path / "killed", stage))
    assert done.code == -signal.SIGKILL
    assert tree(work) == before
    had_child = (tmp_path / "killed" / "children").read_text().strip() != ""
    assert had_child == (stage not in ("spawning", "answered"))
    children_end(tmp_path / "killed")
    assert list(private_temp.iterdir())  # for the next run to sweep
    done = cfgovern("validate", "members.csv", "--contract", "members.odcs.yaml", cwd=work)
    assert done.code == 1
    assert tree(work) == before and list(private_temp.iterdir()) == []


@pytest.mark.parametrize(
    ("kind", "nth"),
    [("fsync", 3), ("rename", 5), *([("open", 2), ("rename", 1), ("rename", 4)] if DEEP else [])],
)
def test_validate_killed_while_it_writes_its_reports(
    work: Path, tmp_path: Path, private_temp: Path, kind: str, nth: int
) -> None:
    reports(work)
    broken = environment(tmp_path / "broken", [work], kind=kind, nth=nth, killed=True)
    assert cfgovern(*CHECK, cwd=work, env=broken).code == -signal.SIGKILL
    left = [path.read_bytes() for path in (work / "out").glob("report.*")]
    assert EARLIER not in left or {EARLIER} == set(left)
    if kind != "rename":
        assert left == [EARLIER] * 3
    done = cfgovern(*CHECK, cwd=work)
    assert done.code == 1
    found = tree(work / "out")
    assert found.keys() == {"report.json", "report.html", "report.txt"} and EARLIER not in found.values()
    assert list(private_temp.iterdir()) == []


@pytest.mark.parametrize(
    ("kind", "nth"),
    some_of([("rename", 1), ("open", 1), ("write", 1), ("fsync", 2), ("fsync", 1)], 3),
)
def test_a_new_epoch_killed(work: Path, tmp_path: Path, kind: str, nth: int) -> None:
    (work / "words").write_text("four words nobody expects", encoding="utf-8")
    (work / "words").chmod(0o600)
    key = ("--keys", "keys.json", "--passphrase-file", "words")
    assert cfgovern("key", "new", *key, cwd=work).code == 0
    before = (work / "keys.json").read_bytes()
    broken = environment(tmp_path / "broken", [work], kind=kind, nth=nth, killed=True)
    assert cfgovern("key", "rotate", *key, cwd=work, env=broken).code == -signal.SIGKILL
    after_the_move = (kind, nth) == ("fsync", 2)
    assert ((work / "keys.json").read_bytes() == before) != after_the_move
    listed = cfgovern("key", "list", *key, cwd=work)
    assert listed.code == 0 and listed.out.count("epoch 1 ") == 3
    assert listed.out.count("epoch 2 ") == 3 * after_the_move
    assert cfgovern("key", "rotate", *key, cwd=work).code == 0
    assert [path.stat().st_size for path in work.glob(".cfgovern-*")] == [0] * (kind == "write")


@pytest.mark.parametrize(
    ("kind", "nth"),
    [("mkdir", 1), ("rename", 4), *([("fsync", 1), ("rename", 2), ("rename", 5)] if DEEP else [])],
)
@pytest.mark.soak
def test_synth_killed(work: Path, tmp_path: Path, private_temp: Path, kind: str, nth: int) -> None:
    assert cfgovern(*SYNTH, "--seed", "1", cwd=work).code == 0
    before = tree(work / "out")
    broken = environment(tmp_path / "broken", [work / "out"], kind=kind, nth=nth, killed=True)
    assert cfgovern(*SYNTH, "--seed", "2", cwd=work, env=broken).code == -signal.SIGKILL
    left = {name: data for name, data in tree(work / "out").items() if not name.startswith(".")}
    if "manifest.json" in left:  # which says that all is there
        assert left == before
    assert cfgovern(*SYNTH, "--seed", "2", cwd=work).code == 0
    after = tree(work / "out")
    assert after != before and after.keys() == before.keys()
    assert list(private_temp.iterdir()) == []


@pytest.mark.soak
def test_a_release_killed_while_its_child_parts_people(tmp_path: Path, private_temp: Path) -> None:
    work = tmp_path / "work"
    work.mkdir()
    parting.area(work)
    before = tree(work)
    done = cfgovern(*parting.command("out"), cwd=work, env=killed_parting(tmp_path / "killed"))
    assert done.code == -signal.SIGKILL
    assert (tmp_path / "killed" / "children").read_text().strip()
    children_end(tmp_path / "killed")
    register = {"area.keys.releases", "area.keys.releases/2026-q3.sealed"}  # the key of the link ids
    assert tree(work).keys() - before.keys() == register and list(private_temp.iterdir())
    done = cfgovern(*parting.command("out"), cwd=work)
    assert done.code == 0 and (work / "out" / "manifest.json").exists(), done.err
    assert list(private_temp.iterdir()) == []
