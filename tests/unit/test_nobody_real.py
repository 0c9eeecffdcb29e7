"""Nothing in this repository could be a real person's identifier, and no table could be about real people.

This is what gates commits: every file that git knows or would take is looked at. Exceptions, each with
its reason, are in ``tests/unreal.yaml``.
"""

from __future__ import annotations

import shutil
import subprocess
from fnmatch import fnmatch
from pathlib import Path

import pytest
import yaml

from cfgovern.journeys.unreal import UnrealReport, assert_unreal
from tests.command import ROOT

EXCEPTIONS: dict[str, dict[str, str]] = yaml.safe_load((ROOT / "tests" / "unreal.yaml").read_text("utf-8"))


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> UnrealReport:
    git = shutil.which("git")
    if git is None or not (ROOT / ".git").exists():
        pytest.skip("this is no checkout of git")
    listed = subprocess.run(
        [git, "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        check=True,
    ).stdout.decode()
    paths = [ROOT / name for name in listed.split("\0") if name]
    plain = tmp_path_factory.mktemp("plain")
    return assert_unreal(
        [_readable(path, plain) for path in paths if path.is_file() and path.suffix != ".png"]
    )


def _readable(path: Path, plain: Path) -> Path:
    """The file itself, or the text of a Word document. Pictures are of documents that stand beside them."""
    if path.suffix != ".docx":
        return path
    from docx import Document

    body = Document(str(path)).element.body
    lines = (one.text or "" for one in body.iter() if one.tag.endswith("}t"))
    text = plain / f"{path.parent.name}-{path.stem}.txt"
    text.write_text("\n".join(lines), encoding="utf-8")
    return text


def _name(file: str) -> str:
    return file.removeprefix(f"{ROOT}/")


def test_nothing_here_could_be_somebodys(report: UnrealReport) -> None:
    known = [(pattern, kind) for pattern, kinds in EXCEPTIONS.items() for kind in kinds]
    wrong = [
        str(place)
        for place in report.places
        if not any(fnmatch(_name(place.file), pattern) and place.kind == kind for pattern, kind in known)
    ]
    assert wrong == []
    assert report.more == 0
    assert [str(one) for one in report.unreadable] == []


def test_every_exception_still_stands(report: UnrealReport) -> None:
    found = {(_name(place.file), place.kind) for place in report.places}
    for pattern, kinds in EXCEPTIONS.items():
        for kind, why in kinds.items():
            assert any(fnmatch(name, pattern) and one == kind for name, one in found), (pattern, kind)
            assert why
