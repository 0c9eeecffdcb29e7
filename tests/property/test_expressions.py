"""Conditions of the catalogues beside another way to judge them: numbers from 0 (false) to 1 (true)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from hypothesis import given
from hypothesis import strategies as st

from cfgovern.governance.expressions import parse

NAMES = {"n1": "number", "n2": "number", "y1": "yes_no", "y2": "yes_no", "y3": "yes_no", "t1": "text"}
VALUES = st.fixed_dictionaries(
    {
        name: st.none()
        | {"number": st.integers(0, 3), "yes_no": st.booleans(), "text": st.sampled_from(["", "a", "b"])}[
            kind
        ]
        for name, kind in NAMES.items()
    }
)
SIGNS: Mapping[str, Callable[[Any, Any], bool]] = {
    "==": lambda a, b: (a > b) == (b > a),
    "!=": lambda a, b: a > b or b > a,
    "<": lambda a, b: b > a,
    "<=": lambda a, b: not a > b,
    ">": lambda a, b: b < a,
    ">=": lambda a, b: not a < b,
}
Facts = Mapping[str, Any]


class Made(NamedTuple):
    """A condition as text, and how true it is: 1, 0, or a half where that is not known."""

    text: str
    truth: Callable[[Facts], float]


def leaf(name: str) -> Made:
    return Made(name, lambda facts: 0.5 if facts[name] is None else float(facts[name]))


def compared(sign: str, left: str, right: str) -> Made:
    def value(side: str, facts: Facts) -> Any:
        return facts[side] if side in NAMES else side[1:-1] if side[0] in "'\"" else int(side)

    def truth(facts: Facts) -> float:
        sides = value(left, facts), value(right, facts)
        return 0.5 if None in sides else float(SIGNS[sign](*sides))

    return Made(f"{left} {sign} {right}", truth)


def joined(word: str, parts: list[Made]) -> Made:
    """In brackets, so that no order of reading is taken for granted; that order has a test of its own."""
    least = min if word == "and" else max
    text = f" {word} ".join(f"({part.text})" for part in parts)
    return Made(text, lambda facts: least(part.truth(facts) for part in parts))


NUMBERS = st.sampled_from(["n1", "n2", "0", "1", "2"])
TEXTS = st.sampled_from(["t1", "''", "'a'", '"b"'])
LEAVES = st.one_of(
    st.sampled_from(["y1", "y2", "y3"]).map(leaf),
    st.sampled_from([Made("true", lambda _: 1.0), Made("false", lambda _: 0.0)]),
    st.builds(compared, st.sampled_from(sorted(SIGNS)), NUMBERS, NUMBERS),
    st.builds(compared, st.sampled_from(["==", "!="]), TEXTS, TEXTS),
)
CONDITIONS = st.recursive(
    LEAVES,
    lambda inner: st.one_of(
        inner.map(lambda one: Made(f"not ({one.text})", lambda facts: 1 - one.truth(facts))),
        st.builds(joined, st.sampled_from(["and", "or"]), st.lists(inner, min_size=2, max_size=3)),
    ),
    max_leaves=8,
)
MEANS = {1.0: True, 0.0: False, 0.5: None}


@given(CONDITIONS, VALUES)
def test_a_condition_is_judged_as_its_truth_is_reckoned(made: Made, facts: Facts) -> None:
    expression = parse(made.text, NAMES)
    assert expression.judge(facts) is MEANS[made.truth(facts)]
    assert bool(expression.unknown(facts)) is (expression.judge(facts) is None)
    assert all(facts[name] is None for name in expression.unknown(facts))


@given(CONDITIONS, VALUES, VALUES)
def test_what_is_settled_stays_so_whatever_the_unknown_facts_are(
    made: Made, facts: Facts, more: Facts
) -> None:
    """And only the facts that are told as unknown can settle what is not."""
    expression = parse(made.text, NAMES)
    known = {name: more[name] if value is None else value for name, value in facts.items()}
    found = expression.judge(facts)
    if found is not None:
        assert expression.judge(known) is found
    others = {n: known[n] if n not in expression.unknown(facts) else v for n, v in facts.items()}
    assert expression.judge(others) is found


@given(st.lists(LEAVES, min_size=2, max_size=5), st.data(), VALUES)
def test_not_is_read_before_and_before_or(leaves: list[Made], data: st.DataObject, facts: Facts) -> None:
    words = [data.draw(st.sampled_from([" and ", " or "])) for _ in leaves[1:]]
    nots = [data.draw(st.sampled_from(["", "not "])) for _ in leaves]
    text = nots[0] + leaves[0].text
    groups = [[0]]
    for number, word in enumerate(words, 1):
        text += word + nots[number] + leaves[number].text
        if word == " or ":
            groups.append([])
        groups[-1].append(number)
    truths = [1 - one.truth(facts) if no else one.truth(facts) for one, no in zip(leaves, nots, strict=True)]
    assert parse(text, NAMES).judge(facts) is MEANS[max(min(truths[at] for at in one) for one in groups)]
