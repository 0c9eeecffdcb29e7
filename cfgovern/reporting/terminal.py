"""The report as text: summary first, then sheet by sheet. Fits 80 columns, with or without colour.

Every word goes through :func:`plain` into a ``rich.text.Text``, so nothing in a contract or a name
can be read as markup or obeyed by the terminal.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from cfgovern.findings import SEVERITIES, Report
from cfgovern.reporting import extras
from cfgovern.reporting.groups import Group, Section, sections
from cfgovern.reporting.part import Part
from cfgovern.reporting.plain import count_of, plain
from cfgovern.reporting.words import NO_VALUES, SEVERITY, SYNTHETIC, WHOLE, long_date, outcome, title

if TYPE_CHECKING:
    from rich.console import RenderableType
    from rich.text import Text

__all__ = ["render_text"]

_NARROWEST, _WIDEST = 40, 110
_TABLE = 60  # columns that a table of counts needs beside the longest names
_OUTCOME_STYLES = {"pass": "bold green", "confirm": "bold yellow"}
_STYLES = {"block": "bold magenta", "error": "bold red", "warning": "bold yellow", "info": "bold cyan"}


def render_text(report: Report, *, width: int = 80, colour: bool = False) -> str:
    """``report`` as text of at most ``width`` columns (kept between 40 and 110), ended by a newline."""
    from rich.console import Console

    console = Console(
        file=io.StringIO(),
        width=max(_NARROWEST, min(width, _WIDEST)),
        force_terminal=colour,
        force_jupyter=False,
        color_system="standard" if colour else None,
        no_color=not colour,
        legacy_windows=False,
        markup=False,
        emoji=False,
        highlight=False,
    )
    with console.capture() as written:
        for piece in _pieces(report, console.width):
            console.print(piece)
    return "\n".join(line.rstrip() for line in written.get().split("\n")).strip("\n") + "\n"


def _pieces(report: Report, width: int) -> Iterator[RenderableType]:
    yield from _summary(report, width)
    if report.tables:
        yield _text()
        yield from _tables(report) if width >= _TABLE else _listed_tables(report)
    for part in sections(report):
        yield from _section(part, report.submission_name, width)
    for extra in extras.parts(report):
        yield from _heading(extra.title, width)
        yield from _extra(extra)
    if report.not_run:
        yield from _heading("Checks that were not run", width)
        for entry in report.not_run:
            rows = "" if entry.rows is None else f" ({count_of(entry.rows, 'row', 'rows')})"
            yield _bullet("-", _text(entry.because), _text(f"{entry.rule}{rows}", "dim"))
    if report.notices:
        yield from _heading("Please note", width)
        yield from (_bullet("-", _text(notice)) for notice in report.notices)
    told = outcome(report)
    yield from (_text(), _text(NO_VALUES, "dim"), _text())
    # Said again at the end: that is what a person sees first when a long report has scrolled by.
    yield _text(f"{told.headline}. {told.detail}", _OUTCOME_STYLES.get(report.outcome, "bold red"))


def _summary(report: Report, width: int) -> Iterator[RenderableType]:
    told = outcome(report)
    yield _text(f"{title(report)}: {report.submission_name}", "bold")
    yield _text("=" * width, "dim")
    if report.record_origin == "synthetic":
        yield _text(SYNTHETIC, "bold reverse")
    yield _text(told.headline.upper(), _OUTCOME_STYLES.get(report.outcome, "bold red"))
    yield _text(told.detail)
    if report.outcome != "refused":
        yield from (_text(), _tally(report))
    yield from (_text(), _text("What to do next", "bold"))
    yield from (_bullet(f"{number}.", _text(step)) for number, step in enumerate(told.steps, 1))
    contract = report.contract
    if contract:
        named = f"{contract.name or contract.id}, version {contract.version}"
        yield from (_text(), _text(f"Checked with {named}, as of {long_date(report.as_of)}."))
        if contract.notice:
            yield _text(contract.notice, "italic")


def _tally(report: Report) -> RenderableType:
    return _grid(
        [
            (
                _text(f"{number:,}", _STYLES[severity] if number else "dim", right=True),
                _text(SEVERITY[severity]),
            )
            for severity in SEVERITIES
            for number in [report.counts.get(severity, 0)]
        ]
    )


def _tables(report: Report) -> Iterator[RenderableType]:
    from rich.table import Table

    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="bold")
    table.add_column(_text("Table"), overflow="fold")
    for name in ("Read", "Accepted", "Rejected", "Ignored"):
        table.add_column(_text(name), justify="right", no_wrap=True)
    for name, counts in report.tables.items():
        numbers = (counts.rows_read, counts.rows_accepted, counts.rows_rejected, counts.rows_ignored)
        table.add_row(_text(name), *(_text(f"{number:,}", "" if number else "dim") for number in numbers))
    yield table


def _extra(part: Part) -> Iterator[RenderableType]:
    from rich.table import Table

    if part.rows:
        table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="bold")
        table.add_column(_text(part.heads[0]), overflow="fold")
        for name in part.heads[1:]:
            table.add_column(_text(name), justify="right", no_wrap=True)
        for cells in part.rows:
            table.add_row(*map(_text, cells))
        yield table
        yield _text()
    yield from (_bullet("-", _text(words)) for words in part.sentences)


def _listed_tables(report: Report) -> Iterator[RenderableType]:
    for name, counts in report.tables.items():
        yield _text(name, "bold")
        yield _text(
            f"  {counts.rows_read:,} read, {counts.rows_accepted:,} accepted, "
            f"{counts.rows_rejected:,} rejected, {counts.rows_ignored:,} ignored"
        )


def _section(part: Section, submission: str, width: int) -> Iterator[RenderableType]:
    where, name = part.where(submission), part.table or WHOLE
    yield from _heading(f"{name} ({where})" if where else name, width)
    for number, group in enumerate(part.groups):
        if number:
            yield _text()
        yield from _group(group)


def _group(group: Group) -> Iterator[RenderableType]:
    text = group.text
    summary = _text(SEVERITY[text.severity], _STYLES[text.severity])
    summary.append(": ")
    summary.append_text(_text(text.summary, "bold"))
    yield summary
    example = f" For example: {text.example}" if text.example else ""
    facts = (
        ("Cells", group.cells),
        ("Lines", group.lines),
        ("Rows", group.rows),
        ("To do", f"{text.fix}{example}"),
        ("Why", text.why),
        ("Rule", text.rule),
    )
    rows = [
        (_text(f"  {name}", "dim"), _text(value, "dim" if name == "Rule" else ""))
        for name, value in facts
        if value
    ]
    yield _grid(rows)


def _heading(words: str, width: int) -> Iterable[Text]:
    return _text(), _text(words, "bold"), _text("-" * width, "dim")


def _bullet(mark: str, *lines: Text) -> RenderableType:
    return _grid([(_text(f"{'' if number else mark:>3}"), line) for number, line in enumerate(lines)])


def _grid(rows: Iterable[tuple[Text, Text]]) -> RenderableType:
    """Two columns: a short label, and words that wrap beside it."""
    from rich.table import Table

    grid = Table.grid(padding=(0, 2, 0, 0))
    grid.add_column(no_wrap=True)
    grid.add_column(overflow="fold")
    for label, words in rows:
        grid.add_row(label, words)
    return grid


def _text(words: str = "", style: str = "", *, right: bool = False) -> Text:
    from rich.text import Text

    return Text(plain(words), style=style, justify="right" if right else None, overflow="fold")
