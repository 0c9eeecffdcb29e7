"""``cfgovern link plan``: made-up people linked by each set of identifiers, and a record for documents."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path
from typing import Any

import pytest

from cfgovern import api
from cfgovern.cohort.names import load_communities
from cfgovern.contract.schemas import check_machine
from tests.command import Done, cfgovern

# A domain of few identifiers: each set takes Splink a second.
SENT = "participant_id, given_name, family_name, date_of_birth, nino"
DOMAINS = f"""
version: "1"
contract: urn:cfgovern:changing-futures:candidate
domains:
  linker: {{recipient: x, purpose: x, retention: x, identifiers: {{identifiers: [{SENT}]}}}}
  numbers: {{recipient: x, purpose: x, retention: x, identifiers: {{identifiers: [participant_id, nino]}}}}
  answers: {{recipient: x, purpose: x, retention: x, payload: {{participants: [sex]}}}}
"""


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("plan")
    shutil.copytree(api.default_contract().parent, folder / "contract")
    (folder / "contract" / "domains.yaml").write_text(DOMAINS, encoding="utf-8")
    return folder


def plan(place: Path, *more: str, people: int = 900) -> Done:
    contract = f"contract/{api.default_contract().name}"
    return cfgovern("link", "plan", "--contract", contract, "--participants", str(people), *more, cwd=place)


@pytest.fixture(scope="module")
def printed(place: Path) -> str:
    done = plan(
        place, "--domain", "linker", "--seed", "3", "--format", "json", "--output", "-", "--evidence", "proof"
    )
    assert (done.code, done.err) == (0, "")
    return done.out


@pytest.fixture(scope="module")
def told(printed: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(printed)
    assert check_machine("link-plan", found) == []
    return found


def test_all_identifiers_find_the_most_and_tokens_find_as_many(told: dict[str, Any]) -> None:
    sets = {(one["mode"], tuple(one["left_out"])): one for one in told["sets"]}
    assert list(sets) == [("clear", ()), ("clear", ("nino",)), ("tokens", ()), ("tokens", ("nino",))]
    for mode in ("clear", "tokens"):
        assert sets[mode, ()]["recall"] > sets[mode, ("nino",)]["recall"]
        assert sets[mode, ()]["f1"] >= sets[mode, ("nino",)]["f1"]
    assert abs(sets["clear", ()]["f1"] - sets["tokens", ()]["f1"]) <= 0.01
    assert sets["clear", ()]["f1"] >= 0.97


def test_no_set_is_without_names_and_every_group_is_told_of(told: dict[str, Any]) -> None:
    for one in told["sets"]:
        assert one["shared"][:2] == ["names", "date_of_birth"]
        assert one["by_group"].keys() == {"sex", "ethnicity", "name_origin", "fixed_abode", "nino", "dob"}
        for groups in one["by_group"].values():
            assert sum(group["true_pairs"] for group in groups.values()) == told["true_pairs"]
    assert told["left"]["kept_back"]["declined"] > 0  # as of real people, only those who agreed


def test_the_record_has_the_digests_and_what_was_found(
    place: Path, printed: str, told: dict[str, Any]
) -> None:
    [file] = (place / "proof").iterdir()
    assert "-link_plan-" in file.name
    record = json.loads(file.read_bytes())
    assert check_machine("run-record", record) == []
    assert record["contract"] == told["contract"]["digest"] and record["submission"] is None
    assert record["link_plan"]["in_words"] == told["in_words"]
    assert [one["f1"] for one in record["link_plan"]["sets"]] == [one["f1"] for one in told["sets"]]


@pytest.mark.soak
def test_the_same_seed_gives_the_same_bytes_and_nobody_is_named(place: Path, printed: str) -> None:
    again = plan(place, "--domain", "linker", "--seed", "3", "--format", "json", "--output", "again.json")
    assert (again.code, again.out) == (0, "")
    assert (place / "again.json").read_text(encoding="utf-8") == printed
    text = printed + "".join(file.read_text(encoding="utf-8") for file in (place / "proof").iterdir())
    assert not re.search("P-[0-9]{7}|[A-Z]{2}[0-9]{6}|19[0-9]{2}-|ZZ99|@", text)
    assert set(re.findall("[A-Z][a-z]+", text)) & load_communities().keys() <= {"Black", "White"}


@pytest.mark.parametrize(
    ("domain", "code"),
    [
        ((), "link.plan_domain"),
        (("--domain", "linkr"), "domain.unknown"),
        (("--domain", "answers"), "link.plan_names"),
        (("--domain", "numbers"), "link.plan_names"),
    ],
)
def test_a_domain_that_nobody_can_be_told_apart_by_is_refused(
    place: Path, domain: tuple[str, ...], code: str
) -> None:
    done = plan(place, *domain, people=100)
    assert done.code == 2 and f"[{code}]" in done.err and done.out == ""


def test_nothing_is_written_over_the_contract(place: Path) -> None:
    done = plan(place, "--domain", "linker", "--output", "contract/domains.yaml")
    assert done.code == 2 and "[output.is_contract]" in done.err
