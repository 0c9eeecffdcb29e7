"""What one run of ``cfgovern synth`` is asked for and works on, whatever its mode."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from cfgovern.cohort import story
from cfgovern.cohort.area import Cohort, plan
from cfgovern.cohort.margins import read_margins
from cfgovern.cohort.profile import profile_for
from cfgovern.cohort.rows import Rows
from cfgovern.contract.model import Contract
from cfgovern.errors import UsageError
from cfgovern.evidence.measures import Target
from cfgovern.journeys.satisfy import accepted_rows
from cfgovern.journeys.submissions import EXTENSIONS, Writer
from cfgovern.progress import Told
from cfgovern.yamlfile import did_you_mean, one_of

__all__ = ["AS_OF", "DEFAULTS", "Asked", "Default", "Work", "form_of", "margins_of", "not_about"]

AS_OF = date(2026, 10, 1)
"""The day that data are made for unless another is asked: the same on every day."""
_MOST_IN_MEMORY = 200_000


@dataclass(frozen=True, slots=True)
class Default:
    """What a mode makes unless something else is asked, and what can be asked of it.

    ``forms``: how its submissions can be written. ``several``: whether it can make more areas than one.
    ``fixed``: it makes as many people as it takes.
    """

    people: int
    areas: int = 1
    form: str = "csv"
    forms: tuple[str, ...] = EXTENSIONS
    several: bool = False
    fixed: bool = False


DEFAULTS: Mapping[str, Default] = {
    "tiny": Default(12, form="xlsx", several=True),
    "cohort": Default(4_700, areas=18, several=True),
    "edge": Default(1, fixed=True),
    "faulty": Default(260, forms=("xlsx", "csv")),
    "linkage": Default(2_000),
    "notes": Default(250, forms=("csv",)),
    "volume": Default(550_000, areas=18, form="parquet", forms=("parquet", "csv"), several=True),
    "quarters": Default(120, several=True),
}


@dataclass(frozen=True, slots=True)
class Asked:
    """What the user asked for; None is the mode's own."""

    mode: str = "tiny"
    areas: int | None = None
    people: int | None = None
    seed: int = 1
    as_of: date = AS_OF
    faults: str = "all"
    margins: Path | None = None
    form: str | None = None


@dataclass(slots=True)
class Work:
    """One run: what is asked for, and where it is written. A mode adds what there is to tell."""

    contract: Contract
    asked: Asked
    writer: Writer
    people: int
    areas: int
    targets: tuple[Target, ...] | None
    own: tuple[Target, ...]
    said: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    nhs_numbers_left_empty: int = 0
    whole: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    progress: Told | None = None
    _cohort: Cohort | None = None

    @property
    def cohort(self) -> Cohort:
        """The people asked for, still to be made. Planned once, as fitting totals takes a while."""
        if self._cohort is None:
            self._cohort = plan(
                self.contract,
                people=self.people,
                areas=self.areas,
                as_of=self.asked.as_of,
                seed=self.asked.seed,
                asked=self.targets,
            )
        return self._cohort

    def rows(self, area: int = 0) -> Rows:
        """One area, every table; the engine itself has accepted those of a contract without a story."""
        if self.cohort.world is not None:
            return self.cohort.rows(area)
        return accepted_rows(self.contract, rows=self.people, as_of=self.asked.as_of, seed=self.asked.seed)

    def name(self, area: int = 0) -> str:
        """What the submission of an area is called, after SYNTHETIC."""
        return self.cohort.areas[area] or "submission"


def form_of(asked: Asked) -> str:
    """How submissions are written. Raises UsageError ``synth.*`` for what the mode cannot make."""
    default = DEFAULTS.get(asked.mode)
    if default is None:
        meant = did_you_mean(asked.mode, DEFAULTS)
        raise UsageError("synth.mode", f"There is no such mode.{meant}", fix=f"Choose {one_of(DEFAULTS)}.")
    form = asked.form or default.form
    if form not in default.forms:
        raise UsageError(
            "synth.form",
            f"This mode is not written as {form}.",
            fix=f"Choose {' or '.join(f'--format {one}' for one in default.forms)}.",
        )
    needless = {
        "--areas": (asked.areas or 1) > 1 and not default.several,
        "--participants": asked.people is not None and default.fixed,
        "--margins": asked.margins is not None and default.fixed,
        "--faults": asked.faults != "all" and asked.mode != "faulty",
    }
    for option in (name for name, given in needless.items() if given):
        raise UsageError(
            "synth.option", f"The mode {asked.mode} makes nothing of {option}.", fix="Leave it out."
        )
    if asked.mode != "volume" and (asked.people or 0) > _MOST_IN_MEMORY:
        raise UsageError(
            "synth.people",
            f"This mode makes {_MOST_IN_MEMORY:,} people at most.",
            fix="Ask for fewer, or choose --mode volume.",
        )
    return form


def margins_of(
    contract: Contract, path: Path | None
) -> tuple[tuple[Target, ...] | None, tuple[Target, ...], list[str]]:
    """The totals to draw to, those of them that are the user's own, and what there is to say about them.

    A user's own take the place of those of the profile about the same columns.
    """
    if path is None:
        return None, (), []
    profile = profile_for(contract)
    if profile is None:
        raise UsageError(
            "synth.margins",
            "Margins need a cohort profile, and the pack has none for this contract.",
            fix="Leave out --margins, or add a profile to the folder synthetic of the pack.",
        )
    try:
        text = path.read_bytes()
    except OSError:
        raise UsageError(
            "synth.margins", "The file of margins cannot be read.", fix="Check its name and place."
        ) from None
    codes = {concept: tuple(known) for concept, known in story.coded(profile).items()}
    own, suppressed = read_margins(text, path.name, codes)
    told = f"{suppressed} cells of the margins were suppressed and took no part." if suppressed else ""
    return (*not_about(profile.fitted, own), *own), own, [told] if told else []


def not_about(targets: Sequence[Target], own: Sequence[Target]) -> list[Target]:
    """Those of ``targets`` that are about other columns than ``own``."""
    named = {concept for target in own for concept in target.where}
    return [target for target in targets if not named & {*target.where, *target.among}]
