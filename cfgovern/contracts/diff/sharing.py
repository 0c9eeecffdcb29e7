"""Who gets the data, for what, and for how long: changes in domains and in retention."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from cfgovern.contract.domains import Domain
from cfgovern.contract.model import Contract
from cfgovern.contracts.diff.changes import Change, Words
from cfgovern.contracts.governed import retention_of

__all__ = ["domain_changes", "retention_changes"]

_PARTS = (("payload", "answer"), ("identifiers", "identifier"))
_SPAN = re.compile(r"([0-9]+) ?([A-Za-z]+)")


def retention_changes(words: Words, old: Contract, new: Contract) -> Iterator[Change]:
    """What the contract itself says of how long data are kept, element by element."""
    before, now = retention_of(old), retention_of(new)
    for element in sorted({*before, *now}):
        if before.get(element) != now.get(element):
            place = None if element == "all" else element
            kind = _kept(before.get(element), now.get(element))
            yield words.tell(kind, place, old=before.get(element), new=now.get(element))


def _kept(old: str | None, new: str | None) -> str:
    """Shorter only where both are a number of the same unit: anything else may be longer."""
    one, other = _SPAN.fullmatch(old or ""), _SPAN.fullmatch(new or "")
    shorter = one and other and one[2] == other[2] and int(other[1]) < int(one[1])
    return "retention.shorter" if shorter else "retention.changed"


def domain_changes(words: Words, old: Sequence[Domain], new: Sequence[Domain]) -> Iterator[Change]:
    """What changed in the domains, by their names."""
    before, now = ({domain.name: domain for domain in domains} for domains in (old, new))
    for name, domain in now.items():
        if name not in before:
            yield words.tell("domain.added", domain=name, new=domain.recipient)
        else:
            yield from _domain(words, before[name], domain)
    for name, domain in before.items():
        if name not in now:
            yield words.tell("domain.removed", domain=name, old=domain.recipient)


def _domain(words: Words, old: Domain, new: Domain) -> Iterator[Change]:
    for fact in ("recipient", "purpose"):
        before, now = getattr(old, fact), getattr(new, fact)
        if before != now:
            yield words.tell(f"domain.{fact}", domain=new.name, old=before, new=now)
    for part, item in _PARTS:
        one, other = getattr(old, part), getattr(new, part)
        for table, concept in sorted(set(other) - set(one)):
            yield words.tell("domain.item_added", domain=new.name, new=f"{table}.{concept}", item=item)
        for table, concept in sorted(set(one) - set(other)):
            yield words.tell("domain.item_removed", domain=new.name, old=f"{table}.{concept}", item=item)
    if old.retention != new.retention:
        kind = _kept(old.retention, new.retention)
        yield words.tell(kind, domain=new.name, old=old.retention, new=new.retention)
    if (old.title, old.description) != (new.title, new.description):
        yield words.tell("domain.words", domain=new.name)
