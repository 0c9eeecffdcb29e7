"""``WORTH``: a pattern that every text matches in which the pack could find something.

In RE2 syntax without look-around, so that an engine can leave out the values that hold nothing. A text that
matches may still hold nothing.
"""

from __future__ import annotations

from cfgovern.identifiers import address, date_of_birth, phone

__all__ = ["WORTH"]

_KINDS = "|".join(sorted(address.KINDS))
_MONTHS = "|".join(date_of_birth.MONTHS)
_SPOKEN = "|".join(sorted(phone.FIGURES))

_OUTSIDE = "[^A-Za-z0-9@._/]"

WORTH = (
    "[0-9](?:[^0-9]{0,8}[0-9]){3}"  # four figures, as the shortest day has
    "|[A-Za-z][^A-Za-z0-9]{0,4}[0-9](?:[^0-9]{0,8}[0-9])"  # letters and two figures: a postcode, a car
    "|[0-9][^0-9]{0,8}[0-9][^A-Za-z0-9]{0,4}[A-Za-z]"
    "|[A-Za-z]{3}[^A-Za-z0-9]{0,3}[0-9][A-Za-z]|[A-Za-z][0-9][^A-Za-z0-9]?[A-Za-z]{3}"  # a car with one
    f"|(?i:[0-9][^0-9]{{0,9}}(?:{_MONTHS})|(?:{_MONTHS})[a-z]{{0,6}}[^0-9]{{1,6}}[0-9])"
    "|[@&\\\\]|%[0-9A-Fa-f]{2}|://|[Ww][Ww][Ww][.]|[A-Za-z0-9][.][A-Za-z]{2,24}"
    "|[0-9A-Fa-f]{2}[:-][0-9A-Fa-f]{2}[:-]|:[0-9A-Fa-f]{0,4}:|[0-9A-Fa-f]{4}[.][0-9A-Fa-f]{4}[.]"
    "|[^\\x09\\x0a\\x0d\\x20-\\x7e]"  # other scripts, signs of no width, controls
    f"|(?i:(?:^|[^a-z])(?:dot|flat|apartment|apt|{_SPOKEN}|{_KINDS})(?:[^a-z]|$))"
    "|(?i:[(\\[{<]\\s?at\\s?[)\\]}>])"
    # a name in social media, behind the word that says so
    f"|{_OUTSIDE}(?:[A-Za-z0-9.]{{0,30}}_|[A-Za-z._]{{1,30}}[0-9]|[a-z]{{2,20}}[.][a-z])"
    "|[A-Za-z] ?[:=] ?@?[A-Za-z]|(?i:(?:handle|name|id|profile) is )"
)
