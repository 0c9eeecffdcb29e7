"""Names that are safe to show. What a person called a file or a sheet may name another person.

A name is shown only where it closely matches the contract; any other becomes "sheet 3".
"""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Iterable, Sequence
from pathlib import Path

from cfgovern.likewords import closest, folded

__all__ = ["Passes", "copy_of", "folder_of", "label", "submission_name", "table_named"]

_PLAIN_WORDS = frozenset(
    ["submission", "return", "data", "area", "cf", "synthetic", "demo", "standard", "input",
     "faulty", "left", "right", "edge", "volume", "again", "q1", "q2", "q3", "q4"]
)  # fmt: skip
_ENDINGS = frozenset(["csv", "jsonl", "json", "ndjson", "parquet", "tsv", "txt", "xlsx", "zip"])
# What builders call the folders of made-up data.
_FOLDER_WORDS = frozenset(
    ["test", "tests", "testdata", "unit", "fixture", "fixtures", "example", "examples", "sample", "samples",
     "practice", "submissions", "returns", "areas", "clean", "good", "bad"]
)  # fmt: skip
_NUMBER = re.compile(r"[afv]?[0-9]{1,4}")
# As Windows and macOS name a copy, and OneDrive (by the computer) and Dropbox one that is in conflict.
_COPY = re.compile(
    r"(.+?)(?: ?\([0-9]{1,3}\)|(?: -)? [Cc]opy(?: ?\(?[0-9]{1,3}\)?)?|-[A-Z0-9][A-Z0-9-]{1,14}"
    r"| \(.*conflicted copy.*\))"
)
_ADDED_CHARACTERS = 2  # "participants JS" is close to "participants", and holds initials


Passes = Callable[[str], bool]
"""Whether a name may be shown though the contract does not know it: it can name nobody."""


def table_named(name: str, tables: Iterable[str]) -> str | None:
    """The contract table that ``name`` is, or None. Nothing is guessed: a close name is not it."""
    wanted = folded(name)
    return next((table for table in tables if folded(table) == wanted), None)


def copy_of(name: str, tables: Iterable[str]) -> str | None:
    """The contract table of which a file of that ``name``, without its ending, looks like a second copy."""
    found = _COPY.fullmatch(name)
    return table_named(found[1], tables) if found else None


def label(name: str, kind: str, number: int, tables: Sequence[str], passes: Passes = lambda _: False) -> str:
    """``name`` where it is close to that of a contract table or ``passes``, else ``kind`` and ``number``."""
    meant = closest(name, tables) if name.isprintable() else None
    if meant is not None and len(name) <= len(meant) + _ADDED_CHARACTERS:
        return name
    return name if passes(name) else f"{kind} {number}"


def submission_name(name: str, tables: Iterable[str], *, otherwise: str) -> str:
    """The file's or folder's own name when every word of it is harmless, else ``otherwise``."""
    known = _PLAIN_WORDS.union(*(folded(table).split() for table in tables))
    stem, dot, ending = name.rpartition(".")
    if dot and ending.casefold() in _ENDINGS:
        return name if _harmless(stem, known) else otherwise
    return name if _harmless(name, known) else otherwise


def folder_of(path: Path, shown: str, tables: Iterable[str]) -> str | None:
    """What stands before the name in ``path``, such as ``tests/fixtures/``; nothing for a bare name.

    None where that does not lead there from the working folder, or holds a word that is not harmless, or
    where the name itself is not ``shown``.
    """
    known = _PLAIN_WORDS.union(_FOLDER_WORDS, *(folded(table).split() for table in tables))
    folders = path.parts[:-1]
    if path.is_absolute() or path.name != shown or not all(_harmless(part, known) for part in folders):
        return None
    return "".join(f"{part}/" for part in folders)


def _harmless(name: str, known: Container[str]) -> bool:
    """Whether ``name`` consists of ``known`` words and of numbers alone."""
    words = [word for word in re.split(r"[^0-9a-z]+", name.casefold()) if word]
    told = name.isascii() and name.isprintable() and words
    return bool(told) and all(word in known or _NUMBER.fullmatch(word) for word in words)
