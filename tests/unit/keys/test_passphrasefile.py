"""A passphrase in a file: one line, for its owner alone."""

from __future__ import annotations

import sys
import traceback
from pathlib import Path

import pytest

from cfgovern.errors import UsageError
from cfgovern.keys.locks import Passphrase
from cfgovern.keys.passphrasefile import kept_passphrase, may_be_read_by_others
from tests.unit.keys.held import WORDS, shows


def put(path: Path, data: bytes) -> Path:
    path.write_bytes(data)
    path.chmod(0o600)
    return path


def refused(path: Path) -> str:
    with pytest.raises(UsageError) as caught:
        kept_passphrase(path)
    assert caught.value.exit_code == 2 and caught.value.__context__ is None
    told = traceback.TracebackException.from_exception(caught.value, capture_locals=True)
    assert not shows("".join(told.format()))
    return caught.value.code


@pytest.mark.parametrize("form", ["%s", "%s\n", "%s\r\n", "\ufeff%s\r\n"])
def test_a_line_however_it_ends(tmp_path: Path, form: str) -> None:
    path = put(tmp_path / "p", (form % WORDS).encode())
    assert kept_passphrase(path).reveal() == Passphrase(WORDS).reveal() == WORDS.encode()


def test_spaces_belong_to_it(tmp_path: Path) -> None:
    assert kept_passphrase(put(tmp_path / "p", b" a b \n")).reveal() == b" a b "


@pytest.mark.parametrize("data", [b"", b"\n", f"{WORDS}\nmore\n".encode(), WORDS.encode("utf-16"),
                                  WORDS.encode() + b"\xff"])  # fmt: skip
def test_what_is_not_one_line_of_text(tmp_path: Path, data: bytes) -> None:
    assert refused(put(tmp_path / "p", data)) == "key.passphrase_file"


def test_what_cannot_be_read(tmp_path: Path) -> None:
    assert refused(tmp_path / "none") == "key.absent"
    assert refused(tmp_path) == "key.unreadable"


@pytest.mark.skipif(sys.platform == "win32", reason="modes are those of POSIX")
def test_one_that_others_may_read_is_told_of_and_read(tmp_path: Path) -> None:
    """Containers give secrets so."""
    path = put(tmp_path / "p", WORDS.encode())
    assert not may_be_read_by_others(path)
    path.chmod(0o644)
    assert may_be_read_by_others(path)
    assert kept_passphrase(path).reveal() == WORDS.encode()
