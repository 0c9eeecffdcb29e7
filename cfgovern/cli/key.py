"""``cfgovern key new|list|public|rotate|share|add|crosswalk``."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from cfgovern.atomic import write_atomic
from cfgovern.cli.main import options
from cfgovern.cli.outputs import printable
from cfgovern.cli.streams import a_file, is_stream
from cfgovern.cli.unlocking import ALLOW_SYNCED, KEYS, PASSPHRASE, chosen_passphrase, unlock
from cfgovern.cli.values import PLACE
from cfgovern.errors import UsageError

if TYPE_CHECKING:
    from cfgovern.keys.facts import Facts
    from cfgovern.keys.locks import Lock

__all__ = ["key"]

_KINDS = ("programme", "area", "pair")
ROOT = click.option(
    "--root",
    "roots",
    multiple=True,
    type=click.Choice((*_KINDS, "all")),
    default=("all",),
    show_default=True,
    help="Which keys (may be given several times).",
)
_WAYS = {
    "passphrase": "locked with a passphrase",
    "sealed": "sealed to a public key",
    "keyring": "locked with the keyring of the system",
}


@click.group()
def key() -> None:
    """Make and keep the keys of references and tokens.

    The programme root makes what must match between areas, the area root everything else. A pair of keys
    stands for its owner: others seal to its public half. No command shows a key.
    """


@key.command()
@KEYS
@ROOT
@click.option("--custodian", default="", metavar="NAME", help="The person or role who answers for it.")
@click.option(
    "--seal-to", type=PLACE, callback=a_file, metavar="PUBLIC", help="Lock it for the owner of a public key."
)
@click.option("--keyring", is_flag=True, help="Lock it with the keyring of the system.")
@PASSPHRASE
@ALLOW_SYNCED
@options
def new(
    keys: Path,
    roots: tuple[str, ...],
    custodian: str,
    seal_to: Path | None,
    keyring: bool,
    passphrase_file: Path | None,
    allow_synced: tuple[str, ...],
    quiet: bool,
    **_every: Any,
) -> int:
    """Make a key file, for you alone. Nothing is ever replaced by it.

    It is locked with a passphrase of 15 characters or more. A lost passphrase cannot be replaced.
    """
    from cfgovern import api

    lock = _lock(seal_to, keyring, passphrase_file)
    facts = api.new_keys(keys, lock, kinds=_kinds(roots), custodian=custodian, allow_synced=allow_synced)
    return _tell(facts, quiet=quiet)


def _lock(seal_to: Path | None, keyring: bool, passphrase_file: Path | None) -> Lock:
    if sum((seal_to is not None, keyring, passphrase_file is not None)) > 1:
        raise UsageError(
            "key.ways",
            "A key file is locked in one way.",
            fix="Choose one of --seal-to, --keyring and --passphrase-file.",
        )
    if seal_to is not None:
        from cfgovern.keys.locks import SealTo
        from cfgovern.keys.publickey import read_public

        return SealTo(read_public(seal_to).x25519)
    if keyring:
        from cfgovern.keys.systemkeyring import SystemKeyring

        return SystemKeyring()
    return chosen_passphrase(passphrase_file)


@key.command("list")
@KEYS
@PASSPHRASE
@ALLOW_SYNCED
@options
def list_(
    keys: Path,
    passphrase_file: Path | None,
    allow_synced: tuple[str, ...],
    quiet: bool,
    **_every: Any,
) -> int:
    """Show what a key file holds: kinds, epochs, days, fingerprints. It asks for no passphrase.

    With --passphrase-file it first makes sure that nobody has edited the file.
    """
    click.echo("\n".join(_listed(_facts(keys, passphrase_file, allow_synced))))
    return 0


@key.command()
@KEYS
@PASSPHRASE
@ALLOW_SYNCED
@click.option("--output", type=PLACE, metavar="FILE", help="Write here; - is standard output.")
@options
def public(
    keys: Path,
    passphrase_file: Path | None,
    allow_synced: tuple[str, ...],
    output: Path | None,
    quiet: bool,
    **_every: Any,
) -> int:
    """Give the public keys, for others to seal to and to check signatures by. It asks for no passphrase.

    Tell whoever gets them the fingerprint by another way, such as the telephone.
    """
    from cfgovern import api

    text = api.public_keys(_facts(keys, passphrase_file, allow_synced))
    if output is None or is_stream(output):
        click.echo(printable(text, "json"), nl=False)
        return 0
    from cfgovern.keys.keyfile import must_be_new

    must_be_new(output)
    write_atomic(output, text.encode())
    return 0


@key.command()
@KEYS
@ROOT
@click.option("--floor", type=int, metavar="N", help="Epochs below this one are no longer used.")
@click.option("--keep-epoch", is_flag=True, help="Add no epoch: move the floor alone.")
@PASSPHRASE
@ALLOW_SYNCED
@options
def rotate(
    keys: Path,
    roots: tuple[str, ...],
    floor: int | None,
    keep_epoch: bool,
    passphrase_file: Path | None,
    allow_synced: tuple[str, ...],
    quiet: bool,
    **_every: Any,
) -> int:
    """Add an epoch. Earlier ones stay, to issue again what was made with them, from the floor on.

    A new epoch gives new references and tokens: what is made with it joins nothing that was made before.
    """
    if keep_epoch and floor is None:
        raise UsageError(
            "key.nothing_to_do", "Without a new epoch or a floor nothing changes.", fix="Give --floor N."
        )
    from cfgovern import api

    facts = api.rotate_keys(
        keys,
        unlock(keys, passphrase_file),
        kinds=_kinds(roots),
        floor=floor,
        new_epoch=not keep_epoch,
        allow_synced=allow_synced,
    )
    return _tell(facts, quiet=quiet)


@key.command()
@KEYS
@click.option(
    "--seal-to", type=PLACE, callback=a_file, required=True, metavar="PUBLIC", help="The area's public key."
)
@click.option(
    "--output", type=PLACE, callback=a_file, required=True, metavar="FILE", help="The sealed file to write."
)
@PASSPHRASE
@ALLOW_SYNCED
@options
def share(
    keys: Path,
    seal_to: Path,
    output: Path,
    passphrase_file: Path | None,
    allow_synced: tuple[str, ...],
    quiet: bool,
    **_every: Any,
) -> int:
    """Seal the programme root to an area. Only the area can open what is written.

    Compare the fingerprint of the area's public key with the area first, and tell it that of the root.
    """
    from cfgovern import api

    opened = unlock(keys, passphrase_file)
    facts = api.share_keys(keys, opened, seal_to, output, allow_synced=allow_synced)
    return _tell(facts, quiet=quiet)


@key.command()
@KEYS
@click.option(
    "--from", "sealed", type=PLACE, callback=a_file, required=True, metavar="SEALED",
    help="What the linker sealed to you.",
)  # fmt: skip
@click.option(
    "--fingerprint", required=True, metavar="HEX", help="That of the root, as the linker told it to you."
)
@click.option("--drop-own", is_flag=True, help="Let go of a programme root that this file made for itself.")
@PASSPHRASE
@ALLOW_SYNCED
@options
def add(
    keys: Path,
    sealed: Path,
    fingerprint: str,
    drop_own: bool,
    passphrase_file: Path | None,
    allow_synced: tuple[str, ...],
    quiet: bool,
    **_every: Any,
) -> int:
    """Take a root that was sealed to you into your key file."""
    from cfgovern import api

    opened = unlock(keys, passphrase_file)
    facts = api.add_keys(keys, opened, sealed, fingerprint, drop_own=drop_own, allow_synced=allow_synced)
    return _tell(facts, quiet=quiet)


@key.command()
@click.argument("crosswalk", type=PLACE, callback=a_file)
@KEYS
@click.option("--ref", "refs", multiple=True, metavar="HEX", help="Whose is this person_ref or link_id?")
@click.option(
    "--output",
    type=PLACE,
    callback=a_file,
    metavar="FILE",
    help="Write everybody into this new file, as CSV.",
)
@PASSPHRASE
@ALLOW_SYNCED
@options
def crosswalk(
    crosswalk: Path,
    keys: Path,
    refs: tuple[str, ...],
    output: Path | None,
    passphrase_file: Path | None,
    allow_synced: tuple[str, ...],
    quiet: bool,
    **_every: Any,
) -> int:
    """Open the CROSSWALK of a release, to tell who is who. It is for your own eyes.

    With --ref it prints your record id of each; with --output it writes everybody, for you alone to read.
    """
    if bool(refs) == (output is not None):
        raise UsageError(
            "crosswalk.asked", "Ask for somebody, or for a file of everybody.", fix="Give --ref or --output."
        )
    from cfgovern import api
    from cfgovern.journeys.crosswalk import crosswalk_csv, whose
    from cfgovern.keys.keyfile import must_be_new
    from cfgovern.keys.synced import must_not_be_synced

    people = api.read_crosswalk(
        crosswalk, api.open_keys(keys, unlock(keys, passphrase_file), allow_synced=allow_synced)
    )
    if output is None:
        click.echo("\n".join(whose(people, refs)))
        return 0
    must_not_be_synced(output, allow_synced)
    must_be_new(output)
    write_atomic(output, crosswalk_csv(people), mode=0o600)
    return 0


def _kinds(roots: tuple[str, ...]) -> tuple[str, ...]:
    return _KINDS if "all" in roots else roots


def _facts(keys: Path, passphrase_file: Path | None, allow_synced: tuple[str, ...]) -> Facts:
    from cfgovern import api

    opened = None if passphrase_file is None else unlock(keys, passphrase_file)
    return api.key_facts(keys, opened, allow_synced=allow_synced)


def _tell(facts: Facts, *, quiet: bool) -> int:
    if not quiet:
        click.echo("\n".join(_listed(facts)))
    return 0


def _listed(facts: Facts) -> Iterable[str]:
    """A key file in words: nothing that is not public."""
    whose = f"Custodian: {facts.custodian or 'not named'}."
    yield f"{whose} Made on {facts.made_on}, {_WAYS.get(str(facts.lock.get('way')), 'locked')}."
    for kind in _KINDS:
        for entry in facts.epochs(kind):
            below = "  below the floor" if entry.epoch < facts.floor(kind) else ""
            whence = "" if entry.made_here else "  from another"
            yield f"{kind:<10} epoch {entry.epoch:<3} {entry.made_on}  {entry.fingerprint}{whence}{below}"
