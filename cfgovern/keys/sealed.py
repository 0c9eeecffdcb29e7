"""Sealed files: what stays with the area, encrypted under a root, such as the crosswalk.

The form: a magic line, the SHA-256 of the rest, the sizes of header and content, the header (JSON), a nonce,
and the content under ChaCha20-Poly1305 with everything before it as associated data. The digest has no key:
it tells a damaged file from one of another key. Against people the cipher guards.
"""

from __future__ import annotations

import hashlib
import json
import re
import secrets
import struct
from collections.abc import Mapping
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

from cfgovern.errors import UsageError
from cfgovern.keys.facts import canonical
from cfgovern.keys.faults import fault
from cfgovern.keys.opened import Keys
from cfgovern.keys.root import Root

__all__ = ["seal", "unseal"]

_MAGIC = b"cfgovern sealed\n"
_VERSION = 1
_SIZES = struct.Struct(">IQ")
_DIGEST, _NONCE, _TAG = 32, 12, 16
_PURPOSE = re.compile(r"[a-z0-9][a-z0-9_-]{0,63}")


def seal(root: Root, purpose: str, data: bytes, about: Mapping[str, str]) -> bytes:
    """``data`` under a key of ``root`` for one ``purpose``; ``about`` stands in the clear, and is guarded.

    Raises UsageError ``sealed.name`` for a purpose that is no plain lower-case name.
    """
    if not _PURPOSE.fullmatch(purpose):
        raise UsageError(
            "sealed.name", "The purpose is no plain name.", fix="Use lower-case letters, figures, - and _."
        )
    header = canonical(
        {
            "version": _VERSION,
            "purpose": purpose,
            "kind": root.kind,
            "epoch": root.epoch,
            "fingerprint": root.fingerprint,
            "about": dict(about),
        }
    )
    nonce = secrets.token_bytes(_NONCE)
    clear = _SIZES.pack(len(header), len(data) + _TAG) + header + nonce
    rest = clear + _cipher(root, purpose).encrypt(nonce, data, _MAGIC + clear)
    return _MAGIC + hashlib.sha256(rest).digest() + rest


def unseal(keys: Keys, data: bytes, purpose: str) -> tuple[bytes, dict[str, str]]:
    """What :func:`seal` sealed for ``purpose`` under a root of ``keys``, and what it says about itself.

    Raises KeyFault ``sealed.not_ours``, ``sealed.truncated``, ``sealed.edited``, ``sealed.version``,
    ``sealed.purpose``, ``sealed.wrong_key`` or ``sealed.wrong_epoch``. An epoch below the floor is read too.
    """
    rest = _whole(data)
    header_size, _ = _SIZES.unpack_from(rest)
    end = _SIZES.size + header_size
    said = _header(rest[_SIZES.size : end])
    if said["purpose"] != purpose:
        raise fault("sealed.purpose")
    clear, content = rest[: end + _NONCE], rest[end + _NONCE :]
    try:
        opened = _cipher(_root(keys, said), purpose).decrypt(clear[end:], content, _MAGIC + clear)
    except InvalidTag:
        opened = None
    if opened is None:
        raise fault("sealed.edited")
    return opened, said["about"]


def _cipher(root: Root, purpose: str) -> ChaCha20Poly1305:
    # Six parts: no token key, whose info has five, is ever the same.
    return ChaCha20Poly1305(root.derive(f"cfgovern/v1/seal/{purpose}/{root.epoch}/key"))


def _whole(data: bytes) -> bytes:
    """What follows the digest, when it is all there and as it was written."""
    if not data.startswith(_MAGIC):
        raise fault("sealed.truncated" if _MAGIC.startswith(data) else "sealed.not_ours")
    start = len(_MAGIC) + _DIGEST
    rest = data[start:]
    if len(rest) < _SIZES.size:
        raise fault("sealed.truncated")
    size = _SIZES.size + _NONCE + sum(_SIZES.unpack_from(rest))
    if hashlib.sha256(rest).digest() != data[len(_MAGIC) : start]:
        raise fault("sealed.truncated" if len(rest) < size else "sealed.edited")
    if len(rest) != size:
        raise fault("sealed.edited")
    return rest


def _header(text: bytes) -> dict[str, Any]:
    try:
        said: dict[str, Any] = json.loads(text)
        named = [said[name] for name in ("purpose", "kind", "fingerprint")]
        later, epoch, about = said["version"], said["epoch"], said["about"]
        texts = all(isinstance(one, str) for one in (*named, *about, *about.values()))
        right = texts and type(epoch) is int and type(later) is int
    except (ValueError, RecursionError, KeyError, TypeError, AttributeError):
        right = False
    if not right:
        raise fault("sealed.edited")
    if later > _VERSION:
        raise fault("sealed.version")
    return said


def _root(keys: Keys, said: Mapping[str, Any]) -> Root:
    """The root that the header names, if it is the one with that fingerprint."""
    known = {entry.epoch: entry.fingerprint for entry in keys.listed().epochs(said["kind"])}
    if said["fingerprint"] in known.values():
        if known.get(said["epoch"]) != said["fingerprint"]:
            raise fault("sealed.edited")
        return keys.reading_root(said["kind"], said["epoch"])
    # Of an epoch that is here it is another's root; one that is not here may be of a later copy of the file.
    raise fault("sealed.wrong_key" if not known or said["epoch"] in known else "sealed.wrong_epoch")
