"""The risk of singling people out, in every face: the same figures, and no small count in any of them."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from cfgovern.contract.schemas import check_machine
from cfgovern.reporting import render
from cfgovern.reporting.risk import risk_document, risk_parts
from cfgovern.riskfigures import ColumnCost
from tests.unit.reporting.risksample import RISK
from tests.unit.reporting.samples import PASSED

REPORT = replace(PASSED, report="scan", run_id="0" * 32, risk=RISK)


def test_a_report_tells_of_all_the_figures_part_by_part() -> None:
    told = {part.id: part for part in risk_parts(RISK)}
    assert [*told] == ["risk", "risk-facts", "risk-columns", "risk-answers", "risk-areas"]
    assert told["risk"].rows[1:] == (
        ("After the contract’s treatments", "360", "340", "345", "1"),
        ("Ages in bands of 10 years", "360", "under 5", "20", "1"),
    )
    assert told["risk-facts"].rows[:2] == (("start_date", "under 5", "40"), ("and sex", "200", "300"))
    assert told["risk-columns"].rows[:2] == (
        ("start_date", "5", "+60", "−120"),
        ("sex", "under 5", "+10", "under 5"),
    )
    assert told["risk-answers"].rows == (("religion", "1", "300"), ("trauma", "2", "0"))
    assert told["risk-areas"].rows[1] == ("none of the contract’s", "under 5", "under 5", "under 5", "–", "–")


def test_one_area_is_not_told_apart_and_what_has_no_figures_is_left_out() -> None:
    variants = tuple(replace(one, areas=one.areas[:1], answers=()) for one in RISK.variants)
    told = replace(RISK, variants=variants, facts=(), columns=())
    assert [part.id for part in risk_parts(told)] == ["risk"]


def test_a_long_table_is_cut_and_says_so() -> None:
    many = tuple(ColumnCost(f"c{n}", 0, 5, 0) for n in range(30))
    part = next(part for part in risk_parts(replace(RISK, columns=many)) if part.id == "risk-columns")
    assert len(part.rows) == 12 and part.sentences[-1].startswith("The first 12 of 30;")
    assert len(risk_document(replace(RISK, columns=many))["columns"]) == 30


def test_the_page_has_pictures_that_are_named_and_told_in_words() -> None:
    page = render(REPORT, "html")
    assert page.count("<svg") == page.count('role="img"') == 3
    for name in ("risk-groups", "risk-facts-picture", "risk-columns-picture"):
        assert f'aria-labelledby="{name}-title {name}-desc"' in page
    assert ".picture" in page and ".picture" not in render(PASSED, "html")
    assert "– under 5" in page  # a count that is withheld has no bar


@pytest.mark.parametrize("width", [60, 80])
def test_the_text_holds_every_part_and_its_width(width: int) -> None:
    text = render(REPORT, "text", width=width)
    assert "How easily people could be singled out" in text and "Which column costs most" in text
    assert "These figures are no pass mark." in text
    assert max(map(len, text.splitlines())) <= width


def test_the_document_is_as_published() -> None:
    document = json.loads(render(REPORT, "json"))
    assert document["risk"]["variants"][2]["unique"] is None
    assert document["outcome"] == "pass"
    document["contract"]["digest"] = document["submission"]["digest"] = "sha256:" + "0" * 64
    assert [*check_machine("report", document)] == []
