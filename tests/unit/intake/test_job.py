"""The folder of one submission is private, and gone afterwards whatever happens."""

from __future__ import annotations

import os
import signal
import stat
import subprocess
import sys
import time
from pathlib import Path

import pytest

from cfgovern.intake.job import job_folder, sweep

POSIX = pytest.mark.skipif(os.name != "posix", reason="file modes and signals of POSIX")


def test_the_folder_is_removed_with_all_it_holds(private_temp: Path) -> None:
    with job_folder() as folder:
        (folder / "deep").mkdir()
        (folder / "deep" / "table.csv").write_text("x", encoding="utf-8")
        assert folder.parent == private_temp
    assert list(private_temp.iterdir()) == []


def test_the_folder_is_removed_after_an_error(private_temp: Path) -> None:
    with pytest.raises(KeyError), job_folder() as folder:
        (folder / "table.csv").write_text("x", encoding="utf-8")
        raise KeyError
    assert list(private_temp.iterdir()) == []


@POSIX
def test_nobody_else_can_enter(private_temp: Path) -> None:
    with job_folder() as folder:
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700


@POSIX
def test_a_folder_that_forbids_its_own_removal_goes_all_the_same(private_temp: Path) -> None:
    with job_folder() as folder:
        inner = folder / "inner"
        inner.mkdir()
        (inner / "table.csv").write_text("x", encoding="utf-8")
        inner.chmod(0)
    assert list(private_temp.iterdir()) == []


def test_the_folder_of_a_living_run_is_left_alone(private_temp: Path) -> None:
    with job_folder() as folder:
        assert sweep() == 0
        assert folder.is_dir()


@POSIX
def test_the_folder_of_a_killed_run_is_removed_by_the_next(private_temp: Path) -> None:
    code = (
        "import sys, time\n"
        "from cfgovern.intake.job import job_folder\n"
        "with job_folder() as folder:\n"
        "    (folder / 'table.csv').write_text('x')\n"
        "    print(folder, flush=True)\n"
        "    time.sleep(60)\n"
    )
    run = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True)
    assert run.stdout is not None
    folder = Path(run.stdout.readline().strip())
    assert (folder / "table.csv").exists()
    run.send_signal(signal.SIGKILL)
    run.wait()
    with job_folder():
        assert not folder.exists()


def test_a_folder_in_the_making_is_given_time(private_temp: Path) -> None:
    new, old = private_temp / "cfgovern-job-new", private_temp / "cfgovern-job-old"
    new.mkdir()
    old.mkdir()
    hours_ago = time.time() - 2 * 3600
    os.utime(old, (hours_ago, hours_ago))
    assert sweep() == 1
    assert new.exists() and not old.exists()


@POSIX
def test_a_link_that_looks_like_a_job_folder_is_not_followed(private_temp: Path, tmp_path: Path) -> None:
    precious = tmp_path / "precious"
    precious.mkdir()
    (precious / "file").write_text("x", encoding="utf-8")
    (private_temp / "cfgovern-job-link").symlink_to(precious)
    sweep()
    assert (precious / "file").exists()
