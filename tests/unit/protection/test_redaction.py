from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest

from cfgovern.protection.daysintext import coarser
from cfgovern.protection.redaction import LABELS, LONGEST, Find, Redacted, redacted

DAYS = coarser("month")


def finds(*words: tuple[str, Find]) -> Callable[[str], Sequence[Find]]:
    """What finds each of the words wherever it stands, as the find beside it says."""

    def look(text: str) -> list[Find]:
        return [
            Find(find.entity, at, at + len(word), find.level, find.said, find.known)
            for word, find in words
            for at in range(len(text))
            if text.startswith(word, at)
        ]

    return look


def person(said: str = "", *, known: bool = False) -> Find:
    return Find("PERSON", 0, 0, said=said, known=known)


def of(entity: str, level: str = "block") -> Find:
    return Find(entity, 0, 0, "review" if level == "review" else "block")


def test_nothing_found_leaves_the_text() -> None:
    assert redacted("All is well.", finds(), DAYS) == Redacted("All is well.")


def test_people_and_things_are_called_what_they_are() -> None:
    look = finds(("Kev", person("person b1c2dfgh", known=True)), ("Ann", person("mum")), ("Zed", person()))
    done = redacted("Kev, Ann and Zed", look, DAYS)
    assert done == Redacted("[person b1c2dfgh], [mum] and [name]", {"PERSON": 3})
    look = finds(("07700 900123", of("PHONE_NUMBER")), ("x1", of("SOMETHING_NEW", "review")))
    assert redacted("on 07700 900123 or x1", look, DAYS).text == "on [phone number] or [identifier]"


def test_what_overlaps_goes_together_and_the_longest_says_what_it_was() -> None:
    look = finds(("Flat 2, Ann", of("UK_ADDRESS")), ("Ann Row, QV8 1GN", of("PERSON")), ("QV8", of("UK_CRN")))
    assert redacted("at Flat 2, Ann Row, QV8 1GN.", look, DAYS) == Redacted("at [name].", {"PERSON": 1})


def test_no_fragment_of_a_word_is_left() -> None:
    assert redacted("mckevinson's", finds(("kevin", person())), DAYS).text == "[name]'s"
    assert redacted("é9990000018é", finds(("0000", of("UK_NHS"))), DAYS).text == "[NHS number]"


def test_a_person_is_one_however_their_names_were_found() -> None:
    kev = person("person b1c2dfgh", known=True)
    look = finds(("Kev", kev), ("Marsh", kev), ("Kev Marsh", person("keyworker")))
    assert redacted("Kev Marsh came", look, DAYS) == Redacted("[person b1c2dfgh] came", {"PERSON": 1})
    look = finds(("Kev", kev), ("MARSH", kev))
    assert redacted("MARSH, Kev came", look, DAYS).text == "[person b1c2dfgh] came"
    ann = person("person d3f4ghjk", known=True)
    look = finds(("Kev", kev), ("Ann", ann), ("Kev Ann", person()))
    assert redacted("Kev Ann came", look, DAYS).text == "[person b1c2dfgh] [person d3f4ghjk] came"


def test_two_whom_nobody_knows_stay_two() -> None:
    look = finds(("Ann", person()), ("Zed", person()))
    assert redacted("Ann, Zed came", look, DAYS).text == "[name], [name] came"
    assert redacted("Ann Zed came", look, DAYS).text == "[name] came"


def test_days_are_made_coarse_unless_they_were_found_as_something() -> None:
    done = redacted("On 12/03/2025, on 13 March, and on 31/02/2025", finds(), DAYS)
    assert done == Redacted("On 2025-03, on [date], and on [date]", {"DATE": 3})
    look = finds(("12/03/1980", of("DATE_OF_BIRTH", "review")))
    assert redacted("12/03/1980", look, DAYS) == Redacted("[date of birth]", {"DATE_OF_BIRTH": 1})


def test_what_is_found_only_afterwards_goes_too() -> None:
    def look(text: str) -> list[Find]:
        word = "second" if "first" not in text else "first"
        at = text.find(word)
        return [Find("UK_NHS", at, at + len(word))] if at >= 0 else []

    done = redacted("first second", look, DAYS)
    assert done == Redacted("[NHS number] [NHS number]", {"UK_NHS": 2})


def test_a_placeholder_is_never_cut_and_one_that_only_may_be_something_stays() -> None:
    def look(text: str) -> list[Find]:
        if text == "Ann b c":
            return [Find("PERSON", 0, 3, said="mum")]
        at = text.find(" b")
        return [Find("PERSON", 0, 5, "review"), *([Find("UK_CRN", 3, at + 2)] if at >= 0 else [])]

    assert redacted("Ann b c", look, DAYS).text == "[probation record] c"


def test_a_text_in_which_something_is_found_again_and_again_is_emptied() -> None:
    done = redacted("x", lambda text: [Find("UK_NHS", 0, len(text))], DAYS)
    assert (done.text, done.emptied) == ("", "still_found")


@pytest.mark.parametrize("sign", ["\0", "\x1b", "\x7f", "\u202e", "\u202d", "\ud800"])
def test_a_text_that_is_not_what_one_reads_is_emptied(sign: str) -> None:
    assert redacted(f"well{sign} done", finds(), DAYS) == Redacted("", {}, "hidden_characters")


def test_a_text_that_is_too_long_is_emptied() -> None:
    assert redacted("x" * (LONGEST + 1), finds(), DAYS) == Redacted("", {}, "too_long")


def test_signs_without_width_hide_nothing() -> None:
    look = finds(("9990000018", of("UK_NHS")))
    assert redacted("no 999\u200b00\u00ad0001\ufeff8", look, DAYS).text == "no [NHS number]"


def test_no_two_labels_need_a_sign_that_a_placeholder_has_not() -> None:
    assert all(label.replace(" ", "").isalpha() for label in LABELS.values())
