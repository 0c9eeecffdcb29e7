"""Values planted in a submission, and the one search for them, in every form in which they might come out."""

from __future__ import annotations

import base64
import io
import zipfile
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from urllib.parse import quote, quote_plus

__all__ = ["Canaries"]

_BETWEEN = b" \t\r\n-_./"  # what may be put between the characters of a value, or left out


class Canaries:
    """Values that nothing else writes: they are planted in a submission, and looked for in what comes out."""

    def __init__(self) -> None:
        self.planted: list[str] = []

    def plant(self, like: str = "") -> str:
        """A new value that starts with ``like`` and stands nowhere else."""
        value = f"{like}Qvx{len(self.planted):03d}Zjk"
        self.planted.append(value)
        return value

    def add(self, value: str) -> str:
        """Watch for a value of the test's own, such as an identifier of the right form."""
        self.planted.append(value)
        return value

    def found_in(self, content: str | bytes) -> list[str]:
        """The planted values in ``content``.

        As they are, in upper or lower case, spaced or without spaces, in UTF-16 either way round, hex,
        base64 (also in the middle of a longer text) and URL form; zip archives and documents are opened.
        """
        raw = content.encode("utf-8", "surrogatepass") if isinstance(content, str) else content
        return [value for value in self.planted if any(_stands_in(value, text) for text in _opened(raw))]

    def found_under(self, folder: Path) -> list[tuple[str, str]]:
        """(file, planted value) for every file and folder below ``folder``, its name included."""
        found = []
        for path in sorted(folder.rglob("*")):
            name = path.relative_to(folder).as_posix()
            held = self.found_in(path.read_bytes()) if path.is_file() else []
            found += [(name, value) for value in sorted({*held, *self.found_in(name)})]
        return found


def _opened(raw: bytes) -> Iterator[_Text]:
    """``raw``, and what is in it where it is a zip archive: names, comments and members."""
    yield _Text(raw)
    if not raw.startswith(b"PK"):
        return
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        for member in archive.infolist():
            yield _Text(member.filename.encode() + b"\n" + member.comment)
            yield from _opened(archive.read(member))


class _Text:
    """Bytes, and the two ways in which they are searched without regard to case and spaces."""

    def __init__(self, raw: bytes) -> None:
        self.raw = raw
        self.lowered = raw.lower()
        self.tight = self.lowered.translate(None, _BETWEEN)


def _stands_in(value: str, text: _Text) -> bool:
    exact, anycase, tight = _forms(value)
    return (
        tight in text.tight
        or any(form in text.lowered for form in anycase)
        or any(form in text.raw for form in exact)
    )


@cache
def _forms(value: str) -> tuple[frozenset[bytes], frozenset[bytes], bytes]:
    """Forms to be found as they are, in any case, and in any case with nothing between the characters."""
    plain = value.encode()
    wide, turned = value.lower().encode("utf-16-le"), value.lower().encode("utf-16-be")
    exact = {form for told in (plain, value.encode("utf-16-le")) for form in _base64(told)}
    anycase = {quote(value).lower().encode(), quote_plus(value).lower().encode(), wide, turned}
    anycase |= {form.hex().encode() for form in (plain, value.encode("utf-16-le"), value.upper().encode())}
    anycase.add("".join(f"%{byte:02x}" for byte in plain).encode())
    return frozenset(exact), frozenset(anycase), plain.lower().translate(None, _BETWEEN)


def _base64(plain: bytes) -> Iterator[bytes]:
    """The characters that stand for ``plain`` wherever it begins in a longer text, in both alphabets."""
    for before, first in ((0, 0), (1, 2), (2, 3)):
        told = b"\0" * before + plain
        whole = len(told) // 3 * 4  # the group after these has bits of what follows
        for encode in (base64.b64encode, base64.urlsafe_b64encode):
            yield encode(told)[first:whole]
