"""The form of a key file: one JSON document, its facts in the clear and its keys under a cipher.

A digest over the whole tells a file that was damaged from one that is opened with a wrong key. It has no
key, so whoever edits a file can make it anew: what guards the facts against people is the cipher, which
takes them in as associated data.
"""

from __future__ import annotations

import hashlib
import json
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

from cfgovern.keys.derivation import derived
from cfgovern.keys.facts import KINDS, Entry, Facts, canonical
from cfgovern.keys.faults import fault
from cfgovern.keys.locks import SealTo
from cfgovern.keys.pair import PAIR
from cfgovern.keys.privatefile import read_with_mode
from cfgovern.keys.secret import Secret

__all__ = ["MOST", "Envelope", "parsed", "read_envelope", "sealed_envelope"]

MOST = 1_000_000
"""Bytes of a key file: ten thousand epochs."""
_VERSION = 1
_NAME = "cfgovern_keys"
_START = f'{{\n "{_NAME}": '.encode()
_ENCRYPT, _CHECK = b"cfgovern/v1/keyfile/encrypt", b"cfgovern/v1/keyfile/check"
_NONCE, _TAG, _CHECKED = 12, 16, 16
_HEX = re.compile(r"(?:[0-9a-f]{2})+")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


@dataclass(frozen=True, slots=True)
class Envelope:
    """A key file that has not been opened."""

    facts: Facts
    check: bytes
    nonce: bytes
    secret: bytes

    def _clear(self) -> bytes:
        return canonical({_NAME: _VERSION, **self.facts.said(), "check": self.check.hex()})

    def is_key(self, key: Secret) -> bool:
        """Whether ``key`` is the one that the file is locked with."""
        return secrets.compare_digest(_checked(key), self.check)

    def opened(self, key: Secret) -> Secret | None:
        """The secrets of the entries, one after the other; None where the file is not as it was written."""
        cipher = ChaCha20Poly1305(derived(key.reveal(), _ENCRYPT))
        try:
            return Secret(cipher.decrypt(self.nonce, self.secret, self._clear()))
        except InvalidTag:
            return None

    def written(self) -> bytes:
        """The bytes of the file."""
        said = {_NAME: _VERSION, **self.facts.said(), **_rest(self)}
        said["digest"] = _digest(said)
        return json.dumps(said, indent=1, ensure_ascii=True).encode("ascii") + b"\n"


def sealed_envelope(facts: Facts, held: Secret, key: Secret) -> Envelope:
    """The ``held`` secrets of the entries of ``facts``, locked with ``key`` and a nonce of this once."""
    cipher = ChaCha20Poly1305(derived(key.reveal(), _ENCRYPT))
    blank = Envelope(facts, _checked(key), secrets.token_bytes(_NONCE), b"")
    return replace(blank, secret=cipher.encrypt(blank.nonce, held.reveal(), blank._clear()))


def _checked(key: Secret) -> bytes:
    return derived(key.reveal(), _CHECK, length=_CHECKED)


def _digest(said: Mapping[str, Any]) -> str:
    return hashlib.sha256(canonical(said)).hexdigest()


def read_envelope(path: Path) -> Envelope:
    """The key file at ``path``, unopened.

    One that is sealed to somebody may be open to others: it is a letter. Raises KeyFault ``key.absent``,
    ``key.unreadable``, ``key.open_to_others``, ``key.not_ours``, ``key.version``, ``key.truncated`` or
    ``key.edited``.
    """
    data, is_open = read_with_mode(path, MOST + 1)
    found = parsed(data)
    if isinstance(found, str):
        raise fault(found, path)
    if is_open and found.facts.lock.get("way") != SealTo.way:
        raise fault("key.open_to_others", path)
    return found


def parsed(data: bytes) -> Envelope | str:
    """The envelope in ``data``, or the code of what is wrong with it."""
    if not data.startswith(_START) or len(data) > MOST:
        return "key.truncated" if _START.startswith(data) else "key.not_ours"
    try:
        said = json.loads(data)
        whole = said.pop("digest", None) == _digest(said)
    except (ValueError, RecursionError):
        return "key.edited" if data.rstrip().endswith(b"}") else "key.truncated"
    version = said.get(_NAME)
    if type(version) is int and version > _VERSION:
        return "key.version"
    if type(version) is not int or not whole:
        return "key.edited"
    return _envelope(said) or "key.edited"


def _envelope(said: Mapping[str, Any]) -> Envelope | None:
    """What a whole file says; None where it is not of the form that is written here."""
    try:
        facts = Facts(
            custodian=_text(said["custodian"]),
            made_on=_matching(said["made_on"], _DAY),
            entries=tuple(_entry(one) for one in said["keys"]),
            floors={kind: _count(floor) for kind, floor in said["floors"].items()},
            lock=dict(said["lock"]),
        )
        check, nonce, secret = (_bytes(said[name]) for name in ("check", "nonce", "secret"))
    except (KeyError, TypeError, ValueError, AttributeError):
        return None
    sizes = (len(check), len(nonce), len(secret))
    whole = sizes == (_CHECKED, _NONCE, _TAG + sum(entry.size for entry in facts.entries))
    named = [(entry.kind, entry.epoch) for entry in facts.entries]
    known = set(facts.floors) <= set(KINDS) and len(set(named)) == len(named)
    found = Envelope(facts, check, nonce, secret)
    same = said == {_NAME: _VERSION, **facts.said(), **_rest(found)}
    return found if whole and known and same else None


def _rest(found: Envelope) -> dict[str, str]:
    return {name: getattr(found, name).hex() for name in ("check", "nonce", "secret")}


def _entry(said: Mapping[str, Any]) -> Entry:
    entry = Entry(**said)
    if entry.kind not in KINDS or type(entry.made_here) is not bool:
        raise ValueError
    _count(entry.epoch), _matching(entry.made_on, _DAY), _bytes(entry.fingerprint)
    publics = (entry.x25519, entry.ed25519)
    if entry.kind == PAIR:
        if [len(_bytes(public)) for public in publics] != [32, 32]:
            raise ValueError
    elif publics != (None, None):
        raise ValueError
    return entry


def _text(said: Any) -> str:
    if not isinstance(said, str) or not said.isprintable():
        raise ValueError
    return said


def _count(said: Any) -> int:
    if type(said) is not int or said < 1:
        raise ValueError
    return said


def _matching(said: Any, form: re.Pattern[str]) -> str:
    if not isinstance(said, str) or not form.fullmatch(said):
        raise ValueError
    return said


def _bytes(said: Any) -> bytes:
    return bytes.fromhex(_matching(said, _HEX))
