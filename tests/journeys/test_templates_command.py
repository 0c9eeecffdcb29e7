"""An officer makes a Word template, edits it, and asks whether it can still be used."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from tests.command import cfgovern


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("templates")
    done = cfgovern("templates", "new", "dsa", "--out", "own.docx", cwd=made)
    assert done.code == 0, done.err
    with zipfile.ZipFile(made / "own.docx") as old, zipfile.ZipFile(made / "broken.docx", "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name).replace(b"{{ notice }}", b"{{ notice }"))
    (made / "no.docx").write_bytes(b"no zip")
    return made


def test_a_new_template_has_no_fault_and_is_told_by_its_headings(folder: Path) -> None:
    done = cfgovern("templates", "check", "own.docx", cwd=folder)
    assert (done.code, done.out) == (0, "")


def test_each_fault_has_its_file_and_paragraph(folder: Path) -> None:
    done = cfgovern("templates", "check", "own.docx", "broken.docx", "no.docx", cwd=folder)
    assert done.code == 2
    first, *_, last = done.out.splitlines()
    assert first.startswith("broken.docx, paragraph ") and first.endswith("[templates.brace]")
    assert last.startswith("no.docx: ") and last.endswith("[templates.unreadable]")


def test_of_another_kind_it_lacks_what_that_needs(folder: Path) -> None:
    done = cfgovern("templates", "check", "own.docx", "--kind", "dpia", cwd=folder)
    assert done.code == 2 and "templates.heading" in done.out


def test_nothing_is_written_over(folder: Path) -> None:
    before = (folder / "own.docx").read_bytes()
    done = cfgovern("templates", "new", "dpia", "--out", "own.docx", cwd=folder)
    assert done.code == 2 and "templates.there" in done.err
    assert (folder / "own.docx").read_bytes() == before


def test_what_cannot_be_read_ends_with_2(folder: Path) -> None:
    assert "draft.template" in cfgovern("templates", "check", "nothing.docx", cwd=folder).err
