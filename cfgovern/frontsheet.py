"""The first sheet of a made-up workbook: what says, before anything else, that nobody in it exists.

It is the same in every workbook, word for word, so that a reader can know it and nothing can hide in it.
"""

from __future__ import annotations

__all__ = ["LINES", "NAME"]

NAME = "SYNTHETIC"
LINES = (
    "SYNTHETIC: nobody in this workbook exists.",
    "Every row was made up by cfgovern, for testing and teaching. No row of real data was used.",
    "Every identifier in it is one that belongs to nobody, and each row says synthetic in the column "
    "record_origin.",
    "No figure in it says anything about a real person or a real area. Never use it for findings.",
    "How it was made stands in manifest.json, which came with it.",
)
