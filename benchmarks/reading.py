"""What the limited child process spends on reading one workbook, without what it takes to start.

python -m benchmarks.reading participants.xlsx SECONDS   # writes processor seconds to the file SECONDS
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from benchmarks.validators.checks import COLUMNS
from cfgovern.intake import sandbox
from cfgovern.intake.limits import Limits

__all__ = ["run"]


def run(argument: Mapping[str, Any]) -> dict[str, float]:
    """In the child: make checked tables of text of the workbook ``path`` in the folder ``job``."""
    from cfgovern.intake import workbook  # noqa: F401
    from cfgovern.intake.read import read

    began = time.process_time()
    path, job = Path(argument["path"]), Path(argument["job"])
    read(path, {"participants": COLUMNS}, job, table="participants", limits=sandbox.allowed())
    return {"seconds": time.process_time() - began}


def main() -> None:
    """Ask a child as a check does."""
    path, seconds = map(Path, sys.argv[1:])
    limits = Limits.for_submission(path)
    with (
        tempfile.TemporaryDirectory() as job,
        sandbox.start("benchmarks.reading:run", limits=limits) as child,
    ):
        child.send({"path": str(path.resolve()), "job": job})
        seconds.write_text(str(child.result()["seconds"]))


if __name__ == "__main__":
    main()
