"""Which group each made-up person of a linkage cohort is in, as the generator knows it."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from cfgovern.cohort.linkage import Linkage, Shape, load_linkage_plan, shape_of
from cfgovern.cohort.names import load_communities
from cfgovern.cohort.rows import Rows
from cfgovern.contract.model import Contract
from cfgovern.csvtext import csv_bytes
from cfgovern.identifiers.postcode import NO_FIXED_ABODE

__all__ = ["ABODE", "LinkGroups", "groups_csv", "groups_of", "origin_of"]

ABODE = "fixed_abode"
NOT_SAID, SEVERAL, UNKNOWN = "not said", "more than one", "not known"
Facts = dict[str, str]


@dataclass(frozen=True, slots=True)
class LinkGroups:
    """Of each record of either file, by its id, what is known of the person: kind of group -> group.

    ``kinds``: the groups of each kind; none where it counts that both records have it, as a fixed abode.
    """

    left: Mapping[str, Facts]
    right: Mapping[str, Facts]
    kinds: Mapping[str, tuple[str, ...]]


def groups_of(contract: Contract, rows: Rows, made: Linkage) -> LinkGroups:
    """The groups of the people of ``rows``, of which ``made`` are the two files.

    Sex, ethnicity and where a name comes from are those of the left record's person; what a file says of them
    may be wrong.
    """
    shape = shape_of(contract)
    known = dict(_known(shape, contract, rows))
    left, right = (dict(_abodes(shape, side)) for side in (made.left, made.right))
    values = {kind: {facts[kind] for facts in known.values() if kind in facts} for kind in _KINDS}
    kinds = {kind: tuple(sorted(found)) for kind, found in values.items() if len(found) > 1}
    if any(not facts for facts in (*left.values(), *right.values())):
        kinds[ABODE] = ()
    return LinkGroups({one: {**known[one], **facts} for one, facts in left.items()}, right, kinds)


def groups_csv(groups: LinkGroups) -> bytes:
    """The groups that no file of identifiers tells of.

    The columns side, record, one for each kind, and record_origin: nobody in it exists.
    """
    kinds = [kind for kind in groups.kinds if kind != "sex"]
    rows = (
        [side, record, *(_cell(kind, facts) for kind in kinds), "synthetic"]
        for side, people in (("left", groups.left), ("right", groups.right))
        for record, facts in people.items()
    )
    return csv_bytes(["side", "record", *kinds, "record_origin"], rows)


def _cell(kind: str, facts: Facts) -> str:
    return facts.get(kind, "no" if kind == ABODE else "")


_KINDS = ("sex", "ethnicity", "name_origin")


def _known(shape: Shape, contract: Contract, rows: Rows) -> Iterator[tuple[str, Facts]]:
    """Of each person with a row of identifiers, by record id, the kinds that do not depend on a file."""
    answers = {
        kind: dict(_answers(shape, contract, rows, concept))
        for kind, concept in (("sex", "sex"), ("ethnicity", "ethnic_group"))
    }
    table = shape.identifiers
    given, family = (table.by_concept(concept) for concept in ("given_name", "family_name"))
    origins = load_linkage_plan().name_origins
    for row in rows[table.name]:
        person = row[shape.ids[table.name]]
        facts = {kind: found[person] for kind, found in answers.items() if person in found}
        names = (row[column.name] for column in (family, given) if column)
        yield person, {**facts, "name_origin": origin_of(*names, origins=origins)}


def _answers(shape: Shape, contract: Contract, rows: Rows, concept: str) -> Iterator[tuple[str, str]]:
    for table in shape.tables:
        column = table.by_concept(concept)
        if column and table.name in shape.ids:
            group = contract.told_as(column)
            for row in rows[table.name]:
                yield row[shape.ids[table.name]], group.get(row[column.name], NOT_SAID)


def _abodes(shape: Shape, side: Rows) -> Iterator[tuple[str, Facts]]:
    """Of each record of a file, whether its address is one: nothing stands there of no fixed abode."""
    table = shape.identifiers
    postcode = next((one for one in table.collected if one.identifier == "postcode"), None)
    for row in side[table.name]:
        nowhere = postcode is not None and row[postcode.name] == NO_FIXED_ABODE
        yield row[shape.ids[table.name]], {} if nowhere else {ABODE: "yes"}


def origin_of(family: str, given: str, *, origins: Mapping[str, Collection[str]]) -> str:
    """Where a name comes from, by the lists that it stands on; the given name decides where the family name
    leaves it open."""
    first, second = _origins(family, origins), _origins(given, origins)
    found = first & second if len(first) > 1 and first & second else first or second
    return next(iter(found)) if len(found) == 1 else SEVERAL if found else UNKNOWN


def _origins(name: str, origins: Mapping[str, Collection[str]]) -> set[str]:
    lists = load_communities()
    parts = [name] if name in lists else re.split("[- ]", name)
    there = {community for part in parts for community in lists.get(part, ())}
    return {origin for origin, of in origins.items() if not there.isdisjoint(of)}
