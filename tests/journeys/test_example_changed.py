"""The finished example, changed in one place: its drafts change where they must, and nowhere else."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from cfgovern.contract.load import load_contract
from cfgovern.contract.model import Contract
from cfgovern.governance.draft import context_of
from cfgovern.governance.outline import KINDS
from cfgovern.journeys.documents import Content, DocumentRequest, governed_of, load_content, material_of
from cfgovern.journeys.drafting import FORMATS, faces_of
from cfgovern.yamlfile import load
from tests.examples import AS_OF, CONTRACT, FOLDER


@cache
def pack() -> Content:
    return load_content()


@cache
def contract() -> Contract:
    return load_contract(CONTRACT)


def material(area: Path = FOLDER / "area.yaml", of: Contract | None = None) -> Any:
    asked = DocumentRequest(
        area, CONTRACT, date.fromisoformat(AS_OF), FOLDER / "answers.yaml", FOLDER / "evidence"
    )
    return material_of(asked, pack(), governed_of(of or contract()))


def changed(one: Mapping[str, Any], other: Mapping[str, Any]) -> set[str]:
    """The parts of two drafts that differ."""
    groups = [name for name in one if isinstance(one[name], Mapping)]
    return {
        f"{group}.{name}"
        for group in groups
        for name in {*one[group], *other[group]}
        if one[group].get(name) != other[group].get(name)
    } | {name for name in one if name not in groups and one[name] != other[name]}


def drafts(made: Any) -> dict[str, dict[str, Any]]:
    return {kind: context_of(pack().outlines[kind], made) for kind in KINDS}


def test_nothing_changed_is_the_same_twice() -> None:
    one, other = drafts(material()), drafts(material())
    assert one == other


COUNTED = {  # where the number of items, or the fingerprint of what the contract governs, stands
    "dpia": {"draft.footer", "clause.kept_true", "q.D4", "q.D6", "q.D12", "q.D22", "rows.purposes"},
    "dsa": {"draft.footer", "clause.kept_true", "q.S5", "rows.purposes"},
}
SIGNED_AGAIN = {  # a signature counts for the version that was signed, and no other
    "dpia": {"rows.duties"},
    "dsa": {"draft.notices", "rows.signatures", "rows.unanswered", "schedules"},
}


@pytest.mark.parametrize("kind", KINDS)
def test_one_more_item_of_a_special_category_changes_its_parts_alone(kind: str) -> None:
    [people] = [table for table in contract().tables if table.concept == "participants"]
    like = people.by_concept("religion")
    assert like is not None
    more = replace(like, name="more", concept="more", label="One more thing", code_list=None)
    grown = replace(people, columns=(*people.columns, more))
    tables = tuple(grown if table is people else table for table in contract().tables)
    before, after = drafts(material())[kind], drafts(material(of=replace(contract(), tables=tables)))[kind]
    listed = {"rows.data_items", "rows.special_items"} & {f"rows.{name}" for name in before["rows"]}
    assert changed(before, after) == COUNTED[kind] | SIGNED_AGAIN[kind] | listed


GONE = "saltmarsh-trust"


def without(body: str, said: Any) -> Any:
    """What a profile or answers file says, without one body and all that is about it."""
    if isinstance(said, Mapping):
        return {name: without(body, value) for name, value in said.items()}
    if isinstance(said, list):
        return [without(body, one) for one in said if not is_about(body, one)]
    return said


def is_about(body: str, said: Any) -> bool:
    if not isinstance(said, Mapping):
        return bool(said == body)
    return body in (said.get("id"), said.get("body"), said.get("from"), said.get("to"))


def schedules(made: Mapping[str, Any]) -> dict[str, Any]:
    return {one["name"]: one for one in made["schedules"]}


@pytest.mark.parametrize("kind", KINDS)
def test_a_party_taken_out_stands_nowhere_and_the_others_stay_as_they_were(kind: str, tmp_path: Path) -> None:
    said = load(FOLDER / "area.yaml").data
    area = tmp_path / "area.yaml"
    area.write_text(json.dumps(without(GONE, said), default=str), encoding="utf-8")
    [name] = [body["name"] for body in said["bodies"] if body["id"] == GONE]
    [flow] = [one["how"] for one in said["flows"] if one.get("from") == GONE]
    before, after = material(), material(area)
    told = [text_of(made) for made in faces_of(kind, before, pack(), FORMATS).items()]
    assert all(word in text for text in told for word in (name, flow))
    for face, data in faces_of(kind, after, pack(), FORMATS).items():
        text = text_of((face, data))
        assert not [word for word in (name, flow, GONE, "Saltmarsh Mental") if word in text], face
    old, new = (schedules(drafts(made)[kind]) for made in (before, after))
    assert set(old) - set(new) == ({name} if old else set()) and set(new) <= set(old)
    of_its_flows = {"Northmoor Council"}
    assert {party for party in new if new[party] != old[party]} <= of_its_flows


def text_of(face: tuple[str, bytes]) -> str:
    """The words of a draft; of a Word document those of its text part."""
    name, data = face
    if not name.endswith(".docx"):
        return data.decode()
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        return packed.read("word/document.xml").decode()
