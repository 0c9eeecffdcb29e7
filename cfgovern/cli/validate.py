"""``cfgovern validate``."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from cfgovern.cli.copies import COPY
from cfgovern.cli.main import options
from cfgovern.cli.places import keep_apart
from cfgovern.cli.progress import progress
from cfgovern.cli.reports import EXITS, going_on, must_make_sense, tell
from cfgovern.cli.settings import colour_wanted, settings
from cfgovern.cli.streams import a_file, a_folder, contract_in, is_stream, standard_input
from cfgovern.cli.values import DAY, PLACE
from cfgovern.errors import UsageError

if TYPE_CHECKING:
    from cfgovern.journeys.submission import Run
    from cfgovern.reporting import Format

__all__ = ["validate"]

FORMATS = ("text", "json", "html", "junit", "sarif", "github", COPY)


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
    "--confirmations",
    type=PLACE,
    metavar="FILE",
    help="Warnings that somebody looked at and confirmed with a reason.",
)
@click.option(
    "--write-confirmations",
    type=PLACE,
    callback=a_file,
    metavar="FILE",
    help="Make a file of the warnings that are left, to write the reasons in.",
)
@click.option(
    "--previous",
    type=PLACE,
    metavar="FILE",
    help="An earlier report as JSON: say what was put right, what is new and what is still there.",
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
    confirmations: Path | None,
    write_confirmations: Path | None,
    previous: Path | None,
    evidence: Path | None,
    quiet: bool,
    no_color: bool,
    pack: Path | None,
) -> int:
    """Check SUBMISSION against its contract.

    SUBMISSION is a workbook, one CSV, Parquet or JSON Lines file, or a folder or zip of such files, each
    named as its table. For - one file is read from standard input. What a file is, its first bytes tell.
    The report says what is wrong, where, and what to do, never what stands in a cell. The format xlsx is a
    copy of your workbook, data and all, with the cells marked.
    """
    wanted: list[Format] = list(dict.fromkeys(formats or ("text",)))
    written = must_make_sense((submission, contract), output, wanted)
    chosen = settings(pack, contract_in(contract), evidence, area=True)
    from cfgovern import api

    sent, used = None if is_stream(submission) else submission, chosen.contract or api.default_contract()
    mapping = mapping or chosen.mapping
    apart = partial(keep_apart, contract=used, submission=sent, mapping=mapping, truth=score_against)
    _guard(apart, wanted, written, write_confirmations, chosen.evidence, confirmations, previous)
    with progress(quiet=quiet) as told:
        run = api.check(
            sent or standard_input(),
            contract=used,
            table=table,
            as_of=as_of,
            period=chosen.area.period if chosen.area else None,
            area=None if contract else chosen.area,  # a contract that the user names wins
            mapping=mapping,
            score_against=score_against,
            confirmations=confirmations,
            previous=previous,
            annotate=COPY in wanted,
            progress=told,
        )
    faults = tell(run, wanted, output, quiet=quiet, colour=colour_wanted(no_color))
    return _kept(run, write_confirmations, chosen.evidence, faults, quiet=quiet)


def _guard(
    apart: Callable[..., None],
    wanted: list[Format],
    output: Path | None,
    blank: Path | None,
    evidence: Path | None,
    *also: Path | None,
) -> None:
    """Nothing is written over what is read, nor over what else is written."""
    from cfgovern import reporting

    files = reporting.places(wanted, output) if output is not None else ()
    apart(files, "--output", also=also)
    apart([blank] if blank else (), "--write-confirmations", also=(*also, *files))
    apart([evidence] if evidence else (), "--evidence")


def _write_confirmations(run: Run, place: Path | None, faults: list[UsageError], *, quiet: bool) -> None:
    from cfgovern import api
    from cfgovern.atomic import write_atomic

    if place is None:
        return
    with going_on(faults):
        write_atomic(place, api.confirmations_for(run).encode())
        if not quiet:
            click.echo(f"Confirmations to fill in: {place}", err=True)


def _kept(
    run: Run, blank: Path | None, evidence: Path | None, faults: list[UsageError], *, quiet: bool
) -> int:
    """The exit code, once the confirmations to fill in and the record of the run are written."""
    from cfgovern import api

    _write_confirmations(run, blank, faults, quiet=quiet)
    with going_on(faults):
        if evidence is not None:
            api.keep_record(run, evidence)
    return max([EXITS[run.report.outcome], *(fault.exit_code for fault in faults)])
