"""How answers are put into an ``answers.yaml`` that a person keeps.

What stands in the file stays: comments, order and spelling. A new answer goes to the end of the list. One
that replaces another goes below it, and the other stays as a comment: nothing that somebody wrote is lost.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise

from cfgovern.errors import InternalFault, OperatorFileError
from cfgovern.profile.answers import MAX_BYTES, About, Answer, read_answers
from cfgovern.profile.plainyaml import paragraphs
from cfgovern.yamlfile import Document, loads

__all__ = ["with_answers"]

_AT = ("answers",)
_NONE_YET = re.compile(r"\[\s*\]")
_DASH = re.compile(r"\s*-(\s|$)")


def with_answers(document: Document, answers: Sequence[Answer]) -> str:
    """The text of an answers file with ``answers`` in it. Whoever calls has shown what is replaced.

    An answer that stands there already, word for word, changes nothing. Raises OperatorFileError as
    :func:`~cfgovern.profile.answers.load_answers`, and ``answers.one_line`` for a list in square brackets.
    """
    there = read_answers(document)
    new = {answer.key: answer for answer in answers if there.get(answer.key) != answer}
    text = document.content.decode("utf-8-sig")
    if not new:
        return text
    ending = "\r\n" if "\r\n" in text else "\n"
    lines = re.split("\r\n|\n|\r", text)
    while lines and not lines[-1]:
        lines.pop()
    changed = [*_changed(document, lines, there, new), ""]
    result = ending.join(changed)
    if read_answers(loads(result, document.path, max_bytes=MAX_BYTES)) != {**there, **new}:
        raise InternalFault("internal.answers", "Answers that were written are not read back.")
    return result


def _changed(
    document: Document, lines: Sequence[str], there: Mapping[About, Answer], new: Mapping[About, Answer]
) -> Iterator[str]:
    """The lines of the file with the ``new`` answers below those they replace, or at the end of the list."""
    if not there:
        at = document.where(_AT)[0]
        yield from (*lines[: at - 1], _opened(document, lines[at - 1]))
        yield from _all_written(new.values(), 2)
        yield from lines[at:]
        return
    spans = dict(zip(there, _spans(document, lines, len(there)), strict=True))
    indent = _indent(lines[next(iter(spans.values()))[0]])
    at = 0
    for key, (first, end) in spans.items():
        yield from lines[at:first]
        old, at = lines[first:end], end
        if key in new:
            yield from (f"{' ' * indent}# {line[indent:]}".rstrip() for line in old)
            yield from _all_written([new[key]], indent)
        else:
            yield from old
    yield from _all_written((answer for key, answer in new.items() if key not in there), indent)
    yield from lines[at:]


def _opened(document: Document, line: str) -> str:
    """The line of a list without entries, without its brackets."""
    column = document.where(_AT)[1] - 1
    if not _NONE_YET.match(line[column:]):
        raise _in_brackets(document)
    return line[:column].rstrip() + _NONE_YET.sub("", line[column:], count=1)


def _spans(document: Document, lines: Sequence[str], count: int) -> list[tuple[int, int]]:
    """First line of each entry and the one after its last, from nought. Remarks below it are not of it."""
    starts = [_dash(document, lines, number) for number in range(count)]
    key_line = document.where(_AT, key=True)[0]
    later = (document.where(path, key=True)[0] - 1 for path in document.positions if len(path) == 1)
    after = min((line for line in later if line >= key_line), default=len(lines))
    return [(first, _end(lines, first, last)) for first, last in pairwise([*starts, after])]


def _dash(document: Document, lines: Sequence[str], number: int) -> int:
    """The line with the dash of an entry."""
    line = document.where((*_AT, number))[0] - 1
    found = next((at for at in range(line, -1, -1) if _DASH.match(lines[at])), None)
    if found is None:
        raise _in_brackets(document)
    return found


def _end(lines: Sequence[str], first: int, last: int) -> int:
    """The line after an entry that begins in ``first``: its own text stands further in than its dash."""
    indent = _indent(lines[first])
    while last > first + 1 and (not lines[last - 1].strip() or _indent(lines[last - 1]) <= indent):
        last -= 1
    return last


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def _in_brackets(document: Document) -> OperatorFileError:
    words = '"answers" is a list in square brackets, to which nothing can be added line by line.'
    fix = "Write each answer below the other, each after a dash."
    fault = document.fault("answers.one_line", words, _AT, fix)
    return OperatorFileError("answers.one_line", "No answer can be put into the file as it is.", [fault])


def _all_written(answers: Iterable[Answer], indent: int) -> Iterator[str]:
    for answer in answers:
        entries = {"question": answer.question, "for": answer.about, "state": answer.state}
        entries |= {"text": answer.text, "because": answer.because, "by": answer.by, "on": answer.on}
        space, mark = " " * indent, "- "
        for name, value in entries.items():
            if value:
                yield from paragraphs(f"{space}{mark}{name}:", value, indent + 4)
                mark = "  "
