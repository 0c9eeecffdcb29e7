"""A made-up draft for tests: every name that a template may use, with words that try to break it."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from cfgovern.governance.outline import Outline, TableSpec, load_outline, load_tables
from cfgovern.governance.scene import Scene, Words
from cfgovern.governance.wordtemplate import made_template

__all__ = ["HOSTILE", "PICTURE", "context", "outline", "tables", "template"]

HOSTILE = "A & B <w:p/> {{ 7*7 }} {_{ x }_} {%p if y %} \u0634\u0631\u0643\u0629 =SUM(A1) " + "long " * 2_000
PICTURE = Scene("A picture", "What it shows.", 60, 20, (Words(5, 10, "A & <b>"),))


@cache
def tables() -> Mapping[str, TableSpec]:
    return load_tables()


@cache
def outline(kind: str) -> Outline:
    return load_outline(kind)


@cache
def template(kind: str) -> bytes:
    return made_template(outline(kind), tables())


def answer(state: str, *paragraphs: str) -> dict[str, Any]:
    return {"tag": "D1", "label": state.upper(), "state": state, "paragraphs": list(paragraphs)}


def context(kind: str, text: str = "Some words.") -> dict[str, Any]:
    """What a draft of one kind holds, with ``text`` wherever there is text."""
    shown, states = outline(kind), ("open", "confirm", "derived")
    rows = {
        name: [{column.key: text for column in tables()[name].columns}] * 2 for name in shown.named("table")
    }
    asks = {
        name: {
            "id": name,
            "title": text,
            "asks": text,
            "answers": [answer(states[number % 3], text, "Second.")],
        }
        for number, name in enumerate(shown.named("question"))
    }
    limbs = [
        {
            "limb": one,
            "title": text,
            "state": "open",
            "label": "Open",
            "open": "1",
            "confirm": "0",
            "fill": "FFF2CC",
        }
        for one in "abcd"
    ]
    bases = [{column.key: text for column in tables()["bases"].columns}]
    return {
        "draft": {
            "kind": kind,
            "title": shown.title,
            "area": "Northmoor",
            "version": "draft 0.1",
            "as_of": "1 October 2026",
            "notices": [text, "Draft, generated, not legal advice."],
            "footer": "Facts 0123abcd",
        },
        "q": asks,
        "clause": {name: [{"title": text, "paragraphs": [text]}] for name in shown.named("clause")},
        "rows": rows,
        "modules": {"joint": True, "processor": True, "disclosure": True},
        "limbs": limbs,
        "schedules": [{"name": text, "bases": bases, "questions": list(asks.values())[:1]}],
    }
