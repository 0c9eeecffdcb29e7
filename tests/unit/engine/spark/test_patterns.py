"""Patterns mean the same to both engines, or are refused."""

from __future__ import annotations

from typing import Any

import pytest

from cfgovern import identifiers
from cfgovern.contract.dates import ISO
from cfgovern.contract.forms import SHAPES, STRING_FORMATS
from cfgovern.engine.spark.patterns import Unknown, java
from cfgovern.engine.spark.session import answering
from cfgovern.tables import ODD, SPACES

OF_FORMS = [p for form in identifiers.FORMS.values() for p in (*form.shapes, *form.unreal, *form.pseudo)]
OURS = [
    *OF_FORMS, *STRING_FORMATS.values(), *SHAPES.values(), *(form.shape for form in ISO.values()), ODD,
    f"^[{SPACES}]|[{SPACES}]$",
]  # fmt: skip
ODDITIES = [
    "", "^$", "a$", "^a", "a.b", r"a\sb", r"[\s]", r"\Sb", r"[^\s]", r"\bb", r"a\B", r"\w+", r"[^\w]",
    r"\D",
    "[a-c]", "[]a]", "[^]a]", "[a-]", "a{,3}", "a{2}", "a{1,}", "a??b", "(a|ab)(c|bcd)?", r"\x41",
    r"\x{e9}", "é",
    "[é-ü]", r"a\.b", "a&&b", "[a&&b]", "#", r"\|", "x{", "}", "[[]", r"[\]]", "(?:ab)+", r"\t", r"[\n]",
    "😀.",
]  # fmt: skip
TEXTS = [
    "", "a", "A", "ab", "abc", "abcd", "a b", "a\nb", "a\x0bb", "a\u2028b", "a\n", "é", "ü", "1", "_",
    "-", "]",
    "[", "a.b", "axb", "a{,3}", "aa", "aaa", "a&&b", "&", "#", "|", "x{", "}", "\t", "😀a", "A&b",
    "QQ123456C",
    "2026-01-01", "2026-01-01T10:11:12Z", "true", "12.5", "a@example.org", "9990000115", "\ufeff", "Â£",
    "ZZ99 3VZ",
]  # fmt: skip


@pytest.mark.parametrize(
    "pattern",
    [
        "(?i)a", "(?P<n>a)", "[[:alpha:]]", r"\p{L}", r"\pL", r"\Qa\E", r"\1", r"[\D]", "a**", "a++",
        "a{2}{3}", "^*",
        "(a+)+", "(a|b)*", "(a{0,3})*", r"(\.?a{0,3})*", r"(?:\.a|b)*", ")", "(a", "[a", "a\\", "*a",
        "[b-a]", r"\é",
        r"\x{110000}", r"\C", r"\y",
    ],
)  # fmt: skip
def test_what_is_not_known_to_mean_the_same_is_refused(pattern: str) -> None:
    with pytest.raises(Unknown):
        java(pattern)


def test_the_patterns_of_our_own_are_all_known() -> None:
    assert len([java(pattern) for pattern in OURS]) > 40


def test_a_repetition_may_vary_where_a_sign_parts_it() -> None:
    assert java(r"(\.[a-z]{0,61})*") == r"(\x{2e}[a-z]{0,61})*"
    assert java(r"(?:[a-z]?\.)+") == r"(?:[a-z]?\x{2e})+"


def test_the_end_is_the_end() -> None:
    assert java("a$") == r"a\z"
    assert java("a.") == r"a[^\n]"


@pytest.mark.needs("java", "pyspark")
def test_both_engines_find_the_same(spark: Any) -> None:
    import duckdb

    patterns = [*ODDITIES, *OURS]
    written = [java(pattern).replace("\\", "\\\\") for pattern in patterns]
    session = answering(spark.newSession())
    session.createDataFrame(list(enumerate(TEXTS)), "n INT, t STRING").createOrReplaceTempView("texts")
    asked = ", ".join(f"rlike(t, '{pattern}')" for pattern in (w.replace("'", "\\'") for w in written))
    found = [tuple(row) for row in session.sql(f"SELECT {asked} FROM texts ORDER BY n").collect()]
    for text, row in zip(TEXTS, found, strict=True):
        for pattern, answer in zip(patterns, row, strict=True):
            wanted = duckdb.execute("SELECT regexp_matches(?, ?)", [text, pattern]).fetchone()
            assert wanted == (answer,), (text, pattern)
