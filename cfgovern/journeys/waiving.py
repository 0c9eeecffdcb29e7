"""What the programme waives, on the day of the check and for the area in hand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from cfgovern.contract.model import Contract
from cfgovern.errors import Fault
from cfgovern.findings import SEVERITIES, Severity, Unused, Waived
from cfgovern.profile.waivers import Waiver, Waivers, load_waivers, refusal
from cfgovern.validation.planning import Planned
from cfgovern.validation.waiving import Waivable, with_waived
from cfgovern.yamlfile import Given, did_you_mean

__all__ = ["Resting", "resting", "waiver_faults"]

_BECOMES: dict[str, Severity | None] = {"warning": "warning", "info": "info", "not_run": None}
_REFUSALS = {
    "block": "names a block: nothing may leave with it, so it cannot be waived",
    "key": "checks a record key that reports show: without it, a name could stand there",
}


@dataclass(frozen=True, slots=True)
class Resting:
    """The waivers in force. ``digest``: of their file."""

    waivers: tuple[Waiver, ...] = ()
    unused: tuple[Unused, ...] = ()
    digest: str | None = None

    @property
    def severities(self) -> dict[str, Severity | None]:
        """What each rule becomes, None: not run; of two waivers the stricter one counts."""
        found: dict[str, Severity | None] = {}
        for waiver in self.waivers:
            becomes = _BECOMES[waiver.becomes]
            found[waiver.rule] = min(found.get(waiver.rule, becomes), becomes, key=_mildness)
        return found

    def planned(self, planned: Planned) -> Planned:
        """``planned`` as the waivers in force leave it."""
        return with_waived(planned, self.severities) if self.waivers else planned

    def told(self, counts: Mapping[str, int]) -> tuple[Waived, ...]:
        """How a report tells of them; ``counts``: the findings of each rule."""
        return tuple(
            Waived(
                one.rule, one.becomes, one.areas, one.since, one.until, one.owner, one.reason,
                counts.get(one.rule, 0),
            )
            for one in self.waivers
        )  # fmt: skip


def _mildness(severity: Severity | None) -> int:
    return len(SEVERITIES) if severity is None else SEVERITIES.index(severity)


def resting(path: Path | Given, contract: Contract, planned: Planned, day: str, area: str | None) -> Resting:
    """What rests on ``day`` (ISO date) for the area of that id (None: unknown), by the file beside ``path``.

    Raises OperatorFileError for waivers that cannot be used, or that waive what may not be waived.
    """
    waivers = load_waivers(path, contract.id)
    if waivers is None:
        return Resting()
    may = Waivable(planned)
    faults = [fault for fault in _faults(waivers, may) if fault.code != "waivers.unknown"]
    if faults:
        raise refusal(faults)
    held, unused = [], []
    for waiver in waivers.entries:
        because = _not_held(waiver, may, day, area)
        if because is None:
            held.append(waiver)
        elif because:
            known = waiver.rule if waiver.rule in may.known else None
            unused.append(Unused("waiver", known, waiver.line, because))
    return Resting(tuple(held), tuple(unused), waivers.digest)


def waiver_faults(path: Path | Given, contract: Contract, planned: Planned) -> list[Fault]:
    """Every fault of the waivers beside the contract: also rules that it does not have.

    Raises OperatorFileError with the faults of a file that cannot be read.
    """
    waivers = load_waivers(path, contract.id)
    return [] if waivers is None else _faults(waivers, Waivable(planned))


def _faults(waivers: Waivers, may: Waivable) -> list[Fault]:
    faults = []
    for waiver in waivers.entries:
        refused = may.refusal(waiver.rule)
        if refused == "unknown":
            fix = did_you_mean(waiver.rule, may.known).strip()
            faults.append(waivers.fault(refused, _UNKNOWN, waiver, fix))
        elif refused:
            faults.append(waivers.fault(refused, _REFUSALS[refused], waiver))
    return faults


_UNKNOWN = "is the id of no rule of this contract that can be waived"


def _not_held(waiver: Waiver, may: Waivable, day: str, area: str | None) -> str | None:
    """Why ``waiver`` does nothing; empty where it is another area's, None where it holds."""
    if waiver.areas and area is not None and area not in waiver.areas:
        return ""
    if may.refusal(waiver.rule) == "unknown":
        return f"It names no rule of this contract that can be waived.{did_you_mean(waiver.rule, may.known)}"
    if day < waiver.since:
        return f"It holds from {waiver.since} on."
    if day > waiver.until:
        return f"It ended on {waiver.until}."
    if waiver.areas and area is None:
        return "It is for some areas only, and no area.yaml says which area this is."
    return None
