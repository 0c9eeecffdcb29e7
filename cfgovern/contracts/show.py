"""A contract as people read it: a data dictionary as text, as a page, or as Markdown."""

from __future__ import annotations

from typing import Literal

from cfgovern.contracts.dictionary import Dictionary, dictionary

__all__ = ["FORMATS", "Format", "dictionary", "render"]

Format = Literal["text", "html", "markdown"]
FORMATS: tuple[Format, ...] = ("text", "html", "markdown")


def render(told: Dictionary, fmt: Format) -> str:
    """``told`` as text that ends with a newline; the same dictionary always gives the same text."""
    if fmt == "html":
        from cfgovern.contracts.showhtml import render_html

        return render_html(told)
    if fmt == "markdown":
        from cfgovern.contracts.showmarkdown import render_markdown

        return render_markdown(told)
    from cfgovern.contracts.showtext import render_text

    return render_text(told)
