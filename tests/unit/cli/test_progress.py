"""What is being done, how far it has come and how long it will take stand in one line on standard error."""

from __future__ import annotations

import io
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from cfgovern.cli import progress as room
from cfgovern.cli.progress import progress
from cfgovern.progress import UNITS, Progress, Told


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


class Clock:
    """A clock that stands still until a test moves it."""

    def __init__(self) -> None:
        self.now = 1000.0

    def monotonic(self) -> float:
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    monkeypatch.setattr(room, "time", found := Clock())
    return found


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch) -> Terminal:
    monkeypatch.delenv("TERM", raising=False)
    return Terminal()


@contextmanager
def told_on(terminal: Terminal) -> Iterator[Told]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "stderr", terminal)
        with progress(quiet=False) as tell:
            assert tell is not None
            yield tell


def screen(written: str) -> str:
    """The line as somebody sees it: what comes after a carriage return is written over what was there."""
    line = ""
    for part in written.split("\r"):
        line = part + line[len(part) :]
    return line.rstrip()


def seen(terminal: Terminal, clock: Clock, *told: tuple[float, Progress]) -> list[str]:
    """The line after each thing told, so many seconds after the one before."""
    lines = []
    with told_on(terminal) as tell:
        for later, one in told:
            clock.now += later
            tell(one)
            lines.append(screen(terminal.getvalue()))
    assert screen(terminal.getvalue()) == "" and "\n" not in terminal.getvalue()
    assert "\x1b" not in terminal.getvalue()
    return lines


def test_a_stage_takes_the_place_of_the_one_before(terminal: Terminal, clock: Clock) -> None:
    stages = ("making", "reading", "checking", "Qvx of a child that lies")
    assert seen(terminal, clock, *((0, Progress(stage)) for stage in stages)) == [
        "Making up people ...",
        "Reading the submission ...",
        "Checking the submission ...",
        "Checking the submission ...",
    ]


def test_rate_and_time_left_are_told_once_they_mean_something(terminal: Terminal, clock: Clock) -> None:
    whole = 10_000_000
    assert seen(
        terminal,
        clock,
        (0, Progress("reading")),
        (1, Progress("reading", 0, 1_500_000_000, "bytes")),
        (1, Progress("reading", 50_000_000, 1_500_000_000, "bytes")),
        (4, Progress("reading", 250_000_000, 1_500_000_000, "bytes")),
        (20, Progress("checking")),
        (1, Progress("checking", 0, whole, "rows")),
        (8, Progress("checking", 3_200_000, whole, "rows")),
        (1, Progress("checking", 3, 40, "checks")),
        (9, Progress("checking", 12, 40, "checks")),
    ) == [
        "Reading the submission ...",
        "Reading: 0 of 1,500 MB",
        "Reading: 50 of 1,500 MB",
        "Reading: 250 of 1,500 MB, 50.0 MB a second, about 25 seconds left",
        "Checking the submission ...",
        "Checking: 0.0 of 10.0 million rows",
        "Checking: 3.2 of 10.0 million rows, 400,000 a second, about 17 seconds left",
        "Checking: 3 of 40 checks",
        "Checking: 12 of 40 checks",
    ]


@pytest.mark.parametrize(
    ("left", "words"),
    [(1, "1 second"), (90, "90 seconds"), (91, "2 minutes"), (3600, "60 minutes")],
)
def test_time_left_is_in_round_numbers(terminal: Terminal, clock: Clock, left: int, words: str) -> None:
    lines = seen(
        terminal,
        clock,
        (0, Progress("making")),
        (0, Progress("making", 0, 2000 + 100 * left, "people")),
        (20, Progress("making", 2000, 2000 + 100 * left, "people")),
    )
    assert lines[-1].endswith(f"100 a second, about {words} left")


def test_a_count_stays_long_enough_to_be_read(terminal: Terminal, clock: Clock) -> None:
    counts = [(0.125, Progress("checking", done, 100, "rows")) for done in range(1, 13)]
    lines = seen(terminal, clock, (0, Progress("checking")), *counts)
    assert len(set(lines[1:])) == 7


def test_the_line_is_not_wider_than_the_terminal(
    terminal: Terminal, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(room, "_WIDTH", 20)
    assert seen(terminal, clock, (0, Progress("reading")))[0] == "Reading the submiss"


def test_a_plain_terminal_gets_a_few_whole_lines(
    terminal: Terminal, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TERM", "dumb")
    with told_on(terminal) as tell:
        tell(Progress("checking"))
        for done in range(0, 66, 6):
            tell(Progress("checking", 10 * done, 6_000, "rows"))
            clock.now += 6
    assert terminal.getvalue() == (
        "Checking the submission ...\n"
        "Checking: 300 of 6,000 rows, 10 a second, about 10 minutes left\n"
        "Checking: 600 of 6,000 rows, 10 a second, about 9 minutes left\n"
    )


def test_every_unit_can_be_told(terminal: Terminal, clock: Clock) -> None:
    for unit in UNITS:
        told = (0, Progress("reading")), (1, Progress("reading", 1, 2, unit))
        assert seen(terminal, clock, *told)[-1].startswith("Reading: ")


def test_the_line_is_gone_after_a_fault_too(terminal: Terminal) -> None:
    with pytest.raises(KeyError), told_on(terminal) as tell:
        tell(Progress("reading"))
        raise KeyError
    assert screen(terminal.getvalue()) == ""


@pytest.mark.parametrize(("stream", "quiet"), [(Terminal, True), (io.StringIO, False)])
def test_nothing_is_said_to_nobody(
    monkeypatch: pytest.MonkeyPatch, stream: type[io.StringIO], quiet: bool
) -> None:
    monkeypatch.setattr(sys, "stderr", written := stream())
    with progress(quiet=quiet) as told:
        assert told is None
    assert written.getvalue() == ""
