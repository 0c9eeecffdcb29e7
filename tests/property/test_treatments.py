"""What the engine releases of a value is what plain Python works out on its own, whatever the value."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pytest
from duckdb import DuckDBPyConnection
from hypothesis import given, settings
from hypothesis import strategies as st

from cfgovern.contract.agebands import AgeBands
from cfgovern.contract.dates import date_format
from cfgovern.engine import sql
from cfgovern.engine.connection import connect
from cfgovern.engine.generalise import AS_SENT, Way, bare
from cfgovern.engine.treating import days_moved, released
from cfgovern.protection import treated as plain
from cfgovern.tables import SPACES
from tests.conftest import examples

MISSING = ("declined", "not asked", "999", "1900-01-01")
DATES = [("date", None), ("timestamp", None), ("date", "dd/MM/yyyy"), ("date", "d MMM yyyy")]
PAIRS = (("E01", "1"), ("é", "2"), ("O'Hara", "3\\"), ("20", "4"))


def ways() -> list[Way]:
    found = [AS_SENT, Way("drop"), Way("token"), Way("redact"), Way("outward_postcode")]
    found += [Way("lookup", pairs=PAIRS), Way("top_code", limit="20"), Way("top_code", limit="-2.5")]
    found += [Way("age_band", bands=AgeBands(width, 65), year=2026) for width in (5, 10, 50)]
    for kind, pattern in DATES:
        form = date_format(kind, pattern)
        for treatment in ("year", "quarter", "month", "age_band", "shift"):
            bands = AgeBands(7, 65)
            found.append(Way(treatment, form.shape, form.strptime, bands=bands, year=2026, window=200))
    return found


days = st.dates().map(lambda day: day.isoformat())
written = st.sampled_from(("{0}", "{0}T10:30:00", "{0} 23:59:59+02:00", "{0}Z", "{2}/{1}/{3}", "{2} Apr {3}"))
full_width = str.maketrans("0123456789", "０１２３４５６７８９")
values = st.one_of(
    st.sampled_from(
        (
            *MISSING,
            *(one for one, _ in PAIRS),
            "",
            " ",
            "20",
            "20.0",
            "020",
            "-0",
            "1e3",
            "1_000",
            "0x10",
            "infinity",
            "epoch",
            "2026-2-3",
            "2026-02-30",
            "2024-02-29",
            "0000-01-01",
            "29/02/2023",
            "3 May 987",
            "LE1 1CA",
            "le11ca",
            "ZZ99 3VZ",
            "GIR 0CA",
            "L E 1 1 C A",
            "le1\u20111ca",
            "LE1",
            "9" * 18,
            "9" * 19,
            "9" * 400,
            "-" + "9" * 18,
            "0." + "9" * 40,
            "20." + "0" * 30 + "1",
            "NaN",
            "17",
            "٤٢",
            "1987",
            "2027",
            "3000",
            "130",
            "not known",
            "Declined",
            "2026-04-30T24:00",
        )
    ),
    st.builds(lambda form, day: form.format(day, day[5:7], day[8:], day[:4]), written, days),
    days.map(lambda day: day.translate(full_width)),
    st.integers(-50, 3000).map(str),
    st.decimals(-30, 30, allow_nan=False, places=3).map(str),
    st.text(st.characters(blacklist_categories=("Cs",), blacklist_characters="\0"), max_size=12),
    st.text("0123456789-/. TZ:", max_size=12),
)
around = st.text(st.sampled_from(SPACES), max_size=2)
cells = st.builds(lambda before, value, after: before + value + after, around, values, around)
tokens = st.text("0123456789abcdef", min_size=32, max_size=32)
rows = st.lists(st.tuples(cells, tokens), min_size=1, max_size=40)


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DuckDBPyConnection]:
    with connect(tmp_path_factory.mktemp("treated"), memory="256MB", threads=1) as connection:
        yield connection


def in_sql(
    engine: DuckDBPyConnection, way: Way, sent: Sequence[tuple[str, str]], made: bool
) -> list[str | None]:
    moved = days_moved(sql.column("token"), way.window)
    other = sql.text("made") if made else None
    tree = released(bare(sql.column("cell")), way, MISSING, days=moved, made=other)
    engine.execute("CREATE OR REPLACE TABLE sent (place INTEGER, cell TEXT, token TEXT)")
    lists = [list(range(len(sent))), *(list(part) for part in zip(*sent, strict=True))]
    engine.execute("INSERT INTO sent SELECT unnest(?), unnest(?), unnest(?)", lists)
    query = sql.select([tree], "sent").order_by(sql.column("place"))
    return [row[0] for row in engine.execute(sql.render(query)).fetchall()]


@pytest.mark.parametrize("way", ways(), ids=lambda way: f"{way.treatment}-{way.style or way.shape[-6:]}")
@settings(max_examples=examples(30))
@given(sent=rows, made=st.booleans())
def test_sql_and_python_release_the_same(
    engine: DuckDBPyConnection, way: Way, sent: list[tuple[str, str]], made: bool
) -> None:
    other = "made" if made else None
    told = [
        plain.treated(cell, way, MISSING, days=plain.days_moved(token, way.window), made=other)
        for cell, token in sent
    ]
    assert in_sql(engine, way, sent, made) == told
    for (cell, _), left in zip(sent, told, strict=True):
        if cell.strip(SPACES) in MISSING:
            assert left == (None if way.treatment == "drop" else cell.strip(SPACES))
        elif way.treatment in ("year", "quarter", "month", "age_band", "token", "redact"):
            assert left is None or (left != cell.strip(SPACES) and len(left) <= 7)


@given(token=tokens, window=st.integers(30, 3650))
def test_dates_move_no_further_than_they_may(token: str, window: int) -> None:
    assert -window <= plain.days_moved(token, window) <= window
