"""The command line is quick to answer: heavy libraries are imported when used, not to print help."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

HEAVY = ("duckdb", "sqlglot", "rich", "jsonschema", "cerberus", "yaml", "openpyxl", "python_calamine",
         "presidio_analyzer", "spacy", "docxtpl", "docx", "lxml", "PIL", "numpy", "faker", "cryptography",
         "cfgovern.identifiers.search")  # fmt: skip
LOADED = "import sys, json; print(json.dumps(sorted(set(sys.argv[1:]) & set(sys.modules))))"
HELP = """
import sys, json, io, contextlib
heavy, sys.argv = sys.argv[1].split(","), ["cfgovern", *sys.argv[2:]]
from cfgovern.cli import main
with contextlib.redirect_stdout(io.StringIO()) as shown:
    try:
        main()
    except SystemExit as end:
        assert not end.code, end.code
assert "Usage" in shown.getvalue()
print(json.dumps(sorted(set(heavy) & set(sys.modules))))
"""


def loaded(program: str, *arguments: str) -> list[str]:
    """The heavy libraries that ``program`` leaves loaded."""
    done = subprocess.run(
        [sys.executable, "-c", program, *arguments], capture_output=True, text=True, check=True, timeout=60
    )
    result: list[str] = json.loads(done.stdout)
    return result


def test_importing_the_package_loads_nothing_heavy() -> None:
    assert loaded(f"import cfgovern; {LOADED}", *HEAVY) == []


@pytest.mark.parametrize(
    "command",
    [
        [],
        ["validate"],
        ["contract"],
        ["contract", "lint"],
        ["demo"],
        ["synth"],
        ["link"],
        ["link", "rekey"],
        ["key"],
        ["key", "new"],
    ],
)
def test_help_loads_nothing_heavy(command: list[str]) -> None:
    assert loaded(HELP, ",".join(HEAVY), *command, "--help") == []
