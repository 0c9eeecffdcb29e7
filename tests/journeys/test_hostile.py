"""Broken and hostile files: a code and a sentence, the parent alive, nothing leaked, nothing left behind."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from cfgovern.findings import Finding
from cfgovern.journeys.submission import Run
from tests.canaries import Canaries
from tests.command import Done, cfgovern
from tests.conftest import SOAK, some_of
from tests.hostile import CONTRACT, HOSTILE, Made
from tests.trial import SECONDS, leaks, left_in_temp, run_within

pytestmark = pytest.mark.usefixtures("own_child")

FORMATS = ("--format", "json", "--format", "html", "--format", "text")


@dataclass(frozen=True)
class Checked:
    """One file and what was made of it, in a folder of its own."""

    run: Run
    folder: Path
    canaries: Canaries
    changed: bool


def written(made: Made, folder: Path, canaries: Canaries) -> Path:
    folder.mkdir()
    (folder / "members.odcs.yaml").write_text(CONTRACT, encoding="utf-8")
    (folder / "work").mkdir()
    path = folder / "work" / made.filename
    path.write_bytes(made.make(canaries.plant()))
    if made.size:
        os.truncate(path, made.size)
    return path


def state(path: Path) -> tuple[int, int, list[str]]:
    return path.stat().st_mtime_ns, path.stat().st_size, sorted(file.name for file in path.parent.iterdir())


def check(made: Made, folder: Path) -> Checked:
    canaries = Canaries()
    path = written(made, folder, canaries)
    before = state(path)
    run = run_within(SECONDS, path, folder / "members.odcs.yaml")
    return Checked(run, folder, canaries, state(path) != before)


@pytest.fixture(scope="module")
def checked(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Mapping[str, Future[Checked]]]:
    """Every file asked for, checked side by side: each check waits for its child most of the time."""
    items = [item for item in request.session.items if item.path == request.path]
    items = [item for item in items if SOAK or not item.get_closest_marker("soak")]
    wanted = [item.callspec.params["name"] for item in items if hasattr(item, "callspec")]
    wanted = [name for name in dict.fromkeys(wanted) if name in HOSTILE]
    folder = tmp_path_factory.mktemp("hostile")
    (folder / "temp").mkdir()
    with pytest.MonkeyPatch.context() as patch, ThreadPoolExecutor(os.cpu_count()) as pool:
        for name in ("TMPDIR", "TEMP", "TMP"):
            patch.setenv(name, str(folder / "temp"))
        patch.setattr(tempfile, "tempdir", None)
        yield {
            name: pool.submit(check, HOSTILE[name], folder / str(number))
            for number, name in enumerate(wanted)
        }


def _thinned() -> Iterator[Any]:
    """Every sixth file by itself; the others are checked where there is time."""
    for number, name in enumerate(sorted(HOSTILE)):
        yield pytest.param(name, marks=[pytest.mark.soak] if number % 6 else [])


@pytest.mark.parametrize("name", [*_thinned()])
def test_hostile_file(name: str, checked: Mapping[str, Future[Checked]]) -> None:
    found, made = checked[name].result(), HOSTILE[name]
    report = found.run.report
    assert sorted(map(_said, report.findings)) == sorted(made.codes)
    assert report.outcome == ("refused" if made.refused else "fail" if made.codes else "pass")
    assert all(finding.message and finding.fix for finding in report.findings)
    assert leaks(found.run, found.folder, found.canaries) == []
    assert not found.changed


def test_nothing_is_left_in_the_temporary_folder(checked: Mapping[str, Future[Checked]]) -> None:
    for future in checked.values():
        future.result()
    assert left_in_temp() == []


def _said(finding: Finding) -> str:
    place = finding.cell or (f"row {finding.row}" if finding.row else "")
    return f"{finding.rule} {place}".strip()


def _one_of_each() -> list[str]:
    """For each form, a file that is refused, one at fault and one in order."""
    chosen: dict[tuple[str, bool, bool], str] = {}
    for name, made in sorted(HOSTILE.items()):
        chosen.setdefault((made.filename, made.refused, bool(made.codes)), name)
    return sorted(chosen.values())


@pytest.mark.parametrize("name", some_of(_one_of_each(), 2))
def test_hostile_file_on_the_command_line(name: str, tmp_path: Path, private_temp: Path) -> None:
    canaries, made = Canaries(), HOSTILE[name]
    path = written(made, tmp_path / "here", canaries)
    before = state(path)
    options = ("--contract", "../members.odcs.yaml", *FORMATS, "--output", "../out")
    done: Done = cfgovern("validate", made.filename, *options, cwd=path.parent, timeout=2 * SECONDS)
    report = json.loads((tmp_path / "here" / "out" / "report.json").read_text(encoding="utf-8"))
    assert done.code == (3 if made.refused else 1 if made.codes else 0)
    assert (report["outcome"] == "refused") == made.refused
    assert "Traceback" not in done.err
    assert canaries.found_in(done.out + done.err) == []
    assert canaries.found_under(tmp_path / "here" / "out") == []
    assert list(private_temp.iterdir()) == []
    assert state(path) == before
