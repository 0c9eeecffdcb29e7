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

from cfgovern.intake import job
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


LEFT = {
    "before its lease": (),
    "before its lease was named": ("lease-in-making",),
    "while it was removed": ("table.csv",),
    "while it was worked in": ("lease", "table.csv"),
}


@POSIX
@pytest.mark.parametrize("left", LEFT.values(), ids=LEFT)
@pytest.mark.parametrize("days", [-3650, 0, 3650])
def test_what_a_dead_run_left_goes_whatever_the_clock_says(
    private_temp: Path, left: tuple[str, ...], days: int
) -> None:
    folder = private_temp / "cfgovern-job-old"
    folder.mkdir()
    for name in left:
        (folder / name).write_text("x", encoding="utf-8")
    then = time.time() + days * 86_400
    os.utime(folder, (then, then))
    assert sweep() == 1
    assert not folder.exists()


@POSIX
@pytest.mark.parametrize("days", [-3650, 3650])
def test_no_clock_takes_the_folder_of_a_living_run(private_temp: Path, days: int) -> None:
    with job_folder() as folder:
        then = time.time() + days * 86_400
        for path in (folder, folder / "lease"):
            os.utime(path, (then, then))
        assert sweep() == 0
        assert (folder / "lease").exists()


@POSIX
@pytest.mark.parametrize("at", ["mkdir", "open", "rename"])
@pytest.mark.parametrize("after", [False, True])
def test_a_folder_that_is_swept_while_it_is_made_is_made_again(
    private_temp: Path, monkeypatch: pytest.MonkeyPatch, at: str, after: bool
) -> None:
    """Another run tidies up just before or after a step of the making."""
    real = getattr(os, at)
    swept: list[int] = []

    def tidy() -> None:
        monkeypatch.setattr(os, at, real)
        swept.append(sweep())

    def call(path: object, *rest: object, **more: object) -> object:
        if "cfgovern-job-" not in str(path):
            return real(path, *rest, **more)
        if not after:
            tidy()
        done = real(path, *rest, **more)
        if after:
            tidy()
        return done

    monkeypatch.setattr(os, at, call)
    with job_folder() as folder:
        assert (folder / "lease").exists()
        assert sweep() == 0
    assert len(swept) == 1
    assert list(private_temp.iterdir()) == []


@POSIX
def test_a_disk_without_locks_will_do(private_temp: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(job, "lock", lambda _: False)
    with job_folder() as folder:
        assert sweep() == 0 and folder.is_dir()
    assert list(private_temp.iterdir()) == []


@POSIX
def test_a_link_that_looks_like_a_job_folder_is_not_followed(private_temp: Path, tmp_path: Path) -> None:
    precious = tmp_path / "precious"
    precious.mkdir()
    (precious / "file").write_text("x", encoding="utf-8")
    (private_temp / "cfgovern-job-link").symlink_to(precious)
    sweep()
    assert (precious / "file").exists()
