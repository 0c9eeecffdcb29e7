"""``cfgovern contract lint|show``."""

from __future__ import annotations

from pathlib import Path

import click

from cfgovern.cli.main import options
from cfgovern.cli.settings import settings
from cfgovern.cli.streams import contract_in, is_stream

__all__ = ["contract"]

CONTRACT = click.argument(
    "contract_file", metavar="[CONTRACT]", required=False, type=click.Path(path_type=Path)
)


@click.group()
def contract() -> None:
    """Check or show a data contract (default: the programme's; - is standard input)."""


@contract.command()
@CONTRACT
@options
def lint(contract_file: Path | None, quiet: bool, no_color: bool, pack: Path | None) -> int:
    """Check CONTRACT, its code lists and rules; each fault with its line and column.

    Exit code 2 when there is any fault.
    """
    chosen = settings(pack, contract_in(contract_file))
    from cfgovern import api

    faults = api.lint_contract(chosen.contract)
    for fault in faults:
        click.echo(str(fault))
    if not quiet:
        count = len(faults)
        click.echo(f"{count} {'fault' if count == 1 else 'faults'}." if faults else "No faults.", err=True)
    return 2 if faults else 0


@contract.command()
@CONTRACT
@click.option(
    "--format", "fmt", type=click.Choice(["text", "html", "markdown"]), default="text", show_default=True
)
@click.option(
    "--output", type=click.Path(path_type=Path), metavar="FILE", help="Write here; - is standard output."
)
@options
def show(
    contract_file: Path | None, fmt: str, output: Path | None, quiet: bool, no_color: bool, pack: Path | None
) -> int:
    """Show CONTRACT as a data dictionary."""
    chosen = settings(pack, contract_in(contract_file))
    from cfgovern import api
    from cfgovern.atomic import write_atomic

    text = api.show_contract(chosen.contract, fmt)
    if output is None or is_stream(output):
        click.echo(text, nl=False)
    else:
        write_atomic(output, text.encode())
    return 0
