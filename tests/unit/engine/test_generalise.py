"""What a treatment leaves of a value: the coarser part of what can be read, and all of what cannot."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlglot import exp

from cfgovern.engine import sql
from cfgovern.engine.connection import connect
from cfgovern.engine.generalise import AS_SENT, COARSER, Way, generalised

AGES = Way("age_band", band=5, year=2026)
CASES = [
    (AS_SENT, "2026-04-30", "2026-04-30"),
    (Way("month"), "2026-04-30", "2026-04"),
    (Way("month"), "2026-04-30T10:00:00", "2026-04"),
    (Way("quarter"), "2026-04-30", "2026-2"),
    (Way("year"), "2026-04-30", "2026"),
    (Way("month", style="%d/%m/%Y"), "30/04/2026", "2026-04"),
    (Way("month"), "30/04/2026", "30/04/2026"),
    (Way("month"), "April", "April"),
    (AGES, "1990", "35+"),
    (AGES, "1986", "40+"),
    (AGES, "1987", "35+"),
    (AGES, "39", "35+"),
    (AGES, "1990-12-31", "35+"),
    (Way("age_band", style="%d/%m/%Y", band=10, year=2026), "31/12/1990", "30+"),
    (Way("age_band", band=10, year=2026), "1986", "40+"),
    (AGES, "not_known", "not_known"),
    (AGES, "19900", "19900"),
    (Way("outward_postcode"), "le1 1ca", "LE1"),
    (Way("outward_postcode"), "QZ111AB", "QZ11"),
    (Way("outward_postcode"), "ZZ99 3VZ", "ZZ99"),
    (Way("outward_postcode"), "here", "HERE"),
]


@pytest.mark.parametrize(("way", "sent", "left"), CASES)
def test_what_is_left(tmp_path: Path, way: Way, sent: str, left: str) -> None:
    assert _left(tmp_path, way, sql.text(sent)) == left


@pytest.mark.parametrize("treatment", COARSER)
def test_nothing_stays_nothing(tmp_path: Path, treatment: str) -> None:
    way = Way(treatment, band=5, year=2026)
    assert _left(tmp_path, way, sql.call("nullif", sql.text("a"), sql.text("a"))) is None


def _left(folder: Path, way: Way, value: exp.Expression) -> object:
    with connect(folder, memory="128MB", threads=1) as connection:
        query = exp.Select(expressions=[generalised(value, way)])
        row = connection.execute(sql.render(query)).fetchone()
        assert row is not None
        return row[0]
