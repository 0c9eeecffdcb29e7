"""One sheet or one rule of a page, without a script: a list to choose from, a style that hides the rest.

The style asks which entry of the list is chosen. Only numbers stand in it, never a text of the report. A
browser that does not know ``:has()`` shows no list, and paper shows everything.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from cfgovern.reporting.groups import Section
from cfgovern.reporting.markup import Html, el
from cfgovern.reporting.plain import count_of
from cfgovern.reporting.words import WHOLE

__all__ = ["Filters", "filters"]


@dataclass(frozen=True, slots=True)
class Filters:
    """The list, its style, and the entries that show each section and each group in it, as classes."""

    control: Html | None
    style: str
    sections: tuple[str, ...]
    groups: tuple[tuple[str, ...], ...]


def filters(parts: Sequence[Section]) -> Filters:
    """What shows ``parts`` by sheet and by rule. There is no list where there is nothing to choose."""
    numbers = _numbered()
    options: list[Html] = []
    of_sections: list[str] = []
    of_groups: list[tuple[str, ...]] = []
    for part in parts:
        whole, name = next(numbers), part.table or WHOLE
        rules = {rule: (next(numbers), count) for rule, count in _counts(part).items()}
        entries = [_option(f"All of {name}: {count_of(part.count, 'point', 'points')}", whole)]
        entries += [_option(f"{rule}: {count:,}", number) for rule, (number, count) in rules.items()]
        options.append(el("optgroup", entries, label=name))
        of_sections.append(" ".join([whole, *(number for number, _ in rules.values())]))
        of_groups.append(tuple(f"{whole} {rules[group.text.rule][0]}" for group in part.groups))
    if sum(len(part.groups) for part in parts) < 2:
        return Filters(None, "", tuple("" for _ in of_sections), tuple(("",) * len(one) for one in of_groups))
    last = int(next(numbers)[1:]) - 1
    return Filters(_control(options, parts), _style(last), tuple(of_sections), tuple(of_groups))


def _numbered() -> Iterator[str]:
    number = 0
    while True:
        number += 1
        yield f"f{number}"


def _counts(part: Section) -> dict[str, int]:
    """How much each rule found, the rules in the order of the page."""
    counts: dict[str, int] = {}
    for group in part.groups:
        counts[group.text.rule] = counts.get(group.text.rule, 0) + group.count
    return counts


def _option(words: str, number: str) -> Html:
    return el("option", words, class_=number)


def _control(options: Sequence[Html], parts: Sequence[Section]) -> Html:
    everything = el("option", f"Everything: {count_of(sum(part.count for part in parts), 'point', 'points')}")
    return el(
        "div",
        el("label", "Show one sheet or one rule", for_="show"),
        # A page that is opened anew shows everything again, as it says.
        el("select", everything, options, id="show", autocomplete="off"),
        class_="filter",
    )


def _style(last: int) -> str:
    """Rules for the entries 1 to ``last``, for screens whose browser can tell what is chosen.

    A link of the class ``to`` leads nowhere while what it leads to is hidden, and looks so.
    """
    hidden = "".join(_hidden(f".f{number}") for number in range(1, last + 1))
    return f"@supports selector(:has(a)) {{\n@media screen {{\n{_LIST}{hidden}}}\n}}\n"


_LIST = ".filter { display: block; }\n"


def _hidden(entry: str) -> str:
    chosen = f".page:has({entry}:checked)"
    return (
        f"{chosen} :is(.part, .group):not({entry}) {{ display: none; }}\n"
        f"{chosen} .to:not({entry}) {{ color: inherit; text-decoration: none; pointer-events: none; }}\n"
    )
