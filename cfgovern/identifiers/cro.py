"""CRO number: serial, year and check letter (``123456/99?``), or the SF form (``SF99/1234?``).

Source: the Ministry of Justice's public services that check it. The letter is that of the PNC
identifier, of the year followed by the serial: padded to six digits, but in the SF form as written.
The slash is needed.

No range is kept for tests. What can never have been issued: a number with QQ before it (this
project's own mark, after HMRC's example NINO), and serial nought.
"""

from __future__ import annotations

from cfgovern.identifiers import form
from cfgovern.identifiers.pnc_id import ALPHABET
from cfgovern.identifiers.written import AFTER, BEFORE, BLANK, DIGIT

__all__ = [
    "FORM",
    "MISTYPED",
    "WRITTEN",
    "check_letter",
    "classify",
    "is_unreal",
    "normalise",
    "parse",
]

_PLAIN = "((?:QQ)?)([0-9]{1,6})/([0-9]{2})([A-Z])"
_FILE = "SF([0-9]{2})/([0-9]{1,6})([A-Z])"

FORM = form.Form(
    strip=form.BLANKS,
    shapes=(_PLAIN, _FILE),
    unreal=("QQ[0-9]{1,6}/[0-9]{2}[A-Z]", "0{1,6}/[0-9]{2}[A-Z]", "SF[0-9]{2}/0{1,6}[A-Z]"),
    check=form.LetterMod(
        alphabet=ALPHABET,
        variants=(form.Variant(_PLAIN, ((3, 0), (2, 6)), 4), form.Variant(_FILE, ((1, 0), (2, 0)), 3)),
    ),
)

WRITTEN: tuple[str, ...] = (
    f"{BEFORE}(?<![0-9]/)(?:(?:QQ|qq)?[0-9]{{1,6}}{BLANK}{{0,3}}/{BLANK}{{0,3}}[0-9]{{2}}"
    f"|[Ss][Ff]{BLANK}{{0,3}}[0-9]{{2}}{BLANK}{{0,3}}/{BLANK}{{0,3}}[0-9]{{1,6}})"
    f"{BLANK}{{0,3}}[A-Za-z]{AFTER}",
)
"""With its slash."""

MISTYPED: tuple[str, ...] = (
    f"{BEFORE}(?:SF)?{DIGIT}{{1,7}}{BLANK}?[-/\\\\]{BLANK}?{DIGIT}{{2,6}}{BLANK}?[A-Za-z]?{AFTER}(?!/[0-9])",
)
"""Another stroke, a serial too long, no letter, or a letter for a figure."""


def classify(text: str) -> form.Status:
    """Judge ``text`` as a CRO number."""
    return form.classify(FORM, text)


def is_unreal(text: str) -> bool:
    """Whether ``text`` can never have been issued."""
    return classify(text) == "unreal"


def normalise(text: str) -> str | None:
    """``NNNNNN/YYL``, or the SF form as written, or None. The check letter is not judged."""
    word = form.compact(FORM, text)
    parts = form.groups(_PLAIN, word)
    if parts:
        mark, serial, year, letter = parts
        return f"{mark}{serial.zfill(6)}/{year}{letter}"
    return word if form.matches((_FILE,), word) else None


def parse(text: str) -> str | None:
    """The canonical text of a CRO number whose check letter is right, or None."""
    return normalise(text) if classify(text) in ("valid", "unreal") else None


def check_letter(year: str, serial: str, *, file: bool = False) -> str:
    """The check letter for a year of two digits and a serial; ``file``: of the SF form."""
    return form.letter_of(ALPHABET, year + (serial if file else serial.zfill(6)))
