"""``cfgovern init``: a folder to start from, for one area. Nothing that stands there is written over."""

from __future__ import annotations

import os
from contextlib import ExitStack
from datetime import date
from pathlib import Path
from string import Template

from cfgovern import content
from cfgovern.atomic import made_folder, write_all
from cfgovern.contract.load import load_contract
from cfgovern.errors import UsageError
from cfgovern.profile.editorschema import FILES, editor_schema
from cfgovern.profile.plainyaml import scalar
from cfgovern.quarters import quarter
from cfgovern.yamlevents import seen
from cfgovern.yamlfile import Given

__all__ = ["start_area"]

_STARTER = {
    "area.yaml": "area.yaml",
    "answers.yaml": "answers.yaml",
    "mapping.yaml": "mapping.yaml",
    "cfgovern.yaml": "cfgovern.yaml",
    "README.md": "README.md",
    "gitignore": ".gitignore",  # under its own name it would hold for the pack
}
_LONGEST = 100


def start_area(folder: Path, area_name: str, contract_path: Path | Given, *, today: date) -> list[Path]:
    """Write the starter files of the pack in use into ``folder``, which is made where it is absent.

    The profile names the contract and the quarter of ``today``. Returns the files; all are written or none.
    Raises UsageError ``init.name`` for a name that no area can have, ``init.there`` where one of the files
    stands already, and as :func:`cfgovern.atomic.write_all` does.
    """
    name = _fit(area_name)
    contract = load_contract(contract_path).id
    plain = {"area_name": name, "contract": contract, "period": quarter(today)[0]}
    texts = {
        folder / place: _filled(file, plain if file.endswith(".md") else _as_yaml(plain))
        for file, place in _STARTER.items()
    }
    texts |= {folder / "editor" / f"{file}.schema.json": editor_schema(file) for file in FILES}
    texts[folder / "evidence" / ".gitkeep"] = ""
    _must_be_new(texts, folder)
    with ExitStack() as stack:
        for place in (folder, folder / "editor", folder / "evidence"):
            stack.enter_context(made_folder(place))
        write_all([(path, text.encode()) for path, text in texts.items()])
    return list(texts)


def _fit(area_name: str) -> str:
    name = " ".join(seen(area_name).split())
    if not name or len(name) > _LONGEST:
        raise UsageError(
            "init.name",
            f"The name of an area has 1 to {_LONGEST} characters.",
            fix="Give --area-name the name that people know the area by.",
        )
    return name


def _as_yaml(plain: dict[str, str]) -> dict[str, str]:
    return {key: scalar(value) for key, value in plain.items()}


def _filled(file: str, words: dict[str, str]) -> str:
    template = content.file("dpia_templates", "starter", file).read_text(encoding="utf-8")
    return Template(template).substitute(words)


def _must_be_new(texts: dict[Path, str], folder: Path) -> None:
    there = [path.relative_to(folder).as_posix() for path in texts if os.path.lexists(path)]
    if there:
        raise UsageError(
            "init.there",
            f"The folder has {', '.join(there)} already, and nothing is written over.",
            fix="Name a new folder, or move those files away.",
        )
