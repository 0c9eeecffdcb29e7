"""``cfgovern documents status|explain|verify|diff|import``."""

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
from cfgovern.cli.settings import settings
from cfgovern.cli.streams import a_file, is_stream
from cfgovern.cli.values import DAY, PLACE
from cfgovern.errors import UsageError

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


def _files(context: click.Context, parameter: click.Parameter, files: tuple[Path, ...]) -> tuple[Path, ...]:
    for file in files:
        a_file(context, parameter, file)
    return files


@documents.command()
@click.argument("files", type=PLACE, nargs=-1, metavar="[FILE]...", callback=_files)
@click.option(
    "--notice", type=PLACE, callback=a_file, metavar="FILE", help="A privacy notice, as plain text."
)
@click.option("--template", type=PLACE, callback=a_file, metavar="FILE", help="The Word template they had.")
@AREA
@CONTRACT
@ANSWERS
@READ_EVIDENCE
@AS_OF
@options
def verify(
    files: tuple[Path, ...],
    notice: Path | None,
    template: Path | None,
    area: Path | None,
    contract: Path | None,
    answers: Path | None,
    evidence: Path | None,
    as_of: date | None,
    quiet: bool,
    pack: Path | None,
    **_every: Any,
) -> int:
    """Say what of drafted FILEs (Word or JSON) is stale and why, and what they say otherwise than the facts.

    Exit code 1 where something is stale, inconsistent, or not mentioned by the notice.
    """
    from cfgovern import api

    asked = request_of(pack, contract, area, answers, evidence, as_of)
    found = api.verify_documents(files, asked, notice=notice, template=template)
    for line in (*found.stale, *found.inconsistent, *found.unmentioned):
        click.echo(printable(line, "text"))
    if found.holds and not quiet:
        click.echo("All of it is as contract, area profile, answers and run records are now.", err=True)
    return 0 if found.holds else 1


@documents.command()
@click.argument("old", type=PLACE, metavar="OLD", callback=a_file)
@click.argument("new", type=PLACE, metavar="NEW", callback=a_file)
@options
def diff(old: Path, new: Path, quiet: bool, pack: Path | None, **_every: Any) -> int:
    """Say what changed from one drafted document (Word or JSON) to another, in facts."""
    settings(pack, None)
    from cfgovern import api

    lines = api.diff_documents(old, new)
    for line in lines:
        click.echo(printable(line, "text"))
    if not lines and not quiet:
        click.echo("Nothing changed.", err=True)
    return 0


@documents.command("import")
@click.argument("file", type=PLACE, metavar="FILE", callback=a_file)
@AREA
@CONTRACT
@ANSWERS
@READ_EVIDENCE
@AS_OF
@click.option("--by", default="", metavar="POST", help="The post that confirms the answers; with --on.")
@click.option("--on", type=DAY, metavar="DATE", help="The day on which it does.")
@click.option(
    "--replace", is_flag=True, help="Put them in the place of other answers, which stay as remarks."
)
@options
def import_(
    file: Path,
    area: Path | None,
    contract: Path | None,
    answers: Path | None,
    evidence: Path | None,
    as_of: date | None,
    by: str,
    on: date | None,
    replace: bool,
    quiet: bool,
    pack: Path | None,
    **_every: Any,
) -> int:
    """Write what somebody changed in the answers of FILE (Word) into answers.yaml; the rest of it stays.

    They are drafts, unless --by and --on say who confirms them. Exit code 1 where one was left out.
    """
    if bool(by) != bool(on):
        raise UsageError(
            "documents.by_on", "A post and a day belong together.", fix="Give both --by and --on."
        )
    from cfgovern import api

    there = answers if answers is not None and answers.is_file() else None
    asked = request_of(pack, contract, area, there, evidence, as_of)
    place = answers or asked.answers or asked.area.parent / "answers.yaml"
    keep_apart([place], "--answers", contract=asked.contract, also=[asked.area, file])
    told = on.isoformat() if on else ""
    done = api.import_answers(file, asked, place, by=by, on=told, replace=replace)
    for line in (*done.stale, *done.left):
        click.echo(printable(line, "text"), err=True)
    for one in done.written:
        click.echo(printable(f"{one.tag}: {'was other words' if one.before else 'was open'}.", "text"))
        for sign, text in (("-", one.before), ("+", one.after)):
            for part in filter(None, text.split("\n\n")):
                click.echo(printable(f"  {sign} {part}", "text"))
    if not quiet:
        click.echo(f"Answers written: {len(done.written)}.", err=True)
    return 1 if done.left else 0
