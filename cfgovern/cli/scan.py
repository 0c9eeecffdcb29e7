"""``cfgovern scan``."""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from cfgovern.atomic import write_atomic
from cfgovern.cli.copies import of_a_build
from cfgovern.cli.main import options
from cfgovern.cli.places import keep_apart
from cfgovern.cli.progress import progress
from cfgovern.cli.reports import EXITS, going_on, must_make_sense, tell
from cfgovern.cli.settings import colour_wanted, settings
from cfgovern.cli.streams import a_file, a_folder, contract_in, is_stream, standard_input
from cfgovern.cli.values import PLACE
from cfgovern.errors import UsageError

if TYPE_CHECKING:
    from cfgovern.journeys.scan import Scanned
    from cfgovern.reporting import Format

__all__ = ["scan"]

FORMATS = ("text", "json", "html", "sarif")
LAYERS = ("role", "pack", "registry", "names", "generic", "model")


@click.command()
@click.argument("submissions", type=PLACE, nargs=-1, required=True, metavar="SUBMISSION|FILE...")
@click.option(
    "--contract",
    type=PLACE,
    metavar="FILE",
    help="The contract (default: the programme's; - is standard input).",
)
@click.option("--table", metavar="NAME", help="The table that a single file holds.")
@click.option(
    "--registry",
    type=PLACE,
    callback=a_file,
    metavar="FILE",
    help="Everyone whom you know, to look for by name: it stays on this computer and in no report.",
)
@click.option(
    "--ner",
    "model",
    metavar="MODEL",
    help="A language model that you have: a spaCy model, its folder, or a YAML file as Presidio takes it.",
)
@click.option("--generic", is_flag=True, help="Let Presidio's own recognisers look as well.")
@click.option(
    "--without",
    multiple=True,
    type=click.Choice(LAYERS),
    help="Leave out a layer of the search (may be given several times).",
)
@click.option(
    "--risk",
    is_flag=True,
    help="Tell how easily people could be singled out, as evidence for a release: no pass mark.",
)
@click.option(
    "--review",
    type=PLACE,
    callback=a_file,
    metavar="FILE",
    help="What somebody looked at and found to be no identifier, with a reason.",
)
@click.option(
    "--write-review",
    type=PLACE,
    callback=a_file,
    metavar="FILE",
    help="Make a file of what is left, to write the verdicts in.",
)
@click.option(
    "--shapes",
    is_flag=True,
    help="Show what was found with each figure as 9 and each letter as A (on your own computer only).",
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
    help="A spans.csv of made-up texts: say how much of what was planted was found.",
)
@click.option(
    "--evidence",
    type=PLACE,
    callback=a_folder,
    metavar="DIR",
    help="Where the run record goes.",
)
@options
def scan(
    submissions: tuple[Path, ...],
    contract: Path | None,
    registry: Path | None,
    without: tuple[str, ...],
    review: Path | None,
    write_review: Path | None,
    shapes: bool,
    formats: tuple[Format, ...],
    output: Path | None,
    score_against: Path | None,
    evidence: Path | None,
    quiet: bool,
    no_color: bool,
    pack: Path | None,
    **asked: Any,
) -> int:
    """Look for personal identifiers in a SUBMISSION, or in any FILE.

    Looks at every cell, and at what is easily forgotten: hidden sheets, comments, headers and footers, names
    of sheets and files, document properties. A file may also be a text, a Word document or JSON. For - one
    file is read from standard input. The report says what was found and where, never the text itself.
    """
    _must_be_at_home(shapes)
    wanted: list[Format] = list(dict.fromkeys(formats or ("text",)))
    written = must_make_sense((*submissions, contract), output, wanted)
    chosen = settings(pack, contract_in(contract), evidence)
    from cfgovern import api
    from cfgovern.journeys.scan import ScanRequest

    used, read = chosen.contract or api.default_contract(), (registry, review, score_against)
    for place in submissions:
        apart = partial(keep_apart, contract=used, submission=None if is_stream(place) else place)
        _guard(apart, wanted, written, write_review, chosen.evidence, *read)
    request = ScanRequest(
        registry=registry,
        without=frozenset(without),
        review=review,
        key_folder=_key_folder(chosen.area_file, review or write_review),
        score_against=score_against,
        shapes=shapes,
        **asked,  # table, generic, model, risk
    )
    sent = standard_input() if is_stream(submissions[0]) else submissions
    with progress(quiet=quiet) as told:
        scanned = api.scan(sent, contract=used, request=request, progress=told)
    faults = tell(scanned.run, wanted, output, quiet=quiet, colour=colour_wanted(no_color))
    return _kept(scanned, write_review, chosen.evidence, faults, quiet=quiet)


def _guard(
    apart: Callable[..., None],
    wanted: list[Format],
    output: Path | None,
    blank: Path | None,
    evidence: Path | None,
    *read: Path | None,
) -> None:
    """Nothing is written over what is read, nor over what else is written."""
    from cfgovern import reporting

    files = reporting.places(wanted, output) if output is not None else ()
    apart(files, "--output", also=read)
    apart([blank] if blank else (), "--write-review", also=(*(one for one in read if one != blank), *files))
    apart([evidence] if evidence else (), "--evidence")


def _kept(
    scanned: Scanned, blank: Path | None, evidence: Path | None, faults: list[UsageError], *, quiet: bool
) -> int:
    """The exit code, once the review to fill in and the record of the run are written."""
    from cfgovern import api

    with going_on(faults):
        if blank is not None:
            write_atomic(blank, scanned.to_review().encode(), mode=0o600)
            if not quiet:
                click.echo(f"Review to fill in: {blank}", err=True)
    with going_on(faults):
        if evidence is not None:
            api.keep_record(scanned.run, evidence)
    return max([EXITS[scanned.run.report.outcome], *(fault.exit_code for fault in faults)])


def _must_be_at_home(shapes: bool) -> None:
    """Refuse to show shapes in a build, whose files many may see."""
    if shapes and of_a_build(os.environ):
        raise UsageError(
            "scan.shapes_in_a_build",
            "Shapes tell something of what was found, and many may see the files of a build.",
            fix="Leave out --shapes here, and run it on your own computer.",
        )


def _key_folder(area: Path | None, review: Path | None) -> Path | None:
    """Where the review key is kept: beside the area's profile, or else beside the review file."""
    return review and (area or review).resolve().parent
