"""What a run record may say to a risk: only what was truly measured, and of everything."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from cfgovern.contract.load import load_contract
from cfgovern.contract.model import Contract
from cfgovern.evidence.proof import PROOFS, Proof, ReleaseProof, held, not_run
from cfgovern.findings import Finding, NotRun, Report, TableCounts, Waived
from cfgovern.governance.vocabulary import load_vocabulary
from cfgovern.journeys.measured import (
    measured_by_check,
    measured_by_proof,
    measured_by_risk,
    measured_by_scan,
)
from cfgovern.riskfigures import AnswerRisk, Crowd, Risk, Variant
from cfgovern.yamlfile import Given

CONTRACT = b"""
apiVersion: v3.1.0
kind: DataContract
id: urn:example:club
name: Club
version: 1.0.0
status: active
schema:
  - name: members
    properties:
      - {name: number, logicalType: string, primaryKey: true, customProperties: [
          {property: cfgovernRole, value: [record_id]}]}
      - {name: illness, logicalType: string, customProperties: [
          {property: cfgovernRole, value: [special_category]},
          {property: cfgovernMissing, value: {not_asked: na, declined: no}}]}
      - {name: note, logicalType: string, customProperties: [{property: cfgovernRole, value: [free_text]}]}
"""


@pytest.fixture(scope="module")
def contract() -> Contract:
    return load_contract(Given("club.yaml", CONTRACT))


def report(*findings: Finding, kind: str = "validate", **more: Any) -> Report:
    plain = {
        "report": kind,
        "run_id": "0" * 32,
        "as_of": "2026-10-01",
        "outcome": "fail" if findings else "pass",
        "cfgovern_version": "0",
        "contract": None,
        "submission_name": "folder",
        "submission_digest": None,
        "findings": findings,
        "tables": {"members": TableCounts("members.csv", 1, 1, 0, 0)},
    }
    return Report(**{**plain, **more})


def finding(rule: str, **more: Any) -> Finding:
    return Finding(rule, "block", "It is so.", "Mend it.", **more)


def test_a_check_counts_what_is_not_declared_also_where_it_is_not_listed(contract: Contract) -> None:
    found = report(
        finding("members.extra.column_extra"),
        finding("members.extra.column_extra"),
        finding("file.table_extra"),
        finding("members.number.required"),
        truncated={"members.extra.column_extra": 900},
        counts={"block": 901, "error": 1, "warning": 5},
    )
    assert measured_by_check(found, contract) == {
        "undeclared_columns": 901,
        "grave_findings": 902,
        "refusal_codes_present": True,
    }
    assert measured_by_check(report(), contract)["undeclared_columns"] == 0


def test_what_was_not_judged_is_not_counted_as_nought(contract: Contract) -> None:
    assert measured_by_check(report(outcome="refused"), contract) == {}
    part = report(not_run=(NotRun("members.rule", "A column is missing."),))
    assert "grave_findings" not in measured_by_check(part, contract)
    waived = Waived("members.rule", "info", (), "2026-01-01", "2026-12-31", "who", "why", 3)
    assert "grave_findings" not in measured_by_check(report(waived=(waived,)), contract)


def test_a_contract_without_questions_says_nothing_of_codes_for_declining() -> None:
    unasked = CONTRACT.replace(b"{not_asked: na, declined: no}", b"{not_known: x}")
    bare = load_contract(Given("club.yaml", unasked))
    assert "refusal_codes_present" not in measured_by_check(report(), bare)
    lacking = load_contract(Given("club.yaml", CONTRACT.replace(b", declined: no", b"")))
    assert measured_by_check(report(), lacking)["refusal_codes_present"] is False


def test_a_scan_counts_what_nobody_has_looked_at_in_texts_and_beside_tables(contract: Contract) -> None:
    found = report(
        finding("members.note.PERSON", table="members", column="note", entity="PERSON", person="row 3"),
        finding("members.note.PERSON", table="members", column="note", entity="PERSON"),
        finding("members.illness.PERSON", table="members", column="illness", entity="PERSON"),
        finding("comment.UK_NHS", entity="UK_NHS"),
        kind="scan",
    )
    told = measured_by_scan(found, contract)
    assert told["free_text_unreviewed"] == 3
    assert told["third_party_findings"] == 2


@pytest.mark.parametrize(
    "more", [{"outcome": "refused"}, {"tables": {}}, {"not_run": (NotRun("names", "It was switched off."),)}]
)
def test_a_scan_of_less_than_everything_measures_nothing(contract: Contract, more: dict[str, Any]) -> None:
    assert measured_by_scan(report(kind="scan", **more), contract) == {}


def figures(k: int | None, *lowest: int | None, name: str = "treated") -> Risk:
    answers = tuple(AnswerRisk(f"c{number}", one, None) for number, one in enumerate(lowest))
    form = Variant(name, None, Crowd(90, 0, 0, k), (), (), answers)
    sent = replace(form, name="as_sent", crowd=Crowd(90, 90, 90, 1))
    variants = (sent, form) if name != "as_sent" else (form,)
    return Risk("members", ("a",), (), {}, 10, 5, name, variants, (), ())


def test_figures_of_risk_are_those_of_what_is_released(contract: Contract) -> None:
    assert measured_by_risk(figures(7, 3, 2)) == {"k_anonymity_min": 7, "l_diversity_min": 2}
    assert measured_by_risk(figures(7, 3, name="as_sent")) == {"k_anonymity_min": 7, "l_diversity_min": 3}
    assert measured_by_risk(figures(None, 2, None)) == {}
    assert measured_by_risk(figures(7)) == {"k_anonymity_min": 7}
    assert measured_by_risk(replace(figures(7), absent=("age",))) == {}
    assert measured_by_risk(None) == {}
    assert measured_by_scan(report(kind="scan", risk=figures(7)), contract)["k_anonymity_min"] == 7


BOTH = ("payload", "identifiers")


def proof(*states: Proof, parts: tuple[str, ...] = BOTH, keys: bool = True) -> ReleaseProof:
    given = {one.name: one for one in states}
    proofs = tuple(given.get(name, held(name)) for name in PROOFS)
    told = {"keys": keys, "submission": True}
    return ReleaseProof("0" * 32, "0", None, proofs, figures(7), "", None, told, "", "", parts)


def test_a_proof_says_yes_no_or_nothing() -> None:
    whole = measured_by_proof(proof())
    assert set(whole.values()) == {True, 7}
    other = Proof("people", "failed", "", "release.other_people", exit_code=1)
    failed = measured_by_proof(proof(other))
    assert {name for name, value in failed.items() if value is False} == {
        "keyed_hmac_verified",
        "withdrawal_list_applied",
        "identifiers_of_adults_only",
    }
    assert "k_anonymity_min" not in failed
    part = measured_by_proof(proof(not_run("people", "It needs the submission.")))
    assert whole.keys() - part.keys() == {
        "keyed_hmac_verified",
        "withdrawal_list_applied",
        "identifiers_of_adults_only",
    }
    answers = measured_by_proof(proof(parts=("payload",)))
    assert whole.keys() - answers.keys() == {"withdrawal_list_applied", "identifiers_of_adults_only"}
    assert measured_by_proof(proof(keys=False)) == {}


def test_every_measure_is_declared_for_the_run_that_says_it(contract: Contract) -> None:
    words = load_vocabulary().measures
    for kind, told in (
        ("validate", measured_by_check(report(), contract)),
        ("pseudonymise", measured_by_check(report(), contract)),
        ("scan", measured_by_scan(report(kind="scan", risk=figures(7, 2)), contract)),
        ("pseudonymise_check", measured_by_proof(proof())),
    ):
        for name, value in told.items():
            assert kind in words[name].record
            assert (words[name].kind == "yes_no") is isinstance(value, bool)
