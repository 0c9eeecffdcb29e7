"""A file is written completely or not at all, whatever goes wrong, and nothing temporary stays."""

from __future__ import annotations

import errno
import os
import signal
import stat
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from cfgovern import atomic
from cfgovern.atomic import BETWEEN, lock, made_folder, publish, write_all, write_atomic
from cfgovern.errors import UsageError
from tests.breakage import Disk, tree

posix = pytest.mark.skipif(sys.platform == "win32", reason="rights and links of POSIX")
OLD, NEW = b"what was there\n", b"what is to come\n"


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


@pytest.fixture
def umask() -> Any:
    """The usual umask, whatever the machine has."""
    before = os.umask(0o022)
    yield
    os.umask(before)


def refused(path: Path, code: str, data: bytes = NEW) -> UsageError:
    with pytest.raises(UsageError) as caught:
        write_atomic(path, data)
    assert caught.value.code == code
    assert caught.value.exit_code == 2
    assert caught.value.where == str(path) and caught.value.fix
    assert caught.value.__cause__ is None
    return caught.value


# --- done -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "data", [b"", NEW, bytes(range(256)) * 5000], ids=["nothing", "a line", "a megabyte"]
)
def test_a_new_file_holds_every_byte(tmp_path: Path, data: bytes) -> None:
    write_atomic(tmp_path / "report.json", data)
    assert (tmp_path / "report.json").read_bytes() == data
    assert [path.name for path in tmp_path.iterdir()] == ["report.json"]


def test_an_old_file_is_replaced_and_not_written_into(tmp_path: Path) -> None:
    path, kept = tmp_path / "report.json", tmp_path / "second-name.json"
    path.write_bytes(OLD)
    if sys.platform != "win32":
        os.link(path, kept)
    with path.open("rb") as reader:  # one who reads the old file goes on reading the old file
        if sys.platform != "win32":
            write_atomic(path, NEW)
            assert reader.read() == OLD
            assert kept.read_bytes() == OLD
    write_atomic(path, NEW)
    assert path.read_bytes() == NEW


@posix
@pytest.mark.parametrize(
    ("before", "asked", "after"),
    [
        (None, None, 0o644),
        (0o600, None, 0o600),
        (0o664, None, 0o664),
        (0o644, 0o600, 0o600),
        (None, 0o640, 0o640),
    ],
)
def test_rights(tmp_path: Path, umask: None, before: int | None, asked: int | None, after: int) -> None:
    path = tmp_path / "x"
    if before is not None:
        path.write_bytes(OLD)
        path.chmod(before)
    write_atomic(path, NEW, mode=asked)
    assert mode(path) == after


@posix
def test_a_secret_is_never_readable_by_others_not_even_while_it_is_written(
    tmp_path: Path, umask: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[int] = []

    def look(handle: int) -> None:
        seen.extend(mode(path) for path in tmp_path.iterdir())

    monkeypatch.setattr(os, "fsync", look)
    write_atomic(tmp_path / "keys", NEW, mode=0o600)
    assert seen and set(seen) == {0o600}


@posix
def test_a_link_stays_a_link_and_its_target_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "there").mkdir()
    target, link = tmp_path / "there" / "target", tmp_path / "link"
    target.write_bytes(OLD)
    link.symlink_to(target)
    folders: list[Path] = []
    real = os.replace

    def watched(temporary: Path, place: Path) -> None:
        folders.extend((temporary.parent, place.parent))
        real(temporary, place)

    monkeypatch.setattr(os, "replace", watched)
    write_atomic(link, NEW)
    # The target may lie on another disk: only beside it can a name be changed in one step.
    assert folders == [target.parent, target.parent]
    assert link.is_symlink()
    assert target.read_bytes() == NEW
    assert [path.name for path in (tmp_path / "there").iterdir()] == ["target"]


@posix
def test_a_link_to_what_is_not_there_yet_makes_it(tmp_path: Path) -> None:
    link = tmp_path / "link"
    link.symlink_to(tmp_path / "later")
    write_atomic(link, NEW)
    assert (tmp_path / "later").read_bytes() == NEW


# --- refused --------------------------------------------------------------------------------


def test_a_folder_in_the_way_is_refused_and_left(tmp_path: Path) -> None:
    (tmp_path / "out" / "inside").mkdir(parents=True)
    refused(tmp_path / "out", "output.not_a_file")
    assert (tmp_path / "out" / "inside").is_dir()


@posix
def test_a_device_is_refused(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    refused(tmp_path / "pipe", "output.not_a_file")


def test_a_folder_that_is_not_there_is_refused(tmp_path: Path) -> None:
    refused(tmp_path / "absent" / "x", "output.unwritable")
    assert list(tmp_path.iterdir()) == []


def test_a_file_in_place_of_the_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "x").write_bytes(OLD)
    refused(tmp_path / "x" / "y", "output.unwritable")
    assert (tmp_path / "x").read_bytes() == OLD


@posix
def test_a_link_that_goes_in_a_circle_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a").symlink_to(tmp_path / "b")
    (tmp_path / "b").symlink_to(tmp_path / "a")
    refused(tmp_path / "a", "output.unwritable")


# --- what goes wrong on the way -------------------------------------------------------------


def failing(error: BaseException) -> Callable[..., Any]:
    def fail(*_: object, **__: object) -> Any:
        raise error

    return fail


STEPS = ["open", "write", "fsync", "chmod", "rename"]


# A new file keeps what the umask gives, so only an old one has its rights set again.
@pytest.mark.parametrize(
    ("step", "there"),
    [*((step, True) for step in STEPS), *((step, False) for step in STEPS if step != "chmod")],
)
def test_no_room_left_at_any_step_leaves_what_was_there(tmp_path: Path, step: str, there: bool) -> None:
    path = tmp_path / "report.html"
    if there:
        path.write_bytes(OLD)
    with Disk(tmp_path, kind=step, nth=1):
        refused(path, "output.full")
    assert [(file.name, file.read_bytes()) for file in tmp_path.iterdir()] == (
        [("report.html", OLD)] if there else []
    )
    write_atomic(path, NEW)
    assert path.read_bytes() == NEW


@pytest.mark.parametrize(
    ("number", "code"),
    [
        (errno.ENOSPC, "output.full"),
        (errno.EFBIG, "output.full"),
        (errno.EDQUOT, "output.full"),
        (errno.EACCES, "output.unwritable"),
        (errno.EROFS, "output.unwritable"),
        (errno.EIO, "output.unwritable"),
    ],
)
def test_errors_of_the_system_in_words_of_ours(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, code: str
) -> None:
    monkeypatch.setattr(os, "replace", failing(OSError(number, "the system's own words")))
    assert "the system's own words" not in str(refused(tmp_path / "x", code))


def test_an_interrupt_goes_on_and_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "x"
    path.write_bytes(OLD)
    monkeypatch.setattr(os, "fsync", failing(KeyboardInterrupt()))
    with pytest.raises(KeyboardInterrupt):
        write_atomic(path, NEW)
    assert [(file.name, file.read_bytes()) for file in tmp_path.iterdir()] == [("x", OLD)]


def test_a_folder_that_cannot_be_synced_is_no_failure(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Windows cannot open a folder; the file is whole all the same."""
    real = os.open

    def no_folders(name: Any, *rest: Any) -> int:
        if Path(name).is_dir():
            raise PermissionError(errno.EACCES, "a folder")
        return real(name, *rest)

    monkeypatch.setattr(os, "open", no_folders)
    write_atomic(tmp_path / "x", NEW)
    assert (tmp_path / "x").read_bytes() == NEW


# --- folders --------------------------------------------------------------------------------


def test_a_folder_is_made_with_its_parents_and_left_where_it_is(tmp_path: Path) -> None:
    for _ in range(2):
        with made_folder(tmp_path / "a" / "b"):
            (tmp_path / "a" / "b" / "x").write_bytes(OLD)
    assert (tmp_path / "a" / "b" / "x").read_bytes() == OLD


@pytest.mark.parametrize("below", [False, True])
def test_a_file_in_place_of_a_folder(tmp_path: Path, below: bool) -> None:
    file = tmp_path / "x"
    file.write_bytes(OLD)
    with pytest.raises(UsageError) as caught, made_folder(file / "y" if below else file):
        pass
    assert caught.value.code == "output.not_a_folder"
    assert file.read_bytes() == OLD


def test_a_folder_that_may_not_be_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Path, "mkdir", failing(PermissionError(errno.EACCES, "no")))
    with pytest.raises(UsageError) as caught, made_folder(tmp_path / "x"):
        pass
    assert caught.value.code == "output.unwritable"


@pytest.mark.parametrize("made", [False, True])
def test_a_folder_made_for_what_failed_is_taken_away_again(tmp_path: Path, made: bool) -> None:
    folder = tmp_path / "a" / "b"
    if made:
        folder.mkdir(parents=True)
    with pytest.raises(UsageError), made_folder(folder):
        write_atomic(folder / "absent" / "x", NEW)
    assert folder.exists() == made
    with pytest.raises(UsageError), made_folder(tmp_path / "c"):
        write_atomic(tmp_path / "c" / "x", NEW)
        write_atomic(tmp_path / "c", NEW)
    assert (tmp_path / "c" / "x").read_bytes() == NEW  # what was put there stays


@pytest.mark.parametrize("room", range(0, 40, 3))
def test_a_disk_that_is_full_at_any_byte_leaves_what_was_there(tmp_path: Path, room: int) -> None:
    (tmp_path / "a").write_bytes(OLD)
    before = tree(tmp_path)
    files = [(tmp_path / "a", NEW), (tmp_path / "b", NEW)]
    with Disk(tmp_path, room=room) as disk:
        if room >= 2 * len(NEW):
            write_all(files)
        else:
            with pytest.raises(UsageError, match="no room"):
                write_all(files)
    assert tree(tmp_path) == ({"a": NEW, "b": NEW} if not disk.failed else before)


@pytest.mark.parametrize("nth", range(1, 7))
def test_several_files_are_written_together_or_not_at_all(tmp_path: Path, nth: int) -> None:
    (tmp_path / "a").write_bytes(OLD)
    (tmp_path / "c").write_bytes(OLD)
    before = tree(tmp_path)
    files = [(tmp_path / name, NEW) for name in "abc"]
    with Disk(tmp_path, kind="rename", nth=nth) as disk, suppress(UsageError):
        write_all(files)
    assert tree(tmp_path) == (before if disk.failed else dict.fromkeys("abc", NEW))
    assert disk.failed == (nth <= 5)  # two of before go, three come


def test_what_cannot_be_put_back_is_kept_under_another_name(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(OLD)
    with Disk(tmp_path, kind="rename", nth=2, last=99), suppress(UsageError):
        write_all([(tmp_path / name, NEW) for name in "ab"])
    assert list(tree(tmp_path).values()) == [OLD]


@posix
@pytest.mark.parametrize("nth", range(1, 7))
def test_a_kill_between_two_moves_leaves_no_old_file_beside_a_new_one(tmp_path: Path, nth: int) -> None:
    files = [(tmp_path / name, NEW) for name in "abc"]
    for path, _ in files[::2]:
        path.write_bytes(OLD)
    if (child := os.fork()) == 0:
        with Disk(tmp_path, kind="rename", nth=nth, killed=True):
            write_all(files)
        os._exit(0)
    ended = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    assert ended == (-signal.SIGKILL if nth <= 5 else 0)
    left = {data for name, data in tree(tmp_path).items() if name in "abc"}
    assert left <= {OLD} or left <= {NEW}
    write_all(files)
    assert tree(tmp_path) == dict.fromkeys("abc", NEW)


@posix
def test_what_a_killed_run_left_is_taken_away_by_the_next_and_what_is_in_use_is_not(tmp_path: Path) -> None:
    program = (
        "import pathlib, sys\nfrom cfgovern.atomic import write_atomic\nfrom tests.breakage import Disk\n"
        "with Disk(sys.argv[1], kind='fsync', nth=1, killed=True):\n"
        "    write_atomic(pathlib.Path(sys.argv[1], 'x'), b'half')\n"
    )
    done = subprocess.run([sys.executable, "-c", program, str(tmp_path)], check=False)
    assert done.returncode == -signal.SIGKILL
    (left,) = tmp_path.iterdir()
    assert left.name.startswith(".cfgovern-")
    used = tmp_path / f".cfgovern-{'0' * 16}.tmp"
    used.write_bytes(b"of another run")
    mine = tmp_path / ".cfgovern-mine.tmp"
    mine.write_bytes(b"not of ours")
    with used.open("rb") as stream:
        assert lock(stream.fileno())
        write_atomic(tmp_path / "x", NEW)
        assert sorted(path.name for path in tmp_path.iterdir()) == [used.name, mine.name, "x"]
    write_atomic(tmp_path / "x", NEW)
    assert sorted(path.name for path in tmp_path.iterdir()) == [mine.name, "x"]


# --- Windows: a file that another program holds ----------------------------------------------------


@pytest.mark.parametrize("number", [5, 32, 33])
def test_an_output_that_is_open_in_excel_is_told_and_left(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    monkeypatch.setattr(atomic.time, "sleep", lambda _: None)
    (tmp_path / "x").write_bytes(OLD)
    with Disk(tmp_path, kind="rename", nth=1, last=99, error=errno.EACCES, windows=number):
        told = refused(tmp_path / "x", "output.in_use")
    assert "Excel" in told.fix
    assert tree(tmp_path) == {"x": OLD}


def test_a_file_held_for_a_moment_is_waited_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Programs that keep a folder in step with another place open a file as soon as it changes."""
    waited: list[float] = []
    monkeypatch.setattr(atomic.time, "sleep", waited.append)
    with Disk(tmp_path, kind="rename", nth=1, last=3, error=errno.EACCES, windows=32) as disk:
        write_atomic(tmp_path / "x", NEW)
    assert (len(waited), disk.calls["rename"]) == (3, 4)
    assert sum(atomic._WAITS) < 2
    with Disk(tmp_path, kind="rename", nth=1, error=errno.EACCES):
        refused(tmp_path / "x", "output.unwritable")  # of no program, so not waited for
    assert len(waited) == 3


# -- several entries at once -------------------------------------------------------------------------


def laid_out(folder: Path, entries: dict[str, str]) -> Path:
    for name, text in entries.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)
    return folder


def held(folder: Path) -> dict[str, str]:
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_text() for path in files}


THERE = {"a": "1", "d/x": "1", "d/y": "1", "m": "1", "other": "1"}
COMING = {"a": "2", "b": "2", "d/x": "2", "m": "2"}
AFTER = {"a": "2", "b": "2", "d/x": "2", "m": "2", "other": "1"}


def test_entries_are_published_whole_and_others_left_alone(tmp_path: Path) -> None:
    folder, ready = laid_out(tmp_path / "f", THERE), laid_out(tmp_path / "r", COMING)
    publish(ready, folder, "m")
    assert held(folder) == AFTER


@pytest.mark.parametrize("nth", range(1, 8))
def test_a_move_that_fails_puts_everything_back(
    tmp_path: Path, nth: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, ready = laid_out(tmp_path / "f", THERE), laid_out(tmp_path / "r", COMING)
    real, calls = os.replace, iter(range(1, 100))

    def broken(source: Path, place: Path) -> None:
        if next(calls) == nth:
            raise OSError(errno.ENOSPC, "full")
        real(source, place)

    monkeypatch.setattr(os, "replace", broken)
    with pytest.raises(UsageError, match="no room"):
        publish(ready, folder, "m")
    assert held(folder) == THERE


@pytest.mark.parametrize("nth", range(1, 8))
def test_after_a_kill_what_is_there_is_known_and_can_be_published_again(tmp_path: Path, nth: int) -> None:
    folder, ready = laid_out(tmp_path / "f", THERE), laid_out(tmp_path / "r", COMING)
    program = (
        "import os, sys, pathlib\n"
        "from cfgovern.atomic import publish\n"
        "real, calls = os.replace, iter(range(1, 100))\n"
        f"os.replace = lambda a, b: os._exit(9) if next(calls) == {nth} else real(a, b)\n"
        "publish(pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2]), 'm')\n"
    )
    done = subprocess.run([sys.executable, "-c", program, str(ready), str(folder)], check=False)
    assert done.returncode == 9
    left = held(folder)
    assert {text for name, text in left.items() if name in ("m", *(f"m{end}" for end in BETWEEN))} <= {
        "1",
        "2",
    }
    assert any(name in left for name in ("m", "m.new", "m.old"))
    publish(laid_out(tmp_path / "again", COMING), folder, "m")
    assert held(folder) == AFTER


def test_a_name_that_windows_does_not_keep_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(atomic, "_ON_WINDOWS", True)
    monkeypatch.setattr(atomic.windows, "reachable", str)
    for name in ("NUL", "report. "):
        assert "NUL" in refused(tmp_path / name, "output.name").fix
    assert tree(tmp_path) == {}
