"""Passport number: nine digits in the United Kingdom; elsewhere letters and digits.

Source: HM Passport Office. Nine digits, or two letters and seven digits as Presidio has it, are no proof by
themselves: a word has to say what they are. Whoever comes from elsewhere has a passport too, so a word lets
any six to nine letters and digits count.

What can never have been issued: QQ in front (this project's own mark).
"""

from __future__ import annotations

from cfgovern.identifiers import form
from cfgovern.identifiers.written import AFTER, BEFORE, MAYBE, WORD, WORD_END

__all__ = ["CUED", "FORM", "WRITTEN", "classify"]

FORM = form.Form(
    strip=form.BLANKS + form.DASHES,
    shapes=("[A-Z]{2}[0-9]{7}", "[0-9]{9}"),
    unreal=("QQ[0-9]{7}", "0{9}"),
)

WRITTEN: tuple[str, ...] = (f"{BEFORE}[A-Za-z]{{2}}[0-9]{{7}}{AFTER}",)
CUED: tuple[str, ...] = (
    f"{WORD}[0-9]{{3}}{MAYBE}[0-9]{{3}}{MAYBE}[0-9]{{3}}{WORD_END}",
    f"{WORD}[A-Za-z]{{1,3}}{MAYBE}[0-9]{{5,8}}[A-Za-z]?{WORD_END}",
    f"{WORD}[0-9]{{2}}[A-Za-z]{{2}}[0-9]{{5}}{WORD_END}",
)
"""The nine digits, and how other countries number theirs."""


def classify(text: str) -> form.Status:
    """Judge ``text`` as a passport number."""
    return form.classify(FORM, text)
