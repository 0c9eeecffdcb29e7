"""What holds for the normaliser and the tokens, whatever the text."""

from __future__ import annotations

import json
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cfgovern.identifiers import FORMS
from cfgovern.tokens.keyed import LENGTH, TokenKey
from cfgovern.tokens.normaliser import KINDS, normalised
from cfgovern.tokens.published import FIELDS, TOKENS, components
from cfgovern.tokens.rules import VERSION_1
from tests import other_language, vectors
from tests.conftest import examples

PUBLISHED = json.loads((vectors.FOLDER / "rules-1.json").read_text(encoding="utf-8"))
MANY = settings(max_examples=max(examples(500), settings.default.max_examples))
NAME_KINDS = ("given_name", "family_name", "full_name")

anything = st.text(st.characters())  # lone surrogates too
letters = st.characters(categories=["L"], max_codepoint=0x24F)
near_names = st.text(
    st.one_of(
        letters, st.sampled_from(" -'’`´\u02bc.,()\u0301\u00ad\u200b\u00a0123ßøŁİıŉǰΐſKʼn"), st.characters()
    ),
    max_size=24,
)
words = st.sampled_from(
    [
        "Mr",
        "Dr.",
        "Jr",
        "Junior",
        "Unknown",
        "n/a",
        "x",
        "Smith",
        "O'Neil",
        "de",
        "la",
        "St",
        "Baby",
        "test",
        "II",
    ]
)
phrases = st.lists(words, max_size=4).map(" ".join)
days = st.dates().flatmap(
    lambda day: st.sampled_from(
        [day.isoformat(), day.strftime("%d/%m/%Y"), day.strftime("%d %B %Y"), f"{day:%Y-%m}"]
    )
)


@st.composite
def sent(draw: st.DrawFn, kind: str) -> str:
    """Text of any kind, often near one of that kind."""
    likely = [anything, near_names, phrases]
    if kind in FORMS:
        form = FORMS[kind]
        likely += [
            st.sampled_from(form.shapes + form.unreal).flatmap(lambda one: st.from_regex(one, fullmatch=True))
        ]
    if kind == "date_of_birth":
        likely.append(days)
    return draw(st.one_of(*likely))


@MANY
@given(st.data(), st.sampled_from(sorted(KINDS)))
def test_what_is_normalised_stays_so_and_is_never_empty(data: st.DataObject, kind: str) -> None:
    once = normalised(kind, data.draw(sent(kind)))
    if once is not None:
        assert once and once == once.strip() and once == unicodedata.normalize("NFC", once)
        assert once.isprintable()
        assert normalised(kind, once) == once


@MANY
@given(st.data(), st.sampled_from(NAME_KINDS))
def test_a_name_is_stable_under_case_accents_apostrophes_and_spacing(data: st.DataObject, kind: str) -> None:
    text = data.draw(st.text(st.one_of(letters, st.sampled_from(" -")), max_size=20))
    expected = normalised(kind, text)
    assert normalised(kind, text.swapcase()) == expected
    assert normalised(kind, text.upper()) == expected
    assert normalised(kind, text.casefold()) == expected
    for form in ("NFC", "NFD", "NFKC", "NFKD"):
        assert normalised(kind, unicodedata.normalize(form, text)) == expected
    place = data.draw(st.integers(0, len(text)))
    apostrophe = data.draw(st.sampled_from(sorted(VERSION_1.apostrophes)))
    assert normalised(kind, text[:place] + apostrophe + text[place:]) == expected
    space = data.draw(st.sampled_from(["  ", "\u00a0", "\t", " \n", "\u2003", "-", "\u2013"]))
    assert normalised(kind, f"{space}{text.replace(' ', space)}{space}") == expected
    if place and text[place - 1].isalpha():
        accent = data.draw(st.sampled_from("\u0300\u0301\u0308\u0327\u0338"))
        assert normalised(kind, text[:place] + accent + text[place:]) == expected


@MANY
@given(st.data(), st.sampled_from(sorted(set(KINDS) - {"date_of_birth"})))
def test_a_program_that_never_saw_the_code_answers_alike(data: st.DataObject, kind: str) -> None:
    text = data.draw(sent(kind))
    assert other_language.normalised(kind, text, PUBLISHED) == normalised(kind, text)


@MANY
@given(near_names)
def test_a_title_changes_no_name(text: str) -> None:
    plain = normalised("family_name", text)
    for title in ("Mr ", "DR. ", "miss "):
        if plain is not None:
            assert normalised("family_name", title + text) == plain


@pytest.mark.parametrize("kind", sorted(set(KINDS) - set(FORMS) - {"date_of_birth"}))
@MANY
@given(data=st.data())
def test_words_for_nothing_give_nothing(kind: str, data: st.DataObject) -> None:
    word = data.draw(st.sampled_from(sorted(VERSION_1.nobody)))
    case = data.draw(st.sampled_from([str.upper, str.lower, str.title]))
    around = data.draw(st.sampled_from(["{}", " {}. ", "({})", "-{}-", "{}?"]))
    assert normalised(kind, around.format(case(word))) is None


@MANY
@given(st.data())
def test_no_token_is_of_nothing(data: st.DataObject) -> None:
    chosen = data.draw(st.lists(st.sampled_from(sorted(FIELDS)), unique=True))
    said = {field: data.draw(st.one_of(st.none(), sent(FIELDS[field]))) for field in chosen}
    made = components(said)
    key = TokenKey(bytes(32))
    assert list(made) == [name for name in TOKENS if name in made]
    for value in made.values():
        assert value and value == value.strip()
        assert len(key.token(value)) == LENGTH
    known = {field for field in said if normalised(FIELDS[field], said[field])}
    assert all(known & set(TOKENS[name].needs) for name in made)
