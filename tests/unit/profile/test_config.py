"""``cfgovern.yaml``: found here or above, its paths count from its own folder."""

from __future__ import annotations

from pathlib import Path

import pytest

from cfgovern.errors import OperatorFileError
from cfgovern.profile.config import Config, find_config


@pytest.fixture
def below(tmp_path: Path) -> Path:
    """A folder two floors below ``tmp_path``."""
    folder = tmp_path / "area" / "returns"
    folder.mkdir(parents=True)
    return folder


def test_nothing_said_and_nothing_there(below: Path) -> None:
    assert find_config(below) == Config(None, None, None, None)


def test_every_path_counts_from_the_folder_of_the_file(tmp_path: Path, below: Path) -> None:
    text = "pack: ../pack\ncontract: c.yaml\narea: area/area.yaml\nevidence: /somewhere/proof\n"
    (tmp_path / "cfgovern.yaml").write_text(text, encoding="utf-8")
    assert find_config(below) == Config(
        pack=tmp_path / "../pack",
        contract=tmp_path / "c.yaml",
        area=tmp_path / "area" / "area.yaml",
        evidence=Path("/somewhere/proof"),
    )


def test_the_nearest_file_holds_alone(tmp_path: Path, below: Path) -> None:
    (tmp_path / "cfgovern.yaml").write_text("contract: far.yaml\nevidence: far\n", encoding="utf-8")
    (below.parent / "cfgovern.yaml").write_text("contract: near.yaml\n", encoding="utf-8")
    config = find_config(below)
    assert config.contract == below.parent / "near.yaml"
    assert config.evidence is None


def test_a_folder_of_that_name_is_no_configuration(tmp_path: Path, below: Path) -> None:
    (below / "cfgovern.yaml").mkdir()
    (tmp_path / "cfgovern.yaml").write_text("contract: c.yaml\n", encoding="utf-8")
    assert find_config(below).contract == tmp_path / "c.yaml"


def test_evidence_goes_beside_the_area_profile(tmp_path: Path, below: Path) -> None:
    (below / "area.yaml").touch()
    assert find_config(below) == Config(area=below / "area.yaml", evidence=below / "evidence")
    # An area profile is looked for in the working folder alone, unless the configuration names it.
    assert find_config(tmp_path) == Config()


@pytest.mark.parametrize(
    ("text", "area", "evidence"),
    [
        ("area: area/profile.yaml", "area/profile.yaml", "area/evidence"),
        ("area: a.yaml\nevidence: proof", "a.yaml", "proof"),
        ("evidence: proof", "here/area.yaml", "proof"),
    ],
)
def test_what_is_said_goes_before_what_is_found(tmp_path: Path, text: str, area: str, evidence: str) -> None:
    (tmp_path / "here").mkdir()
    (tmp_path / "here" / "area.yaml").touch()
    (tmp_path / "cfgovern.yaml").write_text(text, encoding="utf-8")
    config = find_config(tmp_path / "here")
    assert (config.area, config.evidence) == (tmp_path / area, tmp_path / evidence)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("contarct: x.yaml", ':1:1: "contarct" is not a key that may stand here. Did you mean "contract"?'),
        ("pack: .\nevidence: 3", ':2:11: "evidence" must be text, not a number.'),
        ("evidence: ''", ':1:11: "evidence" must not be empty.'),
        ("- x", ":1:1: The file must hold keys and values, not a list."),
        ("contract: a\ncontract: b", ":2:1:"),
    ],
)
def test_a_faulty_file_is_refused_with_its_place(tmp_path: Path, text: str, said: str) -> None:
    (tmp_path / "cfgovern.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(OperatorFileError) as caught:
        find_config(tmp_path)
    assert f"{tmp_path / 'cfgovern.yaml'}{said}" in str(caught.value)
