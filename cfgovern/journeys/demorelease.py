"""The third part of the demo: the area as it should have been sent, parted for those who may have it."""

from __future__ import annotations

import secrets
from datetime import date
from pathlib import Path

from cfgovern.cohort import Rows
from cfgovern.contract.domains import load_domains
from cfgovern.contract.model import Contract
from cfgovern.contract.parts import parts_of
from cfgovern.evidence.release import Release
from cfgovern.journeys.demolinking import sent
from cfgovern.journeys.pseudonymise import ReleaseRequest, pseudonymise
from cfgovern.journeys.request import Request
from cfgovern.keys.keyfile import new_keys, open_keys
from cfgovern.keys.locks import Passphrase
from cfgovern.keys.synced import SERVICES
from cfgovern.progress import Told

__all__ = ["RELEASE", "parted", "told_of"]

RELEASE = "SYNTHETIC-release"
"""The folder of the release, with one of each domain in it."""


def parted(
    ready: Path, job: Path, contract: Contract, contract_path: Path, rows: Rows, day: date, told: Told | None
) -> list[Release]:
    """Part ``rows`` for each domain that is told of people, into the folder ``ready``.

    The keys lie in ``job`` and go with it: nobody can tell who is who.
    """
    submission = sent(job / "sent", contract, rows)
    lock = Passphrase(secrets.token_hex(16))
    new_keys(job / "keys", lock, allow_synced=SERVICES)
    keys = open_keys(job / "keys", lock, allow_synced=SERVICES)
    made = []
    for domain in load_domains(contract):
        if any(part.table.record_id for part in parts_of(contract, domain)):
            asked = ReleaseRequest(domain.name, "demo", keys, job / "releases", allow_synced=SERVICES)
            request = Request(submission, contract_path, as_of=day, progress=told)
            release = pseudonymise(request, asked, ready / RELEASE / domain.name).release
            made += [release] if release else []
    return made


def told_of(releases: list[Release]) -> str:
    """How many people were told of, and how many were kept back, in a line."""
    answers = max((one.people["sent"] for one in releases), default=0)
    linked = max((one.identifiers["sent"] for one in releases), default=0)
    return (
        f"Parted as it should have been: answers of {answers} people without names, and apart from them the "
        f"identifiers of the {linked} whose agreement to linking stands."
    )
