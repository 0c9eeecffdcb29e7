"""``domains.yaml``: what it says, and each fault at its place."""

# ruff: noqa: E501 - one entry a line
from __future__ import annotations

from pathlib import Path

import pytest

from cfgovern.api import load_contract
from cfgovern.contract.domains import TO_BE_AGREED, columns_of, domain_for, load_domains, read_domains
from cfgovern.errors import OperatorFileError, UsageError

CONTRACT = """\
apiVersion: v3.1.0
kind: DataContract
id: urn:example:trial
name: Trial
version: 1.0.0
status: draft
schema:
  - name: people
    customProperties:
      - {property: cfgovernConcept, value: participants}
      - {property: cfgovernRoute, value: payload}
    properties:
      - {name: ref, logicalType: string, customProperties: [{property: cfgovernConcept, value: participant_id}]}
      - {name: score, logicalType: integer}
      - name: mail
        logicalType: string
        customProperties:
          - {property: cfgovernIdentifier, value: email}
          - {property: cfgovernTreatment, value: keep}
      - name: phone
        logicalType: string
        customProperties: [{property: cfgovernIdentifier, value: phone}, {property: cfgovernTreatment, value: token}]
      - {name: note, logicalType: string, customProperties: [{property: cfgovernTreatment, value: drop}]}
      - {name: later, logicalType: string, customProperties: [{property: cfgovernCollected, value: 'off'}]}
  - name: who
    customProperties:
      - {property: cfgovernConcept, value: identifiers}
      - {property: cfgovernRoute, value: identifiers}
    properties:
      - {name: person_ref, logicalType: string}
      - {name: surname, logicalType: string, customProperties: [{property: cfgovernRole, value: direct_identifier}]}
"""
DOMAINS = """\
version: "1"
contract: urn:example:trial
domains:
  answers:
    title: Answers
    recipient: The evaluator
    purpose: To see what helps.
    payload:
      participants: [participant_id, score, phone]
    retention: to be agreed
  linkage:
    recipient: The linker
    purpose: To link.
    identifiers:
      identifiers: [person_ref, surname]
    retention: 24 months
"""


def written(folder: Path, old: str = "", new: str = "") -> Path:
    assert DOMAINS.count(old) == 1 or not old
    (folder / "domains.yaml").write_text(DOMAINS.replace(old, new) if old else DOMAINS, encoding="utf-8")
    path = folder / "trial.odcs.yaml"
    path.write_text(CONTRACT, encoding="utf-8")
    return path


def test_what_it_says_is_read(tmp_path: Path) -> None:
    answers, linkage = load_domains(load_contract(written(tmp_path)))
    assert (answers.name, answers.title, answers.recipient) == ("answers", "Answers", "The evaluator")
    table = "participants"
    assert answers.payload == ((table, "participant_id"), (table, "score"), (table, "phone"))
    assert answers.identifiers == () and answers.retention == TO_BE_AGREED
    assert linkage.identifiers == (("identifiers", "person_ref"), ("identifiers", "surname"))
    assert (linkage.title, linkage.payload, linkage.retention) == ("", (), "24 months")


def test_a_contract_without_the_file_has_no_domains(tmp_path: Path) -> None:
    path = written(tmp_path)
    (tmp_path / "domains.yaml").unlink()
    assert load_domains(load_contract(path)) == ()


@pytest.mark.parametrize(
    ("old", "new", "code", "line", "said"),
    [
        ("contract: urn:example:trial", "contract: urn:example:other", "other_contract", 2, '"urn:example:trial"'),
        ("      participants: [", "      participant: [", "unknown_table", 9, 'Did you mean "participants"?'),
        ("score,", "scor,", "unknown_concept", 9, 'Did you mean "score"?'),
        ("score,", "mail,", "identifier_in_payload", 9, "cannot travel with the answers"),
        ("participants: [participant_id, score, phone]", "identifiers: [person_ref]", "identifier_in_payload", 9, "cannot travel"),
        ("identifiers: [person_ref, surname]", "participants: [score]", "answer_with_identifiers", 15, "cannot travel with identifiers"),
        ("score,", "note,", "dropped", 9, "never leaves the area"),
        ("score,", "later,", "not_collected", 9, "is not collected"),
        ("score,", "phone,", "twice", 9, '"phone" is named twice'),
    ],
)  # fmt: skip
def test_what_does_not_fit_the_contract_is_told_at_its_line(
    tmp_path: Path, old: str, new: str, code: str, line: int, said: str
) -> None:
    _, faults = read_domains(load_contract(written(tmp_path, old, new)))
    assert [(fault.code, fault.line) for fault in faults] == [(f"domains.{code}", line)]
    assert said in faults[0].message


@pytest.mark.parametrize(
    ("old", "new", "code", "said"),
    [
        ("    recipient: The evaluator\n", "", "entry.missing", '"recipient"'),
        ("    purpose: To link.\n", "", "entry.missing", '"purpose"'),
        ("    retention: 24 months\n", "", "entry.missing", '"retention"'),
        ("    title: Answers", "    titel: Answers", "entry.unknown", 'Did you mean "title"?'),
        ("  linkage:", "  Linkage:", "entry.key", "small letters"),
        ("[person_ref, surname]", "[]", "entry.minlength", "1 entries or more"),
        ('version: "1"', 'version: "2"', "entry.allowed", '"version"'),
    ],
)
def test_what_is_not_as_it_should_be_is_refused(
    tmp_path: Path, old: str, new: str, code: str, said: str
) -> None:
    contract = load_contract(written(tmp_path, old, new))
    with pytest.raises(OperatorFileError) as refused:
        load_domains(contract)
    assert refused.value.exit_code == 2
    assert [fault.code for fault in refused.value.faults] == [code]
    assert said in str(refused.value)


def test_the_programme_names_every_item_that_may_leave_and_no_identifier_with_answers() -> None:
    contract = load_contract()
    domains = {domain.name: domain for domain in load_domains(contract)}
    routes = {
        "national-evaluation": ("payload", "payload"),
        "national-linkage": ("identifiers", "identifiers"),
        "national-delivery": ("organisation", "payload"),
    }
    assert sorted(domains) == sorted(routes)
    for name, (route, part) in routes.items():
        wanted = {
            (table.concept, column.concept)
            for table in contract.tables
            for column in table.collected
            if table.route == route and column.treatment != "drop"
        }
        assert set(getattr(domains[name], part)) == wanted, name
        assert domains[name].retention == TO_BE_AGREED  # the programme has not said
    assert {domain.name for domain in domains.values() if domain.identifiers} == {"national-linkage"}
    assert domains["national-linkage"].payload == ()


def test_a_domain_is_found_by_its_name(tmp_path: Path) -> None:
    contract = load_contract(written(tmp_path))
    assert domain_for(contract, "linkage").recipient == "The linker"
    with pytest.raises(UsageError) as caught:
        domain_for(contract, "linkages")
    assert caught.value.code == "domain.unknown"
    assert "linkage" in str(caught.value)


def test_without_domains_each_column_goes_where_it_may(tmp_path: Path) -> None:
    """What identifies goes with identifiers; what is dropped or not collected goes nowhere."""
    path = written(tmp_path)
    (tmp_path / "domains.yaml").unlink()
    contract = load_contract(path)
    domain = domain_for(contract, "anybody")
    assert domain.payload == (("participants", "participant_id"), ("participants", "score"))
    assert domain.identifiers == (
        ("participants", "mail"),
        ("participants", "phone"),
        ("identifiers", "person_ref"),
        ("identifiers", "surname"),
    )
    found = [
        (table.name, [one.name for one in columns])
        for table, columns in columns_of(contract, domain.identifiers)
    ]
    assert found == [("people", ["mail", "phone"]), ("who", ["person_ref", "surname"])]
