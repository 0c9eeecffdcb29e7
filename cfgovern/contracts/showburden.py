"""The burden of a contract as text or Markdown."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator, Sequence

from cfgovern.contracts.burden import PERSON, RECORD, Burden, Change, Load, Occasion, minutes
from cfgovern.contracts.showmarkdown import markdown_grid, markdown_text
from cfgovern.reporting.plain import count_of, plain

__all__ = ["FORMATS", "render_burden"]

FORMATS = ("text", "markdown")
_HEADS = ("Table", "For each", "Items", "Sensitive", "No way to decline", "Asked before", "Minutes")
_WIDTH = 100


def render_burden(told: Burden, since: Change | None, fmt: str) -> str:
    """``told``, and what changed ``since`` an earlier version, as text that ends with a newline."""
    return "\n".join(_markdown(told, since) if fmt == "markdown" else _text(told, since)) + "\n"


def _rows(loads: Iterable[Load]) -> list[tuple[str, ...]]:
    return [
        (
            load.label,
            load.each,
            *(f"{len(each):,}" for each in (load.concepts, load.sensitive, load.bound, load.elsewhere)),
            f"{minutes([load]):,.1f}",
        )
        for load in loads
    ]


def _totals(told: Burden) -> Iterator[str]:
    """A sentence for each time that somebody sits down to it, and one for the first year."""
    for each, loads in told.groups().items():
        when = {PERSON: "Once for each person", RECORD: "For each further record"}.get(each, f"Each {each}")
        yield f"{when}: {_counted(loads)}."
    often = [_often(occasion) for occasion in told.assumptions.occasions if occasion.each in told.groups()]
    answers, sensitive, time = told.year()
    also = ", with " + ", ".join([*often, "one of each further record"])
    yield (
        f"In the first year of a person{also}: {count_of(answers, 'answer', 'answers')}, "
        f"{sensitive:,} of them sensitive, about {time:,.0f} minutes."
    )


def _counted(loads: Sequence[Load]) -> str:
    items = sum(len(load.concepts) for load in loads)
    sensitive = sum(len(load.sensitive) for load in loads)
    return f"{count_of(items, 'item', 'items')}, {sensitive:,} sensitive, {minutes(loads):,.1f} minutes"


def _notes(told: Burden) -> Iterator[str]:
    for occasion in told.assumptions.occasions:
        if occasion.each in told.groups():
            yield f"{_often(occasion)}: {occasion.why}"
    for words, lists in (
        ("Asked in an earlier table as well", [(load.table, load.elsewhere) for load in told.loads]),
        (
            "Sensitive, required, and without a word for somebody who declines",
            [(load.table, load.bound) for load in told.loads],
        ),
    ):
        found = [f"{table}: {', '.join(names)}" for table, names in lists if names]
        if found:
            yield f"{words}: {'; '.join(found)}."
    if told.organisation:
        yield f"Not counted: {count_of(told.organisation, 'column', 'columns')} about organisations."


def _often(occasion: Occasion) -> str:
    return count_of(occasion.times, occasion.each, occasion.many)


def _since(change: Change) -> Iterator[str]:
    if not any((change.answers, change.sensitive, change.minutes, change.come, change.gone)):
        yield "Nothing that anybody is asked has changed."
        return
    yield (
        f"In the first year of a person: {change.answers:+,} answers, {change.sensitive:+,} sensitive ones, "
        f"{change.minutes:+,.1f} minutes."
    )
    if change.come:
        yield f"New: {', '.join(change.come)}."
    if change.gone:
        yield f"Gone: {', '.join(change.gone)}."


def _text(told: Burden, since: Change | None) -> Iterator[str]:
    yield from _wrapped(f"What {told.name}, version {told.version}, asks of one person")
    yield "=" * _WIDTH
    yield from _wrapped(told.assumptions.words)
    yield ""
    rows = [_HEADS, *_rows(told.loads)]
    widths = [max(len(plain(row[place])) for row in rows) for place in range(len(_HEADS))]
    for row in rows:
        cells = [
            plain(cell).ljust(width) if place < 2 else cell.rjust(width)
            for place, (cell, width) in enumerate(zip(row, widths, strict=True))
        ]
        yield "  ".join(cells).rstrip()
    for block in (_totals(told), _notes(told)):
        yield ""
        for line in block:
            yield from _wrapped(line)
    if since is not None:
        yield from ("", f"Since version {plain(since.version)}", "-" * _WIDTH)
        for line in _since(since):
            yield from _wrapped(line)


def _wrapped(text: str) -> list[str]:
    return textwrap.wrap(plain(text), _WIDTH, subsequent_indent="  ", break_on_hyphens=False)


def _markdown(told: Burden, since: Change | None) -> Iterator[str]:
    yield f"## {markdown_text(f'What {told.name}, version {told.version}, asks of one person')}"
    yield from ("", markdown_text(told.assumptions.words), "")
    yield markdown_grid(_HEADS, [(markdown_text(row[0]), *row[1:]) for row in _rows(told.loads)], right=5)
    for block in (_totals(told), _notes(told)):
        yield ""
        yield from (f"- {markdown_text(line)}" for line in block)
    if since is not None:
        yield from ("", f"### {markdown_text(f'Since version {since.version}')}", "")
        yield from (f"- {markdown_text(line)}" for line in _since(since))
