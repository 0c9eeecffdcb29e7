"""Which clauses a document takes, what is filled in them, and faults of the library."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from cfgovern import content
from cfgovern.errors import OperatorFileError
from cfgovern.governance.clauses import Clause, Drafted, clauses_of, load_clauses, modules_of
from cfgovern.governance.law import load_law
from cfgovern.governance.vocabulary import load_vocabulary
from tests.unit.governance.factory import whole

KINDS = load_vocabulary().kinds
LAW = load_law()


@pytest.fixture(scope="module")
def library() -> dict[str, Clause]:
    return load_clauses(KINDS, LAW)


def drafted(facts: dict[str, Any], library: dict[str, Clause], document: str = "dsa") -> dict[str, Drafted]:
    return {one.id: one for one in clauses_of(facts, document, library, LAW)}


def flow(facts: dict[str, Any], *roles: str | None) -> dict[str, Any]:
    parties = facts["flows"][0]["parties"]
    facts["flows"][0]["parties"] = [
        party | {"role": role} for party, role in zip(parties, roles, strict=True)
    ]
    return facts


@pytest.mark.parametrize(
    ("roles", "modules"),
    [
        (("joint_controller", "joint_controller"), (True, False, False)),
        (("controller", "processor"), (False, True, False)),
        (("controller", "controller"), (False, False, True)),
        (("controller", None), (None, None, None)),
        (("joint_controller", None), (True, None, None)),
    ],
)
def test_modules_go_by_the_roles(roles: tuple[str | None, ...], modules: tuple[bool | None, ...]) -> None:
    found = modules_of(flow(whole(), *roles))
    assert tuple(found[name] for name in ("joint", "processor", "disclosure")) == modules


def test_no_flow_leaves_every_module_open() -> None:
    assert set(modules_of(whole() | {"flows": []}).values()) == {None}


def test_an_agreement_takes_the_modules_it_needs_and_no_other(library: dict[str, Clause]) -> None:
    there = drafted(whole(), library)
    assert {one.module for one in there.values()} == {None, "joint"}
    assert "Wherryvale Council and The Ministry decide together" in there["joint_who"].paragraphs[0]
    assert {one.module for one in drafted(flow(whole(), "controller", "processor"), library).values()} == {
        None,
        "processor",
    }


def test_what_nobody_knows_stays_and_is_not_settled(library: dict[str, Clause]) -> None:
    facts = whole()
    facts["declared"]["outside_uk"] = None
    there = drafted(facts, library)
    assert not there["abroad"].settled
    assert not there["at_home"].settled
    assert drafted(whole(), library)["at_home"].settled
    assert "abroad" not in drafted(whole(), library)


def test_a_whole_area_leaves_no_gap(library: dict[str, Clause]) -> None:
    for document in ("dpia", "dsa"):
        there = drafted(whole(), library, document)
        assert {name: one.missing for name, one in there.items() if one.missing} == {}
        assert all("[not yet known" not in text for one in there.values() for text in one.paragraphs)


def test_a_gap_shows_what_is_missing_and_where_to_write_it(library: dict[str, Clause]) -> None:
    facts = whole()
    del facts["retention"]["period"]
    clause = drafted(facts, library)["retention"]
    assert "[not yet known: how long the data are kept]" in clause.paragraphs[0]
    assert [one.place for one in clause.missing] == ["area.yaml: retention.period"]


def test_to_be_agreed_is_a_gap_too(library: dict[str, Clause]) -> None:
    facts = whole()
    facts["retention"]["period"] = "to be agreed"
    assert drafted(facts, library)["retention"].missing


def test_hostile_text_stands_as_it_is(library: dict[str, Clause]) -> None:
    facts = whole()
    facts["retention"]["period"] = "{retention_reason} {{ 7*7 }} & <b> =1+1"
    text = drafted(facts, library)["retention"].paragraphs[0]
    assert text.startswith(
        "The data are kept for {retention_reason} {{ 7*7 }} & <b> =1+1. The reason is: Outc"
    )


def test_a_clause_waits_for_the_law_it_rests_on(library: dict[str, Clause]) -> None:
    before = drafted(whole() | {"as_of": "2026-06-18"}, library)
    after = drafted(whole() | {"as_of": "2026-06-19"}, library)
    assert set(after) - set(before) == {"complaints_30_days", "complaints_people"}
    assert "complaints" in before


def test_promises_to_people_are_made_only_where_they_hold(library: dict[str, Clause]) -> None:
    facts = whole()
    assert "will_not_do" in drafted(facts, library)
    facts["declared"]["operational_reuse_allowed"] = True
    there = drafted(facts, library)
    assert "will_not_do" not in there
    assert {"operational_use_unsettled", "no_operational_use"} <= set(there)


def test_what_agreement_to_linking_has_to_say(library: dict[str, Clause]) -> None:
    asked = " ".join(drafted(whole(), library)["linking_agreement"].paragraphs)
    undone = " ".join(drafted(whole(), library)["linking_withdrawal"].paragraphs)
    assert "The help you get never depends on your answer." in asked
    assert "You can change your mind at any time." in undone
    assert "Some things cannot be undone." in undone
    facts = whole()
    facts["declared"]["has_linkage"] = False
    assert not {name for name in drafted(facts, library) if name.startswith("linking")}


@pytest.mark.parametrize(
    ("clause", "words"),
    [
        ("draft_notice", "not legal advice"),
        ("candidate_notice", "not the official specification"),
        ("review", "three months before"),
        ("review", "within three months after that day, it lapses"),
        ("complaints_30_days", "within 30 days"),
        ("no_operational_use", "immigration"),
        ("correction", "tells every party"),
        ("dpia_no_totals", "lowers no risk about records"),
    ],
)
def test_what_a_clause_must_say(library: dict[str, Clause], clause: str, words: str) -> None:
    assert words in " ".join(library[clause].text.split())


def test_the_library_has_every_part_of_an_agreement(library: dict[str, Clause]) -> None:
    words = """purpose will_do will_not_do adding_a_party removing_a_party quality correction retention
    destruction security breach complaints foi review change termination"""
    parts = set(words.split())
    assert parts <= {name for name, one in library.items() if "dsa" in one.documents}
    assert {one.module for one in library.values()} == {None, "joint", "processor", "disclosure"}


CLAUSE = "{id: one, title: One, text: Text., documents: [dsa]"


@pytest.fixture
def pack(tmp_path: Path) -> Iterator[Path]:
    for name in ("schemas", "dpia_templates"):
        (tmp_path / name).mkdir()
    content.use_pack(tmp_path)
    yield tmp_path / "dpia_templates" / "clauses.yaml"
    content.use_pack(None)


@pytest.mark.parametrize(
    ("clause", "code"),
    [
        (CLAUSE + "}", "clauses.twice"),
        (CLAUSE.replace("one", "two").replace("Text.", '"Is {hosst}."') + "}", "clauses.name"),
        (CLAUSE.replace("one", "two").replace("Text.", '"Is {host."') + "}", "clauses.name"),
        (CLAUSE.replace("one", "two") + ", rests_on: [no_law]}", "clauses.law"),
        (CLAUSE.replace("one", "two") + ", when: no_fact}", "expression.name"),
        (CLAUSE.replace("one", "two") + ", module: jont}", "entry.allowed"),
    ],
)
def test_a_fault_has_its_place(pack: Path, clause: str, code: str) -> None:
    pack.write_text(f'version: "1"\nclauses:\n  - {CLAUSE}}}\n  - {clause}\n', encoding="utf-8")
    with pytest.raises(OperatorFileError) as refused:
        load_clauses(KINDS, LAW)
    assert [(fault.code, fault.line) for fault in refused.value.faults] == [(code, 4)]
