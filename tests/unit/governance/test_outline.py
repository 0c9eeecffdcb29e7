"""Outlines and tables of the pack, and what is told of bad ones."""

from __future__ import annotations

from pathlib import Path

import pytest

from cfgovern import content
from cfgovern.errors import OperatorFileError
from cfgovern.governance.outline import KINDS, load_outline, load_tables


@pytest.mark.parametrize("kind", KINDS)
def test_every_table_of_an_outline_is_described(kind: str) -> None:
    outline = load_outline(kind)
    assert outline.kind == kind
    assert set(outline.named("table")) <= set(load_tables())
    headings = [section.heading for section in outline.sections]
    assert len(set(headings)) == len(headings)


def test_the_two_documents_ask_different_questions() -> None:
    dpia, dsa = (load_outline(kind).named("question") for kind in KINDS)
    assert [name[0] for name in dpia] == ["D"] * 23
    assert [name[0] for name in dsa] == ["S"] * 14  # the other four are asked of each party in its schedule
    assert (len(set(dpia)), len(set(dsa))) == (23, 14)


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    """A pack whose tables a test may spoil."""
    (tmp_path / "schemas").mkdir()
    (tmp_path / "dpia_templates").mkdir()
    shipped = content.file("dpia_templates", "tables.yaml").read_text(encoding="utf-8")
    (tmp_path / "dpia_templates" / "tables.yaml").write_text(shipped, encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("key: label, width: 60", "key: label, width: 61", "tables.widths"),
        ("{head: Item, key: label, width: 60}", "{head: Item, key: table, width: 60}", "tables.twice"),
    ],
)
def test_a_table_that_cannot_be_drawn_is_told_with_its_line(
    pack: Path, old: str, new: str, code: str
) -> None:
    file = pack / "dpia_templates" / "tables.yaml"
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")
    content.use_pack(pack)
    try:
        with pytest.raises(OperatorFileError) as refused:
            load_tables()
    finally:
        content.use_pack(None)
    [fault] = refused.value.faults
    assert fault.code == code and fault.line
