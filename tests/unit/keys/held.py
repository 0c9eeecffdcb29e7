"""Keys for tests, made of nothing random, and a way to see whether a text shows one."""

from __future__ import annotations

import base64

from cfgovern.keys.facts import Facts
from cfgovern.keys.opened import told
from cfgovern.keys.pair import Pair
from cfgovern.keys.root import Root

WORDS = "four words nobody expects"
ROOT = bytes(range(100, 132))
PAIR = bytes(range(140, 204))
FACTS = Facts(
    "Data lead",
    "2026-10-01",
    (told(Root("area", 1, ROOT), 1), told(Pair(PAIR), 1)),
    {"way": "passphrase"},
)


def shows(text: str, *held: bytes) -> bool:
    """Whether ``text`` has any of what is held (default: the keys above) in a form that Python writes."""
    secret = held or (ROOT, PAIR[:32], PAIR[32:], WORDS.encode())
    return any(form in text for each in secret for form in _forms(each))


def _forms(each: bytes) -> list[str]:
    plain = each.decode("latin-1")
    return [
        each.hex(), each.hex().upper(), plain, repr(plain)[1:-1], repr(each)[2:-1], str(list(each))[1:-1],
        base64.b64encode(each).decode().rstrip("=")[:-1],
    ]  # fmt: skip
