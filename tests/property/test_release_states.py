"""Agreement, protection, age and withdrawal, in every combination: nothing forbidden leaves, in any mode.

What may leave is worked out a second time here, in plain Python, person by person; and a third time by the
product itself, which proves a release with rules of its own (:mod:`cfgovern.protection.rules`).
"""

from __future__ import annotations

import csv
import itertools
import os
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import NamedTuple

import pytest

from cfgovern.contract.domains import domain_for
from cfgovern.engine.duckstore import DuckStore
from cfgovern.engine.parting import PartTable
from cfgovern.engine.people import PeoplePlan
from cfgovern.engine.splitting import Person, Split, Withdrawn
from cfgovern.engine.store import Store
from cfgovern.journeys.splitworker import _made_of_fields, _normalisers
from cfgovern.protection.recompute import Somebody, recomputed
from cfgovern.protection.rules import Heard, heard, may
from cfgovern.protection.safety import load_words, people_plan
from cfgovern.protection.splitplan import split_plan
from cfgovern.tokens.clksettings import SECRET, Made, load_clk, schema_of
from cfgovern.tokens.keyed import TokenKey
from cfgovern.tokens.normaliser import LATEST
from tests.property.release import handed_on, trial

DAY = date(2026, 10, 1)
BEFORE, EARLY, LATE, AFTER = "2026-01-01", "2026-02-01", "2026-03-01", "2026-12-01"
HISTORIES: Sequence[Sequence[tuple[str, str | None]]] = (
    [],
    [("agreed", EARLY)],
    [("agreed", AFTER)],
    [("agreed", None)],
    [("declined", EARLY)],
    [("not_asked", EARLY)],
    [("lacks_capacity", EARLY)],
    [("maybe", EARLY)],
    [("agreed", EARLY), ("withdrawn", LATE)],
    [("withdrawn", EARLY), ("agreed", LATE)],
    [("agreed", EARLY), ("declined", EARLY)],
    [("agreed", EARLY), ("withdrawn", None)],
    [("agreed", EARLY), ("withdrawn", AFTER)],
    [("declined", EARLY), ("agreed", LATE)],
)
LOCATIONS = ("yes", "no", "not_asked", None, "who knows")
ABUSE = ("yes", "no", None)
BIRTHDAYS = (None, "1980-05-05", "2010-05-05", "2008-10-01", "2008-10-02", "no day")
YEARS = (None, "1980", "2010", "2008", "2007")
LISTED = (None, (BEFORE, False), (LATE, False), (BEFORE, True))
PLACES = ("street", "postcode", "phone", "email", "uprn")


class State(NamedTuple):
    """One person's states."""

    history: Sequence[tuple[str, str | None]]
    location: str | None
    abuse: str | None
    birthday: str | None
    year: str | None
    listed: tuple[str, bool] | None
    rejected: bool


def everybody() -> Iterator[State]:
    """Every thirteenth combination, which has each value with each other; all of them in a deep run."""
    step = 1 if os.environ.get("CFGOVERN_HYPOTHESIS") == "deep" else 13
    every = itertools.product(HISTORIES, LOCATIONS, ABUSE, BIRTHDAYS, YEARS, LISTED)
    for few in itertools.islice(every, None, None, step):
        yield State(*few, rejected=False)
    for few in itertools.product(HISTORIES, LOCATIONS[:2], ABUSE[:1], BIRTHDAYS[1:2], YEARS[1:2], LISTED):
        yield State(*few, rejected=True)


def may_be_linked(one: State) -> bool:
    """Whether identifiers may leave: agreed by the day, nothing since, an adult for certain."""
    given = [day for state, day in one.history if state == "agreed" and day and day <= DAY.isoformat()]
    others = [day for state, day in one.history if state != "agreed"]
    if one.rejected or not given or None in others:
        return False
    if any(day >= max(given) for day in others if day):
        return False
    if one.listed and (one.listed[1] or max(given) <= one.listed[0]):
        return False
    by_day = {None: None, "no day": None, "1980-05-05": True, "2008-10-01": True}.get(one.birthday, False)
    by_year = {None: None, "2008": None, "1980": True, "2007": True}.get(one.year, False)
    return False not in (by_day, by_year) and True in (by_day, by_year)


def is_protected(one: State) -> bool:
    """Whether nothing that tells a place may leave."""
    unanswered = one.location in (None, "not_asked")
    return one.location != "no" and not (unanswered and one.abuse == "no")


def tables(people: Mapping[str, State]) -> dict[str, list[dict[str, str | None]]]:
    """The submission: each person's identifiers bear the number of the person."""
    return {
        "people": [
            {
                "id": name,
                "protected": one.location,
                "abuse": one.abuse,
                "born": one.year,
                "area": "A1",
                "near": "QA1 1AA",
                "ward": "W1",
                "started": "2026-02-03",
            }
            for name, one in people.items()
        ],
        "who": [
            {
                "id": name,
                "given": "Ann",
                "family": f"Fa{letters(name)}",
                "birthday": one.birthday,
                "nino": "QQ123456C",
                "street": f"{int(name)} Fernhollow Court",
                "postcode": "QA1 1AA",
                "phone": "07700 900123",
                "email": f"p{name}@example.org",
                "uprn": "999999999001",
                "nhs": "9990000018",
                "crn": "not looked at",
            }
            for name, one in people.items()
        ],
        "said": [
            {"id": name, "what": "linking", "answer": state, "day": day}
            for name, one in people.items()
            for state, day in one.history
        ],
    }


def letters(name: str) -> str:
    """The figures as letters, for names have no figures."""
    return "".join(chr(ord("a") + int(figure)) for figure in name)


@pytest.fixture(scope="module", params=["split", "tokens", "clk"])
def released(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Path, dict[str, State], dict[str, Person]]:
    """The parts of a release, in a folder; who was in the submission, and what was made of them."""
    folder = tmp_path_factory.mktemp("release")
    people = {f"{number:06}": state for number, state in enumerate(everybody(), 1)}
    made = parted(DuckStore(folder, memory="512MB"), folder, people, request.param)
    return folder, people, {one.record: one for one in made}


def parted(store: Store, folder: Path, people: Mapping[str, State], mode: str) -> list[Person]:
    """Part the submission of ``people`` in a store, into the folder; what was made of each."""
    contract = trial(folder)
    wrong = [number for number, one in enumerate(people.values(), 1) if one.rejected]
    files = handed_on(folder, tables(people), {"people": wrong})
    plan = split_plan(contract, domain_for(contract, "all"), mode, DAY.isoformat(), synthetic=True)
    key = TokenKey(bytes(range(32)))
    pads = {name: TokenKey(name.ljust(32).encode()).pads() for name in ("ref", "link", "shift")}
    known = [
        Withdrawn(key.token(name).hex(), *one.listed)
        for name, one in people.items()
        if one.listed is not None
    ]
    parts = plan.parts()
    with Split(store, files) as split:
        split.judge(people_plan(contract, load_words(), ["who"]), DAY, pads, [(key.pads(), known)])
        _normalisers(store, parts, LATEST)
        for part in parts:
            _made_of_fields(store, part, LATEST, TokenKey(SECRET.ljust(32).encode()).for_child())
            own = {
                column.key: TokenKey(column.key.ljust(32).encode()).pads()
                for column in part.columns
                if column.key
            }
            split.write(part, own, folder / f"{part.part}.csv")
        return split.people()


def clk_of(row: Mapping[str, str | None], guarded: bool) -> str:
    """The code of somebody, made of what may be in it and of nothing else."""
    sent = {"given_name": "given", "family_name": "family", "date_of_birth": "birthday", "nino": "nino"}
    sent |= {} if guarded else {"postcode": "postcode"}
    schema = schema_of(load_clk(), {*sent, "postcode"})
    made = Made(schema, None, TokenKey(SECRET.ljust(32).encode()), LATEST)
    return made.of({field: row[column] for field, column in sent.items()})


def rows(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


Released = tuple[Path, dict[str, State], dict[str, Person]]


def test_identifiers_leave_of_exactly_those_who_may_be_linked(released: Released) -> None:
    folder, people, made = released
    sent = {row["synthetic_record_id"]: row for row in rows(folder / "identifiers.csv")}
    assert sent.keys() == {name for name, one in people.items() if may_be_linked(one)}
    assert 50 < len(sent) < len(people) - 1_000
    assert {name for name, one in made.items() if one.unlinked is None} == sent.keys()
    assert {row["link_id"] for row in sent.values()} == {made[name].link for name in sent}


def test_of_whose_place_is_protected_nothing_that_tells_a_place_leaves(released: Released) -> None:
    folder, people, made = released
    sent = {row["id"]: row for row in tables(people)["who"]}
    for row in rows(folder / "identifiers.csv"):
        guarded = is_protected(people[row["synthetic_record_id"]])
        there = {name for name in row if row[name]}
        if "clk" in row:
            assert row["clk"] == clk_of(sent[row["synthetic_record_id"]], guarded)
            continue
        told = there & {*PLACES, "postcode_outward"}
        assert bool(told) != guarded
        assert {"given", "family"} <= there or "surname_full" in there
    by_ref = {one.ref: name for name, one in made.items()}
    for row in rows(folder / "payload.csv"):
        guarded = is_protected(people[by_ref[row["person_ref"]]])
        assert (row["near"], row["ward"]) == (("", "") if guarded else ("QA1", "W1"))
        assert (row["area"], row["started"]) == ("A1", "2026-02")


def test_answers_leave_of_all_but_who_was_rejected_or_withdrew_from_everything(released: Released) -> None:
    folder, people, made = released
    sent = {row["person_ref"] for row in rows(folder / "payload.csv")}
    stay = {name for name, one in people.items() if one.rejected or (one.listed and one.listed[1])}
    assert sent == {one.ref for name, one in made.items() if name not in stay}


def test_what_is_switched_off_or_dropped_leaves_in_no_part(released: Released) -> None:
    folder, _, _ = released
    for file in ("identifiers.csv", "payload.csv"):
        text = (folder / file).read_text(encoding="utf-8")
        assert "9990000018" not in text and "not looked at" not in text
        assert not {"nhs", "nhs_number", "crn"} & set(text.partition("\n")[0].split(","))


def test_no_part_has_the_order_of_the_submission_nor_of_the_other(released: Released) -> None:
    folder, people, made = released
    refs = [row["person_ref"] for row in rows(folder / "payload.csv")]
    links = [row["link_id"] for row in rows(folder / "identifiers.csv")]
    assert refs == sorted(refs) and links == sorted(links)
    assert refs != [made[name].ref for name in people if made[name].ref in set(refs)]
    assert links != [made[name].link for name in people if made[name].link in set(links)]
    assert refs != [
        one.ref for one in sorted(made.values(), key=lambda one: one.link) if one.ref in set(refs)
    ]


def test_no_part_holds_both_names_and_answers(released: Released) -> None:
    folder, people, _ = released
    payload = (folder / "payload.csv").read_text(encoding="utf-8")
    assert not any(word in payload for word in ("Ann", "ann,", "example.org", "QQ123456", "Fernhollow"))
    assert not any(f",{name}," in payload for name in list(people)[:500])
    head = (folder / "identifiers.csv").read_text(encoding="utf-8").partition("\n")[0].split(",")
    assert not {"person_ref", "protected", "abuse", "born", "started"} & set(head)


def test_the_rules_that_prove_a_release_say_the_same(released: Released) -> None:
    folder, people, made = released
    plan, sent = people_plan(trial(folder), load_words(), ["who"]), tables(people)
    judged = {name: may(one, plan, DAY) for name, one in heard_of(plan, sent, people).items()}
    assert judged.keys() == made.keys()
    for name, one in judged.items():
        said = made[name]
        assert one.answers == (said.kept_back is None), people[name]
        assert one.identifiers == (said.unlinked is None), people[name]
        assert (one.protected, one.interview) == (said.protected, said.interview), people[name]
    assert {one.identifiers for one in judged.values()} == {True, False}


def test_every_row_is_worked_out_the_same_in_plain_python(
    released: Released, request: pytest.FixtureRequest
) -> None:
    folder, people, made = released
    contract, sent = trial(folder), tables(people)
    mode = request.node.callspec.params["released"]
    plan = split_plan(contract, domain_for(contract, "all"), mode, DAY.isoformat(), synthetic=True)
    for part in plan.parts():
        rest = recomputed(part, rows_of(part, sent, made), keys_of(part), LATEST)
        with (folder / f"{part.part}.csv").open(encoding="utf-8", newline="") as stream:
            head, *found = csv.reader(stream)
        assert head == [column.name for column in part.columns]
        assert sorted(rest) == sorted(map(tuple, found))
        assert len(found) > 50


Sent = Mapping[str, Sequence[Mapping[str, str | None]]]


def heard_of(plan: PeoplePlan, sent: Sent, people: Mapping[str, State]) -> dict[str, Heard]:
    """What the submission says of everybody, and what is known of withdrawals."""

    def cells(table: str, columns: Sequence[str]) -> Iterator[tuple[int, list[str]]]:
        for row, one in enumerate(sent[table], 1):
            yield row, [one[column] or "" for column in columns]

    wrong = {number for number, one in enumerate(people.values(), 1) if one.rejected}
    there = {name: list(rows[0]) for name, rows in sent.items()}
    found = heard(plan, there, cells, {"people": wrong})
    for name, state in people.items():
        if state.listed is not None:
            found[name].withdrawn = date.fromisoformat(state.listed[0]), state.listed[1]
    return found


def rows_of(
    part: PartTable, sent: Sent, made: Mapping[str, Person]
) -> Iterator[tuple[Somebody, dict[str, str]]]:
    """The rows that are to be sent, and whom each is about."""
    moved = TokenKey("shift".ljust(32).encode())
    for row in sent[part.table]:
        one = made[row["id"] or ""]
        if (one.kept_back if part.part == "payload" else one.unlinked) is None:
            token = moved.token(one.record).hex()
            cells = {name: text or "" for name, text in row.items()}
            yield Somebody(one.record, one.ref, one.link, token, one.protected), cells


def keys_of(part: PartTable) -> dict[str, TokenKey]:
    return {one.key: TokenKey(one.key.ljust(32).encode()) for one in part.columns if one.key}
