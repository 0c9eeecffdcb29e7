"""The sheets of workbooks that are cfgovern's own, by which a reader can know them.

The first sheet of a made-up workbook says, before anything else, that nobody in it exists. It is the same in
every workbook, word for word, so that nothing can hide in it. The two of a template hold what its contract
says and nothing else.
"""

from __future__ import annotations

__all__ = ["ABOUT", "DAY", "LINES", "LISTS", "MEANING", "NAME", "OURS"]

NAME = "SYNTHETIC"
LINES = (  # short enough to print on one page, as they stand
    "SYNTHETIC: nobody in this workbook exists.",
    "Every row was made up by cfgovern, for testing and teaching.",
    "No row of real data was used, and every identifier belongs to nobody.",
    "No figure says anything about a real person or a real area.",
    "Never use it for findings. How it was made stands in manifest.json, beside it.",
)

ABOUT = "About this template"
LISTS = "Lists of codes"
OURS = (NAME, ABOUT, LISTS)
MEANING = "What it means"  # the heading beside each list
DAY = "{day}"  # stands, in the lines about a template, for the day of its codes
