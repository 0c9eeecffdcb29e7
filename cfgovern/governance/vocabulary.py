"""What conditions may name and run records may say: the declared facts and measures of ``facts.yaml``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from cfgovern import content, yamlfile

__all__ = ["FactWord", "MeasureWord", "Vocabulary", "load_vocabulary"]


@dataclass(frozen=True, slots=True)
class FactWord:
    """A declared fact. ``kind``: number, yes_no or text; ``source``: contract, profile, evidence, or two.

    ``items``: what an item must have to be counted, by kinds, identifiers, types or concepts; None where the
    fact is no count of items.
    """

    kind: str
    means: str
    source: str
    items: Mapping[str, tuple[str, ...]] | None = None


@dataclass(frozen=True, slots=True)
class MeasureWord:
    """A declared measure: a number or yes_no. ``record``: kinds of runs that may say it.

    ``level``: ``totals`` where it speaks of published totals alone, else ``any``.
    """

    kind: str
    record: tuple[str, ...]
    level: str
    means: str


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Facts and measures by name, in the order of the file."""

    facts: Mapping[str, FactWord]
    measures: Mapping[str, MeasureWord]

    @property
    def kinds(self) -> dict[str, str]:
        """The kind of each fact, as :func:`cfgovern.governance.expressions.parse` takes them."""
        return {name: word.kind for name, word in self.facts.items()}


def load_vocabulary() -> Vocabulary:
    """The facts and measures of the pack in use. Raises OperatorFileError with every fault of the file."""
    said = yamlfile.check(yamlfile.load(content.file("dpia_templates", "facts.yaml")), "facts")
    facts = {name: _fact_word(one) for name, one in said["facts"].items()}
    measures = {
        name: MeasureWord(one["kind"], tuple(one["record"]), one["level"], one["means"])
        for name, one in said["measures"].items()
    }
    return Vocabulary(MappingProxyType(facts), MappingProxyType(measures))


def _fact_word(said: Mapping[str, Any]) -> FactWord:
    wanted = said.get("items")
    items = None if wanted is None else {name: tuple(ones) for name, ones in wanted.items()}
    return FactWord(said["kind"], said["means"], said["from"], items)
