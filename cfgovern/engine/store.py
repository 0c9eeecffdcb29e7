"""Where a submission is parted: in DuckDB, or in Spark. What is asked of either."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any, Protocol

from sqlglot import exp

from cfgovern.engine.keyed import Pads

__all__ = ["Store"]


class Store(Protocol):
    """The database of one run. Values stay in it and in the files it writes."""

    def known(self, name: str, file: Path) -> None:
        """Let ``name`` stand for what a Parquet file holds."""

    def view(self, name: str, query: exp.Expression) -> None:
        """Let ``name`` stand for the rows of ``query``."""

    def table(self, name: str, query: exp.Expression) -> None:
        """Work out the rows of ``query`` now, and keep them under ``name``."""

    def filled(self, name: str, kinds: Mapping[str, str], rows: Sequence[Sequence[Any]]) -> None:
        """Make a table of these ``rows``. ``kinds``: its columns, each VARCHAR, DATE (of date) or BOOLEAN."""

    def drop(self, name: str) -> None:
        """Let go of a table."""

    def rows(self, query: exp.Expression) -> list[tuple[Any, ...]]:
        """All rows of ``query``."""

    def streamed(self, query: exp.Expression) -> Iterator[tuple[Any, ...]]:
        """The rows of ``query``, one after the other, however many there are."""

    def held(self, keys: Mapping[str, Pads]) -> AbstractContextManager[None]:
        """Keep ``keys`` where :func:`cfgovern.engine.keyed.keyed` reads them; they go at the end."""

    def function(self, name: str, called: Callable[..., str | None], arguments: int) -> None:
        """Let SQL call a function of texts, each of which may be None; it takes the place of another of that
        name."""

    def write(self, query: exp.Select, headings: Sequence[str], file: Path) -> None:
        """Write the texts of ``query`` as CSV under ``headings``, in UTF-8, in the order that it asks for."""

    def guarded(self, stage: str) -> AbstractContextManager[None]:
        """Errors of the database as ours, without its words."""

    def close(self) -> None:
        """Let go of the database."""
