"""Where figures come from: every file of figures has a list of sources, and each figure names one of them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any

from cfgovern.errors import Fault
from cfgovern.yamlfile import Document, did_you_mean

__all__ = ["unsourced"]

Path = tuple[str | int, ...]


def unsourced(
    document: Document, code: str, entries: Iterable[tuple[Path, Mapping[str, Any]]], known: Collection[str]
) -> Iterator[Fault]:
    """A fault of that ``code`` for each of ``entries``, by its place, whose ``source`` is not ``known``."""
    for path, entry in entries:
        if entry["source"] not in known:
            message = f"No source has this name.{did_you_mean(entry['source'], known)}"
            yield document.fault(code, message, (*path, "source"))
