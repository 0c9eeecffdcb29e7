"""Whatever overlaps whatever: all that was found is gone, all that was not stays, and nothing is cut."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from cfgovern.protection.redaction import Find, redacted
from tests.conftest import examples

# No brackets and no figures: what the redaction itself writes is then known by its signs.
TEXTS = st.text("abcDEF é.,'\n", min_size=1, max_size=40)
ENTITIES = st.sampled_from(["PERSON", "UK_NHS", "UK_ADDRESS", "SOMETHING_NEW"])


@st.composite
def finds(draw: st.DrawFn) -> tuple[str, list[Find]]:
    """A text and finds anywhere in it."""
    text = draw(TEXTS)
    starts = draw(st.lists(st.integers(0, len(text) - 1), max_size=8))
    return text, [
        Find(
            draw(ENTITIES),
            start,
            draw(st.integers(start + 1, len(text))),
            draw(st.sampled_from(["block", "review"])),
        )
        for start in starts
    ]


def gone(text: str, found: list[Find]) -> set[int]:
    """The places that have to go: those found, and the rest of the words that they stand in."""
    places = {at for one in found for at in range(one.start, one.end)}
    for at in range(1, len(text)):
        if at - 1 in places and text[at].isalnum() and text[at - 1].isalnum():
            places.add(at)
    for at in range(len(text) - 1, 0, -1):
        if at in places and text[at].isalnum() and text[at - 1].isalnum():
            places.add(at - 1)
    return places


@settings(max_examples=examples(300), deadline=None)
@given(finds())
def test_what_was_found_is_gone_and_the_rest_stays(drawn: tuple[str, list[Find]]) -> None:
    text, found = drawn
    first = [found]
    done = redacted(text, lambda _: first.pop() if first else [], lambda _: None)
    places = gone(text, found)
    kept = "".join(" " if at in places else sign for at, sign in enumerate(text))
    outside = "".join(part.partition("]")[2] if at else part for at, part in enumerate(done.text.split("[")))
    # Two names of which a blank, a hyphen or nothing stands between may have become one.
    assert outside.replace(" ", "") == kept.replace(" ", "")
    assert bool(done.counts) == bool(found)
    assert done.emptied == ""
