"""Broken submissions by the hundred: the parent lives, a code for each, nothing leaks, nothing is lost.

`make test-all` checks 500 of them, and scans 100. CFGOVERN_MUTANTS=10000 says how many of each,
CFGOVERN_MUTANTS_FROM where to begin; a summary of verdicts is printed (``-s`` shows it).
"""

from __future__ import annotations

import logging
import os
import shutil
import warnings
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from cfgovern.intake.limits import MIB
from tests.canaries import Canaries
from tests.mutants.breeding import mutant
from tests.mutants.seeds import Seed, seeds
from tests.mutants.trial import Verdict, try_one
from tests.trial import left_in_temp

FIRST = int(os.environ.get("CFGOVERN_MUTANTS_FROM", "0"))
ASKED = os.environ.get("CFGOVERN_MUTANTS")
MOST = 1536 * MIB
pytestmark = pytest.mark.long


def _summary(verdicts: Sequence[Verdict], peak: int) -> str:
    told = Counter((verdict.mutant.kind, verdict.said) for verdict in verdicts)
    lines = [f"{count:7,} {kind:9} {said}" for (kind, said), count in sorted(told.items())]
    slowest = max(verdict.seconds for verdict in verdicts)
    lines.append(f"{len(verdicts):,} mutants; slowest {slowest:.1f} s; largest child {peak / MIB:,.0f} MiB")
    return "\n".join(lines)


@pytest.fixture
def canaries() -> Canaries:
    return Canaries()


@pytest.fixture
def honest(tmp_path: Path, private_temp: Path, canaries: Canaries) -> list[Seed]:
    folder = tmp_path / "seeds"
    folder.mkdir()
    return seeds(folder, canaries)


def _tried(
    honest: Sequence[Seed], count: int, folder: Path, canaries: Canaries, *, scanned: bool
) -> Iterator[Verdict]:
    def one(number: int) -> Verdict:
        room = folder / str(number)
        room.mkdir()
        try:
            return try_one(mutant(number, honest), room, canaries, scanned=scanned)
        finally:
            shutil.rmtree(room)

    with ThreadPoolExecutor(2) as pool:
        yield from pool.map(one, range(FIRST, FIRST + count))


@pytest.mark.parametrize(("scanned", "count"), [(False, 500), (True, 100)], ids=["checked", "scanned"])
def test_mutants(
    tmp_path: Path,
    honest: list[Seed],
    canaries: Canaries,
    capfd: pytest.CaptureFixture[str],
    caplog: pytest.LogCaptureFixture,
    scanned: bool,
    count: int,
) -> None:
    import resource

    caplog.set_level(logging.DEBUG)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of the reader that counts again
        verdicts = list(_tried(honest, int(ASKED or count), tmp_path, canaries, scanned=scanned))
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024
    faulty = [f"{v.mutant.number} {v.mutant.recipe} {v.said}: {v.faults}" for v in verdicts if v.faults]
    streams = capfd.readouterr()
    print(_summary(verdicts, peak), *faulty, sep="\n")
    assert faulty == []
    assert canaries.found_in(streams.out + streams.err + caplog.text) == []
    assert left_in_temp() == []
    assert peak <= MOST
