"""The data dictionary: everything the contract says is in it, in words, in each of three forms."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest

from cfgovern.api import default_contract, load_contract
from cfgovern.contract.model import Code, Contract
from cfgovern.contracts import show
from cfgovern.contracts.dictionary import FEW, Codes, Dictionary, Item
from tests.command import plain_contract
from tests.unit.contract.nesting import loaded

CONTRACT = """\
apiVersion: v3.1.0
kind: DataContract
id: urn:example:shed
name: The shed <b>|*one*
version: 1.2.0
status: draft
description: {purpose: To try things., limitations: None known., usage: Freely.}
customProperties:
  - {property: cfgovernNotice, value: A candidate. Not the official specification.}
schema:
  - name: tools
    businessName: Tools & more
    description: "What hangs on the wall | in the shed"
    customProperties:
      - {property: cfgovernRoute, value: payload}
    quality:
      - {id: some, metric: rowCount, mustBeGreaterThan: 0, description: A shed holds a tool.}
      - {id: sharp, type: custom, engine: soda, implementation: x, description: They are sharp.}
    properties:
      - name: tool_id
        businessName: Tool
        primaryKey: true
        primaryKeyPosition: 1
        logicalType: string
        logicalTypeOptions: {pattern: '^T|U[0-9]+$', minLength: 2, maxLength: 5}
        examples: [T-1, U-2]
        customProperties:
          - {property: cfgovernShow, value: true}
          - {property: cfgovernRole, value: [record_id]}
      - name: colour
        primaryKey: true
        primaryKeyPosition: 2
        logicalType: string
        enum:
          - {value: r, label: Red}
          - {value: b, label: Blue}
      - name: bought
        logicalType: date
        quality: [{type: custom, engine: soda, implementation: x}]
        classification: official-sensitive
        customProperties:
          - {property: cfgovernRole, value: [special_category, sensitive]}
          - {property: cfgovernTreatment, value: month}
          - {property: cfgovernPurpose, value: [eval.burden, eval.made_up]}
          - {property: cfgovernMissing, value: {declined: none, not_known: '??'}}
      - name: state
        required: true
        logicalType: string
        customProperties:
          - {property: cfgovernCodeList, value: states}
      - name: owner_nhs
        logicalType: string
        customProperties:
          - {property: cfgovernIdentifier, value: nhs_number}
          - {property: cfgovernRole, value: [direct_identifier]}
          - {property: cfgovernPurpose, value: [eval.admin_linkage]}
          - {property: cfgovernCollected, value: 'off', description: No notice lists it.}
  - name: loans
    properties:
      - name: tool_id
        logicalType: string
        relationships: [{type: foreignKey, to: tools.tool_id}]
      - {name: serial, logicalType: integer, unique: true}
"""
STATES = """\
code,label,valid_from,valid_to,successor
new,New,2026-01-01,,
used,Used,2026-01-01,,
worn,Worn,2026-01-01,,
lost,Lost,2026-01-01,,
sold,Sold,2026-01-01,,
gone,Gone,2026-01-01,,
old,Old,2014-01-01,2025-12-31,worn
"""


@pytest.fixture(scope="module")
def shed(tmp_path_factory: pytest.TempPathFactory) -> Dictionary:
    folder = tmp_path_factory.mktemp("shed")
    (folder / "code-lists").mkdir()
    (folder / "code-lists" / "states.csv").write_text(STATES, encoding="utf-8")
    (folder / "shed.odcs.yaml").write_text(CONTRACT, encoding="utf-8")
    return show.dictionary(load_contract(folder / "shed.odcs.yaml"))


@pytest.fixture(scope="module")
def programme() -> Contract:
    return load_contract(default_contract())


@pytest.fixture(scope="module")
def told(programme: Contract) -> Dictionary:
    return show.dictionary(programme)


def item(shed: Dictionary, name: str, table: int = 0) -> Item:
    return next(entry for entry in shed.tables[table].items if entry.name == name)


# --- what it says ---------------------------------------------------------------------------


def test_the_contract_is_named_with_its_notice(shed: Dictionary) -> None:
    assert (shed.id, shed.version, shed.status) == ("urn:example:shed", "1.2.0", "draft")
    assert shed.notice == "A candidate. Not the official specification."
    assert shed.about == (
        ("Purpose", "To try things."),
        ("Limitations", "None known."),
        ("Use", "Freely."),
    )
    assert re.fullmatch("sha256:[0-9a-f]{64}", shed.digest)


def test_a_table_has_its_key_links_rules_and_numbers(shed: Dictionary) -> None:
    tools, loans = shed.tables
    assert (tools.label, tools.key) == ("Tools & more", ("tool_id", "colour"))
    assert tools.route == "Answers, held apart from identifiers"
    assert tools.rules == (
        "A shed holds a tool.",
        "They are sharp. This is for the tool soda, which cfgovern does not run.",
        "The rule bought.custom is for the tool soda, which cfgovern does not run.",
    )
    assert loans.links == ("tool_id: stands in the table tools",)
    numbers = dict(tools.tally.told())
    assert numbers == {
        "Columns": 4,
        "Required": 3,
        "Direct identifiers": 0,
        "Special category": 1,
        "Criminal offence": 0,
        "Sensitive": 1,
        "Declared, not collected": 1,
    }


def test_a_column_says_how_care_is_taken_and_what_for(shed: Dictionary) -> None:
    bought = item(shed, "bought")
    assert bought.form == "Date as YYYY-MM-DD"
    assert bought.needed == "May be empty"
    assert bought.guarded == (
        "Special category data",
        "Sensitive: could do harm if known",
    )
    assert bought.classification == "OFFICIAL-SENSITIVE"
    assert bought.treatment == "Only the month and year are sent"
    assert bought.no_answer == (("none", "if the person declined"), ("??", "if nobody knows"))
    words = [purpose.text for purpose in bought.purposes]
    assert words[0].startswith("Is the collection trauma-informed")
    assert words[1] == "This purpose is not in the theory of change."


def test_a_switched_off_column_is_marked_and_says_why(shed: Dictionary) -> None:
    owner = item(shed, "owner_nhs")
    assert (owner.needed, owner.not_collected) == ("Declared, not collected", "No notice lists it.")
    assert owner.identifier == "NHS number: 10 figures, with or without spaces"
    # What is not collected serves nothing yet.
    assert [purpose.id for purpose, _ in shed.purposes] == ["eval.burden", "eval.made_up"]
    assert shed.purposes[0][1] == ("tools.bought",)


@pytest.mark.parametrize(
    ("name", "table", "note"),
    [
        ("tool_id", 0, "Part of the key: tool_id, colour together are never the same in two rows."),
        ("tool_id", 0, "Reports may show the value, to point out a row."),
        ("tool_id", 1, "Must stand in the table tools."),
        ("serial", 1, "No two rows have the same value."),
    ],
)
def test_what_else_holds_for_a_column(shed: Dictionary, name: str, table: int, note: str) -> None:
    assert note in item(shed, name, table).notes


def test_long_code_lists_are_cut_beside_the_column_and_whole_in_the_appendix(shed: Dictionary) -> None:
    states, colours = item(shed, "state").codes, item(shed, "colour").codes
    assert states is not None and colours is not None
    assert [code.code for code in states.shown] == ["new", "used", "worn", "lost", "sold"]
    assert (states.rest, len(states.codes), FEW) == (2, 7, 6)
    assert states.used_by == ("tools.state",)
    assert [(code.code, code.label) for code in colours.shown] == [("r", "Red"), ("b", "Blue")]
    assert (colours.name, colours.rest) == ("tools.colour", 0)
    assert [codes.name for codes in shed.code_lists] == ["states", "tools.colour"]


def test_a_plain_contract_needs_no_word_of_ours(tmp_path: Path) -> None:
    plain = show.dictionary(load_contract(plain_contract(tmp_path)))
    assert plain.notice == "" and plain.purposes == () and plain.code_lists == () and plain.about == ()
    assert [table.label for table in plain.tables] == ["members", "loans"]
    for fmt in show.FORMATS:
        text = show.render(plain, fmt)
        assert "A book cannot come back before it went out." in text
        assert "lease note" not in text and 'role="note"' not in text


# --- the three forms ------------------------------------------------------------------------


@pytest.mark.parametrize("fmt", show.FORMATS)
def test_every_form_is_the_same_each_time_and_complete(
    programme: Contract, told: Dictionary, fmt: show.Format
) -> None:
    text = show.render(told, fmt)
    assert text == show.render(show.dictionary(programme), fmt)
    assert text.endswith("\n") and "\t" not in text and text == text.encode().decode()
    flat = " ".join(re.sub(r"<br>|<[^>]*>|\\", " ", text).split())
    assert " ".join(programme.notice.replace("(", " ( ").split()).split(" ( ")[0] in flat
    assert flat.index("not the official specification") < flat.index("participants")
    assert flat.count("eclared, not collected") + flat.count("ECLARED, NOT COLLECTED") >= 6
    for table in programme.tables:
        for column in table.columns:
            assert column.name in text, f"{table.name}.{column.name}"
    for codes in programme.code_lists.values():
        for code in codes.codes:
            assert code.code in text
    assert "2025-12-31" in text
    assert "Individuals have increased trust in public services." in flat


def test_text_fits_80_columns(told: Dictionary, shed: Dictionary) -> None:
    for each in (told, shed):
        text = show.render(each, "text")
        assert max(map(len, text.splitlines())) <= 80
        assert not re.search(r"[ \t]$", text, re.MULTILINE)
    text = show.render(shed, "text")
    assert "PLEASE NOTE: A candidate. Not the official specification." in text
    assert "owner_nhs [DECLARED, NOT COLLECTED]" in text
    assert "old             Old, from 2014-01-01, until 2025-12-31, then worn" in text


class Page(HTMLParser):
    """What matters of a page: its elements, and whether they are closed."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.ids: list[str] = []
        self.targets: list[str] = []
        self.tags: list[str] = []
        self.text = ""
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.tags.append(tag)
        self.ids += [given["id"] or ""] if "id" in given else []
        href = given.get("href") or ""
        self.targets += [href] if href else []
        assert not [name for name in given if name.startswith("on") or name in ("style", "src")]
        if tag not in ("meta", "br"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data


@pytest.fixture(scope="module")
def pages(shed: Dictionary, told: Dictionary) -> list[tuple[str, Page]]:
    texts = [show.render(each, "html") for each in (shed, told)]
    return [(text, Page(text)) for text in texts]


def test_the_page_is_whole_and_asks_for_nothing(pages: list[tuple[str, Page]]) -> None:
    for text, page in pages:
        assert page.open == []
        assert len(set(page.ids)) == len(page.ids)
        assert {target.removeprefix("#") for target in page.targets} <= set(page.ids)
        assert all(target.startswith("#") for target in page.targets)
        assert not {"script", "link", "img", "iframe", "form"} & set(page.tags)
        assert "default-src 'none'" in text and "url(" not in text and "@import" not in text
        assert '<html lang="en-GB">' in text
        assert page.tags.count("h1") == page.tags.count("main") == 1


def test_contract_text_cannot_become_markup(pages: list[tuple[str, Page]]) -> None:
    text, page = pages[0]
    assert "The shed &lt;b&gt;|*one*" in text and "<b>" not in text
    assert "The shed <b>|*one*" in page.text
    assert "Tools &amp; more" in text


def test_the_notice_stands_in_the_header(pages: list[tuple[str, Page]]) -> None:
    for text, _ in pages:
        header = text[text.index("<header>") : text.index("</header>")]
        assert 'role="note"' in header and "ot the official specification" in header


def cells(line: str) -> list[str]:
    """The cells of a row of a Markdown table: cut at each pipe that is not escaped."""
    return re.split(r"(?<!\\)\|", line)[1:-1]


def tables(text: str) -> Iterator[list[str]]:
    block: list[str] = []
    for line in [*text.splitlines(), ""]:
        if line.startswith("| "):
            block.append(line)
        elif block:
            yield block
            block = []


def test_markdown_tables_are_valid(shed: Dictionary, told: Dictionary) -> None:
    for each in (shed, told):
        text = show.render(each, "markdown")
        blocks = list(tables(text))
        lists, purposes = len(each.code_lists), bool(each.purposes)
        assert len(blocks) == 1 + len(each.tables) + lists + purposes
        for head, rule, *rows in blocks:
            assert {len(cells(line)) for line in (head, rule, *rows)} == {len(cells(head))}
            assert all(re.fullmatch(r" -{3}:? ", cell) for cell in cells(rule))
            assert rows


def test_markdown_obeys_no_contract_text(shed: Dictionary) -> None:
    text = show.render(shed, "markdown")
    assert text.startswith("# The shed \\<b\\>\\|\\*one\\*\n")
    assert "> **Please note: A candidate. Not the official specification.**" in text
    assert "What hangs on the wall \\| in the shed" in text
    assert "Pattern `^T\\|U[0-9]+$`" in text
    assert (
        "**Declared, not collected**" in text and "**Declared, not collected.** No notice lists it." in text
    )


@pytest.mark.parametrize("fmt", show.FORMATS)
def test_control_characters_are_not_handed_on(shed: Dictionary, fmt: show.Format) -> None:
    """A contract cannot hold them, but a code list is a CSV file."""
    codes = Codes("odd", (Code("x\x1b[31m", "Red\u202e\r\nnext"),), ("tools.state",))
    shown = show.render(replace(shed, code_lists=(*shed.code_lists, codes)), fmt)
    assert not {"\x1b", "\u202e", "\r"} & set(shown)
    assert "next" in shown


def test_a_nested_column_and_the_rules_that_read_it_say_that_nobody_looks(tmp_path: Path) -> None:
    tables = show.dictionary(loaded(tmp_path)).tables
    assert tables[0].items[3].form == "List (array) as one text; what stands inside is not checked"
    reads = "reads a column that cfgovern does not look into."
    assert tables[0].rules == tuple(f"The rule {name} {reads}" for name in ("full", "alike", "right"))
