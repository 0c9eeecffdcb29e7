"""A cohort profile: how made-up people of one programme behave, each figure with its source.

The files are ``synthetic/<name>.yaml`` of the pack; one belongs to the contract whose id it names.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from types import MappingProxyType
from typing import Any

from cfgovern import content
from cfgovern.cohort.sources import unsourced
from cfgovern.contract.model import Contract
from cfgovern.errors import Fault, OperatorFileError
from cfgovern.evidence.measures import Target
from cfgovern.yamlfile import Document, check, did_you_mean, load

__all__ = ["TABLES", "Profile", "load_profile", "profile_for"]

_FIGURES = ("numbers", "hazards", "shares", "missing", "weights", "scores", "services", "nights")
_EMPTY: Mapping[str, Any] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Profile:
    """The figures of one programme, by name. Shares and hazards are per cent.

    ``targets`` are what is asked of the whole; ``fitted`` those of them that people are drawn to.
    ``organisation``: by concept, the rows of tables that are not about people, concept -> text or days from
    the day that data are made for.
    """

    contract: str
    numbers: Mapping[str, float]
    hazards: Mapping[str, float]
    shares: Mapping[str, float]
    missing: Mapping[str, Mapping[str, float]]
    weights: Mapping[str, Mapping[str, float]]
    scores: Mapping[str, Mapping[str, Any]]
    services: Mapping[str, Mapping[str, float]]
    nights: Mapping[str, Mapping[str, float]]
    needs: Mapping[str, Mapping[str, float]]
    organisation: Mapping[str, Sequence[Mapping[str, str | Mapping[str, int]]]]
    targets: tuple[Target, ...]
    fitted: tuple[Target, ...]
    digest: str
    document: Document = field(repr=False, compare=False)

    def number(self, name: str) -> int:
        """A figure that is a whole number. Raises KeyError for a name that the profile does not have."""
        return round(self.numbers[name])

    def share(self, name: str) -> float:
        """A share from 0 to 1. Raises KeyError for a name that the profile does not have."""
        return self.shares[name] / 100

    def organisation_on(self, day: date) -> dict[str, list[dict[str, str]]]:
        """The rows of the tables that are not about people, concept -> text, as made for ``day``."""

        def text(said: str | Mapping[str, int]) -> str:
            return said if isinstance(said, str) else (day + timedelta(days=said["days"])).isoformat()

        return {
            table: [{concept: text(said) for concept, said in row.items()} for row in rows]
            for table, rows in self.organisation.items()
        }


def profile_for(contract: Contract) -> Profile | None:
    """The profile of the pack for ``contract``: one that names its id, else one whose tables it has; or None.

    A contract has the tables of a profile if it has all of them by concept: a copy under another id, or with
    other names, is about the same people. Raises OperatorFileError for a profile that cannot be used.
    """
    concepts = {table.concept for table in contract.tables}
    if TABLES[0] not in concepts:
        return None
    found = [path for path in _profiles() if _names(path, contract.id)]
    if not found and concepts.issuperset(TABLES):
        found = _profiles()
    return load_profile(found[0]) if found else None


TABLES = ("participants", "identifiers", "agreements", "assessments", "outcomes", "service_use", "support")
"""The tables of people, by concept, that a profile tells of."""


def _profiles() -> list[Path]:
    paths = sorted(content.folder("synthetic").glob("*.yaml"))
    return [path for path in paths if b"\ntargets:" in path.read_bytes()]


def _names(path: Path, contract_id: str) -> bool:
    if contract_id.encode() not in path.read_bytes():  # a profile is long to read
        return False
    told = load(path).data
    return isinstance(told, dict) and told.get("contract") == contract_id


def load_profile(path: Path) -> Profile:
    """Read the profile at ``path``. Raises OperatorFileError with every fault and its line and column."""
    document = load(path)
    told = check(document, "cohort")
    unknown = unsourced(document, "cohort.source", _sourced(told), told["sources"])
    faults = [*unknown, *_unknown_targets(document, told)]
    if faults:
        raise OperatorFileError("cohort.profile", "The cohort profile cannot be used as it is.", faults)
    targets = [(_target(said, told["sources"]), said.get("fit", True)) for said in told["targets"]]
    figures = {part: {name: said["is"] for name, said in told[part].items()} for part in _FIGURES}
    return Profile(
        contract=told["contract"],
        **figures,
        needs=told["needs"]["is"],
        organisation={name: said["is"] for name, said in told.get("organisation", _EMPTY).items()},
        targets=tuple(target for target, _ in targets),
        fitted=tuple(target for target, fit in targets if fit and target.kind == "share"),
        digest="sha256:" + hashlib.sha256(path.read_bytes()).hexdigest(),
        document=document,
    )


def _target(said: Mapping[str, Any], sources: Mapping[str, str]) -> Target:
    number = {name: Decimal(str(said[name])) for name in ("share", "value") if name in said}
    return Target(
        id=said["id"],
        words=said["words"],
        of=said.get("of", "participants"),
        source=sources[said["source"]],
        kind="mean" if "value" in said else "share",
        where={name: tuple(codes) for name, codes in said.get("where", _EMPTY).items()},
        given={name: tuple(codes) for name, codes in said.get("given", _EMPTY).items()},
        at_least=said.get("at_least"),
        among=tuple(said.get("among", ())),
        codes=tuple(said.get("codes", ())),
        mean_of=tuple(said.get("mean_of", ())),
        unit=said.get("unit", ""),
        assumed=said["source"] == "assumed",
        conflicts_with=tuple(said.get("conflicts_with", ())),
        **number,
    )


def _sourced(told: Mapping[str, Any]) -> Iterator[tuple[tuple[str | int, ...], Mapping[str, Any]]]:
    """Everything that names a source, with its place."""
    for part in _FIGURES:
        yield from (((part, name), said) for name, said in told[part].items())
    yield from ((("organisation", name), said) for name, said in told.get("organisation", _EMPTY).items())
    yield ("needs",), told["needs"]
    yield from ((("targets", place), said) for place, said in enumerate(told["targets"]))


def _unknown_targets(document: Document, told: Mapping[str, Any]) -> Iterator[Fault]:
    """Targets that ask for nothing or for two things, or name a target that is not there."""
    known = [said["id"] for said in told["targets"]]
    for place, said in enumerate(told["targets"]):
        path = ("targets", place)
        if ("share" in said) == ("value" in said) or ("value" in said) != ("mean_of" in said):
            words = "A target has a share, or a value with mean_of."
            yield document.fault("cohort.target", words, path)
        if said["id"] in known[:place]:
            yield document.fault("cohort.target", "An earlier target has this id.", (*path, "id"))
        for other in said.get("conflicts_with", ()):
            if other not in known:
                words = f"No target has this id.{did_you_mean(other, known)}"
                yield document.fault("cohort.target", words, (*path, "conflicts_with"))
