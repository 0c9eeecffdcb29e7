"""``cfgovern link plan``: what is lost by each identifier that is not shared, among people who never were."""

from __future__ import annotations

import json
import secrets
import uuid
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from cfgovern import __version__
from cfgovern.cohort.draw import Draw
from cfgovern.cohort.linkage import Linkage as Made
from cfgovern.cohort.linkage import make_linkage
from cfgovern.cohort.linkgroups import LinkGroups, groups_of
from cfgovern.contract.domains import Domain, columns_of, domain_for, load_domains
from cfgovern.contract.load import load_contract
from cfgovern.contract.model import Contract
from cfgovern.errors import UsageError
from cfgovern.evidence.linkplan import LinkPlan, SharedSet
from cfgovern.evidence.links import Figures, Side
from cfgovern.evidence.records import RunRecord, text_digest, write_run_record
from cfgovern.intake import sandbox
from cfgovern.intake.job import job_folder
from cfgovern.journeys.linking import limits_of
from cfgovern.journeys.linkmade import parted, taken_in
from cfgovern.journeys.linkparts import Given
from cfgovern.journeys.submissions import Writer
from cfgovern.journeys.synthwork import AS_OF, Asked, Work
from cfgovern.keys.root import Root
from cfgovern.linkage.scoring import must_have_splink
from cfgovern.linkage.settings import MODES, Settings, load_settings
from cfgovern.linkage.sharing import NEEDED, must_be_shared, unused
from cfgovern.progress import Progress, Told
from cfgovern.protection.safety import load_words, people_plan
from cfgovern.reporting.linkplan import plan_report, plan_summary
from cfgovern.tokens.published import FIELDS, fields
from cfgovern.yamlfile import Given as GivenFile

__all__ = ["PARTICIPANTS", "PlanRequest", "Planned", "keep_plan", "link_plan"]

ENTRY = "cfgovern.journeys.linkplanworker:run"
PARTICIPANTS = 3_000
"""People in both files together, where nobody asks for another number."""
_NAME = "linking"
_SIDES = ("left", "right")


@dataclass(frozen=True, slots=True)
class PlanRequest:
    """What is to be planned: a ``domain`` of a contract, by default the only one that has identifiers."""

    contract: Path | GivenFile
    domain: str | None = None
    participants: int = PARTICIPANTS
    seed: int = 1
    progress: Told | None = None


@dataclass(frozen=True, slots=True)
class Planned:
    """A plan, and what its run record needs."""

    plan: LinkPlan
    run_id: str
    started: datetime
    ended: datetime


def link_plan(asked: PlanRequest) -> Planned:
    """How well made-up people would be linked by each set of the domain's identifiers.

    They go the way of real ones: a check, a release of those who agreed, in the clear and by tokens, and a
    limited child that links. Raises UsageError ``link.no_splink``, ``link.plan_domain``, ``link.plan_names``,
    ``link.plan_few``, ``domain.unknown`` or ``cohort.*``, OperatorFileError for a
    faulty file, InternalFault for a fault of cfgovern.
    """
    must_have_splink()
    started = datetime.now(UTC)
    contract = load_contract(asked.contract)
    domain = replace(_domain(contract, asked.domain), payload=())  # no answer is looked at
    must_be_shared(_fields(contract, domain))
    settings = {kind: load_settings(kind) for kind in MODES.values()}
    with job_folder() as job:
        made, groups = _cohort(asked, contract, domain, job)
        sides = _parted(asked, domain, job)
        given = [one for both in sides.values() for one in both]
        with sandbox.start(ENTRY, limits=limits_of(given), told=asked.progress) as child:
            child.send(_asked(job, sides, settings, made, groups))
            answer = child.result()
    if not answer["true_pairs"]:
        raise UsageError(
            "link.plan_few",
            "Of so few people nobody stands in both files, so nothing can be judged.",
            fix="Ask for more with --participants.",
        )
    plan = _plan(asked, contract, domain, settings["clear"], sides["clear"], answer)
    return Planned(plan, uuid.uuid4().hex, started, datetime.now(UTC))


def _domain(contract: Contract, name: str | None) -> Domain:
    domains = load_domains(contract)
    if name or not domains:
        return domain_for(contract, name or _NAME)
    found = [one for one in domains if one.identifiers]
    if len(found) != 1:
        raise UsageError(
            "link.plan_domain",
            f"The contract has {len(found)} domains with identifiers.",
            fix="Name the one to plan for with --domain.",
        )
    return found[0]


def _fields(contract: Contract, domain: Domain) -> list[str]:
    """What tokens can be made of, of the domain's identifiers, in the published order."""
    columns = [one for _, named in columns_of(contract, domain.identifiers) for one in named]
    there = fields((one.concept, one.identifier) for one in columns if one.identifier)
    return [field for field in FIELDS if field in there]


def _cohort(asked: PlanRequest, contract: Contract, domain: Domain, job: Path) -> tuple[Made, LinkGroups]:
    """The two made-up submissions, written into the folder ``job``, the truth, and who is in which group."""
    if asked.progress is not None:
        asked.progress(Progress("making"))
    writer = Writer(job, job, contract, "csv")
    wanted = Asked("linkage", people=asked.participants, seed=asked.seed)
    rows = Work(contract, wanted, writer, asked.participants, 1, None, ()).rows()
    made = make_linkage(contract, rows, Draw(asked.seed))
    sent = _sent(contract, domain)
    for side, whole in zip(_SIDES, (made.left, made.right), strict=True):
        writer.add(side, {name: told for name, told in whole.items() if name in sent})
    return made, groups_of(contract, rows, made)


def _sent(contract: Contract, domain: Domain) -> set[str]:
    """The tables that decide who is linked, and by what: no other is needed."""
    plan = people_plan(contract, load_words(), ())
    deciding = (*plan.protected, *plan.abuse, *plan.born_days, *plan.born_years)
    people = [contract.people.name] if contract.people else []
    agreed = [plan.agreements.day.table] if plan.agreements else []
    return {
        *people, *agreed, *(one.table for one in deciding),
        *(table.name for table, _ in columns_of(contract, domain.identifiers)),
    }  # fmt: skip


def _parted(asked: PlanRequest, domain: Domain, job: Path) -> dict[str, list[Given]]:
    """Both sides, in the clear and by tokens."""
    programme = Root("programme", 1, secrets.token_bytes(32))  # as both areas would have it, for this run
    sent = [
        taken_in(
            job / f"SYNTHETIC-{side}", asked.contract, domain, job / side,
            day=AS_OF, programme=programme, progress=asked.progress,
        )
        for side in _SIDES
    ]  # fmt: skip
    return {kind: [parted(making, mode) for making in sent] for mode, kind in MODES.items()}


def _asked(
    job: Path,
    sides: Mapping[str, list[Given]],
    settings: Mapping[str, Settings],
    made: Made,
    groups: LinkGroups,
) -> dict[str, Any]:
    """The argument of ``linkplanworker.run``."""
    return {
        "job": str(job),
        "modes": {
            kind: {
                "left": left.as_json(),
                "right": right.as_json(),
                "settings": settings[kind].as_json(),
                "version": left.normaliser if kind == "clear" else None,
            }
            for kind, (left, right) in sides.items()
        },
        "truth": made.links,
        "groups": asdict(groups),
    }


def _plan(
    asked: PlanRequest,
    contract: Contract,
    domain: Domain,
    settings: Settings,
    sides: list[Given],
    answer: Mapping[str, Any],
) -> LinkPlan:
    left, right = (
        Side("submission", records, one.kept_back)
        for one, records in zip(sides, answer["records"], strict=True)
    )
    return LinkPlan(
        contract={"id": contract.id, "version": contract.version, "digest": contract.digest},
        domain=domain.name,
        participants=asked.participants,
        seed=asked.seed,
        as_of=AS_OF.isoformat(),
        threshold=settings.threshold,
        parts=tuple(answer["parts"]),
        needed=NEEDED,
        unused=unused(_fields(contract, domain), settings),
        left=left,
        right=right,
        true_pairs=answer["true_pairs"],
        sets=tuple(_set(one) for one in answer["sets"]),
    )


def _set(told: Mapping[str, Any]) -> SharedSet:
    return SharedSet(
        told["mode"],
        tuple(told["shared"]),
        Figures(**told["figures"]),
        {
            kind: {group: Figures(**one) if isinstance(one, dict) else one for group, one in groups.items()}
            for kind, groups in told["by_group"].items()
        },
    )


def keep_plan(planned: Planned, folder: Path) -> Path:
    """Write the run record of a plan into ``folder``, with what it found. Raises UsageError where that cannot
    be done."""
    plan = planned.plan
    options = {
        "domain": plan.domain,
        "participants": plan.participants,
        "seed": plan.seed,
        "as_of": plan.as_of,
    }
    record = RunRecord(
        kind="link_plan",
        run_id=planned.run_id,
        cfgovern_version=__version__,
        contract=plan.contract["digest"],
        submission=None,
        options=text_digest(json.dumps(options, sort_keys=True)),
        started=planned.started.isoformat(timespec="seconds"),
        ended=max(planned.started, planned.ended).isoformat(timespec="seconds"),  # a clock may be set back
        outcome="pass",
        counts=dict.fromkeys(("block", "error", "warning", "info"), 0),
        report=text_digest(plan_report(plan, "json")),
        link_plan=plan_summary(plan),
    )
    return write_run_record(folder, record)
