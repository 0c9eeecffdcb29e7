"""Who is known in an area: people of the identifiers table and of a local caseload list, as plain values."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

from cfgovern.detection.looks import folded
from cfgovern.identifiers import FORMS

__all__ = ["HEADINGS", "Person", "left_out", "meaning_of", "people_of"]

_FIELDS = ("given_name", "family_name", "full_name", "date_of_birth", "address", "postcode", "phone", "email")
_ALSO = "also_known_as"

HEADINGS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "given_name": (
            "first name", "forename", "given name", "first names", "forenames", "given names", "middle name",
            "christian name", "middle names", "fname",
        ),
        "family_name": ("surname", "last name", "family name", "second name", "lname", "sname"),
        "full_name": (
            "name", "full name", "client name", "client", "participant", "participant name", "person",
            "service user", "service user name", "su name", "staff name", "worker", "worker name",
            "keyworker", "key worker", "next of kin", "nok", "relative", "relatives", "contact name",
            "display name", "customer", "customer name", "tenant", "patient name", "resident",
        ),
        _ALSO: (
            "known as", "also known as", "aka", "alias", "aliases", "nickname", "nick name", "preferred name",
            "likes to be called", "other names", "previous name", "previous names", "previous surname",
            "maiden name", "former name", "street name", "goes by", "chosen name",
        ),
        "date_of_birth": ("dob", "d o b", "date of birth", "birth date", "birthdate", "birthday", "born"),
        "address": (
            "address", "address line 1", "address line 2", "address 1", "address 2", "street", "home address",
            "current address", "previous address", "last address", "property address", "house and street",
        ),
        "postcode": ("postcode", "post code", "home postcode", "current postcode"),
        "phone": (
            "phone", "phone number", "telephone", "telephone number", "tel", "tel no", "mobile", "mob",
            "mobile number", "mobile no", "contact number", "contact no", "home phone", "phone no",
        ),
        "email": ("email", "email address", "e mail", "e mail address", "mail"),
        "nhs_number": ("nhs number", "nhs no", "nhs", "nhs num"),
        "nino": ("nino", "ni number", "ni no", "national insurance number", "national insurance no"),
        "pnc_id": ("pnc", "pnc id", "pnc number", "pnc no"),
        "cro": ("cro", "cro number", "cro no"),
        "crn": ("crn", "probation crn", "ndelius crn", "probation number"),
        "prison_number": ("prison number", "prison no", "nomis", "nomis number", "nomis no", "nomis id"),
        "uprn": ("uprn", "property reference number"),
        "case_reference": (
            "case reference", "case ref", "case number", "case no", "case id", "client id", "client ref",
            "client reference", "client number", "system id", "mosaic id", "liquidlogic id", "las id",
            "framework id", "inform id", "reference number",
        ),
    }
)  # fmt: skip
"""How columns of a list without a contract are headed, folded: what each identifier may be called."""


@dataclass(frozen=True, slots=True, repr=False)
class Person:
    """Somebody whose names and numbers are looked for. Texts are as written; born is an ISO date.

    ``row``: of the table, from 1. ``numbers``: text by identifier name (nhs_number, crn ...).
    ``listed``: from the local caseload list, not from the identifiers table.
    """

    row: int
    given: str = ""
    family: str = ""
    full: str = ""
    also_known_as: tuple[str, ...] = ()
    born: str = ""
    address: str = ""
    postcode: str = ""
    numbers: Mapping[str, str] = field(default_factory=dict)
    phone: str = ""
    email: str = ""
    listed: bool = False

    def __repr__(self) -> str:
        return f"<Person of row {self.row}>"


def meaning_of(headings: Sequence[str]) -> dict[int, str]:
    """What each known column of a list without a contract means, by number from 0."""
    known = {word: name for name, words in HEADINGS.items() for word in words}
    guessed = {number: known.get(folded(heading)) for number, heading in enumerate(headings)}
    return {number: name for number, name in guessed.items() if name}


def left_out(headings: Sequence[str], meant: Mapping[int, str]) -> list[int]:
    """The numbers, from 0, of columns that :func:`people_of` does not read."""
    return [number for number in range(len(headings)) if meant.get(number) not in _READ]


def people_of(
    headings: Sequence[str],
    rows: Iterable[Sequence[str]],
    meant: Mapping[int, str] | None = None,
    *,
    listed: bool = False,
) -> Iterator[Person]:
    """Each row that says who somebody is, as a person; rows count from 1, empty ones too.

    ``meant``: column number, from 0, to ``cfgovernIdentifier`` name, as the contract has it; without it
    the headings are guessed at with :data:`HEADINGS`. Columns of another meaning are left out:
    :func:`left_out` says which. A second column of a name, and one whose heading says so (alias, known
    as), is another name of the same person; of other things the first that is filled in counts, but
    address lines follow each other.
    """
    columns = dict(meaning_of(headings) if meant is None else meant)
    for number, name in columns.items():
        if name.endswith("_name") and _is_other_name(headings[number]):
            columns[number] = _ALSO
    for row, cells in enumerate(rows, 1):
        said: dict[str, list[str]] = {}
        for number, name in columns.items():
            if name in _READ and number < len(cells) and cells[number].strip():
                said.setdefault(name, []).append(cells[number].strip())
        if said:
            yield _person(row, said, listed)


_READ = frozenset((*_FIELDS, _ALSO, "case_reference", *FORMS))
_OTHER = re.compile(r"\b(alias|aka|also|known|previous|former|maiden|preferred|nick ?name|chosen|other)\b")


def _is_other_name(heading: str) -> bool:
    return _OTHER.search(folded(heading)) is not None


def _person(row: int, said: Mapping[str, list[str]], listed: bool) -> Person:
    first = {name: texts[0] for name, texts in said.items()}
    others = [text for name in ("given_name", "family_name", "full_name") for text in said.get(name, ())[1:]]
    others += [part for text in said.get(_ALSO, ()) for part in re.split(r"[,;/|\n]|\baka\b", text)]
    return Person(
        row=row,
        given=first.get("given_name", ""),
        family=first.get("family_name", ""),
        full=first.get("full_name", ""),
        also_known_as=tuple(part.strip() for part in others if part.strip()),
        born=_iso_date(first.get("date_of_birth", "")),
        address="\n".join(said.get("address", ())),
        postcode=first.get("postcode", ""),
        numbers={name: first[name] for name in first if name not in (*_FIELDS, _ALSO)},
        phone=first.get("phone", ""),
        email=first.get("email", ""),
        listed=listed,
    )


_ISO = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})(?:[T ].*)?")
_DAY_FIRST = re.compile(r"([0-9]{1,2})[/.\- ]([0-9]{1,2})[/.\- ]([0-9]{4})(?: .*)?")


def _iso_date(text: str) -> str:
    """A date of a list as ISO has it; empty where it is written in a way that says no certain day."""
    if found := _ISO.fullmatch(text):
        return "-".join(found.groups())
    if found := _DAY_FIRST.fullmatch(text):
        day, month, year = found.groups()
        return f"{year}-{month:0>2}-{day:0>2}"
    return ""
