"""Two versions of a contract, compared by what they mean and not by how they are written."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from cfgovern.contract.domains import Domain
from cfgovern.contract.model import Column, Contract, Table
from cfgovern.contracts.diff.changes import EFFECTS, Change, Words, load_words
from cfgovern.contracts.diff.codes import list_changes
from cfgovern.contracts.diff.columns import column_changes
from cfgovern.contracts.diff.matching import (
    Matched,
    Moved,
    match_columns,
    match_tables,
    moved,
    names_of,
)
from cfgovern.contracts.diff.rest import unread_changes
from cfgovern.contracts.diff.rules import key_changes, link_changes, pack_changes, quality_changes
from cfgovern.contracts.diff.sharing import domain_changes, retention_changes
from cfgovern.contracts.governed import governed_digest

__all__ = ["Comparison", "Version", "compare"]


@dataclass(frozen=True, slots=True)
class Version:
    """One of the two: ``digest`` of the file, ``governed`` of the governed facts."""

    id: str
    name: str
    version: str
    digest: str
    governed: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """The two versions, and every change: of the contract, then table by table, code lists, domains."""

    old: Version
    new: Version
    changes: tuple[Change, ...]

    def fails_on(self, effect: str) -> bool:
        """Whether a change has ``effect``, or a worse one, on any side; ``any`` is any change at all."""
        least = len(EFFECTS) - 1 if effect == "any" else EFFECTS.index(effect)
        return any(EFFECTS.index(change.worst) <= least for change in self.changes)


def compare(
    old: Contract, new: Contract, old_domains: Sequence[Domain] = (), new_domains: Sequence[Domain] = ()
) -> Comparison:
    """Every change from ``old`` to ``new``, each judged for the area that submits and the body that reads.

    A column is the same where its concept is, whatever it is called. Raises OperatorFileError where the words
    of the changes cannot be read.
    """
    words = load_words()
    tables = match_tables(old, new)
    columns = {pair[1].name: match_columns(*pair) for pair in tables.pairs}
    names = names_of(tables, columns)
    shifted = tuple(moved((old, new), tables, columns))
    changes = [
        *_contract(words, old, new),
        *retention_changes(words, old, new),
        *(change for table in tables.gone for change in [words.tell("table.removed", table.name)]),
        *(_added(words, table) for table in tables.come),
    ]
    for pair in tables.pairs:
        tell = partial(words.tell, table=pair[1].name)
        changes += _table(tell, *pair)
        changes += key_changes(tell, names, *pair)
        changes += link_changes(tell, names, *pair)
        changes += pack_changes(tell, *pair)
        changes += quality_changes(tell, names, pair[0].name, pair[0].quality, pair[1].quality)
        changes += unread_changes(tell, "table", (old, new), (pair[0].path, pair[1].path))
        changes += _come_and_gone(words, pair, columns[pair[1].name], shifted)
        for one, other in columns[pair[1].name].pairs:
            changes += column_changes(words, names, (old, new), pair, (one, other))
    for shift in shifted:
        changes.append(_moved(words, shift))
        both = (shift.old_table, shift.new_table)
        changes += column_changes(words, names, (old, new), both, (shift.old, shift.new))
    changes += _orders(words, tables, columns)
    used = [(shift.old, shift.new) for shift in shifted]
    used += [pair for matched in columns.values() for pair in matched.pairs]
    changes += list_changes(partial(words.tell), old, new, used)
    changes += domain_changes(words, old_domains, new_domains)
    return Comparison(_version(old, old_domains), _version(new, new_domains), tuple(changes))


def _version(contract: Contract, domains: Sequence[Domain]) -> Version:
    governed = governed_digest(contract, domains)
    return Version(contract.id, contract.name, contract.version, contract.digest, governed)


def _contract(words: Words, old: Contract, new: Contract) -> Iterator[Change]:
    if old.id != new.id:
        yield words.tell("contract.id", old=old.id, new=new.id)
    if old.version != new.version:
        yield words.tell("contract.version", old=old.version, new=new.version)
    parts = {
        "name": old.name != new.name,
        "status": old.status != new.status,
        "description": old.document.data.get("description") != new.document.data.get("description"),
        "notice": old.notice != new.notice,
    }
    if any(parts.values()):
        yield words.tell("contract.words", item=", ".join(part for part, other in parts.items() if other))
    yield from unread_changes(partial(words.tell), "contract", (old, new), ((), ()))


def _added(words: Words, table: Table) -> Change:
    return words.tell("table.added" if table.expected else "table.added_optional", table.name)


def _table(tell: partial[Change], old: Table, new: Table) -> Iterator[Change]:
    if old.name != new.name:
        yield tell("table.renamed", old=old.name, new=new.name)
    if old.concept != new.concept:
        yield tell("table.concept", old=old.concept, new=new.concept)
    if old.route != new.route:
        kind = "changed"
        if old.expected != new.expected:
            kind = "expected" if new.expected else "optional"
        yield tell(f"route.{kind}", old=old.route, new=new.route)
    names = [name for name in ("label", "description") if getattr(old, name) != getattr(new, name)]
    if old.label == old.name and new.label == new.name and "label" in names:
        names.remove("label")
    if names:
        yield tell("table.words", item=", ".join(names))


def _come_and_gone(
    words: Words, pair: tuple[Table, Table], matched: Matched[Column], shifted: Sequence[Moved]
) -> Iterator[Change]:
    away = [shift.old for shift in shifted if shift.old_table is pair[0]]
    here = [shift.new for shift in shifted if shift.new_table is pair[1]]
    for column in matched.come:
        if not any(column is each for each in here):
            kind = "column.added" if column.collected else "column.declared"
            yield words.tell(kind, pair[1].name, column.name)
    for column in matched.gone:
        if not any(column is each for each in away):
            kind = "column.removed" if column.collected else "column.undeclared"
            yield words.tell(kind, pair[1].name, column.name)


def _moved(words: Words, shift: Moved) -> Change:
    old, new = f"{shift.old_table.name}.{shift.old.name}", f"{shift.new_table.name}.{shift.new.name}"
    return words.tell("column.moved", shift.new_table.name, shift.new.name, old=old, new=new)


def _orders(words: Words, tables: Matched[Table], columns: dict[str, Matched[Column]]) -> Iterator[Change]:
    """Tables, and the columns of each, that stand in another order; what came or went does not count."""
    if _reordered([old.path for old, _ in tables.pairs]):
        yield words.tell("table.order")
    for _, new in tables.pairs:
        if _reordered([old.path for old, _ in columns[new.name].pairs]):
            yield words.tell("column.order", new.name)


def _reordered(paths: Sequence[tuple[str | int, ...]]) -> bool:
    places = [path[-1] for path in paths]
    return places != sorted(places, key=lambda place: int(place))
