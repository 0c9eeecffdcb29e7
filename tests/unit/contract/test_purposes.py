"""Purposes: the programme's outcomes and questions, or a fault at its place."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from cfgovern import content
from cfgovern.contract.purposes import THEORY_OF_CHANGE, Purpose, load_purposes
from cfgovern.errors import OperatorFileError

THEORY = """\
version: "1"
programme: Another
outcomes:
  - {id: toc.a, level: system, horizon: longer, text: Things are better. }
questions:
  - {id: eval.one, paragraphs: [7], text: Is it so? }
  - {id: eval.two, paragraphs: [7, 9], text: Does it last? }
  - {id: eval.three, text: And then? }
"""


@pytest.fixture
def theory(tmp_path: Path) -> Iterator[Path]:
    """The file of another pack, in use."""
    (tmp_path / "schemas").mkdir()
    path = tmp_path / "schemas" / THEORY_OF_CHANGE
    path.write_text(THEORY, encoding="utf-8")
    content.use_pack(tmp_path)
    yield path
    content.use_pack(None)


def test_outcomes_come_first_each_with_where_it_stands(theory: Path) -> None:
    assert list(load_purposes().items()) == [
        ("toc.a", Purpose("toc.a", "outcome", "Things are better.", "system level, longer-term outcome")),
        ("eval.one", Purpose("eval.one", "question", "Is it so?", "prospectus paragraph 7")),
        ("eval.two", Purpose("eval.two", "question", "Does it last?", "prospectus paragraphs 7, 9")),
        ("eval.three", Purpose("eval.three", "question", "And then?", "")),
    ]


def test_a_faulty_file_is_refused_at_its_place(theory: Path) -> None:
    theory.write_text(THEORY.replace("horizon:", "horizn:"), encoding="utf-8")
    with pytest.raises(OperatorFileError) as caught:
        load_purposes()
    (fault,) = caught.value.faults
    assert (fault.line, 'Did you mean "horizon"?' in str(fault)) == (4, True)


def test_the_programme_has_purposes_of_both_kinds() -> None:
    purposes = load_purposes().values()
    assert {purpose.kind for purpose in purposes} == {"outcome", "question"}
    assert all(purpose.text and purpose.source for purpose in purposes)
