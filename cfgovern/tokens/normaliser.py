"""One text for all ways in which people write the same identifier, or None where there is nothing to compare.

Formats, check digits and what only stands in for a number are known in :mod:`cfgovern.identifiers` alone;
this room adds what names, addresses and placeholders need, by the version of the rules. What comes out is
never empty:
whatever is empty, a placeholder, or fails its check is None, so that no token is made of nothing.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping
from types import MappingProxyType

from cfgovern import identifiers
from cfgovern.errors import UsageError
from cfgovern.identifiers import date_of_birth, fillers
from cfgovern.tokens import names
from cfgovern.tokens.rules import KNOWN, VERSION_1, Rules, rules_of

__all__ = ["KINDS", "LATEST", "VERSIONS", "normalised"]

LATEST = VERSION_1.version
VERSIONS: Mapping[str, Rules] = MappingProxyType(KNOWN)
"""Every version that can be made, by its name."""


def normalised(kind: str, text: str | None, version: str = LATEST) -> str | None:
    """The canonical text of an identifier of that ``kind`` (a word of ``cfgovernIdentifier``), or None.

    Names: small letters, a blank between parts. A day of birth: ``YYYY-MM-DD``, or ``YYYY-MM`` or ``YYYY``
    where no more is known. A postcode has no blank. Never "". Raises UsageError ``normaliser.kind`` for a
    kind without rules, ``normaliser.version`` for a version that is not known.
    """
    rules = rules_of(version)
    if kind not in KINDS:
        raise UsageError(
            "normaliser.kind",
            "The normaliser has no rules for this kind of identifier.",
            where=f"cfgovernIdentifier {kind}",
            fix=f"It knows these: {', '.join(KINDS)}. Give the column one of them, or the treatment drop.",
        )
    if text is None:
        return None
    return KINDS[kind](text, rules) or None


def _formed(kind: str) -> Callable[[str, Rules], str | None]:
    """The rule of a kind with a form: its canonical text where the check holds and it may be somebody's."""

    def rule(text: str, _rules: Rules) -> str | None:
        word = unicodedata.normalize("NFKC", text).strip()
        return None if fillers.stands_in(kind, word) else identifiers.parse(kind, word)

    return rule


def _postcode(text: str, rules: Rules) -> str | None:
    said = _formed("postcode")(text, rules)
    return said and said.replace(" ", "")


def _email(text: str, rules: Rules) -> str | None:
    said = _formed("email")(text, rules)
    return None if said is None or said.partition("@")[0] in rules.no_mailbox else said


def _birth(text: str, _rules: Rules) -> str | None:
    return date_of_birth.normalise(unicodedata.normalize("NFKC", text))


def _given(text: str, rules: Rules) -> str | None:
    return names.name(text, rules, True)


def _family(text: str, rules: Rules) -> str | None:
    return names.name(text, rules, False)


def _address(text: str, rules: Rules) -> str | None:
    """The words and numbers of one line, short forms written out."""
    said = names.words(text, rules, figures=True)
    if " ".join(said) in rules.no_address or all(word in rules.no_address for word in said):
        return None
    *inner, last = said
    return " ".join((*(rules.streets.get(word, word) for word in inner), rules.street_ends.get(last, last)))


KINDS: Mapping[str, Callable[[str, Rules], str | None]] = MappingProxyType(
    {
        "given_name": _given,
        "family_name": _family,
        "full_name": names.full_name,
        "date_of_birth": _birth,
        "address": _address,
        **{kind: _formed(kind) for kind in identifiers.FORMS},
        "postcode": _postcode,
        "email": _email,
    }
)
"""The rule of each kind of identifier."""
