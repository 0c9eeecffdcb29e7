"""Whether documents and a notice still say what contract and area profile say now: each with both places."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from cfgovern.governance.changes import KEYS, keyed
from cfgovern.governance.facts import Known
from cfgovern.governance.outline import TableSpec
from cfgovern.governance.readback import Read
from cfgovern.governance.rows import Row
from cfgovern.reporting.plain import plain

__all__ = ["CONSISTENT", "mismatches", "unmentioned"]

CONSISTENT: Mapping[str, str] = {
    "data_items": "the contract",
    "domains": "contract and area profile",
    "flows": "area.yaml, flows",
    "parties": "area.yaml, bodies",
    "bases": "area.yaml, flows, parties",
    "confidence": "area.yaml, flows, confidence",
}
"""The tables that must not drift, and where what they say is written."""
_GUARDED = ("special_category", "criminal_offence")
_KINDS = {"special_category": "special category data", "criminal_offence": "data about offences"}
_LENGTH = 5  # a shorter word of a label says too little
_PERIOD = re.compile(r"(\d+)\s*(day|week|month|year)s?")
_NUMBERS = dict(
    zip(
        ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"],
        map(str, range(1, 13)),
        strict=True,
    )
)


def mismatches(document: Read, now: Mapping[str, list[Row]], tables: Mapping[str, TableSpec]) -> list[str]:
    """A sentence for each thing that ``document`` says otherwise than contract and profile do ``now``."""
    return [
        plain(line)
        for name, source in CONSISTENT.items()
        if name in now
        for line in _table(document, now[name], tables[name], source)
    ]


def _table(document: Read, now: list[Row], spec: TableSpec, source: str) -> Iterator[str]:
    noun, keys = KEYS[spec.name]
    place = f'{document.name}, table "{spec.caption}"'
    if spec.name not in document.rows:
        if now:
            yield f"{place}: is gone, or has other columns; {source} has {len(now)} for it."
        return
    there, wanted = keyed(document.rows[spec.name], keys), keyed(now, keys)
    for key in dict.fromkeys([*wanted, *there]):
        named = f"{noun} {', '.join(key)}"
        if key not in there:
            yield f"{named}: stands in {source}, and not in {place}."
        elif key not in wanted:
            yield f"{named}: stands in {place}, and not in {source}."
        else:
            for column in spec.columns:
                said, meant = (" ".join(row[column.key].split()) for row in (there[key], wanted[key]))
                if said != meant:
                    head = column.head[0].lower() + column.head[1:]
                    yield f'{named}: {head} is "{meant}" in {source}, and "{said}" in {place}.'


def unmentioned(notice: str, name: str, facts: Known) -> list[str]:
    """What contract and profile say and the ``notice`` (plain text or Markdown) does not mention at all.

    Careful not to claim too much: one telling word of a recipient, or of a category, is a mention.
    """
    text = _told(notice)
    parts = (_recipients(text, facts), _retention(text, facts), _categories(text, facts))
    return [plain(f"{name} does not mention {words}") for part in parts for words in part]


def _told(text: str) -> str:
    words = re.sub(r"[^a-z0-9]+", " ", text.casefold()).split()
    return f" {' '.join(_NUMBERS.get(word, word) for word in words)} "


def _recipients(text: str, facts: Known) -> Iterator[str]:
    """Bodies that receive or carry data about people."""
    names = {body["id"]: str(body["name"]) for body in facts["bodies"]}
    flows = [flow for flow in facts["flows"] if flow["about_people"]]
    there = dict.fromkeys(one for flow in flows for one in (flow.get("to"), *flow.get("through", ())))
    for body in there:
        if body in names and not _has(text, re.sub(r"\(.*?\)|\bthe\b", " ", names[body].casefold())):
            yield f"the recipient {names[body]} (area.yaml, flows)."


def _has(text: str, words: str) -> bool:
    told = _told(words).strip()
    return bool(told) and f" {told} " in text


def _retention(text: str, facts: Known) -> Iterator[str]:
    periods = {"area.yaml, retention.period": facts["retention"].get("period", "")}
    for domain in facts["domains"]:
        if domain["about_people"]:
            periods[f"domains.yaml, {domain['name']}"] = domain["retention"]
    for place, period in periods.items():
        spans = _PERIOD.findall(_told(period))
        told = any(re.search(rf" {number} {unit}s? ", text) for number, unit in spans)
        if period and not told and not _has(text, period):
            yield f'how long data are kept: "{period}" ({place}).'


def _categories(text: str, facts: Known) -> Iterator[str]:
    """Tables of which no item of a kind is mentioned that asks for more care."""
    found: dict[tuple[str, str], list[str]] = {}
    for item in facts["items"]:
        for kind in _GUARDED:
            if kind in item["kinds"] and item["recipients"]:
                found.setdefault((item["table_label"], kind), []).append(item["label"])
    for (table, kind), labels in found.items():
        if not any(f" {word}" in text for word in _telling([table, *labels])):
            yield f'{_KINDS[kind]} of the table "{table}", such as "{labels[0]}" (the contract).'


def _telling(labels: Iterable[str]) -> set[str]:
    """The words that tell what labels are about, without their endings."""
    return {word[:7] for label in labels for word in _told(label).split() if len(word) >= _LENGTH}
