"""Which entity a column holds by its heading."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path

from cfgovern import content
from cfgovern.detection.cues import cues
from cfgovern.evidence.spans import ENTITY_OF
from cfgovern.identifiers import search as guard

__all__ = ["meant_by"]


def meant_by(heading: str) -> str | None:
    """The entity that a column of this heading is said to hold, or None."""
    return _meant(heading, content.in_use())


@lru_cache(maxsize=4096)
def _meant(heading: str, pack: Path | None) -> str | None:
    del pack  # another one may say otherwise
    words = re.findall("[a-z0-9]+", re.sub("(?<=[a-z])(?=[A-Z])", " ", heading).casefold())
    line = f" {' '.join(words)} "
    for entity, phrase, whole in cues().headings:
        said = f" {' '.join(phrase)} "
        if line == said or (not whole and said in line):
            return entity
    kind = guard.meant_by(heading)
    return ENTITY_OF[kind] if kind else None
