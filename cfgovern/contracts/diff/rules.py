"""Quality rules, rule packs, keys and links that changed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from cfgovern.contract.model import ForeignKey, Quality, Table
from cfgovern.contracts.diff.changes import Change
from cfgovern.contracts.diff.matching import Names
from cfgovern.findings import SEVERITIES

__all__ = ["key_changes", "link_changes", "pack_changes", "quality_changes"]

Told = partial[Change]
_UPPER = ("mustBeLessThan", "mustBeLessOrEqualTo")
_LOWER = ("mustBeGreaterThan", "mustBeGreaterOrEqualTo")
_FORBIDS = ("block", "error", "warning")  # each stops a return until it is put right or confirmed


def quality_changes(
    tell: Told, names: Names, table: str, old: Sequence[Quality], new: Sequence[Quality]
) -> Iterator[Change]:
    """What changed in the quality rules of one table, or of one of its columns, rule by rule by their ids.

    ``table`` is the name in the old version. Renamed tables and columns are taken for the same.
    """
    before = {rule.id: _renamed(rule, names, table) for rule in old}
    now = {rule.id: _spaced(rule) for rule in new}
    for name, rule in now.items():
        if name not in before:
            kind = "quality.added" if _forbids(rule) else "quality.words"
            yield tell(kind, new=_said(rule), item=name)
        elif change := _changed(before[name], rule):
            yield tell(f"quality.{change}", old=_told(before[name]), new=_told(rule), item=name)
    for name, rule in before.items():
        if name not in now:
            kind = "quality.removed" if _forbids(rule) else "quality.words"
            yield tell(kind, old=_said(rule), item=name)


def _renamed(rule: Quality, names: Names, table: str) -> Quality:
    given = rule.arguments.get("properties")
    arguments = rule.arguments
    if isinstance(given, list):
        arguments = {**arguments, "properties": list(names.columns_of(table, [str(name) for name in given]))}
    return replace(rule, arguments=arguments, query=names.in_query(rule.query) if rule.query else None)


def _spaced(rule: Quality) -> Quality:
    return replace(rule, query=" ".join(rule.query.split()) if rule.query else None)


def _forbids(rule: Quality) -> bool:
    """Whether a rule can stop a return: a text is for reading, and an ``info`` is worth knowing."""
    return rule.type != "text" and rule.severity in _FORBIDS


def _said(rule: Quality) -> str:
    return f"{rule.id}. {rule.description}".strip() if rule.description else rule.id


def _told(rule: Quality) -> str:
    operator, value = rule.threshold or ("", "")
    return f"{rule.severity} {operator} {value}".strip()


def _changed(old: Quality, new: Quality) -> str:
    """``stricter``, ``laxer``, ``changed``, ``words``, or nothing."""
    same: dict[str, Any] = {"path": (), "description": ""}
    if replace(old, **same) == replace(new, **same):
        return "words" if old.description != new.description else ""
    if not _forbids(old) and not _forbids(new):
        return "words"
    if _forbids(old) != _forbids(new):
        return "stricter" if _forbids(new) else "laxer"
    same |= {"severity": "error"}
    if replace(old, **same) == replace(new, **same):
        return "stricter" if SEVERITIES.index(new.severity) < SEVERITIES.index(old.severity) else "laxer"
    same |= {"threshold": None}
    if old.severity == new.severity and replace(old, **same) == replace(new, **same):
        return _threshold(old.threshold, new.threshold)
    return "changed"


def _threshold(old: tuple[str, Any] | None, new: tuple[str, Any] | None) -> str:
    if old and new and old[0] == new[0] and old[0] in (*_UPPER, *_LOWER):
        return "stricter" if (new[1] < old[1]) == (old[0] in _UPPER) else "laxer"
    return "changed"


def pack_changes(tell: Told, old: Table, new: Table) -> Iterator[Change]:
    """Rule packs that were taken on or given up."""
    for name in new.rule_packs:
        if name not in old.rule_packs:
            yield tell("pack.added", new=name)
    for name in old.rule_packs:
        if name not in new.rule_packs:
            yield tell("pack.removed", old=name)


def key_changes(tell: Told, names: Names, old: Table, new: Table) -> Iterator[Change]:
    """What changed in the primary key, with renamed columns taken for the same."""
    before, now = names.columns_of(old.name, old.primary_key), new.primary_key
    if before == now:
        return
    one, other = set(before), set(now)
    kind = (
        "order"
        if one == other
        else "added"
        if not one
        else "removed"
        if not other
        else "fewer"
        if other < one
        else "more"
        if one < other
        else "changed"
    )
    yield tell(f"key.{kind}", old=", ".join(before) or None, new=", ".join(now) or None)


def link_changes(tell: Told, names: Names, old: Table, new: Table) -> Iterator[Change]:
    """Foreign keys that were added or removed, with renamed tables and columns taken for the same."""
    before = {
        _link(
            names.columns_of(old.name, key.columns),
            names.tables.get(key.table, key.table),
            names.columns_of(key.table, key.to_columns),
        )
        for key in old.foreign_keys
    }
    now = {_link_of(key) for key in new.foreign_keys}
    for link in sorted(now - before):
        yield tell("link.added", new=link)
    for link in sorted(before - now):
        yield tell("link.removed", old=link)


def _link_of(key: ForeignKey) -> str:
    return _link(key.columns, key.table, key.to_columns)


def _link(columns: Sequence[str], table: str, to_columns: Sequence[str]) -> str:
    pairs = sorted(f"{one} as {table}.{other}" for one, other in zip(columns, to_columns, strict=True))
    return ", ".join(pairs)
