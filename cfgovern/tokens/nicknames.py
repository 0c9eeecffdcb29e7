"""The table of nicknames: ``synthetic/names/nicknames.csv``, the one that made-up people are called by.

It is read as it ships, whatever pack is in use, and a version of the normaliser goes with one digest of it:
with another table another token would come out under the same version.
"""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Mapping
from functools import cache

from cfgovern import content
from cfgovern.errors import Fault, OperatorFileError
from cfgovern.tokens import names
from cfgovern.tokens.rules import Rules

__all__ = ["TABLE", "root", "roots"]

TABLE = ("names", "nicknames.csv")


def root(name: str, rules: Rules) -> str:
    """What all names that share a short form with ``name`` are known by: the first of them in the alphabet.

    ``name`` is normalised and one word; one that the table does not have is its own root. Raises
    OperatorFileError ``normaliser.nicknames`` where the table is not the one of this version.
    """
    return roots(rules).get(name, name)


@cache
def roots(rules: Rules) -> Mapping[str, str]:
    """The root of every name of the table. Raises as :func:`root`."""
    families: dict[str, set[str]] = {}
    for row in csv.DictReader(io.StringIO(_table(rules))):
        joined: set[str] = set()
        for said in (row["formal"], row["nickname"]):
            one = names.joined(names.name(said, rules, True) or said)
            joined |= families.get(one, {one})
        families |= dict.fromkeys(joined, joined)
    return {name: min(family) for name, family in families.items()}


def _table(rules: Rules) -> str:
    path = content.shipped("synthetic").joinpath(*TABLE)
    try:
        data = path.read_bytes()
    except OSError:
        data = b""
    if hashlib.sha256(data).hexdigest() != rules.nicknames:
        message = f"Version {rules.version} of the normaliser goes with another table. Install cfgovern anew."
        fault = Fault("normaliser.nicknames", message, path.name)
        raise OperatorFileError("normaliser.nicknames", "The table of nicknames was changed.", [fault])
    return data.decode("utf-8")
