"""A key file that the system's keyring opens, tried with a keyring that is none of the system."""

from __future__ import annotations

import sys
import traceback
from pathlib import Path
from types import ModuleType

import pytest

from cfgovern.errors import UsageError
from cfgovern.keys.keyfile import new_keys, open_keys, rotate
from cfgovern.keys.systemkeyring import SystemKeyring


class Fake:
    """A keyring in a dictionary."""

    priority = 5.0

    def __init__(self) -> None:
        self.kept: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.kept[service, username] = password


class Locked(Fake):
    """One that somebody did not unlock."""

    def get_password(self, service: str, username: str) -> str | None:
        raise RuntimeError(f"own words about {username}")

    def set_password(self, service: str, username: str, password: str) -> None:
        raise RuntimeError(f"own words about {password}")


def refused(lock: SystemKeyring, path: Path, *, opening: bool = False) -> str:
    with pytest.raises(UsageError) as caught:
        open_keys(path, lock) if opening else new_keys(path, lock, ["area"])
    error = caught.value
    assert error.exit_code == 2 and error.fix and error.__context__ is None
    text = "".join(traceback.TracebackException.from_exception(error, capture_locals=True).format())
    assert "own words" not in text
    return error.code


def test_what_the_keyring_locked_it_opens(tmp_path: Path) -> None:
    backend = Fake()
    made = new_keys(tmp_path / "k", SystemKeyring(backend), ["area"])
    ((service, name),) = backend.kept
    assert service == "cfgovern" and made.lock == {"way": "keyring", "name": name}
    assert backend.kept[service, name] not in (tmp_path / "k").read_text()
    rotate(tmp_path / "k", SystemKeyring(backend))
    assert open_keys(tmp_path / "k", SystemKeyring(backend)).root("area").epoch == 2


@pytest.mark.parametrize("said", [None, "", "zz", "00" * 32])
def test_another_keyring_does_not_open_it(tmp_path: Path, said: str | None) -> None:
    backend = Fake()
    new_keys(tmp_path / "k", SystemKeyring(backend), ["area"])
    ((service, name),) = backend.kept
    other = Fake()
    if said is not None:
        other.set_password(service, name, said)
    assert refused(SystemKeyring(other), tmp_path / "k", opening=True) == "key.wrong"


def test_a_locked_keyring_is_told_and_nothing_is_made(tmp_path: Path) -> None:
    assert refused(SystemKeyring(Locked()), tmp_path / "k") == "key.keyring"
    assert list(tmp_path.iterdir()) == []
    new_keys(tmp_path / "k", SystemKeyring(Fake()), ["area"])
    assert refused(SystemKeyring(Locked()), tmp_path / "k", opening=True) == "key.keyring"


def test_one_that_keeps_nothing_safe_is_refused(tmp_path: Path) -> None:
    backend = Fake()
    backend.priority = 0.5
    assert refused(SystemKeyring(backend), tmp_path / "k") == "key.no_keyring"
    assert backend.kept == {}


def test_without_the_library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "keyring", None)
    assert refused(SystemKeyring(), tmp_path / "k") == "key.no_keyring"
    assert list(tmp_path.iterdir()) == []


def test_with_the_library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    backend, library = Fake(), ModuleType("keyring")
    library.get_keyring = lambda: backend  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "keyring", library)
    new_keys(tmp_path / "k", SystemKeyring(), ["area"])
    assert open_keys(tmp_path / "k", SystemKeyring()).root("area").epoch == 1
