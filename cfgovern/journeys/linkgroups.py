"""For whom links are wrong: the groups that a submission in the clear tells of, beside its identifiers.

They are told in the words of the contract's code lists, and never compared.
"""

from __future__ import annotations

from collections.abc import Iterator

from cfgovern.contract.model import Contract, Table
from cfgovern.engine.generalise import Way
from cfgovern.engine.parting import PartColumn, PartTable
from cfgovern.identifiers.postcode import NO_FIXED_ABODE

__all__ = ["ABODE", "group_parts", "is_of_groups", "tables_of_groups"]

ABODE = "fixed_abode"
"""The kind of group that is told of who has none alone: everybody else has one."""
_ETHNICITY = ("ethnicity", "ethnic_group")
_NOWHERE = tuple((code, "no") for code in (NO_FIXED_ABODE, NO_FIXED_ABODE.replace(" ", "")))


def tables_of_groups(contract: Contract) -> set[str]:
    """The tables that are read for it."""
    return {table.name for table, _ in _told(contract)}


def is_of_groups(part: PartTable) -> bool:
    """Whether a part is one of :func:`group_parts`."""
    return part.columns[:1] == (_RECORD,)


def group_parts(contract: Contract) -> list[PartTable]:
    """Files of the record id and of one group each, for everybody who was not rejected."""
    return [
        PartTable("payload", f"groups-{number}", table.name, record.name, (_RECORD, column))
        for number, (table, column) in enumerate(_told(contract))
        if (record := table.record_id)
    ]


_RECORD = PartColumn("record", "record")


def _told(contract: Contract) -> Iterator[tuple[Table, PartColumn]]:
    for table in contract.tables:
        if table.record_id is None:
            continue
        kind, concept = _ETHNICITY
        if (column := table.by_concept(concept)) and (pairs := tuple(contract.told_as(column).items())):
            yield table, PartColumn(kind, "value", column.name, Way("lookup", pairs=pairs))
        if postcode := next((one for one in table.collected if one.identifier == "postcode"), None):
            yield table, PartColumn(ABODE, "value", postcode.name, Way("lookup", pairs=_NOWHERE))
