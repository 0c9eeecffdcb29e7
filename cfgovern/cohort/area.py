"""A whole made-up area: every table of a contract, with keys, links and dates that hold."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from graphlib import CycleError, TopologicalSorter

from cfgovern.cohort.draw import Draw
from cfgovern.cohort.people import story
from cfgovern.cohort.values import Maker
from cfgovern.contract.model import Contract, Table
from cfgovern.errors import UsageError

__all__ = ["Rows", "make_area"]

Rows = dict[str, list[dict[str, str]]]
_SOME = 8  # rows of a table that is not about people


def make_area(contract: Contract, *, people: int, as_of: date, seed: int = 1) -> Rows:
    """Rows (column -> text, columns in contract order) of each table, in the order of the contract.

    The same arguments give the same rows on any machine. Every row says that it is synthetic where the
    contract asks, and identifiers come only from ranges that are nobody's. ``as_of``: nothing is dated
    later. Raises UsageError ``cohort.pattern``, ``cohort.codes`` or ``cohort.circle`` for a contract that
    asks for more than is known here.
    """
    draw = Draw(seed)
    maker = Maker(contract, as_of, draw)
    told = story(draw, people, as_of)
    made: Rows = {}
    for table in _parents_first(contract):
        given = told.get(table.concept) or [{} for _ in range(_SOME if table.route else people)]
        rows = (_row(maker, table, made, number, said) for number, said in enumerate(given, start=1))
        made[table.name] = _once(table, rows)
    return {table.name: made[table.name] for table in contract.tables}


def _parents_first(contract: Contract) -> list[Table]:
    links = {table.name: {key.table for key in table.foreign_keys} for table in contract.tables}
    try:
        order = list(TopologicalSorter(links).static_order())
    except CycleError as cycle:
        raise UsageError(
            "cohort.circle",
            f"These tables of the contract name each other: {', '.join(sorted(set(cycle.args[1])))}.",
            fix="Take one of their foreign keys out of the contract.",
        ) from None
    found = {table.name: table for table in contract.tables}
    return [found[name] for name in order]


def _row(maker: Maker, table: Table, made: Rows, number: int, said: Mapping[str, str]) -> dict[str, str]:
    linked = {} if said else _links(maker, table, made, number)
    row = {}
    for column in table.collected:
        if column.concept == "record_origin":
            text = "synthetic"
        elif column.concept == "area_id":
            text = maker.codes(column)[0] if maker.codes(column) else "CF-A01"
        elif column.concept in said:
            text = said[column.concept]
        elif column.name in linked:
            text = linked[column.name]
        elif column.name in table.primary_key:
            text = _key(maker, table, column.name, number)
        else:
            text = maker.cell(table.name, column, number)
        row[column.name] = text
    return _settled(table, row)


def _links(maker: Maker, table: Table, made: Rows, number: int) -> dict[str, str]:
    """The cells of foreign keys: each copied from a row of the table that it names."""
    linked: dict[str, str] = {}
    for place, key in enumerate(table.foreign_keys):
        parent = maker.draw.pick(made[key.table], table.name, number, place, "parent")
        linked |= {mine: parent[theirs] for mine, theirs in zip(key.columns, key.to_columns, strict=True)}
    return linked


def _key(maker: Maker, table: Table, name: str, number: int) -> str:
    column = table.column(name)
    assert column is not None
    codes = maker.codes(column)
    if codes:
        return codes[(number - 1) % len(codes)]
    if column.type in ("integer", "number"):
        return str(number)
    return maker.word(table.name, column, number) if column.pattern else f"{table.name}-{number}"


def _once(table: Table, rows: Iterable[dict[str, str]]) -> list[dict[str, str]]:
    """``rows`` without those whose key an earlier one has."""
    kept = {tuple(row[name] for name in table.primary_key) or number: row for number, row in enumerate(rows)}
    return list(kept.values())


def _settled(table: Table, row: dict[str, str]) -> dict[str, str]:
    """``row`` of an organisation table with the dates and figures that depend on each other put right."""
    for first, second in _IN_ORDER.get(table.concept, ()):
        if row[first] and row[second] and _sort_key(row[second]) < _sort_key(row[first]):
            row[first], row[second] = row[second], row[first]
    if table.concept == "delivery_plan":
        row["completed_on"] = row["due_on"] or row["starts_on"] if row["status"] == "complete" else ""
        if row["status"] == "complete" and not row["completed_on"]:
            row["status"] = "on_track"
    if table.concept == "staff_survey":
        answers = [name for name in row if name == "respondents" or name.startswith("mean_")]
        if row["suppressed"] == "yes":
            row |= dict.fromkeys(answers, "")
        else:
            row |= {"suppressed": "no", "respondents": row["respondents"] or "10"}
    return row


def _sort_key(text: str) -> tuple[float, str]:
    try:
        return float(text), ""
    except ValueError:
        return 0.0, text


_IN_ORDER = {
    "delivery_plan": (("starts_on", "due_on"),),
    "commissioning": (("starts_on", "ends_on"),),
    "local_outcome_metrics": (("covers_from", "covers_to"),),
    "referral_pathways": (("referrals_accepted", "referrals_made"),),
    "workforce": (("vacant_posts", "posts"),),
}
