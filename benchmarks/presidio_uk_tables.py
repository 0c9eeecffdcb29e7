"""Presidio's own tables of UK identifiers against the pack: what they call one, and what they do not.

The tables are tests in Presidio's repository (MIT). Their values are not ours to keep, so give a checkout::

    python -m benchmarks.presidio_uk_tables --data PRESIDIO

A row agrees where the pack has as many finds of that entity, in the same places but for a blank in front, as
the table says. Told apart are rows in which the pack finds a slip alone (``near_miss``), which the
table calls no valid one, and rows that need a word near by design. Exit code 1 where any other row disagrees.
Lines are printed, no values.
"""

from __future__ import annotations

import argparse
import ast
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from cfgovern.detection.pack import search

TABLES = {
    "nhs": "UK_NHS",
    "nino": "UK_NINO",
    "postcode": "UK_POSTCODE",
    "passport": "UK_PASSPORT",
    "driving_licence": "UK_DRIVING_LICENCE",
    "vehicle_registration": "UK_VEHICLE_REGISTRATION",
}
CONTEXT = ("UK_PASSPORT",)  # any number has its shape: a word has to say it


class Row(NamedTuple):
    """One row of a table: its line, the text, and the places of what is to be found."""

    line: int
    text: str
    places: tuple[tuple[int, int], ...]


def rows(path: Path) -> Iterator[Row]:
    """The rows of every parametrized test that has a text and, unless nothing is to be found, places."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        is_table = isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "parametrize"
        if not is_table or len(node.args) < 2 or not isinstance(node.args[1], ast.List):
            continue
        for one in node.args[1].elts:
            try:
                value = ast.literal_eval(one)
            except ValueError:
                continue
            if isinstance(value, str):
                yield Row(one.lineno, value, ())
            elif isinstance(value, tuple) and len(value) > 2 and isinstance(value[0], str):
                yield Row(one.lineno, value[0], tuple(tuple(place) for place in value[2]))


def verdict(entity: str, row: Row) -> str:
    """Agrees, a slip, needs a word, or disagrees."""
    found = [one for one in search(row.text) if one.entity == entity and one.severity != "info"]
    sure = tuple((one.start, one.end) for one in found if one.because != "near_miss")
    if sure == tuple(_without_blank(row.text, *place) for place in row.places):
        return "agrees" if len(sure) == len(found) else "slip"
    return "needs a word" if entity in CONTEXT and not sure else "disagrees"


def _without_blank(text: str, start: int, end: int) -> tuple[int, int]:
    return end - len(text[start:end].lstrip()), end


def main() -> int:
    """Print a line a table and one for each row that disagrees."""
    parser = argparse.ArgumentParser(description="Presidio's UK tables against the pack")
    parser.add_argument("--data", type=Path, required=True, help="a checkout of Presidio's repository")
    folder = parser.parse_args().data / "presidio-analyzer" / "tests"
    total = wrong = 0
    for name, entity in TABLES.items():
        path = folder / f"test_uk_{name}_recognizer.py"
        told = [(row.line, verdict(entity, row)) for row in rows(path)]
        counts = {
            word: sum(one == word for _, one in told)
            for word in ("agrees", "slip", "needs a word", "disagrees")
        }
        print(
            f"{entity}: {len(told)} rows, " + ", ".join(f"{count} {word}" for word, count in counts.items())
        )
        for line, word in told:
            if word == "disagrees":
                print(f"  {path.name}, line {line}")
        total, wrong = total + len(told), wrong + counts["disagrees"]
    print(f"{total - wrong} of {total} rows are as the tables say, or differ by design")
    return int(wrong > 0)


if __name__ == "__main__":
    sys.exit(main())
