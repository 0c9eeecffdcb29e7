"""Where the report of a command goes, in which forms, and what is said when it cannot be written."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from cfgovern.atomic import write_atomic
from cfgovern.cli.copies import must_have_a_place
from cfgovern.cli.outputs import printable
from cfgovern.cli.streams import a_folder, is_stream
from cfgovern.cli.values import PLACE
from cfgovern.errors import UsageError

if TYPE_CHECKING:
    from cfgovern.findings import Report
    from cfgovern.journeys.submission import Run
    from cfgovern.reporting import Format

__all__ = [
    "CONTRACT",
    "EVIDENCE",
    "EXITS",
    "MAPPING",
    "OUTPUT",
    "TABLE",
    "guard",
    "in_formats",
    "kept",
    "must_make_sense",
    "scored_against",
    "tell",
]

EXITS = {"pass": 0, "confirm": 1, "fail": 1, "refused": 3}
"""The exit code of each outcome."""

# Options of every command that reports on what was sent.
CONTRACT = click.option(
    "--contract",
    type=PLACE,
    metavar="FILE",
    help="The contract (default: the programme's; - is standard input).",
)
TABLE = click.option("--table", metavar="NAME", help="The table that a single file holds.")
MAPPING = click.option(
    "--mapping",
    type=PLACE,
    metavar="FILE",
    help="What your own headings and codes mean, confirmed by a person.",
)
OUTPUT = click.option(
    "--output",
    type=PLACE,
    metavar="FILE",
    help="Where the report goes: a folder for several formats, - for standard output.",
)
EVIDENCE = click.option(
    "--evidence",
    type=PLACE,
    callback=a_folder,
    metavar="DIR",
    help="Where the run record goes.",
)


def in_formats(formats: Sequence[str]) -> Callable[[Any], Any]:
    """The option of the forms that a report comes in."""
    return click.option(
        "--format",
        "formats",
        multiple=True,
        type=click.Choice(formats),
        help="May be given several times (default: text).",
    )


def scored_against(words: str) -> Callable[[Any], Any]:
    """The option of a truth file; ``words`` say what it is."""
    return click.option("--score-against", type=PLACE, metavar="FILE", help=words)


def must_make_sense(
    read: Sequence[Path | None], output: Path | None, formats: Sequence[Format]
) -> tuple[list[Format], Path | None]:
    """The forms of the report, each once, and the file or folder that is to be written, if any.

    ``read``: what is read; standard input can be one thing only. Raises UsageError for what cannot be asked
    for together.
    """
    wanted: list[Format] = list(dict.fromkeys(formats or ("text",)))
    written = None if is_stream(output) else output
    must_have_a_place(wanted, written)
    if len(wanted) > 1 and written is None:
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
    return wanted, written


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
    with _going_on(faults):
        if output is not None and not is_stream(output):
            _write(run, wanted, output, quiet=quiet)
        elif output or not (quiet and wanted == ["text"]):
            _print(run.report, wanted[0], colour=colour)
    with _going_on(faults):
        if isinstance(run.copy, UsageError):
            raise run.copy
    return faults


def guard(
    apart: Callable[..., None],
    wanted: list[Format],
    output: Path | None,
    blank: tuple[str, Path | None],
    evidence: Path | None,
    *read: Path | None,
) -> None:
    """Nothing is written over what is read, nor over what else is written.

    ``blank``: the option of a file to be filled in, and its place.
    """
    from cfgovern import reporting

    files = reporting.places(wanted, output) if output is not None else ()
    option, place = blank
    apart(files, "--output", also=read)
    apart([place] if place else (), option, also=(*read, *files))
    apart([evidence] if evidence else (), "--evidence")


def kept(
    run: Run,
    faults: list[UsageError],
    evidence: Path | None,
    blank: tuple[str, Path | None, Callable[[], str]],
    *,
    quiet: bool,
    mode: int | None = None,
) -> int:
    """The exit code, once the file to be filled in and the record of the run are written.

    ``blank``: what that file is in a word, its place, and what makes it; ``mode``: who may read it.
    """
    from cfgovern import api

    words, place, made = blank
    with _going_on(faults):
        if place is not None:
            write_atomic(place, made().encode(), mode=mode)
            if not quiet:
                click.echo(f"{words} to fill in: {place}", err=True)
    with _going_on(faults):
        if evidence is not None:
            api.keep_record(run, evidence)
    return max([EXITS[run.report.outcome], *(fault.exit_code for fault in faults)])


@contextmanager
def _going_on(faults: list[UsageError]) -> Iterator[None]:
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
