"""``contract lint``: every fault of a contract, its code lists and its rules, in one list."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from cfgovern.contract.extensions import value_path
from cfgovern.contract.load import UNREAD, read_contract
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
    contract, own = read_contract(document, path)
    whole = not any(fault.code in UNREAD for fault in own)
    if whole:
        own += query_faults(contract, path.read_text(encoding="utf-8-sig"))
    own += _pack_faults(contract, whole=whole)
    own += own_faults(contract, load_purposes())
    return in_order(without_doubles(odcs_faults(document), own), document.path)


def _pack_faults(contract: Contract, *, whole: bool) -> Iterator[Fault]:
    """Packs that are not there, and the faults of each rule file of the others, once.

    Unless the contract could be read as a ``whole``, no rule is held against its concepts.
    """
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
                    yield from _file_faults(file, contract if whole else None)


def _file_faults(file: Path, contract: Contract | None) -> Iterator[Fault]:
    rule, faults = read_rule(file)
    yield from (replace(fault, path=str(file)) for fault in faults)
    if rule is not None and contract is not None:
        yield from rule_faults(rule, contract, file.read_text(encoding="utf-8"))
