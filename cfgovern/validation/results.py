"""What the engine found, as findings in plain English with a place in the submitter's own file."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from cfgovern.contract.model import Table
from cfgovern.contract.quality import holds
from cfgovern.engine.plan import Check
from cfgovern.engine.result import Hit, Result
from cfgovern.findings import SEVERITIES, Finding, NotRun, RuleText, Severity
from cfgovern.tables import NO_HEADINGS, cell_address, column_letters
from cfgovern.validation.layout import Layout
from cfgovern.validation.messages import Messages
from cfgovern.validation.planning import Planned, Wording
from cfgovern.validation.speaker import Speaker
from cfgovern.validation.waiving import milder

__all__ = ["Found", "Sheet", "layout_findings", "of_the_whole", "rule_findings"]

_SHOWN = 5  # places that are named; the others are counted
_OF_RANGES: dict[str, Severity] = {"merged_cells": "warning", "totals_row": "error"}
# Kinds of checks that look at whole rows, and so are more than a part of the table that holds them.
_RULES = ("foreign_key", "rule", "sql")


@dataclass(frozen=True, slots=True)
class Sheet:
    """Where a table stands in the submission: all of it safe to show.

    ``header_row`` is :data:`NO_HEADINGS` for a file whose records are counted and have no cells.
    ``noted``: kinds of messages that are worth knowing about how it was sent. ``ranges``: what the
    workbook says of some cells, as (kind, range).
    """

    table: Table
    source: str
    sheet: str | None
    header_row: int
    rows: int
    layout: Layout
    noted: tuple[str, ...] = ()
    rows_above: int = 0
    ranges: tuple[tuple[str, str], ...] = ()
    no_records: tuple[int, ...] = ()

    def place(self, column: str | None, row: int | None) -> str | None:
        """The cell address of a contract column in a record, or of its heading."""
        index = self.layout.columns.get(column or "")
        return None if index is None else self.address(index, row or 0)

    def address(self, index: int, row: int) -> str | None:
        """That of the column ``index`` from 0; None for a file that has no row of headings."""
        return None if self.header_row == NO_HEADINGS else cell_address(index, self.header_row + row)


@dataclass(slots=True)
class Found:
    """Findings as they are gathered; ``counts`` and ``severities`` also count what is not listed.

    ``counts`` goes by rule id. A rule may have findings of two severities. ``missing``: the tables that
    are to be there and are not, or have no headings. ``settled`` says of a finding whether it is told
    elsewhere, and so neither listed nor counted here. ``waived``: rules of the layout that rest, and the
    severity that each becomes (None: not run).
    """

    findings: list[Finding] = field(default_factory=list)
    rules: list[RuleText] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)
    severities: dict[str, int] = field(default_factory=lambda: dict.fromkeys(SEVERITIES, 0))
    not_run: list[NotRun] = field(default_factory=list)
    missing: set[str] = field(default_factory=set)
    settled: Callable[[Finding], bool] = field(default=lambda finding: False)
    waived: Mapping[str, Severity | None] = field(default_factory=dict)

    def add(self, finding: Finding, text: RuleText) -> None:
        """One finding that stands for itself, with the words of its rule."""
        if self.settled(finding):
            return
        self.findings.append(finding)
        self.rules.append(text)
        self.tally(text.rule, text.severity, 1)

    def tally(self, rule: str, severity: Severity, count: int) -> None:
        """Count ``count`` findings of a rule."""
        self.counts[rule] = self.counts.get(rule, 0) + count
        self.severities[severity] += count


def of_the_whole(
    found: Found, book: Messages, kind: str, severity: Severity, params: Mapping[str, str]
) -> None:
    """A finding about the submission as a whole, under the id ``file.<kind>``."""
    message, fix = book.one(kind, "default", params)
    words = book.summary(kind, "default", params, 1, 1)
    text = RuleText(f"file.{kind}", severity, *words, count=1, message=message)
    found.add(Finding(f"file.{kind}", severity, message, fix), text)


def layout_findings(
    found: Found,
    speaker: Speaker,
    sheets: Mapping[str, Sheet],
    *,
    whole: bool,
    also: Collection[str] = (),
    nil: Collection[str] = (),
) -> None:
    """Findings about tables and headings.

    ``whole``: the submission is to hold every table, ``also`` those of them that may else come later, but
    none that is ``nil``, in which there is nothing to tell.
    """
    book = speaker.book
    for table in speaker.contract.tables:
        sheet = sheets.get(table.name)
        if sheet is None:
            if whole and table.name in nil:
                found.not_run.append(NotRun(table.name, book.because("nil_return")))
            elif whole and (table.expected or table.name in also):
                _table_missing(found, speaker, table)
            elif whole:
                found.not_run.append(NotRun(table.name, book.because("not_sent")))
        else:
            _headings(found, speaker, sheet)


def _table_missing(found: Found, speaker: Speaker, table: Table) -> None:
    found.missing.add(table.name)
    found.not_run.append(NotRun(table.name, speaker.book.because("table_missing")))
    params = speaker.params(table, None)
    _one(
        found,
        speaker,
        f"{table.name}.table_missing",
        "error",
        Wording("table_missing"),
        params,
        table=table.name,
    )


def _one(
    found: Found,
    speaker: Speaker,
    rule: str,
    severity: Severity,
    wording: Wording,
    params: Mapping[str, str],
    *,
    table: str | None = None,
    column: str | None = None,
    cell: str | None = None,
    sheet: str | None = None,
) -> None:
    becomes = found.waived.get(rule, severity)
    if becomes is None:
        found.not_run.append(NotRun(rule, speaker.book.because("waived")))
        return
    severity = milder(severity, becomes)
    message, fix = speaker.book.one(wording.kind, wording.variant, params)
    finding = Finding(rule, severity, message, fix, table=table, column=column, cell=cell, sheet=sheet)
    found.add(finding, speaker.text(rule, severity, wording, params, 1, 1))


def _headings(found: Found, speaker: Speaker, sheet: Sheet) -> None:
    table, layout = sheet.table, sheet.layout
    general = speaker.params(table, None)

    def tell(kind: str, severity: Severity, name: str | None, place: int | None, where: str = "") -> None:
        column = table.column(name) if name else None
        params = dict(speaker.params(table, column)) if column else dict(general)
        column_at = "" if place is None else f"column {column_letters(place)}{_heading(layout, place)}"
        params["place"] = where or column_at or sheet.sheet or ""
        within = name or (f"column_{column_letters(place).lower()}" if place is not None else "")
        rule = ".".join(part for part in (table.name, within, kind) if part)
        cell = sheet.address(place, 0) if place is not None else None
        wording = Wording(kind)
        _one(
            found, speaker, rule, severity, wording, params,
            table=table.name, column=name, cell=cell, sheet=sheet.sheet,
        )  # fmt: skip

    for kind in sheet.noted:
        tell(kind, "info", None, None)
    if sheet.rows_above:
        tell("rows_above", "error", None, None)
    if sheet.no_records:
        rows = "row" if len(sheet.no_records) == 1 else "rows"
        tell("not_a_record", "error", None, None, f"{rows} {_first([str(row) for row in sheet.no_records])}")
    _told_of_ranges(found, speaker, sheet)
    if layout.header_missing:
        tell("header_missing", "error", None, None)
        found.missing.add(table.name)
        found.not_run.append(NotRun(table.name, speaker.book.because("earlier_stage")))
        return
    order = {column.name: place for place, column in enumerate(table.columns)}
    for name in layout.missing:
        tell("column_missing", "error", name, None)
    for name, place in layout.renamed:
        tell("column_renamed", "error", name, place)
    for name, places in layout.duplicate.items():
        tell("column_duplicate", "error", name, places[1])
    for place in layout.extra:
        tell("column_extra", "block", None, place)
    lost = {*layout.missing, *layout.duplicate, *(name for name, _ in layout.renamed)}
    for name in sorted(lost, key=lambda name: order[name]):
        reason = "column_twice" if name in layout.duplicate else "column_missing"
        found.not_run.append(NotRun(f"{table.name}.{name}", speaker.book.because(reason)))


def _heading(layout: Layout, place: int) -> str:
    """What stands above a column that the contract does not know, where it may be shown."""
    return f" (‘{layout.shown[place]}’)" if place in layout.shown else ""


def _told_of_ranges(found: Found, speaker: Speaker, sheet: Sheet) -> None:
    """One finding for all cells of which the workbook says the same; the first is its place."""
    table = sheet.table
    for kind, severity in _OF_RANGES.items():
        cells = [where for told, where in sheet.ranges if told == kind]
        if not cells:
            continue
        params = {**speaker.params(table, None), "place": _first(cells)}
        _one(
            found, speaker, f"{table.name}.{kind}", severity, Wording(kind), params,
            table=table.name, cell=cells[0].partition(":")[0], sheet=sheet.sheet,
        )  # fmt: skip


def _first(places: Sequence[str]) -> str:
    """The first of ``places``, and how many there are besides."""
    more = f" and {len(places) - _SHOWN} more" if len(places) > _SHOWN else ""
    return ", ".join(places[:_SHOWN]) + more


def rule_findings(
    found: Found, speaker: Speaker, sheets: Mapping[str, Sheet], planned: Planned, result: Result
) -> None:
    """Findings of the checks, and what was not run and why."""
    book = speaker.book
    for check, wording in zip(planned.plan.checks, planned.wordings, strict=True):
        if check.number in result.absent:
            reason = result.absent[check.number]
            if _worth_saying(check, sheets, found.missing):
                found.not_run.append(NotRun(check.rule, book.because(_reason(reason, sheets))))
        elif check.number in result.measured:
            _measured(found, speaker, sheets[check.table], check, wording, result.measured[check.number])
        elif check.number in result.hits:
            _located(found, speaker, sheets[check.table], check, wording, result)
        if check.number in result.left_out:
            found.not_run.append(
                NotRun(check.rule, book.because("cell_failed"), result.left_out[check.number])
            )
    for rule, reason in planned.set_aside:
        found.not_run.append(NotRun(rule, book.because(reason, engine=planned.engines.get(rule, ""))))


def _worth_saying(check: Check, sheets: Mapping[str, Sheet], missing: set[str]) -> bool:
    """A check of a table that was not sent is said once, for the table; but each rule of a missing one,
    and of one without headings."""
    if check.table in missing:
        return check.kind in _RULES
    return check.table in sheets


def _reason(reason: str, sheets: Mapping[str, Sheet]) -> str:
    """The key, in the messages, of the reason that the engine gives."""
    kind, _, what = reason.partition(":")
    if kind == "column":
        doubled = {f"{name}.{column}" for name, sheet in sheets.items() for column in sheet.layout.duplicate}
        return "column_twice" if what in doubled else "column_missing"
    if kind == "table" and what in sheets:  # it was sent, and yet the engine was given no rows of it
        return "headings_missing"
    kinds = {
        "table": "table_missing",
        "parameter": "no_period",
        "number": "no_number",
        "rows": "no_rows",
        "engine": "not_on_spark",
    }
    return kinds[kind]


def _located(
    found: Found, speaker: Speaker, sheet: Sheet, check: Check, wording: Wording, result: Result
) -> None:
    table = sheet.table
    column = table.column(check.column) if check.column else None
    params = {**speaker.params(table, column), **wording.words, **_valid(speaker, check, wording)}
    severity: Severity = check.severity  # type: ignore[assignment]
    message, fix = speaker.book.one(wording.kind, wording.variant, params)
    hits = list(_findings(sheet, check, result.hits[check.number], severity, message, fix))
    still = [finding for finding in hits if not found.settled(finding)]
    count = result.counts[check.number] - (len(hits) - len(still))
    if not count:
        return
    found.findings += still
    found.rules.append(speaker.text(check.rule, severity, wording, params, count, sheet.rows))
    found.tally(check.rule, severity, count)


def _valid(speaker: Speaker, check: Check, wording: Wording) -> dict[str, str]:
    """The sentence on the values that a rule allows, where it lists some."""
    if wording.kind == "invalidValues" and check.params.get("values"):
        return {"valid_values": speaker.book.valid_values(check.params["values"])}
    return {}


def _findings(
    sheet: Sheet, check: Check, hits: Sequence[Hit], severity: Severity, message: str, fix: str
) -> Iterator[Finding]:
    for hit in hits:
        column = hit.column or check.column
        yield Finding(
            rule=check.rule,
            severity=severity,
            message=message,
            fix=fix,
            table=check.table,
            column=column,
            row=hit.row,
            line=hit.line,
            cell=sheet.place(column, hit.row),
            sheet=sheet.sheet,
            key=hit.key or None,
            sheet_row=sheet.header_row + hit.row,
        )


def _measured(
    found: Found, speaker: Speaker, sheet: Sheet, check: Check, wording: Wording, measured: tuple[float, int]
) -> None:
    """A whole column or table against its threshold."""
    count, rows = measured
    threshold = wording.threshold
    if threshold is None:
        return
    if check.kind == "sql":  # that is told by its rows where they are known
        wording = replace(wording, variant="total")
    # A query that does not count rows, and is compared in percent, gives percent itself.
    percent = wording.unit == "percent" and (check.kind == "metric" or rows > 0)
    if percent and not rows:
        found.not_run.append(NotRun(check.rule, speaker.book.because("no_rows")))
        return
    if holds(100 * count if percent else count, *threshold, among=rows if percent else 1):
        return
    value = 100 * count / rows if percent else count
    table = sheet.table
    column = table.column(check.column) if check.column else None
    words = {
        **wording.words,
        "actual": speaker.book.amount(value, wording.unit),
        "threshold": speaker.book.threshold(*threshold, wording.unit),
    }
    params = {**speaker.params(table, column), **words, **_valid(speaker, check, wording)}
    severity: Severity = check.severity  # type: ignore[assignment]
    _one(
        found, speaker, check.rule, severity, wording, params,
        table=table.name, column=check.column, cell=sheet.place(check.column, None), sheet=sheet.sheet,
    )  # fmt: skip
