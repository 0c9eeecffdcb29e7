"""What the limited child process does to prove a release: read its files, and work its rows out again.

The argument and the answer are JSON values. What goes back holds counts, and names of the contract and of the
manifest; what a release says stays here and in the job folder.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from cfgovern.atomic import write_atomic
from cfgovern.contract.parts import LINK_ID, PERSON_REF, SYNTHETIC_ID
from cfgovern.csvtext import csv_bytes
from cfgovern.intake.child import allowed, stage
from cfgovern.journeys.proofagain import Again
from cfgovern.journeys.prooffiles import Laid, laid_out
from cfgovern.tokens.keyed import TokenKey

__all__ = ["REGISTRY", "prepare", "run"]

REGISTRY = "people.csv"
"""In the job folder: the identifiers of whoever must not be found in the answers."""


def prepare() -> None:
    """Load the heavy libraries while the parent still works out what to ask."""
    from cfgovern.engine import connection

    connection.warm_up()


def run(argument: Mapping[str, Any]) -> dict[str, Any]:
    """Read the parts of a release, and say what is wrong with them, proof by proof.

    ``argument``: job; folder of the release; tables, as its manifest has them; identifying (by table of the
    released contract, which identifier a column holds, ``""`` where that is not said); clear: whether
    identifiers are in the clear; counts: those of people and of identifiers; crosswalk: its file in the job
    folder, or None; ref: the key of person_ref as text, or None; again: what is to be worked out again, or
    None, as of :class:`cfgovern.journeys.proofagain.Again`. The answer: faults (sentences, by proof),
    figures, and registry: whether it was written.
    """
    job, folder = Path(argument["job"]), Path(argument["folder"])
    stage("reading")
    laid = [laid_out(folder, told) for told in argument["tables"]]
    faults = {"conservation": _rows(laid), "apart": _apart(laid, argument["identifying"])}
    figures: dict[str, Any] = {}
    people = _people(job, argument["crosswalk"])
    if people is not None:
        ours = _counts(people, argument["counts"])
        faults["crosswalk"] = ours + _crosswalk(laid, people, TokenKey.from_parent(argument["ref"]))
    named = _named(laid, argument["identifying"]) if argument["clear"] else []
    if argument["again"] is not None and people is not None:
        stage("proving")
        with Again(job, argument["again"], people, allowed().engine_memory) as again:
            faults["people"] = again.people(laid, folder)
            faults["treatments"], figures["again"] = again.treatments(laid)
            named = again.named()
    return {"faults": faults, "figures": figures, "registry": _registry(job, named)}


def _people(job: Path, file: str | None) -> Sequence[Mapping[str, Any]] | None:
    """Everybody of the crosswalk, as it was sealed."""
    if file is None:
        return None
    people: list[dict[str, Any]] = json.loads((job / file).read_bytes())["people"]
    return people


def _rows(laid: Sequence[Laid]) -> list[str]:
    """Whether each file has as many rows, and the columns, that the manifest says."""
    faults = []
    for one in laid:
        found = sum(1 for _ in one.rows())
        if found != one.told["rows"] or found > one.told["rows_in"]:
            faults.append(f"{one.file} has {found:,} rows, and the manifest says {one.told['rows']:,}.")
        if one.headings != [column["name"] for column in one.told["columns"]]:
            faults.append(f"{one.file} has other columns than the manifest says.")
    return faults


def _apart(laid: Sequence[Laid], identifying: Mapping[str, Mapping[str, str]]) -> list[str]:
    """Whether a file has columns, or a person, that belong to the other part alone."""
    faults = []
    for one in laid:
        names = set(identifying.get(one.table, ()))
        wrong = {PERSON_REF} if one.part == "identifiers" else {SYNTHETIC_ID, *names}
        faults += [f"{one.file} has the column {name}." for name in one.headings if name in wrong]
    payload, identifiers = (_ids(laid, part, LINK_ID) for part in ("payload", "identifiers"))
    if payload and (lost := len(identifiers - payload)):
        faults.append(f"The answers lack the link id of {lost:,} people whose identifiers are there.")
    return faults


def _ids(laid: Sequence[Laid], part: str, name: str) -> set[str]:
    """The pseudonyms that stand in a part."""
    there = (one for one in laid if one.part == part and name in one.headings)
    return {text for one in there for text in one.column(name)}


def _counts(people: Sequence[Mapping[str, Any]], counts: Mapping[str, Mapping[str, Any]]) -> list[str]:
    """Whether the crosswalk tells of as many people, kept back for the same reasons, as the manifest."""
    faults = []
    for what, reason in (("people", "kept_back"), ("identifiers", "unlinked")):
        why = Counter(one[reason] for one in people)
        del why[None]
        told = counts[what]
        elsewhere = set(told["kept_back"]) == {"not_in_this_domain"}
        if told["in"] != len(people) or not (elsewhere or told["kept_back"] == dict(why)):
            faults.append(f"It counts other {what} than the manifest.")
    return faults


def _crosswalk(laid: Sequence[Laid], people: Sequence[Mapping[str, Any]], ref: TokenKey) -> list[str]:
    """Whether the people of the files are those of the crosswalk, as it tells of them."""
    faults = []
    wrong = sum(one["ref"] != ref.token(one["record"]).hex() for one in people)
    if wrong:
        faults.append(f"{wrong:,} people have another person_ref than your key makes.")
    kept = {one["ref"]: one["link"] for one in people if one["kept_back"] is None}
    linked = {one["link"] for one in people if one["unlinked"] is None}
    if strange := len(_ids(laid, "payload", PERSON_REF) - kept.keys()):
        faults.append(f"The answers tell of {strange:,} people who are not to be in them.")
    if any(one.part == "identifiers" for one in laid):
        there = _ids(laid, "identifiers", LINK_ID)
        faults += [f"The identifiers name {len(there - linked):,} people too many."] if there - linked else []
        faults += [f"The identifiers lack {len(linked - there):,} people."] if linked - there else []
    for one in laid:
        if {PERSON_REF, LINK_ID} <= set(one.headings):
            pairs = zip(one.column(PERSON_REF), one.column(LINK_ID), strict=True)
            other = sum(kept.get(person) != link for person, link in pairs)
            faults += [f"{one.file}: {other:,} rows have the link id of somebody else."] if other else []
    return faults


def _named(laid: Sequence[Laid], identifying: Mapping[str, Mapping[str, str]]) -> list[dict[str, str]]:
    """Who stands in the identifiers: of each row what each cell is, and its text."""
    found = []
    for one in laid:
        kinds = identifying.get(one.table, {})
        if one.part == "identifiers" and kinds:
            at = [(kinds[name], number) for number, name in enumerate(one.headings) if kinds.get(name)]
            found += [{kind: row[number] for kind, number in at} for row in one.rows()]
    return found


def _registry(job: Path, named: Sequence[Mapping[str, str]]) -> bool:
    """Write a list of people for a scan to look for; whether anybody in it has a name."""
    kinds = sorted({kind for one in named for kind in one})
    if not any(one[kind] for one in named for kind in one if kind.endswith("_name")):
        return False
    head = [kind.replace("_", " ") for kind in kinds]
    rows = ([one.get(kind, "") for kind in kinds] for one in named)
    write_atomic(job / REGISTRY, csv_bytes(head, rows), mode=0o600)
    return True
