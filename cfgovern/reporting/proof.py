"""What was proved of a release, for people and for other programs."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from cfgovern.evidence.proof import Proof, ReleaseProof
from cfgovern.reporting.risk import risk_document
from cfgovern.reporting.words import SYNTHETIC

__all__ = ["proof_document", "proof_json", "proof_text"]

_VERSION = 1
_STATES = {"held": "proved", "failed": "FAILED", "not_run": "not run"}
_ENDS = {
    0: "All that was proved holds.",
    1: "Not everything holds. Do not send it.",
    2: "These are not the keys of this release.",
    3: "The release was changed since it was made. Do not send it.",
}


def proof_document(proof: ReleaseProof) -> dict[str, Any]:
    """The proofs as plain values; see ``schemas/machine/release-proof.schema.json``."""
    return {
        "proof": "release",
        "proof_version": _VERSION,
        "cfgovern_version": proof.cfgovern_version,
        "run_id": proof.run_id,
        "outcome": proof.outcome,
        "exit_code": proof.exit_code,
        "release": dict(proof.about) if proof.about else None,
        "proofs": [
            {
                "name": one.name,
                "state": one.state,
                "code": one.code,
                "says": one.says,
                "details": list(one.details),
                "fix": one.fix,
            }
            for one in proof.proofs
            if one.state != "not_run"
        ],
        "not_run": [
            {"proof": one.name, "because": one.says} for one in proof.proofs if one.state == "not_run"
        ],
        "risk": risk_document(proof.risk) if proof.risk else None,
    }


def proof_json(proof: ReleaseProof) -> str:
    """The proofs as JSON text."""
    return json.dumps(proof_document(proof), indent=2, ensure_ascii=False, allow_nan=False) + "\n"


def proof_text(proof: ReleaseProof) -> str:
    """The proofs in plain words."""
    return "\n".join(_lines(proof)) + "\n"


def _lines(proof: ReleaseProof) -> Iterator[str]:
    if proof.about:
        about = proof.about
        if about["record_origin"] == "synthetic":
            yield SYNTHETIC
        yield f"Release {about['release']} for {about['domain']}, made at {about['made_at']}."
        yield ""
    for one in proof.proofs:
        yield from _one(one)
    if proof.risk:
        yield ""
        yield "How easily people in the answers could be singled out (no pass mark):"
        yield from (f"  {sentence}" for sentence in proof.risk.sentences)
    yield ""
    yield _ENDS[proof.exit_code]
    if any(one.state == "not_run" for one in proof.proofs):
        yield "What was not run is not proved."


def _one(one: Proof) -> Iterator[str]:
    code = f" [{one.code}]" if one.code else ""
    yield f"{_STATES[one.state]:>8}  {one.name}: {one.says}{code}"
    for detail in one.details:
        yield f"{'':10}{detail}"
    if one.fix:
        yield f"{'':10}{one.fix}"
