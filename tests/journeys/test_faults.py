"""A fault of cfgovern itself: exit 4, a code, no data anywhere; a killed run leaves nothing for long."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
import traceback
from dataclasses import replace
from pathlib import Path

import pytest

from cfgovern.errors import InternalFault
from cfgovern.intake.limits import Limits
from cfgovern.journeys.submission import check_submission
from tests.command import cfgovern
from tests.conftest import Canaries
from tests.hostile import CONTRACT, csv_bytes
from tests.journeys.breaking import broken

LINUX = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="a death signal of Linux")


@pytest.fixture
def work(tmp_path: Path, canaries: Canaries) -> Path:
    """A folder with a submission full of canaries and its contract."""
    folder = tmp_path / "work"
    folder.mkdir()
    (folder / "members.csv").write_bytes(csv_bytes(canaries.plant()))
    (folder / "members.odcs.yaml").write_text(CONTRACT, encoding="utf-8")
    return folder


@pytest.mark.parametrize(
    ("how", "code"),
    [
        ("raises", "internal.fault"),
        ("panics", "internal.fault"),
        ("exits", "internal.fault"),
        ("recurses", "internal.fault"),
        ("cannot_be_said", "internal.fault"),
        ("aborts", "internal.child_died"),
        ("garbles", "internal.answer_garbled"),
        ("parent", "internal.unforeseen"),
    ],
)
def test_a_fault_of_cfgovern_holds_no_data(
    work: Path, tmp_path: Path, private_temp: Path, canaries: Canaries, how: str, code: str
) -> None:
    env = broken(tmp_path / "broken", how, work / "members.csv")
    done = cfgovern(
        "validate", "members.csv", "--contract", "members.odcs.yaml", "--format", "json",
        "--output", tmp_path / "out", "--evidence", tmp_path / "proof", cwd=work, env=env,
    )  # fmt: skip
    assert done.code == 4
    assert f"[{code}]" in done.err
    assert "Traceback" not in done.err
    assert canaries.found_in(done.out + done.err) == []
    assert list(private_temp.iterdir()) == []
    assert not (tmp_path / "out").exists() and not (tmp_path / "proof").exists()


@pytest.mark.parametrize("submission", ["members.csv", "."])
def test_a_report_never_replaces_what_is_checked(work: Path, submission: str) -> None:
    before = (work / "members.csv").read_bytes()
    options = ("--contract", "members.odcs.yaml", "--format", "html", "--output", "members.csv")
    done = cfgovern("validate", submission, *options, cwd=work)
    assert (done.code, (work / "members.csv").read_bytes()) == (2, before)
    assert "[output.is_submission]" in done.err


@LINUX
def test_a_full_disk_is_told_as_such(work: Path, private_temp: Path, canaries: Canaries) -> None:
    limits = replace(Limits(), written_bytes=20)
    with pytest.raises(InternalFault) as caught:
        check_submission(work / "members.csv", work / "members.odcs.yaml", limits=limits)
    assert caught.value.code == "internal.disk_full"
    assert canaries.found_in("".join(traceback.format_exception(caught.value))) == []
    assert list(private_temp.iterdir()) == []


@LINUX
@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGTERM, signal.SIGHUP, signal.SIGINT])
def test_a_killed_run_takes_its_child_along_and_the_next_run_tidies_up(
    work: Path, tmp_path: Path, private_temp: Path, canaries: Canaries, how: signal.Signals
) -> None:
    env = os.environ | broken(tmp_path / "broken", "sleeps", work / "members.csv")
    command = [sys.executable, "-m", "cfgovern", "validate", "members.csv", "--contract", "members.odcs.yaml"]
    with subprocess.Popen(command, cwd=work, env=env, stderr=subprocess.PIPE) as run:
        child = int(_wait_for(lambda: (tmp_path / "broken" / "child").read_text()))
        assert canaries.found_under(private_temp)  # so the test would see what is left
        run.send_signal(how)
        assert run.communicate(timeout=10)[1].strip() in (b"", b"Stopped.")
    _wait_for(lambda: _is_gone(child))
    if how != signal.SIGKILL:
        assert run.returncode == 130
        assert list(private_temp.iterdir()) == []
    done = cfgovern("validate", "members.csv", "--contract", "members.odcs.yaml", cwd=work)
    assert done.code == 1
    assert list(private_temp.iterdir()) == []


def _wait_for(ask):  # type: ignore[no-untyped-def]
    """What ``ask`` gives, once it gives something."""
    end = time.monotonic() + 20
    while time.monotonic() < end:
        try:
            if said := ask():
                return said
        except OSError:
            pass
        time.sleep(0.05)
    pytest.fail("nothing happened")


def _is_gone(process: int) -> bool:
    state = Path(f"/proc/{process}/stat")
    try:
        return state.read_text().rpartition(")")[2].split()[0] == "Z"
    except FileNotFoundError:
        return True
