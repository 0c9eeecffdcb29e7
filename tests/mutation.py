"""How many small faults planted in the modules that judge data do the tests of each module find?

    make mutation                              every module of MODULES, a sample of each
    make mutation MODULES="forms layout" MUTANTS=1000

Mutmut plants the faults, in a copy of the sources, and runs the tests named here beside the module; the
rest of the suite is left out, so that the score is a lower bound. Of each module a sample is taken, the
same one each time: ``MUTANTS`` faults, or all where there are fewer. At the end stands one row a module for
``docs/reference/mutation-score.md``, and above it what survived.
"""

from __future__ import annotations

import random
import re
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).parents[1]
SEED = 1
# Per module of cfgovern: the tests that say what it promises.
MODULES: dict[str, tuple[str, ...]] = {
    "engine/forms": ("engine/test_forms.py",),
    "engine/comparisons": ("engine/test_comparisons.py",),
    "engine/sql": ("engine/test_sql.py", "engine/test_forms.py", "engine/test_queries.py"),
    "engine/queries": ("engine/test_queries.py",),
    "engine/cells": ("engine/test_cells.py",),
    "engine/steps": ("engine/test_cells.py", "engine/test_cellgate.py"),
    "engine/cellgate": ("engine/test_cells.py", "engine/test_run.py"),
    "engine/later": ("engine/test_later.py",),
    "engine/latergates": ("engine/test_run.py", "engine/test_later.py", "engine/test_queries.py"),
    "validation/cellchecks": ("validation/test_cellchecks.py", "validation/test_planning.py"),
    "validation/planning": ("validation/test_planning.py",),
    "validation/layout": ("validation/test_layout.py",),
    "identifiers/form": ("identifiers/test_form.py", "identifiers/test_numbers.py"),
    "identifiers/nhs_number": ("identifiers/test_numbers.py",),
}
COPIED = ("cfgovern", "tests", "schemas", "validators", "synthetic", "dpia_templates", "docs")
SETTINGS = """
[tool.mutmut]
source_paths = ["cfgovern"]
only_mutate = ["cfgovern/{module}.py"]
also_copy = {copied}
pytest_add_cli_args_test_selection = {tests}
pytest_add_cli_args = ["-p", "no:cacheprovider", "-q"]
use_git_change_detection = false
track_dependencies = false
timeout_constant = 20.0
"""
KILLED, SURVIVED = ("killed", "timeout", "segfault"), ("survived", "no tests", "suspicious")


def main(asked: list[str], sample: int, workers: int = 2) -> int:
    """Measure the modules whose names end in one of ``asked`` (all for none)."""
    wanted = [name for name in MODULES if not asked or any(name.endswith(f"/{each}") for each in asked)]
    rows = []
    for module in wanted:
        with tempfile.TemporaryDirectory(prefix="cfgovern-mutation-") as folder:
            rows.append(measure(module, Path(folder), sample, workers))
    print("\n| Module | Mutants | Tried | Killed | Survived | Score |\n|---|---|---|---|---|---|")
    print("\n".join(rows))
    return 0


def measure(module: str, folder: Path, sample: int, workers: int) -> str:
    """The row of one module."""
    tests = [f"tests/unit/{name}" for name in MODULES[module] if (ROOT / "tests/unit" / name).exists()]
    for name in COPIED:
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    for path in ROOT.glob("*.*"):
        if path.is_file():
            shutil.copy(path, folder)
    with (folder / "pyproject.toml").open("a", encoding="utf-8") as file:
        file.write(SETTINGS.format(module=module, copied=list(COPIED[1:]), tests=tests))
    # A run over no mutant makes them all; each is then asked for by name.
    mutmut(folder, "run", "--max-children", "1", "nothing.of.this.name", quiet=True)
    names = sorted(outcomes(folder))
    chosen = sorted(random.Random(SEED).sample(names, min(sample, len(names))))
    mutmut(folder, "run", "--max-children", str(workers), *chosen, quiet=True)
    found = outcomes(folder)
    for name in chosen:
        if found[name] not in KILLED:
            print(f"\n--- {found[name]}: {name}", flush=True)
            print(mutmut(folder, "show", name).partition("@@")[2], flush=True)
    counted = Counter(found[name] for name in chosen)
    killed, survived = (sum(counted[each] for each in group) for group in (KILLED, SURVIVED))
    share = f"{100 * killed / len(chosen):.0f} %" if chosen else "-"
    if killed + survived != len(chosen):
        share += f" ({dict(counted)})"
    row = f"| `{module}` | {len(names)} | {len(chosen)} | {killed} | {survived} | {share} |"
    print(row, flush=True)
    return row


def outcomes(folder: Path) -> dict[str, str]:
    """Per mutant what became of it."""
    said = mutmut(folder, "results", "--all", "true")
    return dict(re.findall(r"^\s+(\S+__mutmut_\d+): (.+?)\s*$", said, re.MULTILINE))


def mutmut(folder: Path, *arguments: str, quiet: bool = False) -> str:
    command = [str(Path(sys.executable).with_name("mutmut")), *arguments]
    done = subprocess.run(command, cwd=folder, text=True, capture_output=True, check=False)
    if done.returncode and not quiet:
        raise SystemExit(done.stdout[-2000:] + done.stderr[-2000:])
    return done.stdout


if __name__ == "__main__":
    sample, *asked = sys.argv[1:] or ["100"]
    sys.exit(main(asked, int(sample)))
