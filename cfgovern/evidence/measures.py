"""What was asked of a made-up cohort and what was drawn, as plain values for whoever shows them.

No value here describes a real person or a real area.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from types import MappingProxyType
from typing import Literal

__all__ = [
    "Achieved",
    "AreaBalance",
    "Characteristic",
    "Codes",
    "CohortReport",
    "Combination",
    "Conformance",
    "Correlation",
    "Counted",
    "FollowUp",
    "Lag",
    "Measures",
    "Needs",
    "Run",
    "Step",
    "Target",
    "Trajectory",
]

Codes = Mapping[str, tuple[str, ...]]
_NONE: Codes = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Target:
    """One figure asked of a cohort. Tables and columns are named by concept, cells by their text.

    ``kind`` share: of the rows of ``of`` that match ``given`` (all of them if it is empty), ``share`` per
    cent match ``where`` and have one of ``codes`` in at least ``at_least`` of the columns ``among``.
    ``kind`` mean: ``value`` is the mean over the base of ``mean_of``: one column of numbers, or the months
    (days / 30.4375) from the first of two columns of days to the second. A column that ``of`` does not
    have is looked up in the person's row. ``assumed``: nobody has published the figure.
    """

    id: str
    words: str
    of: str
    source: str
    kind: Literal["share", "mean"] = "share"
    share: Decimal | None = None
    where: Codes = field(default_factory=lambda: _NONE)
    given: Codes = field(default_factory=lambda: _NONE)
    at_least: int | None = None
    among: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    value: Decimal | None = None
    mean_of: tuple[str, ...] = ()
    unit: str = ""
    assumed: bool = False
    conflicts_with: tuple[str, ...] = ()

    @property
    def asked(self) -> Decimal:
        """The figure asked: per cent of a share, or the mean. Raises ValueError if there is none."""
        asked = self.share if self.kind == "share" else self.value
        if asked is None:
            raise ValueError(f"the target {self.id} asks for no figure")
        return asked


@dataclass(frozen=True, slots=True)
class Achieved:
    """What was drawn for one target: ``count`` of ``n`` rows, ``value`` in per cent, or the mean of ``n``.

    ``low`` and ``high`` end the 95 % interval of sampling (Wilson's for a share, the normal one for a
    mean). None where nothing could be measured, and ``because`` says why.
    """

    target: Target
    n: int
    count: int | None = None
    value: float | None = None
    low: float | None = None
    high: float | None = None
    because: str = ""

    @property
    def residual(self) -> float | None:
        """Achieved less asked: in points of per cent for a share, in the unit of the mean otherwise."""
        return None if self.value is None else self.value - float(self.target.asked)

    @property
    def by_chance(self) -> bool:
        """Whether the asked figure lies in the interval, so that sampling alone explains the residual."""
        if self.low is None or self.high is None:
            return False
        return self.low <= float(self.target.asked) <= self.high


@dataclass(frozen=True, slots=True)
class Counted:
    """How many there are of one kind."""

    words: str
    count: int


@dataclass(frozen=True, slots=True)
class Combination:
    """How many people have exactly these needs: one True or False for each need."""

    members: tuple[bool, ...]
    count: int


@dataclass(frozen=True, slots=True)
class Needs:
    """Which needs come together. ``combinations`` most frequent first; ``numbers[k]``: people with k.

    ``kind`` is what all the needs have in common, such as ``ever``.
    """

    names: tuple[str, ...]
    people: int
    combinations: tuple[Combination, ...]
    numbers: tuple[int, ...]
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """One step in time: ``value`` of ``n`` people or rows, with its 95 % interval where there is one."""

    at: int
    n: int
    value: float
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class Trajectory:
    """How a figure changes, step by step: by wave, or by quarter since support began (0 is the first)."""

    id: str
    words: str
    per: Literal["wave", "quarter"]
    unit: str
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Correlation:
    """Pearson's r of the same people's totals at two waves; None where it is undefined."""

    first: int
    second: int
    n: int
    r: float | None


@dataclass(frozen=True, slots=True)
class Lag:
    """Months from the start of support to the baseline: ``months[m]`` people in month m (0 is the first)."""

    n: int
    mean: float
    months: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class FollowUp:
    """Who was followed up. ``curve``: of the ``n`` people who could have a wave in the three months that
    begin at month ``at``, the share (per cent) with a completed one. ``endings``: why support ended;
    ``not_done``: why a wave was not completed.
    """

    curve: tuple[Step, ...]
    endings: tuple[Counted, ...]
    not_done: tuple[Counted, ...]
    lag: Lag | None


@dataclass(frozen=True, slots=True)
class AreaBalance:
    """One made-up area: people, per cent female of those whose sex is known, mean number of needs."""

    area: str
    people: int
    female: float | None
    needs: float | None


@dataclass(frozen=True, slots=True)
class Characteristic:
    """One protected characteristic among the ``known``: its smallest group that is not empty.

    ``effective``: that group against all others is worth as much as a comparison of two equal halves of
    so many people (4ab / (a + b)). ``absent``: codes of the list that nobody has.
    """

    words: str
    known: int
    groups: int
    smallest: str
    count: int
    effective: float
    absent: int


@dataclass(frozen=True, slots=True)
class Measures:
    """Everything measured on the rows themselves. ``asked_correlation``: from one wave to the next."""

    people: int
    rows: Mapping[str, int]
    targets: tuple[Achieved, ...] = ()
    needs: Needs | None = None
    trajectories: tuple[Trajectory, ...] = ()
    correlations: tuple[Correlation, ...] = ()
    asked_correlation: float | None = None
    follow_up: FollowUp | None = None
    areas: tuple[AreaBalance, ...] = ()
    characteristics: tuple[Characteristic, ...] = ()


@dataclass(frozen=True, slots=True)
class Conformance:
    """What checking the clean rows found: each pair is how many failed, and of how many.

    ``rows``: rows that a check rejects; ``links``: foreign keys without their row; ``keys``: rows whose
    key another has; ``unreal``: cells that might belong to somebody. None: that was not checked.
    """

    rows: tuple[int, int] | None = None
    links: tuple[int, int] | None = None
    keys: tuple[int, int] | None = None
    unreal: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Run:
    """What was asked of the generator. ``as_of`` is an ISO day, ``digest`` that of the contract."""

    name: str
    mode: str
    seed: int
    as_of: str
    contract: str
    contract_version: str
    digest: str
    notice: str
    profile: str
    cfgovern_version: str


@dataclass(frozen=True, slots=True)
class CohortReport:
    """A whole report: the run, whether its rows keep the rules, and what was measured on them.

    ``fired``: rule -> rows of the faulty set that it found; ``silent``: rule -> rows of the clean set
    that it found, which should be none. Both empty where no faulty set was made. ``unplanted``: of
    ``fired``, each rule that no made-up row may set off -> why.
    """

    run: Run
    measures: Measures
    conformance: Conformance = Conformance()
    fired: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))
    silent: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))
    unplanted: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
