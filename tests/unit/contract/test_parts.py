"""Which tables a release has, and under which names."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from cfgovern.contract.domains import domain_for
from cfgovern.contract.load import load_contract
from cfgovern.contract.parts import parts_of
from tests.releasing import club


def told(path: Path) -> list[tuple[str, str, tuple[str, ...], tuple[str, ...]]]:
    contract = load_contract(path)
    return [
        (part.name, part.kind, part.references, tuple(column.name for column in part.columns))
        for part in parts_of(contract, domain_for(contract, "anybody"))
        if part.table.name in ("groups", "members")
    ]


def test_a_table_of_answers_and_identifiers_is_two_with_names_of_their_own(tmp_path: Path) -> None:
    groups, answers, identifiers = told(club(tmp_path))
    assert groups == ("groups", "payload", (), ("code",))
    assert answers[:3] == ("members", "payload", ("person_ref",))
    assert "number" not in answers[3] and {"secret", "surname"}.isdisjoint(answers[3])
    assert identifiers == ("members_identifiers", "identifiers", ("link_id",), ("surname", "born"))


def test_the_name_of_the_second_is_no_other_tables(tmp_path: Path) -> None:
    taken = ("- name: stays", "- name: members_identifiers"), ("stays.", "members_identifiers.")
    names = [name for name, *_ in told(club(tmp_path, *taken))]
    assert names == ["groups", "members", "members_identifiers_"]


def test_of_a_table_whose_record_id_alone_goes_nothing_goes(tmp_path: Path) -> None:
    contract = load_contract(club(tmp_path))
    domain = domain_for(contract, "anybody")
    alone = [item for item in domain.payload if item[0] != "stays" or item[1] == "number"]
    parts = parts_of(contract, replace(domain, payload=tuple(alone)))
    assert "stays" not in {part.name for part in parts}
