"""``cfgovern documents status`` and ``explain``: how far documents are, and why a risk is as it is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from cfgovern import __version__
from cfgovern.errors import UsageError
from cfgovern.governance.bases import used_entries
from cfgovern.governance.draft import Material
from cfgovern.governance.riskwords import explained
from cfgovern.governance.status import status_of
from cfgovern.journeys.documents import Content, DocumentRequest, load_content, material_of
from cfgovern.yamlfile import did_you_mean

__all__ = ["documents_status", "explain_risk"]

STATUS_VERSION = 1
_MET = "Met"


def documents_status(asked: DocumentRequest) -> dict[str, Any]:
    """How far every document is, as ``schemas/machine/documents-status.schema.json`` says.

    Raises OperatorFileError for a faulty contract, profile or answers file.
    """
    pack = load_content()
    material = material_of(asked, pack)
    facts = material.facts
    stale = material.law.stale(facts["as_of"])
    status = status_of(material.states, pack.questions)
    return {
        "report": "documents-status",
        "status_version": STATUS_VERSION,
        "cfgovern_version": __version__,
        "as_of": facts["as_of"],
        "area": facts["area"]["id"],
        "contract": {name: facts["contract"][name] for name in ("id", "version", "digest", "governed")},
        **status,
        "documents": {
            name: {**counts, "questions": _questions(name, material)}
            for name, counts in status["documents"].items()
        },
        "law": {
            "stale": list(stale),
            "says": material.law.notices(facts["as_of"], used_entries(facts)),
        },
        "duties": [dict(row) for row in material.duties if row["state"] != _MET],
        "not_counted": list(material.not_counted),
        "unread": list(material.unread),
    }


def _questions(document: str, material: Material) -> list[Mapping[str, Any]]:
    return [
        {
            "question": state.question,
            "for": state.target,
            "title": state.title,
            "state": state.state,
            "required_for": state.required_for,
            "owner": state.owner,
            "because": state.because,
        }
        for state in material.states
        if document in state.documents
    ]


def explain_risk(asked: DocumentRequest, risk: str, pack: Content | None = None) -> list[str]:
    """Why one risk stands where it stands, line by line.

    Raises UsageError ``documents.no_risk`` where neither catalogue nor profile has it, and as
    :func:`documents_status`.
    """
    risks = {one.id: one for one in material_of(asked, pack or load_content()).risks}
    if risk not in risks:
        meant = did_you_mean(risk, risks).strip()
        fix = meant or f"Choose from {next(iter(risks))} to {list(risks)[-1]}."
        raise UsageError("documents.no_risk", "Neither catalogue nor profile has a risk of that id.", fix=fix)
    return explained(risks[risk])
