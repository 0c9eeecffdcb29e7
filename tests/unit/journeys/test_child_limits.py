"""The process that reads a submission has the limits that SECURITY.md promises, in the real check."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

import pytest

from cfgovern.intake.limits import Limits
from cfgovern.journeys.request import Request
from cfgovern.journeys.submission import check_submission
from tests.hostile import CONTRACT, csv_bytes

WORDS = {
    "Max address space": "memory_bytes",
    "Max open files": "open_files",
    "Max file size": "written_bytes",
}


def _limits(process: str) -> dict[str, int]:
    """The hard limits of a process, by what they are of."""
    lines = Path(f"/proc/{process}/limits").read_text(encoding="ascii").splitlines()
    found = ((line[:26].strip(), line[26:].split()[1]) for line in lines)
    return {WORDS[what]: int(value) for what, value in found if what in WORDS and value.isdigit()}


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="reads /proc")
def test_the_reading_process_is_limited(tmp_path: Path) -> None:
    (tmp_path / "members.csv").write_bytes(csv_bytes("x"))
    (tmp_path / "members.odcs.yaml").write_text(CONTRACT, encoding="utf-8")
    seen: list[dict[str, int]] = []

    def look(*_: Any) -> None:
        for thread in os.listdir("/proc/self/task"):
            children = Path(f"/proc/self/task/{thread}/children").read_text(encoding="ascii").split()
            seen.extend(_limits(child) for child in children)

    check_submission(Request(tmp_path / "members.csv", tmp_path / "members.odcs.yaml", progress=look))
    limits = Limits()
    assert {name: getattr(limits, name) for name in WORDS.values()} in seen
