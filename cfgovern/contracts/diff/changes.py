"""One change between two versions of a contract, and how it is judged: ``validators/changes.yaml``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from cfgovern import content
from cfgovern.yamlfile import check, load

__all__ = ["EFFECTS", "SIDES", "Change", "Effect", "Words", "load_words"]

EFFECTS = ("breaking", "tightening", "loosening", "cosmetic")
"""The worst first, as ``--fail-on`` counts them."""
SIDES = ("area", "reader")
_FILE = "changes.yaml"
_TEXT: Mapping[str, Any] = {"type": "string", "empty": False}
_SIDE: Mapping[str, Any] = {
    "type": "dict",
    "required": True,
    "schema": {"effect": {**_TEXT, "required": True, "allowed": list(EFFECTS)}, "does": _TEXT},
}
_SCHEMA: Mapping[str, Any] = {
    "version": {"type": "integer", "allowed": [1], "required": True},
    "kinds": {
        "type": "dict",
        "required": True,
        "valuesrules": {
            "type": "dict",
            "schema": {
                "what": {**_TEXT, "required": True},
                "governed": {"type": "boolean", "default": False},
                "area": _SIDE,
                "reader": _SIDE,
            },
        },
    },
}


@dataclass(frozen=True, slots=True)
class Effect:
    """What a change is to one side. ``does``: what that side must do; empty: nothing."""

    effect: str
    does: str = ""


@dataclass(frozen=True, slots=True)
class Change:
    """One change. Names are those of the new version, or of the old one where the thing is gone.

    ``governed``: whether it alters the digest of governed facts. ``old`` and ``new``: what the versions say,
    where that is short.
    """

    kind: str
    what: str
    governed: bool
    area: Effect
    reader: Effect
    table: str | None = None
    column: str | None = None
    code_list: str | None = None
    domain: str | None = None
    old: str | None = None
    new: str | None = None

    def effect_for(self, side: str) -> Effect:
        """What it is to ``area`` or ``reader``."""
        return self.area if side == "area" else self.reader

    @property
    def worst(self) -> str:
        """The worse of the two effects."""
        return min(self.area.effect, self.reader.effect, key=EFFECTS.index)


@dataclass(frozen=True, slots=True)
class Words:
    """The kinds of changes: what is said of each, and how each is judged."""

    kinds: Mapping[str, Any]

    def tell(
        self,
        kind: str,
        table: str | None = None,
        column: str | None = None,
        *,
        code_list: str | None = None,
        domain: str | None = None,
        old: str | None = None,
        new: str | None = None,
        item: str = "",
        idle: bool = False,
    ) -> Change:
        """The change of that kind. ``item`` names what a kind is about, such as a bound or a code.

        ``idle``: the column is not collected in both versions, so nobody's data change.
        """
        entry = self.kinds[kind]
        place = _place(table, column, code_list, domain)
        facts = {"place": place, "table": table, "old": old or "none", "new": new or "none", "item": item}

        def side(name: str) -> Effect:
            said = entry[name]
            if idle:
                return Effect("cosmetic")
            return Effect(said["effect"], said.get("does", "").format_map(facts))

        what = entry["what"].format_map(facts)
        sides = (entry["governed"], side("area"), side("reader"))
        return Change(kind, what, *sides, table, column, code_list, domain, old, new)


def _place(table: str | None, column: str | None, code_list: str | None, domain: str | None) -> str:
    if code_list:
        return f"code list {code_list}"
    if domain:
        return f"domain {domain}"
    return f"{table}.{column}" if column else table or "the contract"


def load_words() -> Words:
    """The kinds of the pack in use. Raises OperatorFileError with every fault of the file."""
    return _read(content.file("validators", _FILE))


@lru_cache(maxsize=4)
def _read(file: Path) -> Words:
    return Words(check(load(file), _SCHEMA)["kinds"])
