"""A comparison as text, as Markdown for a pull request, or as JSON for programs."""

from __future__ import annotations

import json
import textwrap
from collections.abc import Iterator
from typing import Any

from cfgovern import __version__
from cfgovern.contracts.diff.changes import EFFECTS, SIDES, Change, Effect
from cfgovern.contracts.diff.compare import Comparison, Version
from cfgovern.contracts.showmarkdown import markdown_text
from cfgovern.reporting.plain import count_of, plain

__all__ = ["DIFF_VERSION", "FORMATS", "as_json", "render"]

FORMATS = ("text", "json", "markdown")
DIFF_VERSION = 1
_WHO = {"area": "Area that submits", "reader": "Body that reads"}
_HEADS = {
    "breaking": "Breaking: yesterday's return no longer passes, or today's data can no longer be read",
    "tightening": "Tightening: less is allowed than before",
    "loosening": "Loosening: more is allowed than before",
    "cosmetic": "Cosmetic: nothing that passes, or is understood, is another",
}
_NOTHING = "nothing to do"
_GOVERNED = "The governed facts have changed: the data protection documents must be looked at again."
_UNGOVERNED = "The governed facts are the same: the data protection documents stand."


def render(told: Comparison, fmt: str) -> str:
    """``told`` in one of ``FORMATS``, ending with a newline; the same comparison gives the same text."""
    if fmt == "json":
        return json.dumps(as_json(told), indent=2, ensure_ascii=False) + "\n"
    lines = _markdown(told) if fmt == "markdown" else _text(told)
    return "\n".join(lines) + "\n"


# -- JSON ----------------------------------------------------------------------------------------


def as_json(told: Comparison) -> dict[str, Any]:
    """The machine document: ``schemas/machine/contract-diff.schema.json``."""
    return {
        "diff_version": DIFF_VERSION,
        "cfgovern_version": __version__,
        "old": _version_json(told.old),
        "new": _version_json(told.new),
        "governed_changed": told.old.governed != told.new.governed,
        "counts": {side: dict(_counts(told, side)) for side in SIDES},
        "changes": [_change_json(change) for change in told.changes],
    }


def _version_json(version: Version) -> dict[str, Any]:
    return {
        "id": version.id,
        "version": version.version,
        "digest": version.digest,
        "governed_digest": version.governed,
    }


def _change_json(change: Change) -> dict[str, Any]:
    names = ("kind", "table", "column", "code_list", "domain", "old", "new", "what", "governed")
    sides = {side: _effect_json(change.effect_for(side)) for side in SIDES}
    return {**{name: getattr(change, name) for name in names}, **sides}


def _effect_json(effect: Effect) -> dict[str, Any]:
    return {"effect": effect.effect, "must_act": bool(effect.does), "does": effect.does}


def _counts(told: Comparison, side: str) -> Iterator[tuple[str, int]]:
    for effect in EFFECTS:
        yield effect, sum(change.effect_for(side).effect == effect for change in told.changes)


# -- text ----------------------------------------------------------------------------------------


def _text(told: Comparison) -> Iterator[str]:
    yield from _wrapped(_title(told))
    if not told.changes:
        yield "No change that cfgovern can see."
    for side in SIDES if told.changes else ():
        yield from _wrapped(f"{_WHO[side]}: {_summary(told, side)}.")
    yield from _governed(told)
    for effect in EFFECTS:
        found = [change for change in told.changes if change.worst == effect]
        if found:
            yield from ("", _HEADS[effect], "-" * len(_HEADS[effect]))
        for change in found:
            yield from _wrapped(change.what, "* ")
            for side in SIDES:
                said = change.effect_for(side)
                yield from _wrapped(f"{_WHO[side]} ({said.effect}): {said.does or _NOTHING}", "    ")


def _title(told: Comparison) -> str:
    old, new = told.old, told.new
    if old.id == new.id:
        return f"{new.name}: version {old.version} to version {new.version}"
    return f"{old.name} {old.version} to {new.name} {new.version}"


def _summary(told: Comparison, side: str) -> str:
    return ", ".join(f"{number:,} {effect}" for effect, number in _counts(told, side) if number)


def _governed(told: Comparison) -> Iterator[str]:
    if told.old.governed == told.new.governed:
        yield from _wrapped(_UNGOVERNED)
        yield f"  {told.new.governed}"
    else:
        yield from _wrapped(_GOVERNED)
        yield f"  old {told.old.governed}"
        yield f"  new {told.new.governed}"


def _wrapped(text: str, first: str = "") -> list[str]:
    rest = " " * len(first)
    return textwrap.wrap(
        plain(text), 100, initial_indent=first, subsequent_indent=rest, break_on_hyphens=False
    )


# -- Markdown ------------------------------------------------------------------------------------


def _markdown(told: Comparison) -> Iterator[str]:
    yield f"## {markdown_text(_title(told))}"
    yield ""
    if not told.changes:
        yield from ("No change that cfgovern can see.", "")
    for side in SIDES if told.changes else ():
        yield f"- **{_WHO[side]}:** {_summary(told, side)}"
    same = told.old.governed == told.new.governed
    digests = f"`{told.new.governed}`" if same else f"old `{told.old.governed}`, new `{told.new.governed}`"
    yield f"- **{_UNGOVERNED if same else _GOVERNED}** {digests}"
    for effect in EFFECTS:
        found = [change for change in told.changes if change.worst == effect]
        if found:
            yield from ("", f"### {_HEADS[effect]}", "")
            yield f"{count_of(len(found), 'change', 'changes')}."
            yield from ("", f"| Change | {_WHO['area']} | {_WHO['reader']} |", "| --- | --- | --- |")
        for change in found:
            cells = (_said(change.area), _said(change.reader))
            yield f"| {markdown_text(change.what)} | {' | '.join(cells)} |"


def _said(effect: Effect) -> str:
    return f"**{effect.effect}**: {markdown_text(effect.does or _NOTHING)}"
