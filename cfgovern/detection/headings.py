"""Which entity a column holds by its heading."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path

from cfgovern import content
from cfgovern.detection.cues import NUMBER_WORDS, Cues, cues
from cfgovern.evidence.spans import ENTITY_OF
from cfgovern.identifiers import search as guard

__all__ = ["meant_by"]


def meant_by(heading: str) -> str | None:
    """The entity that a column of this heading is said to hold, or None."""
    return _meant(heading, content.in_use())


@lru_cache(maxsize=4096)
def _meant(heading: str, pack: Path | None) -> str | None:
    del pack  # another one may say otherwise
    words = re.findall("[a-z]+|[0-9]+", re.sub("(?<=[a-z]{2})(?=[A-Z])", " ", heading).casefold())
    line = f" {' '.join(words)} "
    content_cues = cues()
    for entity, phrase, whole in content_cues.headings:
        said = f" {' '.join(phrase)} "
        if line == said or (not whole and said in line):
            return entity
    kind = guard.meant_by(heading)
    return ENTITY_OF[kind] if kind else _numbered(words, content_cues)


def _numbered(words: list[str], content_cues: Cues) -> str | None:
    """What is called a number, a reference or an ID, by the words beside that (RiO number, panel ref)."""
    rest = " ".join(word for word in words if word not in NUMBER_WORDS)
    if len(rest.split()) == len(words) or not words:
        return None
    said: set[str] = set()
    against: set[str] = set()
    low = " ".join(words)
    for text in (low, rest):
        places = [(one.start(), one.end(), one[0]) for one in re.finditer("[a-z]+", text)]
        for mention in content_cues.mentions(text, places):
            said |= mention.of
            against |= mention.against
    return next((entity for entity in _NUMBERED if entity in said - against), None)


# The one that says least stands last.
_NUMBERED = (
    *("UK_NHS", "UK_NINO", "UK_PNC_ID", "UK_CRO", "UK_CRN", "UK_PRISON_NUMBER", "UK_ASN", "UK_UPRN"),
    *("UK_DRIVING_LICENCE", "UK_PASSPORT", "IBAN_CODE", "CREDIT_CARD", "UK_BENEFIT_REFERENCE"),
    *("UK_BANK_ACCOUNT", "CASE_REFERENCE"),
)
