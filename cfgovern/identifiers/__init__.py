"""The identifiers of people and places, one module each: the only rooms that know a format.

``FORMS`` holds the plain-data form of each by its ``cfgovernIdentifier`` name. Names, dates of birth
and addresses are identifiers without a form.
"""

from __future__ import annotations

from cfgovern.identifiers import form
from cfgovern.identifiers.form import Form, LetterMod, Status, Variant, WeightedDigits
from cfgovern.identifiers.likeness import looks_like_identifier, names_somebody
from cfgovern.identifiers.rooms import FORMS, ROOMS

__all__ = [
    "FORMS",
    "Form",
    "LetterMod",
    "Status",
    "Variant",
    "WeightedDigits",
    "classify",
    "looks_like_identifier",
    "names_somebody",
    "normalise",
    "parse",
]


def classify(identifier: str, text: str) -> Status:
    """Judge ``text`` as the identifier of that name. Raises KeyError for a name without a form."""
    return form.classify(FORMS[identifier], text)


def normalise(identifier: str, text: str) -> str | None:
    """The canonical text of anything rightly shaped, or None. Raises KeyError as :func:`classify`."""
    return ROOMS[identifier].normalise(text)


def parse(identifier: str, text: str) -> str | None:
    """The canonical text of what can be compared between records, or None.

    None where the shape or the check is wrong, and for codes that stand in for an identifier.
    Raises KeyError as :func:`classify`.
    """
    return ROOMS[identifier].parse(text)
