"""``cfgovern pseudonymise --check``: prove a release again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from cfgovern.atomic import write_atomic
from cfgovern.cli.outputs import printable
from cfgovern.cli.places import keep_apart
from cfgovern.cli.progress import progress
from cfgovern.cli.settings import settings
from cfgovern.cli.streams import contract_in, is_stream, standard_input
from cfgovern.cli.unlocking import unlock
from cfgovern.errors import UsageError

if TYPE_CHECKING:
    from cfgovern.cli.settings import Settings
    from cfgovern.evidence.proof import ReleaseProof
    from cfgovern.journeys.request import Request
    from cfgovern.keys.keyfile import Keys

__all__ = ["FORMATS", "OF_CHECK", "check", "must_be_one_form"]

FORMATS = ("text", "json")
OF_CHECK = ("submission_of", "fmt", "output")
"""The parameters that only a proof has."""
_SHARED = ("keys", "passphrase_file", "contract", "table", "mapping", "evidence", "allow_synced")
_NEEDED = {
    "submission": "SUBMISSION",
    "out": "--out",
    "domain": "--domain",
    "release": "--release",
    "keys": "--keys",
}
_GENERAL = ("check", "quiet", "no_color", "pack")


def must_be_one_form(context: click.Context) -> None:
    """Refuse a command that is neither a release nor a proof of one, or a mixture of both.

    Raises UsageError ``proof.not_here`` or ``release.not_here`` with what belongs to the other form alone,
    ``release.needs`` with what is missing.
    """
    given = {
        option.name: (option.opts[0] if isinstance(option, click.Option) else "SUBMISSION")
        for option in context.command.params
        if option.name and context.get_parameter_source(option.name) is click.core.ParameterSource.COMMANDLINE
    }
    if "check" in given:
        strange = [said for name, said in given.items() if name not in (*_SHARED, *_GENERAL, *OF_CHECK)]
        if strange:
            raise UsageError(
                "proof.not_here",
                f"With --check this does not belong here: {', '.join(strange)}.",
                fix="Name the release with --check DIR, and what it was made from with --submission.",
            )
        return
    if strange := [given[name] for name in OF_CHECK if name in given]:
        raise UsageError(
            "release.not_here",
            f"This belongs to a proof alone: {', '.join(strange)}.",
            fix="Leave it out, or name the release that is to be proved with --check DIR.",
        )
    if missing := [said for name, said in _NEEDED.items() if context.params.get(name) is None]:
        raise UsageError(
            "release.needs",
            f"A release needs {', '.join(missing)}.",
            fix="Add that. To prove a release that was made, use --check DIR.",
        )


def check(folder: Path, asked: Mapping[str, Any], *, quiet: bool, pack: Path | None) -> int:
    """Prove the release in ``folder``; the exit code. ``asked``: all other parameters of the command."""
    sent: Path | None = asked["submission_of"]
    keys: Path | None = asked["keys"]
    if sum(map(is_stream, (sent, asked["contract"], asked["passphrase_file"]))) > 1:
        raise UsageError(
            "input.twice",
            "Standard input cannot be two things at once, such as the submission and the passphrase.",
            fix="Name a file for one of them.",
        )
    chosen = settings(
        pack, contract_in(asked["contract"]), asked["evidence"], area=True, mapping=asked["mapping"]
    )
    from cfgovern import api

    if chosen.contract is None and sent is not None:
        chosen = replace(chosen, contract=api.default_contract())
    output = None if is_stream(asked["output"]) else asked["output"]
    for place in filter(None, (folder, None if is_stream(sent) else sent)):
        for option, written in (("--output", output), ("--evidence", chosen.evidence)):
            keep_apart(
                [written] if written else [],
                option,
                contract=chosen.contract or folder / "released.odcs.yaml",
                submission=place,
                mapping=chosen.mapping,
                also=[keys],
            )
    opened = _opened(keys, asked) if keys else None
    with progress(quiet=quiet) as told:
        request = _request(sent, chosen, asked) if sent else None
        proof = api.check_release(folder, opened, request, evidence=chosen.evidence, progress=told)
    _tell(proof, asked["fmt"], output, quiet=quiet)
    return proof.exit_code


def _opened(keys: Path, asked: Mapping[str, Any]) -> Keys:
    from cfgovern import api

    return api.open_keys(keys, unlock(keys, asked["passphrase_file"]), allow_synced=asked["allow_synced"])


def _request(sent: Path, chosen: Settings, asked: Mapping[str, Any]) -> Request:
    """How the submission is checked: as it was for the release."""
    from cfgovern.journeys.request import Request

    assert chosen.contract is not None
    area = chosen.area
    return Request(
        standard_input() if is_stream(sent) else sent,
        chosen.contract,
        table=asked["table"],
        period=area.period if area else None,
        area=area if asked["contract"] is None else None,
        mapping=chosen.mapping,
    )


def _tell(proof: ReleaseProof, fmt: str, output: Path | None, *, quiet: bool) -> None:
    from cfgovern.reporting.proof import proof_json, proof_text

    text = proof_json(proof) if fmt == "json" else proof_text(proof)
    if output is not None:
        write_atomic(output, text.encode())
    elif fmt != "text" or not quiet:
        click.echo(printable(text, fmt), nl=False)
