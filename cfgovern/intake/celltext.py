"""What no cell of any form may hold: characters that are no text, and more of them than a cell takes."""

from __future__ import annotations

import re
from collections.abc import Sequence

from cfgovern.errors import SubmissionRefused

__all__ = ["CONTROL", "control_character", "must_be_text"]

CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
"""Every control character but tab, line feed and carriage return; the pattern is one of RE2 too."""


def must_be_text(cells: Sequence[str], most: int, where: str) -> None:
    """Refuse a row with a cell of more than ``most`` characters, or with one that is no text.

    ``where`` is safe to show. Raises SubmissionRefused ``file.control_character``,
    ``file.cell_too_long`` or, for half a character (as JSON can write it), ``file.encoding``.
    """
    together = "".join(cells)
    if CONTROL.search(together):
        raise control_character(where)
    if len(together) > most and any(len(cell) > most for cell in cells):
        raise SubmissionRefused(
            "file.cell_too_long",
            f"A cell holds more than {most:,} characters.",
            where=where,
            fix="Leave out what is not asked for there.",
        )
    if not together.isascii() and not _encodable(together):
        raise SubmissionRefused(
            "file.encoding",
            "A cell holds half of a character, which cannot be written as text.",
            where=where,
            fix="Write it again with a program that keeps to UTF-8.",
        )


def control_character(where: str) -> SubmissionRefused:
    """The refusal of a cell that holds one of :data:`CONTROL`."""
    return SubmissionRefused(
        "file.control_character",
        "A cell holds a character that no text holds, and that does not show.",
        where=where,
        fix="Delete what stands in that cell and type it again.",
    )


def _encodable(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True
