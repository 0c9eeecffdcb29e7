"""``contract lint``: every fault of a contract, its code lists and its rules, in one list."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from cfgovern.contract.extensions import value_path
from cfgovern.contract.load import read_contract
from cfgovern.contract.model import Contract
from cfgovern.contract.purposes import load_purposes
from cfgovern.contract.schemas import odcs_faults
from cfgovern.contracts.lint import in_order, own_faults, query_faults, without_doubles
from cfgovern.errors import Fault, OperatorFileError
from cfgovern.validation.rulefiles import read_rule, rule_paths
from cfgovern.validation.rulelint import rule_faults
from cfgovern.yamlfile import load

__all__ = ["lint"]


def lint(path: Path) -> list[Fault]:
    """Every fault of the contract at ``path``, file by file, in the order of its lines.

    No fault of the contract or of a rule raises. A file that is no YAML at all has those faults alone.
    """
    try:
        document = load(path)
    except OperatorFileError as error:
        return list(error.faults)
    contract, faults = read_contract(document, path)
    faults = without_doubles(odcs_faults(document), faults)
    faults += query_faults(contract, path.read_text(encoding="utf-8-sig"))
    faults += own_faults(contract, load_purposes())
    faults += _pack_faults(contract)
    return in_order(faults, document.path)


def _pack_faults(contract: Contract) -> Iterator[Fault]:
    """Packs that are not there, and the faults of each rule file of the others, once."""
    seen: set[str] = set()
    for table in contract.tables:
        for part, pack in enumerate(table.rule_packs):
            try:
                paths = rule_paths(pack)
            except OperatorFileError as error:
                at = value_path(contract.document, table.path, "cfgovernRules", part)
                for fault in error.faults:
                    yield contract.document.fault(fault.code, fault.message, at, fault.fix)
                continue
            if pack not in seen:
                seen.add(pack)
                for file in paths:
                    yield from _file_faults(file, contract)


def _file_faults(file: Path, contract: Contract) -> Iterator[Fault]:
    rule, faults = read_rule(file)
    yield from (replace(fault, path=str(file)) for fault in faults)
    if rule is not None:
        yield from rule_faults(rule, contract, file.read_text(encoding="utf-8"))
