"""Text made safe to show: no control, direction-changing or broken characters."""

from __future__ import annotations

import re

__all__ = ["NOT_PLAIN", "UNSAFE", "count_of", "plain"]

_SPACES = re.compile("[\t\n\v\f\r\x1c-\x1e\x85\u2028\u2029]+")
# C0 and C1 controls (a terminal obeys them), marks that turn the reading direction round (a text can
# then look like another), surrogates and non-characters (they cannot be written as UTF-8).
UNSAFE = "\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff"
"""Characters that no page or document may hold, as the inside of a class of a regular expression."""
NOT_PLAIN = f"{UNSAFE}\u2028\u2029"
"""What :func:`plain` changes, in the same form."""
_UNSAFE = re.compile(f"[{UNSAFE}]")


def plain(text: str) -> str:
    """``text`` on one line, each unsafe character shown as the replacement character U+FFFD."""
    return _UNSAFE.sub("\ufffd", _SPACES.sub(" ", text))


def count_of(number: int, one: str, many: str) -> str:
    """``1 row``, ``2,000 rows``."""
    return f"{number:,} {one if number == 1 else many}"
