"""The confirmations file: every fault at its place, without its text, and nothing that names somebody."""

from __future__ import annotations

from pathlib import Path

import pytest

from cfgovern.errors import Fault, OperatorFileError
from cfgovern.identifiers import FORMS
from cfgovern.profile.confirmations import Confirmation, load_confirmations, runs_of, written
from tests.unit.identifiers.test_likeness import NAMING

DIGEST = "sha256:" + "0" * 64
GOOD = f"""\
contract: urn:example:library
submission: {DIGEST}
who: data lead
when: 2026-09-30
confirmations:
  - rule: loans.back_after_out
    column: lent
    records: [{{loan_id: L-1}}]
    reason: Seen in the card index.
  - rule: members.age.minimum
    rows: [5, 1-2, 3]
    reason: A member
      of the club.
    who: the warden
    when: 2026-09-29
"""


def write(folder: Path, text: str | bytes) -> Path:
    path = folder / "c.yaml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def faults(folder: Path, text: str | bytes) -> list[Fault]:
    with pytest.raises(OperatorFileError) as caught:
        load_confirmations(write(folder, text))
    assert caught.value.exit_code == 2 and "SECRET" not in str(caught.value)
    return list(caught.value.faults)


def test_a_good_file(tmp_path: Path) -> None:
    found = load_confirmations(write(tmp_path, GOOD))
    assert (found.contract, found.submission) == ("urn:example:library", DIGEST)
    assert found.entries == (
        Confirmation(
            "loans.back_after_out", "lent", ((("loan_id", "L-1"),),), (),
            "Seen in the card index.", "data lead", "2026-09-30", 6,
        ),
        Confirmation(
            "members.age.minimum", None, (), ((1, 3), (5, 5)),
            "A member of the club.", "the warden", "2026-09-29", 10,
        ),
    )  # fmt: skip
    assert all(entry.lacking == () for entry in found.entries)


def test_what_is_written_is_read_again(tmp_path: Path) -> None:
    entries = (
        Confirmation(
            "a.b", 'odd: "col', ((("k", "1"), ("l", "null")), (("k", "x, y}"), ("l", "#"))), (), "It's: \\ so"
        ),
        Confirmation("a.c\td", None, (), ((1, 1), (4, 9)), about="Many words\n\u2028and \x07 more. It’s so."),
    )
    text = written("urn:x", DIGEST, entries, ["Not listed:\na"])
    found = load_confirmations(write(tmp_path, text)).entries
    assert [(e.rule, e.column, e.records, e.rows, e.reason) for e in found] == [
        (e.rule, e.column, e.records, e.rows, e.reason) for e in entries
    ]
    assert [entry.lacking for entry in found] == [("who", "when"), ("reason", "who", "when")]


@pytest.mark.parametrize("text", NAMING)
@pytest.mark.parametrize("field", ["reason", "who"])
def test_nothing_that_names_somebody_travels(tmp_path: Path, text: str, field: str) -> None:
    old = "Seen in the card index." if field == "reason" else "data lead"
    quoted = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\u200b", "\\u200b")
    told = faults(tmp_path, GOOD.replace(old, f'"See {quoted} there"', 1))
    place = (9, 13) if field == "reason" else (3, 6)
    # No file may hold a character that nobody sees, whatever it is for.
    code = "yaml.character" if "\u200b" in text else "confirmations.identifier"
    assert [(fault.code, fault.line, fault.column) for fault in told] == [(code, *place)]
    assert text not in str(told[0])


@pytest.mark.parametrize(
    ("old", "new", "place", "message"),
    [
        ("rule: loans", "ruel: loans", (6, 5), '"ruel" is not a key that may stand here. Did you mean "rule'),
        ("rule: loans.back_after_out\n    column", "column", (6, 3), 'The key "rule" is missing'),
        (DIGEST, "SECRET", (2, 13), '"submission" is not written as it should be: it must be the digest'),
        ("when: 2026-09-30", "when: 30 SECRET", (4, 7), "it must be a day such as 2026-10-01"),
        ("when: 2026-09-30", "when: 2026-02-30", (4, 7), '"when" is a day that no calendar has.'),
        ("when: 2026-09-29", "when: 2026-13-01", (15, 11), '"when" is a day that no calendar has.'),
        ("{loan_id: L-1}", "{loan_id: 1}", (8, 25), "must be text, not a number. Put it in quotation marks."),
        ("[{loan_id: L-1}]", "[]", (8, 14), '"records" must not be empty.'),
        ("1-2", "0-2", (11, 15), "a row such as 12 or rows such as 12-15"),
        ("1-2", "7-2", (11, 15), "ends before it starts"),
        ("rows: [5, 1-2, 3]", "rows: [5]\n    records: [{a: SECRET}]", (12, 5), "cannot stand beside"),
        ("reason: Seen in the card index.", f"reason: {'SECRET ' * 80}", (9, 13), "500 characters or fewer"),
        ("who: data lead", "who: &a SECRET", (3, 6), ""),
        ("who: data lead", "who: !!python/object:os.system SECRET", (3, 6), ""),
        ("who: data lead", "who: data lead\nwho: SECRET", (4, 1), ""),
    ],
)  # fmt: skip
def test_one_mistake_gives_one_fault(
    tmp_path: Path, old: str, new: str, place: tuple[int, int], message: str
) -> None:
    assert old in GOOD
    (fault,) = faults(tmp_path, GOOD.replace(old, new, 1))
    assert message in f"{fault.message} {fault.fix}"
    assert fault.line == place[0]


@pytest.mark.parametrize(
    "content", [b"", b"[]", b"\xff\xfe\x00", b"{" * 100_000, b"a: b\n" * 300_000, b"contract: *x"]
)
def test_hostile_files(tmp_path: Path, content: bytes) -> None:
    assert faults(tmp_path, content)


def test_runs() -> None:
    assert runs_of([(5, 5), (1, 2), (3, 3), (2, 2), (9, 12), (10, 11)]) == ((1, 3), (5, 5), (9, 12))


def test_every_identifier_has_an_example_of_what_is_held_back() -> None:
    """A new module of identifiers needs its example in NAMING."""
    from cfgovern.identifiers import classify

    for name in FORMS:
        words = [text.split(" is ")[0] for text in NAMING]
        assert any(classify(name, word) != "malformed" for word in words), name
