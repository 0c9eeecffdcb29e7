"""The last part of the demo: both documents of its area, and a page of all that was made."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

from cfgovern.errors import UsageError
from cfgovern.governance.draft import open_states
from cfgovern.governance.outline import KINDS
from cfgovern.governance.scene import Scene, svg
from cfgovern.governance.word import must_be_there
from cfgovern.governance.wordtemplate import CAPTIONS
from cfgovern.journeys.documents import DocumentRequest, load_content, material_of
from cfgovern.journeys.drafting import FORMATS, faces_of, scenes_of
from cfgovern.reporting.markup import el
from cfgovern.reporting.page import page

__all__ = ["DOCUMENTS", "INDEX", "drafted", "index_page"]

DOCUMENTS, INDEX = "SYNTHETIC-documents", "index.html"
_STYLE = "figure { margin: 1.5rem 0; } figure svg { max-width: 100%; height: auto; background: #fff; }"
_AREA = """\
# The made-up area of the demo. Nobody has said more of it yet, so most of its questions are open.
area: CF-A01
name: Northmoor (made up)
contract: {contract}
period: 2026-Q3
host_organisation: Northmoor Council (made up)
data_and_digital_lead: data.lead@northmoor-council.example
notice_version: "2026-1"
people: {{expected: 40, small_area: yes, under_18: no, test_data_from_real: no}}
agreement: {{linking: yes, coercion_screen: yes}}
retention: {{period: five years after the last return, justified: The evaluation ends then.}}
transfers: {{outside_uk: no}}
"""


def drafted(
    ready: Path, contract_path: Path, contract_id: str, day: date
) -> tuple[list[str], dict[str, Scene]]:
    """Draft both documents into the folder ``ready``: what came of it in lines, and their pictures.

    Without the extra for Word they are drafted as pages and JSON, and a line says how it is installed.
    """
    folder, formats, lines = ready / DOCUMENTS, list(FORMATS), []
    try:
        must_be_there()
    except UsageError as missing:
        formats.remove("docx")
        lines.append(f"Not run: drafting in Word. {missing.what} {missing.fix}")
    folder.mkdir()
    area = folder / "area.yaml"
    area.write_text(_AREA.format(contract=contract_id), encoding="utf-8")
    pack = load_content()
    material = material_of(DocumentRequest(area, contract_path, day), pack)
    scenes: dict[str, Scene] = {}
    for kind in KINDS:
        scenes |= scenes_of(pack.outlines[kind].named("picture"), material, pack)
        for name, data in faces_of(kind, material, pack, formats).items():
            (folder / name).write_bytes(data)
    there = len(open_states(material.states))
    lines.append(f"Two documents were drafted: {there} of {len(material.states)} questions are still open.")
    return lines, scenes


def index_page(verdicts: Sequence[str], files: Mapping[str, str], scenes: Mapping[str, Scene]) -> str:
    """One page: what was found in lines, the pictures, and a link to each of ``files`` (name to words)."""
    rows = [el("li", el("a", name, href=name), f": {words}") for name, words in files.items()]
    shown = [el("figure", svg(scene), el("figcaption", CAPTIONS[name])) for name, scene in scenes.items()]
    return page(
        "cfgovern demo",
        el("p", "SYNTHETIC: everything here is made up. Nobody in it exists.", class_="synthetic"),
        el("h1", "One made-up area, from its data to its documents"),
        el(
            "main",
            el("h2", "What was found"),
            el("ul", [el("li", line) for line in verdicts]),
            el("h2", "Everything that was written"),
            el("ul", rows),
            el("h2", "Pictures"),
            shown,
            id="found",
            tabindex="-1",
        ),
        start=("Skip to what was found", "found"),
        style=_STYLE,
    )
