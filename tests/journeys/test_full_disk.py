"""A disk that is really full, really read-only or somebody else's: no stand-in for the system.

What was there stands, nothing temporary stays, and the command says in words of its own what is the matter.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.breakage import tree
from tests.canaries import Canaries
from tests.command import Done, cfgovern, without_rights_of_root
from tests.journeys import parting

pytestmark = [
    pytest.mark.usefixtures("own_child"),
    pytest.mark.skipif(not sys.platform.startswith("linux"), reason="mounts of Linux"),
]
CHECK = ("validate", "members.csv", "--contract", "members.odcs.yaml", "--as-of", "2026-01-01")
FORMATS = ("--format", "json", "--format", "html", "--format", "text")
SYNTH = ("synth", "--contract", "members.odcs.yaml", "--participants", "2", "--format", "csv", "--out")
EARLIER = b"what was there\n"
PAGE = 4096  # what a disk in memory gives at a time
SAID = re.compile(r"\[(output\.(?:full|unwritable)|internal\.disk_full|temporary\.unwritable)\]")


def fill(disk: Path, left: int) -> None:
    """Leave ``left`` bytes of room."""
    free = os.statvfs(disk)
    (disk / "filled").write_bytes(bytes(free.f_bavail * free.f_frsize - left))


def held(done: Done, canaries: Canaries) -> str:
    """The code that a command failed with, without a word of the data; empty where it did not."""
    assert "Traceback" not in done.err and canaries.found_in(done.out + done.err) == []
    found = SAID.search(done.err)
    assert (found is None) == (done.code in (0, 1)), done.err
    return found[1] if found else ""


def reports(disk: Path) -> Path:
    (disk / "out").mkdir()
    for ending in ("json", "html", "txt"):
        (disk / "out" / f"report.{ending}").write_bytes(EARLIER)
    return disk / "out"


@pytest.mark.soak
def test_reports_on_a_full_disk(work: Path, small_disk: Path, canaries: Canaries) -> None:
    out = reports(small_disk)
    before, codes = tree(out), []
    for pages in (0, 1, 3, 9, 40):
        fill(small_disk, pages * PAGE)
        codes.append(held(cfgovern(*CHECK, *FORMATS, "--output", out, cwd=work), canaries))
        if codes[-1]:
            assert tree(out) == before, pages
        (small_disk / "filled").unlink()
    assert codes[0] == "output.full" and codes[-1] == "" and set(codes) == {"output.full", ""}
    assert tree(out).keys() == before.keys() and EARLIER not in tree(out).values()


def test_a_full_disk_for_temporary_files(
    work: Path, small_disk: Path, canaries: Canaries, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TMPDIR", str(small_disk))
    codes = []
    sent = work / "members.csv"
    sent.write_bytes(sent.read_bytes() * 300)  # headings again and again: what they hold is not the point
    for pages in (0, 1, 3, 100):
        fill(small_disk, pages * PAGE)
        codes.append(held(cfgovern(*CHECK, cwd=work), canaries))
        (small_disk / "filled").unlink()
        assert tree(small_disk) == {}, pages
    assert codes == [*["internal.disk_full"] * 3, ""]


@pytest.mark.soak
def test_a_release_while_the_disk_for_temporary_files_fills_up(
    tmp_path: Path, small_disk: Path, canaries: Canaries, monkeypatch: pytest.MonkeyPatch
) -> None:
    parting.area(tmp_path)
    for record in parting.PEOPLE:
        canaries.add(record)
    monkeypatch.setenv("TMPDIR", str(small_disk))
    for pages in (0, 4):  # in the check, and in the child that parts people
        fill(small_disk, pages * PAGE)
        done = cfgovern(*parting.command("out"), cwd=tmp_path)
        assert held(done, canaries) == "internal.disk_full"
        (small_disk / "filled").unlink()
        assert tree(small_disk) == {} and not (tmp_path / "out").exists()


@pytest.mark.soak
def test_made_up_data_on_a_full_disk(work: Path, small_disk: Path, canaries: Canaries) -> None:
    out, codes = small_disk / "out", []
    assert cfgovern(*SYNTH, out, "--seed", "1", cwd=work).code == 0
    before = tree(out)
    for pages in (0, 1, 2, 60):
        fill(small_disk, pages * PAGE)
        codes.append(held(cfgovern(*SYNTH, out, "--seed", "2", cwd=work), canaries))
        if codes[-1]:
            assert tree(out) == before, pages
        (small_disk / "filled").unlink()
    assert codes[0] == "output.full" and codes[-1] == "" and set(codes) == {"output.full", ""}
    assert tree(out).keys() == before.keys() and tree(out) != before


@pytest.mark.parametrize("what", ["reports", "record", "made-up data", "temporary files"])
def test_a_disk_that_is_read_only(
    work: Path, small_disk: Path, canaries: Canaries, monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    out = reports(small_disk)
    subprocess.run(["mount", "-o", "remount,ro", small_disk], check=True)
    before = tree(small_disk)
    if what == "temporary files":
        monkeypatch.setenv("TMPDIR", str(small_disk))
    command = {
        "reports": (*CHECK, *FORMATS, "--output", out),
        "record": (*CHECK, "--evidence", out / "proof"),
        "made-up data": (*SYNTH, out),
        "temporary files": CHECK,
    }
    done = cfgovern(*command[what], cwd=work)
    assert (done.code, held(done, canaries)) == (
        2, "temporary.unwritable" if what == "temporary files" else "output.unwritable",
    )  # fmt: skip
    assert tree(small_disk) == before


@pytest.mark.parametrize("command", [(*CHECK, *FORMATS, "--output", "out"), (*SYNTH, "out")])
def test_the_folder_of_another_user(work: Path, canaries: Canaries, command: tuple[str, ...]) -> None:
    out = reports(work)
    out.chmod(0o555)
    if os.geteuid() == 0:
        os.chown(out, 65534, 65534)
    before = tree(out)
    done = cfgovern(*command, cwd=work, below=without_rights_of_root())
    assert (done.code, held(done, canaries)) == (2, "output.unwritable")
    assert tree(out) == before
