"""What a linkage writes: who may be whom, for its owner alone, and on no folder that is copied elsewhere."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from cfgovern.atomic import write_all
from cfgovern.cli.outputs import printable
from cfgovern.cli.places import keep_apart
from cfgovern.cli.streams import a_file
from cfgovern.cli.values import PLACE
from cfgovern.keys.synced import must_not_be_synced

if TYPE_CHECKING:
    from cfgovern.evidence.links import Linkage
    from cfgovern.reporting.linked import LinkFormat
    from cfgovern.yamlfile import Given

__all__ = ["FORM", "SAMPLE", "SETTINGS", "TRUTH", "must_be_safe", "tell"]

SETTINGS = click.option(
    "--settings",
    type=PLACE,
    callback=a_file,
    metavar="FILE",
    help="What is compared, and how (default: the pack's).",
)
TRUTH = click.option(
    "--truth", type=PLACE, callback=a_file, metavar="FILE", help="The links.csv that was made with the data."
)
FORM = click.option(
    "--format",
    "form",
    type=click.Choice(("text", "json", "html")),
    default="text",
    show_default=True,
    help="The form of the report.",
)
SAMPLE = click.option(
    "--sample",
    type=PLACE,
    callback=a_file,
    metavar="FILE",
    help="A .csv or .xlsx for people to judge: 50 pairs around the threshold, as shapes and never values.",
)

_PRIVATE = 0o600
_CROSSWALK = ".csv"


def must_be_safe(
    output: Path | None,
    sample: Path | None,
    allowed: tuple[str, ...],
    form: LinkFormat,
    *,
    contract: Path | Given,
    submission: Path,
    read: Iterable[Path | None],
) -> None:
    """Raise UsageError where a file would be written over what is read, or where others would get a copy of
    who is whom."""
    from cfgovern.journeys.linksample import must_be_a_table

    written = (("--output", output, sample), ("--sample", sample, output))
    for option, place, other in written:
        if place is not None:
            keep_apart([place], option, contract=contract, submission=submission, also=[*read, other])
    if sample is not None:
        must_be_a_table(sample)
        must_not_be_synced(sample, allowed)
    if output is not None and (_is_crosswalk(output) or form == "json"):
        must_not_be_synced(output, allowed)


def tell(made: Linkage, form: LinkFormat, output: Path | None, sample: Path | None, *, quiet: bool) -> int:
    """Write the files that were asked for, all or none; the report to standard output unless it is one."""
    from cfgovern.journeys.linksample import sample_bytes
    from cfgovern.reporting.linked import crosswalk_csv, linkage_report

    files = [(sample, sample_bytes(made, sample))] if sample else []
    told = output is None or _is_crosswalk(output)
    if output:
        report = linkage_report(made, form, with_links=form == "json").encode()
        files.append((output, crosswalk_csv(made) if told else report))
    if files:
        write_all(files, mode=_PRIVATE)
    if told and not (quiet and form == "text"):
        click.echo(printable(linkage_report(made, form), form), nl=False)
    return 0


def _is_crosswalk(path: Path) -> bool:
    return path.suffix.lower() == _CROSSWALK
