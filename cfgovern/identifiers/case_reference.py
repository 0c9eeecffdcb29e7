"""Reference of a case in the system of a council, a landlord, the police or a charity.

Every system counts in its own way. A reference counts where a word says what it is; two or three parts of
capitals and figures with signs between are looked at by a person.
"""

from __future__ import annotations

from cfgovern.identifiers.written import BLANK, WORD, WORD_END

__all__ = ["CUED", "WRITTEN"]

_SIGN = "[-/_]"
_DAY = "[0-9]{1,2}[-/.][0-9]{1,2}[-/.](?:20)?[0-9]{2}"
WRITTEN: tuple[str, ...] = (
    f"{WORD}[A-Z]{{2,6}}(?:{_SIGN}[A-Z]{{2,6}}{_SIGN}[0-9]{{2,8}}|{_SIGN}[0-9]{{2,4}}{_SIGN}[0-9]{{3,8}}"
    f"|{_SIGN}[0-9]{{5,9}}|[0-9]{{2,6}}/[0-9]{{3,6}}){WORD_END}",
    f"{WORD}[a-z]{{2,6}}(?:-[a-z]{{2,6}}-[0-9]{{4,8}}|[0-9]{{2,6}}/[0-9]{{3,6}}){WORD_END}",
)
CUED: tuple[str, ...] = (
    f"{WORD}(?:[A-Z]{{0,3}}[0-9]{{1,6}} of {_DAY}(?![0-9])"
    f"|[0-9]{{2,4}}(?:{BLANK}[0-9]{{3,4}}){{1,3}}{WORD_END}"
    f"|(?=(?:[A-Za-z/_-]{{0,12}}[0-9]){{3}})[A-Za-z0-9]{{1,12}}(?:{_SIGN}[A-Za-z0-9]{{1,12}}){{0,4}}{WORD_END})",
)
"""The log of a day; figures in groups; at least three figures, with letters and signs between."""
