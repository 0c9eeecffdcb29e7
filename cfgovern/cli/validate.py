"""``cfgovern validate``."""

from __future__ import annotations

import shutil
import sys
from datetime import datetime
from pathlib import Path

import click

from cfgovern.cli.main import options
from cfgovern.cli.progress import progress
from cfgovern.cli.settings import colour_wanted, settings
from cfgovern.cli.streams import a_folder, contract_in, is_stream, standard_input
from cfgovern.errors import UsageError

__all__ = ["validate"]

FORMATS = ("text", "json", "html")
EXITS = {"pass": 0, "confirm": 1, "fail": 1, "refused": 3}


@click.command()
@click.argument("submission", type=click.Path(path_type=Path))
@click.option(
    "--contract",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="The contract (default: the programme's; - is standard input).",
)
@click.option("--table", metavar="NAME", help="The table that a single file holds.")
@click.option(
    "--as-of",
    type=click.DateTime(["%Y-%m-%d"]),
    metavar="DATE",
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
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Where the report goes: a folder for several formats, - for standard output.",
)
@click.option(
    "--evidence",
    type=click.Path(path_type=Path),
    callback=a_folder,
    metavar="DIR",
    help="Where the run record goes.",
)
@options
def validate(
    submission: Path,
    contract: Path | None,
    table: str | None,
    as_of: datetime | None,
    formats: tuple[str, ...],
    output: Path | None,
    evidence: Path | None,
    quiet: bool,
    no_color: bool,
    pack: Path | None,
) -> int:
    """Check SUBMISSION (a workbook, a CSV file, or a folder of CSV files) against its contract.

    For SUBMISSION - one file is read from standard input.

    The report says what is wrong, in which cell, and what to do. It never shows what stands in a cell.
    """
    wanted = list(dict.fromkeys(formats or ("text",)))
    printed = output is None or is_stream(output)
    _must_make_sense(submission, contract, None if printed else output, len(wanted))
    chosen = settings(pack, contract_in(contract), evidence, area=True)
    from cfgovern import api, reporting

    with progress(quiet=quiet) as told:
        report = api.validate(
            standard_input() if is_stream(submission) else submission,
            contract=chosen.contract,
            table=table,
            as_of=as_of.date() if as_of else None,
            period=chosen.area.period if chosen.area else None,
            area=None if contract else chosen.area,  # a contract that the user names wins
            evidence=chosen.evidence,
            progress=told,
        )
    if output is None or printed:
        width = shutil.get_terminal_size((80, 24)).columns if sys.stdout.isatty() else 100
        text = reporting.render(report, wanted[0], width=width, colour=colour_wanted(no_color))  # type: ignore[arg-type]
        if output or not (quiet and wanted == ["text"]):
            click.echo(text, nl=False, color=True)
    else:
        written = reporting.write(report, wanted, output)  # type: ignore[arg-type]
        if not quiet:
            click.echo(reporting.headline(report), err=True)
            for path in written:
                click.echo(f"Report: {path}", err=True)
    return EXITS[report.outcome]


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
    if output is not None and not is_stream(submission):
        _keep_apart(output, submission)


def _keep_apart(output: Path, submission: Path) -> None:
    """Refuse a report in the place of a file that is to be checked: nothing sent is ever changed."""
    place, sent = output.resolve(), submission.resolve()
    if place == sent or (place.is_file() and place.parent == sent):
        raise UsageError(
            "output.is_submission",
            "The report would replace what is to be checked.",
            fix="Give --output another name.",
        )
