"""The part of the front door that is about contracts; :mod:`cfgovern.api` hands it on."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from cfgovern.errors import Fault, UsageError

if TYPE_CHECKING:
    from cfgovern.contracts.diff import Comparison
    from cfgovern.yamlfile import Given

__all__ = [
    "contract_template",
    "diff_contracts",
    "export_json_schemas",
    "lint_contract",
    "show_burden",
    "show_contract",
    "show_diff",
]


def lint_contract(path: Path | str | Given | None = None) -> list[Fault]:
    """Every fault of a contract, its code lists, its domains and the rule packs it names, in file order."""
    from cfgovern.api import default_contract
    from cfgovern.journeys.contract_lint import lint

    return lint(Path(path) if isinstance(path, str) else path or default_contract())


def show_contract(path: Path | str | Given | None = None, fmt: str = "text") -> str:
    """The data dictionary of a contract as ``text``, ``html`` or ``markdown``."""
    from cfgovern.api import load_contract
    from cfgovern.contract.domains import load_domains
    from cfgovern.contracts import show

    contract = load_contract(path)
    return show.render(show.dictionary(contract, load_domains(contract)), fmt)  # type: ignore[arg-type]


def show_burden(
    path: Path | str | Given | None = None, *, since: Path | str | Given | None = None, fmt: str = "text"
) -> str:
    """What a contract asks of one person, as ``text`` or ``markdown``, and what has changed ``since``.

    Minutes are by the assumptions of ``schemas/burden.yaml``, which the text states. Raises UsageError
    ``burden.format`` for another form.
    """
    from cfgovern.api import load_contract
    from cfgovern.contracts.burden import burden, change_since, load_assumptions
    from cfgovern.contracts.showburden import FORMATS, render_burden

    if fmt not in FORMATS:
        raise UsageError(
            "burden.format",
            "The burden of a contract is told as text or as Markdown.",
            fix="Choose one of the two with --format.",
        )
    assumed = load_assumptions()
    told = burden(load_contract(path), assumed)
    change = None if since is None else change_since(burden(load_contract(since), assumed), told)
    return render_burden(told, change, fmt)


def diff_contracts(old: Path | str | Given, new: Path | str | Given) -> Comparison:
    """Every change between two versions of a contract and of the ``domains.yaml`` beside each.

    Each change is judged for the area that submits and for the body that reads. Raises as
    :func:`load_contract` does.
    """
    from cfgovern.api import load_contract
    from cfgovern.contract.domains import load_domains
    from cfgovern.contracts.diff import compare

    before, now = load_contract(old), load_contract(new)
    return compare(before, now, load_domains(before), load_domains(now))


def show_diff(comparison: Comparison, fmt: str = "text") -> str:
    """What :func:`diff_contracts` found as ``text``, ``json`` or ``markdown``."""
    from cfgovern.contracts.diff import render

    return render(comparison, fmt)


def export_json_schemas(
    path: Path | str | Given | None = None, *, table: str | None = None
) -> dict[str, str]:
    """File name and text of the JSON Schema (draft 2020-12) of each table of a contract, or of ``table``.

    Raises UsageError ``table.unknown``, or ``table.file_name`` for a table whose name no file can have.
    """
    from cfgovern.api import load_contract
    from cfgovern.contracts.export import json_schemas

    contract = load_contract(path)
    if table is not None:
        contract.must_have(table)
    return json_schemas(contract, [table] if table else ())


def contract_template(path: Path | str | Given | None = None, *, as_of: date | None = None) -> bytes:
    """The workbook (.xlsx) in which an area fills in what a contract asks for.

    ``as_of``: the day whose codes stand in its lists (default today). Raises as :func:`load_contract` does,
    and UsageError ``template.sheet_name`` for a table after which no sheet can be named.
    """
    from cfgovern.api import load_contract
    from cfgovern.contracts.template import template

    day = as_of or datetime.now().astimezone().date()
    return template(load_contract(path), day.isoformat())
