"""What a treatment leaves of a value: the coarser part of what can be read, and all of what cannot."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlglot import exp

from cfgovern.contract.agebands import AgeBands
from cfgovern.contract.dates import date_format
from cfgovern.engine import sql
from cfgovern.engine.connection import connect
from cfgovern.engine.generalise import AS_SENT, COARSER, Way, generalised

DAY, SLASHED = date_format("date", None).shape, date_format("date", "dd/MM/yyyy")
AGES = Way("age_band", DAY, bands=AgeBands(5, 65), year=2026)
BY_TEN = Way("age_band", SLASHED.shape, SLASHED.strptime, bands=AgeBands(10, 65), year=2026)
TENTHS = Way("lookup", pairs=(("E01", "1"), ("E02", "1"), ("O'Hara", "it's 10")))
CASES = [
    (AS_SENT, "2026-04-30", "2026-04-30"),
    (Way("month", DAY), "2026-04-30", "2026-04"),
    (Way("month", date_format("timestamp", None).shape), "2026-04-30T10:00:00", "2026-04"),
    (Way("month", DAY), "2026-04-30T10:00:00", "2026-04-30T10:00:00"),
    (Way("quarter", DAY), "2026-04-30", "2026-Q2"),
    (Way("quarter", DAY), "0987-12-31", "0987-Q4"),
    (Way("year", DAY), "2026-04-30", "2026"),
    (Way("month", SLASHED.shape, SLASHED.strptime), "30/04/2026", "2026-04"),
    (Way("month", DAY), "30/04/2026", "30/04/2026"),
    (Way("month", DAY), "2026-4-30", "2026-4-30"),
    (Way("month", DAY), "2026-02-30", "2026-02-30"),
    (Way("month", DAY), "April", "April"),
    (Way("month"), "2026-04-30", "2026-04-30"),
    (AGES, "1990", "35-39"),
    (AGES, "1986", "40-44"),
    (AGES, "1987", "35-39"),
    (AGES, "39", "35-39"),
    (AGES, "1990-12-31", "35-39"),
    (AGES, "1961", "65+"),
    (AGES, "1962", "60-64"),
    (AGES, "130", "65+"),
    (AGES, "2026", "0-4"),
    (AGES, "2027", "2027"),
    (AGES, "not_known", "not_known"),
    (AGES, "19900", "19900"),
    (BY_TEN, "31/12/1990", "30-39"),
    (BY_TEN, "1986", "40-49"),
    (BY_TEN, "65", "60+"),
    (Way("outward_postcode"), "le1 1ca", "LE1"),
    (Way("outward_postcode"), "QZ111AB", "QZ11"),
    (Way("outward_postcode"), "ZZ99 3VZ", "ZZ99"),
    (Way("outward_postcode"), "here", "here"),
    (Way("top_code", limit="20"), "20", "20"),
    (Way("top_code", limit="20"), "21", "20"),
    (Way("top_code", limit="20"), "20.5", "20"),
    (Way("top_code", limit="20"), "-3", "-3"),
    (Way("top_code", limit="-0.5"), "0", "-0.5"),
    (Way("top_code", limit="20"), "1e3", "1e3"),
    (Way("top_code", limit="20"), "9" * 19, "9" * 19),
    (TENTHS, "E02", "1"),
    (TENTHS, "O'Hara", "it's 10"),
    (TENTHS, "E03", "E03"),
]


@pytest.mark.parametrize(("way", "sent", "left"), CASES)
def test_what_is_left(tmp_path: Path, way: Way, sent: str, left: str) -> None:
    assert _left(tmp_path, way, sql.text(sent)) == left


@pytest.mark.parametrize("treatment", COARSER)
def test_nothing_stays_nothing(tmp_path: Path, treatment: str) -> None:
    way = Way(treatment, DAY, bands=AgeBands(5, 65), year=2026, limit="20", pairs=(("a", "b"),))
    assert _left(tmp_path, way, sql.call("nullif", sql.text("a"), sql.text("a"))) is None


def _left(folder: Path, way: Way, value: exp.Expression) -> object:
    with connect(folder, memory="128MB", threads=1) as connection:
        query = exp.Select(expressions=[generalised(value, way)])
        row = connection.execute(sql.render(query)).fetchone()
        assert row is not None
        return row[0]
