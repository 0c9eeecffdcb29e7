"""Names as they are compared: small letters without accents, apostrophes or titles, a blank between parts."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from cfgovern.tokens.rules import Rules

__all__ = ["folded", "full_name", "joined", "name", "words"]

_CROSSES = re.compile("x+( x+)*")
_FIGURES = frozenset("0123456789")


def folded(text: str, rules: Rules) -> str:
    """``text`` in small letters without accents and apostrophes; letters of other scripts stay."""
    bare = "".join(sign for sign in text if sign not in rules.apostrophes)
    small = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", bare).casefold())
    kept = (
        rules.letters.get(sign, sign)
        for sign in small
        if sign not in rules.apostrophes and unicodedata.category(sign) not in ("Mn", "Cf")
    )
    return unicodedata.normalize("NFC", "".join(kept))


def words(text: str, rules: Rules, *, figures: bool = False) -> list[str]:
    """The words of ``text``, folded: runs of letters (and of ``figures``). All else parts them."""
    return "".join(
        sign if _is_letter(sign) or (figures and sign in _FIGURES) else " " for sign in folded(text, rules)
    ).split()


@lru_cache(maxsize=65536)
def name(text: str, rules: Rules, given: bool) -> str | None:
    """The parts of a name with blanks between; None where nobody is named.

    Both parts of a name with a hyphen are kept. Titles go from the front and endings (junior) from the back,
    as long as something is left.
    """
    parts = words(text, rules)
    while len(parts) > 1 and parts[0] in rules.titles:
        parts = parts[1:]
    while len(parts) > 1 and parts[-1] in rules.endings:
        parts = parts[:-1]
    whole = " ".join(parts)
    nobody = rules.nobody | rules.nobody_given if given else rules.nobody
    if whole in nobody or all(part in nobody for part in parts) or _CROSSES.fullmatch(whole):
        return None
    return whole


def full_name(text: str, rules: Rules) -> str | None:
    """As :func:`name`, of a whole name: what stands behind one comma comes first (Smith, John)."""
    before, comma, after = text.partition(",")
    behind = words(after, rules)
    turned = comma and "," not in after and any(part not in rules.titles | rules.endings for part in behind)
    return name(f"{after} {before}" if turned else text, rules, True)


def joined(normalised: str) -> str:
    """The parts of a normalised name as one word: Mc Donald is McDonald, Mary Ann is Maryann."""
    return normalised.replace(" ", "")


def _is_letter(sign: str) -> bool:
    # The vowel signs of some scripts are no letters, and part of a word all the same.
    return sign.isalpha() or unicodedata.category(sign) == "Mc"
