"""SQL judges an identifier as Python does, for every form: shapes, checks, test ranges, what is stripped."""

from __future__ import annotations

from collections.abc import Iterator

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlglot import exp

from cfgovern.engine import forms, sql
from cfgovern.identifiers import FORMS, classify, cro, nhs_number, pnc_id
from cfgovern.identifiers.form import Form, LetterMod, Variant
from cfgovern.identifiers.form import classify as judged_in_python
from cfgovern.identifiers.form import compact as compacted_in_python

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
WRITTEN = {
    "crn": ("QQ000123", "qq 000123", "X000001", "X00001", "X0000001"),
    "email": ("a.b@c.example", "A@B.example", "a@b", "@b.example", "a b@c.example", "a@example.org"),
    "nino": ("QQ123456C", "qq 12 34 56 c", "QQ-12-34-56-C", "QQ123456E", "QQ12345C", "DA123456C"),
    "phone": ("07700 900123", "+44 7700 900123", "(0770) 0900123", "0770", "07700900123x"),
    "postcode": ("ZZ99 3WZ", "zz993wz", "ZZ99  3WZ", "QQ1 1AA", "ZZ99", "ZZ99 3WZZ"),
    "prison_number": ("QQ0000AA", "a0000aa", "A0000A", "A00000AA", "A1AA"),
    "uprn": ("999999999001", "99999999900", "9999999990011", "0", "12a", ""),
}


def nhs_numbers() -> Iterator[str]:
    """Every place changed by itself, with every last digit: each weight of the sum counts."""
    for place in range(9):
        stem = "999000001"[:place] + "7" + "999000001"[place + 1 :]
        yield from (stem + last for last in "0123456789")
    right = f"999123456{nhs_number.check_digit('999123456')}"
    yield from (f"{right[:3]} {right[3:6]} {right[6:]}", f"{right[:3]}-{right[3:]}", right[:-1], right + "0")
    yield from ("0" * 10, "1" * 10, "4" * 10, "", "x" * 10)


def pnc_ids() -> Iterator[str]:
    """Years of two and of four figures, serials that are filled up with noughts, all letters at the end."""
    for year, serial in (("2199", "12"), ("99", "7"), ("21", "1234567"), ("2100", "0000012"), ("05", "0")):
        yield from (f"{year}/{serial}{letter}" for letter in LETTERS)
        right = pnc_id.check_letter(year, serial)
        yield from (f"{year}{serial}{right}", f"{year}/{serial}{right}".lower(), f"{year} / {serial} {right}")
    yield from ("2199/12", "/12A", "2199/12345678A")


def cros() -> Iterator[str]:
    for year, serial in (("99", "12"), ("05", "123456"), ("61", "1")):
        yield from (f"{mark}{serial}/{year}{letter}" for mark in ("", "QQ", "SF") for letter in LETTERS)
        right = cro.check_letter(year, serial)
        yield from (
            f"{serial}/{year}{right}".lower(),
            f"SF{year}/{serial}{right}",
            f"{serial} / {year} {right}",
        )
    yield from ("12-99A", "/99A", "1234567/99A")


def texts(name: str) -> list[str]:
    made = {"nhs_number": nhs_numbers, "pnc_id": pnc_ids, "cro": cros}.get(name)
    return list(made()) if made else list(WRITTEN[name])


def judged(form: Form, values: list[str]) -> list[tuple[str, str]]:
    """(compacted text, status) of each value, as DuckDB says."""
    raw, fits, word, figures = map(sql.column, ("raw", "fits", "word", "figures"))
    query = sql.select([raw, sql.named(forms.fits(form, raw.copy()), "fits")], "given")
    for step, made in (
        ("word", forms.compact(form, raw.copy(), fits.copy())),
        ("figures", forms.figures(form, word.copy())),
    ):
        query = sql.select([exp.Star(), sql.named(made, step)], sql.nested(query, f"before {step}"))
    outer = sql.select([word.copy(), forms.status(form, word, fits, figures)], sql.nested(query, "compacted"))
    with duckdb.connect() as connection:
        connection.execute("CREATE TABLE given (n INTEGER, raw VARCHAR)")
        connection.executemany("INSERT INTO given VALUES (?, ?)", [*enumerate(values)])
        return connection.execute(sql.render(outer)).fetchall()


@pytest.mark.parametrize("name", sorted(FORMS))
def test_sql_judges_every_text_as_python_does(name: str) -> None:
    values = texts(name)
    found = judged(FORMS[name], values)
    assert {value: status for value, (_, status) in zip(values, found, strict=True)} == {
        value: classify(name, value) for value in values
    }


def test_every_status_is_met() -> None:
    """The test above compares nothing it does not meet."""
    for name, form in FORMS.items():
        met = {classify(name, value) for value in texts(name)}
        wanted = {"malformed", *(("bad_check",) if form.check else ())}
        assert met >= wanted | ({"unreal"} if form.unreal else set()), name
        assert len(met) > 1, name


def test_text_is_compacted_before_it_is_judged() -> None:
    found = judged(FORMS["nino"], ["qq 12-34 56 c", "QQ123456C"])
    assert [word for word, _ in found] == ["QQ123456C"] * 2
    plain = Form(strip="", upper=False, shapes=("[a-z]+",))
    assert judged(plain, ["a b", "ab"]) == [("a b", "malformed"), ("ab", "valid")]
    capitals = Form(strip="", upper=True, shapes=("[A-Z ]+",))
    assert judged(capitals, ["a b", "ß"]) == [("A B", "valid"), ("ß", "malformed")]


@pytest.mark.parametrize("groups", [1, 2, 3])
def test_a_check_letter_is_worked_out_from_any_number_of_groups(groups: int) -> None:
    """The groups are padded and read as one number: 1, 102 and 10203 are A, C and D of ten letters."""
    pattern = "-".join(["([0-9]{1,2})"] * groups) + "([A-J])"
    number = tuple((group, 2) for group in range(1, groups + 1))
    form = Form(shapes=(pattern,), check=LetterMod("ABCDEFGHIJ", (Variant(pattern, number, groups + 1),)))
    stem = "-".join(str(n) for n in range(1, groups + 1))
    values = [stem + letter for letter in "ABCDEFGHIJ"]
    found = {value: status for value, (_, status) in zip(values, judged(form, values), strict=True)}
    assert found == {value: judged_in_python(form, value) for value in values}
    assert [value[-1] for value, status in found.items() if status == "valid"] == ["ABCDEFGHIJ"[groups % 10]]


@pytest.mark.parametrize("name", FORMS)
def test_a_text_of_the_right_shape_is_compact(name: str) -> None:
    """What the quick way through SQL takes for granted."""
    shapes = [st.from_regex(shape, fullmatch=True) for shape in FORMS[name].shapes]

    @given(st.one_of(shapes))
    def compact(text: str) -> None:
        assert compacted_in_python(FORMS[name], text) == text

    compact()
