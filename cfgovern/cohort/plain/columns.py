"""The texts of each column of a contract, from what the contract says of that column alone."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import lru_cache
from itertools import count

from cfgovern import identifiers
from cfgovern.cohort.draw import Draw
from cfgovern.cohort.plain.automata import TooLarge
from cfgovern.cohort.plain.domain import Choices, Domain
from cfgovern.cohort.plain.fakes import fake, subject
from cfgovern.cohort.plain.moments import moments
from cfgovern.cohort.plain.numbers import numbers
from cfgovern.cohort.plain.patterns import language
from cfgovern.cohort.plain.wanted import Wanted, wanted
from cfgovern.cohort.unreal import BROKEN, CERTAIN, broken, unreal
from cfgovern.contract.dates import ISO
from cfgovern.contract.forms import SHAPES
from cfgovern.contract.model import Column, Contract, Table
from cfgovern.errors import UsageError
from cfgovern.quarters import numbered, ordinal

__all__ = ["Columns"]

# Commas, accents, doubled quotes and line breaks are what breaks a careless reader.
_TEXTS = (
    "Made up for testing",
    'Made up: the "open door" café',
    "Made up, with a comma",
    "Made up\nover two lines",
    "Façade, naïve, Łódź",
    "Not anybody's",
)
# Forms that reach nobody and lead nowhere: RFC 2606 (names), RFC 5737 (addresses).
_NOWHERE = {
    "email": r"^([a-z]{1,6}\.[0-9]{1,6}@example\.(org|com|net)|[a-z][0-9]{0,4}@[a-z]\.test)$",
    "uri": r"^(https://example\.org/[a-z]{1,8}|urn:example:[a-z]{1,8})$",
    "hostname": r"^([a-z]{3,8}\.example\.org|[a-z]{1,4}\.test)$",
    "ipv4": r"^(192\.0\.2|198\.51\.100|203\.0\.113)\.(25[0-4]|2[0-4][0-9]|1[0-9]{2}|[1-9][0-9]?)$",
}
_MANY = 10**6
_ADULT, _BIRTHS = 18 * 366, 60 * 365  # in days
_ODD = 8  # one sentence in so many is one of these texts
_ORIGIN = "synthetic"
_LETTERS = "^[A-Za-z][a-z]*$"
_ANY = r"^[0-9A-Za-z]*[!-/:-@\[-`{-~]*$"  # two sets, neither of which says "whatever"
# A text that is one of these is passed over where another will do; a UPRN is no more than its figures.
_TELLING = tuple(kind for kind in identifiers.FORMS if kind != "uprn")


@dataclass(frozen=True, slots=True)
class _Known:
    """What was found out of the columns of one contract on one day."""

    wanted: dict[tuple[str, str], Wanted] = field(default_factory=dict)
    choices: dict[tuple[str, str, bool], Choices] = field(default_factory=dict)


class _Itself:
    """A contract as a key: equal to itself alone."""

    def __init__(self, contract: Contract) -> None:
        self.contract = contract

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Itself) and other.contract is self.contract

    def __hash__(self) -> int:
        return id(self.contract)


@lru_cache(maxsize=8)
def _known(contract: _Itself, as_of: date, words: int | None) -> _Known:
    """Empty at first, then what was put in. ``words``: the seed that words depend on, if any."""
    return _Known()


class Columns:
    """The columns of one contract on one day. ``fakes``: whether Faker may supply words.

    A cell depends on the seed, on the concepts of its table and column, and on its row number alone.
    """

    def __init__(self, contract: Contract, as_of: date, draw: Draw, *, fakes: bool) -> None:
        self.contract, self.as_of, self.draw, self.fakes = contract, as_of, draw, fakes
        # The newest quarter that is over on the day: the one asked about when a quarter has just ended.
        self._period = numbered(ordinal(as_of + timedelta(days=1)) - 1)[0]
        self._known = _known(_Itself(contract), as_of, draw.seed if fakes else None)

    def wanted(self, table: Table, column: Column) -> Wanted:
        """What the contract asks of a cell. Raises UsageError ``cohort.codes``."""
        known, key = self._known.wanted, (table.name, column.name)
        if key not in known:
            known[key] = wanted(self.contract, table, column, self.as_of)
        return known[key]

    def cell(self, table: Table, column: Column, number: int, again: int = 0, *, filled: bool = False) -> str:
        """The text of ``column`` in row ``number`` (from 1), at the ``again``-th time of asking.

        About one in four of the cells that may be is empty, unless ``filled``. Raises UsageError
        ``cohort.*`` where no text is right.
        """
        place = (table.concept, column.concept, *([f"again {again}"] if again else []))
        asked = self.wanted(table, column)
        if column.nested:
            return self._nothing(table, column, asked)
        if column.concept == "record_origin":
            return self._synthetic(table, column)
        if not asked.filled and not filled and self.draw.one_in(4, *place, "empty", number):
            return ""
        if asked.unanswered and not filled and self.draw.one_in(12, *place, "missing", number):
            return self.draw.pick(asked.unanswered, *place, "why", number)
        if column.concept == "period" and column.identifier is None and asked.right(self._period):
            return self._period
        choices = self._of(table, column, unique=False)
        if choices is None:
            return ""
        constant = column.concept == "area_id"
        found = choices.one(lambda limit: 0 if constant else self.draw.below(limit, *place, number))
        return self._found(table, column, found)

    def unique(self, table: Table, column: Column, most: int) -> list[str]:
        """Up to ``most`` texts of ``column``, all different."""
        choices = self._of(table, column, unique=True)
        if choices is None:
            return []
        found = choices.first(most)
        if len(found) < most:  # then also what is better passed over
            return Choices(choices.source, self.wanted(table, column).right).first(most)
        return found

    def _of(self, table: Table, column: Column, *, unique: bool) -> Choices | None:
        """The right texts; None where a cell can only be empty."""
        known, key = self._known.choices, (table.name, column.name, unique)
        if column.identifier in identifiers.FORMS and not self._identified(table, column):
            return None
        if key not in known:
            known[key] = self._made(table, column, unique)
        return known[key]

    def _made(self, table: Table, column: Column, unique: bool) -> Choices:
        asked = self.wanted(table, column)
        right = asked.right
        for domain in self._domains(table, column, asked, unique):
            if column.type == "string" and not asked.listed and column.identifier not in identifiers.FORMS:
                quiet = Choices(domain, lambda text: right(text) and not _somebodys(text))
                if quiet.first(1):
                    return quiet
            found = Choices(domain, right)
            if found.first(1):
                return found
        raise self._impossible(table, column, asked)

    def _domains(self, table: Table, column: Column, asked: Wanted, unique: bool) -> Iterator[Domain]:
        """Where to look for right texts, the likeliest place first."""
        if asked.listed:
            yield Domain.of(asked.listed[0])
            return
        if column.identifier in identifiers.FORMS:
            yield _identifiers(column, asked)
            return
        try:
            if asked.patterns:
                yield from _languages(column, asked, _ANY)
            yield from self._plain(table, column, unique)
            yield from _languages(column, asked, _ANY if unique else _LETTERS)
        except TooLarge:
            raise UsageError(
                "cohort.pattern",
                f"No text can be made up for the pattern of {table.name}.{column.name}: it is too large.",
                fix="Write a shorter pattern in the contract.",
            ) from None

    def _plain(self, table: Table, column: Column, unique: bool) -> Iterator[Domain]:
        """What a column holds as far as its type and limits say."""
        if column.type == "boolean":
            yield Domain.of(("true", "false"))
        elif column.type in ISO:
            yield moments(column, self.as_of)
        elif column.type in ("integer", "number"):
            yield numbers(column, first=int(unique))
        else:
            yield from self._free(table, column, unique)

    def _free(self, table: Table, column: Column, unique: bool) -> Iterator[Domain]:
        """Texts of which the contract says nothing but how long they are."""
        if column.identifier == "date_of_birth":
            yield Domain(_BIRTHS, _BIRTHS, lambda n: (self.as_of - timedelta(_ADULT + n)).isoformat())
        elif unique:
            yield _numbered(table, column)
        elif self.fakes:
            maker, seed = subject(column), self.draw.below(2**40, table.concept, column.concept, "fake")

            def text(number: int) -> str:
                if maker == "sentence" and number % _ODD == 0:
                    return _long_enough(column, lambda _: _TEXTS[number // _ODD % len(_TEXTS)])
                return _long_enough(column, lambda more: fake(maker, seed + number + more * _MANY))

            yield Domain(_MANY, _MANY, text)
        else:
            yield Domain.of([_long_enough(column, lambda _, text=text: text) for text in _TEXTS])  # type: ignore[misc]

    def _identified(self, table: Table, column: Column) -> bool:
        """Whether a made-up identifier would be accepted, and one can be made that is surely nobody's."""
        asked = self.wanted(table, column)
        if "unreal" in asked.statuses and (asked.filled or column.identifier in CERTAIN):
            return True
        if not asked.filled:
            return False
        raise UsageError(
            "cohort.identifier",
            f"{table.name}.{column.name} needs an identifier in every row, and made-up ones are right only "
            "in rows that say they are synthetic.",
            fix="Give the table a property record_origin, or do not require the identifier.",
        )

    def _synthetic(self, table: Table, column: Column) -> str:
        if not self.wanted(table, column).right(_ORIGIN):
            raise UsageError(
                "cohort.record_origin",
                f"{table.name}.{column.name} does not allow the word {_ORIGIN}, which made-up rows must say.",
                fix=f"Let the contract allow {_ORIGIN} there.",
            )
        return _ORIGIN

    def _nothing(self, table: Table, column: Column, asked: Wanted) -> str:
        """The cell of a nested column: nothing is known of what may stand inside, so nothing is made up."""
        if asked.filled or any(rule.metric == "nullValues" for rule in column.quality):
            raise UsageError(
                "cohort.nested",
                f"{table.name}.{column.name} is of type {column.kind} and may not be empty: what may stand "
                "inside it cannot be made up.",
                fix="Do not require it, or give what stands inside columns of its own.",
            )
        return ""

    def _found(self, table: Table, column: Column, text: str | None) -> str:
        if text is None:
            raise self._impossible(table, column, self.wanted(table, column))
        return text

    def _impossible(self, table: Table, column: Column, asked: Wanted) -> UsageError:
        what = " and ".join([", ".join(asked.because[:-1]), asked.because[-1]]).removeprefix(" and ")
        what = (
            f"{what} that {table.name}.{column.name} has" if asked.because else f"{table.name}.{column.name}"
        )
        return UsageError(
            "cohort.no_value",
            f"No value that can be made up is right by the {what} in the contract.",
            fix="Change one of them, so that some value is right.",
        )


def _languages(column: Column, asked: Wanted, otherwise: str) -> Iterator[Domain]:
    """The texts of the patterns of a column, or of the pattern ``otherwise`` where it has none."""
    patterns = list(asked.patterns)
    if column.type in SHAPES:
        patterns.append(f"^(?:{SHAPES[column.type]})$")
    elif column.type != "string":
        return
    elif column.format in _NOWHERE:
        patterns.append(_NOWHERE[column.format])
    found = language(patterns or [otherwise], column.min_length or 0, column.max_length)
    if found is not None:
        yield Domain(found.size, found.size, found.text)


def _identifiers(column: Column, asked: Wanted) -> Domain:
    """Identifiers that are nobody's, written in the first way that the contract allows."""
    kind = column.identifier or ""
    form = identifiers.FORMS[kind]
    certain = kind in CERTAIN

    def text(number: int) -> str:
        made = (unreal(kind, number + 1) if certain else broken(kind, number + 1)) or ""
        ways = (made, identifiers.normalise(kind, made) or made, identifiers.form.compact(form, made))
        return next((way for way in ways if asked.right(way)), "")

    if kind not in CERTAIN and kind not in BROKEN:
        return Domain.empty()
    return Domain(_MANY, _MANY, text)


def _somebodys(text: str) -> bool:
    """Whether ``text`` has the form and the check of an identifier that may be somebody's."""
    return any(identifiers.classify(kind, text) == "valid" for kind in _TELLING)


def _numbered(table: Table, column: Column) -> Domain:
    """Record numbers of the table's own name, as wide as they must be."""
    stem = f"{table.concept}-"
    width = max(1, (column.min_length or 0) - len(stem))
    room = 12 if column.max_length is None else column.max_length - len(stem)
    size = 10**room - 1 if room >= max(width, 4) else 0
    return Domain(size, size, lambda number: f"{stem}{number + 1:0{width}}")


def _long_enough(column: Column, text: Callable[[int], str]) -> str:
    """A text cut to the lengths of ``column``; ``text(0)``, ``text(1)`` and so on are put together for it."""
    made, least, most = text(0), column.min_length or 0, column.max_length
    for more in count(1):
        if len(made) >= least or more > least:
            break
        made += f" {text(more)}"
    if most is None or len(made) <= most:
        return made
    cut = made[:most]
    whole = cut.rpartition(" ")[0]
    return whole.strip() if len(whole.strip()) >= max(least, 1) else cut.strip()
