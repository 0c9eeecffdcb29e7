"""``cfgovern pseudonymise``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from cfgovern.cli.engines import on_spark
from cfgovern.cli.main import options
from cfgovern.cli.outputs import printable
from cfgovern.cli.places import keep_apart
from cfgovern.cli.progress import progress
from cfgovern.cli.proof import FORMATS, OF_CHECK, must_be_one_form
from cfgovern.cli.proof import check as check_release
from cfgovern.cli.reports import CONTRACT, EVIDENCE, EXITS, TABLE
from cfgovern.cli.settings import colour_wanted, settings
from cfgovern.cli.streams import a_file, a_folder, contract_in, is_stream, standard_input
from cfgovern.cli.unlocking import ALLOW_SYNCED, PASSPHRASE, unlock
from cfgovern.cli.values import DAY, MODES, PLACE, SALTS
from cfgovern.errors import UsageError

if TYPE_CHECKING:
    from cfgovern.journeys.pseudonymise import Exclusion, Released

__all__ = ["pseudonymise"]


@click.command()
@click.argument("submission", type=PLACE, required=False)
@click.option("--out", type=PLACE, callback=a_folder, metavar="DIR", help="A new folder.")
@click.option("--domain", metavar="NAME", help="To whom it goes: a domain of the contract.")
@click.option("--release", metavar="NAME", help="What this hand-over is called, as 2026-q3.")
@click.option("--keys", type=PLACE, callback=a_file, metavar="FILE", help="Your key file.")
@PASSPHRASE
@CONTRACT
@TABLE
@click.option("--mapping", type=PLACE, metavar="FILE", help="What your own headings and codes mean.")
@click.option("--confirmations", type=PLACE, metavar="FILE", help="Warnings that somebody confirmed.")
@click.option(
    "--mode",
    type=click.Choice(MODES),
    default="split",
    show_default=True,
    help="Identifiers in the clear, for a trusted linker alone; keyed tokens; or CLKs (experimental).",
)
@click.option("--clk-salt", type=click.Choice(SALTS), help="With --mode clk: what the codes are salted by.")
@click.option("--as-of", type=DAY, metavar="YYYY-MM-DD", help="Judge by this day, today at the latest.")
@click.option("--withdrawals", type=PLACE, callback=a_file, metavar="FILE", help="Who else withdrew (CSV).")
@click.option(
    "--transcripts",
    type=PLACE,
    callback=a_folder,
    metavar="DIR",
    help="Transcripts of interviews to redact, each named by its person's record id.",
)
@click.option("--epoch", type=click.IntRange(1), metavar="N", help="Make it with an earlier area key again.")
@click.option("--exclude-rejected", is_flag=True, help="Go on without the people whose rows were rejected.")
@click.option("--approved-by", metavar="NAME", help="Who approved that.")
@click.option("--reason", metavar="TEXT", help="Why.")
@click.option(
    "--register",
    type=PLACE,
    callback=a_folder,
    metavar="DIR",
    help="Where the register of your releases is kept (default: beside the key file).",
)
@click.option(
    "--check",
    type=PLACE,
    callback=a_folder,
    metavar="DIR",
    help="Prove a release that was made, in place of making one.",
)
@click.option(
    "--submission", "submission_of", type=PLACE, metavar="FILE", help="With --check: what it was made from."
)
@click.option(
    "--format", "fmt", type=click.Choice(FORMATS), default="text", help="With --check: how it is told."
)
@click.option("--output", type=PLACE, metavar="FILE", help="With --check: where that goes.")
@ALLOW_SYNCED
@EVIDENCE
@on_spark
@options
@click.pass_context
def pseudonymise(
    context: click.Context,
    /,
    check: Path | None,
    quiet: bool,
    no_color: bool,
    pack: Path | None,
    **asked: Any,
) -> int:
    """Part a SUBMISSION into answers without names and names without answers, for one recipient.

    It is checked first: nothing is written unless it passes. What leaves is in DIR, with a manifest that is
    written last; crosswalk.sealed stays with you. It is still personal data.

    With --check DIR a release that was made is proved: that it is whole, that it holds no identifier where
    none may be and no key, and, with --submission and --keys, that it is what the submission allows.
    """
    must_be_one_form(context)
    if check is not None:
        return check_release(check, asked, quiet=quiet, pack=pack)
    for name in OF_CHECK:
        del asked[name]
    return _release(quiet=quiet, no_color=no_color, pack=pack, **asked)


def _release(
    submission: Path,
    out: Path,
    keys: Path,
    passphrase_file: Path | None,
    contract: Path | None,
    mapping: Path | None,
    evidence: Path | None,
    quiet: bool,
    no_color: bool,
    pack: Path | None,
    **asked: Any,
) -> int:
    if sum(map(is_stream, (submission, contract, passphrase_file))) > 1:
        raise UsageError(
            "input.twice",
            "Standard input cannot be two things at once, such as the submission and the passphrase.",
            fix="Name a file for one of them.",
        )
    chosen = settings(pack, contract_in(contract), evidence, area=True, mapping=mapping)
    from cfgovern import api
    from cfgovern.journeys.pseudonymise import ReleaseRequest
    from cfgovern.journeys.request import Request

    sent, used = None if is_stream(submission) else submission, chosen.contract or api.default_contract()
    keep_apart([out], "--out", contract=used, submission=sent, mapping=chosen.mapping, also=[keys])
    excluded = _exclusion(asked.pop("exclude_rejected"), asked.pop("approved_by"), asked.pop("reason"))
    area = chosen.area
    check = {name: asked.pop(name) for name in ("table", "as_of", "confirmations", "spark")}
    check |= {"period": area.period if area else None, "mapping": chosen.mapping}
    if contract is None:  # a contract that the user names wins
        check["area"] = area
    opened = api.open_keys(keys, unlock(keys, passphrase_file), allow_synced=asked["allow_synced"])
    register = asked.pop("register") or api.register_beside(keys)
    wanted = ReleaseRequest(keys=opened, register=register, exclusion=excluded, **asked)
    with progress(quiet=quiet) as told:
        request = Request(sent or standard_input(), used, progress=told, **check)
        made = api.pseudonymise(request, wanted, out, evidence=chosen.evidence)
    return _tell(made, out, quiet=quiet, colour=colour_wanted(no_color))


def _exclusion(wanted: bool, approved_by: str | None, reason: str | None) -> Exclusion | None:
    if not wanted and (approved_by or reason):
        raise UsageError(
            "release.no_exclusion",
            "An approval is for going on without rejected people, which was not asked for.",
            fix="Add --exclude-rejected, or leave out --approved-by and --reason.",
        )
    if not wanted:
        return None
    from cfgovern.journeys.pseudonymise import Exclusion

    return Exclusion(approved_by or "", reason or "")


def _tell(made: Released, out: Path, *, quiet: bool, colour: bool) -> int:
    from cfgovern import reporting

    if made.release is None:
        text = reporting.render(made.run.report, "text", width=100, colour=colour)
        click.echo(printable(text, "text"), nl=False, color=True)
        click.echo("Nothing was written: the submission does not pass its check.", err=True)
        return EXITS[made.run.report.outcome]
    from cfgovern.reporting.release import release_text

    if not quiet or made.tell:
        click.echo(printable(release_text(made.release, made.tell, str(out)), "text"), nl=False)
    return 0
