"""What is compared, and what each agreement is worth: read from ``validators/linking/``, or a file given."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from cfgovern import content, yamlfile
from cfgovern.errors import Fault, OperatorFileError
from cfgovern.tokens.clksettings import CLK, load_clk
from cfgovern.tokens.published import TOKENS

__all__ = ["ANSWERS", "COLUMNS", "MODES", "Comparison", "Level", "Once", "Settings", "load_settings"]

ANSWERS = ("sex",)
"""Concepts that may be compared beside tokens, where a part of identifiers has them."""
COLUMNS = (*TOKENS, *ANSWERS)
"""All that can be compared, in the published order."""
MODES = {"split": "clear", "tokens": "tokens"}
"""Which settings are for which mode of a release."""
_WAYS = ("same", "crossed", "either", "like")
_ALL = 100.0  # per cent


@dataclass(frozen=True, slots=True)
class Level:
    """One way in which two records are alike. ``share``: of true pairs, from 0 to 1."""

    way: str
    columns: tuple[str, ...]
    share: float
    at_least: float = 0.0
    rarity: str = ""


@dataclass(frozen=True, slots=True)
class Comparison:
    """One comparison: what must be there (``of``), and its levels from the top. ``elsewhere``: two columns
    that count elsewhere where they are crossed, or one where it is the same and ``of`` is not."""

    name: str
    of: tuple[str, ...]
    levels: tuple[Level, ...]
    elsewhere: tuple[str, ...]

    @property
    def rest(self) -> float:
        """The share of true pairs that differ in all that the levels say."""
        return max(0.0025, 1 - sum(level.share for level in self.levels))


@dataclass(frozen=True, slots=True)
class Once:
    """That a person stands once in each file. ``not_brought``: the share of true pairs that no blocking rule
    brings together; ``at_most``: the largest share of the smaller file that may be taken to stand in both."""

    not_brought: float
    at_most: float


@dataclass(frozen=True, slots=True)
class Settings:
    """All that is set; the file tells what each means. ``blocking``, ``sure`` and ``learn``: columns of each
    rule. ``budget``: how many pairs they may bring together in all. ``once``: None where a person may stand
    in a file twice."""

    of: str
    seed: int
    threshold: float
    because: str
    found: float
    budget: int
    sure: tuple[tuple[str, ...], ...]
    blocking: tuple[tuple[str, ...], ...]
    learn: tuple[tuple[str, ...], ...]
    comparisons: tuple[Comparison, ...]
    groups: Mapping[str, tuple[str, ...]]
    once: Once | None = None

    def over(self, columns: Sequence[str]) -> Settings:
        """What of this can be done with ``columns``: comparisons, levels and rules of others are left out."""
        there = set(columns)
        kept = {name: tuple(one for one in getattr(self, name) if there.issuperset(one)) for name in _RULES}
        made = [
            Comparison(one.name, one.of, tuple(_levels(one, there)), _if(one.elsewhere, there))
            for one in self.comparisons
            if there.issuperset(one.of)
        ]
        return Settings(**{**self._fields(), **kept, "comparisons": tuple(made)})

    def used(self) -> list[str]:
        """The columns that are compared or blocked on, in the published order."""
        names = {name for rule in (*self.blocking, *self.learn) for name in rule}
        for one in self.comparisons:
            names.update(one.of, one.elsewhere, *(level.columns for level in one.levels))
        return [name for name in COLUMNS if name in names]

    def _fields(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in self.__slots__}

    def as_json(self) -> dict[str, Any]:
        """For the child process."""
        return asdict(self)

    @classmethod
    def from_json(cls, told: Mapping[str, Any]) -> Settings:
        """What :meth:`as_json` made."""
        comparisons = tuple(
            Comparison(
                one["name"],
                tuple(one["of"]),
                tuple(Level(**{**level, "columns": tuple(level["columns"])}) for level in one["levels"]),
                tuple(one["elsewhere"]),
            )
            for one in told["comparisons"]
        )
        rules = {name: tuple(map(tuple, told[name])) for name in _RULES}
        groups = {name: tuple(values) for name, values in told["groups"].items()}
        once = told["once"] and Once(**told["once"])
        return cls(**{**told, **rules, "comparisons": comparisons, "groups": groups, "once": once})


_RULES = ("sure", "blocking", "learn")
_EVERY = 500_000_000  # pairs of CLKs that are compared: a few minutes


def _levels(one: Comparison, there: set[str]) -> Iterator[Level]:
    for level in one.levels:
        columns = tuple(name for name in level.columns if name in there)
        if columns == level.columns or (level.way == "either" and len(columns) > 1):
            yield Level(level.way, columns, level.share, level.at_least, level.rarity)


def _if(columns: tuple[str, ...], there: set[str]) -> tuple[str, ...]:
    return columns if there.issuperset(columns) else ()


def load_settings(of: str, path: Path | None = None) -> Settings:
    """The settings for what is ``of`` the kind clear, tokens or clk: of the pack, or the file at ``path``.

    Of CLKs nothing is blocked, and nothing compared but their bits. Raises OperatorFileError
    ``linking.refused`` with every fault of the file.
    """
    if of == CLK:
        bits = load_clk(path)
        return Settings(of, 0, bits.threshold, bits.because, 1.0, _EVERY, (), (), (), (), bits.groups)
    document = yamlfile.load(path or content.file("validators", "linking", f"{of}.yaml"))
    said = yamlfile.check(document, "linking")
    if faults := list(_faults(document, said, of)):
        name = os.fspath(path) if path else f"{of}.yaml"
        raise OperatorFileError("linking.refused", f"The settings {name} cannot be used as they are.", faults)
    comparisons = tuple(
        Comparison(
            one["name"],
            tuple(one["of"]),
            tuple(_level(level) for level in one["levels"]),
            tuple(one["counted_elsewhere"]),
        )
        for one in said["comparisons"]
    )
    return Settings(
        of=said["of"],
        seed=said["seed"],
        threshold=float(said["threshold"]),
        because=said["because"].strip(),
        found=float(said["sure"]["found"]),
        budget=said["budget"]["pairs"],
        sure=tuple(map(tuple, said["sure"]["rules"])),
        blocking=tuple(tuple(one["same"]) for one in said["blocking"]),
        learn=tuple(map(tuple, said["learn"])),
        comparisons=comparisons,
        groups={name: tuple(values) for name, values in said["groups"].items()},
        once=_once(said.get("once")),
    )


def _once(said: Mapping[str, float] | None) -> Once | None:
    return Once(said["not_brought"] / _ALL, said["at_most"] / _ALL) if said else None


def _level(said: Mapping[str, Any]) -> Level:
    [way] = [word for word in _WAYS if word in said]
    share = said["share"] / _ALL
    return Level(way, tuple(said[way]), share, float(said["at_least"]), said["rarity"])


def _faults(document: yamlfile.Document, said: Mapping[str, Any], of: str) -> Iterator[Fault]:
    """What Cerberus cannot tell: ways, kinds, shares, names used twice."""
    if said["of"] != of:
        message = f"These settings are for what is of the kind {said['of']}, and this is of the kind {of}."
        yield document.fault("linking.other_kind", message, ("of",))
    for path, columns in _named(said):
        for place, name in enumerate(columns):
            if name not in COLUMNS:
                message = f"Nothing of that name can be compared.{yamlfile.did_you_mean(name, COLUMNS)}"
                yield document.fault("linking.column", message, (*path, place))
    names = [one["name"] for one in said["comparisons"]]
    for number, one in enumerate(said["comparisons"]):
        path = ("comparisons", number)
        if one["name"] in names[:number]:
            yield document.fault("linking.twice", "Two comparisons have one name.", (*path, "name"))
        if sum(level["share"] for level in one["levels"]) > _ALL:
            yield document.fault("linking.share", "The shares add up to more than 100.", (*path, "levels"))
        for place, level in enumerate(one["levels"]):
            at = (*path, "levels", place)
            if message := _fault(level, of):
                yield document.fault("linking.level", message, at)


def _named(said: Mapping[str, Any]) -> Iterator[tuple[tuple[str | int, ...], Sequence[str]]]:
    """Every list of columns, with its place."""
    for number, rule in enumerate(said["sure"]["rules"]):
        yield ("sure", "rules", number), rule
    for number, rule in enumerate(said["learn"]):
        yield ("learn", number), rule
    for number, one in enumerate(said["blocking"]):
        yield ("blocking", number, "same"), one["same"]
    for number, one in enumerate(said["comparisons"]):
        yield ("comparisons", number, "of"), one["of"]
        yield ("comparisons", number, "counted_elsewhere"), one["counted_elsewhere"]
        for place, level in enumerate(one["levels"]):
            for way in _WAYS:
                yield ("comparisons", number, "levels", place, way), level.get(way, ())


def _fault(level: Mapping[str, Any], of: str) -> str:
    ways = [word for word in _WAYS if word in level]
    if len(ways) != 1:
        return f"A level has one of these, and no more: {', '.join(_WAYS)}."
    [way] = ways
    columns = level[way]
    if way == "like" and (of == "tokens" or len(columns) != 1 or not level["at_least"]):
        return "like is for one column in the clear, and needs at_least. Tokens are the same or not."
    if way == "crossed" and len(columns) != 2:
        return "crossed is for two columns."
    if level["rarity"] and (way != "same" or list(columns) != [level["rarity"]]):
        return "rarity is for a level where that one column is the same."
    return ""
