"""What the check of a template finds: braces, names, loops, and what is gone."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cfgovern import content
from cfgovern.governance import templates
from cfgovern.governance.outline import KINDS
from cfgovern.governance.templates import kind_of, template_faults
from tests.conftest import SOAK, examples
from tests.unit.governance.drafted import outline, tables, template

_BODY = "word/document.xml"
_PARTS = (_BODY, "word/footer1.xml")


def changed(kind: str, part: str, change: Callable[[str], str]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(template(kind))) as old, zipfile.ZipFile(made, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            new.writestr(name, change(data.decode()).encode() if name == part else data)
    return made.getvalue()


def codes(kind: str, docx: bytes) -> list[str]:
    return [fault.code for fault in template_faults(docx, "own.docx", outline(kind), tables())]


@pytest.mark.parametrize("kind", KINDS)
def test_a_new_template_has_no_fault(kind: str) -> None:
    assert codes(kind, template(kind)) == []


def braces(kind: str, part: str) -> list[int]:
    with zipfile.ZipFile(io.BytesIO(template(kind))) as docx:
        return [place for place, letter in enumerate(docx.read(part).decode()) if letter in "{}"]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("part", _PARTS)
@settings(max_examples=examples(25), deadline=None)
@given(data=st.data())
def test_any_one_brace_less_is_told(kind: str, part: str, data: st.DataObject) -> None:
    place = data.draw(st.sampled_from(braces(kind, part)))
    assert codes(kind, changed(kind, part, lambda xml: xml[:place] + xml[place + 1 :]))


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("{{ draft.title }}", "{{ draft.titel }}", "templates.unknown"),
        ("{{ draft.title }}", "{{ 7*7 }}", "templates.tag"),
        ("{{ draft.title }}", "{{ draft.title|upper }}", "templates.tag"),
        ("{{ draft.title }}", "{{ draft.notices }}", "templates.tag"),
        ("{{ draft.title }}", "{# a remark #}", "templates.brace"),
        ("{{ notice }}", "{{ notice }} {%p else %}", "templates.alone"),
        ("{%p for notice in draft.notices %}", "{%p for notice in draft.title %}", "templates.loop"),
        ("{%p for notice in draft.notices %}", "{%p set x = 1 %}", "templates.tag"),
        ("{%p for notice in draft.notices %}", "", "templates.ends"),
        ("{%p endfor %}", "", "templates.open"),
        ("Step 3: Who was asked", "Step 3", "templates.heading"),
        ("{%p for one in q.D9.answers %}", "{%p for one in q.D8.answers %}", "templates.missing"),
        ("rows.signatures", "rows.evidence", "templates.missing"),
        (
            "{%p for notice in draft.notices %}",
            "{%p for notice in limbs %}",
            "templates.missing",
        ),
    ],
)
def test_what_was_edited_badly_is_told(old: str, new: str, code: str) -> None:
    assert code in codes("dpia", changed("dpia", _BODY, lambda xml: xml.replace(old, new)))


def test_a_loop_does_not_go_on_into_the_footer() -> None:
    open_in_footer = changed("dpia", _PARTS[1], lambda xml: xml.replace("{{ draft.footer }}", "{{ notice }}"))
    assert "templates.unknown" in codes("dpia", open_in_footer)


@pytest.mark.parametrize("docx", [b"", b"no zip", template("dpia")[:2_000]])
def test_what_is_no_word_document_is_told(docx: bytes) -> None:
    assert codes("dpia", docx) == ["templates.unreadable"]


def test_xml_that_is_broken_or_names_others_is_told() -> None:
    assert codes("dpia", changed("dpia", _BODY, lambda xml: xml[: len(xml) // 2])) == ["templates.unreadable"]
    bomb = '<!DOCTYPE a [<!ENTITY b "c">]>'
    head = '<?xml version="1.0"?>' + bomb + '<w:x xmlns:w="urn:x">&b;</w:x>'
    assert "templates.heading" in codes("dpia", changed("dpia", _BODY, lambda _: head))


@pytest.mark.parametrize("kind", KINDS)
def test_which_document_it_is_of_is_told_by_its_headings(kind: str) -> None:
    assert kind_of(template(kind), map(outline, KINDS)) == kind
    assert kind_of(b"no zip", map(outline, KINDS)) in KINDS


def said(docx: bytes, part: str) -> list[tuple[str, str, tuple[str, ...]]]:
    """Style, text and hidden tags of each paragraph of a part."""
    with zipfile.ZipFile(io.BytesIO(docx)) as packed:
        return [(one.style, one.text, one.hidden) for one in templates._paragraphs(packed.read(part))]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("part", _PARTS)
def test_the_shipped_template_is_the_one_that_its_outline_makes(kind: str, part: str) -> None:
    shipped = content.file("dpia_templates", f"{kind}.docx").read_bytes()
    assert said(shipped, part) == said(template(kind), part)


@pytest.mark.long
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("part", _PARTS)
def test_each_brace_of_the_shipped_templates_is_missed(kind: str, part: str) -> None:
    shipped = content.file("dpia_templates", f"{kind}.docx").read_bytes()
    with zipfile.ZipFile(io.BytesIO(shipped)) as docx:
        xml = docx.read(part).decode()
    places = [place for place, letter in enumerate(xml) if letter in "{}"][:: 1 if SOAK else 12]
    assert places
    known = outline(kind)
    unseen = [
        place
        for place in places
        if not template_faults(
            changed(kind, part, lambda _, at=place: xml[:at] + xml[at + 1 :]),
            "own.docx",
            known,
            tables(),  # type: ignore[misc]
        )
    ]
    assert unseen == []
