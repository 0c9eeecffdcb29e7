"""Workbooks that are odd and honest: read right, never quietly wrong."""

from __future__ import annotations

from tests.hostile.books import strict_book, typed_rows, with_cell, with_sheet
from tests.hostile.honest import HEADINGS, READ, Cases, honest, rows
from tests.rawbooks import book, number, row, shared, sheet, text, text_row

BOOKS_READ: Cases = {
    "an honest workbook": (honest, READ),
    "typed cells": (
        lambda _: book(typed_rows()),
        ("members.joined.type C3", "members.joined.type C4", "members.age.type D3", "members.age.type D5"),
    ),
    "dimension says one cell": (with_sheet(lambda made: sheet(*made, before='<dimension ref="A1"/>')), READ),
    "dimension says the whole grid": (
        with_sheet(lambda made: sheet(*made, before='<dimension ref="A1:XFD1048576"/>')),
        READ,
    ),
    "merged over the whole grid": (
        with_sheet(
            lambda made: sheet(*made, after='<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>')
        ),
        ("members.merged_cells A1", *READ),
    ),
    "strict OOXML": (strict_book, READ),
    "prefixed elements": (
        lambda canary: book(
            sheet(*rows(canary))
            .replace("<", "<x:")
            .replace("<x:/", "</x:")
            .replace("<x:?", "<?")
            .replace("xmlns=", "xmlns:x=")
        ),
        READ,
    ),
    "cells and rows without their places": (
        lambda canary: book(
            sheet(
                *(
                    made.replace(f' r="{n}"', "")
                    for n, made in enumerate(
                        [
                            "<row>" + "".join(map(text, values)) + "</row>"
                            for values in (
                                HEADINGS,
                                ("M-001", canary, "2020-01-01", "40"),
                                ("M-002", canary, "2020-01-01", "x"),
                            )
                        ]
                    )
                )
            )
        ),
        READ,
    ),
    "rich and phonetic text": (
        lambda canary: book(
            sheet(
                text_row(1, *HEADINGS),
                text_row(2, "M-001", canary, "2020-01-01", "40"),
                row(
                    3,
                    number("0", "A3", 0, "s"),
                    number("1", "B3", 0, "s"),
                    text("2020-01-01", "C3"),
                    text("x", "D3"),
                ),
            ),
            strings=shared(
                "<r><t>M-</t></r><r><rPr><b/></rPr><t>002</t></r>",
                f"<t>{canary}</t><rPh sb='0' eb='1'><t>{canary}</t></rPh>",
            ),
        ),
        READ,
    ),
    "a title merged above the headings": (
        lambda canary: book(
            sheet(
                text_row(1, canary),
                text_row(2, *HEADINGS),
                text_row(3, "M-001", canary, "2020-01-01", canary),
                after='<mergeCells count="1"><mergeCell ref="A1:D1"/></mergeCells>',
            )
        ),
        ("members.titles_above", *READ),
    ),
    "headings merged with their neighbours": (
        lambda canary: book(
            sheet(
                text_row(1, "member_id", "full_name", "", "joined", "age"),
                text_row(2, "M-001", canary, canary, "2020-01-01", "40"),
                after='<mergeCells count="1"><mergeCell ref="B1:C1"/></mergeCells>',
            )
        ),
        ("members.column_c.column_extra C1", "members.merged_cells B1"),
    ),
    "a hidden sheet": (
        lambda canary: book(
            sheet(*rows(canary)),
            sheet(text_row(1, canary)),
            names=("members", canary),
            states=("visible", "veryHidden"),
        ),
        ("file.table_extra", *READ),
    ),
    "the table itself hidden": (
        lambda canary: book(sheet(*rows(canary)), states=("hidden",)),
        ("members.sheet_hidden", *READ),
    ),
    "a stray cell in the last row of the grid": (
        with_cell(text("CANARY", "B1048576"), at=1_048_576),
        ("members.blank_rows", *READ, "members.member_id.required A1048576"),
    ),
    "half a million empty cells with a style": (
        with_sheet(lambda made: sheet(*made, ("<row>" + '<c s="1"/>' * 5 + "</row>") * 100_000)),
        READ,
    ),
    "an empty text in the far corner": (
        with_cell(number("0", "XFD1048576", 0, "s"), shared("<t></t>"), at=1_048_576),
        ("file.too_many_columns",),
    ),
    "a formula with its result": (
        with_cell('<c r="D4"><f>1+1</f><v>41</v></c>', at=4),
        (*READ, "members.member_id.required A4"),
    ),
    "error cells": (
        with_cell('<c r="B4" t="e"><v>#REF!</v></c>'),
        (*READ, "members.full_name.type B4", "members.member_id.required A4"),
    ),
}
