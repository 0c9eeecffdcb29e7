"""A return beside the collection calendar: its days, its contract, its sender, and its nil returns.

Paragraph 8 of the prospectus: areas of one Mayoral Strategic Authority may send together.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from cfgovern.validation.messages import Messages
from cfgovern.validation.results import Found, of_the_whole

__all__ = ["Due", "collection_findings"]


@dataclass(frozen=True, slots=True)
class Due:
    """What the calendar says of one return, in plain values; days are ISO dates.

    ``period``: the quarter, or "" where the calendar has none of these days. ``taken``: whether a return
    under the contract in use is taken on the day of the check. ``sender``: the body that sends for the area
    where it is another than the one that does. ``tables`` must be sent beside those of every return.
    ``nil``: tables in which the area has nothing to tell; ``nil_refused``: those where it may not say so.
    ``areas``: those that the return may be about. ``held``: whether there is a calendar for the contract.
    """

    period: str = ""
    opens: str = ""
    due: str = ""
    version: str = ""
    taken: bool = True
    sender: str = ""
    tables: tuple[str, ...] = ()
    nil: tuple[str, ...] = ()
    nil_refused: tuple[str, ...] = ()
    areas: tuple[str, ...] = ()
    held: bool = False


def collection_findings(found: Found, book: Messages, due: Due, day: str, rows: Mapping[str, int]) -> None:
    """What is wrong with the return as a whole on ``day`` (ISO date). ``rows``: of each table sent."""
    told = {"period": due.period, "version": due.version, "body": due.sender}
    if due.held and not due.period:
        of_the_whole(found, book, "period_not_in_calendar", "warning", told)
    elif due.period and day < due.opens:
        of_the_whole(found, book, "not_open", "warning", told | {"day": due.opens})
    elif due.period and day > due.due:
        of_the_whole(found, book, "late", "info", told | {"day": due.due})
    if not due.taken:
        of_the_whole(found, book, "version_not_taken", "error", told)
    if due.sender:
        of_the_whole(found, book, "other_sender", "block", told)
    for table in due.nil_refused:
        of_the_whole(found, book, "nil_return_refused", "error", told | {"place": table})
    for table in due.nil:
        if rows.get(table):
            of_the_whole(found, book, "nil_return_with_rows", "error", told | {"place": table})
