"""What the child says of the files of a release: whether they add up, are apart, and fit the crosswalk."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from cfgovern.csvtext import csv_bytes
from cfgovern.errors import SubmissionRefused
from cfgovern.journeys.proofworker import REGISTRY, run
from cfgovern.tokens.keyed import TokenKey

KEY = TokenKey(bytes(range(32)))
RECORDS = ("P-1", "P-2", "P-3")
LINKS = dict(zip(RECORDS, ("a" * 32, "b" * 32, "c" * 32), strict=True))
REFS = {record: KEY.token(record).hex() for record in RECORDS}
ANSWERS, NAMES = ["person_ref", "link_id", "age"], ["link_id", "given"]
IDENTIFYING = {"people": {}, "who": {"given": "given_name"}}
Rows = Sequence[Sequence[str]]


def answers() -> list[list[str]]:
    return [[REFS[one], LINKS[one], "35-44"] for one in ("P-1", "P-2")]


def names() -> list[list[str]]:
    return [[LINKS["P-1"], "kerrith"]]


def people() -> list[dict[str, Any]]:
    """All three; the last was rejected, and the first alone agreed to linking."""
    why: Mapping[str, tuple[str | None, str | None]] = {
        "P-1": (None, None), "P-2": (None, "declined"), "P-3": ("rejected", "rejected"),
    }  # fmt: skip
    return [
        {
            "record": one,
            "ref": REFS[one],
            "link": LINKS[one],
            "kept_back": why[one][0],
            "unlinked": why[one][1],
        }
        for one in RECORDS
    ]


def counts() -> dict[str, Any]:
    return {
        "people": {"in": 3, "sent": 2, "kept_back": {"rejected": 1}},
        "identifiers": {"in": 3, "sent": 1, "kept_back": {"declined": 1, "rejected": 1}},
    }


def table(part: str, name: str, head: Sequence[str], rows: int) -> dict[str, Any]:
    columns = [{"name": one, "treatment": "keep"} for one in head]
    file = f"{part}/{name}.csv"
    return {"part": part, "table": name, "file": file, "rows_in": 3, "rows": rows, "columns": columns}


def said(
    folder: Path,
    sent: Rows | None = None,
    named: Rows | None = None,
    crosswalk: Sequence[Mapping[str, Any]] | None = None,
    **changes: Any,
) -> dict[str, Any]:
    """What is wrong with a release of these rows; ``changes``: of the argument."""
    parts = [
        ("payload", "people", ANSWERS, sent or answers()),
        ("identifiers", "who", NAMES, named or names()),
    ]
    for part, name, head, rows in parts:
        (folder / part).mkdir()
        (folder / part / f"{name}.csv").write_bytes(csv_bytes(changes.get(name, head), rows))
    (folder / "crosswalk.json").write_text(json.dumps({"people": crosswalk or people()}), encoding="utf-8")
    tables = [table("payload", "people", ANSWERS, 2), table("identifiers", "who", NAMES, 1)]
    argument = {
        "job": str(folder), "folder": str(folder), "tables": tables,
        "identifying": IDENTIFYING, "clear": True,
        "counts": counts(), "crosswalk": "crosswalk.json", "ref": KEY.for_child(), "again": None,
    }  # fmt: skip
    return run(argument | {name: changes[name] for name in changes.keys() & argument.keys()})


def test_a_release_that_fits_has_no_fault_and_its_people_are_listed(tmp_path: Path) -> None:
    told = said(tmp_path)
    assert told["faults"] == {"conservation": [], "apart": [], "crosswalk": []}
    assert told["registry"] is True
    assert (tmp_path / REGISTRY).read_text(encoding="utf-8") == "given name\nkerrith\n"


def test_tokens_and_nameless_people_make_no_list(tmp_path: Path) -> None:
    assert said(tmp_path, clear=False)["registry"] is False
    (tmp_path / "other").mkdir()
    assert said(tmp_path / "other", named=[[LINKS["P-1"], ""]])["registry"] is False


@pytest.mark.parametrize(
    ("changes", "proof", "fault"),
    [
        ({"sent": answers()[:1]}, "conservation", "payload/people.csv has 1 rows, and the manifest says 2."),
        (
            {"people": ["person_ref", "link_id", "years"]},
            "conservation",
            "payload/people.csv has other columns",
        ),
        ({"who": ["person_ref", "given"]}, "apart", "identifiers/who.csv has the column person_ref."),
        ({"people": [*ANSWERS[:2], "synthetic_record_id"]}, "apart", "has the column synthetic_record_id."),
        ({"identifying": {"people": {"age": ""}}}, "apart", "payload/people.csv has the column age."),
        ({"named": [[LINKS["P-3"], "x"]]}, "apart", "The answers lack the link id of 1 people"),
        ({"named": [[LINKS["P-2"], "x"]]}, "crosswalk", "The identifiers name 1 people too many."),
        ({"named": [[LINKS["P-2"], "x"]]}, "crosswalk", "The identifiers lack 1 people."),
        ({"sent": [*answers()[:1], [REFS["P-3"], LINKS["P-3"], ""]]}, "crosswalk", "of 1 people who are not"),
        ({"sent": [*answers()[:1], [REFS["P-2"], LINKS["P-1"], ""]]}, "crosswalk", "1 rows have the link id"),
        ({"ref": TokenKey(bytes(32)).for_child()}, "crosswalk", "3 people have another person_ref"),
        ({"crosswalk": people()[:2]}, "crosswalk", "It counts other people than the manifest."),
        (
            {"counts": counts() | {"identifiers": {"in": 3, "sent": 2, "kept_back": {"rejected": 1}}}},
            "crosswalk",
            "It counts other identifiers than the manifest.",
        ),
    ],
)
def test_each_fault_is_told_without_a_value(
    tmp_path: Path, changes: dict[str, Any], proof: str, fault: str
) -> None:
    faults = said(tmp_path, **changes)["faults"]
    assert any(fault in one for one in faults[proof]), faults
    told = json.dumps(faults)
    assert not any(value in told for value in (*REFS.values(), *LINKS.values(), *RECORDS, "kerrith", "35-44"))


def test_a_part_that_is_not_in_this_domain_needs_no_reasons(tmp_path: Path) -> None:
    elsewhere = {"in": 3, "sent": 0, "kept_back": {"not_in_this_domain": 3}}
    told = said(tmp_path, counts=counts() | {"identifiers": elsewhere})
    assert told["faults"]["crosswalk"] == []


@pytest.mark.parametrize(
    "text", [b"\xff\xfe", b'link_id,given\n"a', b"link_id,given\na\n", b"link_id,given\na,b,c\n"]
)
def test_what_is_no_table_is_refused(tmp_path: Path, text: bytes) -> None:
    said(tmp_path)
    (tmp_path / "identifiers" / "who.csv").write_bytes(text)
    argument = {
        "job": str(tmp_path), "folder": str(tmp_path), "tables": [table("identifiers", "who", NAMES, 1)],
        "identifying": {}, "clear": True, "crosswalk": None, "again": None,
    }  # fmt: skip
    with pytest.raises(SubmissionRefused) as caught:
        run(argument)
    assert (caught.value.code, caught.value.where) == ("release.unreadable", "identifiers/who.csv")


def test_a_row_of_one_empty_cell_is_a_row(tmp_path: Path) -> None:
    (tmp_path / "payload").mkdir()
    (tmp_path / "payload" / "posts.csv").write_bytes(b"grade\nA\n\nB\n")
    argument = {
        "job": str(tmp_path), "folder": str(tmp_path), "tables": [table("payload", "posts", ["grade"], 3)],
        "identifying": {}, "clear": True, "crosswalk": None, "again": None,
    }  # fmt: skip
    assert run(argument)["faults"]["conservation"] == []
