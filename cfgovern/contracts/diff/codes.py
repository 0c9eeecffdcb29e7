"""Codes added, removed, moved in time or in meaning."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from functools import partial
from typing import Protocol

from cfgovern.contract.model import Code, Column, Contract
from cfgovern.contracts.diff.changes import Change
from cfgovern.contracts.governed import codes_of

__all__ = ["Teller", "code_changes", "home_changes", "list_changes"]

Days = list[tuple[int, int]]


class Teller(Protocol):
    """``Words.tell`` that knows the place already."""

    def __call__(self, kind: str, *, old: str | None = ..., new: str | None = ..., item: str = ...) -> Change:
        """The change of that kind at the place."""


def home_changes(
    tell: Teller, contracts: tuple[Contract, Contract], columns: tuple[Column, Column]
) -> Iterator[Change]:
    """Whether a column takes codes at all, and where they stand; the codes themselves if they are its own."""
    old, new = columns
    before, now = codes_of(contracts[0], old), codes_of(contracts[1], new)
    if before is None and now is not None:
        yield tell("codes.asked", new=_home(new))
    elif now is None and before is not None:
        yield tell("codes.freed", old=_home(old))
    elif before is not None and now is not None:
        if old.code_list != new.code_list:
            yield tell("codes.home", old=_home(old), new=_home(new))
        if old.code_list is None or new.code_list is None or old.code_list != new.code_list:
            yield from code_changes(tell, before, now)


def _home(column: Column) -> str:
    return f"the code list {column.code_list}" if column.code_list else "its own list"


def list_changes(
    tell: partial[Change], old: Contract, new: Contract, pairs: Sequence[tuple[Column, Column]]
) -> Iterator[Change]:
    """What changed in each code list that columns of both versions use, once, however many use it.

    ``tell`` is ``Words.tell`` with no place; ``pairs`` are all matched columns.
    """
    shared = {n.code_list for o, n in pairs if n.code_list and o.code_list == n.code_list}
    for name in sorted(shared):
        idle = not any(o.collected and n.collected for o, n in pairs if name == n.code_list == o.code_list)
        here = partial(tell, code_list=name, idle=idle)
        yield from code_changes(here, old.code_lists[name].codes, new.code_lists[name].codes)


def code_changes(tell: Teller, old: Sequence[Code], new: Sequence[Code]) -> Iterator[Change]:
    """What changed between two lists of codes; a code may stand in several periods."""
    before, now = _by_code(old), _by_code(new)
    labels = {_plain(code.label): code.code for code in old if code.label}
    for name in (name for name in before if name not in now):
        yield tell("code.removed", old=_named(before[name]))
    for name, periods in now.items():
        if name not in before:
            yield tell("code.added", new=_named(periods))
            continue
        yield from _periods(tell, name, before[name], periods)
        label, was = periods[-1].label, before[name][-1].label
        other = labels.get(_plain(label), name)
        if _plain(label) != _plain(was) or label != was:
            meaning = other != name and _plain(label) != _plain(was)
            kind = "code.meaning" if meaning else "code.words"
            yield tell(kind, old=was or None, new=label or None, item=name)
        if periods[-1].successor != before[name][-1].successor:
            yield tell("code.successor", old=before[name][-1].successor, new=periods[-1].successor, item=name)


def _by_code(codes: Sequence[Code]) -> dict[str, list[Code]]:
    found: dict[str, list[Code]] = {}
    for code in sorted(codes, key=lambda code: code.valid_from or ""):
        found.setdefault(code.code, []).append(code)
    return {code.code: found[code.code] for code in codes}


def _plain(label: str) -> str:
    return " ".join(label.casefold().split())


def _named(periods: Sequence[Code]) -> str:
    last = periods[-1]
    return f"{last.code} ({last.label})" if last.label and last.label != last.code else last.code


def _periods(tell: Teller, name: str, old: Sequence[Code], new: Sequence[Code]) -> Iterator[Change]:
    before, now = _days(old), _days(new)
    lost, won = _not_in(before, now), _not_in(now, before)
    if lost or won:
        kind = "code.moved" if lost and won else "code.shorter" if lost else "code.longer"
        yield tell(kind, old=_said(old), new=_said(new), item=name)


def _days(periods: Sequence[Code]) -> Days:
    """First and last day of each period as numbers, joined where one follows another."""
    joined: Days = []
    for start, end in sorted((_first(code), _last(code)) for code in periods):
        if joined and start <= joined[-1][1] + 1:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


def _first(code: Code) -> int:
    return date.fromisoformat(code.valid_from).toordinal() if code.valid_from else date.min.toordinal()


def _last(code: Code) -> int:
    return date.fromisoformat(code.valid_to).toordinal() if code.valid_to else date.max.toordinal()


def _not_in(days: Days, others: Days) -> bool:
    """Whether some of ``days`` are in none of ``others``; both are joined and in order."""
    return any(not any(a <= start and end <= b for a, b in others) for start, end in days)


def _said(periods: Sequence[Code]) -> str:
    def one(code: Code) -> str:
        if not code.valid_from and not code.valid_to:
            return "always"
        start = f"from {code.valid_from}" if code.valid_from else ""
        return f"{start} {f'until {code.valid_to}' if code.valid_to else ''}".strip()

    return " and ".join(one(code) for code in periods)
