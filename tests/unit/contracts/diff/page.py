"""``docs/reference/contract-changes.md``, drawn from the kinds of changes; running it writes the page."""

# ruff: noqa: E501 - the lines of a page
from __future__ import annotations

from pathlib import Path

from cfgovern.contracts.diff.changes import load_words

PAGE = Path(__file__).parents[4] / "docs" / "reference" / "contract-changes.md"
HEAD = """\
# Every kind of change to a contract, and who breaks

What `cfgovern contract diff` tells, from [validators/changes.yaml](../../validators/changes.yaml), where words
and judgement can be changed without code. **Area**: will yesterday's good return still pass? **Reader**: will
yesterday's reader still understand today's data? For facts about the use of data, *tightening* and *loosening*
say whether less or more may be done with them. *Governed* changes alter the digest of governed facts: the data
protection documents must be looked at again.

Where a column is not collected in both versions, nobody's data change, and what its cells may hold is cosmetic
for both sides. What cannot be compared, such as two patterns, counts as tightening for the area and loosening for
the reader.

Not compared: the rule files of a pack, which are not part of the contract (only which packs apply is), and code lists that no
column names.

| Kind | Area | Reader | Governed | Said |
|---|---|---|---|---|
"""


def page() -> str:
    """The page as it should stand."""
    rows = [
        f"| `{kind}` | {entry['area']['effect']} | {entry['reader']['effect']} "
        f"| {'yes' if entry['governed'] else ''} | {entry['what']} |\n"
        for kind, entry in load_words().kinds.items()
    ]
    return HEAD + "".join(rows)


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
