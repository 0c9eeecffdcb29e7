"""What is told of a release: in plain words, of one and of many, and without anybody."""

from __future__ import annotations

from typing import Any

from cfgovern.evidence.ledger import ToTell
from cfgovern.evidence.release import Release
from cfgovern.journeys.transcripts import Why
from cfgovern.reporting.release import STAYS, WITHHELD, release_text

TABLE = {
    "part": "identifiers",
    "table": "who",
    "file": "identifiers/who.csv",
    "rows_in": 3,
    "rows": 1,
    "columns": [{"name": "postcode", "treatment": "normalise", "withheld": 1}],
}


def release(**more: Any) -> Release:
    told: dict[str, Any] = {
        "release": "2026-q3",
        "domain": "linkage",
        "recipient": "The linker",
        "purpose": "To link.",
        "retention": "to be agreed",
        "mode": "split",
        "record_origin": "live",
        "as_of": "2026-10-01",
        "made_at": "",
        "cfgovern_version": "",
        "run_id": "",
        "contract": {},
        "released_contract": {},
        "submission": None,
        "normaliser": "1",
        "epoch": 1,
        "keys": {},
        "people": {"in": 3, "sent": 0, "kept_back": {"not_in_this_domain": 3}},
        "identifiers": {"in": 3, "sent": 1, "kept_back": {"declined": 1, "under_18": 1}},
        "tables": (TABLE,),
        "files": {},
    }
    return Release(**{**told, **more})


def test_who_went_and_who_was_kept_back() -> None:
    text = release_text(release(), (), "out")
    assert "Release 2026-q3 for linkage is in out." in text
    assert "Identifiers of 1 of 3 people." in text and "Answers" not in text
    assert "    Declined linking: 1\n    Under 18: 1\n" in text
    assert "identifiers/who.csv: 1 of 3 rows" in text
    assert "Left out to protect where people are: postcode 1" in text
    assert "still personal data" in text and "send it to nobody" in text
    assert "withdrawn since" not in text and "ranscript" not in text


def test_one_is_not_told_of_as_many() -> None:
    counted = {"in": 1, "sent": 1, "kept_back": {}}
    text = release_text(release(people=counted, excluded={"rules": {"a": 1}}), (), "out")
    assert "Answers of 1 of 1 person." in text and "1 finding." in text
    told = {"written": 1, "people": 1, "withheld": {"nobody": 2}, "taken_out": {}}
    text = release_text(release(transcripts=told), (), "out")
    assert "1 transcript of 1 person." in text
    assert f"    {STAYS['nobody']}: 2" in text


def test_earlier_recipients_are_told_by_link_ids() -> None:
    links = tuple(f"{number:032x}" for number in range(13))
    text = release_text(release(), (ToTell("2026-q2", "linkage", "The linker", links),), "out")
    assert "Release 2026-q2, linkage: The linker" in text
    assert all(link in text for link in links)


def test_every_reason_has_words() -> None:
    assert set(STAYS) == set(Why.__args__)  # type: ignore[attr-defined]
    assert all(
        words[0].isupper() and not words.endswith(".") for words in (*STAYS.values(), *WITHHELD.values())
    )
