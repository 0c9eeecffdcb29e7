"""Made-up notes: the truth stands exactly where a slot put it, and nobody is in them."""

from __future__ import annotations

import csv
import io
import unicodedata
from collections import Counter
from dataclasses import replace
from datetime import date
from itertools import pairwise

import pytest

from cfgovern import api
from cfgovern.cohort import make_area
from cfgovern.cohort.draw import Draw
from cfgovern.cohort.notes import Notes, identities, make_notes, notes_csv
from cfgovern.cohort.notes.book import shipped_book
from cfgovern.cohort.notes.cast import Cast
from cfgovern.cohort.notes.compose import compose
from cfgovern.errors import UsageError
from cfgovern.evidence.spans import ENTITIES, ENTITY_OF
from cfgovern.identifiers import FORMS, classify
from cfgovern.identifiers.search import suspects

AS_OF = date(2026, 10, 1)
PEOPLE = [{"participant_id": f"P-{number:04}"} for number in range(1, 301)]
SEEDS = (0, 1, 2)
DECOYS = ("Amber", "Hope", "Will", "May", "Grace", "Universal Credit", "ZZ99 3VZ", "/48", "£", "rm ", "ward")


@pytest.fixture(scope="module")
def made() -> Notes:
    return make_notes(PEOPLE, notes=1_000, as_of=AS_OF)


def _texts(notes: Notes) -> list[tuple[str, str]]:
    """Entity and text of every span."""
    return [(span.entity, notes.rows[span.row - 1]["note"][span.start : span.end]) for span in notes.spans]


@pytest.mark.parametrize("seed", SEEDS)
def test_every_span_is_exactly_what_its_slot_put_there(seed: int) -> None:
    notes = make_notes(PEOPLE, notes=200, as_of=AS_OF, seed=seed)
    cast = Cast(shipped_book(), Draw(seed), PEOPLE, AS_OF)
    pieces = [compose(cast, number, number % 50) for number in range(200)]
    assert [row["note"] for row in notes.rows] == ["".join(one.text for one in note) for note in pieces]
    put = [(piece.entity, piece.text) for note in pieces for piece in note if piece.entity]
    assert _texts(notes) == put


def test_spans_stand_in_order_and_never_overlap(made: Notes) -> None:
    assert all(
        (before.row, before.end) <= (after.row, after.start) or before.row < after.row
        for before, after in pairwise(made.spans)
    )
    assert all(text and text == text.strip() for _, text in _texts(made))


def test_every_entity_occurs_often_enough_to_be_counted(made: Notes) -> None:
    counts = Counter(span.entity for span in made.spans)
    assert set(counts) == set(ENTITIES)
    assert min(counts.values()) >= 30, counts


def test_about_a_third_of_the_notes_points_to_nobody(made: Notes) -> None:
    clean = len(made.rows) - len({span.row for span in made.spans})
    assert 0.30 < clean / len(made.rows) < 0.40


def test_decoys_stand_where_no_span_is(made: Notes) -> None:
    left = []
    for number, row in enumerate(made.rows, start=1):
        text = row["note"]
        for span in reversed([span for span in made.spans if span.row == number]):
            text = text[: span.start] + "\0" + text[span.end :]
        left.append(text)
    rest = "\n".join(left)
    assert not [word for word in DECOYS if word not in rest]
    taken = {unicodedata.normalize("NFC", text) for _, text in _texts(made)}
    assert not taken & {"ZZ99 3VZ", "zz99 3vz", "ZZ993VZ", "Universal Credit", "Hope House"}


def test_names_that_are_ordinary_words_are_people_too(made: Notes) -> None:
    people = {text for entity, text in _texts(made) if entity == "PERSON"}
    assert people >= {"Amber", "Hope", "May", "Will", "Grace"}


@pytest.mark.parametrize("seed", SEEDS)
def test_no_identifier_in_a_note_could_be_somebodys(seed: int) -> None:
    notes = make_notes(PEOPLE, notes=600, as_of=AS_OF, seed=seed)
    entities = {entity: name for name, entity in ENTITY_OF.items()}
    seen = Counter(
        (entities[entity], classify(entities[entity], text))
        for entity, text in _texts(notes)
        if entity in entities
    )
    assert {status for _, status in seen} <= {"unreal", "malformed"}
    # Malformed is only what people write out or mask: a number in words, (at).
    assert {name for name, status in seen if status == "malformed"} <= {"phone", "email"}
    assert {name for name, status in seen if status == "unreal"} == set(FORMS)


@pytest.mark.parametrize("seed", SEEDS)
def test_no_decoy_looks_like_somebodys_identifier(seed: int) -> None:
    notes = make_notes(PEOPLE, notes=600, as_of=AS_OF, seed=seed)
    spans = {(span.row, place) for span in notes.spans for place in range(span.start, span.end)}
    found = {
        (one.kind, row["note"][one.start : one.end])
        for number, row in enumerate(notes.rows, start=1)
        for one in suspects(row["note"])
        if (number, one.start) not in spans or (number, one.end - 1) not in spans
    }
    assert not found


def test_the_same_arguments_give_the_same_notes_and_another_seed_others() -> None:
    first = make_notes(PEOPLE, notes=80, as_of=AS_OF, seed=5)
    assert make_notes(PEOPLE, notes=80, as_of=AS_OF, seed=5) == first
    assert make_notes(PEOPLE, notes=80, as_of=AS_OF, seed=6) != first
    assert make_notes(PEOPLE, notes=80, as_of=date(2026, 9, 1), seed=5) != first


def test_a_person_is_the_same_in_every_note_about_them() -> None:
    people = [
        {
            "participant_id": "P-1",
            "given_name": "Xanthippe",
            "family_name": "Onlyone",
            "alias_given_name": "Xan",
            "date_of_birth": "1984-03-14",
            "nino": "QQ123456C",
        }
    ]
    plain = replace(shipped_book(), shares={**dict.fromkeys(shipped_book().shares, 0), "opened": 100})
    notes = make_notes(people, notes=200, as_of=AS_OF, book=plain)
    texts = _texts(notes)
    assert {row["participant_id"] for row in notes.rows} == {"P-1"}
    assert {text for _, text in texts} >= {
        "Xanthippe",
        "Xan",
        "ONLYONE, Xanthippe",
        "XO",
        "QQ123456C",
        "14/3/84",
    }
    assert {text[:2] for entity, text in texts if entity == "UK_NINO"} == {"QQ"}
    assert len({text for entity, text in texts if entity == "UK_CRN"}) <= 2  # as it is, and in small letters
    assert len({text for entity, text in texts if entity == "UK_VEHICLE_REGISTRATION"}) == 1


def test_a_number_that_could_be_somebodys_is_never_repeated() -> None:
    person = {
        "participant_id": "P-1",
        "nino": "AB123456C",
        "postcode": "SW1A 1AA",
        "date_of_birth": "not known",
    }
    notes = make_notes([person], notes=120, as_of=AS_OF)
    text = "\n".join(row["note"] for row in notes.rows).upper().replace("\u00a0", " ")
    assert "AB123456" not in text.replace(" ", "")
    assert "SW1A" not in text


def test_no_fixed_abode_is_no_finding() -> None:
    person = {"participant_id": "P-1", "postcode": "ZZ99 3VZ"}
    notes = make_notes([person], notes=300, as_of=AS_OF)
    own = [text for entity, text in _texts(notes) if entity == "UK_POSTCODE"]
    assert not own
    assert any("post" in row["note"] and "ZZ99 3VZ" in row["note"] for row in notes.rows)


def test_several_notes_are_about_one_person(made: Notes) -> None:
    counts = Counter(row["participant_id"] for row in made.rows)
    assert set(counts.values()) == {4}
    assert len({row["note_id"] for row in made.rows}) == len(made.rows)
    assert {row["record_origin"] for row in made.rows} == {"synthetic"}


def test_the_notes_hold_what_breaks_a_careless_reader(made: Notes) -> None:
    text = "\n".join(row["note"] for row in made.rows)
    signs = (
        "\n",
        '"',
        "’",
        "\u00a0",
        "شكرا",
        "תודה",
        "🙂",
        "👩\u200d👧",
        "(at)",
        " dot ",
        "zero seven",
    )
    assert not [sign for sign in signs if sign not in text]
    assert any(unicodedata.combining(one) for one in text)
    assert all(row["note"] and row["note"] == row["note"].strip() for row in made.rows)


def test_the_file_is_read_back_as_it_was_made(made: Notes) -> None:
    content = notes_csv(made).decode()
    assert list(csv.DictReader(io.StringIO(content, newline=""))) == list(made.rows)
    assert "\r" not in content
    assert content.startswith("note_id,participant_id,note,record_origin\n")


def test_participants_and_their_identifiers_come_from_the_contracts_tables() -> None:
    contract = api.load_contract()
    rows = make_area(contract, people=30, as_of=AS_OF)
    people = identities(contract, rows)
    assert [person["participant_id"] for person in people] == [
        row["participant_id"] for row in rows["participants"]
    ]
    named = [person for person in people if person.get("given_name")]
    assert named
    codes = {
        code for table in contract.tables for column in table.columns for code in column.missing.values()
    }
    assert not codes & {text for person in people for text in person.values()}
    notes = make_notes(people, notes=120, as_of=AS_OF)
    assert {person["given_name"] for person in named[:5]} & {text for _, text in _texts(notes)}


def test_without_people_there_are_no_notes() -> None:
    with pytest.raises(UsageError, match=r"synth\.nobody"):
        make_notes([], notes=1, as_of=AS_OF)
    assert make_notes(PEOPLE, notes=0, as_of=AS_OF) == Notes((), ())
