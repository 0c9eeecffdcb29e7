"""One side of a linkage that is no release yet: a submission, parted as a release would be."""

from __future__ import annotations

import secrets
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

from cfgovern.contract.domains import Domain
from cfgovern.contract.load import load_contract
from cfgovern.contract.model import Table
from cfgovern.contract.parts import tables_for
from cfgovern.errors import SubmissionRefused
from cfgovern.journeys.linkgroups import group_parts, is_of_groups, tables_of_groups
from cfgovern.journeys.linkparts import Given, as_fields, as_tokens, tables_of
from cfgovern.journeys.releasing import Making
from cfgovern.journeys.request import Request
from cfgovern.journeys.splitworker import CROSSWALK
from cfgovern.journeys.submission import check_in
from cfgovern.keys.root import Root
from cfgovern.linkage.settings import MODES
from cfgovern.progress import Told
from cfgovern.tokens.keyed import TokenKey
from cfgovern.tokens.normaliser import LATEST
from cfgovern.yamlfile import Given as GivenFile

__all__ = ["parted", "taken_in"]

_KEY = 32  # bytes


def taken_in(
    path: Path,
    source: Path | GivenFile,
    domain: Domain,
    job: Path,
    *,
    day: date | None = None,
    programme: Root | None = None,
    progress: Told | None = None,
    groups: bool = False,
) -> Making:
    """The submission at ``path``, checked in the new folder ``job`` and ready to be parted.

    ``day``: that of the check and of ages, if not today; ``programme``: the root of tokens; ``groups``:
    whether to read what tells of groups as well. Raises SubmissionRefused where it cannot be read, and as
    :func:`cfgovern.journeys.submission.check_in`.
    """
    job.mkdir(mode=0o700)
    day = day or datetime.now().astimezone().date()
    request = Request(path, source, as_of=day, progress=progress)
    contract = load_contract(source)
    read = tables_for(contract, domain) | (tables_of_groups(contract) if groups else set())
    checked = check_in(request, job, contract=contract, hand_on=read)
    if checked.answer is None:
        [finding] = checked.run.report.findings
        raise SubmissionRefused(finding.rule, finding.message, fix=finding.fix or "")
    # The pseudonyms never leave this run, so their keys are made for it.
    root = Root("area", 1, secrets.token_bytes(_KEY))
    return Making(domain.name, domain, "split", LATEST, day, checked, job, root, programme, None)


def parted(making: Making, mode: str = "split", *, own: bool = False, groups: bool = False) -> Given:
    """The side in that ``mode``: those who agreed to linking, without the places of those who must not be
    found. ``own``: of an area's own records, which nobody else sees, everybody whose rows were not rejected;
    those places are left out all the same. ``groups``: with what tells of their groups."""
    making = replace(making, mode=mode)
    # Of the two parts of a release, the payload is of everybody who was not rejected.
    parts = [replace(one, part="payload") if own else one for one in making.parts()]
    contract = making.checked.run.contract
    if groups:
        parts += [one for one in group_parts(contract) if one.table in making.checked.run.report.tables]
    made = making.part(TokenKey(secrets.token_bytes(_KEY)), (), parts)
    checked, place = making.checked, making.job / mode
    place.mkdir(mode=0o700)  # so that another mode finds the folder as it was
    people = (making.job / CROSSWALK).rename(place / CROSSWALK)
    tables: Mapping[str, Table] = {table.name: table for table in contract.tables}
    said = as_tokens if mode == "tokens" else as_fields
    moved = [
        (part, (making.job / written["file"]).rename(place / f"{part.name}.csv"))
        for part, written in zip(made.parts, made.written, strict=True)
    ]
    files = [
        (file, part.table, said(part.columns, tables[part.table]))
        for part, file in moved
        if not is_of_groups(part)
    ]
    reason = "kept_back" if own else "unlinked"
    why = Counter(one[reason] for one in made.people if one[reason])
    return Given(
        kind=MODES[mode],
        release=None,
        origin=checked.run.report.record_origin or "live",
        normaliser=LATEST,
        files=tables_of(files),
        people=people,
        kept_back=dict(sorted(why.items())),
        everybody=len(made.people) if own else None,
        groups=tuple(file for part, file in moved if is_of_groups(part)),
    )
