"""What differs between two drafted documents, in facts: never whole paragraphs, only what became of each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from cfgovern.governance.outline import TableSpec
from cfgovern.governance.readback import Control, Read
from cfgovern.reporting.plain import plain

__all__ = ["KEYS", "changes", "keyed"]

Rows = Sequence[Mapping[str, str]]
KEYS: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "data_items": ("Item", ("table", "label")),
    "flows": ("Flow", ("title", "sender", "receiver")),
    "domains": ("Purpose", ("title",)),
    "parties": ("Party", ("name",)),
    "bases": ("Role and basis", ("flow", "party")),
    "confidence": ("Duty of confidence", ("flow",)),
    "rights": ("Right", ("what",)),
    "risks": ("Risk", ("id",)),
    "measures": ("Residual risk", ("id",)),
    "unjudged": ("Risk that cannot be judged", ("id",)),
    "evidence": ("Run", ("run",)),
    "duties": ("Duty", ("paragraph", "title")),
    "departures": ("Departure from the programme", ("where",)),
    "law": ("Law", ("title",)),
}
"""What a row of each table is called, and the keys by which it is known."""
_PROSE = 80
_STATES = {
    "answered": "answered",
    "derived": "answered from facts",
    "confirm": "a draft to confirm",
    "open": "open",
    "not_applicable": "not applicable",
    "": "edited",
}


def changes(old: Read, new: Read, tables: Mapping[str, TableSpec]) -> list[str]:
    """A sentence for each difference, first the questions, then the tables in their order."""
    lines = [*_questions(old.controls, new.controls)]
    for name in tables:
        if name in KEYS and (name in old.rows or name in new.rows):
            lines += _rows(old.rows.get(name, ()), new.rows.get(name, ()), tables[name])
    return list(map(plain, lines))


def _questions(old: Sequence[Control], new: Sequence[Control]) -> Iterator[str]:
    before, after = ({one.tag: one for one in there} for there in (old, new))
    for tag in dict.fromkeys([*before, *after]):
        was, now = before.get(tag), after.get(tag)
        if was is None and now is not None:
            yield f"Question {tag}: is asked now, and is {_STATES[now.state]}."
        elif now is None:
            yield f"Question {tag}: is not asked any more."
        elif was is not None and was.state != now.state:
            yield f"Question {tag}: was {_STATES[was.state]}, is now {_STATES[now.state]}."
        elif was is not None and was.paragraphs != now.paragraphs:
            yield f"Question {tag}: is {_STATES[now.state]} as before, in other words."


def keyed(rows: Rows, keys: Sequence[str]) -> dict[tuple[str, ...], Mapping[str, str]]:
    """The rows by what they are known by; of rows that are known by the same the second is numbered 2."""
    seen: Counter[tuple[str, ...]] = Counter()
    found = {}
    for row in rows:
        key = tuple(" ".join(row[name].split()) for name in keys)
        seen[key] += 1
        found[key if seen[key] == 1 else (*key, str(seen[key]))] = row
    return found


def _rows(old: Rows, new: Rows, spec: TableSpec) -> Iterator[str]:
    noun, keys = KEYS[spec.name]
    before, after = keyed(old, keys), keyed(new, keys)
    for key in dict.fromkeys([*before, *after]):
        named = f"{noun} {', '.join(key)}"
        if key not in before:
            yield f"{named}: added."
        elif key not in after:
            yield f"{named}: gone."
        else:
            yield from _cells(named, before[key], after[key], spec)


def _cells(named: str, old: Mapping[str, str], new: Mapping[str, str], spec: TableSpec) -> Iterator[str]:
    for column in spec.columns:
        was, now = (" ".join(row[column.key].split()) for row in (old, new))
        if was != now:
            short = max(len(was), len(now)) <= _PROSE
            said = f"{was or 'nothing'} -> {now or 'nothing'}" if short else "in other words"
            yield f"{named}: {column.head[0].lower()}{column.head[1:]} {said}."
