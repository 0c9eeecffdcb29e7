"""Postcode of the United Kingdom, Guernsey, Jersey or the Isle of Man.

Source: Royal Mail's Programmer's Guide to the Postcode Address File, and the list of postcode areas.
The last two letters never hold C, I, K, M, O or V; a district written with one nought stands in nine
areas only; a letter after the district stands in central London only. That a postcode *exists* is
not checked.

Pseudo: the ZZ99 codes of the NHS Data Dictionary. Unreal: an area that does not exist, or one of those
six letters in the unit.
"""

from __future__ import annotations

from string import ascii_uppercase

from cfgovern.identifiers import form
from cfgovern.identifiers.written import AFTER, BEFORE, MAYBE

__all__ = [
    "AREAS",
    "FORM",
    "MISTYPED",
    "NOT_KNOWN",
    "NO_FIXED_ABODE",
    "WRITTEN",
    "classify",
    "is_unreal",
    "normalise",
    "parse",
]

_AREA_LIST = """
    AB AL B BA BB BD BF BH BL BN BR BS BT BX CA CB CF CH CM CO CR CT CV CW DA DD DE DG DH DL DN DT DY E
    EC EH EN EX FK FY G GL GU GY HA HD HG HP HR HS HU HX IG IM IP IV JE KA KT KW KY L LA LD LE LL LN LS
    LU M ME MK ML N NE NG NN NP NR NW OL OX PA PE PH PL PO PR QC RG RH RM S SA SE SG SK SL SM SN SO SP
    SR SS ST SW SY TA TD TF TN TQ TR TS TW UB W WA WC WD WF WN WR WS WV XX YO ZE
"""
AREAS = tuple(_AREA_LIST.split())
"""Every postcode area in use, BF (forces), BX, QC and XX (no place) among them."""
NO_FIXED_ABODE = "ZZ99 3VZ"
NOT_KNOWN = "ZZ99 3WZ"
"""Two of the pseudo codes, in canonical form: of whoever has no fixed abode, and of a place not known."""


def _areas_not_in_use() -> str:
    """A pattern of the one or two letters that are no area: ``A[AC-...]|...``."""
    one = "".join(letter for letter in ascii_uppercase if letter not in AREAS)
    two = []
    for first in ascii_uppercase:
        second = "".join(letter for letter in ascii_uppercase if first + letter not in AREAS)
        two.append(f"{first}[{second}]")
    return "|".join((f"[{one}]", *two))


_OUTWARD = (
    f"(?:(?:{'|'.join(AREAS)})[1-9][0-9]?|(?:BL|BS|CM|CR|FY|HA|PR|SL|SS)0"
    "|[ENW]1[A-HJKMNPR-Y]|(?:EC[1-4]|NW1|SE1|SW1|WC[12])[ABEHMNPRVWXY])"
)
_UNIT = "[ABD-HJLNP-UW-Z]"

FORM = form.Form(
    strip=form.BLANKS + form.DASHES,
    shapes=(f"{_OUTWARD}[0-9]{_UNIT}{{2}}", "GIR0AA"),
    pseudo=("ZZ99[0-9][A-Z]Z",),
    unreal=(
        f"{_OUTWARD}[0-9](?:[CIKMOV][A-Z]|[A-Z][CIKMOV])",
        f"(?:{_areas_not_in_use()})[0-9][0-9A-Z]?[0-9][A-Z]{{2}}",
    ),
)

WRITTEN: tuple[str, ...] = (
    f"{BEFORE}[A-Za-z]{{1,2}}[0-9][0-9A-Za-z]?{MAYBE}[0-9][A-Za-z]{{2}}{AFTER}",
    f"{BEFORE}[Gg][Ii][Rr]{MAYBE}0[Aa]{{2}}{AFTER}",
)
"""Capitals or not, with a gap or none."""

MISTYPED: tuple[str, ...] = (f"{BEFORE}[A-Za-z]{{1,2}}[0-9OI][0-9A-Za-z]?{MAYBE}[0-9OI][A-Za-z]{{2}}{AFTER}",)
"""An area that is not there, or O and I for figures."""


def classify(text: str) -> form.Status:
    """Judge ``text`` as a postcode."""
    return form.classify(FORM, text)


def is_unreal(text: str) -> bool:
    """Whether ``text`` can be no postcode in use."""
    return classify(text) == "unreal"


def normalise(text: str) -> str | None:
    """Outward and inward part, in capitals, one space between, or None. Pseudo codes likewise."""
    if classify(text) == "malformed":
        return None
    word = form.compact(FORM, text)
    return f"{word[:-3]} {word[-3:]}"


def parse(text: str) -> str | None:
    """As :func:`normalise`, but None for a pseudo code: it says where nobody lives."""
    return None if classify(text) == "pseudo" else normalise(text)
