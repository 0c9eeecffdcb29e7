"""A model that the user has is used as Presidio takes it; what is absent is told, and nothing is fetched."""

from __future__ import annotations

import importlib.util
import json
import socket
from pathlib import Path
from typing import Any

import pytest

from cfgovern.detection import languagemodel
from cfgovern.detection.recognisers import make_model
from cfgovern.errors import OperatorFileError, UsageError


@pytest.fixture(autouse=True)
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    import spacy.cli

    monkeypatch.setattr(spacy.cli, "download", lambda *a, **k: pytest.fail("a model was fetched"))
    monkeypatch.setattr(socket.socket, "connect", lambda *a: pytest.fail("a connection was opened"))


@pytest.fixture
def everything_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever package is asked for seems to be there."""
    monkeypatch.setattr(languagemodel, "find_spec", lambda name: importlib.util.find_spec("json"))


def spacy_model(folder: Path) -> Path:
    import spacy

    nlp = spacy.blank("en")
    nlp.add_pipe("entity_ruler").add_patterns([{"label": "PERSON", "pattern": [{"LOWER": "zib"}]}])
    nlp.to_disk(folder / "model")
    return folder / "model"


def settings(folder: Path, told: Any) -> Path:
    path = folder / "nlp.yaml"
    path.write_text(json.dumps(told), encoding="utf-8")  # JSON is YAML
    return path


def engine(name: str, model: Any, **more: Any) -> dict[str, Any]:
    return {"nlp_engine_name": name, "models": [{"lang_code": "en", "model_name": model}], **more}


def gliner(model: str, **more: Any) -> dict[str, Any]:
    entry = {"name": "GLiNERRecognizer", "type": "predefined", "model_name": model, **more}
    return {"supported_languages": ["en"], "recognizers": [{"name": "EmailRecognizer"}, entry]}


TRANSFORMERS = {"spacy": "en_core_web_sm", "transformers": "dslim/bert-base-NER"}


def found(model: Path) -> list[tuple[str, int, int]]:
    return [(one.entity_type, one.start, one.end) for one in make_model(model).analyze("zib met zob", "en")]


def code(model: Path) -> str:
    with pytest.raises(UsageError) as caught:
        make_model(model)
    assert caught.value.fix
    return caught.value.code


@pytest.mark.parametrize("more", [{}, {"ner_model_configuration": {"labels_to_ignore": ["ORG"]}}])
def test_a_file_of_a_spacy_model_on_the_disk_works(tmp_path: Path, more: dict[str, Any]) -> None:
    told = engine("spacy", str(spacy_model(tmp_path)), **more)
    assert found(settings(tmp_path, told)) == [("PERSON", 0, 3)]


@pytest.mark.parametrize(
    "told",
    [
        engine("transformers", TRANSFORMERS),
        engine("stanza", "en"),
        gliner("urchade/gliner_multi_pii-v1"),
        {"recognizer_registry": gliner("urchade/gliner_multi_pii-v1"), "nlp_configuration": {}},
    ],
    ids=["transformers", "stanza", "GLiNER", "a whole analyzer"],
)
def test_a_package_that_is_not_installed_is_named_and_not_fetched(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, told: dict[str, Any]
) -> None:
    monkeypatch.setattr(languagemodel, "find_spec", lambda name: None)
    assert code(settings(tmp_path, told)) == "ner.package"


@pytest.mark.usefixtures("everything_installed")
@pytest.mark.parametrize(
    "told",
    [
        engine("spacy", "en_core_web_nothing"),
        engine("transformers", TRANSFORMERS),
        engine("transformers", {"spacy": "en_core_web_nothing", "transformers": "."}),
        gliner("urchade/gliner_multi_pii-v1"),
        gliner(""),
    ],
)
def test_a_model_that_is_not_on_the_disk_is_told_and_not_fetched(
    tmp_path: Path, told: dict[str, Any]
) -> None:
    assert code(settings(tmp_path, told)) == "ner.missing"


@pytest.mark.usefixtures("everything_installed")
@pytest.mark.parametrize(
    "told",
    [
        [],
        {},
        "words",
        {"nlp_engine_name": "spacy"},
        {"nlp_engine_name": "spacy", "models": [{"lang_code": "en"}]},
        {"nlp_engine_name": ["spacy"], "models": []},
        {"recognizers": [{"name": "EmailRecognizer"}]},
        engine("no such engine", "."),
        engine("spacy", "."),  # a folder without a model
        engine("transformers", {"spacy": ".", "transformers": "."}),
    ],
)
def test_what_presidio_can_make_nothing_of_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, told: Any
) -> None:
    monkeypatch.chdir(tmp_path)
    assert code(settings(tmp_path, told)) == "ner.settings"


def test_an_engine_that_knows_no_people_is_told(tmp_path: Path) -> None:
    assert code(settings(tmp_path, engine("no_op", "."))) == "ner.no_people"


@pytest.mark.parametrize("content", ["a: [", "a: 1\na: 2\n"])
def test_a_file_that_is_no_yaml_is_told_with_its_line(tmp_path: Path, content: str) -> None:
    path = tmp_path / "nlp.yml"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(OperatorFileError) as caught:
        make_model(path)
    assert caught.value.faults[0].line >= 1


class _Gliner:
    """As the library has it: what it is asked for comes from a folder."""

    @classmethod
    def from_pretrained(cls, name: str, **_: Any) -> _Gliner:
        assert Path(name).is_dir()
        return cls()

    def predict_entities(self, text: str, labels: list[str], **_: Any) -> list[dict[str, Any]]:
        return [{"label": label, "start": 0, "end": 3, "score": 0.9} for label in labels if label == "person"]


@pytest.mark.usefixtures("everything_installed")
def test_gliner_is_used_as_presidio_has_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from presidio_analyzer.predefined_recognizers.ner import gliner_recognizer

    monkeypatch.setattr(gliner_recognizer, "GLiNER", _Gliner)
    told = gliner(str(tmp_path), entity_mapping={"person": "PERSON"})
    assert found(settings(tmp_path, told)) == [("PERSON", 0, 3)]
    nobody = gliner(str(tmp_path), entity_mapping={"place": "LOCATION"})
    assert code(settings(tmp_path, nobody)) == "ner.no_people"
