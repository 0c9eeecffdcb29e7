"""Two submissions about overlapping people that disagree as real ones do, and the truth about them.

``synthetic/linkage.yaml`` says how often; :mod:`cfgovern.cohort.disagreement` knows how. Both files are in
the contract's form and each numbers its people in its own way: the same record id in both means nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from cfgovern import content
from cfgovern.cohort.disagreement import WAYS, Dice, Person, moved_to, of_age
from cfgovern.cohort.draw import Draw
from cfgovern.cohort.names import load_siblings
from cfgovern.cohort.rows import Rows
from cfgovern.cohort.sources import unsourced
from cfgovern.contract.model import Contract, Table
from cfgovern.csvtext import csv_bytes
from cfgovern.errors import Fault, OperatorFileError, UsageError
from cfgovern.yamlfile import Document, check, did_you_mean, load

__all__ = ["Linkage", "LinkagePlan", "Shape", "links_csv", "load_linkage_plan", "make_linkage", "shape_of"]

_NEEDED = ("given_name", "family_name", "date_of_birth")
_OTHER_NAMES = ("middle_names", "alias_given_name", "alias_family_name")
_GROUPS = ("look_alikes", "disagreements", "least")
_LEFT, _RIGHT = 0, 1
Change = dict[str, str]


@dataclass(frozen=True, slots=True)
class LinkagePlan:
    """How often records disagree. Per cent; ``least`` by concept, the others by name.

    ``name_origins``: what groups of lists of names are called, and the lists of each.
    """

    in_both: float
    look_alikes: Mapping[str, float]
    disagreements: Mapping[str, float]
    least: Mapping[str, float]
    name_origins: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Linkage:
    """Two submissions and the truth about them.

    ``links``: (left, right) record ids of one person. ``look_alikes``: (left, right, kind) of two people who
    are easily taken for one. ``struck``: in how many pairs each way of disagreeing struck. ``differing``: in
    what per cent of the pairs each concept of the plan's ``least`` is written differently.
    """

    left: Rows
    right: Rows
    links: tuple[tuple[str, str], ...]
    look_alikes: tuple[tuple[str, str, str], ...]
    struck: Mapping[str, int]
    differing: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Shape:
    """Where a contract keeps people: its table of identifiers, and the column of the record id by table."""

    identifiers: Table
    ids: Mapping[str, str]
    tables: tuple[Table, ...]


@dataclass(slots=True)
class _Pairs:
    """The work in hand: people by record id, and what each side says otherwise."""

    people: Mapping[str, Person]
    side: Mapping[str, tuple[int, ...]]
    said: tuple[dict[str, Change], dict[str, Change]]

    def record(self, side: int, person: str) -> Person:
        """The person's cells as they stand in one of the files."""
        return {**self.people[person], **self.said[side].get(person, {})}

    def say(self, side: int, person: str, change: Change) -> bool:
        """Write ``change`` where the contract has a cell for it; whether anything became different."""
        now = self.record(side, person)
        change = {concept: text for concept, text in change.items() if now.get(concept, text) != text}
        self.said[side].setdefault(person, {}).update(change)
        return bool(change)


def load_linkage_plan() -> LinkagePlan:
    """``synthetic/linkage.yaml`` of the pack in use. Raises OperatorFileError with every fault."""
    document = load(content.file("synthetic", "linkage.yaml"))
    told = check(document, "linkage")
    faults = list(_plan_faults(document, told))
    if faults:
        raise OperatorFileError(
            "linkage.refused", "The plan of disagreements cannot be used as it is.", faults
        )
    return LinkagePlan(
        in_both=told["in_both"]["rate"],
        name_origins={origin: tuple(lists) for origin, lists in told["name_origins"].items()},
        **{group: {name: entry["rate"] for name, entry in told[group].items()} for group in _GROUPS},
    )


def _plan_faults(document: Document, told: Mapping[str, Any]) -> Iterator[Fault]:
    for way in told["disagreements"]:
        if way not in WAYS:
            message = f"Nothing is known to disagree in this way.{did_you_mean(way, WAYS)}"
            yield document.fault("linkage.way", message, ("disagreements", way), key=True)
    entries: list[tuple[tuple[str, ...], Any]] = [(("in_both",), told["in_both"])]
    for group in _GROUPS:
        entries += [((group, name), entry) for name, entry in told[group].items()]
    yield from unsourced(document, "linkage.source", entries, told["sources"])


def make_linkage(contract: Contract, rows: Rows, draw: Draw) -> Linkage:
    """Two submissions about the people of ``rows`` (a whole area, as the contract has it), and the truth.

    Who has no row of identifiers stands in one of the files only. Raises UsageError
    ``cohort.nothing_to_link`` for a contract without names and date of birth, and OperatorFileError for a
    plan with faults.
    """
    plan, shape = load_linkage_plan(), shape_of(contract)
    ids = list(dict.fromkeys(row[name] for table, name in shape.ids.items() for row in rows[table]))
    people = {row[shape.ids[shape.identifiers.name]]: dict(cells) for row, cells in _cells(shape, rows)}
    side = {person: _sides(draw, plan, number, person in people) for number, person in enumerate(ids)}
    pairs = _Pairs(people, side, ({}, {}))
    struck = _disagree(draw, plan, pairs)
    alike = list(_look_alikes(draw, plan, pairs))
    new = _renumbered(draw, ids)
    both = [person for person in people if len(side[person]) == 2]
    return Linkage(
        left=_file(shape, rows, pairs, _LEFT, {person: person for person in ids}),
        right=_file(shape, rows, pairs, _RIGHT, new),
        links=tuple((person, new[person]) for person in both),
        look_alikes=tuple((one, new[other], kind) for one, other, kind in alike),
        struck=struck,
        differing={concept: _differing(pairs, both, concept) for concept in plan.least},
    )


def links_csv(links: Iterable[tuple[str, str]]) -> bytes:
    """The truth as a file: the columns left and right, one row a person who stands in both."""
    return csv_bytes(("left", "right"), links)


def shape_of(contract: Contract) -> Shape:
    """Where ``contract`` keeps people. Raises UsageError ``cohort.nothing_to_link``."""
    for table in contract.tables:
        concepts = {column.concept: column for column in table.collected}
        keys = [column for column in table.collected if column.name in table.primary_key]
        if keys and concepts.keys() >= set(_NEEDED):
            ids = {
                other.name: column.name
                for other in contract.tables
                for column in other.collected
                if column.concept == keys[0].concept
            }
            return Shape(table, ids, contract.tables)
    raise UsageError(
        "cohort.nothing_to_link",
        "No table of the contract has a key, a given name, a family name and a date of birth.",
        fix="Use a contract that collects them; cfgovern contract show prints what each table holds.",
    )


def _cells(shape: Shape, rows: Rows) -> Iterator[tuple[dict[str, str], Person]]:
    """Each row of identifiers, with its cells by concept and the start date of the same person."""
    table = shape.identifiers
    start: dict[str, str] = {}
    for other in shape.tables:
        named = {column.concept: column.name for column in other.collected}
        if other.name in shape.ids and "start_date" in named:
            start |= {row[shape.ids[other.name]]: row[named["start_date"]] for row in rows[other.name]}
    for row in rows[table.name]:
        cells = {column.concept: row[column.name] for column in table.collected}
        yield row, {**cells, "start_date": start.get(row[shape.ids[table.name]], "")}


def _sides(draw: Draw, plan: LinkagePlan, number: int, known: bool) -> tuple[int, ...]:
    """The files a person stands in: ``in_both`` per cent of each file stand in the other as well."""
    both = plan.in_both / (200 - plan.in_both)
    if known and draw.below(1_000_000, "linkage", "both", number) < both * 1_000_000:
        return (_LEFT, _RIGHT)
    return (draw.below(2, "linkage", "side", number),)


def _disagree(draw: Draw, plan: LinkagePlan, pairs: _Pairs) -> Mapping[str, int]:
    names, struck = list(pairs.people), Counter[str]()
    for number, person in enumerate(names):
        if len(pairs.side[person]) == 2:
            for way, rate in plan.disagreements.items():
                dice = Dice(draw, ("linkage", way, number))
                if dice.below(1_000_000, "whether") < rate * 10_000:
                    side = dice.below(2, "side")
                    other = pairs.people[names[dice.below(len(names), "other")]]
                    change = WAYS[way](pairs.record(side, person), other, dice)
                    struck[way] += pairs.say(side, person, change)
    return struck


def _look_alikes(draw: Draw, plan: LinkagePlan, pairs: _Pairs) -> Iterator[tuple[str, str, str]]:
    """People of the right file alone, changed to look like one of the left: (left, right, kind)."""
    numbered = list(enumerate(pairs.people))
    shuffled = sorted(numbered, key=lambda one: draw.below(2**31, "linkage", "look-alike", one[0]))
    models = [person for _, person in shuffled if _LEFT in pairs.side[person]]
    free = [(number, person) for number, person in shuffled if pairs.side[person] == (_RIGHT,)]
    wanted = [kind for kind, rate in plan.look_alikes.items() for _ in range(round(rate * len(models) / 100))]
    for kind, (number, person) in zip(wanted, free, strict=False):
        dice = Dice(draw, ("linkage", kind, number))
        while models:
            model = models.pop()
            change = _alike(kind, pairs.record(_LEFT, model), pairs.record(_RIGHT, person), dice)
            if change:
                pairs.say(_RIGHT, person, change)
                yield model, person, kind
                break


def _alike(kind: str, model: Person, person: Person, dice: Dice) -> Change:
    """What makes ``person`` a twin, a namesake, or a parent of the same name; empty where it does not fit."""
    born = _day(model["date_of_birth"])
    if not born or not (model["given_name"] and model["family_name"]):
        return {}
    if person["date_of_birth"] == model["date_of_birth"]:
        return {}
    at_home = moved_to(model) if model.get("address_line_1") and person.get("address_line_1") else {}
    named = {concept: model[concept] for concept in ("given_name", "family_name", "sex") if concept in model}
    named |= dict.fromkeys(_OTHER_NAMES, "")  # they went with the name and sex that the person had
    if kind == "namesake":
        return named
    if kind == "parent_or_child":
        older = date(born.year - 18 - dice.below(18, "years"), born.month, min(born.day, 28))
        return {**named, **at_home, "date_of_birth": older.isoformat()}
    siblings = load_siblings().get(model["given_name"], ())
    if not siblings or not of_age(born, person):
        return {}
    twin = {"given_name": dice.pick(siblings, "name"), "date_of_birth": model["date_of_birth"]}
    return {**named, **at_home, **twin}


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:  # a word for a missing one
        return None


def _renumbered(draw: Draw, ids: Sequence[str]) -> dict[str, str]:
    """Another of the same record ids for each; nobody keeps their own where there are two people."""
    order = sorted(range(len(ids)), key=lambda number: draw.below(2**31, "linkage", "id", number))
    new = dict(zip(order, order[1:] + order[:1], strict=True))
    return {person: ids[new[number]] for number, person in enumerate(ids)}


def _file(shape: Shape, rows: Rows, pairs: _Pairs, side: int, new: Mapping[str, str]) -> Rows:
    """The rows of one file, in the order of its own record ids."""
    place = {person: number for number, person in enumerate(new)}
    made: Rows = {}
    for table in shape.tables:
        key = shape.ids.get(table.name)
        if key is None:
            made[table.name] = [dict(row) for row in rows[table.name]]
            continue
        here = [row for row in rows[table.name] if side in pairs.side[row[key]]]
        here.sort(key=lambda row: place[new[row[key]]])
        made[table.name] = [_row(shape, table, row, pairs, side) | {key: new[row[key]]} for row in here]
    return made


def _row(shape: Shape, table: Table, row: dict[str, str], pairs: _Pairs, side: int) -> dict[str, str]:
    """A row as this side has it. Outside the identifiers only sex and year of birth can be different."""
    said = pairs.said[side].get(row[shape.ids[table.name]], {})
    if table is shape.identifiers:
        return {column.name: said.get(column.concept, row[column.name]) for column in table.collected}
    born = {"year_of_birth": said["date_of_birth"][:4]} if "date_of_birth" in said else {}
    other = born | {concept: said[concept] for concept in ("sex",) if concept in said}
    changed = {
        column.name: other[column.concept]
        for column in table.collected
        if column.concept in other and row[column.name] not in ("", *column.missing.values())
    }
    return row | changed


def _differing(pairs: _Pairs, both: Sequence[str], concept: str) -> float:
    """In what per cent of the pairs that both give the concept it is not the same text."""
    texts = [(pairs.record(_LEFT, one).get(concept), pairs.record(_RIGHT, one).get(concept)) for one in both]
    given = [left != right for left, right in texts if left and right]
    return round(100 * sum(given) / len(given), 1) if given else 0.0
