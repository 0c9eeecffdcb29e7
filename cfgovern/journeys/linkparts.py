"""The two sides of a linkage: what is known of each, and whether they can be compared at all."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from cfgovern.contract.load import load_contract
from cfgovern.contract.model import Table
from cfgovern.contract.schemas import check_machine
from cfgovern.engine.parting import PartColumn
from cfgovern.errors import UsageError
from cfgovern.evidence.manifest import MANIFEST
from cfgovern.evidence.release import CONTRACT, must_be_whole, no_manifest, read_release
from cfgovern.linkage.settings import ANSWERS, MODES
from cfgovern.tokens.clkschema import read_schema
from cfgovern.tokens.clksettings import CLK
from cfgovern.tokens.published import TOKENS, fields

__all__ = ["Given", "GivenFile", "as_fields", "as_tokens", "must_match", "released", "tables_of"]


@dataclass(frozen=True, slots=True)
class GivenFile:
    """One file of identifiers. ``shown``: what it may be called; ``columns``: by heading what it is."""

    path: Path
    shown: str
    columns: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Given:
    """One side. ``kind``: clear, tokens or clk; ``release``: what its manifest says, None of a submission.

    ``people``: the file that says whose link id is whose, of a submission. ``kept_back``: by reason;
    ``everybody``: how many people there are, where nobody's agreement is asked. ``schema``: the linkage
    schema of CLKs. ``groups``: files that tell of the groups of a submission's people, by record id.
    """

    kind: str
    release: Mapping[str, Any] | None
    origin: str
    normaliser: str
    files: tuple[GivenFile, ...]
    people: Path | None = None
    kept_back: Mapping[str, int] = field(default_factory=dict)
    everybody: int | None = None
    schema: str = ""
    groups: tuple[Path, ...] = ()

    @property
    def bits(self) -> int:
        """Of its CLKs; 0 where there are none. Raises UsageError ``clk.schema``."""
        return read_schema(json.loads(self.schema)).bits if self.schema else 0

    def as_json(self) -> dict[str, Any]:
        """What the child needs of it."""
        files = [
            {"path": str(one.path.resolve()), "shown": one.shown, "columns": dict(one.columns)}
            for one in self.files
        ]
        return {
            "files": files,
            "people": str(self.people) if self.people else None,
            "groups": [str(one.resolve()) for one in self.groups],
        }


def released(folder: Path) -> Given | None:
    """The release in ``folder``; None where that holds none, and is a submission.

    Raises SubmissionRefused for a release that is not whole, UsageError ``link.no_identifiers`` for one
    without identifiers, OperatorFileError for its contract.
    """
    if not any((folder / name).is_file() for name in (MANIFEST, CONTRACT)):
        return None
    told = read_release(folder)
    if check_machine("release", told):
        raise no_manifest()
    must_be_whole(folder, told)
    tables = {table.name: table for table in load_contract(folder / CONTRACT).tables}
    kind = {**MODES, CLK: CLK}[told["mode"]]
    files = [
        (folder / one["file"], one["table"], _columns(kind, tables[one["table"]]))
        for one in told["tables"]
        if one["part"] == "identifiers" and one["file"] in told["files"] and one["table"] in tables
    ]
    return Given(
        kind=kind,
        release=told,
        origin=told["record_origin"],
        normaliser=told["normaliser"],
        files=tables_of(files),
        kept_back=told["identifiers"]["kept_back"],
        schema=_schema(folder, told) if kind == CLK else "",
    )


def _schema(folder: Path, told: Mapping[str, Any]) -> str:
    """The one linkage schema of a release. Raises UsageError ``link.schemas`` where that is not one."""
    names: list[str] = [name for name in (told["clk"] or {}).get("schemas", ()) if name in told["files"]]
    texts = {(folder / name).read_text(encoding="utf-8") for name in names}
    try:
        [text] = texts
        read_schema(json.loads(text))
    except ValueError:
        raise UsageError(
            "link.schemas",
            "A release of CLKs has not one linkage schema that can be read, so its codes cannot be compared.",
            fix="Ask for the release again, with its identifiers in one table.",
        ) from None
    return text


def tables_of(files: Iterable[tuple[Path, str, Mapping[str, str]]]) -> tuple[GivenFile, ...]:
    """The files (path, table, columns) of which anything can be compared.

    Raises UsageError ``link.no_identifiers`` where there is none.
    """
    made = tuple(GivenFile(path, table, columns) for path, table, columns in files if columns)
    if not made:
        raise UsageError(
            "link.no_identifiers",
            "One of the two has no identifiers, so there is nothing to compare.",
            fix="Give the release that went to the one who links, such as --domain national-linkage.",
        )
    return made


def as_fields(columns: Sequence[PartColumn], table: Table) -> dict[str, str]:
    """By heading of a part in the clear what each column is: a field of tokens, or an answer."""
    sources = {one.name: one.source for one in columns if one.source}
    known = {one.name: one for one in table.columns}
    return _fields(
        (name, known[source].concept, known[source].identifier) for name, source in sources.items()
    )


def as_tokens(columns: Sequence[PartColumn], table: Table) -> dict[str, str]:
    """The same of a part in tokens."""
    tokens = {one.name: one.of for one in columns if one.kind == "token"}
    return {**tokens, **as_fields([one for one in columns if one.name not in tokens], table)}


def _columns(kind: str, table: Table) -> dict[str, str]:
    if kind == "clear":
        return _fields((one.name, one.concept, one.identifier) for one in table.columns)
    known = (CLK,) if kind == CLK else TOKENS
    tokens = {one.name: one.name for one in table.columns if one.name in known}
    return {**tokens, **{one.name: one.concept for one in table.columns if one.concept in ANSWERS}}


def _fields(columns: Iterable[tuple[str, str, str | None]]) -> dict[str, str]:
    columns = list(columns)
    known = [(name, concept, kind) for name, concept, kind in columns if kind]
    places = fields((concept, kind) for _, concept, kind in known)
    found = {known[place][0]: said for said, place in places.items()}
    return {**found, **{name: concept for name, concept, _ in columns if concept in ANSWERS}}


def must_match(left: Given, right: Given) -> None:
    """Raise UsageError ``link.other_mode``, ``link.live_and_synthetic``, ``link.other_normaliser``,
    ``link.other_domain``, ``link.other_epoch``, ``link.other_keys``, ``link.other_schema`` or
    ``link.other_salt`` where the sides cannot be compared."""
    releases = [one.release for one in (left, right) if one.release]
    same: list[tuple[str, str, Any, Any]] = [
        ("other_mode", "The two were not made in one mode", left.kind, right.kind),
        ("live_and_synthetic", "One of the two is made up and the other is not", left.origin, right.origin),
        (
            "other_normaliser",
            "The two were made with different versions of the normaliser",
            left.normaliser,
            right.normaliser,
        ),
    ]  # fmt: skip
    if len(releases) == 2:
        one, two = releases
        same += [
            ("other_domain", "The two were released for different domains", one["domain"], two["domain"]),
            ("other_epoch", "The two were made with keys of different epochs", one["epoch"], two["epoch"]),
        ]
        if left.kind != "clear":
            keys = [told["keys"].get("programme") for told in releases]
            same.append(("other_keys", "The tokens of the two were made with different keys", *keys))
        if left.kind == CLK:
            one_salt, other_salt = ((told.get("clk") or {}).get("salt") for told in releases)
            same += [
                ("other_salt", "The CLKs of the two are not salted alike", one_salt, other_salt),
                ("other_schema", "The two have different linkage schemas", left.schema, right.schema),
            ]
    for code, what, this, that in same:
        if this != that:
            raise UsageError(
                f"link.{code}",
                f"{what}, so their records cannot be compared.",
                fix="Ask for two releases that were made alike. Each manifest.json says how it was made.",
            )
