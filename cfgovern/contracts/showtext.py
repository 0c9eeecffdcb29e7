"""A data dictionary as plain text of 80 columns, for a terminal, a printer or a comparison."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator

from cfgovern.contract.domains import Domain
from cfgovern.contracts.dictionary import Codes, Dictionary, Item, TableEntry
from cfgovern.contracts.wording import code_words, domain_facts
from cfgovern.reporting.plain import count_of, plain

__all__ = ["render_text"]

WIDTH = 80
_FACT = 16  # columns for the name of a fact


def render_text(told: Dictionary) -> str:
    """The dictionary as text that ends with a newline."""
    lines = [*_head(told)]
    for table in told.tables:
        lines += _table(table)
    if told.code_lists:
        lines += _heading("Code lists")
        for codes in told.code_lists:
            lines += _codes(codes)
    if told.purposes:
        lines += _heading("What the columns are collected for")
        for purpose, columns in told.purposes:
            lines += ["", *_wrapped(purpose.text)]
            lines += _fact("Purpose", f"{purpose.id} ({purpose.source})" if purpose.source else purpose.id)
            lines += _fact("Served by", ", ".join(columns))
    if told.domains:
        lines += _heading("Who gets the data")
        for domain in told.domains:
            lines += _domain(domain)
    return "\n".join(lines) + "\n"


def _domain(domain: Domain) -> Iterator[str]:
    yield from ("", "-" * WIDTH)
    yield from _wrapped(f"{domain.title or domain.name} ({domain.name})")
    yield from _wrapped(domain.description, "  ")
    for name, value in domain_facts(domain):
        yield from _fact(name, value)


def _head(told: Dictionary) -> Iterator[str]:
    yield from _wrapped(told.name)
    status = f" ({told.status})" if told.status else ""
    yield from _wrapped(f"Data dictionary, version {told.version}{status}")
    yield "=" * WIDTH
    if told.notice:
        yield from _wrapped(f"PLEASE NOTE: {told.notice}")
    for heading, text in told.about:
        yield ""
        yield from _fact(heading, text, indent="")
    yield ""
    yield from _fact("Contract", told.id, indent="")
    yield f"  {told.digest}"  # on a line of its own: it is copied and compared whole
    yield from _fact("Governed facts", "what the data protection documents rest on", indent="")
    yield f"  {told.governed}"
    yield from ("", f"Tables ({len(told.tables)})")
    for table in told.tables:
        counts = [f"{number:,} {name.lower()}" for name, number in table.tally.told() if number]
        yield from _fact(table.name, ", ".join(counts))


def _table(table: TableEntry) -> Iterator[str]:
    yield from _heading(f"{table.label} ({table.name})" if table.label != table.name else table.name)
    yield from _wrapped(table.description)
    facts = (
        ("What it is", table.route),
        ("Key", ", ".join(table.key)),
        *(("Link", link) for link in table.links),
        *(("Rule", rule) for rule in table.rules),
        ("Rule packs", ", ".join(table.rule_packs)),
    )
    for name, value in facts:
        yield from _fact(name, value)
    for item in table.items:
        yield from _item(item)


def _item(item: Item) -> Iterator[str]:
    needed = item.needed.upper() if item.not_collected is not None else item.needed.lower()
    yield from ("", "-" * WIDTH)
    yield from _wrapped(f"{item.name} [{needed}]")
    yield from _wrapped(item.label if item.label != item.name else "", "  ")
    yield from _wrapped(item.description, "  ")
    for name, value in _facts(item):
        yield from _fact(name, value)


def _facts(item: Item) -> Iterator[tuple[str, str]]:
    yield "Not collected", item.not_collected or ""
    yield "Write", item.form
    yield "Pattern", item.pattern or ""
    yield "Example", " or ".join(item.examples)
    if item.codes:
        more = f" and {item.codes.rest} more, see code list {item.codes.name}" if item.codes.rest else ""
        yield "Codes", "; ".join(code_words(code) for code in item.codes.shown) + more
    yield "No answer", ", ".join(f"{code} {words}" for code, words in item.no_answer)
    for note in item.notes:
        yield "Note", note
    yield "Identifier", item.identifier
    yield "Take care", "; ".join(item.guarded)
    yield "Role", "; ".join(item.roles)
    yield "Classification", item.classification
    yield "When sent on", item.treatment
    for purpose in item.purposes:
        yield "Purpose", f"{purpose.text} [{purpose.id}]"


def _codes(codes: Codes) -> Iterator[str]:
    yield from ("", "-" * WIDTH)
    yield from _wrapped(f"{codes.name} ({count_of(len(codes.codes), 'code', 'codes')})")
    yield from _fact("Used by", ", ".join(codes.used_by))
    for code in codes.codes:
        since = f", from {code.valid_from}" if code.valid_from else ""
        yield from _fact(code.code, f"{code.label}{since}" + _ending(code.valid_to, code.successor))


def _ending(until: str | None, successor: str | None) -> str:
    return (f", until {until}" if until else "") + (f", then {successor}" if successor else "")


def _heading(words: str) -> Iterator[str]:
    yield from ("", "", "=" * WIDTH)
    yield from _wrapped(words)
    yield "=" * WIDTH


def _fact(name: str, value: str, indent: str = "  ") -> Iterator[str]:
    """A short name, and words that wrap beside it; nothing where there are no words."""
    if not value:
        return
    name = plain(name)
    first = f"{indent}{name:<{_FACT}}"
    if len(name) >= _FACT:
        yield f"{indent}{name}"
        first = " " * (len(indent) + _FACT)
    yield from _wrapped(value, first, " " * (len(indent) + _FACT))


def _wrapped(text: str, first: str = "", rest: str | None = None) -> list[str]:
    return textwrap.wrap(
        plain(text),
        WIDTH,
        initial_indent=first,
        subsequent_indent=first if rest is None else rest,
        break_on_hyphens=False,
    )
