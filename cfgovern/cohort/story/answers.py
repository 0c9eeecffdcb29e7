"""What was answered: the assessment by a worker and the questionnaire of the person, wave by wave."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from cfgovern.cohort.draw import Ints, ints
from cfgovern.cohort.frame import EMPTY, Cells, Frame, codes, days, whole
from cfgovern.cohort.story.course import NEVER, Course, Waves
from cfgovern.cohort.story.people import People, lived_in, settled_on
from cfgovern.cohort.story.world import DECLINED, MISSING, NOT_KNOWN, Mask, World, figures

__all__ = ["assessments", "outcomes"]

_ITEMS = ("ndteng", "ndtish", "ndtush", "ndtrto", "ndtrfo", "ndtsax", "ndtse", "ndtada", "ndtic", "ndthng")
_ENDED = {"died": "died", "prison": "in_prison", "hospital": "in_hospital"}


def assessments(world: World, who: People, went: Course, waves: Waves) -> Frame:
    """The assessments table, by concept."""
    done, reason = _not_done(world, who, went, waves)
    columns: dict[str, Cells] = {
        "wave": whole(waves.wave),
        "assessment_date": days(waves.day),
        "not_assessed_reason": reason,
    }
    total = np.zeros(len(waves.rows), dtype=np.int64)
    whole_score = done.copy()
    for item in _ITEMS:
        values, times = _scored(world, who, item, waves), world.profile.scores[item].get("times", 1)
        unknown = world.chance(world.profile.share("score_not_known"), waves.rows, item, "not known")
        values = values * times
        total += values
        whole_score &= ~unknown
        columns[item] = whole(np.where(done, np.where(unknown, NOT_KNOWN, values), EMPTY), MISSING)
    columns["ndta_total"] = whole(np.where(whole_score, total, EMPTY))
    columns["assessor_role"] = codes(*world.picked("assessor_role", waves.rows))
    return Frame(waves.person, columns)


def outcomes(world: World, who: People, went: Course, waves: Waves) -> Frame:
    """The outcomes table, by concept: a few days after the assessment, never after support ended."""
    done, reason = _not_done(world, who, went, waves)
    refused = done & world.chance(
        world.profile.share("questionnaire_not_done"), waves.rows, "questionnaire not done"
    )
    why, reasons = world.picked("questionnaire_not_done", waves.rows)
    words = tuple(dict.fromkeys((*reason.words, *reasons)))
    other = np.array([words.index(word) for word in reasons])[why]
    later = waves.day + world.draw.stream("outcome_date").below(
        world.profile.number("questionnaire_within_days"), waves.rows
    )
    day = np.where(waves.active, np.minimum(later, _until_gap(went, waves)), waves.day)
    answered = done & ~refused
    columns: dict[str, Cells] = {
        "wave": whole(waves.wave),
        "outcome_date": days(day),
        "not_completed_reason": codes(np.where(refused, other, reason.values), words),
    }
    mode, modes = world.picked("outcome_mode", waves.rows)
    columns["outcome_mode"] = codes(np.where(answered, mode, EMPTY), modes)
    for concept, score in world.profile.scores.items():
        if concept not in _ITEMS:
            columns[concept] = _answer(world, who, concept, score, waves, answered)
    columns["housing_situation"] = _housing(world, who, waves, answered)
    happened = np.flatnonzero(day <= world.as_of)
    taken = {concept: cells.taken(happened) for concept, cells in columns.items()}
    return Frame(waves.person[happened], taken)


def _until_gap(went: Course, waves: Waves) -> Ints:
    """The day support ended, for waves before that day."""
    end = went.end[waves.person]
    return ints(np.where(waves.day <= end, np.maximum(end, waves.day), NEVER))


def _not_done(world: World, who: People, went: Course, waves: Waves) -> tuple[Mask, Cells]:
    """Which waves were done, and why the others were not."""
    share = world.profile.share
    likely = share("wave_not_done") * (1 - who.engaged[waves.person] / 1000)
    likely = np.clip(likely, share("wave_not_done.least"), share("wave_not_done.most"))
    missed = world.chance(likely, waves.rows, "wave", "not done")
    why, words = world.picked("wave_not_done", waves.rows)
    words = tuple(dict.fromkeys((*words, "left_programme", *_ENDED.values())))
    after = np.full(len(went.kind), words.index("left_programme"), dtype=np.int64)
    for kind, reason in _ENDED.items():
        after[went.of_kind(kind)] = words.index(reason)
    done = waves.active & ~missed
    reason_of = np.where(waves.active, why, after[waves.person])
    return done, codes(np.where(done, EMPTY, reason_of), words)


def _scored(world: World, who: People, concept: str, waves: Waves) -> Ints:
    """The answer to a scored question, whole, within its range."""
    told = figures(world.profile.scores[concept])
    noise = world.draw.stream("score", concept).spread(waves.rows)
    value = told["middle"] + (told["slope"] * waves.state + told["noise"] * noise) // 1000
    if "settled" in told:  # the middle is that of people who live somewhere for now
        value += told["settled"] * (settled_on(world, who, waves.person, waves.state) - 1)
    return ints(np.clip((value + 500) // 1000, told["lowest"] // 1000, told["highest"] // 1000))


def _answer(
    world: World, who: People, concept: str, score: Mapping[str, Any], waves: Waves, answered: Mask
) -> Cells:
    values = _scored(world, who, concept, waves)
    refused = world.chance(world.profile.share("answer_refused"), waves.rows, concept, "refused")
    values = np.where(answered, np.where(refused, DECLINED, values), EMPTY)
    words = score.get("codes")
    return codes(values, words, MISSING) if words else whole(values, MISSING)


def _housing(world: World, who: People, waves: Waves, answered: Mask) -> Cells:
    """Where people live now."""
    settled = settled_on(world, who, waves.person, waves.state)
    values, words = lived_in(world, settled, waves.rows, "housing_situation")
    return codes(np.where(answered, values, EMPTY), words)
