"""What a command works with: its options before ``cfgovern.yaml``, that before what is found."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from cfgovern import content
from cfgovern.cli.settings import Settings, colour_wanted, settings
from cfgovern.errors import OperatorFileError, UsageError
from cfgovern.profile.area import load_area

AREA = """\
area: CF-A01
name: Quillborough
contract: urn:example:library
period: 2026-Q2
host_organisation: Quillborough Council
data_and_digital_lead: data.lead@quillborough.example
notice_version: 2026-1
"""


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """An empty working folder; the shipped pack is in use again afterwards."""
    monkeypatch.chdir(tmp_path)
    yield tmp_path
    content.use_pack(None)


def test_an_empty_folder_says_nothing(here: Path) -> None:
    assert settings(None, None) == Settings(None, None, None)


def test_options_go_before_the_configuration(here: Path) -> None:
    (here / "cfgovern.yaml").write_text("contract: said.yaml\nevidence: said\n", encoding="utf-8")
    assert settings(None, None) == Settings(here / "said.yaml", here / "said")
    given = settings(None, Path("given.yaml"), Path("given"))
    assert given == Settings(Path("given.yaml"), Path("given"))


def test_the_pack_of_the_option_goes_before_that_of_the_configuration(here: Path) -> None:
    for name in ("said", "given"):
        (here / name / "schemas").mkdir(parents=True)
    (here / "cfgovern.yaml").write_text("pack: said\n", encoding="utf-8")
    settings(None, None)
    assert content.folder("schemas") == here / "said" / "schemas"
    settings(Path("given"), None)
    assert content.folder("schemas") == Path("given") / "schemas"
    with pytest.raises(UsageError):
        settings(Path("absent"), None)


def test_the_area_profile_is_read_where_it_is_asked_for(here: Path) -> None:
    (here / "area.yaml").write_text(AREA, encoding="utf-8")
    file = here / "area.yaml"
    assert settings(None, None, area=True) == Settings(None, here / "evidence", load_area(file), None, file)
    assert settings(None, None) == Settings(None, here / "evidence", None, None, file)


def test_a_faulty_area_profile_stops_only_who_asks_for_it(here: Path) -> None:
    (here / "area.yaml").write_text(AREA.replace("2026-Q2", "soon"), encoding="utf-8")
    settings(None, None)
    with pytest.raises(OperatorFileError):
        settings(None, None, area=True)


def test_an_area_profile_that_is_named_must_be_there(here: Path) -> None:
    (here / "cfgovern.yaml").write_text("area: area/area.yaml\n", encoding="utf-8")
    with pytest.raises(OperatorFileError) as caught:
        settings(None, None, area=True)
    assert str(here / "area" / "area.yaml") in str(caught.value)


@pytest.mark.parametrize(
    ("terminal", "option", "variable", "coloured"),
    [
        (True, False, None, True),
        (True, True, None, False),
        (True, False, "", False),  # no-color.org: set at all, to any value
        (True, False, "1", False),
        (False, False, None, False),
    ],
)
def test_colour_is_for_terminals_that_want_it(
    monkeypatch: pytest.MonkeyPatch, terminal: bool, option: bool, variable: str | None, coloured: bool
) -> None:
    monkeypatch.setattr(sys.stdout, "isatty", lambda: terminal)
    monkeypatch.delenv("NO_COLOR", raising=False)
    if variable is not None:
        monkeypatch.setenv("NO_COLOR", variable)
    assert colour_wanted(option) == coloured
