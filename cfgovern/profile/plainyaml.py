"""The YAML that is written: whole documents, and scalars and remarks of files that people fill in."""

from __future__ import annotations

import json
import re
import textwrap
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

__all__ = ["document", "paragraphs", "remark", "scalar"]

_PLAIN = re.compile("[A-Za-z][A-Za-z0-9_.-]*")
_NO_TEXT = ("true", "false", "null")
# Other programs read these as true or false.
_ELSEWHERE = ("yes", "no", "on", "off", "y", "n")
_WIDTH, _PROSE = 120, 80
_ODD = re.compile("[^\x20-\x7e\xa0-\u024f\u2010-\u2027]+")


def scalar(text: str) -> str:
    """``text`` as YAML reads it back, plain where nothing can be mistaken."""
    if _PLAIN.fullmatch(text) and text.casefold() not in _NO_TEXT:
        return text
    return json.dumps(text, ensure_ascii=False)


def remark(words: str) -> str:
    """``words`` on one line, without characters that YAML does not take."""
    return _ODD.sub("?", " ".join(words.split()))


def paragraphs(head: str, text: str, indent: int) -> Iterator[str]:
    """Lines of the key ``head`` and ``text``, folded; paragraphs have a blank line between them.

    Read back, a line break within a paragraph is a space.
    """
    if "\n" not in text and len(head) + len(text) < _WIDTH:
        yield f"{head} {scalar(text)}"
        return
    yield f"{head} |-"
    for number, part in enumerate(text.split("\n\n")):
        if number:
            yield ""
        lines = textwrap.wrap(part, _WIDTH - indent, break_long_words=False, break_on_hyphens=False)
        yield from (" " * indent + line for line in lines)


def document(entries: Mapping[str, Any]) -> str:
    """``entries`` as a YAML document: of the same entries always the same text.

    Values are mappings, lists, text, true, false, whole numbers, and decimals.
    """
    return "\n".join(_block(entries, 0)) + "\n"


def _block(entries: Mapping[str, Any], indent: int) -> Iterator[str]:
    """The lines of a mapping, each entry on its own."""
    space = " " * indent
    for key, value in entries.items():
        head = f"{space}{_scalar(key)}:"
        flow = _flow(value)
        if flow is not None and len(head) + len(flow) < _WIDTH:
            yield f"{head} {flow}"
        elif isinstance(value, Mapping):
            yield head
            yield from _block(value, indent + 2)
        elif isinstance(value, str):
            yield from _prose(head, value, indent + 2)
        else:
            yield head
            yield from _items(value, indent + 2)


def _items(values: Sequence[Any], indent: int) -> Iterator[str]:
    space = " " * indent
    for value in values:
        flow = _flow(value)
        if isinstance(value, Mapping) and (flow is None or len(flow) + indent > _WIDTH):
            first, *rest = _block(value, indent + 2)
            yield f"{space}- {first[indent + 2 :]}"
            yield from rest
        else:
            yield f"{space}- {flow or _scalar(value)}"


def _flow(value: Any) -> str | None:
    """A value on one line; None for a mapping that holds another, a list of mappings, and long text."""
    if isinstance(value, Mapping):
        parts = {key: _flow(one) for key, one in value.items()}
        if any(part is None for part in parts.values()):
            return None
        return "{" + ", ".join(f"{_scalar(key)}: {part}" for key, part in parts.items()) + "}"
    if isinstance(value, (list, tuple)):
        if any(isinstance(one, Mapping) for one in value):
            return None
        return "[" + ", ".join(_scalar(one) for one in value) + "]"
    return None if isinstance(value, str) and len(value) > _PROSE else _scalar(value)


def _prose(head: str, text: str, indent: int) -> Iterator[str]:
    """Long text folded over lines, where it has nothing but single spaces between its words."""
    if text != " ".join(text.split()) or _ODD.search(text):
        yield f"{head} {_scalar(text)}"
        return
    yield f"{head} >-"
    lines = textwrap.wrap(text, _WIDTH - indent, break_long_words=False, break_on_hyphens=False)
    yield from (" " * indent + line for line in lines)


def _scalar(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if not isinstance(value, str):
        return str(value)
    return json.dumps(value, ensure_ascii=False) if value.casefold() in _ELSEWHERE else scalar(value)
