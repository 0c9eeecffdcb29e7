"""The purposes that a column may serve: outcomes of the theory of change, and evaluation questions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from cfgovern import content
from cfgovern.yamlfile import check, load

__all__ = ["THEORY_OF_CHANGE", "Purpose", "load_purposes"]

THEORY_OF_CHANGE = "theory_of_change.yaml"
_HORIZONS = {
    "short": "short-term outcome",
    "early": "early outcome",
    "longer": "longer-term outcome",
    "impact": "impact",
}
_TEXT: Mapping[str, Any] = {"type": "string", "empty": False, "required": True}
_SCHEMA: Mapping[str, Any] = {
    "version": _TEXT,
    "programme": _TEXT,
    "sources": {"type": "dict"},
    "outcomes": {
        "type": "list",
        "default": [],
        "schema": {
            "type": "dict",
            "schema": {"id": _TEXT, "level": _TEXT, "horizon": _TEXT, "text": _TEXT},
        },
    },
    "questions": {
        "type": "list",
        "default": [],
        "schema": {
            "type": "dict",
            "schema": {
                "id": _TEXT,
                "paragraphs": {"type": "list", "schema": {"type": "integer"}},
                "text": _TEXT,
            },
        },
    },
}


@dataclass(frozen=True, slots=True)
class Purpose:
    """One purpose. ``kind`` is ``outcome`` or ``question``; ``source`` says where it stands."""

    id: str
    kind: str
    text: str
    source: str


@content.read_once
def load_purposes() -> dict[str, Purpose]:
    """The purposes of the pack in use by id, in the order of its file.

    Raises OperatorFileError with every fault of the file.
    """
    data = check(load(content.file("schemas", THEORY_OF_CHANGE)), _SCHEMA)
    outcomes = [
        Purpose(
            entry["id"],
            "outcome",
            entry["text"].strip(),
            f"{entry['level']} level, {_HORIZONS.get(entry['horizon'], entry['horizon'])}",
        )
        for entry in data["outcomes"]
    ]
    questions = [
        Purpose(entry["id"], "question", entry["text"].strip(), _paragraphs(entry.get("paragraphs", [])))
        for entry in data["questions"]
    ]
    return {purpose.id: purpose for purpose in (*outcomes, *questions)}


def _paragraphs(numbers: list[int]) -> str:
    if not numbers:
        return ""
    return f"prospectus paragraph{'s' * (len(numbers) > 1)} {', '.join(map(str, numbers))}"
