"""A draft as one web page: the same outline, tables and answers as the Word document; it prints well too."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from cfgovern.governance.outline import Block, Outline, Section, TableSpec
from cfgovern.governance.scene import Scene, svg
from cfgovern.governance.wordtemplate import CAPTIONS, LIGHTS, LIGHTS_SAY
from cfgovern.reporting.markup import Html, el
from cfgovern.reporting.page import page, scroll_table

__all__ = ["web_page"]

_STYLE = "documents.css"


def web_page(
    outline: Outline,
    tables: Mapping[str, TableSpec],
    context: Mapping[str, Any],
    pictures: Mapping[str, Scene],
) -> str:
    """The page: complete by itself, without script and without a request."""
    draft = context["draft"]
    maker = _Maker(tables, context, pictures)
    sections = [one for one in outline.sections if not one.module or context["modules"][one.module]]
    first, *rest = sections
    style = Path(__file__).with_name(_STYLE).read_text(encoding="utf-8")
    return page(
        f"{draft['title']}: {draft['area']}",
        el("h1", draft["title"]),
        el("p", f"{draft['area']}, {draft['version']}", class_="lead"),
        [el("p", one, class_="notice") for one in draft["notices"]],
        maker.section(first),
        _contents(rest),
        [maker.section(one) for one in rest],
        el("footer", el("p", draft["footer"])),
        start=("Skip to the contents", "contents"),
        style=style,
    )


def _slug(heading: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", heading.lower()).strip("-")


def _contents(sections: list[Section]) -> Html:
    links = [
        el("li", el("a", one.heading, href=f"#{_slug(one.heading)}"), class_=f"level-{one.level}")
        for one in sections
    ]
    return el("nav", el("h2", "Contents"), el("ul", links), id="contents", aria_label="Contents")


class _Maker:
    def __init__(
        self, tables: Mapping[str, TableSpec], context: Mapping[str, Any], pictures: Mapping[str, Scene]
    ) -> None:
        self._tables = tables
        self._context = context
        self._pictures = pictures

    def section(self, section: Section) -> Html:
        """One section."""
        heading = el("h2" if section.level == 1 else "h3", section.heading, id=_slug(section.heading))
        return el("section", heading, [self._block(block) for block in section.blocks])

    def _block(self, block: Block) -> Any:
        if block.kind == "question":
            return _question(self._context["q"][block.name])
        if block.kind == "clause":
            return [_clause(one) for one in self._context["clause"][block.name]]
        if block.kind == "table":
            return self._table(block.name, self._context["rows"][block.name])
        if block.kind == "picture":
            drawn = el("div", svg(self._pictures[block.name]), class_="drawn")
            return el("figure", drawn, el("figcaption", CAPTIONS[block.name]))
        if block.kind == "lights":
            return _lights(self._context["limbs"])
        return [self._schedule(one) for one in self._context["schedules"]]

    def _table(self, name: str, rows: list[Mapping[str, str]]) -> Html:
        spec = self._tables[name]
        if not rows:
            return el("p", spec.empty)
        keys = [column.key for column in spec.columns]
        made = [el("tr", [el("td", _broken(row[key])) for key in keys]) for row in rows]
        return scroll_table(spec.caption, [column.head for column in spec.columns], made, kind=f"rows {name}")

    def _schedule(self, one: Mapping[str, Any]) -> Iterator[Html]:
        yield el("h3", one["name"])
        yield self._table("bases", one["bases"])
        yield from (_question(ask) for ask in one["questions"])


def _clause(one: Mapping[str, Any]) -> Html:
    title = el("p", one["title"], class_="question")
    return el("div", title, [el("p", text) for text in one["paragraphs"]], class_="asked")


def _broken(text: str) -> str | list[Html | str]:
    """Text with a line break for each new line."""
    if "\n" not in text:
        return text
    lines: list[Html | str] = []
    for line in text.split("\n"):
        lines += [line, el("br")]
    return lines[:-1]


def _question(ask: Mapping[str, Any]) -> Html:
    answers = [
        el(
            "div",
            el("p", one["label"], class_="state"),
            [el("p", _broken(text)) for text in one["paragraphs"]],
            class_=f"answer {one['state'].replace('_', '-')}",
        )
        for one in ask["answers"]
    ]
    heading = el("p", f"{ask['id']}  {ask['title']}", class_="question")
    return el("div", heading, el("p", ask["asks"], class_="asks"), answers, class_="asked")


def _lights(limbs: list[Mapping[str, str]]) -> Html:
    keys = [key for key, _, _ in LIGHTS]
    rows = [el("tr", [el("td", row[key]) for key in keys], class_=row["state"]) for row in limbs]
    return scroll_table(LIGHTS_SAY, [head for _, head, _ in LIGHTS], rows, kind="rows limbs")
