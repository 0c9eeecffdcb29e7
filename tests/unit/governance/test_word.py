"""A rendered Word document, opened again: nothing lost, nothing run, the same bytes each time."""

from __future__ import annotations

import io
import zipfile
from typing import Any

import pytest

from cfgovern.errors import UsageError
from cfgovern.governance.outline import KINDS
from cfgovern.governance.scene import png
from cfgovern.governance.word import rendered
from tests.unit.governance.drafted import HOSTILE, PICTURE, context, outline, template


def made(kind: str, words: dict[str, Any]) -> bytes:
    pictures = {name: (png(PICTURE), PICTURE.says) for name in outline(kind).named("picture")}
    return rendered(template(kind), words, pictures)


def opened(docx: bytes) -> Any:
    from docx import Document

    return Document(io.BytesIO(docx))


def body(docx: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(docx)) as packed:
        return packed.read("word/document.xml").decode()


@pytest.mark.parametrize("kind", KINDS)
def test_every_heading_stands_in_the_document_and_in_its_contents(kind: str) -> None:
    document = opened(made(kind, context(kind)))
    headings = [one.text for one in document.paragraphs if one.style.name.startswith("Heading")]
    listed = ["".join(one.text or "" for one in line._p.iter() if one.tag.endswith("}t"))
              for line in document.paragraphs if line.style.name.startswith("TOC ")]  # fmt: skip
    assert {one.heading for one in outline(kind).sections} <= set(headings)
    assert listed == headings
    assert not [text for text in headings if "{" in text]


@pytest.mark.parametrize("kind", KINDS)
def test_tables_have_header_rows_widths_and_captions(kind: str) -> None:
    xml = body(made(kind, context(kind)))
    tables = xml.count("<w:tbl>")
    assert tables == xml.count("<w:tblHeader/>") == xml.count('<w:tblLayout w:type="fixed"/>') > 5
    assert tables == xml.count("<w:tblDescription ")
    assert "{%" not in xml and "{{" not in xml


def test_hostile_text_appears_as_it_is() -> None:
    document = opened(made("dpia", context("dpia", HOSTILE)))
    texts = {one.text for one in document.paragraphs}
    assert HOSTILE in texts
    [cell, *_] = [cell for table in document.tables for cell in table.rows[1].cells if cell.text == HOSTILE]
    assert cell.text == HOSTILE


def test_characters_that_xml_or_a_reader_would_obey_are_shown_as_such() -> None:
    document = opened(made("dpia", context("dpia", "a\x00b\u202ec\x0bd")))
    assert "a\ufffdb\ufffdc\ufffdd" in {one.text for one in document.paragraphs}


def test_answers_can_be_found_by_their_tag_and_open_ones_stand_out() -> None:
    xml = body(made("dpia", context("dpia")))
    assert xml.count("<w:sdt>") == 23 == xml.count('<w:tag w:val="D1"/>')
    styles = {one.style.name for one in opened(made("dpia", context("dpia"))).paragraphs}
    assert xml.count('<w:pStyle w:val="Openanswer"/>') == 16
    assert {"Question", "Asks"} <= styles


def test_pictures_have_words_and_the_language_is_british() -> None:
    docx = made("dpia", context("dpia"))
    assert body(docx).count(f'descr="{PICTURE.says}"') == 2
    with zipfile.ZipFile(io.BytesIO(docx)) as packed:
        styles = packed.read("word/styles.xml").decode()
    assert 'w:val="en-GB"' in styles and 'w:val="en-US"' not in styles


@pytest.mark.parametrize("kind", KINDS)
def test_the_same_input_makes_the_same_bytes(kind: str) -> None:
    assert made(kind, context(kind)) == made(kind, context(kind))


def test_a_module_that_does_not_apply_is_not_there() -> None:
    words = context("dsa")
    words["modules"]["processor"] = False
    headings = {one.text for one in opened(made("dsa", words)).paragraphs}
    assert "Module A: Joint controllers" in headings
    assert "Module B: Processors" not in headings


def test_a_name_that_is_not_there_is_refused_without_its_value() -> None:
    words = context("dpia")
    del words["draft"]["footer"]
    with pytest.raises(UsageError) as refused:
        made("dpia", words)
    assert refused.value.code == "templates.unfit"
    assert "Northmoor" not in str(refused.value)
