"""No key stands in any file of a release: every root of a key file, and what is derived from it, looked for.

Keys are held here for the time of the search. Nothing tells which was found, only in how many files.
"""

from __future__ import annotations

import re
from base64 import b64encode, urlsafe_b64encode
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from cfgovern.contract.parts import PERSON_REF
from cfgovern.errors import UsageError
from cfgovern.evidence.proof import Proof, judged
from cfgovern.journeys.releasing import SHIFT, mac_key
from cfgovern.keys.facts import Entry
from cfgovern.keys.keyfile import Keys
from cfgovern.keys.root import ROOTS
from cfgovern.protection import surrogates
from cfgovern.tokens.keyed import token_key
from cfgovern.tokens.published import TOKENS

__all__ = ["no_key"]

_AT_ONCE = 1 << 20  # bytes
_OVERLAP = 256  # more than the longest form of a key
_TEXT = re.compile(rb"[A-Za-z0-9+/_-]{43,}")  # 32 bytes take 43 figures in base 64, and 64 in base 16
_NAME = re.compile("[a-z0-9][a-z0-9_-]{0,63}")


def no_key(folder: Path, keys: Keys, told: Mapping[str, Any] | None) -> Proof:
    """The proof that no key of ``keys`` stands in a file of ``folder``, the sealed crosswalk included.

    ``told``: the manifest, which names the tokens of the release, if it can be read.
    """
    raw, texts = _forms(keys, told)
    files = sorted(path for path in folder.rglob("*") if path.is_file() and not path.is_symlink())
    with_one = sum(_holds(path, raw, texts) for path in files)
    faults = [f"{with_one:,} of {len(files):,} files hold one."] if with_one else []
    return judged("no_key", "release.key_in_file", faults, f"{len(files):,} files were looked through.")


def _forms(keys: Keys, told: Mapping[str, Any] | None) -> tuple[list[bytes], list[bytes]]:
    """Every key as it is, and as text in small letters: in base 16, and in base 64 of both alphabets."""
    raw = list(dict.fromkeys(one for entry in _entries(keys) for one in _derived(keys, entry, told)))
    texts = [
        form.rstrip(b"=").lower()
        for one in raw
        for form in (one.hex().encode(), b64encode(one), urlsafe_b64encode(one))
    ]
    return raw, list(dict.fromkeys(texts))


def _entries(keys: Keys) -> Iterator[Entry]:
    for kind in ROOTS:
        yield from keys.listed().epochs(kind)


def _derived(keys: Keys, entry: Entry, told: Mapping[str, Any] | None) -> Iterator[bytes]:
    """A root, the key of its manifest, and its token keys in the domain of the release, padded and not."""
    root = keys.reading_root(entry.kind, entry.epoch)
    yield root.reveal()
    yield mac_key(root)
    if told is None:
        return
    for name in _names(told):
        try:
            key = token_key(root, told["domain"], root.epoch, name)
        except UsageError:  # a column is called so, and no token is
            continue
        yield bytes.fromhex(key.for_child())
        # What a key is padded with is no secret: its own bytes come first.
        yield from (pad[: len(root.reveal())] for pad in key.pads())


def _names(told: Mapping[str, Any]) -> set[str]:
    """What tokens of the release may be called: as published, by their columns, or as our own."""
    columns = (column["name"] for table in told["tables"] for column in table["columns"])
    published = (token.key_name for token in TOKENS.values())
    own = (PERSON_REF, SHIFT, surrogates.TOKEN)
    return {name for name in (*own, *published, *columns) if _NAME.fullmatch(name)}


def _holds(path: Path, raw: list[bytes], texts: list[bytes]) -> bool:
    before = b""
    with path.open("rb") as stream:
        while piece := stream.read(_AT_ONCE):
            part = before + piece
            if any(one in part for one in raw):
                return True
            runs = [found[0].lower() for found in _TEXT.finditer(part)]
            if any(one in run for run in runs for one in texts):
                return True
            before = part[-_OVERLAP:]
    return False
