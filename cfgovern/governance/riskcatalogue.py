"""The risks to people as content: ``risks.yaml``, read strictly and held to declared facts and measures."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from cfgovern import content, yamlfile
from cfgovern.errors import Fault, OperatorFileError
from cfgovern.governance.expressions import Expression, parse_at
from cfgovern.governance.vocabulary import Vocabulary, load_vocabulary
from cfgovern.yamlfile import Document, did_you_mean, shown

__all__ = ["Band", "Catalogue", "Evidence", "RiskRule", "Score", "Worse", "load_risks"]

LEAST, MOST = 1, 4
"""The ends of both scales."""


@dataclass(frozen=True, slots=True)
class Band:
    """A band of scores, from the lowest one in it."""

    band: str
    words: str
    start: int


@dataclass(frozen=True, slots=True)
class Score:
    """How likely and how severe, each 1 to 4; ``score`` is their product, ``words`` those of its band."""

    likelihood: int
    severity: int
    score: int
    band: str
    words: str


@dataclass(frozen=True, slots=True)
class Worse:
    """What raises a score where its condition holds, or where nobody knows whether it does."""

    when: Expression
    likelihood: int
    severity: int
    because: str


@dataclass(frozen=True, slots=True)
class Evidence:
    """A measure that lowers a score. A number has one bound; yes_no has to be yes."""

    measure: str
    at_least: int | None
    at_most: int | None
    likelihood: int
    severity: int
    because: str

    @property
    def asks(self) -> str:
        """What is asked of the measure, in words."""
        if self.at_least is not None:
            return f"at least {self.at_least}"
        return "yes" if self.at_most is None else f"at most {self.at_most}" if self.at_most else "none"

    def met(self, value: float) -> bool:
        """Whether the measured ``value`` is what is asked."""
        if self.at_least is not None:
            return value >= self.at_least
        return value is True if self.at_most is None else value <= self.at_most


@dataclass(frozen=True, slots=True)
class RiskRule:
    """One risk of the catalogue; the head of ``risks.yaml`` tells of each field."""

    id: str
    title: str
    level: str
    cause: str
    harm: str
    likelihood: int
    severity: int
    when: Expression
    worse: tuple[Worse, ...]
    measures: tuple[str, ...]
    evidence: tuple[Evidence, ...]
    source: str
    because: str


@dataclass(frozen=True, slots=True)
class Catalogue:
    """All risks by id, in the order of the file, with the scales they are told on."""

    risks: Mapping[str, RiskRule]
    likelihood: tuple[str, ...]
    severity: tuple[str, ...]
    bands: tuple[Band, ...]
    ask_from: int
    evidence_days: int
    words: Vocabulary

    def score(self, likelihood: int, severity: int) -> Score:
        """The score of both, each brought to 1 to 4."""
        one, other = (min(max(level, LEAST), MOST) for level in (likelihood, severity))
        band = next(band for band in reversed(self.bands) if one * other >= band.start)
        return Score(one, other, one * other, band.band, band.words)


def load_risks() -> Catalogue:
    """The risks of the pack in use. Raises OperatorFileError ``risks.refused`` with every fault."""
    words = load_vocabulary()
    document = yamlfile.load(content.file("dpia_templates", "risks.yaml"))
    said = yamlfile.check(document, "risks")
    bands = tuple(Band(one["band"], one["words"], one["from"]) for one in said["bands"])
    faults = [*_bands(document, said), *_twice(document, said)]
    rules: dict[str, RiskRule] = {}
    for number, one in enumerate(said["risks"]):
        reader = _Reading(document, words, ("risks", number), faults)
        if (rule := reader.rule(one)) is not None:
            rules[rule.id] = rule
    if faults:
        raise OperatorFileError("risks.refused", "The catalogue of risks cannot be used as it is.", faults)
    ask_from = next(band.start for band in bands if band.band == said["ask_regulator_from"])
    scales = (tuple(said["likelihood"]), tuple(said["severity"]))
    return Catalogue(rules, *scales, bands, ask_from, said["evidence_days"], words)


def _bands(document: Document, said: Mapping[str, Any]) -> Iterator[Fault]:
    starts = [one["from"] for one in said["bands"]]
    if starts != sorted(set(starts)) or starts[0] != LEAST:
        message = "Bands begin at 1 and rise, each from another score."
        yield document.fault("risks.bands", message, ("bands",))
    names = [one["band"] for one in said["bands"]]
    if (name := said["ask_regulator_from"]) not in names:
        message = f"There is no band of that name.{did_you_mean(name, names)}"
        yield document.fault("risks.band", message, ("ask_regulator_from",))


def _twice(document: Document, said: Mapping[str, Any]) -> Iterator[Fault]:
    seen: set[str] = set()
    for number, one in enumerate(said["risks"]):
        if one["id"] in seen:
            yield document.fault("risks.twice", "Two risks have one id.", ("risks", number, "id"))
        seen.add(one["id"])


@dataclass(frozen=True, slots=True)
class _Reading:
    """One risk being read; what is wrong with it is added to ``faults``."""

    document: Document
    words: Vocabulary
    path: tuple[str | int, ...]
    faults: list[Fault]

    def rule(self, said: Mapping[str, Any]) -> RiskRule | None:
        """The risk, or None where something is wrong with it."""
        before = len(self.faults)
        when = self._when(said["when"], "when")
        worse = tuple(self._worse(one, number) for number, one in enumerate(said["worse"]))
        evidence = tuple(Evidence(**{"at_least": None, "at_most": None, **one}) for one in said["evidence"])
        for number, one in enumerate(evidence):
            earlier = [other.measure for other in evidence[:number]]
            if message := self._wrong(one, said["level"], earlier):
                self._fault("risks.evidence", message, "evidence", number)
        if len(self.faults) > before:
            return None
        plain = {**said, "measures": tuple(said["measures"])}
        return RiskRule(**{**plain, "when": when, "worse": worse, "evidence": evidence})

    def _worse(self, said: Mapping[str, Any], number: int) -> Worse:
        if not said["likelihood"] + said["severity"]:
            self._fault("risks.nothing", "This makes nothing worse.", "worse", number)
        return Worse(**{**said, "when": self._when(said["when"], "worse", number, "when")})

    def _when(self, text: str, *path: str | int) -> Any:
        found = parse_at(self.document, (*self.path, *path), text, self.words.kinds)
        if isinstance(found, Fault):
            self.faults.append(found)
        return found

    def _wrong(self, one: Evidence, level: str, earlier: list[str]) -> str:
        """What is wrong with a piece of evidence, or nothing."""
        word = self.words.measures.get(one.measure)
        if word is None:
            meant = did_you_mean(one.measure, self.words.measures)
            return f"{shown(one.measure)} is no measure that is declared.{meant}"
        if one.measure in earlier:
            return "One measure lowers a risk once."
        bounds = [bound for bound in (one.at_least, one.at_most) if bound is not None]
        if len(bounds) != (word.kind == "number"):
            return "A number needs one of at_least and at_most, and yes or no neither."
        if word.level == "totals" and level != "totals":
            return "What is done to published totals never lowers a risk that records or conduct bring."
        return "" if one.likelihood + one.severity else "This lowers nothing."

    def _fault(self, code: str, message: str, *path: str | int) -> None:
        self.faults.append(self.document.fault(code, message, (*self.path, *path)))
