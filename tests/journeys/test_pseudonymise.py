"""``cfgovern pseudonymise``: a made-up area's return, parted for those who may have it."""

from __future__ import annotations

import csv
import json
import shutil
import stat
from collections import Counter
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from cfgovern import cohort
from cfgovern.api import load_contract, synth
from cfgovern.contract.schemas import check_machine
from cfgovern.keys.keyfile import open_keys
from cfgovern.keys.locks import Passphrase
from cfgovern.keys.sealed import unseal
from tests.command import Done, cfgovern

PASSPHRASE = "a passphrase for nobody's keys"
EVALUATION, LINKAGE = "national-evaluation", "national-linkage"
DAY = "2026-10-01"


@pytest.fixture(scope="module")
def area(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a return of 60 made-up people, and keys."""
    folder = tmp_path_factory.mktemp("area")
    made_return(folder / "return", 60)
    keys_in(folder)
    return folder


def made_return(folder: Path, people: int) -> Path:
    """The return of an area of so many made-up people, as CSV files in the new ``folder``."""
    contract = load_contract()
    made = cohort.make_area(contract, people=people, as_of=date.fromisoformat(DAY))
    folder.mkdir()
    for table in contract.tables:
        (folder / f"{table.name}.csv").write_bytes(cohort.as_csv(table, made[table.name]))
    return folder


def keys_in(folder: Path) -> None:
    """Keys of an area that exists nowhere."""
    (folder / "passphrase").write_text(PASSPHRASE, encoding="utf-8")
    (folder / "passphrase").chmod(0o600)
    made = cfgovern("key", "new", "--keys", "area.keys", "--passphrase-file", "passphrase", cwd=folder)
    assert made.code == 0


def released(
    area: Path, out: Path, domain: str, *more: str, sent: Path | None = None, name: str = "2026-q3"
) -> Done:
    """One release, as a user asks for it."""
    return cfgovern(
        "pseudonymise", str(sent or area / "return"), "--out", str(out), "--domain", domain,
        "--release", name,
        "--keys", "area.keys", "--passphrase-file", "passphrase", "--as-of", DAY, *more, cwd=area,
    )  # fmt: skip


def rows(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def manifest(out: Path) -> dict[str, Any]:
    told: dict[str, Any] = json.loads((out / "manifest.json").read_bytes())
    return told


@pytest.fixture(scope="module")
def both(area: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """The answers and the identifiers of one release."""
    folder = tmp_path_factory.mktemp("released")
    answers, identifiers = folder / "answers", folder / "identifiers"
    assert released(area, answers, EVALUATION).code == 0
    assert released(area, identifiers, LINKAGE).code == 0
    return answers, identifiers


def test_answers_and_identifiers_meet_by_the_link_id_alone(area: Path, both: tuple[Path, Path]) -> None:
    answers, identifiers = both
    people = rows(answers / "payload" / "participants.csv")
    named = rows(identifiers / "identifiers" / "identifiers.csv")
    assert len(people) == 60 and 20 < len(named) < 60
    assert {one["link_id"] for one in named} < {one["link_id"] for one in people}
    assert not {"participant_id", "given_name", "date_of_birth"} & people[0].keys()
    assert not {"participant_id", "person_ref", "start_date"} & named[0].keys()
    sent = {one["participant_id"]: one for one in rows(area / "return" / "participants.csv")}
    by_link = {one["link_id"]: one for one in people}
    for one in named:
        assert by_link[one["link_id"]]["sex"] == sent[one["synthetic_record_id"]]["sex"]


def test_a_person_has_one_reference_in_all_answers(area: Path, both: tuple[Path, Path]) -> None:
    payload = both[0] / "payload"
    people = {one["person_ref"] for one in rows(payload / "participants.csv")}
    for table in ("assessments", "outcomes", "service_use", "support"):
        told, sent = rows(payload / f"{table}.csv"), rows(area / "return" / f"{table}.csv")
        assert len(told) == len(sent)
        assert {one["person_ref"] for one in told} <= people
        assert len({one["person_ref"] for one in told}) == len({one["participant_id"] for one in sent})


def test_every_person_is_accounted_for(both: tuple[Path, Path]) -> None:
    for out in both:
        told = manifest(out)
        assert check_machine("release", told) == []
        for counted in (told["people"], told["identifiers"]):
            assert counted["in"] == counted["sent"] + sum(counted["kept_back"].values()) == 60
        for table in told["tables"]:
            assert len(rows(out / table["file"])) == table["rows"] <= table["rows_in"]
    assert set(told["identifiers"]["kept_back"]) <= {
        "declined", "not_asked", "withdrawn", "no_agreement", "lacks_capacity", "no_identifiers",
    }  # fmt: skip
    assert told["record_origin"] == "synthetic"
    assert "still personal data" in told["about"]


def test_what_was_released_keeps_to_its_own_contract(both: tuple[Path, Path], tmp_path: Path) -> None:
    for out in both:
        folder = tmp_path / out.name
        folder.mkdir()
        for file in (*out.glob("payload/*.csv"), *out.glob("identifiers/*.csv")):
            shutil.copy(file, folder)
        checked = cfgovern(
            "validate",
            str(folder),
            "--contract",
            str(out / "released.odcs.yaml"),
            "--as-of",
            DAY,
            cwd=tmp_path,
        )
        assert checked.code == 0, checked.out


def test_no_identifier_is_left_in_the_answers(both: tuple[Path, Path]) -> None:
    answers, identifiers = both
    found = cfgovern(
        "scan", str(answers / "payload"), "--contract", str(answers / "released.odcs.yaml"),
        "--registry", str(identifiers / "identifiers" / "identifiers.csv"), cwd=answers,
    )  # fmt: skip
    assert found.code == 0, found.out


@pytest.fixture(scope="module")
def in_tokens(area: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The identifiers of the same release, as tokens."""
    out = tmp_path_factory.mktemp("tokens") / "out"
    done = released(area, out, LINKAGE, "--mode", "tokens")
    assert done.code == 0, done.err
    return out


def test_tokens_are_made_in_place_of_identifiers(both: tuple[Path, Path], in_tokens: Path) -> None:
    clear = {one["link_id"]: one for one in rows(both[1] / "identifiers" / "identifiers.csv")}
    tokens = {one["link_id"]: one for one in rows(in_tokens / "identifiers" / "identifiers.csv")}
    assert tokens.keys() == clear.keys()
    head = next(iter(tokens.values())).keys()
    assert {"given_full", "surname_full", "dob", "postcode", "nino"} <= head
    assert not {"given_name", "family_name", "date_of_birth"} & head
    for name, of in (("surname_full", "family_name"), ("nino", "nino")):
        alike = {(one[name], clear[link][of]) for link, one in tokens.items() if clear[link][of]}
        assert all(len(token) == 32 for token, _ in alike)
        assert len({token for token, _ in alike}) == len({value for _, value in alike}) == len(alike)
    told = manifest(in_tokens)["tokens"]
    assert told["minimum"] > 1 and "dob_year" in told["low_entropy"] and "guess" in told["warning"]


def test_the_area_can_tell_who_is_who(area: Path, both: tuple[Path, Path], tmp_path: Path) -> None:
    keys = ("--keys", "area.keys", "--passphrase-file", "passphrase")
    done = cfgovern(
        "key",
        "crosswalk",
        str(both[1] / "crosswalk.sealed"),
        *keys,
        "--output",
        f"{tmp_path}/who.csv",
        cwd=area,
    )
    assert done.code == 0, done.err
    assert stat.S_IMODE((tmp_path / "who.csv").stat().st_mode) == 0o600
    who = {one["link_id"]: one for one in rows(tmp_path / "who.csv")}
    for one in rows(both[1] / "identifiers" / "identifiers.csv"):
        assert who[one["link_id"]]["record_id"] == one["synthetic_record_id"]
    ref, record = next((one["person_ref"], one["record_id"]) for one in who.values())
    asked = ("key", "crosswalk", str(both[1] / "crosswalk.sealed"), *keys, "--ref")
    assert cfgovern(*asked, ref, cwd=area).out == f"{record}\n"
    done = cfgovern(*asked, "0" * 32, cwd=area)
    assert (done.code, "crosswalk.nobody" in done.err) == (2, True)


def test_a_release_of_tokens_is_proved_and_what_was_changed_is_told(
    area: Path, in_tokens: Path, tmp_path: Path
) -> None:
    keys = ("--keys", "area.keys", "--passphrase-file", "passphrase")
    asked = ("pseudonymise", "--check", str(in_tokens), *keys)
    more = ("--submission", "return", "--format", "json", "--evidence", str(tmp_path / "evidence"))
    done = cfgovern(*asked, *more, cwd=area)
    assert done.code == 0, done.out + done.err
    told = done.report()
    assert check_machine("release-proof", told) == []
    assert {one["state"] for one in told["proofs"]} == {"held"}
    assert told["not_run"] == [{"proof": "no_identifier", "because": "It has no answers."}]
    [record] = (tmp_path / "evidence").iterdir()
    assert check_machine("run-record", json.loads(record.read_bytes())) == []
    assert "pseudonymise_check" in record.name
    copy = shutil.copytree(in_tokens, tmp_path / "copy")
    file = copy / "identifiers" / "identifiers.csv"
    file.write_bytes(file.read_bytes()[:-1])
    done = cfgovern("pseudonymise", "--check", copy, *keys, "--output", tmp_path / "told.txt", cwd=area)
    assert (done.code, done.out) == (3, "")
    assert "FAILED  whole" in (tmp_path / "told.txt").read_text(encoding="utf-8")


def test_nothing_is_written_where_the_check_does_not_pass(area: Path, tmp_path: Path) -> None:
    sent = tmp_path / "sent"
    shutil.copytree(area / "return", sent)
    edit(sent / "participants.csv", {0: {"sex": "unheard of"}})
    done = released(area, tmp_path / "out", EVALUATION, sent=sent)
    assert done.code == 1
    assert "Nothing was written" in done.err
    assert not (tmp_path / "out").exists()
    done = released(area, tmp_path / "out", EVALUATION, "--exclude-rejected", sent=sent)
    assert (done.code, "release.approval" in done.err) == (2, True)
    named = ("--exclude-rejected", "--approved-by", "A. Officer", "--reason", "Rang 07700 900123")
    done = released(area, tmp_path / "out", EVALUATION, *named, sent=sent)
    assert (done.code, "release.approval_identifier" in done.err) == (2, True)
    assert "900123" not in done.out + done.err
    reasons = ("--exclude-rejected", "--approved-by", "A. Officer", "--reason", "Agreed with the team")
    done = released(area, tmp_path / "out", EVALUATION, *reasons, sent=sent)
    assert done.code == 0, done.err
    told = manifest(tmp_path / "out")
    assert told["people"]["kept_back"] == {"rejected": 1}
    assert told["excluded"]["approved_by"] == "A. Officer"
    assert told["excluded"]["rules"] == {"participants.sex.code_list": 1}
    gone = rows(sent / "participants.csv")[0]["participant_id"]
    left = sum(one["participant_id"] != gone for one in rows(sent / "outcomes.csv"))
    assert len(rows(tmp_path / "out" / "payload" / "outcomes.csv")) == left


def test_what_concerns_no_person_cannot_be_left_out_with_one(area: Path, tmp_path: Path) -> None:
    sent = tmp_path / "sent"
    shutil.copytree(area / "return", sent)
    edit(sent / "participants.csv", {}, extra="nickname")
    reasons = ("--exclude-rejected", "--approved-by", "A. Officer", "--reason", "Agreed")
    done = released(area, tmp_path / "out", EVALUATION, *reasons, sent=sent)
    assert done.code == 1
    assert not (tmp_path / "out").exists()


def edit(file: Path, changes: Mapping[int, Mapping[str, str]], extra: str | None = None) -> None:
    """Change cells of rows, by their number from 0; ``extra``: a column that the contract does not know."""
    told = rows(file)
    for number, cells in changes.items():
        told[number].update(cells)
    if extra is not None:
        told = [{**one, extra: "x"} for one in told]
    with file.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, told[0])
        writer.writeheader()
        writer.writerows(told)


def test_a_withdrawal_holds_for_every_later_release_and_is_told_to_earlier_recipients(tmp_path: Path) -> None:
    sent = made_return(tmp_path / "return", 30)
    keys_in(tmp_path)
    first = tmp_path / "first"
    assert released(tmp_path, first, LINKAGE, sent=sent, name="2026-q2").code == 0
    one = rows(first / "identifiers" / "identifiers.csv")[0]
    said = rows(sent / "agreements.csv")
    mine = {"participant_id": one["synthetic_record_id"], "scope": "linking"}
    [number] = [n for n, row in enumerate(said) if mine.items() <= row.items()][-1:]
    before = (sent / "agreements.csv").read_bytes()
    edit(sent / "agreements.csv", {number: {"state": "withdrawn", "agreement_date": "2026-09-30"}})
    done = released(tmp_path, tmp_path / "second", LINKAGE, sent=sent, name="2026-q3")
    assert done.code == 0, done.err
    assert one["link_id"] in done.out and "2026-q2" in done.out
    assert one["synthetic_record_id"] not in done.out
    # The next return forgets that the person withdrew: the register does not.
    (sent / "agreements.csv").write_bytes(before)
    for domain, name in ((LINKAGE, "2026-q4"), (EVALUATION, "2026-q4")):
        out = tmp_path / f"{domain}-{name}"
        assert released(tmp_path, out, domain, sent=sent, name=name).code == 0
    linked = rows(tmp_path / f"{LINKAGE}-2026-q4" / "identifiers" / "identifiers.csv")
    assert one["synthetic_record_id"] not in {row["synthetic_record_id"] for row in linked}
    assert manifest(tmp_path / f"{LINKAGE}-2026-q4")["identifiers"]["kept_back"]["withdrawn"] >= 1


@pytest.mark.parametrize(
    ("more", "code"),
    [
        (("--domain", "national-linkag"), "domain.unknown"),
        (("--domain", "Linkage!"), "release.name"),
        (("--release", "Q3 2026"), "release.name"),
        (("--epoch", "7"), "key.epoch"),
        (("--approved-by", "Somebody"), "release.no_exclusion"),
        (("--out", "return"), "output.is_submission"),
        (("--out", "."), "release.folder"),
    ],
)
def test_what_cannot_be_asked_for_is_said(
    area: Path, tmp_path: Path, more: tuple[str, str], code: str
) -> None:
    done = released(area, tmp_path / "out", EVALUATION, *more)
    assert (done.code, code in done.err) == (2, True), done.err
    assert not (tmp_path / "out").exists()


@pytest.mark.long
def test_over_four_quarters_a_reference_stays_with_its_person_in_a_domain_and_in_no_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cfgovern.journeys.synthmodes._QUARTERS", 4)
    synth(tmp_path / "made", mode="quarters", people=40, areas=1, as_of=date(2026, 12, 31), form="csv")
    returns = sorted(path.parent for path in (tmp_path / "made").rglob("participants.csv"))
    assert len(returns) == 4
    keys_in(tmp_path)
    refs: dict[str, dict[str, str]] = {EVALUATION: {}, LINKAGE: {}}
    links: dict[str, set[str]] = {}
    day = ("--as-of", "2026-12-31", "--exclude-rejected", "--approved-by", "A. Officer", "--reason", "A test")
    for number, sent in enumerate(returns, 1):
        for domain, known in refs.items():
            out = tmp_path / f"{domain}-{number}"
            done = released(tmp_path, out, domain, *day, sent=sent, name=f"q{number}")
            assert done.code == 0, done.out + done.err
            for one in crosswalk(tmp_path, out):
                assert known.setdefault(one["record"], one["ref"]) == one["ref"]
                links.setdefault(f"q{number}", set()).add(one["link"])
        kept = {one["record"] for one in crosswalk(tmp_path, out) if one["kept_back"] is None}
        payload = tmp_path / f"{EVALUATION}-{number}" / "payload"
        for table in ("participants", "assessments", "outcomes"):
            told = [one["participant_id"] for one in rows(sent / f"{table}.csv")]
            there = Counter(refs[EVALUATION][one] for one in told if one in kept)
            assert Counter(one["person_ref"] for one in rows(payload / f"{table}.csv")) == there
    answers, linked = refs.values()
    assert len(set(answers.values())) == len(answers) >= 40
    assert not set(answers.values()) & set(linked.values())
    assert all(not links[one] & links[other] for one in links for other in links if one < other)


def crosswalk(area: Path, out: Path) -> list[dict[str, Any]]:
    """Everybody in the sealed crosswalk of a release."""
    keys = open_keys(area / "area.keys", Passphrase(PASSPHRASE))
    told, about = unseal(keys, (out / "crosswalk.sealed").read_bytes(), "crosswalk")
    assert about["domain"] == manifest(out)["domain"]
    people: list[dict[str, Any]] = json.loads(told)["people"]
    return people
