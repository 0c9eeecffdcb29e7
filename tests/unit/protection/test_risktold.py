"""The sentences say what the figures are, for whom, and what they are not."""

from __future__ import annotations

from dataclasses import replace

import pytest

from cfgovern import content
from cfgovern.errors import OperatorFileError
from cfgovern.protection.riskpolicy import load_policy
from cfgovern.protection.risktold import sentences
from cfgovern.riskfigures import Fact
from tests.unit.reporting.risksample import RISK

POLICY = load_policy()


def told(**changes: object) -> str:
    return "\n".join(sentences(replace(RISK, **changes), POLICY))  # type: ignore[arg-type]


def test_the_first_sentence_says_what_they_are_for_and_the_last_what_to_do() -> None:
    said = sentences(RISK, POLICY)
    assert "evidence" in said[0] and "no pass mark" in said[0] and said[-1].startswith("What helps:")


def test_who_knows_everything_and_who_knows_little_are_told() -> None:
    said = told()
    assert "all 3 columns" in said and "sees 360 people, of whom 340 are the only one of their kind" in said
    assert "Far less is enough: with start_date and sex known, 200 of 360 people" in said


def test_where_little_is_not_enough_that_is_said() -> None:
    said = told(facts=(Fact("sex", None, 5), Fact("area_id", 0, 5)))
    assert "The 2 things that tell people apart best (sex and area_id) make nobody of 360 people" in said
    assert "enough" not in told(facts=())


def test_the_dearest_column_is_named_by_what_leaving_it_out_saves() -> None:
    assert "Leaving out start_date helps most: 120 fewer" in told()
    flat = tuple(replace(one, without=0) for one in RISK.columns)
    assert "Leaving out any one column alone changes little" in told(columns=flat)


def test_a_group_that_gives_an_answer_away_is_told_and_so_is_that_there_is_none() -> None:
    assert "In 1 of 2 sensitive columns there is a group" in told()
    variants = tuple(
        replace(one, answers=tuple(replace(each, l=3, given_away=0) for each in one.answers))
        for one in RISK.variants
    )
    assert "in each of them there are at least 3" in told(variants=variants)


def test_what_was_not_sent_is_named_as_far_as_there_is_room() -> None:
    assert "Not in what was sent" not in told(absent=())
    assert "a, b, c, d, e and 2 more." in told(absent=tuple("abcdefg"))
    assert "counted: a, b, c, d, e and f." in told(absent=tuple("abcdef"))


def test_of_nobody_no_figure_is_told() -> None:
    variants = tuple(replace(one, crowd=replace(one.crowd, k=None)) for one in RISK.variants)
    assert "sees" not in told(variants=variants) and "no pass mark" in told(variants=variants)


def test_a_policy_with_a_fault_is_refused(tmp_path, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    shipped = content.file("validators", "protection", "risk.yaml").read_text(encoding="utf-8")
    place = tmp_path / "risk.yaml"
    place.write_text(shipped.replace("shown_from: 5", "shown_from: 0"), encoding="utf-8")
    monkeypatch.setattr(content, "file", lambda *parts: place)
    with pytest.raises(OperatorFileError):
        load_policy()
