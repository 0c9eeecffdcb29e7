"""Who is known in free text: people of the tables by their record ids, others of a local list by their roles.

In the child only; nothing made here is written anywhere, because it holds names.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from cfgovern.detection.looks import folded
from cfgovern.detection.people import NAMES, Person, people_of
from cfgovern.detection.spoken import role_called
from cfgovern.engine.looking import Records
from cfgovern.intake.limits import Limits
from cfgovern.journeys.freetext import Known
from cfgovern.journeys.scanpeople import listed_tables, nobody_listed, people_in

__all__ = ["of_list", "of_tables"]

_ROLE = frozenset(("role", "relationship", "relation", "job title", "job", "post", "position"))


def of_tables(
    tables: Sequence[tuple[str, Mapping[str, int], Callable[[], Records]]],
    identifiers: Mapping[str, Mapping[str, str]],
    record_ids: Mapping[str, str],
) -> Iterator[Known]:
    """Everybody named in ``tables``: each its name in the contract, where its columns stand, and its cells.

    ``identifiers``: per table the identifier that a column is. ``record_ids``: per table the column of the
    record id. A column called by a role, such as keyworker_name, names somebody else.
    """
    for table, columns, cells in tables:
        meant = {columns[name]: kind for name, kind in identifiers[table].items() if name in columns}
        headings = {at: name for name, at in columns.items()}
        at = columns.get(record_ids.get(table, ""))
        for role, some in _by_role(meant, headings).items():
            yield from _of_rows(people_in(cells(), some, at), role)


def _of_rows(rows: Iterator[tuple[str, Person]], role: str | None) -> Iterator[Known]:
    last = 0
    for record_id, person in rows:
        own = role is None and person.row != last and record_id.strip()
        last = person.row
        yield Known(person, record_id.strip() if own else None, role)


def of_list(path: Path, job: Path, limits: Limits, record_id_headings: Collection[str]) -> Iterator[Known]:
    """Everybody in a local list of people, such as a caseload.

    ``record_id_headings``: what the contract calls its record ids; who has one in the list is that person. A
    column Role or Relationship says what somebody else is, and so does the heading of their name. Raises
    UsageError ``scan.registry`` where the list cannot be read, or has nobody.
    """
    wanted = {folded(heading) for heading in record_id_headings}
    nobody = True
    for _, headings, meant, rows in listed_tables(path, job, limits):
        heads = [folded(heading) for heading in headings]
        ids = [number for number, heading in enumerate(heads) if heading in wanted]
        roles = [number for number, heading in enumerate(heads) if heading in _ROLE]
        groups = _by_role(meant, dict(enumerate(headings)))
        for row, texts in rows if groups else ():
            said = role_called(next((texts[number] for number in roles if texts[number].strip()), ""))
            record_id = next((texts[number].strip() for number in ids), "")
            for role, some in groups.items():
                found = people_of(headings, [texts], some, listed=True)
                for number, person in enumerate(found):
                    nobody, own = False, role is None and said is None and number == 0 and record_id
                    yield Known(replace(person, row=row), record_id if own else None, role or said)
    if nobody:
        raise nobody_listed()


def _by_role(meant: Mapping[int, str], headings: Mapping[int, str]) -> dict[str | None, dict[int, str]]:
    """The columns of whom a row is about, under None, and those of names under the role that heads them.

    Nothing under None where no name is left: somebody is known by a name.
    """
    groups: dict[str | None, dict[int, str]] = {None: {}}
    for at, kind in meant.items():
        role = role_called(headings[at].replace("_", " ")) if kind in NAMES else None
        groups.setdefault(role, {})[at] = kind
    return {role: some for role, some in groups.items() if not NAMES.isdisjoint(some.values())}
