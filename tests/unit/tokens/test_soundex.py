from __future__ import annotations

import pytest

from cfgovern.tokens.soundex import soundex

# The examples of the National Archives ("Soundex System"), and three of Knuth's, TAOCP volume 3, 6.
PUBLISHED = {
    "washington": "W252", "lee": "L000", "gutierrez": "G362", "pfister": "P236", "jackson": "J250",
    "tymczak": "T522", "vandeusen": "V532", "ashcraft": "A261", "euler": "E460", "hilbert": "H416",
    "lloyd": "L300", "robert": "R163", "rupert": "R163", "rubin": "R150",
}  # fmt: skip


@pytest.mark.parametrize(("name", "code"), PUBLISHED.items())
def test_the_published_examples(name: str, code: str) -> None:
    assert soundex(name) == code


@pytest.mark.parametrize(("name", "code"), [("å", None), ("", None), ("李", None), ("ńowak", "O200")])
def test_letters_of_other_alphabets_count_for_nothing(name: str, code: str | None) -> None:
    assert soundex(name) == code
