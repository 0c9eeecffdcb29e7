"""The question catalogue, and how each question stands for one area: answered, derived, to confirm, or open.

An open question never has an answer: what is missing is said, and where it can be written. A question that
only a person can answer is never drafted.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from cfgovern import content
from cfgovern.errors import Fault, OperatorFileError
from cfgovern.governance.bases import basis_faults, of_people
from cfgovern.governance.clauses import modules_of
from cfgovern.governance.expressions import Expression, parse_at
from cfgovern.governance.law import Law
from cfgovern.governance.names import NAMES, Missing, fill, names_in
from cfgovern.governance.saidwords import Sources, at, listed
from cfgovern.governance.subjects import subjects
from cfgovern.profile.answers import About, Answer
from cfgovern.yamlfile import Document, check, did_you_mean, load, says

__all__ = ["Catalogue", "Question", "State", "load_questions", "questions_of"]

FILE = "questions.yaml"
Standing = Literal["answered", "derived", "confirm", "open", "not_applicable"]


@dataclass(frozen=True, slots=True)
class Question:
    """One question, as the catalogue has it. Without ``draft`` only a person can answer it."""

    id: str
    title: str
    asks: str
    documents: tuple[str, ...]
    source: str
    derivation: tuple[str, ...]
    required_for: str
    owner: str
    limb: str | None = None
    repeat: str | None = None
    when: Expression | None = None
    module: str | None = None
    when_not: str = ""
    needs: tuple[str, ...] = ()
    checks: tuple[str, ...] = ()
    draft: str | None = None
    hint: str | None = None

    @property
    def kind(self) -> str:
        """human (nothing is drafted), confirm (a draft that a person confirms) or derived."""
        if "H" not in self.derivation:
            return "derived"
        return "human" if set(self.derivation) == {"H"} else "confirm"


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Questions by id, in order, and the signs of high risk (words, condition)."""

    questions: Mapping[str, Question]
    screening: tuple[tuple[str, Expression], ...]

    def counts(self) -> dict[str, int]:
        """How many questions there are, and how many of each kind."""
        kinds = [question.kind for question in self.questions.values()]
        return {
            "questions": len(kinds),
            **{name: kinds.count(name) for name in ("human", "confirm", "derived")},
        }


@dataclass(frozen=True, slots=True)
class State:
    """How a question stands for one target (None: for the area). ``text`` is empty where it is open."""

    question: str
    target: str | None
    title: str
    state: Standing
    text: tuple[str, ...]
    because: str
    documents: tuple[str, ...]
    required_for: str
    owner: str
    limb: str | None
    missing: tuple[Missing, ...] = field(default=())


def load_questions(kinds: Mapping[str, str]) -> Catalogue:
    """The catalogue of the pack in use. ``kinds``: the declared facts (see vocabulary).

    Raises OperatorFileError ``questions.refused`` with every fault and its line and column.
    """
    document = load(content.file("dpia_templates", FILE))
    said = check(document, "questions")
    asked, signs = (_conditions(document, said, part, kinds) for part in ("questions", "screening"))
    faults = [one for one in (*signs, *asked) if isinstance(one, Fault)]
    faults += _faults(document, said["questions"])
    if faults:
        raise OperatorFileError(
            "questions.refused", "The question catalogue cannot be used as it is.", faults
        )
    questions = [_question(one, when) for one, when in zip(said["questions"], asked, strict=True)]
    screening = zip((one["says"] for one in said["screening"]), signs, strict=True)
    return Catalogue({one.id: one for one in questions}, tuple(screening))


def _conditions(
    document: Document, said: Mapping[str, Any], part: str, kinds: Mapping[str, str]
) -> list[Any]:
    """For each entry its condition (None: always), or the fault of it."""
    texts = [one["when"] for one in said[part]]
    return [text and parse_at(document, (part, n, "when"), text, kinds) for n, text in enumerate(texts)]


def _question(one: Mapping[str, Any], when: Expression | None) -> Question:
    plain: dict[str, Any] = {
        n: tuple(value) if isinstance(value, list) else value for n, value in one.items()
    }
    return Question(**(plain | {"when": when}))


def _faults(document: Document, said: Sequence[Mapping[str, Any]]) -> Iterator[Fault]:
    """What the shape alone does not tell."""
    ids = [one["id"] for one in said]
    for number, one in enumerate(said):
        place = ("questions", number)
        if ids.index(one["id"]) != number:
            yield document.fault("questions.twice", says((*place, "id"), "stands here twice"), (*place, "id"))
        if ("H" in one["derivation"] and len(one["derivation"]) == 1) == (one["draft"] is not None):
            words = "A question has a draft, unless only a person can answer it (derivation H alone)."
            yield document.fault("questions.draft", words, place)
        if (one["when"] or one["module"]) and not one.get("when_not"):
            words = "A question that does not always apply says in when_not why it does not."
            yield document.fault("questions.when_not", words, place)
        for name in names_in(one["draft"] or ""):
            if name not in NAMES:
                meant = did_you_mean(name, NAMES)
                words = f"The name {{{name}}} in the draft is not one that can be filled.{meant}"
                yield document.fault("questions.name", words, (*place, "draft"))


def questions_of(
    facts: Mapping[str, Any],
    answers: Mapping[About, Answer],
    catalogue: Catalogue,
    law: Law,
) -> list[State]:
    """How every question stands, in the order of the catalogue, repeated for each party, flow and item.

    ``facts``: as facts_of gives them, with ``declared`` facts, and ``risks`` (as mappings) and ``regulator``
    once those were judged. An answer without a target counts for every target that has none of its own.
    """
    signs = [words for words, when in catalogue.screening if when.judge(facts["declared"])]
    writing = _Writing({**facts, "screening": signs}, answers, law)
    return [state for question in catalogue.questions.values() for state in writing.states(question)]


class _Writing:
    """One area's facts and answers, and the states that follow from them."""

    def __init__(self, facts: Mapping[str, Any], answers: Mapping[About, Answer], law: Law) -> None:
        self.facts = facts
        self.answers = answers
        self.law = law
        self.modules = modules_of(facts)
        self.found = basis_faults(facts, law)

    def states(self, question: Question) -> Iterator[State]:
        if (question.module and self.modules[question.module] is False) or (
            question.when and question.when.judge(self.facts["declared"]) is False
        ):
            yield _state(question, None, "not_applicable", because=question.when_not)
        elif question.repeat is None:
            yield self.state(question, None, {})
        else:
            about = subjects(question.repeat, self.facts, self.law)
            for target, subject in about:
                yield self.state(question, target, subject)
            if not about:
                because = f"It is asked for each {question.repeat}, and there is none yet."
                yield _state(question, None, "open", because=because)

    def state(self, question: Question, target: str | None, subject: Mapping[str, Any]) -> State:
        answer = self.answers.get((question.id, target)) or self.answers.get((question.id, None))
        if answer is not None and answer.state == "not_applicable":
            return _state(question, target, "not_applicable", because=answer.because)
        if answer is not None and answer.text.strip():
            standing: Standing = "answered" if answer.state == "confirmed" else "confirm"
            because = " ".join(filter(None, [answer.because, *self.against(question, target)]))
            return _state(question, target, standing, *answer.paragraphs, because=because)
        if question.draft is None:
            because = (
                f"Only a person can answer this. Write it in answers.yaml under question: {question.id}."
            )
            return _state(question, target, "open", because=because)
        return self.written(question, question.draft, target, Sources(self.facts, self.law, subject))

    def written(self, question: Question, draft: str, target: str | None, sources: Sources) -> State:
        """What the facts say, if they say all of it and no check speaks against it."""
        filled = fill(draft, sources)
        missing = [*filled.missing, *(_needed(path) for path in question.needs if at(path, sources) is None)]
        against = list(self.against(question, target))
        if missing or against:
            parts = [f"Not known yet: {one.what} ({one.place})." for one in missing] + against
            return _state(question, target, "open", because=" ".join(parts), missing=tuple(missing))
        standing: Standing = "derived" if question.kind == "derived" else "confirm"
        return _state(question, target, standing, *filled.text.splitlines())

    def against(self, question: Question, target: str | None) -> Iterator[str]:
        """Sentences of its checks that keep a question open, and stand beside what a person confirms."""
        if "law" in question.checks:
            party = (target or "").removeprefix("party:")
            titles = {flow["id"]: f"{flow['title']}: " for flow in of_people(self.facts)}
            for one in self.found:
                if self.is_about(one, party):
                    yield f"{titles.get(one['flow'], '')}{one['says']} {one['fix']}"
        if "risks" in question.checks:
            risks: Sequence[Mapping[str, Any]] = self.facts.get("risks", ())
            if unknown := listed(one["id"] for one in risks if one["state"] == "cannot_be_judged"):
                yield f"Not all facts are known that are needed to judge {unknown}."

    def is_about(self, one: Mapping[str, str], party: str) -> bool:
        """Whether a finding is about this party, or about a flow for which it decides."""
        flows = (flow for flow in of_people(self.facts) if flow["id"] == one["flow"] and not one["party"])
        deciding = (
            each for flow in flows for each in flow.get("parties", ()) if each.get("role") != "processor"
        )
        return one["party"] == party or any(each["body"] == party for each in deciding)


def _needed(path: str) -> Missing:
    return Missing(path.replace("_", " ").replace(".", ", "), f"facts: {path}")


def _state(
    question: Question,
    target: str | None,
    state: Standing,
    *text: str,
    because: str = "",
    missing: tuple[Missing, ...] = (),
) -> State:
    """A state with what its question says of itself."""
    asked = (question.documents, question.required_for, question.owner, question.limb)
    return State(question.id, target, question.title, state, text, because, *asked, missing)
