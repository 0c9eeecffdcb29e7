"""What the limited child process does to part a submission. Values stay here and in the job folder.

The argument and the answer are JSON values. Keys come as padded keys of single tokens, never as roots.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cfgovern.engine.duckstore import DuckStore
from cfgovern.engine.parting import CLK, TEXT, TOKENS, PartTable, normaliser, text_queries, texts_name
from cfgovern.engine.people import PeoplePlan
from cfgovern.engine.splitting import HandedOn, Person, Split, Withdrawn
from cfgovern.engine.store import Store
from cfgovern.intake.child import allowed, stage
from cfgovern.protection.treated import days_moved
from cfgovern.tables import SEPARATOR
from cfgovern.tokens.clksettings import Made
from cfgovern.tokens.keyed import TokenKey
from cfgovern.tokens.normaliser import normalised
from cfgovern.tokens.published import components

if TYPE_CHECKING:
    from cfgovern.journeys.freetext import Redactor

__all__ = ["CROSSWALK", "handed_on", "parted", "prepare", "run", "texts"]

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
    everything); version of the normaliser; secret: the key of CLKs as text, or None; big: whether to work in
    a file. The answer: written (per part of ``parts`` its file and counts), transcripts.
    """
    stage("parting")
    store = _store(argument)
    with Split(store, handed_on(argument)) as split:
        return parted(split, argument, partial(_redacted, store, split, argument))


def parted(
    split: Split,
    argument: Mapping[str, Any],
    redacted: Callable[[Sequence[Person]], dict[str, Any] | None],
) -> dict[str, Any]:
    """What :func:`run` does, in the store of ``split``. ``redacted`` makes its tables of texts, of these
    people, and tells what became of transcripts."""
    job, day = Path(argument["job"]), date.fromisoformat(argument["day"])
    parts = _parts(argument)
    pads = {of: {name: _pads(told) for name, told in all_.items()} for of, all_ in argument["pads"].items()}
    keys = [_pads(one["pads"]) for one in argument["earlier"]]
    known = [[Withdrawn(*told) for told in one["withdrawn"]] for one in argument["earlier"]]
    plan = PeoplePlan.from_json(argument["people"])
    split.judge(plan, day, pads["people"], list(zip(keys, known, strict=True)))
    people = split.people()
    told = {"people": [asdict(one) for one in people], "earlier": [split.refs(one) for one in keys]}
    (job / CROSSWALK).write_text(json.dumps(told), encoding="utf-8")
    transcripts = redacted(people) if argument["text"] else None
    _normalisers(split.store, parts, argument["version"])
    written = []
    for part in parts:
        _made_of_fields(split.store, part, argument["version"], argument["secret"])
        place = job / part.part / f"{part.name}.csv"
        place.parent.mkdir(mode=0o700, exist_ok=True)
        counts = split.write(part, pads.get(part.part, {}), place)
        written.append({"file": place.relative_to(job).as_posix(), **asdict(counts)})
    return {"written": written, "transcripts": transcripts}


def texts(argument: Mapping[str, Any]) -> dict[str, Any]:
    """Write the texts of a release without their identifiers into the job folder, for a store elsewhere.

    ``argument``: as of :func:`run`, whose crosswalk is there. The answer: files (by table, of Parquet in the
    job folder), transcripts.
    """
    stage("parting")
    job, files = Path(argument["job"]), {}
    told = json.loads((job / CROSSWALK).read_bytes())["people"]
    store = _store(argument)
    with Split(store, handed_on(argument)) as split:
        split.told(told)
        transcripts = _redacted(store, split, argument, [Person(**one) for one in told])
        for number, table in enumerate(text_queries(_parts(argument), split.there)):
            files[table] = f"texts-{number}.parquet"
            store.hand_on(texts_name(table), job / files[table])
    return {"files": files, "transcripts": transcripts}


def handed_on(argument: Mapping[str, Any]) -> dict[str, HandedOn]:
    """The tables that were handed on, by name."""
    job = Path(argument["job"])
    return {name: HandedOn.from_json(job, told) for name, told in argument["tables"].items()}


def _store(argument: Mapping[str, Any]) -> DuckStore:
    file = _DATABASE if argument["big"] else None
    return DuckStore(Path(argument["job"]), memory=allowed().engine_memory, file=file)


def _parts(argument: Mapping[str, Any]) -> list[PartTable]:
    return [PartTable.from_json(one) for one in argument["parts"]]


def _redacted(
    store: DuckStore, split: Split, argument: Mapping[str, Any], people: Sequence[Person]
) -> dict[str, Any] | None:
    """Make the tables of texts without identifiers; what became of transcripts, if there are any."""
    redactor = _redactor(split, people, argument["text"])
    store.function(TEXT, partial(_without_identifiers, redactor), 2)
    split.redacted(_parts(argument))
    if not argument["transcripts"]:
        return None
    return _transcripts(Path(argument["transcripts"]), people, redactor, Path(argument["job"]))


def _redactor(split: Split, people: Sequence[Person], told: Mapping[str, Any]) -> Redactor:
    """Who redacts the texts of this release, with the people of the submission in its memory."""
    from cfgovern.journeys.freetext import Redactor  # it loads the whole search
    from cfgovern.journeys.textpeople import of_tables

    surrogate, shift = (TokenKey.from_parent(told[key]) for key in ("surrogate", "shift"))
    columns = {name: {column: at for at, column in enumerate(there)} for name, there in split.there.items()}
    named = [
        (name, columns[name], partial(split.cells, name)) for name in told["identifiers"] if name in columns
    ]
    window = told["window"]
    return Redactor.of(
        of_tables(named, told["identifiers"], told["record_ids"]),
        surrogate.token,
        record_ids=[one.record for one in people],
        shift_days=(lambda record: days_moved(shift.token(record).hex(), window)) if window else None,
        grain=told["grain"],
    )


def _transcripts(
    folder: Path, people: Sequence[Person], redactor: Redactor | None, job: Path
) -> dict[str, Any]:
    """Redact the transcripts in ``folder``: of each that stays here the reason is counted."""
    from cfgovern.journeys.transcripts import redact_transcripts

    out = job / "payload" / "transcripts"
    out.mkdir(mode=0o700, parents=True, exist_ok=True)
    refs = {one.record: one.ref for one in people}
    agreed = {one.record for one in people if one.interview}
    protected = {one.record for one in people if one.protected}
    assert redactor is not None
    given = redact_transcripts(folder, refs, agreed, redactor, out, allowed(), protected)
    withheld, counts = dict(given.withheld), dict(given.counts)
    return {"written": given.written, "people": given.people, "withheld": withheld, "taken_out": counts}


def _pads(told: list[str]) -> tuple[bytes, bytes]:
    inner, outer = map(bytes.fromhex, told)
    return inner, outer


def _normalisers(store: Store, parts: Sequence[PartTable], version: str) -> None:
    """Let SQL call the normal forms that the parts need."""
    for kind in {
        column.of
        for part in parts
        for column in part.columns
        if column.of and column.kind in ("normalised", "keyed")
    }:
        store.function(normaliser(kind), partial(_normal, kind, version), 1)


def _made_of_fields(store: Store, part: PartTable, version: str, secret: str | None) -> None:
    """Let SQL call what makes the tokens, or the CLKs, of this part."""
    fields = list(part.fields)
    if names := [column.of for column in part.columns if column.kind == "token"]:
        store.function(TOKENS, partial(_components, fields, names, version), len(fields))
    if part.clk:
        assert secret is not None
        made = Made(part.clk["schema"], part.clk["salt"], TokenKey.from_parent(secret), version)
        store.function(CLK, partial(_clk, fields, made), len(fields))


def _without_identifiers(redactor: Redactor, record: str | None, text: str | None) -> str | None:
    return redactor.redact(text, record).text or None if text is not None else None


def _normal(kind: str, version: str, text: str | None) -> str | None:
    return normalised(kind, text, version)


def _clk(fields: list[str], made: Made, *texts: str | None) -> str:
    return made.of(dict(zip(fields, texts, strict=True)))


def _components(fields: list[str], names: list[str], version: str, *texts: str | None) -> str:
    made = components(dict(zip(fields, texts, strict=True)), version)
    return SEPARATOR.join(made.get(name, "") for name in names)
