"""How much an installation weighs: what the packages of an environment hold, in MB."""

from __future__ import annotations

import re
import subprocess
from importlib import metadata
from pathlib import Path

__all__ = ["environment", "ours"]

# Run in the environment itself; what made it does not count.
_ALL = """
from importlib import metadata
from benchmarks import installed
names = {d.metadata["Name"] for d in metadata.distributions()} - {"pip", "setuptools"}
print(len(names), installed.size(names))
"""


def size(names: set[str]) -> float:
    """MB of the files of these distributions."""
    paths = (file.locate() for name in names for file in metadata.files(name) or ())
    return sum(Path(str(path)).stat().st_size for path in paths if Path(str(path)).is_file()) / 1e6


def environment(python: Path, root: Path) -> tuple[int, float]:
    """(packages, MB) of a peer's environment."""
    command = [str(python), "-c", _ALL]
    done = subprocess.run(command, check=True, capture_output=True, text=True, env={"PYTHONPATH": str(root)})
    packages, weight = done.stdout.split()
    return int(packages), float(weight)


def ours(root: str = "cfgovern") -> tuple[int, float]:
    """(packages, MB) of what we need at run time, out of an environment that has more."""
    found: set[str] = set()
    waiting = [root]
    while waiting:
        name = re.sub(r"[-_.]+", "-", waiting.pop()).lower()
        if name in found:
            continue
        try:
            requires = metadata.requires(name) or []
        except metadata.PackageNotFoundError:  # for another system or another Python
            continue
        found.add(name)
        waiting += [re.split(r"[^\w.-]", one, maxsplit=1)[0] for one in requires if "extra ==" not in one]
    return len(found), size(found)
