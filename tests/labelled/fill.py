"""The labelled sets with their slots filled: text, and where in it each identifier stands.

A file says where an identifier stands in two ways. ``{{pnc_id:short}}`` is a slot: the value is made from
the seed (``values.py``) in that style; ``{{nino:spaced+lower}}`` changes its form as well (``forms.py``).
``[[Denise]]`` is text as it stands, and is the file's own entity; ``[[Denise|PERSON_THIRD_PARTY]]`` says
another. A slot inside such brackets is part of them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path
from random import Random
from typing import Any

import yaml

from tests.labelled.forms import FORMS
from tests.labelled.values import SLOTS

__all__ = ["ENTITIES", "POSITIVE", "SETTINGS", "Case", "Span", "cases", "hostile_cases", "hostile_entities"]

POSITIVE = ("cells", "cued", "bare")
SETTINGS = (*POSITIVE, "negatives")

Span = tuple[int, int, str]
"""Start, first after the end (characters, as Python counts), entity."""

_FOLDER = Path(__file__).parent
_HOSTILE = "hostile.yaml"
_SLOT = re.compile(r"\{\{(?P<name>[a-z_]+)(?::(?P<style>[^}+]*))?(?:\+(?P<form>[a-z_]+))?\}\}")
_MARK = re.compile(r"\[\[(?P<text>[^\[\]|]+)(?:\|(?P<entity>[A-Z_]+))?\]\]")
_DRAWS = 200  # until a value has the character that its form changes

ENTITIES = tuple(sorted(path.stem for path in _FOLDER.glob("*.yaml") if path.name != _HOSTILE))
"""Every entity that has a set."""


@dataclass(frozen=True, slots=True)
class Case:
    """One cell or sentence. ``number`` counts through the file from 1; ``heading`` is that of its column."""

    number: int
    text: str
    heading: str | None
    spans: tuple[Span, ...]
    setting: str


def cases(entity: str, seed: int = 0) -> list[Case]:
    """The set of ``entity``; the same seed always gives the same. Raises KeyError for an unknown slot."""
    content = _content(entity)
    given = [(setting, one) for setting in SETTINGS for one in content.get(setting, ())]
    return [
        _case(number, setting, one, entity, Random(f"{entity} {number} {seed}"))
        for number, (setting, one) in enumerate(given, 1)
    ]


def hostile_entities() -> list[str]:
    """The entities that have hostile forms."""
    return list(_content("hostile")["entities"])


def hostile_cases(entity: str, seed: int = 0) -> list[Case]:
    """Values of ``entity`` in forms that hide them, each after a cue; the name of the form is the setting."""
    content = _content("hostile")
    about = content["entities"][entity]
    made = []
    for line in (*content["hidden"], *(content["mistyped"] if about.get("checked") else ())):
        form = _form(line)
        if form not in about.get("without", ()):
            given = [_named(one, about) for one in _both(line)]
            rng = Random(f"{entity} {form} {len(made)} {seed}")
            made.append(_case(len(made) + 1, form, given, entity, rng))
    return made


def _both(line: str | Sequence[str | None]) -> Sequence[str | None]:
    """The heading, None for a sentence, and the text."""
    return (None, line) if isinstance(line, str) else line


def _form(line: str | Sequence[str | None]) -> str:
    found = _SLOT.search(str(_both(line)[1]))
    assert found, "a hostile line has a slot with a form"
    return found["form"]


def _named(text: str | None, about: dict[str, str]) -> str | None:
    return text and text.replace("<cue>", about["cue"]).replace("{{value+", f"{{{{{about['slot']}+")


@cache
def _content(name: str) -> Any:
    return yaml.safe_load((_FOLDER / f"{name}.yaml").read_text("utf-8"))


def _case(number: int, setting: str, given: str | Sequence[str | None], entity: str, rng: Random) -> Case:
    heading, text = _both(given)
    pieces = list(_pieces(text, entity, rng))
    spans, end = [], 0
    for piece, kind in pieces:
        start, end = end, end + len(piece)
        if kind:
            spans.append((start, end, kind))
    return Case(number, "".join(piece for piece, _ in pieces), heading, tuple(spans), setting)


def _pieces(text: str, entity: str, rng: Random) -> Iterable[tuple[str, str | None]]:
    """The text in order, in stretches that are an identifier each or none."""
    end = 0
    for mark in _MARK.finditer(text):
        yield from _filled(text[end : mark.start()], rng)
        yield "".join(piece for piece, _ in _filled(mark["text"], rng)), mark["entity"] or entity
        end = mark.end()
    yield from _filled(text[end:], rng)


def _filled(text: str, rng: Random) -> Iterable[tuple[str, str | None]]:
    end = 0
    for slot in _SLOT.finditer(text):
        yield text[end : slot.start()], None
        kind, maker = SLOTS[slot["name"]]
        yield _formed(partial(maker, rng, slot["style"] or ""), slot["form"], rng), kind
        end = slot.end()
    yield text[end:], None


def _formed(make: Callable[[], str], form: str | None, rng: Random) -> str:
    """A value in that form, which differs from its plain form. Raises ValueError if none can be drawn."""
    if form is None:
        return make()
    for _ in range(_DRAWS):
        plain = make()
        if (changed := FORMS[form](rng, plain)) != plain:
            return changed
    raise ValueError(f"the form {form} changes nothing in such a value")
