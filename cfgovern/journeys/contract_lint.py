"""``contract lint``: every fault of a contract, its code lists, its domains and its rules, in one list."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from cfgovern.contract.domains import read_domains
from cfgovern.contract.extensions import value_path
from cfgovern.contract.load import UNREAD, read_contract
from cfgovern.contract.model import Contract
from cfgovern.contract.purposes import load_purposes
from cfgovern.contract.schemas import odcs_faults
from cfgovern.contracts.lint import in_order, left_to_others, own_faults, query_faults, without_doubles
from cfgovern.errors import Fault, OperatorFileError
from cfgovern.journeys.waiving import waiver_faults
from cfgovern.validation.planning import make_plan
from cfgovern.validation.rulefiles import RuleFile, read_rule, rule_paths
from cfgovern.validation.rulelint import refused_rules, rule_faults
from cfgovern.yamlfile import Given, load

__all__ = ["lint", "notes"]


def lint(path: Path | Given) -> list[Fault]:
    """Every fault of the contract at ``path`` (or given as text), file by file, in the order of its lines.

    The waivers beside it are looked at once contract and rules can be used.
    No fault of the contract or of a rule raises. A file that is no YAML at all has those faults alone.
    """
    try:
        document = load(path)
    except OperatorFileError as error:
        return list(error.faults)
    contract, own = read_contract(document)
    odcs = odcs_faults(document)
    tried = not odcs and not own
    whole = not any(fault.code in UNREAD for fault in own)
    if whole:
        own += read_domains(contract)[1]
        own += query_faults(contract, document.content.decode("utf-8-sig"), tried=tried)
    own += _pack_faults(contract, whole=whole, tried=tried)
    own += own_faults(contract, load_purposes())
    if tried:
        own += _waiver_faults(path, contract)
    return in_order(without_doubles(odcs, own), document.path)


def notes(path: Path | Given) -> list[Fault]:
    """What is no fault of the contract at ``path`` and must be known: the rules that are not run here.

    Empty where the file is no YAML at all.
    """
    try:
        document = load(path)
    except OperatorFileError:
        return []
    return in_order(left_to_others(read_contract(document)[0]), document.path)


def _waiver_faults(path: Path | Given, contract: Contract) -> list[Fault]:
    try:
        planned = make_plan(contract, datetime.now().astimezone().date().isoformat())
    except OperatorFileError:  # told already, rule by rule
        return []
    try:
        return waiver_faults(path, contract, planned)
    except OperatorFileError as error:
        return list(error.faults)


def _pack_faults(contract: Contract, *, whole: bool, tried: bool) -> Iterator[Fault]:
    """Packs that are not there, and the faults of each rule file of the others, once.

    Unless the contract could be read as a ``whole``, no rule is held against its concepts, and unless
    it has no fault itself, no rule is ``tried``.
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
                yield from _file_faults(paths, contract if whole else None, tried=tried)


def _file_faults(files: Sequence[Path], contract: Contract | None, *, tried: bool) -> Iterator[Fault]:
    sound: list[tuple[RuleFile, str]] = []
    for file in files:
        rule, faults = read_rule(file)
        if rule is None or contract is None:
            yield from (replace(fault, path=str(file)) for fault in faults)
            continue
        text = file.read_text(encoding="utf-8")
        wrong = rule_faults(rule, contract, text)
        yield from wrong
        sound += [] if wrong else [(rule, text)]
    if contract is not None and tried:
        yield from refused_rules(sound, contract)
