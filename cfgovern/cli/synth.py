"""``cfgovern synth``."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from cfgovern.cli.main import options
from cfgovern.cli.progress import progress
from cfgovern.cli.settings import settings
from cfgovern.cli.streams import a_folder, contract_in, is_stream, standard_input
from cfgovern.cli.values import DAY, PLACE
from cfgovern.errors import UsageError
from cfgovern.yamlfile import Given

__all__ = ["synth"]

MODES = ("tiny", "cohort", "edge", "faulty", "linkage", "notes", "volume", "quarters")
FORMS = ("xlsx", "csv", "parquet")


@click.command()
@click.argument("files", nargs=-1, type=PLACE, metavar="[FILE]...")
@click.option(
    "--out",
    type=PLACE,
    callback=a_folder,
    metavar="DIR",
    help="Where everything goes (default: synth-output).",
)
@click.option("--mode", type=click.Choice(MODES), default="tiny", show_default=True, help="What is made.")
@click.option("--contract", type=PLACE, metavar="FILE", help="The contract (default: the programme's).")
@click.option("--areas", type=click.IntRange(1, 1000), metavar="N", help="How many areas.")
@click.option(
    "--participants",
    "people",
    type=click.IntRange(1, 10**8),
    metavar="N",
    help="How many people, in all areas together.",
)
@click.option(
    "--seed", type=click.IntRange(0, 2**63 - 1), default=1, show_default=True, metavar="N",
    help="The same seed gives the same rows.",
)  # fmt: skip
@click.option(
    "--as-of", type=DAY, metavar="YYYY-MM-DD", help="Nothing is dated later (default: 2026-10-01, always)."
)
@click.option(
    "--faults", default="all", show_default=True, metavar="LIST|all", help="Which faults, such as F01,F27."
)
@click.option(
    "--margins", type=PLACE, metavar="FILE", help="Published totals of your own to draw to, as CSV."
)
@click.option("--format", "form", type=click.Choice(FORMS), help="How submissions are written.")
@click.option(
    "--assert-unreal", is_flag=True,
    help="Make nothing: look at FILE... and fail if anything in them might belong to a real person.",
)  # fmt: skip
@options
def synth(
    files: tuple[Path, ...],
    out: Path | None,
    contract: Path | None,
    assert_unreal: bool,
    quiet: bool,
    no_color: bool,
    pack: Path | None,
    **asked: Any,
) -> int:
    """Make data about people who never existed, from a contract and published totals alone.

    tiny: a few people to read. cohort: eighteen areas, with a report. edge: every limit and pair of codes.
    faulty: faults with the truth beside them. linkage: two files about the same people. notes: free text.
    volume: ten million rows. quarters: one return after another.

    The same seed gives the same rows on any machine. Every identifier is one that belongs to nobody.
    """
    chosen = settings(pack, contract_in(contract))
    if assert_unreal:
        return _assert_unreal(files, chosen.contract, quiet=quiet)
    if files:
        raise UsageError(
            "synth.files",
            "Files are looked at with --assert-unreal alone.",
            fix="Leave them out, or add --assert-unreal.",
        )
    from cfgovern import api

    with progress(quiet=quiet) as told:
        text = api.synth(out or Path("synth-output"), contract=chosen.contract, progress=told, **asked)
    if not quiet:
        click.echo(text, nl=False)
    return 0


def _assert_unreal(files: tuple[Path, ...], contract: Path | Given | None, *, quiet: bool) -> int:
    if not files:
        raise UsageError(
            "synth.files", "No file was named to look at.", fix="Give one file or folder, or several."
        )
    from cfgovern import api

    named = [file for file in files if not is_stream(file)]
    streamed = standard_input() if len(named) < len(files) else None
    if streamed and isinstance(contract, Given):
        raise UsageError(
            "input.twice",
            "Standard input cannot be both the contract and something to be looked at.",
            fix="Name a file for one of them.",
        )
    report = api.assert_unreal(named, streamed=streamed, contract=contract)
    if not quiet or report.exit_code:
        click.echo("\n".join(report.lines()))
    return report.exit_code
