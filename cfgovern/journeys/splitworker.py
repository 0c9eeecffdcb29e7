"""What the limited child process does to part a submission. Values stay here and in the job folder.

The argument and the answer are JSON values. Keys come as padded keys of single tokens, never as roots.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

from cfgovern.engine.parting import TOKENS, PartTable, normaliser
from cfgovern.engine.people import PeoplePlan
from cfgovern.engine.splitting import HandedOn, Split, Withdrawn
from cfgovern.intake.child import allowed, stage
from cfgovern.tables import SEPARATOR
from cfgovern.tokens.normaliser import normalised
from cfgovern.tokens.published import components

__all__ = ["CROSSWALK", "prepare", "run"]

CROSSWALK = "crosswalk.json"
"""In the job folder: everybody as ``people`` tells of them, and their pseudonyms in earlier releases."""
_DATABASE = "parted.duckdb"


def prepare() -> None:
    """Load the heavy libraries while the parent still works out what to ask."""
    from cfgovern.engine import connection

    connection.warm_up()


def run(argument: Mapping[str, Any]) -> dict[str, Any]:
    """Write the parts of a release, and the crosswalk, into the job folder.

    ``argument``: job; tables (of each its file in the job folder, columns by their place, rejected or None);
    people, parts (as JSON of their plans); day; pads (of people and of each part, by token name, inner and
    outer in hex); earlier (of each domain and epoch of earlier releases pads, and withdrawn: ref, day,
    everything); version of the normaliser; big: whether to work in a file. The answer: written (per part of
    ``parts`` its file and counts).
    """
    job, day = Path(argument["job"]), date.fromisoformat(argument["day"])
    stage("parting")
    parts = [PartTable.from_json(one) for one in argument["parts"]]
    pads = {of: {name: _pads(told) for name, told in all_.items()} for of, all_ in argument["pads"].items()}
    tables = {name: _handed_on(job, told) for name, told in argument["tables"].items()}
    file = _DATABASE if argument["big"] else None
    with Split(job, tables, memory=allowed().engine_memory, file=file) as split:
        keys = [_pads(one["pads"]) for one in argument["earlier"]]
        known = [[Withdrawn(*told) for told in one["withdrawn"]] for one in argument["earlier"]]
        split.judge(
            PeoplePlan.from_json(argument["people"]), day, pads["people"], list(zip(keys, known, strict=True))
        )
        _functions(split, parts, argument["version"])
        written = []
        for part in parts:
            place = job / part.part / f"{part.table}.csv"
            place.parent.mkdir(mode=0o700, exist_ok=True)
            written.append(
                {
                    "file": place.relative_to(job).as_posix(),
                    **asdict(split.write(part, pads.get(part.part, {}), place)),
                }
            )
        told = {
            "people": [asdict(one) for one in split.people()],
            "earlier": [split.refs(one) for one in keys],
        }
    (job / CROSSWALK).write_text(json.dumps(told), encoding="utf-8")
    return {"written": written}


def _handed_on(job: Path, told: Mapping[str, Any]) -> HandedOn:
    rejected = job / told["rejected"] if told["rejected"] else None
    return HandedOn(job / told["file"], dict(told["columns"]), rejected)


def _pads(told: list[str]) -> tuple[bytes, bytes]:
    inner, outer = map(bytes.fromhex, told)
    return inner, outer


def _functions(split: Split, parts: list[PartTable], version: str) -> None:
    """Let SQL call what the parts need."""
    for kind in {
        column.of
        for part in parts
        for column in part.columns
        if column.of and column.kind in ("normalised", "keyed")
    }:
        split.function(normaliser(kind), partial(_normal, kind, version), 1)
    for part in parts:
        if part.fields:
            names = [column.of for column in part.columns if column.kind == "token"]
            split.function(TOKENS, partial(_components, list(part.fields), names, version), len(part.fields))


def _normal(kind: str, version: str, text: str | None) -> str | None:
    return normalised(kind, text, version)


def _components(fields: list[str], names: list[str], version: str, *texts: str | None) -> str:
    made = components(dict(zip(fields, texts, strict=True)), version)
    return SEPARATOR.join(made.get(name, "") for name in names)
