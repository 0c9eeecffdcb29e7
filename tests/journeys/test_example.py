"""The finished documents under docs/examples are what ``cfgovern draft`` makes today of what stands there."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from cfgovern.governance.outline import KINDS
from tests.examples import FILES, FOLDER, drafted

AGAIN = "run: python -m tests.examples, and look at what changed"
MOST = 3_000_000


@pytest.fixture(scope="module")
def today(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    folder = tmp_path_factory.mktemp("example")
    drafted(folder)
    yield folder


@pytest.mark.parametrize("name", FILES)
def test_what_is_published_is_what_is_drafted_today(today: Path, name: str) -> None:
    before, after = (words(folder / name) for folder in (FOLDER, today))
    assert before == after, AGAIN


def words(path: Path) -> str:
    """The whole text of a draft. Of a Word document its text part: its pictures are packed as zlib likes."""
    if path.suffix != ".docx":
        return path.read_text(encoding="utf-8")
    with zipfile.ZipFile(path) as packed:
        return packed.read("word/document.xml").decode()


def test_it_is_small_and_speaks_of_nobody() -> None:
    files = [path for path in FOLDER.rglob("*") if path.is_file()]
    assert sum(path.stat().st_size for path in files) < MOST
    text = (FOLDER / "area.yaml").read_text(encoding="utf-8")
    mailboxes = [word.strip(",.}") for word in text.split() if "@" in word]
    assert mailboxes and all(one.endswith(".example") for one in mailboxes)


def told(kind: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((FOLDER / f"{kind}.json").read_text(encoding="utf-8"))
    return found


def test_the_assessment_is_finished_and_its_evidence_was_accepted() -> None:
    made = told("dpia")
    assert {one["state"] for one in made["limbs"]} == {"complete"}
    assert made["rows"]["unanswered"] == [] and made["rows"]["unjudged"] == []
    assert {row["speaks"] for row in made["rows"]["evidence"]} == {"Yes"}
    assert sum("Accepted by" in row["evidence"] for row in made["rows"]["measures"]) > 3


@pytest.mark.parametrize("kind", KINDS)
def test_a_question_has_one_place_to_be_answered_in(kind: str) -> None:
    made = told(kind)
    asked = [*made["q"].values(), *(ask for one in made["schedules"] for ask in one["questions"])]
    tags = [answer["tag"] for ask in asked for answer in ask["answers"]]
    assert len(tags) == len(set(tags))
