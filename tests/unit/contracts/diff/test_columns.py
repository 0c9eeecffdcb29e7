"""What a treatment is told changes what leaves, and is told as that."""

from __future__ import annotations

from pathlib import Path

import pytest

from cfgovern import api
from tests.releasing import club


@pytest.mark.parametrize(
    ("old", "new", "kind", "words"),
    [
        ("{top_code: 20}", "{top_code: 10}", "treatment.stronger", ("top_code 20", "top_code 10")),
        ("{top_code: 20}", "{top_code: 100}", "treatment.weaker", ("top_code 20", "top_code 100")),
        ("{age_band: 20}", "{age_band: 50}", "treatment.stronger", ("age_band 20", "age_band 50")),
        ("{age_band: 20}", "{age_band: 3}", "treatment.weaker", ("age_band 20", "age_band 3")),
        ("{age_band: 20}", "age_band", "treatment.changed", ("age_band 20", "age_band")),
        ("{shift: 90}", "{shift: 180}", "treatment.changed", ("shift 90", "shift 180")),
        ("{shift: 90}", "keep", "treatment.weaker", ("shift 90", "keep")),
    ],
)
def test_another_parameter_is_another_treatment(
    tmp_path: Path, old: str, new: str, kind: str, words: tuple[str, str]
) -> None:
    folders = [tmp_path / "old", tmp_path / "new"]
    for folder in folders:
        folder.mkdir()
    found = api.diff_contracts(club(folders[0]), club(folders[1], (old, new)))
    assert [(one.kind, (one.old, one.new), one.governed) for one in found.changes] == [(kind, words, True)]


def test_a_list_that_makes_other_values_of_the_same_is_told(tmp_path: Path) -> None:
    folders = [tmp_path / "old", tmp_path / "new"]
    for folder in folders:
        folder.mkdir()
    old, new = (club(folder) for folder in folders)
    assert api.diff_contracts(old, new).changes == ()
    lookup = folders[1] / "lookups" / "tenths.csv"
    lookup.write_text(lookup.read_text(encoding="utf-8").replace("E03,1", "E03,3"), encoding="utf-8")
    [change] = api.diff_contracts(old, new).changes
    assert (change.kind, change.column, change.governed) == ("treatment.lookup", "small_area", True)
    assert change.what == (
        "Other values are sent in place of members.small_area than before: the list tenths is another."
    )
