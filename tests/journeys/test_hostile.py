"""Broken and hostile files: a code and a sentence, the parent alive, nothing leaked, nothing left behind."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.canaries import Canaries
from tests.command import Done, cfgovern
from tests.hostile import CONTRACT, HOSTILE

FORMATS = ("--format", "json", "--format", "html", "--format", "text")
SECONDS = 30


@dataclass(frozen=True)
class Checked:
    """One file and what the command made of it: folders ``work``, ``out`` and ``temp`` are its alone."""

    done: Done
    content: bytes
    folder: Path
    canaries: Canaries


def check(name: str, folder: Path) -> Checked:
    made, canaries = HOSTILE[name], Canaries()
    content = made.make(canaries.plant())
    for part in ("work", "temp"):
        (folder / part).mkdir()
    (folder / "work" / made.filename).write_bytes(content)
    (folder / "members.odcs.yaml").write_text(CONTRACT, encoding="utf-8")
    options = ("--contract", "../members.odcs.yaml", *FORMATS, "--output", "../out")
    temp = dict.fromkeys(("TMPDIR", "TEMP", "TMP"), str(folder / "temp"))
    done = cfgovern("validate", made.filename, *options, cwd=folder / "work", env=temp, timeout=SECONDS)
    return Checked(done, content, folder, canaries)


@pytest.fixture(scope="module")
def checked(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Mapping[str, Future[Checked]]]:
    """Every file asked for, checked side by side: each command waits for its child most of the time."""
    wanted = [item.callspec.params["name"] for item in request.session.items if item.path == request.path]
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        yield {name: pool.submit(check, name, tmp_path_factory.mktemp("hostile")) for name in wanted}


@pytest.mark.parametrize("name", sorted(HOSTILE))
def test_hostile_file(name: str, checked: Mapping[str, Future[Checked]]) -> None:
    found, made = checked[name].result(), HOSTILE[name]
    out, work = found.folder / "out", found.folder / "work"
    assert (out / "report.json").exists(), found.done.err
    report = json.loads((out / "report.json").read_text(encoding="utf-8"))
    assert sorted(_said(report)) == sorted(made.codes)
    refused = any(code.startswith("file.") and code != "file.table_extra" for code in made.codes)
    assert found.done.code == (3 if refused else 1 if made.codes else 0)
    assert (report["outcome"] == "refused") == refused
    assert all(finding["message"] and finding["fix"] for finding in report["findings"])
    assert "Traceback" not in found.done.err
    assert found.canaries.found_in(found.done.out + found.done.err) == []
    assert found.canaries.found_under(out) == []
    assert list((found.folder / "temp").iterdir()) == []
    assert (work / made.filename).read_bytes() == found.content
    assert [path.name for path in work.iterdir()] == [made.filename]


def _said(report: dict[str, list[dict[str, str | None]]]) -> list[str]:
    return [f"{f['rule']} {f['cell'] or ''}".strip() for f in report["findings"]]
