"""The template that an officer starts from."""

from __future__ import annotations

import io
import re
import zipfile

import pytest

from tests.unit.governance.drafted import template

_NAMED = re.compile(r'<w:(?:pStyle|rStyle|tblStyle|basedOn|link|next) w:val="([^"]*)"')
_STYLE = re.compile(r'<w:style [^>]*w:styleId="([^"]*)"')


@pytest.mark.parametrize("kind", ["dpia", "dsa"])
def test_a_template_carries_the_styles_it_names_and_few_others(kind: str) -> None:
    with zipfile.ZipFile(io.BytesIO(template(kind))) as docx:
        texts = {name: docx.read(name).decode() for name in docx.namelist() if name.endswith(".xml")}
    there = _STYLE.findall(texts["word/styles.xml"])
    named = {style for text in texts.values() for style in _NAMED.findall(text)}
    assert named <= set(there)
    assert len(there) == len(set(there)) < 50
    assert not [name for name in texts if "WithEffects" in name]


@pytest.mark.parametrize("kind", ["dpia", "dsa"])
def test_a_template_has_no_picture_of_another_page(kind: str) -> None:
    with zipfile.ZipFile(io.BytesIO(template(kind))) as docx:
        assert not [name for name in docx.namelist() if "thumbnail" in name]
        assert "thumbnail" not in docx.read("_rels/.rels").decode()
