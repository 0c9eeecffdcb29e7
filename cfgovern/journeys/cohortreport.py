"""The report on a made-up cohort: do its rows keep the rules, what was asked of it, and what was drawn."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence, Set
from dataclasses import replace
from datetime import date
from pathlib import Path

from cfgovern import __version__
from cfgovern.cohort.area import make_area
from cfgovern.cohort.faults import JOINED, Catalogue, Planted, load_catalogue, plant
from cfgovern.cohort.measures import measure
from cfgovern.cohort.profile import Profile
from cfgovern.cohort.rows import Rows
from cfgovern.cohort.view import of_rows
from cfgovern.contract.model import Contract
from cfgovern.evidence.measures import CohortReport, Conformance, Run, Target
from cfgovern.findings import Report
from cfgovern.identifiers import FORMS, classify
from cfgovern.journeys.ownrows import report_on, report_on_files
from cfgovern.quarters import numbered, ordinal
from cfgovern.validation.planning import Planned, make_plan

__all__ = ["cohort_report", "fired_rules"]

_SPOILT = 120  # people, so that every fault finds somebody who is fit for it


def cohort_report(
    contract: Contract,
    profile: Profile,
    rows: Rows,
    *,
    mode: str,
    seed: int,
    as_of: date,
    targets: Sequence[Target],
) -> CohortReport:
    """Measure ``rows``, every area's together, and hold them to every rule.

    Faults are planted in a small area of their own to see which rules find something at all.
    """
    planned = make_plan(contract, as_of.isoformat())
    clean = report_on(contract, planned, rows)
    catalogue = load_catalogue()
    fired = fired_rules(contract, catalogue, seed, as_of)
    return CohortReport(
        run=Run(
            name=contract.name,
            mode=mode,
            seed=seed,
            as_of=as_of.isoformat(),
            contract=contract.id,
            contract_version=contract.version,
            digest=contract.digest,
            notice=contract.notice,
            profile=profile.digest,
            cfgovern_version=__version__,
        ),
        measures=measure(
            of_rows(contract, rows),
            targets,
            as_of=as_of,
            asked_correlation=profile.number("wave_correlation") / 1000,
        ),
        conformance=_conformance(contract, rows, clean),
        fired=fired,
        silent=_named(_names(planned), clean),
        unplanted={name: why for name in fired for why in [catalogue.why_unplanted(name)] if why},
    )


def _conformance(contract: Contract, rows: Rows, clean: Report) -> Conformance:
    counted = Counter(finding.rule.rpartition(".")[2] for finding in clean.findings)
    read = sum(table.rows_read for table in clean.tables.values())
    rejected = sum(table.rows_rejected for table in clean.tables.values())
    linked = sum(len(table.foreign_keys) * len(rows[table.name]) for table in contract.tables)
    keyed = sum(len(rows[table.name]) for table in contract.tables if table.primary_key)
    return Conformance(
        rows=(rejected, read),
        links=(counted["foreign_key"], linked),
        keys=(counted["unique"], keyed),
        unreal=_unreal(contract, rows),
    )


def _unreal(contract: Contract, rows: Rows) -> tuple[int, int]:
    """Identifiers that might be somebody's, and how many there are."""
    failed = looked = 0
    for table in contract.tables:
        for column in (each for each in table.collected if each.identifier in FORMS):
            codes = {"", *column.missing.values()}
            counts = Counter(row[column.name] for row in rows[table.name])
            for text in counts.keys() - codes:
                looked += counts[text]
                if classify(column.identifier or "", text) not in ("unreal", "pseudo"):
                    failed += counts[text]
    return failed, looked


def fired_rules(contract: Contract, catalogue: Catalogue, seed: int, as_of: date) -> dict[str, int]:
    """Findings of every rule, none among them, in a small area that is spoilt in every way.

    A submission that stands by itself is checked only by those of its rules that found nothing yet, and only
    the tables that they look at are read; those that share no table are checked together.
    """
    _, first, last = numbered(ordinal(as_of) - 1)
    planned = make_plan(contract, as_of.isoformat(), (first.isoformat(), last.isoformat()))
    rows = make_area(contract, people=_SPOILT, as_of=as_of, seed=seed)
    planting = plant(contract, rows, catalogue.kinds, form="csv", as_of=as_of, seed=seed)
    names = _names(planned)
    fired = dict.fromkeys(names.values(), 0)

    def check(rules: Set[str], files: Mapping[str, bytes]) -> None:
        found = report_on_files(contract, _only(planned, rules), files)
        fired.update({name: count for name, count in _named(names, found).items() if name in fired})

    alone = [submission for submission in planting.submissions if submission.name != JOINED]
    for submission in planting.submissions:
        if submission.name == JOINED:
            check(names.keys(), _files(submission))
    while alone:
        rules, files, taken, later = set[str](), dict[str, bytes](), set[str](), []
        for submission in alone:
            about = {rule for place in submission.truth for rule in place.rules}
            silent = {rule for rule in about & names.keys() if not fired[names[rule]]}
            tables = _read_by(_only(planned, silent)) if silent else set()
            if tables & taken:
                later.append(submission)
                continue
            rules |= silent
            taken |= tables
            files |= {name: data for name, data in _files(submission).items() if Path(name).stem in tables}
        if rules:
            check(rules, files)
        alone = later
    return fired


def _files(submission: Planted) -> dict[str, bytes]:
    return {Path(name).name: data for name, data in submission.files.items()}


def _only(planned: Planned, rules: Set[str]) -> Planned:
    """The plan without all checks but those of ``rules``."""
    said = zip(planned.plan.checks, planned.wordings, strict=True)
    kept = [(check, wording) for check, wording in said if check.rule in rules]
    plan = replace(planned.plan, checks=tuple(check for check, _ in kept))
    return replace(planned, plan=plan, wordings=tuple(wording for _, wording in kept))


def _read_by(planned: Planned) -> set[str]:
    """The tables that the checks of a plan look at."""
    checks = planned.plan.checks
    others = (
        name for check in checks for name in (*check.params.get("reads", ()), check.params.get("to_table"))
    )
    return {*(check.table for check in checks), *filter(None, others)}


def _names(planned: Planned) -> dict[str, str]:
    """What each rule of the plan counts as: checks of single cells by their kind, whatever the column."""
    return {check.rule: _kind(check.rule, f"{check.table}.{check.column}.") for check in planned.plan.checks}


def _kind(rule: str, cell: str) -> str:
    return f"any column: {rule.removeprefix(cell)}" if rule.startswith(cell) else rule


def _named(names: Mapping[str, str], report: Report) -> dict[str, int]:
    """Findings by what their rules count as; a rule outside the plan, as of a heading, as itself."""
    return dict(Counter(names.get(finding.rule, finding.rule) for finding in report.findings))
