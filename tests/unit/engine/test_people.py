"""Who somebody is in a release, and what of them may leave: each rule once, on one person.

Every combination of states is in ``tests/property/test_release_states.py``.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from cfgovern.engine.people import PeoplePlan, adult_born_by
from tests.unit.engine.parted import DAY, PLAN, judged, key, one, opened

GIVEN = [("linking", "agreed", "2026-02-01")]


def unlinked(folder: Path, day: date = DAY, **told: Any) -> str | None:
    """Why no identifier of the one person leaves."""
    [person] = judged(folder, one(**{"said": GIVEN, **told}), day).values()
    return person.unlinked


@pytest.mark.parametrize(
    ("day", "born", "why"),
    [
        (DAY, "2008-10-01", None),
        (DAY, "2008-10-02", "under_18"),
        (date(2026, 2, 28), "2008-02-29", "under_18"),
        (date(2026, 3, 1), "2008-02-29", None),
        (date(2028, 2, 29), "2010-02-28", None),
        (date(2028, 2, 29), "2010-03-01", "under_18"),
        (DAY, "1980-02-30", "age_not_known"),
        (DAY, "05/05/1980", "age_not_known"),
        (DAY, "not known", "age_not_known"),
        (DAY, None, "age_not_known"),
    ],
)
def test_a_birthday(tmp_path: Path, day: date, born: str | None, why: str | None) -> None:
    said = [("linking", "agreed", "2026-01-01")]
    assert unlinked(tmp_path, day, born=born, said=said) == why


def test_who_is_born_on_29_february_comes_of_age_in_march() -> None:
    assert adult_born_by(date(2026, 2, 28)) == date(2008, 2, 28)
    assert adult_born_by(date(2028, 2, 29)) == date(2010, 2, 28)


@pytest.mark.parametrize(
    ("year", "why"), [("2007", None), ("2008", "age_not_known"), ("2009", "under_18"), ("x", "age_not_known")]
)
def test_a_year_of_birth_alone(tmp_path: Path, year: str, why: str | None) -> None:
    assert unlinked(tmp_path, born=None, year=year) == why


def test_one_word_that_somebody_is_young_outweighs_the_other(tmp_path: Path) -> None:
    assert unlinked(tmp_path, born="1980-05-05", year="2012") == "under_18"


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ([], "no_agreement"),
        ([("sharing", "agreed", "2026-02-01")], "no_agreement"),
        ([("Linking", "agreed", "2026-02-01")], "no_agreement"),
        ([("linking", "Agreed", "2026-02-01")], "not_agreed"),
        ([("linking", None, "2026-02-01")], "not_agreed"),
        ([("linking", "agreed", None)], "not_agreed"),
        ([("linking", "agreed", "2026-02-30")], "not_agreed"),
        ([("linking", "agreed", "2026-10-02")], "not_agreed"),
        ([*GIVEN, ("linking", "declined", "2026-02-01")], "declined"),
        ([("linking", "declined", "2026-01-31"), *GIVEN], None),
        ([*GIVEN, ("linking", "withdrawn", "no day")], "withdrawn"),
        ([*GIVEN, ("linking", "withdrawn", "2026-12-01")], "withdrawn"),
        ([*GIVEN, ("sharing", "withdrawn", "2026-03-01")], None),
        ([*GIVEN, *GIVEN], None),
    ],
)
def test_an_agreement(tmp_path: Path, said: Sequence[tuple[str, str, str | None]], why: str | None) -> None:
    assert unlinked(tmp_path, said=said) == why


@pytest.mark.parametrize(
    ("told", "protected"),
    [
        ({"protected": "no"}, False),
        ({"protected": "yes", "abuse": "no"}, True),
        ({"protected": "NO"}, True),
        ({"protected": None, "abuse": "no"}, False),
        ({"protected": "not_asked", "abuse": "no"}, False),
        ({"protected": "not_asked", "abuse": None}, True),
        ({"protected": None, "abuse": "yes"}, True),
    ],
)
def test_protection(tmp_path: Path, told: dict[str, Any], protected: bool) -> None:
    [person] = judged(tmp_path, one(**told)).values()
    assert person.protected is protected


def test_somebody_who_stands_in_one_table_alone_is_somebody(tmp_path: Path) -> None:
    found = judged(tmp_path, one(people=False, said=GIVEN))["1"]
    assert (found.unlinked, found.kept_back, found.protected) == (None, None, True)
    (tmp_path / "b").mkdir()
    found = judged(tmp_path / "b", one(people=False, who=0, said=GIVEN))["1"]
    assert (found.unlinked, found.kept_back) == ("age_not_known", None)
    (tmp_path / "c").mkdir()
    assert unlinked(tmp_path / "c", who=0, year="1980") == "no_identifiers"


def test_several_rows_of_a_person_are_one_person_judged_by_the_gravest(tmp_path: Path) -> None:
    tables = one(said=GIVEN, who=3)
    tables["who"] = [{"id": "1", "born": day} for day in ("1980-05-05", "2012-05-05", None)]
    tables["people"] = [
        {"id": "1", "protected": answer, "abuse": None, "year": None} for answer in ("no", "yes")
    ]
    [person] = judged(tmp_path, tables).values()
    assert (person.unlinked, person.protected) == ("under_18", True)


def test_a_table_without_what_a_rule_reads_says_nothing(tmp_path: Path) -> None:
    tables = one(said=GIVEN)
    tables["people"] = [{"id": "1", "year": None}]
    tables["said"] = [{"id": "1", "scope": "linking", "state": "agreed"}]  # no day
    found = judged(tmp_path, tables)["1"]
    assert (found.protected, found.unlinked) == (True, "not_agreed")
    tables["said"] = [{"scope": "linking", "state": "agreed", "on": "2026-02-01"}]  # nobody's
    (tmp_path / "b").mkdir()
    assert judged(tmp_path / "b", tables)["1"].unlinked == "no_agreement"


def test_a_contract_that_does_not_ask_sends_nobody(tmp_path: Path) -> None:
    found = judged(tmp_path, one(said=GIVEN), agreements=None, protected=(), abuse=())["1"]
    assert (found.unlinked, found.protected, found.kept_back) == ("no_agreement", True, None)


def test_whose_row_was_rejected_goes_nowhere(tmp_path: Path) -> None:
    with opened(tmp_path, one(said=[*GIVEN, ("interview", "agreed", "2026-02-01")]), {"said": [2]}) as split:
        split.judge(PLAN, DAY, {name: key(9).pads() for name in ("ref", "link", "shift")}, [])
        [person] = split.people()
    assert (person.kept_back, person.unlinked, person.interview) == ("rejected", "rejected", False)


RECORDS = {
    " 001 ": "001", "\u00a0002\u00a0": "002",
    **{same: same for same in ("\u0410001", "A001", "a001", "\u202e100A", "x" * 5_000, "1", "1.0")},
    **{same: same for same in ("e\u0301", "\u00e9")},
}  # fmt: skip


def test_a_record_id_is_its_trimmed_text_to_the_last_character(tmp_path: Path) -> None:
    tables = {"people": [{"id": sent, "protected": "no", "abuse": None, "year": None} for sent in RECORDS]}
    found = judged(tmp_path, tables)
    assert found.keys() == set(RECORDS.values())
    for record, person in found.items():
        assert (person.ref, person.link) == (key(1).token(record).hex(), key(2).token(record).hex())
    assert len({person.ref for person in found.values()}) == len(found)


def test_a_plan_comes_back_from_json_as_it_went() -> None:
    assert PeoplePlan.from_json(PLAN.as_json()) == PLAN
