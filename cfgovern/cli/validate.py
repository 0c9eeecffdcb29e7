"""``cfgovern validate``."""

from __future__ import annotations

from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from cfgovern.cli.copies import COPY
from cfgovern.cli.engines import on_spark
from cfgovern.cli.main import options
from cfgovern.cli.places import keep_apart
from cfgovern.cli.progress import progress
from cfgovern.cli.reports import (
    CONTRACT,
    EVIDENCE,
    MAPPING,
    OUTPUT,
    TABLE,
    guard,
    in_formats,
    kept,
    must_make_sense,
    scored_against,
    tell,
)
from cfgovern.cli.settings import colour_wanted, settings
from cfgovern.cli.streams import a_file, contract_in, is_stream, standard_input
from cfgovern.cli.values import DAY, PLACE

if TYPE_CHECKING:
    from cfgovern.reporting import Format

__all__ = ["validate"]

FORMATS = ("text", "json", "html", "junit", "sarif", "github", COPY)


@click.command()
@click.argument("submission", type=PLACE)
@CONTRACT
@TABLE
@MAPPING
@click.option(
    "--as-of",
    type=DAY,
    metavar="YYYY-MM-DD",
    help="Judge codes and rules by this day (default: today).",
)
@in_formats(FORMATS)
@OUTPUT
@scored_against("A faults.csv of made-up data: say how much of what was planted was found.")
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
@EVIDENCE
@options
@on_spark
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
    spark: str | None,
    evidence: Path | None,
    quiet: bool,
    no_color: bool,
    pack: Path | None,
) -> int:
    """Check SUBMISSION against its contract.

    SUBMISSION is a workbook, a CSV, Parquet or JSON Lines file (- is standard input), or a folder or zip of
    such files, each named as its table. The format xlsx is your workbook, data and all, with cells marked.
    """
    wanted, written = must_make_sense((submission, contract), output, formats)
    chosen = settings(pack, contract_in(contract), evidence, area=True, mapping=mapping)
    from cfgovern import api

    sent, used = None if is_stream(submission) else submission, chosen.contract or api.default_contract()
    apart = partial(keep_apart, contract=used, submission=sent, mapping=chosen.mapping, truth=score_against)
    blank = ("--write-confirmations", write_confirmations)
    guard(apart, wanted, written, blank, chosen.evidence, confirmations, previous)
    with progress(quiet=quiet) as told:
        run = api.check(
            sent or standard_input(),
            contract=used,
            table=table,
            as_of=as_of,
            period=chosen.area.period if chosen.area else None,
            area=None if contract else chosen.area,  # a contract that the user names wins
            mapping=chosen.mapping,
            score_against=score_against,
            confirmations=confirmations,
            previous=previous,
            annotate=COPY in wanted,
            progress=told,
            spark=spark,
        )
    faults = tell(run, wanted, output, quiet=quiet, colour=colour_wanted(no_color))
    made = ("Confirmations", write_confirmations, partial(api.confirmations_for, run))
    return kept(run, faults, chosen.evidence, made, quiet=quiet)
