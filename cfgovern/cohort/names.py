"""Names of the communities of English cities, from weighted lists in ``synthetic/names``.

The lists are content: what is asked of each is told in the README beside them. All weights are assumed.
"""

from __future__ import annotations

import csv
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np

from cfgovern import content
from cfgovern.cohort.draw import Ints, Stream, Weights
from cfgovern.errors import Fault, OperatorFileError
from cfgovern.yamlfile import Document, check, did_you_mean, load

__all__ = [
    "Choice",
    "Names",
    "digest",
    "load_communities",
    "load_names",
    "load_nicknames",
    "load_siblings",
    "load_slips",
    "load_streets",
    "load_variants",
]

_SEXES = ("female", "male")
_FIRST_DECADE, _DECADES = 1940, 8
_CERTAIN = 64  # the weight of a name in the decade of its peak, halved for each decade away
_GIVEN = ("name", "weight", "community", "sex", "peak")
_FAMILY = ("name", "weight", "community", "sex")
Row = dict[str, str]


@dataclass(frozen=True, slots=True)
class Choice:
    """Weighted outcomes for many groups side by side: one search draws for all rows, whatever their group."""

    bounds: Ints
    outcomes: Ints

    @classmethod
    def of(cls, groups: Iterable[Sequence[tuple[int, int]]]) -> Choice:
        """From (outcome, weight) pairs, one sequence a group; each has a weight above nought."""
        bounds, outcomes = [], []
        for number, pairs in enumerate(groups):
            bounds.append((number << 32) + Weights.of([weight for _, weight in pairs]).bounds)
            outcomes += [outcome for outcome, _ in pairs]
        return cls(np.concatenate(bounds), np.array(outcomes, dtype=np.int64))

    def pick(self, stream: Stream, group: Ints, rows: Ints) -> Ints:
        """An outcome of its ``group`` for each of ``rows``."""
        places = np.searchsorted(self.bounds, (group << 32) + stream.of_scale(rows), side="right")
        return self.outcomes[places]


@dataclass(frozen=True, slots=True)
class Names:
    """All names as places in ``words``, and how likely each is.

    ``nicknames`` are places in ``words``: those of word w are ``nick_count[w]`` from ``nick_first[w]`` on.
    """

    words: tuple[str, ...]
    groups: Mapping[str, int]  # ethnic group -> group of ``community``; "" for those who did not say
    apart: frozenset[int]
    by_names: int  # the community of names that are used on the street
    community: Choice
    given: Choice
    family: Choice
    nick_first: Ints
    nick_count: Ints
    nicknames: Ints

    def given_names(self, stream: Stream, community: Ints, male: Ints, born: Ints, rows: Ints) -> Ints:
        """Given names; ``male`` is 0 or 1, ``born`` days since 1900."""
        decade = np.clip((1900 + born // 365.2425 - _FIRST_DECADE) // 10, 0, _DECADES - 1).astype(np.int64)
        return self.given.pick(stream, (community * 2 + male) * _DECADES + decade, rows)

    def family_names(self, stream: Stream, community: Ints, male: Ints, rows: Ints) -> Ints:
        """Family names, in the form that goes with the sex where a name has two."""
        return self.family.pick(stream, community * 2 + male, rows)

    def nicknames_of(self, stream: Stream, names: Ints, rows: Ints) -> Ints:
        """A short form of each of ``names``; -1 where none is known."""
        count = self.nick_count[names]
        places = self.nick_first[names] + stream.below(np.maximum(count, 1), rows)
        return np.where(count > 0, self.nicknames[places % len(self.nicknames)], -1)


def load_names() -> Names:
    """The lists of the pack in use. Raises OperatorFileError ``names.refused`` with every fault."""
    return _names(content.file("synthetic", "names"))


def load_variants() -> Mapping[str, tuple[str, ...]]:
    """The other spellings of each name that has some, as other scripts and clerks write it."""
    return _variants(content.file("synthetic", "names"))


def load_communities() -> Mapping[str, frozenset[str]]:
    """Of each name, given or family, the communities on whose lists it stands."""
    return _communities(content.file("synthetic", "names"))


def load_nicknames() -> Mapping[str, tuple[str, ...]]:
    """The short forms of each given name that has some."""
    return _nicknames_by_name(content.file("synthetic", "names"))


def load_siblings() -> Mapping[str, tuple[str, ...]]:
    """For each given name the others of the same list: what brothers or sisters may be called."""
    return _siblings(content.file("synthetic", "names"))


def load_slips() -> Mapping[str, tuple[tuple[str, str], ...]]:
    """What was written and what is read, by kind of slip: keyboard, look or sound."""
    return _slips(content.file("synthetic", "names"))


def load_streets() -> Mapping[str, tuple[str, ...]]:
    """Parts of made-up addresses by kind: street, dwelling, odd, place."""
    return _streets(content.file("synthetic", "names"))


def digest() -> str:
    """SHA-256 over all lists of the pack in use, for the manifest of a cohort."""
    folder = content.file("synthetic", "names")
    lines = [f"{sha256(path.read_bytes()).hexdigest()}  {path.name}\n" for path in _lists(folder)]
    return sha256("".join(lines).encode()).hexdigest()


def _lists(folder: Path) -> list[Path]:
    return sorted((*folder.glob("*.csv"), *folder.glob("*.yaml")), key=lambda path: path.name)


@lru_cache(maxsize=2)
def _names(folder: Path) -> Names:
    given = _rows(folder, "given.csv", _GIVEN)
    family = _rows(folder, "family.csv", _FAMILY)
    short = _rows(folder, "nicknames.csv", ("formal", "nickname"))
    names = [row["name"] for row in (*given, *family)] + [name for row in short for name in row.values()]
    place = {word: number for number, word in enumerate(dict.fromkeys(names))}
    communities = list(dict.fromkeys(row["community"] for row in given))
    document = load(folder / "communities.yaml")
    said = check(document, "names")
    faults = [*_unknown(document, said, communities), *_lacking(given, family, communities)]
    if faults:
        raise _refusal(faults)
    number = {name: index for index, name in enumerate(communities)}
    groups = {"": said["not_said"], **said["groups"]}
    keys = {code: index for index, code in enumerate(groups)}
    return Names(
        words=tuple(place),
        groups=keys,
        apart=frozenset(keys[code] for code in said["apart"]),
        by_names=number[said["by_names"]],
        community=Choice.of(
            [[(number[name], weight) for name, weight in of.items()] for of in groups.values()]
        ),
        given=Choice.of(_given_groups(given, communities, place)),
        family=Choice.of(_family_groups(family, communities, place)),
        **_nicknames(short, place),
    )


def _given_groups(
    rows: Sequence[Row], communities: Sequence[str], place: Mapping[str, int]
) -> Iterable[list[tuple[int, int]]]:
    for community in communities:
        for sex in _SEXES:
            own = [row for row in rows if row["community"] == community and row["sex"] == sex]
            for decade in range(_FIRST_DECADE, _FIRST_DECADE + _DECADES * 10, 10):
                yield [(place[row["name"]], _weight_in(decade, row)) for row in own]


def _weight_in(decade: int, row: Row) -> int:
    away = abs(decade - int(row["peak"])) // 10 if row["peak"] else 0
    return int(row["weight"]) * _CERTAIN >> away


def _family_groups(
    rows: Sequence[Row], communities: Sequence[str], place: Mapping[str, int]
) -> Iterable[list[tuple[int, int]]]:
    for community in communities:
        for sex in _SEXES:
            own = [row for row in rows if row["community"] == community and row["sex"] in ("", sex)]
            yield [(place[row["name"]], int(row["weight"])) for row in own]


def _nicknames(rows: Sequence[Row], place: Mapping[str, int]) -> dict[str, Ints]:
    of: dict[int, list[int]] = {}
    for row in rows:
        of.setdefault(place[row["formal"]], []).append(place[row["nickname"]])
    first, count = np.zeros(len(place), dtype=np.int64), np.zeros(len(place), dtype=np.int64)
    flat: list[int] = []
    for name, short in of.items():
        first[name], count[name] = len(flat), len(short)
        flat += short
    return {"nick_first": first, "nick_count": count, "nicknames": np.array(flat, dtype=np.int64)}


@cache
def _variants(folder: Path) -> Mapping[str, tuple[str, ...]]:
    groups: dict[str, list[str]] = {}
    for row in _rows(folder, "variants.csv", ("group", "name")):
        groups.setdefault(row["group"], []).append(row["name"])
    found: dict[str, tuple[str, ...]] = {}
    for names in groups.values():
        for name in names:
            found[name] = (*found.get(name, ()), *(other for other in names if other != name))
    return found


@cache
def _nicknames_by_name(folder: Path) -> Mapping[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for row in _rows(folder, "nicknames.csv", ("formal", "nickname")):
        found[row["formal"]] = (*found.get(row["formal"], ()), row["nickname"])
    return found


@cache
def _communities(folder: Path) -> Mapping[str, frozenset[str]]:
    found: dict[str, frozenset[str]] = {}
    for file, columns in (("given.csv", _GIVEN), ("family.csv", _FAMILY)):
        for row in _rows(folder, file, columns):
            found[row["name"]] = found.get(row["name"], frozenset()) | {row["community"]}
    return found


@cache
def _siblings(folder: Path) -> Mapping[str, tuple[str, ...]]:
    lists: dict[tuple[str, str, str], list[str]] = {}
    for row in _rows(folder, "given.csv", _GIVEN):
        lists.setdefault((row["community"], row["sex"], row["peak"]), []).append(row["name"])
    found: dict[str, tuple[str, ...]] = {}
    for names in lists.values():
        for name in names:
            found.setdefault(name, tuple(other for other in names if other != name))
    return found


@cache
def _slips(folder: Path) -> Mapping[str, tuple[tuple[str, str], ...]]:
    rows = _rows(folder, "slips.csv", ("kind", "written", "read"))
    return {
        kind: tuple((row["written"], row["read"]) for row in rows if row["kind"] == kind)
        for kind in ("keyboard", "look", "sound")
    }


@cache
def _streets(folder: Path) -> Mapping[str, tuple[str, ...]]:
    rows = _rows(folder, "streets.csv", ("kind", "text"))
    return {
        kind: tuple(row["text"] for row in rows if row["kind"] == kind)
        for kind in ("street", "dwelling", "odd", "place")
    }


_FIGURES = ("weight", "peak")
_MAY_BE_EMPTY = ("peak", "sex", "read")


def _rows(folder: Path, name: str, columns: tuple[str, ...]) -> list[Row]:
    """The rows of one list. Raises OperatorFileError where it is not as the README says."""
    try:
        with (folder / name).open(encoding="utf-8", newline="") as stream:
            reader = csv.DictReader(stream, strict=True)
            rows = [(reader.line_num, row) for row in reader]
            head = tuple(reader.fieldnames or ())
    except (OSError, UnicodeDecodeError, csv.Error):
        raise _refusal(
            [Fault("names.unreadable", "The list cannot be read as CSV in UTF-8.", name)]
        ) from None
    if head != columns:
        message = f"A list of this name has the columns {', '.join(columns)}."
        raise _refusal([Fault("names.columns", message, name, 1)])
    faults = [
        Fault("names.row", f'The row has no "{column}" that can be used.', name, line)
        for line, row in rows
        for column in columns
        if not _usable(column, row[column])
    ]
    if faults or not rows:
        raise _refusal(faults or [Fault("names.empty", "The list has no row.", name, 1)])
    return [row for _, row in rows]


def _usable(column: str, text: str | None) -> bool:
    if not text:
        return text == "" and column in _MAY_BE_EMPTY
    if column in _FIGURES:
        return text.isascii() and text.isdigit() and len(text) < 8 and int(text) > 0
    return column != "sex" or text in _SEXES


def _unknown(document: Document, said: Mapping[str, Any], communities: Collection[str]) -> Iterable[Fault]:
    """Communities without a list, and groups that nobody described."""
    named: list[tuple[tuple[str, ...], str]] = [(("by_names",), said["by_names"])]
    named += [(("not_said", name), name) for name in said["not_said"]]
    named += [(("groups", code, name), name) for code, of in said["groups"].items() for name in of]
    for path, name in named:
        if name not in communities:
            meant = did_you_mean(name, communities)
            yield document.fault("names.community", f"No list has this community.{meant}", path)
    for index, code in enumerate(said["apart"]):
        if code not in said["groups"]:
            yield document.fault("names.group", "This group has no communities above.", ("apart", index))


def _lacking(given: Sequence[Row], family: Sequence[Row], communities: Sequence[str]) -> Iterable[Fault]:
    """Communities without a name for one of the sexes."""
    for name, rows in (("given.csv", given), ("family.csv", family)):
        for community in communities:
            sexes = {row["sex"] for row in rows if row["community"] == community}
            if not ("" in sexes or sexes >= set(_SEXES)):
                message = f'There is no name of the community "{community}" for one of the sexes.'
                yield Fault("names.lacking", message, name)


def _refusal(faults: Sequence[Fault]) -> OperatorFileError:
    return OperatorFileError("names.refused", "The lists of names cannot be used as they are.", faults)
