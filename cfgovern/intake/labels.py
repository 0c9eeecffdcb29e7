"""Names that are safe to show. What a person called a file or a sheet may name another person.

A name is shown only where it closely matches the contract; any other becomes "sheet 3".
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence

from cfgovern.yamlfile import closest

__all__ = ["copy_of", "folded", "label", "submission_name", "table_named"]

_PLAIN_WORDS = frozenset(
    ["submission", "return", "data", "area", "cf", "synthetic", "demo", "standard", "input",
     "faulty", "left", "right", "edge", "volume", "again", "q1", "q2", "q3", "q4"]
)  # fmt: skip
_NUMBER = re.compile(r"[afv]?[0-9]{1,4}")
# As Windows and macOS name a copy, and OneDrive (by the computer) and Dropbox one that is in conflict.
_COPY = re.compile(
    r"(.+?)(?: ?\([0-9]{1,3}\)|(?: -)? [Cc]opy(?: ?\(?[0-9]{1,3}\)?)?|-[A-Z0-9][A-Z0-9-]{1,14}"
    r"| \(.*conflicted copy.*\))"
)
_ADDED_CHARACTERS = 2  # "participants JS" is close to "participants", and holds initials


def folded(word: str) -> str:
    """The word with case, width, spaces, hyphens and underscores out of account."""
    return re.sub(r"[\s_\-]+", " ", unicodedata.normalize("NFKC", word).casefold()).strip()


def table_named(name: str, tables: Iterable[str]) -> str | None:
    """The contract table that ``name`` is, or None. Nothing is guessed: a close name is not it."""
    wanted = folded(name)
    return next((table for table in tables if folded(table) == wanted), None)


def copy_of(name: str, tables: Iterable[str]) -> str | None:
    """The contract table of which a file of that ``name``, without its ending, looks like a second copy."""
    found = _COPY.fullmatch(name)
    return table_named(found[1], tables) if found else None


def label(name: str, kind: str, number: int, tables: Sequence[str]) -> str:
    """``name`` where it closely matches a contract table, else ``kind`` and ``number`` (from 1)."""
    meant = closest(name, tables) if name.isprintable() else None
    if meant is not None and len(name) <= len(meant) + _ADDED_CHARACTERS:
        return name
    return f"{kind} {number}"


def submission_name(name: str, tables: Iterable[str], *, otherwise: str) -> str:
    """The file's or folder's own name when every word of it is harmless, else ``otherwise``."""
    stem, _, suffix = name.rpartition(".")
    words = [word for word in re.split(r"[^0-9a-z]+", (stem or suffix).casefold()) if word]
    known = _PLAIN_WORDS.union(*(folded(table).split() for table in tables))
    harmless = name.isascii() and name.isprintable() and words
    if harmless and all(word in known or _NUMBER.fullmatch(word) for word in words):
        return name
    return otherwise
