"""``cfgovern draft``."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import click

from cfgovern.cli.main import options
from cfgovern.cli.outputs import printable
from cfgovern.cli.places import keep_apart
from cfgovern.cli.reports import CONTRACT
from cfgovern.cli.settings import settings
from cfgovern.cli.streams import a_file, a_folder
from cfgovern.cli.values import DAY, PLACE
from cfgovern.errors import UsageError

__all__ = ["ANSWERS", "AREA", "AS_OF", "READ_EVIDENCE", "draft", "request_of"]

_KINDS = ("dpia", "dsa")
_FORMATS = ("docx", "html", "json")
_WORDS = {"dpia": "data protection impact assessment", "dsa": "data-sharing agreement"}
AREA = click.option(
    "--area",
    type=PLACE,
    callback=a_file,
    metavar="FILE",
    help="The area profile (default: area.yaml of the working folder).",
)
ANSWERS = click.option(
    "--answers",
    type=PLACE,
    callback=a_file,
    metavar="FILE",
    help="What people answered (default: answers.yaml beside the profile, where there is one).",
)
READ_EVIDENCE = click.option(
    "--evidence",
    type=PLACE,
    callback=a_folder,
    metavar="DIR",
    help="The run records to read (default: evidence beside the profile, where there is one).",
)
AS_OF = click.option("--as-of", type=DAY, metavar="DATE", help="The day of the draft (default: today).")


def request_of(
    pack: Path | None,
    contract: Any,
    area: Path | None,
    answers: Path | None,
    evidence: Path | None,
    as_of: date | None,
) -> Any:
    """What documents are asked for: options first, then ``cfgovern.yaml``, then what stands by the profile.

    Raises UsageError ``draft.no_area`` where there is no area profile.
    """
    from cfgovern.api import default_contract
    from cfgovern.journeys.documents import DocumentRequest

    kept = settings(pack, contract, evidence)
    profile = area or kept.area_file
    if profile is None:
        raise UsageError(
            "draft.no_area",
            "There is no area profile to draft from.",
            fix="Name it with --area, or start a folder with: cfgovern init DIR --area-name NAME.",
        )
    beside = profile.parent / "answers.yaml"
    records = kept.evidence or profile.parent / "evidence"
    return DocumentRequest(
        area=profile,
        contract=kept.contract or default_contract(),
        as_of=as_of or date.today(),  # noqa: DTZ011  (the day where the user is)
        answers=answers or (beside if beside.is_file() else None),
        evidence=records if records.is_dir() else None,
    )


@click.command()
@click.argument("kind", type=click.Choice(_KINDS))
@AREA
@CONTRACT
@ANSWERS
@READ_EVIDENCE
@AS_OF
@click.option("--out", type=PLACE, required=True, callback=a_folder, metavar="DIR", help="Where it goes.")
@click.option(
    "--format",
    "formats",
    multiple=True,
    type=click.Choice(_FORMATS),
    help="May be given several times (default: all).",
)
@click.option("--template", type=PLACE, callback=a_file, metavar="FILE", help="A Word template of your own.")
@options
def draft(
    kind: str,
    area: Path | None,
    contract: Any,
    answers: Path | None,
    evidence: Path | None,
    as_of: date | None,
    out: Path,
    formats: tuple[str, ...],
    template: Path | None,
    quiet: bool,
    pack: Path | None,
    **_every: Any,
) -> int:
    """Draft the data protection impact assessment (dpia) or the data-sharing agreement (dsa) of an area.

    It is written from the contract, the area profile, people's answers and the records of runs. What nobody
    has answered stays open and stands out. A draft is not legal advice.
    """
    from cfgovern import api

    asked = request_of(pack, contract, area, answers, evidence, as_of)
    faces = tuple(dict.fromkeys(formats)) or _FORMATS
    read = [asked.area, asked.answers, template]
    keep_apart([out / f"{kind}.{face}" for face in faces], "--out", contract=asked.contract, also=read)
    made = api.draft(kind, asked, out, formats=faces, template=template)
    if not quiet:
        names = ", ".join(file.name for file in made.files)
        told = (
            f"Drafted the {_WORDS[kind]}: {names} in {out}.",
            f"Of {made.questions} questions {made.open} are open, and {made.confirm} are drafts to confirm.",
            "It is a draft, written by a program, and not legal advice.",
        )
        for line in told:
            click.echo(printable(line, "text"))
    return 0
