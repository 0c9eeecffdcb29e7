"""The database of one run: who withdrew, what it answers, and that no key can be seen in it."""

from __future__ import annotations

import base64
from pathlib import Path
from typing import Any

import duckdb
import pytest

from cfgovern.engine.duckstore import DuckStore
from cfgovern.engine.parting import TOKENS, PartColumn, PartTable
from cfgovern.engine.people import PeoplePlan
from cfgovern.engine.splitting import Person, Split, Withdrawn
from cfgovern.errors import InternalFault
from tests.canaries import Canaries
from tests.property.release import handed_on
from tests.unit.engine.parted import DAY, KEYS, PLAN, key, lines, one, opened, pads

GIVEN = [("linking", "agreed", "2026-02-01")]
TELLING = ("logs", "variables", "tables", "views", "settings", "temporary_files")
EARLIER = 7  # the number of the key of an earlier release


def known(*withdrawn: Withdrawn) -> list[Any]:
    return [(pads(EARLIER), list(withdrawn))]


def ref(record: str) -> str:
    return key(EARLIER).token(record).hex()


@pytest.mark.parametrize(
    ("day", "everything", "expected"),
    [
        ("2026-03-01", False, ("withdrawn", None)),
        ("2026-02-01", False, ("withdrawn", None)),
        ("2026-01-01", False, (None, None)),  # agreed again since
        ("2026-01-01", True, ("withdrawn", "withdrawn")),
    ],
)
def test_who_withdrew_is_found_by_the_reference_of_an_earlier_release(
    tmp_path: Path, day: str, everything: bool, expected: tuple[str | None, str | None]
) -> None:
    with opened(tmp_path, one(said=GIVEN)) as split:
        others = [Withdrawn(ref("9"), day, everything), Withdrawn("0" * 32, day, everything)]
        split.judge(PLAN, DAY, KEYS, known(Withdrawn(ref("1"), day, everything), *others))
        [person] = split.people()
        assert split.refs(pads(EARLIER)) == {person.ref: ref("1")}
    assert (person.unlinked, person.kept_back) == expected


def test_a_person_shows_nobody() -> None:
    person = Person("P-1", "ref of P-1", "link", False, None, None, None, False, False)
    assert "P-1" not in repr(person) and "ref" not in str(person)


def test_the_cells_of_a_table_in_order(tmp_path: Path) -> None:
    tables = one(" 1 ")
    tables["people"] = [*tables["people"], {"id": "2", "protected": None, "abuse": "  ", "year": "1980"}]
    with opened(tmp_path, tables) as split:
        assert split.there["people"] == ["id", "protected", "abuse", "year"]
        assert list(split.cells("people").records([3, 0])) == [(1, ["", "1"]), (2, ["1980", "2"])]


def test_a_function_that_fails_says_nothing_of_what_it_was_given(tmp_path: Path, canaries: Canaries) -> None:
    def fails(text: str | None) -> str:
        raise ValueError(text)

    tables = one(canaries.plant("P"), said=GIVEN)
    part = PartTable(
        "identifiers", "who", "who", "id", (PartColumn("t", "token", of="t", key="t"),), {"x": "id"}
    )
    with opened(tmp_path, tables) as split:
        split.judge(PLAN, DAY, KEYS, [])
        split.store.function(TOKENS, fails, 1)
        with pytest.raises(InternalFault) as caught:
            split.write(part, {"t": pads(9)}, tmp_path / "out.csv")
    told = caught.value
    assert told.code == "engine.failed" and told.__cause__ is None and told.__suppress_context__
    assert canaries.found_in(f"{told} {told.args}") == []


class Watched:
    """A connection that tells all it can of what it does, from before it is locked."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, profile: Path) -> None:
        self._real, self._profile = connection, profile
        self.profiles: list[str] = []
        connection.execute("CALL enable_logging(level = 'trace')")
        connection.execute("SET enable_profiling = 'json'")
        for name, value in (("mode", "detailed"), ("coverage", "ALL"), ("output", profile)):
            connection.execute(f"SET profiling_{name} = '{value}'")

    def execute(self, *given: Any) -> Any:
        done = self._real.execute(*given)
        if self._profile.exists():
            self.profiles.append(self._profile.read_text(encoding="utf-8"))
        return done

    def __getattr__(self, name: str) -> Any:
        return getattr(self._real, name)


def test_no_key_is_seen_in_logs_profiles_or_tables_of_the_connection(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = {"record_id": "Qvx record Zjk"}
    columns = (PartColumn("link_id", "link"), PartColumn("t", "token", of="t", key="t"))
    part = PartTable("identifiers", "who", "who", "id", columns, {"x": "id"})
    made = handed_on(tmp_path, one(told["record_id"], said=GIVEN), {})
    real = duckdb.connect
    monkeypatch.setattr(duckdb, "connect", lambda *a, **k: Watched(real(*a, **k), tmp_path / "profile.json"))
    with Split(DuckStore(tmp_path, memory="256MB", file="on-the-disk.duckdb"), made) as split:
        split.judge(PLAN, DAY, KEYS, known(Withdrawn(ref(told["record_id"]), "2026-01-01", False)))
        split.refs(pads(EARLIER))
        split.store.function(TOKENS, lambda text: text, 1)
        split.write(part, {"t": pads(9)}, tmp_path / "out.csv")
        watched: Any = split.store._sql
        asked = [f"SELECT told::VARCHAR FROM duckdb_{what}() AS told" for what in TELLING]
        seen = "\n".join(repr(watched.execute(one).fetchall()) for one in asked)
    profiles = "\n".join(watched.profiles)
    assert seen.count("INSERT INTO") >= 4 and "SHA256" in seen and ": people," in seen
    assert profiles.count("INSERT") >= 4 and "SHA256" in profiles.upper()
    for text in (seen, profiles):
        assert keys_in(text) == [] and told["record_id"] not in text
    said = [f"{pads(9)}", pads(9)[0].hex(), str(list(pads(1)[1]))]
    assert keys_in(*said) == [0, 1, 2]  # the search finds what there is


def keys_in(*texts: str) -> list[int]:
    """The places of the ``texts`` in which a key or one of its pads stands, in any way that one is shown."""
    secrets = [bytes([number]) * 32 for number in (1, 2, 3, EARLIER, 9)]
    secrets += [pad for number in (1, 2, 3, EARLIER, 9) for pad in pads(number)]
    shown = [
        form
        for one in secrets
        for form in (one.hex(), base64.b64encode(one).decode()[:40], repr(one)[2:-1], one.decode("latin-1"),
                     "".join(f"\\x{byte:02X}" for byte in one), ", ".join(map(str, one)))
    ]  # fmt: skip
    shown += [form.upper() for form in shown]
    return [at for at, text in enumerate(texts) if any(form in text for form in shown)]


def test_a_later_function_takes_the_place_of_an_earlier_of_its_name(tmp_path: Path) -> None:
    """Two files of identifiers have each tokens of their own fields."""
    rows = [{"id": "R1", "a": "x", "b": "y"}]
    column = PartColumn("tok", "token", of="tok", key="key")
    with opened(tmp_path, {"people": rows}) as split:
        split.judge(PeoplePlan({"people": "id"}, (), None, (), (), (), (), (), (), ()), DAY, KEYS, [])
        found = []
        for fields in ({"one": "a"}, {"one": "a", "two": "b"}):
            split.store.function(TOKENS, lambda *texts: "".join(map(str, texts)), len(fields))
            told = PartTable("payload", "people", "people", "id", (column,), fields)
            split.write(told, {"key": pads(9)}, tmp_path / "part.csv")
            found.append(lines(tmp_path / "part.csv")[1])
    assert found == [[key(9).token(text).hex()] for text in ("x", "xy")]
