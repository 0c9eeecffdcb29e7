"""A plain file that the engine reads as it was sent is judged as the strict reader has it judged; every
other file is left to the strict reader. Files are made of bytes, with what people and programs do to them."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from cfgovern.contract.load import load_contract
from cfgovern.contract.model import Contract
from cfgovern.engine import source
from cfgovern.errors import CfgovernError
from cfgovern.intake import plaincsv
from cfgovern.journeys import worker
from cfgovern.journeys.tasks import task
from cfgovern.validation.planning import Planned, make_plan

CONTRACT = """\
apiVersion: v3.1.0
kind: DataContract
id: urn:example:grid
name: Grid
version: 1.0.0
status: active
schema:
  - name: grid
    properties:
      - {name: code, logicalType: string, primaryKey: true, required: true}
      - {name: note, logicalType: string, logicalTypeOptions: {maxLength: 5}}
      - {name: size, logicalType: integer}
"""
MOST = max(settings.default.max_examples // 2, 25)  # each is judged twice, by the whole engine
HEADINGS = "code,note,size"
WORDS = [
    "a",
    "B7",
    "#1",
    "Zo\u00eb",
    "7",
    "12",
    "x y",
    "\u0141\u00f3d\u017a",
    "O\u2019Neil",
    "=1",
    "'",
    "sep=",
    "NULL",
]
# What may stand around and in a cell: quotation marks, commas, breaks, spaces that show and that do not.
SIGNS = [
    *('"', '""', ",", "\n", "\r\n", "\r", " ", "  ", "\t", "\u00a0", "\u200b", "\u3000", "\ufeff", "\u0085"),
    *("\u00c3\u00a9", "\u00e2\u20ac", "\ufffd", "\x01", "\x1f", "\x00", "\x7f", ";", "|", "\u2028", "'"),
]
PLAIN = st.one_of(st.just(""), st.sampled_from(WORDS), st.integers(-5, 400).map(str))
TEXTS = st.lists(st.one_of(PLAIN, st.sampled_from(SIGNS)), max_size=4).map("".join)
CELLS = st.one_of(PLAIN, PLAIN, TEXTS)


@dataclass(frozen=True)
class File:
    """Rows as a program writes them, and what was done to the bytes afterwards."""

    rows: list[tuple[str, ...]]
    quoting: str
    ending: str
    last_ending: bool = True
    before: bytes = b""
    above: str = ""
    heading: str = HEADINGS
    encoding: str = "utf-8"
    cut: tuple[int, bytes] | None = None

    def content(self) -> bytes:
        lines = [self.heading, *(",".join(map(self.written, row)) for row in self.rows)]
        text = self.above + self.ending.join(lines) + (self.ending if self.last_ending else "")
        made = self.before + text.encode(self.encoding, "replace")
        if self.cut is None:
            return made
        at = self.cut[0] % (len(made) + 1)
        return made[:at] + self.cut[1] + made[at:]

    def written(self, cell: str) -> str:
        needed = any(sign in cell for sign in ',"\r\n')
        if self.quoting == "never" or (self.quoting == "needed" and not needed):
            return cell
        return '"' + cell.replace('"', '""') + '"'


def files(cells: st.SearchStrategy[str]) -> st.SearchStrategy[File]:
    """Well-formed files of three columns, some of them with nothing in a row."""
    first = st.one_of(st.sampled_from(WORDS), cells)
    return st.builds(
        File,
        rows=st.lists(st.tuples(first, cells, cells), max_size=6),
        quoting=st.sampled_from(["needed", "needed", "always"]),
        ending=st.sampled_from(["\n", "\r\n"]),
        last_ending=st.booleans(),
        before=st.sampled_from([b"", b"", b"\xef\xbb\xbf"]),
        heading=st.sampled_from(
            [HEADINGS, HEADINGS, '"code","note","size"', "note,code,size", "Code,size,what"]
        ),
    )


SPOILED = st.builds(
    File,
    rows=st.lists(st.lists(CELLS, min_size=1, max_size=4).map(tuple), max_size=5),
    quoting=st.sampled_from(["needed", "never", "always"]),
    ending=st.sampled_from(["\n", "\r\n", "\r", "\n\n", "\n\r\n"]),
    last_ending=st.booleans(),
    before=st.sampled_from([b"", b"\xef\xbb\xbf", b"\xff\xfe", b"\n", b"sep=,\n", b" ", b"# ", b"\r\n"]),
    above=st.sampled_from(["", "", "A title\n", ",,\n", "x,y,z\n", '"two\nlines",,\n']),
    heading=st.sampled_from(
        [HEADINGS, HEADINGS, "code,note,size,", "code;note;size", "code", "code,,size", ""]
    ),
    encoding=st.sampled_from(["utf-8", "utf-8", "cp1252", "utf-16"]),
    cut=st.one_of(
        st.none(),
        st.tuples(
            st.integers(0, 200),
            st.sampled_from(
                [b'"', b",", b"\n", b"\r", b" ", b"\x00", b"\xe9", b"\xc3", b'""', b"\n\n", b'"\n']
            ),
        ),
    ),
)


@pytest.fixture(scope="module")
def planned(tmp_path_factory: pytest.TempPathFactory) -> tuple[Contract, Planned]:
    path = tmp_path_factory.mktemp("contract") / "grid.odcs.yaml"
    path.write_text(CONTRACT, encoding="utf-8")
    contract = load_contract(path)
    return contract, make_plan(contract, "2026-10-01", None)


def outcome(content: bytes, planned: tuple[Contract, Planned], *, strict: bool) -> Any:
    """All that the child would answer, or its refusal."""
    with TemporaryDirectory() as name:
        job, path = Path(name) / "job", Path(name) / "grid.csv"
        job.mkdir()
        path.write_bytes(content)
        try:
            return worker.run({**task(path, job, None, *planned), "strict": strict})
        except CfgovernError as refusal:
            return type(refusal), refusal.code, refusal.what, refusal.where, refusal.fix


def alike(file: File, planned: tuple[Contract, Planned], way: Counter[str]) -> None:
    """Judge ``file`` both ways, and note by which way the one that chooses went."""
    seen, doubts = [], []
    with pytest.MonkeyPatch.context() as patch:
        look, hold = plaincsv.look, source.Doubt.__init__
        patch.setattr(plaincsv, "look", lambda *given: seen.append(look(*given)) or seen[-1])
        patch.setattr(source.Doubt, "__init__", lambda *given: doubts.append(1) or hold(*given))
        fast = outcome(file.content(), planned, strict=False)
    strict = outcome(file.content(), planned, strict=True)
    assert fast == strict
    way["fast" if any(seen) and not doubts else "strict"] += 1
    way["engine in doubt"] += bool(doubts)


def test_a_plain_file_goes_the_fast_way_and_is_judged_alike(planned: tuple[Contract, Planned]) -> None:
    way: Counter[str] = Counter()

    @given(files(PLAIN))
    @settings(max_examples=MOST)
    @example(File([("a", "x\ny", "1"), ("b", 'say "so"', "x"), ("c", "", "2")], "needed", "\n"))
    def both(file: File) -> None:
        alike(file, planned, way)

    both()
    assert way["fast"] > 0.8 * (way["fast"] + way["strict"])
    assert not way["engine in doubt"]


def test_a_file_with_anything_in_its_cells_is_judged_alike(planned: tuple[Contract, Planned]) -> None:
    way: Counter[str] = Counter()

    @given(files(CELLS))
    @settings(max_examples=MOST)
    def both(file: File) -> None:
        alike(file, planned, way)

    both()
    assert way["fast"] > 0.3 * (way["fast"] + way["strict"])
    assert not way["engine in doubt"]


def test_a_spoiled_file_is_judged_or_refused_alike(planned: tuple[Contract, Planned]) -> None:
    way: Counter[str] = Counter()

    @given(SPOILED)
    @settings(max_examples=MOST)
    def both(file: File) -> None:
        alike(file, planned, way)

    both()
    assert way["strict"] > way["fast"] > 0


@pytest.mark.parametrize("below", [[("a", "b"), ("c", "d", "1", "2")], [("a", "b", "1", "2"), ("c", "d")]])
def test_what_only_the_engine_sees_is_left_to_the_strict_reader(
    below: list[tuple[str, ...]], planned: tuple[Contract, Planned]
) -> None:
    way: Counter[str] = Counter()
    alike(File(below, "needed", "\n"), planned, way)
    assert way == {"strict": 1, "engine in doubt": 1}


@pytest.mark.parametrize("before", ["", "\u00a0", " \u3000", "\ufeff"])
@pytest.mark.parametrize("word", ["Total", "\u017fum", "Totnes"])
def test_a_row_of_totals_is_told_alike(before: str, word: str, planned: tuple[Contract, Planned]) -> None:
    """The long s is an s to some comparisons, and none to others."""
    alike(File([("a", "b", "1"), ("", before + word, "12")], "needed", "\n"), planned, Counter())


@pytest.mark.parametrize("asked", [True, False])
@pytest.mark.parametrize("strict", [True, False])
def test_tables_are_handed_on_where_a_later_stage_asks_for_them(
    asked: bool, strict: bool, planned: tuple[Contract, Planned], tmp_path: Path
) -> None:
    path, job = tmp_path / "grid.csv", tmp_path / "job"
    path.write_bytes(File([("a", "b", "1")], "needed", "\n").content())
    job.mkdir()
    answer = worker.run(
        {**task(path, job, None, *planned), "strict": strict, "hand_on": ["grid"] if asked else []}
    )
    found = [file.relative_to(job).as_posix() for file in job.glob("**/*.parquet")]
    assert list(answer.get("handed_on", {}).values()) == found
    assert len(found) == asked
