"""What pyCANON answers about small tables, for the tests to hold `cfgovern scan --risk` to.

    python -m benchmarks.peers_env DIR
    DIR/pycanon/bin/python benchmarks/risk.py > tests/unit/protection/pycanon.json

pyCANON pins every library it uses to one version, so it cannot stand beside ours: it answers in an
environment of its own, and what it answered is kept.
"""

from __future__ import annotations

import json
from collections import Counter
from importlib.metadata import version
from itertools import combinations
from random import Random
from typing import Any

import pandas
from pycanon import anonymity
from pycanon.anonymity.utils.aux_anonymity import get_equiv_class

_QUASI, _SENSITIVE = ("area", "age", "sex"), ("need", "faith")
_SIZES = (1, 2, 7, 20, 60, 200)


def rows(size: int) -> list[list[str]]:
    """That many made-up rows; some letters are rarer than others."""
    chance = Random(size)
    letters = "aaaaabbbcd"
    return [
        [chance.choice(letters[:most]) for most in (6, 10, 7)] + [chance.choice(letters) for _ in _SENSITIVE]
        for _ in range(size)
    ]


def answers(table: list[list[str]]) -> list[dict[str, Any]]:
    """What it says for each choice of the columns that could point to a person."""
    data = pandas.DataFrame(table, columns=[*_QUASI, *_SENSITIVE])
    found = []
    for number in range(1, len(_QUASI) + 1):
        for chosen in map(list, combinations(_QUASI, number)):
            sizes = Counter(len(group) for group in get_equiv_class(data, chosen))
            found.append(
                {
                    "quasi_identifiers": [data.columns.get_loc(name) for name in chosen],
                    "k": int(anonymity.k_anonymity(data, chosen)),
                    "l": [int(anonymity.l_diversity(data, chosen, [name])) for name in _SENSITIVE],
                    "sizes": sorted(sizes.items()),
                }
            )
    return found


def main() -> None:
    """Print it as JSON."""
    tables = [{"rows": table, "answers": answers(table)} for table in map(rows, _SIZES)]
    told = {"pycanon": version("pycanon"), "sensitive": [3, 4], "tables": tables}
    lines = ",\n".join(f"  {json.dumps(key)}: {json.dumps(value)}" for key, value in told.items())
    print(f"{{\n{lines}\n}}")


if __name__ == "__main__":
    main()
