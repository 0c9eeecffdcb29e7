"""Splink, with our settings, over people who never were."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from cfgovern.engine.alike import write_out
from cfgovern.engine.connection import connect
from cfgovern.engine.spark.alike import known
from cfgovern.engine.spark.session import started
from cfgovern.errors import UsageError
from cfgovern.linkage import scoring
from cfgovern.linkage.scoring import (
    Asked,
    Compared,
    Pair,
    asked_of,
    columns_in_both,
    must_have_splink,
    pairs_by_rule,
    score,
    score_on_spark,
    scored,
)
from cfgovern.linkage.settings import load_settings
from cfgovern.tokens.published import TOKENS, components

Record = dict[str, str]


def person(given: str, family: str, born: str) -> Record:
    return components({"given_name": given, "family_name": family, "date_of_birth": born})


TREES = ("Ash", "Birch", "Cedar", "Elm", "Hazel", "Larch", "Maple", "Oak", "Pine", "Rowan", "Willow")
EVERYBODY = [
    person(given, family, f"19{50 + number * 7 % 40}-0{1 + number % 9}-{11 + number * 5 % 17}")
    for number, (given, family) in enumerate(
        (given, family) for given in ("Ada", "Bo", "Cy", "Di", "Ed") for family in TREES
    )
]


def apart(people: list[Record], of: str) -> list[Record]:
    """``people``; as tokens, of which two with different keys are never the same."""
    if of == "clear":
        return people
    return [{name: f"{TOKENS[name].key_name}:{text}" for name, text in one.items()} for one in people]


def linked(tmp_path: Path, left: list[Record], right: list[Record], of: str = "clear") -> list[Pair]:
    tmp_path.mkdir(exist_ok=True)
    settings = load_settings(of).over(columns_in_both(left, right))
    return score(connect(tmp_path), left, right, settings).pairs


def test_the_same_people_are_found_and_no_other(tmp_path: Path) -> None:
    found = linked(tmp_path, EVERYBODY, EVERYBODY[::-1])
    likely = {(one.left, one.right) for one in found if one.probability >= 0.99}
    last = len(EVERYBODY) - 1
    assert likely == {(number, last - number) for number in range(len(EVERYBODY))}


@pytest.mark.parametrize("of", ["clear", "tokens"])
def test_names_that_were_swapped_and_a_wrong_month_are_found(tmp_path: Path, of: str) -> None:
    right = [dict(one) for one in EVERYBODY]
    right[0] = person("Ash", "Ada", "1950-01-11")
    right[1] = person("Ada", "Birch", "1957-03-16")
    found = {
        (one.left, one.right): one.probability
        for one in linked(tmp_path, apart(EVERYBODY, of), apart(right, of), of)
    }
    assert EVERYBODY[1]["dob"] == "1957-02-16"
    assert found[0, 0] > 0.9 and found[1, 1] > 0.9


def test_the_answer_is_the_same_each_time(tmp_path: Path) -> None:
    first = linked(tmp_path / "1", EVERYBODY, EVERYBODY, "tokens")
    assert first == linked(tmp_path / "2", EVERYBODY, EVERYBODY, "tokens")
    assert first == sorted(first, key=lambda one: (-one.weight, one.left, one.right))


def test_shares_are_learnt_where_that_is_asked_and_there_is_enough(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def weights(learn: tuple[tuple[str, ...], ...]) -> list[Pair]:
        settings = replace(load_settings("tokens").over(columns_in_both(EVERYBODY, EVERYBODY)), learn=learn)
        return score(connect(tmp_path), EVERYBODY, EVERYBODY, settings).pairs

    as_set = weights(())
    assert weights((("dob_month",),)) == as_set  # the rule brings too few together
    monkeypatch.setattr(scoring, "_ENOUGH", 1)
    learnt = weights((("dob_month",),))
    assert learnt != as_set


def test_what_each_agreement_is_worth_adds_up_to_the_weight_of_a_pair(tmp_path: Path) -> None:
    right = [dict(one) for one in EVERYBODY]
    right[1] = person("Ada", "Birch", "1957-03-16")  # a month that is wrong
    settings = load_settings("clear").over(columns_in_both(EVERYBODY, right))
    rare = [one.name for one in settings.comparisons if any(level.rarity for level in one.levels)]
    told = score(connect(tmp_path), EVERYBODY, right, settings)
    [pair] = [one for one in told.pairs if (one.left, one.right) == (1, 1)]
    names, levels = [one.name for one in settings.comparisons], pair.levels
    assert dict(zip(names, levels, strict=True)) == {"given_name": 0, "family_name": 0, "date_of_birth": 2}
    assert [len(worth) - 1 for worth in told.worth] == [len(one.levels) for one in settings.comparisons]
    assert told.before < 0 < told.worth[2][0] and told.worth[2][-1] < 0
    plain = replace(settings, comparisons=tuple(
        replace(one, levels=tuple(replace(level, rarity="") for level in one.levels))
        for one in settings.comparisons
    ))  # fmt: skip
    assert rare == ["given_name", "family_name"]
    (tmp_path / "plain").mkdir()
    told = score(connect(tmp_path / "plain"), EVERYBODY, right, plain)
    for pair in told.pairs:
        held = zip(told.worth, pair.levels, strict=True)
        parts = sum(worth[place] for worth, place in held if place is not None)
        assert pair.weight == pytest.approx(told.before + parts, abs=0.001)


@pytest.mark.parametrize(("left", "right"), [([], EVERYBODY), (EVERYBODY, []), ([], [])])
def test_nobody_is_linked_with_nobody(tmp_path: Path, left: list[Record], right: list[Record]) -> None:
    assert linked(tmp_path, left, right) == []


def test_one_person_is_found_in_two_files_of_one(tmp_path: Path) -> None:
    [found] = linked(tmp_path, EVERYBODY[:1], EVERYBODY[:1])
    assert (found.left, found.right) == (0, 0)


def test_how_many_pairs_a_rule_brings_together() -> None:
    left = [{"dob": "1"}, {"dob": "1"}, {"dob": "2"}, {}]
    assert pairs_by_rule([["dob"], ["dob", "sex"]], left, left) == [5, 0]
    assert pairs_by_rule([["dob"], ["dob", "sex"]], left, None) == [1, 0]


def test_who_stands_twice_in_one_file_is_found_once_and_the_first_record_first(tmp_path: Path) -> None:
    people = [*EVERYBODY, *EVERYBODY[8:12]]
    settings = load_settings("clear").over(columns_in_both(people, people))
    found = score(connect(tmp_path), people, None, settings).pairs
    likely = [(one.left, one.right) for one in found if one.probability >= 0.99]
    assert sorted(likely) == [(number, len(EVERYBODY) + number - 8) for number in range(8, 12)]


def test_without_splink_there_is_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    must_have_splink()
    monkeypatch.setattr(scoring, "find_spec", lambda _name: None)
    with pytest.raises(UsageError) as refused:
        must_have_splink()
    assert refused.value.code == "link.no_splink" and "cfgovern[link]" in str(refused.value)


@pytest.mark.needs("java", "pyspark")
def test_spark_compares_as_duckdb_does(spark: Any, tmp_path: Path) -> None:
    left, right = EVERYBODY[:30], [dict(one) for one in EVERYBODY[5:40]]
    right[3] = person("Bo", "Ashe", "1957-01-16")
    settings = load_settings("clear").over(["given_full", "surname_full", "dob", "dob_year"])
    asked = asked_of(left, right, settings)
    assert asked is not None and settings.blocking
    with started(spark, tmp_path / "job", rows=1) as session:
        for name, records in zip(asked.sides, (left, right), strict=True):
            file = tmp_path / f"{name}.parquet"
            with connect(tmp_path) as connection:
                write_out(connection, name, asked.used, records, file)
            known(session, name, file)
        told = Compared.from_json(json.loads(json.dumps(score_on_spark(session, asked).as_json())))
    found, wanted = (
        scored(Asked.from_json(asked.as_json()), told),
        score(connect(tmp_path), left, right, settings),
    )
    assert [(one.left, one.right, one.levels) for one in found.pairs] == [
        (one.left, one.right, one.levels) for one in wanted.pairs
    ]
    assert len(wanted.pairs) > 20
    for one, other in zip(found.pairs, wanted.pairs, strict=True):
        assert one.weight == pytest.approx(other.weight, abs=0.001)


@pytest.mark.needs("java", "pyspark")
def test_a_session_without_the_java_of_splink_is_refused(
    spark: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cfgovern.engine.spark.alike.FUNCTION", "no_such_function")
    asked = asked_of(EVERYBODY, EVERYBODY, load_settings("clear").over(["given_full", "surname_full", "dob"]))
    assert asked is not None
    with started(spark, tmp_path / "job", rows=1) as session, pytest.raises(UsageError) as refused:
        score_on_spark(session, asked)
    assert refused.value.code == "link.no_java" and "java_of_splink" in refused.value.fix
