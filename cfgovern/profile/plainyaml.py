"""Scalars and remarks of the YAML files that are made for people to fill in."""

from __future__ import annotations

import json
import re

__all__ = ["remark", "scalar"]

_PLAIN = re.compile("[A-Za-z][A-Za-z0-9_.-]*")
_NO_TEXT = ("true", "false", "null")
_ODD = re.compile("[^\x20-\x7e\xa0-\u024f\u2010-\u2027]+")


def scalar(text: str) -> str:
    """``text`` as YAML reads it back, plain where nothing can be mistaken."""
    if _PLAIN.fullmatch(text) and text.casefold() not in _NO_TEXT:
        return text
    return json.dumps(text, ensure_ascii=False)


def remark(words: str) -> str:
    """``words`` on one line, without characters that YAML does not take."""
    return _ODD.sub("?", " ".join(words.split()))
