"""Words that are meant alike: case, spaces, hyphens and underscores do not count, and a slip may be near."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

__all__ = ["closest", "folded"]


def folded(word: str) -> str:
    """The word with case, width, spaces, hyphens and underscores out of account."""
    return re.sub(r"[\s_\-]+", " ", unicodedata.normalize("NFKC", word).casefold()).strip()


def closest(word: str, choices: Iterable[str]) -> str | None:
    """The choice that ``word`` most likely means (the first of equals), or None when none is close."""
    from difflib import SequenceMatcher

    wanted = folded(word[:200])
    best, found = 0.72, None
    matcher = SequenceMatcher(b=wanted, autojunk=False)
    for choice in choices:
        like = folded(choice)
        if like == wanted:
            return choice
        matcher.set_seq1(like)
        if matcher.real_quick_ratio() > best and matcher.quick_ratio() > best:
            ratio = matcher.ratio()
            if ratio > best:
                best, found = ratio, choice
    return found
