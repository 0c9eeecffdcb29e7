"""A text is read in each way that it may be meant, and every place leads back to what was written."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cfgovern.identifiers.readings import readings

PIECES = st.sampled_from(
    ["a", "7", "\u200b", "\u0667", "７", "&#55;", "\\u0037", "%37", "&nbsp;", "%", "&", "é"]
)


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("plain 7", ["plain 7"]),
        ("\u0667\u200b７²", ["772"]),
        ("caf\u00e9 \u201c7\u201d", ["caf\u00e9 \u201c7\u201d"]),
        ("a&#55;b", ["a&#55;b", "a7b"]),
        ("a&nbsp;b", ["a&nbsp;b", "a\u00a0b"]),
        ("\\u0037\\n7", ["\\u0037\\n7", "7\n7"]),
        ("%D9%A7%20x", ["%D9%A7%20x", "7 x"]),
        ("&#8203;7", ["&#8203;7", "7"]),
        ("50% & more", ["50% & more"]),
    ],
)
def test_the_ways_to_read(text: str, read: list[str]) -> None:
    assert [one.text for one in readings(text)] == read


@given(st.lists(PIECES, max_size=12).map("".join))
def test_places_go_forward_through_what_was_written(text: str) -> None:
    for one in readings(text):
        places = [one.place(at) for at in range(len(one.text))]
        assert places == sorted(places)
        assert all(0 <= place < len(text) for place in places)
        assert all(
            text[place] == letter or not text[place].isalnum() or not text[place].isascii()
            for place, letter in zip(places, one.text, strict=True)
        )
