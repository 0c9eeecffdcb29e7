"""``cfgovern scan``: whatever was sent is looked at, wherever it hides, and no word of it comes out."""

from __future__ import annotations

import csv
import io
import json
import os
import stat
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import openpyxl
import pytest
from openpyxl.comments import Comment
from openpyxl.workbook.defined_name import DefinedName

from cfgovern.contract.schemas import check_machine
from tests.canaries import Canaries
from tests.command import Done, cfgovern
from tests.rawbooks import Entry, zipped

NHS = "999 000 0018"  # of the range kept for tests, its check digit right
PHONE = "07700 900123"  # of the range kept for drama
NEAR = "NHS no 999 000 0019"  # a slip of the pen


def text_file(folder: Path, name: str, *lines: str) -> Path:
    path = folder / name
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def csv_file(folder: Path, name: str, *rows: list[str]) -> Path:
    written = io.StringIO()
    csv.writer(written, lineterminator="\n").writerows(rows)
    path = folder / name
    path.write_text(written.getvalue(), encoding="utf-8")
    return path


def scanned(*arguments: str | Path, cwd: Path, **options: Any) -> Done:
    return cfgovern("scan", *arguments, "--format", "json", cwd=cwd, **options)


def places(done: Done) -> list[tuple[str, str | None, int | None, str]]:
    """(rule, cell, line, severity) of each finding."""
    return [(one["rule"], one["cell"], one["line"], one["severity"]) for one in done.report()["findings"]]


def rules(done: Done) -> set[str]:
    return {one["rule"] for one in done.report()["findings"]}


# -- what is found, and where ----------------------------------------------------------------------


def test_an_identifier_in_any_cell_is_found_with_its_place_and_stops_the_submission(tmp_path: Path) -> None:
    sent = csv_file(tmp_path, "notes.csv", ["id", "note"], ["1", "all well"], ["2", f"nhs {NHS}, rang"])
    done = scanned(sent, cwd=tmp_path)
    assert done.code == 1 and done.report()["outcome"] == "fail"
    assert places(done) == [("notes.note.UK_NHS", "B3", 3, "block")]
    found = done.report()["findings"][0]
    assert (found["row"], found["start"], found["end"], found["entity"]) == (2, 4, 16, "UK_NHS")
    assert done.report()["submission"]["tables"]["notes"]["rows_rejected"] == 1


def test_a_find_has_the_key_of_its_record_where_that_may_be_shown(tmp_path: Path) -> None:
    sent = csv_file(
        tmp_path,
        "support.csv",
        ["participant_id", "other"],
        ["ABC-12345", f"nhs {NHS}"],
        ["Qwenilda", f"nhs {NHS}"],
        [NHS, "fine"],
    )
    done = scanned(sent, cwd=tmp_path)
    told = {(one["row"], one["cell"]): one["key"] for one in done.report()["findings"]}
    assert told[1, "B2"] == {"participant_id": "ABC-12345"}
    assert {key for place, key in told.items() if place[0] > 1} == {None} and len(told) >= 3
    assert "Qwenilda" not in done.out and "9990000018" not in done.out


def test_of_more_places_than_are_listed_all_are_counted(tmp_path: Path) -> None:
    rows = [[f"ring {PHONE}", str(n % 2)] for n in range(10_020)] + [["", ""], [f"ring {PHONE}, or", "1"]]
    done = scanned(csv_file(tmp_path, "notes.csv", ["note", "n"], *rows), cwd=tmp_path)
    report = done.report()
    assert (report["counts"]["block"], len(report["findings"])) == (10_021, 10_000)
    assert report["truncated"] == {"notes.note.PHONE_NUMBER": 10_021}
    assert report["submission"]["tables"]["notes"]["rows_rejected"] == 10_021


def test_nothing_found_is_said_with_its_limits(tmp_path: Path) -> None:
    done = cfgovern("scan", csv_file(tmp_path, "notes.csv", ["note"], ["all well"]), cwd=tmp_path)
    assert done.code == 0 and "No scan finds everything" in done.out


def test_a_slip_of_the_pen_in_a_labelled_place_is_told_as_one(tmp_path: Path) -> None:
    done = scanned(text_file(tmp_path, "a.txt", NEAR), cwd=tmp_path)
    assert [rule for rule, *_ in places(done)] == ["file.text.UK_NHS"]
    assert "probably mistyped" in done.report()["findings"][0]["message"]


def test_a_declared_column_may_hold_its_identifier_and_no_other(tmp_path: Path) -> None:
    sent = csv_file(
        tmp_path,
        "identifiers.csv",
        ["participant_id", "nhs_number", "phone"],
        ["P-0001", "9990000018", PHONE],
        ["P-0002", "", "9990000018"],
    )
    assert places(scanned(sent, cwd=tmp_path)) == [("identifiers.phone.UK_NHS", "C3", 3, "block")]


def test_a_column_that_no_contract_knows_is_judged_by_its_heading(tmp_path: Path) -> None:
    sent = csv_file(tmp_path, "other.csv", ["NHS No", "Wh0se"], ["9990000018", "x"])
    assert rules(scanned(sent, cwd=tmp_path)) == {"other.NHS No.UK_NHS"}


def hiding(folder: Path) -> Path:
    """A workbook with an identifier in every place in which one can hide."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "notes"
    sheet.append(["note", "more"])
    sheet.append(["fine", "fine"])
    sheet["A2"].comment = Comment(f"ring {PHONE}", "somebody")
    sheet.oddFooter.left.text = f"nhs {NHS}"
    for state in ("hidden", "veryHidden"):
        other = book.create_sheet(f"last year {state}")
        other.append(["note"])
        other.append([f"call {PHONE}"])
        other.sheet_state = state
    sheet["C3"] = PHONE
    sheet.column_dimensions["C"].hidden = True
    sheet["A4"] = f"ring {PHONE}"
    sheet.row_dimensions[4].hidden = True
    book.create_sheet(f"ring {PHONE.replace(' ', '')}")
    book.defined_names["a"] = DefinedName("a", attr_text=f'"{PHONE}"')
    book.properties.keywords = f"nhs {NHS}"
    path = folder / f"for {PHONE.replace(' ', '')}.xlsx"
    book.save(path)
    return path


def test_every_hiding_place_of_a_workbook_is_looked_at(tmp_path: Path) -> None:
    done = scanned(hiding(tmp_path), cwd=tmp_path)
    told = [
        (rule.rsplit(".", 2)[1], one["sheet"], one["cell"])
        for one in done.report()["findings"]
        for rule in [one["rule"]]
    ]
    kinds = {kind for kind, _, _ in told}
    assert {"comment", "printed", "sheet_name", "file_name", "name", "property"} <= kinds
    assert ("note", "last year hidden", "A2") in told or any(
        cell == "A2" and sheet for _, sheet, cell in told
    )
    assert {cell for _, _, cell in told} >= {"C3", "A4", "A2"}
    assert PHONE.replace(" ", "") not in done.out and "900123" not in done.out


def remarked(folder: Path) -> Iterator[Path]:
    """Files that say something beside what they hold: of Parquet, and zips of three sorts."""
    path = folder / "own.parquet"
    with duckdb.connect() as database:
        own = f"""KV_METADATA {{'remark': 'ring {PHONE}', 'pandas': '{{"a": ["nhs {NHS}"]}}'}}"""
        database.execute(f"COPY (SELECT 'fine' AS note) TO '{path}' (FORMAT parquet, {own})")
    yield path
    words = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    (folder / "a.docx").write_bytes(
        zipped([Entry("word/document.xml", f'<w:document xmlns:w="{words}"/>'.encode())])
    )
    book = openpyxl.Workbook()
    book.active.append(["note"])
    book.save(folder / "a.xlsx")
    (folder / "a.zip").write_bytes(zipped([Entry("notes.txt", b"fine")]))
    for name in ("a.docx", "a.xlsx", "a.zip"):
        with zipfile.ZipFile(folder / name, "a") as archive:
            archive.getinfo(archive.namelist()[0]).comment = f"ring {PHONE}".encode()
            archive.comment = f"nhs {NHS}".encode()
        yield folder / name


@pytest.mark.soak
def test_what_a_file_says_beside_what_it_holds_is_looked_at(tmp_path: Path) -> None:
    for sent in remarked(tmp_path):
        done = scanned(sent, cwd=tmp_path)
        found = {tuple(rule.split(".")[-2:]) for rule in rules(done)}
        assert found == {("property", "PHONE_NUMBER"), ("property", "UK_NHS")}, sent.name


def test_names_of_columns_of_parquet_and_of_folders_are_looked_at(tmp_path: Path) -> None:
    inner = tmp_path / "sent" / f"for {PHONE}"
    inner.mkdir(parents=True)
    with duckdb.connect() as database:
        database.execute(f"COPY (SELECT 1 AS \"nhs {NHS}\") TO '{inner / 'a.parquet'}' (FORMAT parquet)")
    done = scanned(tmp_path / "sent", cwd=tmp_path)
    assert rules(done) == {"file.heading.UK_NHS", "file.folder_name.PHONE_NUMBER"}
    assert "900123" not in done.out


def test_a_clean_area_is_silent(tmp_path: Path) -> None:
    made = cfgovern("synth", "--out", "made", "--participants", "60", "--areas", "1", cwd=tmp_path)
    assert made.code == 0, made.err
    done = scanned(next((tmp_path / "made").glob("*.xlsx")), cwd=tmp_path)
    assert (done.code, places(done)) == (0, [])


def test_documents_and_transcripts_are_looked_at(tmp_path: Path) -> None:
    words = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    runs = "".join(f"<w:r><w:t>{part}</w:t></w:r>" for part in ("on 0770", "0 900123"))
    body = f'<w:document xmlns:w="{words}"><w:body><w:p>{runs}</w:p>'
    document = tmp_path / "interview.docx"
    document.write_bytes(zipped([Entry("word/document.xml", f"{body}</w:body></w:document>".encode())]))
    listed = tmp_path / "answers.json"
    listed.write_text(json.dumps([{"answer": f"ring {PHONE}"}]), encoding="utf-8")
    done = scanned(document, listed, text_file(tmp_path, "talk.txt", "hello", f"ring {PHONE}"), cwd=tmp_path)
    told = [(one["table"], one["line"], one["entity"]) for one in done.report()["findings"]]
    assert told == [
        ("answers.json", 1, "PHONE_NUMBER"),
        ("interview.docx", 1, "PHONE_NUMBER"),
        ("talk.txt", 2, "PHONE_NUMBER"),
    ]


def test_a_file_that_cannot_be_looked_at_stops_what_else_was_sent(tmp_path: Path) -> None:
    folder = tmp_path / "sent"
    folder.mkdir()
    (folder / "scan.pdf").write_bytes(b"%PDF-1.4\n\x00\x01")
    csv_file(folder, "participants.csv", ["participant_id"], ["P-0001"])
    done = scanned(folder, cwd=tmp_path)
    assert done.code == 1
    assert [(one["severity"], "looked at" in one["message"]) for one in done.report()["findings"]] == [
        ("block", True)
    ]
    alone = scanned(folder / "scan.pdf", cwd=tmp_path)
    assert alone.code == 3 and alone.report()["outcome"] == "refused"


def test_a_folder_with_nothing_in_it_is_no_pass(tmp_path: Path) -> None:
    (tmp_path / "sent").mkdir()
    done = scanned(tmp_path / "sent", cwd=tmp_path)
    assert (done.code, rules(done)) == (3, {"file.empty"})
    assert done.report()["outcome"] == "refused" and done.report()["findings"][0]["fix"]


@pytest.mark.parametrize(
    "text",
    ["\u200b".join("9990000018"), "\u202e" + NHS, "９９９０００００１８", "999\u00a0000\u00a00018"],
    ids=["no width", "right to left", "full width", "hard spaces"],
)
def test_disguised_figures_are_seen_through(tmp_path: Path, text: str) -> None:
    assert "file.text.UK_NHS" in rules(scanned(text_file(tmp_path, "a.txt", f"nhs {text} ok"), cwd=tmp_path))


def test_a_megabyte_in_one_cell_is_looked_at(tmp_path: Path) -> None:
    sent = csv_file(tmp_path, "notes.csv", ["note"], ["word " * 200_000 + f"ring {PHONE}"])
    assert [rule for rule, *_ in places(scanned(sent, cwd=tmp_path))] == ["notes.note.PHONE_NUMBER"]


def test_standard_input_is_looked_at(tmp_path: Path) -> None:
    done = scanned("-", "--table", "participants", cwd=tmp_path, sent=f"participant_id\n{NHS}\n".encode())
    assert rules(done) == {"participants.participant_id.UK_NHS"}


def test_standard_input_is_looked_at_beside_files(tmp_path: Path) -> None:
    kept = text_file(tmp_path, "talk.txt", f"ring {PHONE}")
    done = scanned(kept, "-", cwd=tmp_path, sent=f"nhs {NHS}\n".encode())
    assert rules(done) == {"talk.txt.text.PHONE_NUMBER", "standard input.text.UK_NHS"}
    twice = scanned("-", "-", cwd=tmp_path, sent=b"x")
    assert twice.code == 2 and "[input.twice]" in twice.err


def test_standard_input_with_nothing_on_it_is_no_pass(tmp_path: Path) -> None:
    assert rules(scanned("-", cwd=tmp_path, sent=b"")) == {"file.empty"}


# -- people ----------------------------------------------------------------------------------------


def people(folder: Path) -> Path:
    rows = [["First name", "Surname", "Known as"], ["Zorbina", "Quennelworth", "Zozo"]]
    return csv_file(folder, "caseload.csv", *rows)


def test_people_of_a_local_list_are_found_by_name_and_told_by_their_row(tmp_path: Path) -> None:
    sent = csv_file(
        tmp_path, "notes.csv", ["note"], ["quennelworth, zorbina was in"], ["zorbnia quennelworth"]
    )
    done = scanned(sent, "--registry", people(tmp_path), cwd=tmp_path)
    first, *others = done.report()["findings"]
    assert (first["rule"], first["severity"]) == ("notes.note.PERSON", "block")
    assert {one["person"] for one in (first, *others)} == {"row 1 of your own list"} and others
    assert "quennelworth" not in done.out.casefold() and "zorb" not in done.out.casefold()


def test_people_of_the_identifiers_table_are_found_in_the_payload(tmp_path: Path) -> None:
    folder = tmp_path / "sent"
    folder.mkdir()
    names = ["participant_id", "given_name", "family_name"]
    csv_file(folder, "identifiers.csv", names, ["P-0001", "Zorbina", "Quennelworth"])
    csv_file(folder, "delivery_plan.csv", ["action"], ["ask Zorbina Quennelworth"])
    done = scanned(folder, cwd=tmp_path)
    assert [(one["rule"], one["person"]) for one in done.report()["findings"]] == [
        ("delivery_plan.action.PERSON", "row 1 of the identifiers")
    ]


def test_of_several_tables_of_people_the_one_is_named(tmp_path: Path, private_temp: Path) -> None:
    for area, person in (("north", "Zorbina"), ("south", "Qwenilda")):
        (tmp_path / "sent" / area).mkdir(parents=True)
        names = ["participant_id", "given_name", "family_name"]
        csv_file(
            tmp_path / "sent" / area,
            "identifiers.csv",
            names,
            ["", "", ""],
            ["P-0001", person, "Quennelworth"],
        )
    csv_file(tmp_path / "sent", "delivery_plan.csv", ["action"], ["ask Qwenilda Quennelworth"])
    done = scanned(tmp_path / "sent", cwd=tmp_path)
    assert [one["person"] for one in done.report()["findings"]] == [
        "row 2 of the identifiers (identifiers.csv (file 3))"
    ]
    assert list(done.report()["submission"]["tables"]) == ["delivery_plan", "identifiers", "identifiers (2)"]


@pytest.mark.soak
def test_of_several_sheets_of_people_the_one_is_named(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for title, person in (("North", "Zorbina"), ("Vqzx", "Qwenilda")):
        sheet = book.create_sheet(title)
        for row in (["First name", "Surname"], [person, "Quennelworth"]):
            sheet.append(row)
    book.save(tmp_path / "list.xlsx")
    sent = csv_file(tmp_path, "notes.csv", ["note"], ["ask Qwenilda Quennelworth"])
    done = scanned(sent, "--registry", "list.xlsx", cwd=tmp_path)
    assert [one["person"] for one in done.report()["findings"]] == ["row 1 of your own list (sheet 3)"]
    sent.rename(tmp_path / "delivery_plan.csv")
    book.remove(book.worksheets[0])
    for number, sheet in enumerate(book.worksheets):
        sheet.title = ("identifiers", "Identifiers ")[number]
        sheet["A1"], sheet["B1"] = "given_name", "family_name"
    book.create_sheet("delivery_plan").append(["action"])
    book["delivery_plan"].append(["ask Qwenilda Quennelworth"])
    book.save(tmp_path / "return.xlsx")
    done = scanned("return.xlsx", cwd=tmp_path)
    assert [one["person"] for one in done.report()["findings"]] == ["row 1 of the identifiers (Identifiers )"]


def test_a_list_in_which_nobody_is_found_is_refused(tmp_path: Path) -> None:
    other = csv_file(tmp_path, "list.csv", ["colour"], ["blue"])
    done = scanned(csv_file(tmp_path, "notes.csv", ["note"], ["x"]), "--registry", other, cwd=tmp_path)
    assert done.code == 2 and "[scan.registry]" in done.err


@pytest.mark.parametrize(
    ("layer", "left"),
    [("pack", {"PERSON"}), ("registry", {"PHONE_NUMBER"}), ("names", {"PERSON", "PHONE_NUMBER"})],
)
def test_a_layer_can_be_switched_off_and_the_report_says_so(
    tmp_path: Path, layer: str, left: set[str]
) -> None:
    sent = csv_file(tmp_path, "notes.csv", ["note"], [f"zorbina quennelworth is on {PHONE}"])
    done = scanned(sent, "--registry", people(tmp_path), "--without", layer, cwd=tmp_path)
    assert {one["entity"] for one in done.report()["findings"]} == left
    assert [entry["rule"] for entry in done.report()["not_run"]] == [layer]


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small pipeline of spaCy that knows one name, on disk."""
    spacy = pytest.importorskip("spacy")
    folder = tmp_path_factory.mktemp("model") / "names"
    pipeline = spacy.blank("en")
    pipeline.add_pipe("entity_ruler").add_patterns([{"label": "PERSON", "pattern": [{"LOWER": "qwzorb"}]}])
    pipeline.to_disk(folder)
    return folder


def test_a_language_model_that_the_user_has_looks_for_people(tmp_path: Path, model: Path) -> None:
    sent = csv_file(tmp_path, "notes.csv", ["note", "sex"], ["blue qwzorb blue", "1"])
    assert scanned(sent, cwd=tmp_path).code == 0
    done = scanned(sent, "--ner", model, cwd=tmp_path)
    assert ("notes.note.PERSON", "A2", 2, "warning") in places(done)
    assert "language model" in done.report()["findings"][0]["message"]


def test_a_model_that_is_not_there_is_not_fetched(tmp_path: Path) -> None:
    done = scanned(csv_file(tmp_path, "notes.csv", ["note"], ["x"]), "--ner", "en_core_web_lg", cwd=tmp_path)
    assert done.code == 2 and "[ner.missing]" in done.err and "Nothing is downloaded" in done.err


@pytest.mark.soak
def test_a_model_is_given_by_a_file_of_presidio_too(tmp_path: Path, model: Path) -> None:
    sent = csv_file(tmp_path, "notes.csv", ["note", "sex"], ["blue qwzorb blue", "1"])
    told = f"nlp_engine_name: spacy\nmodels:\n  - {{lang_code: en, model_name: {json.dumps(str(model))}}}\n"
    text_file(tmp_path, "nlp.yaml", told)
    assert rules(scanned(sent, "--ner", "nlp.yaml", cwd=tmp_path)) == {"notes.note.PERSON"}
    text_file(tmp_path, "nlp.yaml", told.replace("spacy", "stanza"))
    absent = scanned(sent, "--ner", "nlp.yaml", cwd=tmp_path)
    assert absent.code == 2 and "[ner.package]" in absent.err and "Nothing is downloaded" in absent.err
    broken = scanned(sent, "--ner", text_file(tmp_path, "nlp.yaml", "a: ["), cwd=tmp_path)
    assert broken.code == 2 and "nlp.yaml:" in broken.err


@pytest.mark.soak
def test_the_general_recognisers_of_presidio_look_when_they_are_asked(tmp_path: Path) -> None:
    wallet = "16Yeky6GMjeNkAiNcBY7ZhrLoMSgg1BoyZ"  # of Presidio's own examples
    sent = csv_file(tmp_path, "notes.csv", ["note"], [f"sent to {wallet}"])
    assert rules(scanned(sent, cwd=tmp_path)) == set()
    assert rules(scanned(sent, "--generic", cwd=tmp_path)) == {"notes.note.CRYPTO"}


# -- review ----------------------------------------------------------------------------------------


def review(path: Path, **said: str) -> None:
    """Fill the file in: the same for each entry."""
    text = path.read_text(encoding="utf-8")
    for name, value in said.items():
        text = text.replace(f"{name}:", f"{name}: {value}", 1 if name in ("who", "when") else -1)
    path.write_text(text, encoding="utf-8")


@pytest.fixture
def reviewed(tmp_path: Path) -> Iterator[tuple[Path, Path]]:
    """Notes with one find, and its review file to be filled in."""
    sent = csv_file(tmp_path, "notes.csv", ["note"], [f"ring {PHONE}"])
    scanned(sent, "--write-review", "review.yaml", cwd=tmp_path)
    yield sent, tmp_path / "review.yaml"


@pytest.mark.soak
def test_what_a_person_found_not_to_be_real_is_no_find_while_its_text_stays(
    tmp_path: Path, reviewed: tuple[Path, Path]
) -> None:
    sent, file = reviewed
    assert scanned(sent, "--review", file, cwd=tmp_path).code == 1  # nothing is filled in
    review(file, verdict="not real", reason="the number of a helpline", who="Data lead", when="2026-01-02")
    done = cfgovern("scan", sent, "--review", file, cwd=tmp_path)
    assert done.code == 0 and "the number of a helpline" in done.out and "Data lead" in done.out
    csv_file(tmp_path, "notes.csv", ["note"], [f"Ring {PHONE}"])
    changed = cfgovern("scan", sent, "--review", file, cwd=tmp_path)
    assert changed.code == 1 and "has changed since" in " ".join(changed.out.split())


def test_the_review_key_and_the_file_are_for_their_owner_alone(reviewed: tuple[Path, Path]) -> None:
    key = reviewed[1].with_name("review.key")
    assert key.stat().st_size == 32
    if os.name == "posix":
        assert [stat.S_IMODE(path.stat().st_mode) for path in (key, reviewed[1])] == [0o600, 0o600]


@pytest.mark.soak
def test_a_right_check_digit_needs_a_second_person(tmp_path: Path) -> None:
    sent = csv_file(tmp_path, "notes.csv", ["note"], [f"nhs {NHS}"])
    scanned(sent, "--write-review", "review.yaml", cwd=tmp_path)
    file = tmp_path / "review.yaml"
    review(file, verdict="not real", reason="a test number", who="Data lead", when="2026-01-02")
    alone = cfgovern("scan", sent, "--review", file, cwd=tmp_path)
    assert alone.code == 1 and "Another person has to agree" in " ".join(alone.out.split())
    review(file, second="Caldicott Guardian")
    assert cfgovern("scan", sent, "--review", file, cwd=tmp_path).code == 0


def test_no_key_is_made_or_needed_where_nothing_is_reviewed(tmp_path: Path) -> None:
    scanned(csv_file(tmp_path, "notes.csv", ["note"], [f"ring {PHONE}"]), cwd=tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["notes.csv"]


# -- reports ---------------------------------------------------------------------------------------


def test_shapes_are_told_when_asked_for_and_never_in_a_build(tmp_path: Path) -> None:
    sent = csv_file(tmp_path, "notes.csv", ["note"], [f"nhs {NHS}"])
    home = {"CI": "", "GITHUB_ACTIONS": ""}
    assert (
        scanned(sent, "--shapes", cwd=tmp_path, env=home).report()["findings"][0]["shape"] == "999 999 9999"
    )
    assert "shape" not in scanned(sent, cwd=tmp_path).report()["findings"][0]
    built = scanned(sent, "--shapes", cwd=tmp_path, env={"CI": "true"})
    assert built.code == 2 and "[scan.shapes_in_a_build]" in built.err


def test_the_report_keeps_to_its_schema_and_every_form_is_written(tmp_path: Path) -> None:
    sent = hiding(tmp_path)
    forms = [part for fmt in ("text", "json", "html", "sarif") for part in ("--format", fmt)]
    done = cfgovern("scan", sent, *forms, "--output", "out", "--evidence", "kept", cwd=tmp_path)
    assert done.code == 1
    report = json.loads((tmp_path / "out" / "report.json").read_text(encoding="utf-8"))
    assert check_machine("report", report) == []
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == [
        "report.html", "report.json", "report.sarif", "report.txt"
    ]  # fmt: skip
    assert "XXXX" in (tmp_path / "out" / "report.html").read_text(encoding="utf-8")
    record = json.loads(next((tmp_path / "kept").iterdir()).read_text(encoding="utf-8"))
    assert record["kind"] == "scan" and record["outcome"] == "fail"
    assert check_machine("run-record", record) == []


def test_texts_are_scored_against_what_was_planted(tmp_path: Path) -> None:
    made = cfgovern("synth", "--mode", "notes", "--participants", "40", "--out", "made", cwd=tmp_path)
    assert made.code == 0, made.err
    done = scanned("made/notes.csv", "--score-against", "made/spans.csv", cwd=tmp_path)
    score = {one["fault"]: one for one in done.report()["score"]["faults"]}
    assert done.report()["record_origin"] == "synthetic"
    assert min(score[name]["recall"] for name in ("UK_NHS", "UK_NINO", "UK_PNC_ID", "EMAIL_ADDRESS")) == 1.0


def test_no_word_of_what_was_sent_comes_out(tmp_path: Path, private_temp: Path, canaries: Canaries) -> None:
    folder = tmp_path / "sent"
    folder.mkdir()
    for _ in range(3):
        head = [canaries.plant("Heading "), canaries.plant()]
        csv_file(
            folder, f"{canaries.plant('File ')}.csv", head, [canaries.plant(), f"{canaries.plant()} {PHONE}"]
        )
        text_file(folder, f"{canaries.plant()}.txt", f"{canaries.plant()} nhs {NHS}")
    csv_file(
        folder, "participants.csv", ["participant_id", canaries.plant()], [canaries.plant(), canaries.plant()]
    )
    listed = csv_file(tmp_path, "list.csv", ["First name", "Surname"], [canaries.plant(), canaries.plant()])
    out = tmp_path / "out"
    out.mkdir()
    forms = [part for fmt in ("text", "json", "html", "sarif") for part in ("--format", fmt)]
    done = cfgovern(
        "scan", folder, "--registry", listed, *forms, "--output", out / "r", "--evidence", out / "e",
        "--write-review", out / "review.yaml", cwd=out,
    )  # fmt: skip
    assert done.code == 1, done.err
    assert canaries.found_in(done.out + done.err) == []
    assert canaries.found_under(out) == []
    assert list(private_temp.iterdir()) == []
