"""Two files about the same people: the truth is whole, and finding it is not easy."""

from __future__ import annotations

import csv
import io
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pytest

from cfgovern import content
from cfgovern.cohort.draw import Draw
from cfgovern.cohort.frame import codes
from cfgovern.cohort.identity import IdentityShares, identity
from cfgovern.cohort.linkage import Linkage, links_csv, load_linkage_plan, make_linkage
from cfgovern.cohort.rows import Rows
from cfgovern.contract.load import load_contract
from cfgovern.contract.model import Contract
from cfgovern.errors import OperatorFileError, UsageError
from cfgovern.identifiers import FORMS, classify

PEOPLE = 1_500
KEYS = ("given_name", "family_name", "date_of_birth")
SHARES = IdentityShares(
    no_fixed_abode=0.18, without_nino=0.3, without_phone=0.2, without_email=0.4, middle_names=0.3,
    alias_given_name=0.15, alias_family_name=0.1, double_family_name=0.05, one_name=0.02,
)  # fmt: skip


@pytest.fixture(scope="module")
def contract() -> Contract:
    return load_contract(content.shipped("schemas") / "changing-futures" / "changing-futures.odcs.yaml")


def area(contract: Contract, people: int = PEOPLE) -> Rows:
    """People with what linking looks at, apart from the story; one in five has no row of identifiers."""
    numbers, draw = np.arange(1, people + 1, dtype=np.int64), Draw(9)
    born = draw.stream("born").between(18_000, 38_000, numbers)
    sex = codes(draw.stream("sex").below(2, numbers), ("female", "male"))
    made = identity(
        Draw(9), numbers, ethnic=codes(numbers * 0, ("white_british",)), sex=sex, born=born,
        area=numbers * 0, towns=("Quillborough",), shares=SHARES, protected=numbers % 9 == 0,
    )  # fmt: skip
    told = {concept: cells.text() for concept, cells in made.items()} | {"sex": sex.text()}
    days = [(date(1900, 1, 1) + timedelta(days=day)).isoformat() for day in born.tolist()]
    told |= {
        "participant_id": [f"P-{number:05}" for number in numbers],
        "date_of_birth": ["declined" if number % 50 == 0 else days[number - 1] for number in numbers],
        "year_of_birth": ["not_asked" if number % 40 == 0 else days[number - 1][:4] for number in numbers],
        "start_date": ["2026-01-05"] * people,
    }
    rows: Rows = {table.name: [] for table in contract.tables}
    for concept, keep in (("participants", 1), ("agreements", 1), ("identifiers", 5)):
        table = next(table for table in contract.tables if table.concept == concept)
        for place in range(people):
            if keep == 1 or place % keep:
                cells = {
                    column.name: told.get(column.concept, [""] * people)[place] for column in table.collected
                }
                rows[table.name].append(cells)
    return rows


@pytest.fixture(scope="module")
def rows(contract: Contract) -> Rows:
    return area(contract)


@pytest.fixture(scope="module")
def made(contract: Contract, rows: Rows) -> Linkage:
    return make_linkage(contract, rows, Draw(1))


def records(side: Rows) -> dict[str, dict[str, str]]:
    return {row["participant_id"]: row for row in side["identifiers"]}


def exact(made: Linkage) -> set[tuple[str, str]]:
    """What plain matching on both names and date of birth finds."""
    there: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for id, row in records(made.right).items():
        there[tuple(row[key] for key in KEYS)].append(id)
    pairs = ((id, tuple(row[key] for key in KEYS)) for id, row in records(made.left).items())
    return {(id, other) for id, key in pairs for other in there[key]}


def test_plain_matching_finds_visibly_fewer_pairs_than_there_are(made: Linkage) -> None:
    found, truth = exact(made), set(made.links)
    assert 0.5 < len(found & truth) / len(truth) < 0.85


def test_about_two_thirds_of_each_file_stand_in_the_other(made: Linkage) -> None:
    for side in (made.left, made.right):
        assert 0.62 < len(made.links) / len(side["identifiers"]) < 0.72


def test_the_truth_names_records_of_both_files_and_each_person_once(made: Linkage) -> None:
    left, right = zip(*made.links, strict=True)
    assert len(set(left)) == len(left) and len(set(right)) == len(right)
    assert set(left) <= set(records(made.left)) and set(right) <= set(records(made.right))


def test_the_truth_is_true(contract: Contract, made: Linkage, rows: Rows) -> None:
    """Nobody's record id says who they are in the other file, but a NINO that nobody changed does."""
    assert not any(one == two for one, two in made.links)
    left, right = records(made.left), records(made.right)
    owner = {row["nino"]: id for id, row in right.items() if row["nino"]}
    truth = dict(made.links)
    same = [(id, owner[row["nino"]]) for id, row in left.items() if row["nino"] in owner]
    assert len(same) > 200
    assert all(truth.get(one) == two for one, two in same)


def test_who_is_in_both_files_is_a_pair(rows: Rows, made: Linkage) -> None:
    everybody = len(made.left["identifiers"]) + len(made.right["identifiers"]) - len(made.links)
    assert everybody == len(rows["identifiers"])
    participants = len(made.left["participants"]) + len(made.right["participants"]) - len(made.links)
    assert participants == len(rows["participants"])


def test_disagreement_is_at_least_what_was_published(made: Linkage) -> None:
    least = load_linkage_plan().least
    assert made.differing.keys() == least.keys()
    assert all(made.differing[concept] >= share for concept, share in least.items()), made.differing
    assert all(made.struck[way] for way in ("nickname", "moved", "first_of_january", "nino_missing"))


def test_look_alikes_are_two_people(made: Linkage) -> None:
    left, right, truth = records(made.left), records(made.right), set(made.links)
    kinds: dict[str, int] = defaultdict(int)
    for one, two, kind in made.look_alikes:
        kinds[kind] += 1
        a, b = left[one], right[two]
        assert (one, two) not in truth and two not in dict(truth).values()
        assert a["family_name"] == b["family_name"]
        assert (a["given_name"] == b["given_name"]) == (kind != "twin")
        assert (a["date_of_birth"] == b["date_of_birth"]) == (kind == "twin")
        if kind == "parent_or_child":
            assert 17 <= int(a["date_of_birth"][:4]) - int(b["date_of_birth"][:4]) <= 36
    assert set(kinds) == {"twin", "namesake", "parent_or_child"} and min(kinds.values()) > 3
    assert any(
        left[one]["address_line_1"] == right[two]["address_line_1"] != "" for one, two, _ in made.look_alikes
    )


def test_no_identifier_is_anybodys(contract: Contract, made: Linkage) -> None:
    table = contract.table("identifiers")
    assert table is not None
    for column in table.collected:
        if column.identifier in FORMS:
            cells = [row[column.name] for side in (made.left, made.right) for row in side["identifiers"]]
            assert {classify(column.identifier, cell) for cell in cells if cell} <= {"unreal", "pseudo"}


def test_who_must_not_be_found_has_no_address(made: Linkage, rows: Rows) -> None:
    hidden = {row["participant_id"] for row in rows["identifiers"] if row["postcode"] == "ZZ99 3WZ"}
    truth = {two: one for one, two in made.links}
    lines = [row["address_line_1"] for id, row in records(made.left).items() if id in hidden]
    lines += [row["address_line_1"] for id, row in records(made.right).items() if truth.get(id) in hidden]
    assert len(lines) > 100 and not any(lines)


def test_other_tables_say_the_same_about_a_person(made: Linkage) -> None:
    for side in (made.left, made.right):
        people = {row["participant_id"]: row for row in side["participants"]}
        for id, row in records(side).items():
            assert people[id]["sex"] == row["sex"]
            year = people[id]["year_of_birth"]
            assert "declined" in row["date_of_birth"] or year in ("not_asked", row["date_of_birth"][:4])


def test_rows_hang_together_and_stand_in_order(made: Linkage) -> None:
    for side in (made.left, made.right):
        ids = [row["participant_id"] for row in side["participants"]]
        assert ids == sorted(ids) and len(set(ids)) == len(ids)
        assert [row["participant_id"] for row in side["agreements"]] == ids
        assert set(records(side)) <= set(ids)


def test_the_same_seed_gives_the_same_files_and_another_gives_others(
    contract: Contract, made: Linkage, rows: Rows
) -> None:
    assert make_linkage(contract, rows, Draw(1)) == made
    assert make_linkage(contract, rows, Draw(2)).links != made.links


def test_a_contract_that_renames_everything_works(contract: Contract, made: Linkage, rows: Rows) -> None:
    def other(name: str) -> str:
        return f"x_{name}"

    tables = tuple(
        replace(
            table,
            name=other(table.name),
            primary_key=tuple(map(other, table.primary_key)),
            columns=tuple(replace(column, name=other(column.name)) for column in table.columns),
        )
        for table in contract.tables
    )
    renamed: Rows = {
        other(name): [{other(key): cell for key, cell in row.items()} for row in table]
        for name, table in rows.items()
    }
    again = make_linkage(replace(contract, tables=tables), renamed, Draw(1))
    assert again.links == made.links
    assert [list(row.values()) for row in again.right["x_identifiers"]] == [
        list(row.values()) for row in made.right["identifiers"]
    ]


@pytest.mark.parametrize("people", [0, 1, 2, 7])
def test_few_people_are_no_reason_to_fail(contract: Contract, people: int) -> None:
    made = make_linkage(contract, area(contract, people), Draw(1))
    assert len(made.links) <= people


def test_a_contract_without_names_has_nothing_to_link(contract: Contract, rows: Rows) -> None:
    without = replace(contract, tables=tuple(t for t in contract.tables if t.concept != "identifiers"))
    with pytest.raises(UsageError) as refused:
        make_linkage(without, rows, Draw(1))
    assert refused.value.code == "cohort.nothing_to_link"


def test_links_are_written_as_two_columns(made: Linkage) -> None:
    written = list(csv.reader(io.StringIO(links_csv(made.links).decode())))
    assert written[0] == ["left", "right"]
    assert [tuple(row) for row in written[1:]] == list(made.links)


@pytest.fixture
def pack(tmp_path: Path) -> Iterator[Path]:
    (tmp_path / "schemas").mkdir()
    (tmp_path / "synthetic").mkdir()
    content.use_pack(tmp_path)
    yield tmp_path / "synthetic" / "linkage.yaml"
    content.use_pack(None)


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("  nickname:", "  nicknames:", "linkage.way"),
        ("nickname: {rate: 8, source: assumed}", "nickname: {rate: 8, source: asumed}", "linkage.source"),
        ("nickname: {rate: 8,", "nickname: {rate: 108,", "entry.max"),
        ("  twin:", "  triplet:", "entry.key"),
    ],
)
def test_a_plan_with_a_fault_is_refused_with_its_place(pack: Path, old: str, new: str, code: str) -> None:
    shipped = (content.shipped("synthetic") / "linkage.yaml").read_text("utf-8")
    pack.write_text(shipped.replace(old, new, 1), "utf-8")
    with pytest.raises(OperatorFileError) as refused:
        load_linkage_plan()
    assert [(fault.code, fault.line > 1) for fault in refused.value.faults] == [(code, True)]
