"""Whatever keeps to a contract keeps to its released contract after it was treated."""

from __future__ import annotations

import tempfile
from datetime import date
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from cfgovern import api
from cfgovern.contract.domains import domain_for
from cfgovern.journeys.releasedtext import released_text
from tests.conftest import examples
from tests.releasing import club, release

days = st.dates().map(lambda day: day.isoformat())
joined = st.dates(min_value=date(2000, 1, 1))
text = st.text(st.characters(codec="utf-8", categories=("L", "N", "P", "S", "Zs")), max_size=8).map(str.strip)
blank = st.just("")
members = st.fixed_dictionaries(
    {
        "surname": text.map(lambda name: name or "x"),
        "born": st.one_of(blank, days, days.map(lambda day: day[:7]), st.just("1 May 1990"), text),
        "home": st.sampled_from(["QZ11 1AB", "qz1 1ab", "ZZ99 3VZ", "QZ1A 1AB"]),
        "visits": st.integers(0, 499).map(str),
        "hours": st.one_of(
            blank,
            st.sampled_from(["declined", "99"]),
            st.decimals(-99, 99, allow_nan=False, places=4).map(str),
            st.integers(10**15, 10**20).map(str),
        ),
        "joined": joined.map(lambda day: f"{day.day:02}/{day.month:02}/{day.year:04}"),
        "small_area": st.sampled_from(["", "E01", "E02", "E03", "E99"]),
        "keyworker": st.uuids().map(str),
        "note": text.map(lambda note: note[:5]),
        "secret": text,
        "colour": st.sampled_from(["", "red", "on"]),
        "year_left": st.one_of(blank, days, days.map(lambda day: f"{day}T23:59:59Z")),
        "quarter": days,
        "age": st.one_of(blank, st.integers(-5, 3000).map(str)),
    }
)


@settings(max_examples=examples(12))
@given(rows=st.lists(members, min_size=1, max_size=30), mode=st.sampled_from(["split", "tokens"]))
def test_treated_rows_keep_to_the_released_contract(rows: list[dict[str, str]], mode: str) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        out, path = folder / "part", club(folder)
        out.mkdir()
        source = api.load_contract(path)
        people = [{"number": f"M-{number}", **row} for number, row in enumerate(rows)]
        sent = {"members": people, "groups": [{"code": "a"}]}
        sent |= {name: [{"number": "M-0", "code": "a"}] for name in ("visits", "stays")}
        release(source, domain_for(source, "anybody"), sent, out, mode)
        contract = folder / "released.odcs.yaml"
        contract.write_text(
            released_text(source, domain_for(source, "anybody"), mode=mode, synthetic=True), encoding="utf-8"
        )
        report = api.validate(out, contract=contract)
        assert {one.rule for one in report.findings if one.severity != "warning"} == set()
