"""The floors of the house hold: imports point down only, one library in one room, rooms are small."""

from __future__ import annotations

import ast
import configparser
import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
CODE = ROOT / "cfgovern"
IMPORT_NAMES = {
    "python-calamine": "python_calamine",
    "PyYAML": "yaml",
    "presidio-analyzer": "presidio_analyzer",
    "pyahocorasick": "ahocorasick",
}

# A module that must not be, what it imports, and how the contract that forbids it is called.
FLOORS = "Imports point down only, and rooms of one floor do not know each other"
FORBIDDEN = [
    ("engine/bad_up", "cfgovern.validation.bad_up", FLOORS),
    ("validation/bad_sibling", "cfgovern.contracts.bad_sibling", FLOORS),
    ("intake/bad_sibling", "cfgovern.engine.bad_up", FLOORS),
    ("keys/bad_sibling", "cfgovern.tokens.bad_sibling", FLOORS),
    ("identifiers/bad_up", "cfgovern.contract.bad_up", FLOORS),
    ("journeys/bad_up", "cfgovern.api", FLOORS),
    ("cli/bad_sibling", "cfgovern.web.bad_sibling", FLOORS),
    ("validation/bad_library", "duckdb", "duckdb is imported in engine only"),
    ("journeys/bad_library", "sqlglot", "sqlglot is imported in engine only"),
    ("engine/bad_library", "python_calamine", "python_calamine is imported in intake only"),
    ("intake/bad_library", "openpyxl", "openpyxl is imported in workbooks only"),
    ("cli/bad_library", "rich", "rich is imported in reporting only"),
    ("reporting/bad_library", "click", "click is imported in cli only"),
    ("contract/bad_library", "jsonschema", "jsonschema is imported in contract.schemas only"),
    ("profile/bad_library", "cerberus", "cerberus is imported in yamlfile only"),
    ("contract/bad_reader", "yaml", "yaml is imported in yamlfile and yamlevents only"),
    ("evidence/bad_library", "cryptography", "cryptography is imported in keys and tokens only"),
    ("journeys/bad_maker", "faker", "faker is imported in cohort only"),
    ("journeys/bad_linker", "splink", "splink is imported in linkage only"),
    ("journeys/bad_numbers", "numpy", "numpy is imported in cohort only"),
    ("intake/bad_finder", "presidio_analyzer", "presidio_analyzer is imported in detection only"),
    ("profile/bad_finder", "ahocorasick", "ahocorasick is imported in detection only"),
]


def lint(folder: Path) -> subprocess.CompletedProcess[str]:
    """Run import-linter with our settings over the package in ``folder``."""
    return subprocess.run(
        [sys.executable, "-c", "from importlinter.cli import lint_imports_command as c; c()", "--no-cache"],
        cwd=folder,
        env=os.environ | {"PYTHONPATH": str(folder), "COLUMNS": "400", "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        timeout=120,
    )


def copy_of_the_code(folder: Path) -> Path:
    shutil.copytree(CODE, folder / "cfgovern", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", folder)
    return folder / "cfgovern"


def write_module(package: Path, name: str, text: str) -> None:
    path = package / f"{name}.py"
    path.parent.mkdir(exist_ok=True)
    (path.parent / "__init__.py").touch()
    with path.open("a", encoding="utf-8") as out:
        out.write(text)


def test_the_floors_hold() -> None:
    done = lint(ROOT)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.fixture(scope="module")
def broken(tmp_path_factory: pytest.TempPathFactory) -> subprocess.CompletedProcess[str]:
    """What import-linter says of a copy of the code that breaks every rule at once."""
    folder = tmp_path_factory.mktemp("broken")
    package = copy_of_the_code(folder)
    for _, imported, _ in FORBIDDEN:
        if imported.startswith("cfgovern.") and "bad" in imported:
            write_module(package, imported.removeprefix("cfgovern.").replace(".", "/"), "")
    (package / "api.py").touch()
    for name, imported, _ in FORBIDDEN:
        write_module(package, name, f"import {imported}\n")
    return lint(folder)


@pytest.mark.parametrize(("module", "imported", "contract"), FORBIDDEN)
def test_a_forbidden_import_is_found(
    broken: subprocess.CompletedProcess[str], module: str, imported: str, contract: str
) -> None:
    assert broken.returncode == 1
    assert f"{contract} BROKEN" in broken.stdout
    edge = f"cfgovern.{module.replace('/', '.')} -> {imported} (l.1)"
    assert edge in broken.stdout


def test_a_room_that_stands_on_no_floor_is_found(tmp_path: Path) -> None:
    (copy_of_the_code(tmp_path) / "attic.py").touch()
    done = lint(tmp_path)
    assert done.returncode == 1
    assert "cfgovern.attic" in done.stdout


def test_every_library_we_install_has_its_one_room() -> None:
    setup = configparser.ConfigParser()
    setup.read(ROOT / "setup.cfg", encoding="utf-8")
    installed = [re.split("[<>=]", line)[0] for line in setup["options"]["install_requires"].split()]
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    contracts = settings["tool"]["importlinter"]["contracts"]
    held = {name for contract in contracts for name in contract.get("forbidden_modules", ())}
    assert {IMPORT_NAMES.get(name, name) for name in installed} <= held


def modules() -> list[Path]:
    return sorted(CODE.rglob("*.py"))


def test_no_module_is_longer_than_400_lines() -> None:
    lengths = {
        str(path.relative_to(ROOT)): path.read_text(encoding="utf-8").count("\n") for path in modules()
    }
    assert {name: length for name, length in lengths.items() if length > 400} == {}


def test_no_function_is_longer_than_50_lines() -> None:
    long = [
        f"{path.relative_to(ROOT)}:{node.lineno} {node.name}"
        for path in modules()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (node.end_lineno or node.lineno) - node.lineno >= 50
    ]
    assert long == []
