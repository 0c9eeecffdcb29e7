"""What people put their name to: a reason, who says so, and when. No identifier may stand in it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from cfgovern.errors import Fault
from cfgovern.identifiers import names_somebody
from cfgovern.quarters import is_day
from cfgovern.yamlfile import Document, says

__all__ = ["signing_faults"]


def signing_faults(
    document: Document,
    said: Mapping[str, Any],
    at: tuple[str | int, ...],
    *,
    texts: Sequence[str],
    code: str,
    fix: str,
) -> Iterator[Fault]:
    """What the shape alone does not tell of ``texts`` and ``when`` in ``said``, which stands ``at`` a place.

    Faults have the codes ``<code>.identifier`` and ``<code>.day``; ``fix`` is the remedy of the first. No
    text is repeated.
    """
    for name in texts:
        if names_somebody(said.get(name) or ""):
            path = (*at, name)
            words = says(path, "holds something that is written like an identifier or a full date")
            yield document.fault(f"{code}.identifier", words, path, fix)
    if said.get("when") and not is_day(said["when"]):
        path = (*at, "when")
        yield document.fault(f"{code}.day", says(path, "is a day that no calendar has"), path)
