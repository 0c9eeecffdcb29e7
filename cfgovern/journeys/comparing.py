"""A report beside the one before: per rule what was put right, what is new, and what is still there.

A finding is the same where rule, column and record are: the record by its key, or, where no whole key may
be shown, by the number of its row. What is not found any more counts as put right only if its rule was run
for every row; else nobody can tell. A table that has lost more than a tenth of its rows is told too: returns
hold all that was noted since the start, so rows that are gone may be a list that did not come.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping

from cfgovern.contract.model import Contract
from cfgovern.evidence.previous import Place, Previous
from cfgovern.findings import Change, Comparison, Fewer, Finding, Report
from cfgovern.journeys.confirming import key_of

__all__ = ["compared"]

_LOST = 10  # per cent of its rows that a table may lose from one submission to the next (assumed)
_Where = tuple[str | None, str | None, object]


def compared(report: Report, before: Previous, contract: Contract, planned: Collection[str]) -> Comparison:
    """``report`` beside ``before``; ``planned``: the ids of the rules that were asked for this time."""
    now = [*report.findings, *(finding for one in report.confirmed for finding in one.findings)]
    past, present = _by_rule(before.places, contract), _by_rule(now, contract)
    same_contract = report.contract is not None and report.contract.digest == before.contract_digest
    listed = Counter(finding.rule for finding in report.findings)
    changes = []
    for rule in dict.fromkeys((*present, *past)):
        here, there = present.get(rule, Counter()), past.get(rule, Counter())
        told = same_contract or rule in planned or rule in present
        if rule in report.truncated or rule in before.truncated:
            unlisted = report.truncated.get(rule, 0) - listed[rule] if rule in report.truncated else 0
            past_count = before.truncated.get(rule, there.total())
            changes.append(Change(rule, past_count, here.total() + unlisted, None, None, None, None))
        else:
            changes.append(_change(rule, there, here, told=told and not _left_out(rule, report)))
    return Comparison(
        run_id=before.run_id,
        as_of=before.as_of,
        contract_version=before.contract_version,
        same_data=before.submission is not None and before.submission == report.submission_digest,
        by_number=sum(1 for finding in now if finding.row and not key_of(finding, contract)),
        changes=tuple(changes),
        fewer=tuple(_fewer(report, before)),
    )


def _fewer(report: Report, before: Previous) -> Iterator[Fewer]:
    """The tables of both reports that have lost more than a tenth of their rows."""
    for name, table in report.tables.items():
        past, present = before.rows.get(name, 0), table.rows_read - table.rows_ignored
        if 100 * (past - present) > _LOST * past:
            yield Fewer(name, past, present)


def _change(rule: str, there: Counter[_Where], here: Counter[_Where], *, told: bool) -> Change:
    still = (there & here).total()
    lost = there.total() - still
    fixed, gone = (lost, 0) if told else (0, lost)
    return Change(rule, there.total(), here.total(), fixed, here.total() - still, still, gone)


def _left_out(rule: str, report: Report) -> bool:
    """Whether ``rule`` was not run, or not for every row."""
    return any(
        rule == entry.rule or (entry.rows is None and rule.startswith(f"{entry.rule}."))
        for entry in report.not_run
    )


def _by_rule(findings: Iterable[Finding | Place], contract: Contract) -> Mapping[str, Counter[_Where]]:
    found: dict[str, Counter[_Where]] = {}
    for finding in findings:
        key = key_of(finding, contract)
        where = (finding.table, finding.column, key or finding.row)
        found.setdefault(finding.rule, Counter())[where] += 1
    return found
