"""The same cohort wherever it is made: hash seed, time zone, language, what the CPU can do."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

PROGRAM = """
import hashlib
from datetime import date
from cfgovern import api
from cfgovern.cohort.area import plan
from cfgovern.cohort.files import as_csv

contract = api.load_contract()
cohort = plan(contract, people=60, areas=2, as_of=date(2026, 10, 1), seed=7)
for area in range(2):
    for name, rows in cohort.rows(area).items():
        print(area, name, len(rows), hashlib.sha256(as_csv(contract.table(name), rows)).hexdigest())
"""


def made(**circumstances: str) -> str:
    """What a new process makes: a line for each table, with its digest."""
    found = subprocess.run(
        [sys.executable, "-c", PROGRAM], capture_output=True, text=True, env=os.environ | circumstances
    )
    assert found.returncode == 0, found.stderr
    return found.stdout


@pytest.fixture(scope="module")
def usual() -> str:
    return made(PYTHONHASHSEED="0", TZ="Europe/London", LC_ALL="C")


def features() -> str:
    """What numpy may use of this CPU beyond the least it needs."""
    from numpy._core._multiarray_umath import __cpu_dispatch__, __cpu_features__

    return " ".join(name for name in __cpu_dispatch__ if __cpu_features__.get(name))


@pytest.mark.parametrize(
    "circumstances",
    [
        {"PYTHONHASHSEED": "1", "TZ": "Pacific/Kiritimati", "LC_ALL": "tr_TR.UTF-8"},
        {"PYTHONHASHSEED": "random", "TZ": "Pacific/Pago_Pago", "LC_ALL": "C.UTF-8", "PYTHONOPTIMIZE": "1"},
        {"NPY_DISABLE_CPU_FEATURES": features(), "PYTHONUTF8": "0", "LC_ALL": "C"},
    ],
    ids=["hash seed, time zone, language", "random, yesterday, optimised", "plain CPU"],
)
def test_circumstances_change_no_byte(usual: str, circumstances: dict[str, str]) -> None:
    assert len(set(usual.split())) > 30, "tables, each with a digest of its own"
    assert made(**circumstances) == usual
