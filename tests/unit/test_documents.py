"""The documents say what is so: links lead somewhere, commands exist, tables agree with the code."""

from __future__ import annotations

import csv
import re
import shlex
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path
from typing import Any

import click
import pytest

from cfgovern import api, content, errors, yamlfile
from cfgovern.cli.main import cfgovern
from cfgovern.contract.extensions import EXTENSIONS
from cfgovern.intake.limits import MIB, Limits
from cfgovern.profile.answers import load_answers
from cfgovern.profile.area import load_area
from cfgovern.profile.mapping import load_mapping
from cfgovern.validation.rulefiles import read_rule

ROOT = Path(__file__).parents[2]
FOLDERS = ("docs", "schemas", "validators", "dpia_templates", "synthetic")
PAGES = sorted([*ROOT.glob("*.md"), *(page for folder in FOLDERS for page in (ROOT / folder).rglob("*.md"))])
DECISIONS = sorted((ROOT / "docs" / "decisions").glob("[0-9]*.md"))
REFERENCE = ROOT / "docs" / "reference" / "rules-and-findings.md"
_FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_LINK = re.compile(r"\[[^\]]+\]\(([^)\s]+)\)")


def named(page: Path) -> str:
    return page.relative_to(ROOT).as_posix()


def prose(page: Path) -> str:
    """The page without its fenced examples."""
    return _FENCE.sub("", page.read_text(encoding="utf-8"))


def examples(page: Path, language: str) -> list[str]:
    return [text for kind, text in _FENCE.findall(page.read_text(encoding="utf-8")) if kind == language]


def rows(page: Path, columns: int) -> list[list[str]]:
    """The cells of every row of the tables with that many columns, heads left out."""
    split = [re.split(r"(?<!\\)\|", line)[1:-1] for line in page.read_text(encoding="utf-8").splitlines()]
    found = [[cell.strip() for cell in cells] for cells in split if len(cells) == columns]
    rules = [place for place, cells in enumerate(found) if set("".join(cells)) <= {"-"}]
    return [cells for place, cells in enumerate(found) if place not in rules and place + 1 not in rules]


def headings(page: Path) -> set[str]:
    """The anchors of a page, as its readers make them."""
    found = re.findall(r"^#+ (.+)$", prose(page), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in found}


# -- links and names -------------------------------------------------------------------------


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_every_link_leads_somewhere(page: Path) -> None:
    for target in _LINK.findall(prose(page)):
        if target.startswith("https://"):
            continue
        place, _, anchor = target.partition("#")
        file = (page.parent / place).resolve() if place else page
        assert file.is_relative_to(ROOT) and file.exists(), target
        assert not anchor or anchor in headings(file), target


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_every_file_of_the_repository_that_is_named_is_there(page: Path) -> None:
    told = re.findall(r"`((?:cfgovern|tests|benchmarks|requirements)/[\w./-]*)`", prose(page))
    assert [name for name in told if not (ROOT / name).exists()] == []
    for name, file in re.findall(r"`([A-Z_]+)`\s(?:in|of)\s`(cfgovern/[\w./]+)`", prose(page)):
        assert re.search(rf"^{name}\b", (ROOT / file).read_text(encoding="utf-8"), re.MULTILINE), name


def test_what_packaging_and_the_readme_promise_is_there() -> None:
    for name in ("CHANGELOG.md", "CONTRIBUTING.md", "GLOSSARY.md", "SECURITY.md", "README.md", "LICENSE"):
        assert (ROOT / name).is_file()
    assert "## [Unreleased]" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")


def test_every_page_can_be_found_from_the_index() -> None:
    index = ROOT / "docs" / "README.md"
    seen, waiting = {index}, [index]
    while waiting:
        page = waiting.pop()
        for target in _LINK.findall(prose(page)):
            file = (page.parent / target.partition("#")[0]).resolve()
            if file.suffix == ".md" and file.exists() and file not in seen:
                seen.add(file)
                waiting.append(file)
    assert [named(page) for page in (ROOT / "docs").rglob("*.md") if page not in seen] == []


def test_the_index_of_decisions_is_complete() -> None:
    index = ROOT / "docs" / "decisions" / "README.md"
    listed = re.findall(
        r"^\| \[(\d{4})\]\((\S+)\) \| (.+) \|$", index.read_text(encoding="utf-8"), re.MULTILINE
    )
    titles = [page.read_text(encoding="utf-8").splitlines()[0].removeprefix("# ") for page in DECISIONS]
    assert [(page.name, title) for page, title in zip(DECISIONS, titles, strict=True)] == [
        (file, f"{number}. {title}") for number, file, title in listed
    ]


@pytest.mark.parametrize("page", DECISIONS, ids=named)
def test_a_decision_says_what_was_tried_and_what_follows(page: Path) -> None:
    parts = re.findall(r"^## (.+)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    assert parts == ["Context", "What was tried", "Choice", "Consequences"]


# -- commands --------------------------------------------------------------------------------


def commands() -> Iterator[Any]:
    """Every ``cfgovern ...`` line of an example, and every one between backticks in a sentence."""
    for page in PAGES:
        lines = [
            line for language in ("", "sh") for text in examples(page, language) for line in text.splitlines()
        ]
        lines += re.findall(r"`(cfgovern [^`]+)`", " ".join(prose(page).split()))
        for line in dict.fromkeys(lines):
            typed = re.fullmatch(r"(?:\S*[/\\])?cfgovern( .*)?", line.strip())
            if typed:
                yield pytest.param(typed[1] or "", id=f"{named(page)}-{line.strip()}")


def walked(command: click.Command, words: list[str], context: click.Context) -> list[str]:
    """The options that these words name and the command does not know; raises where they do not parse."""
    if isinstance(command, click.Group) and words and command.get_command(context, words[0]) is None:
        words = ["", *words] if command.get_command(context, "") else words  # its name alone is a command
    if isinstance(command, click.Group) and words and not words[0].startswith("-"):
        inner = command.get_command(context, words[0])
        assert inner is not None, f"there is no command {words[0]}"
        return walked(inner, words[1:], click.Context(inner, info_name=words[0], parent=context))
    known = {option for parameter in command.get_params(context) for option in parameter.opts}
    unknown = [word for word in words if word.startswith("-") and word not in known]
    if not unknown and len(words) > 1:
        command.make_context(command.name, list(words))
    return unknown


@pytest.mark.parametrize("words", list(commands()))
def test_a_command_in_a_document_can_be_typed(words: str) -> None:
    assert walked(cfgovern, shlex.split(words, posix=True), click.Context(cfgovern)) == []


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_make_targets_exist(page: Path) -> None:
    known = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    told = re.findall(r"`(?:[A-Z_]+=\S+ )*make ([a-z-]+)[^`]*`", prose(page))
    told += re.findall(r"^make ([a-z-]+)", "\n".join(examples(page, "")), re.MULTILINE)
    assert set(told) <= known


# -- tables ----------------------------------------------------------------------------------


def test_exit_codes() -> None:
    """In the README, in the reference and in ``--help``."""
    raised = {
        kind: getattr(errors, kind).exit_code
        for kind in errors.__all__
        if kind not in ("Fault", "CfgovernError")
    }
    told = {
        cells[2]: cells[0] for cells in rows(REFERENCE, 3) if "`UsageError`" in cells[2] or "`" in cells[2]
    }
    found = {
        kind: int(code)
        for kinds, code in told.items()
        for kind in re.findall(r"`(\w+)`", kinds)
        if kind in raised
    }
    assert found == raised
    readme = [cells[0] for cells in rows(ROOT / "README.md", 2) if cells[0].isdigit()]
    assert (
        readme
        == [cells[0] for cells in rows(REFERENCE, 3) if cells[0].isdigit()]
        == ["0", "1", "2", "3", "4"]
    )
    assert re.findall(r"(\d) ", cfgovern.help.split("Exit codes:")[1]) == readme  # type: ignore[union-attr]


def test_limits() -> None:
    """Every limit, with its figures, in the order of the code or not."""

    def shown(limits: Limits, name: str) -> str:
        value = getattr(limits, name)
        if not isinstance(value, str) and name.endswith("_bytes"):
            return f"{value // MIB:,} MiB" if value % MIB == 0 else f"{value:,} bytes"
        return value if isinstance(value, str) else f"{int(value):,}"

    full, small = Limits(), Limits().small()
    told = {cells[1].strip("`"): (cells[2], cells[3]) for cells in rows(ROOT / "SECURITY.md", 4)}
    wanted = {field.name: (shown(full, field.name), shown(small, field.name)) for field in fields(Limits)}
    assert told == wanted | {"memory_bytes": (shown(full, "memory_bytes"), "none")}
    grown = full.for_size(MIB)
    assert (grown.wall_seconds - full.wall_seconds, grown.cpu_seconds - full.cpu_seconds) == (4, 2)


def test_every_kind_of_check_and_severity_is_explained() -> None:
    page = REFERENCE.read_text(encoding="utf-8")
    kinds = yamlfile.load(content.file("validators", "messages.yaml")).data["kinds"]
    assert [kind for kind in kinds if f"`{kind}`" not in page] == []
    assert [cells[0].strip("`") for cells in rows(ROOT / "README.md", 2)][:4] == [
        "block",
        "error",
        "warning",
        "info",
    ]


def test_every_word_of_ours_in_a_contract_is_explained() -> None:
    page = ROOT / "docs" / "how-to" / "use-your-own-contract.md"
    assert {word for word in EXTENSIONS if f"`{word}" not in prose(page)} == set()


def test_every_refusal_is_explained() -> None:
    rooms = [ROOT / "cfgovern" / room for room in ("intake", "engine")]
    code = "".join(path.read_text(encoding="utf-8") for room in rooms for path in room.glob("*.py"))
    raised = {*re.findall(r'"file\.([a-z_]+)"', code), *re.findall(r'\b_?refuse\(\s*"([a-z_]+)"', code)}
    told = {match for cells in rows(REFERENCE, 2) for match in re.findall(r"^`file\.([a-z_]+)`$", cells[0])}
    assert told == raised


# -- examples that run -----------------------------------------------------------------------


def test_the_examples_of_files_people_write_have_no_fault(tmp_path: Path) -> None:
    [text, settings] = examples(ROOT / "docs" / "how-to" / "use-your-own-contract.md", "yaml")
    path = tmp_path / "loans.odcs.yaml"
    path.write_text(text, encoding="utf-8")
    assert api.lint_contract(path) == []
    area, elsewhere, mapping = examples(ROOT / "docs" / "how-to" / "check-a-submission.md", "yaml")
    for config in (settings, elsewhere):
        assert yamlfile.check(yamlfile.loads(config, "cfgovern.yaml"), "config")
    (tmp_path / "area.yaml").write_text(area, encoding="utf-8")
    assert load_area(tmp_path / "area.yaml").contract == api.load_contract().id
    (tmp_path / "mapping.yaml").write_text(mapping, encoding="utf-8")
    mapped = load_mapping(tmp_path / "mapping.yaml", api.load_contract())
    area, answers = examples(ROOT / "docs" / "how-to" / "start-an-area.md", "yaml")
    (tmp_path / "area.yaml").write_text(area, encoding="utf-8")
    assert load_area(tmp_path / "area.yaml").said["flows"][0]["encrypted"] is True
    (tmp_path / "answers.yaml").write_text(answers, encoding="utf-8")
    assert len(load_answers(tmp_path / "answers.yaml")) == 1
    assert mapped.heading("participants", "sex") == "M/F"


def test_the_example_of_a_rule_finds_what_it_says(tmp_path: Path) -> None:
    page = ROOT / "docs" / "how-to" / "add-a-rule.md"
    [query], [cases, *_] = examples(page, "sql"), examples(page, "yaml")
    contract = api.default_contract()
    about = yamlfile.loads(cases, "cases").data
    pack = tmp_path / "pack"
    rule = pack / "validators" / "changing-futures" / f"{about['rule']}.sql"
    rule.parent.mkdir(parents=True)
    (pack / "schemas").mkdir()
    rule.write_text(query, encoding="utf-8")
    assert read_rule(rule)[1] == []
    try:
        content.use_pack(pack)
        for number, case in enumerate([*about["good"], *about["bad"]]):
            folder = written(case["tables"], tmp_path / f"case-{number}")
            report = api.validate(folder, contract=contract)
            hits = [f for f in report.findings if f.rule == f"support.{about['rule']}"]
            assert [{"row": f.row, "column": f.column} for f in hits] == case.get("expect", []), case["name"]
            missed = [entry.rows for entry in report.not_run if entry.rule == f"support.{about['rule']}"]
            assert missed == ([case["left_out"]] if "left_out" in case else [])
    finally:
        content.use_pack(None)


def written(tables: dict[str, list[dict[str, Any]]], folder: Path) -> Path:
    """A folder of CSV files that hold only these columns."""
    folder.mkdir()
    for name, given in tables.items():
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as stream:
            writer = csv.DictWriter(stream, list(given[0]))
            writer.writeheader()
            writer.writerows(given)
    return folder
