"""An officer drafts the documents of an area: from a folder that init made to files that Word opens."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from cfgovern.contract.schemas import check_machine
from tests.command import Done, cfgovern
from tests.hostile import CONTRACT

AREA = """\
area: CF-A01
name: Northmoor & <Vale> {{ 7*7 }}
contract: urn:cfgovern:changing-futures:candidate
period: 2026-Q3
host_organisation: =Northmoor Council {%p if x %}
data_and_digital_lead: data.lead@northmoor.example
notice_version: "2026-1"
"""


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A folder with an area profile and both of its drafts."""
    folder = tmp_path_factory.mktemp("area")
    (folder / "area.yaml").write_text(AREA, encoding="utf-8")
    for kind in ("dpia", "dsa"):
        done = draft(folder, kind)
        assert done.code == 0, done.err
        assert "open" in done.out and "not legal advice" in done.out
    yield folder


def draft(folder: Path, kind: str, *more: str, code: int = 0, out: str = "out") -> Done:
    done = cfgovern("draft", kind, "--as-of", "2026-10-01", "--out", out, *more, cwd=folder)
    assert done.code == code, done.err
    return done


def told(folder: Path, kind: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((folder / "out" / f"{kind}.json").read_text(encoding="utf-8"))
    return found


@pytest.mark.parametrize("kind", ["dpia", "dsa"])
def test_the_json_keeps_to_its_schema(place: Path, kind: str) -> None:
    check_machine("draft", told(place, kind))


@pytest.mark.parametrize("kind", ["dpia", "dsa"])
def test_word_and_page_say_the_same(place: Path, kind: str) -> None:
    from docx import Document

    made = told(place, kind)
    document = Document(io.BytesIO((place / "out" / f"{kind}.docx").read_bytes()))
    cells = {cell.text for table in document.tables for row in table.rows for cell in row.cells}
    lines = {
        "".join(part.text or "" for part in line.iter() if part.tag.endswith("}t"))
        for line in document.element.body.iter()
        if line.tag.endswith("}p")
    }
    page = (place / "out" / f"{kind}.html").read_text(encoding="utf-8")
    assert {row["label"] for row in made["rows"]["data_items"]} <= cells
    for ask in made["q"].values():
        assert ask["asks"] in lines and ask["title"] in page
        for answer in ask["answers"]:
            assert answer["label"] in lines
    assert "<script" not in page


def test_hostile_names_stand_as_they_are_written(place: Path) -> None:
    with zipfile.ZipFile(place / "out" / "dpia.docx") as packed:
        xml = packed.read("word/document.xml").decode()
    assert "Northmoor &amp; &lt;Vale&gt; {{ 7*7 }}" in xml
    assert "=Northmoor Council {%p if x %}" in xml
    page = (place / "out" / "dpia.html").read_text(encoding="utf-8")
    assert (
        "Northmoor &amp; &lt;Vale&gt; {{ 7*7 }}" in page and "49" not in told(place, "dpia")["draft"]["area"]
    )


def test_the_same_day_makes_the_same_bytes(place: Path) -> None:
    draft(place, "dsa", out="again")
    for face in ("docx", "html", "json"):
        assert (place / "again" / f"dsa.{face}").read_bytes() == (place / "out" / f"dsa.{face}").read_bytes()


def test_a_template_that_lost_a_brace_is_refused_and_the_earlier_draft_stands(place: Path) -> None:
    from cfgovern.content import file

    before = (place / "out" / "dpia.docx").read_bytes()
    shipped = file("dpia_templates", "dpia.docx")
    with zipfile.ZipFile(shipped) as old, zipfile.ZipFile(place / "own.docx", "w") as new:
        for name in old.namelist():
            whole = old.read(name)
            new.writestr(name, whole.replace(b"{{ draft.title }}", b"{{ draft.title "))
    done = draft(place, "dpia", "--template", "own.docx", code=2)
    assert "templates.brace" in done.err and "own.docx" in done.err
    assert (place / "out" / "dpia.docx").read_bytes() == before


@pytest.mark.parametrize(
    ("more", "code"),
    [
        (("--area", "nothing.yaml"), "yaml.missing"),
        (("--answers", "area.yaml"), "answers"),
        (("--template", "area.yaml"), "templates.unreadable"),
    ],
)
def test_wrong_use_ends_with_2_and_a_code(place: Path, more: tuple[str, ...], code: str) -> None:
    assert code in draft(place, "dpia", *more, code=2, out="other").err
    assert not (place / "other").exists()


def test_without_a_profile_the_remedy_is_said(tmp_path: Path) -> None:
    assert "cfgovern init" in draft(tmp_path, "dpia", code=2).err


def test_answers_beside_the_profile_are_read(place: Path) -> None:
    answers = (
        'version: "1"\nanswers:\n  - question: D3\n    state: confirmed\n    text: To learn what helps.\n'
        "    by: Programme manager\n    on: 2026-09-01\n"
    )
    (place / "answers.yaml").write_text(answers, encoding="utf-8")
    try:
        draft(place, "dpia", "--format", "json", out="answered")
    finally:
        (place / "answers.yaml").unlink()
    made = json.loads((place / "answered" / "dpia.json").read_text(encoding="utf-8"))
    [shown] = made["q"]["D3"]["answers"]
    assert (shown["state"], shown["paragraphs"]) == ("answered", ["To learn what helps."])


def test_a_plain_contract_is_drafted_too(tmp_path: Path) -> None:
    (tmp_path / "members.odcs.yaml").write_text(CONTRACT, encoding="utf-8")
    profile = AREA.replace("urn:cfgovern:changing-futures:candidate", "urn:example:members")
    (tmp_path / "area.yaml").write_text(profile, encoding="utf-8")
    draft(tmp_path, "dpia", "--contract", "members.odcs.yaml")
    made = told(tmp_path, "dpia")
    assert [row["table"] for row in made["rows"]["data_items"]][:1] == ["members"]
    assert made["draft"]["notices"][1] != "The list of data behind this document is a candidate."
