"""How far the engine has come, told a few times a second while its queries run."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import TracebackType
from typing import Protocol, Self

from cfgovern.progress import Counted

__all__ = ["Running", "Watch"]

_SECONDS = 0.4  # between two looks
_STALE = 99.9  # per cent: DuckDB says so of the query before, until the next one begins


class Running(Protocol):
    """What runs a query, such as a connection to DuckDB."""

    def query_progress(self) -> float:
        """How far it has come, in per cent."""


class Watch:
    """Adds up what is done. A thread of its own looks at running queries, if anybody is ``told``."""

    def __init__(self, told: Counted | None) -> None:
        self._told = told
        self._of, self._unit, self._done = 0, "", 0
        self._running: dict[Running, int] = {}
        self._lock = threading.Lock()
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True) if told else None

    def __enter__(self) -> Self:
        if self._thread:
            self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._over.set()
        if self._thread:
            self._thread.join()

    def begin(self, of: int, unit: str) -> None:
        """From here on, ``of`` things called ``unit`` are to be done."""
        with self._lock:
            self._of, self._unit, self._done = of, unit, 0

    def add(self, done: int) -> None:
        """So many more are done."""
        with self._lock:
            self._done += done

    @contextmanager
    def query(self, connection: Running, worth: int) -> Iterator[None]:
        """``connection`` runs a query that does ``worth`` of them."""
        with self._lock:
            self._running[connection] = worth
        try:
            yield
        finally:
            with self._lock:
                del self._running[connection]
                self._done += worth

    def _look(self) -> None:
        assert self._told is not None
        while not self._over.wait(_SECONDS):
            with self._lock:
                done, of, unit = self._done + sum(map(self._part, self._running)), self._of, self._unit
            if of:
                self._told(min(done, of), of, unit)

    def _part(self, connection: Running) -> int:
        per_cent = connection.query_progress()
        return int(self._running[connection] * per_cent / 100) if 0 < per_cent < _STALE else 0
