"""Who speaks of a contract's columns: in its words, or in those of the area that sent the data."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from cfgovern.contract.model import Column, Contract, Table
from cfgovern.findings import RuleText, Severity
from cfgovern.validation.messages import Messages
from cfgovern.validation.planning import Wording

__all__ = ["Speaker"]

_NONE: Mapping[tuple[str, str], str] = MappingProxyType({})


class Speaker:
    """The words of the contract's columns on the day ``as_of`` (ISO date), made once each.

    ``headings``: what the area calls a column, by table and column, where it has a name of its own for it.
    """

    def __init__(
        self, book: Messages, contract: Contract, as_of: str, headings: Mapping[tuple[str, str], str] = _NONE
    ) -> None:
        self.book = book
        self.contract = contract
        self.as_of = as_of
        self.headings = headings
        self._params: dict[tuple[str, str | None], dict[str, str]] = {}

    def params(self, table: Table, column: Column | None) -> dict[str, str]:
        """What may stand in braces in a message about ``column``, or about the whole table."""
        key = (table.name, column.name if column else None)
        if key not in self._params:
            codes = self.contract.code_lists.get(column.code_list) if column and column.code_list else None
            words = self.book.params(table, column, codes, as_of=self.as_of)
            own = self.headings.get((table.name, column.name)) if column else None
            self._params[key] = words | ({"column": own, "name": own} if own else {})
        return self._params[key]

    def text(
        self, rule: str, severity: Severity, wording: Wording, params: Mapping[str, str], n: int, total: int
    ) -> RuleText:
        """How a rule speaks about its ``n`` findings among ``total`` cells or rows."""
        words = self.book.summary(wording.kind, wording.variant, params, n, total)
        message, _ = self.book.one(wording.kind, wording.variant, params)
        label = params.get("column", "")
        why = wording.why or words.why  # a rule file knows better than its kind
        return RuleText(rule, severity, words.summary, words.fix, words.example, why, label, n, message)
