"""National Insurance number: two letters, six digits, and a last letter A to D that may be left out.

Source: HMRC NIM39110. The prefix has no D, F, I, Q, U or V; its second letter is not O; BG, GB, KN,
NK, NT, TN and ZZ are not used. A number is unique without its last letter, so the canonical text
has none. QQ is HMRC's own example and the range for tests.

HMRC and DWP also write references that look like NINOs. Those whose prefix keeps to the rule (CR,
MW, NC, PP, PY, PZ, and GY, JY, MA of the islands) are valid here, as in the validators HMRC and DWP
publish. OO and FY break the rule and have nevertheless been issued to people: malformed, but never
unreal. So is a temporary reference number (two digits, a letter, five digits): it is no NINO.
"""

from __future__ import annotations

from cfgovern.identifiers import form
from cfgovern.identifiers.written import AFTER, BEFORE, MAYBE, NO_DAY

__all__ = [
    "CUED",
    "FORM",
    "MISTYPED",
    "WRITTEN",
    "classify",
    "is_unreal",
    "normalise",
    "parse",
]

_FIRST = "[A-CEGHJ-PRSTW-Z]"
_FIRST_NOT_O = "[A-CEGHJ-NPRSTW-Z]"
_SECOND = "[A-CEGHJ-NPRSTW-Z]"
_NEVER_ISSUED = (
    "[DIQUV][A-Z]",
    "F[A-XZ]",
    f"{_FIRST_NOT_O}[DFIOQUV]",
    "O[DFIQUV]",
    "BG|GB|KN|NK|NT|TN|ZZ",
)

FORM = form.Form(
    strip=form.BLANKS + form.DASHES,
    shapes=(f"{_FIRST}{_SECOND}[0-9]{{6}}[A-D]?",),
    # Any last letter: an impossible prefix is impossible whatever follows.
    unreal=(f"(?:{'|'.join(_NEVER_ISSUED)})[0-9]{{6}}[A-Z]?",),
)

WRITTEN: tuple[str, ...] = (
    f"{BEFORE}{NO_DAY}[A-Za-z]{{2}}(?:{MAYBE}[0-9]{{2}}){{3}}{MAYBE}[A-Da-d]{AFTER}",
    f"{BEFORE}{NO_DAY}(?:[A-Z]{{2}}(?:{MAYBE}[0-9]{{2}}){{3}}|[A-Za-z]{{2}}[0-9]{{6}}){AFTER}",
)
"""With its last letter; or without it, capitals or solid. A day behind initials is none."""

CUED: tuple[str, ...] = (
    f"{BEFORE}[A-Za-z]{{2}}(?:{MAYBE}[0-9]{{2}}){{3}}{AFTER}",
    f"{BEFORE}[A-Za-z]{{2}}{MAYBE}[0-9]{{3}}{MAYBE}[0-9]{{3}}{MAYBE}[A-Da-d]?{AFTER}",
    f"{BEFORE}[0-9]{{2}}{MAYBE}[A-Za-z]{MAYBE}[0-9](?:{MAYBE}[0-9]{{2}}){{2}}{AFTER}",
)
"""Other groups; and the temporary reference: two digits, a letter, five digits."""
MISTYPED: tuple[str, ...] = (
    f"{BEFORE}[A-Za-z]{{1,3}}{MAYBE}(?:[0-9OIl]{MAYBE}){{5,7}}[A-Za-z]{{0,2}}{AFTER}",
)
"""A figure or letter too few or too many, or a last letter that is not used."""


def classify(text: str) -> form.Status:
    """Judge ``text`` as a National Insurance number."""
    return form.classify(FORM, text)


def is_unreal(text: str) -> bool:
    """Whether ``text`` has a prefix HMRC does not use."""
    return classify(text) == "unreal"


def normalise(text: str) -> str | None:
    """Prefix and six digits, without the last letter, or None."""
    return form.compact(FORM, text)[:8] if classify(text) != "malformed" else None


def parse(text: str) -> str | None:
    """The same as :func:`normalise`: a NINO has no check digit."""
    return normalise(text)
