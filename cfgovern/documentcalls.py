"""The part of the front door about an area's folder and documents; :mod:`cfgovern.api` hands it on."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from cfgovern.errors import Fault
    from cfgovern.journeys.documents import DocumentRequest
    from cfgovern.journeys.drafting import Drafted
    from cfgovern.journeys.importing import Imported
    from cfgovern.journeys.verify import Verified
    from cfgovern.yamlfile import Given

__all__ = [
    "check_template",
    "diff_documents",
    "documents_status",
    "draft",
    "explain_risk",
    "import_answers",
    "new_template",
    "start_area",
    "verify_documents",
]


def draft(
    kind: str,
    asked: DocumentRequest,
    out: Path | str,
    *,
    formats: Sequence[str] = ("docx", "html", "json"),
    template: Path | None = None,
) -> Drafted:
    """Draft the document ``kind`` (dpia or dsa) of one area into the folder ``out``.

    ``asked``: ``cfgovern.journeys.documents.DocumentRequest``. Raises as
    :func:`cfgovern.journeys.drafting.draft` does.
    """
    from cfgovern.journeys.drafting import draft as drafted

    return drafted(kind, asked, Path(out), formats=formats, template=template)


def documents_status(asked: DocumentRequest) -> dict[str, Any]:
    """How far every document of an area is. Raises OperatorFileError for a faulty file."""
    from cfgovern.journeys.documentstatus import documents_status as told

    return told(asked)


def explain_risk(asked: DocumentRequest, risk: str) -> list[str]:
    """Why a risk stands where it stands. Raises UsageError ``documents.no_risk``, OperatorFileError."""
    from cfgovern.journeys.documentstatus import explain_risk as explained

    return explained(asked, risk)


def verify_documents(
    files: Sequence[Path], asked: DocumentRequest, *, notice: Path | None = None, template: Path | None = None
) -> Verified:
    """Hold drafted documents, and the text of a notice, to what is so now.

    Raises as :func:`cfgovern.journeys.verify.verify_documents` does.
    """
    from cfgovern.journeys.verify import verify_documents as verified

    return verified(files, asked, notice=notice, template=template)


def diff_documents(old: Path, new: Path) -> list[str]:
    """What changed from one drafted document to another, a sentence each.

    Raises as :func:`cfgovern.journeys.verify.diff_documents` does.
    """
    from cfgovern.journeys.verify import diff_documents as compared

    return compared(old, new)


def import_answers(
    file: Path, asked: DocumentRequest, answers: Path, *, by: str = "", on: str = "", replace: bool = False
) -> Imported:
    """Write what somebody changed in a drafted Word document into ``answers``, a file of answers.

    Raises as :func:`cfgovern.journeys.importing.import_answers` does.
    """
    from cfgovern.journeys.importing import import_answers as imported

    return imported(file, asked, answers, by=by, on=on, replace=replace)


def check_template(path: Path | str, kind: str | None = None) -> list[Fault]:
    """Every fault of a Word template. ``kind``: dpia or dsa; without it the headings tell.

    Raises UsageError ``draft.template`` where the file cannot be read.
    """
    from cfgovern.journeys.wordtemplates import check_template as checked

    return checked(Path(path), kind)


def new_template(kind: str, out: Path | str) -> None:
    """Write a new Word template of the document ``kind``. Raises UsageError ``templates.there``."""
    from cfgovern.journeys.wordtemplates import new_template as made

    made(kind, Path(out))


def start_area(
    folder: Path | str,
    area_name: str,
    *,
    contract: Path | str | Given | None = None,
    today: date | None = None,
) -> list[Path]:
    """Write a starter folder for one area: profile, answers, mapping, settings, and what git is to keep out.

    ``contract``: the one that the profile names, without it the programme contract. ``today``: the profile
    begins with its quarter. Returns the files; nothing that stands there is written over. Raises as
    :func:`cfgovern.journeys.starting.start_area` does.
    """
    from cfgovern.api import default_contract
    from cfgovern.journeys.starting import start_area as started

    source = Path(contract) if isinstance(contract, str) else contract or default_contract()
    return started(Path(folder), area_name, source, today=today or datetime.now().astimezone().date())
