"""A JSON Lines file as records of text: one object a line, read strictly, nothing in it guessed.

A number is kept as it is written, so that no figure is lost on the way: ``1.0`` is the whole number 1,
as in a workbook, and ``1e3`` is 1000. A key that a line does not have, or that it has as ``null``, is an
empty cell. The headings are the keys of all lines, in the order in which they first stand.
"""

from __future__ import annotations

import codecs
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, Never

from cfgovern.contract.records import Number, plain
from cfgovern.errors import SubmissionRefused
from cfgovern.intake.celltext import must_be_text
from cfgovern.intake.headings import Record
from cfgovern.intake.limits import Limits

__all__ = ["keys", "records"]

Watch = Callable[[int, Mapping[str, Any]], None]


def keys(path: Path, label: str, limits: Limits) -> list[str]:
    """The keys of all lines, in the order in which they first stand.

    Raises SubmissionRefused ``file.json``, ``file.nested_value``, ``file.doubled_key``,
    ``file.encoding``, ``file.line_too_long``, ``file.too_many_columns``, ``file.control_character``
    or ``file.cell_too_long``.
    """
    known: dict[str, None] = {}
    for _, line, record in _objects(path, label, limits):
        if known.keys() >= record.keys():
            continue
        known.update(dict.fromkeys(record))
        if len(known) > limits.columns:
            raise _refused(
                "file.too_many_columns",
                f"The lines up to this one have more than {limits.columns:,} different keys.",
                _at(label, line),
                "Send only the columns that are asked for.",
            )
        must_be_text([*record], limits.cell_chars, _at(label, line))
    return list(known)


def records(
    path: Path, names: Iterable[str], label: str, limits: Limits, watch: Watch | None = None
) -> Iterator[Record]:
    """Every object as (record from 1, line, a cell for each of ``names``). Raises as :func:`keys`.

    ``watch`` is given the number of each record and what it holds: text, :class:`Number`, bool or None.
    """
    order = list(names)
    for number, line, record in _objects(path, label, limits):
        if watch is not None:
            watch(number, record)
        cells = [_text(record.get(name)) for name in order]
        must_be_text(cells, limits.cell_chars, _at(label, line))
        yield number, line, cells


def _objects(path: Path, label: str, limits: Limits) -> Iterator[tuple[int, int, dict[str, Any]]]:
    """(record, line, object) of every line that is not blank."""
    number, line = 0, 0
    with path.open("rb") as stream:
        while raw := stream.readline(limits.line_chars + 1):
            line += 1
            if line == 1:
                raw = raw.removeprefix(codecs.BOM_UTF8)
            if len(raw) > limits.line_chars:
                what = f"A line is longer than {limits.line_chars:,} bytes."
                raise _refused("file.line_too_long", what, _at(label, line), _ONE_A_LINE)
            if raw.isspace() or not raw:
                continue
            number += 1
            yield number, line, _object(raw, _at(label, line))


_ONE_A_LINE = 'Write one record a line, each an object such as {"wave": 1}, and no line break within one.'


def _object(raw: bytes, where: str) -> dict[str, Any]:
    try:
        found = _DECODER.decode(raw.decode("utf-8").strip(" \t\r\n"))
    except UnicodeDecodeError:
        raise _refused(
            "file.encoding", "The characters of a line cannot be read.", where, "Save the file as UTF-8."
        ) from None
    except _DoubledKey:
        raise _refused(
            "file.doubled_key", "One record has the same key twice.", where, "Keep the right one of the two."
        ) from None
    except (ValueError, RecursionError):
        raise _refused("file.json", "This line is not one whole JSON object.", where, _ONE_A_LINE) from None
    if not isinstance(found, dict):
        raise _refused("file.json", "This line is not one whole JSON object.", where, _ONE_A_LINE)
    if any(isinstance(value, (dict, list)) for value in found.values()):
        raise _refused(
            "file.nested_value",
            "A record holds a list or an object where one value is to stand.",
            where,
            "Give each value a key of its own.",
        )
    return found


class _DoubledKey(ValueError):
    """An object has one key twice: the last would win, and the other be lost."""


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise _DoubledKey
    return found


def _no_constant(_name: str) -> Never:
    raise ValueError


_DECODER = json.JSONDecoder(
    object_pairs_hook=_once, parse_int=Number, parse_float=Number, parse_constant=_no_constant
)


def _text(value: str | bool | None) -> str:
    """A value as the text that a cell would hold."""
    if isinstance(value, Number):
        return plain(value)
    if isinstance(value, str):
        return value
    return "" if value is None else "true" if value else "false"


def _at(label: str, line: int) -> str:
    return f"{label}, line {line:,}"


def _refused(code: str, what: str, where: str, fix: str) -> SubmissionRefused:
    return SubmissionRefused(code, what, where=where, fix=fix)
