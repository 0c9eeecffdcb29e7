"""How a command comes to the passphrase of a key file: from a file or a prompt, and in no other way.

A command line stands in the history of a shell and in the list of processes, and a variable of the
environment is handed on to every process: so neither is asked.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from cfgovern.cli.streams import a_file, is_stream, standard_input
from cfgovern.cli.values import PLACE
from cfgovern.errors import UsageError
from cfgovern.keys.synced import SERVICES

if TYPE_CHECKING:
    from cfgovern.keys.locks import Passphrase, Unlock

__all__ = ["ALLOW_SYNCED", "KEYS", "PASSPHRASE", "chosen_passphrase", "unlock"]

KEYS = click.option(
    "--keys", type=PLACE, callback=a_file, required=True, metavar="FILE", help="The key file."
)
PASSPHRASE = click.option(
    "--passphrase-file",
    type=PLACE,
    metavar="FILE",
    help="The passphrase, as one line in a file (- is standard input); without it you are asked.",
)
ALLOW_SYNCED = click.option(
    "--allow-synced",
    multiple=True,
    type=click.Choice(SERVICES),
    metavar="NAME",
    help="Allow a folder that a program copies elsewhere, such as onedrive (may be given several times).",
)


_OPEN = (
    "Others on this computer may read the passphrase file. If it is yours, make it yours alone: chmod 600."
)


def unlock(keys: Path, passphrase_file: Path | None) -> Unlock:
    """What opens the key file ``keys``: a passphrase, or the keyring of the system.

    Raises UsageError as :func:`chosen_passphrase`, and for a file that is no whole key file.
    """
    from cfgovern import api
    from cfgovern.keys.systemkeyring import SystemKeyring

    if api.key_facts(keys).lock.get("way") == SystemKeyring.way:
        return SystemKeyring()
    return _passphrase(passphrase_file, confirmed=False)


def chosen_passphrase(passphrase_file: Path | None) -> Passphrase:
    """A passphrase for a new key file, typed twice where it is typed.

    Raises UsageError ``key.no_passphrase`` where nobody can be asked, and as
    :func:`cfgovern.keys.passphrasefile.kept_passphrase` does.
    """
    return _passphrase(passphrase_file, confirmed=True)


def _passphrase(file: Path | None, *, confirmed: bool) -> Passphrase:
    from cfgovern.keys.locks import Passphrase
    from cfgovern.keys.passphrasefile import kept_passphrase, may_be_read_by_others, passphrase_in
    from cfgovern.keys.secret import Secret

    if file is not None and is_stream(file):
        return passphrase_in(Secret(standard_input().read(4096)), "standard input")
    if file is not None:
        if may_be_read_by_others(file):
            click.echo(_OPEN, err=True)
        return kept_passphrase(file)
    if sys.stdin is None or not sys.stdin.isatty():
        raise UsageError(
            "key.no_passphrase",
            "There is nobody to ask for the passphrase.",
            fix="Name a file that holds it with --passphrase-file.",
        )
    asked: dict[str, Any] = {"hide_input": True, "err": True, "confirmation_prompt": confirmed}
    return Passphrase(click.prompt("Passphrase", **asked))
