"""The words of every check: read from ``validators/messages.yaml``, filled from the contract alone.

What may stand in braces there is what :meth:`Messages.params` makes from a column of the contract,
plus counts. No value of a submission is ever given to a message.
"""

from __future__ import annotations

import re
import string
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, NamedTuple

from cfgovern import content, yamlfile
from cfgovern.contract.dates import ISO, DateFormatError, as_written, date_format
from cfgovern.contract.model import MISSING_STATES, Bound, CodeList, Column, Standing, Table
from cfgovern.errors import InternalFault, OperatorFileError
from cfgovern.validation.examples import example_value
from cfgovern.yamlfile import did_you_mean

__all__ = ["FORMS", "PLACEHOLDERS", "Messages", "Words", "checked", "load_messages"]

FORMS = ("one", "many", "all", "fix", "example")
_FROM_CONTRACT = {
    "column", "name", "table", "table_name", "range", "length", "step", "codes", "replacements",
    "starts", "format", "identifier", "form", "check", "no_answer", "example",
}  # fmt: skip
_FROM_CHECK = {
    "n", "total", "columns", "to_table", "to_columns", "place", "actual", "threshold", "valid_values",
    "rule", "remedy", "period", "day", "version", "body", "areas",
}  # fmt: skip
PLACEHOLDERS = frozenset(_FROM_CONTRACT | _FROM_CHECK)
_MAY_BE_EMPTY = {"no_answer": "", "replacements": "", "starts": "", "valid_values": "", "example": ""}
_FEW, _SAMPLE_CODES, _MOST_CHANGES = 6, 3, 5
_NO_CODES = Standing((), (), ())
_DATE_WORDS = {
    "%Y": "year",
    "%m": "month",
    "%b": "month_name",
    "%d": "day",
    "%H": "hour",
    "%M": "minute",
    "%S": "second",
}
_THRESHOLDS = {
    "mustBe": "exactly",
    "mustNotBe": "not_exactly",
    "mustBeGreaterThan": "above",
    "mustBeGreaterOrEqualTo": "above_or_equal",
    "mustBeLessThan": "below",
    "mustBeLessOrEqualTo": "below_or_equal",
    "mustBeBetween": "inside",
    "mustNotBeBetween": "outside",
}
_TEXTS = {"type": "dict", "default": {}, "keysrules": {"type": "string"}, "valuesrules": {"type": "string"}}
_SCHEMA: dict[str, Any] = {
    "version": {"type": "integer", "allowed": [1], "required": True},
    "kinds": {
        "type": "dict",
        "default": {},
        "keysrules": {"type": "string"},
        "valuesrules": {
            "type": "dict",
            "keysrules": {"type": "string"},
            "valuesrules": {
                "type": "dict",
                "schema": {form: {"type": "string", "required": True} for form in FORMS},
            },
        },
    },
    "phrases": _TEXTS,
    "identifiers": {
        "type": "dict",
        "default": {},
        "keysrules": {"type": "string"},
        "valuesrules": {
            "type": "dict",
            "schema": {
                name: {"type": "string", "required": True} for name in ("name", "form", "check", "example")
            },
        },
    },
    "not_run": _TEXTS,
    "why": _TEXTS,
}
_PARTS = ("kinds", "phrases", "identifiers", "not_run", "why")


class Words(NamedTuple):
    """How all findings of one rule are told together, what to do and why it matters.

    ``example`` may be empty, and so may ``why``.
    """

    summary: str
    fix: str
    example: str
    why: str


@dataclass(frozen=True, slots=True)
class Messages:
    """The words of one programme pack."""

    kinds: Mapping[str, Mapping[str, Mapping[str, str]]]
    phrases: Mapping[str, str]
    identifiers: Mapping[str, Mapping[str, str]]
    not_run: Mapping[str, str]
    why: Mapping[str, str]

    def one(self, kind: str, variant: str, params: Mapping[str, str]) -> tuple[str, str]:
        """Message and fix of a single finding; the fix ends with the example.

        ``params`` comes from :meth:`params`, with what the kind needs beside it (``place``,
        ``to_table``, ``threshold`` ...). Raises InternalFault for a kind or a word not there.
        """
        forms = self._forms(kind, variant)
        fix, example = _fill(forms["fix"], params), _fill(forms["example"], params)
        if example:
            fix = f"{fix} {self._phrase('for_example', example=example)}"
        return _fill(forms["one"], params), fix

    def summary(self, kind: str, variant: str, params: Mapping[str, str], n: int, total: int) -> Words:
        """The words for ``n`` findings of one rule among ``total`` cells or rows that it judged."""
        forms = self._forms(kind, variant)
        form = "one" if n == 1 else "all" if n >= total > 1 else "many"
        counted = {**params, "n": f"{n:,}", "total": f"{total:,}"}
        told, fix, example = (_fill(forms[each], counted) for each in (form, "fix", "example"))
        return Words(told, fix, example, self.why.get(kind, ""))

    def because(self, reason: str, **words: str) -> str:
        """Why a check was not run, in a sentence. ``reason`` is a key of ``not_run``; ``words`` are its."""
        if reason not in self.not_run:
            raise InternalFault("messages.unknown", f"There are no words for the reason {reason}.")
        return _fill(self.not_run[reason], words)

    def left(self, number: int, engines: Sequence[str], *, people: bool, inside: bool = False) -> str:
        """That ``number`` rules of the contract are for the tools ``engines``, or for ``people``.

        ``inside``: some are for whatever reads what stands ``inside`` a nested column.
        """
        whose = [self._phrase("the_tool", engine=engine) for engine in engines]
        whose += [self._phrase("to_look_inside")] if inside else []
        whose += [self._phrase("to_read")] if people else []
        name = "left_one" if number == 1 else "left_many"
        return self._phrase(name, n=f"{number:,}", whose=self.listed(whose))

    def unseen(self, number: int) -> str:
        """That ``number`` columns of the contract hold others, which are not looked at."""
        return self._phrase("unseen_one" if number == 1 else "unseen_many", n=f"{number:,}")

    def params(
        self, table: Table, column: Column | None = None, codes: CodeList | None = None, *, as_of: str
    ) -> dict[str, str]:
        """Everything that the contract says about ``column``, in words.

        ``codes`` is its code list, told as it stands on the day ``as_of`` (ISO date).
        """
        words = {"table": table.label or table.name, "table_name": table.name}
        if column is None:
            return words
        known = self.identifiers.get(column.identifier or "", {})
        standing = codes.on(as_of) if codes else _NO_CODES
        words |= {
            "column": column.label or column.name,
            "name": column.name,
            "range": self._range(column),
            "length": self._length(column),
            "step": column.multiple_of or "",
            "format": self._format(column),
            "codes": self._codes(column, standing),
            "replacements": self._replacements(standing),
            "starts": self._starts(standing),
            "no_answer": self._no_answer(column),
            "identifier": known.get("name", ""),
            "form": known.get("form", ""),
            "check": known.get("check", ""),
            "example": example_value(column, standing.current, known.get("example")),
        }
        return words

    def listed(self, words: Sequence[str], last: str = "and") -> str:
        """``a, b and c``; ``last`` is ``and`` or ``or``."""
        if len(words) < 2:
            return "".join(words)
        return self._phrase(last, most=", ".join(words[:-1]), last=words[-1])

    def amount(self, value: float, unit: str = "rows") -> str:
        """A counted rule's result, such as ``3 rows``, ``2.5 per cent`` or, of a query, a ``number``."""
        if unit == "number":
            return f"{value:,}" if value == int(value) else f"{value:,.6g}"
        if unit == "percent":
            return self._phrase("percent", n=f"{value:.4g}")
        return self._phrase("row" if value == 1 else "rows", n=f"{value:,}")

    def threshold(self, operator: str, value: Any, unit: str = "rows") -> str:
        """An ODCS threshold such as ``mustBeLessThan: 5`` in words: ``fewer than 5 rows``."""
        if operator == "mustBe" and value == 0:
            return self._phrase("none")
        name = _THRESHOLDS[operator]
        if unit == "percent" and f"{name}_percent" in self.phrases:
            name = f"{name}_percent"
        if operator.endswith("Between"):
            low, high = value
            return self._phrase(name, low=f"{low:,}", high=self.amount(high, unit))
        return self._phrase(name, amount=self.amount(value, unit))

    def valid_values(self, values: Sequence[object]) -> str:
        """The sentence that names the values a rule allows."""
        told = [str(value) for value in values if str(value)]  # the empty one stands for an empty cell
        return self._phrase("valid_values", codes=self._choice(told)) if told else ""

    def _forms(self, kind: str, variant: str) -> Mapping[str, str]:
        try:
            return self.kinds[kind][variant or "default"]
        except KeyError:
            raise InternalFault("messages.unknown", f"There are no words for {kind} ({variant}).") from None

    def _phrase(self, name: str, **values: str) -> str:
        if name not in self.phrases:
            raise InternalFault("messages.unknown", f"There are no words for the phrase {name}.")
        return _fill(self.phrases[name], values)

    def _range(self, column: Column) -> str:
        dates = column.type in ISO
        low, high = _in_form(column.minimum, column), _in_form(column.maximum, column)
        if low and high and not (low.exclusive or high.exclusive):
            return self._phrase("between", minimum=low.value, maximum=high.value)
        parts = [
            self._bound(low, ("from", "after") if dates else ("at_least", "more_than")),
            self._bound(high, ("until", "before") if dates else ("at_most", "less_than")),
        ]
        return self.listed([part for part in parts if part])

    def _bound(self, bound: Bound | None, phrases: tuple[str, str]) -> str:
        if bound is None:
            return ""
        return self._phrase(phrases[bound.exclusive], minimum=bound.value, maximum=bound.value)

    def _length(self, column: Column) -> str:
        low, high = column.min_length, column.max_length
        if low is not None and low == high:
            return self._phrase("exact_length", length=self._characters(low))
        if low is not None and high is not None:
            return self._phrase("between", minimum=f"{low:,}", maximum=self._characters(high))
        if low is not None:
            return self._phrase("at_least", minimum=self._characters(low))
        return self._phrase("at_most", maximum=self._characters(high)) if high is not None else ""

    def _characters(self, count: int) -> str:
        return self._phrase("character" if count == 1 else "characters", n=f"{count:,}")

    def _format(self, column: Column) -> str:
        if column.type not in ISO:
            return ""
        try:
            form = date_format(column.type, column.format)
        except DateFormatError:
            return column.format or ""
        if form.strptime is None:
            return self._phrase(f"iso_{column.type}")
        parts = [part for part in re.split("(%[a-zA-Z%])", form.strptime) if part]
        if all(part in _DATE_WORDS for part in parts):
            words = [self._phrase(_DATE_WORDS[part]) for part in parts]
            return self._phrase("unspaced", words=self.listed(words))
        return "".join(self._date_part(part) for part in parts)

    def _date_part(self, part: str) -> str:
        if part in _DATE_WORDS:
            return self._phrase(_DATE_WORDS[part])
        return f" {part} " if part.isalpha() else part.replace("%%", "%")

    def _codes(self, column: Column, standing: Standing) -> str:
        if column.enum:
            return self._choice([self._code(value, label) for value, label in column.enum])
        if standing.current or column.code_list is None:
            return self._choice([self._code(code.code, code.label) for code in standing.current])
        return self._phrase("no_codes")

    def _choice(self, codes: Sequence[str]) -> str:
        if not codes:
            return ""
        if len(codes) > _FEW:
            return self._phrase("many_codes", n=f"{len(codes):,}", codes=self.listed(codes[:_SAMPLE_CODES]))
        return self._phrase("few_codes" if len(codes) > 1 else "one_code", codes=self.listed(codes, "or"))

    def _code(self, code: str, label: str) -> str:
        return self._phrase("code", code=code, label=label) if label and label != code else code

    def _replacements(self, standing: Standing) -> str:
        """Which codes have ended, and what took their place. Which of them a cell holds is not told."""
        changes = [
            self._phrase("replacement", code=code, successor=successor)
            for code, successor in _replaced(standing)
        ]
        return self._changes("replacements", changes)

    def _starts(self, standing: Standing) -> str:
        """Which codes are still to come, and from when."""
        starts = [self._phrase("start", code=code.code, day=code.valid_from or "") for code in standing.early]
        return self._changes("starts", starts)

    def _changes(self, phrase: str, changes: list[str]) -> str:
        if len(changes) > _MOST_CHANGES:
            more = self._phrase("more", n=f"{len(changes) - _MOST_CHANGES:,}")
            changes = [*changes[:_MOST_CHANGES], more]
        return self._phrase(phrase, changes=self.listed(changes)) if changes else ""

    def _no_answer(self, column: Column) -> str:
        codes = [column.missing[state] for state in MISSING_STATES if state in column.missing]
        return self._phrase("no_answer", codes=self.listed(codes, "or")) if codes else ""


def _in_form(bound: Bound | None, column: Column) -> Bound | None:
    """A limit as the cells of the column are written."""
    if bound is None or column.type not in ISO:
        return bound
    return replace(bound, value=as_written(column.type, column.format, bound.value))


def _replaced(standing: Standing) -> Iterator[tuple[str, str]]:
    """Each code that has ended with the code in use that took its place, however many steps on."""
    current = {code.code for code in standing.current}
    successors = {code.code: code.successor for code in standing.ended}
    for code in successors:
        name, steps = successors[code], len(successors)
        while name in successors and steps:
            name, steps = successors[name], steps - 1
        if name in current:
            yield code, str(name)


@content.read_once
def load_messages() -> Messages:
    """The messages of the pack in use, over those that ship with cfgovern.

    A pack's file may hold only some of the kinds, phrases and identifiers. Raises
    OperatorFileError with every fault of the file. What ships is checked by a test, not in each run.
    """
    shipped = content.shipped("validators") / "messages.yaml"
    ours = content.file("validators", "messages.yaml")
    book: dict[str, Any] = yamlfile.load(shipped).data
    if ours != shipped:
        theirs = checked(ours, book["phrases"])
        for part in _PARTS:
            book[part] = {**book[part], **theirs[part]}
    return Messages(*(book[part] for part in _PARTS))


def checked(path: Path, phrases: Mapping[str, str]) -> dict[str, Any]:
    """One messages file; its phrases may use the words of the shipped ``phrases`` of their name.

    Raises OperatorFileError with every fault of the file.
    """
    document = yamlfile.load(path)
    data: dict[str, Any] = yamlfile.check(document, _SCHEMA)
    used: list[tuple[tuple[str, ...], str, frozenset[str]]] = [
        (("kinds", kind, variant, form), text, PLACEHOLDERS)
        for kind, variants in data["kinds"].items()
        for variant, forms in variants.items()
        for form, text in forms.items()
    ]
    for name, text in data["phrases"].items():
        used.append((("phrases", name), text, frozenset(_words_of(phrases.get(name, "")))))
    said = "Nothing is put in the place of {{{}}}.{}"
    faults = [
        document.fault("messages.word", said.format(word, did_you_mean(word, known)), place)
        for place, text, known in used
        for word in _words_of(text)
        if word not in known
    ]
    if faults:
        raise OperatorFileError("messages.refused", "The messages cannot be used as they are.", faults)
    return data


def _words_of(text: str) -> list[str]:
    """The names in braces. A text whose braces do not match holds the odd name ``{``."""
    try:
        return [name for _, name, _, _ in string.Formatter().parse(text) if name is not None]
    except ValueError:
        return ["{"]


def _fill(text: str, params: Mapping[str, str]) -> str:
    """``text`` with its places filled, on one line; what the contract leaves out closes up."""
    try:
        filled = text.format_map({**_MAY_BE_EMPTY, **params})
    except KeyError as missing:
        raise InternalFault("messages.word", f"A message was not given its word {missing.args[0]}.") from None
    return " ".join(filled.split())
