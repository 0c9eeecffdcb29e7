"""Free text of a submission without whom and what it names: detection meets protection. In the child only.

It holds names, as the search does, and is never written, sent or shown.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from functools import lru_cache

from cfgovern.detection.found import Found
from cfgovern.detection.looking import Search, Seek
from cfgovern.detection.namecues import load_cues
from cfgovern.detection.people import Person
from cfgovern.detection.registry import Registry
from cfgovern.detection.spoken import spoken_of
from cfgovern.journeys import scanpeople
from cfgovern.journeys.scanpeople import search_for
from cfgovern.protection.daysintext import Day, Grain, coarser, shifted
from cfgovern.protection.redaction import Find, Level, Redacted, redacted
from cfgovern.protection.surrogates import surrogates

__all__ = ["Known", "Redactor", "numbered"]

_PERSON = "PERSON"
_REFERENCE, _RECORD_ID = "CASE_REFERENCE", "case_reference"  # what a record id in a text is found as
_INITIALS = re.compile(r"(?<![\w'’&.-])(?:(?:[A-HJ-Z]\.?|I\.)[ \u00a0]?){1,3}$")
_INITIAL_BEHIND = re.compile(r"(?:,[ \u00a0]?[A-Z]\b|,?[ \u00a0][A-Z]\.)(?![\w'’&])")
_OWNS = 64  # people whose own names are kept at hand: texts of one person often follow each other


@dataclass(frozen=True, slots=True, repr=False)
class Known:
    """Somebody whose names are known. ``record_id``: of who is in the submission; of anybody else None.

    ``role``: what somebody else is, such as keyworker, as :func:`cfgovern.detection.spoken.role_called` says.
    """

    person: Person
    record_id: str | None = None
    role: str | None = None

    def __repr__(self) -> str:
        return "Known(…)"


def numbered(people: Iterable[Known]) -> list[Known]:
    """The people with numbers of their own in place of rows: one a record id, one for each of the others.

    None counts for more than another, so that who is called like somebody else is taken for neither.
    """
    numbers: dict[str, int] = {}
    told: list[Known] = []
    for count, one in enumerate(people, start=1):
        number = count if one.record_id is None else numbers.setdefault(one.record_id, count)
        told.append(replace(one, person=replace(one.person, row=number, table=0, listed=False)))
    return told


class Redactor:
    """Redacts texts about the people of one submission; :meth:`of` makes one.

    ``people``: as :func:`numbered` tells them. ``search``: made of the same people. ``surrogates``: by record
    id. ``shift_days``: by how many days the dates of a person lie later in this domain, where it shifts
    dates; without it days become as coarse as ``grain``.
    """

    def __init__(
        self,
        people: Sequence[Known],
        search: Search,
        surrogates: Mapping[str, str],
        *,
        shift_days: Callable[[str], int] | None = None,
        grain: Grain = "month",
    ) -> None:
        self._who = {one.person.row: one for one in people}
        self._people: dict[str, list[Person]] = {}
        for one in people:
            if one.record_id is not None:
                self._people.setdefault(one.record_id, []).append(one.person)
        self._search, self._surrogates = search, surrogates
        self._cues = load_cues()
        self._shift_days, self._grain = shift_days, grain
        self._own = lru_cache(_OWNS)(self._registry_of)

    @classmethod
    def of(
        cls,
        people: Iterable[Known],
        token: Callable[[str], bytes],
        *,
        record_ids: Iterable[str] = (),
        shift_days: Callable[[str], int] | None = None,
        grain: Grain = "month",
        generic: bool = False,
        model: str | None = None,
    ) -> Redactor:
        """The redactor for these people, with all layers of the search.

        ``token``: 16 bytes of a record id under the domain's key for ``surrogates.TOKEN``. ``record_ids``: of
        everybody in the submission, also of whom no name is known; their outer blanks do not count.
        ``generic`` and ``model``: as of a scan. Raises UsageError where that model cannot be used.
        """
        named = list(people)
        trimmed = (one.strip() for one in record_ids)
        ids = dict.fromkeys([*trimmed, *(one.record_id for one in named if one.record_id is not None)])
        told = numbered([*named, *(Known(Person(0, numbers={_RECORD_ID: one}), one) for one in ids)])
        known = scanpeople.Known({"": [one.person for one in told]})
        search = search_for(known, {"without": (), "generic": generic, "model": model})
        return cls(told, search, surrogates(ids, token), shift_days=shift_days, grain=grain)

    def __repr__(self) -> str:
        return "Redactor(…)"

    def __reduce__(self) -> str:
        raise TypeError("A redactor knows people by name and stays in this process.")

    def redact(self, text: str, own_record_id: str | None) -> Redacted:
        """``text`` about the person of that record id, to be released; never raises, whatever the text.

        Its person reads *[this person …]*, others of the submission *[person …]*, with the same letters in
        every text; whoever else is named reads as what they are, *[mum]*, or *[name]*.
        """
        own = own_record_id.strip() if own_record_id is not None else None
        return redacted(text, lambda said: self._finds(said, own), self._days(own))

    def _days(self, own: str | None) -> Callable[[Day], str | None]:
        if self._shift_days is None:
            return coarser(self._grain)
        return shifted(self._shift_days(own)) if own is not None else lambda _: None

    def _finds(self, text: str, own: str | None) -> list[Find]:
        found = [one for one in self._search.every(text) if one.severity != "info"]
        unsure = any(
            one.layer == "registry" and one.entity == _PERSON and one.person is None for one in found
        )
        seek = self._own(own) if own is not None and unsure else None
        theirs = {(one.start, one.end) for one in seek(text) if one.entity == _PERSON} if seek else set()
        return [self._find(text, one, own, theirs) for one in found]

    def _find(self, text: str, one: Found, own: str | None, theirs: Set[tuple[int, int]]) -> Find:
        level: Level = "review" if one.severity == "warning" else "block"
        known = self._who.get(one.person) if one.person is not None else None
        who = known.record_id if known is not None else None
        if one.entity == _REFERENCE and who is not None and _alike(text[one.start : one.end], who):
            return Find(_REFERENCE, one.start, one.end, level, self._called(who, own), known=True)
        if one.entity != _PERSON:
            return Find(one.entity, one.start, one.end, level)
        spoken = spoken_of(text, one.start, one.end, self._cues)
        if who is None and one.layer == "registry" and spoken is None and (one.start, one.end) in theirs:
            who = own  # one of several who are called so, in a text about them
        if who is not None and who != own and spoken is not None and _is_one_word(text, one):
            who = None  # his mum Denise is not the Denise of the list
        start, end = _with_initial(text, one)
        if who is not None:
            return Find(_PERSON, start, end, level, self._called(who, own), known=True)
        role = known.role if known is not None and known.role else spoken.role if spoken else ""
        start = min(start, spoken.start) if spoken is not None and spoken.role == role else start
        return Find(_PERSON, start, end, level, role)

    def _called(self, who: str, own: str | None) -> str:
        return f"{'this person' if who == own else 'person'} {self._surrogates[who]}"

    def _registry_of(self, record_id: str) -> Seek | None:
        people = self._people.get(record_id)
        return Registry.of(people).search if people else None


def _alike(written: str, record_id: str) -> bool:
    """Whether both have the same letters and figures in the same order."""
    one, other = ("".join(filter(str.isalnum, text.casefold())) for text in (written, record_id))
    return one == other


def _with_initial(text: str, one: Found) -> tuple[int, int]:
    """Where a name stands with the initials beside it: K. Okafor, Okafor, K."""
    before = _INITIALS.search(text, max(0, one.start - 8), one.start)
    behind = _INITIAL_BEHIND.match(text, one.end)
    return before.start() if before else one.start, behind.end() if behind else one.end


def _is_one_word(text: str, one: Found) -> bool:
    return not any(sign.isspace() for sign in text[one.start : one.end].strip())
