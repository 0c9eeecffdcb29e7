"""What it costs to part the returns of every area: 18 areas of 300 made-up people, two at a time.

    python -m benchmarks.areas                       # answers for the evaluation
    python -m benchmarks.areas --domain national-linkage --mode tokens

Promised: all in 20 seconds on the clock, where nothing else runs. A key file is opened once; each return is
checked and parted as ``cfgovern pseudonymise`` does it. The people are made first, and are not in the time.
"""

from __future__ import annotations

import argparse
import resource
import sys
import tempfile
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

from cfgovern import api
from cfgovern.journeys.pseudonymise import ReleaseRequest
from cfgovern.journeys.request import Request
from cfgovern.keys.locks import Passphrase

_LOCK = Passphrase("a passphrase for nobody's keys")
_DAY = date(2026, 10, 1)
_SECONDS = 20.0


def parted(folder: Path, people: int, areas: int, domain: str, mode: str) -> tuple[float, float, int]:
    """Seconds on the clock, CPU seconds of all processes, and people in all returns."""
    api.synth(folder / "made", mode="cohort", people=people * areas, areas=areas, as_of=_DAY, form="csv")
    api.new_keys(folder / "keys", _LOCK)
    keys = api.open_keys(folder / "keys", _LOCK)
    returns = sorted(path for path in (folder / "made").iterdir() if path.is_dir())

    def one(sent: Path) -> int:
        wanted = ReleaseRequest(domain, "2026-q3", keys, folder / f"{sent.name}.releases", mode=mode)
        made = api.pseudonymise(
            Request(sent, api.default_contract(), as_of=_DAY), wanted, folder / f"{sent.name}.out"
        )
        if made.release is None:
            raise SystemExit(f"{sent.name} did not pass its check")
        return int(made.release.people["in"])

    before, began = _cpu(), time.perf_counter()
    with ThreadPoolExecutor(2) as hands:
        counted = sum(hands.map(one, returns))
    return time.perf_counter() - began, _cpu() - before, counted


def _cpu() -> float:
    told = [resource.getrusage(which) for which in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in told)


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.areas")
    parser.add_argument("--areas", type=int, default=18)
    parser.add_argument("--people", type=int, default=300, help="in each area")
    parser.add_argument("--domain", default="national-evaluation")
    parser.add_argument("--mode", default="split")
    given = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as place:
        wall, cpu, people = parted(Path(place), given.people, given.areas, given.domain, given.mode)
    kept = "yes" if wall <= _SECONDS else "NO"
    print(f"{given.areas} areas, {people:,} people: {wall:.1f} s on the clock, {cpu:.1f} s of CPU")
    print(f"at most {_SECONDS:.0f} s on the clock: {kept}")
    return 0 if wall <= _SECONDS else 1


if __name__ == "__main__":
    sys.exit(main())
