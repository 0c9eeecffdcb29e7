"""The finding model: one thing wrong at one place, and the report that holds them.

A finding never carries a value of the submission. ``key`` alone may show the value of a column
that the contract marks as showable, and only where that cell itself passed its checks.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, Literal

from cfgovern.riskfigures import Risk

__all__ = [
    "OUTCOMES",
    "SEVERITIES",
    "Change",
    "Comparison",
    "Confirmed",
    "ContractRef",
    "FaultScore",
    "Finding",
    "NotRun",
    "Report",
    "RuleText",
    "Score",
    "TableCounts",
    "Unused",
    "Waived",
    "outcome_of",
    "worst",
]

Severity = Literal["block", "error", "warning", "info"]
SEVERITIES: tuple[Severity, ...] = ("block", "error", "warning", "info")
OUTCOMES = ("pass", "confirm", "fail", "refused")
_EMPTY: Mapping[str, Any] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing wrong at one place.

    ``row`` is the data record (first is 1, header not counted), ``line`` the physical line of a
    text file (header is 1; None in a workbook), ``cell`` the address a person sees when the file
    is open in a spreadsheet, ``sheet_row`` the number of its row there. A finding about a whole table
    or file has ``row`` None. Of a scan: ``person`` is where the person that an identifier points to is
    listed, in words; ``size`` the number of characters of the whole text, ``shape`` what was found with each
    figure as 9 and each letter as A or a, only where that was asked for.
    """

    rule: str
    severity: Severity
    message: str
    fix: str
    table: str | None = None
    column: str | None = None
    row: int | None = None
    line: int | None = None
    cell: str | None = None
    sheet: str | None = None
    key: Mapping[str, str] | None = None
    entity: str | None = None
    start: int | None = None
    end: int | None = None
    sheet_row: int | None = None
    person: str | None = None
    size: int | None = None
    shape: str | None = None


@dataclass(frozen=True, slots=True)
class RuleText:
    """How a rule speaks about all its findings together: ``{n}`` and ``{total}`` already filled.

    A rule may speak in several ways (a code that is unknown, a code that ended): each has a text of
    its own, for the findings that have its ``message``. Without one it is for all of the rule.
    """

    rule: str
    severity: Severity
    summary: str
    fix: str
    example: str = ""
    why: str = ""
    label: str = ""
    count: int = 0
    message: str = ""


@dataclass(frozen=True, slots=True)
class NotRun:
    """A rule that was not run, or not for ``rows`` rows, and why."""

    rule: str
    because: str
    rows: int | None = None


@dataclass(frozen=True, slots=True)
class TableCounts:
    """Conservation of rows: ``rows_read == rows_accepted + rows_rejected + rows_ignored``."""

    source: str
    rows_read: int
    rows_accepted: int
    rows_rejected: int
    rows_ignored: int


@dataclass(frozen=True, slots=True)
class ContractRef:
    """Which contract judged: id, version, ``sha256:`` digest of the file, and its status line."""

    id: str
    version: str
    digest: str
    name: str = ""
    notice: str = ""


@dataclass(frozen=True, slots=True)
class FaultScore:
    """One kind of planted fault: how many places, how many of them found.

    ``reported``: all findings of the rules that find this kind; ``explained``: those of them that are
    about something planted. ``not_run``: places that could not be found, as none of their rules was run.
    """

    fault: str
    planted: int
    found: int
    reported: int
    explained: int
    not_run: int = 0

    @property
    def recall(self) -> float | None:
        """The share of the planted places that was found, of those judged; None where none was."""
        return _recall(self)

    @property
    def precision(self) -> float | None:
        """The share of the findings of its rules that something planted explains; None without any."""
        return self.explained / self.reported if self.reported else None


@dataclass(frozen=True, slots=True)
class Score:
    """What a check found beside what was planted.

    ``findings``: all there are. ``unexplained``: (rule, table, row, column) of each listed finding that
    nothing planted explains; ``rules`` counts them by rule, also those not listed. ``silent``: how many of
    the ``decoys``, cells that look wrong and are right, no finding names. ``because``: why rules that
    planted places wait for were not run.
    """

    faults: tuple[FaultScore, ...]
    findings: int
    unexplained: tuple[tuple[str, str, int | None, str], ...]
    rules: Mapping[str, int]
    decoys: int = 0
    silent: int = 0
    because: tuple[str, ...] = ()

    @property
    def planted(self) -> int:
        """How many places are at fault."""
        return sum(one.planted for one in self.faults)

    @property
    def found(self) -> int:
        """How many of them were found."""
        return sum(one.found for one in self.faults)

    @property
    def not_run(self) -> int:
        """How many of them could not be found, as none of their rules was run."""
        return sum(one.not_run for one in self.faults)

    @property
    def recall(self) -> float | None:
        """The share of the planted places that was found, of those judged; None where none was."""
        return _recall(self)

    @property
    def precision(self) -> float | None:
        """The share of the findings that something planted explains; None where nothing was found."""
        return 1 - sum(self.rules.values()) / self.findings if self.findings else None


def _recall(counts: FaultScore | Score) -> float | None:
    judged = counts.planted - counts.not_run
    return counts.found / judged if judged else None


@dataclass(frozen=True, slots=True)
class Confirmed:
    """Warnings that somebody has confirmed with a reason. They are no findings of the report any more.

    ``same_data``: the confirmation was given for this very submission, and not for an earlier one.
    """

    rule: str
    reason: str
    who: str
    when: str
    same_data: bool
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Waived:
    """A rule that the programme lets rest. ``becomes``: warning, info or not_run.

    ``findings``: how many it has all the same. ``areas``: empty for all of them.
    """

    rule: str
    becomes: str
    areas: tuple[str, ...]
    since: str
    until: str
    owner: str
    reason: str
    findings: int


@dataclass(frozen=True, slots=True)
class Unused:
    """An entry of a file, or a part of one, that does nothing, and why.

    ``what``: confirmation, waiver or review. ``rule`` is None where nobody knows the rule that it names.
    """

    what: str
    rule: str | None
    line: int
    because: str


@dataclass(frozen=True, slots=True)
class Change:
    """One rule in an earlier report and in this one: ``before`` and ``now`` are its findings.

    ``gone``: no finding any more, though nobody can tell whether it was put right, as the rule was not run
    for all that it was run for. Without every place of both (``truncated``), the four are None.
    """

    rule: str
    before: int
    now: int
    fixed: int | None
    new: int | None
    still: int | None
    gone: int | None


@dataclass(frozen=True, slots=True)
class Fewer:
    """A table that has far fewer rows than it had: ``before`` and ``now``."""

    table: str
    before: int
    now: int


@dataclass(frozen=True, slots=True)
class Comparison:
    """This report beside an earlier one. ``by_number``: findings that were compared by the numbers of their
    rows, because no record key may be shown. ``fewer``: tables of both that have lost many rows."""

    run_id: str
    as_of: str
    contract_version: str
    same_data: bool
    by_number: int
    changes: tuple[Change, ...]
    fewer: tuple[Fewer, ...] = ()

    def total(self, name: str) -> int:
        """The sum of ``fixed``, ``new``, ``still`` or ``gone`` over the rules that can be compared."""
        return sum(getattr(change, name) or 0 for change in self.changes)


@dataclass(frozen=True, slots=True)
class Report:
    """What a run found. ``counts`` counts every finding, also those not listed (``truncated``).

    ``passed``: ids of the rules that judged all their rows and found nothing.
    ``left``: rules of the contract that cfgovern does not run, as they are for people or another tool.
    ``unseen``: columns of it that hold others, which are not looked at.
    What is ``confirmed`` is neither listed nor counted. ``given``: the digest of each file that settles
    findings, by its name (confirmations, waivers). ``folder``: what stands before ``submission_name`` on the
    way to it from the working folder (``tests/``, or nothing), or None where that may not be said.
    """

    report: str
    run_id: str
    as_of: str
    outcome: str
    cfgovern_version: str
    contract: ContractRef | None
    submission_name: str
    submission_digest: str | None
    record_origin: str | None = None
    tables: Mapping[str, TableCounts] = field(default_factory=lambda: _EMPTY)
    counts: Mapping[str, int] = field(default_factory=lambda: _EMPTY)
    truncated: Mapping[str, int] = field(default_factory=lambda: _EMPTY)
    not_run: tuple[NotRun, ...] = ()
    findings: tuple[Finding, ...] = ()
    rules: tuple[RuleText, ...] = ()
    notices: tuple[str, ...] = ()
    report_version: int = 1
    score: Score | None = None
    passed: tuple[str, ...] = ()
    left: int = 0
    unseen: int = 0
    confirmed: tuple[Confirmed, ...] = ()
    waived: tuple[Waived, ...] = ()
    unused: tuple[Unused, ...] = ()
    comparison: Comparison | None = None
    given: Mapping[str, str] = field(default_factory=lambda: _EMPTY)
    risk: Risk | None = None
    folder: str | None = None


def worst(severities: Iterable[Severity]) -> Severity | None:
    """The gravest of ``severities``, or None when there are none."""
    found = set(severities)
    return next((severity for severity in SEVERITIES if severity in found), None)


def outcome_of(counts: Mapping[str, int]) -> str:
    """``fail`` with any block or error, ``confirm`` with only warnings, else ``pass``."""
    if counts.get("block") or counts.get("error"):
        return "fail"
    return "confirm" if counts.get("warning") else "pass"
