"""Lists of names: those that made-up people are called by, and what ``validators/detection`` adds to them."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from cfgovern import content
from cfgovern.detection.looks import folded
from cfgovern.errors import Fault, OperatorFileError

__all__ = ["Lists", "load_lists"]

_FOLDERS = (("synthetic", "names"), ("validators", "detection"))


@dataclass(frozen=True, slots=True)
class Lists:
    """Folded names. ``short``: the nicknames of a given name, and the given names of a nickname.

    ``alike``: the other spellings of a name. ``given`` holds nicknames too.
    """

    given: frozenset[str]
    family: frozenset[str]
    short: Mapping[str, frozenset[str]]
    alike: Mapping[str, frozenset[str]]


def load_lists() -> Lists:
    """The lists of the pack in use. Raises OperatorFileError ``names.refused`` for one at fault."""
    return _lists(*(content.file(*parts) for parts in _FOLDERS))


@cache
def _lists(*folders: Path) -> Lists:
    short: dict[str, set[str]] = {}
    given: set[str] = set()
    groups: dict[str, set[str]] = {}
    for formal, nickname in _pairs(folders, "nicknames.csv", "formal", "nickname"):
        short.setdefault(formal, set()).add(nickname)
        short.setdefault(nickname, set()).add(formal)
        given |= {formal, nickname}
    for group, name in _pairs(folders, "variants.csv", "group", "name"):
        groups.setdefault(group, set()).add(name)
    alike: dict[str, set[str]] = {}
    for names in groups.values():
        for name in names:
            alike.setdefault(name, set()).update(names - {name})
    given |= {name for (name,) in _pairs(folders, "given.csv", "name")}
    return Lists(
        given=frozenset(given),
        family=frozenset(name for (name,) in _pairs(folders, "family.csv", "name")),
        short={name: frozenset(others) for name, others in short.items()},
        alike={name: frozenset(others) for name, others in alike.items()},
    )


def _pairs(folders: tuple[Path, ...], name: str, *columns: str) -> Iterator[tuple[str, ...]]:
    """The folded cells of those columns, of each row of the lists of that name."""
    for folder in folders:
        if (folder / name).exists():
            for row in _rows(folder / name, columns):
                yield tuple(folded(row[column]) for column in columns)


def _rows(path: Path, columns: tuple[str, ...]) -> list[dict[str, str]]:
    try:
        with path.open(encoding="utf-8", newline="") as stream:
            rows = list(csv.DictReader(stream, strict=True))
    except (OSError, UnicodeDecodeError, csv.Error):
        rows = []
    if not rows or any(not row.get(column) for row in rows for column in columns):
        message = f"A list of this name is CSV in UTF-8, and each row has {' and '.join(columns)}."
        fault = Fault("names.row", message, path.name, 1)
        raise OperatorFileError("names.refused", "A list of names cannot be used as it is.", [fault])
    return rows
