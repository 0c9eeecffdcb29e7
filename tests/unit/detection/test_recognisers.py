"""The recognisers find in any engine what the pack finds, and nothing is fetched."""

from __future__ import annotations

import doctest
from pathlib import Path

import pytest

from cfgovern import content
from cfgovern.detection.pack import ENTITIES, search
from cfgovern.errors import UsageError

presidio = pytest.importorskip("presidio_analyzer")
from presidio_analyzer.recognizer_registry import RecognizerRegistryProvider  # noqa: E402

from cfgovern.detection.recognisers import RECOGNISERS, BlankNlp, make_analyzer  # noqa: E402

ROOT = Path(__file__).parents[3]
TEXTS = [
    "NHS no. 999 101 2345, dob 12/3/85, rang 07700 900123 re QQ 12 34 56 C",
    "pnc 2199/0000012U, noms QQ1234AB, crn QQ123456, ASN 99/00QQ/01/00001234S",
    "lives at 12 Larkspur Street, ZZ99 3VZ, car AB49 XYK, insta kev_nobody12",
    "bank 00-00-00 00012345, GB16 QQQQ 0000 0000 0000 12, card 4111 1111 1111 1111",
    "kev dot nobody at example dot org or https://www.example.org/profile/1 from 192.0.2.17",
    "UC claim 0000 1234 0000 QQ, case ref SYN-HSG-001234, passport QQ0012345, licence QQ999704122Q94QQ",
    "nobody here",
]


@pytest.fixture(scope="module")
def ours() -> object:
    registry = RecognizerRegistryProvider(
        conf_file=content.file("validators", "detection", "recognisers.yaml")
    ).create_recognizer_registry()
    return presidio.AnalyzerEngine(registry=registry, nlp_engine=BlankNlp())


@pytest.mark.parametrize("text", TEXTS)
def test_an_engine_with_our_recognisers_finds_what_the_pack_finds(ours: object, text: str) -> None:
    found = ours.analyze(text, language="en")  # type: ignore[attr-defined]
    assert {(one.entity_type, one.start, one.end) for one in found} == {
        (one.entity, one.start, one.end) for one in search(text)
    }


def test_the_texts_of_these_tests_hold_most_entities() -> None:
    assert len({one.entity for text in TEXTS for one in search(text)}) >= len(ENTITIES) - 3


def test_the_registry_file_names_every_recogniser(ours: object) -> None:
    registry = ours.registry  # type: ignore[attr-defined]
    assert {type(one) for one in registry.recognizers} == set(RECOGNISERS.values())


def test_the_score_says_how_sure_it_is(ours: object) -> None:
    def score(text: str) -> list[float]:
        return [one.score for one in ours.analyze(text, language="en")]  # type: ignore[attr-defined]

    assert score("noms QQ1234AB") == [1.0]
    assert score("Kev (14/03/1985)") == [0.6]
    assert score("NHS no 999 101 2345") == [0.4]
    assert score("ZZ99 3VZ") == [0.1]


def test_words_of_context_count_like_a_heading(ours: object) -> None:
    said = ours.analyze("000012345", language="en", context=["Passport", "no"])  # type: ignore[attr-defined]
    assert [one.entity_type for one in said] == ["UK_PASSPORT"]
    assert ours.analyze("000012345", language="en") == []  # type: ignore[attr-defined]


def test_an_engine_without_a_model_keeps_words_and_knows_no_names() -> None:
    blank = BlankNlp()
    read = blank.process_text("Postcode LS1", "en")
    assert read.lemmas == ["postcode", "ls1"]
    assert blank.is_loaded() and blank.get_supported_entities() == []
    assert [text for text, _ in blank.process_batch(["a", "b"], "en")] == ["a", "b"]


def test_a_model_that_is_on_the_disk_is_used(tmp_path: Path) -> None:
    import spacy

    nlp = spacy.blank("en")
    nlp.add_pipe("entity_ruler").add_patterns([{"label": "PERSON", "pattern": "Nobody Atall"}])
    nlp.to_disk(tmp_path / "model")
    found = make_analyzer(tmp_path / "model").analyze("Nobody Atall rang 07700 900123", language="en")
    assert {one.entity_type for one in found} == {"PERSON", "PHONE_NUMBER"}


def test_a_model_that_is_absent_is_refused_and_never_fetched(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    import spacy.cli

    monkeypatch.setattr(spacy.cli, "download", lambda *a, **k: pytest.fail("it was fetched"))
    for name in ("en_core_web_nothing", tmp_path / "absent"):
        with pytest.raises(UsageError, match="not on this computer"):
            make_analyzer(name)
    conf = tmp_path / "nlp.yaml"
    conf.write_text("nlp_engine_name: spacy\nmodels: [{lang_code: en, model_name: en_core_web_nothing}]\n")
    with pytest.raises(UsageError, match="not on this computer"):
        make_analyzer(conf)


def test_the_examples_of_the_page_run(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    page = (ROOT / "docs" / "reference" / "recognisers.md").read_text(encoding="utf-8")
    code = page.replace("```python\n", "").replace("```\n", "")
    test = doctest.DocTestParser().get_doctest(code, {}, "recognisers.md", None, 0)
    assert len(test.examples) > 8
    assert doctest.DocTestRunner().run(test).failed == 0
