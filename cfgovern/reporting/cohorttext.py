"""The report of a made-up cohort as text for a terminal: the rules, then asked against drawn."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence

from cfgovern.evidence.measures import CohortReport
from cfgovern.reporting import cohortwords as told
from cfgovern.reporting.plain import plain
from cfgovern.reporting.words import SYNTHETIC, long_date

__all__ = ["render_text"]

_NARROWEST, _WIDEST = 60, 110


def render_text(report: CohortReport, *, width: int = 80) -> str:
    """``report`` as text of at most ``width`` columns (kept between 60 and 110), ended by a newline."""
    wide = max(_NARROWEST, min(width, _WIDEST))
    return "\n".join(line.rstrip() for line in _written(report, wide)) + "\n"


def _written(report: CohortReport, width: int) -> Iterator[str]:
    run, verdict = report.run, told.verdict(report)
    yield from _wrapped(f"Report of a made-up cohort: {run.name}", width)
    yield "=" * width
    for words in (SYNTHETIC, told.NOBODY, run.notice):
        yield from _wrapped(words, width)
    about = f"{run.contract}, version {run.contract_version}, as of {long_date(run.as_of)}, seed {run.seed}."
    yield from _wrapped(f"Made for {about}", width)
    yield ""
    yield from _wrapped(f"{verdict.headline}. {verdict.detail}", width)
    yield from _table(("Looked for", "Found", "Among"), told.checks(report), width)
    if report.fired:
        yield from _wrapped(told.coverage(report), width)
    if report.measures.targets:
        yield from ("", "Asked and drawn", "-" * width)
        rows = [
            (
                told.words(one),
                told.asked(one),
                told.drawn(one),
                told.residual(one),
                _chance(one.low, one.by_chance),
            )
            for one in report.measures.targets
        ]
        yield from _table(("Figure", "Asked", "Drawn", "Residual", "Chance?"), rows, width)
        yield from _wrapped(told.summary(report.measures), width)
        for one, others in told.clashes(report.measures.targets):
            yield from _wrapped(f"Cannot hold together: {one} – with: {'; '.join(others)}", width)
    yield ""
    for title, why in told.NOT_GIVEN:
        yield from _wrapped(f"{title}. {why}", width)


def _chance(low: float | None, by_chance: bool) -> str:
    return "–" if low is None else "yes" if by_chance else "no"


def _table(heads: Sequence[str], rows: Sequence[Sequence[str]], width: int) -> Iterator[str]:
    """The first column takes what the others leave; they stand to the right."""
    sizes = [max(len(plain(row[at])) for row in (heads, *rows)) for at in range(1, len(heads))]
    room = max(12, width - sum(size + 2 for size in sizes))
    for row in (heads, *rows):
        lines = textwrap.wrap(plain(row[0]), room) or [""]
        ends = "".join(f"  {plain(cell):>{size}}" for cell, size in zip(row[1:], sizes, strict=True))
        yield f"{lines[0]:<{room}}{ends}"
        yield from (f"  {line}" for line in lines[1:])


def _wrapped(words: str, width: int) -> list[str]:
    return textwrap.wrap(plain(words), width)
