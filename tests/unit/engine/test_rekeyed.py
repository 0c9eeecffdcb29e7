"""A linker's tokens: made again under another key, the same from CSV and Parquet; all else is refused."""

from __future__ import annotations

import csv
from pathlib import Path

import duckdb
import pytest

from cfgovern.engine.rekeyed import Rekeyed, rekeyed
from cfgovern.errors import SubmissionRefused
from cfgovern.tokens.keyed import TokenKey

KEYS = {name: TokenKey(bytes([place]) * 32) for place, name in enumerate(("dob", "surname_full", "nino"))}
SENT = TokenKey(bytes([9]) * 32)
ROWS: list[tuple[str, str | None, str | None, str]] = [
    ("L1", SENT.token("smith").hex(), SENT.token("1980-03-05").hex(), 'a "quoted", word'),
    ("L2", SENT.token("smith").hex(), None, ""),
    ("L3", None, None, "ß"),
]
HEADINGS = ("link_id", "surname_full", "dob", "note")


def as_csv(path: Path, rows: object = ROWS, headings: tuple[str, ...] = HEADINGS) -> Path:
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(headings)
        writer.writerows(rows)  # type: ignore[arg-type]
    return path


def as_parquet(path: Path, *, binary: bool = True) -> Path:
    token = "unhex({0})" if binary else "{0}"
    with duckdb.connect() as connection:
        connection.execute(
            "CREATE TABLE t (link_id VARCHAR, surname_full VARCHAR, dob VARCHAR, note VARCHAR)"
        )
        connection.executemany("INSERT INTO t VALUES (?, ?, ?, ?)", ROWS)
        chosen = ", ".join(f"{token.format(name)} AS {name}" for name in ("surname_full", "dob"))
        connection.execute(f"COPY (SELECT link_id, {chosen}, note FROM t) TO '{path}' (FORMAT PARQUET)")
    return path


def made_of(path: Path, kind: str) -> tuple[Rekeyed, Path]:
    folder = path.parent / "made"
    folder.mkdir(exist_ok=True)
    made = folder / path.name
    return rekeyed(path, kind, made, KEYS, shown="file 1", memory="256MB", columns=50, threads=1), made


def again(name: str, token: str | None) -> str | None:
    return KEYS[name].token(token).hex() if token else None


EXPECTED = [(link, again("surname_full", name), again("dob", born), note) for link, name, born, note in ROWS]


def test_csv_is_made_again_in_the_order_it_came(tmp_path: Path) -> None:
    told, made = made_of(as_csv(tmp_path / "a.csv"), "csv")
    assert told == Rekeyed(3, ("surname_full", "dob"), ("link_id", "note"))
    with made.open(encoding="utf-8", newline="") as stream:
        headings, *rows = csv.reader(stream)
    assert tuple(headings) == HEADINGS
    assert rows == [["" if cell is None else cell for cell in row] for row in EXPECTED]
    assert b"\r" not in made.read_bytes() and made.stat().st_mode & 0o77 == 0


@pytest.mark.parametrize("binary", [True, False])
def test_parquet_gives_the_same_as_sixteen_bytes(tmp_path: Path, binary: bool) -> None:
    told, made = made_of(as_parquet(tmp_path / "a.parquet", binary=binary), "parquet")
    assert told == Rekeyed(3, ("surname_full", "dob"), ("link_id", "note"))
    with duckdb.connect() as connection:
        rows = connection.execute(f"SELECT * FROM '{made}'").fetchall()
    figures = [
        (link, *(one and one.hex() for one in (name, born)), note or "") for link, name, born, note in rows
    ]
    assert figures == EXPECTED


def test_of_many_rows_each_has_the_token_of_python(tmp_path: Path) -> None:
    tokens = [SENT.token(str(number)).hex() for number in range(20_000)]
    path = as_csv(tmp_path / "a.csv", [(f"L{n}", one) for n, one in enumerate(tokens)], ("link_id", "nino"))
    _, made = made_of(path, "csv")
    with made.open(encoding="utf-8", newline="") as stream:
        rows = [tuple(row) for row in csv.reader(stream)][1:]
    assert rows == [(f"L{n}", KEYS["nino"].token(one).hex()) for n, one in enumerate(tokens)]


TOKEN = "0123456789abcdef" * 2


@pytest.mark.parametrize(
    ("headings", "row", "code"),
    [
        (("link_id", "dob"), ("L1", "1980-03-05"), "not_tokens"),
        (("link_id", "dob"), ("L1", TOKEN.upper()), "not_tokens"),
        (("link_id", "dob"), ("L1", TOKEN + "0"), "not_tokens"),
        (("link_id", "dob"), ("L1", f" {TOKEN}"), "not_tokens"),
        (("link_id", "nino"), ("L1", "QQ123457"), "not_tokens"),
        (("link_id", "given_name"), ("L1", TOKEN), "not_tokens"),
        (("person", "dob"), ("L1", TOKEN), "not_tokens"),
        (("link_id", "dob", "dob"), ("L1", TOKEN, TOKEN), "not_tokens"),
        (("link_id", "dob", "DOB"), ("L1", TOKEN, TOKEN), "not_tokens"),
        (("link_id", "dob", ""), ("L1", TOKEN, "x"), "not_tokens"),
        (("link_id", "dob"), ("L1", TOKEN, "one too many"), "damaged"),
        (("link_id", "dob"), ("L1",), "damaged"),
        (("link_id", "dob", *(f"c{n}" for n in range(60))), ("L1", TOKEN, *"x" * 60), "too_many_columns"),
    ],
)
def test_what_is_no_token_file_is_refused(
    tmp_path: Path, headings: tuple[str, ...], row: tuple[str, ...], code: str
) -> None:
    path = as_csv(tmp_path / "a.csv", [row], headings)
    with pytest.raises(SubmissionRefused) as refused:
        made_of(path, "csv")
    assert (refused.value.code, refused.value.where) == (f"file.{code}", "file 1")
    assert not any(cell in str(refused.value) for cell in row if len(cell) > 2)


@pytest.mark.parametrize(
    "text", [b"", b"\xff\xfe\x00", b"\n\n", b'"link_id,dob\n', b"link_id,dob\nL1,\xff\n"]
)
def test_bytes_that_are_no_table_are_refused(tmp_path: Path, text: bytes) -> None:
    (tmp_path / "a.csv").write_bytes(text)
    with pytest.raises(SubmissionRefused):
        made_of(tmp_path / "a.csv", "csv")


def test_a_parquet_file_with_bytes_of_another_length_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.parquet"
    with duckdb.connect() as connection:
        connection.execute(f"COPY (SELECT 'L1' AS link_id, 'x'::BLOB AS dob) TO '{path}' (FORMAT PARQUET)")
    with pytest.raises(SubmissionRefused) as refused:
        made_of(path, "parquet")
    assert refused.value.code == "file.not_tokens"


def test_a_broken_parquet_file_is_refused(tmp_path: Path) -> None:
    path = as_parquet(tmp_path / "a.parquet")
    path.write_bytes(path.read_bytes()[:-20])
    with pytest.raises(SubmissionRefused) as refused:
        made_of(path, "parquet")
    assert refused.value.code == "file.damaged"


def test_an_empty_token_file_has_no_rows(tmp_path: Path) -> None:
    told, made = made_of(as_csv(tmp_path / "a.csv", []), "csv")
    assert (told.rows, made.read_text()) == (0, "link_id,surname_full,dob,note\n")
