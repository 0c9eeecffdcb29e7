"""What the facts say in words, and what counts as not said."""

from __future__ import annotations

import pytest

from cfgovern.governance.saidwords import is_known, listed, on_day


@pytest.mark.parametrize("value", [None, "", "  ", "To be agreed", "TBC", [], {}, ()])
def test_what_nobody_has_said(value: object) -> None:
    assert not is_known(value)


@pytest.mark.parametrize("value", [0, False, "x", ["x"]])
def test_what_somebody_has_said(value: object) -> None:
    assert is_known(value)


@pytest.mark.parametrize(
    ("words", "text"),
    [
        ([], None),
        (["a"], "a"),
        (["a", "b", "a"], "a and b"),
        (["a", "b", "c"], "a, b and c"),
        ([str(n) for n in range(14)], "0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11 and 2 more"),
    ],
)
def test_lists_in_words(words: list[str], text: str | None) -> None:
    assert listed(words) == text


def test_days_in_words() -> None:
    assert on_day("2026-02-05") == "5 February 2026"
    assert on_day(None) is None
