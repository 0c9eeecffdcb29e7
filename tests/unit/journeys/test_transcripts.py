"""A transcript goes only for one who has agreed, redacted, and under nothing but their reference."""

from __future__ import annotations

import hashlib
import hmac
from pathlib import Path

import pytest

from cfgovern.detection.people import Person
from cfgovern.errors import UsageError
from cfgovern.intake.limits import Limits
from cfgovern.journeys.freetext import Known, Redactor
from cfgovern.journeys.transcripts import Given, plan, redact_transcripts
from cfgovern.protection.redaction import LONGEST
from tests.rawbooks import Entry, zipped

_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
PEOPLE = {"P-0012": "aa00", "P-0013": "bb11", "P-00123": "cc22", "P-0014": "dd33"}
ALLOWED = {"P-0012", "P-0013", "P-00123"}
NAMES = (
    Known(Person(1, given="Kevin", family="Okafor"), "P-0012"),
    Known(Person(2, given="Denise", family="Hartley"), "P-0013"),
)


@pytest.fixture(scope="module")
def redactor() -> Redactor:
    def token(record_id: str) -> bytes:
        return hmac.digest(b"one", record_id.encode(), hashlib.sha256)[:16]

    return Redactor.of(NAMES, token, record_ids=PEOPLE)


def document(*lines: str) -> bytes:
    body = "".join(f"<w:p><w:r><w:t>{line}</w:t></w:r></w:p>" for line in lines)
    hidden = "<w:p><w:r><w:delText>Kevin Okafor</w:delText></w:r></w:p>"
    text = f"<w:document {_W}><w:body>{body}{hidden}</w:body></w:document>"
    core = "<a xmlns:dc='dc'><dc:creator>Denise Hartley</dc:creator></a>"
    return zipped([Entry("word/document.xml", text.encode()), Entry("docProps/core.xml", core.encode())])


def folder(at: Path, files: dict[str, bytes]) -> Path:
    made = at / "transcripts"
    made.mkdir()
    for name, data in files.items():
        (made / name).write_bytes(data)
    return made


def given(at: Path, redactor: Redactor, files: dict[str, bytes]) -> tuple[Given, dict[str, str]]:
    """What became of the files, and the files that were written."""
    out = at / "out"
    out.mkdir()
    done = redact_transcripts(folder(at, files), PEOPLE, ALLOWED, redactor, out, Limits())
    return done, {path.name: path.read_text(encoding="utf-8") for path in out.iterdir()}


def test_what_may_go_is_written_under_the_reference_alone(tmp_path: Path, redactor: Redactor) -> None:
    done, written = given(
        tmp_path,
        redactor,
        {
            "P-0012 interview 2.txt": "\ufeffKevin Okafor met Denise Hartley.\r\nOn 12/03/2025.".encode(),
            "p-0012 interview 1.docx": document("Interviewer: Hello Kevin", "", "He is P-0013."),
            "P-0013.txt": b"Kevin Okafor again.",
        },
    )
    assert sorted(written) == ["aa00-1.txt", "aa00-2.txt", "bb11-1.txt"]
    kev = written["bb11-1.txt"].removesuffix(" again.").strip("[]").removeprefix("person ")
    denise = written["aa00-1.txt"].partition("He is ")[2].strip("[].\n").removeprefix("person ")
    assert written["aa00-1.txt"] == f"Interviewer: Hello [this person {kev}]\n\nHe is [person {denise}].\n\n"
    assert written["aa00-2.txt"] == f"[this person {kev}] met [person {denise}].\nOn 2025-03."
    assert (done.written, done.people, dict(done.withheld)) == (3, 2, {})
    assert done.counts == {"PERSON": 4, "DATE": 1, "CASE_REFERENCE": 1}


def test_what_cannot_go_is_withheld_and_counted(tmp_path: Path, redactor: Redactor) -> None:
    done, written = given(
        tmp_path,
        redactor,
        {
            "P-0014 interview.txt": b"Not agreed.",
            "P-9999 interview.txt": b"Of nobody here.",
            "interview P-0012.txt": b"Of nobody by its name.",
            "P-0012-2.txt": b"May be of another.",
            "P-0012 talk.mp3": b"ID3",
            "P-0012 a.docx": b"no document",
            "P-0012 b.txt": b"%PDF-1.7",
            "P-0012 c.txt": b"one\0two",
            "P-0012 d.txt": "x\u202ey".encode(),
            "P-0012 e.txt": b"x" * (LONGEST + 1),
            ".DS_Store": b"",
        },
    )
    assert written == {}
    assert done == Given(
        withheld={  # type: ignore[arg-type]
            "not_agreed": 1,
            "nobody": 3,
            "not_a_transcript": 1,
            "not_read": 3,
            "hidden_characters": 1,
            "too_long": 1,
        }
    )


def test_a_folder_and_a_link_are_no_transcripts(tmp_path: Path) -> None:
    made = folder(tmp_path, {})
    (made / "P-0012 a.txt").mkdir()
    (tmp_path / "elsewhere.txt").write_text("secret")
    (made / "P-0012 b.txt").symlink_to(tmp_path / "elsewhere.txt")
    assert plan(made, PEOPLE, ALLOWED) == ([], {"not_a_transcript": 2})


@pytest.mark.parametrize(
    ("ids", "name", "whose"),
    [
        (["P-0012", "P-00123"], "P-00123 a", "P-00123"),
        (["P-0012", "P-00123"], "P-0012", "P-0012"),
        (["P-0012"], "P-001", None),
        (["P-0012"], "P-0012.5", None),
        (["P 12", "P 13"], "P 12_a", "P 12"),
        (["P 12", "P 13"], "P 12 a", None),
        (["P_1", "P_12"], "P_1_2", None),
        (["P-1"], "p-1_a", "P-1"),
        (["p-1", "P-1"], "P-1 a", "P-1"),
        (["pp", "PP"], "Pp a", None),
        (["e\u0301-1"], "\u00e9-1 a", "e\u0301-1"),
    ],
)
def test_whose_it_is_has_to_be_certain(tmp_path: Path, ids: list[str], name: str, whose: str | None) -> None:
    made = folder(tmp_path, {f"{name}.txt": b""})
    found, withheld = plan(made, ids, set(ids))
    assert [person for person, _ in found] == ([whose] if whose else [])
    assert withheld == ({} if whose else {"nobody": 1})


def test_where_it_cannot_be_written_nothing_is_said_of_it(tmp_path: Path, redactor: Redactor) -> None:
    made = folder(tmp_path, {"P-0012.txt": b"Kevin Okafor"})
    with pytest.raises(UsageError) as refusal:
        redact_transcripts(made, PEOPLE, ALLOWED, redactor, tmp_path / "absent", Limits())
    assert "Kevin" not in str(refusal.value) and "P-0012" not in str(refusal.value)
