"""Who is looked for by name: the people of the identifiers tables, and of a local list. In the child only.

Nothing made here is written anywhere: it holds names.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from cfgovern.detection import generic, pack
from cfgovern.detection.found import Layer
from cfgovern.detection.looking import Search, Seek
from cfgovern.detection.names import Names
from cfgovern.detection.people import Person, left_out, meaning_of, people_of
from cfgovern.detection.registry import Registry
from cfgovern.engine.looking import Columns, Records, opened
from cfgovern.errors import SubmissionRefused, UsageError
from cfgovern.intake.everything import Held, everything
from cfgovern.intake.limits import Limits
from cfgovern.intake.onetable import Asked
from cfgovern.journeys.looked import bound
from cfgovern.journeys.worker import parquet_ways

__all__ = ["Known", "known_people", "listed_tables", "nobody_listed", "people_in", "search_for"]

_EVERYWHERE = ""  # the area of who is known wherever


@dataclass(frozen=True, slots=True, repr=False)
class Known:
    """The people of each area; under the empty one those of a local list.

    ``unread``: columns of the list that were not understood, by their numbers from 0. ``tables``: the numbers
    of those in which people stand. ``parts``: what each table of the list is called, none where it has one.
    """

    people: Mapping[str, Sequence[Person]]
    tables: Sequence[int] = ()
    parts: Sequence[str] = ()
    unread: Sequence[int] = ()

    @property
    def count(self) -> int:
        """How many there are."""
        return sum(map(len, self.people.values()))


def known_people(
    tables: Sequence[tuple[str, Mapping[str, int], Callable[[], Columns]]],
    argument: Mapping[str, Any],
    job: Path,
    limits: Limits,
) -> Known:
    """Everybody in ``tables``, each its name in the contract, where its columns stand, and its cells.

    ``argument``: as of ``scanworker.run``. Raises UsageError for a local list that cannot be used.
    """
    people: dict[str, list[Person]] = defaultdict(list)
    found: set[int] = set()
    for number, (table, columns, cells) in enumerate(tables):
        said = argument["identifiers"][table]
        meant = {columns[name]: identifier for name, identifier in said.items() if name in columns}
        if any(identifier.endswith("_name") for identifier in meant.values()):
            area = columns.get(argument["areas"].get(table, ""))
            for place, one in people_in(cells(), meant, area):
                people[place].append(replace(one, table=number))
                found.add(number)
    parts: Sequence[str] = ()
    unread: Sequence[int] = ()
    if argument["registry"] is not None and "registry" not in argument["without"]:
        listed, parts, unread = _listed(Path(argument["registry"]), job / "registry", limits)
        people[_EVERYWHERE] += listed
    return Known(people, sorted(found), parts, unread)


def search_for(known: Known, argument: Mapping[str, Any]) -> Search:
    """The layers that look for these people, and for everybody else."""
    without = argument["without"]
    registries: dict[str, Registry] = {}
    if "registry" not in without:
        everywhere = known.people.get(_EVERYWHERE, ())
        registries = {
            area: Registry.of([*here, *(everywhere if area else ())]) for area, here in known.people.items()
        }
        if _EVERYWHERE not in registries and known.count:  # what stands in no area may be about anybody
            registries[_EVERYWHERE] = Registry.of([one for here in known.people.values() for one in here])
    others: dict[Layer, Seek] = {"names": Names().search}
    if argument["generic"]:
        others["generic"] = generic.generic()
    if argument["model"] is not None:
        others["model"] = generic.model(argument["model"])
    seeks = {area: registry.search for area, registry in registries.items()}
    return Search(pack.search, seeks, others, without)


def people_in(cells: Records, meant: Mapping[int, str], beside: int | None) -> Iterator[tuple[str, Person]]:
    """(text of the column ``beside``, person) of each row; a person's row is that of the table as sent.

    Of a row that names several, the first is whom it is about.
    """
    order = sorted(meant)
    read = [*order, *([beside] if beside is not None else [])]
    headings = [meant[at] for at in order]
    here = dict(enumerate(headings))
    for row, texts in cells.records(read):
        place = texts.pop() if beside is not None else _EVERYWHERE
        for one in people_of(headings, [texts], here):
            yield place, replace(one, row=row)


def listed_tables(
    path: Path, job: Path, limits: Limits
) -> Iterator[tuple[str, list[str], dict[int, str], Iterator[tuple[int, list[str]]]]]:
    """Of each table of a local list: what it is called, headings, what columns mean, (row, texts) of rows.

    Columns that mean nothing are left out of the third; the rows of one table are read before the next is
    asked for. A table is never called by its name. Raises UsageError ``scan.registry`` where the list cannot
    be read.
    """
    job.mkdir(mode=0o700)
    try:
        sent = everything(Asked({"": ()}, {}, {}, job, limits, parquet_ways(limits), True, {}), [path])
        sent.must_hold_something()
    except SubmissionRefused as refusal:
        raise _refused(f"The list of people cannot be read. {refusal.what}", refusal.fix) from None
    made = [bound(held) for held in sent.tables]
    with opened(made, job, memory=limits.engine_memory, threads=1) as look:
        for held, one in zip(sent.tables, made, strict=True):
            headings = [heading or "" for heading in held.table.columns]
            rows = look(one, None).records(range(len(headings)))
            yield _part(held), headings, meaning_of(headings), rows


def _listed(path: Path, job: Path, limits: Limits) -> tuple[list[Person], list[str], list[int]]:
    """The people of a local list, what its parts are called, and the columns that are not understood."""
    people: list[Person] = []
    parts: list[str] = []
    unread: list[int] = []
    for number, (part, headings, meant, rows) in enumerate(listed_tables(path, job, limits)):
        parts.append(part)
        unread = left_out(headings, meant) if meant else unread
        for row, texts in rows if meant else ():
            found = people_of(headings, [texts], meant, listed=True)
            people += [replace(person, row=row, table=number) for person in found]
    if not people:
        raise nobody_listed()
    several = len({person.table for person in people}) > 1
    return people, parts if several else [], unread


def _part(held: Held) -> str:
    """What a table of a local list is called: never by its name."""
    return f"sheet {held.number}" if held.number else f"file {held.source + 1}"


def nobody_listed() -> UsageError:
    """The refusal of a list in which nobody is found."""
    return _refused(
        "Nobody was found in the list of people.",
        "Give its columns headings such as First name, Surname and Date of birth.",
    )


def _refused(what: str, fix: str) -> UsageError:
    return UsageError("scan.registry", what, fix=fix)
