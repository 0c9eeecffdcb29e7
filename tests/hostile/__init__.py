"""Hostile, broken and odd files, made from bytes: sent by mistake, or by somebody on purpose.

``HOSTILE`` maps a name to a file and to what the report must then say, no more and no less: rule
ids, with the cell where there is one. A file that is refused has the one rule ``file.<code>``; one
that is read right says what is wrong with its last row, so a row lost on the way shows.
"""

from __future__ import annotations

from tests.hostile.books_huge import BOOKS_HUGE
from tests.hostile.books_odd import BOOKS_ODD
from tests.hostile.books_read import BOOKS_READ
from tests.hostile.books_refused import BOOKS_REFUSED
from tests.hostile.csvs import CSVS
from tests.hostile.csvs_odd import CSVS_ODD
from tests.hostile.honest import CONTRACT, Cases, Made, csv_bytes
from tests.hostile.others import OTHERS, ole

__all__ = ["CONTRACT", "HOSTILE", "Made", "csv_bytes", "ole"]


def _named(made: Cases, filename: str) -> dict[str, Made]:
    return {name: Made(filename, make, codes) for name, (make, codes) in made.items()}


HOSTILE: dict[str, Made] = {
    **_named(BOOKS_READ, "members.xlsx"),
    **_named(BOOKS_REFUSED, "members.xlsx"),
    **_named(BOOKS_HUGE, "members.xlsx"),
    **_named(BOOKS_ODD, "members.xlsx"),
    **_named(OTHERS, "members.xlsx"),
    **_named(CSVS, "members.csv"),
    **_named(CSVS_ODD, "members.csv"),
}
