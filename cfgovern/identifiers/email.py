"""E-mail address: the form people use, not all that RFC 5322 allows (no quotes, no comments).

Names reserved by RFC 2606 and RFC 6761 reach nobody: example.com, example.net and example.org with
all below them, and everything under .example, .invalid, .localhost and .test.
"""

from __future__ import annotations

import re

from cfgovern.identifiers import form

__all__ = [
    "DOMAIN",
    "FORM",
    "LOCAL",
    "OBSCURED",
    "WRITTEN",
    "classify",
    "is_unreal",
    "normalise",
    "parse",
]

_WORD = r"[A-Z0-9!#$%&'*+/=?^_`{|}~-]+"
LOCAL = rf"{_WORD}(?:\.{_WORD})*"
_LABEL = "[A-Z0-9](?:[A-Z0-9-]{0,61}[A-Z0-9])?"
_TOP = "(?:[A-Z]{2,63}|XN--[A-Z0-9-]{1,59})"

DOMAIN = rf"(?:{_LABEL}\.)+{_TOP}"

FORM = form.Form(
    # Nothing is stripped: a space inside an address is a fault, not a way of writing.
    shapes=(f"{LOCAL}@{DOMAIN}",),
    unreal=(
        rf"{LOCAL}@(?:{_LABEL}\.)*EXAMPLE\.(?:COM|NET|ORG)",
        rf"{LOCAL}@(?:{_LABEL}\.)*(?:EXAMPLE|INVALID|LOCALHOST|TEST)",
    ),
)

WRITTEN: tuple[str, ...] = ()
"""None: an address is looked for around its @, not near figures."""

_BIT = "[A-Za-z0-9_%+-]+"
_TOPS = "com|org|net|uk|info|io|me|eu|ie|de|fr|pl|ro|it|es|gov|edu|biz|live|co|test|invalid|example"
_ROUND_AT = r"(?:\s?@\s?|\s?[(\[{<]\s?(?:at|@)\s?[)\]}>]\s?)"
_ROUND_DOT = r"\s?[(\[{]\s?(?:dot|\.)\s?[)\]}]\s?"
_BOX = rf"{_BIT}(?:(?:\.|\sdot\s|{_ROUND_DOT}|\s?underscore\s?){_BIT}){{0,4}}"
_LABEL = "[A-Za-z0-9-]{1,63}"


def _domain(dot: str) -> str:
    return rf"{_LABEL}(?:{dot}{_LABEL}){{0,3}}{dot}(?:{_TOPS})(?![A-Za-z0-9])"


_AFTER_SIGN = _domain(rf"(?:\.|,|{_ROUND_DOT}|\sdot\s)")
_AFTER_WORD = _domain(rf"(?:\.|\sdot\s|{_ROUND_DOT})")
OBSCURED = re.compile(
    rf"(?<![A-Za-z0-9@.])(?:{_BOX}{_ROUND_AT}{_AFTER_SIGN}|{_BOX}\sat\s{_AFTER_WORD})",
    re.IGNORECASE,
)
"""With words or other signs for its @ and full stops, or a comma for a full stop."""
SIGNS = re.compile(
    r"[(\[{<]\s?(?:at|dot)\s?[)\]}>]|\sdot\s|@[A-Za-z0-9.-]{1,60}(?:,[A-Za-z]|\s?[(\[{])|\s@|@\s"
    r"|[0-9._][A-Za-z0-9]{0,30}\sat\s[A-Za-z0-9-]{2,60}[.][A-Za-z]",
    re.IGNORECASE,
)
"""What gives such an address away. With "at" and a plain full stop there is a figure or a sign before it."""


def classify(text: str) -> form.Status:
    """Judge ``text`` as an e-mail address."""
    return form.classify(FORM, text)


def is_unreal(text: str) -> bool:
    """Whether ``text`` is an address under a reserved name."""
    return classify(text) == "unreal"


def normalise(text: str) -> str | None:
    """The address in small letters, or None. No two people's mailboxes differ by case alone."""
    return form.compact(FORM, text).lower() if classify(text) != "malformed" else None


def parse(text: str) -> str | None:
    """The same as :func:`normalise`: an address has no check digit."""
    return normalise(text)
