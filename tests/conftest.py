"""What every test may use.

* ``@pytest.mark.needs("soffice")``: the test runs an outside tool (``tests/tools.py`` has their
  names). It is skipped, and named at the end of the run, unless ``CFGOVERN_ALL_TOOLS=1``; then an
  absent tool is a failure. The fixture ``tool`` gives the path of the one asked for.
* ``@pytest.mark.long``: the test takes a minute or more. It is skipped, and named, in the same way.
* ``@pytest.mark.soak``: one of many alike, of which a share runs every time. It runs where
  ``CFGOVERN_SOAK=1`` (``make test-all``), and is skipped, and named, elsewhere.
* Hypothesis runs the same examples every time; ``CFGOVERN_HYPOTHESIS=deep`` runs thousands of new
  ones (``CFGOVERN_EXAMPLES`` says how many). A test that wants more than the default asks for
  ``@settings(max_examples=max(examples(500), settings.default.max_examples))``.
* ``canaries`` (``tests/canaries.py``) plants values that nothing else writes, and looks for them wherever
  they could leak.
* ``small_disk`` is a disk that holds 512 KB (a mount, which takes the rights of root: elsewhere the test is
  skipped, and named).
* ``own_child``: the limited child of a command is started afresh, as it is for users, and not forked.
* ``private_temp`` is a temporary folder for the test alone, also for the processes it starts.
"""

from __future__ import annotations

import os
import subprocess
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from itertools import groupby
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

import cfgovern.workbooks  # noqa: F401  (before openpyxl, which it tells to do without lxml)
from tests.canaries import Canaries
from tests.tools import TOOLS

pytest_plugins = ["tests.sparks"]

ALL_TOOLS = os.environ.get("CFGOVERN_ALL_TOOLS") == "1"
SOAK = os.environ.get("CFGOVERN_SOAK") == "1"
NOT_RUN = "needs "
_FEW = 20  # cases of one test that are named one by one


def examples(most: int) -> int:
    """How many examples a test takes that takes ``most`` where there is time: a quarter of them."""
    return most if SOAK else max(4, most // 4)


def some_of(cases: Iterable[Any], every: int) -> list[Any]:
    """The cases of a test, of which every so manyth runs each time, and the others where there is time."""
    return [
        pytest.param(
            *(case if isinstance(case, tuple) else (case,)),
            marks=[pytest.mark.soak] if number % every else [],
        )
        for number, case in enumerate(cases)
    ]


settings.register_profile(
    "ci",
    derandomize=True,
    deadline=None,
    max_examples=examples(100),
    suppress_health_check=[HealthCheck.too_slow],
)
settings.register_profile(
    "deep",
    deadline=None,
    max_examples=int(os.environ.get("CFGOVERN_EXAMPLES", "5000")),
    print_blob=True,
    # Of the aims of generated contracts some are met seldom; that each is met is counted by a test.
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)
settings.load_profile(os.environ.get("CFGOVERN_HYPOTHESIS", "ci"))


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "needs(*tools): runs these outside tools; see tests/tools.py")
    config.addinivalue_line("markers", "long: takes a minute or more")
    config.addinivalue_line("markers", "soak: one of many alike, of which a share runs every time")


def _tools_of(item: pytest.Item) -> list[str]:
    return [name for marker in item.iter_markers("needs") for name in marker.args]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        unknown = [name for name in _tools_of(item) if name not in TOOLS]
        if unknown:
            raise pytest.UsageError(f"{item.nodeid} needs {unknown[0]!r}, which tests/tools.py does not know")


def pytest_runtest_setup(item: pytest.Item) -> None:
    wanted = _tools_of(item)
    if item.get_closest_marker("soak") and not SOAK:
        pytest.skip(NOT_RUN + "make test-all: others like it run here")
    if item.get_closest_marker("long") and not ALL_TOOLS:
        pytest.skip(NOT_RUN + "a minute or more")
    if wanted and not ALL_TOOLS:
        pytest.skip(NOT_RUN + " and ".join(wanted))
    absent = [name for name in wanted if TOOLS[name].path() is None]
    if absent:
        pytest.fail(f"{NOT_RUN}{' and '.join(absent)}, absent here: make tools installs it", pytrace=False)


def pytest_terminal_summary(terminalreporter: Any) -> None:
    not_run = [
        (report.nodeid, report.longrepr[2].removeprefix("Skipped: "))
        for report in terminalreporter.stats.get("skipped", [])
        if isinstance(report.longrepr, tuple) and report.longrepr[2].startswith(f"Skipped: {NOT_RUN}")
    ]
    if not_run:
        terminalreporter.section("not run here (make test-all installs the tools and runs them)")
        for line in _named(not_run):
            terminalreporter.line(f"not run here: {line}")


def _named(not_run: Iterable[tuple[str, str]]) -> Iterator[str]:
    """Each test with its reason; one of many cases by its name and their number."""
    for (name, because), cases in groupby(
        sorted(not_run), key=lambda one: (one[0].partition("[")[0], one[1])
    ):
        tests = [test for test, _ in cases]
        if len(tests) > _FEW:
            yield f"{name}, {len(tests)} cases - {because}"
        else:
            yield from (f"{test} - {because}" for test in tests)


@pytest.fixture
def tool() -> Callable[[str], str]:
    """``tool("soffice")`` is the path of a tool the test's ``needs`` mark names."""

    def path(name: str) -> str:
        found = TOOLS[name].path()
        assert found is not None
        return found

    return path


@pytest.fixture
def own_child(monkeypatch: pytest.MonkeyPatch) -> None:
    """The limited child of a command is a process of its own from its very start."""
    monkeypatch.setattr("tests.warm.child_of_its_own", True)


@pytest.fixture
def private_temp(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder that this process and its children use for temporary files."""
    folder = tmp_path / "private-temp"
    folder.mkdir()
    for name in ("TMPDIR", "TEMP", "TMP"):
        monkeypatch.setenv(name, str(folder))
    monkeypatch.setattr(tempfile, "tempdir", None)
    return folder


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A folder that is a disk of its own, of 512 KB; ``mount -o remount,ro`` makes it read-only."""
    place = tmp_path / "disk"
    place.mkdir()
    with suppress(OSError):
        mounted = subprocess.run(
            ["mount", "-t", "tmpfs", "-o", "size=512k", "tmpfs", place], capture_output=True, check=False
        )
        if mounted.returncode == 0:
            try:
                yield place
            finally:
                subprocess.run(["umount", "--lazy", place], check=True)
            return
    pytest.skip(NOT_RUN + "the right to mount a disk")


@pytest.fixture
def canaries() -> Canaries:
    return Canaries()
