"""How likely two records are of one person, by Splink: this module alone knows it.

How often an agreement holds among true pairs is set; how often it holds between strangers is counted in the
data, in pairs drawn with the seed. So no truth is needed, and the same files give the same answer. Where the
settings ask for it, what is set is where learning begins: by iteration, which may go astray in small files.
"""

from __future__ import annotations

import logging
import math
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from functools import partial
from importlib.util import find_spec
from typing import Any

from cfgovern.engine import sql
from cfgovern.engine.alike import ID, Connection, Write, blocked_on, condition, lay_out, not_said, rows_of
from cfgovern.engine.connection import guarded
from cfgovern.errors import UsageError
from cfgovern.linkage.settings import COLUMNS, Comparison, Settings

__all__ = [
    "Asked",
    "Compared",
    "Counted",
    "Pair",
    "Scored",
    "asked_of",
    "columns_in_both",
    "java_of_splink",
    "must_have_splink",
    "pairs_by_rule",
    "score",
    "score_on_spark",
    "scored",
    "warm_up",
]

Record = Mapping[str, str]
"""By column what is said; a column that is not said is not there."""
Counted = dict[Comparison, Sequence[Any]]
"""Of each comparison how often each of its levels holds in the pairs that were drawn."""
_SIDES = ("left_people", "right_people")  # in the order of the alphabet: the left one stays left
_DRAWN = 1_000_000
_ENOUGH = 1_000  # pairs that something can be learnt from
_SHOWN = 0.0001  # what is less likely than this is no candidate


@dataclass(frozen=True, slots=True)
class Pair:
    """Two records by their numbers. ``weight``: the match weight, the binary logarithm of the odds.
    ``levels``: of each comparison the place of the level that holds, from the top; the one after the last
    where they differ, None where it says nothing. ``others``: what is in the weight because of others who may
    be one of the two (:mod:`cfgovern.linkage.once`); nought or less."""

    left: int
    right: int
    probability: float
    weight: float
    levels: tuple[int | None, ...] = ()
    others: float = 0.0


@dataclass(frozen=True, slots=True)
class Scored:
    """The candidates, the likeliest first, and by what they were judged: the weight of any two records
    ``before`` anything is compared, and of each comparison what each of its levels is ``worth``, the last
    that they differ. What a rare name adds is in the weight of a pair alone."""

    pairs: list[Pair]
    before: float = 0.0
    worth: tuple[tuple[float, ...], ...] = ()


def must_have_splink() -> None:
    """Raise UsageError ``link.no_splink`` where the extra is not installed."""
    if find_spec("splink") is None:
        raise UsageError(
            "link.no_splink",
            "Linking needs Splink, which is not installed.",
            fix='Install it with: pip install "cfgovern[link]".',
        )


def java_of_splink() -> str:
    """The file with the functions in Java that Splink needs on Spark."""
    from splink.internals.spark.jar_location import similarity_jar_location

    return similarity_jar_location()


def warm_up() -> None:
    """Load Splink now, so that nobody waits for it later."""
    import splink  # noqa: F401
    from splink import DuckDBAPI  # noqa: F401


def columns_in_both(left: Sequence[Record], right: Sequence[Record]) -> list[str]:
    """The columns that somebody has in each of the files, in the published order."""
    there = [{name for record in side for name in record} for side in (left, right)]
    return [name for name in COLUMNS if all(name in side for side in there)]


def pairs_by_rule(
    rules: Sequence[Sequence[str]], left: Sequence[Record], right: Sequence[Record] | None
) -> list[int]:
    """How many pairs each blocking rule brings together; within ``left`` where ``right`` is None."""
    found = []
    for rule in rules:
        there = Counter(key for record in left if (key := _key(record, rule)))
        if right is None:
            found.append(sum(count * (count - 1) // 2 for count in there.values()))
        else:
            other = Counter(key for record in right if (key := _key(record, rule)))
            found.append(sum(count * other[key] for key, count in there.items()))
    return found


def _every(left: Sequence[Record], right: Sequence[Record] | None) -> int:
    """How many pairs there are at all; at least one."""
    return max(1, len(left) * (len(left) - 1) // 2 if right is None else len(left) * len(right))


def score(
    connection: Connection,
    left: Sequence[Record],
    right: Sequence[Record] | None,
    settings: Settings,
    counted: Counted | None = None,
) -> Scored:
    """The pairs that may be of one person, and what each agreement is worth. Where ``right`` is None they are
    pairs of ``left``, each once and the first record first.

    ``settings`` are those :meth:`~cfgovern.linkage.settings.Settings.over` the columns that are in both.
    ``counted``: kept from one call to the next where the same records are scored by several settings.
    """
    asked = asked_of(left, right, settings)
    if asked is None:
        return Scored([])
    with guarded("linking"):
        for name, records in zip(asked.sides, (left, right), strict=False):
            lay_out(connection, name, asked.used, records or ())
        found = _compared(_in_duckdb(connection), asked, {} if counted is None else counted)
    return scored(asked, found)


def score_on_spark(session: Any, asked: Asked) -> Compared:
    """The same comparisons in a ``session`` of Spark that knows the tables of people, by name.

    Raises UsageError ``link.no_java`` where it lacks :func:`java_of_splink`.
    """
    return _compared(_on_spark(session), asked, {})


@dataclass(frozen=True, slots=True)
class Asked:
    """What is to be compared. ``sides``: the names of the tables, in the order of the alphabet, as the left
    one stays left; ``used``: their columns. ``before``: how likely any two records are of one person;
    ``least``: the share of pairs in which something holds that was seen in none; ``learn``: the rules that
    bring together enough pairs to learn from."""

    settings: Settings
    sides: tuple[str, ...]
    used: tuple[str, ...]
    before: float
    least: float
    learn: tuple[tuple[str, ...], ...]

    def as_json(self) -> dict[str, Any]:
        """For another process."""
        return {**asdict(self), "settings": self.settings.as_json()}

    @classmethod
    def from_json(cls, told: Mapping[str, Any]) -> Asked:
        """What :meth:`as_json` made."""
        lists = {name: tuple(told[name]) for name in ("sides", "used")}
        learn = tuple(map(tuple, told["learn"]))
        return cls(**{**told, **lists, "learn": learn, "settings": Settings.from_json(told["settings"])})


@dataclass(frozen=True, slots=True)
class Compared:
    """What Splink says: of each pair both numbers, the probability, the weight and of each comparison the
    level that holds; ``worth`` as of :class:`Scored`."""

    rows: list[tuple[Any, ...]]
    worth: tuple[tuple[float, ...], ...]

    def as_json(self) -> dict[str, Any]:
        """For another process."""
        return {"rows": self.rows, "worth": self.worth}

    @classmethod
    def from_json(cls, told: Mapping[str, Any]) -> Compared:
        """What :meth:`as_json` made."""
        return cls([tuple(row) for row in told["rows"]], tuple(map(tuple, told["worth"])))


def asked_of(left: Sequence[Record], right: Sequence[Record] | None, settings: Settings) -> Asked | None:
    """What is to be compared of these records; None where nothing can be."""
    sides = [left] if right is None else [left, right]
    if not all(sides) or not settings.blocking or not settings.comparisons:
        return None
    many = zip(settings.learn, pairs_by_rule(settings.learn, left, right), strict=True)
    return Asked(
        settings,
        _SIDES[: len(sides)],
        tuple(settings.used()),
        _before(left, right, settings),
        1 / min(_DRAWN, _every(left, right)),
        tuple(rule for rule, count in many if count >= _ENOUGH),
    )


def scored(asked: Asked, found: Compared) -> Scored:
    """The pairs that were found, the likeliest first."""
    pairs = [_pair(row, found.worth) for row in found.rows]
    if len(asked.sides) == 1:  # Splink compares numbers as texts
        pairs = [_first_first(pair) for pair in pairs]
    pairs.sort(key=lambda pair: (-pair.weight, pair.left, pair.right))
    return Scored(pairs, round(math.log2(asked.before / (1 - asked.before)), 4), found.worth)


@dataclass(frozen=True, slots=True)
class _Place:
    """Where Splink works: its tables of people, how a tree is written there, and how rows are read. Pairs are
    drawn in so many ``pieces``, until there are enough."""

    table: Callable[[str], Any]
    write: Write
    rows: Callable[[str, Sequence[str]], list[tuple[Any, ...]]]
    pieces: int = 10


def _in_duckdb(connection: Connection) -> _Place:
    from splink import DuckDBAPI

    api = DuckDBAPI(connection=connection)
    return _Place(partial(_table, api), sql.render, partial(rows_of, connection))


def _on_spark(session: Any) -> _Place:
    from splink import SparkAPI

    from cfgovern.engine.spark import alike

    api: Any = SparkAPI(spark_session=session, break_lineage_method="persist")  # type: ignore[no-untyped-call]
    if not alike.knows(session):
        raise UsageError(
            "link.no_java",
            "This session of Spark has not the functions in Java that Splink needs.",
            fix="Let its setting spark.jars name the file that cfgovern.api.java_of_splink() says.",
        )
    # A query takes longer to plan than all the pairs take.
    return _Place(partial(_table, api), alike.write, partial(alike.rows_of, session), pieces=1)


def _table(api: Any, name: str) -> Any:
    return api.register(name, dataset_display_name=name)


def _compared(place: _Place, asked: Asked, counted: Counted) -> Compared:
    logging.getLogger("splink").setLevel(logging.CRITICAL)
    settings = asked.settings
    frames = [place.table(name) for name in asked.sides]
    model = _model(settings, asked.before, place.write)
    chances = _counted(frames, model, settings, counted, place.pieces)
    for one, drawn in zip(model["comparisons"], chances, strict=True):
        _unmix(one["comparison_levels"], drawn, asked.before, asked.least)
    linker = _linker(frames, model)
    for rule in asked.learn:
        linker.training.estimate_parameters_using_expectation_maximisation(blocked_on(rule, place.write))
    told = linker.inference.predict(threshold_match_probability=_SHOWN)
    columns = (f"{ID}_l", f"{ID}_r", "match_probability", "match_weight", *_gammas(settings))
    rows = place.rows(told.physical_name, columns)
    used_for_it = linker.misc.save_model_to_json()["comparisons"]
    return Compared(rows, tuple(_worth(one["comparison_levels"]) for one in used_for_it))


def _gammas(settings: Settings) -> list[str]:
    """The columns in which Splink says which level holds: 0 where they differ, -1 where nothing is said."""
    return [f"gamma_{one.name}" for one in settings.comparisons]


def _worth(levels: Sequence[Mapping[str, Any]]) -> tuple[float, ...]:
    return tuple(_binary(level) for level in levels if not level.get("is_null_level"))


def _binary(level: Mapping[str, Any]) -> float:
    m, u = level.get("m_probability"), level["u_probability"]
    # Of what was in no pair that was learnt from, Splink has no share, or nought.
    return round(math.log2(m / u), 4) if isinstance(m, float) and m > 0 else 0.0


def _counted(
    frames: Sequence[Any], model: Mapping[str, Any], settings: Settings, counted: Counted, pieces: int
) -> list[Sequence[Any]]:
    """Of each comparison in what share of the pairs drawn each level holds; what is new is counted now."""
    made = dict(zip(settings.comparisons, model["comparisons"], strict=True))
    new = [one for one in made if one not in counted]
    if new:
        linker = _linker(frames, {**model, "comparisons": [made[one] for one in new]})
        linker.training.estimate_u_using_random_sampling(
            max_pairs=_DRAWN, seed=settings.seed, num_chunks=pieces
        )
        told = linker.misc.save_model_to_json()["comparisons"]
        for one, found in zip(new, told, strict=True):
            counted[one] = [level.get("u_probability") for level in found["comparison_levels"]]
    return [counted[one] for one in made]


def _pair(row: tuple[Any, ...], worth: Sequence[Sequence[float]]) -> Pair:
    left, right, probability, weight, *gammas = row
    levels = tuple(
        None if gamma < 0 else len(levels) - 1 - gamma for gamma, levels in zip(gammas, worth, strict=True)
    )
    # Sums of floats come in the order of the threads: the last figures may differ between two runs.
    return Pair(int(left), int(right), round(float(probability), 6), round(float(weight), 4), levels)


def _first_first(pair: Pair) -> Pair:
    return pair if pair.left < pair.right else replace(pair, left=pair.right, right=pair.left)


def _linker(frames: Sequence[Any], model: Mapping[str, Any]) -> Any:
    from splink import Linker

    kind = "dedupe_only" if len(frames) == 1 else "link_only"
    # What Splink would look for in the settings was looked for when they were read.
    return Linker(list(frames), {**model, "link_type": kind}, log_level=None, validate_settings=False)


def _model(settings: Settings, before: float, write: Write) -> dict[str, Any]:
    """The settings in Splink's words."""
    return {
        "unique_id_column_name": ID,
        "probability_two_random_records_match": before,
        "comparisons": [_comparison(one, write) for one in settings.comparisons],
        "blocking_rules_to_generate_predictions": [
            {"blocking_rule": blocked_on(rule, write)} for rule in settings.blocking
        ],
        "retain_matching_columns": True,  # and with them which level holds
        "retain_intermediate_calculation_columns": False,
    }


def _comparison(one: Comparison, write: Write) -> dict[str, Any]:
    levels: list[dict[str, Any]] = [
        {
            "sql_condition": not_said(one.of, one.elsewhere, write),
            "label_for_charts": "not said",
            "is_null_level": True,
        }
    ]
    for level in one.levels:
        made: dict[str, Any] = {
            "sql_condition": condition(level.way, level.columns, level.at_least, write),
            "label_for_charts": f"{level.way}: {', '.join(level.columns)}",
            "m_probability": level.share,
        }
        if level.rarity:
            made |= {"tf_adjustment_column": level.rarity, "tf_adjustment_weight": 1.0}
        levels.append(made)
    levels.append({"sql_condition": "ELSE", "label_for_charts": "differs", "m_probability": one.rest})
    return {"output_column_name": one.name, "comparison_levels": levels}


def _unmix(levels: Sequence[dict[str, Any]], counted: Sequence[Any], before: float, least: float) -> None:
    """Say how often each level holds between strangers: as ``counted`` in pairs drawn at random, without the
    true pairs, which in small files are many of those that agree. What was seen in no pair is taken to hold
    in ``least``."""
    for level, drawn in zip(levels, counted, strict=True):
        if not level.get("is_null_level"):
            share = level["m_probability"]
            seen = drawn if isinstance(drawn, float) else 0.0
            level["u_probability"] = max(least, (seen - before * share) / (1 - before))


def _before(left: Sequence[Record], right: Sequence[Record] | None, settings: Settings) -> float:
    """How likely any two records are of one person: from how many pairs the sure rules find."""
    pairs: set[tuple[int, int]] = set()
    for rule in settings.sure:
        there: dict[tuple[str, ...], list[int]] = defaultdict(list)
        for number, record in enumerate(left if right is None else right):
            if key := _key(record, rule):
                there[key].append(number)
        for number, record in enumerate(left):
            others = there.get(_key(record, rule), ())
            pairs.update((number, other) for other in others if right is not None or number < other)
    most = len(left) if right is None else min(len(left), len(right))
    expected = max(1.0, min(len(pairs) / settings.found, most))
    return min(0.5, expected / _every(left, right))


def _key(record: Record, rule: Sequence[str]) -> tuple[str, ...]:
    key = tuple(record.get(name, "") for name in rule)
    return key if all(key) else ()
