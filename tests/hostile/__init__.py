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
from tests.hostile.honest import CONTRACT, Cases, Made, csv_bytes, honest
from tests.hostile.jsonlines import JSON_LINES, json_lines
from tests.hostile.others import OTHERS, ole
from tests.hostile.parquets import HONEST, PARQUETS
from tests.hostile.zips import ALONE, ZIPS

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
    **_named(ZIPS, "members.zip"),
    **_named(PARQUETS, "members.parquet"),
    **_named(JSON_LINES, "members.jsonl"),
    "a CSV line of 1 GB": Made("members.csv", csv_bytes, ("file.control_character",), size=1_000_000_000),
    "a JSON line of 1 GB": Made("members.jsonl", json_lines(), ("file.line_too_long",), size=1_000_000_000),
    "a workbook of 1 GB": Made("members.xlsx", honest, ("file.damaged",), size=1_000_000_000),
    "an archive of 1 GB": Made("members.zip", ALONE, ("file.damaged",), size=1_000_000_000),
    "a Parquet file of 1 GB": Made("members.parquet", HONEST, ("file.damaged",), size=1_000_000_000),
    "a CSV file of 5 GB": Made("members.csv", csv_bytes, ("file.too_large",), size=5_000_000_000),
}
