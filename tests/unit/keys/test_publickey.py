"""The public keys of a file, as a document that shows a slip of whoever copied it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from cfgovern.contract.schemas import check_machine
from cfgovern.errors import UsageError
from cfgovern.keys.facts import Facts
from cfgovern.keys.pair import Pair
from cfgovern.keys.publickey import public_document, read_public
from tests.unit.keys.held import FACTS, PAIR, shows

DOCUMENT = public_document(FACTS)


def refused(path: Path, text: str) -> str:
    path.write_text(text, encoding="utf-8")
    with pytest.raises(UsageError) as caught:
        read_public(path)
    assert caught.value.exit_code == 2 and caught.value.__context__ is None
    return caught.value.code


def test_what_was_given_is_read(tmp_path: Path) -> None:
    (tmp_path / "p").write_text(DOCUMENT, encoding="utf-8")
    assert read_public(tmp_path / "p") == Pair(PAIR).public()


def test_it_is_as_published_and_tells_no_key() -> None:
    assert check_machine("public-key", json.loads(DOCUMENT)) == []
    assert not shows(DOCUMENT)


def test_a_file_without_a_pair_has_none() -> None:
    with pytest.raises(UsageError) as caught:
        public_document(Facts("", "2026-10-01", (), {}))
    assert caught.value.code == "key.missing_root"


@pytest.mark.parametrize(
    "change",
    [
        {"x25519": "00" * 32}, {"ed25519": "zz"}, {"fingerprint": "00" * 8}, {"cfgovern_public": 2},
        {"x25519": 1}, {"ed25519": None},
    ],
)  # fmt: skip
def test_what_was_changed_is_refused(tmp_path: Path, change: dict[str, Any]) -> None:
    assert refused(tmp_path / "p", json.dumps({**json.loads(DOCUMENT), **change})) == "key.public"


@pytest.mark.parametrize("text", ["", "{}", "[]", "[" * 9000, "ssh-ed25519 AAAA", DOCUMENT[:-5]])
def test_what_is_no_public_key_is_refused(tmp_path: Path, text: str) -> None:
    assert refused(tmp_path / "p", text) == "key.public"
    with pytest.raises(UsageError, match="not a public key"):
        read_public(tmp_path / "none")
