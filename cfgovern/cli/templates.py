"""``cfgovern templates check|new``."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from cfgovern.cli.main import options
from cfgovern.cli.places import keep_apart
from cfgovern.cli.settings import settings
from cfgovern.cli.streams import a_file
from cfgovern.cli.values import PLACE

__all__ = ["templates"]

_OF_THE_WHOLE = ("templates.heading", "templates.missing", "templates.unreadable")
_KIND = click.Choice(("dpia", "dsa"))


@click.group()
def templates() -> None:
    """Check a Word template that you edited, or make a new one to edit."""


def _files(context: click.Context, parameter: click.Parameter, files: tuple[Path, ...]) -> tuple[Path, ...]:
    for file in files:
        a_file(context, parameter, file)
    return files


@templates.command()
@click.argument("files", type=PLACE, nargs=-1, required=True, metavar="FILE...", callback=_files)
@click.option("--kind", type=_KIND, help="What they are templates of (default: what their headings tell).")
@options
def check(files: tuple[Path, ...], kind: str | None, quiet: bool, pack: Path | None, **_every: Any) -> int:
    """Say whether Word templates still hold all that a draft needs; each fault with its paragraph.

    Exit code 2 when there is any fault.
    """
    settings(pack, None)
    from cfgovern import api

    faults = [fault for file in files for fault in api.check_template(file, kind)]
    for fault in faults:
        place = fault.path if fault.code in _OF_THE_WHOLE else f"{fault.path}, paragraph {fault.line}"
        click.echo(" ".join(filter(None, (f"{place}:", fault.message, fault.fix, f"[{fault.code}]"))))
    if not quiet:
        count = f"{len(faults)} {'fault' if len(faults) == 1 else 'faults'}." if faults else "No faults."
        click.echo(count, err=True)
    return 2 if faults else 0


@templates.command()
@click.argument("kind", type=_KIND)
@click.option("--out", type=PLACE, required=True, callback=a_file, metavar="FILE", help="Where it goes.")
@options
def new(kind: str, out: Path, quiet: bool, pack: Path | None, **_every: Any) -> int:
    """Make a Word template to edit. Nothing is written over."""
    kept = settings(pack, None)
    from cfgovern import api

    keep_apart([out], "--out", contract=kept.contract or api.default_contract())
    api.new_template(kind, out)
    if not quiet:
        click.echo("Edit it in Word, then run cfgovern templates check on it.")
    return 0
