"""People's identifiers as tokens, in one pass: what each is made of by Python, its HMAC by the engine.

There is one definition of the rules, :func:`cfgovern.tokens.published.components`, and it is called for each
row. By distinct values and a join the names alone would be had five times as fast, at the price of writing
the rules that take a name apart a second time in SQL; 100,000 people take three seconds of CPU as it is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

from sqlglot import exp

from cfgovern.engine import sql
from cfgovern.engine.connection import guarded
from cfgovern.engine.keyed import held, keyed, keyed_hex
from cfgovern.tokens.keyed import TokenKey
from cfgovern.tokens.published import TOKENS, components

if TYPE_CHECKING:
    import duckdb

__all__ = ["Texts", "in_python", "of_python", "tokenised"]

Texts = list[str | None]
_COMPONENTS, _PARTS = "cfgovern_components", "_parts"


@contextmanager
def in_python(
    connection: duckdb.DuckDBPyConnection, name: str, function: Callable[[Texts], Texts]
) -> Iterator[None]:
    """While it lasts, SQL may call ``function`` by that ``name`` (:func:`of_python`): texts in, texts out."""
    from duckdb.func import SPECIAL

    with guarded("taking up a function"):
        connection.create_function(
            name, function, ["VARCHAR[]"], "VARCHAR[]", null_handling=SPECIAL, side_effects=True
        )
    try:
        yield
    finally:
        with guarded("letting go of a function"):
            connection.remove_function(name)


def of_python(name: str, values: Sequence[exp.Expression]) -> exp.Expression:
    """What the function of that name gives for the texts ``values``: a list, to be kept before it is taken
    apart.

    Called anew wherever it stands, so put it into a subquery.
    """
    return sql.call(name, exp.Array(expressions=list(values)))


@contextmanager
def tokenised(
    connection: duckdb.DuckDBPyConnection,
    source: exp.Expression | str,
    fields: Mapping[str, exp.Expression],
    keys: Mapping[str, TokenKey],
    *,
    kept: Sequence[str] = (),
    version: str,
    hexadecimal: bool = False,
) -> Iterator[exp.Select]:
    """A query for the columns ``kept`` of ``source`` and one column for each token that ``keys`` names.

    ``fields``: of what the tokens are made, the text of each (keys of
    :data:`cfgovern.tokens.published.FIELDS`). ``keys``: by published token the key for it, which is that of
    ``Token.key_name``. A token is NULL where there is none: 16 bytes, or figures where ``hexadecimal``. The
    query holds while the block lasts. Raises UsageError as :func:`cfgovern.tokens.published.components` does.
    """
    names = list(fields)
    wanted = [name for name in TOKENS if name in keys]
    components(dict.fromkeys(names), version)  # a field or a version that is not known is told here

    def parts(texts: Texts) -> Texts:
        made = components(dict(zip(names, texts, strict=True)), version)
        return [made.get(name) for name in wanted]

    within = [*map(sql.column, kept), sql.named(of_python(_COMPONENTS, [*fields.values()]), _PARTS)]
    make = keyed_hex if hexadecimal else keyed
    made = [sql.named(make(_nth(place), name), name) for place, name in enumerate(wanted, start=1)]
    query = sql.select([*map(sql.column, kept), *made], sql.nested(sql.select(within, source), "_people"))
    pads = {name: key.pads() for name, key in keys.items()}
    with in_python(connection, _COMPONENTS, parts), held(connection, pads):
        yield query


def _nth(place: int) -> exp.Expression:
    """The text at that ``place`` of the list, from 1."""
    return sql.call("list_extract", sql.column(_PARTS), sql.number(place))
