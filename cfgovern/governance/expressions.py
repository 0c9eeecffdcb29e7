"""Conditions of the catalogues: a small closed language over declared facts, with three values.

``n_people < 500 and not (small_area or cond_art9 == '')``. There are names of facts, whole numbers, quoted
text, ``true`` and ``false``, ``and or not ( ) == != < <= > >=``, and nothing else: no arithmetic, no calls.
A fact that is not known makes a condition neither true nor false, unless the rest of it settles the matter.
"""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from math import isfinite
from typing import Any, NamedTuple, NoReturn

from cfgovern.errors import Fault, InternalFault, OperatorFileError
from cfgovern.yamlfile import Document, did_you_mean, shown

__all__ = ["KINDS", "Expression", "is_of_kind", "parse", "parse_at"]

KINDS = {"number": "a number", "yes_no": "yes or no", "text": "text"}
"""What a fact can be, and how people say it."""
LONGEST, DEEPEST = 1_000, 20
"""Characters of a condition, and how deep brackets and ``not`` may stand in each other."""
_Value = bool | int | float | str | None
_TOKEN = re.compile(
    r"(?P<space>\s+)|(?P<word>[A-Za-z_][A-Za-z0-9_]*)|(?P<number>[0-9]{1,15}(?![0-9.]))"
    r"|(?P<text>'[^']*'|\"[^\"]*\")|(?P<sign>==|!=|<=|>=|[<>()])",
    re.ASCII,
)
_COMPARED: Mapping[str, Callable[[Any, Any], bool]] = {
    "==": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
_WORDS = frozenset({"and", "or", "not", "true", "false"})


class _Token(NamedTuple):
    kind: str
    text: str
    column: int


@dataclass(frozen=True, slots=True)
class _Node:
    """``what``: name, value, not, and, or, or a sign of comparison. ``of``: nodes, a name, or a value."""

    what: str
    kind: str
    of: tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Expression:
    """A condition that was read. ``names``: the facts in it, each once, in the order of the text."""

    text: str
    names: tuple[str, ...]
    _top: _Node

    def judge(self, values: Mapping[str, _Value]) -> bool | None:
        """True, False, or None where facts that are not known (None, or not there) decide it.

        Raises InternalFault for a value that is not of the fact's kind.
        """
        found = _judged(self._top, values)
        return None if found is None else bool(found)

    def unknown(self, values: Mapping[str, _Value]) -> tuple[str, ...]:
        """The facts that would have to be known to judge; empty where it can be judged."""
        return tuple(dict.fromkeys(_open(self._top, values)))


def is_of_kind(value: object, kind: str) -> bool:
    """Whether a value is one of a fact of this kind: a finite number, true or false, or text."""
    if kind == "number":
        return isinstance(value, (int, float)) and not isinstance(value, bool) and isfinite(value)
    return isinstance(value, bool if kind == "yes_no" else str)


def parse(text: str, names: Mapping[str, str]) -> Expression:
    """Read a condition. ``names``: each fact that may stand in it, with its kind (``KINDS``).

    Raises OperatorFileError ``expression.refused`` with one fault, whose column is that in ``text``.
    """
    if len(text) > LONGEST:
        _refuse("too_long", f"A condition has {LONGEST:,} characters at most.", LONGEST + 1)
    reader = _Reader(list(_tokens(text)), names)
    top = reader.either(0)
    reader.must_end()
    if top.kind != "yes_no":
        _refuse("kind", f"This is {KINDS[top.kind]}, and a condition must be yes or no.", 1, "Compare it.")
    return Expression(text, tuple(dict.fromkeys(_names(top))), top)


def parse_at(document: Document, path: Iterable[Hashable], text: str, names: Mapping[str, str]) -> Any:
    """As :func:`parse`, of the text at ``path`` of a file: an Expression, or the Fault at its place there."""
    at = tuple(path)
    try:
        return parse(text, names)
    except OperatorFileError as refusal:
        [fault] = refusal.faults
        line, column = document.where(at)
        there = document.content.decode(errors="replace").splitlines()[line - 1][column - 1 :]
        before = next((mark for mark in ("", "'", '"') if there.startswith(mark + text)), None)
        column += 0 if before is None else len(before) + fault.column - 1
        return Fault(fault.code, fault.message, document.path, line, column, fault.fix, at)


def _refuse(code: str, message: str, column: int, fix: str = "") -> NoReturn:
    fault = Fault(f"expression.{code}", message, "condition", 1, column, fix)
    raise OperatorFileError("expression.refused", "A condition cannot be read.", [fault])


def _tokens(text: str) -> Iterator[_Token]:
    place = 0
    while place < len(text):
        found = _TOKEN.match(text, place)
        if found is None:
            _refuse("sign", *_odd(text, place))
        if found.lastgroup and found.lastgroup != "space":
            yield _Token(found.lastgroup, found.group(), place + 1)
        place = found.end()
    yield _Token("end", "", len(text) + 1)


def _odd(text: str, place: int) -> tuple[str, int, str]:
    """What is wrong where nothing can be read, where, and what to do."""
    sign = text[place]
    if sign in "'\"":
        return "This quotation mark is never closed.", place + 1, ""
    if sign == "=":
        return "One equals sign compares nothing.", place + 1, "Write ==."
    if sign.isascii() and sign.isdigit():
        return "This is no whole number of at most 15 figures.", place + 1, ""
    return f"{shown(sign)} has no meaning in a condition.", place + 1, ""


class _Reader:
    """Reads tokens from the left. Each method reads as much as is one of its kind."""

    def __init__(self, tokens: list[_Token], names: Mapping[str, str]) -> None:
        self.tokens = tokens
        self.names = names
        self.at = 0

    def next(self, *texts: str) -> _Token | None:
        """The next token, taken, if it is one of ``texts`` and no quoted text."""
        token = self.tokens[self.at]
        if token.kind in ("word", "sign") and token.text in texts:
            self.at += 1
            return token
        return None

    def must_end(self) -> None:
        token = self.tokens[self.at]
        if token.kind != "end":
            fix = "Between two conditions stands and, or or." if token.kind != "sign" else ""
            _refuse("order", "Nothing can stand here any more.", token.column, fix)

    def either(self, depth: int) -> _Node:
        return self._joined("or", self.both, depth)

    def both(self, depth: int) -> _Node:
        return self._joined("and", self.negated, depth)

    def _joined(self, word: str, read: Callable[[int], _Node], depth: int) -> _Node:
        column = self.tokens[self.at].column
        parts = [read(depth)]
        while self.next(word):
            _must_be("yes_no", parts[-1], column)
            column = self.tokens[self.at].column
            parts.append(read(depth))
        if len(parts) == 1:
            return parts[0]
        _must_be("yes_no", parts[-1], column)
        return _Node(word, "yes_no", tuple(parts))

    def negated(self, depth: int) -> _Node:
        token = self.next("not")
        if token is None:
            return self.compared(depth)
        self._not_too_deep(depth, token)
        column = self.tokens[self.at].column
        return _Node("not", "yes_no", (_must_be("yes_no", self.negated(depth + 1), column),))

    def compared(self, depth: int) -> _Node:
        left = self.single(depth)
        sign = self.next(*_COMPARED)
        if sign is None:
            return left
        column = self.tokens[self.at].column
        right = self.single(depth)
        if sign.text not in ("==", "!="):
            _must_be("number", left, sign.column)
        _must_be(left.kind, right, column)
        again = self.next(*_COMPARED)
        if again:
            _refuse("chain", "One comparison cannot follow another.", again.column, "Join them with and.")
        return _Node(sign.text, "yes_no", (left, right))

    def single(self, depth: int) -> _Node:
        token = self.tokens[self.at]
        self.at += 1
        if token.kind == "number":
            return _Node("value", "number", (int(token.text),))
        if token.kind == "text":
            return _Node("value", "text", (token.text[1:-1],))
        if token.text in ("true", "false"):
            return _Node("value", "yes_no", (token.text == "true",))
        if token.kind == "word" and token.text not in _WORDS:
            return self._name(token)
        if token.text == "(":
            self._not_too_deep(depth, token)
            inside = self.either(depth + 1)
            if not self.next(")"):
                _refuse("bracket", "This bracket is never closed.", token.column)
            return inside
        _refuse("order", "A fact, a number or a quoted text is missing here.", token.column)

    def _name(self, token: _Token) -> _Node:
        if token.text not in self.names:
            meant = did_you_mean(token.text, self.names)
            fix = "" if meant else "Declare it in facts.yaml, or put text in quotation marks."
            message = f"{shown(token.text)} is no fact that is declared.{meant}"
            _refuse("name", message, token.column, fix)
        return _Node("name", self.names[token.text], (token.text,))

    def _not_too_deep(self, depth: int, token: _Token) -> None:
        if depth >= DEEPEST:
            message = f"Brackets and not can stand in each other {DEEPEST} times, no more."
            _refuse("too_deep", message, token.column)


def _must_be(kind: str, node: _Node, column: int) -> _Node:
    if node.kind != kind:
        _refuse("kind", f"This is {KINDS[node.kind]}, where {KINDS[kind]} is needed.", column)
    return node


def _names(node: _Node) -> Iterator[str]:
    if node.what == "name":
        yield node.of[0]
    elif node.what != "value":
        for part in node.of:
            yield from _names(part)


def _judged(node: _Node, values: Mapping[str, _Value]) -> _Value:
    if node.what == "value":
        return node.of[0]  # type: ignore[no-any-return]
    if node.what == "name":
        return _known(node, values)
    parts = [_judged(part, values) for part in node.of]
    if node.what in ("and", "or"):
        settles = node.what == "or"
        return settles if settles in parts else None if None in parts else not settles
    if None in parts:
        return None
    return not parts[0] if node.what == "not" else _COMPARED[node.what](*parts)


def _known(node: _Node, values: Mapping[str, _Value]) -> _Value:
    value = values.get(node.of[0])
    if value is not None and not is_of_kind(value, node.kind):
        raise InternalFault("internal.fact", f"The fact {node.of[0]} is not {KINDS[node.kind]}.")
    return value


def _open(node: _Node, values: Mapping[str, _Value]) -> Iterator[str]:
    """The unknown facts below ``node`` for which it is not known itself."""
    if _judged(node, values) is None:
        if node.what == "name":
            yield node.of[0]
        else:
            for part in node.of:
                yield from _open(part, values)
