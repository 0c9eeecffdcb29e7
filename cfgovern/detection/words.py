"""What is said of a find: read from ``validators/detection/words.yaml``. Never a word of the text itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from cfgovern import content, yamlfile
from cfgovern.findings import Severity

__all__ = ["Words", "load_words"]

_ONE_AND_MANY = {form: {"type": "string", "required": True} for form in ("one", "many")}
_PART: dict[str, Any] = {"type": "dict", "required": True, "keysrules": {"type": "string"}}
_SCHEMA: dict[str, Any] = {
    "version": {"type": "integer", "allowed": [1], "required": True},
    "entities": {**_PART, "valuesrules": {"type": "dict", "schema": _ONE_AND_MANY}},
    "severities": {
        **_PART,
        "valuesrules": {
            "type": "dict",
            "schema": {**_ONE_AND_MANY, "fix": {"type": "string", "required": True}},
        },
    },
    "places": {**_PART, "valuesrules": {"type": "dict", "schema": _ONE_AND_MANY}},
    "because": {**_PART, "valuesrules": {"type": "string"}},
    "layers": {**_PART, "valuesrules": {"type": "string"}},
}


@dataclass(frozen=True, slots=True)
class Words:
    """The sentences. ``place``: cell, or the kind of a text that stands in no table."""

    entities: Mapping[str, Mapping[str, str]]
    severities: Mapping[str, Mapping[str, str]]
    places: Mapping[str, Mapping[str, str]]
    because: Mapping[str, str]
    layers: Mapping[str, str]

    def message(self, entity: str, severity: Severity, because: str, place: str) -> str:
        """One find, in a sentence, and its evidence in another."""
        said = self.severities[severity]["one"].format(
            place=self.places[place]["one"], what=self._what(entity)["one"]
        )
        why = self.because.get(because, "")
        return f"{said} {why}".strip()

    def summary(self, entity: str, severity: Severity, place: str, count: int) -> str:
        """All finds of a rule, in a sentence."""
        form = "one" if count == 1 else "many"
        words = {"place": self.places[place][form], "what": self._what(entity)[form], "n": f"{count:,}"}
        return self.severities[severity][form].format(**words)

    def fix(self, severity: Severity) -> str:
        """What to do about it."""
        return self.severities[severity]["fix"]

    def _what(self, entity: str) -> Mapping[str, str]:
        """The entity in words; one that only a model of the user knows goes by a general one."""
        return self.entities.get(entity, {"one": "a personal detail", "many": "personal details"})


def load_words() -> Words:
    """The words of the pack in use. Raises OperatorFileError with every fault of the file."""
    document = yamlfile.load(content.file("validators", "detection", "words.yaml"))
    said = yamlfile.check(document, _SCHEMA)
    return Words(*(said[part] for part in ("entities", "severities", "places", "because", "layers")))
