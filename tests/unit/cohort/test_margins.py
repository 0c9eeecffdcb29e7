"""Totals are met where they hold together, and a user's own are read strictly, without a guess."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from itertools import product
from math import isclose

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cfgovern.cohort.margins import MOST_CELLS, Joint, fitted, read_margins, seeded
from cfgovern.errors import Fault, OperatorFileError, UsageError
from cfgovern.evidence.measures import Target

CODES = {"sex": ("female", "male"), "age": ("18-24", "25-29", "30-39"), "wave": ("yes", "no")}


def target(where: Mapping[str, str], share: float | str, **given: Sequence[str]) -> Target:
    told = {name: (code,) for name, code in where.items()}
    base = {name: tuple(codes) for name, codes in given.items()}
    share = Decimal(str(share))
    return Target(id="t", words="T", of="participants", source="s", share=share, where=told, given=base)


def even(codes: Mapping[str, Sequence[str]]) -> Joint:
    return seeded(codes, lambda _: 1.0)


def share(joint: Joint, where: Mapping[str, str], given: Mapping[str, Sequence[str]] | None = None) -> float:
    """Per cent of the weight of ``given`` that is ``where``, counted once more and plainly."""
    hit = base = 0.0
    for cell, weight in zip(joint.cells, joint.weights, strict=True):
        said = dict(zip(joint.concepts, cell, strict=True))
        if all(said[name] in codes for name, codes in (given or {}).items()):
            base += weight
            hit += weight * all(said[name] == code for name, code in where.items())
    return 100 * hit / base


# -- fitting ---------------------------------------------------------------------------------------


def test_a_seed_is_every_combination_as_likely_as_it_is_told() -> None:
    joint = seeded({"sex": CODES["sex"], "wave": CODES["wave"]}, lambda said: len(said["sex"]))
    assert joint.concepts == ("sex", "wave")
    assert joint.cells == (("female", "yes"), ("female", "no"), ("male", "yes"), ("male", "no"))
    assert joint.weights == (6, 6, 4, 4)


def test_too_many_combinations_are_refused() -> None:
    codes = {f"c{place}": [str(code) for code in range(60)] for place in range(3)}
    assert MOST_CELLS < 60**3
    with pytest.raises(UsageError, match=r"margins\.size") as caught:
        even(codes)
    assert "c0, c1, c2" in str(caught.value)


def test_one_total_moves_the_weights_as_on_paper() -> None:
    joint = fitted(even({"sex": CODES["sex"]}), [target({"sex": "female"}, 36.5)])
    assert isclose(joint.weights[0] / sum(joint.weights), 0.365, abs_tol=1e-12)


def test_two_totals_of_a_table_with_a_dependence_keep_it() -> None:
    # By hand: 40 10 / 20 30 fitted to rows 60:40 and columns 50:50 keeps the odds ratio of 6. With x in the
    # first cell, x(x - 0.10) / ((0.60 - x)(0.50 - x)) = 6, so 5x2 - 6.5x + 1.8 = 0 and x = 0.4.
    table = {("a", "p"): 40, ("a", "q"): 10, ("b", "p"): 20, ("b", "q"): 30}
    joint = seeded({"row": "ab", "column": "pq"}, lambda said: table[said["row"], said["column"]])
    joint = fitted(joint, [target({"row": "a"}, 60), target({"column": "p"}, 50)])
    total = sum(joint.weights)
    assert [round(weight / total, 9) for weight in joint.weights] == [0.4, 0.2, 0.1, 0.3]


def test_a_total_of_a_part_leaves_the_others_alone() -> None:
    joint = even({"sex": CODES["sex"], "wave": CODES["wave"]})
    joint = fitted(joint, [target({"wave": "yes"}, 90, sex=["female"])])
    assert [round(weight, 9) for weight in joint.weights] == [1.8, 0.2, 1, 1]


def test_at_least_so_many_of_several_columns() -> None:
    codes = dict.fromkeys(("a", "b", "c"), ("yes", "no"))
    two = Target(
        id="two", words="Two", of="participants", source="s", share=Decimal(80),
        among=("a", "b", "c"), at_least=2, codes=("yes",),
    )  # fmt: skip
    joint = fitted(even(codes), [two])
    hit = sum(w for cell, w in zip(joint.cells, joint.weights, strict=True) if cell.count("yes") >= 2)
    assert isclose(hit / sum(joint.weights), 0.8, abs_tol=1e-9)


def test_totals_that_conflict_end_between_what_they_ask() -> None:
    joint = fitted(even({"wave": CODES["wave"]}), [target({"wave": "yes"}, 70), target({"wave": "yes"}, 50)])
    assert 55 < share(joint, {"wave": "yes"}) < 65


def test_totals_that_conflict_leave_those_of_other_columns_met() -> None:
    asked = [target({"wave": "yes"}, 70), target({"wave": "yes"}, 50), target({"sex": "female"}, 30)]
    joint = fitted(even({"sex": CODES["sex"], "wave": CODES["wave"]}), asked)
    assert isclose(share(joint, {"sex": "female"}), 30, abs_tol=0.01)


@pytest.mark.parametrize("asked", [0, 100])
def test_none_and_all_can_be_asked(asked: int) -> None:
    joint = fitted(even({"sex": CODES["sex"]}), [target({"sex": "female"}, asked)])
    assert share(joint, {"sex": "female"}) == asked


def test_what_cannot_be_at_all_is_not_made_up() -> None:
    joint = seeded({"sex": CODES["sex"]}, lambda said: said["sex"] == "male")
    assert fitted(joint, [target({"sex": "female"}, 50)]).weights[0] == 0


def independent(table: dict[tuple[str, str], Fraction], rows: Sequence[int], columns: Sequence[int]) -> None:
    """Proportional fitting of a table of two ways in exact fractions: rows, then columns, thirty times."""
    heads = [sorted({key[way] for key in table}) for way in (0, 1)]
    for _ in range(30):
        for way, wanted in enumerate((rows, columns)):
            for code, count in zip(heads[way], wanted, strict=True):
                mass = sum(weight for key, weight in table.items() if key[way] == code)
                for key in table:
                    if key[way] == code:
                        table[key] = (table[key] * count / mass).limit_denominator(10**15)


def test_the_same_as_an_independent_fit_in_exact_fractions() -> None:
    weights = {key: Fraction(n) for n, key in enumerate(product("abc", "pqr"), start=1)}
    rows, columns = (20, 50, 30), (10, 30, 60)
    joint = seeded({"row": "abc", "column": "pqr"}, lambda said: float(weights[said["row"], said["column"]]))
    asked = [target({"row": code}, count) for code, count in zip("abc", rows, strict=True)]
    asked += [target({"column": code}, count) for code, count in zip("pqr", columns, strict=True)]
    found = fitted(joint, asked)
    independent(weights, rows, columns)
    for cell, weight in zip(found.cells, found.weights, strict=True):
        assert isclose(100 * weight / sum(found.weights), weights[cell[0], cell[1]], abs_tol=1e-6)


counts = st.lists(st.integers(1, 50), min_size=12, max_size=12)


@given(counts, counts)
def test_totals_of_one_population_are_met(population: list[int], seed: list[int]) -> None:
    cells = list(product(*CODES.values()))
    people, first = dict(zip(cells, population, strict=True)), dict(zip(cells, seed, strict=True))
    total, asked = sum(population), []
    for places in ((0,), (1,), (2,), (0, 1)):
        for codes in product(*(list(CODES.values())[place] for place in places)):
            said = {list(CODES)[place]: code for place, code in zip(places, codes, strict=True)}
            hit = sum(n for cell, n in people.items() if all(c in cell for c in codes))
            asked.append((said, 100 * hit / total))
    joint = seeded(CODES, lambda said: float(first[said["sex"], said["age"], said["wave"]]))
    joint = fitted(joint, [target(said, wanted) for said, wanted in asked])
    for said, wanted in asked:
        assert isclose(share(joint, said), wanted, abs_tol=1e-6)


def test_the_last_figure_does_not_depend_on_the_hash_seed() -> None:
    program = (
        "from tests.unit.cohort.test_margins import *\n"
        "asked = [target({'sex': 'female'}, 36.5), target({'age': '18-24'}, 12.3), "
        "target({'wave': 'yes'}, 61, sex=['male'])]\n"
        "print([w.hex() for w in fitted(even(CODES), asked).weights])"
    )
    told = set()
    for seed in ("0", "1", "random"):
        ran = subprocess.run(
            [sys.executable, "-c", program], capture_output=True, text=True, check=True,
            env={**os.environ, "PYTHONHASHSEED": seed},
        )  # fmt: skip
        told.add(ran.stdout)
    assert len(told) == 1


# -- a user's own ----------------------------------------------------------------------------------


def read(text: str | bytes) -> tuple[tuple[Target, ...], int]:
    return read_margins(text.encode() if isinstance(text, str) else text, "mine.csv", CODES)


def refused(text: str | bytes) -> list[Fault]:
    with pytest.raises(OperatorFileError) as caught:
        read(text)
    assert (caught.value.code, caught.value.exit_code) == ("margins.refused", 2)
    assert {fault.path for fault in caught.value.faults} == {"mine.csv"}
    return list(caught.value.faults)


def shares(targets: Sequence[Target]) -> dict[str, float]:
    return {found.id: round(float(found.asked), 6) for found in targets}


def test_rows_that_name_the_same_concepts_are_one_margin() -> None:
    targets, suppressed = read("sex,age,count\nfemale,,30\nmale,,90\n,18-24,1\n,25-29,3\n")
    assert suppressed == 0
    assert shares(targets) == {"sex_female": 25, "sex_male": 75, "age_18-24": 25, "age_25-29": 75}
    first = targets[0]
    assert (first.words, first.source, first.of) == ("Sex female", "mine.csv", "participants")
    assert (first.where, first.given) == ({"sex": ("female",)}, {"sex": ("female", "male")})


@pytest.mark.parametrize(
    "text",
    [
        "\ufeffsex,count\nfemale,30\nmale,90\n",
        "sex,count\r\nfemale,30\r\nmale,90\r\n",
        "sex , count\n female ,30 \n\n,\nmale,90",
        'sex,count\n"female","3,000"\nmale,"9,000"\n',
        "sex,count\nfemale,25%\nmale,75%\n",
        "sex,count\nfemale,2.5\nmale,7.5\n",
    ],
)
def test_ways_to_write_the_same_margin(text: str) -> None:
    assert shares(read(text)[0]) == {"sex_female": 25, "sex_male": 75}


@pytest.mark.parametrize("mark", ["c", "C", "*", "-", "..", "x", "[c]", "[x]", ""])
def test_a_suppressed_cell_takes_no_part(mark: str) -> None:
    targets, suppressed = read(f"age,count\n18-24,{mark}\n25-29,30\n30-39,10\n")
    assert suppressed == 1
    assert shares(targets) == {"age_25-29": 75, "age_30-39": 25}
    assert all(found.given == {"age": ("25-29", "30-39")} for found in targets)
    assert all("not suppressed" in found.source for found in targets)


def test_nothing_is_asked_of_a_suppressed_cell_of_a_table_of_two_ways() -> None:
    told = "sex,age,count\nfemale,18-24,c\nfemale,25-29,20\nmale,18-24,30\nmale,25-29,60\n"
    targets, suppressed = read(told)
    joint = fitted(even({"sex": CODES["sex"], "age": ("18-24", "25-29")}), targets)
    weight = dict(zip(joint.cells, joint.weights, strict=True))
    assert suppressed == 1
    # What is told keeps its proportions; the hole is neither emptied nor filled.
    assert isclose(weight["male", "18-24"] / weight["male", "25-29"], 1 / 2, abs_tol=1e-9)
    assert isclose(weight["female", "25-29"] / weight["male", "25-29"], 1 / 3, abs_tol=1e-9)
    assert weight["female", "18-24"] == 1


def test_a_whole_table_of_two_ways_is_met() -> None:
    targets, _ = read("sex,wave,count\nfemale,yes,1\nfemale,no,2\nmale,yes,3\nmale,no,4\n")
    joint = fitted(even({"sex": CODES["sex"], "wave": CODES["wave"]}), targets)
    total = sum(joint.weights)
    assert [round(weight / total, 9) for weight in joint.weights] == [0.1, 0.2, 0.3, 0.4]


@pytest.mark.parametrize("text", ["sex,count\nfemale,c\nmale,*\n", "sex,count\nfemale,0\nmale,0\n"])
def test_a_margin_of_which_nothing_is_known_asks_for_nothing(text: str) -> None:
    assert read(text)[0] == ()


@pytest.mark.parametrize(
    ("heads", "meant"),
    [
        ("sexe,count", 'Did you mean "sex"?'),
        ("sex,sex,count", ""),
        ("sex", ""),
        ("sex,number", ""),
        ("count,sex", ""),
        ("count", ""),
        ("", ""),
        ("postcode,count", ""),
    ],
)
def test_headings_that_are_not_known_are_told_with_what_was_meant(heads: str, meant: str) -> None:
    (fault,) = refused(f"{heads}\nfemale,1\n" if heads else "")
    assert (fault.code, fault.line) == ("margins.headings", 1)
    assert meant in fault.message


def test_a_code_that_is_not_known_is_told_with_its_line_and_what_was_meant() -> None:
    one, two = refused("sex,age,count\nfemale,18-24,5\nfemal,18-24,5\nmale,18-25,5\n")
    assert (one.code, one.line, two.code, two.line) == ("margins.code", 3, "margins.code", 4)
    assert 'Did you mean "female"?' in one.message and "sex" in one.message
    assert 'Did you mean "18-24"?' in two.message
    assert "18-25" not in two.message


@pytest.mark.parametrize(
    "row",
    ["female,-1", "female,many", "female,1,2", "female", ",5", "female,nan", "female,inf", "female,1e999999"],
)
def test_a_row_that_says_no_count_is_told_with_its_line(row: str) -> None:
    (fault,) = refused(f"sex,count\nmale,3\n{row}\n")
    assert (fault.code, fault.line) == ("margins.row", 3)


def test_a_row_told_twice_and_a_file_without_rows_are_refused() -> None:
    (fault,) = refused("sex,age,count\nfemale,,3\nmale,,3\nfemale,,4\n")
    assert (fault.code, fault.line) == ("margins.row", 4) and "Line 2" in fault.message
    (fault,) = refused("sex,count\n")
    assert (fault.code, fault.line) == ("margins.row", 1)


def test_every_fault_is_told_at_once() -> None:
    assert [fault.line for fault in refused("sex,count\nwoman,1\nmale,1\nmale,-1\nman,2\n")] == [2, 4, 5]


@pytest.mark.parametrize(
    "data", [b"sex,count\nfemale,\xff\n", "sex,count\nfemale,3".encode("utf-16"), b'sex,count\n"female,3\n']
)
def test_what_is_no_csv_in_utf_8_is_refused(data: bytes) -> None:
    (fault,) = refused(data)
    assert fault.code == "margins.form"
