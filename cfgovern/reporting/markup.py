"""A very small HTML builder: every text is escaped once, here, and nowhere else."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable
from typing import TypeAlias

from cfgovern.reporting.plain import NOT_PLAIN, plain

__all__ = ["Child", "Html", "el", "escape"]

_VOID = frozenset({"br", "col", "hr", "link", "meta"})
_CHANGED = re.compile(f"[&<>'\"{NOT_PLAIN}]")


class Html(str):
    """HTML that is complete and safe to put into a page as it is."""

    __slots__ = ()


Child: TypeAlias = "str | Iterable[Child] | None"


def escape(text: str) -> Html:
    """``text`` as HTML: plain characters only, and none that HTML would obey."""
    if not _CHANGED.search(text):
        return Html(text)
    return Html(html.escape(plain(text), quote=True))


def el(tag: str, *children: Child, **attributes: str | int | bool | None) -> Html:
    """One element. Children that are not :class:`Html` are escaped; None is left out.

    Attribute names lose a trailing ``_``, and ``_`` becomes ``-``; True writes the bare name, None
    and False leave the attribute out.
    """
    opening = tag + "".join(_attribute(name, value) for name, value in attributes.items())
    if tag in _VOID:
        return Html(f"<{opening}>")
    return Html(f"<{opening}>{''.join(_flat(children))}</{tag}>")


def _attribute(name: str, value: str | int | bool | None) -> str:
    if value is None or value is False:
        return ""
    shown = name.rstrip("_").replace("_", "-")
    return f" {shown}" if value is True else f' {shown}="{escape(str(value))}"'


def _flat(children: Iterable[Child]) -> Iterable[str]:
    for child in children:
        if isinstance(child, Html):
            yield child
        elif isinstance(child, str):
            yield escape(child)
        elif child is not None:
            yield from _flat(child)
