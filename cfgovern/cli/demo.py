"""``cfgovern demo``."""

from __future__ import annotations

from pathlib import Path

import click

from cfgovern.cli.main import options
from cfgovern.cli.progress import progress
from cfgovern.cli.settings import settings
from cfgovern.cli.streams import a_folder
from cfgovern.cli.values import PLACE

__all__ = ["demo"]


@click.command()
@click.option(
    "--out",
    type=PLACE,
    callback=a_folder,
    default=Path("demo-output"),
    show_default=True,
    metavar="DIR",
    help="Where everything goes.",
)
@options
def demo(out: Path, quiet: bool, no_color: bool, pack: Path | None) -> int:
    """Make a made-up area with planted faults, check it and write every report.

    Nobody in it exists: every identifier comes from a range that belongs to no one.
    """
    settings(pack, None)
    from cfgovern import api

    with progress(quiet=quiet) as told:
        text = api.demo(out, progress=told)
    if not quiet:
        click.echo(text, nl=False)
    return 0
