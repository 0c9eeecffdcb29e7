"""The element builder: every text escaped once, every element closed; and text made plain."""

from __future__ import annotations

import html
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cfgovern.reporting.markup import Html, el, escape
from cfgovern.reporting.plain import count_of, plain


@pytest.mark.parametrize(
    ("made", "text"),
    [
        (el("p"), "<p></p>"),
        (el("p", "a < b"), "<p>a &lt; b</p>"),
        (el("p", el("b", "x"), " & ", None, ["y", [el("i", "z")]]), "<p><b>x</b> &amp; y<i>z</i></p>"),
        (el("br"), "<br>"),
        (el("a", "x", href='"#"', class_="one two"), '<a href="&quot;#&quot;" class="one two">x</a>'),
        (el("p", aria_label="x", hidden=True, id=None, open=False), '<p aria-label="x" hidden></p>'),
        (el("td", colspan=2), '<td colspan="2"></td>'),
        (el("p", Html("<b>")), "<p><b></p>"),
        (el("p", "<b>" + Html("<i>")), "<p>&lt;b&gt;&lt;i&gt;</p>"),
    ],
)
def test_elements(made: Html, text: str) -> None:
    assert made == text


@given(st.text(st.characters()))
def test_escaped_text_reads_back_as_the_plain_text(text: str) -> None:
    escaped = escape(text)
    assert html.unescape(escaped) == plain(text)
    assert not set(escaped) & set("<>\"'")
    assert escape(str(escaped)) == html.escape(escaped)


@given(st.text(st.characters()))
def test_plain_text_is_one_line_that_can_be_written_and_stays_as_it_is(text: str) -> None:
    made = plain(text)
    made.encode("utf-8")
    assert not any(unicodedata.category(sign) in ("Cc", "Cs", "Zl", "Zp") for sign in made)
    assert plain(made) == made


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a\nb", "a b"),
        ("a\r\n\tb", "a b"),
        ("\x1b[1m", "\ufffd[1m"),
        ("\u202eabc", "\ufffdabc"),
        ("é 漢 😀 a\u0301", "é 漢 😀 a\u0301"),
        ("", ""),
    ],
)
def test_unsafe_characters_are_shown_as_such(text: str, shown: str) -> None:
    assert plain(text) == shown


@pytest.mark.parametrize(
    ("number", "told"), [(0, "0 rows"), (1, "1 row"), (2, "2 rows"), (12345, "12,345 rows")]
)
def test_counts_agree_with_their_noun(number: int, told: str) -> None:
    assert count_of(number, "row", "rows") == told
