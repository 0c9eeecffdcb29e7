"""What a run has truly measured, by the names of ``facts.yaml``: what its record may say to a risk.

What was not measured, or not of everything, is left out: it never counts as nought or as yes.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping

from cfgovern.contract.model import Contract
from cfgovern.contract.personal import (
    about_people,
    every_question_can_be_declined,
    is_exact_day,
    is_fine_place,
)
from cfgovern.evidence.proof import ReleaseProof
from cfgovern.evidence.records import Measure
from cfgovern.evidence.release import Release
from cfgovern.findings import Finding, Report
from cfgovern.protection.safety import load_words, people_plan
from cfgovern.riskfigures import Risk

__all__ = ["measured_by_check", "measured_by_proof", "measured_by_release", "measured_by_scan"]

_UNDECLARED = ("column_extra", "table_extra")
_PERSON = "PERSON"
_IN_THE_CLEAR = frozenset({"keep", "normalise", "redact"})
_STILL_A_PLACE = _IN_THE_CLEAR | {"outward_postcode"}
Measures = dict[str, Measure]


def measured_by_check(report: Report, contract: Contract) -> Measures:
    """Of a submission that was checked. A rule that was waived or not run leaves the findings uncounted."""
    if report.outcome == "refused":
        return {}
    extra = _counted(report, lambda one: one.rule.rpartition(".")[2] in _UNDECLARED)
    declined = every_question_can_be_declined(contract)
    found: Measures = {"undeclared_columns": extra}
    if not report.not_run and not report.waived:
        found["grave_findings"] = report.counts.get("block", 0) + report.counts.get("error", 0)
    return found if declined is None else {**found, "refusal_codes_present": declined}


def measured_by_scan(report: Report, contract: Contract) -> Measures:
    """Of a whole submission in which identifiers were looked for, with every layer of the search."""
    if report.outcome == "refused":
        return {}
    found = measured_by_risk(report.risk)
    tables = {table.name for table in about_people(contract) if table.expected}
    if report.not_run or not tables <= report.tables.keys():
        return found
    texts = {
        (table.name, column.name)
        for table in contract.tables
        for column in table.collected
        if "free_text" in column.roles
    }
    aside = _counted(report, lambda one: one.column is None or (one.table, one.column) in texts)
    known = sum(one.entity == _PERSON and one.person is not None for one in report.findings)
    others = _counted(report, lambda one: one.entity == _PERSON) - known
    return {**found, "free_text_unreviewed": aside, "third_party_findings": others}


def measured_by_risk(risk: Risk | None) -> Measures:
    """Of the answers as they are released, if every column that points to people is there."""
    if risk is None or risk.absent:
        return {}
    forms = {one.name: one for one in risk.variants}
    form = forms.get("treated") or forms["as_sent"]
    least = [one.l for one in form.answers if one.l is not None]
    found: Measures = {} if form.crowd.k is None else {"k_anonymity_min": form.crowd.k}
    return {**found, "l_diversity_min": min(least)} if least and len(least) == len(form.answers) else found


def measured_by_release(release: Release, contract: Contract, custodian: bool) -> Measures:
    """Of what was done to the columns of a release. ``custodian``: whether the key file names one."""
    people = {table.name: table for table in about_people(contract)}
    sent = {
        (table["table"], one["name"]): one["treatment"]
        for table in release.tables
        if table["part"] == "payload" and table["table"] in people
        for one in table["columns"]
    }
    columns = [
        (column, sent[name, column.name])
        for name, table in people.items()
        for column in table.collected
        if (name, column.name) in sent
    ]
    found: Measures = {
        "key_fingerprint_and_custodian_logged": custodian and bool(release.keys),
        "sensitive_address_flag_excluded": bool(people_plan(contract, load_words(), ()).protected),
    }
    if columns:
        texts = bool(release.transcripts) or any("free_text" in column.roles for column, _ in columns)
        found["free_text_dropped"] = not texts
        found["dates_coarsened"] = not any(is_exact_day(one) and how == "keep" for one, how in columns)
        places = any(is_fine_place(one) and how in _STILL_A_PLACE for one, how in columns)
        found["no_fine_geography_in_release"] = not places
    return found


_PROVED: Mapping[str, tuple[str, ...]] = {
    "split_file_manifest": ("manifest", "whole", "apart"),
    "keyed_hmac_verified": ("people", "treatments"),
    "no_key_in_release": ("no_key",),
    "crosswalk_opens": ("crosswalk",),
}
_PROVED_OF_IDENTIFIERS = ("withdrawal_list_applied", "identifiers_of_adults_only")


def measured_by_proof(proof: ReleaseProof) -> Measures:
    """Of a release that was proved with the area's keys: yes where each proof held, no where one did not."""
    if not proof.options.get("keys"):
        return {}  # nobody can tell who made it
    states = {one.name: one.state for one in proof.proofs}
    asked = dict(_PROVED)
    if "identifiers" in proof.parts:
        asked.update(dict.fromkeys(_PROVED_OF_IDENTIFIERS, ("people",)))
    found: Measures = {
        name: all(states[one] == "held" for one in needed)
        for name, needed in asked.items()
        if all(states[one] != "not_run" for one in needed)
    }
    return {**found, **measured_by_risk(proof.risk)} if proof.outcome == "pass" else found


def _counted(report: Report, wanted: Callable[[Finding], bool]) -> int:
    """How many findings the rules of that sort have, those that are not listed too."""
    listed = Counter(one.rule for one in report.findings)
    kinds = {one.rule: one for one in report.findings}
    return sum(report.truncated.get(rule, listed[rule]) for rule, one in kinds.items() if wanted(one))
