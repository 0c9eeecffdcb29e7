"""How many small faults planted in the modules that judge data do the tests find?

    make mutation                              every module of MODULES, a sample of each
    make mutation MODULES="forms layout" MUTANTS=1000

Mutmut makes the faults. They are all in the module that is imported, and a name says which one is in force.
So pytest collects once, and each fault costs a fork and the tests up to the first that fails. First run the
module's own tests (``MODULES``) that reach the function, then those of ``WIDER`` (``WIDER=no`` leaves them
out); what is left is looked for once more by the module's own tests in a process that begins with the fault,
for what tests make while they are collected. The rest of the suite is left out, so that the score is a lower
bound. Of each module a sample is taken, the same one each time: ``MUTANTS`` faults, or all where there
are fewer. At the end stands one row a module for ``docs/reference/mutation-score.md``, and above it what
survived.
"""

from __future__ import annotations

import difflib
import importlib.machinery
import io
import json
import os
import random
import re
import resource
import subprocess
import sys
import tempfile
import textwrap
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from types import CodeType
from typing import Any

import pytest
from mutmut.mutation import trampoline
from mutmut.mutation.file_mutation import MutatedFile, mutate_file_contents

ROOT = Path(__file__).parents[1]
SEED = 1
CPU_SECONDS = 300
# Per module of cfgovern: the tests that say what it promises, in tests/unit.
MODULES: dict[str, tuple[str, ...]] = {
    "engine/forms": ("engine/test_forms.py",),
    "engine/comparisons": ("engine/test_comparisons.py",),
    "engine/sql": ("engine/test_sql.py", "engine/test_cells.py", "engine/test_run.py"),
    "engine/queries": ("engine/test_queries.py", "engine/test_trial.py"),
    "engine/cells": ("engine/test_cells.py", "engine/test_run.py"),
    "engine/steps": ("engine/test_steps.py", "engine/test_cells.py", "engine/test_run.py"),
    "engine/cellgate": ("engine/test_cells.py", "engine/test_run.py"),
    "engine/later": ("engine/test_later.py", "engine/test_run.py"),
    "engine/latergates": (
        "engine/test_latergates.py",
        "engine/test_later.py",
        "engine/test_run.py",
        "engine/test_queries.py",
    ),
    "engine/state": ("engine/test_state.py", "engine/test_run.py", "engine/test_later.py"),
    "engine/source": ("engine/test_source.py", "engine/test_run.py"),
    "engine/order": ("engine/test_queries.py",),
    "engine/misfits": ("engine/test_misfits.py", "engine/test_run.py"),
    "validation/cellchecks": ("validation/test_cellchecks.py", "validation/test_planning.py"),
    "validation/planning": ("validation/test_planning.py", "validation/test_cellchecks.py"),
    "validation/layout": ("validation/test_layout.py",),
    "validation/results": ("validation/test_results.py", "validation/test_messages.py"),
    "validation/typedrecords": ("validation/test_typedrecords.py",),
    "identifiers/form": ("identifiers/test_form.py", "identifiers/test_numbers.py"),
    "identifiers/likeness": ("identifiers/test_likeness.py", "identifiers/test_search.py"),
    "identifiers/readings": ("identifiers/test_readings.py", "identifiers/test_search.py"),
    "identifiers/search": ("identifiers/test_search.py",),
    "identifiers/rooms": ("identifiers/test_places.py",),
    **{
        f"identifiers/{name}": ("identifiers/test_numbers.py", "identifiers/test_places.py")
        for name in ("crn", "cro", "email", "nhs_number", "nino", "phone", "pnc_id", "postcode", "uprn")
    },
    "intake/headings": ("intake/test_headings.py",),
    "intake/plaincsv": ("intake/test_plaincsv.py", "intake/test_csvfile.py"),
    "intake/totals": ("intake/test_totals.py",),
}
# What runs besides for a fault that the module's own tests have not found.
WIDER: dict[str, tuple[str, ...]] = {
    "engine": ("property/test_contracts.py", "rules", "unit/engine"),
    "validation": ("property/test_contracts.py", "rules", "unit/validation"),
    "identifiers": ("property/test_identifiers.py", "unit/identifiers", "unit/engine/test_forms.py"),
    "intake": ("property/test_plain_look.py", "property/test_fast_path.py", "unit/intake"),
}
# Of them: no test that needs long, or a command of its own, which would not see the fault.
LEFT_OUT = re.compile(r"test_threads|test_the_command|reference_says\[(?!(0|1)\])|test_nothing_was_never")


def main(asked: list[str], sample: int) -> int:
    """Measure the modules whose names end in one of ``asked`` (all for none), each in a fresh process."""
    wanted = [name for name in MODULES if not asked or any(name.endswith(f"/{each}") for each in asked)]
    for module in wanted:
        code = f"from tests.mutation import measure; measure({module!r}, {sample})"
        subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=True)
    return 0


def measure(module: str, sample: int) -> None:
    """Plant the faults in one module, run its tests, and print its row."""
    name, faults, own = plant(module)
    wider = [f"tests/{each}" for each in WIDER[module.partition("/")[0]]]
    if os.environ.get("WIDER") == "no":
        wider = []
    loop = Loop(name, faults, sample, own)
    with tempfile.TemporaryDirectory(prefix="cfgovern-mutation-") as folder:
        os.environ["TMPDIR"] = tempfile.tempdir = folder
        pytest.main(["-qq", "-p", "no:cacheprovider", "--show-capture=no", *own, *wider], plugins=[loop])
    for fault in [fault for fault, found in loop.found.items() if found == "survived"]:
        code = f"from tests.mutation import found_afresh; found_afresh({module!r}, {fault!r})"
        if subprocess.run(
            [sys.executable, "-c", code], cwd=ROOT, check=False, stdout=subprocess.DEVNULL
        ).returncode:
            loop.found[fault] = "own"
        else:
            print("", f"--- survived: {fault}", *difference(faults, fault), sep="\n", flush=True)
    counted = Counter(loop.found.values())
    killed = counted["own"] + counted["wider"]
    share = f"{100 * killed / len(loop.found):.0f} %" if loop.found else "-"
    print(
        f"| `{module}` | {len(faults.mutant_names)} | {len(loop.found)} | {counted['own']} "
        f"| {counted['wider']} | {counted['survived']} | {share} |",
        flush=True,
    )


def plant(module: str) -> tuple[str, MutatedFile, list[str]]:
    """Have ``module`` imported with faults in it: its name, the faults, and its own tests."""
    path = ROOT / "cfgovern" / f"{module}.py"
    faults = mutate_file_contents(str(path), path.read_text(encoding="utf-8"))
    name = f"cfgovern.{module.replace('/', '.')}"
    sys.meta_path.insert(0, Planted(name, path, faults.code))
    return name, faults, [f"tests/unit/{each}" for each in MODULES[module]]


def found_afresh(module: str, fault: str) -> None:
    """Exit with 1 where the module's own tests find the fault when it is in force as they are collected."""
    name, _, own = plant(module)
    os.environ["MUTANT_UNDER_TEST"] = f"{name}.{fault}"
    sys.exit(bool(pytest.main(["-x", "-qq", "-p", "no:cacheprovider", *own])))


class Planted(importlib.machinery.SourceFileLoader):
    """Imports one module with all its faults in it; none is in force until it is named."""

    def __init__(self, name: str, path: Path, code: str) -> None:
        super().__init__(name, str(path))
        self.code = code

    def find_spec(self, name: str, _path: object, _target: object = None) -> Any:
        return importlib.machinery.ModuleSpec(name, self, origin=self.path) if name == self.name else None

    def get_code(self, _name: str) -> CodeType:
        return compile(self.code, self.path, "exec", dont_inherit=True)


class Loop:
    """Takes the place of pytest's own loop over the tests: one fork of it for each fault."""

    def __init__(self, name: str, faults: MutatedFile, sample: int, own: Sequence[str]) -> None:
        names = sorted(faults.mutant_names)
        self.name, self.faults, self.own = name, faults, tuple(own)
        self.chosen = sorted(random.Random(SEED).sample(names, min(sample, len(names))))
        self.found: dict[str, str] = {}
        self.failed: pytest.TestReport | None = None

    @pytest.hookimpl(trylast=True)
    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        items[:] = [item for item in items if self.is_own(item.nodeid) or not LEFT_OUT.search(item.nodeid)]

    def is_own(self, test: str) -> bool:
        return test.startswith(self.own)

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        session.config.get_terminal_writer()._file = io.StringIO()  # the dots of every fork
        notes = Path(tempfile.gettempdir(), "reached.json")
        if forked(lambda: self.look(session.items, notes)):
            raise pytest.UsageError("Without a fault the tests do not pass.")
        reached, seconds = json.loads(notes.read_text(encoding="utf-8"))
        for name in self.chosen:
            tests = set(reached.get(f"{self.name}.{name.partition('__mutmut_')[0]}", ()))
            items = [item for item in session.items if item.nodeid in tests]
            items.sort(key=lambda item: (not self.is_own(item.nodeid), str(item.path), seconds[item.nodeid]))
            ended = forked(lambda name=name, items=items: self.judge(items, name))
            self.found[name] = {0: "survived", 2: "wider"}.get(ended, "own")
            print(f"{name}: {self.found[name]} of {len(items)} tests", file=sys.stderr, flush=True)
        return True

    def look(self, items: Sequence[pytest.Item], notes: Path) -> int:
        """Run every test without a fault, and note which functions it reaches and how long it takes."""
        hits: set[str] = set()
        os.environ["MUTANT_UNDER_TEST"] = "stats"
        trampoline.record_trampoline_hit = lambda name, caller=None: hits.add(name)
        reached: dict[str, list[str]] = {}
        seconds: dict[str, float] = {}
        for item, following in in_turn(items):
            began = time.process_time()
            item.config.hook.pytest_runtest_protocol(item=item, nextitem=following)
            seconds[item.nodeid] = time.process_time() - began
            for name in hits:
                reached.setdefault(name, []).append(item.nodeid)
            hits.clear()
            if self.failed:
                os.write(2, f"{self.failed.nodeid}\n{self.failed.longreprtext}\n".encode())
                return 1
        notes.write_text(json.dumps((reached, seconds)), encoding="utf-8")
        return 0

    def judge(self, items: Sequence[pytest.Item], fault: str) -> int:
        os.environ["MUTANT_UNDER_TEST"] = f"{self.name}.{fault}"
        for item, following in in_turn(items):
            item.config.hook.pytest_runtest_protocol(item=item, nextitem=following)
            if self.failed:
                return 1 if self.is_own(self.failed.nodeid) else 2
        return 0

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.failed:
            self.failed = report


def in_turn(items: Sequence[pytest.Item]) -> Iterator[tuple[pytest.Item, pytest.Item | None]]:
    """Each test with the one after it."""
    return zip(items, [*items[1:], None], strict=True)


def forked(work: Callable[[], int]) -> int:
    """What ``work`` gives in a process of its own, with a temporary folder of its own."""
    with tempfile.TemporaryDirectory() as folder:
        child = os.fork()
        if not child:
            resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
            os.environ["TMPDIR"] = tempfile.tempdir = folder
            ended = 3
            try:
                ended = work()
            finally:
                os._exit(ended)
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def difference(faults: MutatedFile, name: str) -> Iterator[str]:
    """The lines of the function that the fault changes."""
    lines = faults.code.splitlines()

    def of(function: str) -> list[str]:
        span = faults.line_span_by_function_name[function]
        text = "\n".join(lines[span.start - 1 : span.end])
        return textwrap.dedent(text).replace(function, "").splitlines()

    orig = re.sub(r"__mutmut_\d+$", "__mutmut_orig", name)
    yield from list(difflib.unified_diff(of(orig), of(name), n=1, lineterm=""))[2:]


if __name__ == "__main__":
    sample, *asked = sys.argv[1:] or ["100"]
    sys.exit(main(asked, int(sample)))
