"""Patterns: what RE2 cannot run is refused with words, and RE2 itself agrees."""

from __future__ import annotations

import duckdb
import pytest

from cfgovern.contract.patterns import fits_a_name, locale_classes, pattern_problem, surely_in

AROUND = "The pattern looks ahead or behind, which cannot be run safely."
BACK = "The pattern refers back to a group, which cannot be run safely."
GROUP = "The pattern uses a group that the RE2 syntax does not have."
ESCAPE = "The pattern uses an escape that the RE2 syntax does not have."
POSSESSIVE = "The pattern uses a possessive repeat, which the RE2 syntax does not have."
INVALID = "The pattern is not a valid regular expression."

REFUSED = [
    ("^(?=.*[0-9]).+$", AROUND),
    ("(?!a)b", AROUND),
    ("(?<=a)b", AROUND),
    ("(?<!a)b", AROUND),
    (r"(a)\1", BACK),
    (r"(?P<x>a)\k<x>", BACK),
    ("(?P<x>a)(?P=x)", GROUP),
    ("(?>a+)b", GROUP),
    ("(a)?(?(1)b|c)", GROUP),
    ("a(?#a remark)", GROUP),
    (r"a\Z", ESCAPE),
    (r"\Ga", ESCAPE),
    (r"a\Kb", ESCAPE),
    ("a{1001}", "The pattern repeats more than 1000 times."),
    ("a++b", POSSESSIVE),
    ("[a-z]*+b", POSSESSIVE),
    ("a{2}+b", POSSESSIVE),
    ("(a", INVALID),
    ("[z-a]", INVALID),
    ("*a", INVALID),
    ("a{2", None),
]
RUN = [
    "^[A-Z]{1,4}-?[0-9]{4,8}$",
    r"\d\w\s\b",
    r"^\pL+\z",
    r"^\p{Greek}\P{Lu}$",
    "(?i)abc",
    "(?:ab)+?",
    "(?P<x>ab)",
    "[[:alpha:]]",
    r"[\]\\^-]",
    "[+]+",
    r"\++",
    "[*+]+a",
    r"(?s).\.",
    "a{1000}",
    "",
    "é|ü",
]


@pytest.fixture(scope="module")
def re2() -> duckdb.DuckDBPyConnection:
    return duckdb.connect()


def runs(re2: duckdb.DuckDBPyConnection, pattern: str) -> bool:
    try:
        re2.execute("SELECT regexp_matches('', ?)", [pattern])
    except duckdb.Error:
        return False
    return True


@pytest.mark.parametrize(("pattern", "words"), [pair for pair in REFUSED if pair[1]])
def test_what_re2_cannot_run_is_refused(pattern: str, words: str, re2: duckdb.DuckDBPyConnection) -> None:
    assert pattern_problem(pattern) == words
    assert not runs(re2, pattern)


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("pattern", [*RUN, *(pattern for pattern, words in REFUSED if words is None)])
def test_what_re2_can_run_is_taken(pattern: str, re2: duckdb.DuckDBPyConnection) -> None:
    assert pattern_problem(pattern) is None
    assert runs(re2, pattern)


@pytest.mark.parametrize(
    ("pattern", "found"),
    [
        (r"^\d{3}$", [("\\d", "[0-9]")]),
        (r"^[\d-]+\W\d$", [("\\d", "[0-9]"), ("\\W", "[^A-Za-z0-9_]")]),
        (r"\s\S", [("\\s", "a space, or [ \\t\\n]"), ("\\S", "[^ \\t\\n]")]),
        (r"\D\w", [("\\D", "[^0-9]"), ("\\w", "[A-Za-z0-9_]")]),
        (r"^\\d$", []),
        (r"\.\[d\]", []),
        ("^[0-9]{3}$", []),
    ],
)
def test_classes_that_programs_read_differently(pattern: str, found: list[tuple[str, str]]) -> None:
    assert locale_classes(pattern) == found


@pytest.mark.parametrize(
    "pattern",
    [
        "^[A-Z0-9][A-Z0-9-]{0,19}$",
        "",
        ".",
        "^[a-z]+$",
        "[A-Z]",
        r"^\pL+$",
        "^[A-Z][a-z]{3,20} [A-Z][a-z]{3,20}$",
        "^[A-Z][a-z]{4,20}$",
        "^[A-Z]{5,}$",
        "^[A-Z][a-z]+_[a-z]+$",
        "^[A-Z][a-z]+, [A-Z][a-z]{6,}$",
        "^([a-z]+)*[0-9]$",
    ],
)
def test_patterns_that_a_name_fits(pattern: str) -> None:
    assert fits_a_name(pattern)


@pytest.mark.parametrize("pattern", ["^[A-Z]{1,4}-?[0-9]{1,8}$", "[0-9]", "^20[0-9]{2}-Q[1-4]$"])
def test_patterns_that_ask_for_a_figure_fit_no_name(pattern: str) -> None:
    assert not fits_a_name(pattern)


@pytest.mark.parametrize(
    ("pattern", "text", "found"),
    [
        ("^P-[0-9]+$", "P-12", True),
        ("^P-[0-9]+$", "Q-12", False),
        (r"^\d+$", "\u0661\u0662", False),  # figures of another script are none to RE2
        ("^(P-)+$", "P-", False),  # Python may take for ever
        (r"^\pL+$", "P", False),  # of RE2 alone
        ("^[[:alpha:]]+$", "P", False),
        ("[", "P", False),
        ("P", "P" * 3_000, False),
    ],
)
def test_a_pattern_is_surely_found_only_where_python_can_tell(pattern: str, text: str, found: bool) -> None:
    assert surely_in(pattern, text) is found
