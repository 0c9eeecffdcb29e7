"""Whether a drafted document still rests on what is so now: which of its digests are others, in sentences."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from cfgovern.governance.readback import Read

__all__ = ["stale"]

_CHANGED = {
    "contract": "the contract, its domains or its retention has changed",
    "profile": "the area profile, or the programme's base of it, has changed",
    "answers": "answers have changed",
    "evidence": "run records were added or taken away, or are of another contract by now",
    "catalogue": "questions, risks, law, clauses or tables of the programme have changed",
    "template": "the Word template is another, or has changed",
}


def stale(document: Read, now: Mapping[str, str]) -> Iterator[str]:
    """A sentence for each thing that ``document`` was drafted from and that is another ``now``."""
    for name, digest in now.items():
        was = document.digests.get(name)
        if was is None:
            yield f"{document.name} does not say any more from which {name} it was drafted."
        elif was != digest:
            yield f"{document.name} is stale: since it was drafted, {_CHANGED[name]}."
