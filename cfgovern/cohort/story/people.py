"""Who the people are: what they live with, who they are in the terms of equality law, when they started."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from cfgovern.cohort.draw import Ints, ints
from cfgovern.cohort.frame import EMPTY, MONTH, Cells, codes, days, whole, years
from cfgovern.cohort.margins import Joint
from cfgovern.cohort.story.world import MISSING, NOT_ASKED, NOT_KNOWN, YES_NO, Mask, World, weighed

__all__ = ["EVER", "NEEDS", "People", "described", "known", "lived_in", "people", "settled_on"]

NEEDS = ("homelessness", "substance_misuse", "mental_health", "domestic_abuse", "criminal_justice")
EVER = tuple(f"{need}_ever" for need in NEEDS)
"""The concepts of having ever lived with each need."""
SEX = ("female", "male")
_DEFINED = 3  # the definition of the programme, not a figure of its story: so many needs now
_YEAR = 365  # days, for a bound on age that no rule counts to the day
_ROUTES = ("professional_judgement", "transition_point", "not_yet_in_data", "definition_met")
_OPTIONAL = (
    "physical_ill_health", "trauma", "brain_injury", "learning_disability", "neurodiversity", "poverty",
    "no_support_network", "exploitation",
)  # fmt: skip
# Codes that tell of a need: only people who have lived with it have them.
_TELLING = {
    "prison": "criminal_justice", "probation": "criminal_justice", "leaving_prison": "criminal_justice",
    "prolific_offending": "criminal_justice", "domestic_abuse": "domestic_abuse",
    "drug_alcohol": "substance_misuse", "mental_health": "mental_health",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class People:
    """Arrays of one length, one place a person. ``numbers`` from 1 tell who it is in the whole cohort.

    ``need`` and ``engaged``: latent, in thousandths of a standard deviation. ``settled``: 0 sleeping rough
    to 3 a home. Days are days since 1900.
    """

    numbers: Ints
    area: Ints
    drawn: Mapping[str, tuple[Ints, tuple[str, ...]]]
    ever: Mapping[str, Mask]
    current: Mapping[str, Mask]
    need: Ints
    engaged: Ints
    settled: Ints
    start: Ints
    born: Ints

    @property
    def female(self) -> Mask:
        """Who is female."""
        values, words = self.drawn["sex"]
        return np.equal(values, words.index("female"))


def people(world: World, numbers: Ints) -> People:
    """Those of ``numbers`` (from 1) who have started by the day that the data are made for."""
    profile, draw = world.profile, world.draw
    window = round(profile.numbers["window_months"] * MONTH)
    start = world.until - profile.number("starts_days_before") - draw.stream("start").below(window, numbers)
    here = start <= world.as_of
    numbers, start = numbers[here], start[here]
    area = np.searchsorted(world.area_ends, numbers, side="left").astype(np.int64)
    drawn = {
        concept: told for joint in world.joints for concept, told in _drawn(world, joint, numbers).items()
    }
    ever = {need: _is_yes(drawn[f"{need}_ever"]) for need in NEEDS}
    many = sum(ever[need].astype(np.int64) for need in NEEDS) - profile.number("middling_needs")
    effect = draw.stream("area", "need").spread(area) * profile.number("area_effect") // 1000
    need = draw.stream("need").spread(numbers) + many * profile.number("need_for_each_of_five") + effect
    falls = profile.number("engagement_falls_with_need")
    engaged = draw.stream("engaged").spread(numbers) - need * falls // 1000
    engaged += draw.stream("area", "engaged").spread(area) * profile.number("area_effect") // 1000
    current = _current(world, numbers, ever)
    settled = _settled(world, numbers, current["homelessness"])
    born = _born(world, numbers, start, drawn)
    return People(numbers, area, drawn, ever, current, need, engaged, settled, start, born)


def _drawn(world: World, joint: Joint, numbers: Ints) -> dict[str, tuple[Ints, tuple[str, ...]]]:
    """The codes of concepts that are drawn together, as places among words."""
    cell = world.draw.stream("joint", *joint.concepts).pick(weighed(joint.weights), numbers)
    drawn = {}
    for place, concept in enumerate(joint.concepts):
        words = tuple(dict.fromkeys(each[place] for each in joint.cells))
        where = np.array([words.index(each[place]) for each in joint.cells], dtype=np.int64)
        drawn[concept] = (where[cell], words)
    return drawn


def _is_yes(drawn: tuple[Ints, tuple[str, ...]]) -> Mask:
    values, words = drawn
    return np.equal(values, words.index("yes"))


def _current(world: World, numbers: Ints, ever: Mapping[str, Mask]) -> dict[str, Mask]:
    """Which needs are there now: most of those there ever were, and mostly three at least."""
    share = world.profile.share
    now = {
        need: ever[need] & world.chance(share(f"need_is_current.{need}"), numbers, need, "current")
        for need in NEEDS
    }
    few = sum(now[need].astype(np.int64) for need in NEEDS) < _DEFINED
    raised = few & ~world.chance(share("few_needs_now"), numbers, "few needs")
    return {need: now[need] | (raised & ever[need]) for need in NEEDS}


def _settled(world: World, numbers: Ints, homeless: Mask) -> Ints:
    places, words = world.picked("settled_at_start|homelessness=yes", numbers)
    homed, others = world.picked("settled_at_start|homelessness=no", numbers)
    grade = np.array([int(word) for word in words])[places]
    other = np.array([int(word) for word in others])[homed]
    return np.where(homeless, grade, other).astype(np.int64)


def _born(
    world: World, numbers: Ints, start: Ints, drawn: Mapping[str, tuple[Ints, tuple[str, ...]]]
) -> Ints:
    place, words = drawn["age_at_start"] if "age_at_start" in drawn else world.picked("age_at_start", numbers)
    bands = [tuple(map(int, word.split("-"))) for word in words]
    youngest = np.array([low * 36525 // 100 + 1 for low, _ in bands], dtype=np.int64)
    oldest = np.array([(high + 1) * 36525 // 100 - 1 for _, high in bands], dtype=np.int64)
    lived = world.draw.stream("born").between(youngest[place], oldest[place], numbers)
    born = start - lived
    first = world.chance(world.profile.share("first_of_january"), numbers, "first of January")
    return ints(np.where(first, years(born)[1], born))


# -- the participants table --------------------------------------------------------------------------


def known(world: World, who: People) -> dict[str, Cells]:
    """The columns of the participants table that others go by too, by concept."""
    told = _Told(world, who)
    return {
        "sex": codes(world.withheld("sex", np.where(who.female, 0, 1), who.numbers), SEX, MISSING),
        "ethnic_group": told.missing("ethnic_group", told.picked("ethnic_group")),
        "safe_to_contact": told.answer("safe_to_contact", with_need=False),
        "location_protected": codes(told.protected(), YES_NO, MISSING),
    }


def described(world: World, who: People) -> dict[str, Cells]:
    """The other columns of the participants table that say who people are, by concept."""
    rows, told = who.numbers, _Told(world, who)
    columns = _needs(world, who) | told.answers()
    columns |= told.coded(columns["care_experience"])
    columns |= told.taken_on(columns)
    columns["start_date"] = days(who.start)
    before = world.draw.stream("decision_date").below(world.profile.number("decision_within_days"), rows)
    columns["decision_date"] = days(who.start - before)
    year, _ = years(who.born)
    columns["year_of_birth"] = whole(world.withheld("year_of_birth", year, rows), MISSING)
    return columns


def _needs(world: World, who: People) -> dict[str, Cells]:
    """Now and ever of each need."""
    columns = {}
    for need in NEEDS:
        for when, who_does in (("current", who.current), ("ever", who.ever)):
            concept = f"{need}_{when}"
            columns[concept] = world.yes_no(concept, who_does[need], who.numbers, figure="needs")
    return columns


@dataclass(frozen=True, slots=True)
class _Told:
    """Columns drawn by the weights and shares of the profile."""

    world: World
    who: People

    def coded(self, care: Cells) -> dict[str, Cells]:
        """Columns of codes: drawn together with others, or each by its weights. ``care``: care experience."""
        columns = {}
        ethnic = self.picked("ethnic_group")
        for concept in ("nationality_group", "religion"):
            columns[concept] = self.missing(concept, self._by(concept, "ethnic_group", ethnic))
        columns["sexual_orientation"] = self.missing("sexual_orientation", self.picked("sexual_orientation"))
        married = self._by("marital_status", "young", self._young())
        columns["marital_status"] = self.missing("marital_status", married)
        columns["transition_point"] = self.missing("transition_point", self._transition(care))
        referred = self._borne_out("referral_source", self.picked("referral_source"))
        columns["referral_source"] = self.missing("referral_source", referred)
        columns["decision_author_role"] = codes(*self.picked("decision_author_role"))
        columns["accommodation_at_start"] = self.missing("accommodation_at_start", self._lived())
        unknown = columns["referral_source"].values  # nobody declines to be referred
        columns["referral_source"] = codes(
            np.where(unknown < EMPTY, NOT_KNOWN, unknown), columns["referral_source"].words, MISSING
        )
        return columns

    def _transition(self, care: Cells) -> tuple[Ints, tuple[str, ...]]:
        """Only young people leave care or move on from services for the young."""
        drawn = self._by("transition_point", "young", self._young())
        values, words = self._borne_out("transition_point", drawn)
        left = (values == words.index("leaving_care")) & (care.values != YES_NO.index("yes"))
        return ints(np.where(left, words.index("youth_to_adult"), values)), words

    def _borne_out(self, concept: str, drawn: tuple[Ints, tuple[str, ...]]) -> tuple[Ints, tuple[str, ...]]:
        """``drawn``, with another code where one tells of a need that the person never lived with."""
        values, words = drawn
        plain = tuple(word for word in words if word not in _TELLING)
        instead, _ = self.world.picked(concept, self.who.numbers, concept, "instead", codes=plain)
        other = np.array([words.index(word) for word in plain], dtype=np.int64)[instead]
        for word, need in _TELLING.items():
            if word in words:
                values = np.where((values == words.index(word)) & ~self.who.ever[need], other, values)
        return values, words

    def taken_on(self, told: Mapping[str, Cells]) -> dict[str, Cells]:
        """The part of the definition that people were taken on under, as ``told`` bears it out."""
        world, who, no = self.world, self.who, YES_NO.index("no")
        without = sum((told[f"{need}_current"].values == no).astype(np.int64) for need in NEEDS)
        few = without > len(NEEDS) - _DEFINED
        unseen = told["repeated_crisis_contact"].values == no
        point = told["transition_point"]
        at_point = (point.values >= 0) & (point.values != point.words.index("none"))
        share = world.profile.share("taken_on_at_transition_point")
        by_point = at_point & (unseen | world.chance(share, who.numbers, "eligibility_route"))
        route = ints(np.select([few, by_point, unseen], [0, 1, 2], 3))
        reason, reasons = self._by("below_three_reason", "young", self._young())
        return {
            "eligibility_route": codes(route, _ROUTES),
            "below_three_reason": codes(np.where(few, reason, EMPTY), reasons),
        }

    def _young(self) -> tuple[Ints, tuple[str, ...]]:
        """Who was young at the start."""
        return np.where(self._below("young_below"), 0, 1), YES_NO

    def _below(self, figure: str) -> Mask:
        """Who was younger at the start than that many years."""
        young: Mask = self.who.start - self.who.born < self.world.profile.number(figure) * _YEAR
        return young

    def answers(self) -> dict[str, Cells]:
        """Columns of yes and no."""
        world, who, share = self.world, self.who, self.world.profile.share
        columns = {concept: self.answer(concept, optional=True) for concept in _OPTIONAL}
        columns["repeated_crisis_contact"] = self.answer("repeated_crisis_contact")
        columns["care_experience"] = self.answer("care_experience", with_need=False)
        columns["gender_identity_same"] = self.answer("gender_identity_same", with_need=False)
        columns["long_term_condition"] = condition = self.answer("long_term_condition", with_need=False)
        limits, words = self.picked("activity_limitation")
        limits = world.withheld("activity_limitation", limits, who.numbers)
        has = condition.values == YES_NO.index("yes")
        columns["activity_limitation"] = codes(np.where(has, limits, EMPTY), words, MISSING)
        young = who.female & self._below("pregnancy_below")
        expecting = young & world.chance(share("pregnancy_maternity"), who.numbers, "pregnancy_maternity")
        columns["pregnancy_maternity"] = world.yes_no("pregnancy_maternity", expecting, who.numbers)
        return columns

    def protected(self) -> Ints:
        world, who, share = self.world, self.who, self.world.profile.share
        abused = who.current["domestic_abuse"]
        likely = np.where(abused, share("location_protected"), share("location_protected.others"))
        yes = world.chance(likely, who.numbers, "location_protected")
        values = np.where(yes, 0, 1)
        unasked = share("location_protected.not_asked")
        values[world.chance(unasked, who.numbers, "location_protected", "not asked")] = NOT_ASKED
        return values

    def answer(self, concept: str, *, optional: bool = False, with_need: bool = True) -> Cells:
        share = self.world.profile.share(concept)
        slope = self.world.profile.number("answers_go_with_need") if with_need else 0
        likely = np.clip(share + self.who.need * slope * min(share, 1 - share) / 10**6, 0, 1)
        yes = self.world.chance(likely, self.who.numbers, concept)
        return self.world.yes_no(concept, yes, self.who.numbers, optional=optional)

    def picked(self, concept: str) -> tuple[Ints, tuple[str, ...]]:
        if concept in self.who.drawn:
            return self.who.drawn[concept]
        return self.world.picked(concept, self.who.numbers)

    def _by(
        self, concept: str, other: str, drawn: tuple[Ints, tuple[str, ...]]
    ) -> tuple[Ints, tuple[str, ...]]:
        """A column whose weights depend on the codes of ``other``."""
        if concept in self.who.drawn:
            return self.who.drawn[concept]
        weights = self.world.profile.weights
        figures = [name for name in weights if name.startswith(f"{concept}|{other}=")]
        words = tuple(dict.fromkeys(word for name in (concept, *figures) for word in weights[name]))
        values, _ = self.world.picked(concept, self.who.numbers, codes=words)
        for figure in figures:
            among = [place for place, word in enumerate(drawn[1]) if word in figure.split("=")[1].split("+")]
            instead, _ = self.world.picked(figure, self.who.numbers, codes=words)
            values = np.where(np.isin(drawn[0], among), instead, values)
        return values, words

    def _lived(self) -> tuple[Ints, tuple[str, ...]]:
        return lived_in(self.world, self.who.settled, self.who.numbers, "accommodation_at_start")

    def missing(self, concept: str, drawn: tuple[Ints, tuple[str, ...]]) -> Cells:
        return codes(self.world.withheld(concept, drawn[0], self.who.numbers), drawn[1], MISSING)


def settled_on(world: World, who: People, person: Ints, state: Ints) -> Ints:
    """How settled people live while latent need is ``state``: steps up as it falls, now and then one down."""
    step = world.profile.number("need_for_a_step_of_housing")
    better = who.need[person] - state
    return ints(np.clip(who.settled[person] + (better + step // 2) // step, 0, 3))


def lived_in(world: World, settled: Ints, rows: Ints, *what: str) -> tuple[Ints, tuple[str, ...]]:
    """The kind of place that people so ``settled`` live in."""
    weights = world.profile.weights
    figures = [f"accommodation|settled={grade}" for grade in range(4)]
    words = tuple(dict.fromkeys(word for figure in figures for word in weights[figure]))
    values = np.zeros(len(rows), dtype=np.int64)
    for grade, figure in enumerate(figures):
        there = settled == grade
        values[there] = world.picked(figure, rows[there], *what, codes=words)[0]
    return values, words
