"""What is wrong with a rule file beyond its header: its SQL, and what it says it reads."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from cfgovern.contract.model import Contract
from cfgovern.engine.reading import ROW, Reads, Unknown, place_of, reads
from cfgovern.engine.trial import refused
from cfgovern.errors import Fault, UsageError
from cfgovern.likewords import closest
from cfgovern.validation.rulefiles import PARAMETERS, RuleFile
from cfgovern.yamlfile import did_you_mean, shown

__all__ = ["refused_rules", "rule_faults"]

_STATE = "_state"
Pair = tuple[str, str]


def rule_faults(rule: RuleFile, contract: Contract, text: str) -> list[Fault]:
    """Every fault of ``rule`` against the concepts of ``contract``; ``text`` is its file."""
    concepts = {table.concept: [column.concept for column in table.columns] for table in contract.tables}
    views = {table: [*names, *(name + _STATE for name in names)] for table, names in concepts.items()}
    try:
        read = reads(text, rule.name, views)
    except UsageError as error:
        return [_fault(rule, text, "sql", error.what)]
    judge = _Judge(rule, text, concepts, read)
    return [*judge.anchor(), *judge.header(), *judge.unknown(), *judge.shape()]


def refused_rules(rules: Sequence[tuple[RuleFile, str]], contract: Contract) -> Iterator[Fault]:
    """Of rules without another fault, each with its text, those that DuckDB cannot run."""
    views: dict[str, dict[str, str]] = {}
    for table in contract.tables:
        states = {column.concept + _STATE: "string" for column in table.columns}
        views[table.concept] = states | {column.concept: column.type for column in table.columns}
    for (rule, text), wrong in zip(rules, refused((text for _, text in rules), views), strict=True):
        if wrong:
            message = "DuckDB does not take this query: a function or a comparison in it does not fit."
            yield _fault(rule, text, "refused", message)


def _fault(rule: RuleFile, text: str, code: str, message: str, key: str = "", fix: str = "") -> Fault:
    """A fault at the header line of ``key``, or at the first line of the query."""
    lines = text.split("\n")
    wanted = f"-- {key}:" if key else ""
    for number, line in enumerate(lines, start=1):
        if line.startswith(wanted) if key else line.strip() and not line.lstrip().startswith("--"):
            return Fault(f"rule.{code}", message, str(rule.path), number, 1, fix)
    return Fault(f"rule.{code}", message, str(rule.path), 1, 1, fix)


class _Judge:
    """One rule beside the concepts of the contract and what its query was found to read."""

    def __init__(self, rule: RuleFile, text: str, concepts: Mapping[str, Sequence[str]], read: Reads) -> None:
        self.rule = rule
        self.text = text
        self.concepts = concepts
        self.reads = read

    def _concept(self, pair: Pair) -> Pair:
        """A column without the ``_state`` that a query may put after its name."""
        table, name = pair
        known = self.concepts.get(table, ())
        plain = name.removesuffix(_STATE)
        return (table, plain) if name not in known and plain in known else pair

    def _known(self, pair: Pair) -> bool:
        return pair[1] in self.concepts.get(pair[0], ())

    def anchor(self) -> Iterator[Fault]:
        """The anchor must be a column that the contract has."""
        if not self._known(self.rule.anchor):
            names = [f"{table}.{name}" for table, columns in self.concepts.items() for name in columns]
            written = ".".join(self.rule.anchor)
            message = f"The contract has no concept {shown(written)}.{did_you_mean(written, names)}"
            yield _fault(self.rule, self.text, "anchor_unknown", message, "anchor")

    def header(self) -> Iterator[Fault]:
        """``columns`` must say what the query reads, no less and no more."""
        said = list(dict.fromkeys(map(self._concept, self.rule.columns)))
        read = list(dict.fromkeys(map(self._concept, self.reads.columns)))
        unknown = {
            name for item in self.reads.unknown for name in (item.name, closest(item.name, item.known))
        }
        lacking = [pair for pair in read if pair not in said]
        needless = [pair for pair in said if pair not in read and pair[1] not in unknown]
        if any(item.is_table for item in self.reads.unknown) or not (lacking or needless):
            return
        parts = [f"{'.'.join(pair)} is read and not named" for pair in lacking]
        parts += [f"{'.'.join(pair)} is named and not read" for pair in needless]
        message = f"The header line columns is not what the query reads: {', '.join(parts)}."
        fix = "" if unknown else f"Write: {', '.join(sorted('.'.join(pair) for pair in read))}"
        yield _fault(self.rule, self.text, "columns_differ", message, "columns", fix)

    def unknown(self) -> Iterator[Fault]:
        """Tables and columns of the query that are no concept of the contract."""
        for item in self.reads.unknown:
            if item.name in self.rule.anchor and not self._known(self.rule.anchor):
                continue  # the anchor says so already
            what = "table" if item.is_table else "column"
            message = f"No {what} has the concept {shown(item.name)}.{_meant(item)}"
            line, column = place_of(item, self.text)
            yield Fault(f"rule.unknown_{what}", message, str(self.rule.path), line, column)

    def shape(self) -> Iterator[Fault]:
        """What the engine needs of a query to know the failing rows."""
        table, read = self.rule.anchor[0], self.reads
        known = table in self.concepts
        if known and not read.unknown and read.source != table:
            message = f"The query must select from {shown(table)}, the table of its anchor."
            yield _fault(self.rule, self.text, "source", message)
        if not {ROW, "*"} & {name.casefold() for name in read.outputs}:
            yield _fault(self.rule, self.text, "row", f"The query must return {ROW} of each failing row.")
        for name in read.parameters:
            if name not in PARAMETERS:
                message = f"There is no parameter :{name}.{did_you_mean(name, PARAMETERS)}"
                fix = f"Known: {', '.join(':' + known for known in PARAMETERS)}."
                yield _fault(self.rule, self.text, "parameter", message, fix=fix)
        named = {name for view, name in self.rule.columns if view == table}
        for name in self.rule.group if known else ():
            if name not in named:
                meant = did_you_mean(name, named)
                message = f"The group {shown(name)} is not among the columns of {shown(table)}.{meant}"
                yield _fault(self.rule, self.text, "group", message, "group")


def _meant(item: Unknown) -> str:
    return did_you_mean(item.name.removesuffix(_STATE), item.known)
