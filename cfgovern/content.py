"""Finds the content folders (the programme pack) in every mode of installation.

A wheel carries them inside the package; an editable install and a bare checkout have them beside
it. ``use_pack`` points at another programme's pack instead.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import lru_cache, wraps
from importlib import resources
from pathlib import Path
from typing import ParamSpec, TypeVar

from cfgovern.errors import UsageError

__all__ = ["KINDS", "file", "folder", "in_use", "read_once", "shipped", "use_pack"]

KINDS = ("schemas", "validators", "dpia_templates", "synthetic")
_pack: Path | None = None
P = ParamSpec("P")
T = TypeVar("T")


def use_pack(directory: Path | None) -> None:
    """Read programme content from ``directory`` (None: the pack that ships with cfgovern).

    Raises UsageError ``pack.missing`` when the folder does not hold ``schemas/``.
    """
    global _pack
    if directory is not None and not os.path.isdir(directory / "schemas"):
        raise UsageError(
            "pack.missing",
            "The programme pack has no folder named schemas.",
            fix="Give --pack the folder that holds schemas and validators.",
        )
    _pack = directory


def in_use() -> Path | None:
    """The folder that :func:`use_pack` was given last."""
    return _pack


def shipped(kind: str) -> Path:
    """The folder of one ``kind`` that ships with cfgovern, whatever pack is in use."""
    package = Path(str(resources.files("cfgovern")))
    inside = package / kind
    return inside if inside.is_dir() else package.parent / kind


def folder(kind: str) -> Path:
    """The folder of one ``kind`` of content of the pack in use."""
    if kind not in KINDS:
        raise ValueError(f"unknown kind of content: {kind}")
    if _pack is not None and (_pack / kind).is_dir():
        return _pack / kind
    return shipped(kind)


def file(kind: str, *parts: str) -> Path:
    """A file of the pack in use, or the shipped one where the pack has none of that name."""
    path = folder(kind).joinpath(*parts)
    return path if path.exists() else shipped(kind).joinpath(*parts)


def read_once(reads: Callable[P, T]) -> Callable[P, T]:
    """What ``reads`` shipped content reads it once for each argument; of another pack each time, as that may
    be edited meanwhile. Nobody may change what it gives.
    """
    kept = lru_cache(maxsize=64)(reads)

    @wraps(reads)
    def read(*args: P.args, **kwargs: P.kwargs) -> T:
        return kept(*args, **kwargs) if _pack is None else reads(*args, **kwargs)  # type: ignore[arg-type]

    return read
