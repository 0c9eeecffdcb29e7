"""The sections of an area profile: what their shape alone does not tell, each at its place."""

from __future__ import annotations

from pathlib import Path

import pytest

from cfgovern.errors import OperatorFileError
from cfgovern.profile.area import load_area

HEADING = """\
area: CF-A01
name: Quillborough
contract: urn:cfgovern:changing-futures
period: 2026-Q2
host_organisation: Quillborough Council
data_and_digital_lead: data.lead@quillborough.example
notice_version: 2026-1
"""
GOOD = (
    HEADING
    + """\
bodies:
  - {id: host, kind: strategic_authority}
  - {id: trust, name: Quillborough Trust, kind: nhs, represents: [mental_health_trust]}
roles:
  programme_lead: {post: Programme manager, body: trust, filled: yes}
flows:
  - id: national-evaluation
    through: [trust]
    parties: [{body: host, role: controller, power: [a-power]}, {body: evaluator, role: processor}]
  - {id: local, domain: local-study, part: payload, from: trust, to: host}
documents: {dsa: {starts: 2026-04-01, review_by: 2027-04-01, ends: 2028-04-01}}
risks:
  manual: [{id: own-risk, title: Of our own, likelihood: 2, severity: 3}]
  owners: [{risk: own-risk, owner: Programme manager}, {risk: R01, owner: Programme manager}]
"""
)
KNOWN = {
    "domain": ["national-evaluation", "national-linkage", "national-delivery", "local-study"],
    "law": ["a-power"],
    "risk": ["R01", "R02"],
}


def faults(folder: Path, text: str) -> list[tuple[str, int, int, str]]:
    path = folder / "area.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(OperatorFileError) as caught:
        load_area(path, KNOWN)
    assert (caught.value.code, caught.value.exit_code) == ("area.refused", 2)
    return [
        (fault.code, fault.line, fault.column, f"{fault.message} {fault.fix}")
        for fault in caught.value.faults
    ]


def test_good_sections_are_normalised(tmp_path: Path) -> None:
    path = tmp_path / "area.yaml"
    path.write_text(GOOD, encoding="utf-8")
    said = load_area(path, KNOWN).said
    assert said["roles"]["programme_lead"]["filled"] is True
    assert list(said) == ["bodies", "roles", "flows", "documents", "risks"]
    path.write_text(HEADING, encoding="utf-8")
    assert load_area(path).said == {}


@pytest.mark.parametrize(
    ("old", "new", "code", "at", "words"),
    [
        ("body: trust", "body: turst", "body", "turst, filled", 'Did you mean "trust"?'),
        ("through: [trust]", "through: [trsut]", "body", "trsut]", "names a body that is not among"),
        ("{body: evaluator", "{body: nobody", "body", "nobody", "Known here: host, mhclg, evaluator, linker"),
        ("domain: local-study", "domain: local-stud", "domain", "local-stud,", 'Did you mean "local-study"?'),
        ("[a-power]", "[a-pwer]", "law", "a-pwer]", 'Did you mean "a-power"?'),
        ("risk: R01", "risk: R99", "risk", "R99", "names a risk that the catalogue has not"),
        ("to: host", "to: trust", "flow", "trust}", "is the other end of this flow too"),
        (", kind: nhs", "", "lacking", "{id: trust", 'needs "kind"'),
        (", domain: local-study, part: payload", "", "lacking", "{id: local", 'needs "domain" and "part"'),
        ("name: Quillborough Trust", "name: Quillborough Council", "host", "trust,", 'Give it the id "host"'),
        ("{id: local,", "{id: national-evaluation,", "twice", "national-e", "stands in an entry before"),
        ("body: evaluator", "body: host", "twice", "host, role: proc", "stands in an entry before"),
        ("2027-04-01", "2028-05-01", "order", "2028-04-01}}", '"ends" comes before the review'),
        ("2027-04-01", "2026-03-31", "order", "2026-03-31", '"review_by" comes before the agreement starts'),
    ],
)  # fmt: skip
def test_one_mistake_gives_one_fault(
    tmp_path: Path, old: str, new: str, code: str, at: str, words: str
) -> None:
    text = GOOD.replace(old, new, 1)
    ((found, line, column, message),) = faults(tmp_path, text)
    assert found == f"area.{code}"
    assert text.splitlines()[line - 1][column - 1 :].startswith(at)
    assert words in message


def test_every_fault_at_once_in_the_order_of_the_file(tmp_path: Path) -> None:
    text = GOOD.replace("body: trust", "body: turst").replace("to: host", "to: trust").replace("R01", "R99")
    assert [(code, line) for code, line, _, _ in faults(tmp_path, text)] == [
        ("area.body", 12),
        ("area.flow", 17),
        ("area.risk", 21),
    ]


def test_ids_that_the_caller_does_not_know_are_not_judged(tmp_path: Path) -> None:
    path = tmp_path / "area.yaml"
    path.write_text(GOOD.replace("R01", "R99").replace("a-power", "b-power"), encoding="utf-8")
    assert load_area(path).said["risks"]["owners"][1]["risk"] == "R99"
