"""Returns of the same areas, quarter after quarter, as areas send them: late, wrong, sent again.

Each return tells everything up to the last day of its quarter. What the people's story says of a day does not
change later; what an area has noted down of it by then does. ``synthetic/quarters.yaml`` says how often.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from cfgovern.cohort.area import Cohort, plan
from cfgovern.cohort.arrivals import BEFORE, Arrivals, Noted, is_dated, name_of
from cfgovern.cohort.draw import Draw
from cfgovern.cohort.quarterplan import QuarterPlan, load_quarter_plan
from cfgovern.cohort.rows import Key, Rows
from cfgovern.cohort.slips import Slip, Slips, number_of
from cfgovern.contract.model import Contract
from cfgovern.csvtext import csv_bytes
from cfgovern.errors import UsageError
from cfgovern.evidence.measures import Target
from cfgovern.quarters import numbered, ordinal

__all__ = ["CHANGES", "Change", "Return", "changes_csv", "quarters"]

CHANGES = "changes.csv"


@dataclass(frozen=True, slots=True)
class Change:
    """How a return differs from a later one, beyond what happened in between. One line of ``changes.csv``.

    ``submission``: the return that lacks the row, holds the wrong cell or is the last to hold the row;
    ``first_seen``: the return that is the first to say it otherwise, empty where none of the run does.
    ``key``: the cells of the primary key by the name of their column. ``column``: empty for a whole row.
    """

    submission: str
    table: str
    key: Mapping[str, str]
    column: str
    kind: str
    before: str
    after: str
    first_seen: str


@dataclass(frozen=True, slots=True)
class Return:
    """One return of an area: every table, as on ``as_of``, the last day of the quarter ``period``.

    ``changes``: what this return says otherwise than one before it; the last return of an area also has what
    no return of the run puts right.
    """

    name: str
    area: str
    period: str
    as_of: date
    rows: Rows
    changes: tuple[Change, ...]


def quarters(
    contract: Contract,
    *,
    people: int,
    areas: int = 1,
    quarters: int = 4,
    as_of: date,
    seed: int = 1,
    asked: Sequence[Target] | None = None,
) -> Iterator[Return]:
    """The returns of ``areas`` areas for the last ``quarters`` quarters that are over on ``as_of``.

    Area by area, quarter by quarter; ``people`` have started in all areas together when the last ends. The
    same arguments give the same returns on any machine. Raises UsageError ``cohort.quarters`` for a contract
    without a story or quarters in which its areas are not all in use, as :func:`plan` does, and
    OperatorFileError for a plan at fault.
    """
    times = _times(as_of, quarters)
    last = times[-1][1]
    cohorts = [
        plan(contract, people=people, areas=areas, as_of=day, seed=seed, until=last, asked=asked)
        for _, day in times
    ]
    if cohorts[0].world is None:
        raise UsageError(
            "cohort.quarters",
            "Returns of several quarters need a cohort profile, and the pack has none for this contract.",
            fix="Choose another mode, or add a profile to the folder synthetic of the pack.",
        )
    if len({tuple(cohort.areas) for cohort in cohorts}) > 1:
        raise UsageError(
            "cohort.quarters",
            f"The areas of the contract are not the same from {times[0][0]} to {times[-1][0]}.",
            fix="Ask for fewer quarters, or for a later day.",
        )
    figures = load_quarter_plan()
    for area in range(len(cohorts[0].areas)):
        yield from _Area(figures, cohorts, area).returns(times)


def _times(as_of: date, many: int) -> list[tuple[str, date]]:
    """The name and the last day of each quarter, in order."""
    after = ordinal(as_of + timedelta(days=1))
    return [(name, last) for name, _, last in map(numbered, range(after - many, after))]


class _Area:
    """One area and what its returns say."""

    def __init__(self, figures: QuarterPlan, cohorts: Sequence[Cohort], area: int) -> None:
        self.figures, self.cohorts, self.area = figures, cohorts, area
        self.contract, self.code = cohorts[0].contract, cohorts[0].areas[area]
        self.draw = Draw(cohorts[0].seed)
        self.days = [cohort.as_of for cohort in cohorts]
        self.arrivals = Arrivals(self.contract, figures, self.draw, self.days)
        profile = cohorts[0].profile
        self.slips = Slips(self.contract, figures, profile.scores if profile else {}, self.draw)

    def returns(self, times: Sequence[tuple[str, date]]) -> Iterator[Return]:
        names = [f"{self.code}-{period}" for period, _ in times]
        held: dict[tuple[str, Key], str] = {}  # the rows of the return before, by what holds them
        open_slips: list[tuple[str, Slip]] = []
        sent = ""
        for place, (period, day) in enumerate(times):
            noted = self.arrivals.noted(self.cohorts[place].rows(self.area), place)
            found = self._by_key(noted.rows)
            changes = [
                *self._late(noted.new, names, names[place]),
                *self._right(open_slips, found, "corrected", names[place]),
                *self._gone(held, found, sent, names[place]),
            ]
            slips = self._made(noted, place)
            again = self._sent_again(slips, period)
            kept = [slip for slip in slips if slip not in again]
            open_slips = [(names[place], slip) for slip in kept]
            sent = f"{names[place]}-again" if again else names[place]
            held = dict.fromkeys(found, sent)
            left = self._left(noted, names, open_slips, found) if place == len(times) - 1 else []
            first = (*changes, *(() if again else left))
            yield Return(names[place], self.code, period, day, _with(self.contract, noted.rows, slips), first)
            if again:
                settled = [(names[place], slip) for slip in again]
                second = (*self._right(settled, found, "resubmitted", sent), *left)
                yield Return(sent, self.code, period, day, _with(self.contract, noted.rows, kept), second)

    def _made(self, noted: Noted, place: int) -> list[Slip]:
        """The slips in the rows that come for the first time."""
        starts = self._starts(noted.rows)
        slips = []
        for table in self.contract.tables:
            person = name_of(table, "participant_id")
            if not is_dated(table) or not person:
                continue
            for row in noted.rows[table.name]:
                if (table.name, table.key_of(row)) in noted.new:
                    slip = self.slips.slip(table, row, start=starts[row[person]], as_of=self.days[place])
                    slips += [slip] if slip else []
        return slips

    def _starts(self, rows: Rows) -> dict[str, str]:
        table = self.contract.by_concept("participants")
        assert table is not None  # there is a story
        person, day = name_of(table, "participant_id"), name_of(table, "start_date")
        return {row[person]: row[day] for row in rows[table.name]}

    def _sent_again(self, slips: Sequence[Slip], period: str) -> list[Slip]:
        """What a second sending of the return puts right; nothing where it is sent once."""
        share = self.figures.resubmitted * 100
        if not slips or self.draw.below(10_000, "quarters", "again", self.code, period) >= share:
            return []
        limit = self.figures.settled * 100
        settled = [
            slip
            for slip in slips
            if self.draw.below(10_000, "quarters", "settled", number_of(slip.table, *slip.key)) < limit
        ]
        return settled or list(slips[:1])

    # -- the truth about it --------------------------------------------------------------------------

    def _by_key(self, rows: Rows) -> dict[tuple[str, Key], Mapping[str, str]]:
        """The rows about people."""
        return {
            (table.name, table.key_of(row)): row
            for table in self.contract.tables
            if name_of(table, "participant_id")
            for row in rows[table.name]
        }

    def _change(
        self, submission: str, known: tuple[str, Key], kind: str, first_seen: str, *cell: str
    ) -> Change:
        table = self.contract.table(known[0])
        assert table is not None  # the rows are those of the contract
        column, before, after = cell or ("", "", "")
        key = dict(zip(table.primary_key, known[1], strict=True))
        return Change(submission, table.name, key, column, kind, before, after, first_seen)

    def _late(self, due: Mapping[tuple[str, Key], int], names: Sequence[str], seen: str) -> Iterator[Change]:
        for known, place in due.items():
            if place > BEFORE and names[place] != seen:
                yield self._change(names[place], known, "late", seen)

    def _right(
        self,
        slips: Iterable[tuple[str, Slip]],
        found: Mapping[tuple[str, Key], Mapping[str, str]],
        kind: str,
        seen: str,
    ) -> Iterator[Change]:
        for name, slip in slips:
            known = (slip.table, slip.key)
            if known in found:
                for column, wrong in slip.wrong.items():
                    yield self._change(name, known, kind, seen, column, wrong, found[known][column])

    def _gone(
        self, held: Iterable[tuple[str, Key]], found: Mapping[tuple[str, Key], object], sent: str, seen: str
    ) -> Iterator[Change]:
        for known in held:
            if known not in found:
                yield self._change(sent, known, "withdrawn", seen)

    def _left(
        self,
        noted: Noted,
        names: Sequence[str],
        slips: Iterable[tuple[str, Slip]],
        found: Mapping[tuple[str, Key], Mapping[str, str]],
    ) -> list[Change]:
        """What the last return leaves as it is: rows still to come and cells still wrong."""
        return [*self._late(noted.waiting, names, ""), *self._right(slips, found, "corrected", "")]


def _with(contract: Contract, rows: Rows, slips: Sequence[Slip]) -> Rows:
    """The rows with what the slips say instead; the rows themselves stay as they are."""
    wrong = {(slip.table, slip.key): slip.wrong for slip in slips}
    told: Rows = {}
    for table in contract.tables:
        told[table.name] = [
            {**row, **wrong.get((table.name, table.key_of(row)), {})} for row in rows[table.name]
        ]
    return told


def changes_csv(contract: Contract, changes: Iterable[Change]) -> bytes:
    """The changes as ``changes.csv``: UTF-8, lines ended by LF, RFC 4180.

    submission, table, the columns of the keys of all tables about people, column, kind, before, after,
    first_seen, record_origin. See ``docs/reference/returns.md``.
    """
    tables = [table for table in contract.tables if name_of(table, "participant_id")]
    keys = list(dict.fromkeys(name for table in tables for name in table.primary_key))
    about = ("column", "kind", "before", "after", "first_seen", "record_origin")
    return csv_bytes(("submission", "table", *keys, *about), (_cells(change, keys) for change in changes))


def _cells(change: Change, keys: Iterable[str]) -> tuple[str, ...]:
    known = (change.key.get(name, "") for name in keys)
    what = (change.column, change.kind, change.before, change.after, change.first_seen, "synthetic")
    return (change.submission, change.table, *known, *what)
