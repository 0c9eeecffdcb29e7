"""What each mode of ``cfgovern synth`` makes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from typing import Literal

from cfgovern.cohort.draw import Draw
from cfgovern.cohort.faults import by_reason, load_catalogue, plant
from cfgovern.cohort.linkage import links_csv, make_linkage
from cfgovern.cohort.linkgroups import groups_csv, groups_of
from cfgovern.cohort.notes import identities, make_notes, notes_csv
from cfgovern.cohort.quarters import CHANGES, Change, changes_csv, quarters
from cfgovern.cohort.rows import Rows
from cfgovern.cohort.unreal import NHS_NUMBERS
from cfgovern.cohort.volume import write_volume
from cfgovern.evidence.spans import SPANS, spans_csv
from cfgovern.evidence.truth import DECOYS, FAULTS, faults_csv
from cfgovern.journeys.cohortreport import cohort_report
from cfgovern.journeys.edge import make_edge
from cfgovern.journeys.synthwork import Work, not_about
from cfgovern.progress import Counted, Progress
from cfgovern.reporting.cohort import render_html
from cfgovern.reporting.cohorttext import render_text
from cfgovern.reporting.plain import count_of

__all__ = ["MODES"]

_NOTES_A_PERSON = 4
_QUARTERS = 3  # the codes of areas are valid from January 2026, and October 2026 is the day data are made for
_ALONE = "submission"


def _tiny(work: Work) -> None:
    for area in range(work.areas):
        work.writer.add(work.name(area), work.rows(area))


def _cohort(work: Work) -> None:
    """Each area a submission of its own, and a report on all of them together."""
    whole: Rows = {table.name: [] for table in work.contract.tables}
    cohort = work.cohort
    for area, code in enumerate(cohort.areas):
        rows = work.rows(area)
        work.writer.add(code or _ALONE, rows)
        for name, made in rows.items():
            whole[name] += made
    if cohort.profile is None:
        return  # nothing was asked of the whole
    if work.progress is not None:
        work.progress(Progress("checking"))
    report = cohort_report(
        work.contract,
        cohort.profile,
        whole,
        mode=work.asked.mode,
        seed=work.asked.seed,
        as_of=work.asked.as_of,
        targets=[*not_about(cohort.profile.targets, work.own), *work.own],
    )
    work.writer.bytes("report.html", render_html(report).encode())
    work.writer.bytes("report.txt", render_text(report).encode())
    work.said.append(render_text(report))


def _edge(work: Work) -> None:
    rows, coverage = make_edge(work.contract, as_of=work.asked.as_of, seed=work.asked.seed)
    work.writer.add("edge", rows)
    work.said += ["What the rows reach, of what there is:", *(f"  {line}" for line in coverage.lines())]


def _faulty(work: Work) -> None:
    catalogue = load_catalogue()
    asked = catalogue.chosen(filter(None, map(str.strip, work.asked.faults.split(","))))
    rows = work.rows()
    work.writer.count(rows)
    planting = plant(
        work.contract,
        rows,
        asked,
        form="workbook" if work.writer.form == "xlsx" else "csv",
        as_of=work.asked.as_of,
        decoys=catalogue.decoys if asked == catalogue.kinds else (),
        seed=work.asked.seed,
    )
    for submission in planting.submissions:
        for path, data in submission.files.items():
            work.writer.bytes(path, data)
    truth = [place for submission in planting.submissions for place in submission.truth]
    decoys = [place for submission in planting.submissions for place in submission.decoys]
    work.writer.bytes(FAULTS, faults_csv(truth))
    if decoys:
        work.writer.bytes(DECOYS, faults_csv(decoys))
    kinds = len({place.fault for place in truth})
    work.said.append(
        f"{count_of(kinds, 'kind of fault', 'kinds of fault')} in {count_of(len(truth), 'place', 'places')}, "
        f"{count_of(len(planting.submissions), 'submission', 'submissions')}."
    )
    if planting.left_out:
        work.notes.append(f"Not planted: {by_reason(planting.left_out)}.")
    work.notes += [
        f"{kind.id} is found only where the check is given {kind.judged_with}."
        for kind in asked
        if kind.judged_with and kind.id not in planting.left_out
    ]
    work.notes.append(
        "Rows and digests of tables are those of the clean rows that the faults were planted in."
    )


def _linkage(work: Work) -> None:
    whole = work.rows()
    made = make_linkage(work.contract, whole, Draw(work.asked.seed))
    for side, rows in (("left", made.left), ("right", made.right)):
        work.writer.add(side, rows)
    work.writer.bytes("links.csv", links_csv(made.links))
    work.writer.bytes("groups.csv", groups_csv(groups_of(work.contract, whole, made)))
    alike = count_of(len(made.look_alikes), "pair of people", "pairs of people")
    work.said += [
        f"{count_of(len(made.links), 'person', 'people')} stand in both files (links.csv).",
        "Ethnicity, where names come from and who has no fixed abode stand in groups.csv.",
        f"{alike} are easily taken for one and are two.",
        "Of those who stand in both, written differently:",
        *(f"  {concept}: {share:.1f} %" for concept, share in made.differing.items()),
    ]


def _notes(work: Work) -> None:
    made = make_notes(
        identities(work.contract, work.rows()),
        notes=work.people * _NOTES_A_PERSON,
        as_of=work.asked.as_of,
        seed=work.asked.seed,
    )
    work.writer.bytes("notes.csv", notes_csv(made))
    work.writer.bytes(SPANS, spans_csv(made.spans))
    work.said.append(f"{count_of(len(made.rows), 'note', 'notes')}, {len(made.spans):,} identifiers in them.")


def _quarters(work: Work) -> None:
    changes: list[Change] = []
    for sent in quarters(
        work.contract,
        people=work.people,
        areas=work.areas,
        quarters=_QUARTERS,
        as_of=work.asked.as_of,
        seed=work.asked.seed,
        asked=work.targets,
    ):
        work.writer.add(sent.name, sent.rows)
        changes += sent.changes
        work.said.append(f"{sent.name}: check it as on {sent.as_of.isoformat()}.")
    work.writer.bytes(CHANGES, changes_csv(work.contract, changes))
    counted = Counter(change.kind for change in changes)
    told = ", ".join(f"{count:,} {kind}" for kind, count in sorted(counted.items()))
    work.said.append(f"What changes from one return to the next ({CHANGES}): {told or 'nothing'}.")


def _volume(work: Work) -> None:
    place = work.writer.ready / "SYNTHETIC-volume"
    place.mkdir()
    form: Literal["csv", "parquet"] = "csv" if work.writer.form == "csv" else "parquet"
    made = write_volume(work.cohort, place, form, counted=_making(work))
    work.whole = {name: digested.told() for name, digested in made.tables.items()}
    work.writer.submissions[place.name] = work.whole
    work.nhs_numbers_left_empty = made.empty_nhs_numbers
    if made.empty_nhs_numbers:
        count = count_of(made.empty_nhs_numbers, "person has", "people have")
        work.notes.append(f"{count} no NHS number: there are only {NHS_NUMBERS:,} that belong to nobody.")


def _making(work: Work) -> Counted | None:
    """Who hears how many people are made, if anybody does."""
    told = work.progress
    return None if told is None else lambda done, of, unit: told(Progress("making", done, of, unit))


MODES: Mapping[str, Callable[[Work], None]] = {
    "tiny": _tiny,
    "cohort": _cohort,
    "edge": _edge,
    "faulty": _faulty,
    "linkage": _linkage,
    "notes": _notes,
    "volume": _volume,
    "quarters": _quarters,
}
