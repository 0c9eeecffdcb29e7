"""The limited child that tests fork is what the sandbox starts afresh, in all that it can tell of itself."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.command import ROOT

ENTRY = """
import os, resource, sys
from cfgovern import content

def told(argument):
    kinds = ("AS", "CPU", "NOFILE", "FSIZE", "CORE")
    return {
        "argument": argument,
        "environment": dict(os.environ),
        "path": sys.path,
        "limits": [resource.getrlimit(getattr(resource, f"RLIMIT_{kind}")) for kind in kinds],
        "mask": os.umask(0),
        "open": len(os.listdir("/proc/self/fd")),
        "leads": os.getsid(0) == os.getpid() == os.getpgid(0),
        "bytecode": sys.dont_write_bytecode,
        "pack": content.in_use() is None,
    }
"""
ASK = """
import json, sys
from pathlib import Path
from cfgovern import content
from cfgovern.intake import sandbox
from cfgovern.intake.limits import Limits
from tests import warm

kept = open("/dev/null")
content.use_pack(Path(sys.argv[2]))
if sys.argv[1] == "forked":
    sandbox._spawn = warm._forked_child
with sandbox.start("told_by_a_child:told", limits=Limits()) as child:
    child.send({"asked": 1})
    print(json.dumps(child.result()))
"""


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="tests fork on Linux alone")
def test_a_child_that_is_forked_is_as_one_that_is_started(tmp_path: Path) -> None:
    (tmp_path / "code").mkdir()
    (tmp_path / "code" / "told_by_a_child.py").write_text(ENTRY, encoding="utf-8")
    (tmp_path / "pack" / "schemas").mkdir(parents=True)

    code = f"{ROOT}:{tmp_path / 'code'}"

    def child(how: str) -> dict[str, Any]:
        done = subprocess.run(
            [sys.executable, "-P", "-c", ASK, how, str(tmp_path / "pack")],
            cwd=tmp_path, env={"PATH": "/usr/bin", "PYTHONPATH": code, "PYTHONUTF8": "1"},
            capture_output=True, text=True, check=True, timeout=120,
        )  # fmt: skip
        found: dict[str, Any] = json.loads(done.stdout)
        return found

    forked, afresh = child("forked"), child("afresh")
    assert forked == afresh
    assert forked["leads"] and forked["pack"] and forked["argument"] == {"asked": 1}
