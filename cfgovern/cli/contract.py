"""``cfgovern contract lint|show|diff|export|template``."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from cfgovern.cli.main import options
from cfgovern.cli.outputs import printable
from cfgovern.cli.places import keep_apart
from cfgovern.cli.progress import progress
from cfgovern.cli.settings import settings
from cfgovern.cli.streams import a_folder, contract_in, is_stream
from cfgovern.cli.values import DAY, MODES, PLACE
from cfgovern.errors import UsageError

__all__ = ["contract"]

CONTRACT = click.argument("contract_file", metavar="[CONTRACT]", required=False, type=PLACE)


@click.group()
def contract() -> None:
    """Check, show, compare or export a data contract, or make its template.

    The contract is the programme's unless another is named; - is standard input.
    """


@contract.command()
@click.argument("contract_files", metavar="[CONTRACT]...", nargs=-1, type=PLACE)
@options
def lint(contract_files: tuple[Path, ...], quiet: bool, no_color: bool, pack: Path | None) -> int:
    """Check CONTRACT, or several, its code lists, domains and rules; each fault with its line and column.

    Exit code 2 when there is any fault. A rule that cfgovern does not run is no fault: it is told
    on standard error.
    """
    chosen = [settings(pack, contract_in(file)) for file in contract_files or (None,)]
    from cfgovern import api

    faults = [fault for one in chosen for fault in api.lint_contract(one.contract)]
    for fault in faults:
        click.echo(str(fault))
    if not quiet:
        for note in (note for one in chosen for note in api.lint_notes(one.contract)):
            click.echo(f"Note: {note}", err=True)
        count = len(faults)
        click.echo(f"{count} {'fault' if count == 1 else 'faults'}." if faults else "No faults.", err=True)
    return 2 if faults else 0


@contract.command()
@CONTRACT
@click.option(
    "--format", "fmt", type=click.Choice(["text", "html", "markdown"]), default="text", show_default=True
)
@click.option("--output", type=PLACE, metavar="FILE", help="Write here; - is standard output.")
@click.option("--burden", is_flag=True, help="Show what it asks of one person instead: items, minutes.")
@click.option("--since", type=PLACE, metavar="OLD", help="With --burden: what changed since this version.")
@options
def show(
    contract_file: Path | None,
    fmt: str,
    output: Path | None,
    burden: bool,
    since: Path | None,
    quiet: bool,
    no_color: bool,
    pack: Path | None,
) -> int:
    """Show CONTRACT as a data dictionary."""
    if since is not None and not burden:
        raise UsageError(
            "burden.since", "The option --since is for --burden.", fix="Add --burden, or use contract diff."
        )
    if is_stream(contract_file) and is_stream(since):
        raise _read_twice("CONTRACT or for --since")
    chosen = settings(pack, contract_in(contract_file))
    from cfgovern import api
    from cfgovern.atomic import write_atomic

    shown = chosen.contract or api.default_contract()
    written = None if is_stream(output) else output
    if written is not None:
        for read in (shown, *([since] if since else [])):
            keep_apart([written], "--output", contract=read)
    if burden:
        text = api.show_burden(shown, since=contract_in(since), fmt=fmt)
    else:
        text = api.show_contract(shown, fmt)
    if written is None:
        click.echo(printable(text, fmt), nl=False)
    else:
        write_atomic(written, text.encode())
    return 0


def _read_twice(names: str) -> UsageError:
    return UsageError("input.twice", "Standard input can be read only once.", fix=f"Name a file for {names}.")


@contract.command()
@click.argument("old", metavar="OLD", type=PLACE)
@click.argument("new", metavar="NEW", type=PLACE)
@click.option(
    "--fail-on",
    type=click.Choice(["breaking", "tightening", "loosening", "any"]),
    help="Exit code 1 for a change of this effect, or a worse one, on either side.",
)
@click.option(
    "--format", "fmt", type=click.Choice(["text", "json", "markdown"]), default="text", show_default=True
)
@options
def diff(
    old: Path, new: Path, fail_on: str | None, fmt: str, quiet: bool, no_color: bool, pack: Path | None
) -> int:
    """Compare two versions of a contract by what they mean, with their code lists and domains.

    Each change is judged twice: will yesterday's good return of an area still pass, and will yesterday's
    reader still understand today's data? From the worst: breaking, tightening, loosening, cosmetic.
    """
    if is_stream(old) and is_stream(new):
        raise _read_twice("OLD or for NEW")
    settings(pack, None)
    from cfgovern import api

    found = api.diff_contracts(contract_in(old) or old, contract_in(new) or new)
    click.echo(printable(api.show_diff(found, fmt), fmt), nl=False)
    return 1 if fail_on is not None and found.fails_on(fail_on) else 0


@contract.command()
@CONTRACT
@click.option(
    "--as-of", type=DAY, metavar="YYYY-MM-DD", help="The day whose codes stand in the lists (default: today)."
)
@click.option("--output", type=PLACE, metavar="FILE", required=True, help="The workbook to write (.xlsx).")
@options
def template(
    contract_file: Path | None,
    as_of: date | None,
    output: Path,
    quiet: bool,
    no_color: bool,
    pack: Path | None,
) -> int:
    """Write the workbook in which an area fills in what CONTRACT asks for.

    It has a sheet for each table, with guidance on the headings, lists to choose from, and cells that say
    what they take.
    """
    chosen = settings(pack, contract_in(contract_file))
    from cfgovern import api
    from cfgovern.atomic import write_atomic

    if is_stream(output):
        raise UsageError(
            "output.is_workbook",
            "A workbook is not written to standard output.",
            fix="Name a file with --output.",
        )
    used = chosen.contract or api.default_contract()
    keep_apart([output], "--output", contract=used)
    write_atomic(output, api.contract_template(used, as_of=as_of))
    if not quiet:
        click.echo(f"Template: {output}", err=True)
    return 0


@contract.command("map")
@click.argument("submission", type=PLACE)
@click.option("--contract", "contract_file", type=PLACE, metavar="FILE", help="The contract to map to.")
@click.option("--table", metavar="NAME", help="The table that a single file holds.")
@click.option(
    "--sheet",
    "sheets",
    multiple=True,
    metavar="NAME=TABLE",
    help="Your name of a sheet or file, and the table that it is. May be given several times.",
)
@click.option("--output", type=PLACE, metavar="FILE", help="Write here; - is standard output.")
@options
def map_(
    submission: Path,
    contract_file: Path | None,
    table: str | None,
    sheets: tuple[str, ...],
    output: Path | None,
    quiet: bool,
    no_color: bool,
    pack: Path | None,
) -> int:
    """Suggest what the headings and codes of SUBMISSION mean, as a mapping.yaml to look through.

    SUBMISSION may also be another contract, such as the official one: then its names and codes are mapped.
    Nothing is used until a person has looked at every line and says so in the file. The file holds your
    headings, and values that stand in at least five rows of a column of codes.
    """
    chosen = settings(pack, contract_in(contract_file))
    from cfgovern import api
    from cfgovern.atomic import write_atomic

    used = chosen.contract or api.default_contract()
    written = None if is_stream(output) else output
    if written is not None:
        keep_apart([written], "--output", contract=used, submission=submission)
    with progress(quiet=quiet) as told:
        text = api.suggest_mapping(
            submission, contract=used, table=table, sheets=_pairs(sheets), progress=told
        )
    if written is None:
        click.echo(printable(text, "text"), nl=False)
    else:
        write_atomic(written, text.encode())
    return 0


def _pairs(sheets: tuple[str, ...]) -> dict[str, str]:
    """``Client list=participants`` as name and table."""
    pairs = [sheet.rpartition("=") for sheet in sheets]
    if not all(name and table for name, _, table in pairs):
        raise UsageError(
            "sheet.form",
            "A sheet is named with the table that it is.",
            fix='For instance: --sheet "Client list=participants".',
        )
    return {name.strip(): table.strip() for name, _, table in pairs}


@contract.group()
def export() -> None:
    """Write a data contract for other programs."""


@export.command()
@CONTRACT
@click.option("--table", metavar="NAME", help="This table alone.")
@click.option(
    "--output",
    type=PLACE,
    callback=a_folder,
    metavar="DIR",
    help="Write a file a table here (default: one table on standard output).",
)
@options
def jsonschema(
    contract_file: Path | None,
    table: str | None,
    output: Path | None,
    quiet: bool,
    no_color: bool,
    pack: Path | None,
) -> int:
    """The JSON Schema of each table of CONTRACT: what one record of JSON Lines may hold."""
    chosen = settings(pack, contract_in(contract_file))
    from cfgovern import api
    from cfgovern.atomic import made_folder, write_all

    used = chosen.contract or api.default_contract()
    schemas = api.export_json_schemas(used, table=table)
    if output is None:
        if len(schemas) > 1:
            raise UsageError(
                "output.needed",
                "The contract has several tables, and each is a file of its own.",
                fix="Name a folder with --output, or one table with --table.",
            )
        click.echo("".join(schemas.values()), nl=False)
        return 0
    keep_apart([output / name for name in schemas], "--output", contract=used)
    with made_folder(output):
        write_all([(output / name, text.encode()) for name, text in schemas.items()])
    return 0


@export.command()
@click.option(
    "--domain", metavar="NAME", required=True, help="Of domains.yaml: one purpose at one recipient."
)
@click.option(
    "--contract", "contract_file", type=PLACE, metavar="FILE", help="The contract of what is collected."
)
@click.option(
    "--mode",
    type=click.Choice(MODES),
    default="split",
    show_default=True,
    help="Whether identifiers leave in the clear or as keyed tokens.",
)
@click.option("--output", type=PLACE, metavar="FILE", help="Write here; - is standard output.")
@options
def released(
    domain: str,
    contract_file: Path | None,
    mode: str,
    output: Path | None,
    quiet: bool,
    no_color: bool,
    pack: Path | None,
) -> int:
    """The contract of what leaves for a domain: each column in the form that its treatment leaves."""
    chosen = settings(pack, contract_in(contract_file))
    from cfgovern import api
    from cfgovern.atomic import write_atomic

    used = chosen.contract or api.default_contract()
    text = api.export_released(domain, used, mode=mode)
    if output is None or is_stream(output):
        click.echo(printable(text, "yaml"), nl=False)
    else:
        keep_apart([output], "--output", contract=used)
        write_atomic(output, text.encode())
    return 0
