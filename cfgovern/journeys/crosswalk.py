"""The crosswalk of a release, opened by the area that made it: who is who."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from cfgovern.csvtext import csv_bytes
from cfgovern.errors import UsageError
from cfgovern.keys.keyfile import Keys
from cfgovern.keys.sealed import unseal

__all__ = ["COLUMNS", "crosswalk_csv", "read_crosswalk", "whose"]

COLUMNS: Mapping[str, str] = {
    "record": "record_id",
    "ref": "person_ref",
    "link": "link_id",
    "kept_back": "answers_kept_back",
    "unlinked": "identifiers_kept_back",
}
"""What the crosswalk tells of a person, and what that is called as CSV."""
_MOST = 1 << 31


def read_crosswalk(path: Path, keys: Keys) -> list[dict[str, str]]:
    """Everybody in the crosswalk at ``path``, in the order of their person_ref; empty texts for nothing.

    Raises KeyFault as :func:`cfgovern.keys.sealed.unseal`, UsageError ``crosswalk.missing``.
    """
    try:
        with path.open("rb") as stream:
            sealed = stream.read(_MOST)
    except OSError:
        raise UsageError(
            "crosswalk.missing",
            "The crosswalk cannot be read.",
            where=str(path),
            fix="Name the file crosswalk.sealed of a release, and check that you may open it.",
        ) from None
    people = json.loads(unseal(keys, sealed, "crosswalk")[0])["people"]
    return [{name: one[column] or "" for column, name in COLUMNS.items()} for one in people]


def crosswalk_csv(people: Iterable[Mapping[str, str]]) -> bytes:
    """The same as CSV with headings."""
    names = list(COLUMNS.values())
    return csv_bytes(names, ([one[name] for name in names] for one in people))


def whose(people: Iterable[Mapping[str, str]], asked: Sequence[str]) -> list[str]:
    """The record id of each person_ref or link id that is ``asked`` for.

    Raises UsageError ``crosswalk.nobody`` where one is not in the crosswalk.
    """
    known = {one[name]: one["record_id"] for one in people for name in ("person_ref", "link_id")}
    if not known.keys() >= set(asked):
        raise UsageError(
            "crosswalk.nobody",
            "Somebody who is asked for is not in this crosswalk.",
            fix="Take the crosswalk of the release from which the reference is: link ids are new in each.",
        )
    return [known[one] for one in asked]
