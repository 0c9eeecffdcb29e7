"""Names in wording: a closed list, filled from facts alone, and what is missing has a place."""

from __future__ import annotations

import pytest

from cfgovern.governance.law import load_law
from cfgovern.governance.names import NAMES, Missing, fill, names_in
from cfgovern.governance.saidwords import Sources
from tests.unit.governance.factory import whole


def sources(**subject: dict[str, object]) -> Sources:
    return Sources(whole(), load_law(), subject)


def test_every_name_can_be_filled_or_says_what_is_missing_and_where() -> None:
    empty = Sources({"as_of": "2026-11-28"}, load_law())
    for name in NAMES:
        filled = fill(f"{{{name}}}", empty)
        assert filled.missing or name in {
            "as_of",
            "regulator",
            *(n for n in NAMES if n.endswith("_items")),
        }, name
        assert all(one.what and one.place for one in filled.missing)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("area_name", "Wherryvale"),
        ("as_of", "28 November 2026"),
        ("regulator", "Information Commissioner"),
        ("special_items", "ethnic group"),
        ("identifier_items", "none"),
        ("joint_controllers", "Wherryvale Council and The Ministry"),
        ("flows", "Answers (to The Ministry)"),
        ("purposes", "To find out what helps."),
        ("hosting", "The data stay in the United Kingdom."),
        ("dpo_contact", "dpo@wherryvale.example"),
        ("retention_until", "31 March 2034"),
    ],
)
def test_what_stands_in_place_of_a_name(name: str, text: str) -> None:
    assert fill(f"{{{name}}}", sources()).text == text


def test_a_subject_comes_before_the_facts() -> None:
    filled = fill("{flow_how}, {flow_title}", sources(flow={"id": "f1", "title": "Flow", "how": ""}))
    assert filled.text == "[not yet known: how the data are sent], Flow"
    assert filled.missing == (Missing("how the data are sent", "area.yaml: flows.f1.how"),)


def test_a_missing_name_is_told_once() -> None:
    assert len(fill("{processors} {processors}", sources()).missing) == 1


def test_a_name_that_is_not_in_the_list_is_refused() -> None:
    with pytest.raises(KeyError):
        fill("{nobody}", sources())


@pytest.mark.parametrize(
    ("text", "names"),
    [("{a} and {b}", ["a", "b"]), ("{a", ["?"]), ("a}", ["?"]), ("{{a}}", ["a", "?"]), ("a", [])],
)
def test_names_in_a_text(text: str, names: list[str]) -> None:
    assert names_in(text) == names
