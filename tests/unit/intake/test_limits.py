"""Every budget is kept by somebody, the small ones are small, and bigger files get more time."""

from __future__ import annotations

import re
from dataclasses import fields, replace
from pathlib import Path

import pytest

import cfgovern
from cfgovern.errors import SubmissionRefused
from cfgovern.intake import preflight
from cfgovern.intake.limits import MIB, Limits
from tests import rawbooks

CODE = Path(cfgovern.__file__).parent
NAMES = [field.name for field in fields(Limits)]


@pytest.mark.parametrize("name", NAMES)
def test_a_budget_is_asked_for_where_something_is_read(name: str) -> None:
    """A limit that nothing looks at is a promise that nobody keeps."""
    used = re.compile(rf"\blimits\.{name}\b|\ballowed\(\)\.{name}\b|\b_limits\.{name}\b")
    readers = [path for path in CODE.rglob("*.py") if path.name != "limits.py"]
    assert any(used.search(path.read_text(encoding="utf-8")) for path in readers)


def test_small_budgets_are_never_wider() -> None:
    full = Limits()
    for limits in (full, replace(full, cells=10, workbook_bytes=10), full.small()):
        small = limits.small()
        assert all(getattr(small, name) <= getattr(limits, name) for name in NAMES if name != "engine_memory")


def test_time_grows_with_the_submission(tmp_path: Path) -> None:
    for name in ("one.csv", "two.csv"):
        (tmp_path / name).write_bytes(b"x" * (2 * MIB))
    grown = Limits.for_submission(tmp_path)
    assert (grown.cpu_seconds, grown.wall_seconds) == (Limits().cpu_seconds + 8, Limits().wall_seconds + 16)
    assert Limits.for_submission(tmp_path / "one.csv").cpu_seconds == Limits().cpu_seconds + 4


@pytest.mark.parametrize("start", [b"PAR1", b"PK\x03\x04"])
def test_what_is_packed_has_the_time_of_what_it_may_unpack_to(tmp_path: Path, start: bytes) -> None:
    path = tmp_path / "people"
    path.write_bytes(start + b"x" * (MIB // 2))
    assert Limits.for_submission(path).cpu_seconds == Limits().cpu_seconds + 10
    assert Limits.for_submission(tmp_path).wall_seconds == Limits().wall_seconds + 20
    path.write_bytes(start + b"x" * 10_000)  # a small file that is hostile is soon told
    assert Limits.for_submission(path).cpu_seconds == Limits().cpu_seconds
    most = Limits().for_size(Limits().file_bytes)
    assert Limits().for_size(10 * Limits().file_bytes) == most


def test_a_folder_that_may_not_be_listed_has_the_limits_of_an_empty_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_: Path) -> None:
        raise PermissionError(13, "no")

    monkeypatch.setattr(Path, "iterdir", refuse)
    assert Limits.for_submission(tmp_path) == Limits().for_size(0)


def test_limits_cross_to_the_child_and_back() -> None:
    given = replace(Limits(), cells=7, wall_seconds=1.5)
    assert Limits.from_json({**given.as_json(), "of another version": 1}) == given


def test_too_many_sheets(tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    path.write_bytes(rawbooks.book(*[rawbooks.sheet(rawbooks.text_row(1, "a"))] * 3))
    assert len(preflight.inspect(path, replace(Limits(), sheets=3))) == 3
    with pytest.raises(SubmissionRefused) as caught:
        preflight.inspect(path, replace(Limits(), sheets=2))
    assert caught.value.code == "file.too_large"
