"""The waivers file: every fault at its place."""

from __future__ import annotations

import re
import textwrap
from pathlib import Path

import pytest

from cfgovern.api import load_contract
from cfgovern.errors import Fault, OperatorFileError
from cfgovern.profile.confirmations import load_confirmations
from cfgovern.profile.waivers import load_waivers
from cfgovern.validation.planning import make_plan

GOOD = """\
contract: urn:example:library
waivers:
  - rule: members.age.minimum
    becomes: warning
    areas: [CF-A01]
    from: 2026-09-01
    until: 2026-10-31
    owner: Programme data lead
    reason: Young people in transition.
"""


def faults(folder: Path, text: str) -> list[Fault]:
    (folder / "waivers.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(OperatorFileError) as caught:
        load_waivers(folder / "c.yaml", "urn:example:library")
    assert caught.value.exit_code == 2 and "SECRET" not in str(caught.value)
    return list(caught.value.faults)


def test_a_good_file(tmp_path: Path) -> None:
    assert load_waivers(tmp_path / "c.yaml", "urn:example:library") is None
    (tmp_path / "waivers.yaml").write_text(GOOD.replace("[CF-A01]", "all"), encoding="utf-8")
    found = load_waivers(tmp_path / "c.yaml", "urn:example:library")
    assert found is not None
    (one,) = found.entries
    assert (one.rule, one.becomes, one.areas) == ("members.age.minimum", "warning", ())
    assert (one.since, one.until, one.owner) == ("2026-09-01", "2026-10-31", "Programme data lead")
    assert one.line == 3 and found.digest.startswith("sha256:")


@pytest.mark.parametrize(
    ("old", "new", "line", "message"),
    [
        ("urn:example:library", "urn:example:SECRET", 1, "names another contract than the one beside it"),
        ("becomes: warning", "becomes: block", 4, "must be one of: warning, info, not_run"),
        ("becomes: warning", "becomes: error", 4, "must be one of: warning, info, not_run"),
        ("    until: 2026-10-31\n", "", 3, 'The key "until" is missing'),
        ("until: 2026-10-31", "until: 2026-08-31", 7, "ends before it starts"),
        ("until: 2026-10-31", "until: 2026-09-31", 7, "is a day that no calendar has"),
        ("    owner: Programme data lead\n", "", 3, 'The key "owner" is missing'),
        ("[CF-A01]", "[]", 5, "must not be empty"),
        ("[CF-A01]", "every SECRET", 5, "it must be all, or a list of areas"),
        ("Young people", "SECRET 999 000 0018", 9, "written like an identifier"),
        ("Programme data lead", "SECRET@example.org", 8, "written like an identifier"),
        ("rule:", "ruel:", 3, 'Did you mean "rule"?'),
    ],
)
def test_one_mistake_gives_one_fault(tmp_path: Path, old: str, new: str, line: int, message: str) -> None:
    (fault,) = faults(tmp_path, GOOD.replace(old, new, 1))
    assert message in f"{fault.message} {fault.fix}" and fault.line == line


def test_the_examples_of_the_documents_are_sound(tmp_path: Path) -> None:
    page = Path(__file__).parents[3] / "docs" / "how-to" / "confirm-and-waive.md"
    blocks = re.findall(
        r"^ *```yaml\n(.*?)^ *```$", page.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL
    )
    confirmed, waived = (textwrap.dedent(block) for block in blocks)
    (tmp_path / "c.yaml").write_text(confirmed, encoding="utf-8")
    contract = load_contract()
    given = load_confirmations(tmp_path / "c.yaml")
    given.must_name(contract.id)
    assert [entry.lacking for entry in given.entries] == [()]
    (tmp_path / "waivers.yaml").write_text(waived, encoding="utf-8")
    known = {check.rule for check in make_plan(contract, "2026-10-01").plan.checks}
    found = load_waivers(tmp_path / "c.yaml", contract.id)
    assert found is not None
    assert {entry.rule for entry in (*given.entries, *found.entries)} <= known


def test_a_link_that_leads_nowhere_is_no_absent_file(tmp_path: Path) -> None:
    (tmp_path / "waivers.yaml").symlink_to(tmp_path / "gone.yaml")
    with pytest.raises(OperatorFileError):
        load_waivers(tmp_path / "c.yaml", "urn:example:library")
