"""Chooses what is broken, and how, by the number of the mutant."""

from __future__ import annotations

import struct
import zipfile
import zlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from random import Random

from tests.mutants.binary import BINARY, PARQUET
from tests.mutants.packages import ARCHIVE, WORKBOOK
from tests.mutants.seeds import Seed
from tests.mutants.texts import CSV, JSON

__all__ = ["Mutant", "mutant"]

_BREAKERS: Mapping[str, Sequence[Callable[[bytes, Random], bytes]]] = {
    "workbook": WORKBOOK,
    "csv": CSV,
    "zip": ARCHIVE,
    "parquet": PARQUET,
    "jsonl": JSON,
}
# What a breaker stumbles over where one before it has left no archive, no text or no footer.
_TOO_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    NotImplementedError,
    RuntimeError,
    EOFError,
    OSError,
)


@dataclass(frozen=True)
class Mutant:
    """A broken submission: ``recipe`` names its seed and what was done to it."""

    number: int
    kind: str
    recipe: tuple[str, ...]
    filename: str
    content: bytes


def mutant(number: int, seeds: Sequence[Seed]) -> Mutant:
    """The mutant of that number; one in eight is broken as bytes only, some more than once."""
    seed = seeds[number % len(seeds)]
    chance = Random(number)
    content, recipe = seed.content, [seed.name]
    for _ in range(chance.choice((1, 1, 1, 2, 2, 3))):
        breaker = chance.choice(BINARY if chance.random() < 0.125 else _BREAKERS[seed.kind])
        try:
            content = breaker(content, chance)
        except (*_TOO_BROKEN, ValueError, IndexError, KeyError):
            breaker = chance.choice(BINARY)
            content = breaker(content, chance) if content else content
        recipe.append(breaker.__name__)
    return Mutant(number, seed.kind, tuple(recipe), seed.filename, content)
