"""Which styles show days or times, and what a spreadsheet shows where the reader tells something else."""

from __future__ import annotations

import pytest

from cfgovern.intake.clockstyles import NOT_SHOWN, Clocks, Styles


def clocks(*formats: str, numbers: tuple[str, ...] = ()) -> Clocks:
    """Of a workbook whose styles 0, 1 ... have these codes, then formats of these numbers."""
    styles = Styles()
    styles.start("styleSheet", {})
    for number, code in enumerate(formats, start=164):
        styles.start("numFmt", {"numFmtId": str(number), "formatCode": code})
    styles.start("cellStyleXfs", {})
    styles.start("xf", {"numFmtId": "14"})  # a style of styles is no style of a cell
    styles.end("cellStyleXfs")
    styles.start("x:cellXfs", {})
    for known in (*map(str, range(164, 164 + len(formats))), *numbers):
        styles.start("x:xf", {"numFmtId": known})
    styles.end("x:cellXfs")
    styles.start("xf", {"numFmtId": "14"})
    return styles.clocks(from_1904=False)


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        ("dd/mm/yyyy", "day"),
        ("[$-809]dd mmmm yyyy;@", "day"),
        ("mmm", "day"),
        ("MM", "day"),
        ('"at" d mmm yyyy hh:mm', "day"),
        ("yyyy", "day"),
        ("hh:mm", "time"),
        ("h:mm AM/PM", "time"),
        ("mm:ss", "time"),
        ("[h]:mm:ss", ""),
        ("[mm]:ss", ""),
        ("General", ""),
        ("0%", ""),
        ("[Red]0.00;[Blue]-0.00", ""),
        ('0 "days"', ""),
        ("0\\d", ""),
        ("0_d", ""),
        ("#,##0.00E+00", ""),
        ("@", ""),
        ("", ""),
    ],
)
def test_codes_of_formats(code: str, kind: str) -> None:
    found = clocks("General", code)
    assert (found.days, found.times) == ({1} if kind == "day" else set(), {1} if kind == "time" else set())


def test_formats_that_every_program_knows_by_number() -> None:
    found = clocks(numbers=("0", "14", "20", "22", "46", "49", "x", ""))
    assert (found.days, found.times) == ({1, 3}, {2})


@pytest.mark.parametrize(
    ("style", "value", "shown", "shown_from_1904"),
    [
        ("1", "60", "1900-02-29", None),
        ("1", "60.5", "1900-02-29T12:00:00", None),
        ("1", "6E1", "1900-02-29", None),
        ("1", "60.4201388877", "1900-02-29T10:05:00", None),
        ("1", "60.9999999999", "1900-02-29T23:59:59", None),
        ("1", "59.999", None, None),
        ("1", "61", None, None),
        ("1", "0", "1900-01-00", "1904-01-01"),
        ("1", "0.25", "1900-01-00T06:00:00", "1904-01-01T06:00:00"),
        ("1", "1", None, None),
        ("1", "-1", NOT_SHOWN, NOT_SHOWN),
        ("2", "-0.5", NOT_SHOWN, NOT_SHOWN),
        ("2", "0.5", None, None),
        ("2", "60", None, None),
        ("3", "-1", None, None),
        ("", "60", None, None),
        ("1", "", None, None),
        ("1", "x", None, None),
        ("1", "nan", None, None),
    ],
)
def test_what_is_shown(style: str, value: str, shown: str | None, shown_from_1904: str | None) -> None:
    assert Clocks(frozenset((1,)), frozenset((2,))).shown(style, value) == shown
    assert Clocks(frozenset((1,)), frozenset((2,)), from_1904=True).shown(style, value) == shown_from_1904
