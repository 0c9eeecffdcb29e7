"""The first sheet of a made-up workbook: what says, before anything else, that nobody in it exists.

It is the same in every workbook, word for word, so that a reader can know it and nothing can hide in it.
"""

from __future__ import annotations

__all__ = ["LINES", "NAME"]

NAME = "SYNTHETIC"
LINES = (  # short enough to print on one page, as they stand
    "SYNTHETIC: nobody in this workbook exists.",
    "Every row was made up by cfgovern, for testing and teaching.",
    "No row of real data was used, and every identifier belongs to nobody.",
    "No figure says anything about a real person or a real area.",
    "Never use it for findings. How it was made stands in manifest.json, beside it.",
)
