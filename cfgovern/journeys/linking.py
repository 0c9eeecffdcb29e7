"""``cfgovern link``: two parts of identifiers in, which records are of one person out. Nothing is merged."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from cfgovern.contract.domains import TO_BE_AGREED, Domain, domain_for, load_domains
from cfgovern.contract.load import load_contract
from cfgovern.contract.model import Contract
from cfgovern.errors import UsageError
from cfgovern.evidence.links import (
    Explained,
    Figures,
    Link,
    Linkage,
    Rule,
    SampledPair,
    Side,
    read_groups,
    read_links,
)
from cfgovern.intake import sandbox
from cfgovern.intake.job import job_folder
from cfgovern.intake.limits import MIB, Limits
from cfgovern.journeys.linkmade import parted, taken_in
from cfgovern.journeys.linkparts import Given, must_match, released
from cfgovern.linkage.scoring import must_have_splink
from cfgovern.linkage.settings import Settings, load_settings
from cfgovern.progress import Told
from cfgovern.yamlfile import Given as GivenFile

__all__ = ["LinkRequest", "limits_of", "link"]

ENTRY = "cfgovern.journeys.linkworker:run"
_NAME = "linking"
_MEMORY, _ENGINE = 4096 * MIB, "1GB"  # Splink brings Arrow, and compares millions of pairs
_TIMES = 10  # as long as a check may take


@dataclass(frozen=True, slots=True)
class LinkRequest:
    """What is to be linked: two folders of releases, or submissions in the clear under ``contract``.

    ``settings``: a file in place of those of the pack; ``truth``: a ``links.csv``, and ``groups`` a
    ``groups.csv``. ``one_to_one``: nobody is
    linked twice; ``sample``: whether to draw pairs for people to judge.
    """

    left: Path
    right: Path
    contract: Path | GivenFile
    settings: Path | None = None
    truth: Path | None = None
    groups: Path | None = None
    one_to_one: bool = False
    sample: bool = False
    progress: Told | None = None


def link(asked: LinkRequest) -> Linkage:
    """Link the people of the two sides.

    Raises UsageError ``link.no_splink``, ``link.other_…`` for two sides that cannot be compared and
    ``link.no_identifiers``, ``link.groups_alone``, OperatorFileError for a faulty file, SubmissionRefused
    for a release that is not whole or a submission that cannot be read, InternalFault for a fault of
    cfgovern.
    """
    must_have_splink()
    truth = _truth(asked)
    sides = [released(path) for path in (asked.left, asked.right)]
    settings = load_settings(next((one.kind for one in sides if one), "clear"), asked.settings)
    with job_folder() as job:
        given = [
            side or _parted(path, asked, job / name)
            for side, path, name in zip(sides, (asked.left, asked.right), ("left", "right"), strict=True)
        ]
        must_match(*given)
        told = _asked(job, given, settings, asked) | truth
        with sandbox.start(ENTRY, limits=limits_of(given), told=asked.progress) as child:
            child.send(told)
            answer = child.result()
    return _linkage(asked, given, settings, answer)


def _truth(asked: LinkRequest) -> dict[str, Any]:
    """What is known of who is whom, and of who is in which group."""
    if asked.groups and not asked.truth:
        raise UsageError(
            "link.groups_alone",
            "Groups say for whom links are wrong, and that is known only with the truth.",
            fix="Give --truth FILE as well.",
        )
    links = read_links(asked.truth) if asked.truth else ()
    return {
        "truth": [(one.left, one.right) for one in links] or None,
        "groups": read_groups(asked.groups) if asked.groups else None,
    }


def _asked(job: Path, given: list[Given], settings: Settings, asked: LinkRequest) -> dict[str, Any]:
    """The argument of ``linkworker.run``."""
    left, right = (one.as_json() for one in given)
    return {
        "job": str(job),
        "left": left,
        "right": right,
        "settings": settings.as_json(),
        "threshold": settings.threshold,
        "one_to_one": asked.one_to_one,
        "version": given[0].normaliser if given[0].kind == "clear" else None,
        "sample": asked.sample,
    }


def limits_of(given: Sequence[Given]) -> Limits:
    """What a child may take that compares these files."""
    plain = Limits().for_size(sum(file.path.stat().st_size for one in given for file in one.files))
    return replace(
        plain,
        cpu_seconds=_TIMES * plain.cpu_seconds,
        wall_seconds=_TIMES * plain.wall_seconds,
        memory_bytes=_MEMORY,
        engine_memory=_ENGINE,
    )


def _parted(path: Path, asked: LinkRequest, job: Path) -> Given:
    """A submission, parted in the folder ``job`` as a release would be."""
    domain = _domain(load_contract(asked.contract))
    return parted(taken_in(path, asked.contract, domain, job, progress=asked.progress))


def _domain(contract: Contract) -> Domain:
    """All identifiers that the contract lets go to anybody, and no answer."""
    domains = load_domains(contract) or (domain_for(contract, _NAME),)
    items = tuple(dict.fromkeys(item for domain in domains for item in domain.identifiers))
    return Domain(_NAME, "", "", (), items, TO_BE_AGREED)


def _sampled(
    left: str, right: str, probability: float, weight: float, linked: bool, looks: list[tuple[str, str, str]]
) -> SampledPair:
    return SampledPair(
        left, right, probability, weight, linked, tuple((a, b, alike) for a, b, alike in looks)
    )


def _linkage(
    asked: LinkRequest, given: list[Given], settings: Settings, answer: Mapping[str, Any]
) -> Linkage:
    left, right = (
        Side("release" if one.release else "submission", records, one.kept_back)
        for one, records in zip(given, answer["records"], strict=True)
    )
    compared = tuple(answer["compared"])
    return Linkage(
        mode=settings.of,
        synthetic=given[0].origin == "synthetic",
        left=left,
        right=right,
        threshold=settings.threshold,
        because=settings.because,
        one_to_one=asked.one_to_one,
        compared=compared,
        not_compared=tuple(one.name for one in settings.comparisons if one.name not in compared),
        budget=settings.budget,
        blocking=tuple(Rule(**{**one, "columns": tuple(one["columns"])}) for one in answer["blocking"]),
        links=tuple(Link(*one) for one in answer["links"]),
        undecided=answer["undecided"],
        figures=Figures(**answer["figures"]) if answer["figures"] else None,
        not_looked_for=answer["not_looked_for"],
        by_group={
            name: {group: Figures(**one) if isinstance(one, dict) else one for group, one in groups.items()}
            for name, groups in answer["by_group"].items()
        },
        explained=Explained.from_json(answer["explained"]) if answer["explained"] else None,
        sample=tuple(_sampled(*one) for one in answer.get("sample", ())),
        shapes=tuple(answer.get("shapes", ())),
    )
