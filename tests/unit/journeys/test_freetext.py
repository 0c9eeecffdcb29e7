"""Redacted texts hold nobody: people in made-up notes, whose truth is known, and texts that mean harm."""

from __future__ import annotations

import hashlib
import hmac
import pickle
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cfgovern import content
from cfgovern.detection.found import Found
from cfgovern.detection.looking import Search
from cfgovern.detection.namecues import load_cues
from cfgovern.detection.people import Person
from cfgovern.journeys import scanpeople
from cfgovern.journeys.freetext import Known, Redactor, numbered
from cfgovern.protection.redaction import LABELS, LONGEST, Redacted
from cfgovern.protection.surrogates import surrogates
from cfgovern.yamlfile import load
from tests.conftest import examples
from tests.persons import Noted, noted

NOTES, SEED = 600, 21
KEV = Person(1, given="Kevin", family="Okafor", born="1980-02-01", phone="07700 900123")
DENISE = Person(2, given="Denise", family="Hartley")
OTHER_KEV = Person(3, given="Kevin", family="Marsh")
SAM = Person(1, full="Sam Oduya", listed=True)
PEOPLE = (Known(KEV, "P-1"), Known(DENISE, "P-2"), Known(OTHER_KEV, "P-3"), Known(SAM, role="keyworker"))


def token(record_id: str, domain: bytes = b"one") -> bytes:
    """A token of 16 bytes, as a key of the domain makes it."""
    return hmac.digest(domain, record_id.encode(), hashlib.sha256)[:16]


def search_of(people: Sequence[Known]) -> Search:
    known = scanpeople.Known({"": [one.person for one in people]})
    return scanpeople.search_for(known, {"without": (), "generic": False, "model": None})


@pytest.fixture(scope="module")
def ours() -> Redactor:
    return REDACTOR


CALLED = surrogates(["P-1", "P-2", "P-3"], token)
REDACTOR, SEARCH = Redactor.of(PEOPLE, token), search_of(numbered(PEOPLE))
ME, YOU = f"[this person {CALLED['P-1']}]", f"[person {CALLED['P-2']}]"


@pytest.mark.parametrize(
    "written", ["Kevin Okafor", "Kev Okafor", "OKAFOR, Kevin", "kevin okafor", "Kevin Okaffor", "Kév Okafor"]
)
def test_a_person_is_called_the_same_in_every_spelling_and_file(ours: Redactor, written: str) -> None:
    assert ours.redact(f"Met {written} today.", "P-1").text == f"Met {ME} today."
    same = ME.replace("this person", "person")
    assert ours.redact(f"Met {written} today.", "P-2").text == f"Met {same} today."


def test_who_is_one_of_several_is_the_one_whom_the_text_is_about(ours: Redactor) -> None:
    assert ours.redact("Saw Kev today.", "P-1").text == f"Saw {ME} today."
    assert ours.redact("Saw Kev today.", "P-2").text == "Saw [name] today."


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("K. Okafor and D Hartley came", f"{ME} and {YOU} came"),
        ("Okafor, K. rang, J.R. Okafor too", f"{ME}. rang, {ME} too"),
        ("I saw I Denise Hartley", f"I saw I {YOU}"),
    ],
)
def test_initials_go_with_their_name(ours: Redactor, text: str, said: str) -> None:
    assert ours.redact(text, "P-1").text == said


def test_others_are_what_they_are(ours: Redactor) -> None:
    text = "Denise Hartley and his mum Denise came. Sam Oduya rang PC Rossi. Spoke to Zara Quill."
    said = f"{YOU} and his [mum] came. [keyworker] rang [police officer]. Spoke to [name]."
    assert ours.redact(text, "P-1") == Redacted(said, {"PERSON": 5})


def test_identifiers_are_called_by_their_kind(ours: Redactor) -> None:
    done = ours.redact("Phone 07700 900123, NHS no 999 000 0018, dob 01/02/1980, kev@example.org", "P-1")
    assert done.text == "Phone [phone number], NHS no [NHS number], dob [date of birth], [email]"
    assert done.counts == {"PHONE_NUMBER": 1, "UK_NHS": 1, "DATE_OF_BIRTH": 1, "EMAIL_ADDRESS": 1}


def test_what_only_stands_in_for_something_stays(ours: Redactor) -> None:
    assert ours.redact("NFA, ZZ99 3VZ used.", "P-1") == Redacted("NFA, ZZ99 3VZ used.")


def test_days_become_as_coarse_as_the_contract_has_them(ours: Redactor) -> None:
    text = "Seen on 12/03/2025 and 1st Apr 2025."
    assert ours.redact(text, "P-1").text == "Seen on 2025-03 and 2025-04."
    assert Redactor.of(PEOPLE, token, grain="year").redact(text, "P-1").text == "Seen on 2025 and 2025."


def test_days_move_with_those_of_their_person() -> None:
    moving = Redactor.of(PEOPLE, token, shift_days={"P-1": 20, "P-2": -12}.__getitem__)
    assert moving.redact("Seen 12/03/2025, 14 Mar 2025.", "P-1").text == "Seen 2025-04-01, 2025-04-03."
    assert moving.redact("Seen 12/03/2025, 14 Mar 2025.", "P-2").text == "Seen 2025-02-28, 2025-03-02."
    assert moving.redact("Seen 12/03/2025.", None).text == "Seen [date]."


def test_surrogates_of_two_domains_have_nothing_in_common() -> None:
    there = Redactor.of(PEOPLE, lambda one: token(one, b"two")).redact("Met Kevin Okafor.", "P-1").text
    assert there.startswith("Met [this person ") and there != f"Met {ME}."


def test_a_record_id_is_its_person(ours: Redactor) -> None:
    ids = ["P-0001", "P-0002", "31 4159"]
    those = Redactor.of((), token, record_ids=[f" {one} " for one in ids])
    said = surrogates(ids, token)
    text = "P-0001 and p0002 (31-4159), ref SYN-HSG-001234"
    assert those.redact(text, "P-0001 ").text == (
        f"[this person {said['P-0001']}] and [person {said['P-0002']}] ([person {said['31 4159']}]), "
        "ref [reference]"
    )


def test_it_shows_and_hands_on_nobody(ours: Redactor) -> None:
    assert "Kevin" not in f"{ours!r} {PEOPLE!r}"
    with pytest.raises(TypeError):
        pickle.dumps(ours)


def test_the_page_about_it_shows_what_is_made(ours: Redactor) -> None:
    page = Path(__file__).parents[3] / "docs" / "how-to" / "free-text.md"
    before, after = re.findall("^> (.*)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    assert ours.redact(before, "P-1").text == after


# -- notes of which the truth is known ------------------------------------------------------------------


@dataclass(frozen=True)
class Done:
    notes: Noted
    search: Search
    texts: tuple[Redacted, ...]


@pytest.fixture(scope="module")
def done() -> Done:
    notes = noted(SEED, NOTES)
    people = numbered(Known(one, f"P-{one.row:04}") for one in notes.people)
    ours = Redactor.of(people, token)
    about = [f"P-{number % len(people) + 1:04}" for number in range(NOTES)]
    texts = tuple(ours.redact(text, one) for text, one in zip(notes.texts, about, strict=True))
    return Done(notes, search_of(people), texts)


def overlapping(found: Sequence[Found], start: int, end: int) -> bool:
    return any(one.start < end and start < one.end and one.severity != "info" for one in found)


def test_no_planted_identifier_is_left(done: Done) -> None:
    """But for what no scan sees: an address without a number, a name in social media without its sign."""
    left = there = 0
    for number, places in enumerate(done.notes.others):
        text, said = done.notes.texts[number], done.texts[number].text.casefold()
        found = done.search.text(text)
        for start, end in places:
            value = text[start:end].casefold()
            figures = re.sub("[^0-9]", "", value)
            there += 1
            if value in said or (len(figures) > 4 and figures in re.sub("[^0-9]", "", said)):
                left += 1
                assert not overlapping(found, start, end)
    assert there > 1000
    assert left <= 0.003 * there


def test_everybody_whom_the_scan_finds_is_gone(done: Done) -> None:
    there = 0
    for number, mentions in enumerate(done.notes.mentions):
        text, said = done.notes.texts[number], done.texts[number].text
        found = done.search.text(text)
        for one in mentions:
            if overlapping(found, one.start, one.end):
                there += 1
                name = re.escape(text[one.start : one.end])
                assert not re.search(rf"(?<!\w){name}(?!\w)", said)
    assert there > 500


def test_a_second_scan_finds_nothing_above_review(done: Done) -> None:
    grave = [one for text in done.texts for one in done.search.text(text.text) if one.severity == "block"]
    assert grave == []
    assert not any(one.emptied for one in done.texts)


def test_the_person_of_a_note_is_known_as_such(done: Done) -> None:
    own = [one for one in done.texts if "[this person " in one.text]
    assert len(own) > NOTES / 10


# -- what stands in place of a name is nobody's ---------------------------------------------------------


def words(entry: Any) -> Iterator[str]:
    if isinstance(entry, str):
        yield entry
    elif isinstance(entry, Mapping | list | tuple):
        for part in entry.values() if isinstance(entry, Mapping) else entry:
            yield from words(part)


def test_no_placeholder_is_a_find_whatever_stands_before_it(ours: Redactor) -> None:
    roles = set(load_cues().spoken_as.values())
    people = [f"{who} {one}" for who in ("person", "this person") for one in CALLED.values()]
    placeholders = [f"[{one}]" for one in sorted({*LABELS.values(), *roles, *people, "identifier"})]
    cues = {*words(load(content.file("validators", "detection", "cues.yaml")).data), *load_cues().before}
    found = [
        (placeholder, cue)
        for placeholder in placeholders
        for cue in sorted(cues)[:: 5 if "person" in placeholder else 37]
        for text in (f"{cue} {placeholder} today", f"Saw {cue} {placeholder}.")
        if any(one.severity != "info" and one.end > text.index(placeholder) for one in SEARCH.text(text))
    ]
    assert found == []


WORDS = [
    *("Kev", "kevin", "OKAFOR", "Hartley,", "mum", "Denise", "rang", "PC", "(partner)", "Dr", "K.", "\n"),
    *("9990000018", "999 000 0018", "07700 900123", "QQ123456C", "dob", "01/02/1980", "12/3/25", "3rd May"),
    *("kev@example.org", "AB-1234", "NHS", "no", "ref", "14", "Larkspur Road", "QV8 1GN", "re:", "[name]"),
    *("&#75;ev", "K\u200bev", f"[person {CALLED['P-2']}]"),
]


@settings(max_examples=examples(200), deadline=None)
@given(st.lists(st.sampled_from(WORDS), max_size=12).map(" ".join))
def test_what_was_redacted_holds_nothing(text: str) -> None:
    done = REDACTOR.redact(text, "P-1")
    assert done.emptied == ""
    assert [one for one in SEARCH.text(done.text) if one.severity == "block"] == []
    assert not re.search("okafor|hartley|900123|0018|example", done.text.casefold())


# -- texts that mean harm -------------------------------------------------------------------------------

HOSTILE = {
    "figures without end": "9" * LONGEST,
    "a letter without end": "a" * LONGEST,
    "brackets without end": "[Kevin " * 5_000,
    "days without end": "12/03/2025 " * 5_000,
    "a name without end": "Denise Hartley " * 5_000,
    "a placeholder that was there": f"[this person {CALLED['P-2']}] [07700 900123] [Kevin Okafor]",
    "half a placeholder": "[person Kevin Okafor and 07700 900123",
    "nothing": "",
    "escapes": "&#57;&#57;&#57; 000 0018 and Kevin%20Okafor",
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_text_is_treated_like_any(ours: Redactor, text: str) -> None:
    said = ours.redact(text, "P-1")
    assert said.emptied == ""
    low = said.text.casefold()
    assert not any(name in low for name in ("kev", "okafor", "denise", "hartley"))
    assert "900123" not in low and "000 0018" not in low


@pytest.mark.parametrize("text", ["Kevin\0 Okafor", "\u202e" + "999 000 0018"[::-1], "x" * (LONGEST + 1)])
def test_what_cannot_be_treated_safely_is_emptied(ours: Redactor, text: str) -> None:
    said = ours.redact(text, "P-1")
    assert said.text == "" and said.emptied


def test_signs_without_width_hide_nobody(ours: Redactor) -> None:
    said = ours.redact("K\u200bevin O\u00adkafor, NHS 9\u200b9\u200b9 000 0001\u20608", "P-1")
    assert said.text == f"{ME}, NHS [NHS number]"
