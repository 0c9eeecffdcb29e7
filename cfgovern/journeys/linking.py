"""``cfgovern link``: two parts of identifiers in, which records are of one person out. Nothing is merged."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from math import prod
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cfgovern.contract.domains import TO_BE_AGREED, Domain, domain_for, load_domains
from cfgovern.contract.load import load_contract
from cfgovern.contract.model import Contract
from cfgovern.engine.spark.session import must_be_there
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
from cfgovern.journeys import linkspark
from cfgovern.journeys.linkmade import parted, taken_in
from cfgovern.journeys.linkparts import Given, must_match, released
from cfgovern.linkage.scoring import must_have_splink
from cfgovern.linkage.settings import Settings, load_settings
from cfgovern.progress import Told
from cfgovern.tokens.clksettings import CLK
from cfgovern.yamlfile import Given as GivenFile

if TYPE_CHECKING:
    from cfgovern.engine.spark.session import SparkSession

__all__ = ["LinkRequest", "limits_of", "link"]

ENTRY, BITS = "cfgovern.journeys.linkworker:run", "cfgovern.journeys.clkworker:run"
_NAME = "linking"
_MEMORY, _ENGINE = 4096 * MIB, "1GB"  # Splink brings Arrow, and compares millions of pairs
_TIMES = 10  # as long as a check may take


@dataclass(frozen=True, slots=True)
class LinkRequest:
    """What is to be linked: two folders of releases, or submissions in the clear under ``contract``; or the
    one submission in which people may stand twice, where ``right`` is None.

    ``settings``: a file in place of those of the pack; ``truth``: a ``links.csv``, and ``groups`` a
    ``groups.csv``. ``one_to_one``: nobody is
    linked twice, by CLKs nobody ever; ``sample``: whether to draw pairs for people to judge. ``spark``: the
    master or the session, where Spark compares.
    """

    left: Path
    right: Path | None
    contract: Path | GivenFile
    settings: Path | None = None
    truth: Path | None = None
    groups: Path | None = None
    one_to_one: bool = False
    sample: bool = False
    progress: Told | None = None
    spark: str | SparkSession | None = None


def link(asked: LinkRequest) -> Linkage:
    """Link the people of the two sides, or find who may stand twice in the one.

    Raises UsageError ``link.no_splink``, ``link.not_own`` for duplicates in a release, ``link.other_…`` for
    two sides that cannot be compared and ``link.no_identifiers``, ``link.groups_alone``, OperatorFileError
    for a faulty file, SubmissionRefused for a release that is not whole or a submission that cannot be read,
    InternalFault for a fault of cfgovern.
    """
    truth = _truth(asked)
    places = [asked.left, *([asked.right] if asked.right else [])]
    sides = [released(path) for path in places]
    if asked.right is None and sides[0]:
        raise _not_own()
    settings = load_settings(next((one.kind for one in sides if one), "clear"), asked.settings)
    by_bits = settings.of == CLK
    if asked.spark is not None:
        must_be_there(asked.spark)
    if by_bits:
        asked = _of_codes(asked)
    else:
        must_have_splink()
    with job_folder() as job:
        given = [
            side or _parted(path, asked, job / name)
            for side, path, name in zip(sides, places, ("left", "right"), strict=False)
        ]
        must_match(given[0], given[-1])
        if by_bits:
            _must_not_be_many(given, settings.budget)
        told = _asked(job, given, settings, asked) | truth
        limits = limits_of(given)
        if asked.spark is not None:
            told["compared"] = linkspark.compared(told, asked.spark, limits)
        with sandbox.start(BITS if by_bits else ENTRY, limits=limits, told=asked.progress) as child:
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
    return {
        "job": str(job),
        "left": given[0].as_json(),
        "right": given[1].as_json() if asked.right else None,
        "settings": settings.as_json(),
        "threshold": settings.threshold,
        "one_to_one": asked.one_to_one,
        "version": given[0].normaliser if given[0].kind == "clear" else None,
        "bits": given[0].bits,
        "sample": asked.sample,
        "compared": None,
    }


def _of_codes(asked: LinkRequest) -> LinkRequest:
    """What is asked of CLKs: by them nobody is linked twice, and of one code there is nothing to be seen."""
    if asked.spark is not None:
        raise UsageError(
            "engine.clk",
            "CLKs are compared on this machine alone.",
            fix="Leave out --engine, or link identifiers in the clear or tokens.",
        )
    if asked.sample:
        raise UsageError(
            "link.no_sample",
            "A person can see nothing in a CLK, so there are no pairs to judge.",
            fix="Leave out the sample, or link identifiers in the clear or tokens.",
        )
    return replace(asked, one_to_one=True)


def _must_not_be_many(given: Sequence[Given], most: int) -> None:
    """Refuse two releases of CLKs of which every pair cannot be compared in reasonable time."""
    pairs = prod(one.release["identifiers"]["sent"] if one.release else 0 for one in given)
    if pairs > most:
        raise UsageError(
            "link.too_many_pairs",
            f"Of CLKs every pair is compared, and these are {pairs:,}, more than {most:,}.",
            fix="Link tokens, of which only pairs that have something in common are compared.",
        )


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
    """A submission, parted in the folder ``job`` as a release would be. An area that looks for duplicates in
    its own records hands nothing over, so nobody's agreement is asked there."""
    domain = _domain(load_contract(asked.contract))
    told = asked.truth is not None and asked.groups is None
    making = taken_in(path, asked.contract, domain, job, progress=asked.progress, groups=told)
    return parted(making, own=asked.right is None, groups=told)


def _not_own() -> UsageError:
    return UsageError(
        "link.not_own",
        "This is a release. Duplicates are looked for by an area in its own records, before it releases any.",
        fix="Give the submission. To find who is in two releases, give both: cfgovern link LEFT RIGHT.",
    )


def _domain(contract: Contract) -> Domain:
    """All identifiers that the contract lets go to anybody, and no answer."""
    domains = load_domains(contract) or (domain_for(contract, _NAME),)
    items = tuple(dict.fromkeys(item for domain in domains for item in domain.identifiers))
    return Domain(_NAME, "", "", (), items, TO_BE_AGREED)


def _side(one: Given, records: int) -> Side:
    kept_back = dict(one.kept_back)
    if one.everybody is not None and (rest := one.everybody - records - sum(kept_back.values())):
        kept_back["no_identifiers"] = rest
    return Side("release" if one.release else "submission", records, kept_back)


def _sampled(
    left: str, right: str, probability: float, weight: float, linked: bool, looks: list[tuple[str, str, str]]
) -> SampledPair:
    return SampledPair(
        left, right, probability, weight, linked, tuple((a, b, alike) for a, b, alike in looks)
    )


def _linkage(
    asked: LinkRequest, given: list[Given], settings: Settings, answer: Mapping[str, Any]
) -> Linkage:
    sides = [_side(one, records) for one, records in zip(given, answer["records"], strict=True)]
    compared = tuple(answer["compared"])
    return Linkage(
        mode=settings.of,
        synthetic=given[0].origin == "synthetic",
        left=sides[0],
        right=sides[1] if asked.right else None,
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
