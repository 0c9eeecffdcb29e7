"""The only way to a DuckDB connection: in memory, one folder, nothing else, locked."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from cfgovern.errors import InternalFault, SubmissionRefused, UsageError

if TYPE_CHECKING:
    import duckdb

__all__ = ["connect", "connections", "guarded", "no_room", "rule_at_fault", "stopped", "warm_up"]


def connect(
    folder: Path,
    *,
    memory: str = "512MB",
    threads: int = 2,
    file: str | None = None,
    files: Iterable[str] = (),
) -> duckdb.DuckDBPyConnection:
    """A connection of its own; see :func:`connections`."""
    return connections(folder, 1, memory=memory, threads=threads, file=file, files=files)[0]


def connections(
    folder: Path,
    hands: int,
    *,
    memory: str,
    threads: int,
    file: str | None = None,
    files: Iterable[str] = (),
) -> list[duckdb.DuckDBPyConnection]:
    """As many connections as there are ``hands``, to one database that can read and write inside ``folder``,
    read ``files``, and do nothing else.

    ``file``: keep tables in a database file of that name in ``folder``, not in memory.

    No extension is loaded or fetched, Python variables are not visible to SQL, and the settings
    cannot be changed again. ``memory`` is DuckDB's own limit; beyond it, it spills into ``folder``.
    Each connection can be asked by another thread how far its query has come.
    """
    import duckdb

    first = duckdb.connect(
        ":memory:" if file is None else str(folder / file),
        config={
            "autoinstall_known_extensions": False,
            "autoload_known_extensions": False,
            "python_enable_replacements": False,
            "memory_limit": memory,
            "threads": threads,
            "temp_directory": str(folder / "spill"),
        },
    )
    # Planning time grows with the square of the number of IN lists while this rewrite is on:
    # 1,200 checks took 47 s instead of 0.4 s. The last one writes values of cells into plans and profiles.
    first.execute("SET disabled_optimizers = 'in_clause,common_subexpressions,join_filter_pushdown'")
    if file is not None:  # nobody opens it again
        first.execute("PRAGMA disable_checkpoint_on_shutdown")
    first.execute("SET allowed_directories = [?]", [str(folder)])
    first.execute("SET allowed_paths = ?", [list(files)])
    first.execute("SET enable_external_access = false")
    made = [first, *(first.cursor() for _ in range(hands - 1))]
    for one in made:  # of each its own, and only as long as nothing is locked
        one.execute("SET enable_progress_bar = true")
        one.execute("SET enable_progress_bar_print = false")
    first.execute("SET lock_configuration = true")
    return made


def warm_up() -> None:
    """Load the libraries now, so that nobody waits for them later."""
    import duckdb  # noqa: F401
    import sqlglot.dialects.duckdb  # noqa: F401


@contextmanager
def guarded(stage: str) -> Iterator[None]:
    """Library errors of a ``stage`` as ours: DuckDB's own words may quote cells, so none are kept.

    Raises SubmissionRefused ``file.too_large`` when memory ran out, OSError (ENOSPC) when the disk is full,
    else InternalFault.
    """
    import duckdb

    try:
        yield
    except (duckdb.OutOfMemoryException, MemoryError):
        raise SubmissionRefused(
            "file.too_large",
            "The submission needs more memory than this run may use.",
            fix="Send fewer rows in one file, or close other programs and run it again.",
        ) from None
    except duckdb.Error as error:
        full = isinstance(error, duckdb.IOException) and os.strerror(errno.ENOSPC) in str(error)
        raise no_room() if full else stopped(type(error).__name__, stage) from None


def no_room() -> OSError:
    """That the disk is full, as the system would say it."""
    return OSError(errno.ENOSPC, "no room")


def stopped(kind: str, stage: str) -> InternalFault:
    """That an engine stopped, by the name of its error: its own words may quote cells."""
    return InternalFault("engine.failed", f"The engine stopped ({kind} while {stage}).")


@contextmanager
def rule_at_fault(rule: str) -> Iterator[None]:
    """Errors that the SQL of ``rule`` brings about: its author can mend it, the submitter cannot.

    Raises UsageError ``rule.sql``; other errors go on.
    """
    import duckdb

    try:
        yield
    except duckdb.OutOfMemoryException:
        raise SubmissionRefused(
            "file.too_large",
            "One rule needs more memory than this run may use.",
            where=f"the rule {rule}",
            fix="Send fewer rows in one file, or ask the author of the rule to make it simpler.",
        ) from None
    except (duckdb.BinderException, duckdb.CatalogException, duckdb.ParserException):
        raise UsageError(
            "rule.sql",
            f"The rule {rule} reads a column or uses a function that is not there.",
            fix="Check the names in its SQL. A rule file names every column it reads in its columns line.",
        ) from None
    except (duckdb.DataError, duckdb.ProgrammingError, duckdb.PermissionException):
        raise UsageError(
            "rule.sql",
            f"The SQL of the rule {rule} stops on some values.",
            fix="Use TRY_CAST, and functions that give NULL for what they cannot work out.",
        ) from None
