"""What nobody expects in a contract, a submission or a pair of runs, on the way through a release."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
import yaml

from cfgovern import api
from cfgovern.contract.model import Contract
from cfgovern.evidence.release import must_be_whole, read_release
from cfgovern.keys import locks
from cfgovern.keys.passphrasefile import kept_passphrase
from tests.breakage import tree
from tests.canaries import Canaries
from tests.command import cfgovern
from tests.hostile import CONTRACT, HOSTILE
from tests.journeys import parting
from tests.journeys.test_mapping import in_own_words
from tests.unit.cohort.faults import contracts
from tests.unit.engine.parted import lines

main = import_module("cfgovern.cli.main")


@pytest.fixture
def place(tmp_path: Path, private_temp: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder to work in, with keys; nothing stays in the temporary one."""
    folder = tmp_path / "area"
    folder.mkdir()
    monkeypatch.chdir(folder)
    monkeypatch.setattr(locks, "_COST", {"memory_kib": 19_456, "iterations": 2, "lanes": 1})
    parting.area(folder)
    return folder


def run(*asked: str) -> int:
    code: int = main._run(list(asked))
    return code


ODD = (
    "o0", "pseudonym", "_row", "ref", "link", "protected", "components", "c0", "select", '"x', "a.b.c",
    "'; DROP TABLE people; --", "x" * 200, "\N{GRINNING FACE}", "Straße", "sent:people", "{0}", "%s",
    "$inner",
)  # fmt: skip


def test_a_contract_with_odd_names_and_values_is_released_exactly(place: Path, private_temp: Path) -> None:
    properties: list[dict[str, Any]] = [{"name": name, "logicalType": "string"} for name in ODD]
    role = {"property": "cfgovernRole", "value": ["record_id"]}
    own = {"name": "record", "logicalType": "string", "primaryKey": True, "customProperties": [role]}
    told = {"id": "urn:example:odd", "name": "Odd", "version": "1.0.0", "status": "draft"}
    schema = [{"name": "people", "properties": [own, *properties]}]
    contract = {"apiVersion": "v3.1.0", "kind": "DataContract", **told, "schema": schema}
    (place / "odd.yaml").write_text(yaml.safe_dump(contract, allow_unicode=True), encoding="utf-8")
    values = ["a,b", 'say "hello"', "two\nlines", "=1+1", "+44 7", "-3", "@home", "0012", "1e3", "\\N", "'x"]
    records = ["001", "1", "0001", "A001", "a001", "x" * 900]
    sent = [
        [record, *(values[(at + row) % len(values)] for at in range(len(ODD)))]
        for row, record in enumerate(records)
    ]
    (place / "odd").mkdir()
    with (place / "odd" / "people.csv").open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows([["record", *ODD], *sent])
    asked = parting.command("out", "--contract", "odd.yaml", sent="odd")
    assert run(*asked) == 0
    heads, *made = lines(place / "out" / "payload" / "people.csv")
    assert heads == ["person_ref", "link_id", *ODD] and len(made) == len(records)
    assert [ref for ref, *_ in made] == sorted(ref for ref, *_ in made)
    keys = api.open_keys(place / "area.keys", kept_passphrase(place / "words"))
    who = {
        one["person_ref"]: one["record_id"]
        for one in api.read_crosswalk(place / "out" / "crosswalk.sealed", keys)
    }
    assert {who[ref]: cells for ref, _, *cells in made} == {record: cells for record, *cells in sent}
    assert list(private_temp.iterdir()) == []


@pytest.mark.parametrize(
    "name", sorted(name for name, made in HOSTILE.items() if made.refused and not made.size)[::24]
)
def test_what_is_refused_is_not_released(
    place: Path, private_temp: Path, name: str, capfd: pytest.CaptureFixture[str]
) -> None:
    looked, made = Canaries(), HOSTILE[name]
    (place / "members.odcs.yaml").write_text(KNOWN, encoding="utf-8")
    (place / made.filename).write_bytes(made.make(looked.plant()))
    before = tree(place)
    asked = parting.command("out", "--contract", "members.odcs.yaml", sent=made.filename)
    assert run(*asked) == 3
    said = "".join(capfd.readouterr())
    assert "Nothing was written" in said and looked.found_in(said) == []
    assert tree(place) == before and list(private_temp.iterdir()) == []


KNOWN = CONTRACT.replace(
    "{name: member_id,",
    "{name: member_id, customProperties: [{property: cfgovernRole, value: [record_id]}],",
)


@pytest.mark.soak
def test_runs_at_once_agree_on_the_link_ids_and_are_both_remembered(place: Path, private_temp: Path) -> None:
    asked = [("a", "linkage"), ("b", "linkage"), ("c", "evaluation")]
    with ThreadPoolExecutor(len(asked)) as pool:
        done = list(pool.map(lambda one: cfgovern(*parting.command(one[0], domain=one[1]), cwd=place), asked))
    assert [one.code for one in done] == [0, 0, 0], [one.err for one in done]
    told = {}
    for name, _ in asked:
        must_be_whole(place / name, read_release(place / name))
        people = lines(place / name / "payload" / "people.csv")[1:]
        told[name] = {tuple(one[:2]) for one in people}
    links = [{link for _, link in one} for one in told.values()]
    assert told["a"] == told["b"] and links[0] == links[2] and not told["a"] & told["c"]
    register = sorted(path.name.rsplit(".", 2)[0] for path in (place / "area.keys.releases").iterdir())
    assert register == ["2026-q3", "2026-q3.evaluation", "2026-q3.linkage", "2026-q3.linkage"]
    assert list(private_temp.iterdir()) == []


def test_an_area_with_headings_of_its_own(place: Path) -> None:
    own = in_own_words(place / "return", place / "own", api.load_contract(place / "trial.odcs.yaml"))
    (place / "mapping.yaml").write_text(yaml.safe_dump(own), encoding="utf-8")
    assert run(*parting.command("plain")) == 0
    assert run(*parting.command("mapped", "--mapping", "mapping.yaml", sent="own")) == 0
    for file in ("payload/people.csv", "identifiers/who.csv", "released.odcs.yaml"):
        assert (place / "mapped" / file).read_bytes() == (place / "plain" / file).read_bytes()
    assert b" of list " not in (place / "mapped" / "manifest.json").read_bytes()


@pytest.mark.long
def test_a_programme_with_other_words_for_everything(tmp_path: Path) -> None:
    """Every table and column of the contract has another name, and the area has its own again, and codes."""
    renamed = contracts.renamed(tmp_path)
    made = (
        "--contract",
        renamed,
        "--mode",
        "cohort",
        "--participants",
        "25",
        "--areas",
        "1",
        "--format",
        "csv",
    )
    assert cfgovern("synth", *made, "--out", "made", cwd=tmp_path).code == 0
    [sent] = (path for path in (tmp_path / "made").iterdir() if path.is_dir())
    contract = api.load_contract(renamed)
    own = in_own_words(sent, tmp_path / "own", contract)
    for concept in ("agreement_state", "location_protected", "sex"):
        in_own_codes(tmp_path / "own", own["tables"], contract, concept)
    (tmp_path / "mapping.yaml").write_text(yaml.safe_dump(own, allow_unicode=True), encoding="utf-8")
    (tmp_path / "words").write_text(parting.WORDS, encoding="utf-8")
    (tmp_path / "words").chmod(0o600)
    key = ("--keys", "area.keys", "--passphrase-file", "words")
    assert cfgovern("key", "new", *key, cwd=tmp_path).code == 0
    counted: list[Mapping[str, Any]] = []
    for name, more in (("plain", (str(sent),)), ("mapped", ("own", "--mapping", "mapping.yaml"))):
        asked = ("--contract", renamed, "--domain", "national-linkage", "--release", name)
        done = cfgovern(
            "pseudonymise", *more, *asked, "--out", name, *key, "--as-of", "2026-10-01", cwd=tmp_path
        )
        assert done.code == 0, done.out + done.err
        told = read_release(tmp_path / name)
        counted.append({part: told[part] for part in ("people", "identifiers", "tables")})
        for file, data in tree(tmp_path / name).items():  # no heading and no code of the area's own
            assert b" of list " not in (data or b"") and b"Zq " not in (data or b""), file
    assert counted[0] == counted[1]
    assert (
        0 < counted[0]["identifiers"]["sent"] < 25 and counted[0]["identifiers"]["kept_back"]["declined"] > 0
    )


def in_own_codes(folder: Path, tables: dict[str, Any], contract: Contract, concept: str) -> None:
    """Let the codes of a column in ``folder`` be the area's own, and the mapping say so."""
    table, column = next(
        (table, column) for table in contract.tables for column in table.columns if column.concept == concept
    )
    told = tables[table.name]
    place = list(told["columns"].values()).index(column.name)
    file = folder / f"{told['sheet']}.csv"
    heads, *rows = lines(file)
    codes = {f"Zq {row[place]}": row[place] for row in rows if row[place]}
    for row in rows:
        row[place] = row[place] and f"Zq {row[place]}"
    with file.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows([heads, *rows])
    told.setdefault("codes", {})[column.name] = codes
