"""``synthetic/faults.yaml``: what goes wrong in spreadsheets, how it is planted, and which rules find it."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Any

from cfgovern import content
from cfgovern.cohort.faults import amounts, cells, files, layout, rows
from cfgovern.errors import Fault, OperatorFileError, UsageError
from cfgovern.yamlfile import Document, check, did_you_mean, load, shown

__all__ = ["Catalogue", "Kind", "Way", "load_catalogue", "operators"]

ALL = "all"
_EMPTY: Mapping[str, Any] = MappingProxyType({})
_HOLE = re.compile(r"\{([a-z_]+)\}")
_LAST = re.compile("[. ]")
_HOLES = ("table", "column", "letters")


@dataclass(frozen=True, slots=True)
class Finders:
    """Templates of the ids of rules, any one of which finds a place at fault, and their severity."""

    rules: tuple[str, ...]
    severity: str = "error"


@dataclass(frozen=True, slots=True)
class Way:
    """One way in which a fault comes about. ``rules``: templates of rule ids, any one of which finds it.

    ``do`` is the operator and ``given`` its parameters; ``where`` says on what it may work. ``also``: the
    rules of what else such a fault sets off, by the name of the part. ``form``: workbook or csv, where
    the other cannot have it. ``alone``: it stops the reading or changes every row, and so goes into a
    submission of its own. ``held_as``: how a workbook holds the cell, if not as text: number or error.
    ``seen_at``: the concept of the cell of the same row that a finding names, if it is another one.
    """

    do: str
    given: Mapping[str, Any] = field(default_factory=lambda: _EMPTY)
    where: Mapping[str, Any] = field(default_factory=lambda: _EMPTY)
    rules: tuple[str, ...] = ()
    also: Mapping[str, Finders] = field(default_factory=lambda: _EMPTY)
    severity: str = "error"
    form: str = ""
    alone: bool = False
    held_as: str = ""
    seen_at: str = ""


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of fault, or of decoy. ``awaits``: what has to be built before a rule can find it.

    ``needs``: in words, what a contract or a file must have; ``judged_with``: what a check must be given.
    """

    id: str
    name: str
    words: str
    level: str
    ways: tuple[Way, ...]
    needs: str = ""
    awaits: str = ""
    judged_with: str = ""


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Every kind, in the order of the file. ``demo``: the ids of those that ``cfgovern demo`` plants.

    ``unplanted``: last part of the id of a rule that nothing here sets off -> why, in words.
    """

    kinds: tuple[Kind, ...]
    decoys: tuple[Kind, ...]
    demo: tuple[str, ...] = ()
    unplanted: Mapping[str, str] = field(default_factory=lambda: _EMPTY)
    document: Document | None = field(default=None, repr=False, compare=False)

    def kind(self, id: str) -> Kind:
        """The kind or decoy of that id. Raises KeyError."""
        return {kind.id: kind for kind in (*self.kinds, *self.decoys)}[id]

    def why_unplanted(self, rule: str) -> str:
        """Why nothing here sets off ``rule``; empty where something does."""
        return self.unplanted.get(_LAST.split(rule)[-1], "")

    def chosen(self, ids: Iterable[str]) -> tuple[Kind, ...]:
        """The kinds of those ids or names, however written, in the order of the file; of ``all``, every one.

        Raises UsageError ``faults.unknown``.
        """
        asked = {id.casefold() for id in ids}
        if not asked:
            raise UsageError(
                "faults.unknown", "No fault was named.", fix="Give some, such as F01,F27, or all."
            )
        known = [word for kind in self.kinds for word in (kind.id, kind.name)]
        for word in sorted(asked - {ALL, *map(str.casefold, known)}):
            raise UsageError(
                "faults.unknown",
                f"There is no fault of that name.{did_you_mean(word, known)}",
                fix="The page docs/reference/faults.md lists them.",
            )
        return tuple(kind for kind in self.kinds if {ALL, kind.id.casefold(), kind.name.casefold()} & asked)


def operators() -> dict[str, Callable[..., Any]]:
    """What the catalogue may ask for under ``do``, by name."""
    return {
        **cells.OPERATORS,
        **rows.OPERATORS,
        **amounts.OPERATORS,
        **layout.OPERATORS,
        **files.OPERATORS,
    }


def load_catalogue(path: Path | None = None) -> Catalogue:
    """The catalogue at ``path``, or that of the pack in use.

    Raises OperatorFileError with every fault and its line and column.
    """
    document = load(path or content.file("synthetic", "faults.yaml"))
    said = check(document, "faults")
    faults = list(_faults(document, said))
    if faults:
        raise OperatorFileError("faults.refused", "The catalogue of faults cannot be used as it is.", faults)
    kinds = tuple(_kind(entry) for entry in said["faults"])
    decoys = tuple(_decoy(entry) for entry in said["decoys"])
    return Catalogue(kinds, decoys, tuple(said["demo"]), said["unplanted"], document)


def _kind(entry: Mapping[str, Any]) -> Kind:
    return Kind(
        entry["id"],
        entry["name"],
        entry["words"],
        entry["level"],
        tuple(_way(way) for way in entry["ways"]),
        entry["needs"],
        entry["awaits"],
        entry["judged_with"],
    )


def _decoy(entry: Mapping[str, Any]) -> Kind:
    way = Way(entry["do"], entry["with"], entry["where"], severity="info")
    return Kind(entry["id"], entry["name"], entry["words"], "cell", (way,))


def _way(entry: Mapping[str, Any]) -> Way:
    return Way(
        do=entry["do"],
        given=entry["with"],
        where=entry["where"],
        rules=tuple(entry["rules"]),
        also={part: Finders(tuple(said["rules"]), said["severity"]) for part, said in entry["also"].items()},
        severity=entry["severity"],
        form=entry["form"],
        alone=entry["alone"],
        held_as=entry["held_as"],
        seen_at=entry["seen_at"],
    )


def _faults(document: Document, said: Mapping[str, Any]) -> Iterator[Fault]:
    """What the shape of the file alone does not tell."""
    seen: set[str] = set()
    for part in ("faults", "decoys"):
        for number, kind in enumerate(said[part]):
            at = (part, number)
            if kind["id"] in seen:
                yield document.fault(
                    "faults.twice", f"The id {shown(kind['id'])} is given twice.", (*at, "id")
                )
            seen.add(kind["id"])
            for place, way in enumerate(kind.get("ways", ())):
                yield from _do_faults(document, way, (*at, "ways", place))
                yield from _rule_faults(document, way, (*at, "ways", place))
            if "do" in kind:
                yield from _do_faults(document, kind, at)
    known = [kind["id"] for kind in said["faults"]]
    for number, id in enumerate(said["demo"]):
        if id not in known:
            words = f"There is no fault {shown(id)}.{did_you_mean(id, known)}"
            yield document.fault("faults.unknown", words, ("demo", number))


def _rule_faults(document: Document, way: Mapping[str, Any], at: tuple[str | int, ...]) -> Iterator[Fault]:
    also = [said["rules"] for said in way["also"].values()]
    for part, listed in (("rules", [way["rules"]]), ("also", also)):
        holes = {hole for rules in listed for rule in rules for hole in _HOLE.findall(rule)}
        for hole in sorted(holes - {*_HOLES}):
            words = f"A rule id has no place for {shown(hole)}.{did_you_mean(hole, _HOLES)}"
            yield document.fault("faults.rule", words, (*at, part))


def _do_faults(document: Document, way: Mapping[str, Any], at: tuple[str | int, ...]) -> Iterator[Fault]:
    known = operators()
    if way["do"] in known:
        yield from _given_faults(document, known[way["do"]], way["with"], at)
        return
    words = f"There is no way to plant called {shown(way['do'])}.{did_you_mean(way['do'], known)}"
    yield document.fault("faults.operator", words, (*at, "do"))


def _given_faults(
    document: Document, operator: Callable[..., Any], given: Mapping[str, Any], at: tuple[str | int, ...]
) -> Iterator[Fault]:
    taken = [
        parameter
        for parameter in inspect.signature(operator).parameters.values()
        if parameter.kind is inspect.Parameter.KEYWORD_ONLY
    ]
    names = [parameter.name for parameter in taken]
    for name in given:
        if name not in names:
            words = f"This way to plant takes no {shown(name)}.{did_you_mean(name, names)}"
            yield document.fault("faults.parameter", words, (*at, "with", name), key=True)
    for parameter in taken:
        if parameter.default is inspect.Parameter.empty and parameter.name not in given:
            words = f"This way to plant needs {shown(parameter.name)}."
            yield document.fault("faults.parameter", words, (*at, "do"))
