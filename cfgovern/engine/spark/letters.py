"""Which small letter DuckDB has for each capital one, and the other way round.

Java turns ß into two letters and looks at what stands around a sigma, and knows letters that are newer than
DuckDB's. DuckDB has one letter for one, so a table of them says it all; DuckDB itself writes it.
"""

from __future__ import annotations

from functools import cache

__all__ = ["pairs"]

_LETTERS = 0x110000
_HALVES = (0xD800, 0xDFFF)  # of letters in another code: none by itself


@cache
def pairs(function: str) -> tuple[str, str]:
    """The letters that ``function`` (``lower`` or ``upper``) changes, and beside each what it makes of it."""
    import duckdb

    with duckdb.connect() as connection:
        numbers = f"FROM range(1, {_LETTERS}) AS t(n) WHERE n NOT BETWEEN {_HALVES[0]} AND {_HALVES[1]}"
        made = f"SELECT chr(n::INTEGER) AS letter, {function}(letter) AS other {numbers} AND letter <> other"
        rows = connection.execute(made).fetchall()
    return "".join(letter for letter, _ in rows), "".join(other for _, other in rows)
