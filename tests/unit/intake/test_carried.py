"""What the properties of a workbook tell is known by its kind, and never handed on."""

from __future__ import annotations

from pathlib import Path

import pytest

from cfgovern.intake.carried import Carried, carried
from cfgovern.intake.limits import Limits
from tests.rawbooks import Entry, packed, parts, relations, sheet, text_row

CORE = '<c:coreProperties xmlns:c="c" xmlns:dc="d">{}</c:coreProperties>'
OWN = '<Properties><property pid="2" name="{}"><lpwstr>Ann Example</lpwstr></property></Properties>'


def told(folder: Path, kind: str, body: str, part: str = "docProps/some.xml") -> Carried:
    """What a workbook carries with ``body`` as its properties of that kind."""
    path = folder / "book.xlsx"
    made = parts(sheet(text_row(1, "member_id"), text_row(2, "M-1")))
    made["_rels/.rels"] = relations(("rId1", "officeDocument", "xl/workbook.xml"), ("rId2", kind, part))
    path.write_bytes(packed(made, Entry(part.lstrip("/"), body.encode())))
    return carried(path, Limits())


@pytest.mark.parametrize(
    ("kind", "body", "words"),
    [
        ("core-properties", CORE.format("<dc:creator>Ann Example</dc:creator>"), "its author"),
        ("core-properties", CORE.format("<c:lastModifiedBy>Ann</c:lastModifiedBy>"), "who saved it last"),
        ("extended-properties", "<Properties><Manager>Ann</Manager></Properties>", "a manager"),
        ("custom-properties", OWN.format("Checked by"), "properties of its own"),
    ],
)
def test_who_a_workbook_names_is_told_by_its_kind(tmp_path: Path, kind: str, body: str, words: str) -> None:
    assert told(tmp_path, kind, body) == Carried([], [words])


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("core-properties", CORE.format("<dc:creator></dc:creator><dc:title>A return</dc:title>")),
        ("core-properties", CORE.format("<dc:creator> cfgovern </dc:creator>")),
        ("core-properties", CORE.format("<dc:creator>openpyxl</dc:creator>")),
        ("extended-properties", "<Properties><Application>Some program</Application></Properties>"),
        ("custom-properties", OWN.format("MSIP_Label_0f-1_Enabled")),
    ],
)
def test_a_program_or_an_empty_property_names_nobody(tmp_path: Path, kind: str, body: str) -> None:
    assert told(tmp_path, kind, body) == Carried([], [])


def test_properties_are_found_wherever_they_stand(tmp_path: Path) -> None:
    body = CORE.format("<dc:creator>Ann</dc:creator>")
    assert told(tmp_path, "core-properties", body, "/else/where.xml").properties == ["its author"]
