"""The layers together: each can be switched off, and what a column may hold is no find there."""

from __future__ import annotations

import pickle
from collections.abc import Iterable

import pytest

from cfgovern.detection.found import Found
from cfgovern.detection.looking import Search
from cfgovern.detection.roles import Role, role_of


def pack(text: str, meant: str | None) -> Iterable[Found]:
    at = text.find("999")
    return [Found("UK_NHS", at, at + 3, "pack", "block", "shape")] if at >= 0 else []


def knows(name: str, row: int):  # type: ignore[no-untyped-def]
    def seek(text: str) -> Iterable[Found]:
        at = text.find(name)
        return [Found("PERSON", at, at + len(name), "registry", "block", "known", row)] if at >= 0 else []

    return seek


def search(*without: str) -> Search:
    return Search(pack, {"n": knows("Ex", 1), "s": knows("Why", 2)}, {"names": knows("Zed", 3)}, without)


def test_all_layers_look() -> None:
    found = search().text("Ex 999 Zed", area="n")
    assert [(one.entity, one.person) for one in found] == [("PERSON", 1), ("UK_NHS", None), ("PERSON", 3)]


def test_who_is_looked_for_depends_on_the_area() -> None:
    assert [one.person for one in search().text("Ex and Why", area="n")] == [1]
    assert [one.person for one in search().text("Ex and Why", area="s")] == [2]


@pytest.mark.parametrize(("layer", "left"), [("pack", [1, 3]), ("registry", [None, 3]), ("names", [1, None])])
def test_a_layer_can_be_switched_off(layer: str, left: list[int | None]) -> None:
    off = search(layer)
    assert [one.person for one in off.text("Ex 999 Zed", area="n")] == left
    assert layer not in off.layers


def test_what_a_column_is_declared_for_is_no_find_there_unless_roles_are_off() -> None:
    role = role_of("nhs_number", "string", coded=False)
    assert search().text("999", role) == ()
    assert len(search("role").text("999", role)) == 1


def test_names_are_not_looked_for_in_codes() -> None:
    assert search().text("Ex 999", Role(names=False), "n") == search().text("Ex 999", Role(), "s")


def test_what_stands_under_the_heading_of_a_name_is_one_where_no_contract_declares_it() -> None:
    found = search().text("anything", Role("PERSON"))
    assert [(one.start, one.end, one.layer, one.because) for one in found] == [(0, 8, "role", "heading")]
    assert (
        search().text("  ", Role("PERSON"))
        == search().text("x", role_of("full_name", "string", coded=False))
        == ()
    )


def test_a_search_shows_nobody_and_stays_in_its_process() -> None:
    made = search()
    assert "Ex" not in repr(made)
    with pytest.raises(TypeError):
        pickle.dumps(made)


def test_only_layers_that_look_are_told() -> None:
    assert Search(pack).layers == ("role", "pack")
    assert search().layers == ("role", "pack", "registry", "names")


def test_who_takes_all_out_is_told_of_finds_that_overlap() -> None:
    everywhere = Search(pack, {"": knows("Ex 999", 1)}, {"names": knows("99", 3)})
    assert [one.entity for one in everywhere.text("Ex 999")] == ["UK_NHS"]
    assert [(one.entity, one.person) for one in everywhere.every("Ex 999")] == [
        ("UK_NHS", None),
        ("PERSON", 1),
        ("PERSON", 3),
    ]
