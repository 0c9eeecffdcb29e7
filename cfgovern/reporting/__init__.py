"""One report in, many faces out: for people, for programs, for builds."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Literal

from cfgovern.findings import Report
from cfgovern.reporting.files import places, write_rendered

__all__ = ["FORMATS", "Format", "headline", "places", "render", "write"]

Format = Literal["text", "json", "html", "junit", "sarif", "github"]
FORMATS: tuple[Format, ...] = ("text", "json", "html", "junit", "sarif", "github")


def render(report: Report, fmt: Format, *, width: int = 80, colour: bool = False) -> str:
    """``report`` as text that ends with a newline and can be written as UTF-8.

    ``width`` (characters) and ``colour`` (ANSI styles) concern the format ``text`` alone.
    """
    if fmt == "json":
        from cfgovern.reporting.jsonreport import render_json

        return render_json(report)
    if fmt == "html":
        from cfgovern.reporting.html import render_html

        return render_html(report)
    if fmt == "junit":
        from cfgovern.reporting.junit import render_junit

        return render_junit(report)
    if fmt == "sarif":
        from cfgovern.reporting.sarif import render_sarif

        return render_sarif(report)
    if fmt == "github":
        from cfgovern.reporting.github import render_github

        return render_github(report)
    from cfgovern.reporting.terminal import render_text

    return render_text(report, width=width, colour=colour)


def write(
    report: Report, formats: Sequence[Format | Literal["xlsx"]], output: Path, *, copy: bytes | None = None
) -> tuple[Path, ...]:
    """Write ``report`` to the file ``output``, or with several formats into the folder ``output``.

    ``copy``: what the format ``xlsx`` is, the annotated copy of a workbook; without one it is left out.
    Returns the files in the order of ``formats``. Raises UsageError where that cannot be done.
    """
    told = [(fmt, copy if fmt == "xlsx" else render(report, fmt)) for fmt in dict.fromkeys(formats)]
    return write_rendered(told, output)


def headline(report: Report) -> str:
    """The outcome in one line."""
    from cfgovern.reporting.words import outcome

    told = outcome(report)
    return f"{told.headline}. {told.detail}"
