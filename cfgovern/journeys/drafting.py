"""``cfgovern draft``: one document of one area, in Word, as a page and as JSON; all of it or nothing."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cfgovern import __version__
from cfgovern.atomic import made_folder, write_all
from cfgovern.content import in_use
from cfgovern.errors import OperatorFileError, UsageError
from cfgovern.governance.draft import Material, context_of, open_states
from cfgovern.governance.flowpicture import flow_scene
from cfgovern.governance.outline import KINDS
from cfgovern.governance.readback import kept_digests
from cfgovern.governance.riskpicture import risk_scene
from cfgovern.governance.scene import Scene, png
from cfgovern.governance.templates import template_faults
from cfgovern.governance.webpage import web_page
from cfgovern.governance.word import must_be_there, rendered
from cfgovern.journeys.documents import Content, DocumentRequest, load_content, material_of
from cfgovern.journeys.wordtemplates import digest_of, template_bytes

__all__ = ["FORMATS", "Drafted", "draft", "faces_of", "scenes_of"]

FORMATS = ("docx", "html", "json")
DRAFT_VERSION = 1


@dataclass(frozen=True, slots=True)
class Drafted:
    """What was drafted: the files, and how many of its questions are open or drafts to confirm."""

    kind: str
    files: tuple[Path, ...]
    open: int
    confirm: int
    questions: int


def draft(
    kind: str,
    asked: DocumentRequest,
    out: Path,
    *,
    formats: Sequence[str] = FORMATS,
    template: Path | None = None,
    pack: Content | None = None,
    material: Material | None = None,
) -> Drafted:
    """Write the document ``kind`` (dpia or dsa) of one area into the folder ``out``, in each of ``formats``.

    ``template``: a Word template of your own. ``pack`` and ``material``: as they were loaded, where more than
    one is drafted. Raises OperatorFileError for a faulty contract, profile, answers file or template;
    UsageError ``draft.no_docxtpl`` where the extra is missing, or where nothing can be written.
    """
    if kind not in KINDS:
        raise UsageError("draft.kind", "There is no such document.", fix=f"Choose from {', '.join(KINDS)}.")
    pack = pack or load_content()
    material = material or material_of(asked, pack)
    made = faces_of(kind, material, pack, formats, template)
    with made_folder(out):
        write_all([(out / name, data) for name, data in made.items()])
    states = [state for state in material.states if kind in state.documents]
    return Drafted(
        kind,
        tuple(out / name for name in made),
        len(open_states(states)),
        sum(state.state == "confirm" for state in states),
        len(states),
    )


def faces_of(
    kind: str, material: Material, pack: Content, formats: Sequence[str], template: Path | None = None
) -> dict[str, bytes]:
    """The files of one document by name: of the same input the same bytes. Raises as :func:`draft`."""
    outline = pack.outlines[kind]
    context = context_of(outline, material)
    scenes = scenes_of(outline.named("picture"), material, pack)
    made = {}
    for face in formats:
        if face == "docx":
            data = _word(kind, pack, context, scenes, template, material.digests)
        elif face == "html":
            data = web_page(outline, pack.tables, context, scenes).encode()
        else:
            data = (json.dumps(_as_json(context, material), ensure_ascii=False, indent=1) + "\n").encode()
        made[f"{kind}.{face}"] = data
    return made


def scenes_of(names: Sequence[str], material: Material, pack: Content) -> dict[str, Scene]:
    """The pictures of these names."""
    drawn = {
        "flows": lambda: flow_scene(material.facts),
        "matrix": lambda: risk_scene(material.risks, pack.risks),
    }
    return {name: drawn[name]() for name in names}


def _word(
    kind: str,
    pack: Content,
    context: Mapping[str, Any],
    scenes: Mapping[str, Scene],
    template: Path | None,
    digests: Mapping[str, str],
) -> bytes:
    must_be_there()
    data = template_bytes(kind, template)
    if template or in_use():  # tests hold those that are shipped
        name = template.name if template else f"{kind}.docx"
        if faults := template_faults(data, name, pack.outlines[kind], pack.tables):
            raise OperatorFileError("templates.refused", "The Word template cannot be used as it is.", faults)
    pictures = {name: (png(scene), scene.says) for name, scene in scenes.items()}
    kept = kept_digests(kind, {**digests, "template": digest_of(data)})
    return rendered(data, context, pictures, kept)


def _as_json(context: Mapping[str, Any], material: Material) -> dict[str, Any]:
    """What a program reads: the draft as it is shown, and what it rests on."""
    return {
        "report": "draft",
        "draft_version": DRAFT_VERSION,
        "cfgovern_version": __version__,
        "as_of": material.facts["as_of"],
        "area": material.facts["area"]["id"],
        "contract": {
            name: material.facts["contract"][name] for name in ("id", "version", "digest", "governed")
        },
        "digests": dict(material.digests),
        **context,
    }
