"""Sort code and account number of the United Kingdom: six digits and eight.

Source: Pay.UK. Which account numbers a bank gives out is checked with its tables, which change; so they
count by their shape: three pairs and eight digits together, or each of the two where a word says what it is.

What can never have been issued: sort code 00-00-00, and account number nought.
"""

from __future__ import annotations

from cfgovern.identifiers import form
from cfgovern.identifiers.written import AFTER, BEFORE, BLANK, WORD, WORD_END

__all__ = ["CUED", "FORM", "WRITTEN", "classify"]

FORM = form.Form(
    strip=form.BLANKS + form.DASHES + "/,:|",
    shapes=("[0-9]{14}",),
    unreal=("0{6}[0-9]{8}", "[0-9]{6}0{8}"),
)

_SIGN = f"(?:{BLANK}|[-/|,:])"
_WORDS = f"(?:(?:and|acc(?:ount)?|a/c|no|number)[.:]?{BLANK}{{1,2}}){{0,3}}"
_BETWEEN = f"{_SIGN}{{1,4}}{_WORDS}"
_PAIRS = (
    "(?:"
    + "|".join(f"[0-9]{{2}}{by}[0-9]{{2}}{by}[0-9]{{2}}" for by in ("-", BLANK, "[\u2010-\u2015]"))
    + ")"
)
WRITTEN: tuple[str, ...] = (
    f"{BEFORE}{_PAIRS}{_BETWEEN}[0-9]{{4}} ?[0-9]{{4}}{AFTER}",
    f"{BEFORE}[0-9]{{8}}{_BETWEEN}{_PAIRS}{AFTER}",
    f"{BEFORE}[0-9]{{6}}{_BETWEEN}[0-9]{{8}}{AFTER}",
)
"""Three pairs and eight digits, in either order, or six digits and eight."""
CUED: tuple[str, ...] = (
    f"{WORD}{_PAIRS}{WORD_END}",
    f"{WORD}[0-9]{{4}}{BLANK}?[0-9]{{4}}{WORD_END}",
    f"{WORD}[0-9]{{6}}{WORD_END}",
)
"""A sort code, or an account number by itself."""


def classify(text: str) -> form.Status:
    """Judge ``text`` as a sort code with an account number."""
    return form.classify(FORM, text)
