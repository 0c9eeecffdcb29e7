"""How a score against the truth is told: the same words and figures in every face."""

from __future__ import annotations

from cfgovern.findings import FaultScore, Score
from cfgovern.reporting.plain import count_of

__all__ = ["HEADS", "TITLE", "rows", "score_document", "sentences"]

TITLE = "What was planted, and what was found"
HEADS = ("Fault", "Planted", "Found", "Not judged", "Recall", "Precision")


def rows(score: Score) -> list[tuple[str, ...]]:
    """One row of :data:`HEADS` for each fault, then one for all of them."""
    return [*((one.fault, *_figures(one)) for one in score.faults), ("All", *_figures(score))]


def _figures(one: FaultScore | Score) -> tuple[str, ...]:
    counts = (f"{count:,}" for count in (one.planted, one.found, one.not_run))
    return (*counts, _share(one.recall), _share(one.precision))


def sentences(score: Score) -> list[str]:
    """What the figures do not say by themselves."""
    others, told = sum(score.rules.values()), []
    if score.not_run:
        places = count_of(score.not_run, "place", "places")
        told.append(
            f"Not judged, as no rule that finds them was run, and not counted in the recall: {places}. "
            f"{' '.join(score.because)}"
        )
    told += [f"{count_of(others, 'finding is', 'findings are')} about nothing that was planted."]
    if others:
        told += [f"{rule}: {count:,}" for rule, count in score.rules.items()]
    if score.decoys:
        told.append(f"{score.silent:,} of {count_of(score.decoys, 'decoy', 'decoys')} stayed silent.")
    return told


def _share(share: float | None) -> str:
    """A share that rounds to neither nought nor all unless it is just that."""
    if share is None:
        return "-"
    return f"{min(max(100 * share, 0.1), 99.9):.1f} %" if 0 < share < 1 else f"{100 * share:.0f} %"


def score_document(score: Score) -> dict[str, object]:
    """The score as plain values, keys in the published order."""
    return {
        "planted": score.planted,
        "found": score.found,
        "not_run": score.not_run,
        "recall": score.recall,
        "precision": score.precision,
        "faults": [
            {
                "fault": one.fault,
                "planted": one.planted,
                "found": one.found,
                "not_run": one.not_run,
                "recall": one.recall,
                "precision": one.precision,
            }
            for one in score.faults
        ],
        "unexplained": {
            "count": sum(score.rules.values()),
            "rules": dict(score.rules),
            "findings": [
                {"rule": rule, "table": table or None, "row": row, "column": column or None}
                for rule, table, row, column in score.unexplained
            ],
        },
        "decoys": {"planted": score.decoys, "silent": score.silent},
    }
