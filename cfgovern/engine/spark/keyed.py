"""Keyed tokens on Spark, by the same tree as in DuckDB; the keys stand in a view of one row.

A bound argument or a literal would do, were it not shown by EXPLAIN, in plans that are kept and in the pages
of a cluster. Of a table that lies in the session they tell the names and types of columns alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING

from cfgovern.engine.keyed import KEYS, Pads, pad_name

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

__all__ = ["held"]


@contextmanager
def held(session: SparkSession, keys: Mapping[str, Pads]) -> Iterator[None]:
    """Keep ``keys`` where :func:`cfgovern.engine.keyed.keyed` reads them; they go at the end."""
    from pyspark.sql.types import BinaryType, StructField, StructType

    told = {
        pad_name(name, side): bytearray(pad)
        for name, pads in keys.items()
        for side, pad in zip(("inner", "outer"), pads, strict=True)
    }
    schema = StructType([StructField(name, BinaryType(), nullable=False) for name in told])
    rows = session.sparkContext.parallelize([tuple(told.values())], 1)
    session.createDataFrame(rows, schema).createOrReplaceTempView(KEYS)
    try:
        yield
    finally:
        session.catalog.dropTempView(KEYS)
