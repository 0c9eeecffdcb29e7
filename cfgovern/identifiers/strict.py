"""Identifiers that no column of a contract is declared for, but that nothing else is written like.

A check digit, or a shape of many parts, tells them wherever they stand: arrest summons numbers, driver
numbers, international account numbers, payment cards, registration marks of the current style, a sort code
with its account, hardware addresses. Left out are those that a word has to say (passports, references), and
internet addresses: versions are written like them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType

from cfgovern.identifiers import (
    asn,
    bank_account,
    card,
    driving_licence,
    form,
    iban,
    network,
    vehicle_registration,
)
from cfgovern.identifiers.written import BLANK, EITHER, MAYBE, blotted

__all__ = ["STRICT", "near_figures"]

_AROUND = 20  # characters: what of one stands before its first figure or behind its last, with its edges
_NEXT = 7  # characters around figures, in which enough of one shows to look closer
# Four figures twice, six behind a letter, two behind two capitals, a stroke of an ASN, the start of a MAC.
_LIKELY = re.compile(
    f"[0-9]{{4}}{EITHER}[0-9]{{4}}|[A-Za-z]9{{0,4}}{MAYBE}[0-9]{{6}}|[A-Z]{{2}}[0-9]{{2}}"
    f"|[0-9]{{2}}[0-9A-Za-z]{{2}}{BLANK}{{0,2}}/"
    "|[0-9A-Fa-f]{2}[-:\u2010-\u2015][0-9A-Fa-f]{2}[-:\u2010-\u2015]|[0-9A-Fa-f]{4}[.][0-9A-Fa-f]{4}"
)
_FEW, _APART = 6, frozenset(("", " ", "\n", ",", "(", ")", "\u00a3"))  # a small number by itself is none
_DIGEST = 64  # characters around, in which enough of one shows

Somebodys = Callable[[str], int]
"""How many characters of a stretch, from its begin, may be somebody's; none of what is nobody's."""


def _whole(room: form.Form) -> Somebodys:
    return lambda word: len(word) if form.classify(room, word) == "valid" else 0


def _iban(word: str) -> int:
    """It may go on into the next word."""
    ends = (piece.end() for piece in reversed([*re.finditer("[A-Za-z0-9]+", word)]))
    return next((end for end in ends if iban.classify(word[:end]) == "valid"), 0)


def _card(word: str) -> int:
    return len(word) if card.classify(word) == "valid" and not card.is_unreal(word) else 0


def _vehicle(word: str) -> int:
    """Without a capital it is words: ``an12 and``."""
    return len(word) if word.isupper() and form.classify(vehicle_registration.FORM, word) == "valid" else 0


def _bank(word: str) -> int:
    """Six figures and eight without a sign between the pairs are numbers like others."""
    return _whole(bank_account.FORM)(word) if _PAIRS.search(word) else 0


_PAIRS = re.compile("(?<![0-9])[0-9]{2}[^0-9]")


def _mac(word: str) -> int:
    return 0 if network.is_nobodys_mac(word) else len(word)


STRICT: Mapping[str, tuple[tuple[str, ...], Somebodys]] = MappingProxyType(
    {
        "asn": (asn.WRITTEN, _whole(asn.FORM)),
        "driving_licence": (driving_licence.WRITTEN, _whole(driving_licence.FORM)),
        "iban": (iban.WRITTEN, _iban),
        "card": (card.WRITTEN, _card),
        "vehicle_registration": (vehicle_registration.WRITTEN[:1], _vehicle),
        "bank_account": (bank_account.WRITTEN, _bank),
        "mac_address": (network.MAC_WRITTEN, _mac),
    }
)
"""Of each kind how it is written, and what of such a stretch may be somebody's."""
_SEARCHES = tuple(
    (kind, re.compile("|".join(f"(?:{pattern})" for pattern in written)), judge)
    for kind, (written, judge) in STRICT.items()
)


def near_figures(text: str, start: int, end: int) -> Iterator[tuple[str, int, int]]:
    """(kind, start, end) of what may be somebody's around figures in ``text``; digests are left out."""
    if end - start < _FEW and text[start - 1 : start] in _APART and text[end : end + 1] in _APART:
        return
    if not _LIKELY.search(text, max(0, start - _NEXT), end + _NEXT):
        return
    start, end = max(0, start - _AROUND), end + _AROUND
    first = max(0, start - _DIGEST)
    piece = blotted(text[first : end + _DIGEST])
    for kind, pattern, judge in _SEARCHES:
        for found in pattern.finditer(piece, start - first, end - first):
            if length := judge(found[0]):
                yield kind, first + found.start(), first + found.start() + length
