"""The words of a linkage: what is compared, how two records are alike, and what a threshold means."""

from __future__ import annotations

from cfgovern.evidence.links import Explained, Figures, Linkage, Rule, Step, Worth
from cfgovern.reporting.plain import count_of

__all__ = [
    "GROUPS",
    "called",
    "edge_of",
    "least_words",
    "level_words",
    "linked_least",
    "named",
    "probability",
    "rule_words",
    "share",
    "threshold_words",
    "use_words",
]

GROUPS = {
    "sex": "Sex",
    "nino": "National Insurance number",
    "postcode": "Postcode",
    "street": "Address",
    "dob": "Day of birth",
    "ethnicity": "Ethnicity",
    "fixed_abode": "A fixed abode",
    "name_origin": "Where the name comes from",
}
_NAMES = {
    "clk": "the bits of Cryptographic Longterm Keys",
    "nino": "National Insurance number",
    "nhs_number": "NHS number",
    "pnc_id": "PNC identifier",
    "given_full": "given name",
    "given_first": "first part of the given name",
    "given_prefix3": "first three letters of the given name",
    "given_phonetic": "sound of the given name",
    "given_initial": "initial of the given name",
    "nickname_root": "name that the given one is short for",
    "surname_full": "family name",
    "surname_prefix3": "first three letters of the family name",
    "surname_phonetic": "sound of the family name",
    "names_sorted": "all names in any order",
    "dob": "day of birth",
    "dob_year": "year of birth",
    "dob_month": "month of birth",
    "dob_day": "day of the month of birth",
    "postcode_outward": "first half of the postcode",
    "street": "house and street",
}
_WAYS = {
    "same": "the same in",
    "crossed": "swapped:",
    "like": "much alike in",
}
_LEFT_OUT = {
    "not_in_both": "left out: one file says nothing of it",
    "over_budget": "left out: with the rules that cost less it would be more than {budget:,} pairs in all",
}
_FAR = 1.0  # of match weight: as much as makes a difference


def named(name: str) -> str:
    """What a comparison or a group is called in a sentence."""
    return _NAMES.get(name) or name.replace("_", " ")


def rule_words(rule: Rule) -> str:
    """In what two records are the same that a blocking rule brings together."""
    return " + ".join(map(named, rule.columns)) or "nothing: every pair"


def use_words(rule: Rule, told: Linkage) -> str:
    """Whether the rule is used, and if not, why."""
    return _LEFT_OUT[rule.use].format(budget=told.budget) if rule.use in _LEFT_OUT else "used"


def edge_of(told: Linkage, explained: Explained) -> Step:
    """The step of the threshold that was used: the one that is nearest to its probability."""
    return min(explained.steps, key=lambda one: abs(probability(one.weight) - told.threshold))


def threshold_words(told: Linkage, explained: Explained) -> str:
    """The chosen threshold in a sentence, and what the next steps to both sides would change."""
    edge = edge_of(told, explained)
    lower = [one for one in explained.steps if one.weight <= edge.weight - _FAR]
    higher = [one for one in explained.steps if one.weight >= edge.weight + _FAR]
    said = [
        f"A pair is a link from a probability of {told.threshold:g} on, which is a match weight of "
        f"{edge.weight:.1f}: {count_of(edge.links, 'link', 'links')}."
    ]
    for step, way, change in [
        *((one, "Down to", "more") for one in lower[-1:]),
        *((one, "Up to", "fewer") for one in higher[:1]),
    ]:
        by = f"{abs(step.links - edge.links):,} {change}"
        said.append(f"{way} a weight of {step.weight:g} it would be {by}{_paid(step, edge)}.")
    return " ".join(said)


def _paid(step: Step, edge: Step) -> str:
    if step.precision is None or edge.precision is None or step.recall is None or edge.recall is None:
        return ""
    changes = ((step.precision - edge.precision, "precision"), (step.recall - edge.recall, "recall"))
    told = [f"{what} {'higher' if by > 0 else 'lower'} by {abs(by):.4f}" for by, what in changes if by]
    return f", {' and '.join(told)}" if told else ""


def probability(weight: float) -> float:
    """The probability of a match weight."""
    return 1 / (1 + 2**-weight)


def share(share: float | None) -> str:
    """A share as reports write it."""
    return "not known" if share is None else f"{share:.4f}"


def level_words(one: Worth, place: int) -> str:
    """In words how the two are alike."""
    if place == len(one.levels):
        return "differs"
    level = one.levels[place]
    if place == 0:
        return "the same"
    if level.way == "either":
        return "the same as a part, or another name, of the other"
    what = " and ".join(named(name) for name in level.columns)
    return f"{_WAYS[level.way]} {what}"


def linked_least(told: Linkage) -> tuple[str, str, Figures] | None:
    """The kind and the group whose true pairs are found least, of those that can be judged; None where no
    group is found less than everybody together."""
    judged = [
        (name, group, one)
        for name, groups in told.by_group.items()
        for group, one in groups.items()
        if not isinstance(one, int) and one.recall is not None
    ]
    least = min(judged, key=lambda one: one[2].recall or 0.0, default=None)
    whole = told.figures.recall if told.figures else None
    if least is None or whole is None or least[2].recall is None or least[2].recall >= whole:
        return None
    return least


def least_words(told: Linkage) -> str:
    """In one sentence who is linked least."""
    least = linked_least(told)
    if least is None or told.figures is None:
        return "No group that can be judged is linked less often than everybody together."
    name, group, one = least
    true = one.found + one.missed
    return (
        f"LINKED LEAST: {GROUPS.get(name, named(name))}, {group.replace('_', ' ')}: of {true:,} people who "
        f"stand in both {one.found:,} were found ({share(one.recall)}; of everybody "
        f"{share(told.figures.recall)}), and {count_of(one.false_links, 'link is', 'links are')} false."
    )


def called(name: str) -> str:
    """As :func:`named`, at the beginning of a line."""
    said = named(name)
    return said[:1].upper() + said[1:]
