"""The lists of names are those that shipped, wide enough, and loaded strictly."""

from __future__ import annotations

import csv
import shutil
from collections import Counter
from collections.abc import Callable, Iterator
from hashlib import sha256
from pathlib import Path

import numpy as np
import pytest

from cfgovern import content
from cfgovern.cohort.draw import Draw
from cfgovern.cohort.names import digest, load_names, load_slips, load_streets, load_variants
from cfgovern.errors import OperatorFileError

FOLDER = content.shipped("synthetic") / "names"
NUMBERS = np.arange(1, 20_001, dtype=np.int64)
Spoil = Callable[[str, Callable[[str], str]], None]


def rows(name: str) -> list[dict[str, str]]:
    with (FOLDER / name).open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def test_the_lists_are_the_ones_that_shipped() -> None:
    said = dict(line.split()[::-1] for line in (FOLDER / "SHA256SUMS").read_text("utf-8").splitlines())
    found = {
        path.name: sha256(path.read_bytes()).hexdigest()
        for path in FOLDER.iterdir()
        if path.suffix in (".csv", ".yaml")
    }
    assert said == found


def test_the_lists_are_wide_enough() -> None:
    given = Counter((row["community"], row["sex"]) for row in rows("given.csv"))
    assert (
        min(given[name, sex] for name in ("white_british", "pakistani") for sex in ("female", "male")) >= 120
    )
    assert min(count for (community, _), count in given.items() if community != "also_known_as") >= 40
    family = Counter(row["community"] for row in rows("family.csv"))
    assert family["white_british"] >= 250
    assert min(count for community, count in family.items() if community != "also_known_as") >= 40
    assert len(rows("nicknames.csv")) >= 250


def test_names_that_software_takes_for_something_else_are_there() -> None:
    assert {"Null", "May", "True", "O'Brien", "d'Arcy", "St John", "Nguyễn"} <= {
        row["name"] for row in rows("family.csv")
    }


def test_every_ethnic_group_of_the_programme_has_names() -> None:
    listed = content.shipped("schemas") / "changing-futures" / "code-lists" / "ethnic_groups.csv"
    with listed.open(encoding="utf-8", newline="") as stream:
        assert {row["code"] for row in csv.DictReader(stream)} == set(load_names().groups) - {""}


def picked(group: str, male: int, born: int) -> Counter[str]:
    names, draw = load_names(), Draw(1)
    groups = np.full(len(NUMBERS), names.groups[group])
    community = names.community.pick(draw.stream("community"), groups, NUMBERS)
    sexes, days = np.full(len(NUMBERS), male), np.full(len(NUMBERS), born)
    given = names.given_names(draw.stream("given"), community, sexes, days, NUMBERS)
    return Counter(names.words[place] for place in given.tolist())


def test_given_names_go_with_the_decade_of_birth() -> None:
    old, young = picked("white_british", 0, 18_567), picked("white_british", 0, 37_567)
    assert old["Susan"] > 20 * young["Susan"] and young["Olivia"] > 20 * old["Olivia"]


@pytest.mark.parametrize("born", [0, 1, 25_000, 70_000])
def test_any_day_of_birth_has_names(born: int) -> None:
    assert len(picked("white_british", 1, born)) > 20


def test_given_names_go_with_community_and_sex() -> None:
    assert {"Piotr", "Agnieszka"} <= set(picked("white_other", 1, 30_000) + picked("white_other", 0, 30_000))
    assert not set(picked("asian_chinese", 1, 0)) & set(picked("other_arab", 1, 0))
    assert "Piotr" not in picked("white_other", 0, 0)


def test_family_names_take_the_form_of_the_sex() -> None:
    names, draw = load_names(), Draw(1)
    group = np.full(len(NUMBERS), names.groups["white_other"])
    community = names.community.pick(draw.stream("community"), group, NUMBERS)
    told = [
        {names.words[n] for n in names.family_names(draw.stream("f"), community, male + 0 * NUMBERS, NUMBERS)}
        for male in (0, 1)
    ]
    assert "Kowalska" in told[0] - told[1] and "Kowalski" in told[1] - told[0]
    assert "Nowak" in told[0] & told[1]


def test_nicknames_belong_to_the_name() -> None:
    names = load_names()
    william, nobody = names.words.index("William"), names.words.index("Nobby")
    called = names.nicknames_of(Draw(1).stream("n"), np.where(NUMBERS % 2, william, nobody), NUMBERS)
    assert {names.words[place] for place in called[::2].tolist()} >= {"Bill", "Will", "Billy"}
    assert set(called[1::2].tolist()) == {-1}


def test_variants_lead_both_ways() -> None:
    variants = load_variants()
    assert "Muhammad" in variants["Mohammed"] and "Mohammed" in variants["Muhammad"]
    assert all(name not in others for name, others in variants.items())


def test_slips_and_streets_have_every_kind() -> None:
    assert all(len(pairs) > 30 for pairs in load_slips().values())
    streets = load_streets()
    assert len(streets["street"]) >= 40 and streets["place"][0] == "{town}"
    assert all(any(sign in text for text in streets["odd"]) for sign in ',"()')
    assert not any("\n" in text for texts in streets.values() for text in texts)  # a line is one line


@pytest.fixture
def spoil(tmp_path: Path) -> Iterator[Spoil]:
    """A pack in use whose lists can be changed."""
    (tmp_path / "schemas").mkdir()
    lists = tmp_path / "synthetic" / "names"
    shutil.copytree(FOLDER, lists)
    content.use_pack(tmp_path)

    def change(name: str, how: Callable[[str], str]) -> None:
        (lists / name).write_text(how((lists / name).read_text("utf-8")), "utf-8")

    yield change
    content.use_pack(None)


@pytest.mark.parametrize(
    ("name", "old", "new", "code"),
    [
        ("given.csv", "name,weight", "nom,weight", "names.columns"),
        ("given.csv", "Susan,167", "Susan,none", "names.row"),
        ("given.csv", "Susan,167", ",167", "names.row"),
        ("given.csv", ",female,1950", ",feminine,1950", "names.row"),
        ("family.csv", "Smith,", '"Smith,', "names.unreadable"),
        ("communities.yaml", "white_irish: 4", "white_irsh: 4", "names.community"),
        ("communities.yaml", "black_other]", "black_others]", "names.group"),
        ("communities.yaml", "by_names: also_known_as", "by_names: street", "names.community"),
        ("communities.yaml", "white_irish: 4", "white_irish: none", "entry.type"),
    ],
)
def test_a_list_with_a_fault_is_refused_with_its_place(
    spoil: Spoil, name: str, old: str, new: str, code: str
) -> None:
    spoil(name, lambda text: text.replace(old, new, 1))
    with pytest.raises(OperatorFileError) as refused:
        load_names()
    assert {fault.code for fault in refused.value.faults} == {code}


def test_a_list_without_rows_or_with_one_sex_alone_is_refused(spoil: Spoil) -> None:
    spoil("nicknames.csv", lambda text: text.splitlines()[0] + "\n")
    with pytest.raises(OperatorFileError) as refused:
        load_names()
    assert [fault.code for fault in refused.value.faults] == ["names.empty"]
    spoil("nicknames.csv", lambda text: text + "William,Bill\n")
    spoil("given.csv", lambda text: "\n".join(x for x in text.split("\n") if "roma,female" not in x))
    with pytest.raises(OperatorFileError) as refused:
        load_names()
    assert [fault.code for fault in refused.value.faults] == ["names.lacking"]


def test_the_digest_tells_other_lists_apart(spoil: Spoil) -> None:
    before = digest()
    spoil("given.csv", lambda text: text + "Quill,1,roma,female,\n")
    assert digest() != before
    assert "Quill" in load_names().words
