"""A root derives, tells its fingerprint, and goes to a child and nowhere else."""

from __future__ import annotations

import hashlib
import hmac

import pytest

from cfgovern.keys.root import Root
from tests.unit.keys.held import ROOT, shows


def standard(info: bytes) -> bytes:
    """HKDF as RFC 5869 says it, with an empty salt, from the standard library alone."""
    extracted = hmac.digest(bytes(32), ROOT, hashlib.sha256)
    return hmac.digest(extracted, info + b"\x01", hashlib.sha256)


def test_it_derives_as_the_standard_says() -> None:
    root = Root("area", 3, ROOT)
    assert root.derive("cfgovern/v1/evaluation/3/person_ref") == standard(
        b"cfgovern/v1/evaluation/3/person_ref"
    )
    assert root.fingerprint == standard(b"cfgovern/v1/fingerprint")[:8].hex()


def test_it_says_which_it_is_and_no_more() -> None:
    root = Root("programme", 2, ROOT)
    assert repr(root) == f"Root(programme, epoch 2, {root.fingerprint})"
    assert not shows(repr(root))


def test_the_child_has_the_same_root() -> None:
    root = Root("programme", 2, ROOT)
    child = Root.from_parent(root.for_child())
    assert (child.kind, child.epoch, child.fingerprint) == ("programme", 2, root.fingerprint)
    assert child.derive("x") == root.derive("x")


@pytest.mark.parametrize(("kind", "epoch", "size"), [("pair", 1, 32), ("area", 0, 32), ("area", 1, 31)])
def test_what_is_no_root(kind: str, epoch: int, size: int) -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        Root(kind, epoch, bytes(size))


def test_a_purpose_is_ascii() -> None:
    with pytest.raises(UnicodeEncodeError):
        Root("area", 1, ROOT).derive("é")
