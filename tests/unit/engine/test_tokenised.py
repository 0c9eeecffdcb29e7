"""Tokens that the engine makes of a table are those of Python, row by row."""

from __future__ import annotations

import traceback
from collections.abc import Iterator

import duckdb
import pytest

from cfgovern.engine import sql
from cfgovern.engine import tokenised as room
from cfgovern.engine.connection import guarded
from cfgovern.engine.tokenised import tokenised
from cfgovern.errors import InternalFault, UsageError
from cfgovern.tokens.keyed import TokenKey
from cfgovern.tokens.published import TOKENS, components

PEOPLE: list[dict[str, str | None]] = [
    {
        "given_name": "Bill",
        "family_name": "O'Neil-Smith",
        "date_of_birth": "1980-03-05",
        "postcode": "ZZ1 1ZZ",
    },
    {"given_name": "José", "family_name": None, "date_of_birth": "not known", "postcode": ""},
    {"given_name": "unknown", "family_name": "x", "date_of_birth": None, "postcode": "ZZ99 3VZ"},
]
KEYS = {name: TokenKey(bytes([place]) * 32) for place, name in enumerate(TOKENS)}
FIELDS = {name: sql.column(f"{name} as sent") for name in PEOPLE[0]}


@pytest.fixture
def connection() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as made:
        columns = ", ".join(f'"{name} as sent" VARCHAR' for name in PEOPLE[0])
        made.execute(f"CREATE TABLE people (link_id VARCHAR, {columns})")
        rows = [(f"L{number}", *person.values()) for number, person in enumerate(PEOPLE)]
        made.executemany("INSERT INTO people VALUES (?, ?, ?, ?, ?)", rows)
        yield made


def expected(person: dict[str, str | None], names: list[str]) -> list[bytes | None]:
    made = components(person)
    return [KEYS[name].token(made[name]) if name in made else None for name in names]


@pytest.mark.parametrize("hexadecimal", [False, True])
def test_each_row_has_the_tokens_of_python(connection: duckdb.DuckDBPyConnection, hexadecimal: bool) -> None:
    with tokenised(
        connection, "people", FIELDS, KEYS, kept=["link_id"], version="1", hexadecimal=hexadecimal
    ) as query:
        found = connection.execute(sql.render(query))
        assert [column[0] for column in found.description or ()] == ["link_id", *TOKENS]
        rows = found.fetchall()
    for number, (row, person) in enumerate(zip(rows, PEOPLE, strict=True)):
        tokens = [token and token.hex() if hexadecimal else token for token in expected(person, [*TOKENS])]
        assert [*row] == [f"L{number}", *tokens]
    assert any(rows[0][1:]) and not any(rows[2][1:])


def test_only_tokens_with_a_key_are_made_in_the_published_order(
    connection: duckdb.DuckDBPyConnection,
) -> None:
    some = {name: KEYS[name] for name in ("postcode", "surname_full")}
    with tokenised(connection, "people", FIELDS, some, version="1") as query:
        found = connection.execute(sql.render(query))
        assert [column[0] for column in found.description or ()] == ["surname_full", "postcode"]
        assert [list(row) for row in found.fetchall()] == [expected(one, [*some][::-1]) for one in PEOPLE]


def test_a_person_is_taken_apart_once(
    connection: duckdb.DuckDBPyConnection, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls: list[object] = []

    def counted(said: dict[str, str | None], version: str) -> dict[str, str]:
        calls.append(said)
        return components(said, version)

    monkeypatch.setattr(room, "components", counted)
    with tokenised(connection, "people", FIELDS, KEYS, version="1") as query:
        connection.execute(sql.render(query)).fetchall()
    assert len(calls) == 1 + len(PEOPLE)


def test_nothing_is_left_behind(connection: duckdb.DuckDBPyConnection) -> None:
    with tokenised(connection, "people", FIELDS, KEYS, version="1") as query:
        text = sql.render(query)
        connection.execute(text).fetchall()
    assert [row[0] for row in connection.execute("SHOW TABLES").fetchall()] == ["people"]
    with pytest.raises(duckdb.CatalogException):
        connection.execute(text)


@pytest.mark.parametrize(
    ("fields", "version", "code"),
    [({"shoe_size": sql.text("9")}, "1", "tokens.field"), (FIELDS, "0", "normaliser.version")],
)
def test_what_is_not_known_is_refused_before_the_first_row(
    connection: duckdb.DuckDBPyConnection, fields: dict[str, sql.Tree], version: str, code: str
) -> None:
    with pytest.raises(UsageError) as refused, tokenised(connection, "people", fields, KEYS, version=version):
        pass
    assert refused.value.code == code


def test_a_fault_in_a_row_tells_nothing_of_it(
    connection: duckdb.DuckDBPyConnection, monkeypatch: pytest.MonkeyPatch
) -> None:
    with tokenised(connection, "people", FIELDS, KEYS, version="1") as query:
        text = sql.render(query)

        def fails(said: dict[str, str | None], version: str) -> dict[str, str]:
            raise ValueError(said)

        monkeypatch.setattr(room, "components", fails)
        with pytest.raises(InternalFault) as fault, guarded("tokens"):
            connection.execute(text).fetchall()
    told = "".join(traceback.format_exception(fault.value))
    assert "Bill" not in told and "ValueError" not in told
