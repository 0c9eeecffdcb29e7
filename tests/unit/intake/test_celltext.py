"""No cell of any form holds what no text holds, and the refusal shows none of it."""

from __future__ import annotations

import pytest

from cfgovern.errors import SubmissionRefused
from cfgovern.intake.celltext import must_be_text


@pytest.mark.parametrize("cells", [[], ["", "a\tb\r\n"], ["é😀", "\u200d"], ["x" * 20] * 9])
def test_text(cells: list[str]) -> None:
    must_be_text(cells, 20, "row 1")


@pytest.mark.parametrize(
    ("cell", "code"),
    [("Ann\x00", "control_character"), ("Ann\x7f", "control_character"), ("x" * 21, "cell_too_long"),
     ("Ann\ud800", "encoding")],
)  # fmt: skip
def test_what_is_none(cell: str, code: str) -> None:
    with pytest.raises(SubmissionRefused) as refused:
        must_be_text(["a", cell], 20, "row 1")
    assert (refused.value.code, refused.value.where) == (f"file.{code}", "row 1")
    assert "Ann" not in str(refused.value)
