"""What a drafted Word document keeps of what it was drafted from, and what is read back of it."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from cfgovern.errors import UsageError
from cfgovern.governance.readback import Read, kept_digests, must_have_controls, read_word, rows_shown
from cfgovern.governance.word import rendered
from tests.unit.governance.drafted import PICTURE, context, outline, tables, template

NAMES = ("contract", "profile", "answers", "evidence", "catalogue", "template")
DIGESTS = {name: "sha256:" + hashlib.sha256(name.encode()).hexdigest() for name in NAMES}


def draft(path: Path, kept: tuple[str, str]) -> Path:
    from cfgovern.governance.scene import png

    pictures = {name: (png(PICTURE), PICTURE.says) for name in outline("dsa").named("picture")}
    path.write_bytes(rendered(template("dsa"), context("dsa"), pictures, kept))
    return path


def test_digests_controls_and_rows_are_read_back(tmp_path: Path) -> None:
    kept = kept_digests("dsa", DIGESTS)
    assert max(map(len, kept)) <= 255
    read = read_word(draft(tmp_path / "d.docx", kept), tables())
    assert (read.name, read.kind, read.digests) == ("d.docx", "dsa", DIGESTS)
    assert {one.tag for one in read.controls} == {"D1"}
    assert read.controls[0].paragraphs == ("Some words.", "Second.")
    assert read.rows == rows_shown(context("dsa"))
    assert {*outline("dsa").named("table"), "bases"} == {*read.rows}


def test_what_was_not_drafted_here_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"documents\.no_draft"):
        read_word(draft(tmp_path / "d.docx", ("", "")), tables())


def test_a_document_without_controls_is_told() -> None:
    with pytest.raises(UsageError, match=r"documents\.no_controls"):
        must_have_controls(Read("d.docx", "dpia", {}, ()))
