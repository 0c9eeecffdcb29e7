"""A zip is a folder in one file: what is honest comes out as it went in, everything else is refused."""

from __future__ import annotations

import io
import stat
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from cfgovern.errors import SubmissionRefused
from cfgovern.intake.archive import remarks, unpacked
from cfgovern.intake.limits import Limits
from tests.rawbooks import Entry, repeated, zipped

ROWS = b"member_id\nM-1\n"


def taken(folder: Path, content: bytes, limits: Limits | None = None) -> dict[str, bytes | None]:
    path = folder / "sent.zip"
    path.write_bytes(content)
    members = unpacked(path, folder / "unpacked", limits or Limits())
    return {member.name: member.path and member.path.read_bytes() for member in members}


def refused(folder: Path, content: bytes, limits: Limits | None = None) -> SubmissionRefused:
    with pytest.raises(SubmissionRefused) as caught:
        taken(folder, content, limits)
    assert "Ann" not in str(caught.value)
    assert caught.value.fix
    return caught.value


def written(*entries: tuple[str | zipfile.ZipInfo, bytes], comment: bytes = b"") -> bytes:
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in entries:
            archive.writestr(name, data)
        archive.comment = comment
    return kept.getvalue()


def test_files_come_out_as_they_went_in_under_names_of_ours(tmp_path: Path) -> None:
    assert taken(tmp_path, written(("b.csv", ROWS), ("A.csv", b"x"))) == {"A.csv": b"x", "b.csv": ROWS}
    assert sorted(path.name for path in (tmp_path / "unpacked").iterdir()) == ["member-1", "member-2"]
    assert stat.S_IMODE((tmp_path / "unpacked").stat().st_mode) == 0o700


def test_the_one_folder_that_was_zipped_is_left_out_of_the_names(tmp_path: Path) -> None:
    content = written(("Q3 return/", b""), ("Q3 return/a.csv", ROWS), ("Q3 return/old/b.csv", ROWS))
    assert taken(tmp_path, content) == {"a.csv": ROWS, "old": None}


def test_the_folder_that_was_left_out_is_told_beside_its_files(tmp_path: Path) -> None:
    path = tmp_path / "sent.zip"
    path.write_bytes(written(("Q3 return/a.csv", ROWS)))
    assert [one.folders for one in unpacked(path, tmp_path / "unpacked", Limits())] == [("Q3 return",)]


def test_every_comment_in_a_zip_is_given_once(tmp_path: Path) -> None:
    path = tmp_path / "sent.zip"
    entries = [zipfile.ZipInfo(name) for name in ("a.csv", "b.csv", "c.csv", "d.csv")]
    for entry, comment in zip(entries, ("café".encode(), b"caf\xe9 noir", b"at the end", b""), strict=True):
        entry.comment = comment
    path.write_bytes(written(*((entry, ROWS) for entry in entries), comment=b"at the end"))
    assert remarks(path) == ["at the end", "café", "café noir"]


def test_comments_of_what_is_no_zip_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "sent.zip"
    path.write_bytes(b"PK\x03\x04 and no more")
    with pytest.raises(SubmissionRefused) as caught:
        remarks(path)
    assert caught.value.code == "file.damaged"


def test_several_folders_stay_folders_and_are_not_unpacked(tmp_path: Path) -> None:
    assert taken(tmp_path, written(("one/a.csv", ROWS), ("two/a.csv", ROWS))) == {"one": None, "two": None}
    assert list((tmp_path / "unpacked").iterdir()) == []


@pytest.mark.parametrize(
    "name", ["__MACOSX/._a.csv", "__MACOSX/sent/._a.csv", ".DS_Store", "Thumbs.db", "~$a.csv"]
)
def test_what_systems_put_into_a_zip_is_nobodys_data(tmp_path: Path, name: str) -> None:
    assert taken(tmp_path, written(("a.csv", ROWS), (name, b"x"))) == {"a.csv": ROWS}


@pytest.mark.parametrize("name", ["__MACOSX/old.csv", "._x/old.csv", "__MACOSX/sent/old.csv"])
def test_a_file_where_a_system_keeps_its_own_is_seen_all_the_same(tmp_path: Path, name: str) -> None:
    assert taken(tmp_path, written(("a.csv", ROWS), (name, ROWS))) == {
        "a.csv": ROWS,
        name.split("/")[0]: None,
    }


def test_sizes_that_follow_their_data_and_a_comment_are_honest(tmp_path: Path) -> None:
    kept = io.BytesIO()

    class Pipe(io.RawIOBase):  # what cannot be sought makes zipfile write the sizes afterwards
        def writable(self) -> bool:
            return True

        def write(self, data: bytes) -> int:  # type: ignore[override]
            return kept.write(data)

    with zipfile.ZipFile(Pipe(), "w", zipfile.ZIP_DEFLATED) as archive:  # type: ignore[arg-type]
        archive.writestr("a.csv", ROWS)
        archive.writestr("b.csv", ROWS)
    assert zipfile.ZipFile(kept).infolist()[0].flag_bits & 8
    assert taken(tmp_path, kept.getvalue()) == {"a.csv": ROWS, "b.csv": ROWS}


def test_a_comment_is_left_alone(tmp_path: Path) -> None:
    assert taken(tmp_path, written(("a.csv", ROWS), comment=b"made by hand")) == {"a.csv": ROWS}


@pytest.mark.parametrize(
    "name",
    ["/Ann.csv", "../Ann.csv", "a/../Ann.csv", "a//b.csv", "./a.csv", "a\\Ann.csv", "C:/Ann.csv", "C:Ann.csv",
     "CON",
     "con.csv", "a/NUL.csv", "com1.csv", "LPT9", "Ann.csv.", "Ann ", "a?.csv", "Ann\x01.csv", "a\x00.csv"],
)  # fmt: skip
def test_names_that_lead_elsewhere(tmp_path: Path, name: str) -> None:
    assert refused(tmp_path, zipped([Entry("ok.csv", ROWS), Entry(name, ROWS)])).code == "file.unsafe_name"


@pytest.mark.parametrize(
    "names", [("a.csv", "a.csv"), ("a.csv", "A.CSV"), ("é.csv", "e\u0301.csv"), ("ﬁ.csv", "fi.csv")]
)
def test_two_files_of_one_name(tmp_path: Path, names: tuple[str, str]) -> None:
    assert refused(tmp_path, zipped([Entry(name, ROWS) for name in names])).code == "file.doubled_part"


@pytest.mark.parametrize("kind", [stat.S_IFLNK, stat.S_IFIFO, stat.S_IFBLK, stat.S_IFSOCK])
def test_links_and_devices(tmp_path: Path, kind: int) -> None:
    link = zipfile.ZipInfo("a.csv")
    link.external_attr = (kind | 0o777) << 16
    assert refused(tmp_path, written((link, b"/etc/passwd"))).code == "file.link"


def test_a_password(tmp_path: Path) -> None:
    assert refused(tmp_path, zipped([Entry("a.csv", ROWS, flags=0x801)])).code == "file.password"


@pytest.mark.parametrize("method", [1, 9, 12, 14, 93, 99])
def test_ways_of_packing_that_are_not_known(tmp_path: Path, method: int) -> None:
    assert refused(tmp_path, zipped([Entry("a.csv", ROWS, method=method)])).code == "file.zip_method"


def test_more_than_the_budget_says_so_before_anything_is_unpacked(tmp_path: Path) -> None:
    content = zipped([Entry("a.csv", bytes(3000)), Entry("b.csv", bytes(3000))])
    fault = refused(tmp_path, content, replace(Limits(), unpacked_bytes=5000))
    assert fault.code == "file.too_large"
    assert list((tmp_path / "unpacked").iterdir()) == []


def test_a_size_that_is_a_lie_is_found_while_unpacking(tmp_path: Path) -> None:
    bomb = Entry("a.csv", **repeated(b"", bytes(1 << 16), 200, b""))  # type: ignore[arg-type]
    content = zipped([replace(bomb, size=100)])
    assert refused(tmp_path, content, replace(Limits(), unpacked_bytes=1000)).code == "file.damaged"
    assert sum(path.stat().st_size for path in (tmp_path / "unpacked").iterdir()) <= 1000


@pytest.mark.parametrize("limit", ["entries", "files"])
def test_too_many_files(tmp_path: Path, limit: str) -> None:
    content = written(*((f"{number}.csv", ROWS) for number in range(4)))
    assert refused(tmp_path, content, replace(Limits(), **{limit: 3})).code == "file.too_many_files"  # type: ignore[arg-type]


@pytest.mark.parametrize("litter", [(), ((".DS_Store", b""),)])
def test_nothing_in_it(tmp_path: Path, litter: tuple[tuple[str, bytes], ...]) -> None:
    assert taken(tmp_path, written(*litter)) == {}


def overlapping() -> bytes:
    """Two entries that stand for the same bytes, as in a bomb that holds itself many times over."""
    content = bytearray(zipped([Entry("a.csv", ROWS), Entry("b.csv", ROWS)]))
    second = content.rindex(b"PK\x01\x02")
    content[second + 42 : second + 46] = bytes(4)
    return bytes(content)


SPOILT: dict[str, Callable[[], bytes]] = {
    "overlapping": overlapping,
    "before": lambda: b"PK\x03\x04 something else" + written(("a.csv", ROWS)),
    "after": lambda: written(("a.csv", ROWS)) + b"more",
    "cut": lambda: written(("a.csv", ROWS))[:-20],
    "other name": lambda: zipped([Entry("a.csv", ROWS, local_name="b.csv")]),
    "wrong sum": lambda: zipped([Entry("a.csv", ROWS, packed=deflated(b"other"))]),
    "too short": lambda: zipped([Entry("a.csv", ROWS, packed=deflated(ROWS), size=len(ROWS) + 9)]),
    "no deflate": lambda: zipped([Entry("a.csv", ROWS, packed=b"\xff" * 40)]),
}


def deflated(data: bytes) -> bytes:
    packer = zlib.compressobj(6, zlib.DEFLATED, -15)
    return packer.compress(data) + packer.flush()


@pytest.mark.parametrize("way", SPOILT)
def test_what_is_not_put_together_as_zips_are(tmp_path: Path, way: str) -> None:
    assert refused(tmp_path, SPOILT[way]()).code == "file.damaged"


def test_bytes_between_entries_are_found(tmp_path: Path) -> None:
    first, second = zipped([Entry("a.csv", ROWS)]), zipped([Entry("a.csv", ROWS), Entry("b.csv", ROWS)])
    gap = first.index(b"PK\x01\x02")
    content = bytearray(second[:gap] + b"hidden" + second[gap:])
    directory = [at for at in range(len(content)) if content[at : at + 4] == b"PK\x01\x02"]
    content[directory[1] + 42 : directory[1] + 46] = (gap + 6).to_bytes(4, "little")
    end = content.rindex(b"PK\x05\x06")
    content[end + 16 : end + 20] = directory[0].to_bytes(4, "little")
    assert zipfile.ZipFile(io.BytesIO(bytes(content))).testzip() is None
    assert refused(tmp_path, bytes(content)).code == "file.damaged"
