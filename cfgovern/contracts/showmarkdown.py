"""A data dictionary as Markdown with tables, for a wiki or a repository."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from cfgovern.contract.domains import Domain
from cfgovern.contracts.dictionary import NOT_COLLECTED, Codes, Dictionary, Item, TableEntry
from cfgovern.contracts.wording import code_words, domain_facts
from cfgovern.reporting.plain import count_of, plain

__all__ = ["markdown_grid", "markdown_text", "render_markdown"]

# What Markdown would obey: marks of emphasis, code, links, tables and HTML. A pipe is escaped in
# code too, because a table is cut into cells first.
_MARKS = re.compile(r"([\\`*_\[\]<>|~#])")
_WORD_UNDERSCORE = re.compile(r"(?<=\w)\\_(?=\w)")
_START = re.compile(
    r"^(\d*)((?<=\d)[.)]|(?<!\d)[-+=])"
)  # of a list or a heading, at the start of a line alone
_BREAK = "<br>"


def render_markdown(told: Dictionary) -> str:
    """The dictionary as GitHub-flavoured Markdown that ends with a newline."""
    status = f", {told.status}" if told.status else ""
    parts = [
        f"# {markdown_text(told.name)}",
        f"Data dictionary, version {markdown_text(told.version + status)}.",
    ]
    if told.notice:
        parts.append(f"> **Please note: {markdown_text(told.notice)}**")
    for heading, text in told.about:
        parts.append(f"**{heading}.** {markdown_text(text)}")
    parts += ["## Tables", _overview(told)]
    for table in told.tables:
        parts += _table(table)
    if told.code_lists:
        parts.append("## Code lists")
        for codes in told.code_lists:
            parts += _codes(codes)
    if told.purposes:
        rows = [
            (markdown_text(purpose.text), _code(purpose.id), ", ".join(map(_code, columns)))
            for purpose, columns in told.purposes
        ]
        parts += ["## What the columns are collected for", markdown_grid(("Purpose", "Id", "Columns"), rows)]
    if told.domains:
        parts.append("## Who gets the data")
        for domain in told.domains:
            parts += _domain(domain)
    parts.append(f"Contract {_code(told.id)}, file {_code(told.digest)}.")
    parts.append(f"Governed facts, on which the data protection documents rest: {_code(told.governed)}.")
    return "\n\n".join(parts) + "\n"


def _domain(domain: Domain) -> Iterator[str]:
    yield f"### {markdown_text(domain.title or domain.name)}"
    if domain.description:
        yield markdown_text(domain.description)
    rows = [(markdown_text(name), markdown_text(value)) for name, value in domain_facts(domain)]
    yield markdown_grid(("Domain", _code(domain.name)), rows)


def _overview(told: Dictionary) -> str:
    heads = ("Table", *(head for head, _ in told.tables[0].tally.told()))
    rows = [
        (
            f"{markdown_text(table.label)} ({_code(table.name)})",
            *(f"{count:,}" for _, count in table.tally.told()),
        )
        for table in told.tables
    ]
    return markdown_grid(heads, rows, right=len(heads) - 1)


def _table(table: TableEntry) -> Iterator[str]:
    yield f"## {markdown_text(table.label)}"
    if table.description:
        yield markdown_text(table.description)
    facts = (
        ("Name in the file", _code(table.name)),
        ("What it is", markdown_text(table.route)),
        ("Key", ", ".join(map(_code, table.key))),
        *(("Link", markdown_text(link)) for link in table.links),
        *(("Rule", markdown_text(rule)) for rule in table.rules),
        ("Rule packs", ", ".join(map(_code, table.rule_packs))),
    )
    yield "\n".join(f"- {name}: {value}" for name, value in facts if value)
    heads = ("Column", "Needed", "What it is", "What to write", "Care", "Purposes")
    yield markdown_grid(heads, [_item(item) for item in table.items])


def _item(item: Item) -> tuple[str, ...]:
    off = item.not_collected is not None
    label = markdown_text(item.label) if item.label != item.name else ""
    why = f"**{NOT_COLLECTED}.** {markdown_text(item.not_collected or '')}".strip() if off else ""
    care = (
        *(f"**{markdown_text(word)}**" for word in item.guarded),
        markdown_text(f"Identifier: {item.identifier}") if item.identifier else "",
        *map(markdown_text, (item.classification, item.treatment, *item.roles)),
    )
    return (
        _lines((_code(item.name), label)),
        f"**{item.needed}**" if off else item.needed,
        _lines((why, markdown_text(item.description))),
        _lines(_write(item)),
        _lines(care),
        _lines(f"{markdown_text(purpose.text)} ({_code(purpose.id)})" for purpose in item.purposes),
    )


def _write(item: Item) -> Iterator[str]:
    yield markdown_text(item.form)
    if item.pattern:
        yield f"Pattern {_code(item.pattern)}"
    if item.examples:
        yield f"For example {' or '.join(map(_code, item.examples))}"
    if item.codes:
        yield from (markdown_text(code_words(code)) for code in item.codes.shown)
        if item.codes.rest:
            yield f"and {item.codes.rest} more: see the code list {_code(item.codes.name)}"
    if item.no_answer:
        answers = ", ".join(f"{_code(code)} {words}" for code, words in item.no_answer)
        yield f"No answer: {answers}"
    yield from map(markdown_text, item.notes)


def _codes(codes: Codes) -> Iterator[str]:
    yield f"### {markdown_text(codes.name)}"
    used = ", ".join(map(_code, codes.used_by))
    yield f"{count_of(len(codes.codes), 'code', 'codes')}, used by {used}."
    rows = [
        (
            _code(code.code),
            markdown_text(code.label),
            code.valid_from or "",
            code.valid_to or "",
            _code(code.successor) if code.successor else "",
        )
        for code in codes.codes
    ]
    yield markdown_grid(("Code", "Meaning", "From", "Until", "Then"), rows)


def markdown_grid(heads: Sequence[str], rows: Iterable[Sequence[str]], *, right: int = 0) -> str:
    """A table; its last ``right`` columns hold numbers."""
    rule = ["---"] * (len(heads) - right) + ["---:"] * right
    return "\n".join(f"| {' | '.join(cells)} |" for cells in (heads, rule, *rows))


def _lines(pieces: Iterable[str]) -> str:
    return _BREAK.join(piece for piece in pieces if piece)


def markdown_text(text: str) -> str:
    """``text`` on one line, with nothing in it that Markdown would obey."""
    marked = _MARKS.sub(r"\\\1", plain(text).replace("&", "&amp;"))
    return _START.sub(r"\1\\\2", _WORD_UNDERSCORE.sub("_", marked))


def _code(text: str) -> str:
    """``text`` as code: fenced by more backticks than stand together in it."""
    shown = plain(text).replace("|", "\\|")
    fence = "`" * (max((len(run) for run in re.findall("`+", shown)), default=0) + 1)
    space = " " if shown.startswith("`") or shown.endswith("`") else ""
    return f"{fence}{space}{shown}{space}{fence}" if shown else ""
