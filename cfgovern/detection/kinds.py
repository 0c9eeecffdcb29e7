"""Of each entity of the pack: the patterns of its room, and what a stretch of that shape counts for.

Decided entity by entity, never by one threshold. A right shape with no word near is a block where a check
digit or a strict shape is enough, as a warning where a person has to look, or not at all. A cue or a heading
makes it a block. A wrong check digit right behind a cue is a slip of the pen.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import NamedTuple

from cfgovern.findings import Severity
from cfgovern.identifiers import (
    asn,
    bank_account,
    benefit_reference,
    card,
    case_reference,
    crn,
    cro,
    date_of_birth,
    driving_licence,
    form,
    iban,
    nhs_number,
    nino,
    passport,
    phone,
    pnc_id,
    postcode,
    prison_number,
    uprn,
    vehicle_registration,
)
from cfgovern.identifiers.written import CUTS, without_cuts

__all__ = ["KINDS", "Kind", "Sight", "Verdict"]


class Sight(NamedTuple):
    """A stretch of a text that has the shape of an entity."""

    text: str
    start: int
    end: int
    near: bool  # a cue or the heading says that it is one
    right: bool  # the cue stands right before it, or the heading says so
    against: bool  # a word says that it is something else

    @property
    def word(self) -> str:
        """The stretch itself."""
        return self.text[self.start : self.end]

    @property
    def is_all(self) -> bool:
        """Whether the text is nothing but this."""
        return self.end - self.start == len(self.text.strip())


class Verdict(NamedTuple):
    """What a stretch counts for, why, and where it ends."""

    severity: Severity
    because: str
    end: int


Judge = Callable[[Sight], Verdict | None]


@dataclass(frozen=True, slots=True)
class Kind:
    """``written`` counts in running text; ``cued`` only near a cue; ``mistyped`` only right behind one."""

    written: tuple[str, ...]
    judge: Judge
    cued: tuple[str, ...] = ()
    mistyped: tuple[str, ...] = ()


_RIGHT = ("valid", "unreal")


def _as(severity: Severity | None, because: str, sight: Sight) -> Verdict | None:
    return None if severity is None else Verdict(severity, because, sight.end)


def _said(sight: Sight, alone: Severity | None, because: str = "shape") -> Verdict | None:
    """A right shape: a block near a cue, else what it is alone, unless a word speaks against it."""
    if sight.near:
        return _as("block", "cue", sight)
    return None if sight.against else _as(alone, because, sight)


def _slip(sight: Sight) -> Verdict | None:
    return _as("warning", "near_miss", sight) if sight.right else None


# -- with a check digit or letter --------------------------------------------------------------------


def _nhs(sight: Sight) -> Verdict | None:
    word = without_cuts(sight.word)
    if len(set(word)) == 1:
        return _as("info", "placeholder", sight)
    status = form.classify(nhs_number.FORM, word)
    if status == "bad_check":
        return _slip(sight)
    if status not in _RIGHT or (status == "unreal" and not _holds(word)):
        return _slip(sight)
    grouped = len(word) < sight.end - sight.start
    if sight.against and not (sight.near or grouped):
        return None
    return _as("block", "check_digit", sight)


def _holds(word: str) -> bool:
    check = nhs_number.FORM.check
    return check is not None and form.check_holds(check, word)


def _lettered(room_form: form.Form) -> Judge:
    def judge(sight: Sight) -> Verdict | None:
        word = sight.word
        status = form.classify(room_form, word)
        if status == "malformed" and sight.near:  # another sign for the stroke
            word = re.sub(r"[-\\ ]", "/", word)
            status = form.classify(room_form, word)
        if status == "bad_check":
            return _slip(sight)
        if status == "malformed":
            return _slip(sight)
        if sight.near:
            return _as("block", "check_letter", sight)
        # One letter in 23 is right by chance: a flat, a dose, a score may be written so.
        if _serial(word) < _SHORT_SERIAL or sight.against:
            return None
        return _as("block", "check_letter", sight)

    return judge


_SHORT_SERIAL = 4  # figures


def _serial(word: str) -> int:
    runs = re.findall("[0-9]+", word)
    return max((len(run) for run in runs), default=0)


def _iban(sight: Sight) -> Verdict | None:
    """It may go on into the next word: the longest start of it whose check figures are right."""
    ends = [sight.start + piece.end() for piece in re.finditer("[A-Za-z0-9]+", sight.word)]
    for end in reversed(ends):
        if iban.classify(sight.text[sight.start : end]) in _RIGHT:
            return Verdict("block", "check_digit", end)
    return _slip(sight)


def _card(sight: Sight) -> Verdict | None:
    if card.classify(sight.word) == "valid" and len(set(without_cuts(sight.word))) > 1:
        return None if sight.against else _as("block", "check_digit", sight)
    return _slip(sight)


# -- with a shape ------------------------------------------------------------------------------------


def _nino(sight: Sight) -> Verdict | None:
    word = without_cuts(sight.word).upper()
    status = form.classify(nino.FORM, word)
    if status == "unreal" and not word.startswith("QQ"):  # no number has that prefix, but people mistype
        return _as("warning", "near_miss", sight) if sight.near else None
    if status in _RIGHT:
        if word[-1].isalpha():
            return _said(sight, "block")
        if _LAST_LETTER.match(sight.text, sight.end):  # one that is not used
            return _slip(sight)
        # QQ without a last letter is this project's mark of a CRN, unless a word says what it is.
        return _said(sight, None if status == "unreal" else "warning")
    if re.fullmatch("[0-9]{2}[A-Z][0-9]{5}|[A-Z]{2}[0-9]{6}[A-D]?", word):  # temporary, administrative
        return _said(sight, "warning" if word[0].isalpha() else None)
    return _slip(sight)


_LAST_LETTER = re.compile(f"[{re.escape(CUTS)}]{{1,2}}[A-Za-z](?![A-Za-z0-9'\u2019])")
_ORDINAL = re.compile("1st|2nd|3rd|[04-9]th", re.IGNORECASE)


def _postcode(sight: Sight) -> Verdict | None:
    word = without_cuts(sight.word)
    status = form.classify(postcode.FORM, word)
    if status == "pseudo":
        return _as("info", "stand_in", sight)
    if status == "malformed":
        return None
    if not sight.near and word != word.upper() and _ORDINAL.fullmatch(word[-3:]):
        return None
    if status == "valid":
        return _said(sight, "block")
    made_up = (
        re.match("[A-Z]{2}", word.upper()) and word[0].upper() in "QVX" and (sight.near or not sight.is_all)
    )
    return _said(sight, "block") if made_up else _slip(sight)


def _phone(sight: Sight) -> Verdict | None:
    """The run may go on into the next number: it is cut after each group of digits, longest first."""
    text = sight.text
    ends = [sight.start + group.end() for group in re.finditer("[0-9]+", sight.word)]
    for end in reversed(ends):
        word = text[sight.start : end].replace("_", "")
        status = form.classify(phone.FORM, word)
        if status in _RIGHT:
            number = phone.normalise(word) or ""
            if len(set(number[-7:])) == 1:
                return Verdict("info", "placeholder", end)
            if sight.against and not sight.near and " " not in word:
                return None
            service = re.match(r"\+44(?:3|80|84|87|9)", number) and status == "valid"
            return Verdict("warning" if service else "block", "shape", end)
    if sight.near and sight.word[0] in "127" and form.classify(phone.FORM, "0" + sight.word) in _RIGHT:
        return _as("block", "cue", sight)
    return _slip(sight) if date_of_birth.read(sight.word) is None else None


def _prison(sight: Sight) -> Verdict | None:
    word = without_cuts(sight.word)
    if form.classify(prison_number.FORM, word) == "malformed":
        older = re.fullmatch("[A-Za-z]{2}[0-9]{4}", word)
        return _as("block", "cue", sight) if sight.right and older else _slip(sight)
    return _said(sight, "block" if word == word.upper() else "warning")


def _crn(sight: Sight) -> Verdict | None:
    """In small letters it is a word of something; with three noughts in front it counts records."""
    word = sight.word
    if form.classify(crn.FORM, word) == "malformed":
        return _slip(sight)
    counts = word[1:4] == "000"
    return _said(sight, None if counts or not (word.isupper() or word.startswith("qq")) else "warning")


def _uprn(sight: Sight) -> Verdict | None:
    if not sight.word.strip("0"):
        return _as("info", "placeholder", sight) if sight.near else None
    return _said(sight, "warning" if uprn.IN_USE.fullmatch(sight.word) else None)


def _asn(sight: Sight) -> Verdict | None:
    return _said(sight, "block") if asn.classify(sight.word) in _RIGHT else _slip(sight)


def _licence(sight: Sight) -> Verdict | None:
    if form.classify(driving_licence.FORM, sight.word) in _RIGHT:
        return _as("block", "shape", sight)
    if sight.right and re.fullmatch("[0-9]{8}", sight.word):
        return _as("warning", "cue", sight)
    return _slip(sight)


def _vehicle(sight: Sight) -> Verdict | None:
    word = sight.word
    status = form.classify(vehicle_registration.FORM, word)
    bare = form.compact(vehicle_registration.FORM, word)
    current = len(bare) == 7 and bare[2:4].isdigit()
    if status == "unreal":
        return None if sight.is_all and not sight.near else _said(sight, "block")
    if status == "valid" and current:
        spaced = len(word) > 7
        ordinary = spaced and not word.isupper() and not sight.is_all
        return _said(sight, None if ordinary else "block")
    if status == "valid":
        return _said(sight, "warning" if sight.is_all or len(bare) == 7 else None)
    return _as("warning", "cue", sight) if sight.right and not current else None


def _bank(sight: Sight) -> Verdict | None:
    figures = re.sub("[^0-9]", "", sight.word)
    if len(figures) == 14:
        return _said(sight, "block" if re.search("(?<![0-9])[0-9]{2}[^0-9]", sight.word) else "warning")
    if sight.word == figures and len(figures) == 6:  # any number has that shape: its own name has to be there
        named = re.search(
            r"\b(?:sort|sc)\b", sight.text[max(0, sight.start - 20) : sight.start], re.IGNORECASE
        )
        return _said(sight, None) if sight.right and (named or sight.is_all) else None
    day = len(figures) == 6 and (" " in sight.word or date_of_birth.read(sight.word) is not None)
    return None if day and not sight.right else _said(sight, None)


# -- where a word has to say it ------------------------------------------------------------------------


def _birth(sight: Sight) -> Verdict | None:
    if not sight.near:
        if sight.against or sight.word.isdigit() or not date_of_birth.could_be_birth(sight.word):
            return None
        happened = _WHEN.search(sight.text, max(0, sight.start - 8), sight.start)
        return None if happened else _as("warning", "birth_year", sight)
    day = date_of_birth.read(sight.word)
    if day is None:  # no year, or no day
        return _as("warning", "cue", sight) if sight.right and not sight.against else None
    if day.isoformat() in date_of_birth.FILLERS:
        return _as("info", "placeholder", sight)
    return _as("block", "cue", sight)


_WHEN = re.compile(
    r"\b(?:on|from|since|by|until|till|before|after|in|around|about|dated|of|the|at|to)\s$", re.IGNORECASE
)


def _reference(sight: Sight) -> Verdict | None:
    """No day and no score is a reference."""
    if sight.against or _is_day(sight) or _YEARS.fullmatch(sight.word):
        return None
    if re.fullmatch("[0-9]{1,4}", sight.word):
        return _as("warning", "cue", sight) if sight.right and len(sight.word) == 4 else None
    return _said(sight, "warning")


def _is_day(sight: Sight) -> bool:
    """Whether it is a day; no figures in a row right behind their cue, nor with a letter or two."""
    if _FEW_LETTERS.search(sight.word) or (sight.right and sight.word.isdigit()):
        return False
    return date_of_birth.read(sight.word) is not None


_FEW_LETTERS = re.compile("(?<![A-Za-z])[A-Za-z]{1,2}(?![A-Za-z])")
_YEARS = re.compile("(?:19|20)[0-9]{2}(?:[-/][0-9]{1,4})?|[0-9]{2}[-/][0-9]{1,4}")


def _benefit(sight: Sight) -> Verdict | None:
    """Not right behind its cue it needs many figures: the names of forms have few."""
    few = len(re.findall("[0-9]", sight.word)) < _FEW_FIGURES
    return None if few and sight.near and not sight.right else _reference(sight)


_FEW_FIGURES = 6


def _case(sight: Sight) -> Verdict | None:
    """Not right behind its cue it needs letters and a sign, or many figures: a score is none."""
    word = sight.word
    if sight.near and not sight.right and not _TELLING.search(word):
        return None
    return _reference(sight)


_TELLING = re.compile("[A-Za-z].*[-/_].*[0-9]{2}|[0-9]{6}|[A-Za-z]{2,}[0-9]{3}")


def _passport(sight: Sight) -> Verdict | None:
    ordinary = sight.word.islower() and not sight.is_all
    return _said(sight, None if ordinary else "warning")


KINDS: Mapping[str, Kind] = MappingProxyType(
    {
        "UK_NHS": Kind(nhs_number.WRITTEN, _nhs, mistyped=nhs_number.MISTYPED),
        "UK_NINO": Kind(nino.WRITTEN, _nino, nino.CUED, nino.MISTYPED),
        "UK_POSTCODE": Kind(postcode.WRITTEN, _postcode, mistyped=postcode.MISTYPED),
        "PHONE_NUMBER": Kind(phone.WRITTEN, _phone, phone.CUED, phone.MISTYPED),
        "DATE_OF_BIRTH": Kind(date_of_birth.WRITTEN, _birth, date_of_birth.CUED),
        "UK_PNC_ID": Kind(pnc_id.WRITTEN, _lettered(pnc_id.FORM), pnc_id.CUED, pnc_id.MISTYPED),
        "UK_CRO": Kind(cro.WRITTEN, _lettered(cro.FORM), mistyped=cro.MISTYPED),
        "UK_CRN": Kind(crn.WRITTEN, _crn, crn.CUED, crn.MISTYPED),
        "UK_PRISON_NUMBER": Kind(prison_number.WRITTEN, _prison, prison_number.CUED, prison_number.MISTYPED),
        "UK_ASN": Kind(asn.WRITTEN, _asn, mistyped=asn.MISTYPED),
        "UK_UPRN": Kind(uprn.WRITTEN, _uprn, uprn.CUED),
        "UK_DRIVING_LICENCE": Kind(
            driving_licence.WRITTEN, _licence, driving_licence.CUED, driving_licence.MISTYPED
        ),
        "UK_PASSPORT": Kind(passport.WRITTEN, _passport, passport.CUED),
        "UK_VEHICLE_REGISTRATION": Kind(vehicle_registration.WRITTEN, _vehicle, vehicle_registration.CUED),
        "UK_BANK_ACCOUNT": Kind(bank_account.WRITTEN, _bank, bank_account.CUED),
        "IBAN_CODE": Kind(iban.WRITTEN, _iban, mistyped=iban.MISTYPED),
        "CREDIT_CARD": Kind(card.WRITTEN, _card, mistyped=card.MISTYPED),
        "UK_BENEFIT_REFERENCE": Kind(benefit_reference.WRITTEN, _benefit, benefit_reference.CUED),
        "CASE_REFERENCE": Kind(case_reference.WRITTEN, _case, case_reference.CUED),
    }
)
"""Everything that is looked for where a figure or a few letters before a figure begin."""
