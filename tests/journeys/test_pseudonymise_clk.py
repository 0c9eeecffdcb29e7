"""``pseudonymise --mode clk``: codes of a made-up area, proved and linked."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from cfgovern.contract.schemas import check_machine
from cfgovern.keys.keyfile import open_keys
from cfgovern.keys.locks import Passphrase
from cfgovern.tokens.clksettings import SECRET, Made
from cfgovern.tokens.keyed import token_key
from tests.command import cfgovern
from tests.journeys.test_pseudonymise import (
    LINKAGE,
    PASSPHRASE,
    keys_in,
    made_return,
    manifest,
    released,
    rows,
)  # fmt: skip

SCHEMA = "identifiers/identifiers.linkage-schema.json"


@pytest.fixture(scope="module")
def area(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a return of 30 made-up people, and keys."""
    folder = tmp_path_factory.mktemp("area")
    made_return(folder / "return", 30)
    keys_in(folder)
    return folder


@pytest.fixture(scope="module")
def plain(area: Path) -> Path:
    """Their codes."""
    done = released(area, area / "plain", LINKAGE, "--mode", "clk")
    assert done.code == 0, done.err
    (area / "plain.txt").write_text(done.out, encoding="utf-8")
    return area / "plain"


@pytest.fixture(scope="module")
def salted(area: Path) -> Path:
    """Their codes once more, salted by the year of birth."""
    done = released(area, area / "salted", LINKAGE, "--mode", "clk", "--clk-salt", "birth-year", name="two")
    assert done.code == 0, done.err
    return area / "salted"


def schema_of(release: Path) -> dict[str, Any]:
    told: dict[str, Any] = json.loads((release / SCHEMA).read_bytes())
    return told


def test_what_it_risks_is_said_by_the_run_the_manifest_and_the_contract(area: Path, plain: Path) -> None:
    told = manifest(plain)
    assert check_machine("release", told) == []
    assert (told["mode"], told["tokens"], told["clk"]["salt"]) == ("clk", None, None)
    assert told["clk"]["schemas"] == [SCHEMA] and SCHEMA in told["files"]
    said = (area / "plain.txt").read_text(encoding="utf-8")
    assert all(sentence in said for sentence in told["clk"]["warning"])
    words = " ".join(told["clk"]["warning"])
    assert all(
        word in words for word in ("EXPERIMENTAL", "personal data", "pattern mining", "rare", "no key")
    )
    assert "weaker than tokens" in (plain / "released.odcs.yaml").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", ["plain", "salted"])
def test_a_code_is_made_of_the_identifiers_as_sent(
    area: Path, name: str, request: pytest.FixtureRequest
) -> None:
    release = request.getfixturevalue(name)
    keys = open_keys(area / "area.keys", Passphrase(PASSPHRASE))
    key = token_key(keys.root("programme"), LINKAGE, keys.root("programme").epoch, SECRET)
    made = Made(schema_of(release), manifest(release)["clk"]["salt"], key, "1")
    sent = {row["participant_id"]: row for row in rows(area / "return" / "identifiers.csv")}
    fields = ("given_name", "family_name", "date_of_birth", "nino", "postcode")
    whole = guarded = 0
    for one in rows(release / "identifiers" / "identifiers.csv"):
        said = {field: sent[one["synthetic_record_id"]][field] or None for field in fields}
        if one["clk"] == made.of(said):
            whole += 1
        else:
            guarded += one["clk"] == made.of({**said, "postcode": None})
    [column] = [one for one in manifest(release)["tables"][0]["columns"] if one["name"] == "clk"]
    assert whole and (whole + guarded, column["treatment"]) == (
        manifest(release)["identifiers"]["sent"],
        "clk",
    )
    assert guarded <= column.get("withheld", 0)


def test_no_identifier_and_no_token_stands_beside_it(plain: Path) -> None:
    head = rows(plain / "identifiers" / "identifiers.csv")[0]
    assert set(head) == {"link_id", "synthetic_record_id", "record_origin", "area_id", "sex", "clk"}


@pytest.mark.soak
def test_the_release_is_proved_again(area: Path, salted: Path) -> None:
    done = cfgovern(
        "pseudonymise", "--check", str(salted), "--submission", str(area / "return"),
        "--keys", "area.keys", "--passphrase-file", "passphrase", "--format", "json", cwd=area,
    )  # fmt: skip
    told = json.loads(done.out)
    assert done.code == 0 and [one["proof"] for one in told["not_run"]] == ["no_identifier"], done.out
    assert {one["state"] for one in told["proofs"]} == {"held"} and len(told["proofs"]) == 9


@pytest.mark.soak
def test_a_release_by_another_schema_is_not_proved(area: Path, plain: Path, tmp_path: Path) -> None:
    pack = tmp_path / "pack"
    for kind in ("schemas", "validators", "synthetic"):
        shutil.copytree(Path(__file__).parents[2] / kind, pack / kind)
    settings = pack / "validators" / "linking" / "clk.yaml"
    settings.write_text(settings.read_text(encoding="utf-8").replace("120}", "121}"), encoding="utf-8")
    done = cfgovern(
        "pseudonymise", "--check", str(plain), "--submission", str(area / "return"), "--pack", str(pack),
        "--keys", "area.keys", "--passphrase-file", "passphrase", "--format", "json", cwd=area,
    )  # fmt: skip
    codes = {one["code"] for one in json.loads(done.out)["proofs"] if one["state"] == "failed"}
    assert (done.code, codes) == (1, {"release.other_schema"}), done.out


def test_the_same_people_are_linked_by_their_bits(area: Path, plain: Path) -> None:
    done = cfgovern("link", "plain", "plain", "--format", "json", "--output", "links.json", cwd=area)
    assert done.code == 0, done.err
    told = json.loads((area / "links.json").read_bytes())
    assert check_machine("link", told) == [] and told["mode"] == "clk" and told["one_to_one"]
    ids = {one["link_id"] for one in rows(plain / "identifiers" / "identifiers.csv")}
    assert {one["left"] for one in told["links"]} == ids and len(told["links"]) == len(ids) > 5
    assert all(one["left"] == one["right"] and one["similarity"] == 1 for one in told["links"])
    assert told["blocking"] == [{"same": [], "pairs": len(ids) ** 2, "use": "used"}]


def test_codes_that_are_not_salted_alike_are_not_compared(area: Path, plain: Path, salted: Path) -> None:
    done = cfgovern("link", "plain", "salted", cwd=area)
    assert (done.code, "[link.other_salt]" in done.err) == (2, True), done.err


def test_a_salt_is_for_codes_alone(area: Path) -> None:
    done = released(area, area / "none", LINKAGE, "--clk-salt", "birth-year", name="five")
    assert (done.code, "[release.clk_salt]" in done.err) == (2, True) and not (area / "none").exists()
