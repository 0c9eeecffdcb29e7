"""Risks as judged: what applies, what nobody can judge, and what evidence and people may change."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

import pytest

from cfgovern.governance.riskcatalogue import Catalogue, load_risks
from cfgovern.governance.risks import Risk, judged, regulator
from cfgovern.governance.riskwords import explained, not_counted

RUN, LATER = "a" * 32, "b" * 32
CHECK = "pseudonymise_check"


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return load_risks()


def record(
    kind: str = "pseudonymise_check",
    run_id: str = RUN,
    *,
    age: int = 10,
    current: bool = True,
    **measures: Any,
) -> dict[str, Any]:
    """As ``facts_of`` tells a run record; a smaller ``age`` is a later end."""
    ended = f"2026-{11 - age // 30:02d}-01T00:00:{59 - age % 30:02d}+00:00"
    return {
        "kind": kind,
        "run_id": run_id,
        "ended": ended,
        "outcome": "pass",
        "age_days": age,
        "current": current,
        "measures": measures,
    }


def settled(catalogue: Catalogue, **own: Any) -> dict[str, Any]:
    """Every fact known: nothing collected, everything in order, but for what is ``own``."""
    plain = {"number": 0, "yes_no": False, "text": "settled"}
    good = dict.fromkeys(GOOD.split(), True)
    return {name: plain[kind] for name, kind in catalogue.words.kinds.items()} | good | own


GOOD = """
    split_files withdrawal_route coercion_screen notice_covers_linkage notice_covers_items people_consulted
    appropriate_policy_doc transfer_encrypted transfer_safeguard access_described assurance_recorded
    retention_set complaints_route breach_contact
"""


def one(
    catalogue: Catalogue,
    name: str,
    declared: Mapping[str, Any],
    evidence: Sequence[Mapping[str, Any]] = (),
    said: Mapping[str, Any] | None = None,
) -> Risk:
    facts = {"as_of": "2026-11-01", "declared": declared, "evidence": list(evidence)}
    return next(risk for risk in judged(facts, said, catalogue) if risk.id == name)


def levels(risk: Risk) -> tuple[tuple[int, int] | None, ...]:
    scores = (risk.before, risk.by_rules, risk.after)
    return tuple((score.likelihood, score.severity) if score else None for score in scores)


def accepted(measure: str, run: str = RUN, *, risk: str = "R14", on: str = "2026-10-20") -> dict[str, Any]:
    return {"accepted": [{"risk": risk, "evidence": measure, "run": run, "by": "SIRO", "on": on}]}


def own_score(risk: str, likelihood: int, severity: int, because: str, on: str) -> dict[str, Any]:
    levels = {"likelihood": likelihood, "severity": severity}
    return {"risk": risk, **levels, "because": because, "by": "DPO", "on": on}


def test_with_no_fact_known_nothing_is_judged_and_article_36_stays_open(
    catalogue: Catalogue,
) -> None:
    risks = judged({"as_of": "2026-11-01", "declared": {}, "evidence": []}, {}, catalogue)
    assert len(risks) == 40 and {risk.state for risk in risks} == {"cannot_be_judged"}
    assert all(risk.unknown and risk.after is None for risk in risks)
    asked = regulator(risks, catalogue)
    assert (asked.state, asked.high, len(asked.unknown)) == ("open", (), 40)


def test_with_everything_in_order_and_nothing_collected_nothing_applies(catalogue: Catalogue) -> None:
    facts = {"as_of": "2026-11-01", "declared": settled(catalogue, n_people=900), "evidence": []}
    risks = judged(facts, {}, catalogue)
    assert [risk.id for risk in risks if risk.state != "not_applies"] == []
    assert regulator(risks, catalogue).state == "no"


@pytest.mark.parametrize(
    ("name", "declared", "before"),
    [
        ("R01", {"n_quasi_ids": 3, "n_people": 900}, (2, 4)),
        ("R01", {"n_quasi_ids": 3, "n_people": 499}, (3, 4)),
        ("R03", {"n_direct_ids": 2}, (2, 4)),
        ("R03", {"n_direct_ids": 2, "transfer_encrypted": False, "split_files": False}, (4, 4)),
        ("R04", {"n_sensitive": 1, "operational_reuse_allowed": True, "is_benefits_partner": True}, (4, 4)),
        ("R06", {"has_location_items": True}, (2, 4)),
        ("R06", {"n_geo_fine": 1, "has_da_items": True}, (3, 4)),
        ("R07", {"n_criminal": 1, "cond_art10": ""}, (3, 3)),
        ("R08", {"n_special": 1, "appropriate_policy_doc": False}, (3, 3)),
        ("R12", {"n_processors": 1}, (1, 3)),
        ("R13", {"n_direct_ids": 1, "key_custodian": "", "key_rotation_months": 24}, (4, 4)),
        ("R15", {"notice_covers_items": False}, (3, 3)),
        ("R26", {"has_immigration_items": True, "is_law_enforcement_partner": True}, (3, 4)),
        ("R28", {"has_death_items": True, "small_area": True}, (3, 3)),
        ("R29", {"under_18": True}, (3, 3)),
        ("R30", {"small_area": True, "n_geo_fine": 1}, (3, 3)),
    ],
)
def test_facts_decide_what_applies_and_how_grave_it_is(
    catalogue: Catalogue, name: str, declared: Mapping[str, Any], before: tuple[int, int]
) -> None:
    risk = one(catalogue, name, settled(catalogue, n_people=900) | dict(declared))
    assert risk.state == "applies"
    assert levels(risk) == (before, before, before)


def test_what_is_not_known_makes_it_worse_and_is_told_so(catalogue: Catalogue) -> None:
    risk = one(catalogue, "R03", settled(catalogue, n_direct_ids=1, transfer_encrypted=None))
    assert levels(risk)[0] == (3, 4)
    [raised] = risk.raised
    assert not raised.known and raised.unknown == ("transfer_encrypted",)
    assert any("as nobody knows transfer_encrypted" in line for line in explained(risk))


def test_a_fact_that_settles_nothing_may_be_unknown(catalogue: Catalogue) -> None:
    risk = one(catalogue, "R30", settled(catalogue, small_area=False, n_geo_fine=None))
    assert (risk.state, risk.unknown) == ("not_applies", ())
    risk = one(catalogue, "R30", settled(catalogue, small_area=True, n_geo_fine=None, n_quasi_ids=2))
    assert (risk.state, risk.unknown) == ("cannot_be_judged", ("n_geo_fine",))


def test_a_run_proposes_and_counts_only_when_that_run_is_accepted(catalogue: Catalogue) -> None:
    facts, run = settled(catalogue, n_direct_ids=1), record(keyed_hmac_verified=True)
    risk = one(catalogue, "R14", facts, [run])
    [proposal] = risk.proposals
    assert (proposal.state, proposal.run_id, proposal.value) == ("proposed", RUN, True)
    assert levels(risk) == ((2, 4), (2, 4), (2, 4))
    for wrong in (
        accepted("keyed_hmac_verified", LATER),
        accepted("no_key_in_release"),
        accepted("keyed_hmac_verified", risk="R38"),
        accepted("keyed_hmac_verified", on="2026-11-02"),  # later than the day of the document
    ):
        assert levels(one(catalogue, "R14", facts, [run], wrong))[2] == (2, 4)
    risk = one(catalogue, "R14", facts, [run], accepted("keyed_hmac_verified"))
    assert levels(risk) == ((2, 4), (1, 4), (1, 4))
    assert (risk.proposals[0].accepted_by, risk.proposals[0].accepted_on) == ("SIRO", "2026-10-20")


@pytest.mark.parametrize(
    ("run", "state", "said"),
    [
        (record(keyed_hmac_verified=True, age=366), "not_current", "366 days old"),
        (record(keyed_hmac_verified=True, current=False), "not_current", "another contract"),
        (record(keyed_hmac_verified=True, age=-1), "not_current", "later than the day"),
        (record(keyed_hmac_verified=False), "not_met", "did not show it"),
        (record("scan", keyed_hmac_verified=True), "none", "No run record of pseudonymise check"),
        (record(keyed_hmac_verified=1), "none", "No run record"),
        (record(), "none", "No run record"),
    ],
)
def test_what_may_not_speak_proposes_nothing_accepted_or_not(
    catalogue: Catalogue, run: Mapping[str, Any], state: str, said: str
) -> None:
    given = accepted("keyed_hmac_verified")
    risk = one(catalogue, "R14", settled(catalogue, n_direct_ids=1), [run], given)
    assert risk.proposals[0].state == state and said in risk.proposals[0].says
    assert levels(risk)[2] == (2, 4)
    assert len(not_counted([risk], given)) == 1


def test_a_run_of_exactly_twelve_months_still_speaks(catalogue: Catalogue) -> None:
    run = record(keyed_hmac_verified=True, age=365)
    assert one(catalogue, "R14", settled(catalogue, n_direct_ids=1), [run]).proposals[0].state == "proposed"


def test_a_later_run_that_fails_takes_an_accepted_one_back_and_one_that_holds_does_not(
    catalogue: Catalogue,
) -> None:
    facts, given = settled(catalogue, n_direct_ids=1), accepted("keyed_hmac_verified")
    early = record(keyed_hmac_verified=True, age=40)
    for holds, after in ((True, (1, 4)), (False, (2, 4))):
        later = record(run_id=LATER, keyed_hmac_verified=holds, age=5)
        assert levels(one(catalogue, "R14", facts, [early, later], given))[2] == after
        assert levels(one(catalogue, "R14", facts, [later, early], given))[2] == after


def test_bounds_of_numbers(catalogue: Catalogue) -> None:
    facts = settled(catalogue, n_quasi_ids=3, n_people=900, n_free_text=1)
    for k, state in ((4, "not_met"), (5, "proposed"), (6, "proposed")):
        assert one(catalogue, "R01", facts, [record("scan", k_anonymity_min=k)]).proposals[0].state == state
    for count, state in ((0, "proposed"), (1, "not_met")):
        risk = one(catalogue, "R02", facts, [record("scan", free_text_unreviewed=count)])
        assert risk.proposals[0].state == state


def test_nothing_falls_below_one_and_severity_only_where_it_is_said(catalogue: Catalogue) -> None:
    runs = [record("pseudonymise", no_fine_geography_in_release=True, sensitive_address_flag_excluded=True)]
    given = {
        "accepted": [
            accepted(name, risk="R06")["accepted"][0]
            for name in ("no_fine_geography_in_release", "sensitive_address_flag_excluded")
        ]
    }
    facts = settled(catalogue, has_location_items=True)
    assert levels(one(catalogue, "R06", facts, runs, given)) == ((2, 4), (1, 4), (1, 4))
    lowered = {rule.id for rule in catalogue.risks.values() if any(piece.severity for piece in rule.evidence)}
    assert lowered == {"R03", "R28", "R31", "R32"}


def test_totals_lower_only_what_totals_bring(catalogue: Catalogue) -> None:
    run, facts = record("indicators", small_count_suppression_run=True), settled(catalogue, n_people=100)
    risks = judged({"as_of": "2026-11-01", "declared": facts, "evidence": [run]}, {}, catalogue)
    assert [risk.id for risk in risks if any(one.state == "proposed" for one in risk.proposals)] == ["R34"]


def test_a_person_has_the_last_word_and_it_stands_beside_the_rules(catalogue: Catalogue) -> None:
    said = {
        "overrides": [
            {
                "risk": "R14",
                "likelihood": 1,
                "severity": 2,
                "because": "No.",
                "by": "DPO",
                "on": "2026-10-01",
            },
            {
                "risk": "R14",
                "likelihood": 4,
                "severity": 4,
                "because": "Seen.",
                "by": "DPO",
                "on": "2026-10-02",
            },
            {
                "risk": "R14",
                "likelihood": 1,
                "severity": 1,
                "because": "Later.",
                "by": "DPO",
                "on": "2026-12-01",
            },
            {
                "risk": "R29",
                "likelihood": 2,
                "severity": 4,
                "because": "Yes.",
                "by": "DPO",
                "on": "2026-10-01",
            },
            {
                "risk": "R99",
                "likelihood": 3,
                "severity": 3,
                "because": "Old.",
                "by": "DPO",
                "on": "2026-10-01",
            },
        ],
        "manual": [
            {
                "id": "dogs",
                "title": "A dog is taken away",
                "likelihood": 3,
                "severity": 3,
                "measures": ["Ask"],
            }
        ],
        "owners": [{"risk": "R14", "owner": "Data lead", "due": "2027-01-31"}],
    }
    facts = {"as_of": "2026-11-01", "declared": {"n_direct_ids": 1}, "evidence": []}
    risks = {risk.id: risk for risk in judged(facts, said, catalogue)}
    assert list(risks)[-2:] == ["dogs", "R99"]
    assert levels(risks["R14"]) == ((2, 4), (2, 4), (4, 4))
    assert (risks["R14"].owner, risks["R14"].due) == ("Data lead", "2027-01-31")
    assert (risks["R29"].state, levels(risks["R29"])) == ("cannot_be_judged", (None, None, (2, 4)))
    assert risks["dogs"].manual and levels(risks["dogs"])[2] == (3, 3) and risks["dogs"].owner is None
    assert levels(risks["R99"]) == (None, None, (3, 3))
    asked = regulator(list(risks.values()), catalogue)
    assert asked.state == "ask" and {"R14", "R29", "R99", "dogs"} <= set(asked.high)
    assert "R29" not in asked.unknown
    text = "\n".join(explained(risks["R14"]))
    assert "Before: likelihood 2 x severity 4 = 8, high." in text
    assert "Set by DPO on 2026-10-02: likelihood 4 x severity 4 = 16, very high. Reason: Seen." in text
    assert json.loads(json.dumps(asdict(risks["R14"])))["after"]["band"] == "very_high"


def test_an_explanation_tells_facts_rule_evidence_and_who_accepted(catalogue: Catalogue) -> None:
    facts = settled(catalogue, n_direct_ids=12, key_custodian="", key_rotation_months=None)
    runs = [
        record("pseudonymise", key_fingerprint_and_custodian_logged=True),
        record(run_id=LATER, no_key_in_release=True, age=400),
    ]
    given = accepted("key_fingerprint_and_custodian_logged", risk="R13")
    lines = explained(one(catalogue, "R13", facts, runs, given))
    assert "Rule: n_direct_ids > 0" in lines and "It applies." in lines
    assert (
        '  key_custodian = "" (from profile). The post that answers for the keys; empty where nobody does.'
        in lines
    )
    text = "\n".join(lines)
    assert "n_direct_ids = 12 (from contract)" in text and "key_rotation_months = not known" in text
    assert "Made worse: likelihood +1 (key_custodian == ''): nobody answers for the keys." in text
    assert f"Run {RUN} (pseudonymise) measured yes. Accepted by SIRO on 20 October 2026." in text
    assert f"Run {LATER} (pseudonymise check) measured yes. The run is 400 days old" in text
    assert lines[-2:] == ["Residual: likelihood 3 x severity 4 = 12, very high.", "Owner: nobody yet."]


def test_an_explanation_is_plain_lines_whatever_people_write(catalogue: Catalogue) -> None:
    because = "a\nResidual: low\x1b[31m\u202e"
    said = {
        "overrides": [
            {"risk": "R14", "likelihood": 4, "severity": 4, "because": because, "by": "x", "on": "2026-10-01"}
        ]
    }
    lines = explained(one(catalogue, "R14", {"n_direct_ids": 1}, (), said))
    assert not any(sign in line for line in lines for sign in "\n\x1b\u202e")


def test_acceptances_that_count_for_nothing_say_why(catalogue: Catalogue) -> None:
    facts, run = settled(catalogue, n_direct_ids=1), record(keyed_hmac_verified=True)
    cases = [
        (accepted("keyed_hmac_verified"), None),
        (accepted("keyed_hmac_verified", risk="R77"), "no such risk"),
        (accepted("keyed_hmac_verified", risk="R02"), "does not apply"),
        (accepted("k_anonymity_min"), "does not lower this risk"),
        (accepted("keyed_hmac_verified", LATER), f"the newest is {RUN}"),
        (accepted("keyed_hmac_verified", on="2026-12-01"), "nobody has accepted it yet"),
    ]
    for given, said in cases:
        told = {"as_of": "2026-11-01", "declared": facts, "evidence": [run]}
        lines = not_counted(judged(told, given, catalogue), given)
        assert [said in line for line in lines] == [True] if said else lines == []
