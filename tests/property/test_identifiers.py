"""What holds for every identifier, whatever the text; and that SQL gives the same answers.

``as_sql`` below is the plainest reading of what ``cfgovern/identifiers/form.py`` says a compiler has to
copy, written for this test alone.
"""

from __future__ import annotations

from collections.abc import Iterator

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cfgovern.identifiers import (
    FORMS,
    classify,
    cro,
    looks_like_identifier,
    nhs_number,
    normalise,
    parse,
    pnc_id,
)
from cfgovern.identifiers.form import BLANKS, DASHES, Form, LetterMod
from tests.conftest import examples

LOWER, UPPER = "abcdefghijklmnopqrstuvwxyz", "ABCDEFGHIJKLMNOPQRSTUVWXYZ"

anything = st.text(st.characters())  # lone surrogates too
near = st.text(st.sampled_from("0123456789QZPNCSFABDX/+@.()- \u00a0\u2011\n\x00aqzſß٣"), max_size=16)
names = st.sampled_from(sorted(FORMS))


@st.composite
def written(draw: st.DrawFn, name: str) -> str:
    """Text of one of the form's patterns, perhaps with blanks put in and a character changed."""
    form = FORMS[name]
    kinds = [patterns for patterns in (form.shapes, form.pseudo, form.unreal) if patterns]
    pattern = draw(st.sampled_from(kinds).flatmap(st.sampled_from))
    text = draw(st.from_regex(pattern, fullmatch=True))
    if form.strip and draw(st.booleans()):
        at = draw(st.integers(0, len(text)))
        text = text[:at] + draw(st.sampled_from(form.strip)) + text[at:]
    if text and draw(st.booleans()):
        at = draw(st.integers(0, len(text) - 1))
        text = text[:at] + draw(st.sampled_from("0O1I9ZaqſK٣ -/\n")) + text[at + 1 :]
    elif form.check and draw(st.booleans()):
        text = with_right_check(name, text)
    return draw(st.sampled_from((text, text.lower())))


def with_right_check(name: str, text: str) -> str:
    ends = (text[:-1] + last for last in "0123456789" + UPPER)
    return next((end for end in ends if parse(name, end)), text)


# --- total ----------------------------------------------------------------------------------------
@settings(max_examples=max(examples(500), settings.default.max_examples))
@given(names, st.one_of(anything, near))
def test_judging_never_raises(name: str, text: str) -> None:
    status = classify(name, text)
    assert status in ("valid", "unreal", "pseudo", "malformed", "bad_check")
    assert (normalise(name, text) is None) == (status == "malformed")
    assert (parse(name, text) is None) == (status not in ("valid", "unreal"))
    assert isinstance(looks_like_identifier(text), bool)


@given(names.flatmap(lambda name: st.tuples(st.just(name), written(name))))
def test_canonical_text_is_judged_like_what_was_written_and_stays(case: tuple[str, str]) -> None:
    name, text = case
    canonical = normalise(name, text)
    if canonical is not None:
        assert classify(name, canonical) == classify(name, text)
        assert normalise(name, canonical) == canonical


@given(names.flatmap(lambda name: st.tuples(st.just(name), written(name))))
def test_what_has_a_form_looks_like_an_identifier(case: tuple[str, str]) -> None:
    name, text = case
    short_number = name == "uprn" and sum(map(str.isdigit, text)) < 9
    short_pnc = name == "pnc_id" and "/" not in text
    if classify(name, text) != "malformed" and not short_number and not short_pnc:
        assert looks_like_identifier(text)


# --- check characters -----------------------------------------------------------------------------
def substitutions(text: str) -> Iterator[str]:
    for at, old in enumerate(text):
        if old.isdigit():
            yield from (text[:at] + new + text[at + 1 :] for new in "0123456789" if new != old)


@given(st.integers(0, 999_999_999))
def test_nhs_number_catches_every_wrong_digit_and_swap(stem: int) -> None:
    digit = nhs_number.check_digit(f"{stem:09d}")
    if digit is None:
        assert all(nhs_number.classify(f"{stem:09d}{last}") == "bad_check" for last in range(10))
        return
    number = f"{stem:09d}{digit}"
    assert nhs_number.classify(number) in ("valid", "unreal")
    assert all(nhs_number.classify(wrong) == "bad_check" for wrong in substitutions(number))
    for at in range(9):
        if number[at] != number[at + 1]:
            swapped = number[:at] + number[at + 1] + number[at] + number[at + 2 :]
            assert nhs_number.classify(swapped) == "bad_check"


@given(st.integers(0, 99), st.integers(1, 9_999_999))
def test_pnc_catches_every_wrong_digit(year: int, serial: int) -> None:
    letter = pnc_id.check_letter(f"{year:02d}", str(serial))
    short = f"{year:02d}/{serial}{letter}"
    assert pnc_id.classify(short) == "valid"
    assert all(pnc_id.classify(wrong) == "bad_check" for wrong in substitutions(short))
    # The letter does not cover the century, but no one wrong digit makes another one in use.
    for century in ("19", "20"):
        full = f"{century}{year:02d}/{serial:07d}{letter}"
        assert pnc_id.classify(full) == "valid"
        assert all(pnc_id.classify(wrong) != "valid" for wrong in substitutions(full))


@given(st.integers(0, 99), st.integers(1, 999_999), st.booleans())
def test_cro_catches_every_wrong_digit(year: int, serial: int, file: bool) -> None:
    letter = cro.check_letter(f"{year:02d}", str(serial), file=file)
    text = f"SF{year:02d}/{serial}{letter}" if file else f"{serial}/{year:02d}{letter}"
    assert cro.classify(text) == "valid"
    assert all(cro.classify(wrong) == "bad_check" for wrong in substitutions(text))


@given(st.sampled_from(("pnc_id", "cro")), st.integers(0, 99), st.integers(1, 999_999))
def test_one_letter_of_23_is_right(name: str, year: int, serial: int) -> None:
    stem = f"{year:02d}/{serial}" if name == "pnc_id" else f"{serial}/{year:02d}"
    assert [classify(name, stem + letter) for letter in UPPER].count("valid") == 1


# --- the same answers from SQL --------------------------------------------------------------------
def quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def any_of(patterns: tuple[str, ...]) -> str:
    return " OR ".join(f"regexp_full_match(c, {quoted(p)})" for p in patterns) or "FALSE"


def holds(form: Form) -> str:
    check = form.check
    if check is None:
        return "TRUE"
    if isinstance(check, LetterMod):
        whens = []
        for variant in check.variants:
            part = {g: f"regexp_extract(c, {quoted(f'^(?:{variant.pattern})$')}, {g})" for g in range(1, 5)}
            digits = " || ".join(
                f"lpad({part[group]}, {width}, '0')" if width else part[group]
                for group, width in variant.number
            )
            rest = f"CAST(CAST({digits} AS BIGINT) % {len(check.alphabet)} AS INT)"
            right = f"substr({quoted(check.alphabet)}, {rest} + 1, 1)"
            whens.append(
                f"WHEN regexp_full_match(c, {quoted(variant.pattern)}) THEN {right} = {part[variant.letter]}"
            )
        return f"CASE {' '.join(whens)} ELSE FALSE END"
    terms = (f"CAST(substr(c, {i}, 1) AS INT) * {weight}" for i, weight in enumerate(check.weights, 1))
    return f"({' + '.join(terms)}) % {check.modulus} = 0"


def as_sql(form: Form) -> str:
    before, after = (LOWER + form.strip, UPPER) if form.upper else (form.strip, "")
    return f"""
        SELECT CASE
            WHEN {any_of(form.pseudo)} THEN 'pseudo'
            WHEN NOT ({any_of(form.shapes)})
                THEN CASE WHEN {any_of(form.unreal)} THEN 'unreal' ELSE 'malformed' END
            WHEN NOT ({holds(form)}) THEN 'bad_check'
            WHEN {any_of(form.unreal)} THEN 'unreal'
            ELSE 'valid' END
        FROM (
            SELECT i, translate(t, {quoted(before)}, {quoted(after)}) AS c
            FROM (SELECT generate_subscripts(x, 1) AS i, unnest(x) AS t FROM (SELECT $1::VARCHAR[] AS x))
        ) ORDER BY i"""


def ask(database: duckdb.DuckDBPyConnection, name: str, texts: list[str]) -> list[str]:
    return [status for (status,) in database.execute(as_sql(FORMS[name]), [texts]).fetchall()]


@pytest.fixture(scope="module")
def database() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as connection:
        yield connection


@pytest.mark.parametrize("name", sorted(FORMS))
def test_duckdb_agrees(name: str, database: duckdb.DuckDBPyConnection) -> None:
    seen: set[str] = set()

    @given(st.lists(st.one_of(written(name), near, st.text()), min_size=1, max_size=20))
    def agrees(texts: list[str]) -> None:
        answers = ask(database, name, texts)
        assert answers == [classify(name, text) for text in texts]
        seen.update(answers)

    agrees()
    expected = {"valid", "unreal", "malformed"}
    if FORMS[name].check:
        expected.add("bad_check")
    if FORMS[name].pseudo:
        expected.add("pseudo")
    assert seen == expected, "every answer was compared"


def test_duckdb_agrees_on_many_numbers(database: duckdb.DuckDBPyConnection) -> None:
    """Ten thousand numbers with a check character each, right and wrong, in one query a form."""
    rows = {
        "nhs_number": [f"{n * 98_765 % 10**10:010d}" for n in range(10_000)]
        + [f"999{n:07d}" for n in range(3000)],
        "pnc_id": [
            f"{1900 + n % 300}/{n * 37 % 10**7}{UPPER[n % 26]}"
            if n % 2
            else f"{n % 100:02d}{n}{UPPER[n % 26]}"
            for n in range(10_000)
        ],
        "cro": [
            f"{'QQ' if n % 2 else ''}{n * 91 % 10**6}/{n % 100:02d}{UPPER[n % 26]}"
            if n % 3
            else f"SF{n % 100:02d}/{n:05d}{UPPER[n % 26]}"
            for n in range(10_000)
        ],
    }
    for name, texts in rows.items():
        answers = ask(database, name, texts)
        assert answers == [classify(name, text) for text in texts]
        assert {"bad_check", "unreal"} < set(answers)


def test_blanks_and_dashes_are_single_characters_told_apart() -> None:
    assert len(set(BLANKS + DASHES)) == len(BLANKS + DASHES)
