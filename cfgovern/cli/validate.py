"""``cfgovern validate``."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from cfgovern.cli.main import options
from cfgovern.cli.outputs import printable
from cfgovern.cli.places import keep_apart
from cfgovern.cli.progress import progress
from cfgovern.cli.settings import colour_wanted, settings
from cfgovern.cli.streams import a_folder, contract_in, is_stream, standard_input
from cfgovern.cli.values import DAY, PLACE
from cfgovern.errors import UsageError

if TYPE_CHECKING:
    from cfgovern.findings import Report
    from cfgovern.journeys.submission import Run
    from cfgovern.reporting import Format

__all__ = ["validate"]

FORMATS = ("text", "json", "html", "junit", "sarif", "github")
EXITS = {"pass": 0, "confirm": 1, "fail": 1, "refused": 3}


@click.command()
@click.argument("submission", type=PLACE)
@click.option(
    "--contract",
    type=PLACE,
    metavar="FILE",
    help="The contract (default: the programme's; - is standard input).",
)
@click.option("--table", metavar="NAME", help="The table that a single file holds.")
@click.option(
    "--mapping",
    type=PLACE,
    metavar="FILE",
    help="What your own headings and codes mean, confirmed by a person.",
)
@click.option(
    "--as-of",
    type=DAY,
    metavar="YYYY-MM-DD",
    help="Judge codes and rules by this day (default: today).",
)
@click.option(
    "--format",
    "formats",
    multiple=True,
    type=click.Choice(FORMATS),
    help="May be given several times (default: text).",
)
@click.option(
    "--output",
    type=PLACE,
    metavar="FILE",
    help="Where the report goes: a folder for several formats, - for standard output.",
)
@click.option(
    "--score-against",
    type=PLACE,
    metavar="FILE",
    help="A faults.csv of made-up data: say how much of what was planted was found.",
)
@click.option(
    "--evidence",
    type=PLACE,
    callback=a_folder,
    metavar="DIR",
    help="Where the run record goes.",
)
@options
def validate(
    submission: Path,
    contract: Path | None,
    table: str | None,
    mapping: Path | None,
    as_of: date | None,
    formats: tuple[Format, ...],
    output: Path | None,
    score_against: Path | None,
    evidence: Path | None,
    quiet: bool,
    no_color: bool,
    pack: Path | None,
) -> int:
    """Check SUBMISSION against its contract.

    SUBMISSION is a workbook, one CSV, Parquet or JSON Lines file, or a folder or zip of such files, each
    named as its table. For - one file is read from standard input. What a file is, its first bytes tell.

    The report says what is wrong, in which cell, and what to do. It never shows what stands in a cell.
    """
    wanted: list[Format] = list(dict.fromkeys(formats or ("text",)))
    written = None if is_stream(output) else output
    _must_make_sense(submission, contract, written, len(wanted))
    chosen = settings(pack, contract_in(contract), evidence, area=True)
    from cfgovern import api, reporting

    used = chosen.contract or api.default_contract()
    sent = None if is_stream(submission) else submission
    files = reporting.places(wanted, written) if written is not None else ()
    keep_apart(files, "--output", contract=used, submission=sent, truth=score_against, mapping=mapping)
    keep_apart([chosen.evidence] if chosen.evidence else (), "--evidence", contract=used, submission=sent)
    with progress(quiet=quiet) as told:
        run = api.check(
            sent or standard_input(),
            contract=used,
            table=table,
            as_of=as_of,
            period=chosen.area.period if chosen.area else None,
            area=None if contract else chosen.area,  # a contract that the user names wins
            mapping=mapping or (None if contract else chosen.mapping),
            score_against=score_against,
            progress=told,
        )
    faults: list[UsageError] = []
    with _going_on(faults):
        if written is not None:
            _write(run.report, wanted, written, quiet=quiet)
        elif output or not (quiet and wanted == ["text"]):
            _print(run.report, wanted[0], colour=colour_wanted(no_color))
    return _kept(run, chosen.evidence, faults)


def _kept(run: Run, evidence: Path | None, faults: list[UsageError]) -> int:
    """The exit code, once the record of the run is in the folder ``evidence``."""
    from cfgovern import api

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


def _write(report: Report, formats: list[Format], output: Path, *, quiet: bool) -> None:
    from cfgovern import reporting

    if not quiet:  # worth knowing even if the report cannot be written
        click.echo(reporting.headline(report), err=True)
    for path in reporting.write(report, formats, output):
        if not quiet:
            click.echo(f"Report: {path}", err=True)


def _must_make_sense(submission: Path, contract: Path | None, output: Path | None, formats: int) -> None:
    """Refuse what cannot be asked for together. ``output``: the file or folder that is to be written."""
    if formats > 1 and output is None:
        raise UsageError(
            "output.needed",
            "Several formats need a folder to be written to.",
            fix="Name the folder with --output.",
        )
    if is_stream(submission) and is_stream(contract):
        raise UsageError(
            "input.twice",
            "Standard input cannot be both the submission and the contract.",
            fix="Name a file for one of them.",
        )
