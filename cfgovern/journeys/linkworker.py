"""What the limited child process does with two parts of identifiers: it compares their people.

The argument and the answer are JSON values. Of people the answer holds ids alone.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from operator import itemgetter
from pathlib import Path
from typing import Any

from cfgovern.contract.parts import LINK_ID, SYNTHETIC_ID
from cfgovern.engine import alike
from cfgovern.engine.connection import connect
from cfgovern.errors import SubmissionRefused
from cfgovern.evidence.links import SIDES, Figures, Rule
from cfgovern.intake.child import allowed, stage
from cfgovern.journeys.linkgroups import ABODE
from cfgovern.linkage import scoring
from cfgovern.linkage.blocking import chosen, measured
from cfgovern.linkage.connected import connected
from cfgovern.linkage.explained import explained
from cfgovern.linkage.once import standing_once, undecided
from cfgovern.linkage.quality import FEW, Quality, by_group, links, quality
from cfgovern.linkage.sample import Mask, around
from cfgovern.linkage.settings import ANSWERS, Settings
from cfgovern.tokens.published import components

__all__ = ["Side", "damaged", "figures_of", "judged", "laid", "prepare", "run", "true_pairs"]

_DATABASE = "linked.duckdb"


def prepare() -> None:
    """Load the heavy libraries while the parent still works out what to ask."""
    scoring.warm_up()


def run(argument: Mapping[str, Any]) -> dict[str, Any]:
    """Link the people of two sides, or find those who stand twice in the left one where right is None.

    ``argument``: job; left and right (of each files: its path, what it may be called, and by heading what is
    compared; people: a file that says whose link id is whose, or None; groups: files that tell of
    groups by record id); settings; threshold; one_to_one;
    compared: a file in the job folder with what was found elsewhere of the tables of :func:`laid`, or None;
    version of the normaliser, None for tokens; truth: pairs of ids, and groups: what
    ``read_groups`` found, or None; sample: whether to draw
    pairs for people to judge. The answer: records of each side, compared, blocking, links, undecided,
    explained, figures, by_group and not_looked_for; sample and shapes where they were asked for. Raises
    SubmissionRefused ``file.damaged`` for a part that cannot be read.
    """
    stage("reading")
    settings = Settings.from_json(argument["settings"])
    codes = {name: settings.groups.get(name, ()) for name in ANSWERS}
    left, right = _sides(argument, codes)
    others = None if right is left else right.records
    stage("linking")
    rules, used = _used(settings, left, others)
    scored = _scored(argument, left, others, used)
    if others is not None:
        scored = standing_once(scored, len(left.records), len(others), settings.once)
    kept = links(scored.pairs, argument["threshold"], one_to_one=argument["one_to_one"])
    groups = connected(kept) if others is None else [None] * len(kept)
    numbers = {(pair.left, pair.right) for pair in kept}
    truth = argument["truth"] and true_pairs(argument["truth"], left, right)
    told = explained(scored, used, kept, truth, one_to_one=argument["one_to_one"])
    return {
        "records": [len(left.records), *([] if others is None else [len(others)])],
        "compared": [one.name for one in used.comparisons],
        "blocking": [asdict(rule) for rule in rules],
        "links": [
            [left.ids[one.left], right.ids[one.right], one.probability, one.weight, group]
            for one, group in zip(kept, groups, strict=True)
        ],
        "undecided": undecided(scored.pairs, argument["threshold"]),
        "explained": told and asdict(told),
        **(_sampled(scored.pairs, kept, left, right, used) if argument["sample"] else {}),
        **judged(numbers, truth, (left, right), settings, argument["groups"] or _told(left, right)),
        "not_looked_for": len(set(map(tuple, argument["truth"] or ()))) - len(truth or ()),
    }


def laid(argument: Mapping[str, Any]) -> dict[str, Any]:
    """Write the people of both sides into the job folder, as tables to be compared elsewhere.

    ``argument``: as of :func:`run`. The answer: asked (as JSON of :class:`cfgovern.linkage.scoring.Asked`,
    None where nothing can be compared), files (by table), records (how many in all).
    """
    stage("reading")
    settings = Settings.from_json(argument["settings"])
    left, right = _sides(argument, {name: settings.groups.get(name, ()) for name in ANSWERS})
    others = None if right is left else right.records
    asked = scoring.asked_of(left.records, others, _used(settings, left, others)[1])
    if asked is None:
        return {"asked": None, "files": {}, "records": 0}
    job, files = Path(argument["job"]), {}
    with _connected(job) as connection:
        for name, records in zip(asked.sides, (left.records, others), strict=False):
            files[name] = f"{name}.parquet"
            alike.write_out(connection, name, asked.used, records or (), job / files[name])
    return {"asked": asked.as_json(), "files": files, "records": len(left.records) + len(others or ())}


def _used(
    settings: Settings, left: Side, others: Sequence[scoring.Record] | None
) -> tuple[tuple[Rule, ...], Settings]:
    """What each blocking rule costs, and the settings with those that are used."""
    columns = scoring.columns_in_both(left.records, left.records if others is None else others)
    rules = measured(settings, left.records, others)
    return rules, chosen(settings.over(columns), rules)


def _scored(
    argument: Mapping[str, Any], left: Side, others: Sequence[scoring.Record] | None, used: Settings
) -> scoring.Scored:
    """The pairs, as compared here or elsewhere."""
    job, compared = Path(argument["job"]), argument["compared"]
    if compared is None:
        with _connected(job) as connection:
            return scoring.score(connection, left.records, others, used)
    asked = scoring.asked_of(left.records, others, used)
    if asked is None:
        return scoring.Scored([])
    return scoring.scored(asked, scoring.Compared.from_json(json.loads((job / compared).read_bytes())))


@contextmanager
def _connected(job: Path) -> Iterator[alike.Connection]:
    limits = allowed()
    connection = connect(job, memory=limits.engine_memory, threads=limits.threads, file=_DATABASE)
    try:
        yield connection
    finally:
        connection.close()


def _told(left: Side, right: Side) -> dict[str, dict[str, dict[str, str]]]:
    """The groups that the submissions tell of themselves, by side."""
    return {name: side.groups for name, side in zip(SIDES, (left, right), strict=True)}


def _sampled(
    pairs: Sequence[scoring.Pair], kept: Sequence[scoring.Pair], left: Side, right: Side, used: Settings
) -> dict[str, Any]:
    """Pairs for people to judge, and of which comparisons their shapes are shown."""
    sides = [side.records for side in ((left, right) if left is not right else (left,))]
    mask = Mask(sides, used.comparisons, clear=used.of == "clear")
    drawn = [(one.pair, one.link) for one in around(pairs, kept, used.threshold, used.seed)]
    return {
        "shapes": [one.name for one in used.comparisons if mask.shows(one.name)],
        "sample": [
            [
                *(left.ids[one.left], right.ids[one.right], one.probability, one.weight, link),
                mask.looks(left.records[one.left], right.records[one.right]),
            ]
            for one, link in drawn
        ],
    }


def _sides(argument: Mapping[str, Any], codes: Mapping[str, Sequence[str]]) -> tuple[Side, Side]:
    """Both sides; the one twice where there is no other."""
    told = [argument["left"], *([argument["right"]] if argument["right"] else [])]
    sides = [Side(one, argument["version"], codes) for one in told]
    return sides[0], sides[-1]


class Side:
    """The people of one side: what is compared of each, their ids, and their ids in the truth."""

    def __init__(
        self, told: Mapping[str, Any], version: str | None, codes: Mapping[str, Sequence[str]]
    ) -> None:
        said: dict[str, dict[str, str]] = {}
        for file in told["files"]:
            for row in _rows(Path(file["path"]), file["shown"]):
                cells = {name: row[heading] for heading, name in file["columns"].items() if row.get(heading)}
                if not cells.keys() <= said.setdefault(row[LINK_ID], {}).keys():
                    said[row[LINK_ID]] = {**cells, **said[row[LINK_ID]]}
                if known := row.get(SYNTHETIC_ID):
                    said[row[LINK_ID]].setdefault(SYNTHETIC_ID, known)
        people = json.loads(Path(told["people"]).read_bytes())["people"] if told["people"] else []
        records = {one["link"]: one["record"] for one in people}
        # In the order of the ids that last: the link ids of a submission are new each time.
        people_said = sorted(
            ((records.get(link, link), cells) for link, cells in said.items()), key=itemgetter(0)
        )
        self.ids = [name for name, _ in people_said]
        self.known = [cells.pop(SYNTHETIC_ID, None) or name for name, cells in people_said]
        self.records = [_compared(cells, version, codes) for _, cells in people_said]
        self.groups = _groups([Path(one) for one in told["groups"]], self.known)


def _groups(files: Sequence[Path], known: Sequence[str]) -> dict[str, dict[str, str]]:
    """By record id, the group of each kind that the files tell of."""
    found: dict[str, dict[str, str]] = {record: {} for record in known}
    for file in files:
        with file.open(encoding="utf-8", newline="") as stream:
            reader = csv.DictReader(stream, strict=True)
            if ABODE in (reader.fieldnames or ()):
                for groups in found.values():
                    groups.setdefault(ABODE, "yes")
            for row in reader:
                record = row.pop("record")
                if record in found:
                    found[record] |= {kind: group for kind, group in row.items() if group}
    return {record: groups for record, groups in found.items() if groups}


def _compared(
    cells: Mapping[str, str], version: str | None, codes: Mapping[str, Sequence[str]]
) -> dict[str, str]:
    """What is compared of one person: tokens as they are, or what they would be made of, and answers."""
    answers = {name: cells[name] for name in codes if cells.get(name) in codes[name]}
    rest = {name: text for name, text in cells.items() if name not in codes}
    return {**(components(rest, version) if version else rest), **answers}


def _rows(path: Path, shown: str) -> Iterator[dict[str, str]]:
    """The rows of a part as a release writes it, by heading."""
    most = allowed().cell_chars
    try:
        with path.open(encoding="utf-8", newline="") as stream:
            reader = csv.DictReader(stream, strict=True)
            if LINK_ID not in (reader.fieldnames or ()):
                raise damaged(shown)
            for row in reader:
                if None in row or None in row.values() or not row[LINK_ID]:
                    raise damaged(shown)
                if any(len(cell) > most for cell in row.values()):
                    raise damaged(shown)
                yield row
    except (UnicodeDecodeError, csv.Error):
        raise damaged(shown) from None


def damaged(shown: str) -> SubmissionRefused:
    """The refusal of a part, called ``shown``, that is not as a release writes it."""
    return SubmissionRefused(
        "file.damaged",
        "The identifiers of a release cannot be read.",
        where=shown,
        fix="Ask for the release again, as it was made.",
    )


Numbers = tuple[int, int]


def true_pairs(truth: Sequence[tuple[str, str]], left: Side, right: Side) -> set[Numbers]:
    """The true pairs of those who are compared, by their numbers."""
    places = [{known: number for number, known in enumerate(side.known)} for side in (left, right)]
    found = ((places[0].get(one), places[1].get(two)) for one, two in truth)
    pairs = {(one, two) for one, two in found if one is not None and two is not None}
    return {(min(pair), max(pair)) for pair in pairs} if left is right else pairs


def judged(
    linked: set[Numbers],
    truth: set[Numbers] | None,
    sides: Sequence[Side],
    settings: Settings,
    told: Mapping[str, Mapping[str, Mapping[str, str]]],
) -> dict[str, Any]:
    """The links held against the truth, where there is one; ``told``: groups that no record has."""
    if truth is None:
        return {"figures": None, "by_group": {}}
    left, right = (_facts(side, told.get(name, {})) for side, name in zip(sides, SIDES, strict=True))
    kinds = {name: None for people in told.values() for groups in people.values() for name in groups}
    groups = by_group(linked, truth, left, right, {**settings.groups, **kinds})
    return {
        "figures": asdict(figures_of(quality(linked, truth))),
        "by_group": {
            name: {
                group: asdict(figures_of(one)) if one.found + one.missed >= FEW else one.found + one.missed
                for group, one in parts.items()
            }
            for name, parts in groups.items()
        },
    }


def _facts(side: Side, told: Mapping[str, Mapping[str, str]]) -> list[dict[str, str]]:
    """Of each person what is compared, and the groups that are told of them."""
    return [{**one, **told.get(known, {})} for one, known in zip(side.records, side.known, strict=True)]


def figures_of(one: Quality) -> Figures:
    """The figures of a quality, as they are told."""
    return Figures(one.found, one.false, one.missed, *map(_rounded, (one.precision, one.recall, one.f1)))


def _rounded(figure: float | None) -> float | None:
    return None if figure is None else round(figure, 4)
