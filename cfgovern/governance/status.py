"""How far documents are: counts of each, and the four lights of Article 35(7)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from cfgovern.governance.questions import Catalogue, State

__all__ = ["LIMBS", "lights", "status_of"]

LIMBS = {
    "a": "what is done with the data, and why",
    "b": "whether it is needed and in proportion",
    "c": "the risks to people",
    "d": "what is done about the risks",
}
"""What Article 35(7) of the UK GDPR asks an assessment to hold, by its letters."""
_STATES = ("answered", "derived", "confirm", "open", "not_applicable")
_STEPS = ("draft", "sign", "share")


def lights(states: Iterable[State]) -> dict[str, dict[str, Any]]:
    """For each limb: ``light`` is open while a question is, confirm while a draft waits for a person, else
    complete; and how many of each. Only with four limbs without an open question is an assessment complete.
    """
    there = list(states)
    return {limb: _light(limb, [one.state for one in there if one.limb == limb]) for limb in LIMBS}


def _light(limb: str, there: list[str]) -> dict[str, Any]:
    settled = "confirm" if "confirm" in there else "complete"
    return {
        "title": LIMBS[limb],
        "light": "open" if "open" in there or not there else settled,
        "open": there.count("open"),
        "confirm": there.count("confirm"),
        "questions": len(there),
    }


def status_of(states: Sequence[State], catalogue: Catalogue) -> dict[str, Any]:
    """Counts per document, the four lights, and what the catalogue holds, as plain data.

    ``waiting``: open questions by what they are required for. ``complete_35_7``: no limb has an open one.
    """
    names = dict.fromkeys(name for one in catalogue.questions.values() for name in one.documents)
    limbs = lights(states)
    return {
        "catalogue": catalogue.counts(),
        "documents": {name: _document([one for one in states if name in one.documents]) for name in names},
        "limbs": limbs,
        "complete_35_7": all(limb["light"] != "open" for limb in limbs.values()),
    }


def _document(states: Sequence[State]) -> dict[str, Any]:
    counts: Counter[str] = Counter(one.state for one in states)
    waiting = Counter(one.required_for for one in states if one.state == "open")
    return {
        "states": {name: counts[name] for name in _STATES},
        "waiting": {step: waiting[step] for step in _STEPS},
    }
