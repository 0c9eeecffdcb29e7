"""How far the documents of an area are, in plain lines."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from cfgovern.reporting.plain import count_of, plain

__all__ = ["status_lines"]

_TITLES = {
    "dpia": "Data protection impact assessment",
    "dsa": "Data-sharing agreement",
    "ropa": "Record of processing activities",
    "notice": "Privacy notice",
}
_WORDS = {
    "answered": "answered",
    "derived": "from facts",
    "confirm": "drafts to confirm",
    "open": "open",
    "not_applicable": "not applicable",
}
_LIGHTS = {"open": "open", "confirm": "drafts to confirm", "complete": "complete"}
_NEEDED = {"draft": "needed to draft", "sign": "needed before signing", "share": "needed before sharing"}


def status_lines(status: Mapping[str, Any]) -> list[str]:
    """``status``: as the journey gives it, and as its JSON Schema says."""
    parts = (_catalogue(status), _documents(status), _limbs(status), _rest(status))
    return [plain(line) for part in parts for line in part]


def _catalogue(status: Mapping[str, Any]) -> Iterator[str]:
    kinds = status["catalogue"]
    yield f"Area {status['area']}, as of {status['as_of']}."
    yield (
        f"Of the {kinds['questions']} questions of the catalogue facts answer {kinds['derived']},"
        f" {kinds['confirm']} are drafted for a person to confirm, and {kinds['human']} only a person can"
        " answer."
    )


def _documents(status: Mapping[str, Any]) -> Iterator[str]:
    for name, document in status["documents"].items():
        counts = ", ".join(f"{document['states'][state]} {words}" for state, words in _WORDS.items())
        yield f"{_TITLES[name]}: {counts}."
        for one in document["questions"]:
            if one["state"] in ("open", "confirm"):
                about = f" {one['for']}" if one["for"] else ""
                state = "OPEN" if one["state"] == "open" else "a draft to confirm"
                words = f"{state}, {_NEEDED[one['required_for']]}, for the {one['owner'].replace('_', ' ')}"
                yield f"  {one['question']}{about} {one['title']}: {words}."


def _limbs(status: Mapping[str, Any]) -> Iterator[str]:
    yield "What Article 35(7) asks:"
    for letter, limb in status["limbs"].items():
        waiting = f"{limb['open']} open, {limb['confirm']} to confirm"
        yield f"  ({letter}) {limb['title']}: {_LIGHTS[limb['light']]} ({waiting})."
    yield (
        "No part of it has an open question."
        if status["complete_35_7"]
        else "The assessment is not complete."
    )


def _rest(status: Mapping[str, Any]) -> Iterator[str]:
    if stale := status["law"]["stale"]:
        yield f"{count_of(len(stale), 'entry', 'entries')} of the law not looked at for six months."
    yield from status["law"]["says"]
    for duty in status["duties"]:
        yield f"Paragraph {duty['paragraph']}, {duty['state'].lower()}: {duty['title']}. {duty['says']}"
    yield from status["not_counted"]
    yield from status["unread"]
