"""A starter folder: what it holds is sound, keeps data out of version control, and replaces nothing."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from datetime import date
from pathlib import Path

import pytest

from cfgovern import api
from cfgovern.errors import UsageError
from cfgovern.profile.answers import load_answers
from cfgovern.profile.area import load_area
from cfgovern.profile.config import find_config
from cfgovern.profile.editorschema import editor_schema
from cfgovern.profile.programme import with_base
from cfgovern.yamlfile import check, load, rules_of

DAY = date(2026, 5, 11)


def started(folder: Path, name: str = "Quillborough") -> list[Path]:
    return api.start_area(folder, name, today=DAY)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("starting") / "deep" / "area"
    files = started(folder)
    assert sorted(files) == sorted(path for path in folder.rglob("*") if path.is_file())
    return folder


def test_what_is_written_has_no_fault(made: Path) -> None:
    area = load_area(made / "area.yaml")
    assert (area.name, area.said) == ("Quillborough", {})
    area.must_name(api.load_contract().id)
    assert area.period == (date(2026, 4, 1), date(2026, 6, 30))
    assert area.unsaid == ("area", "host_organisation", "data_and_digital_lead", "notice_version")
    assert load_answers(made / "answers.yaml") == {}
    assert check(load(made / "mapping.yaml"), "mapping")["tables"] == {}
    config = find_config(made)
    assert (config.area, config.evidence, config.mapping) == (made / "area.yaml", made / "evidence", None)
    for name in ("area", "answers"):
        first = (made / f"{name}.yaml").read_text(encoding="utf-8").splitlines()[0]
        file = made / first.removeprefix("# yaml-language-server: $schema=")
        assert json.loads(file.read_text(encoding="utf-8")) == json.loads(editor_schema(name))


def test_the_examples_in_its_comments_hold_once_they_are_taken_up(made: Path, tmp_path: Path) -> None:
    text = (made / "area.yaml").read_text(encoding="utf-8")
    path = tmp_path / "area.yaml"
    path.write_text(re.sub(r"^#(?=\S|  )", "", text, flags=re.MULTILINE), encoding="utf-8")
    area = load_area(path)
    sections = {name for name, rule in rules_of("area").items() if "says" in rule.get("meta", {})}
    assert sections - set(area.said) == {"risks"}
    assert {found.path for found in with_base(area).departures} == set()
    answers = (made / "answers.yaml").read_text(encoding="utf-8")
    path.write_text(
        'version: "1"\n' + "\n".join(line[2:] for line in answers.splitlines()[4:12]), encoding="utf-8"
    )
    assert len(load_answers(path)["D3", None].paragraphs) == 2
    assert set(re.findall(r"@\S*?([a-z-]+)\b[ ,}\n]", text)) == {"example", "invalid"}


def test_the_readme_has_five_sentences(made: Path) -> None:
    title, _, words = (made / "README.md").read_text(encoding="utf-8").partition("\n\n")
    assert title == "# Quillborough"
    assert len(re.findall(r"\.(?:\s|$)", words)) == 5


@pytest.mark.skipif(shutil.which("git") is None, reason="git is not here")
def test_version_control_takes_what_was_written_and_nothing_else(made: Path, tmp_path: Path) -> None:
    folder = tmp_path / "area"
    shutil.copytree(made, folder)
    own = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
    for name in (
        "keys.json", "return.xlsx", "return/participants.csv", "release/payload/outcomes.csv", "review.yaml",
        "crosswalk.json", "confirmations.yaml", "evidence/data.csv", "editor/keys.json", "passphrase", ".env",
    ):  # fmt: skip
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text("x", encoding="utf-8")
    (folder / "evidence" / "a-run.json").write_text("{}", encoding="utf-8")
    subprocess.run(["git", "init", "-q"], cwd=folder, check=True)
    listed = subprocess.run(
        ["git", "ls-files", "--others", "--exclude-standard"], cwd=folder, check=True, capture_output=True
    )
    assert sorted(listed.stdout.decode().split()) == sorted([*own, "evidence/a-run.json"])


@pytest.mark.parametrize("there", ["area.yaml", ".gitignore", "editor/area.schema.json"])
def test_nothing_is_written_over(tmp_path: Path, there: str) -> None:
    (tmp_path / there).parent.mkdir(exist_ok=True)
    (tmp_path / there).write_text("mine", encoding="utf-8")
    before = sorted(tmp_path.rglob("*"))
    with pytest.raises(UsageError) as caught:
        started(tmp_path)
    assert (caught.value.code, caught.value.exit_code) == ("init.there", 2)
    assert there in caught.value.what
    assert sorted(tmp_path.rglob("*")) == before
    assert (tmp_path / there).read_text(encoding="utf-8") == "mine"


def test_other_files_are_left_alone(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine", encoding="utf-8")
    started(tmp_path)
    assert (tmp_path / "notes.txt").read_text(encoding="utf-8") == "mine"


@pytest.mark.parametrize("name", ["", " \n", "x" * 101, "\u200b"])
def test_a_name_that_no_area_can_have(tmp_path: Path, name: str) -> None:
    with pytest.raises(UsageError) as caught:
        started(tmp_path / "area", name)
    assert caught.value.code == "init.name"
    assert not (tmp_path / "area").exists()


@pytest.mark.parametrize(
    "name", ["yes", "A: # b", '"', "$area_name ${x}", "\u0645\u0631\u062d\u0628\u0627", "- a"]
)
def test_any_name_is_read_back_as_it_was(tmp_path: Path, name: str) -> None:
    started(tmp_path, name)
    assert load_area(tmp_path / "area.yaml").name == name
