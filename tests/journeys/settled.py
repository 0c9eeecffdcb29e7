"""A library whose loans are known by a key that may be shown, and its submissions."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from tests.command import PLAIN_CONTRACT, Done, cfgovern, csv_folder

MEMBERS = ("member_id,full_name,joined,age", "M-001,A,2020-01-01,40", "M-002,B,2020-01-01,40")
LOANS = "loan_id,member_id,lent,returned"
BACK = "loans.back_after_out"
DAY = "2026-10-01"


def contract(folder: Path) -> Path:
    """Loans have a key that may be shown, members have one that may not."""
    shown = "customProperties: [{property: cfgovernShow, value: true}]"
    path = folder / "library.odcs.yaml"
    path.write_text(
        PLAIN_CONTRACT.replace("primaryKeyPosition: 1}", f"primaryKeyPosition: 1, {shown}}}"),
        encoding="utf-8",
    )
    return path


def loan(number: int, returned: str = "2025-01-05") -> str:
    """A loan that came back before it went out, unless told otherwise."""
    return f"{number},M-001,2026-01-05,{returned}"


def sent(folder: Path, name: str, loans: Sequence[str], members: Sequence[str] = MEMBERS) -> Path:
    """A submission of these rows."""
    return csv_folder(folder / name, {"members": list(members), "loans": [LOANS, *loans]})


def check(folder: Path, submission: Path, *options: str | Path, day: str = DAY) -> Done:
    """``cfgovern validate`` as JSON, as of ``day``."""
    chosen = ("--contract", "library.odcs.yaml", "--as-of", day, "--format", "json")
    return cfgovern("validate", submission, *chosen, *options, cwd=folder)


def blank(folder: Path, submission: Path, name: str = "c.yaml") -> str:
    """The confirmations file that is made for ``submission``."""
    done = check(folder, submission, "--write-confirmations", name)
    assert f"Confirmations to fill in: {name}" in done.err, done.err
    return (folder / name).read_text(encoding="utf-8")


def filled(text: str, reason: str = "Seen in the card index.", when: str = "2026-09-30") -> str:
    """``text`` with who, when and every reason filled in."""
    return (
        text.replace("who:\n", "who: data lead\n")
        .replace("when:  # a day such as 2026-10-01\n", f"when: {when}\n")
        .replace("reason:\n", f"reason: {reason}\n")
    )
