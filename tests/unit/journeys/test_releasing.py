"""A release in the making: under which keys, what the register and the manifest say of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from cfgovern.contract.domains import Domain
from cfgovern.engine.parting import PartColumn, PartTable
from cfgovern.evidence.ledger import Withdrawal
from cfgovern.journeys.releasing import Making, Parted, mac_key
from cfgovern.keys.root import Root
from cfgovern.tokens.keyed import token_key
from tests.unit.keys.held import shows

AREA, PROGRAMME = Root("area", 2, bytes(range(32))), Root("programme", 5, bytes(range(40, 72)))
DOMAIN = Domain("linkage", "The linker", "To link.", (), (), "to be agreed")
CONTRACT = SimpleNamespace(id="urn:x", version="1", digest="sha256:0", notice="A candidate.", tables=())
ANSWERS = PartTable("payload", "people", "people", "id", (PartColumn("person_ref", "ref"),))
NAMES = PartTable(
    "identifiers", "who", "who", "id", (PartColumn("dob", "token", of="dob", key="dob", minimum=3),)
)
WRITTEN = {"file": "payload/people.csv", "rows": 2, "sent": 4, "withheld": {}, "emptied": {}, "rare": {}}


def person(
    ref: str, kept_back: str | None = None, unlinked: str | None = None, **more: Any
) -> dict[str, Any]:
    plain = {"record": f"R{ref}", "ref": ref, "link": f"l{ref}", "withdrawn_on": None, "everything": False}
    return {**plain, "kept_back": kept_back, "unlinked": unlinked, **more}


PEOPLE = (
    person("1"),
    person("2", unlinked="under_18"),
    person("3", "withdrawn", "withdrawn", withdrawn_on="2026-09-01", everything=True),
    person("4", unlinked="withdrawn", withdrawn_on="2026-08-01"),
)


def parted(*parts: PartTable) -> Parted:
    return Parted(parts, [WRITTEN] * len(parts), PEOPLE, [])


def making(**more: Any) -> Making:
    told = {"outcome": "pass", "record_origin": None, "run_id": "0" * 32, "submission_digest": None,
            "findings": (), "truncated": {}, "counts": {}}  # fmt: skip
    report = SimpleNamespace(**{**told, **more.pop("report", {})})
    checked: Any = SimpleNamespace(
        run=SimpleNamespace(report=report, contract=CONTRACT), answer={}, limits=None
    )
    plain = {"mode": "split", "programme": None, "exclusion": None, **more}
    return Making(
        "2026-q3", DOMAIN, plain["mode"], "1", date(2026, 10, 1), checked, Path("job"), AREA,
        plain["programme"], plain["exclusion"],
    )  # fmt: skip


def test_the_register_is_told_of_who_was_sent_and_who_withdrew() -> None:
    listed = {"9": Withdrawal("2026-07-01")}
    entry = making().entry(parted(ANSWERS, NAMES), "then", listed)
    assert entry.sent == {"1": "l1", "2": "l2", "4": "l4"} and entry.linked == ("1",)
    assert entry.withdrawn == {
        "9": Withdrawal("2026-07-01"), "4": Withdrawal("2026-08-01"),
        "3": Withdrawal("2026-09-01", everything=True),
    }  # fmt: skip
    assert (entry.epoch, entry.record_origin) == (2, "live") and "R1" not in entry.to_bytes().decode()
    assert making().entry(parted(NAMES), "then", {}).sent == {"1": "l1"}
    assert making().entry(parted(ANSWERS), "then", {}).linked == ()
    assert making().entry(parted(), "then", {}).sent == {}


def test_the_manifest_accounts_for_everybody() -> None:
    marks = {"released.odcs.yaml": {"sha256": "0"}}
    told = making().manifest(parted(ANSWERS, NAMES), marks, "then")
    assert told.people == {"in": 4, "sent": 3, "kept_back": {"withdrawn": 1}}
    assert told.identifiers == {"in": 4, "sent": 1, "kept_back": {"under_18": 1, "withdrawn": 2}}
    assert told.excluded is None and told.tokens is None and told.notes == ("A candidate.",)
    told = making().manifest(parted(ANSWERS), marks, "then")
    assert told.identifiers == {"in": 4, "sent": 0, "kept_back": {"not_in_this_domain": 4}}
    assert told.keys == {"area": AREA.fingerprint}


def test_an_approval_stands_in_the_manifest_with_the_rules_and_all_their_findings() -> None:
    found = [SimpleNamespace(rule="a.b.type", severity="error")] * 3
    found.append(SimpleNamespace(rule="a.c.rare", severity="warning"))
    report = {
        "outcome": "fail",
        "findings": found,
        "truncated": {"a.b.type": 20_000},
        "counts": {"warning": 1},
    }
    asked = {"approved_by": "A", "reason": "B"}
    marks = {"released.odcs.yaml": {"sha256": "0"}}
    told = making(report=report, exclusion=asked).manifest(parted(ANSWERS), marks, "then")
    assert told.excluded == {**asked, "rules": {"a.b.type": 20_000}, "warnings": 1}
    assert making(exclusion=asked).manifest(parted(ANSWERS), marks, "then").excluded is None


def test_tokens_are_warned_of() -> None:
    told = making(mode="tokens", programme=PROGRAMME).manifest(
        parted(NAMES), {"released.odcs.yaml": {"sha256": "0"}}, "then"
    )
    assert told.tokens is not None and told.tokens["minimum"] == 3 and told.tokens["counted"] == ["dob"]
    assert told.keys == {"area": AREA.fingerprint, "programme": PROGRAMME.fingerprint}


def test_tokens_are_made_under_the_programmes_key_and_references_under_the_areas() -> None:
    keys = making(mode="tokens", programme=PROGRAMME).keys([ANSWERS, NAMES])
    assert keys["people"]["ref"].pads() == token_key(AREA, "linkage", 2, "person_ref").pads()
    assert keys["identifiers"]["dob"].pads() == token_key(PROGRAMME, "linkage", 5, "dob").pads()
    assert making().keys([NAMES])["identifiers"]["dob"].pads() == token_key(AREA, "linkage", 2, "dob").pads()


def test_the_code_of_a_manifest_has_a_key_of_its_own() -> None:
    key = mac_key(AREA)
    assert len(key) == 32 and key != mac_key(Root("area", 1, bytes(range(32)))) != mac_key(PROGRAMME)
    assert not shows(repr(making(programme=PROGRAMME)), bytes(range(32)), bytes(range(40, 72)), key)
    assert "R1" not in repr(parted(ANSWERS))


def test_a_code_has_a_key_of_its_own_and_no_other_mode_has_any() -> None:
    column = PartColumn("clk", "clk", key="clk")
    told = replace(NAMES, columns=(column,), clk={"schema": {}, "salt": None})
    made = making(mode="clk", programme=PROGRAMME)
    assert made._secret([told]) == token_key(PROGRAMME, "linkage", 5, "clk").for_child()
    assert made._secret([ANSWERS]) is None and making()._secret([NAMES]) is None
