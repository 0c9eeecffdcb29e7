"""A language model that the user has, as Presidio takes it: of spaCy, or by a YAML file of another engine.

Presidio and the libraries behind it fetch a model that is absent. So nothing is handed to them whose packages
are not installed, and no model that is not on the disk; and the libraries are told that there is no network.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import spacy.util
from presidio_analyzer import EntityRecognizer
from presidio_analyzer.nlp_engine import NlpEngine, NlpEngineProvider, NoOpNlpEngine
from presidio_analyzer.predefined_recognizers import SpacyRecognizer
from presidio_analyzer.recognizer_registry import RecognizerRegistryProvider

from cfgovern import yamlfile
from cfgovern.errors import UsageError

__all__ = ["people_by"]

_GLINER, _PERSON = "GLiNERRecognizer", "PERSON"
_PACKAGES = {
    "spacy": ("spacy",),
    "slim": ("spacy",),
    "stanza": ("stanza", "spacy_stanza"),
    "transformers": ("transformers", "spacy_huggingface_pipelines", "torch"),
    _GLINER: ("gliner",),
}
_OFFLINE = ("HF_HUB_OFFLINE", "TRANSFORMERS_OFFLINE")
_FAULTS = (ValueError, TypeError, KeyError, AttributeError, ImportError, OSError, RuntimeError)


def people_by(model: Path | str, words: NlpEngine) -> tuple[NlpEngine, EntityRecognizer]:
    """The engine that reads texts, and what finds people in them.

    ``model``: a spaCy model that is installed or its folder, or a YAML file as Presidio has it: of an NLP
    engine (spaCy, transformers), or of recognisers with GLiNER among them. ``words``: the engine for a
    recogniser that needs none of its own. Raises OperatorFileError for a file that is no YAML, and UsageError
    ``ner.missing`` for a model that is not on the disk, ``ner.package`` for one whose packages are not
    installed, ``ner.settings`` for what Presidio can make nothing of, ``ner.no_people`` for a model that
    knows no people.
    """
    os.environ.update(dict.fromkeys(_OFFLINE, "1"))
    settings = _settings(model)
    try:
        if entries := _of_gliner(settings):
            found = words, _gliner(entries[0])
        else:
            nlp = _engine(settings)
            found = nlp, SpacyRecognizer(supported_entities=list(nlp.get_supported_entities()))
    except _FAULTS:
        raise UsageError(
            "ner.settings",
            "No language model can be made of what --ner names.",
            fix="Give a spaCy model, its folder, or a YAML file as the documentation of Presidio has it.",
        ) from None
    if isinstance(found[0], NoOpNlpEngine) or _PERSON not in found[1].supported_entities:
        raise UsageError(
            "ner.no_people",
            "This language model does not look for people.",
            fix="Give one that knows PERSON, or map its own word for people to PERSON in its YAML file.",
        )
    return found


def _settings(model: Path | str) -> Any:
    """What Presidio is to make: of a spaCy model by name the same as a file would say."""
    if str(model).endswith((".yaml", ".yml")):
        return yamlfile.load(Path(model)).data
    return {"nlp_engine_name": "spacy", "models": [{"lang_code": "en", "model_name": str(model)}]}


def _engine(settings: Any) -> NlpEngine:
    engine = settings["nlp_engine_name"]
    _must_be_installed(engine)
    for one in settings["models"]:
        for name in _names(one["model_name"]):
            _must_be_here(name)
    return NlpEngineProvider(nlp_configuration=settings).create_engine()


def _names(model: Any) -> Iterator[str]:
    """A model has one name, or one of each of its parts."""
    yield from model.values() if isinstance(model, Mapping) else (model,)


def _of_gliner(settings: Any) -> list[Mapping[str, Any]]:
    """The recognisers of GLiNER in a file of recognisers, or of a whole analyzer."""
    if not isinstance(settings, Mapping):
        return []
    registry = settings.get("recognizer_registry", settings)
    entries = registry.get("recognizers") if isinstance(registry, Mapping) else None
    return [one for one in entries or () if isinstance(one, Mapping) and one.get("name") == _GLINER]


def _gliner(entry: Mapping[str, Any]) -> EntityRecognizer:
    _must_be_installed(_GLINER)
    _must_be_here(str(entry.get("model_name", "")))
    conf = {"supported_languages": ["en"], "global_regex_flags": 26, "recognizers": [dict(entry)]}
    made = RecognizerRegistryProvider(registry_configuration=conf).create_recognizer_registry()
    return next(one for one in made.recognizers if type(one).__name__ == _GLINER)


def _must_be_installed(engine: Any) -> None:
    absent = [name for name in _PACKAGES.get(engine, ()) if find_spec(name) is None]
    if absent:
        raise UsageError(
            "ner.package",
            f"The language model needs a package that is not installed: {', '.join(absent)}.",
            fix="Install it, or give a model of spaCy. Nothing is downloaded.",
        )


def _must_be_here(name: str) -> None:
    if not (os.path.isdir(name) or spacy.util.is_package(name)):
        raise UsageError(
            "ner.missing",
            "The language model is not on this computer.",
            fix="Install it, or give the folder it lies in. Nothing is downloaded.",
        )
