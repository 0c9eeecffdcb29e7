"""Date formats: the JDK patterns of ODCS as a shape, a reading and a form that people can copy."""

from __future__ import annotations

import re
import time

import pytest

from cfgovern.contract.dates import ISO, DateFormatError, as_written, date_format


@pytest.mark.parametrize("pattern", [None, "yyyy-MM-dd", "uuuu-MM-dd", "ISO_LOCAL_DATE"])
def test_iso_dates_need_no_reading(pattern: str | None) -> None:
    assert date_format("date", pattern) is ISO["date"]


@pytest.mark.parametrize(
    "pattern", [None, "yyyy-MM-ddTHH:mm:ss", "yyyy-MM-dd'T'HH:mm:ss", "ISO_LOCAL_DATE_TIME"]
)
def test_iso_timestamps_need_no_reading(pattern: str | None) -> None:
    assert date_format("timestamp", pattern) is ISO["timestamp"]


@pytest.mark.parametrize(
    ("kind", "pattern", "good", "bad", "written"),
    [
        (
            "date",
            "dd/MM/yyyy",
            "30/04/2026",
            ["30/4/2026", "30-04-2026", "31/13/2026", "3o/04/2026"],
            "30/04/2026",
        ),
        ("date", "d/M/yyyy", "3/4/2026", ["3/4/26", "0/4/2026", "32/4/2026"], "30/04/2026"),
        ("date", "dd MMM yyyy", "30 Apr 2026", ["30 april 2026", "30 Apx 2026"], "30 Apr 2026"),
        ("date", "yyyyMMdd", "20260430", ["2026043", "2026-04-30"], "20260430"),
        ("date", "dd.MM.yyyy", "30.04.2026", ["30x04x2026"], "30.04.2026"),
        ("date", "'day' dd/MM/uuuu", "day 30/04/2026", ["30/04/2026"], "day 30/04/2026"),
        (
            "timestamp",
            "dd/MM/yyyy HH:mm",
            "30/04/2026 14:05",
            ["30/04/2026 24:05", "30/04/2026"],
            "30/04/2026 14:05",
        ),
        ("time", "HH:mm", "23:59", ["24:00", "9:05"], "14:05"),
    ],
)
def test_a_format_takes_its_own_form_alone(
    kind: str, pattern: str, good: str, bad: list[str], written: str
) -> None:
    form = date_format(kind, pattern)
    assert form.strptime is not None and time.strptime(good, form.strptime)
    assert time.strptime(form.written, form.strptime)
    assert form.written == written
    assert re.fullmatch(form.shape, good) and re.fullmatch(form.shape, written)
    assert not [text for text in bad if re.fullmatch(form.shape, text)]


@pytest.mark.parametrize("kind", sorted(ISO))
def test_the_form_shown_is_a_right_one(kind: str) -> None:
    assert re.fullmatch(ISO[kind].shape, ISO[kind].written)


@pytest.mark.parametrize(
    ("kind", "text", "fits"),
    [
        ("date", "2026-04-30", True),
        ("date", "2026-4-30", False),
        ("timestamp", "2026-04-30T14:05:00", True),
        ("timestamp", "2026-04-30 14:05", True),
        ("timestamp", "2026-04-30T14:05:00.123+01:00", True),
        ("timestamp", "2026-04-30T14:05:00Z", True),
        ("timestamp", "2026-04-30", True),
        ("time", "14:05:59.5", True),
        ("time", "14", False),
    ],
)
def test_iso_shapes(kind: str, text: str, fits: bool) -> None:
    assert (re.fullmatch(ISO[kind].shape, text) is not None) == fits


@pytest.mark.parametrize("pattern", ["dd/MM/yy", "EEE dd MMM yyyy", "yyyy-MM-dd G", "hh:mm a", "yyyy-'W'ww"])
def test_a_part_that_cannot_be_checked_is_refused(pattern: str) -> None:
    with pytest.raises(DateFormatError, match="a part that cannot be checked"):
        date_format("date", pattern)


@pytest.mark.parametrize("pattern", ["MM/yyyy", "dd/MM", "yyyy", "HH:mm", "dd yyyy", "dd/mm/yyyy"])
def test_a_date_without_day_month_or_year_is_refused(pattern: str) -> None:
    with pytest.raises(DateFormatError, match="a four-figure year, a month and a day"):
        date_format("date", pattern)


def test_a_per_cent_sign_is_a_plain_character() -> None:
    form = date_format("date", "dd%MM%yyyy")
    assert form.strptime is not None and time.strptime("30%04%2026", form.strptime)


@pytest.mark.parametrize(
    ("kind", "pattern", "iso", "text"),
    [
        ("date", "dd/MM/yyyy", "2026-09-01", "01/09/2026"),
        ("date", "d MMM yyyy", "2026-09-30", "30 Sep 2026"),
        ("date", None, "2026-09-01", "2026-09-01"),
        ("time", "HH.mm", "09:30", "09.30"),
        ("timestamp", "dd/MM/yyyy HH:mm", "2026-09-01T09:30:00", "01/09/2026 09:30"),
        ("timestamp", "dd/MM/yyyy HH:mm", "2026-09-01", "01/09/2026 00:00"),
        # what the format has no room for, or what it is not
        ("time", "HH.mm", "09:30:15", "09:30:15"),
        ("timestamp", "dd/MM/yyyy HH:mm", "2026-09-01T09:30:00Z", "2026-09-01T09:30:00Z"),
        ("date", "dd/MM/yy", "2026-09-01", "2026-09-01"),
        ("date", "dd/MM/yyyy", "not a day", "not a day"),
    ],
)
def test_a_moment_as_a_column_writes_it(kind: str, pattern: str | None, iso: str, text: str) -> None:
    assert as_written(kind, pattern, iso) == text
