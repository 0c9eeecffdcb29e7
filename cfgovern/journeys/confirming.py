"""Warnings that people have confirmed: which ones a confirmations file settles, and a file to fill in.

It fails closed. A confirmation settles a warning of its rule and column in a record with that very key, or,
for the very data it was given for, in that row or the whole table. Blocks and errors are never settled.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from cfgovern.contract.model import Contract
from cfgovern.errors import UsageError
from cfgovern.evidence.previous import Place
from cfgovern.findings import Confirmed, Finding, Report, Unused
from cfgovern.profile.confirmations import MAX_BYTES, Confirmation, Confirmations, Key, runs_of, written
from cfgovern.reporting.cells import cell_ranges, number_ranges
from cfgovern.yamlfile import did_you_mean

__all__ = ["MOST", "Settling", "key_of", "to_fill_in"]

MOST = 1000
"""Places of one rule that a file to fill in lists: whoever has more of them has a fault of the export."""
_OTHER_DATA = (
    "The data has changed since, so row numbers and whole tables no longer hold. "
    "Look again, and confirm it anew."
)


@dataclass(slots=True)
class Settling:
    """Confirmations at work on the submission with the digest ``submission``, as of ``day`` (ISO date).

    A finding is asked about once. What is settled, and what did nothing, is known at the end.
    """

    given: Confirmations
    contract: Contract
    submission: str | None
    day: str
    _by_rule: dict[str, list[int]] = field(default_factory=dict)
    _settled: dict[int, list[Finding]] = field(default_factory=dict)
    _places: dict[int, set[tuple[Key | int] | tuple[()]]] = field(default_factory=dict)
    _grave: set[str] = field(default_factory=set)
    _records: dict[int, frozenset[Key]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for number, entry in enumerate(self.given.entries):
            self._by_rule.setdefault(entry.rule, []).append(number)
            self._records[number] = frozenset(entry.records)

    @property
    def same_data(self) -> bool:
        """Whether the confirmations were given for this very submission."""
        return self.given.submission == self.submission

    def __call__(self, finding: Finding) -> bool:
        """Whether ``finding`` is settled, which is noted."""
        numbers = self._by_rule.get(finding.rule, ())
        if numbers and finding.severity in ("block", "error"):
            self._grave.add(finding.rule)
        if finding.severity != "warning":
            return False
        settled = False
        for number in numbers:
            place = self._place(number, finding)
            if place is not None:
                self._places.setdefault(number, set()).add(place)
                if not settled:
                    self._settled.setdefault(number, []).append(finding)
                settled = True
        return settled

    def _place(self, number: int, finding: Finding) -> tuple[Key | int] | tuple[()] | None:
        """The place of the entry ``number`` where ``finding`` is (empty: the whole table); None elsewhere."""
        entry = self.given.entries[number]
        if entry.lacking or entry.when > self.day or entry.column != finding.column:
            return None
        if entry.records:
            key = key_of(finding, self.contract)
            return (key,) if key is not None and key in self._records[number] else None
        if not self.same_data:
            return None
        if entry.rows:
            row = finding.row or 0
            run = bisect_right(entry.rows, row, key=lambda run: run[0]) - 1
            return (row,) if run >= 0 and row <= entry.rows[run][1] else None
        return () if finding.row is None else None

    def confirmed(self) -> tuple[Confirmed, ...]:
        """What is settled, entry by entry."""
        return tuple(
            Confirmed(entry.rule, entry.reason, entry.who, entry.when, self.same_data, tuple(findings))
            for number, findings in sorted(self._settled.items())
            for entry in [self.given.entries[number]]
        )

    def unused(self, rules: Iterable[str]) -> tuple[Unused, ...]:
        """The entries that do nothing, in whole or in part. ``rules``: the ids there are."""
        known = dict.fromkeys(rules)
        return tuple(
            Unused("confirmation", entry.rule if entry.rule in known else None, entry.line, because)
            for number, entry in enumerate(self.given.entries)
            for because in [self._because(number, entry, known)]
            if because
        )

    def _because(self, number: int, entry: Confirmation, known: Iterable[str]) -> str:
        if entry.lacking:
            return f"Still to be filled in: {', '.join(entry.lacking)}."
        if entry.when > self.day:
            return f"Its day, {entry.when}, is after the day of the check."
        asked, held = _asked(entry), len(self._places.get(number, ()))
        if held:
            more = f"{asked - held:,} of its {asked:,} places have no such warning (any more)."
            return more if held < asked else ""
        if entry.rule in self._grave:
            return "This must be put right. Only warnings can be confirmed."
        if entry.rule not in known:
            meant = did_you_mean(entry.rule, known)
            return f"No rule of this contract has that id, and nothing was found under it.{meant}"
        if not entry.records and not self.same_data:
            return _OTHER_DATA
        return self._no_key(entry) or "Nothing was found there that it could confirm."

    def _no_key(self, entry: Confirmation) -> str:
        """That records are not named as a report names them."""
        key = _primary_key(self.contract, entry.rule)
        if entry.records and all({name for name, _ in record} != set(key) for record in entry.records):
            return (
                f"Each record needs its whole key: {', '.join(key)}." if key else "Records have no key here."
            )
        return ""


def _asked(entry: Confirmation) -> int:
    """How many places an entry names."""
    rows = sum(last - first + 1 for first, last in entry.rows)
    return len(set(entry.records)) + rows or 1


def key_of(finding: Finding | Place, contract: Contract) -> Key | None:
    """The whole key of the record that a finding is about; None where a part of it may not be shown."""
    table = contract.table(finding.table or "")
    if table is None or not table.primary_key or set(finding.key or ()) != set(table.primary_key):
        return None
    return tuple(sorted((finding.key or {}).items()))


def _primary_key(contract: Contract, rule: str) -> tuple[str, ...]:
    """The primary key of the table that ``rule`` is about: the one with the longest name that fits."""
    fitting = [table for table in contract.tables if rule.startswith(f"{table.name}.")]
    return max(fitting, key=lambda table: len(table.name)).primary_key if fitting else ()


def to_fill_in(report: Report, contract: Contract) -> str:
    """A confirmations file for ``report``: what is confirmed, then every other warning, with no reason yet.

    Raises UsageError ``confirmations.nothing_read`` for a submission that could not be read, and
    ``confirmations.too_many`` where the file would be too big to be read again.
    """
    if report.outcome == "refused" or report.submission_digest is None:
        raise UsageError(
            "confirmations.nothing_read",
            "This submission was not read, so there is nothing to confirm.",
            fix="Do what the report says first.",
        )
    entries = [
        replace(entry, reason=one.reason, who=one.who, when=one.when)
        for one in report.confirmed
        for entry in _entries(one.findings, contract)
    ]
    open_ones = [finding for finding in report.findings if finding.severity == "warning"]
    often = Counter((finding.rule, finding.column) for finding in open_ones)
    few = [finding for finding in open_ones if often[finding.rule, finding.column] <= MOST]
    left_out = [_left_out(rule) for rule in dict.fromkeys(rule for (rule, _), n in often.items() if n > MOST)]
    entries += _entries(few, contract)
    text = written(contract.id, report.submission_digest, entries, left_out)
    if len(text.encode()) > MAX_BYTES:
        raise UsageError(
            "confirmations.too_many",
            "There are too many warnings to confirm them one by one.",
            fix="Put right what has one cause first: it is often a setting of the export.",
        )
    return text


def _left_out(rule: str) -> str:
    return (
        f"Not listed: {rule}, with more than {MOST:,} places. That is no oddity of single records. Put it "
        "right where the data is exported, or ask the programme whether the rule misfires."
    )


def _where(findings: Sequence[Finding]) -> str:
    """The cells or lines as a person finds them in their own file; the file itself counts records."""
    cells = cell_ranges(finding.cell for finding in findings if finding.cell)
    lines = number_ranges(finding.line for finding in findings if finding.line)
    rows = number_ranges(finding.sheet_row for finding in findings if finding.sheet_row)
    told = [("Cells", cells), ("Lines", lines), ("Rows of the sheet", rows)]
    return next((f" {name}: {places}." for name, places in told if places), "")


def _entries(findings: Sequence[Finding], contract: Contract) -> Iterator[Confirmation]:
    """An entry for each rule, column and message; one for those with a key, one for those without."""
    groups: dict[tuple[str, str | None, str, str], list[Finding]] = {}
    for finding in findings:
        key = key_of(finding, contract)
        how = "key" if key else "row" if finding.row else "whole"
        groups.setdefault((finding.rule, finding.column, finding.message, how), []).append(finding)
    for (rule, column, message, how), found in groups.items():
        keys = {key_of(finding, contract) or (): None for finding in found} if how == "key" else {}
        rows = runs_of((finding.row or 0, finding.row or 0) for finding in found) if how == "row" else ()
        yield Confirmation(rule, column, tuple(keys), rows, about=f"{message}{_where(found)}")
