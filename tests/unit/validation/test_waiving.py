"""The plan without what rests: every number still names its check."""

from __future__ import annotations

from pathlib import Path

import pytest

from cfgovern.contract.load import load_contract
from cfgovern.findings import SEVERITIES, Severity
from cfgovern.validation.planning import Planned, make_plan
from cfgovern.validation.waiving import milder, with_waived
from tests.unit.contract.small import small


def planned(folder: Path) -> Planned:
    return make_plan(load_contract(small(folder)), "2026-10-01")


@pytest.mark.parametrize("one", SEVERITIES)
@pytest.mark.parametrize("other", ["warning", "info"])
def test_never_stricter_and_never_a_block(one: Severity, other: Severity) -> None:
    found = milder(one, other)
    assert SEVERITIES.index(found) >= SEVERITIES.index(one)
    assert (found == "block") == (one == "block")


def test_without_waivers_nothing_changes(tmp_path: Path) -> None:
    before = planned(tmp_path)
    assert with_waived(before, {}) == before


def test_each_check_alone_is_left_out_or_milder(tmp_path: Path) -> None:
    before = planned(tmp_path)
    for rule in {check.rule for check in before.plan.checks}:
        without = with_waived(before, {rule: None})
        rules = [check.rule for check in without.plan.checks]
        assert rule not in rules and (rule, "waived") in without.set_aside
        assert [check.number for check in without.plan.checks] == list(range(len(rules)))
        words = {
            check.rule: wording for check, wording in zip(before.plan.checks, before.wordings, strict=True)
        }
        assert len(without.wordings) == len(rules)
        kept = [c for c in before.plan.checks if c.rule != rule]
        assert [before.wordings[c.number] for c in kept] == list(without.wordings), words
        for check in without.plan.checks:
            if "cell_check" in check.params:  # a share is counted by a silent check of its own rule
                silent = without.plan.checks[check.params["cell_check"]]
                assert (silent.rule, silent.severity) == (check.rule, "silent")
        soft = with_waived(before, {rule: "info"})
        for old, new in zip(before.plan.checks, soft.plan.checks, strict=True):
            wanted = "info" if old.rule == rule and old.severity in ("error", "warning") else old.severity
            assert new.severity == wanted
