"""Drafted documents are held to the facts, compared, and read back."""

from __future__ import annotations

import io
import json
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from cfgovern.profile.answers import load_answers
from tests.command import Done, cfgovern
from tests.journeys.test_documents_command import AREA, DAY

PERIOD = """\
retention: {period: 7 years}
"""
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def run(folder: Path, *words: str | Path, code: int = 0) -> Done:
    done = cfgovern(*words, *(DAY if words[1] != "diff" else ()), cwd=folder)
    assert done.code == code, done.out + done.err
    return done


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with both drafts, and in ``changed`` the assessment of the day after, with a period."""
    folder = tmp_path_factory.mktemp("area")
    (folder / "area.yaml").write_text(AREA, encoding="utf-8")
    run(folder, "draft", "dpia", "--out", "out", "--format", "docx", "--format", "json")
    run(folder, "draft", "dsa", "--out", "out", "--format", "json")
    (folder / "later").mkdir()
    (folder / "later" / "area.yaml").write_text(AREA + PERIOD, encoding="utf-8")
    run(folder, "draft", "dpia", "--area", "later/area.yaml", "--out", "later", "--format", "docx")
    return folder


def edited(source: Path, target: Path, change: Callable[[Any], None]) -> Path:
    """A Word document whose body somebody has changed, as Word keeps it: all else stays."""
    from docx import Document

    document = Document(str(source))
    change(document)
    document.save(str(target))
    return target


def write_into(document: Any, tag: str, text: str) -> None:
    """Write ``text`` into the last paragraph of the control of that tag."""
    for control in document.element.body.iter(f"{W}sdt"):
        if control.find(f"{W}sdtPr/{W}tag").get(f"{W}val") == tag:
            *_, last = control.iter(f"{W}p")
            first, *others = last.iter(f"{W}t")
            first.text = text
            for one in others:
                one.text = ""


# -- verify ----------------------------------------------------------------------------------


def test_what_is_as_it_was_drafted_holds(made: Path) -> None:
    done = run(made, "documents", "verify", "out/dpia.docx", "out/dpia.json", "out/dsa.json")
    assert done.out == "" and "as contract, area profile" in done.err


def test_another_profile_and_another_table_are_told_with_both_places(made: Path) -> None:
    def change(document: Any) -> None:
        [items] = (one for one in document.tables if one.rows[0].cells[1].text == "Item")
        items.rows[1].cells[5].text = "Burnt"
        items._tbl.remove(items.rows[2]._tr)

    edited(made / "later" / "dpia.docx", made / "other.docx", change)
    told = run(made, "documents", "verify", "other.docx", code=1).out.splitlines()
    assert told[0] == (
        "other.docx is stale: since it was drafted, the area profile, or the programme's base of it, has"
        " changed."
    )
    assert [line for line in told if 'and "Burnt" in other.docx, table "Every data item' in line]
    assert [line for line in told if "stands in the contract, and not in other.docx" in line]
    kept = [line for line in told if 'and "7 years (said by the area)" in other.docx, table "Recip' in line]
    assert len(kept) == 3 and len(told) == 6


def test_another_template_is_told(made: Path) -> None:
    own = made / "own.docx"
    assert cfgovern("templates", "new", "dpia", "--out", own, cwd=made).code == 0
    with zipfile.ZipFile(own, "a") as packed:
        packed.writestr("customXml/item9.xml", "<mine/>")
    told = run(made, "documents", "verify", "out/dpia.docx", "--template", own, code=1).out
    assert told == "dpia.docx is stale: since it was drafted, the Word template is another, or has changed.\n"


def test_a_notice_that_is_silent_is_told_and_one_that_speaks_is_not(made: Path) -> None:
    (made / "notice.md").write_text("# Your data\n\nWe keep it.\n", encoding="utf-8")
    told = run(made, "documents", "verify", "--area", "later/area.yaml", "--notice", "notice.md", code=1).out
    assert "notice.md does not mention the recipient The national evaluator" in told
    assert 'does not mention how long data are kept: "7 years" (area.yaml, retention.period).' in told
    assert "does not mention special category data of the table" in told


def test_nothing_to_verify_and_no_draft_end_with_2(made: Path) -> None:
    assert "documents.nothing" in run(made, "documents", "verify", code=2).err
    assert "documents.no_draft" in run(made, "documents", "verify", "area.yaml", code=2).err
    assert "documents.unreadable" in run(made, "documents", "verify", "no.docx", code=2).err


# -- diff ------------------------------------------------------------------------------------


def test_what_changed_is_told_in_facts(made: Path) -> None:
    told = run(made, "documents", "diff", "out/dpia.json", "later/dpia.docx").out.splitlines()
    assert "Question D4: was open, is now answered from facts." in told
    assert all(len(line) < 250 for line in told)
    assert not run(made, "documents", "diff", "out/dpia.json", "out/dpia.docx").out
    assert (
        "documents.other_kind" in run(made, "documents", "diff", "out/dpia.json", "out/dsa.json", code=2).err
    )


# -- import ----------------------------------------------------------------------------------


@pytest.fixture
def area(made: Path, tmp_path: Path) -> Path:
    """A folder of its own, with answers and an edited assessment."""
    shutil.copy(made / "area.yaml", tmp_path)

    def change(document: Any) -> None:
        write_into(document, "D3", "To learn what helps: & <b>, {{ x }}.")
        write_into(document, "D7", "Nobody asked.")

    edited(made / "out" / "dpia.docx", tmp_path / "dpia.docx", change)
    return tmp_path


ANSWERS = """\
# ours
version: "1"
answers:
  # of last year
  - question: D7
    state: draft
    text: We know them.
"""


def test_an_edited_answer_comes_back_and_is_drafted(area: Path) -> None:
    done = run(area, "documents", "import", "dpia.docx", "--by", "Programme lead", "--on", "2026-10-02")
    assert "D3: was open." in done.out and "  + To learn what helps: & <b>, {{ x }}." in done.out
    answer = load_answers(area / "answers.yaml")["D3", None]
    assert (answer.state, answer.by, answer.on) == ("confirmed", "Programme lead", "2026-10-02")
    run(area, "draft", "dpia", "--out", "again", "--format", "json")
    again = json.loads((area / "again" / "dpia.json").read_text(encoding="utf-8"))
    [shown] = again["q"]["D3"]["answers"]
    assert (shown["state"], shown["paragraphs"]) == ("answered", ["To learn what helps: & <b>, {{ x }}."])
    before = (area / "answers.yaml").read_bytes()
    assert "Answers written: 0." in run(area, "documents", "import", "dpia.docx").err
    assert (area / "answers.yaml").read_bytes() == before


@pytest.mark.soak
def test_another_answer_is_replaced_only_when_asked_and_stays_as_a_remark(area: Path) -> None:
    (area / "answers.yaml").write_text(ANSWERS, encoding="utf-8")
    done = run(area, "documents", "import", "dpia.docx", code=1)
    assert "D7: answers.yaml has another answer already." in done.err and "is stale" in done.err
    text = (area / "answers.yaml").read_text(encoding="utf-8")
    assert "text: We know them." in text and text.startswith(ANSWERS.rstrip()) and "question: D3" in text
    done = run(area, "documents", "import", "dpia.docx", "--replace")
    assert "  - We know them." in done.out and "  + Nobody asked." in done.out
    text = (area / "answers.yaml").read_text(encoding="utf-8")
    assert "# of last year" in text and "#   text: We know them." in text
    assert load_answers(area / "answers.yaml")["D7", None].text == "Nobody asked."


def test_a_control_that_is_gone_is_told(made: Path, tmp_path: Path) -> None:
    shutil.copy(made / "area.yaml", tmp_path)

    def change(document: Any) -> None:
        for control in list(document.element.body.iter(f"{W}sdt")):
            if control.find(f"{W}sdtPr/{W}tag").get(f"{W}val") == "D3":
                control.getparent().remove(control)

    edited(made / "out" / "dpia.docx", tmp_path / "dpia.docx", change)
    done = run(tmp_path, "documents", "import", "dpia.docx", code=1)
    assert done.err.splitlines() == [
        "D3: its control is gone from the document.",
        "Answers written: 0.",
    ]


def test_by_without_on_is_wrong_use(area: Path) -> None:
    assert "documents.by_on" in run(area, "documents", "import", "dpia.docx", "--by", "Lead", code=2).err


def hostile(kind: str, made: Path) -> bytes:
    """A draft whose body is somebody's attack."""
    body = {
        "doctype": b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>',
        "too_large": b"<a>" + b" " * 21 * 2**20 + b"</a>",
        "damaged": b"<a>",
    }
    out = io.BytesIO()
    with zipfile.ZipFile(made / "out" / "dpia.docx") as old, zipfile.ZipFile(out, "w", 8) as new:
        for name in old.namelist():
            new.writestr(name, body[kind] if name == "word/document.xml" else old.read(name))
    return out.getvalue()


@pytest.mark.parametrize("kind", ["doctype", "too_large", "damaged"])
def test_a_hostile_document_is_refused(made: Path, tmp_path: Path, kind: str) -> None:
    from cfgovern.errors import SubmissionRefused
    from cfgovern.governance.outline import load_tables
    from cfgovern.governance.readback import read_word

    (tmp_path / "x.docx").write_bytes(hostile(kind, made))
    with pytest.raises(SubmissionRefused) as refused:
        read_word(tmp_path / "x.docx", load_tables())
    assert refused.value.code == f"file.{kind}" and "workbook" not in str(refused.value)


def test_a_refused_document_ends_with_3_and_changes_nothing(made: Path, area: Path) -> None:
    (area / "x.docx").write_bytes(hostile("doctype", made))
    (area / "answers.yaml").write_text(ANSWERS, encoding="utf-8")
    assert "file.doctype" in run(area, "documents", "import", "x.docx", code=3).err
    assert (area / "answers.yaml").read_text(encoding="utf-8") == ANSWERS
