"""What is being done stands in one line on standard error, and is gone at the end."""

from __future__ import annotations

import io
import sys

import pytest

from cfgovern.cli.progress import progress


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def screen(written: str) -> str:
    """The line as somebody sees it: what comes after a carriage return is written over what was there."""
    line = ""
    for part in written.split("\r"):
        line = part + line[len(part) :]
    return line.rstrip()


def test_a_stage_takes_the_place_of_the_one_before(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stderr", terminal := Terminal())
    with progress(quiet=False) as told:
        assert told is not None
        seen = []
        for stage in ("making", "reading", "checking", "Qvx of a child that lies"):
            told(stage)
            seen.append(screen(terminal.getvalue()))
    assert seen == [
        "Making up an area ...",
        "Reading the submission ...",
        "Checking the submission ...",
        "Checking the submission ...",
    ]
    assert screen(terminal.getvalue()) == "" and "\n" not in terminal.getvalue()


def test_the_line_is_gone_after_a_fault_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stderr", terminal := Terminal())
    with pytest.raises(KeyError), progress(quiet=False) as told:
        assert told is not None
        told("reading")
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
