"""A fault of cfgovern itself: exit 4, a code, no data anywhere; a killed run leaves nothing for long."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
import traceback
from dataclasses import replace
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest

from cfgovern.errors import InternalFault
from cfgovern.intake.limits import Limits
from cfgovern.journeys.request import Request
from cfgovern.journeys.submission import check_submission, keep_record
from tests.canaries import Canaries
from tests.command import ROOT, cfgovern, without_rights_of_root
from tests.hostile import CONTRACT
from tests.journeys.breaking import broken

pytestmark = pytest.mark.usefixtures("own_child")

LINUX = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="a death signal of Linux")


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


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("validate", "members.csv", "--output", "members.csv"), "output.is_submission"),
        (("validate", ".", "--output", "members.csv"), "output.is_submission"),
        (("validate", ".", "--output", "report.html"), "output.is_submission"),
        (("validate", ".", "--output", "new", "--format", "text"), "output.is_submission"),
        (("validate", ".", "--evidence", "proof"), "output.is_submission"),
        (("validate", "members.csv", "--output", "members.odcs.yaml"), "output.is_contract"),
        (("validate", "-", "--output", "members.odcs.yaml"), "output.is_contract"),
        (("validate", "members.csv", "--output", "report.json"), None),
        (("contract", "show", "members.odcs.yaml", "--output", "members.odcs.yaml"), "output.is_contract"),
    ],
)
def test_what_is_read_is_never_written_over(work: Path, arguments: tuple[str, ...], code: str | None) -> None:
    before = {path.name: path.read_bytes() for path in work.iterdir()}
    given = ("--contract", "members.odcs.yaml", "--format", "html") if arguments[0] == "validate" else ()
    done = cfgovern(*arguments, *given, cwd=work)
    if code is None:
        assert (done.code, (work / "report.json").exists()) == (1, True)
        return
    assert (done.code, done.out) == (2, "")
    assert f"[{code}]" in done.err
    assert {path.name: path.read_bytes() for path in work.iterdir()} == before


def test_a_contract_that_is_one_of_the_files_of_a_report_is_never_written_over(work: Path) -> None:
    (work / "out").mkdir()
    contract = (work / "members.odcs.yaml").rename(work / "out" / "report.json")
    formats = ("--format", "json", "--format", "text", "--output", "out")
    done = cfgovern("validate", "members.csv", "--contract", contract, *formats, cwd=work)
    assert (done.code, contract.read_text(encoding="utf-8")) == (2, CONTRACT)
    assert "[output.is_contract]" in done.err


LONG = "x" * 300
AT_FAULT = [
    ((LONG,), "submission.missing"),
    (("circle",), "submission.missing"),
    (("members.csv", "--contract", LONG), "yaml.missing"),
    (("members.csv", "--contract", "circle"), "yaml.missing"),
    (("members.csv", "--output", LONG), "output.unwritable"),
    (("members.csv", "--output", "circle"), "output.unwritable"),
    (("members.csv", "--evidence", LONG), "output.unwritable"),
    (("members.csv", "--evidence", "circle"), "output.not_a_folder"),
    (("members.csv", "--pack", LONG), "pack.missing"),
    (("members.csv", "--pack", "circle"), "pack.missing"),
]
LOCKED = [
    (("locked/members.csv",), "submission.missing", 2),
    (("locked",), "file.cannot_open", 3),
    (("members.csv", "--contract", "locked/members.odcs.yaml"), "yaml.missing", 2),
    (("members.csv", "--output", "locked/report"), "output.unwritable", 2),
    (("members.csv", "--evidence", "locked/proof"), "output.unwritable", 2),
    (("members.csv", "--pack", "locked"), "pack.missing", 2),
]
MEMBERS = ("--contract", "members.odcs.yaml")


@pytest.mark.skipif(sys.platform == "win32", reason="links of POSIX")
@pytest.mark.parametrize(("arguments", "code"), AT_FAULT)
def test_a_place_that_the_system_cannot_take_is_exit_code_2(
    work: Path, arguments: tuple[str, ...], code: str
) -> None:
    (work / "circle").symlink_to("circle")
    done = cfgovern("validate", *(MEMBERS if "--contract" not in arguments else ()), *arguments, cwd=work)
    assert done.code == 2 and f"[{code}]" in done.err, done.err


@LINUX
@pytest.mark.parametrize(("arguments", "code", "exit_code"), LOCKED)
def test_a_folder_that_may_not_be_entered_is_told_as_such(
    work: Path, arguments: tuple[str, ...], code: str, exit_code: int
) -> None:
    locked = work / "locked"
    locked.mkdir()
    for name in ("members.csv", "members.odcs.yaml"):
        (locked / name).write_bytes((work / name).read_bytes())
    given = MEMBERS if "--contract" not in arguments else ()
    locked.chmod(0)
    try:
        done = cfgovern("validate", *given, *arguments, cwd=work, below=without_rights_of_root())
    finally:
        locked.chmod(0o700)
    assert (done.code, code in done.out + done.err) == (exit_code, True), done.err


@LINUX
@pytest.mark.parametrize("words", ["validate members.csv", "validate ./-", "demo", "contract lint"])
def test_a_working_folder_that_is_gone_is_exit_code_2(tmp_path: Path, words: str) -> None:
    (gone := tmp_path / "gone").mkdir()
    line = f'rmdir "$PWD" && exec "$0" -m cfgovern {words}'
    done = subprocess.run(
        ["sh", "-c", line, sys.executable],
        cwd=gone, env=os.environ | {"PYTHONPATH": str(ROOT)}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.count("\n") == 1 and "[folder.gone]" in done.stderr


def test_a_clock_that_is_set_back_ends_no_run_before_it_began(work: Path, tmp_path: Path) -> None:
    run = check_submission(Request(work / "members.csv", work / "members.odcs.yaml"))
    back = replace(run, ended=run.started - timedelta(hours=1))
    told = json.loads(keep_record(back, tmp_path / "proof").read_text(encoding="utf-8"))
    assert told["ended"] == told["started"]


@LINUX
def test_a_full_disk_is_told_as_such(work: Path, private_temp: Path, canaries: Canaries) -> None:
    # Once without, as the interpreter would keep what it compiled under the limit, cut off.
    check_submission(Request(work / "members.csv", work / "members.odcs.yaml"))
    limits = replace(Limits(), written_bytes=20)
    with pytest.raises(InternalFault) as caught:
        check_submission(Request(work / "members.csv", work / "members.odcs.yaml", limits=limits))
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
    usual = partial(signal.signal, how, signal.SIG_DFL) if how != signal.SIGKILL else None  # not as of nohup
    with subprocess.Popen(command, cwd=work, env=env, stderr=subprocess.PIPE, preexec_fn=usual) as run:
        child = int(_wait_for(lambda: (tmp_path / "broken" / "child").read_text()))
        assert canaries.found_under(private_temp)  # so the test would see what is left
        run.send_signal(how)
        assert run.communicate(timeout=30)[1].strip() in (b"", b"Stopped.")
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
