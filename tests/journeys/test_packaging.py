"""cfgovern works however it is installed: wheel, sdist, both editable styles, bare checkout.

Nothing is fetched: the packages of the running environment are lent to each new one, which has no
``pip`` of its own.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import sysconfig
import venv
import zipfile
from pathlib import Path

import pytest

from cfgovern.content import KINDS
from tests.conftest import some_of

ROOT = Path(__file__).parents[2]
LOOK = """
import json
from pathlib import Path
import cfgovern
from cfgovern import content

def names(kind):
    folder = content.folder(kind)
    return sorted(p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file())

package = str(Path(cfgovern.__file__).parent)
print(json.dumps({"package": package, "content": {k: names(k) for k in content.KINDS}}))
"""
IGNORED = shutil.ignore_patterns("__pycache__", "*.egg-info", ".*_cache", ".hypothesis", ".DS_Store")
OFFLINE = ["--quiet", "--no-deps", "--no-index", "--no-build-isolation", "--disable-pip-version-check"]


def run(*command: str | Path, cwd: Path) -> str:
    """Run ``command`` without our checkout on its path; its standard output."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "PIP_"))}
    done = subprocess.run(
        [str(part) for part in command], cwd=cwd, env=kept, capture_output=True, text=True, timeout=300
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def content_of(root: Path) -> dict[str, list[str]]:
    """Every content file of a checkout, by kind."""
    return {
        kind: sorted(
            path.relative_to(root / kind).as_posix() for path in (root / kind).rglob("*") if path.is_file()
        )
        for kind in KINDS
    }


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the checkout, so that building leaves nothing in ours."""
    copy = tmp_path_factory.mktemp("build") / "checkout"
    copy.mkdir()
    for path in ROOT.iterdir():
        if path.is_file():
            shutil.copy(path, copy)
        elif path.name in {*KINDS, "cfgovern", "docs", "requirements", "tests", "benchmarks"}:
            shutil.copytree(path, copy / path.name, ignore=IGNORED)
    return copy


@pytest.fixture(scope="module")
def sdist(checkout: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("sdist")
    run(sys.executable, "-m", "build", "--sdist", "--no-isolation", "--outdir", folder, checkout, cwd=folder)
    return next(folder.glob("*.tar.gz"))


@pytest.fixture(scope="module")
def wheel(checkout: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    run(sys.executable, "-m", "pip", "wheel", *OFFLINE, "--wheel-dir", folder, checkout, cwd=folder)
    return next(folder.glob("*.whl"))


class Environment:
    """An environment of its own that borrows the packages of the one the tests run in."""

    def __init__(self, folder: Path) -> None:
        venv.create(folder, with_pip=False)
        paths = {"base": str(folder), "platbase": str(folder)}
        self.scripts = Path(sysconfig.get_path("scripts", "venv", vars=paths))
        self.python = self.scripts / Path(sys.executable).name
        site = Path(sysconfig.get_path("purelib", "venv", vars=paths))
        (site / "lent.pth").write_text(sysconfig.get_path("purelib") + "\n", encoding="utf-8")
        self.elsewhere = folder / "elsewhere"
        self.elsewhere.mkdir()

    def install(self, *what: str | Path) -> None:
        run(self.python, "-m", "pip", "install", "--ignore-installed", *OFFLINE, *what, cwd=self.elsewhere)

    def look(self) -> tuple[Path, dict[str, list[str]]]:
        """Where the package is, and every content file it finds."""
        seen = json.loads(run(self.python, "-c", LOOK, cwd=self.elsewhere))
        return Path(seen["package"]), seen["content"]


@pytest.fixture
def environment(tmp_path: Path) -> Environment:
    return Environment(tmp_path / "environment")


def assert_runs(environment: Environment, root: Path, inside: Path) -> None:
    """The installed command answers, from the place it should, with all the content of ``root``."""
    package, content = environment.look()
    assert package.resolve().is_relative_to(inside.resolve())
    assert content == content_of(root)
    assert "validate" in run(environment.scripts / "cfgovern", "--help", cwd=environment.elsewhere)
    assert "validate" in run(environment.python, "-m", "cfgovern", "--help", cwd=environment.elsewhere)


def test_wheel(wheel: Path, checkout: Path, environment: Environment) -> None:
    environment.install(wheel)
    assert_runs(environment, checkout, environment.python.parents[1])


def test_the_wheel_holds_the_package_its_content_and_nothing_else(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    assert {name.split("/")[0].split("-")[0] for name in names} == {"cfgovern"}
    assert not [name for name in names if "__pycache__" in name or name.endswith(".pyc")]
    unpacked = {name for name in names if name.startswith("cfgovern/")}
    code = {path.relative_to(ROOT).as_posix() for path in (ROOT / "cfgovern").rglob("*") if path.is_file()}
    assert {name for name in code if not name.endswith(".pyc")} <= unpacked


def test_the_sdist_builds_the_same_wheel(sdist: Path, wheel: Path, tmp_path: Path) -> None:
    run(sys.executable, "-m", "pip", "wheel", *OFFLINE, "--wheel-dir", tmp_path, sdist, cwd=tmp_path)
    again = zipfile.ZipFile(next(tmp_path.glob("*.whl")))
    first = zipfile.ZipFile(wheel)
    assert sorted(again.namelist()) == sorted(first.namelist())
    changed = [
        name for name in first.namelist() if again.read(name) != first.read(name) and "dist-info" not in name
    ]
    assert changed == []


@pytest.mark.parametrize("style", some_of(["lenient", "strict"], 2))
def test_editable(checkout: Path, environment: Environment, tmp_path: Path, style: str) -> None:
    root = tmp_path / "checkout"
    shutil.copytree(checkout, root, ignore=shutil.ignore_patterns("tests", "docs", "build", "*.egg-info"))
    environment.install("--config-settings", f"editable_mode={style}", "--editable", root)
    assert_runs(environment, root, root)


def test_bare_checkout(checkout: Path, environment: Environment) -> None:
    environment.elsewhere = checkout
    package, content = environment.look()
    assert package.resolve() == (checkout / "cfgovern").resolve()
    assert content == content_of(checkout)
    assert "validate" in run(environment.python, "-m", "cfgovern", "--help", cwd=checkout)
