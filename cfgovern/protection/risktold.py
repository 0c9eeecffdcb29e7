"""The figures of risk in sentences that an information governance officer can use."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from cfgovern.protection.riskpolicy import Policy
from cfgovern.riskfigures import Count, Risk

__all__ = ["count_words", "sentences"]

_NAMED = 5  # columns that are named one by one


def sentences(risk: Risk, policy: Policy) -> tuple[str, ...]:
    """What ``risk`` says, in the order of the policy; what has nothing to tell is left out."""
    told = dict(_told(risk, policy))
    return tuple(told[name] for name in policy.sentences if name in told)


def count_words(count: Count, risk: Risk, policy: Policy) -> str:
    """A count of people in words: nobody, a number, or that it is too small to be told."""
    if count is None:
        return policy.counts["few"].format(n=risk.shown_from)
    return f"{count:,}" if count else policy.counts["none"]


def _told(risk: Risk, policy: Policy) -> Iterator[tuple[str, str]]:
    crowd, said = risk.variant().crowd, policy.sentences
    words = {
        "people": count_words(crowd.people, risk, policy),
        "unique": count_words(crowd.unique, risk, policy),
        "few": count_words(crowd.few, risk, policy),
        "limit": f"{risk.shown_from}",
    }
    yield "what", said["what"]
    if crowd.k is not None:
        form = policy.variants[risk.judged].format(band=risk.variant().band)
        columns = f"{len(risk.columns)}"
        yield "together", said["together"].format(**words, columns=columns, form=form)
        yield from _facts(risk, policy)
        yield from _columns(risk, policy)
        yield from _answers(risk, policy)
    yield "scope", said["scope"].format(table=risk.table)
    if risk.absent:
        yield "absent", said["absent"].format(columns=_listed(risk.absent))
    if risk.rounded_to > 1 or risk.shown_from > 1:
        last = risk.shown_from - 1
        yield "rounding", said["rounding"].format(round_to=risk.rounded_to, last=last, limit=risk.shown_from)
    yield "next", said["next"]


def _facts(risk: Risk, policy: Policy) -> Iterator[tuple[str, str]]:
    people = risk.variant().crowd.people or 0
    if not risk.facts:
        return
    enough = [n for n, one in enumerate(risk.facts, 1) if 100 * (one.unique or 0) >= policy.enough * people]
    known = risk.facts[: enough[0] if enough else len(risk.facts)]
    kind = "facts_enough" if enough else "facts_not_enough"
    yield (
        kind,
        policy.sentences[kind].format(
            number=len(known),
            known=_listed([one.column for one in known]),
            unique=count_words(known[-1].unique, risk, policy),
            people=count_words(people, risk, policy),
        ),
    )


def _columns(risk: Risk, policy: Policy) -> Iterator[tuple[str, str]]:
    dearest = next(iter(risk.columns), None)
    if dearest is None or risk.variant().crowd.unique == 0:
        return
    kind = "column_none" if dearest.without in (0, None) else "column_alone"
    without = count_words(dearest.without, risk, policy)
    yield kind, policy.sentences[kind].format(column=dearest.column, without=without)


def _answers(risk: Risk, policy: Policy) -> Iterator[tuple[str, str]]:
    answers = risk.variant().answers
    given = [one for one in answers if one.given_away != 0]
    if given:
        yield "answers", policy.sentences["answers"].format(number=len(given), all=len(answers))
    elif answers:
        fewest = min(one.l or 0 for one in answers)
        yield "answers_none", policy.sentences["answers_none"].format(l=fewest)


def _listed(names: Sequence[str]) -> str:
    """The first names, and how many more there are."""
    more = len(names) - _NAMED
    if more > 1:
        return f"{', '.join(names[:_NAMED])} and {more} more"
    return " and ".join(part for part in (", ".join(names[:-1]), names[-1]) if part)
