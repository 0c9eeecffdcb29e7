"""A text in the letters of a look: the quick way says what the slow one says."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cfgovern.detection.looks import folded, looks

SIGNS = st.sampled_from("aZ 7-\u2013\u2019\u00e9\u0141\u03b1\u03ac\u0416\u00b5\uac00\u0903\u0301\U0001f44d")
TEXTS = st.text(SIGNS, max_size=30) | st.text(max_size=30)


@given(TEXTS)
def test_a_sign_reads_the_same_alone_and_among_others(text: str) -> None:
    for look in looks(text):
        alone = (next(looks(sign)).view[1] if next(looks(sign)).text else " " for sign in look.text)
        assert look.view == f" {''.join(alone)} "


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("Zo\u00eb O\u2019Neill", "zoe o neill"),
        ("ZOE\u0308", "zoe"),
        ("\u0141ukasz", "lukasz"),
        ("Ann  Lee", "ann lee"),
    ],
)
def test_a_name_is_folded_with_and_without_accents(written: str, read: str) -> None:
    assert folded(written) == read
