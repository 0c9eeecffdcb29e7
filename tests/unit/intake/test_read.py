"""One submission, whatever its form: which table is which, what belongs to none, what is said of it."""

from __future__ import annotations

import csv
import hashlib
import os
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from cfgovern.errors import CfgovernError
from cfgovern.intake.files import digest_of
from cfgovern.intake.gathered import Intake
from cfgovern.intake.limits import Limits
from cfgovern.intake.parquetfile import ParquetWays
from cfgovern.intake.read import read
from cfgovern.tables import SEPARATOR, SourceTable
from tests.rawbooks import Entry, book, packed, parts, relations, sheet, text_row, zipped

WANTED = {"members": ["member_id", "Full name"], "service_use": ["use_id"]}
MEMBERS, USES = "member_id,Full name\nM-1,x\n", "use_id\n1\n"


def taken(
    folder: Path,
    path: Path,
    table: str | None = None,
    limits: Limits | None = None,
    *,
    wanted: Sequence[str] = (),
) -> Intake:
    job = folder / "job"
    job.mkdir(exist_ok=True)
    chosen = {name: WANTED[name] for name in wanted or WANTED}
    return read(path, chosen, job, table=table, limits=limits or Limits(), parquet=ParquetWays(as_text))


def as_text(path: Path, shown: str) -> Iterator[list[str]]:
    """What stands for the engine's reader: a heading, and one row that says who read what."""
    assert [entry.name for entry in path.parent.iterdir()] == [path.name]
    yield ["member_id"]
    yield [f"{shown} {path.read_bytes()[4:].decode()}"]


def refused(
    folder: Path, path: Path, table: str | None = None, limits: Limits | None = None
) -> CfgovernError:
    with pytest.raises(CfgovernError) as caught:
        taken(folder, path, table, limits)
    assert "Ann" not in str(caught.value)
    return caught.value


def filled(folder: Path, **files: str | bytes) -> Path:
    """A folder of files; ``__`` in a name stands for a full stop."""
    made = folder / "sent"
    made.mkdir()
    for name, content in files.items():
        data = content.encode() if isinstance(content, str) else content
        (made / name.replace("__", ".")).write_bytes(data)
    return made


def workbook(folder: Path, **sheets: Sequence[Sequence[str]]) -> Path:
    """A workbook of these sheets; one whose name ends in ``_hidden`` is hidden."""
    path = folder / "submission.xlsx"
    states = ["hidden" if name.endswith("_hidden") else "visible" for name in sheets]
    bodies = [sheet(*(text_row(n, *row) for n, row in enumerate(rows, 1))) for rows in sheets.values()]
    path.write_bytes(book(*bodies, names=[name.removesuffix("_hidden") for name in sheets], states=states))
    return path


def rows(table: SourceTable) -> list[list[str]]:
    """The number and the cells of each row, whichever form the table is in."""
    with open(table.path, encoding="utf-8", newline="") as stream:
        if table.stamp is None:
            return list(csv.reader(stream, delimiter=SEPARATOR))
        return [[str(number), *cells] for number, cells in enumerate(csv.reader(stream)) if number]


def test_a_folder(tmp_path: Path) -> None:
    sent = filled(tmp_path, members__csv=MEMBERS, service_use__CSV=USES)
    (sent / "Ann Example").mkdir()
    for name in ("Ann Example.csv", ".DS_Store", "desktop.ini"):
        (sent / name).write_text("x", encoding="utf-8")
    intake = taken(tmp_path, sent)
    assert [(t.name, t.source, t.sheet, t.rows_read) for t in intake.tables] == [
        ("members", "members.csv", "members", 1),
        ("service_use", "service_use.CSV", "service_use", 1),
    ]
    assert [(extra.label, extra.hidden) for extra in intake.extras] == [
        ("file 1 of the folder in alphabetical order", False),
        ("file 2 of the folder in alphabetical order", False),
    ]
    assert intake.name == "folder"
    assert intake.notices == []
    assert rows(intake.tables[0]) == [["1", "M-1", "x"]]


def test_files_are_numbered_as_a_person_sees_them_in_order(tmp_path: Path) -> None:
    sent = filled(tmp_path, members__csv=MEMBERS)
    for name in ("Zoe.csv", "ann.csv", ".DS_Store"):
        (sent / name).write_text("x", encoding="utf-8")
    assert [extra.label for extra in taken(tmp_path, sent).extras] == [
        "file 1 of the folder in alphabetical order",
        "file 3 of the folder in alphabetical order",
    ]


def test_the_digest_of_a_folder_is_that_of_its_sorted_names_and_digests(tmp_path: Path) -> None:
    sent = filled(tmp_path, service_use__csv=USES, members__csv=MEMBERS)
    lines = "".join(
        f"{name}\0{hashlib.sha256(content.encode()).hexdigest()}\n"
        for name, content in (("members.csv", MEMBERS), ("service_use.csv", USES))
    )
    assert taken(tmp_path, sent).digest == "sha256:" + hashlib.sha256(lines.encode()).hexdigest()


def test_the_digest_of_a_file_is_its_own(tmp_path: Path) -> None:
    path = filled(tmp_path, members__csv=MEMBERS) / "members.csv"
    assert taken(tmp_path, path).digest == "sha256:" + hashlib.sha256(MEMBERS.encode()).hexdigest()


@pytest.mark.parametrize("names", [["members.csv"], ["members.csv", "Zoe.csv", "ann.csv"]])
def test_the_digest_is_told_without_reading(tmp_path: Path, names: list[str]) -> None:
    sent = filled(tmp_path, **{name.replace(".", "__"): MEMBERS for name in names})
    path = sent if len(names) > 1 else sent / names[0]
    size = len(MEMBERS) * len(names)
    assert digest_of(path, Limits(file_bytes=size)) == taken(tmp_path, path).digest
    assert digest_of(path, Limits(file_bytes=size - 1)) is None
    assert digest_of(sent, Limits(files=len(names) - 1)) is None
    assert digest_of(sent / "absent.csv", Limits()) is None


@pytest.mark.parametrize(
    ("files", "limits", "code", "shown"),
    [
        ({"members__csv": MEMBERS, "Members__txt": MEMBERS}, {}, "file.table_twice", "members"),
        ({"members__xlsx": book(sheet())}, {}, "file.not_csv", "file 1"),
        ({"members__csv": MEMBERS, "Ann__csv": ""}, {"files": 1}, "file.too_many_files", "1 files"),
        ({"members__csv": MEMBERS}, {"file_bytes": 4}, "file.too_large", "members.csv"),
        ({"members__csv": ""}, {}, "file.empty", "empty"),
    ],
)
def test_folders_that_are_refused(
    tmp_path: Path, files: dict[str, str | bytes], limits: dict[str, int], code: str, shown: str
) -> None:
    refusal = refused(tmp_path, filled(tmp_path, **files), limits=replace(Limits(), **limits))
    assert refusal.code == code
    assert shown in str(refusal)


@pytest.mark.parametrize("form", ["folder", "zip"])
@pytest.mark.parametrize("litter", [(), (".DS_Store",)])
def test_an_empty_folder_or_zip_is_refused_as_an_empty_file_is(
    tmp_path: Path, litter: tuple[str, ...], form: str
) -> None:
    sent = filled(tmp_path, **dict.fromkeys(litter, "x"))
    if form == "zip":
        sent = Path(shutil.make_archive(str(tmp_path / "packed"), "zip", sent))
    refusal = refused(tmp_path, sent)
    assert refusal.code == "file.empty" and f"no file in this {form}" in str(refusal)


@pytest.mark.parametrize("zipped", [False, True])
def test_files_that_lie_too_deep_are_said_to(tmp_path: Path, zipped: bool) -> None:
    sent = filled(tmp_path)
    deep = sent / "one" / "two"
    deep.mkdir(parents=True)
    (deep / "members.csv").write_text(MEMBERS, encoding="utf-8")
    if zipped:
        sent = Path(shutil.make_archive(str(tmp_path / "packed"), "zip", sent))
    refusal = refused(tmp_path, sent)
    assert refusal.code == "file.too_deep" and "deeper" in str(refusal)


@pytest.mark.skipif(os.name != "posix", reason="links and pipes of POSIX")
@pytest.mark.parametrize("make", [lambda path: os.mkfifo(path), lambda path: path.symlink_to("/dev/zero")])
def test_what_is_no_ordinary_file_is_never_read(tmp_path: Path, make) -> None:  # type: ignore[no-untyped-def]
    sent = filled(tmp_path, service_use__csv=USES)
    make(sent / "members.csv")
    intake = taken(tmp_path, sent)
    assert [table.name for table in intake.tables] == ["service_use"]
    assert [extra.label for extra in intake.extras] == ["members.csv"]
    assert refused(tmp_path, sent / "members.csv").code == "file.cannot_open"


@pytest.mark.parametrize(
    ("name", "table", "wanted", "found"),
    [
        ("members.csv", None, (), "members"),
        ("Service-Use.csv", None, (), "service_use"),
        ("Ann.csv", "members", (), "members"),
        ("Ann.csv", None, ("members",), "members"),
    ],
)
def test_a_single_file(
    tmp_path: Path, name: str, table: str | None, wanted: Sequence[str], found: str
) -> None:
    path = tmp_path / name
    path.write_text(MEMBERS, encoding="utf-8")
    intake = taken(tmp_path, path, table, wanted=wanted)
    assert [entry.name for entry in intake.tables] == [found]
    assert "Ann" not in intake.name + intake.tables[0].source


def test_a_single_file_that_could_be_any_table(tmp_path: Path) -> None:
    path = filled(tmp_path, Ann__csv=MEMBERS) / "Ann.csv"
    refusal = refused(tmp_path, path)
    assert (refusal.code, refusal.exit_code) == ("table.needed", 2)


def test_a_table_does_not_go_with_a_folder(tmp_path: Path) -> None:
    assert refused(tmp_path, filled(tmp_path), "members").code == "table.folder"


def test_windows_text_and_titles_are_noted_of_their_table(tmp_path: Path) -> None:
    sent = filled(tmp_path, members__csv=f"Ann\n\n{MEMBERS}M-2,Zo\u00eb\n".encode("cp1252"))
    intake = taken(tmp_path, sent)
    (table,) = intake.tables
    assert (table.windows_text, table.titles, intake.notices) == (True, 1, [])
    assert (table.header_row, table.rows_read, table.rows_ignored) == (3, 2, 0)
    assert rows(table)[1] == ["2", "M-2", "Zo\u00eb"]


def test_a_workbook(tmp_path: Path) -> None:
    heading = ["member_id", "Full name"]
    path = workbook(
        tmp_path,
        Members=[["Ann"], heading, ["M-1", "x"], ["", " "], ["M-2"]],
        Notes_hidden=[["Ann"]],
        Empty=[],
        service_use_hidden=[["use_id"], ["1"]],
    )
    intake = taken(tmp_path, path)
    assert intake.name == "submission.xlsx"
    assert [
        (t.name, t.sheet, t.hidden, t.header_row, t.rows_read, t.rows_ignored) for t in intake.tables
    ] == [
        ("members", "Members", False, 2, 3, 1),
        ("service_use", "service_use", True, 1, 1, 0),
    ]
    assert [(extra.label, extra.hidden) for extra in intake.extras] == [("sheet 2", True)]
    assert rows(intake.tables[0]) == [["1", "M-1", "x"], ["3", "M-2", ""]]


def test_a_workbook_of_one_sheet_for_one_table(tmp_path: Path) -> None:
    intake = taken(tmp_path, workbook(tmp_path, Sheet1=[["member_id"], ["M-1"]], Sheet2=[]), "members")
    assert [(table.name, table.sheet) for table in intake.tables] == [("members", "sheet 1")]
    assert intake.extras == []


def test_a_workbook_of_two_sheets_is_not_guessed(tmp_path: Path) -> None:
    intake = taken(tmp_path, workbook(tmp_path, Ann=[["member_id"]], Sheet2=[["x"]]), "members")
    assert intake.tables == []
    assert [extra.label for extra in intake.extras] == ["sheet 1", "sheet 2"]


def test_two_sheets_for_one_table(tmp_path: Path) -> None:
    refusal = refused(
        tmp_path, workbook(tmp_path, **{"service use": [["use_id"]], "Service_Use": [["use_id"]]})
    )
    assert refusal.code == "file.table_twice"


def test_a_workbook_over_its_budget(tmp_path: Path) -> None:
    limits = replace(Limits(), workbook_bytes=100)
    assert refused(tmp_path, workbook(tmp_path, members=[]), limits=limits).code == "file.too_large"


@pytest.mark.parametrize("form", ["workbook", "csv"])
def test_without_a_filled_row_there_are_no_headings(tmp_path: Path, form: str) -> None:
    sent = workbook(tmp_path, members=[]) if form == "workbook" else filled(tmp_path, members__csv="\n \n")
    (table,) = taken(tmp_path, sent).tables
    assert (table.columns, table.rows_read, table.rows_ignored) == ((), 0, 0)


# -- what stands beside the tables -----------------------------------------------------------


def test_with_one_table_asked_for_the_others_are_left_out_with_a_word(tmp_path: Path) -> None:
    path = workbook(tmp_path, members=[["member_id"], ["M-1"]], service_use=[["use_id"]], notes=[["x"]])
    intake = taken(tmp_path, path, "members")
    assert [table.name for table in intake.tables] == ["members"]
    assert [extra.label for extra in intake.extras] == ["sheet 3"]
    (notice,) = intake.notices
    assert notice.text == "Only the table members was asked for: 1 other sheet was not checked."


def test_what_was_read_tells_whether_other_tables_are_missed(tmp_path: Path) -> None:
    named_csv = workbook(tmp_path, members=[["member_id"], ["M-1"]]).rename(tmp_path / "return.csv")
    named_workbook = tmp_path / "members.xlsx"
    named_workbook.write_text(MEMBERS, encoding="utf-8")
    for place, (path, table, single) in enumerate(
        ((named_csv, None, False), (named_csv, "members", True), (named_workbook, None, True))
    ):
        folder = tmp_path / str(place)
        folder.mkdir()
        assert taken(folder, path, table).single is single


@pytest.mark.parametrize("name", ["._members.csv", "~$members.xlsx", ".~lock.members.csv#"])
def test_what_programs_put_beside_an_open_file_is_nobodys_data(tmp_path: Path, name: str) -> None:
    made = filled(tmp_path, members__csv=MEMBERS)
    (made / name).write_bytes(b"x")
    assert taken(tmp_path, made).extras == []


@pytest.mark.parametrize(
    ("part", "words"),
    [
        ("xl/comments1.xml", "comments"),
        ("xl/threadedComments/threadedComment1.xml", "comments"),
        ("xl/pivotCache/pivotCacheRecords1.xml", "the data behind a pivot table"),
        ("xl/externalLinks/externalLink1.xml", "data of another workbook"),
        ("xl/embeddings/oleObject1.bin", "a file of another program"),
    ],
)
def test_what_a_workbook_carries_beside_its_cells(tmp_path: Path, part: str, words: str) -> None:
    path = tmp_path / "book.xlsx"
    made = parts(sheet(text_row(1, "member_id"), text_row(2, "M-1")))
    path.write_bytes(packed(made, Entry(part, b"<x>Ann</x>"), Entry("xl/theme/theme1.xml", b"<x/>")))
    assert taken(tmp_path, path).parts == [words]


def test_rows_above_the_headings_that_look_like_records_are_counted(tmp_path: Path) -> None:
    content = "M-7,Ann\nReturn of visits\n\nM-8,Bea\n" + MEMBERS
    made = filled(tmp_path, members__csv=content.replace("Return of visits", "Return of visits,"))
    intake = taken(tmp_path, made)
    (table,) = intake.tables
    assert (table.rows_above, table.rows_read, table.header_row) == (2, 1, 5)
    assert table.titles == 1


def test_comments_are_known_by_what_leads_to_them(tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    made = parts(sheet(text_row(1, "member_id"), text_row(2, "M-1")))
    made["xl/worksheets/_rels/sheet1.xml.rels"] = relations(("rId1", "comments", "../notes1.xml"))
    path.write_bytes(packed(made, Entry("xl/notes1.xml", b"<x>Ann</x>")))
    assert taken(tmp_path, path).parts == ["comments"]


# -- zip, Parquet and JSON Lines -------------------------------------------------------------------------


def zip_of(folder: Path, **files: str | bytes) -> Path:
    path = folder / "submission.zip"
    kept = [(name.replace("__", "."), data) for name, data in files.items()]
    path.write_bytes(
        zipped([Entry(name, data.encode() if isinstance(data, str) else data) for name, data in kept])
    )
    return path


FILES: dict[str, str | bytes] = {
    "members__parquet": b"PAR1 bytes",
    "service_use__jsonl": '{"use_id": "U-1"}\n',
    "note__txt": "hello",
}


@pytest.mark.parametrize("form", [filled, zip_of])
def test_a_folder_and_a_zip_hold_files_of_every_kind(tmp_path: Path, form) -> None:  # type: ignore[no-untyped-def]
    intake = taken(tmp_path, form(tmp_path, **FILES))
    assert [(table.name, table.source, table.header_row) for table in intake.tables] == [
        ("members", "members.parquet", 0),
        ("service_use", "service_use.jsonl", 0),
    ]
    assert [rows(table) for table in intake.tables] == [
        [["1", "members.parquet  bytes"]],
        [["1", "U-1"]],
    ]
    kind = "zip" if form is zip_of else "folder"
    assert [extra.label for extra in intake.extras] == [f"file 2 of the {kind} in alphabetical order"]


def test_a_zip_has_the_digest_of_the_folder_that_was_zipped(tmp_path: Path) -> None:
    folder = taken(tmp_path, filled(tmp_path, **FILES))
    files = {name.replace("__", "."): data for name, data in FILES.items()}
    for within, litter in (("", ".DS_Store"), ("sent/", "__MACOSX/sent/._x")):
        entries = [(within + name, data) for name, data in files.items()] + [(litter, "x")]
        path = tmp_path / f"{len(within)}.zip"
        path.write_bytes(
            zipped(Entry(name, data.encode() if isinstance(data, str) else data) for name, data in entries)
        )
        job = tmp_path / f"job {len(within)}"
        job.mkdir()
        assert taken(job, path).digest == folder.digest


@pytest.mark.parametrize(
    ("kind", "content", "found"),
    [("csv", USES, [["1", "1"]]), ("jsonl", '{"use_id": 1.0}', [["1", "1"]])],
)
def test_the_name_of_a_single_file_says_nothing_of_its_kind(
    tmp_path: Path, kind: str, content: str, found: list[list[str]]
) -> None:
    path = tmp_path / "Ann Example"
    path.write_text(content)
    intake = taken(tmp_path, path, "service_use")
    assert (intake.single, rows(intake.tables[0])) == (True, found)
    assert intake.name == f"table.{kind}"


@pytest.mark.parametrize("form", [filled, zip_of])
@pytest.mark.parametrize(
    ("files", "code"),
    [
        ({"members__csv": zipped([Entry("members.csv")])}, "file.zip_inside"),
        ({"members__xlsx": book(sheet())}, "file.not_csv"),
        ({"Ann__xlsx": book(sheet())}, "file.not_csv"),
        ({"Ann__zip": zipped([Entry("members.csv")])}, "file.zip_inside"),
        ({"members__csv": MEMBERS, "members__jsonl": '{"member_id": 1}'}, "file.table_twice"),
        ({"members__json": "[{}]"}, "file.json_array"),
    ],
)
def test_what_may_not_be_in_a_folder_or_zip(tmp_path: Path, form, files, code: str) -> None:  # type: ignore[no-untyped-def]
    assert refused(tmp_path, form(tmp_path, **files)).code == code


def test_a_table_does_not_go_with_a_zip(tmp_path: Path) -> None:
    assert refused(tmp_path, zip_of(tmp_path, members__csv=MEMBERS), "members").code == "table.folder"
