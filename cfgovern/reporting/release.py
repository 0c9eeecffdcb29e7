"""What is told of a release: what went, what did not and why, and who must be told of withdrawals."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from cfgovern.evidence.ledger import ToTell
from cfgovern.evidence.release import Release
from cfgovern.reporting.plain import count_of

__all__ = ["STAYS", "WITHHELD", "release_text"]

WITHHELD: Mapping[str, str] = {
    "rejected": "A row was rejected",
    "withdrawn": "Withdrew",
    "under_18": "Under 18",
    "no_agreement": "No agreement to linking on record",
    "declined": "Declined linking",
    "not_asked": "Not asked about linking yet",
    "lacks_capacity": "Without capacity to decide",
    "not_agreed": "Did not agree to linking",
    "age_not_known": "May be under 18, age not known for certain",
    "no_identifiers": "No identifiers in the submission",
    "not_in_this_domain": "Not told of in this domain",
}
"""Why people were kept back, by the word of the manifest."""
STAYS: Mapping[str, str] = {
    "nobody": "No record id of the submission at the start of the file name",
    "not_agreed": "No agreement to interviews on record, or not an adult for certain",
    "protected": "Nobody may know where the person is",
    "not_a_transcript": "No text (.txt) and no Word document (.docx)",
    "not_read": "Cannot be read",
    "hidden_characters": "Characters in it that do not show",
    "too_long": "Too long",
    "still_found": "Something in it could not be taken out for certain",
}
"""Why a transcript stays with the area, by the word of the manifest."""
_LOST = {
    "withheld": "Left out to protect where people are",
    "emptied": "Left out as a placeholder, or as what could not be treated",
    "rare": "Left out because too few people share it",
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
        findings = count_of(sum(release.excluded["rules"].values()), "finding", "findings")
        yield f"Rejected rows were left out with their people, with approval: {findings}."
    for table in release.tables:
        yield f"  {table['file']}: {table['rows']:,} of {table['rows_in']:,} rows"
        for kind, words in _LOST.items():
            lost = {one["name"]: one[kind] for one in table["columns"] if kind in one}
            if lost:
                yield f"    {words}: {', '.join(f'{name} {count:,}' for name, count in lost.items())}"
    yield from _transcripts(release.transcripts)
    yield ""
    if release.clk:
        yield from (*release.clk["warning"], "")
    yield "It is still personal data. Send each part to its recipient alone, by a way that was agreed."
    yield "crosswalk.sealed stays with you: send it to nobody."


def _people(what: str, counted: Mapping[str, Any]) -> Iterator[str]:
    if set(counted["kept_back"]) == {"not_in_this_domain"}:
        return
    yield f"{what} of {counted['sent']:,} of {count_of(counted['in'], 'person', 'people')}."
    yield from _kept("Kept back", {WITHHELD[why]: count for why, count in counted["kept_back"].items()})


def _transcripts(told: Mapping[str, Any] | None) -> Iterator[str]:
    if told is None:
        return
    people = count_of(told["people"], "person", "people")
    yield f"{count_of(told['written'], 'transcript', 'transcripts')} of {people}."
    yield from _kept("Stay with you", {STAYS[why]: count for why, count in sorted(told["withheld"].items())})


def _kept(heading: str, counts: Mapping[str, int]) -> Iterator[str]:
    if counts:
        yield f"  {heading}:"
        yield from (f"    {words}: {count:,}" for words, count in counts.items())


def _withdrawals(tell: Sequence[ToTell]) -> Iterator[str]:
    if not tell:
        return
    yield ""
    yield "People have withdrawn since earlier releases. Tell each recipient to delete these link ids:"
    for one in tell:
        yield f"  Release {one.release}, {one.domain}: {one.recipient}"
        for first in range(0, len(one.link_ids), _SHOWN):
            yield f"    {' '.join(one.link_ids[first : first + _SHOWN])}"
