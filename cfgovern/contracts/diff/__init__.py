"""What changed between two versions of a contract, and for whom it matters."""

from cfgovern.contracts.diff.changes import EFFECTS, SIDES, Change, Effect
from cfgovern.contracts.diff.compare import Comparison, Version, compare
from cfgovern.contracts.diff.faces import FORMATS, render

__all__ = [
    "EFFECTS",
    "FORMATS",
    "SIDES",
    "Change",
    "Comparison",
    "Effect",
    "Version",
    "compare",
    "render",
]
