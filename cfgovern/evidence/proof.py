"""What is proved of a release: each proof by a stable name, whether it held, and what to do if it did not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple

from cfgovern.riskfigures import Risk

__all__ = ["PROOFS", "Proof", "ReleaseProof", "failed", "held", "judged", "not_run"]

State = Literal["held", "failed", "not_run"]


class _Words(NamedTuple):
    held: str
    failed: str
    fix: str


_AGAIN = "Do not send it. Make the release again from the submission."
PROOFS: Mapping[str, _Words] = {
    "manifest": _Words("The manifest is whole.", "The manifest cannot be trusted.", _AGAIN),
    "whole": _Words(
        "Every file is as it was when the release was made, and there is no other.",
        "The files are not those that the manifest names.",
        _AGAIN,
    ),
    "crosswalk": _Words(
        "The crosswalk opens with your key, and tells of the people of this release.",
        "The crosswalk does not belong to this release.",
        "Without its crosswalk nobody can tell who is who: take the copy that you keep, or release again.",
    ),
    "conservation": _Words(
        "Every person and every row is accounted for.", "The counts of the manifest do not add up.", _AGAIN
    ),
    "contract": _Words(
        "What was released keeps to its released contract.",
        "What was released does not keep to its released contract.",
        _AGAIN,
    ),
    "no_identifier": _Words(
        "No personal identifier was found in the answers.",
        "The answers hold what looks like personal identifiers.",
        "Do not send it. Look at each place, mend the contract's treatment of it, and release again.",
    ),
    "apart": _Words(
        "No file holds both names and answers.",
        "Names and answers are not kept apart.",
        _AGAIN,
    ),
    "no_key": _Words(
        "No key stands in any file.",
        "A key of yours stands in a file.",
        "Do not send it. Rotate your keys: whoever has the file may have them.",
    ),
    "people": _Words(
        "Exactly those people are in it who may be.",
        "It holds somebody who may not be in it, or lacks somebody who should be.",
        _AGAIN,
    ),
    "treatments": _Words(
        "Every value that was worked out again is as it was sent.",
        "What was sent is not what the treatments of the contract make of the submission.",
        _AGAIN,
    ),
}
"""Each proof, in the order in which they are told: what is said if it holds, if not, and the remedy."""


@dataclass(frozen=True, slots=True)
class Proof:
    """One proof. ``code``: why it did not hold; ``exit_code``: what that means for the command (0 to 3).

    ``says`` is a sentence, of a proof that was not run the reason. ``details``: more sentences, without any
    value of the release.
    """

    name: str
    state: State
    says: str
    code: str | None = None
    fix: str = ""
    details: tuple[str, ...] = ()
    exit_code: int = 0


@dataclass(frozen=True, slots=True)
class ReleaseProof:
    """All proofs of one release.

    ``about``: what the manifest says of it, as far as people tell releases apart by it; None where it says
    nothing. ``risk``: how easily people in the answers could be singled out, which is never passed or failed.
    ``contract`` and ``submission``: the digests that the manifest names; ``parts``: those that it has.
    Times are ISO 8601 in UTC.
    """

    run_id: str
    cfgovern_version: str
    about: Mapping[str, Any] | None
    proofs: tuple[Proof, ...]
    risk: Risk | None
    contract: str
    submission: str | None
    options: Mapping[str, Any]
    started: str
    ended: str
    parts: tuple[str, ...] = ()

    @property
    def exit_code(self) -> int:
        """0 all proofs hold; 1 one does not; 2 wrong key or epoch; 3 it was changed. The highest wins."""
        return max((one.exit_code for one in self.proofs), default=0)

    @property
    def outcome(self) -> str:
        """``pass``, ``fail``, or ``refused`` where the release was changed."""
        return {0: "pass", 3: "refused"}.get(self.exit_code, "fail")


def held(name: str, *details: str) -> Proof:
    """The proof ``name`` holds."""
    return Proof(name, "held", PROOFS[name].held, details=details)


def failed(
    name: str, code: str, details: Sequence[str] = (), *, exit_code: int = 1, fix: str | None = None
) -> Proof:
    """The proof ``name`` does not hold. ``fix``: another remedy than its usual one."""
    words = PROOFS[name]
    return Proof(name, "failed", words.failed, code, fix or words.fix, tuple(details), exit_code)


def judged(name: str, code: str, faults: Sequence[str], *details: str) -> Proof:
    """The proof ``name``, which holds if there are no ``faults``. ``details``: what is said if it holds."""
    return failed(name, code, faults) if faults else held(name, *details)


def not_run(name: str, because: str) -> Proof:
    """The proof ``name`` was not run."""
    return Proof(name, "not_run", because)
