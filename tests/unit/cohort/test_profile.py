"""A cohort profile: every figure has a source, is read by some code, and a mistake is told at its place."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from cfgovern import api
from cfgovern.cohort import story
from cfgovern.cohort.profile import Profile, load_profile, profile_for
from cfgovern.content import folder
from cfgovern.contract.load import load_contract
from cfgovern.contract.model import Contract
from cfgovern.errors import Fault, OperatorFileError
from tests.command import plain_contract

PATH = Path(str(folder("synthetic"))) / "changing-futures.yaml"
TEXT = PATH.read_text("utf-8")
AS_OF = date(2026, 10, 1)
PARTS = ("numbers", "hazards", "shares", "missing", "weights", "scores", "services", "nights")
# What a weight is about, where its name is not that of a concept.
ABOUT = {"accommodation": "accommodation_at_start", "planned_ending": "exit_destination", "areas": "area_id",
         "wave_not_done": "not_assessed_reason", "questionnaire_not_done": "not_completed_reason",
         "agreement": "agreement_state"}  # fmt: skip
OWN_CODES = ("age_at_start", "settled_at_start", "further_support", "areas")


@pytest.fixture(scope="module")
def profile() -> Profile:
    return load_profile(PATH)


@pytest.fixture(scope="module")
def programme() -> Contract:
    return api.load_contract()


def faults(tmp_path: Path, old: str, new: str) -> list[Fault]:
    """What is told of the profile with ``old``, which it has once, changed into ``new``."""
    assert TEXT.count(old) == 1, old
    path = tmp_path / "changed.yaml"
    path.write_text(TEXT.replace(old, new), encoding="utf-8")
    with pytest.raises(OperatorFileError) as caught:
        load_profile(path)
    assert caught.value.exit_code == 2
    return list(caught.value.faults)


def line_of(text: str) -> int:
    return TEXT[: TEXT.index(text)].count("\n") + 1


def test_the_contract_of_the_pack_has_a_profile_and_others_have_none(
    programme: Contract, tmp_path: Path
) -> None:
    found = profile_for(programme)
    assert found is not None and found.contract == programme.id
    assert profile_for(load_contract(plain_contract(tmp_path))) is None


def test_a_copy_under_another_id_has_the_profile_too(programme: Contract) -> None:
    copy = replace(programme, id="urn:example:copy")
    assert profile_for(copy) == profile_for(programme)
    assert profile_for(replace(copy, tables=copy.tables[1:])) is None


def test_the_header_says_that_nobody_in_it_exists() -> None:
    header = " ".join(line.lstrip("# ") for line in TEXT.split("\n\n")[0].splitlines())
    assert "Nobody in it exists" in header
    assert "no row of real data was used" in header


def test_what_is_assumed_says_so_and_what_is_published_says_where(profile: Profile) -> None:
    sources = profile.document.data["sources"]
    assert sources["assumed"].startswith("Assumed")
    used = set(re.findall(r"source: (\w+)", TEXT))
    assert used == set(sources)
    assert all(target.assumed is (target.source == sources["assumed"]) for target in profile.targets)


@pytest.mark.parametrize("part", PARTS)
def test_every_entry_has_a_source(profile: Profile, part: str) -> None:
    told = profile.document.data[part]
    assert told and all(set(said) == {"is", "source"} for said in told.values())


def test_an_entry_without_a_source_is_told_with_its_line(tmp_path: Path) -> None:
    old = "  moved_away: {is: 0.35, source: assumed}"
    (fault,) = faults(tmp_path, old, "  moved_away: {is: 0.35}")
    assert (fault.line, fault.at) == (line_of(old), ("hazards", "moved_away"))
    assert "source" in fault.message


def test_an_unknown_source_is_told_with_its_line_and_what_was_meant(tmp_path: Path) -> None:
    old = "  moved_away: {is: 0.35, source: assumed}"
    (fault,) = faults(tmp_path, old, old.replace("assumed", "asumed"))
    assert (fault.code, fault.line) == ("cohort.source", line_of(old))
    assert fault.message == 'No source has this name. Did you mean "assumed"?'


def test_an_unknown_key_is_told_with_its_line_and_what_was_meant(tmp_path: Path) -> None:
    told = faults(tmp_path, "\nhazards:\n", "\nhazard:\n")
    assert {(fault.line, fault.code) for fault in told} >= {(line_of("hazards:"), "entry.unknown")}
    assert any("hazards" in fault.message for fault in told)


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("disengaged: {is: 1.1,", "disengaged: {is: 101,", "100"),
        ("trauma: {is: 84,", "trauma: {is: -1,", "0"),
        ("trauma: {is: 84,", "trauma: {is: most,", "number"),
        ("needs: {is: {declined: 0.3,", "needs: {is: {refused: 0.3,", "may stand here"),
        ("lowest: 7, highest: 35", "lowest: 7, highist: 35", "highest"),
        ("chance: 9, at_most: 12", "chance: 9, at_most: 93", "92"),
        ("quarter: 0.4, falls: 35", "quarter: 0.4, falls: 35, need: hunger", "homelessness"),
    ],
)
def test_a_figure_that_cannot_be_is_told_with_its_line(
    tmp_path: Path, old: str, new: str, words: str
) -> None:
    found = faults(tmp_path, old, new)
    assert {fault.line for fault in found} == {line_of(old)}
    assert any(words in fault.message for fault in found), found


@pytest.mark.parametrize(
    ("old", "new", "path", "words"),
    [
        ("share: 36.5,", "", ("targets", 0), "has a share, or a value"),
        ("share: 36.5,", "share: 36.5, value: 3,", ("targets", 0), "has a share, or a value"),
        ("mean_of: [start_date, assessment_date],", "", ("targets", 11), "has a share, or a value"),
        ("{id: mental_health,", "{id: homelessness,", ("targets", 2, "id"), "earlier target"),
        (
            "conflicts_with: [female,",
            "conflicts_with: [femal,",
            ("targets", 7, "conflicts_with"),
            '"female"?',
        ),
    ],
)
def test_a_target_that_asks_for_nothing_or_for_two_things_is_told_at_its_place(
    tmp_path: Path, old: str, new: str, path: tuple[str | int, ...], words: str
) -> None:
    (fault,) = faults(tmp_path, old, new)
    assert (fault.code, fault.at) == ("cohort.target", path)
    assert words in fault.message


def test_totals_that_conflict_are_not_fitted_and_are_still_asked(profile: Profile) -> None:
    asked = {target.id: target for target in profile.targets}
    fitted = {target.id for target in profile.fitted}
    assert {name for name, target in asked.items() if target.conflicts_with} == {"domestic_abuse"}
    assert fitted < set(asked) and "domestic_abuse" not in fitted
    # 36.5 % of 93 and 63.5 % of 46 are 63: the published 70 cannot be met together with them.
    together = 0.365 * 93 + 0.635 * 46
    assert abs(together - float(asked["domestic_abuse"].asked)) > 5


def concepts_of(weight: str) -> Iterator[tuple[str, list[str]]]:
    """The concepts that the name of a weight is about, with the codes named (none: its own codes)."""
    name, _, condition = weight.partition("|")
    yield ABOUT.get(name.split(".")[0], name), []
    other, _, codes = condition.partition("=")
    if other == "ethnic_group":
        yield other, codes.split("+")


def test_every_code_of_a_weight_is_a_code_of_the_contracts_list(
    profile: Profile, programme: Contract
) -> None:
    lists = {
        column.concept: {
            code.code for code in programme.code_lists[column.code_list].on("2026-10-01").current
        }
        for table in programme.tables
        for column in table.collected
        if column.code_list
    }
    seen = 0
    for weight, shares in profile.weights.items():
        if weight.split("|")[0] in OWN_CODES:
            continue
        for concept, named in concepts_of(weight):
            unknown = set(named or shares) - lists[concept]
            assert not unknown, (weight, unknown)
            seen += 1
    assert seen > 30
    assert set(profile.hazards) <= lists["exit_destination"]
    for concept, score in profile.scores.items():
        assert set(score.get("codes", ())) <= lists.get(concept, set()), concept


class Watched(Mapping[str, Any]):
    """A mapping that notes which of its names were asked for."""

    def __init__(self, told: Mapping[str, Any], name: str, seen: set[str]) -> None:
        self._told, self._name, self._seen = told, name, seen

    def __getitem__(self, key: str) -> Any:
        value = self._told[key]
        self._seen.add(f"{self._name}/{key}")
        return Watched(value, f"{self._name}/{key}", self._seen) if isinstance(value, dict) else value

    def __iter__(self) -> Iterator[str]:
        return iter(self._told)

    def __len__(self) -> int:
        return len(self._told)


def test_every_figure_is_read(profile: Profile) -> None:
    seen: set[str] = set()
    parts = {part: Watched(getattr(profile, part), part, seen) for part in (*PARTS, "needs")}
    watched = replace(profile, **parts)
    world = story.make_world(watched, people=2000, areas={"A01": "One"}, seed=1, as_of=AS_OF)
    story.tell(world, np.arange(1, 2001))
    for part in parts:
        told = getattr(profile, part)
        wanted = {f"{part}/{name}" for name in told}
        wanted |= {
            f"{part}/{name}/{key}" for name, each in told.items() if isinstance(each, dict) for key in each
        }
        assert wanted <= seen, sorted(wanted - seen)


def test_a_name_that_no_figure_has_is_a_key_error(profile: Profile) -> None:
    with pytest.raises(KeyError):
        profile.number("people_on_the_moon")
    with pytest.raises(KeyError):
        profile.share("people_on_the_moon")
    assert profile.share("trauma") == 0.84


def test_the_digest_is_that_of_the_bytes(profile: Profile, tmp_path: Path) -> None:
    other = tmp_path / "other.yaml"
    other.write_text(TEXT + "# more\n", encoding="utf-8")
    assert profile.digest.startswith("sha256:")
    assert load_profile(other).digest != profile.digest
