"""Parts of a workbook are streamed as they are: nothing is expanded, no declared size is believed."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from cfgovern.errors import SubmissionRefused
from cfgovern.intake.limits import Limits
from cfgovern.intake.xmlparts import Archive, Handler
from tests.rawbooks import XML, Entry, zipped


class Listener(Handler):
    def __init__(self) -> None:
        self.heard: list[str] = []

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self.heard.append(f"<{name}>")

    def end(self, name: str) -> None:
        self.heard.append(f"</{name}>")

    def text(self, data: str) -> None:
        self.heard.append(data)


def archive(folder: Path, *entries: Entry, limits: Limits | None = None) -> Archive:
    path = folder / "x.zip"
    path.write_bytes(zipped(entries))
    return Archive(path, limits or Limits())


def code_of(folder: Path, body: bytes | str, limits: Limits | None = None) -> str:
    """The code with which a part is refused; empty where it is not."""
    entry = Entry("a.xml", body if isinstance(body, bytes) else body.encode())
    try:
        archive(folder, entry, limits=limits).parse("a.xml")
    except SubmissionRefused as refusal:
        return refusal.code
    return ""


def test_the_events_of_a_part(tmp_path: Path) -> None:
    listener = Listener()
    found = archive(tmp_path, Entry("xl/A.xml", b"<a>x&amp;<b/><![CDATA[<y>]]></a>"))
    assert found.parse("XL/a.XML", listener)
    assert "".join(listener.heard) == "<a>x&<b></b><y></a>"
    assert not found.parse("xl/b.xml")


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ("<a/>", ""),
        ("\ufeff<a/>", ""),
        (f"{XML}<a/>", ""),
        ("<?xml version='1.0' encoding='utf8'?><a/>", ""),
        ("<?xml version='1.0' encoding='ISO-8859-1'?><a/>", "file.encoding"),
        ("<?xml version='1.0' encoding='UTF-7'?><a/>", "file.encoding"),
        ("<!DOCTYPE a><a/>", "file.doctype"),
        ("<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>", "file.doctype"),
        ("<!DOCTYPE a SYSTEM 'file:///etc/passwd'><a/>", "file.doctype"),
        ("<a>&b;</a>", "file.damaged"),
        ("<a>", "file.damaged"),
        ("<a/><a/>", "file.damaged"),
        ("", "file.damaged"),
        (b"<a>\xff</a>", "file.damaged"),
    ],
)
def test_markup(tmp_path: Path, body: bytes | str, code: str) -> None:
    assert code_of(tmp_path, body) == code


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("xl/CON", ""),
        ("..xl/a", ""),
        ("../a", "file.unsafe_name"),
        ("xl\\..\\a", "file.unsafe_name"),
        ("/a", "file.unsafe_name"),
        ("\\a", "file.unsafe_name"),
        ("c:a", "file.unsafe_name"),
        ("XL/Secret.XML", "file.doubled_part"),
        ("xl\\secret.xml", "file.doubled_part"),
    ],
)
def test_names_of_parts(tmp_path: Path, name: str, code: str) -> None:
    entries = (Entry("xl/secret.xml", b"<a/>"), Entry(name))
    if not code:
        assert archive(tmp_path, *entries).parse("xl/secret.xml")
        return
    with pytest.raises(SubmissionRefused) as caught:
        archive(tmp_path, *entries)
    assert caught.value.code == code
    assert "secret" not in str(caught.value)


def test_real_bytes_are_counted_over_all_parts(tmp_path: Path) -> None:
    entries = [Entry(f"{n}.xml", b"<a>" + b" " * 1000 + b"</a>") for n in range(3)]
    archive(tmp_path, *entries, limits=replace(Limits(), unpacked_bytes=4000)).parse_the_rest(set())
    with pytest.raises(SubmissionRefused) as caught:
        archive(tmp_path, *entries, limits=replace(Limits(), unpacked_bytes=2500)).parse_the_rest(set())
    assert caught.value.code == "file.too_large"


@pytest.mark.parametrize("long", ["<a b='{}'/>", "<a><!--{}--></a>", "<{}/>"])
def test_no_piece_of_markup_is_endless(tmp_path: Path, long: str) -> None:
    body = long.format("x" * 300_000)
    assert code_of(tmp_path, body) == ""
    assert code_of(tmp_path, body, replace(Limits(), token_chars=100_000)) == "file.too_large"


def test_levels(tmp_path: Path) -> None:
    assert code_of(tmp_path, "<a>" * 64 + "</a>" * 64) == ""
    assert code_of(tmp_path, "<a>" * 65 + "</a>" * 65) == "file.too_large"


def test_parts_that_nobody_reads_are_looked_at_too(tmp_path: Path) -> None:
    bad = b"<!DOCTYPE a><a/>"
    archive(tmp_path, Entry("a.bin", bad), Entry("b.xml", bad)).parse_the_rest({"b.xml"})
    for name in ("a.xml", "a.rels", "a.vml", "A.XML"):
        with pytest.raises(SubmissionRefused):
            archive(tmp_path, Entry(name, bad)).parse_the_rest(set())
