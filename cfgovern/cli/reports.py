"""Where the report of a command goes, in which forms, and what is said when it cannot be written."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from cfgovern.cli.copies import must_have_a_place
from cfgovern.cli.outputs import printable
from cfgovern.cli.streams import is_stream
from cfgovern.errors import UsageError

if TYPE_CHECKING:
    from cfgovern.findings import Report
    from cfgovern.journeys.submission import Run
    from cfgovern.reporting import Format

__all__ = ["EXITS", "going_on", "must_make_sense", "tell"]

EXITS = {"pass": 0, "confirm": 1, "fail": 1, "refused": 3}
"""The exit code of each outcome."""


def must_make_sense(read: Sequence[Path | None], output: Path | None, formats: Sequence[str]) -> Path | None:
    """Refuse what cannot be asked for together. Returns the file or folder that is to be written, if any.

    ``read``: what is read; standard input can be one thing only.
    """
    written = None if is_stream(output) else output
    must_have_a_place(formats, written)
    if len(formats) > 1 and written is None:
        raise UsageError(
            "output.needed",
            "Several formats need a folder to be written to.",
            fix="Name the folder with --output.",
        )
    if sum(map(is_stream, read)) > 1:
        raise UsageError(
            "input.twice",
            "Standard input cannot be two things at once, such as the submission and the contract.",
            fix="Name a file for one of them.",
        )
    return written


def tell(
    run: Run,
    wanted: list[Format],
    output: Path | None,
    *,
    quiet: bool,
    colour: bool,
) -> list[UsageError]:
    """Write the report where it is to go, or print it. Returns what kept it from that."""
    faults: list[UsageError] = []
    with going_on(faults):
        if output is not None and not is_stream(output):
            _write(run, wanted, output, quiet=quiet)
        elif output or not (quiet and wanted == ["text"]):
            _print(run.report, wanted[0], colour=colour)
    with going_on(faults):
        if isinstance(run.copy, UsageError):
            raise run.copy
    return faults


@contextmanager
def going_on(faults: list[UsageError]) -> Iterator[None]:
    """Say what cannot be written, and go on: it keeps nothing else from being written."""
    try:
        yield
    except UsageError as fault:
        click.echo(str(fault), err=True)
        faults.append(fault)


def _print(report: Report, fmt: Format, *, colour: bool) -> None:
    from cfgovern import reporting

    width = shutil.get_terminal_size((80, 24)).columns if sys.stdout.isatty() else 100
    text = reporting.render(report, fmt, width=width, colour=colour)
    click.echo(printable(text, fmt), nl=False, color=True)


def _write(run: Run, formats: list[Format], output: Path, *, quiet: bool) -> None:
    from cfgovern import reporting

    if not quiet:  # worth knowing even if the report cannot be written
        click.echo(reporting.headline(run.report), err=True)
    copy = run.copy if isinstance(run.copy, bytes) else None
    for path in reporting.write(run.report, formats, output, copy=copy):
        if not quiet:
            click.echo(f"Report: {path}", err=True)
