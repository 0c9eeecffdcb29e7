"""Pairs of CLKs: which texts are codes, and in which order pairs are judged."""

from __future__ import annotations

from pathlib import Path

import pytest

from cfgovern.engine.connection import connect
from cfgovern.linkage.bits import alike_by, is_code


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("gA==", True),
        ("AA==", False),
        ("gAA=", False),
        ("gA", False),
        ("g A==", False),
        ("é", False),
        ("", False),
    ],
)
def test_a_code_has_its_length_and_a_bit(text: str, right: bool) -> None:
    assert is_code(text, 8) == right


def test_the_most_alike_come_first_and_nobody_without_a_code(tmp_path: Path) -> None:
    left = [{"clk": "8A=="}, {"clk": "gA=="}, {}]  # four bits, and the first of them
    right = [{"clk": "gA=="}, {"sex": "female"}, {"clk": "8A=="}]
    connection = connect(tmp_path)
    found = alike_by(connection, left, right, 0.1)
    connection.close()
    assert [(one.left, one.right, one.probability) for one in found] == [
        (0, 2, 1.0), (1, 0, 1.0), (0, 0, 0.4), (1, 2, 0.4),
    ]  # fmt: skip
