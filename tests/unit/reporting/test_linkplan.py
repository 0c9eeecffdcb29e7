"""What is told of a plan, in each form."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from cfgovern.contract.schemas import check_machine
from cfgovern.reporting.linkplan import FORMATS, PlanFormat, plan_report, plan_summary
from tests.unit.reporting.linkplansample import PLAN


@pytest.mark.parametrize("form", FORMATS)
def test_every_form_says_that_nobody_is_real_and_what_that_means(form: PlanFormat) -> None:
    said = plan_report(PLAN, form)
    assert said.endswith("\n") and "Everybody here is made up" in said
    assert "SYNTHETIC" in said or '"record_origin": "synthetic"' in said


def test_json_keeps_to_its_schema_and_has_the_figures() -> None:
    told = json.loads(plan_report(PLAN, "json"))
    assert check_machine("link-plan", told) == []
    assert told["smallest"]["clear"] == {
        "for_everybody": ["names", "date_of_birth"],
        "for_each_group": ["names", "date_of_birth", "nino"],
    }
    whole, _, no_nino, _ = told["sets"][:4]
    assert (whole["left_out"], whole["recall"], whole["missed"]) == ([], 0.99, 10)
    assert no_nino["left_out"] == ["nino"] and no_nino["lost"]["most"]["group"] == "missing"
    assert no_nino["worst"] == {"kind": "nino", "group": "missing", "recall": 0.92}
    assert no_nino["by_group"]["ethnicity"]["Other"] == {
        "true_pairs": 3, "precision": None, "recall": None, "f1": None, "false_links": None, "missed": None,
    }  # fmt: skip


def test_the_text_has_a_table_a_mode_and_tables_of_groups() -> None:
    lines = plan_report(PLAN, "text").splitlines()
    [row] = (one for one in lines if one.startswith("  C: without National Insurance number  0.9884"))
    assert row.endswith("no National Insurance number (0.9200)")
    assert "By tokens: Recall of each group, by the letters above" in lines
    [few] = {one for one in lines if one.startswith("  ethnicity: Other")}
    assert few.split() == ["ethnicity:", "Other", "3", "–", "–", "–", "–"]


def test_the_page_has_two_pictures_and_each_figure_as_text_too() -> None:
    page = plan_report(replace(PLAN, domain="a < b"), "html")
    assert page.startswith("<!doctype html>") and "a &lt; b" in page and "<script" not in page
    assert page.count("<svg") == 2 and page.count('role="img"') == 2
    assert page.count("<table") == 8  # of each mode the sets, and three of the groups
    assert "without National Insurance number" in page and ">0.9820<" in page


def test_the_record_of_a_run_keeps_what_documents_quote() -> None:
    told = plan_summary(PLAN)
    assert told["domain"] == "national-linkage" and len(told["sets"]) == len(PLAN.sets)
    assert any("Everybody here is made up" in line for line in told["in_words"])
    assert told["sets"][2]["worst"]["recall"] == 0.92
