"""The page about the rules says what the rule files say, and the paragraphs they rest on.

``python -m tests.unit.validation.test_rules_page`` writes it again.
"""

from __future__ import annotations

import re
from itertools import groupby
from pathlib import Path

from cfgovern import api
from cfgovern.contract.model import Contract
from cfgovern.validation.rulefiles import RuleFile, load_pack

PAGE = Path(__file__).parents[3] / "docs" / "reference" / "rules-of-the-programme.md"
PACK = "changing-futures"

HEAD = """\
# The rules of the programme

Made from the rule files in `validators/changing-futures/`; a test keeps it current. What the contract itself
asks of a cell or a row stands in the contract (`cfgovern contract show`), and the checks of every column on
[the page about findings](rules-and-findings.md). [Add a rule](../how-to/add-a-rule.md) says how to write one.

Paragraphs are those of the prospectus for phase 2. Severities: an *error* is put right; a *warning* is put
right or confirmed with a reason; *info* is worth knowing.
"""
_PARAGRAPHS = re.compile(r"\b[Pp]aragraphs? ((?:\d+[a-z]?(?:, | and | to )?)+)")


def paragraphs(rule: RuleFile) -> list[str]:
    """The paragraphs of the prospectus that the reason of a rule names, in their order."""
    found = {number for said in _PARAGRAPHS.findall(rule.why) for number in re.findall(r"\d+[a-z]?", said)}
    return sorted(found, key=lambda number: (int(number.rstrip("ab")), number))


def page() -> str:
    """The whole page."""
    contract = api.load_contract()
    order = {table.concept: place for place, table in enumerate(contract.tables)}
    rules = sorted(load_pack(PACK), key=lambda rule: (order[rule.anchor[0]], rule.name))
    parts = [HEAD, f"\n{len(rules)} rules. By paragraph:\n\n| Paragraph | Rules |\n|---|---|\n"]
    numbers = {number for rule in rules for number in paragraphs(rule)}
    for number in sorted(numbers, key=lambda number: (int(number.rstrip("ab")), number)):
        named = ", ".join(f"[`{rule.name}`](#{rule.name})" for rule in rules if number in paragraphs(rule))
        parts.append(f"| {number} | {named} |\n")
    without = ", ".join(f"[`{rule.name}`](#{rule.name})" for rule in rules if not paragraphs(rule))
    parts.append(f"| none: how an instrument is scored | {without} |\n")
    for concept, some in groupby(rules, key=lambda rule: rule.anchor[0]):
        parts.append(f"\n## {concept}\n")
        parts += [entry(contract, rule) for rule in some]
    return "".join(parts)


def entry(contract: Contract, rule: RuleFile) -> str:
    """One rule."""
    table = contract.by_concept(rule.anchor[0])
    assert table is not None
    column = table.by_concept(rule.anchor[1])
    assert column is not None
    reads = ", ".join(f"`{'.'.join(pair)}`" for pair in rule.columns)
    return (
        f"\n### {rule.name}\n\n"
        f"`{table.name}.{rule.name}` · {rule.severity} · at `{column.name}`"
        f"{' · judged together' if rule.group else ''}\n\n"
        f"{rule.message}\n\n*What to do.* {rule.fix}\n\n*Why.* {rule.why}\n\n*Reads* {reads}\n"
    )


def test_the_page_is_what_the_rule_files_say() -> None:
    assert PAGE.read_text(encoding="utf-8") == page()


def test_a_rule_names_a_paragraph_or_the_instrument_that_it_scores() -> None:
    silent = [rule for rule in load_pack(PACK) if not paragraphs(rule)]
    assert all("New Directions Team Assessment" in rule.why for rule in silent)
    assert len(silent) < 4


def test_paragraphs_are_found_however_they_are_written() -> None:
    rule = next(rule for rule in load_pack(PACK) if rule.name == "protected_location_without_address")
    assert paragraphs(rule) == ["14", "36"]


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
