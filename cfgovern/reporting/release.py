"""What is told of a release: what went, what did not and why, and who must be told of withdrawals."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from cfgovern.evidence.ledger import ToTell
from cfgovern.evidence.release import Release

__all__ = ["STAYS", "WITHHELD", "release_text"]

WITHHELD: Mapping[str, str] = {
    "rejected": "have a row that was rejected",
    "withdrawn": "have withdrawn",
    "under_18": "are under 18",
    "no_agreement": "have no agreement to linking on record",
    "declined": "declined linking",
    "not_asked": "have not been asked about linking",
    "lacks_capacity": "lack capacity to decide",
    "not_agreed": "have not agreed to linking",
    "age_not_known": "may be under 18: their age is not known",
    "no_identifiers": "have no identifiers in the submission",
    "not_in_this_domain": "are not told of in this domain",
}
"""Why people were kept back, by the word of the manifest."""
STAYS: Mapping[str, str] = {
    "nobody": "the file name begins with no record id of the submission",
    "not_agreed": "their person has no agreement to interviews on record, or is not an adult for certain",
    "protected": "nobody may know where their person is",
    "not_a_transcript": "they are no text (.txt) and no Word document (.docx)",
    "not_read": "they cannot be read",
    "hidden_characters": "they have characters that do not show",
    "too_long": "they are too long",
    "still_found": "something in them could not be taken out for certain",
}
"""Why a transcript stays with the area, by the word of the manifest."""
_LOST = {
    "withheld": "left out to protect where people are",
    "emptied": "left out because they could not be treated",
    "rare": "left out because too few people share them",
}
_SHOWN = 12  # link ids on a line of their own


def release_text(release: Release, tell: Sequence[ToTell], place: str) -> str:
    """The release in plain words. ``place``: its folder, as it was given."""
    return "\n".join([*_lines(release, place), *_withdrawals(tell)]) + "\n"


def _lines(release: Release, place: str) -> Iterator[str]:
    yield from release.notes
    yield f"Release {release.release} for {release.domain} is in {place}."
    yield f"It goes to: {release.recipient}"
    yield ""
    yield from _people("Answers", release.people)
    yield from _people("Identifiers", release.identifiers)
    if release.excluded:
        rules = sum(release.excluded["rules"].values())
        yield f"Rejected rows were left out with their people, with approval ({rules:,} findings)."
    for table in release.tables:
        yield f"  {table['file']}: {table['rows']:,} of {table['rows_in']:,} rows"
        for kind, words in _LOST.items():
            lost = {one["name"]: one[kind] for one in table["columns"] if kind in one}
            if lost:
                yield f"    {words}: {', '.join(f'{name} {count:,}' for name, count in lost.items())}"
    yield from _transcripts(release.transcripts)
    yield ""
    yield "It is still personal data. Send each part to its recipient alone, by a way that was agreed."
    yield "crosswalk.sealed stays with you: send it to nobody."


def _people(what: str, counted: Mapping[str, Any]) -> Iterator[str]:
    if set(counted["kept_back"]) == {"not_in_this_domain"}:
        return
    yield f"{what} of {counted['sent']:,} of {counted['in']:,} people."
    for reason, count in counted["kept_back"].items():
        yield f"  {count:,} {WITHHELD[reason]}."


def _transcripts(told: Mapping[str, Any] | None) -> Iterator[str]:
    if told is None:
        return
    yield f"Transcripts: {told['written']:,}, of {told['people']:,} people."
    for why, count in sorted(told["withheld"].items()):
        yield f"  {count:,} stay with you: {STAYS[why]}."


def _withdrawals(tell: Sequence[ToTell]) -> Iterator[str]:
    if not tell:
        return
    yield ""
    yield "People have withdrawn since earlier releases. Tell each recipient to delete these link ids:"
    for one in tell:
        yield f"  Release {one.release}, {one.domain}: {one.recipient}"
        for first in range(0, len(one.link_ids), _SHOWN):
            yield f"    {' '.join(one.link_ids[first : first + _SHOWN])}"
