"""What is refused before any pair is compared."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from cfgovern.errors import UsageError
from cfgovern.journeys.linking import LinkRequest, _must_not_be_many, _of_codes
from cfgovern.journeys.linkparts import Given
from cfgovern.linkage.settings import load_settings


def side(kind: str, people: int) -> Given:
    return Given(kind, {"identifiers": {"sent": people}}, "live", "1", ())


def test_more_codes_than_can_be_compared_with_each_other_are_refused() -> None:
    most = load_settings("clk").budget
    with pytest.raises(UsageError) as refused:
        _must_not_be_many([side("clk", 1_000_000), side("clk", 501)], most)
    assert refused.value.code == "link.too_many_pairs" and "501,000,000" in refused.value.what
    _must_not_be_many([side("clk", 1_000_000), side("clk", 500)], most)


def test_of_codes_nobody_is_shown_and_nobody_linked_twice() -> None:
    asked = LinkRequest(Path("left"), Path("right"), Path("contract"))
    assert not asked.one_to_one and _of_codes(asked).one_to_one
    with pytest.raises(UsageError) as refused:
        _of_codes(replace(asked, sample=True))
    assert refused.value.code == "link.no_sample"


def test_of_codes_nothing_is_compared_on_spark() -> None:
    asked = LinkRequest(Path("left"), Path("right"), Path("contract"), spark="local[2]")
    with pytest.raises(UsageError) as refused:
        _of_codes(asked)
    assert refused.value.code == "engine.clk" and refused.value.fix
