"""Whether a text holds something written like an identifier: the guard of keys, and of reasons that travel.

:func:`looks_like_identifier` judges record keys. It fails closed. A key is shown only if all of this is true:

* it is at most 100 printable ASCII characters (names with accents, other scripts, line breaks and
  look-alike letters go with the rest), without ``@``;
* no run of nine or more digits stands in it;
* no full date stands in it: three numbers, or two and a month's name, or eight digits that can be
  read as day, month and year of 19.. or 20..;
* no run of its words has the form of an identifier. Words are what stands between other characters
  than letters and digits; dot and underscore count as a dash. Blanks may stand anywhere. Dashes may
  too in what looks like nothing else (postcode, prison number, telephone number, NINO with its last
  letter); elsewhere only where people put them (123-456-7890, QQ-12-34-56, QQ-123456), because record
  numbers are built with dashes as well. An NHS number cut otherwise is known by its check digit.

Apart from that check digits are not judged: an identifier with a slip of the pen still points to a
person. Test numbers count like real ones. A UPRN has no form but its digits, so it is known only by the
run of nine; a PNC identifier without slash needs six digits to be told from a record number with a
letter behind it.

Ordinary record numbers pass: letters, dashes, up to eight digits (P-0012, CF-00000012, A01-2026-0031).
A letter or two with six digits do not (P000123, CF-000123): they could be a CRN or a NINO.

:func:`names_somebody` judges a sentence that people write, such as the reason of a confirmation: however
long, in any script, as each of its :mod:`readings`. What :mod:`search` finds counts as well, and so do nine
digits with nothing but signs between them. A number between two short words (out of 10 is) is no postcode
outside the areas in use. Names and addresses have no form: it does not know them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from cfgovern.identifiers import crn, cro, form, nhs_number, phone, pnc_id, postcode, prison_number
from cfgovern.identifiers.readings import readings

__all__ = ["looks_like_identifier", "names_somebody"]


def _written(shape: form.Form) -> tuple[str, ...]:
    return (*shape.shapes, *shape.pseudo, *shape.unreal)


_LONGEST = 100
_WORDS_OF_ONE = 13  # +44 and ten digits, each by itself
_DASHED_ANYWHERE = (
    *(pattern for room in (prison_number, postcode, phone) for pattern in _written(room.FORM)),
    "[A-Z]{2}[0-9]{6}[A-Z]",  # NINO, administrative and pension scheme references
)
_DASHED_AS_USUAL = (
    *_written(cro.FORM),
    *_written(crn.FORM),
    *pnc_id.FORM.shapes[:2],
    "[0-9]{6,9}[A-Z]",  # PNC identifier, short and without slash
    "[0-9]{3}-?[0-9]{3}-?[0-9]{4}",  # NHS number
    "[A-Z]{2}-?[0-9]{6}|[A-Z]{2}-?[0-9]{2}-[0-9]{2}-[0-9]{2}",  # NINO without its last letter
    "[0-9]{2}[A-Z][0-9]{5}|[0-9]{2}-[A-Z][0-9]-[0-9]{2}-[0-9]{2}",  # temporary reference of HMRC
)
_NO_DASHES = str.maketrans("", "", "-()")

_DAY = "(?:0?[1-9]|[12][0-9]|3[01])"
_TWO = "(?:0[1-9]|[12][0-9]|3[01])"
_YEAR = "(?:[0-9]{4}|[0-9]{2})"
_CUT = "[ ]*[-/ ][ ]*"
_MONTH = "(?:JAN|FEB|MAR|APR|MAY|JUN|JUL|AUG|SEP|OCT|NOV|DEC)[A-Z]*"
_TH = "(?:ST|ND|RD|TH)?"
_TELLING = re.compile(
    "[0-9]{9}"
    "|(?<![0-9])(?:"
    f"{_DAY}{_CUT}{_DAY}{_CUT}{_YEAR}"
    f"|[0-9]{{4}}{_CUT}{_DAY}{_CUT}{_DAY}"
    f"|(?:19|20)[0-9]{{2}}{_TWO}{_TWO}|{_TWO}{_TWO}(?:19|20)[0-9]{{2}}"
    f"|{_DAY}{_TH}[-/, ]*{_MONTH}[-/, ]*{_YEAR}"
    f"|[0-9]{{4}}[-/, ]*{_MONTH}[-/, ]*{_DAY}"
    ")(?![0-9])"
    f"|(?<![A-Z]){_MONTH}[-/, ]*{_DAY}{_TH}[-/, ]+{_YEAR}(?![0-9])"
)
_WORD = re.compile("[+]?[0-9A-Z]+")
_BETWEEN_WORDS = re.compile("[A-Z]{1,2} [0-9]+ [A-Z]{2}")
_NINE = re.compile("[0-9](?:[^0-9A-Za-z]{0,3}[0-9]){8}")


def looks_like_identifier(text: str) -> bool:
    """Whether ``text`` may hold an identifier or a full date. In doubt, yes. Never raises."""
    if len(text) > _LONGEST or not text.isascii() or not text.isprintable() or "@" in text:
        return True
    return _holds_one(text)


def names_somebody(text: str) -> bool:
    """Whether a sentence may hold an identifier or a full date. In doubt, yes. Never raises."""
    from cfgovern.identifiers.search import (
        suspects,
    )  # its patterns take longer to make than a command to start

    if suspects(text):
        return True
    lines = (" ".join(reading.text.split()) for reading in readings(text))
    return any("@" in line or bool(_NINE.search(line)) or _holds_one(line, sentence=True) for line in lines)


def _holds_one(text: str, *, sentence: bool = False) -> bool:
    plain = text.upper().replace(".", "-").replace("_", "-")
    runs = (run for run in _runs(plain) if not (sentence and _is_number_between_words(run)))
    return bool(_TELLING.search(plain)) or any(_is_written_like_one(run) for run in runs)


def _is_number_between_words(run: str) -> bool:
    return bool(_BETWEEN_WORDS.fullmatch(run)) and postcode.is_unreal(run)


def _runs(text: str) -> Iterator[str]:
    """Every stretch of 1 to 13 words in a row that has a digit in it, with what stands between."""
    words = list(_WORD.finditer(text))
    for index, first in enumerate(words):
        for last in words[index : index + _WORDS_OF_ONE]:
            run = text[first.start() : last.end()]
            if any(character.isdigit() for character in run):
                yield run


def _is_written_like_one(run: str) -> bool:
    dashed = run.replace(" ", "")
    bare = dashed.translate(_NO_DASHES)
    return (
        form.matches(_DASHED_AS_USUAL, dashed)
        or form.matches(_DASHED_ANYWHERE, bare)
        or nhs_number.parse(bare) is not None
    )
