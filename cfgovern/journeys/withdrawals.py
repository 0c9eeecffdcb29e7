"""Who withdrew: heard of in a list or in earlier releases, and which earlier recipients must now be told."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from cfgovern.contract.parts import PERSON_REF
from cfgovern.errors import Fault, OperatorFileError
from cfgovern.evidence.ledger import Entry, ToTell, Withdrawal, to_be_told
from cfgovern.keys.keyfile import Keys
from cfgovern.tokens.keyed import TokenKey, token_key

__all__ = ["Round", "read_withdrawals", "rounds", "to_tell"]

_HEADINGS = [PERSON_REF, "withdrawn_on", "from"]
_FROM = {"linking": False, "everything": True}
_FIGURES = re.compile("[0-9a-f]{32}")


@dataclass(frozen=True, slots=True)
class Round:
    """The releases of one domain and epoch of the area root: in them a person has one person_ref.

    ``withdrawn``: by that, who has withdrawn, as far as it is known before the submission is read.
    """

    key: TokenKey
    entries: tuple[Entry, ...]
    withdrawn: Mapping[str, Withdrawal]


def rounds(
    entries: Sequence[Entry], keys: Keys, current: tuple[str, int], listed: Mapping[str, Withdrawal]
) -> list[Round]:
    """The earlier releases, by domain and epoch. ``current``: those of the release that is to be made;
    ``listed``: who is known to have withdrawn, by the person_ref there."""
    found: dict[tuple[str, int], list[Entry]] = {current: []} if listed else {}
    for entry in entries:
        found.setdefault((entry.domain, entry.epoch), []).append(entry)
    made = []
    for (domain, epoch), there in found.items():
        withdrawn: dict[str, Withdrawal] = {}
        for told in [*(entry.withdrawn for entry in there), listed if (domain, epoch) == current else {}]:
            for ref, one in told.items():
                withdrawn[ref] = _graver(withdrawn.get(ref, one), one)
        key = token_key(keys.reading_root("area", epoch), domain, epoch, PERSON_REF)
        made.append(Round(key, tuple(there), withdrawn))
    return made


def to_tell(
    rounds: Sequence[Round], elsewhere: Sequence[Mapping[str, Withdrawal | None]]
) -> Iterator[ToTell]:
    """What must be told to whom, once for a release that was made several times.

    ``elsewhere``: of each round, everybody of the submission, and since when they have withdrawn: None for
    who has not, or has agreed again since.
    """
    found: dict[tuple[str, str, str], set[str]] = {}
    for one, known in zip(rounds, elsewhere, strict=True):
        for entry in one.entries:
            links = to_be_told(entry, _since(one, entry, {**one.withdrawn, **known}))
            found.setdefault((entry.release, entry.domain, entry.recipient), set()).update(links)
    for (release, domain, recipient), ids in found.items():
        if ids:
            yield ToTell(release, domain, recipient, tuple(sorted(ids)))


def _since(one: Round, entry: Entry, withdrawn: Mapping[str, Withdrawal | None]) -> dict[str, Withdrawal]:
    """Who has withdrawn, but for those of whom an earlier release knew it already: they had agreed again when
    their identifiers were sent in this one."""
    knew: dict[str, str] = {}
    for before in one.entries:
        if before.made_at < entry.made_at:
            for ref, known in before.withdrawn.items():
                knew[ref] = max(knew.get(ref, ""), known.day)
    return {
        ref: gone
        for ref, gone in withdrawn.items()
        if gone is not None and (gone.everything or knew.get(ref, "") < gone.day)
    }


def read_withdrawals(path: Path) -> dict[str, Withdrawal]:
    """By person_ref of the domain, who withdrew, when, and from what.

    A CSV with the headings person_ref, withdrawn_on (YYYY-MM-DD) and from (linking or everything). Raises
    OperatorFileError ``withdrawals.refused`` with every fault and its line.
    """
    found: dict[str, Withdrawal] = {}
    faults: list[Fault] = []
    try:
        with path.open(encoding="utf-8-sig", newline="") as stream:
            reader = csv.reader(stream, strict=True)
            if next(reader, []) != _HEADINGS:
                faults.append(_fault(path, 1, "headings", f"The headings are not {', '.join(_HEADINGS)}."))
            for row in filter(None, reader) if not faults else ():
                wrong = _wrong(row)
                if wrong:
                    faults.append(_fault(path, reader.line_num, *wrong))
                else:
                    told = Withdrawal(row[1], _FROM[row[2]])
                    found[row[0]] = _graver(found.get(row[0], told), told)
    except (OSError, UnicodeDecodeError, csv.Error):
        faults.append(_fault(path, 1, "unreadable", "The list cannot be read."))
    if faults:
        raise OperatorFileError("withdrawals.refused", "The list of withdrawals cannot be used.", faults)
    return found


def _wrong(row: Sequence[str]) -> tuple[str, str] | None:
    """The code and the words of what is wrong with a row."""
    if len(row) != len(_HEADINGS):
        return "columns", "A row has three entries."
    if not _FIGURES.fullmatch(row[0]):
        return "person_ref", "This is no person_ref: that has 32 figures, 0 to 9 and a to f."
    if not _is_day(row[1]):
        return "day", "The day is not written as YYYY-MM-DD."
    return None if row[2] in _FROM else ("from", "A person withdraws from linking or from everything.")


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _graver(one: Withdrawal, other: Withdrawal) -> Withdrawal:
    """The later day, and from everything if either is."""
    return Withdrawal(max(one.day, other.day), one.everything or other.everything)


def _fault(path: Path, line: int, code: str, message: str) -> Fault:
    return Fault(f"withdrawals.{code}", message, str(path), line)
