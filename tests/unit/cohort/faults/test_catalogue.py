"""The catalogue holds all 36 faults, as data that is checked with its places."""

from __future__ import annotations

from pathlib import Path

import pytest

from cfgovern import api, content, yamlfile
from cfgovern.cohort import faults
from cfgovern.cohort.faults.catalogue import operators
from cfgovern.errors import OperatorFileError, UsageError
from cfgovern.validation.rulefiles import load_pack

CATALOGUE = faults.load_catalogue()
RULES = {rule for kind in CATALOGUE.kinds for way in kind.ways for rule in way.rules} | {
    rule
    for kind in CATALOGUE.kinds
    for way in kind.ways
    for found in way.also.values()
    for rule in found.rules
}


def test_all_36_faults_are_there_and_only_what_a_scan_finds_waits() -> None:
    ids = [kind.id for kind in CATALOGUE.kinds]
    assert ids[:36] == [f"F{number:02}" for number in range(1, 37)]
    assert ids == sorted(ids) and len({kind.name for kind in CATALOGUE.kinds}) == len(ids)
    assert {kind.id: kind.awaits for kind in CATALOGUE.kinds if kind.awaits} == {"F29": "scanner"}
    assert all(way.rules for kind in CATALOGUE.kinds for way in kind.ways)
    assert all(kind.ways for kind in CATALOGUE.kinds if not kind.awaits)


def test_decoys_are_listed_apart_and_name_no_rule() -> None:
    assert {"surname_null", "surname_may", "surname_apostrophe", "surname_hyphen", "leap_day"} <= {
        kind.name for kind in CATALOGUE.decoys
    }
    assert {kind.id[0] for kind in CATALOGUE.decoys} == {"D"}
    assert not any(way.rules for kind in CATALOGUE.decoys for way in kind.ways)


def test_every_rule_of_the_catalogue_is_one_that_there_is() -> None:
    kinds = set(yamlfile.load(content.file("validators", "messages.yaml")).data["kinds"])
    named = {rule.name for rule in load_pack("changing-futures")} | {
        quality.id
        for table in api.load_contract().tables
        for part in (table, *table.columns)
        for quality in part.quality
    }
    refused = {"encoding", "separator", "ragged", "csv_quotes", "formula"}
    last = {rule.rpartition(".")[2] for rule in RULES}
    assert last <= kinds | named | refused


def test_nothing_that_plants_is_left_unused() -> None:
    used = {way.do for kind in (*CATALOGUE.kinds, *CATALOGUE.decoys) for way in kind.ways}
    assert used == set(operators())


def test_what_the_demo_plants_can_stand_together_in_both_forms() -> None:
    for id in CATALOGUE.demo:
        assert all(not way.alone and not way.form for way in CATALOGUE.kind(id).ways)


def test_kinds_are_chosen_by_id_or_name_in_the_order_of_the_file() -> None:
    assert [kind.id for kind in CATALOGUE.chosen(["totals_row", "F01"])] == ["F01", "F10"]
    assert [kind.id for kind in CATALOGUE.chosen(["f10", "Date_in_words"])] == ["F01", "F10"]
    for everything in (["all"], ["ALL"], ["F01", "all"]):
        assert CATALOGUE.chosen(everything) == CATALOGUE.kinds
    with pytest.raises(UsageError, match=r"faults\.unknown"):
        CATALOGUE.chosen([])
    with pytest.raises(UsageError) as refused:
        CATALOGUE.chosen(["total_row"])
    assert refused.value.code == "faults.unknown" and "totals_row" in str(refused.value)


GOOD = """\
faults:
  - id: F01
    name: one
    words: One
    level: cell
    ways:
      - {do: becomes, with: {text: x}, where: {type: date}, rules: ['{table}.{column}.type']}
decoys: []
demo: [F01]
"""


@pytest.mark.parametrize(
    ("old", "new", "code", "line", "says"),
    [
        ("level: cell", "level: cells", "entry.allowed", 5, '"cell"'),
        ("words: One", "word: One", "entry.unknown", 4, '"words"'),
        ("do: becomes", "do: become", "faults.operator", 7, '"becomes"'),
        ("text: x", "txt: x", "faults.parameter", 7, '"text"'),
        ("with: {text: x}, ", "", "faults.parameter", 7, '"text"'),
        ("{column}.type", "{colum}.type", "faults.rule", 7, '"column"'),
        ("type: date", "typ: date", "entry.unknown", 7, '"type"'),
        ("demo: [F01]", "demo: [F012]", "faults.unknown", 9, '"F01"'),
        ("decoys: []", "decoys: [{id: F01, name: d, words: D, do: empties}]", "faults.twice", 8, "F01"),
    ],
)
def test_a_faulty_catalogue_is_told_with_its_place_and_what_was_meant(
    tmp_path: Path, old: str, new: str, code: str, line: int, says: str
) -> None:
    path = tmp_path / "faults.yaml"
    path.write_text(GOOD, encoding="utf-8")
    assert [kind.id for kind in faults.load_catalogue(path).kinds] == ["F01"]
    path.write_text(GOOD.replace(old, new), encoding="utf-8")
    with pytest.raises(OperatorFileError) as refused:
        faults.load_catalogue(path)
    told = {(fault.code, fault.line): str(fault) for fault in refused.value.faults}
    assert says in told[code, line]
