"""``cfgovern link LEFT RIGHT``."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from cfgovern.cli.engines import on_spark
from cfgovern.cli.linkfiles import FORM, SAMPLE, SETTINGS, TRUTH, must_be_safe, tell
from cfgovern.cli.main import options
from cfgovern.cli.progress import progress
from cfgovern.cli.reports import CONTRACT
from cfgovern.cli.settings import settings as settings_of
from cfgovern.cli.streams import a_file, a_folder, contract_in
from cfgovern.cli.unlocking import ALLOW_SYNCED
from cfgovern.cli.values import PLACE

__all__ = ["pairs"]


class _Unnamed(click.Context):
    """Of a command that is called by the name of its group."""

    @property
    def command_path(self) -> str:
        return super().command_path.rstrip()


class _Pairs(click.Command):
    context_class = _Unnamed


@click.command(cls=_Pairs)
@click.argument("left", type=PLACE, callback=a_folder)
@click.argument("right", type=PLACE, callback=a_folder)
@CONTRACT
@SETTINGS
@TRUTH
@click.option(
    "--groups",
    type=PLACE,
    callback=a_file,
    metavar="FILE",
    help="With --truth: the groups.csv that says who is in which group.",
)
@click.option("--one-to-one", is_flag=True, help="Link nobody twice: the likeliest pair goes first.")
@FORM
@click.option(
    "--output",
    type=PLACE,
    callback=a_file,
    metavar="FILE",
    help="A .csv: who was linked with whom, and nothing else. Another: the report, as JSON with the links.",
)
@SAMPLE
@ALLOW_SYNCED
@on_spark
@options
def pairs(
    left: Path,
    right: Path,
    contract: Path | None,
    settings: Path | None,
    truth: Path | None,
    groups: Path | None,
    one_to_one: bool,
    form: Any,
    output: Path | None,
    sample: Path | None,
    allow_synced: tuple[str, ...],
    spark: str | None,
    quiet: bool,
    pack: Path | None,
    **_every: Any,
) -> int:
    """Find which records of LEFT and RIGHT are of one person.

    Each is the folder of a release, or a submission in the clear, of which only the people are compared who
    agreed to linking. Nothing is merged. With --truth it says how often the links are wrong, and for whom.

    cfgovern link duplicates looks for people who stand twice in one submission, cfgovern link plan says what
    is lost by each identifier that is not shared, and cfgovern link rekey makes all tokens of a release again
    under your own key, before you keep them.
    """
    from cfgovern import api
    from cfgovern.journeys.linking import LinkRequest

    used = settings_of(pack, contract_in(contract)).contract or api.default_contract()
    read = (truth, groups, settings)
    for side in (left, right):
        must_be_safe(output, sample, allow_synced, form, contract=used, submission=side, read=read)
    with progress(quiet=quiet) as told:
        asked = LinkRequest(
            left, right, used, settings, truth, groups, one_to_one, sample is not None, told, spark
        )
        made = api.link(asked)
    return tell(made, form, output, sample, quiet=quiet)
