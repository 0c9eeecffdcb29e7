"""What is asked about a submission, and what is known before it is read."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from cfgovern.contract.model import Contract
from cfgovern.evidence.previous import Previous, read_previous
from cfgovern.intake.limits import Limits
from cfgovern.journeys.collection import due_of
from cfgovern.journeys.waiving import Resting, resting
from cfgovern.profile.area import Area
from cfgovern.profile.confirmations import Confirmations, load_confirmations
from cfgovern.profile.mapping import AreaMapping, load_mapping
from cfgovern.progress import Told
from cfgovern.validation.collection import Due
from cfgovern.validation.planning import Planned, make_plan
from cfgovern.yamlfile import Given

if TYPE_CHECKING:
    from cfgovern.engine.spark.session import SparkSession

__all__ = ["Known", "Request", "known_for"]


@dataclass(frozen=True, slots=True)
class Request:
    """One submission, a file, a folder or a stream of one file; the rest is as for ``cfgovern.api.check``."""

    submission: Path | BinaryIO
    contract: Path | Given
    table: str | None = None
    as_of: date | None = None
    period: tuple[date, date] | None = None
    area: Area | None = None
    mapping: Path | str | None = None
    score_against: Path | str | None = None
    confirmations: Path | str | None = None
    previous: Path | str | None = None
    annotate: bool = False
    limits: Limits | None = None
    progress: Told | None = None
    spark: str | SparkSession | None = None


@dataclass(frozen=True, slots=True)
class Known:
    """The contract, and what is to be checked on ``day`` (ISO date) and told by the files beside it.

    ``due``: what the calendar says of the return. ``mapped``: in whose words. ``rests``: its waivers.
    """

    contract: Contract
    day: str
    planned: Planned
    period: tuple[str, str] | None = None
    due: Due = field(default_factory=Due)
    mapped: AreaMapping | None = None
    rests: Resting = field(default_factory=Resting)
    confirmations: Confirmations | None = None
    previous: Previous | None = None

    @property
    def names(self) -> list[str]:
        """What a sheet may be called in a report: by the contract, and by the area."""
        mapped = self.mapped.tables.values() if self.mapped else ()
        return [
            *(table.name for table in self.contract.tables),
            *(told.sheet for told in mapped if told.sheet),
        ]

    def options(self, table: str | None) -> dict[str, Any]:
        """What can change the result: the day, the period, and the digests of files."""
        return {
            "as_of": self.day,
            "table": table,
            "period": self.period,
            "mapping": self.mapped.digest if self.mapped else None,
            "waivers": self.rests.digest,
            "confirmations": self.confirmations.digest if self.confirmations else None,
            "previous": self.previous.digest if self.previous else None,
        }


def known_for(request: Request, contract: Contract) -> Known:
    """What is known for ``request`` before its submission is read; files of another contract are refused.

    Raises OperatorFileError or UsageError as ``cfgovern.api.check`` does.
    """
    area, period = request.area, request.period
    if area is not None:
        area.must_name(contract.id)
    if request.table is not None:
        contract.must_have(request.table)
    confirmed = load_confirmations(Path(request.confirmations)) if request.confirmations is not None else None
    if confirmed is not None:
        confirmed.must_name(contract.id)
    previous = read_previous(Path(request.previous), contract.id) if request.previous is not None else None
    mapped = load_mapping(Path(request.mapping), contract) if request.mapping is not None else None
    day = (request.as_of or datetime.now().astimezone().date()).isoformat()
    days = (period[0].isoformat(), period[1].isoformat()) if period else None
    due = due_of(area, contract, day)
    planned = make_plan(contract, day, days, due.areas)
    rests = resting(request.contract, contract, planned, day, area.area if area else None)
    return Known(contract, day, rests.planned(planned), days, due, mapped, rests, confirmed, previous)
