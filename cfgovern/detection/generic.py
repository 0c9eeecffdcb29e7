"""Layers 5 and 6: Presidio's own recognisers, and a language model if the user has one.

Presidio is imported when one of them is made, and not before: that takes a second. Nothing is downloaded.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from cfgovern.detection.found import Found, Layer
from cfgovern.findings import Severity

if TYPE_CHECKING:
    from presidio_analyzer import AnalyzerEngine, RecognizerResult

__all__ = ["generic", "model"]

_SURE = 1.0  # of a score: the check digit was right
_LEAST = 0.35  # below that Presidio itself counts a find as none without a word beside it
_PEOPLE = (
    "PERSON",
)  # of what a model tells: places, organisations and days are no identifiers by themselves


def generic() -> Callable[[str], list[Found]]:
    """What Presidio's generic recognisers find: cards, accounts, addresses of computers, wallets."""
    from cfgovern.detection.recognisers import make_generic

    return _seek(make_generic(), "generic")


def model(name: str) -> Callable[[str], list[Found]]:
    """What the language model ``name`` takes for people; a person has to look at each.

    Raises UsageError as :func:`cfgovern.detection.recognisers.make_analyzer` does.
    """
    from cfgovern.detection.recognisers import make_model

    return _seek(make_model(name), "model", entities=_PEOPLE)


def _seek(
    engine: AnalyzerEngine, layer: Layer, entities: tuple[str, ...] | None = None
) -> Callable[[str], list[Found]]:
    wanted = list(entities) if entities else None

    def seek(text: str) -> list[Found]:
        results = engine.analyze(text, language="en", entities=wanted, score_threshold=_LEAST)
        return [_found(one, layer) for one in results]

    return seek


def _found(one: RecognizerResult, layer: Layer) -> Found:
    sure = layer == "generic" and one.score >= _SURE
    severity: Severity = "block" if sure else "warning"
    return Found(one.entity_type, one.start, one.end, layer, severity, "check_digit" if sure else layer)
