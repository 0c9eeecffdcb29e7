"""The register of releases: sealed, never overwritten, and each thing wrong with it told with its place."""

from __future__ import annotations

import stat
import threading
from dataclasses import replace
from pathlib import Path

import pytest

from cfgovern.errors import CfgovernError
from cfgovern.journeys.register import Register, must_be_name
from cfgovern.keys.root import Root
from tests.unit.evidence.test_ledger import ENTRY
from tests.unit.keys.test_sealed import keys

AREA = Root("area", 1, bytes(range(32)))
OTHER = Root("area", 1, bytes(range(1, 33)))


@pytest.fixture
def register(tmp_path: Path) -> Register:
    return Register(tmp_path / "area.keys.releases", keys(AREA), AREA)


def folder(tmp_path: Path) -> Path:
    return tmp_path / "area.keys.releases"


def test_entries_come_back_and_none_replaces_another(register: Register, tmp_path: Path) -> None:
    assert register.entries() == []
    again = replace(ENTRY, sent={}, linked=(), made_at="2026-10-03T08:00:00+00:00")
    first, second = register.keep(ENTRY, "a1"), register.keep(again, "b2")
    assert register.entries() == [ENTRY, again] and first != second
    assert b'"r9"' in ENTRY.to_bytes() and b'"r9"' not in first.read_bytes()
    assert {stat.S_IMODE(path.stat().st_mode) for path in folder(tmp_path).iterdir()} == {0o600}


def test_a_link_key_stays_with_its_release(register: Register, tmp_path: Path) -> None:
    key = register.link_key("2026-q3")
    assert len(key) == 32 and register.link_key("2026-q3") == key != register.link_key("2026-q4")
    assert register.entries() == [] and stat.S_IMODE(folder(tmp_path).stat().st_mode) == 0o700
    assert not any(key in path.read_bytes() for path in folder(tmp_path).iterdir())


def test_runs_side_by_side_agree_on_the_link_key(register: Register, tmp_path: Path) -> None:
    found: list[bytes] = []
    gate = threading.Barrier(8)

    def run() -> None:
        gate.wait()
        found.append(Register(folder(tmp_path), keys(AREA), AREA).link_key("2026-q3"))

    threads = [threading.Thread(target=run) for _ in range(8)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert len(found) == 8 and len(set(found)) == 1
    assert [path.name for path in folder(tmp_path).iterdir()] == ["2026-q3.sealed"]


@pytest.mark.parametrize("what", ["entry", "link"])
@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda data: data[:-5], "sealed.truncated"),
        (lambda data: data[:10], "sealed.truncated"),
        (lambda data: b"", "sealed.truncated"),
        (lambda data: data[:-1] + bytes([data[-1] ^ 1]), "sealed.edited"),
        (lambda data: b"something else altogether", "sealed.not_ours"),
    ],
)
def test_a_file_of_it_that_was_changed(register: Register, what: str, change, code: str) -> None:  # type: ignore[no-untyped-def]
    register.link_key("2026-q3")
    entry = register.keep(ENTRY, "a1")
    path = entry if what == "entry" else entry.with_name("2026-q3.sealed")
    path.write_bytes(change(path.read_bytes()))
    assert refusal(register, what) == (code, str(path))


def refusal(register: Register, what: str) -> tuple[str, str]:
    """Code and place with which the register refuses to be read."""
    with pytest.raises(CfgovernError) as caught:
        _ = register.entries() if what == "entry" else register.link_key("2026-q3")
    assert caught.value.exit_code == 2
    assert caught.value.__suppress_context__ or caught.value.__context__ is None
    return caught.value.code, caught.value.where


def test_the_link_key_of_another_release_is_not_taken_for_its_own(register: Register, tmp_path: Path) -> None:
    register.link_key("2026-q2")
    (folder(tmp_path) / "2026-q2.sealed").rename(folder(tmp_path) / "2026-q3.sealed")
    assert refusal(register, "link")[0] == "sealed.edited"


def test_an_entry_is_no_link_key(register: Register, tmp_path: Path) -> None:
    register.keep(ENTRY, "a1").rename(folder(tmp_path) / "2026-q3.sealed")
    assert refusal(register, "link")[0] == "sealed.purpose"


def test_a_register_of_other_keys(register: Register, tmp_path: Path) -> None:
    register.keep(ENTRY, "a1")
    assert refusal(Register(folder(tmp_path), keys(OTHER), OTHER), "entry")[0] == "sealed.wrong_key"


def test_a_register_that_is_no_folder(register: Register, tmp_path: Path) -> None:
    folder(tmp_path).write_text("a file", encoding="utf-8")
    assert refusal(register, "entry") == ("register.unreadable", str(folder(tmp_path)))
    assert refusal(register, "link")[0] == "output.not_a_folder"


def test_an_entry_that_cannot_be_opened(register: Register) -> None:
    entry = register.keep(ENTRY, "a1")
    entry.unlink()
    entry.mkdir()
    assert refusal(register, "entry") == ("register.unreadable", str(entry))


@pytest.mark.parametrize("name", ["", "Q3", "a.b", "a/b", "-a", "a b", "é", "x" * 65, "a\n", ".."])
def test_a_name_that_no_file_and_no_key_can_bear(name: str) -> None:
    with pytest.raises(CfgovernError, match=r"release\.name"):
        must_be_name(name, "release")
    must_be_name("2026-q3_a", "release")
