"""A self-contained page: one style, no script, no request, and nothing that may be added to it."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Sequence
from pathlib import Path

from cfgovern.reporting.markup import Child, Html, el

__all__ = ["page", "scroll_table"]


def page(heading: str, *content: Child, start: tuple[str, str], style: str = "") -> str:
    """A whole page with the title ``heading``, ended by a newline.

    ``start``: words and target of the first link, for those who cannot see the page. ``style`` is
    added to the style of all pages.
    """
    words, target = start
    body = el("body", el("a", words, class_="skip", href=f"#{target}"), el("div", *content, class_="page"))
    return "<!doctype html>\n" + el("html", _head(heading, style), "\n", body, lang="en-GB") + "\n"


def _head(heading: str, more: str) -> Html:
    style = Path(__file__).with_name("style.css").read_text(encoding="utf-8") + more
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    return el(
        "head",
        el("meta", charset="utf-8"),
        # Written by hand: the builder would escape the quotation marks, and the style must stay as hashed.
        Html(f'<meta http-equiv="Content-Security-Policy" content="{policy}">'),
        el("meta", name="viewport", content="width=device-width, initial-scale=1"),
        el("meta", name="referrer", content="no-referrer"),
        el("meta", name="robots", content="noindex"),
        el("meta", name="color-scheme", content="light dark"),
        el("title", heading),
        Html(f"<style>{style}</style>"),
    )


def scroll_table(caption: str, heads: Sequence[str], rows: Sequence[Html], kind: str) -> Html:
    """A table in a box that scrolls sideways on a narrow screen, by keyboard too."""
    head = el("thead", el("tr", [el("th", head, scope="col") for head in heads]))
    table = el("table", el("caption", caption), head, el("tbody", rows), class_=kind)
    return el("div", table, class_="scroll", role="region", aria_label=caption, tabindex="0")
