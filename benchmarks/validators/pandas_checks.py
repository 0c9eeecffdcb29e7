"""The checks that pandas does for its peers: true where the cell is right."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

__all__ = ["day", "digit", "in_order", "read", "whole"]


def read(data: Path) -> pd.DataFrame:
    """Every cell as text; only an empty cell is blank."""
    return pd.read_csv(data, dtype=str, keep_default_na=False, na_values=[""])


def day(cells: pd.Series) -> pd.Series:
    return pd.to_datetime(cells, format="%Y-%m-%d", errors="coerce")


def whole(cells: pd.Series, most: int) -> pd.Series:
    number = pd.to_numeric(cells, errors="coerce")
    return (number % 1 == 0) & number.between(0, most)


def digit(cells: pd.Series) -> pd.Series:
    """Ten digits whose weighted sum 11 divides. A blank cell is right."""
    shape = cells.str.fullmatch("[0-9]{10}").fillna(False).astype(bool)
    number = pd.to_numeric(cells.where(shape, "0")).astype("int64")
    total = sum((number // 10**place % 10) * (place + 1) for place in range(10))
    return cells.isna() | (shape & (total % 11 == 0))


def in_order(frame: pd.DataFrame, last: str, first: str) -> pd.Series:
    """Where either is no day, there is nothing to say."""
    return ~(day(frame[last]) < day(frame[first]))
