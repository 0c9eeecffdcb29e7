from __future__ import annotations

import hashlib
import hmac
import re
from collections.abc import Callable

from cfgovern.protection.surrogates import surrogates

IDS = [f"P-{number:04}" for number in range(300)]


def keyed(domain: bytes) -> Callable[[str], bytes]:
    """A token of 16 bytes, as a key of the domain makes it."""
    return lambda value: hmac.new(domain, value.encode(), hashlib.sha256).digest()[:16]


def test_everybody_has_one_of_their_own_with_two_figures_and_no_vowel() -> None:
    made = surrogates(IDS, keyed(b"one"))
    assert list(made) == IDS
    assert len(set(made.values())) == len(IDS)
    shape = re.compile("(?:[bcdfghjkmnpqrstvwxz][0-9]){2}[bcdfghjkmnpqrstvwxz]{4}")
    assert all(shape.fullmatch(one) for one in made.values())


def test_it_depends_on_the_person_and_the_domain_alone() -> None:
    all_of_them = surrogates(IDS, keyed(b"one"))
    assert surrogates(reversed(IDS[:7]), keyed(b"one")) == {one: all_of_them[one] for one in IDS[:7]}
    other = surrogates(IDS, keyed(b"two"))
    assert set(all_of_them.values()).isdisjoint(other.values())


def test_outer_blanks_of_an_id_make_nobody_else_of_a_person() -> None:
    made = surrogates([" P-0001", "P-0001"], keyed(b"one"))
    assert made[" P-0001"] == made["P-0001"]
    assert made["P-0001"].startswith(surrogates(IDS, keyed(b"one"))["P-0001"])


def test_two_that_begin_alike_both_have_more_letters() -> None:
    low = 19**2 * 10**2 * 19**4  # so many surrogates of eight signs there are

    def token(value: str) -> bytes:
        number = {"a": 5, "b": 5 + low, "c": 6}[value]
        return number.to_bytes(16, "big")

    made = surrogates("abc", token)
    assert made["a"] != made["b"]
    assert [len(made[one]) for one in "abc"] == [10, 10, 8]
    assert made["a"].startswith(surrogates("ac", token)["a"])
    assert made["b"].startswith(surrogates("bc", token)["b"])
