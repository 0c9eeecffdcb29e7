"""A data dictionary as one self-contained page: no script, no request, and it prints well."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from cfgovern.contract.domains import Domain
from cfgovern.contract.model import Code
from cfgovern.contracts.dictionary import NOT_COLLECTED, Codes, Dictionary, Item, TableEntry
from cfgovern.contracts.wording import domain_facts
from cfgovern.reporting.markup import Child, Html, el
from cfgovern.reporting.page import page, scroll_table
from cfgovern.reporting.plain import count_of

__all__ = ["render_html"]


def render_html(told: Dictionary) -> str:
    """The whole page. Each text of the contract is escaped once, by the element builder."""
    anchors = {codes.name: f"codes-{number}" for number, codes in enumerate(told.code_lists, 1)}
    main = el(
        "main",
        _about(told),
        _overview(told),
        [_table(table, number, anchors) for number, table in enumerate(told.tables, 1)],
        _code_lists(told.code_lists, anchors) if told.code_lists else None,
        _purposes(told) if told.purposes else None,
        _domains(told.domains) if told.domains else None,
        id="content",
        tabindex="-1",
    )
    return page(
        f"Data dictionary – {told.name}",
        _header(told),
        main,
        _footer(told),
        start=("Skip to the tables", "overview"),
        style=Path(__file__).with_name("dictionary.css").read_text(encoding="utf-8"),
    )


def _header(told: Dictionary) -> Html:
    status = f", {told.status}" if told.status else ""
    return el(
        "header",
        el("p", "cfgovern", class_="brand"),
        el("h1", el("span", "Data dictionary", class_="kind"), " ", told.name),
        el("p", f"Version {told.version}{status}", class_="with"),
        el("p", told.notice, class_="notice strong", role="note") if told.notice else None,
    )


def _about(told: Dictionary) -> Html | None:
    if not told.about:
        return None
    parts = [(el("h3", heading), el("p", text)) for heading, text in told.about]
    return el("section", el("h2", "About this contract", id="about"), parts, aria_labelledby="about")


def _overview(told: Dictionary) -> Html:
    rows = []
    for number, table in enumerate(told.tables, 1):
        link = el("a", table.label, href=f"#table-{number}")
        name = el("span", table.name, class_="source") if table.name != table.label else None
        numbers = [
            el("td", f"{count:,}", class_=None if count else "zero") for _, count in table.tally.told()
        ]
        rows.append(el("tr", el("th", link, name, scope="row"), numbers))
    heads = ("Table", *(head for head, _ in told.tables[0].tally.told()))
    further = [
        el("a", words, href=f"#{target}")
        for words, target, there in (
            ("code lists", "code-lists", told.code_lists),
            ("what the columns are collected for", "purposes", told.purposes),
            ("who gets the data", "domains", told.domains),
        )
        if there
    ]
    return el(
        "section",
        el("h2", "Tables", id="overview"),
        scroll_table("What each table holds, in numbers of columns", heads, rows, "counts overview"),
        el("p", "Further down: ", _listed(further), ".") if further else None,
        aria_labelledby="overview",
    )


def _table(table: TableEntry, number: int, anchors: dict[str, str]) -> Html:
    rules = el("ul", [el("li", rule) for rule in table.rules]) if table.rules else None
    facts = [
        ("Name in the file", el("code", table.name)),
        ("What it is", table.route or None),
        ("Key", _listed(el("code", name) for name in table.key) if table.key else None),
        ("Links", el("ul", [el("li", link) for link in table.links]) if table.links else None),
        ("Rules", rules),
        ("Rule packs", ", ".join(table.rule_packs) or None),
    ]
    heads = ("Column", "What to write", "Care and purpose")
    rows = [_item(item, anchors) for item in table.items]
    return el(
        "section",
        el("h2", table.label, id=f"table-{number}"),
        el("p", table.description) if table.description else None,
        _facts(facts),
        scroll_table(f"Columns of {table.label}", heads, rows, "items"),
        el("p", el("a", "Back to the tables", href="#overview"), class_="back"),
        aria_labelledby=f"table-{number}",
    )


def _facts(facts: Sequence[tuple[str, Child]]) -> Html:
    return el(
        "dl",
        [el("div", el("dt", name), el("dd", value)) for name, value in facts if value is not None],
        class_="facts",
    )


def _listed(pieces: Iterable[Html]) -> list[Child]:
    return [(", " if number else None, piece) for number, piece in enumerate(pieces)]


def _item(item: Item, anchors: dict[str, str]) -> Html:
    off = item.not_collected is not None
    name = el("code", item.name, class_="name")
    needed = el("span", item.needed, class_="off mark" if off else "needed" if item.required else "may")
    head = el("th", item.label if item.label != item.name else None, " ", name, " ", needed, scope="row")
    return el(
        "tr", head, el("td", _write(item, anchors)), el("td", _care(item)), class_="not" if off else None
    )


def _write(item: Item, anchors: dict[str, str]) -> Iterator[Child]:
    if item.not_collected is not None:
        yield el("p", el("strong", f"{NOT_COLLECTED}."), " ", item.not_collected)
    if item.description:
        yield el("p", item.description)
    yield el("p", el("strong", f"{item.form}."), _pattern(item), _examples(item))
    if item.codes:
        yield el("ul", [el("li", _code(code)) for code in item.codes.shown], _rest(item.codes, anchors))
    if item.no_answer:
        answers = (el("span", _whole(code), f" {words}") for code, words in item.no_answer)
        yield el("p", "No answer: ", _listed(answers), ".")
    for note in item.notes:
        yield el("p", note, class_="small")


def _whole(text: str) -> Html:
    """A code or an example, in one piece so that a hyphen in it breaks no line."""
    return el("code", text, class_="whole")


def _pattern(item: Item) -> Child:
    return (" Pattern ", el("code", item.pattern), ".") if item.pattern else None


def _examples(item: Item) -> Child:
    if not item.examples:
        return None
    return (" For example ", _listed(_whole(example) for example in item.examples), ".")


def _code(code: Code) -> Child:
    ends = [f"until {code.valid_to}"] if code.valid_to else []
    ends += [f"then {code.successor}"] if code.successor else []
    label = f" {code.label}" if code.label and code.label != code.code else None
    return (_whole(code.code), label, f" ({', '.join(ends)})" if ends else None)


def _rest(codes: Codes, anchors: dict[str, str]) -> Html:
    words = f"and {codes.rest} more: " if codes.rest else "See the "
    link = el("a", f"code list {codes.name}", href=f"#{anchors[codes.name]}")
    return el("li", words, link, class_="more")


def _care(item: Item) -> Iterator[Child]:
    if item.guarded:
        yield el("p", [(el("span", word, class_="mark"), " ") for word in item.guarded])
    if item.identifier:
        yield el("p", "Identifier: ", item.identifier)
    facts = " · ".join(text for text in (item.classification, item.treatment, *item.roles) if text)
    if facts:
        yield el("p", facts)
    if item.purposes:
        yield el("p", "Collected for", class_="for")
        yield el("ul", [el("li", purpose.text) for purpose in item.purposes], class_="purposes")


def _code_lists(lists: Sequence[Codes], anchors: dict[str, str]) -> Html:
    return el(
        "section",
        el("h2", "Code lists", id="code-lists"),
        [_code_list(codes, anchors[codes.name]) for codes in lists],
        aria_labelledby="code-lists",
    )


def _code_list(codes: Codes, anchor: str) -> Html:
    told: list[tuple[str, list[str]]] = [
        ("Meaning", [code.label for code in codes.codes]),
        ("From", [code.valid_from or "" for code in codes.codes]),
        ("Until", [code.valid_to or "" for code in codes.codes]),
        ("Then", [code.successor or "" for code in codes.codes]),
    ]
    columns = [(head, cells) for head, cells in told if any(cells)]
    rows = [
        el("tr", el("th", el("code", code.code), scope="row"), [el("td", cells[row]) for _, cells in columns])
        for row, code in enumerate(codes.codes)
    ]
    caption = f"{codes.name}: {count_of(len(codes.codes), 'code', 'codes')}"
    return el(
        "div",
        el("h3", codes.name, id=anchor),
        scroll_table(caption, ("Code", *(head for head, _ in columns)), rows, "codes"),
        el("p", "Used by ", ", ".join(codes.used_by), class_="small used"),
        class_="code-list",
    )


def _purposes(told: Dictionary) -> Html:
    rows = [
        el(
            "tr",
            el(
                "th",
                purpose.text,
                el("span", f"{purpose.id} · {purpose.source}", class_="source"),
                scope="row",
            ),
            el("td", ", ".join(columns)),
        )
        for purpose, columns in told.purposes
    ]
    return el(
        "section",
        el("h2", "What the columns are collected for", id="purposes"),
        scroll_table("Purposes, and the columns that serve them", ("Purpose", "Columns"), rows, "served"),
        aria_labelledby="purposes",
    )


def _domains(domains: Sequence[Domain]) -> Html:
    parts = [
        (
            el("h3", domain.title or domain.name, " ", el("code", domain.name, class_="name")),
            el("p", domain.description) if domain.description else None,
            _facts(list(domain_facts(domain))),
        )
        for domain in domains
    ]
    return el("section", el("h2", "Who gets the data", id="domains"), parts, aria_labelledby="domains")


def _footer(told: Dictionary) -> Html:
    facts = (
        ("Contract", f"{told.id}, version {told.version}"),
        ("Contract file", told.digest),
        ("Governed facts, on which the data protection documents rest", told.governed),
    )
    return el(
        "footer",
        el("h2", "About this page"),
        el("p", "It is drawn from the contract alone and holds no data about anybody."),
        el("dl", [el("div", el("dt", name), el("dd", value)) for name, value in facts]),
    )
