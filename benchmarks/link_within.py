"""How well the people of one file that stand in it more than once are found: ``fake_1000`` of Splink.

    python -m benchmarks.link --data fake_1000.csv

The file has the columns unique_id, first_name, surname, dob, city, email and cluster, and comes with Splink's
own tests. It has no postcode, so the city stands for one. It is linked within itself by the settings
as shipped, in the clear and by tokens; a person may stand there many times, so ``once`` does not hold.
"""

from __future__ import annotations

import csv
import tempfile
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations
from pathlib import Path

from benchmarks.linked import Found, Told
from cfgovern.engine.connection import connect
from cfgovern.linkage.blocking import chosen, measured
from cfgovern.linkage.quality import Numbers, Quality, links, quality
from cfgovern.linkage.scoring import columns_in_both, score
from cfgovern.linkage.settings import load_settings
from cfgovern.tokens.keyed import TokenKey
from cfgovern.tokens.published import TOKENS, components

_FIELDS = {"given_name": "first_name", "family_name": "surname", "date_of_birth": "dob", "email": "email"}
_BEHIND, _PRECISE = 0.01, 0.999  # promised
Record = dict[str, str]


def lines(file: Path) -> Iterator[Told]:
    """What was found in the file, in the clear and by tokens, and whether it is what was promised."""
    people, truth = read(file)
    found = {"clear": figures(people, truth, "clear"), "tokens": figures(_keyed(people), truth, "tokens")}
    what = f"{file.name}, {len(people):,} records, {len(truth):,} true pairs, within one file"
    for of, one in found.items():
        yield Found(what, of, one.precision or 0, one.recall or 0, one.f1 or 0)
    lost = (found["clear"].f1 or 0) - (found["tokens"].f1 or 0)
    precise = min(one.precision or 0 for one in found.values())
    yield f"{file.name}: tokens are {lost:.4f} of F1 behind (at most {_BEHIND}: {_word(lost <= _BEHIND)})"
    yield f"{file.name}: precision at least {_PRECISE}: {_word(precise >= _PRECISE)}"


def read(file: Path) -> tuple[list[Record], set[Numbers]]:
    """The records as what tokens are made of, and the pairs of their numbers that are of one person."""
    people, clusters = [], defaultdict[str, list[int]](list)
    with file.open(encoding="utf-8", newline="") as stream:
        for number, row in enumerate(csv.DictReader(stream)):
            made = components({field: row[name] or "" for field, name in _FIELDS.items()})
            city = (row["city"] or "").strip().casefold()
            people.append({**made, **({"postcode": city} if city else {})})
            clusters[row["cluster"]].append(number)
    return people, {pair for numbers in clusters.values() for pair in combinations(numbers, 2)}


def figures(people: Sequence[Mapping[str, str]], truth: set[Numbers], of: str) -> Quality:
    """How many of the pairs are found, with the settings of the kind ``of``."""
    settings = load_settings(of)
    used = chosen(settings.over(columns_in_both(people, people)), measured(settings, people, None))
    with tempfile.TemporaryDirectory() as place:
        connection = connect(Path(place))
        scored = score(connection, people, None, used)
        connection.close()
    return quality({(one.left, one.right) for one in links(scored.pairs, settings.threshold)}, truth)


def _keyed(people: Sequence[Record]) -> list[Record]:
    keys = {name: TokenKey(TOKENS[name].key_name.encode().ljust(32, b".")[:32]) for name in TOKENS}
    return [{name: keys[name].token(text).hex() for name, text in one.items()} for one in people]


def _word(kept: bool) -> str:
    return "yes" if kept else "NO"
