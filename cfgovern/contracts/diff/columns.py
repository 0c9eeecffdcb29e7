"""What changed in one column that stands in both versions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial

from cfgovern.contract.dates import ISO, date_format
from cfgovern.contract.model import Column, Contract, Table
from cfgovern.contract.treatments import PARAMETERS
from cfgovern.contracts.diff.changes import Change, Words
from cfgovern.contracts.diff.codes import home_changes
from cfgovern.contracts.diff.limits import changed_limits
from cfgovern.contracts.diff.matching import Names
from cfgovern.contracts.diff.rest import unread_changes
from cfgovern.contracts.diff.rules import quality_changes
from cfgovern.contracts.governed import lookup_of, unit_of

__all__ = ["column_changes"]

Told = partial[Change]
# What every cell of the first type is a right cell of too.
_WIDER = {("integer", "number"), ("date", "timestamp")}
_CLASSES = ("public", "internal", "official", "official-sensitive", "secret")
# From what tells most to what tells least; what does not stand in one row cannot be compared.
_WEAKER = (
    ("keep", "month", "quarter", "year", "age_band", "drop"),
    ("keep", "outward_postcode", "drop"),
    ("keep", "token", "drop"),
    ("keep", "redact", "drop"),
    ("keep", "lookup", "drop"),
    ("keep", "top_code", "drop"),
    ("keep", "shift", "drop"),
)
# Whether more of what a treatment is told hides more, or less.
_MORE = {"age_band": 1, "top_code": -1}


def column_changes(
    words: Words,
    names: Names,
    contracts: tuple[Contract, Contract],
    tables: tuple[Table, Table],
    columns: tuple[Column, Column],
) -> Iterator[Change]:
    """Every change in a column, but for its codes where they stand in a list that others may use too.

    Each pair is (old, new).
    """
    old, new = columns
    idle = not (old.collected and new.collected)
    tell: Told = partial(words.tell, table=tables[1].name, column=new.name)
    data: Told = partial(tell, idle=idle)
    if old.name != new.name:
        yield data("column.renamed", old=old.name, new=new.name)
    if old.concept != new.concept:
        yield tell("column.concept", old=old.concept, new=new.concept)
    if old.collected != new.collected:
        yield tell("collected.on" if new.collected else "collected.off")
    yield from _values(data, tables, old, new)
    if (before := unit_of(contracts[0], old)) != (now := unit_of(contracts[1], new)):
        yield data("unit.changed", old=before, new=now)
    yield from home_changes(data, contracts, columns)
    yield from _missing(data, old, new)
    yield from quality_changes(data, names, tables[0].name, old.quality, new.quality)
    yield from _use(tell, old, new)
    if old.treated == new.treated and lookup_of(contracts[0], old) != lookup_of(contracts[1], new):
        yield tell("treatment.lookup", new=new.treatment_of)
    yield from _words(tell, old, new)
    yield from unread_changes(tell, "column", contracts, (old.path, new.path))


def _values(tell: Told, tables: tuple[Table, Table], old: Column, new: Column) -> Iterator[Change]:
    """What a cell may hold."""
    if old.kind != new.kind:
        pair = (old.kind, new.kind)
        to_text = new.kind == "string" and not new.enum and not new.code_list and not new.pattern
        wider = pair in _WIDER or (to_text and not new.format)
        kind = "wider" if wider else "narrower" if pair[::-1] in _WIDER else "changed"
        yield tell(f"type.{kind}", old=old.kind, new=new.kind)
    elif old.nested != new.nested:
        yield tell("inside.changed")
    if change := _format(old, new):
        yield tell(f"format.{change}", old=old.format or _iso(old), new=new.format or _iso(new))
    keyed = (old.name in tables[0].primary_key, new.name in tables[1].primary_key)
    if old.required != new.required and keyed[0] == keyed[1]:
        yield tell("required.on" if new.required else "required.off")
    if old.unique != new.unique:
        yield tell("unique.on" if new.unique else "unique.off")
    for name, before, now, sense in changed_limits(old, new):
        yield tell(f"limit.{sense}", old=before, new=now, item=name)


def _format(old: Column, new: Column) -> str:
    if old.type in ISO and old.type == new.type:
        one, other = date_format(old.type, old.format), date_format(new.type, new.format)
        return "" if one.shape == other.shape and one.strptime == other.strptime else "changed"
    if old.format == new.format or old.type != new.type:
        return ""  # with another type the form is another too, and that is told
    if old.format is None:
        return "added"
    return "removed" if new.format is None else "changed"


def _iso(column: Column) -> str | None:
    return "ISO 8601" if column.type in ISO else None


def _missing(tell: Told, old: Column, new: Column) -> Iterator[Change]:
    for state in dict.fromkeys((*old.missing, *new.missing)):
        before, now = old.missing.get(state), new.missing.get(state)
        if before is None:
            yield tell("missing.added", new=f"{now} ({state})")
        elif now is None:
            yield tell("missing.removed", old=f"{before} ({state})")
        elif before != now:
            yield tell("missing.word", old=before, new=now)


def _use(tell: Told, old: Column, new: Column) -> Iterator[Change]:
    """What the column tells of people, and what may be done with it."""
    if old.identifier != new.identifier:
        kind = "added" if not old.identifier else "changed" if new.identifier else "removed"
        yield tell(f"identifier.{kind}", old=old.identifier, new=new.identifier)
    yield from _set_changes(tell, "role", old.roles, new.roles)
    yield from _set_changes(tell, "purpose", old.purposes, new.purposes)
    before, now = old.treated, new.treated
    if before != now:
        yield tell(f"treatment.{_treated(old, new)}", old=before, new=now)
    before, now = old.classification.casefold(), new.classification.casefold()
    if before != now:
        known = before in (*_CLASSES, "") and now in _CLASSES
        raised = known and (not before or _CLASSES.index(now) > _CLASSES.index(before))
        yield tell("classification.raised" if raised else "classification.changed", old=before, new=now)
    if old.show != new.show:
        yield tell("show.on" if new.show else "show.off")


def _set_changes(tell: Told, kind: str, old: Sequence[str], new: Sequence[str]) -> Iterator[Change]:
    for name in dict.fromkeys(name for name in new if name not in old):
        yield tell(f"{kind}.added", new=name)
    for name in dict.fromkeys(name for name in old if name not in new):
        yield tell(f"{kind}.removed", old=name)


def _treated(old: Column, new: Column) -> str:
    before, now = old.treatment or "keep", new.treatment or "keep"
    if now == "drop":
        return "dropped"
    if before == "drop":
        return "sent"
    if before == now:
        return _told(now, old.treatment_of, new.treatment_of)
    for order in _WEAKER:
        if before in order and now in order:
            return "stronger" if order.index(now) > order.index(before) else "weaker"
    return "changed"


def _told(treatment: str, before: str, now: str) -> str:
    """How one treatment with another parameter compares."""
    sign = _MORE.get(treatment, 0)
    if not sign or not all(PARAMETERS[treatment].fits(told) for told in (before, now)):
        return "changed"
    return "stronger" if sign * (float(now) - float(before)) > 0 else "weaker"


def _words(tell: Told, old: Column, new: Column) -> Iterator[Change]:
    names = ("label", "description", "examples")
    changed = [name for name in names if getattr(old, name) != getattr(new, name)]
    if old.label == old.name and new.label == new.name and "label" in changed:
        changed.remove("label")  # no label of its own: the name is told
    if changed:
        yield tell("column.words", item=", ".join(changed))
