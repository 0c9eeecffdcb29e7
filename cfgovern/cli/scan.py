"""``cfgovern scan``."""

from __future__ import annotations

import os
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from cfgovern.cli.copies import of_a_build
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
from cfgovern.cli.unlocking import ALLOW_SYNCED
from cfgovern.cli.values import PLACE
from cfgovern.errors import UsageError
from cfgovern.keys.synced import must_not_be_synced

if TYPE_CHECKING:
    from cfgovern.reporting import Format

__all__ = ["scan"]

FORMATS = ("text", "json", "html", "sarif")
LAYERS = ("role", "pack", "registry", "names", "generic", "model")


def _at_home(_context: click.Context, _parameter: click.Parameter, shapes: bool) -> bool:
    """Refuse to show shapes in a build, whose files many may see."""
    if shapes and of_a_build(os.environ):
        raise UsageError(
            "scan.shapes_in_a_build",
            "Shapes tell something of what was found, and many may see the files of a build.",
            fix="Leave out --shapes here, and run it on your own computer.",
        )
    return shapes


@click.command()
@click.argument("submissions", type=PLACE, nargs=-1, required=True, metavar="SUBMISSION|FILE...")
@CONTRACT
@TABLE
@MAPPING
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
    callback=_at_home,
    help="Show what was found with each figure as 9 and each letter as A (on your own computer only).",
)
@ALLOW_SYNCED
@in_formats(FORMATS)
@OUTPUT
@scored_against("A spans.csv of made-up texts: say how much of what was planted was found.")
@EVIDENCE
@options
def scan(
    submissions: tuple[Path, ...],
    contract: Path | None,
    mapping: Path | None,
    registry: Path | None,
    without: tuple[str, ...],
    review: Path | None,
    write_review: Path | None,
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
    of sheets and files, document properties. A file may also be a text, a Word document or JSON. For - a
    file is read from standard input. The report says what was found and where, never the text itself.
    """
    wanted, written = must_make_sense((*submissions, contract), output, formats)
    chosen = settings(pack, contract_in(contract), evidence, mapping=mapping)
    from cfgovern import api
    from cfgovern.journeys.scan import ScanRequest

    if write_review is not None:
        must_not_be_synced(write_review, asked["allow_synced"])
    used, blank = chosen.contract or api.default_contract(), ("--write-review", write_review)
    apart = partial(keep_apart, contract=used, mapping=chosen.mapping, truth=score_against)
    for place in submissions:
        sent_at = None if is_stream(place) else place
        guard(partial(apart, submission=sent_at), wanted, written, blank, chosen.evidence, registry, review)
    request = ScanRequest(
        registry=registry,
        mapping=chosen.mapping,
        without=frozenset(without),
        review=review,
        key_folder=_key_folder(chosen.area_file, review or write_review),
        score_against=score_against,
        **asked,  # table, generic, model, risk, shapes, allow_synced
    )
    sent = [standard_input() if is_stream(place) else place for place in submissions]
    with progress(quiet=quiet) as told:
        scanned = api.scan(sent, contract=used, request=request, progress=told)
    faults = tell(scanned.run, wanted, output, quiet=quiet, colour=colour_wanted(no_color))
    made = ("Review", write_review, scanned.to_review)
    return kept(scanned.run, faults, chosen.evidence, made, quiet=quiet, mode=0o600)


def _key_folder(area: Path | None, review: Path | None) -> Path | None:
    """Where the review key is kept: beside the area's profile, or else beside the review file."""
    return review and (area or review).resolve().parent
