"""``cfgovern link duplicates SUBMISSION``."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from cfgovern.cli.linkfiles import FORM, SAMPLE, SETTINGS, TRUTH, must_be_safe, tell
from cfgovern.cli.main import options
from cfgovern.cli.progress import progress
from cfgovern.cli.reports import CONTRACT
from cfgovern.cli.settings import settings as settings_of
from cfgovern.cli.streams import a_file, a_folder, contract_in
from cfgovern.cli.unlocking import ALLOW_SYNCED
from cfgovern.cli.values import PLACE

__all__ = ["duplicates"]


@click.command()
@click.argument("submission", type=PLACE, callback=a_folder)
@CONTRACT
@SETTINGS
@TRUTH
@FORM
@click.option(
    "--output",
    type=PLACE,
    callback=a_file,
    metavar="FILE",
    help="A .csv: the pairs of records, and nothing else. Another: the report, as JSON with the pairs.",
)
@SAMPLE
@ALLOW_SYNCED
@options
def duplicates(
    submission: Path,
    contract: Path | None,
    settings: Path | None,
    truth: Path | None,
    form: Any,
    output: Path | None,
    sample: Path | None,
    allow_synced: tuple[str, ...],
    quiet: bool,
    pack: Path | None,
    **_every: Any,
) -> int:
    """Find people who may stand twice in SUBMISSION.

    For the area whose records they are. Nothing is handed over or merged, so no agreement to linking is
    asked. The report has counts; which records they are stands only in the file that --output names.
    """
    from cfgovern import api
    from cfgovern.journeys.linking import LinkRequest

    used = settings_of(pack, contract_in(contract)).contract or api.default_contract()
    read = (truth, settings)
    must_be_safe(output, sample, allow_synced, form, contract=used, submission=submission, read=read)
    with progress(quiet=quiet) as told:
        asked = LinkRequest(submission, None, used, settings, truth, sample=sample is not None, progress=told)
        made = api.link(asked)
    return tell(made, form, output, sample, quiet=quiet)
