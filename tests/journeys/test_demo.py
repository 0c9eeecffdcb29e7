"""``cfgovern demo`` as a new user runs it: what it says is so, in both forms, and it can be run again."""

from __future__ import annotations

import csv
import json
import re
import zipfile
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from cfgovern import api, cohort, workbooks
from cfgovern.cohort import faults
from cfgovern.errors import UsageError
from cfgovern.journeys import demo as demo_journey
from cfgovern.journeys import demodocuments, demolinking
from cfgovern.journeys.demo import run_demo
from tests.command import Done, cfgovern
from tests.conftest import some_of

TABLES = [table.name for table in api.load_contract().tables]
REPORTS = [
    f"report-{form}/report.{kind}"
    for form in ("csv", "link", "notes", "workbook")
    for kind in ("html", "json", "txt")
]
PEOPLE = ("participants", "assessments", "outcomes", "service_use", "support")
RELEASE = [
    *(f"SYNTHETIC-release/national-evaluation/payload/{name}.csv" for name in PEOPLE),
    "SYNTHETIC-release/national-linkage/identifiers/identifiers.csv",
    *(
        f"SYNTHETIC-release/{domain}/{name}"
        for domain in ("national-evaluation", "national-linkage")
        for name in ("crosswalk.sealed", "manifest.json", "released.odcs.yaml")
    ),
]
DOCUMENTS = [
    "SYNTHETIC-documents/area.yaml",
    *(f"SYNTHETIC-documents/{kind}.{face}" for kind in ("dpia", "dsa") for face in ("docx", "html", "json")),
]
NOTES = ["SYNTHETIC-notes/notes.csv", "SYNTHETIC-notes/spans.csv"]
AREA = [
    "SYNTHETIC-area.xlsx",
    "SYNTHETIC-faults.csv",
    *NOTES,
    *(f"SYNTHETIC-area/{name}.csv" for name in TABLES),
]


def files(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


@pytest.fixture
def without_last_stages(monkeypatch: pytest.MonkeyPatch) -> None:
    """The demo up to its release: linking and drafting take longest, and are looked at once."""
    monkeypatch.setattr(demo_journey, "linked", lambda *_: "Linked.")
    monkeypatch.setattr(demo_journey, "drafted", lambda *_: ([], {}))


@pytest.fixture(scope="module")
def ran(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, Done]]:
    folder = tmp_path_factory.mktemp("demo")
    done = cfgovern("demo", cwd=folder, timeout=240)
    yield folder / "demo-output", done


def findings(out: Path, form: str) -> list[dict[str, Any]]:
    report = json.loads((out / f"report-{form}" / "report.json").read_text(encoding="utf-8"))
    assert (report["outcome"], report["record_origin"], report["as_of"]) == (
        "fail",
        "synthetic",
        "2026-10-01",
    )
    found: list[dict[str, Any]] = report["findings"]
    return found


def truth(out: Path, form: str) -> list[dict[str, str]]:
    """What the truth file says of the area in one form."""
    with (out / "SYNTHETIC-faults.csv").open(encoding="utf-8", newline="") as stream:
        return [one for one in csv.DictReader(stream) if one["file"].endswith(".csv") == (form == "csv")]


def test_it_says_that_every_planted_fault_was_found_in_both_forms_and_nothing_else(
    ran: tuple[Path, Done],
) -> None:
    out, done = ran
    assert (done.code, done.err) == (0, "")
    planted = len(truth(out, "csv"))
    assert planted > 20 and planted == len(truth(out, "workbook"))
    for form in ("workbook", "CSV files"):
        assert (
            f"In the {form}: {planted} of {planted} planted faults found, nothing else reported." in done.out
        )
    assert "NOT FOUND" not in done.out
    assert "This data needs to be fixed" in done.out
    assert len(done.out.splitlines()) < 120


def test_it_says_how_much_of_what_stands_in_notes_a_scan_found(ran: tuple[Path, Done]) -> None:
    told = re.search(
        r"In 80 case notes: (\d+) of (\d+) personal identifiers found, (\d+) finding", ran[1].out
    )
    assert told is not None
    found, planted, others = map(int, told.groups())
    assert 0.95 * planted <= found <= planted and planted > 100 and others < 10
    score = json.loads((ran[0] / "report-notes" / "report.json").read_text(encoding="utf-8"))["score"]
    assert (score["found"], score["planted"]) == (found, planted)


def test_what_it_says_is_what_the_reports_hold(ran: tuple[Path, Done]) -> None:
    out, done = ran
    shown = dict.fromkeys(("csv", "workbook"))
    for form in shown:
        listed, wanted = findings(out, form), truth(out, form)
        places = [(f["table"], f["column"], str(f["row"]), f["severity"]) for f in listed]
        assert sorted(places) == sorted((w["table"], w["column"], w["row"], w["severity"]) for w in wanted)
        assert {f["rule"] for f in listed} <= {rule for w in wanted for rule in w["rules"].split("|")}
        shown[form] = {(f["rule"], f["row"], f["cell"]) for f in listed}
    assert shown["csv"] == shown["workbook"]
    for finding in findings(out, "csv"):
        place = " +".join(str(finding[part]) for part in ("table", "cell", "line"))
        assert re.search(rf"^{place} .* found +found$", done.out, re.M), place


def test_the_files_it_names_are_there_and_no_others(ran: tuple[Path, Done]) -> None:
    out, done = ran
    assert files(out) == sorted([*AREA, *REPORTS, *RELEASE, *DOCUMENTS, "index.html"])
    assert str(out.resolve()) in done.out
    for name in ("SYNTHETIC-area.xlsx", "SYNTHETIC-area/", "SYNTHETIC-faults.csv", "report-csv/report.html"):
        assert re.search(rf"^  {re.escape(name)} +\w", done.out, re.M), name


def test_everything_is_marked_synthetic_and_the_workbook_has_no_formula(ran: tuple[Path, Done]) -> None:
    out, done = ran
    assert done.out.startswith("SYNTHETIC")
    assert all(
        "SYNTHETIC" in (out / name).read_text(encoding="utf-8") for name in REPORTS if "json" not in name
    )
    for name in TABLES:
        with (out / "SYNTHETIC-area" / f"{name}.csv").open(encoding="utf-8", newline="") as stream:
            assert {row["record_origin"] for row in csv.DictReader(stream)} == {"synthetic"}
    with zipfile.ZipFile(out / "SYNTHETIC-area.xlsx") as archive:
        assert b"SYNTHETIC" in archive.read("docProps/core.xml")
        assert not any(re.search(rb"<f[ >/]", archive.read(name)) for name in archive.namelist())


def test_the_area_is_parted_as_it_should_have_been_sent(ran: tuple[Path, Done]) -> None:
    out, done = ran
    told = {
        domain: json.loads((out / f"SYNTHETIC-release/{domain}/manifest.json").read_bytes())
        for domain in ("national-evaluation", "national-linkage")
    }
    assert {one["record_origin"] for one in told.values()} == {"synthetic"}
    answers = told["national-evaluation"]["people"]["sent"]
    linked = told["national-linkage"]["identifiers"]["sent"]
    assert f"answers of {answers} people" in done.out and f"identifiers of the {linked} " in done.out
    assert 0 < linked < answers == 40


def test_it_links_and_drafts_and_ends_with_one_page_of_links_and_pictures(ran: tuple[Path, Done]) -> None:
    out, done = ran
    told = re.search(r"same people: (\d+) of the (\d+) who stand in both found", done.out)
    assert told is not None and 0.8 * int(told[2]) < int(told[1]) <= int(told[2])
    assert re.search(r"Two documents were drafted: \d+ of \d+ questions are still open\.", done.out)
    page = (out / "index.html").read_text(encoding="utf-8")
    named = re.findall(r'href="([^"#]+)"', page)
    assert len(named) > 10 and all((out / name).exists() for name in named)
    assert page.count("<svg") == 2 and "SYNTHETIC" in page and "<script" not in page


def test_without_an_extra_the_stage_that_did_not_run_is_named_with_its_remedy(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def missing(name: str) -> Callable[[], None]:
        def refuse() -> None:
            raise UsageError("x", "Something is missing.", fix=f'pip install "cfgovern[{name}]"')

        return refuse

    monkeypatch.setattr(demolinking, "must_have_splink", missing("link"))
    monkeypatch.setattr(demodocuments, "must_be_there", missing("documents"))
    contract = api.load_contract()
    said = demolinking.linked(tmp_path, tmp_path, contract, api.default_contract(), date(2026, 10, 1), None)
    assert said.startswith("Not run: linking.") and 'pip install "cfgovern[link]"' in said
    [first, _], _ = demodocuments.drafted(tmp_path, api.default_contract(), contract.id, date(2026, 10, 1))
    assert first.startswith("Not run: drafting in Word.") and "cfgovern[documents]" in first
    assert files(tmp_path) == [name for name in DOCUMENTS if not name.endswith("docx")]


def test_the_csv_files_hold_line_breaks_accents_and_doubled_quotes(ran: tuple[Path, Done]) -> None:
    data = b"".join((ran[0] / "SYNTHETIC-area" / f"{name}.csv").read_bytes() for name in TABLES).decode()
    assert re.search(r'"[^"\n]*\n[^"\n]*"', data) and '""' in data and "é" in data


@pytest.mark.soak
def test_a_second_run_replaces_everything_and_leaves_other_files_alone(
    ran: tuple[Path, Done], without_last_stages: None, tmp_path: Path
) -> None:
    first, out = ran[0], tmp_path / "out"
    reports = [name for name in REPORTS if "link" not in name]
    for name in (*AREA, *reports):
        (out / name).parent.mkdir(parents=True, exist_ok=True)
        (out / name).write_text("stale", encoding="utf-8")
    others = ["SYNTHETIC-area/.DS_Store", "mine.txt"]
    for name in others:
        (out / name).write_text("mine", encoding="utf-8")
    demo = run_demo(out, api.default_contract())
    assert all(all(one.found) and one.unexplained == 0 for one in demo.checked)
    assert files(out) == sorted([*AREA, *reports, *RELEASE, "index.html", *others])
    assert all((out / name).read_text(encoding="utf-8") == "mine" for name in others)
    assert all((out / name).read_bytes() == (first / name).read_bytes() for name in AREA)
    assert all((out / name).read_bytes() != b"stale" for name in reports)


@pytest.mark.soak
def test_what_was_not_found_and_what_was_not_planted_are_said(
    tmp_path: Path, without_last_stages: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    way = faults.Way("empties", where={"table": "participants", "column": "sex"}, rules=("{table}.other",))
    wrong = faults.Kind("F01", "wrong", "A rule that is not the one", "cell", (way,))
    monkeypatch.setattr(faults, "load_catalogue", lambda: faults.Catalogue((wrong,), (), ("F01",)))
    told = run_demo(tmp_path, api.default_contract()).text
    assert re.search(r"A rule that is not the one +NOT FOUND +NOT FOUND$", told, re.M)
    for form in ("workbook", "CSV files"):
        assert f"In the {form}: 0 of 1 planted faults found, 1 finding not planted." in told


@pytest.mark.parametrize("name", some_of(["notes.txt", "participants-old.csv"], 2))
def test_files_that_would_be_checked_with_the_demo_s_stop_it(tmp_path: Path, name: str) -> None:
    folder = tmp_path / "out" / "SYNTHETIC-area"
    folder.mkdir(parents=True)
    (folder / name).write_text("mine", encoding="utf-8")
    done = cfgovern("demo", "--out", "out", cwd=tmp_path)
    assert done.code == 2
    assert "[demo.not_ours]" in done.err and name not in done.err
    assert files(tmp_path) == [f"out/SYNTHETIC-area/{name}"]


@pytest.mark.parametrize("form", some_of(["workbook", "csv"], 2))
def test_the_area_before_anything_is_planted_passes(tmp_path: Path, form: str) -> None:
    contract = api.load_contract()
    day = date(2027, 2, 28)
    made = cohort.make_area(contract, people=60, as_of=day, seed=5)
    path = tmp_path / ("area.xlsx" if form == "workbook" else "area")
    if form == "csv":
        path.mkdir()
        for table in contract.tables:
            (path / f"{table.name}.csv").write_bytes(cohort.as_csv(table, made[table.name]))
    else:
        sheets = [
            workbooks.Sheet(
                table.name,
                [column.name for column in table.collected],
                cohort.as_typed(table, made[table.name]),
            )
            for table in contract.tables
        ]
        workbooks.write_workbook(path, sheets)
    report = api.validate(path, as_of=day, period=(date(2026, 10, 1), date(2026, 12, 31)))
    assert (report.outcome, report.record_origin) == ("pass", "synthetic")
    assert (report.findings, report.not_run, report.notices) == ((), (), ())
    assert {name: counts.rows_accepted for name, counts in report.tables.items()} == {
        name: len(rows) for name, rows in made.items()
    }
