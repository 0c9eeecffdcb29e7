"""What the patterns of identifiers in running text are made of: gaps, edges, groups of digits.

The rooms keep such patterns in ``WRITTEN``, in the syntax of :mod:`re`, bounded in length: what
they find is somebody's or nobody's by the room's form.
"""

from __future__ import annotations

import re

from cfgovern.identifiers import form

__all__ = [
    "AFTER",
    "ALONE",
    "BEFORE",
    "BLANK",
    "CUT",
    "CUTS",
    "DIGESTS",
    "DIGIT",
    "EITHER",
    "ENDED",
    "MAYBE",
    "NO_DAY",
    "ONE",
    "ROUND",
    "WORD",
    "WORD_END",
    "blotted",
    "groups",
    "without_cuts",
]

CUTS = form.BLANKS + form.DASHES + "._"
"""What people put between the groups of a number."""
CUT = f"[{re.escape(CUTS)}]{{1,3}}"
EITHER = f"[{re.escape(form.BLANKS + form.DASHES)}]?"
MAYBE = f"[{re.escape(CUTS)}]{{0,3}}"
DIGIT = "[0-9OoIl]"
"""A figure, or the letter that looks like it: only where a word says what was meant."""
BLANK = f"[{re.escape(form.BLANKS)}]"
ONE = f"[{re.escape(CUTS)}]"
ROUND = rf"(?:{BLANK}{{1,3}}|{ONE}|{ONE}?\(|\){ONE}?)?"
BEFORE, AFTER = "(?<![A-Za-z0-9])", "(?![A-Za-z0-9])"
# A word of letters, figures and signs: neither the tail nor the head of a longer one.
WORD, WORD_END = (
    "(?<![A-Za-z0-9@])(?<![A-Za-z0-9][-/_.@+])(?<![0-9]:)",
    # a number may be stuck to the next word: 00012345/recall asked
    "(?![A-Za-z0-9@]|[_.:@][A-Za-z0-9]|[-/](?![a-z]{3})[A-Za-z0-9])",
)
ALONE, ENDED = "(?<![0-9])(?<![0-9][.])", "(?![0-9])"

# Initials and a day: no calendar day, its parts joined by dots or dashes, is taken for letters and figures.
_DAY = "(?:0[1-9]|[12][0-9]|3[01])", "(?:0[1-9]|1[0-2])"
NO_DAY = f"(?![A-Za-z]{{2}}{BLANK}{{1,3}}(?:{'[.]'.join(_DAY)}[.]|{'-'.join(_DAY)}-)[0-9]{{2}})"

# Digests (32 and more hexadecimal figures) and UUIDs: nobody's, whatever stands within.
DIGESTS = (
    f"{BEFORE}(?=[0-9]*[A-Fa-f])(?=[A-Fa-f]*[0-9])[0-9A-Fa-f]{{32,}}{AFTER}"
    f"|{BEFORE}[0-9A-Fa-f]{{8}}(?:-[0-9A-Fa-f]{{4}}){{3}}-[0-9A-Fa-f]{{12}}{AFTER}"
)
_DIGESTS = re.compile(DIGESTS)
_BEGUN = re.compile("[0-9A-Fa-f]{8}(?:[0-9A-Fa-f]{24}|-[0-9A-Fa-f]{4}-)")

_NOTHING_FOR_CUTS = str.maketrans("", "", CUTS + "\r\n")


def blotted(text: str) -> str:
    """``text`` with every digest and UUID made unreadable, as long as it was."""
    return _DIGESTS.sub(lambda found: "~" * len(found[0]), text) if _BEGUN.search(text) else text


def groups(*sizes: int) -> str:
    """Digits in groups of those sizes, with a cut between."""
    return CUT.join(f"[0-9]{{{size}}}" for size in sizes)


def without_cuts(text: str) -> str:
    """``text`` without gaps, dashes, dots and line breaks."""
    return text.translate(_NOTHING_FOR_CUTS)
