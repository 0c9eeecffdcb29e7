"""Of what overlaps the strongest evidence is kept, and each place is named once."""

from __future__ import annotations

import random
from itertools import pairwise

from cfgovern.detection.found import Found, are_apart, merged


def test_of_two_that_overlap_the_gravest_stands() -> None:
    review = Found("PERSON", 0, 12, "names", "warning", "names")
    known = Found("UK_NHS", 4, 10, "pack", "block", "check_digit")
    assert merged([review, known]) == [known]


def test_of_equal_gravity_the_first_layer_stands() -> None:
    by_registry = Found("PERSON", 4, 9, "registry", "block", "known", person=3)
    by_model = Found("UK_ADDRESS", 0, 9, "model", "block", "model")
    assert merged([by_model, by_registry]) == [by_registry]


def test_a_weaker_find_of_the_same_entity_lends_its_reach() -> None:
    given = Found("PERSON", 4, 9, "registry", "block", "known", person=3)
    whole = Found("PERSON", 4, 15, "names", "warning", "names")
    assert merged([whole, given]) == [Found("PERSON", 4, 15, "registry", "block", "known", person=3)]


def test_what_stands_apart_is_all_kept_in_order() -> None:
    first, second = (Found("UK_NHS", at, at + 10, "pack", "block", "check_digit") for at in (0, 11))
    assert merged([second, first]) == [first, second]
    assert are_apart([first, second]) and not are_apart([first, second._replace(start=9)])


def test_many_are_merged_as_a_look_at_each_pair_has_it() -> None:
    draw = random.Random(7)
    for _ in range(300):
        found = [
            Found(
                draw.choice(["A", "B"]),
                at,
                at + draw.randint(1, 6),
                "pack",
                draw.choice(["block", "warning"]),
                "",
            )
            for at in draw.choices(range(40), k=12)
        ]
        kept = merged(found)
        assert all(one.end <= other.start for one, other in pairwise(kept))
        assert all(any(one.start < k.end and k.start < one.end for k in kept) for one in found)
