"""Who is known in an area: people of the identifiers table and of a local caseload list, as plain values."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from cfgovern.detection.headings import meant_by
from cfgovern.detection.looks import folded
from cfgovern.evidence.spans import ENTITY_OF

__all__ = ["NAMES", "PARTS", "Person", "left_out", "meaning_of", "people_of"]

_ALSO = "other_names"
NAMES = frozenset(("given_name", "family_name", "full_name", _ALSO))
"""The identifiers that are names of somebody."""
_NUMBER_OF = {entity: name for name, entity in ENTITY_OF.items()} | {"CASE_REFERENCE": "case_reference"}
_MEANING_OF = {**_NUMBER_OF, "DATE_OF_BIRTH": "date_of_birth", "UK_ADDRESS": "address"}
_READ = frozenset((*NAMES, *_MEANING_OF.values()))
_PLAIN = frozenset((*NAMES, "date_of_birth", "address", "postcode", "phone", "email"))

PARTS: tuple[tuple[str, str], ...] = (
    (
        _ALSO,
        r"alias|aliases|aka|known as|nick ?name|preferred|previous|former|maiden|chosen|other|goes by",
    ),
    ("given_name", r"fore ?names?|first|given|middle|christian"),
    ("family_name", r"surname|last name|family name|second name"),
)
"""Which part of a name a column holds by words of its heading, the first that is there; else a whole name."""


@dataclass(frozen=True, slots=True, repr=False)
class Person:
    """Somebody whose names and numbers are looked for. Texts are as written; born is an ISO date.

    ``row``: of the table, from 1; ``table``: its number, from 0, among those in which people stand.
    ``numbers``: text by identifier name (nhs_number, crn ...). ``listed``: from the local caseload list, not
    from the identifiers table.
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
    table: int = 0

    def __repr__(self) -> str:
        return f"<Person of row {self.row}>"


def meaning_of(headings: Sequence[str]) -> dict[int, str]:
    """What each known column of a list without a contract means, by number from 0.

    ``validators/detection/cues.yaml`` has the headings of each entity, :data:`PARTS` tells names apart.
    """
    entities = {number: meant_by(heading) for number, heading in enumerate(headings)}
    return {
        number: _part_of(headings[number]) if entity == "PERSON" else _MEANING_OF[entity]
        for number, entity in entities.items()
        if entity == "PERSON" or entity in _MEANING_OF
    }


def left_out(headings: Sequence[str], meant: Mapping[int, str] | None = None) -> list[int]:
    """The numbers, from 0, of columns that :func:`people_of` does not read."""
    said = meaning_of(headings) if meant is None else meant
    return [number for number in range(len(headings)) if said.get(number) not in _READ]


def people_of(
    headings: Sequence[str],
    rows: Iterable[Sequence[str]],
    meant: Mapping[int, str] | None = None,
    *,
    listed: bool = False,
) -> Iterator[Person]:
    """Each row that says who somebody is, as a person; rows count from 1, empty ones too.

    ``meant``: column number, from 0, to ``cfgovernIdentifier`` name, as the contract has it; without it
    the headings are guessed at. Columns of another meaning are left out: :func:`left_out` says which. A
    second column of a part of a name, and one whose heading says so (alias, known as), is another name of
    the same person; a second whole name is somebody else's. Of other things the first that is filled in
    counts, but address lines follow each other.
    """
    columns = dict(meaning_of(headings) if meant is None else meant)
    for number, name in columns.items():
        if name in NAMES and _part_of(headings[number]) == _ALSO:
            columns[number] = _ALSO
    for row, cells in enumerate(rows, 1):
        said: dict[str, list[str]] = {}
        for number, name in columns.items():
            if name in _READ and number < len(cells) and cells[number].strip():
                said.setdefault(name, []).append(cells[number].strip())
        if said:
            yield _person(row, said, listed)
            # Somebody else of the row, a keyworker or a relative; or the same person once more.
            for full in said.get("full_name", ())[0 if _has_parts(said) else 1 :]:
                yield Person(row, full=full, listed=listed)


def _part_of(heading: str) -> str:
    """Which part of a name a column of this heading holds."""
    words = folded(heading)
    parts = (part for part, pattern in PARTS if re.search(rf"\b(?:{pattern})\b", words))
    return next(parts, "full_name")


def _person(row: int, said: Mapping[str, list[str]], listed: bool) -> Person:
    first = {name: texts[0] for name, texts in said.items()}
    others = [text for name in ("given_name", "family_name") for text in said.get(name, ())[1:]]
    others += [part for text in said.get(_ALSO, ()) for part in re.split(r"[,;/|\n]|\baka\b", text)]
    return Person(
        row=row,
        given=first.get("given_name", ""),
        family=first.get("family_name", ""),
        full="" if _has_parts(said) else first.get("full_name", ""),
        also_known_as=tuple(part.strip() for part in others if part.strip()),
        born=_iso_date(first.get("date_of_birth", "")),
        address="\n".join(said.get("address", ())),
        postcode=first.get("postcode", ""),
        numbers={name: text for name, text in first.items() if name not in _PLAIN},
        phone=first.get("phone", ""),
        email=first.get("email", ""),
        listed=listed,
    )


def _has_parts(said: Mapping[str, list[str]]) -> bool:
    return "given_name" in said or "family_name" in said


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
