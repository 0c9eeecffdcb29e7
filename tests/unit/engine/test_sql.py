"""The small builders: what they write is SQL of the engine, whatever text they are given."""

from __future__ import annotations

from typing import Any

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlglot import exp

from cfgovern.engine import sql

TRUE, FALSE = exp.Boolean(this=True), exp.Boolean(this=False)
writable = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"))


def value(tree: exp.Expression) -> Any:
    """What DuckDB makes of one expression."""
    return rows(exp.Select(expressions=[tree]))[0][0]


def rows(query: exp.Expression) -> list[Any]:
    return duckdb.execute(sql.render(query)).fetchall()


@given(writable)
def test_any_text_stays_a_text(text: str) -> None:
    assert value(sql.text(text)) == text


@given(writable.filter(lambda name: name.strip() != ""))
def test_any_name_stays_a_name(name: str) -> None:
    inner = exp.Select(expressions=[sql.named(sql.number(1), name)])
    assert rows(sql.select([sql.column(name, name)], sql.nested(inner, name))) == [(1,)]


@pytest.mark.parametrize("number", [0, 7, -7, 1.5, -0.25, "12345678901234567890", "-3", 1 << 61])
def test_numbers_keep_their_sign_and_digits(number: float | str) -> None:
    assert float(value(sql.number(number))) == float(number)


def test_a_negative_number_can_be_subtracted() -> None:
    assert value(exp.Sub(this=sql.number(1), expression=sql.number(-2))) == 3


@pytest.mark.parametrize(
    ("tree", "wanted"),
    [
        (sql.both(sql.either(FALSE, TRUE), TRUE), True),
        (sql.either(sql.both(TRUE, FALSE), TRUE), True),
        (sql.both(sql.either(TRUE, TRUE), FALSE), False),
        (sql.both(TRUE), True),
        (sql.negate(sql.either(TRUE, FALSE)), False),
        (sql.unless_null(exp.Null()), False),
        (sql.unless_null(exp.Null(), otherwise=True), True),
        (sql.is_null(exp.Null()), True),
        (sql.one_of(sql.text("b"), ["a", "b"]), True),
        (sql.one_of(sql.text("'"), ["''"]), False),
        (sql.cast(sql.text("x"), "INT"), None),
        (sql.case(FALSE, sql.number(1)), None),
        (sql.case(FALSE, sql.number(1), sql.number(2)), 2),
        (sql.call("upper", sql.text("a")), "A"),
    ],
)
def test_conditions_mean_what_they_say(tree: exp.Expression, wanted: object) -> None:
    assert value(tree) == wanted


def test_bits_hold_one_flag_each_up_to_the_last() -> None:
    flags = [(TRUE if bit in (0, 3, 61) else FALSE, bit) for bit in range(62)]
    mask = value(sql.bits(flags))
    assert mask == 1 | 1 << 3 | 1 << 61
    assert value(sql.has_bits(sql.number(mask), 1 << 61)) is True
    assert value(sql.has_bits(sql.number(mask), 1 << 60)) is False
    assert value(sql.has_bits(sql.number(mask), 1 << 60 | 1)) is True
