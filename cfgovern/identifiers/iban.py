"""International bank account number: country, two check figures, up to thirty letters and digits.

Source: ISO 13616 and the IBAN registry (lengths). The check is modulus 97 of ISO 7064. Bank QQQQ does not
exist (this project's own mark).
"""

from __future__ import annotations

import re

from cfgovern.identifiers import form
from cfgovern.identifiers.written import BEFORE, DIGIT, EITHER

__all__ = ["FORM", "MISTYPED", "WRITTEN", "check_holds", "classify"]

_LENGTHS = {
    length: frozenset(countries.split())
    for length, countries in {
        15: "NO",
        16: "BE",
        18: "DK FI FO GL NL",
        19: "MK SI",
        20: "AT BA EE KZ LT LU XK",
        21: "CH HR LI LV",
        22: "BG BH DE GB GE IE ME RS",
        23: "AE GI IL IQ",
        24: "AD CZ ES MD PK RO SA SE SK TN VG",
        26: "IS TR",
        27: "FR GR IT MC SM",
        28: "AL AZ CY DO HU LB PL",
        29: "BR EG PS QA UA",
        30: "JO KW",
        31: "MT",
    }.items()
}
_COUNTRIES = "|".join(sorted(country for countries in _LENGTHS.values() for country in countries))

FORM = form.Form(
    strip=form.BLANKS + form.DASHES,
    shapes=(f"(?:{_COUNTRIES})[0-9]{{2}}[A-Z0-9]{{11,27}}",),
    unreal=("GB[0-9]{2}QQQQ[0-9]{14}",),
)

_START = f"{BEFORE}(?:{_COUNTRIES}|{_COUNTRIES.lower()})[0-9]{{2}}"
WRITTEN: tuple[str, ...] = (f"{_START}(?:{EITHER}[A-Za-z0-9]{{1,4}}){{3,8}}",)
"""In groups of four or solid. It may go on into the next word."""
MISTYPED: tuple[str, ...] = (f"{BEFORE}[A-Za-z]{{2}}{DIGIT}{{2}}(?:{EITHER}[A-Za-z0-9]{{4}}){{3,8}}",)


def classify(text: str) -> form.Status:
    """Judge ``text`` as an IBAN."""
    word = form.compact(FORM, text)
    status = form.classify(FORM, text)
    if status == "malformed" or word[:2] not in _LENGTHS.get(len(word), ()):
        return "malformed"
    return status if check_holds(word) else "bad_check"


def check_holds(word: str) -> bool:
    """Whether the check figures of a compacted, rightly shaped ``word`` are right."""
    turned = re.sub("[A-Z]", lambda letter: str(ord(letter[0]) - 55), word[4:] + word[:4])
    return int(turned) % 97 == 1
