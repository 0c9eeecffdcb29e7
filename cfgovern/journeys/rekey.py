"""``cfgovern link rekey``: a linker makes all tokens again under a key of its own before it keeps them.

Areas share the key of their tokens. Once the linker has keyed them again, no area can try out its own tokens
on what the linker holds.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cfgovern.atomic import made_folder, place_all, plain_errors
from cfgovern.errors import UsageError
from cfgovern.intake import sandbox
from cfgovern.intake.job import job_folder
from cfgovern.intake.limits import Limits
from cfgovern.keys.root import Root
from cfgovern.progress import Told
from cfgovern.tokens.keyed import token_key
from cfgovern.tokens.published import TOKENS

__all__ = ["DOMAIN", "TOLD", "RekeyedFile", "rekey"]

ENTRY = "cfgovern.journeys.rekeyworker:run"
DOMAIN = "linkage"
"""The domain of the keys where no other is named."""
TOLD = "rekeyed.json"
"""The file that says what was made, and under which key."""


@dataclass(frozen=True, slots=True)
class RekeyedFile:
    """One file that was made: its name, its rows, its token columns, and how many other columns it keeps."""

    name: str
    rows: int
    tokens: tuple[str, ...]
    kept: int


def rekey(
    paths: Sequence[Path], root: Root, out: Path, *, domain: str = DOMAIN, told: Told | None = None
) -> list[RekeyedFile]:
    """Key the tokens of each file again under ``root`` and write it to ``out`` under its own name.

    The key of a token is derived for ``cfgovern/v1/<domain>/<epoch>/rekey-<token>``, the token's name being
    the one in its first key: what could be compared before still can. All files are written or none, and
    ``rekeyed.json`` with them. Raises UsageError ``link.same_name``, ``token.name`` and as
    :func:`cfgovern.atomic.write_atomic` does, SubmissionRefused as the child does.
    """
    names = [path.name for path in paths]
    if len({name.casefold() for name in (*names, TOLD)}) <= len(names):
        raise UsageError(
            "link.same_name",
            "Two of the files would have the same name.",
            fix="Give them in two runs, each with a folder of its own.",
        )
    keys = {
        name: token_key(root, domain, root.epoch, f"rekey-{token.key_name}") for name, token in TOKENS.items()
    }
    with made_folder(out), job_folder(out) as job:
        ready = job / "ready"
        with plain_errors(out):
            ready.mkdir(mode=0o700)
        task = {
            "files": [
                {"path": str(path.resolve()), "shown": f"file {number}", "made": str(ready / path.name)}
                for number, path in enumerate(paths, start=1)
            ],
            "keys": {name: key.for_child() for name, key in keys.items()},
        }
        with sandbox.start(ENTRY, limits=_limits(paths), told=told) as child:
            child.send(task)
            answers = child.result()["files"]
        made = dict(zip(names, answers, strict=True))
        with plain_errors(out):
            (ready / TOLD).write_text(_said(made, root, domain), encoding="utf-8", newline="\n")
        place_all(ready, out)
    return [RekeyedFile(name, one["rows"], tuple(one["tokens"]), one["kept"]) for name, one in made.items()]


def _limits(paths: Sequence[Path]) -> Limits:
    return Limits().for_size(sum(path.stat().st_size for path in paths if path.is_file()))


def _said(made: Mapping[str, Mapping[str, Any]], root: Root, domain: str) -> str:
    files = {
        name: {"rows": one["rows"], "tokens": one["tokens"], "sha256": one["sha256"]}
        for name, one in made.items()
    }
    said = {
        "rekeyed": 1,
        "domain": domain,
        "epoch": root.epoch,
        "key": root.fingerprint,
        "personal_data": "These tokens are personal data still: each row is a person.",
        "files": files,
    }
    return json.dumps(said, indent=2) + "\n"
