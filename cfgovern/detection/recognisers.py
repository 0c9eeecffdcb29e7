"""The pack as Presidio recognisers, one an entity, and an engine that needs no model.

A recogniser is thin: :func:`cfgovern.detection.pack.search` finds, and reads the words around. The score says
how sure it is: 1.0 where the evidence is enough (block), 0.6 where a person has to look (warning), 0.4 what
is probably mistyped, 0.1 what only stands in for an identifier. The words given to ``analyze(context=...)``
are read like the heading of a column.

Importing this module imports Presidio, which takes a second. Nothing here is ever downloaded.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any, ClassVar

from presidio_analyzer import (
    AnalysisExplanation,
    AnalyzerEngine,
    EntityRecognizer,
    RecognizerRegistry,
    RecognizerResult,
)
from presidio_analyzer.nlp_engine import NlpArtifacts, NlpEngine
from presidio_analyzer.predefined_recognizers import (
    CreditCardRecognizer,
    CryptoRecognizer,
    IbanRecognizer,
    IpRecognizer,
)

from cfgovern.detection.found import Found
from cfgovern.detection.languagemodel import people_by
from cfgovern.detection.pack import ENTITIES, meant_by, search

__all__ = ["RECOGNISERS", "BlankNlp", "PackRecogniser", "make_analyzer", "make_generic", "make_model"]

_SCORES = {"block": 1.0, "warning": 0.6, "info": 0.1}
_NEAR_MISS = 0.4


class PackRecogniser(EntityRecognizer):
    """Finds one entity of the pack. The subclasses are in ``RECOGNISERS`` and, by name, in this module."""

    ENTITY: ClassVar[str] = ""
    name: str
    id: str

    def __init__(
        self,
        supported_language: str = "en",
        context: list[str] | None = None,
        name: str | None = None,
        **more: Any,
    ) -> None:
        """Take what Presidio's own take. No ``context`` by default: the pack reads its cues itself."""
        more.pop("supported_entity", None)
        more.pop("supported_entities", None)
        super().__init__(
            supported_entities=[self.ENTITY],
            supported_language=supported_language,
            context=context,
            name=name or type(self).__name__,
            **more,
        )

    def load(self) -> None:
        """Nothing to load."""

    def analyze(
        self, text: str, entities: list[str], nlp_artifacts: NlpArtifacts | None = None
    ) -> list[RecognizerResult]:
        """What the pack finds of this entity, if it is asked for."""
        del nlp_artifacts  # the pack reads its cues itself
        return self._results(text, None) if not entities or self.ENTITY in entities else []

    def enhance_using_context(
        self,
        text: str,
        raw_recognizer_results: list[RecognizerResult],
        other_raw_recognizer_results: list[RecognizerResult],
        nlp_artifacts: NlpArtifacts,
        context: list[str] | None = None,
    ) -> list[RecognizerResult]:
        """Look again where the ``context`` says that the text holds this entity."""
        del other_raw_recognizer_results, nlp_artifacts
        meant = meant_by(" ".join(context)) if context else None
        return self._results(text, meant) if meant == self.ENTITY else raw_recognizer_results

    def _results(self, text: str, meant: str | None) -> list[RecognizerResult]:
        return [self._result(one) for one in _search(text, meant) if one.entity == self.ENTITY]

    def _result(self, one: Found) -> RecognizerResult:
        score = _NEAR_MISS if one.because == "near_miss" else _SCORES[one.severity]
        return RecognizerResult(
            entity_type=one.entity,
            start=one.start,
            end=one.end,
            score=score,
            analysis_explanation=AnalysisExplanation(
                recognizer=self.name, original_score=score, textual_explanation=f"cfgovern: {one.because}"
            ),
            recognition_metadata={
                RecognizerResult.RECOGNIZER_NAME_KEY: self.name,
                RecognizerResult.RECOGNIZER_IDENTIFIER_KEY: self.id,
                "severity": one.severity,
                "because": one.because,
            },
        )


@lru_cache(maxsize=2)
def _search(text: str, meant: str | None) -> tuple[Found, ...]:
    """Remembered for the next recogniser, which is handed the same text."""
    return tuple(search(text, meant))


def _named(entity: str) -> str:
    """``UK_PNC_ID`` is found by ``PncIdRecogniser``."""
    words = entity.removeprefix("UK_").split("_")
    return f"{''.join(word.capitalize() for word in words)}Recogniser"


RECOGNISERS: dict[str, type[PackRecogniser]] = {
    entity: type(
        _named(entity),
        (PackRecogniser,),
        {"ENTITY": entity, "__doc__": f"Finds {entity}.", "__module__": __name__}
        | ({"COUNTRY_CODE": "uk"} if entity.startswith("UK_") else {}),
    )
    for entity in ENTITIES
}
"""The recogniser of each entity."""
globals().update({one.__name__: one for one in RECOGNISERS.values()})  # so that they can be imported by name


class BlankNlp(NlpEngine):
    """Splits a text into words and nothing more: no model is needed, and words of context still count."""

    engine_name = "blank"
    is_available = True

    def __init__(self, language: str = "en") -> None:
        """Of one ``language``, in spaCy's short name."""
        import spacy

        self._language = language
        self._words = spacy.blank(language)

    def load(self) -> None:
        """Nothing to load."""

    def is_loaded(self) -> bool:
        """Always."""
        return True

    def process_text(self, text: str, language: str) -> NlpArtifacts:
        """The words of ``text``; each in small letters stands for its root."""
        words = self._words.make_doc(text)
        return NlpArtifacts(
            entities=[],
            tokens=words,
            tokens_indices=[word.idx for word in words],
            lemmas=[word.lower_ for word in words],
            nlp_engine=self,
            language=language,
            scores=[],
        )

    def process_batch(
        self,
        texts: Iterable[Any],
        language: str,
        batch_size: int = 1,
        n_process: int = 1,
        as_tuples: bool = False,
        **more: Any,
    ) -> Iterator[Any]:
        """The same of many texts, or of pairs of a text and what belongs to it."""
        del batch_size, n_process, more
        for one in texts:
            text, *rest = one if as_tuples else (one,)
            yield (str(text), self.process_text(str(text), language), *rest)

    def is_stopword(self, word: str, language: str) -> bool:
        """Whether ``word`` says little by itself."""
        return bool(self._words.vocab[word].is_stop)

    def is_punct(self, word: str, language: str) -> bool:
        """Whether ``word`` is a sign."""
        return bool(self._words.vocab[word].is_punct)

    def get_supported_entities(self) -> list[str]:
        """None: it knows no names."""
        return []

    def get_supported_languages(self) -> list[str]:
        """The one it was made for."""
        return [self._language]


def make_analyzer(model: Path | str | None = None) -> AnalyzerEngine:
    """An engine with the pack, Presidio's generic recognisers behind it, and a model if there is one.

    ``model``: as of ``languagemodel.people_by``. Presidio's own constructor fetches a model that is absent
    and ends the process where it cannot; so it is never called without one. Its recognisers of mail and pages
    are left out because they ask a server for a list of domains. Raises as ``people_by`` does.
    """
    ours = [recogniser() for recogniser in RECOGNISERS.values()]
    if model is None:
        return _analyzer(BlankNlp(), [*ours, *_generic()])
    nlp, people = people_by(model, BlankNlp())
    return _analyzer(nlp, [*ours, *_generic(), people])


def make_generic() -> AnalyzerEngine:
    """An engine with Presidio's generic recognisers alone."""
    return _analyzer(BlankNlp(), _generic())


def make_model(model: Path | str) -> AnalyzerEngine:
    """An engine with a model alone. Raises UsageError as :func:`make_analyzer`."""
    nlp, people = people_by(model, BlankNlp())
    return _analyzer(nlp, [people])


def _analyzer(nlp: NlpEngine, recognisers: Iterable[EntityRecognizer]) -> AnalyzerEngine:
    registry = RecognizerRegistry(supported_languages=["en"])
    for one in recognisers:
        registry.add_recognizer(one)
    return AnalyzerEngine(registry=registry, nlp_engine=nlp, supported_languages=["en"])


def _generic() -> list[EntityRecognizer]:
    return [CreditCardRecognizer(), CryptoRecognizer(), IbanRecognizer(), IpRecognizer()]
