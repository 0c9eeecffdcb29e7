"""Parser events in, plain values and their places out: the reading half of :mod:`cfgovern.yamlfile`.

YAML 1.1 turns ``NO`` into false, ``0123`` into 83, ``1.10`` into 1.1 and ``12:30`` into 750. Here a
plain word is a boolean or null only in the YAML 1.2 core spellings, and a number only where that
number writes back as the same characters; all else stays text. Aliases, tags, merge keys, doubled
keys and second documents are refused, because each is a way to say one thing and mean another.

The file is read as a stream of events (from the C parser where PyYAML has it), so that depth and
size are judged before anything is built, and line and column of every entry are kept.
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Hashable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple, NoReturn

from cfgovern.errors import Fault

if TYPE_CHECKING:
    import yaml

__all__ = ["Position", "Reading", "read", "seen", "shown"]

MAX_DEPTH = 50
MAX_NODES = 200_000
MAX_FAULTS = 100

_WORDS: Mapping[str, bool | None] = {
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
    **dict.fromkeys(("", "~", "null", "Null", "NULL"), None),
}
_INTEGER = re.compile(r"-?[1-9][0-9]{0,17}|0")
_FLOAT = re.compile(r"-?[0-9]+(\.[0-9]+)?(e[-+][0-9]+)?")
_LINE_BREAK = re.compile("\r\n|\n|\r")  # as the parser counts lines
# Unseen characters and those that some programs take for a line break: what is read must be what
# a person sees. C0 and C1 controls, zero-width and direction marks, surrogates, non-characters.
_UNSEEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff"
    "\ufffe\uffff\ud800-\udfff]"
)
_BOMS = {
    b"\xff\xfe\x00\x00": "UTF-32",
    b"\x00\x00\xfe\xff": "UTF-32",
    b"\xff\xfe": "UTF-16",
    b"\xfe\xff": "UTF-16",
}
# Words of the parser's own message (C and Python wording) and what we say for them.
_SYNTAX = (
    ("end of stream", "A quotation mark is opened and never closed."),
    ("',' or ']'", "A square bracket is opened and never closed, or a comma is missing in the list."),
    ("',' or '}'", "A curly bracket is opened and never closed, or a comma is missing inside it."),
    ("mapping values are not allowed", "There is a second colon in this line, or it is indented too far."),
    ("could not find expected ':'", "A key without a colon after it."),
    ("sequence entries are not allowed", "A list item (-) cannot begin here."),
    ("cannot start any token", "A value cannot begin with this character without quotation marks."),
    ("escape", "A backslash in double quotation marks begins no known escape."),
    ("expected '-'", "The lines of this list are not indented alike."),
    ("expected key", "This line does not fit the indentation above it."),
    ("expected <block end>", "This line does not fit the indentation above it."),
    ("expected '<document start>'", "There is something after the end of the document."),
)


class Position(NamedTuple):
    """Where an entry stands, from 1: its value, and the key (or list item) that holds it."""

    line: int
    column: int
    key_line: int
    key_column: int


class Reading(NamedTuple):
    """What was read; ``data`` and ``positions`` hold only where ``faults`` is empty."""

    data: Any
    positions: Mapping[tuple[Hashable, ...], Position]
    faults: tuple[Fault, ...]


def read(text: str | bytes, name: str) -> Reading:
    """Read the one document in ``text``; ``name`` is the file's name in faults. Raises nothing."""
    builder = _Builder(name)
    with contextlib.suppress(_Stop):
        builder.build(builder.decoded(text))
    return Reading(builder.data, builder.positions, tuple(builder.faults))


def seen(text: str) -> str:
    """``text`` without the characters that cannot be seen, which no file may hold."""
    return _UNSEEN.sub("", text)


def _place(source: str, offset: int) -> tuple[int, int]:
    """Line and column, from 1, of a character."""
    lines = _LINE_BREAK.split(source[:offset])
    return len(lines), len(lines[-1]) + 1


def _start(event: Any) -> tuple[int, int]:
    mark = event.start_mark
    return mark.line + 1, mark.column + 1


def _plain(text: str) -> Any:
    """The value of a plain (unquoted) scalar."""
    if text in _WORDS:
        return _WORDS[text]
    if text[0] in "-0123456789":
        if _INTEGER.fullmatch(text):
            return int(text)
        if _FLOAT.fullmatch(text) and repr(float(text)) == text:
            return float(text)
    return text


class _Stop(Exception):
    """No more can be read."""


class _Frame:
    """A mapping or list that is being filled."""

    __slots__ = ("data", "held", "key", "path", "waiting")

    def __init__(self, data: Any, path: tuple[Hashable, ...]) -> None:
        self.data = data
        self.path = path
        self.key = ""
        self.held = (1, 1)
        self.waiting = False  # a key was read, its value not yet


class _Builder:
    """Turns parser events into plain values and positions, and collects faults."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.data: Any = None
        self.faults: list[Fault] = []
        self.positions: dict[tuple[Hashable, ...], Position] = {}
        self.stack: list[_Frame] = []
        self.nodes = 0

    def decoded(self, text: str | bytes) -> str:
        """``text`` without its byte order mark. Raises _Stop where it is not plain, visible UTF-8."""
        if isinstance(text, bytes):
            for mark, encoding in _BOMS.items():
                if text.startswith(mark):
                    message = f"The file is saved as {encoding}."
                    self._ill("yaml.encoding", message, (1, 1), "Save it as UTF-8.")
            content = text.removeprefix(b"\xef\xbb\xbf")
            try:
                source = content.decode("utf-8")
            except UnicodeDecodeError as error:
                before = content[: error.start].decode("utf-8")
                place = _place(before, len(before))
                self._ill("yaml.encoding", "A character here is not UTF-8.", place, "Save the file as UTF-8.")
        else:
            source = text.removeprefix("\ufeff")
        unseen = _UNSEEN.search(source)
        if unseen:
            message = f"There is a character that cannot be seen here (U+{ord(unseen.group()):04X})."
            self._ill("yaml.character", message, _place(source, unseen.start()), "Delete it.")
        return source

    def build(self, source: str) -> None:
        """Read the one document of ``source``. Raises _Stop after a fault that ends the reading."""
        import yaml

        documents = 0
        for event in self._events(source):
            if isinstance(event, yaml.NodeEvent):
                self._node(event)
            elif isinstance(event, yaml.CollectionEndEvent):
                self.stack.pop()
            elif isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    self._stop("yaml.documents", "A second document begins here.", event, "Keep one a file.")
        if not documents or (not self.faults and self.data is None):
            self.faults.append(Fault("yaml.empty", "The file is empty.", self.name))

    def _events(self, source: str) -> Iterator[yaml.Event]:
        import yaml

        loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
        try:
            yield from yaml.parse(source, Loader=loader)
        except yaml.YAMLError as error:
            self._syntax(error, source)
        except (ValueError, OverflowError):  # an escape beyond Unicode, in the pure Python parser
            self._ill("yaml.syntax", "An escape stands for no character.", (1, 1))

    def _syntax(self, error: yaml.YAMLError, source: str) -> NoReturn:
        mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
        line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        written = [*_LINE_BREAK.split(source), ""][line - 1]
        indent = written[: len(written) - len(written.lstrip())]
        if "\t" in indent or written[column - 1 : column] == "\t":
            self._ill("yaml.tab", "There is a tab here.", (line, written.index("\t") + 1), "Use spaces.")
        problem = str(getattr(error, "problem", ""))
        message = next((ours for theirs, ours in _SYNTAX if theirs in problem), "This is not valid YAML.")
        self._ill("yaml.syntax", message, (line, column))

    def _ill(self, code: str, message: str, place: tuple[int, int], fix: str = "") -> NoReturn:
        """A fault after which nothing more can be read."""
        self.faults.append(Fault(code, message, self.name, *place, fix))
        raise _Stop

    def _stop(self, code: str, message: str, event: yaml.Event, fix: str = "") -> NoReturn:
        self._ill(code, message, _start(event), fix)

    def _fault(self, code: str, message: str, event: yaml.Event, fix: str = "") -> None:
        self.faults.append(Fault(code, message, self.name, *_start(event), fix))
        if len(self.faults) >= MAX_FAULTS:
            raise _Stop

    def _node(self, event: yaml.NodeEvent) -> None:
        """One scalar, mapping, list or alias."""
        self.nodes += 1
        if self.nodes > MAX_NODES:
            self._stop("yaml.nodes", f"The file has more than {MAX_NODES:,} entries.", event)
        frame = self.stack[-1] if self.stack else None
        if frame is not None and not frame.waiting and isinstance(frame.data, dict):
            self._key(event, frame)
            return
        value = self._value(event)
        place = held = _start(event)
        path: tuple[Hashable, ...] = ()
        if frame is None:
            self.data = value
        elif frame.waiting:
            frame.data[frame.key] = value
            frame.waiting = False
            path, held = (*frame.path, frame.key), frame.held
        else:
            path = (*frame.path, len(frame.data))
            frame.data.append(value)
        self.positions[path] = Position(*place, *held)
        if isinstance(value, (dict, list)):
            self.stack.append(_Frame(value, path))
            if len(self.stack) > MAX_DEPTH:
                self._stop("yaml.depth", f"Entries are nested more than {MAX_DEPTH} deep here.", event)

    def _value(self, event: Any) -> Any:
        import yaml

        if isinstance(event, yaml.AliasEvent):
            message = "An alias (*) repeats another part of the file."
            self._fault("yaml.alias", message, event, "Write the value out.")
            return None
        if event.anchor is not None:
            self._fault("yaml.alias", "An anchor (&) marks this entry.", event, "Delete it.")
        if event.tag is not None:
            fix = "Delete it, and put the value in quotation marks if it is text."
            self._fault("yaml.tag", "A tag (!) changes what this value is.", event, fix)
        if isinstance(event, yaml.ScalarEvent):
            return self._scalar(event)
        return {} if isinstance(event, yaml.MappingStartEvent) else []

    def _scalar(self, event: Any) -> Any:
        if event.implicit[0]:
            return _plain(event.value)
        if event.style == '"' and _UNSEEN.search(event.value):
            message = "An escape here stands for a character that cannot be seen."
            self._fault("yaml.character", message, event, "Delete it.")
        return event.value

    def _key(self, event: Any, frame: _Frame) -> None:
        import yaml

        if not isinstance(event, (yaml.ScalarEvent, yaml.AliasEvent)):
            self._stop("yaml.key", "A key must be a word, not a list or a mapping.", event)
        key = self._value(event)
        if isinstance(event, yaml.ScalarEvent):
            if event.implicit[0] and event.value == "<<":
                self._fault("yaml.merge", "A merge key (<<) is not understood.", event, "Write the keys out.")
            if not isinstance(key, str):
                self._fault("yaml.key", "A key must be text.", event, "Put it in quotation marks.")
                key = event.value
            if key in frame.data:
                first = self.positions[*frame.path, key].key_line
                message = f"The key {shown(key)} is here a second time; the first is on line {first}."
                self._fault("yaml.duplicate_key", message, event, "Keep one of them.")
        frame.key, frame.held, frame.waiting = str(key), _start(event), True


def shown(key: object) -> str:
    """A key in quotation marks, fit for a message: printable and short."""
    text = "".join(letter if letter.isprintable() else "?" for letter in str(key))
    return f'"{text}"' if len(text) <= 60 else f'"{text[:57]}..."'
