"""All that the documents of one area are made of, gathered from contract, profile, answers and runs."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any

from cfgovern import content
from cfgovern.contract.domains import Domain, load_domains
from cfgovern.contract.load import load_contract
from cfgovern.contract.model import Contract
from cfgovern.contract.purposes import load_purposes
from cfgovern.contracts.governed import governed_digest, retention_of
from cfgovern.evidence.records import read_run_records
from cfgovern.governance.clauses import Clause, clauses_of, load_clauses, modules_of
from cfgovern.governance.declared import declared
from cfgovern.governance.draft import Material
from cfgovern.governance.duties import duties_of, duty_rows
from cfgovern.governance.facts import NOBODY, facts_of
from cfgovern.governance.law import Law, load_law
from cfgovern.governance.outline import KINDS, Outline, TableSpec, load_outline, load_tables
from cfgovern.governance.questions import Catalogue, load_questions, questions_of
from cfgovern.governance.riskcatalogue import Catalogue as RiskCatalogue
from cfgovern.governance.riskcatalogue import load_risks
from cfgovern.governance.risks import judged, regulator
from cfgovern.governance.riskwords import not_counted
from cfgovern.governance.vocabulary import Vocabulary, load_vocabulary
from cfgovern.profile.answers import Answer, load_answers
from cfgovern.profile.area import Area, load_area
from cfgovern.profile.programme import Departure, Programme, load_programme, merged
from cfgovern.yamlfile import Given

__all__ = ["Content", "DocumentRequest", "Governed", "governed_of", "load_content", "material_of"]

_CATALOGUE = (
    "questions.yaml", "risks.yaml", "facts.yaml", "legal.yaml", "clauses.yaml", "tables.yaml",
    "programme.yaml", *(f"{kind}.outline.yaml" for kind in KINDS),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class DocumentRequest:
    """What documents are asked for. ``answers`` and ``evidence`` may not be there."""

    area: Path
    contract: Path | Given
    as_of: date
    answers: Path | None = None
    evidence: Path | None = None


@dataclass(frozen=True, slots=True)
class Content:
    """What the pack in use says, read once for any number of areas. ``digest``: of all its files."""

    outlines: Mapping[str, Outline]
    tables: Mapping[str, TableSpec]
    vocabulary: Vocabulary
    law: Law
    questions: Catalogue
    risks: RiskCatalogue
    clauses: Mapping[str, Clause]
    programme: Programme
    digest: str


def load_content() -> Content:
    """The content of the pack in use. Raises OperatorFileError with every fault of the first faulty file."""
    vocabulary, law = load_vocabulary(), load_law()
    texts = (content.file("dpia_templates", name).read_bytes() for name in _CATALOGUE)
    return Content(
        {kind: load_outline(kind) for kind in KINDS},
        load_tables(),
        vocabulary,
        law,
        load_questions(vocabulary.kinds),
        load_risks(),
        load_clauses(vocabulary.kinds, law),
        load_programme(),
        _digest(b"\0".join(texts)),
    )


@dataclass(frozen=True, slots=True)
class Governed:
    """A contract, its domains and the digest of what it governs, read once for any number of areas."""

    contract: Contract
    domains: Sequence[Domain]
    digest: str


def governed_of(contract: Contract) -> Governed:
    """``contract`` with what belongs to it. Raises OperatorFileError with every fault of its domains."""
    domains = load_domains(contract)
    return Governed(contract, domains, governed_digest(contract, domains))


def material_of(asked: DocumentRequest, pack: Content, governed: Governed | None = None) -> Material:
    """What the documents of one area are made of.

    Raises OperatorFileError for a faulty contract, profile or answers file, with every fault of it.
    """
    governed = governed or governed_of(load_contract(asked.contract))
    known = {
        "domain": [domain.name for domain in governed.domains],
        "law": list(pack.law.entries),
        "risk": list(pack.risks.risks),
    }
    area = load_area(asked.area, known)
    area.must_name(governed.contract.id)
    host = NOBODY if "host_organisation" in area.unsaid else area.host_organisation
    whole = merged(pack.programme, area.said, host)
    records, unread = read_run_records(asked.evidence) if asked.evidence else ([], [])
    facts = _facts(asked, pack, governed, area, whole.said, (one.document() for one in records))
    answers = _answers(asked.answers, facts, pack)
    risks = judged(facts, area.said.get("risks"), pack.risks)
    shown = {"risks": [asdict(risk) for risk in risks], "regulator": asdict(regulator(risks, pack.risks))}
    states = questions_of({**facts, **shown}, answers, pack.questions, pack.law)
    return Material(
        facts=facts,
        questions=pack.questions.questions,
        states=states,
        risks=risks,
        clauses={kind: clauses_of(facts, kind, pack.clauses, pack.law) for kind in KINDS},
        modules=modules_of(facts),
        law=pack.law,
        duties=duty_rows(duties_of(facts, pack.programme.duties)),
        departures=list(map(_departure, whole.departures)),
        digests={
            "contract": facts["contract"]["governed"],
            "profile": _digest(_canonical([facts["area"], whole.said])),
            "answers": _digest(_canonical([asdict(one) for one in answers.values()])),
            "evidence": _digest(_canonical(list(map(_ageless, facts["evidence"])))),
            "catalogue": pack.digest,
        },
        unread=unread,
        not_counted=not_counted(risks, area.said.get("risks") or {}),
    )


def _facts(
    asked: DocumentRequest,
    pack: Content,
    governed: Governed,
    area: Area,
    said: Mapping[str, Any],
    records: Iterable[Mapping[str, Any]],
) -> dict[str, Any]:
    facts = facts_of(
        governed.contract,
        governed.domains,
        load_purposes(),
        area,
        said,
        records,
        governed=governed.digest,
        retention=retention_of(governed.contract),
        as_of=asked.as_of,
    )
    return {**facts, "declared": declared(facts, pack.vocabulary, pack.law)}


def _answers(path: Path | None, facts: Mapping[str, Any], pack: Content) -> dict[Any, Answer]:
    if path is None:
        return {}
    known = {
        "question": list(pack.questions.questions),
        "party": [body["id"] for body in facts["bodies"]],
        "flow": [flow["id"] for flow in facts["flows"]],
        "item": [f"{item['table']}.{item['column']}" for item in facts["items"]],
    }
    return load_answers(path, known)


def _ageless(record: Mapping[str, Any]) -> dict[str, Any]:
    """A run as it stays from day to day: that it is one day older makes no document stale."""
    return {name: value for name, value in record.items() if name != "age_days"}


def _departure(one: Departure) -> dict[str, str]:
    return {"where": one.path, "base": _words(one.base), "area": _words(one.area)}


def _words(value: Any) -> str:
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else str(value)


def _canonical(value: Any) -> bytes:
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=str)
    return text.encode()


def _digest(data: bytes) -> str:
    return "sha256:" + hashlib.sha256(data).hexdigest()
