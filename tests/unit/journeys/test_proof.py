"""A release proved again: a whole one holds, and each way of tampering has its own proof, code and exit."""

from __future__ import annotations

import base64
import csv
import hashlib
import json
import shutil
from collections.abc import Callable, Sequence
from dataclasses import asdict, replace
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from cfgovern.contract.schemas import check_machine
from cfgovern.csvtext import csv_bytes
from cfgovern.errors import UsageError
from cfgovern.evidence.manifest import MANIFEST
from cfgovern.evidence.proof import PROOFS, Proof, ReleaseProof
from cfgovern.evidence.release import CROSSWALK, Release, marked_file, read_release, release_json
from cfgovern.journeys.measured import measured_by_proof
from cfgovern.journeys.proof import check_release, keep_proof
from cfgovern.journeys.proofasked import again_of, roots_of
from cfgovern.journeys.proofkeys import no_key
from cfgovern.journeys.pseudonymise import Released, ReleaseRequest, keep_record, pseudonymise
from cfgovern.journeys.releasing import mac_key
from cfgovern.journeys.request import Request
from cfgovern.keys.faults import KeyFault
from cfgovern.keys.keyfile import Keys, new_keys, open_keys, rotate
from cfgovern.keys.locks import Passphrase
from cfgovern.keys.sealed import seal, unseal
from cfgovern.reporting.proof import proof_document, proof_json, proof_text
from cfgovern.tokens.keyed import token_key
from tests.property.release import TRIAL

DAY = date(2026, 10, 1)
PASSPHRASE = "a passphrase for nobody's keys"
ORIGIN = "      - {name: record_origin, logicalType: string}\n"
NOTE = """\
      - {name: note, logicalType: string, customProperties: [{property: cfgovernRole, value: [free_text]}]}
"""
QUASI = "customProperties: [{property: cfgovernRole, value: [quasi_identifier]}]"
MARKED = (
    ("      - {name: given,", ORIGIN + "      - {name: given,"),
    ("  - name: who\n", ORIGIN + NOTE + "  - name: who\n"),
    ("{name: area, logicalType: string}", "{name: area, logicalType: string, " + QUASI + "}"),
)
PEOPLE, WHO = "payload/people.csv", "identifiers/who.csv"
ANSWERS = ("protected", "abuse", "born", "area", "near", "ward", "started")
PLACES = ("street", "postcode", "phone", "email", "uprn", "crn")
STATES = ("agreed", "agreed", "declined", "agreed", "withdrawn")
FAMILY = ("Fernhollow", "Brackenside", "Dunmarrow", "Ablethorpe", "Quillborough", "Thornwick", "Larkspur")


class Made(NamedTuple):
    """One release of forty people, what it was made from, and with which keys."""

    out: Path
    request: Request
    keys: Keys
    done: Released


def submission(folder: Path) -> None:
    """Forty people in every state that matters; some have notes in which somebody is named."""
    (folder / "return").mkdir()
    people, who, said = [], [], []
    for number in range(40):
        name, family = f"P-{number:04}", FAMILY[number % len(FAMILY)]
        note = f"Rang Kerrith {family}'s mum on 07700 900123." if number % 9 == 0 else ""
        guarded = ("no", "yes", "not_asked")[number % 3]
        people.append(
            [name, guarded, "no", 1980, f"A{number % 4}", "QA1 1AA", "W1", "2026-02-03", "synthetic", note]
        )
        born = "2010-05-05" if number % 11 == 0 else "1980-05-05"
        places = [f"{number} Fernhollow Court", "QA1 1AA", "07700 900123", f"p{number}@example.org", "", ""]
        who.append([name, "Kerrith", family, born, "QQ123456C", *places, "synthetic"])
        said.append([name, "linking", STATES[number % 5], "2026-02-01"])
    heads = {
        "people": [
            "id",
            "protected",
            "abuse",
            "born",
            "area",
            "near",
            "ward",
            "started",
            "record_origin",
            "note",
        ],
        "who": ["id", "given", "family", "birthday", "nino", *PLACES, "record_origin"],
        "said": ["id", "what", "answer", "day"],
    }
    said.append(["P-0003", "interview_contact", "agreed", "2026-02-01"])
    (folder / "talks").mkdir()
    (folder / "talks" / "P-0003.txt").write_text("I am Kerrith. Quillborough is far.", encoding="utf-8")
    for table, rows in (("people", people), ("who", who), ("said", said)):
        (folder / "return" / f"{table}.csv").write_bytes(csv_bytes(heads[table], rows))


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    folder = tmp_path_factory.mktemp("area")
    submission(folder)
    text = TRIAL
    for old, new in MARKED:
        assert old in text
        text = text.replace(old, new, 1)
    (folder / "trial.odcs.yaml").write_text(text, encoding="utf-8")
    keys = keys_in(folder / "area.keys")
    request = Request(folder / "return", folder / "trial.odcs.yaml", as_of=DAY)
    asked = ReleaseRequest("all", "2026-q3", keys, folder / "register", transcripts=folder / "talks")
    done = pseudonymise(request, asked, folder / "out")
    assert done.release is not None, done.run.report.findings
    return Made(folder / "out", request, keys, done)


def keys_in(path: Path) -> Keys:
    new_keys(path, Passphrase(PASSPHRASE), ("area",))
    return open_keys(path, Passphrase(PASSPHRASE))


@pytest.fixture
def copied(made: Made, tmp_path: Path) -> Path:
    """A copy of the release, to be tampered with."""
    shutil.copytree(made.out, tmp_path / "copy")
    return tmp_path / "copy"


def by_name(proof: ReleaseProof) -> dict[str, Proof]:
    assert [one.name for one in proof.proofs] == list(PROOFS)
    return {one.name: one for one in proof.proofs}


def states(proof: ReleaseProof) -> dict[str, list[str]]:
    """The names of the proofs in each state."""
    return {
        state: [one.name for one in proof.proofs if one.state == state]
        for state in ("held", "failed", "not_run")
    }


# --- what holds ---------------------------------------------------------------------------------


def test_a_whole_release_holds_in_every_proof(made: Made, tmp_path: Path) -> None:
    proof = check_release(made.out, made.keys, made.request)
    assert states(proof)["held"] == list(PROOFS), proof_text(proof)
    assert (proof.exit_code, proof.outcome) == (0, "pass")
    [size] = by_name(proof)["treatments"].details
    assert "40 people" in size
    assert proof.risk is not None and proof.risk.table == "people"
    document = proof_document(proof)
    assert check_machine("release-proof", document) == []
    assert json.loads(proof_json(proof)) == document
    path = keep_proof(proof, proof_json(proof), tmp_path)
    record = json.loads(path.read_bytes())
    assert check_machine("run-record", record) == []
    assert (record["kind"], record["outcome"]) == ("pseudonymise_check", "pass")
    assert record["report"] == "sha256:" + hashlib.sha256(proof_json(proof).encode()).hexdigest()
    told = json.loads((made.out / MANIFEST).read_bytes())
    assert (record["submission"], record["contract"]) == (told["submission"], told["contract"]["digest"])
    assert record["measures"] == {
        **dict.fromkeys(("split_file_manifest", "keyed_hmac_verified", "no_key_in_release"), True),
        **dict.fromkeys(("crosswalk_opens", "withdrawal_list_applied", "identifiers_of_adults_only"), True),
        "k_anonymity_min": 10,
    }
    nothing_shows(proof, made)


def test_without_keys_and_submission_the_rest_is_proved_all_the_same(made: Made) -> None:
    proof = check_release(made.out)
    assert states(proof) == {
        "held": ["manifest", "whole", "conservation", "contract", "no_identifier", "apart"],
        "failed": [],
        "not_run": ["crosswalk", "no_key", "people", "treatments"],
    }
    assert proof.exit_code == 0
    assert "What was not run is not proved." in proof_text(proof)
    assert measured_by_proof(proof) == {}  # nobody can tell who made it
    assert check_machine("release-proof", proof_document(proof)) == []
    # The identifiers that are there are looked for in the answers.
    assert by_name(proof)["no_identifier"].details == ()


def test_the_record_of_a_release_says_what_was_done_to_its_columns(made: Made, tmp_path: Path) -> None:
    record = json.loads(keep_record(made.done, tmp_path).read_bytes())
    assert check_machine("run-record", record) == []
    assert record["kind"] == "pseudonymise"
    assert record["measures"] == {
        "undeclared_columns": 0,
        "grave_findings": 0,
        "free_text_dropped": False,  # redacted, and sent
        "dates_coarsened": True,
        "no_fine_geography_in_release": False,
        "sensitive_address_flag_excluded": True,
        "key_fingerprint_and_custodian_logged": False,  # the key file names no custodian
    }


def nothing_shows(proof: ReleaseProof, made: Made) -> None:
    """No value of the release or of the submission, and no key, stands in what is told."""
    told = proof_text(proof) + proof_json(proof)
    for file in (PEOPLE, WHO):
        head, *rows = cells_of(made.out / file)
        for row in rows:
            for name, text in zip(head, row, strict=True):
                assert len(text) < 5 or text in ("synthetic", "not_asked") or text not in told, name
    assert not any(word in told for word in (*FAMILY, "Kerrith", "P-00"))
    root = made.keys.root("area")
    assert root.reveal().hex() not in told


# --- what was changed after it was made: exit 3 ---------------------------------------------------


def edit(folder: Path) -> None:
    text = (folder / PEOPLE).read_bytes()
    (folder / PEOPLE).write_bytes(text.replace(b",A1,", b",A2,", 1))


def reorder(folder: Path) -> None:
    head, first, *rest = (folder / PEOPLE).read_bytes().splitlines(keepends=True)
    (folder / PEOPLE).write_bytes(b"".join([head, *rest, first]))


def cut(folder: Path) -> None:
    text = (folder / PEOPLE).read_bytes()
    (folder / PEOPLE).write_bytes(text[: len(text) // 2])


def remove(folder: Path) -> None:
    (folder / WHO).unlink()


def add(folder: Path) -> None:
    (folder / "payload" / "more.csv").write_text("id\n", encoding="utf-8")


def no_manifest(folder: Path) -> None:
    (folder / MANIFEST).unlink()


def change_manifest(folder: Path) -> None:
    told = json.loads((folder / MANIFEST).read_bytes())
    told["purpose"] = "another"
    (folder / MANIFEST).write_text(json.dumps(told), encoding="utf-8")


def odd_manifest(folder: Path) -> None:
    told = json.loads((folder / MANIFEST).read_bytes())
    told["tables"] = "none"
    (folder / MANIFEST).write_text(json.dumps(told), encoding="utf-8")


def odd_day(folder: Path) -> None:
    told = json.loads((folder / MANIFEST).read_bytes())
    told["as_of"] = "2026-13-01"
    (folder / MANIFEST).write_text(json.dumps(told), encoding="utf-8")


def marked_again(folder: Path) -> None:
    """A cell is changed, and the mark of its file with it, by somebody without keys."""
    edit(folder)
    told = json.loads((folder / MANIFEST).read_bytes())
    told["files"][PEOPLE] = asdict(marked_file(folder / PEOPLE))
    (folder / MANIFEST).write_text(json.dumps(told), encoding="utf-8")


def edit_crosswalk(folder: Path) -> None:
    sealed = bytearray((folder / CROSSWALK).read_bytes())
    sealed[-1] ^= 1
    (folder / CROSSWALK).write_bytes(bytes(sealed))


def cut_crosswalk(folder: Path) -> None:
    (folder / CROSSWALK).write_bytes((folder / CROSSWALK).read_bytes()[:-40])


@pytest.mark.parametrize(
    ("change", "name", "code"),
    [
        (edit, "whole", "release.edited"),
        (reorder, "whole", "release.reordered"),
        (cut, "whole", "release.truncated"),
        (remove, "whole", "release.file_missing"),
        (add, "whole", "release.file_extra"),
        (no_manifest, "manifest", "release.no_manifest"),
        (odd_manifest, "manifest", "release.no_manifest"),
        (odd_day, "manifest", "release.no_manifest"),
        (change_manifest, "manifest", "release.manifest_edited"),
        (marked_again, "manifest", "release.manifest_edited"),
        (edit_crosswalk, "crosswalk", "sealed.edited"),
        (cut_crosswalk, "crosswalk", "sealed.truncated"),
    ],
)
def test_a_release_that_was_changed_is_told_by_its_own_code(
    made: Made, copied: Path, change: Callable[[Path], None], name: str, code: str
) -> None:
    change(copied)
    proof = check_release(copied, made.keys, made.request)
    one = by_name(proof)[name]
    assert (one.state, one.code, one.exit_code) == ("failed", code, 3)
    assert states(proof)["failed"] == [name]
    assert (proof.exit_code, proof.outcome) == (3, "refused")
    assert {"people", "treatments", "contract", "no_identifier"} <= set(states(proof)["not_run"])
    assert one.fix and check_machine("release-proof", proof_document(proof)) == []
    nothing_shows(proof, made)


# --- other keys: exit 2 -----------------------------------------------------------------------------


def test_other_keys_are_told_and_prove_nothing(made: Made, tmp_path: Path) -> None:
    others = keys_in(tmp_path / "other.keys")
    proof = check_release(made.out, others, made.request)
    one = by_name(proof)["manifest"]
    assert (one.code, proof.exit_code, proof.outcome) == ("release.wrong_key", 2, "fail")
    assert states(proof)["held"] == ["whole"]
    edit(shutil.copytree(made.out, tmp_path / "copy"))
    worse = check_release(tmp_path / "copy", others)
    assert (worse.exit_code, states(worse)["failed"]) == (3, ["manifest", "whole"])


def test_the_epoch_of_a_release_is_found_or_told(made: Made, tmp_path: Path) -> None:
    told = read_release(made.out)
    keys = keys_in(tmp_path / "area.keys")
    mark = keys.root("area").fingerprint
    rotate(tmp_path / "area.keys", Passphrase(PASSPHRASE), ("area",), floor=2)
    later = open_keys(tmp_path / "area.keys", Passphrase(PASSPHRASE))
    # An epoch below the floor can still be proved.
    assert roots_of(later, {**told, "keys": {"area": mark}}).area.epoch == 1
    for epoch, fingerprint, code in (
        (2, mark, "release.wrong_epoch"),  # it is known, and of another epoch
        (3, told["keys"]["area"], "release.wrong_epoch"),  # a later copy of the file may have it
        (1, told["keys"]["area"], "release.wrong_key"),
    ):
        with pytest.raises(KeyFault) as caught:
            roots_of(later, {**told, "epoch": epoch, "keys": {"area": fingerprint}})
        assert (caught.value.code, caught.value.exit_code) == (code, 2)
    with pytest.raises(KeyFault) as caught:
        roots_of(made.keys, {**told, "keys": {**told["keys"], "programme": mark}})
    assert caught.value.code == "release.wrong_key"


def test_a_submission_is_nothing_without_keys(made: Made, tmp_path: Path) -> None:
    with pytest.raises(UsageError) as caught:
        check_release(made.out, None, made.request)
    assert caught.value.code == "proof.no_keys"
    with pytest.raises(UsageError) as caught:
        check_release(tmp_path / "nowhere")
    assert caught.value.code == "proof.folder"


# --- a release that was made wrong, by somebody who has the keys: exit 1 ---------------------------


def cells_of(file: Path) -> list[list[str]]:
    with file.open(encoding="utf-8", newline="") as stream:
        return list(csv.reader(stream))


def forged(folder: Path, keys: Keys, people: Sequence[dict[str, Any]], **changes: Any) -> None:
    """Mark every file again, and give manifest and crosswalk a code that is right."""
    root = keys.root("area")
    told = {**read_release(folder, mac_key(root)), **changes}
    for name in ("manifest", "manifest_version", "about"):
        del told[name]
    sent = (path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
    files = sorted(set(sent) - {MANIFEST, CROSSWALK})
    told["files"] = {name: asdict(marked_file(folder / name)) for name in files}
    for table in told["tables"]:
        table["rows"] = len(cells_of(folder / table["file"])) - 1
    (folder / MANIFEST).write_bytes(release_json(Release(**told), mac_key(root)))
    about = {name: told[name] for name in ("release", "domain")}
    sealed = seal(root, "crosswalk", json.dumps({"people": people, "earlier": []}).encode(), about)
    (folder / CROSSWALK).write_bytes(sealed)


def crosswalk(folder: Path, keys: Keys) -> list[dict[str, Any]]:
    told, _ = unseal(keys, (folder / CROSSWALK).read_bytes(), "crosswalk")
    people: list[dict[str, Any]] = json.loads(told)["people"]
    return people


def test_an_identifier_in_the_answers_is_found_and_is_no_treatment(made: Made, copied: Path) -> None:
    head, *rows = cells_of(copied / PEOPLE)
    rows[3][head.index("ward")] = "p7@example.org"
    rows[3][head.index("started")] = "02/2026"
    hidden = next(row for row in rows if not row[head.index("near")])  # her note stayed here
    hidden[head.index("note")] = "All well."
    [talk] = (copied / "payload" / "transcripts").iterdir()
    talk.write_text("Kerrith Fernhollow came.", encoding="utf-8")
    (copied / PEOPLE).write_bytes(csv_bytes(head, rows))
    forged(copied, made.keys, crosswalk(copied, made.keys))
    proof = check_release(copied, made.keys, made.request)
    assert states(proof)["failed"] == ["contract", "no_identifier", "treatments"], proof_text(proof)
    assert (proof.exit_code, proof.outcome) == (1, "fail")
    found = by_name(proof)
    assert found["contract"].details[0] == "people.started.pattern: 1"
    assert found["no_identifier"].details == ("file 2.text.PERSON: 1", "people.ward.EMAIL_ADDRESS: 1")
    assert found["treatments"].details == (
        "payload/people.csv: 1 of 40 rows are not as they should be (see ward, started).",
        "payload/people.csv: 1 cells of note hold a text that should have stayed.",
    )
    assert check_machine("release-proof", proof_document(proof)) == []
    nothing_shows(proof, made)


def test_an_agreement_that_was_ignored_is_found(made: Made, copied: Path) -> None:
    people = crosswalk(copied, made.keys)
    declined = next(one for one in people if one["unlinked"] == "declined")
    declined["unlinked"] = None
    head, *rows = cells_of(copied / WHO)
    added = [declined["link"], *rows[0][1:]]
    (copied / WHO).write_bytes(csv_bytes(head, sorted([*rows, added])))
    [talk] = (copied / "payload" / "transcripts").iterdir()
    talk.rename(talk.with_name(f"{declined['ref']}-1.txt"))
    told = read_release(copied)
    counted = told["identifiers"]
    counted["sent"] += 1
    counted["kept_back"]["declined"] -= 1
    forged(copied, made.keys, people, identifiers=counted)
    proof = check_release(copied, made.keys, made.request)
    # All that the release says of itself fits: the submission alone tells.
    assert states(proof)["failed"] == ["people"], proof_text(proof)
    assert by_name(proof)["people"].details == (
        "identifiers/who.csv tells of 1 people of whom nothing may be there.",
        "1 people have a transcript there who may not.",
    )
    assert proof.exit_code == 1


def test_another_submission_or_contract_is_told(made: Made, tmp_path: Path) -> None:
    told, roots = read_release(made.out), roots_of(made.keys, read_release(made.out))
    shutil.copytree(Path(str(made.request.submission)), tmp_path / "return")
    with (tmp_path / "return" / "said.csv").open("a", encoding="utf-8") as stream:
        stream.write("P-0002,linking,agreed,2026-03-01\n")
    other = again_of(
        replace(made.request, submission=tmp_path / "return"), told, tmp_path, roots, "salt", made.out
    )
    assert isinstance(other, UsageError) and other.code == "release.other_submission"
    for changed, code in (
        ({"contract": {**told["contract"], "digest": "sha256:0"}}, "release.other_contract"),
        ({"normaliser": "later"}, "release.normaliser"),
    ):
        refused = again_of(made.request, {**told, **changed}, tmp_path, roots, "salt", made.out)
        assert isinstance(refused, UsageError) and refused.code == code


def test_a_key_in_a_file_is_found_in_every_form(made: Made, copied: Path) -> None:
    root = made.keys.root("area")
    inner, outer = token_key(root, "all", 1, "person_ref").pads()
    told, file = read_release(copied), copied / "payload" / "more.bin"
    for form in (
        root.reveal(),
        root.reveal().hex().encode(),
        b"x" * (1 << 20) + root.reveal().hex().upper().encode(),  # across the end of what is read at once
        b"x" * ((1 << 20) - 20) + b"\n" + root.reveal(),
        base64.b64encode(root.reveal()),
        base64.urlsafe_b64encode(mac_key(root)),
        token_key(root, "all", 1, "date_shift").for_child().encode(),
        inner,
        outer.hex().encode(),
    ):
        file.write_bytes(b"one " + form + b" two")
        found = no_key(copied, made.keys, told)
        assert (found.state, found.code, found.exit_code) == ("failed", "release.key_in_file", 1)
        assert found.details == ("1 of 7 files hold one.",)
    file.write_bytes(b"one " + root.reveal()[:-1] + hashlib.sha256(root.reveal()).hexdigest().encode())
    assert no_key(copied, made.keys, told).state == "held"
