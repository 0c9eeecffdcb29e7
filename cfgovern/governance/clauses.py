"""The clause library: which clauses a document takes, and their wording with names filled from facts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from cfgovern import content
from cfgovern.errors import Fault, OperatorFileError
from cfgovern.governance.bases import of_people
from cfgovern.governance.expressions import Expression, parse_at
from cfgovern.governance.law import Law
from cfgovern.governance.names import NAMES, Missing, fill, names_in
from cfgovern.governance.saidwords import Sources
from cfgovern.yamlfile import Document, check, did_you_mean, load, says

__all__ = ["Clause", "Drafted", "clauses_of", "load_clauses", "modules_of"]

FILE = "clauses.yaml"


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause as the library has it. ``readers``: people or parties; ``when`` None: always."""

    id: str
    title: str
    text: str
    readers: str
    documents: tuple[str, ...]
    module: str | None
    when: Expression | None
    rests_on: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Drafted:
    """A clause for one draft. ``settled`` is false where nobody knows whether it belongs here."""

    id: str
    title: str
    readers: str
    module: str | None
    paragraphs: tuple[str, ...]
    missing: tuple[Missing, ...]
    settled: bool


def load_clauses(kinds: Mapping[str, str], law: Law) -> dict[str, Clause]:
    """The library of the pack in use, by id. ``kinds``: the declared facts (see vocabulary).

    Raises OperatorFileError ``clauses.refused`` with every fault and its line and column.
    """
    document = load(content.file("dpia_templates", FILE))
    said = check(document, "clauses")["clauses"]
    parsed = [_condition(document, number, one, kinds) for number, one in enumerate(said)]
    faults = [one for one in parsed if isinstance(one, Fault)]
    faults += _faults(document, said, law)
    if faults:
        raise OperatorFileError("clauses.refused", "The clause library cannot be used as it is.", faults)
    return {one["id"]: _clause(one, when) for one, when in zip(said, parsed, strict=True)}


def _condition(document: Document, number: int, one: Mapping[str, Any], kinds: Mapping[str, str]) -> Any:
    if one["when"] is None:
        return None
    return parse_at(document, ("clauses", number, "when"), one["when"], kinds)


def _clause(one: Mapping[str, Any], when: Expression | None) -> Clause:
    lists = (tuple(one["documents"]), one["module"], when, tuple(one["rests_on"]))
    return Clause(one["id"], one["title"], one["text"].strip(), one["for"], *lists)


def _faults(document: Document, said: list[Mapping[str, Any]], law: Law) -> Iterator[Fault]:
    """What the shape alone does not tell: ids that come twice, names and law that nobody knows."""
    ids = [one["id"] for one in said]
    for number, one in enumerate(said):
        at = ("clauses", number)
        if ids.index(one["id"]) != number:
            yield document.fault("clauses.twice", says((*at, "id"), "stands here twice"), (*at, "id"))
        for name in names_in(one["text"]):
            if name not in NAMES:
                meant = did_you_mean(name, NAMES)
                words = f"The name {{{name}}} in the text is not one that can be filled.{meant}"
                yield document.fault("clauses.name", words, (*at, "text"))
        for place, entry in enumerate(one["rests_on"]):
            if entry not in law.entries:
                path = (*at, "rests_on", place)
                words = f"{says(path, 'is no entry of legal.yaml')}{did_you_mean(entry, law.entries)}"
                yield document.fault("clauses.law", words, path)


def modules_of(facts: Mapping[str, Any]) -> dict[str, bool | None]:
    """Whether the agreement needs each module, by the roles in the flows; None where roles are missing.

    ``joint``: a flow has joint controllers; ``processor``: somebody acts for a controller; ``disclosure``: a
    flow goes from one controller to another.
    """
    roles = [[party.get("role") for party in flow.get("parties", ())] for flow in of_people(facts)]
    there = {role for flow in roles for role in flow}
    unknown = not roles or any(len(flow) < 2 or None in flow for flow in roles)
    found = {
        "joint": "joint_controller" in there,
        "processor": "processor" in there or bool(facts.get("processors")),
        "disclosure": any(flow.count("controller") > 1 for flow in roles),
    }
    return {module: True if needed else None if unknown else False for module, needed in found.items()}


def clauses_of(
    facts: Mapping[str, Any], document: str, library: Mapping[str, Clause], law: Law
) -> list[Drafted]:
    """The clauses of one document for these facts, filled, in the order of the library.

    A clause is left out where its condition does not hold, its module is not needed, or the law that it rests
    on was not in force on the day of the draft. Where nobody knows, it stays and is not ``settled``.
    """
    there = law.on(facts["as_of"])
    modules = modules_of(facts)
    drafted = []
    for clause in library.values():
        wanted = [modules[clause.module]] if clause.module else []
        wanted += [clause.when.judge(facts["declared"])] if clause.when else []
        if document in clause.documents and set(clause.rests_on) <= set(there) and False not in wanted:
            drafted.append(replace(_drafted(clause, Sources(facts, law)), settled=None not in wanted))
    return drafted


def _drafted(clause: Clause, sources: Sources) -> Drafted:
    filled = fill(clause.text, sources)
    paragraphs = tuple(part for part in filled.text.split("\n") if part)
    return Drafted(clause.id, clause.title, clause.readers, clause.module, paragraphs, filled.missing, True)
