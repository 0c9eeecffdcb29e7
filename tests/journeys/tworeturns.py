"""Two returns about the same made-up people, as two areas send them under the small contract."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from tests.command import csv_folder
from tests.property.release import TRIAL

__all__ = ["PEOPLE", "returns"]

_GIVEN = ("Zorabelle", "Ottokarina", "Fenwickina", "Marigolda", "Quillon", "Thaddeusa")
_FAMILY = ("Quixmere", "Vexholme", "Jazzberry", "Wolverhay", "Plumtreeson", "Inkpenholme", "Yarrowby")
PEOPLE = len(_GIVEN) * len(_FAMILY)
Row = dict[str, str]


def returns(folder: Path, changed: Callable[[str, int, Row], Row], contract: str = TRIAL) -> None:
    """The folders ``left`` and ``right``, their contract and the truth, ``links.csv``. All agreed to linking.

    ``changed``: of a side, the number of a person and a row of all tables, what is otherwise in it.
    """
    (folder / "trial.odcs.yaml").write_text(contract, encoding="utf-8")
    everybody = [(given, family) for given in _GIVEN for family in _FAMILY]
    for side in ("left", "right"):
        rows = []
        for number, (given, family) in enumerate(everybody):
            row = {
                "id": f"{side}-{number}", "protected": "no", "abuse": "no", "area": "A1",
                "started": "2026-02-03", "given": given, "family": family,
                "birthday": f"19{50 + number % 40}-0{1 + number % 9}-{10 + number % 18}",
                "what": "linking", "answer": "agreed", "day": "2026-02-01",
            }  # fmt: skip
            rows.append(row | changed(side, number, row))
        csv_folder(folder / side, {name: _lines(rows, columns) for name, columns in _TABLES.items()})
    pairs = [f"left-{number},right-{number}" for number in range(PEOPLE)]
    (folder / "links.csv").write_text("\n".join(["left,right", *pairs]) + "\n", encoding="utf-8")


def _lines(rows: list[Row], columns: str) -> list[str]:
    extra = [name for name in rows[0] if name not in _KNOWN] if columns.startswith("id,protected") else []
    names = [*columns.split(","), *extra]
    return [",".join(names), *(",".join(row.get(name, "") for name in names) for row in rows)]


_TABLES = {
    "people": "id,protected,abuse,born,area,near,ward,started",
    "who": "id,given,family,birthday,nino,street,postcode,phone,email,uprn,crn",
    "said": "id,what,answer,day",
}
_KNOWN = {name for columns in _TABLES.values() for name in columns.split(",")}
