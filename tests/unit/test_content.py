"""Content is found, replaced by a programme pack where asked, and all of it is packaged."""

from __future__ import annotations

import configparser
from collections.abc import Iterator
from pathlib import Path

import pytest

from cfgovern import content
from cfgovern.errors import UsageError

ROOT = Path(__file__).parents[2]


@pytest.fixture
def pack(tmp_path: Path) -> Iterator[Path]:
    """Another programme's pack, with one schema of its own, in use."""
    (tmp_path / "schemas" / "other").mkdir(parents=True)
    (tmp_path / "schemas" / "other" / "contract.yaml").write_text("id: other\n", encoding="utf-8")
    content.use_pack(tmp_path)
    yield tmp_path
    content.use_pack(None)


@pytest.fixture(scope="module")
def setup() -> configparser.ConfigParser:
    parser = configparser.ConfigParser()
    parser.read(ROOT / "setup.cfg", encoding="utf-8")
    return parser


def pairs(text: str) -> dict[str, str]:
    """``key = value`` lines as a mapping."""
    return {
        key.strip(): value.strip() for key, value in (line.split("=") for line in text.split("\n") if line)
    }


@pytest.mark.parametrize("kind", content.KINDS)
def test_the_shipped_content_is_found(kind: str) -> None:
    assert content.folder(kind) == ROOT / kind
    assert any(content.folder(kind).iterdir())


def test_an_unknown_kind_is_a_mistake_of_the_caller() -> None:
    with pytest.raises(ValueError, match="unknown kind"):
        content.folder("templates")


def test_a_pack_replaces_what_it_has_and_leaves_the_rest(pack: Path) -> None:
    assert content.folder("schemas") == pack / "schemas"
    assert content.folder("validators") == ROOT / "validators"
    assert content.shipped("schemas") == ROOT / "schemas"


def test_a_file_the_pack_has_not_got_is_the_shipped_one(pack: Path) -> None:
    assert content.file("schemas", "other", "contract.yaml") == pack / "schemas" / "other" / "contract.yaml"
    name = next(path.name for path in (ROOT / "schemas").iterdir() if path.is_file())
    assert content.file("schemas", name) == ROOT / "schemas" / name


@pytest.mark.parametrize("name", [".", "absent", "x" * 300])
def test_a_folder_that_is_no_pack_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(UsageError) as refused:
        content.use_pack(tmp_path / name)
    assert refused.value.code == "pack.missing"
    assert refused.value.exit_code == 2
    assert content.folder("schemas") == ROOT / "schemas"


def test_every_room_and_every_content_folder_is_packaged(setup: configparser.ConfigParser) -> None:
    rooms = {path.parent.relative_to(ROOT) for path in (ROOT / "cfgovern").rglob("*.py")}
    wanted = {".".join(room.parts) for room in rooms} | {f"cfgovern.{kind}" for kind in content.KINDS}
    assert set(setup["options"]["packages"].split()) == wanted


def test_every_room_is_a_regular_package() -> None:
    rooms = {path.parent for path in (ROOT / "cfgovern").rglob("*.py")}
    assert [
        str(room.relative_to(ROOT)) for room in sorted(rooms) if not (room / "__init__.py").is_file()
    ] == []


@pytest.mark.parametrize("kind", content.KINDS)
def test_a_content_folder_is_mapped_into_the_package(setup: configparser.ConfigParser, kind: str) -> None:
    assert pairs(setup["options"]["package_dir"])[f"cfgovern.{kind}"] == kind
    assert setup["options.package_data"][f"cfgovern.{kind}"] == "**/*"
    assert not list((ROOT / kind).rglob("*.py"))


def test_what_is_shipped_is_read_once_and_a_pack_each_time(tmp_path: Path) -> None:
    read: list[str] = []

    @content.read_once
    def length(name: str) -> int:
        read.append(name)
        return len(name)

    assert [length("one"), length("one"), length("other")] == [3, 3, 5]
    (tmp_path / "schemas").mkdir()
    content.use_pack(tmp_path)
    try:
        assert [length("one"), length("one")] == [3, 3]
    finally:
        content.use_pack(None)
    assert length("one") == 3
    assert read == ["one", "other", "one", "one"]
