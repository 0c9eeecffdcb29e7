"""What a proof asks for beyond the folder of a release: the roots it was made with, and its submission."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from cfgovern.contract.domains import domain_for
from cfgovern.contract.load import load_contract
from cfgovern.contract.parts import PERSON_REF, tables_for
from cfgovern.errors import UsageError
from cfgovern.journeys.clkrelease import schemas_of
from cfgovern.journeys.releasing import Making, named_in
from cfgovern.journeys.request import Request
from cfgovern.journeys.submission import check_in
from cfgovern.keys.faults import KeyFault
from cfgovern.keys.keyfile import Keys
from cfgovern.keys.root import Root
from cfgovern.tokens.keyed import token_key
from cfgovern.tokens.normaliser import VERSIONS

__all__ = ["Roots", "again_of", "roots_of"]


@dataclass(frozen=True, slots=True, repr=False)
class Roots:
    """The roots that a release was made with. ``programme``: None where it has no tokens."""

    area: Root
    programme: Root | None

    def ref(self, told: Mapping[str, Any]) -> str:
        """The key of the person_ref of a release, for a limited child."""
        return token_key(self.area, told["domain"], self.area.epoch, PERSON_REF).for_child()


def roots_of(keys: Keys, told: Mapping[str, Any]) -> Roots:
    """The roots with the fingerprints that a manifest names, also of an epoch below the floor.

    Raises KeyFault ``release.wrong_key`` or ``release.wrong_epoch``.
    """
    marks = told["keys"]
    programme = _root(keys, "programme", marks["programme"], None) if "programme" in marks else None
    return Roots(_root(keys, "area", marks.get("area"), told["epoch"]), programme)


def _root(keys: Keys, kind: str, fingerprint: str | None, epoch: int | None) -> Root:
    """The root with that fingerprint, which must be of the ``epoch``, if one is said."""
    known = {entry.fingerprint: entry.epoch for entry in keys.listed().epochs(kind)}
    found = known.get(fingerprint or "")
    if found is not None and epoch in (None, found):
        return keys.reading_root(kind, found)
    if found is not None or (known and epoch is not None and epoch not in known.values()):
        raise KeyFault(
            "release.wrong_epoch",
            "The release was made with an epoch that your key file does not have, or has as another.",
            fix="Give the newest copy of your key file; cfgovern key list says which epochs it has.",
        )
    raise KeyFault(
        "release.wrong_key",
        "The release was made with other keys than these.",
        fix="Give the key file whose fingerprint stands in the manifest; cfgovern key list shows it.",
    )


def again_of(
    request: Request, told: Mapping[str, Any], job: Path, roots: Roots, salt: str, folder: Path
) -> dict[str, Any] | UsageError:
    """What of the release in ``folder`` is to be worked out again, from the submission of ``request``, as of
    :class:`cfgovern.journeys.proofagain.Again`; or why it is no proof of this release.

    Raises OperatorFileError or UsageError as :func:`cfgovern.journeys.submission.check_in`.
    """
    contract = load_contract(request.contract)
    if contract.digest != told["contract"]["digest"]:
        return UsageError(
            "release.other_contract",
            "The release was made by another contract.",
            fix="Name the contract of its day with --contract: its digest stands in the manifest.",
        )
    if told["normaliser"] not in VERSIONS:
        return UsageError(
            "release.normaliser",
            "The release was made with a normaliser that this version does not have.",
            fix="Use the version of cfgovern that made it, or a later one.",
        )
    domain, day = domain_for(contract, told["domain"]), date.fromisoformat(told["as_of"])
    checked = check_in(request, job, contract=contract, hand_on=tables_for(contract, domain))
    report = checked.run.report
    if report.submission_digest != told["submission"] or checked.answer is None:
        return UsageError(
            "release.other_submission",
            "This is not the submission that the release was made from.",
            fix="Name the file or folder that was given then, unchanged.",
        )
    making = Making(
        told["release"], domain, told["mode"], told["normaliser"], day, checked, job,
        roots.area, roots.programme, None, None, (told.get("clk") or {}).get("salt"),
    )  # fmt: skip
    parts = making.parts()
    schemas = schemas_of(parts).items()
    if any(
        not (folder / name).is_file() or (folder / name).read_bytes() != text.encode()
        for name, text in schemas
    ):
        return UsageError(
            "release.other_schema",
            "The release was made by another linkage schema.",
            fix="Use the settings of its day, with --pack.",
        )
    keys = {
        of: {name: key.for_child() for name, key in some.items()} for of, some in making.keys(parts).items()
    }
    return {**making.planned(parts), "keys": keys, "identifiers": named_in(contract), "salt": salt}
