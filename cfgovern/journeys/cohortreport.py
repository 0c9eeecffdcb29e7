"""The report on a made-up cohort: do its rows keep the rules, what was asked of it, and what was drawn."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date

from cfgovern import __version__
from cfgovern.cohort.area import make_area
from cfgovern.cohort.faults import load_catalogue, plant
from cfgovern.cohort.measures import measure
from cfgovern.cohort.plain import Rows
from cfgovern.cohort.profile import Profile
from cfgovern.cohort.view import of_rows
from cfgovern.contract.model import Contract
from cfgovern.evidence.measures import CohortReport, Conformance, Run, Target
from cfgovern.findings import Report
from cfgovern.identifiers import FORMS, classify
from cfgovern.journeys.ownrows import report_on, report_on_files
from cfgovern.validation.planning import Planned, make_plan

__all__ = ["cohort_report"]

_SPOILT = 120  # people, so that every fault finds somebody who is fit for it
_LATER = ("sql", "rule", "metric")


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
        fired=_named(planned, _fired(contract, planned, seed, as_of)),
        silent=_named(planned, _counted(clean)),
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


def _fired(contract: Contract, planned: Planned, seed: int, as_of: date) -> Counter[str]:
    catalogue = load_catalogue()
    rows = make_area(contract, people=_SPOILT, as_of=as_of, seed=seed)
    planting = plant(contract, rows, catalogue.kinds, form="csv", as_of=as_of, seed=seed)
    return _counted(report_on_files(contract, planned, planting.submissions[0].files))


def _counted(report: Report) -> Counter[str]:
    return Counter(finding.rule for finding in report.findings)


def _named(planned: Planned, counted: Counter[str]) -> dict[str, int]:
    """Findings of every rule of the programme, none among them; checks of single cells by their kind."""
    named: Counter[str] = Counter()
    for check in planned.plan.checks:
        rule = check.rule if check.kind in _LATER else f"any column: {check.rule.rpartition('.')[2]}"
        named[rule] += 0
    known = {check.rule for check in planned.plan.checks if check.kind in _LATER}
    for rule, count in counted.items():
        named[rule if rule in known else f"any column: {rule.rpartition('.')[2]}"] += count
    return dict(named)
