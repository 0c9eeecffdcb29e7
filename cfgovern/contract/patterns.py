"""The one regular-expression dialect of contracts: RE2 syntax, searched unanchored.

JSON Schema says ECMA-262; DuckDB runs RE2. What stands in both means the same in both, so what
RE2 cannot run (look-around, back-references) is refused here, with words.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator
from functools import cache
from itertools import product

__all__ = ["fits_a_name", "found_in", "locale_classes", "may_not_end", "pattern_problem", "surely_in"]

_ITEM = re.compile(r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|\(\?[^:)]{0,3}|\{[0-9]+(?:,[0-9]*)?\}|.", re.DOTALL)
_MOST_REPEATS = 1000
_ASCII = {
    "\\d": "[0-9]",
    "\\D": "[^0-9]",
    "\\w": "[A-Za-z0-9_]",
    "\\W": "[^A-Za-z0-9_]",
    "\\s": "a space, or [ \\t\\n]",
    "\\S": "[^ \\t\\n]",
}
# Letters that stand for a name of any length, and what stands between two of them.
_LETTERS = "ashbirchelmfiroakmaple"
_BETWEEN = (" ", "-", ".", "_", "'", ", ", "")
_LONG = 2_000  # characters; Python may take the square of that many steps
_REPEATED_GROUP = re.compile(r"\)[*+{]")


def pattern_problem(pattern: str) -> str | None:
    """Why RE2 cannot run ``pattern``, in a sentence; None when it can."""
    for item in _ITEM.findall(pattern):
        if item.startswith(("(?=", "(?!", "(?<=", "(?<!")):
            return "The pattern looks ahead or behind, which cannot be run safely."
        if item.startswith(("(?>", "(?(", "(?#", "(?P=", "(?R")):
            return "The pattern uses a group that the RE2 syntax does not have."
        if re.fullmatch(r"\\[1-9]", item) or item == "\\k":
            return "The pattern refers back to a group, which cannot be run safely."
        if item in ("\\Z", "\\G", "\\K", "\\R", "\\X"):
            return "The pattern uses an escape that the RE2 syntax does not have."
        if item.startswith("{") and any(int(n) > _MOST_REPEATS for n in re.findall("[0-9]+", item)):
            return f"The pattern repeats more than {_MOST_REPEATS} times."
    if re.search(r"[*+?}]\+", re.sub(r"\\.|\[[^\]]*\]", "x", pattern)):
        return "The pattern uses a possessive repeat, which the RE2 syntax does not have."
    try:
        # The syntax that RE2 and Python share; \z and \pL are RE2's own.
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # Python may one day read [[a] as a set in a set
            re.compile(re.sub(r"\\[zpP](\{\^?\w+\}|\w)?", "x", pattern))
    except (re.error, RecursionError, OverflowError):
        return "The pattern is not a valid regular expression."
    return None


def locale_classes(pattern: str) -> list[tuple[str, str]]:
    r"""Each of ``\d``, ``\w``, ``\s`` and their opposites in ``pattern``, with what says it in ASCII.

    RE2 and JSON Schema take them for ASCII, Python and spreadsheets also for other scripts.
    """
    found = dict.fromkeys(re.findall(r"\\[dDwWsS]", re.sub(r"\\[^dDwWsS]", "", pattern)))
    return [(letter, _ASCII[letter]) for letter in found]


def may_not_end(pattern: str) -> bool:
    """Whether Python's engine may try for ever: a group is repeated. RE2 is quick whatever the pattern."""
    return _REPEATED_GROUP.search(pattern) is not None


def found_in(pattern: str, text: object) -> bool:
    """Whether ``pattern`` is found in ``text``; also where it is none, and where Python should not tell."""
    wanted = _in_python(pattern)
    return not isinstance(text, str) or not wanted or len(text) > _LONG or wanted.search(text) is not None


def surely_in(pattern: str, text: str) -> bool:
    """Whether ``pattern`` is found in ``text``; not where it is none, or where Python should not tell."""
    wanted = _in_python(pattern)
    return wanted is not None and len(text) <= _LONG and wanted.search(text) is not None


@cache
def _in_python(pattern: str) -> re.Pattern[str] | None:
    """The pattern for Python, its classes of ASCII as in RE2; None where it would mean something else."""
    if may_not_end(pattern) or "[:" in pattern:
        return None
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return re.compile(pattern, re.ASCII)
    except (re.error, RecursionError, OverflowError, ValueError):
        return None


@cache
def fits_a_name(pattern: str) -> bool:
    """Whether something without a figure, such as a name, would be right by ``pattern``.

    Also where that cannot be told.
    """
    if may_not_end(pattern):
        return True
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            wanted = re.compile(pattern)
    except (re.error, RecursionError, OverflowError):
        return True
    return any(wanted.search(name) for name in _names())


def _names() -> Iterator[str]:
    """Names of one part and of two, of every usual length, each in small, large or both kinds of letters."""
    parts = [_LETTERS[:length] for length in range(1, len(_LETTERS))]
    twos = [(one, two) for one in parts[:12] for two in parts[:12]]
    forms = (str.lower, str.upper, str.title)
    for first in forms:
        yield from map(first, parts)
        for second, between in product(forms, _BETWEEN):
            yield from (f"{first(one)}{between}{second(two)}" for one, two in twos)
