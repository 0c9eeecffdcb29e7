"""The digest of governed facts: nothing cosmetic moves it, and everything governed does."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cfgovern.contract.load import load_contract
from cfgovern.contracts.diff.changes import load_words
from cfgovern.contracts.governed import governed_digest, governed_facts
from tests.conftest import examples
from tests.releasing import club
from tests.unit.contracts.diff.test_compare import CHANGES
from tests.unit.contracts.diff.versions import AREAS, CONTRACT, DOMAINS, Edit, read, written

FILES = (CONTRACT, AREAS, DOMAINS)
# What no side of the digest may see: words, order, names, checks.
FREE = [edits for _, edits, told in CHANGES if not load_words().kinds[told[0]]["governed"]]
GOVERNED = [edits for _, edits, told in CHANGES if load_words().kinds[told[0]]["governed"]]


def digest(*edits: Edit) -> str:
    with tempfile.TemporaryDirectory() as folder:
        return governed_digest(*read(written(Path(folder), *edits)))


def together(chosen: list[tuple[Edit, ...]]) -> list[Edit]:
    """The edits that can be made one after another: each finds its text as it was, once."""
    texts, made = list(FILES), []
    for edits in chosen:
        for old, _ in edits:
            held = [index for index, text in enumerate(texts) if old in text]
            if len(held) != 1 or texts[held[0]].count(old) != 1:
                break
        else:
            for old, new in edits:
                texts = [text.replace(old, new) for text in texts]
                made.append((old, new))
    return made


def test_there_are_enough_edits_of_both_sorts() -> None:
    assert len(FREE) >= 40 and len(GOVERNED) >= 40


@settings(max_examples=examples(15))
@given(st.lists(st.sampled_from(range(len(FREE))), min_size=2, max_size=12, unique=True))
def test_any_number_of_cosmetic_edits_leaves_it_alone(chosen: list[int]) -> None:
    assert digest(*together([FREE[index] for index in chosen if _sound(FREE[index])])) == digest()


def _sound(edits: tuple[Edit, ...]) -> bool:
    """Edits that stay right beside others: no table leaves, nothing is renamed that a query reads."""
    return not any("name: persons" in new or "begun_on" in new or "reference" in new for _, new in edits)


@settings(max_examples=examples(15))
@given(
    st.sampled_from(range(len(GOVERNED))),
    st.lists(st.sampled_from(range(len(FREE))), max_size=4, unique=True),
)
def test_a_governed_edit_shows_among_cosmetic_ones(one: int, others: list[int]) -> None:
    chosen = [GOVERNED[one], *(FREE[index] for index in others if _sound(FREE[index]))]
    assert digest(*together(chosen)) != digest()


def test_it_is_the_same_wherever_the_files_stand_and_however_they_are_written(tmp_path: Path) -> None:
    assert digest() == governed_digest(*read(written(tmp_path)))
    quoted = ("value: participants}", 'value: "participants"}')
    assert digest(quoted, ("draft\n", "draft  # for now\n")) == digest()


@pytest.mark.parametrize(
    "edit",
    [
        ("value: participants}", "value: participants}\n      - {property: owner, value: someone}"),
        ("[quasi_identifier]", "[quasi_identifier, quasi_identifier]"),
        ("classification: official", "classification: OFFICIAL"),
        ("{name: mail,", "{name: mail, customProperties: [{property: cfgovernTreatment, value: keep}],"),
    ],
)
def test_another_way_to_say_the_same_leaves_it_alone(edit: Edit) -> None:
    assert digest(edit) == digest()


def test_the_facts_are_plain_values_in_the_order_of_their_text(tmp_path: Path) -> None:
    facts = governed_facts(*read(written(tmp_path)))
    assert [table["concept"] for table in facts["tables"]] == ["areas", "participants", "visits"]
    assert [domain["name"] for domain in facts["domains"]] == ["evaluation", "linkage"]
    assert facts["retention"] == {"all": "3 y"}
    (start,) = [item for item in facts["tables"][1]["items"] if item["concept"] == "start_date"]
    assert start == {
        "concept": "start_date",
        "type": "date",
        "unit": None,
        "codes": None,
        "no_answer": [],
        "collected": True,
        "identifier": None,
        "roles": ["quasi_identifier"],
        "treatment": "month",
        "purposes": ["eval.reach"],
        "classification": "official",
    }


def test_what_a_lookup_makes_of_values_is_governed(tmp_path: Path) -> None:
    path = club(tmp_path)
    before = governed_digest(load_contract(path))
    lookup = tmp_path / "lookups" / "tenths.csv"
    rows = lookup.read_text(encoding="utf-8")
    lookup.write_text(rows.replace("E03,1", "E03,3"), encoding="utf-8")
    after = governed_digest(load_contract(path))
    lookup.write_text(rows.replace("from,to", "from,to,note"), encoding="utf-8")
    assert before == governed_digest(load_contract(path)) != after
