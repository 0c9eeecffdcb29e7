"""What a command works with: its options first, then ``cfgovern.yaml``, then what ships."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from pathlib import Path

from cfgovern import content

__all__ = ["Settings", "colour_wanted", "settings"]


@dataclass(frozen=True, slots=True)
class Settings:
    """Where the contract is and where run records go; None: the default, and none."""

    contract: Path | None
    evidence: Path | None


def settings(pack: Path | None, contract: Path | None, evidence: Path | None = None) -> Settings:
    """Use the pack, and say which contract and evidence folder hold."""
    from cfgovern.profile.config import find_config

    config = find_config(Path.cwd())
    content.use_pack(pack or config.pack)
    return Settings(contract or config.contract, evidence or config.evidence)


def colour_wanted(no_color: bool) -> bool:
    """Whether standard output is a terminal that may be coloured."""
    return not no_color and "NO_COLOR" not in os.environ and sys.stdout.isatty()
