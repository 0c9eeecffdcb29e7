"""What an area has sent, by release: who was in it, as pseudonyms, and who has taken an agreement back.

Each run that makes a release has an entry of its own: runs side by side do not meet, and what was sent
before a release was made again is not forgotten. An entry is kept sealed by the area and leaves it never. It
holds no record id and no identifier.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass

from cfgovern.errors import UsageError

__all__ = ["Entry", "ToTell", "Withdrawal", "entry_from", "must_not_mix", "to_be_told"]

_VERSION = 1


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """Since which day (ISO) a person has withdrawn, and whether from everything or from linking alone."""

    day: str
    everything: bool = False


@dataclass(frozen=True, slots=True)
class Entry:
    """One release to one recipient. Pseudonyms are 32 hexadecimal figures.

    ``sent``: person_ref -> link id of everybody in it. ``linked``: person_ref of those whose identifiers
    were sent. ``withdrawn``: by person_ref, what was known of withdrawals when it was made.
    """

    release: str
    domain: str
    epoch: int
    recipient: str
    made_at: str
    record_origin: str
    sent: Mapping[str, str]
    linked: tuple[str, ...]
    withdrawn: Mapping[str, Withdrawal]

    def to_bytes(self) -> bytes:
        """The entry, to be sealed."""
        return json.dumps({"ledger_version": _VERSION, **asdict(self)}, separators=(",", ":")).encode()


@dataclass(frozen=True, slots=True)
class ToTell:
    """An earlier release whose recipient must be told that people have withdrawn, by their link ids there."""

    release: str
    domain: str
    recipient: str
    link_ids: tuple[str, ...]


def entry_from(data: bytes) -> Entry:
    """What :meth:`Entry.to_bytes` made. Raises UsageError ``ledger.unreadable``."""
    try:
        told = json.loads(data)
        if told.pop("ledger_version") == _VERSION:
            withdrawn = {ref: Withdrawal(**one) for ref, one in told.pop("withdrawn").items()}
            return Entry(**{**told, "linked": tuple(told["linked"])}, withdrawn=withdrawn)
    except (ValueError, TypeError, KeyError, AttributeError):
        pass
    raise UsageError(
        "ledger.unreadable",
        "An entry of the register of releases cannot be read.",
        fix="Use the version of cfgovern that wrote it, or a later one.",
    )


def must_not_mix(entries: Iterable[Entry], domain: str, record_origin: str) -> None:
    """Refuse live data under keys that sent synthetic ones to the same domain, and the other way round.

    Raises UsageError ``release.mixed_origin``.
    """
    if any(one.domain == domain and one.record_origin != record_origin for one in entries):
        raise UsageError(
            "release.mixed_origin",
            "These keys were used to send other data to this domain: live and synthetic data never mix.",
            fix="Use keys of their own for synthetic data: cfgovern key new --keys FILE.",
        )


def to_be_told(entry: Entry, withdrawn: Mapping[str, Withdrawal]) -> tuple[str, ...]:
    """The link ids of an earlier release whose people have ``withdrawn`` since, by their person_ref in it.

    Whoever withdrew from linking alone counts where identifiers were sent.
    """
    linked = set(entry.linked)
    gone = (ref for ref, one in withdrawn.items() if one.everything or ref in linked)
    return tuple(sorted(entry.sent[ref] for ref in gone if ref in entry.sent))
