"""What differs between two drafts is told in facts, and long text only as other words."""

from __future__ import annotations

import pytest

from cfgovern.governance.changes import KEYS, changes, keyed
from cfgovern.governance.readback import Control, Read
from tests.unit.governance.drafted import tables

BASIS = {"flow": "F", "party": "P", "role": "Controller", "basis": "Not said yet"}
BASIS |= {"power": "None named", "article_9": "None named", "article_10": "None named"}


def draft(controls: tuple[Control, ...] = (), **rows: list[dict[str, str]]) -> Read:
    return Read("x.docx", "dpia", {}, controls, rows)


def told(old: Read, new: Read) -> list[str]:
    return changes(old, new, tables())


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (("open", "x"), ("answered", "y"), "Question D1: was open, is now answered."),
        (("answered", "x"), ("answered", "y"), "Question D1: is answered as before, in other words."),
        (None, ("open", "x"), "Question D1: is asked now, and is open."),
        (("open", "x"), None, "Question D1: is not asked any more."),
    ],
)
def test_what_became_of_a_question(
    old: tuple[str, str] | None, new: tuple[str, str] | None, said: str
) -> None:
    before, after = (draft(() if one is None else (Control("D1", one[0], (one[1],)),)) for one in (old, new))
    assert told(before, after) == [said]
    assert told(before, before) == []


def test_what_became_of_a_row() -> None:
    changed = {**BASIS, "basis": "Public task", "power": "a " * 50}
    assert told(draft(bases=[BASIS]), draft(bases=[changed])) == [
        "Role and basis F, P: lawful basis (Article 6) Not said yet -> Public task.",
        "Role and basis F, P: power or task in other words.",
    ]
    assert told(draft(bases=[BASIS]), draft(bases=[])) == ["Role and basis F, P: gone."]
    assert told(draft(bases=[]), draft(bases=[BASIS])) == ["Role and basis F, P: added."]


def test_rows_known_by_the_same_are_told_apart() -> None:
    assert list(keyed([BASIS, BASIS], ("flow", "party"))) == [("F", "P"), ("F", "P", "2")]
    assert told(draft(bases=[BASIS, BASIS]), draft(bases=[BASIS])) == ["Role and basis F, P, 2: gone."]


def test_every_key_is_a_column_of_its_table() -> None:
    for name, (_, keys) in KEYS.items():
        assert set(keys) <= {column.key for column in tables()[name].columns}
