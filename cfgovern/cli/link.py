"""``cfgovern link``: two parts of identifiers, ``link duplicates``, ``link plan`` or ``link rekey``."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from cfgovern.cli.linkduplicates import duplicates
from cfgovern.cli.linkpairs import pairs
from cfgovern.cli.linkplan import plan
from cfgovern.cli.main import options
from cfgovern.cli.outputs import printable
from cfgovern.cli.places import keep_apart
from cfgovern.cli.streams import a_file
from cfgovern.cli.unlocking import ALLOW_SYNCED, KEYS, PASSPHRASE, unlock
from cfgovern.cli.values import PLACE

__all__ = ["link"]


def _files(context: click.Context, parameter: click.Parameter, files: tuple[Path, ...]) -> tuple[Path, ...]:
    for file in files:
        a_file(context, parameter, file)
    return files


class _Link(click.Group):
    """A group whose first word, where it names no command, is the left one of two to be linked."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        if not args or args[0] not in self.commands:
            args = ["", *args]
        return super().parse_args(ctx, args)

    def list_commands(self, ctx: click.Context) -> list[str]:
        return [name for name in super().list_commands(ctx) if name]


@click.group(cls=_Link, commands={"": pairs, "duplicates": duplicates, "plan": plan})
def link() -> None:
    """Find which records are of one person, or prepare a release for that."""


@link.command()
@click.argument("files", type=PLACE, nargs=-1, required=True, metavar="FILE...", callback=_files)
@KEYS
@click.option("--out", type=PLACE, required=True, metavar="DIR", help="The folder to write to.")
@click.option(
    "--domain",
    default="linkage",
    show_default=True,
    metavar="NAME",
    help="What the tokens are kept for: small letters, figures, - and _.",
)
@PASSPHRASE
@ALLOW_SYNCED
@options
def rekey(
    files: tuple[Path, ...],
    keys: Path,
    out: Path,
    domain: str,
    passphrase_file: Path | None,
    allow_synced: tuple[str, ...],
    quiet: bool,
    **_every: Any,
) -> int:
    """Make all tokens of a release again under a key of your own, before you keep them.

    The areas share the key of the tokens that they send. Made again under the area root of your own key file,
    they can still be compared with each other, and no longer by an area. Each file is written under its own
    name, and rekeyed.json beside them says under which key.
    """
    from cfgovern import api

    keep_apart([out / file.name for file in files], "--out", contract=keys, also=files)
    opened = api.open_keys(keys, unlock(keys, passphrase_file), allow_synced=allow_synced)
    made = api.rekey(files, opened.root("area"), out, domain=domain)
    if not quiet:
        for file in made:
            said = f"{file.name}: {file.rows:,} people, {len(file.tokens)} tokens each made again."
            click.echo(printable(said, "text"))
    return 0
