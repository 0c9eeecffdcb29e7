"""How far the engine has come is told while it works, adds up, and never goes beyond the whole."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest

from cfgovern.engine import watch as room
from cfgovern.engine.watch import Watch

Heard = list[tuple[int, int, str]]


class Running:
    """Stands for a connection; ``per_cent`` is what DuckDB says of its query."""

    def __init__(self, per_cent: float) -> None:
        self.per_cent = per_cent

    def query_progress(self) -> float:
        return self.per_cent


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(room, "_SECONDS", 0.001)


def until(heard: Heard, so: Callable[[tuple[int, int, str]], bool]) -> tuple[int, int, str]:
    """The first thing heard from now on that is ``so``."""
    end, start = time.monotonic() + 20, len(heard)
    while time.monotonic() < end:
        found = [one for one in heard[start:] if so(one)]
        if found:
            return found[0]
        time.sleep(0.001)
    raise AssertionError(heard[-5:])


def test_what_is_done_and_what_runs_add_up() -> None:
    heard: Heard = []
    with Watch(lambda *told: heard.append(told)) as watch:
        watch.begin(1000, "rows")
        watch.add(100)
        first, second = Running(50.0), Running(10.0)
        with watch.query(first, 400), watch.query(second, 500):  # type: ignore[arg-type]
            assert until(heard, lambda one: one[0] > 100) == (350, 1000, "rows")
            second.per_cent = -1.0  # DuckDB does not know
            assert until(heard, lambda one: one[0] < 350) == (300, 1000, "rows")
            first.per_cent = 99.99  # of the query before
            assert until(heard, lambda one: one[0] < 300) == (100, 1000, "rows")
        assert until(heard, lambda one: one[0] == 1000)
        watch.begin(3, "checks")
        watch.add(5)
        assert until(heard, lambda one: one[2] == "checks" and one[0] > 0) == (3, 3, "checks")


def test_a_fault_ends_it() -> None:
    heard: Heard = []
    with pytest.raises(KeyError), Watch(lambda *told: heard.append(told)) as watch:
        watch.begin(10, "rows")
        with watch.query(Running(1.0), 10):  # type: ignore[arg-type]
            raise KeyError
    count = len(heard)
    time.sleep(0.05)
    assert len(heard) == count


def test_nothing_is_counted_before_it_is_known_how_much_there_is() -> None:
    heard: Heard = []
    with Watch(lambda *told: heard.append(told)):
        time.sleep(0.05)
    assert heard == []
