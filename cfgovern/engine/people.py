"""Of everybody in a submission: who they are in a release, and what of them may leave.

The rules stand here and have no switch. What nobody said counts as the unsafe answer.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from functools import partial
from typing import Any

import sqlglot
from sqlglot import exp

from cfgovern.engine import sql
from cfgovern.engine.generalise import Way
from cfgovern.engine.generalise import day as day_of
from cfgovern.engine.keyed import Pads, keyed
from cfgovern.engine.store import Store

__all__ = [
    "ADULT",
    "KEYED",
    "Agreements",
    "PeoplePlan",
    "Said",
    "adult_born_by",
    "cell",
    "gather",
    "gathered",
    "make_people",
    "nothing",
    "rejected_name",
    "sent_name",
]

KEYED = ("ref", "link", "shift")
"""What is made of a record id: the person_ref, the link id, and by how much the person's dates may move."""
ADULT = 18
"""Years: nobody younger goes to linking."""


@dataclass(frozen=True, slots=True)
class Said:
    """A column in which something stands about a person. ``shape`` and ``style`` of a date: as of Way."""

    table: str
    record: str
    column: str
    shape: str = ""
    style: str | None = None

    def day(self) -> exp.Expression:
        """The cell as a day; NULL where it is none."""
        return day_of(cell(self.column), Way(shape=self.shape, style=self.style))


@dataclass(frozen=True, slots=True)
class Agreements:
    """The table of what people agreed to: its columns by name, and the words that count."""

    scope: str
    state: str
    day: Said
    asked: str
    interview: str
    given: str
    withdrawn: str


@dataclass(frozen=True, slots=True)
class PeoplePlan:
    """Where a submission says what decides about a person.

    ``tables``: each table with a record id -> its column. ``identifying``: those that hold identifiers to
    send. ``protected`` and ``abuse``: the two questions; ``free`` and ``safe``: the answers that free a
    person from protection; ``unanswered``: codes that are no answer to the first.
    """

    tables: Mapping[str, str]
    identifying: tuple[str, ...]
    agreements: Agreements | None
    protected: tuple[Said, ...]
    abuse: tuple[Said, ...]
    born_days: tuple[Said, ...]
    born_years: tuple[Said, ...]
    free: tuple[str, ...]
    safe: tuple[str, ...]
    unanswered: tuple[str, ...]

    def as_json(self) -> dict[str, Any]:
        """For the child process."""
        return asdict(self)

    @classmethod
    def from_json(cls, told: Mapping[str, Any]) -> PeoplePlan:
        """What :meth:`as_json` made."""
        plain: dict[str, Any] = {
            name: tuple(told[name]) for name in ("identifying", "free", "safe", "unanswered")
        }
        for name in ("protected", "abuse", "born_days", "born_years"):
            plain[name] = tuple(Said(**one) for one in told[name])
        plain["agreements"] = _agreements_from(told["agreements"])
        return cls(tables=dict(told["tables"]), **plain)


def sent_name(table: str) -> str:
    """The view of a table as sent: ``_row``, and each contract column as :func:`cell`."""
    return f"sent:{table}"


def cell(column: str, table: str | None = None) -> exp.Column:
    """A contract column as it was sent, trimmed; NULL for an empty cell. No column of ours is called so."""
    return sql.column(f":{column}", table)


def rejected_name(table: str) -> str:
    """The view of the rows of a table that were rejected: ``_row``."""
    return f"rejected:{table}"


def adult_born_by(day: date) -> date:
    """The last birthday with which somebody is an adult on ``day``; born on 29 February, from 1 March on."""
    try:
        return day.replace(year=day.year - ADULT)
    except ValueError:  # 29 February
        return day.replace(year=day.year - ADULT, day=28)


def make_people(store: Store, plan: PeoplePlan, day: date, pads: Mapping[str, Pads]) -> None:
    """Make the table ``people``, one row a person, from the views of the tables as sent.

    ``pads``: inner and outer padded key of each of :data:`KEYED`. The tables of
    :func:`gather`, ``rejected`` (table, row) and ``withdrawals`` (record, day, everything) are there already.

    Columns of ``people``: record, ref, link and shift (16 bytes), protected, kept_back (why no answer of
    theirs leaves, or NULL), unlinked (why no identifier of theirs leaves, or NULL), withdrawn_on, everything
    (whether they withdrew from all), interview (whether a transcript may leave).
    """
    with store.guarded("telling people apart"):
        made = [sql.column("record"), *(sql.named(keyed(sql.column("record"), name), name) for name in KEYED)]
        with store.held({name: pads[name] for name in KEYED}):
            store.table("known", sql.select(made, "everybody"))
        store.table("people", _people(plan.agreements, day))


def _people(told: Agreements | None, day: date) -> exp.Select:
    """The query of ``people``, with the words of this contract."""
    query = sqlglot.parse_one(_PEOPLE, dialect=sql.DIALECT)
    assert isinstance(query, exp.Select)
    words = {
        "given": sql.text(told.given if told else ""),
        "withdrawn": sql.text(told.withdrawn if told else ""),
        "day": _date(day),
    }
    for place in list(query.find_all(exp.Placeholder)):
        place.replace(words[place.name].copy())
    return query


def gather(store: Store, plan: PeoplePlan, there: Mapping[str, Sequence[str]], day: date) -> None:
    """Make the tables that the rules read, from the views of the tables as sent.

    ``there``: each table that was sent, and its columns. Columns: record, and those of each rule.
    """
    with store.guarded("telling people apart"):
        for name, query in _said(plan, there, day):
            store.table(name, query)


def _said(
    plan: PeoplePlan, there: Mapping[str, Sequence[str]], day: date
) -> Iterator[tuple[str, exp.Expression]]:
    """The tables that the rules read: their columns are fixed, whatever the contract calls its own."""

    def rows(places: Iterable[Said], shape: Callable[[Said], list[exp.Expression]]) -> list[exp.Select]:
        return [
            sql.select([cell(one.record), *shape(one)], sent_name(one.table), _known(one.record))
            for one in places
            if {one.record, one.column} <= set(there.get(one.table, ()))
        ]

    def of_tables(names: Iterable[str]) -> list[exp.Select]:
        return rows([Said(name, plan.tables[name], plan.tables[name]) for name in names], lambda _: [])

    yield "everybody", gathered({}, of_tables(plan.tables), distinct=True)
    yield "identified", gathered({}, of_tables(plan.identifying), distinct=True)
    yield "protections", gathered({"answer": "VARCHAR"}, rows(plan.protected, partial(_answer, plan)))
    yield "abuse", gathered({"safe": "BOOLEAN"}, rows(plan.abuse, partial(_is_safe, plan)))
    ages = [
        *rows(plan.born_days, partial(_age_by_day, day)),
        *rows(plan.born_years, partial(_age_by_year, day)),
    ]
    yield "ages", gathered({"adult": "BOOLEAN", "minor": "BOOLEAN"}, ages)
    kinds = {"scope": "VARCHAR", "state": "VARCHAR", "day": "DATE"}
    yield "agreements", gathered(kinds, list(_agreements(plan.agreements, there)))


def _agreements_from(told: Mapping[str, Any] | None) -> Agreements | None:
    return Agreements(**{**told, "day": Said(**told["day"])}) if told else None


def _agreements(told: Agreements | None, there: Mapping[str, Sequence[str]]) -> Iterator[exp.Select]:
    if told is None:
        return
    place, sent = told.day, set(there.get(told.day.table, ()))
    if not {place.record, told.scope, told.state} <= sent:
        return
    day = place.day() if place.column in sent else exp.Null()
    for name, scope in (("linking", told.asked), ("interview", told.interview)):
        asked = sql.both(_known(place.record), sql.equals(cell(told.scope), sql.text(scope)))
        columns = [cell(place.record), sql.text(name), cell(told.state), day.copy()]
        yield sql.select(columns, sent_name(place.table), asked)


def _answer(plan: PeoplePlan, one: Said) -> list[exp.Expression]:
    """Whether the answer frees the person from protection, or is none; every other one protects."""
    answer = cell(one.column)
    none = sql.either(sql.is_null(answer), sql.one_of(answer.copy(), plan.unanswered))
    free = sql.case(sql.one_of(answer.copy(), plan.free), sql.text("free"), sql.text("protected"))
    return [sql.case(none, sql.text("unanswered"), free)]


def _is_safe(plan: PeoplePlan, one: Said) -> list[exp.Expression]:
    return [sql.unless_null(sql.one_of(cell(one.column), plan.safe))]


def _age_by_day(day: date, one: Said) -> list[exp.Expression]:
    """Whether the person is an adult, and a minor, by the date of birth; neither where it is no date."""
    born, last = one.day(), _date(adult_born_by(day))
    return [exp.LTE(this=born, expression=last), exp.GT(this=born.copy(), expression=last.copy())]


def _age_by_year(day: date, one: Said) -> list[exp.Expression]:
    """By the year of birth alone; neither in the year in which the person comes of age."""
    born, turning = sql.cast(cell(one.column), "INTEGER"), sql.number(day.year - ADULT)
    return [exp.LT(this=born, expression=turning), exp.GT(this=born.copy(), expression=turning.copy())]


def gathered(
    kinds: Mapping[str, str], found: Sequence[exp.Select], *, distinct: bool = False
) -> exp.Expression:
    """All rows ``found``, as ``record`` and columns of these kinds; a table without rows where none are."""
    made: exp.Expression = nothing({"record": "VARCHAR", **kinds})
    for one in found:
        made = exp.Union(this=made, expression=one, distinct=distinct)
    return made


def nothing(kinds: Mapping[str, str]) -> exp.Select:
    """No rows, of columns of these kinds."""
    columns = [sql.named(exp.cast(exp.Null(), kind), name) for name, kind in kinds.items()]
    return exp.Select(expressions=columns, where=exp.Where(this=exp.false()))


def _known(record: str) -> exp.Expression:
    return exp.Not(this=sql.is_null(cell(record)))


def _date(day: date) -> exp.Expression:
    return sql.cast(sql.text(day.isoformat()), "DATE")


# An agreement stands if it was given by the day, and whatever else was ever said was said before it. What
# bears no date may be the latest. A wish that is dated later than the day is heeded too.
# Of what else was said the latest counts, and of one day the last in the alphabet: a day has ten figures.
_PEOPLE = """
WITH said AS (
    SELECT record, scope,
        max(day) FILTER (state = $given AND day <= $day) AS given_on,
        max(day) FILTER (state IS DISTINCT FROM $given) AS other_on,
        coalesce(bool_or(state IS DISTINCT FROM $given AND day IS NULL), FALSE) AS undated,
        coalesce(bool_or(state = $withdrawn), FALSE) AS ever_withdrawn,
        substring(max(CAST(day AS VARCHAR) || state) FILTER (state IS DISTINCT FROM $given), 11, 100) AS other
    FROM agreements GROUP BY record, scope
),
standing AS (
    SELECT *, given_on IS NOT NULL AND NOT undated AND coalesce(other_on < given_on, TRUE) AS stands FROM said
),
linking AS (SELECT * FROM standing WHERE scope = 'linking'),
interviews AS (SELECT record, stands FROM standing WHERE scope = 'interview'),
aged AS (
    SELECT record, coalesce(bool_or(adult), FALSE) AS adult, coalesce(bool_or(minor), FALSE) AS minor
    FROM ages GROUP BY record
),
guarded AS (
    SELECT record, bool_and(answer = 'free') AS free, bool_and(answer <> 'protected') AS open
    FROM protections GROUP BY record
),
harmless AS (SELECT record, bool_and(safe) AS safe FROM abuse GROUP BY record),
taken_back AS (
    SELECT record, max(day) AS day, bool_or(everything) AS everything FROM withdrawals GROUP BY record
),
judged AS (
    SELECT k.record, k.ref, k.link, k.shift,
        NOT coalesce(g.free OR (g.open AND h.safe), FALSE) AS protected,
        r.record IS NOT NULL AS rejected,
        coalesce(t.everything, FALSE) AS gone,
        t.record IS NOT NULL AND coalesce(l.given_on <= t.day, TRUE)
            OR coalesce(NOT l.stands AND l.ever_withdrawn, FALSE) AS withdrawn,
        l.record IS NULL AS never_said,
        coalesce(l.stands, FALSE) AS stands,
        l.other,
        greatest(l.other_on, t.day) AS withdrawn_on,
        coalesce(a.adult, FALSE) AS adult,
        coalesce(a.minor, FALSE) AS minor,
        i.record IS NOT NULL AS identified,
        coalesce(v.stands, FALSE) AS interview
    FROM known AS k
    LEFT JOIN rejected_people AS r ON r.record = k.record
    LEFT JOIN taken_back AS t ON t.record = k.record
    LEFT JOIN linking AS l ON l.record = k.record
    LEFT JOIN interviews AS v ON v.record = k.record
    LEFT JOIN aged AS a ON a.record = k.record
    LEFT JOIN guarded AS g ON g.record = k.record
    LEFT JOIN harmless AS h ON h.record = k.record
    LEFT JOIN identified AS i ON i.record = k.record
)
SELECT record, ref, link, shift, protected,
    CASE WHEN rejected THEN 'rejected' WHEN gone THEN 'withdrawn' END AS kept_back,
    CASE
        WHEN rejected THEN 'rejected'
        WHEN gone OR withdrawn THEN 'withdrawn'
        WHEN minor THEN 'under_18'
        WHEN never_said THEN 'no_agreement'
        WHEN NOT stands THEN CASE WHEN other IN ('declined', 'not_asked', 'lacks_capacity') THEN other
            ELSE 'not_agreed' END
        WHEN NOT adult THEN 'age_not_known'
        WHEN NOT identified THEN 'no_identifiers'
    END AS unlinked,
    CASE WHEN gone OR withdrawn THEN coalesce(withdrawn_on, $day) END AS withdrawn_on,
    gone AS everything,
    interview AND adult AND NOT minor AND NOT rejected AND NOT gone AS interview
FROM judged
"""
