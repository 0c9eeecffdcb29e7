"""The waivers file: every fault at its place."""

from __future__ import annotations

from pathlib import Path

import pytest

from cfgovern.errors import Fault, OperatorFileError
from cfgovern.profile.waivers import load_waivers

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


def test_a_link_that_leads_nowhere_is_no_absent_file(tmp_path: Path) -> None:
    (tmp_path / "waivers.yaml").symlink_to(tmp_path / "gone.yaml")
    with pytest.raises(OperatorFileError):
        load_waivers(tmp_path / "c.yaml", "urn:example:library")
