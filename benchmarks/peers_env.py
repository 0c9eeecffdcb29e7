"""Make the virtual environments of the peers that ``benchmarks.validate --peers DIR`` runs.

    python -m benchmarks.peers_env DIR

One environment a heading of ``requirements-peers.txt``. What is there already is left alone, so the command
can be run again after a failure. They need about 2 GB and come from the package index by pip.
"""

from __future__ import annotations

import argparse
import re
import subprocess
import sys
from pathlib import Path

__all__ = ["environments"]

_REQUIREMENTS = Path(__file__).with_name("requirements-peers.txt")
_HEADING = re.compile(r"# \[(\w+)\]")
_DONE = "peers-env-done.txt"


def environments() -> dict[str, list[str]]:
    """The requirement lines of each environment, by its name."""
    found: dict[str, list[str]] = {}
    lines: list[str] = []
    for line in _REQUIREMENTS.read_text(encoding="utf-8").splitlines():
        if heading := _HEADING.match(line):
            lines = found.setdefault(heading[1], [])
        elif line and not line.startswith("#"):
            lines.append(line)
    return found


def make(folder: Path, requirements: list[str]) -> None:
    """Make one environment, unless it is there with these very requirements."""
    done = folder / _DONE
    wanted = "\n".join(requirements)
    if done.is_file() and done.read_text(encoding="utf-8") == wanted:
        return
    subprocess.run([sys.executable, "-m", "venv", "--clear", str(folder)], check=True)
    subprocess.run([folder / "bin" / "python", "-m", "pip", "install", "-q", *requirements], check=True)
    done.write_text(wanted, encoding="utf-8")


def main() -> None:
    """Make every environment under the folder given."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("folder", type=Path)
    given = parser.parse_args()
    for name, requirements in environments().items():
        print(f"{name}: {', '.join(requirements)}", flush=True)
        make(given.folder / name, requirements)


if __name__ == "__main__":
    main()
