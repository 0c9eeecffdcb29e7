"""What a plan of what to share says in sentences, and what its sets and groups are called."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from cfgovern.evidence.linkplan import NEAR, Group, LinkPlan, SharedSet
from cfgovern.evidence.links import Figures

__all__ = ["MADE_UP", "MODES", "group_name", "parts_named", "sentences", "set_name", "share"]

MODES = {"clear": "In the clear", "tokens": "By tokens"}
MADE_UP = (
    "Everybody here is made up. These figures say how the method works; they do not say how good the data of "
    "an area are. Measure those with cfgovern link --truth where a truth is known."
)
_FEW = "In a group of fewer than 200 true pairs one link moves recall by more than .005: take it as a hint."
_TRIED = "Sets that were tried: all identifiers, each left out alone, and one after another left out."
_PARTS = {
    "names": "names",
    "date_of_birth": "date of birth",
    "sex": "sex",
    "other_names": "other names",
    "place": "postcode or address",
    "contact": "telephone or e-mail",
    "nino": "National Insurance number",
    "nhs_number": "NHS number",
    "justice_numbers": "numbers of police, probation and prison",
}
_MISSING = {
    "nino": ("no National Insurance number", "with a National Insurance number"),
    "postcode": ("no postcode", "with a postcode"),
    "dob": ("no whole date of birth", "with a whole date of birth"),
    "fixed_abode": ("no fixed abode", "no record of no fixed abode"),
}
_KINDS = {"sex": "sex", "ethnicity": "ethnicity", "name_origin": "names"}


def parts_named(parts: Sequence[str]) -> str:
    """``names, date of birth and sex``."""
    said = [_PARTS.get(one, one.replace("_", " ")) for one in parts]
    return " and ".join(filter(None, (", ".join(said[:-1]), said[-1]))) if said else "nothing"


def set_name(plan: LinkPlan, one: SharedSet) -> str:
    """What a set is called beside the others."""
    left = plan.left_out(one)
    if not left:
        return "all identifiers"
    if set(one.shared) == set(plan.needed):
        return f"{parts_named(one.shared)} alone"
    return f"without {parts_named(left)}"


def group_name(kind: str, name: str) -> str:
    """What a group is called."""
    if kind in _MISSING:
        return _MISSING[kind][name == "there"]
    return f"{_KINDS.get(kind, kind)}: {name}"


def share(figure: float | None) -> str:
    """A figure from 0 to 1, with four places."""
    return "–" if figure is None else f"{figure:.4f}"


def sentences(plan: LinkPlan) -> tuple[str, ...]:
    """What follows, the least set first."""
    found = [line for mode in MODES for line in _enough(plan, mode)]
    whole = plan.of("clear")[0]
    alone = [one for one in plan.of("clear") if len(plan.left_out(one)) == 1]
    found += [_loses(plan, set_name(plan, one), one, whole) for one in alone]
    instead = "by tokens instead of in the clear, with all identifiers"
    found.append(_loses(plan, instead, plan.of("tokens")[0], whole))
    if plan.unused:
        told = ", ".join(one.replace("_", " ") for one in plan.unused)
        found.append(f"Of the identifiers of the domain these are not compared, so they link nobody: {told}.")
    return (*found, _TRIED, _FEW, MADE_UP)


def _enough(plan: LinkPlan, mode: str) -> Iterator[str]:
    whole, how = plan.of(mode)[0], MODES[mode]
    overall, each = (plan.smallest(mode, groups=groups) for groups in (False, True))
    if overall is whole:
        yield f"{how} no smaller set does as well (F1 within {NEAR:g} of all identifiers)."
        return
    figures = f"F1 {share(overall.figures.f1)} beside {share(whole.figures.f1)} with all identifiers"
    both = " and for each group" if overall is each else ""
    yield (
        f"{how} the smallest set that does as well (F1 within {NEAR:g}) for everybody together{both}: "
        f"{parts_named(overall.shared)} ({figures})."
    )
    if each is whole:
        yield f"{how} no smaller set does as well for each group: whatever is left out costs somebody."
    elif not both:
        yield f"{how} the smallest set that does as well for each group too: {parts_named(each.shared)}."


def _loses(plan: LinkPlan, what: str, one: SharedSet, whole: SharedSet) -> str:
    was, now, lost = whole.figures, one.figures, plan.lost(one, whole)
    moved = f"F1 {share(was.f1)} to {share(now.f1)}" if lost.f1 else f"F1 stays {share(now.f1)}"
    start = f"{what[:1].upper()}{what[1:]}: {moved}, {_counts(was, now)}"
    return f"{start}; {_most(lost.before, lost.after)}."


def _counts(was: Figures, now: Figures) -> str:
    return (
        f"missed {was.missed:,} to {now.missed:,}, false links {was.false_links:,} to {now.false_links:,}, "
        f"of {was.found + was.missed:,}"
    )


def _most(before: Group | None, after: Group | None) -> str:
    if before is None or after is None:
        return "no group is large enough to judge"
    was, now = before.figures, after.figures
    if (now.f1 or 0) >= (was.f1 or 0):
        return "no group loses"
    moved = f"F1 {share(was.f1)} to {share(now.f1)}, {_counts(was, now)}"
    return f"who loses most: {group_name(before.kind, before.name)} ({moved})"
