"""Broken and hostile files before a scan: a verdict on each, nothing leaked, nothing left behind."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from cfgovern.api import scan
from cfgovern.findings import Report
from tests.canaries import Canaries
from tests.conftest import some_of
from tests.hostile import HOSTILE
from tests.journeys.test_hostile import state, written
from tests.rawbooks import Entry, zipped
from tests.trial import leaks, left_in_temp

pytestmark = pytest.mark.usefixtures("own_child")

PHONE = "07700 900123"  # of the range kept for drama
WORDS = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def _some() -> Iterator[object]:
    """Every twenty-fourth file each time, every third where there is time, and all of them in a night."""
    deep = os.environ.get("CFGOVERN_HYPOTHESIS") == "deep"
    for number, name in enumerate(sorted(HOSTILE)):
        if deep or number % 3 == 0:
            yield pytest.param(name, marks=[pytest.mark.soak] if number % 24 else [])


@pytest.mark.parametrize("name", [*_some()])
def test_hostile_file(name: str, tmp_path: Path, private_temp: Path, canaries: Canaries) -> None:
    folder = tmp_path / "here"
    path = written(HOSTILE[name], folder, canaries)
    before = state(path)
    done = scan(path, contract=folder / "members.odcs.yaml").run
    assert done.report.outcome in ("pass", "confirm", "fail", "refused")
    assert all(finding.message and finding.fix for finding in done.report.findings)
    assert leaks(done, folder, canaries) == []
    assert state(path) == before
    assert left_in_temp() == []


def _document(body: str, *others: Entry) -> bytes:
    text = f'<w:document xmlns:w="{WORDS}"><w:body>{body}</w:body></w:document>'
    return zipped([Entry("word/document.xml", text.encode()), *others])


def _nested(depth: int, wide: int) -> bytes:
    """Zips in zips: ``wide`` of them at each of so many levels."""
    content = zipped([Entry(f"{n}.txt", b"x") for n in range(400)])
    for _ in range(depth):
        content = zipped([Entry(f"{n}.zip", content) for n in range(wide)])
    return content


ODD_FILES: dict[str, tuple[str, bytes, set[str]]] = {
    "a picture in a document": (
        "a.docx",
        _document("<w:p/>", Entry("word/media/image1.png", b"\x89PNG")),
        {"file.not_looked_at"},
    ),
    "a web page in a document": (
        "a.docx",
        _document("<w:p/>", Entry("word/part.htm", PHONE.encode())),
        {"file.not_looked_at"},
    ),
    "levels without end": ("a.docx", _document("<w:p>" * 9_000 + "</w:p>" * 9_000), {"file.too_large"}),
    "a PDF of nothing but text": ("a.pdf", b"%PDF-1.7\nabc", {"file.wrong_kind"}),
    "a text document that writes its words otherwise": (
        "a.txt",
        rb"{\rtf1 0770\'30 900123}",
        {"file.wrong_kind"},
    ),
    "a nought in a text": ("a.txt", b"a\0b", {"file.control_character"}),
    "lists in lists": (
        "a.json",
        b"[" * 100_000 + PHONE.encode() + b"]" * 100_000,
        {"file.text.PHONE_NUMBER"},
    ),
    "a line of 5 MB": (
        "a.csv",
        b"note\n" + b"word " * 1_000_000 + PHONE.encode(),
        {"file.text.PHONE_NUMBER"},
    ),
    "zips in zips without end": ("a.zip", _nested(3, 20), {"file.too_many_files"}),
}


def _looked_at(sent: Path, canaries: Canaries, folder: Path) -> Report:
    done = scan(sent).run
    assert leaks(done, folder, canaries) == []
    return done.report


@pytest.mark.parametrize("name", some_of(ODD_FILES, 3))
def test_odd_file(name: str, tmp_path: Path, private_temp: Path, canaries: Canaries) -> None:
    filename, content, said = ODD_FILES[name]
    (tmp_path / filename).write_bytes(content)
    report = _looked_at(tmp_path / filename, canaries, tmp_path)
    assert {finding.rule for finding in report.findings} == said
    assert left_in_temp() == []


def _link_out(folder: Path) -> None:
    other = folder.with_name("other")
    other.mkdir()
    (folder / "link").symlink_to(other)


def _loop(folder: Path) -> None:
    (folder / "link").symlink_to(folder)


def _link_to_itself(folder: Path) -> None:
    (folder / "link.txt").symlink_to("link.txt")


def _pipe(folder: Path) -> None:
    os.mkfifo(folder / "pipe.txt")


@pytest.mark.skipif(os.name != "posix", reason="links and pipes are made otherwise")
@pytest.mark.parametrize("made", [_link_out, _loop, _link_to_itself, _pipe])
def test_what_is_no_ordinary_file_is_told_and_the_rest_looked_at(
    made: Callable[[Path], None], tmp_path: Path, private_temp: Path, canaries: Canaries
) -> None:
    sent = tmp_path / "sent"
    sent.mkdir()
    (sent / "talk.txt").write_text(f"ring {PHONE}", encoding="utf-8")
    made(sent)
    report = _looked_at(sent, canaries, tmp_path)
    assert {finding.rule.rpartition(".")[2] for finding in report.findings} == {"cannot_open", "PHONE_NUMBER"}


def test_a_folder_with_too_many_files_is_refused(tmp_path: Path, canaries: Canaries) -> None:
    sent = tmp_path / "sent"
    sent.mkdir()
    for number in range(501):
        (sent / f"{number}.txt").touch()
    report = _looked_at(sent, canaries, tmp_path)
    assert [finding.rule for finding in report.findings] == ["file.too_many_files"]
