"""The part of the front door that is about releases; :mod:`cfgovern.api` hands it on."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cfgovern.evidence.links import Linkage
    from cfgovern.evidence.proof import ReleaseProof
    from cfgovern.journeys.linking import LinkRequest
    from cfgovern.journeys.linkplan import Planned, PlanRequest
    from cfgovern.journeys.pseudonymise import Released, ReleaseRequest
    from cfgovern.journeys.request import Request
    from cfgovern.keys.opened import Keys
    from cfgovern.progress import Told
    from cfgovern.yamlfile import Given

__all__ = [
    "check_release",
    "export_released",
    "java_of_splink",
    "link",
    "link_plan",
    "pseudonymise",
    "read_crosswalk",
    "register_beside",
]


def export_released(domain: str, path: Path | str | Given | None = None, mode: str = "split") -> str:
    """The contract (ODCS YAML) of what leaves for ``domain``, in the ``mode`` split or tokens.

    Raises UsageError ``domain.unknown``, ``released.record_id``, ``released.name``, ``released.mode``.
    """
    from cfgovern.api import load_contract
    from cfgovern.contract.domains import domain_for
    from cfgovern.journeys.releasedtext import released_text

    contract = load_contract(path)
    return released_text(contract, domain_for(contract, domain), mode=mode)


def link(asked: LinkRequest) -> Linkage:
    """Which records of two releases, or of two submissions in the clear, are of one person.

    ``asked``: ``cfgovern.journeys.linking.LinkRequest``. Nothing is written and nothing merged: the links of
    what is returned are ids and probabilities. Raises as :func:`cfgovern.journeys.linking.link` does.
    """
    from cfgovern.journeys.linking import link as made

    return made(asked)


def java_of_splink() -> str:
    """The file with the functions in Java that Splink needs, for ``spark.jars`` of a session of yours.

    Raises UsageError ``link.no_splink`` where the extra ``link`` is not installed.
    """
    from cfgovern.linkage import scoring

    scoring.must_have_splink()
    return scoring.java_of_splink()


def link_plan(asked: PlanRequest, *, evidence: Path | str | None = None) -> Planned:
    """How well people would be linked by each set of identifiers of a domain, in the clear and by tokens.

    ``asked``: ``cfgovern.journeys.linkplan.PlanRequest``. Everybody is made up in the run. ``evidence``: a
    folder for the run record, which holds the figures. Raises as
    :func:`cfgovern.journeys.linkplan.link_plan` does.
    """
    from cfgovern.journeys.linkplan import keep_plan
    from cfgovern.journeys.linkplan import link_plan as made

    planned = made(asked)
    if evidence is not None:
        keep_plan(planned, Path(evidence))
    return planned


def pseudonymise(
    request: Request, asked: ReleaseRequest, out: Path | str, *, evidence: Path | str | None = None
) -> Released:
    """Part a submission for one domain into the new folder ``out``, if it passes its check.

    ``request``: the submission and how it is checked (``cfgovern.journeys.request.Request``); ``asked``: what
    is asked of the release (``cfgovern.journeys.pseudonymise.ReleaseRequest``). ``evidence``: a folder for
    the run record. The ``run`` of what is returned is the check; its ``release`` is None where that stopped
    it. Raises OperatorFileError or UsageError for a faulty file or request, KeyFault for keys that do not
    fit, InternalFault for a fault of ours.
    """
    from cfgovern.journeys.pseudonymise import keep_record
    from cfgovern.journeys.pseudonymise import pseudonymise as part

    made = part(request, asked, Path(out))
    if evidence is not None:
        keep_record(made, Path(evidence))
    return made


def read_crosswalk(path: Path | str, keys: Keys) -> list[dict[str, str]]:
    """Everybody in the sealed crosswalk of a release, for the area's own eyes.

    Of each: record_id, person_ref, link_id, and why answers and identifiers were kept back, if they were.
    Raises KeyFault for keys that do not fit, UsageError where it cannot be read.
    """
    from cfgovern.journeys.crosswalk import read_crosswalk as read

    return read(Path(path), keys)


def check_release(
    folder: Path | str,
    keys: Keys | None = None,
    submission: Request | None = None,
    *,
    evidence: Path | str | None = None,
    progress: Told | None = None,
) -> ReleaseProof:
    """Prove the release in ``folder``: that it is whole, and that what its manifest claims is so.

    ``keys``: those of the area (``open_keys``); ``submission``: what it was made from, and how that was
    checked; its day is that of the release. What needs one that is not given is not run, and the result says
    so. ``evidence``: a folder for the run record. Raises UsageError for a submission without keys or a folder
    that is not there, OperatorFileError for a faulty file, InternalFault for a fault of ours.
    """
    from cfgovern.journeys.proof import check_release as proved
    from cfgovern.journeys.proof import keep_proof
    from cfgovern.reporting.proof import proof_json

    proof = proved(Path(folder), keys, submission, progress)
    if evidence is not None:
        keep_proof(proof, proof_json(proof), Path(evidence))
    return proof


def register_beside(keys: Path | str) -> Path:
    """Where the register of releases is kept that are made with the key file ``keys``."""
    from cfgovern.journeys.register import ENDING

    path = Path(keys)
    return path.with_name(path.name + ENDING)
