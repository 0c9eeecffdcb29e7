"""``cfgovern contract lint`` as a person runs it: each fault one line with its place, exit 0 or 2."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest

from cfgovern.content import folder
from tests.command import PLAIN_CONTRACT, Done, cfgovern, plain_contract

PROGRAMME = "schemas/changing-futures/changing-futures.odcs.yaml"
FACES = ("text", "json", "html", "sarif", "junit")
LINE = re.compile(
    r"(?P<file>[^:]+):(?P<line>\d+):(?P<column>\d+): (?P<words>.+) \[(?P<code>[a-z]+\.[a-z_0-9A-Z]+)\]"
)


def faults(done: Done) -> list[tuple[str, int, int, str, str]]:
    """(file, line, column, words, code) of every line of standard output."""
    found = [LINE.fullmatch(line) for line in done.out.splitlines()]
    assert all(found), done.out
    return [
        (m["file"], int(m["line"]), int(m["column"]), m["words"], m["code"]) for m in found if m is not None
    ]


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    """A pack of our own to spoil: the contract of the programme, its code lists and its rules."""
    own = tmp_path / "pack"
    for kind in ("schemas", "validators"):
        shutil.copytree(folder(kind), own / kind, ignore=shutil.ignore_patterns("odcs", "machine"))
    return own


def spoil(path: Path, *changes: tuple[str, str]) -> None:
    """Replace the first of each text, which must be there."""
    text = path.read_text(encoding="utf-8")
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new, 1)
    path.write_text(text, encoding="utf-8")


def line_of(path: Path, words: str) -> int:
    lines = path.read_text(encoding="utf-8").splitlines()
    return next(number for number, line in enumerate(lines, start=1) if words in line)


# -- contracts in order ------------------------------------------------------------------------


def test_the_programme_contract_is_clean(tmp_path: Path) -> None:
    done = cfgovern("contract", "lint", cwd=tmp_path)
    assert (done.code, done.out, done.err) == (0, "", "No faults.\n")


def test_a_domain_that_does_not_fit_the_contract_is_told_beside_it(pack: Path, tmp_path: Path) -> None:
    domains = pack / "schemas/changing-futures/domains.yaml"
    spoil(domains, ("family_name,", "family_nam,"), ("start_date,", "start_day,"))
    done = cfgovern("contract", "lint", "--pack", pack, cwd=tmp_path)
    assert done.code == 2
    assert [(Path(file).name, code) for file, _, _, _, code in faults(done)] == [
        ("domains.yaml", "domains.unknown_concept")
    ] * 2
    assert 'Did you mean "start_date"?' in done.out and 'Did you mean "family_name"?' in done.out


def test_a_plain_contract_is_clean(tmp_path: Path) -> None:
    done = cfgovern("contract", "lint", plain_contract(tmp_path).name, "--quiet", cwd=tmp_path)
    assert (done.code, done.out, done.err) == (0, "", "")


# -- a plain contract with faults --------------------------------------------------------------


def test_every_fault_of_a_plain_contract_in_the_order_of_its_lines(tmp_path: Path) -> None:
    path = plain_contract(tmp_path)
    spoil(
        path,
        ("status: active", "stauts: active"),
        ("'^M-[0-9]{3}$'", "'^M-(?=[0-9])'"),
        ("logicalType: date}", "logicalType: dat}"),
        ("type: sql", "type: sqll"),
        ("to: members.member_id", "to: members.member"),
    )
    done = cfgovern("contract", "lint", path.name, cwd=tmp_path)
    assert done.code == 2 and done.err == "5 faults.\n"
    assert faults(done) == [
        ("library.odcs.yaml", 6, 1, '"stauts" is not a key that may stand here. Did you mean "status"?',
         "odcs.unknown"),
        ("library.odcs.yaml", 13, 39, "The pattern looks ahead or behind, which cannot be run safely.",
         "contract.pattern"),
        ("library.odcs.yaml", 15, 37, '"logicalType" must be one of: string, date, timestamp, time, number,'
         ' integer, object, array or 1 more. Did you mean "date"?', "odcs.enum"),
        ("library.odcs.yaml", 20, 15,
         '"type" must be one of: text, library, sql, custom. Did you mean "sql"?', "odcs.enum"),
        ("library.odcs.yaml", 30, 48, 'There is no table and property "members.member".'
         ' Did you mean "members.member_id"?', "contract.unknown_reference"),
    ]  # fmt: skip


def test_an_unknown_column_of_a_query(tmp_path: Path) -> None:
    path = plain_contract(tmp_path)
    spoil(path, ("WHERE returned < lent", "WHERE returnd < lent"))
    done = cfgovern("contract", "lint", path.name, cwd=tmp_path)
    query = next(line for line in PLAIN_CONTRACT.splitlines() if "query:" in line)
    place = (line_of(path, "query:"), query.index("returned") + 1)
    assert (done.code, done.err) == (2, "1 fault.\n")
    ((file, line, column, words, code),) = faults(done)
    assert (file, (line, column), code) == ("library.odcs.yaml", place, "contract.query_property")
    assert words == (
        'The contract has no property "returnd" for this query to read. Did you mean "returned"?'
    )


@pytest.mark.parametrize(
    ("entry", "code"),
    [
        ("{type: custom, implementation: x}", "odcs.missing"),
        ("{metric: freshness, mustBe: 0}", "odcs.enum"),
        ("{type: sql, query: DROP TABLE loans, mustBe: 0}", "contract.query"),
    ],
)
def test_what_cannot_be_judged_is_a_fault_and_never_a_skip(tmp_path: Path, entry: str, code: str) -> None:
    path = plain_contract(tmp_path)
    spoil(path, ("    quality:\n", f"    quality:\n      - {entry}\n"))
    done = cfgovern("contract", "lint", path.name, cwd=tmp_path)
    assert done.code == 2 and [fault[1:2] + fault[4:] for fault in faults(done)] == [(19, code)]


ENGINE = "      - {type: custom, engine: soda, implementation: rows > 10}\n"


def test_a_rule_for_another_tool_is_no_fault_and_is_told(tmp_path: Path) -> None:
    path = plain_contract(tmp_path)
    spoil(path, ("    quality:\n", f"    quality:\n{ENGINE}      - {{type: text, description: Look.}}\n"))
    done = cfgovern("contract", "lint", path.name, cwd=tmp_path)
    assert (done.code, done.out) == (0, "")
    assert done.err.splitlines() == [
        f'Note: {path.name}:19:9: cfgovern does not run this rule: it is for the tool "soda".'
        " [contract.other_engine]",
        f"Note: {path.name}:20:9: cfgovern does not run this rule: it is for people to read."
        " [contract.by_hand]",
        "No faults.",
    ]
    assert cfgovern("contract", "lint", path.name, "--quiet", cwd=tmp_path).err == ""


def test_a_pass_without_the_rules_for_another_tool_does_not_look_like_a_clean_one(tmp_path: Path) -> None:
    path, sent = plain_contract(tmp_path), tmp_path / "sent"
    spoil(path, ("    quality:\n", f"    quality:\n{ENGINE}"))
    sent.mkdir()
    (sent / "members.csv").write_text("member_id,full_name,joined,age\nM-001,Made Up,2024-01-31,40\n")
    (sent / "loans.csv").write_text("loan_id,member_id,lent,returned\n1,M-001,2026-01-05,2026-01-20\n")
    faces = [part for face in FACES for part in ("--format", face)]
    done = cfgovern("validate", sent, "--contract", path, *faces, "--output", "told", cwd=tmp_path)
    assert done.code == 0
    told = {file.suffix: file.read_text("utf-8") for file in (tmp_path / "told").iterdir()}
    report = json.loads(told[".json"])
    (entry,), (notice,) = report["not_run"], report["notices"]
    assert report["outcome"] == "pass"
    assert entry == {
        "rule": "loans.custom",
        "because": 'This rule is for the tool "soda", which cfgovern does not run. Please check it there.',
        "rows": None,
    }
    assert notice.startswith('cfgovern did not run 1 rule of this contract. It is for the tool "soda".')
    words = "Ready to go on, but for 1 rule of the contract that cfgovern does not run"
    for face in (".txt", ".html", ".sarif"):
        assert words.casefold() in " ".join(told[face].split()).casefold(), face
    assert "skipped" in told[".xml"] and "soda" in told[".xml"]


@pytest.mark.parametrize("name", ["absent.yaml", "broken.yaml"])
def test_a_file_that_cannot_be_read_as_a_contract(tmp_path: Path, name: str) -> None:
    (tmp_path / "broken.yaml").write_text("schema: [a, b\nkind: x\n")
    done = cfgovern("contract", "lint", name, cwd=tmp_path)
    assert done.code == 2 and len(faults(done)) == 1 and "Traceback" not in done.err


# -- the programme contract, spoilt ------------------------------------------------------------


def test_our_own_demands_on_the_programme_contract(pack: Path, tmp_path: Path) -> None:
    contract = pack / PROGRAMME
    spoil(
        contract,
        ("value: yes_no}", "value: yes_noo}"),
        ("[eval.eligibility, toc.individual.short.high_need]", "[eval.eligibilty]"),
        ("{property: cfgovernTreatment, value: month}", "{property: cfgovernTreatment, value: moth}"),
        ("'^[A-Z]{1,4}-?[0-9]{4,8}$'", r"'^[A-Z]{1,4}-?\d{4,8}$'"),
        ("          - {property: cfgovernPurpose, value: [eval.eligibility]}\n", ""),
        ("      - name: enrolment_number\n", "      - name: lsoa\n        description: Small area.\n"
         "        logicalType: string\n        classification: official\n        customProperties:\n"
         "          - {property: cfgovernRole, value: [quasi_identifier]}\n"
         "          - {property: cfgovernPurpose, value: [eval.eligibility]}\n"
         "      - name: enrolment_number\n"),
    )  # fmt: skip
    done = cfgovern("contract", "lint", "--pack", pack, cwd=tmp_path)
    assert done.code == 2
    found = faults(done)
    assert {fault[0] for fault in found} == {str(contract)}
    assert [(fault[1], fault[4]) for fault in found] == [
        (line_of(contract, r"\d{4,8}"), "contract.locale_class"),
        (line_of(contract, "- name: lsoa"), "contract.fine_place"),
        (line_of(contract, "value: moth}"), "contract.unknown_treatment"),
        (line_of(contract, "[eval.eligibilty]"), "contract.unknown_purpose"),
        (line_of(contract, "- name: below_three_reason"), "contract.no_purpose"),
        (line_of(contract, "value: yes_noo}"), "contract.unknown_code_list"),
    ]
    for meant in ('"yes_no"', '"eval.eligibility"', '"month"'):
        assert f"Did you mean {meant}?" in done.out


def test_the_rule_files_of_a_pack_and_the_code_lists_are_looked_at(pack: Path, tmp_path: Path) -> None:
    rules = pack / "validators" / "changing-futures"
    spoil(rules / "ndta_total.sql", ("-- severity:", "-- sevrity:"))
    spoil(rules / "adult_at_start.sql", ("SELECT p._row", "DELETE"))
    nights = rules / "nights_within_days.sql"
    spoil(nights, ("s.nights_hospital", "s.nights_hospitals"))
    spoil(rules / "three_needs_or_reason.sql", (", participants.criminal_justice_current", ""))
    (rules / "new_rule.sql").write_text("SELECT 1\n")
    codes = pack / "schemas" / "changing-futures" / "code-lists" / "yes_no.csv"
    codes.write_text(codes.read_text(encoding="utf-8") + "maybe,Maybe,1/4/2026,,\n", encoding="utf-8")
    done = cfgovern("contract", "lint", "--pack", pack, cwd=tmp_path)
    assert done.code == 2
    found = [(Path(file).name, line, code) for file, line, _, _, code in faults(done)]
    assert found == [
        ("yes_no.csv", 4, "contract.code_list_date"),
        ("adult_at_start.sql", line_of(rules / "adult_at_start.sql", "DELETE"), "rule.sql"),
        ("ndta_total.sql", 1, "rule.key"),
        *[("new_rule.sql", 1, "rule.key_missing")] * 6,
        ("nights_within_days.sql", line_of(nights, "hospitals"), "rule.unknown_column"),
        ("three_needs_or_reason.sql", 3, "rule.columns_differ"),
    ]  # fmt: skip


def test_a_rule_pack_that_is_not_there(pack: Path, tmp_path: Path) -> None:
    contract = pack / PROGRAMME
    spoil(contract, ("value: [changing-futures]", "value: [changing-futurs]"))
    done = cfgovern("contract", "lint", contract, "--pack", pack, cwd=tmp_path)
    ((file, line, _, words, code),) = faults(done)
    assert (done.code, file, line) == (2, str(contract), line_of(contract, "[changing-futurs]"))
    assert code == "rule.no_pack"
    assert words == 'There is no rule pack named "changing-futurs". Did you mean "changing-futures"?'


# -- the released contract ---------------------------------------------------------------------


def test_the_released_contract_of_a_domain_is_clean(tmp_path: Path) -> None:
    out = tmp_path / "released.odcs.yaml"
    done = cfgovern(
        "contract", "export", "released", "--domain", "national-linkage", "--output", out, cwd=tmp_path
    )
    assert (done.code, done.out, done.err) == (0, "", "")
    printed = cfgovern("contract", "export", "released", "--domain", "national-linkage", cwd=tmp_path)
    assert printed.out == out.read_text(encoding="utf-8") and "link_id" in printed.out
    assert cfgovern("contract", "lint", out, cwd=tmp_path).code == 0
    tokens = cfgovern(
        "contract", "export", "released", "--domain", "national-linkage", "--mode", "tokens",
        "--contract", folder("schemas") / "changing-futures" / "changing-futures.odcs.yaml", cwd=tmp_path,
    )  # fmt: skip
    assert "surname_prefix3" in tokens.out and "family_name" not in tokens.out


def test_a_domain_that_is_not_declared_is_wrong_use(tmp_path: Path) -> None:
    done = cfgovern("contract", "export", "released", "--domain", "national-linkages", cwd=tmp_path)
    assert done.code == 2 and 'Did you mean "national-linkage"?' in done.err and done.out == ""
