"""The look through a workbook: what it counts, what it will not pass, and under which budgets.

Files made to do harm are in ``tests/hostile/`` and go through the whole command.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from cfgovern.errors import SubmissionRefused
from cfgovern.intake import preflight
from cfgovern.intake.limits import Limits
from tests.rawbooks import LINKS, book, number, packed, parts, relations, row, shared, sheet, text, text_row

LINKS_PART = "xl/_rels/workbook.xml.rels"


def write(folder: Path, content: bytes) -> Path:
    path = folder / "book.xlsx"
    path.write_bytes(content)
    return path


def refused(path: Path, limits: Limits | None = None) -> SubmissionRefused:
    with pytest.raises(SubmissionRefused) as caught:
        preflight.inspect(path, limits or Limits())
    return caught.value


def test_what_is_counted(tmp_path: Path) -> None:
    cells = (
        text("a", "B2"),
        text(" ", "C2"),
        number("0", "D2", 0, "s"),
        number("1", "E2", 0, "s"),
        number("2", "F2", 0, "s"),
        number("#N/A", "G2", 0, "e"),
        '<c r="H2" s="1"/>',
        number("0", "I2"),
    )
    strings = shared("<t>x</t>", "<t></t>", "<t>  </t>")
    made = sheet(row(2, *cells), row(5, text("b", "A5")), row(9, '<c r="A9" s="2"/>'))
    (count,) = preflight.inspect(write(tmp_path, book(made, strings=strings)), Limits())
    assert (count.name, count.hidden) == ("members", False)
    assert (count.cells, count.last_row) == (5, 5)
    assert count.shown == {(2, 7): "#N/A"}


def moved(kind: str) -> dict[str, str]:
    """A workbook with a relation of ``kind`` that leads to another part than the one readers take."""
    made = parts(sheet(row(1, number("0", "A1", 0, "s"))), strings=shared("<t>a</t>"))
    made["xl/other.xml"] = shared("<t>another text</t>")
    link = f'<Relationship Id="more" Type="{LINKS}/{kind}" Target="other.xml"/>'
    made[LINKS_PART] = made[LINKS_PART].replace("</Relationships>", f"{link}</Relationships>")
    return made


@pytest.mark.parametrize("kind", ["sharedStrings", "styles"])
def test_texts_and_styles_that_readers_would_take_from_elsewhere(tmp_path: Path, kind: str) -> None:
    assert refused(write(tmp_path, packed(moved(kind)))).code == "file.damaged"


@pytest.mark.parametrize("links", [relations(("rId1", "officeDocument", "xl/workbook2.xml")), relations()])
def test_a_workbook_that_readers_would_take_from_elsewhere(tmp_path: Path, links: str) -> None:
    made = parts(sheet(text_row(1, "a"))) | {"_rels/.rels": links}
    assert refused(write(tmp_path, packed(made))).code == "file.damaged"


def test_two_relations_of_one_name(tmp_path: Path) -> None:
    made = parts(sheet(text_row(1, "a")), sheet(text_row(1, "b")))
    made[LINKS_PART] = made[LINKS_PART].replace('"rId2"', '"rId1"')
    assert refused(write(tmp_path, packed(made))).code == "file.damaged"


@pytest.mark.parametrize(
    "cell",
    [
        '<c r="XFD9" t="s"><v>0</v></c>',
        '<c r="XFD9" t="inlineStr"><is><t></t></is></c>',
        '<c r="XFD9" t="str"><v></v></c>',
    ],
)
def test_an_empty_text_far_away_makes_readers_ask_for_room_too(tmp_path: Path, cell: str) -> None:
    path = write(tmp_path, book(sheet(row(9, cell)), strings=shared("<t></t>")))
    assert refused(path).code == "file.too_many_columns"


def test_empty_cells_with_a_style_cost_nothing(tmp_path: Path) -> None:
    path = write(tmp_path, book(sheet(text_row(1, "a"), row(1_048_576, '<c r="XFD1048576" s="1"/>'))))
    (count,) = preflight.inspect(path, Limits())
    assert (count.cells, count.last_row) == (1, 1)


@pytest.mark.parametrize(
    ("budget", "code"),
    [
        ({"cells": 5}, "file.too_large"),
        ({"area": 5}, "file.too_large"),
        ({"columns": 2}, "file.too_many_columns"),
        ({"cell_chars": 3}, "file.too_large"),
        ({"strings": 1}, "file.too_large"),
        ({"text_chars": 10}, "file.too_large"),
        ({"part_bytes": 300}, "file.too_large"),
        ({"unpacked_bytes": 1500}, "file.too_large"),
        ({"entries": 6}, "file.too_large"),
        ({"depth": 3}, "file.too_large"),
    ],
)
def test_budgets(tmp_path: Path, budget: dict[str, int], code: str) -> None:
    rows = [row(n, *(number(str(c % 2), f"{'ABC'[c]}{n}", 0, "s") for c in range(3))) for n in (1, 2)]
    path = write(tmp_path, book(sheet(*rows), strings=shared("<t>text</t>", "<t>more</t>")))
    preflight.inspect(path, Limits())
    assert refused(path, replace(Limits(), **budget)).code == code


def test_a_refusal_names_the_sheet_and_the_cell_and_no_value(tmp_path: Path) -> None:
    cell = '<c r="C7"><f>SECRET(1)</f></c>'
    refusal = refused(write(tmp_path, book(sheet(), sheet(row(7, text("SECRET", "A7"), cell)))))
    assert (refusal.code, refusal.where) == ("file.formula", "sheet 2, cell C7")
    assert "SECRET" not in str(refusal)
