"""``cfgovern init``."""

from __future__ import annotations

from pathlib import Path

import click

from cfgovern.cli.main import options
from cfgovern.cli.settings import settings
from cfgovern.cli.streams import a_folder
from cfgovern.cli.values import PLACE

__all__ = ["init"]


@click.command()
@click.argument("folder", type=PLACE, callback=a_folder, metavar="DIR")
@click.option("--area-name", required=True, metavar="NAME", help="What people call the area.")
@options
def init(folder: Path, area_name: str, quiet: bool, no_color: bool, pack: Path | None) -> int:
    """Start a folder for one area: its profile, answers, mapping and settings, to be filled in.

    Nothing is written over. A .gitignore keeps data, keys and releases out of version control.
    """
    kept = settings(pack, None)
    from cfgovern import api

    files = api.start_area(folder, area_name, contract=kept.contract)
    if not quiet:
        names = ", ".join(file.relative_to(folder).as_posix() for file in files)
        click.echo(f"Written: {names}.")
        click.echo("Begin with area.yaml: each TBC in its heading is yours to fill in.")
    return 0
