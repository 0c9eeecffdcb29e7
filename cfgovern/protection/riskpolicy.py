"""How the risk of singling people out is measured and told: read from ``validators/protection/risk.yaml``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from cfgovern import content, yamlfile
from cfgovern.contract.agebands import AgeBands

__all__ = ["Measures", "Policy", "load_policy"]

_WHOLE: dict[str, Any] = {"type": "integer", "min": 1, "required": True}
_SEVERAL: dict[str, Any] = {
    "type": "list",
    "minlength": 1,
    "schema": {"type": "integer", "min": 1},
    "required": True,
}
SENTENCES = (
    "what", "together", "facts_enough", "facts_not_enough", "column_alone", "column_none", "answers",
    "answers_none", "scope", "absent", "rounding", "next",
)  # fmt: skip


def _words(*names: str) -> dict[str, Any]:
    each = {name: {"type": "string", "empty": False, "required": True} for name in names}
    return {"type": "dict", "required": True, "schema": each}


_SCHEMA: dict[str, Any] = {
    "version": {"type": "integer", "allowed": [1], "required": True},
    "shown_from": _WHOLE,
    "round_to": _WHOLE,
    "sizes": _SEVERAL,
    "age_bands": _SEVERAL,
    "oldest_from": _WHOLE,
    "facts": _WHOLE,
    "enough": {**_WHOLE, "max": 100},
    "variants": _words("as_sent", "treated", "wider"),
    "counts": _words("few", "none"),
    "sentences": _words(*SENTENCES),
}


@dataclass(frozen=True, slots=True)
class Measures:
    """What the figures of the policy say; its comments tell what each means."""

    shown_from: int
    round_to: int
    sizes: tuple[int, ...]
    age_bands: tuple[int, ...]
    oldest_from: int
    facts: int

    def bands(self, width: int | None = None) -> AgeBands:
        """The bands of ages, as wide as ``width``, or as the treatment ``age_band`` has them."""
        return AgeBands(width or self.age_bands[0], self.oldest_from)

    def as_json(self) -> dict[str, Any]:
        """For the child process."""
        return asdict(self)

    @classmethod
    def from_json(cls, told: Mapping[str, Any]) -> Measures:
        """What :meth:`as_json` made."""
        return cls(**{**told, "sizes": tuple(told["sizes"]), "age_bands": tuple(told["age_bands"])})


@dataclass(frozen=True, slots=True)
class Policy:
    """The figures, and the words. ``enough``: per cent of the people."""

    measures: Measures
    enough: int
    variants: Mapping[str, str]
    counts: Mapping[str, str]
    sentences: Mapping[str, str]


def load_policy() -> Policy:
    """The policy of the pack in use. Raises OperatorFileError with every fault of the file."""
    document = yamlfile.load(content.file("validators", "protection", "risk.yaml"))
    said = yamlfile.check(document, _SCHEMA)
    sizes, bands = tuple(sorted({1, *said["sizes"]})), tuple(dict.fromkeys(said["age_bands"]))
    measures = Measures(
        said["shown_from"], said["round_to"], sizes, bands, said["oldest_from"], said["facts"]
    )
    return Policy(measures, said["enough"], said["variants"], said["counts"], said["sentences"])
