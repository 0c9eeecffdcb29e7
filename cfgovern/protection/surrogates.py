"""What people are called in a released text: a keyed token, the same in every file of a domain.

A surrogate is never a find of the scan itself: without vowels it spells no word, with a figure it is no name,
with two it is no reference beside the word *ref*, and where they stand nothing that is looked for has them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable

__all__ = ["TOKEN", "surrogates"]

TOKEN = "surrogate"
"""The name of the token, of which the domain's key makes one of each record id."""
_LETTERS, _FIGURES = "bcdfghjkmnpqrstvwxz", "0123456789"
_SIGNS = (_LETTERS, _FIGURES, _LETTERS, _FIGURES, *[_LETTERS] * 20)  # 16 bytes are enough for these
_SHORTEST, _MORE = 8, 2  # 32 bits: of 5,000 people two are alike once in 380 times


def surrogates(record_ids: Iterable[str], token: Callable[[str], bytes]) -> dict[str, str]:
    """The surrogate of each person, by record id. ``token``: 16 bytes of a record id under the domain's key.

    It depends on the person alone, so it is the same in every release. Where two people of one release would
    have the same, both have more letters, of which the first eight are those that each has elsewhere.
    """
    long = {one: _written(token(one.strip())) for one in sorted(set(record_ids))}
    made: dict[str, str] = {}
    length = _SHORTEST
    while long:
        same = Counter(said[:length] for said in long.values())
        # Only ids that differ by outer blanks alone are alike in the end.
        alone = {
            one: said[:length]
            for one, said in long.items()
            if same[said[:length]] == 1 or length >= len(_SIGNS)
        }
        made |= alone
        long = {one: said for one, said in long.items() if one not in alone}
        length += _MORE
    return made


def _written(token: bytes) -> str:
    number = int.from_bytes(token, "big")
    said: list[str] = []
    for signs in _SIGNS:
        number, at = divmod(number, len(signs))
        said.append(signs[at])
    return "".join(said)
