"""``cfgovern link plan``."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from cfgovern.atomic import write_atomic
from cfgovern.cli.main import options
from cfgovern.cli.outputs import printable
from cfgovern.cli.places import keep_apart
from cfgovern.cli.progress import progress
from cfgovern.cli.reports import CONTRACT, EVIDENCE
from cfgovern.cli.settings import settings as settings_of
from cfgovern.cli.streams import contract_in, is_stream
from cfgovern.cli.values import PLACE

__all__ = ["plan"]


@click.command()
@CONTRACT
@click.option("--domain", metavar="NAME", help="For whom (default: the one domain that has identifiers).")
@click.option(
    "--participants",
    type=click.IntRange(100, 20_000),
    metavar="N",
    help="How many people are made up, in both files together (default: 3000).",
)
@click.option(
    "--seed", type=click.IntRange(0, 2**63 - 1), default=1, show_default=True, metavar="N",
    help="The same seed gives the same figures.",
)  # fmt: skip
@click.option(
    "--format",
    "form",
    type=click.Choice(("text", "json", "html")),
    default="text",
    show_default=True,
    help="The form of the report.",
)
@click.option("--output", type=PLACE, metavar="FILE", help="Where the report goes (- is standard output).")
@EVIDENCE
@options
def plan(
    contract: Path | None,
    domain: str | None,
    participants: int | None,
    seed: int,
    form: Any,
    output: Path | None,
    evidence: Path | None,
    quiet: bool,
    pack: Path | None,
    **_every: Any,
) -> int:
    """Say what is lost by each identifier that is not shared, and who loses most by it.

    Made-up people are linked by all identifiers of a domain, without each of them, and by tokens in place of
    clear text. The figures say how the method works, not how good your own data are.
    """
    from cfgovern import api
    from cfgovern.journeys.linkplan import PARTICIPANTS, PlanRequest
    from cfgovern.reporting.linkplan import plan_report

    chosen = settings_of(pack, contract_in(contract), evidence)
    used = chosen.contract or api.default_contract()
    file = None if output is None or is_stream(output) else output
    keep_apart([file] if file else [], "--output", contract=used)
    keep_apart([chosen.evidence] if chosen.evidence else [], "--evidence", contract=used)
    with progress(quiet=quiet) as told:
        asked = PlanRequest(used, domain, participants or PARTICIPANTS, seed, told)
        planned = api.link_plan(asked, evidence=chosen.evidence)
    report = plan_report(planned.plan, form)
    if file:
        write_atomic(file, report.encode())
    elif output or not (quiet and form == "text"):
        click.echo(printable(report, form), nl=False)
    return 0
