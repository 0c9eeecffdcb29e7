"""Small and capital letters, one for one."""

from __future__ import annotations

from cfgovern.engine.spark.letters import pairs


def test_each_letter_has_one_beside_it() -> None:
    for function in ("lower", "upper"):
        before, behind = pairs(function)
        assert len(before) == len(behind) == len(set(before)) > 1000


def test_letters_are_those_of_duckdb() -> None:
    lower = dict(zip(*pairs("lower"), strict=True))
    assert (lower["A"], lower["É"], lower["İ"], lower["Σ"]) == ("a", "é", "i", "σ")
    assert "ﬁ" not in dict(zip(*pairs("upper"), strict=True))
