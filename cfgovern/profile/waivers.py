"""``waivers.yaml`` beside a contract: rules that the programme lets rest for a while, with owner and end."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from cfgovern.errors import Fault, OperatorFileError
from cfgovern.identifiers import names_somebody
from cfgovern.yamlfile import Document, Given, check, load, says

__all__ = ["FILE", "Waiver", "Waivers", "load_waivers", "refusal"]

FILE = "waivers.yaml"
_DAYS = ("from", "until")


@dataclass(frozen=True, slots=True)
class Waiver:
    """One rule that rests. ``becomes``: warning, info or not_run. ``areas``: empty for all of them.

    ``since`` and ``until`` are the first and the last day (ISO dates); ``place`` is the entry's in its file.
    """

    rule: str
    becomes: str
    areas: tuple[str, ...]
    since: str
    until: str
    owner: str
    reason: str
    place: int
    line: int


@dataclass(frozen=True, slots=True)
class Waivers:
    """What the programme published beside a contract. ``digest``: of the file."""

    contract: str
    entries: tuple[Waiver, ...]
    digest: str
    document: Document

    def fault(self, code: str, words: str, waiver: Waiver, fix: str = "") -> Fault:
        """A fault of the rule that ``waiver`` names; ``words`` go after its name."""
        place = ("waivers", waiver.place, "rule")
        return self.document.fault(f"waivers.{code}", says(place, words), place, fix)


def load_waivers(contract_path: Path | Given, contract: str) -> Waivers | None:
    """The waivers beside the contract at ``contract_path`` with the id ``contract``, if there are any.

    Raises OperatorFileError with every fault and its line and column: also where they are of another
    contract, or a text holds what is written like an identifier, as the report shows it.
    """
    if isinstance(contract_path, Given):
        return None
    path = contract_path.parent / FILE
    if not os.path.lexists(path):
        return None
    document = load(path)
    said = check(document, "waivers")
    faults = list(_faults(document, said["waivers"]))
    if said["contract"] != contract:
        at = ("contract",)
        words = says(at, "names another contract than the one beside it")
        faults.insert(0, document.fault("waivers.other_contract", words, at))
    if faults:
        raise refusal(faults)
    entries = tuple(_waiver(document, entry, number) for number, entry in enumerate(said["waivers"]))
    digest = f"sha256:{hashlib.sha256(document.content).hexdigest()}"
    return Waivers(said["contract"], entries, digest, document)


def refusal(faults: Iterable[Fault]) -> OperatorFileError:
    """That the waivers cannot be used."""
    return OperatorFileError("waivers.refused", "The waivers of the programme cannot be used.", faults)


def _faults(document: Document, entries: Sequence[Mapping[str, Any]]) -> Iterator[Fault]:
    for number, entry in enumerate(entries):
        at = ("waivers", number)
        for name in ("owner", "reason"):
            if names_somebody(entry[name]):
                words = says((*at, name), "holds something that is written like an identifier or a full date")
                yield document.fault(
                    "waivers.identifier", words, (*at, name), "Reports show it: say it in other words."
                )
        days = [_day(entry[name]) for name in _DAYS]
        for name, day in zip(_DAYS, days, strict=True):
            if day is None:
                words = says((*at, name), "is a day that no calendar has")
                yield document.fault("waivers.day", words, (*at, name))
        if None not in days and entry["until"] < entry["from"]:
            words = says(at, "ends before it starts")
            yield document.fault("waivers.period", words, (*at, "until"))


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _waiver(document: Document, entry: Mapping[str, Any], number: int) -> Waiver:
    return Waiver(
        rule=entry["rule"],
        becomes=entry["becomes"],
        areas=() if entry["areas"] == "all" else tuple(entry["areas"]),
        since=entry["from"],
        until=entry["until"],
        owner=" ".join(entry["owner"].split()),
        reason=" ".join(entry["reason"].split()),
        place=number,
        line=document.where(("waivers", number))[0],
    )
