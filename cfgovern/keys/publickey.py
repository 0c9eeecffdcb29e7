"""The public keys of a pair as a document that is handed to others."""

from __future__ import annotations

import json
from pathlib import Path

from cfgovern.errors import UsageError
from cfgovern.keys.facts import Facts
from cfgovern.keys.faults import fault
from cfgovern.keys.pair import PAIR, PublicPair

__all__ = ["public_document", "read_public"]

_VERSION, _NAME = 1, "cfgovern_public"
_MOST = 10_000


def public_document(facts: Facts, where: object = "") -> str:
    """The newest public keys of a key file, as JSON (``schemas/machine/public-key.schema.json``).

    Raises KeyFault ``key.missing_root`` where the file has no pair.
    """
    pairs = facts.epochs(PAIR)
    if not pairs:
        raise fault("key.missing_root", where)
    newest = pairs[-1]
    said = {
        _NAME: _VERSION,
        "custodian": facts.custodian,
        "made_on": newest.made_on,
        "epoch": newest.epoch,
        "x25519": newest.x25519,
        "ed25519": newest.ed25519,
        "fingerprint": newest.fingerprint,
    }
    return json.dumps(said, indent=1, ensure_ascii=True) + "\n"


def read_public(path: Path) -> PublicPair:
    """The public keys in the document at ``path``.

    Its fingerprint shows a slip, not a swap: two people compare it by another way. Raises UsageError
    ``key.public``.
    """
    found = _public(path)
    if found is None:
        raise UsageError(
            "key.public",
            "This is not a public key of cfgovern, or not as it was written.",
            where=str(path),
            fix="Ask its owner for it: cfgovern key public.",
        )
    return found


def _public(path: Path) -> PublicPair | None:
    try:
        with path.open("rb") as stream:
            said = json.loads(stream.read(_MOST))
        found = PublicPair(bytes.fromhex(said["x25519"]), bytes.fromhex(said["ed25519"]))
        right = said[_NAME] == _VERSION and said["fingerprint"] == found.fingerprint
    except (OSError, ValueError, RecursionError, KeyError, TypeError):
        return None
    return found if right else None
