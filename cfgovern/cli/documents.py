"""``cfgovern documents status|explain``."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import click

from cfgovern.atomic import write_atomic
from cfgovern.cli.draft import ANSWERS, AREA, AS_OF, READ_EVIDENCE, request_of
from cfgovern.cli.main import options
from cfgovern.cli.outputs import printable
from cfgovern.cli.places import keep_apart
from cfgovern.cli.reports import CONTRACT
from cfgovern.cli.streams import is_stream
from cfgovern.cli.values import PLACE

__all__ = ["documents"]


@click.group()
def documents() -> None:
    """Say how far the documents of an area are, and whether they are still true."""


@documents.command()
@AREA
@CONTRACT
@ANSWERS
@READ_EVIDENCE
@AS_OF
@click.option(
    "--format", "form", type=click.Choice(("text", "json")), default="text", show_default=True,
    help="The form of the report.",
)  # fmt: skip
@click.option("--output", type=PLACE, metavar="FILE", help="Where the report goes (- is standard output).")
@options
def status(
    area: Path | None,
    contract: Path | None,
    answers: Path | None,
    evidence: Path | None,
    as_of: date | None,
    form: str,
    output: Path | None,
    pack: Path | None,
    **_every: Any,
) -> int:
    """Say which questions are open, for whom, and what they hold up; what is old, and what is not met.

    Exit code 0 whatever is open: it reports.
    """
    from cfgovern import api
    from cfgovern.governance.statuswords import status_lines

    asked = request_of(pack, contract, area, answers, evidence, as_of)
    file = None if output is None or is_stream(output) else output
    read = [asked.area, asked.answers]
    keep_apart([file] if file else [], "--output", contract=asked.contract, also=read)
    found = api.documents_status(asked)
    if form == "json":
        report = json.dumps(found, ensure_ascii=False, indent=1) + "\n"
    else:
        report = "".join(f"{line}\n" for line in status_lines(found))
    if file:
        write_atomic(file, report.encode())
    else:
        click.echo(printable(report, form), nl=False)
    return 0


@documents.command()
@click.argument("risk", metavar="RISK")
@AREA
@CONTRACT
@ANSWERS
@READ_EVIDENCE
@AS_OF
@options
def explain(
    risk: str,
    area: Path | None,
    contract: Path | None,
    answers: Path | None,
    evidence: Path | None,
    as_of: date | None,
    pack: Path | None,
    **_every: Any,
) -> int:
    """Say why RISK, such as R01, stands where it stands: facts, rules, evidence, and who decided what."""
    from cfgovern import api

    for line in api.explain_risk(request_of(pack, contract, area, answers, evidence, as_of), risk):
        click.echo(printable(line, "text"))
    return 0
