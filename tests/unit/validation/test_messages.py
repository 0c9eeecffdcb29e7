"""What is said about each check: complete, plain, kind, and made from the contract alone."""

from __future__ import annotations

import re
import string
from collections.abc import Iterator
from pathlib import Path

import pytest

from cfgovern import content
from cfgovern.contract.load import load_contract
from cfgovern.contract.model import Contract
from cfgovern.errors import InternalFault, OperatorFileError
from cfgovern.validation.messages import FORMS, PLACEHOLDERS, Messages, checked, load_messages
from cfgovern.validation.planning import make_plan
from cfgovern.validation.results import Found
from cfgovern.validation.rulefiles import load_pack
from tests.unit.validation.everykind import AS_OF, every_kind
from tests.unit.validation.told import KEY, checks_told, headings_told

# Said by the journey, which knows of sheets and of the whole submission.
OF_THE_JOURNEY = {("table_extra", "default"), ("record_origin_mixed", "default")}
OF_THE_HEADINGS = {
    (kind, "default")
    for kind in (
        "column_missing", "column_extra", "column_renamed", "column_duplicate", "header_missing",
        "table_missing", "sheet_hidden",
    )
}  # fmt: skip
# Words that blame, label people, or are of the trade.
UNKIND = re.compile(
    r"\b(vulnerable|addicts?|abusers?|offenders?|homeless people|the homeless|the elderly|victims?|"
    r"mentally ill|suffer\w*|illegal|invalid|illegitimate|forbidden|failed|failure|bad|wrongly|stupid|"
    r"must not be null|null|regex|string|integer|boolean|enum|schema|primary key|foreign key|constraint|"
    r"validation|parse\w*|datatype|column name|whitespace|ISO 8601|UTF-8|SQL|refuse[ds]?)\b",
    re.IGNORECASE,
)


@pytest.fixture(scope="module")
def book() -> Messages:
    return load_messages()


@pytest.fixture(scope="module")
def contracts(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Contract]:
    programme = content.folder("schemas") / "changing-futures" / "changing-futures.odcs.yaml"
    return {
        "programme": load_contract(programme),
        "plain": every_kind(tmp_path_factory.mktemp("contract")),
    }


@pytest.fixture(scope="module")
def told(contracts: dict[str, Contract], book: Messages) -> list[Found]:
    """All there is to say about both contracts: one cell, many, all of them."""
    found = [headings_told(contract, book) for contract in contracts.values()]
    for contract in contracts.values():
        found += [checks_told(contract, book, failing, measured) for failing, measured in FAILING]
    return found


FAILING = [(1, 0), (3, 3), (5, 1_000_000)]


def texts(told: list[Found]) -> Iterator[str]:
    for found in told:
        for finding in found.findings:
            yield finding.message
            yield finding.fix
        for rule in found.rules:
            yield rule.summary
            yield rule.fix
        for entry in found.not_run:
            yield entry.because


def used(contracts: dict[str, Contract]) -> set[tuple[str, str]]:
    wordings = [wording for contract in contracts.values() for wording in make_plan(contract, AS_OF).wordings]
    return {(wording.kind, wording.variant) for wording in wordings} | OF_THE_HEADINGS | OF_THE_JOURNEY


def test_every_kind_has_words_and_no_words_are_there_for_nothing(
    contracts: dict[str, Contract], book: Messages
) -> None:
    written = {(kind, variant) for kind, variants in book.kinds.items() for variant in variants}
    assert written == used(contracts)


def test_every_reason_for_not_running_has_words_and_is_used(book: Messages) -> None:
    code = "".join(path.read_text(encoding="utf-8") for path in source_files())
    assert [reason for reason in book.not_run if f'"{reason}"' not in code] == []
    given = re.findall(r'because\("([a-z_]+)"\)|set_aside\.append\(\(\w+, "([a-z_]+)"\)\)', code)
    assert {one or other for one, other in given} <= set(book.not_run)


def source_files() -> list[Path]:
    package = Path(content.__file__).parent
    return [package / "validation" / "planning.py", package / "validation" / "results.py"]


def test_every_phrase_and_identifier_is_used(contracts: dict[str, Contract], book: Messages) -> None:
    from cfgovern import identifiers

    assert set(book.identifiers) == set(identifiers.FORMS)
    code = (source_files()[0].parent / "messages.py").read_text(encoding="utf-8")
    made = re.compile("iso_(date|time|timestamp)|[a-z]+_percent")
    unused = [name for name in book.phrases if not re.search(f"[\"']{name}[\"']", code)]
    assert [name for name in unused if not made.fullmatch(name)] == []


def test_nothing_is_left_open_and_every_text_is_a_sentence(told: list[Found]) -> None:
    for text in set(texts(told)):
        assert text and not re.search(r"[{}]|‘’|\(\)|  | [.,:]|\.\.", text), text
        assert re.match("[A-Z‘0-9]", text), text
        assert re.search(r"[.!?]$|For example: \S.*$|\((?:[0-9,]+|every) rows?\)$", text), text


def test_every_finding_says_what_to_do(told: list[Found]) -> None:
    assert all(finding.message and finding.fix for found in told for finding in found.findings)


def test_one_cell_several_and_a_whole_column_are_told_apart(
    contracts: dict[str, Contract], book: Messages
) -> None:
    said = {
        failing: {rule.rule: rule.summary for rule in checks_told(contracts["plain"], book, failing).rules}
        for failing, _ in FAILING
    }
    assert said[1]["things.count.required"] == "‘count’ is empty."
    assert said[3]["things.count.required"] == "3 cells in ‘count’ are empty."
    assert said[5]["things.count.required"] == "Every cell in ‘count’ is empty."
    assert said[3]["things.bought_first"] == "Nothing is sold before it is bought. (3 rows)"
    assert said[5]["things.bought_first"] == "Nothing is sold before it is bought. (every row)"


def test_one_row_of_a_table_of_one_row_is_not_every_row(
    contracts: dict[str, Contract], book: Messages
) -> None:
    column = contracts["plain"].tables[1].columns[5]
    params = book.params(contracts["plain"].tables[1], column)
    assert book.summary("required", "default", params, 1, 1).summary == "‘count’ is empty."


def test_large_numbers_can_be_read(contracts: dict[str, Contract], book: Messages) -> None:
    params = book.params(contracts["plain"].tables[1], contracts["plain"].tables[1].columns[5])
    assert book.summary("required", "default", params, 12_000, 20_000).summary.startswith("12,000 cells")


@pytest.mark.parametrize("form", FORMS)
def test_only_the_contract_and_counts_can_stand_in_a_message(book: Messages, form: str) -> None:
    for variants in book.kinds.values():
        for forms in variants.values():
            words = {name for _, name, _, _ in string.Formatter().parse(forms[form]) if name}
            assert words <= PLACEHOLDERS
            assert not words & {"value", "cell", "row", "found", "key"}
            if form in ("many", "all"):
                assert "n" in words or "{n}" not in forms[form]


def test_the_key_of_a_record_is_in_no_message(told: list[Found]) -> None:
    for text in texts(told):
        assert not any(value in text for value in KEY.values())


def test_an_example_stands_where_one_is_promised_and_can_be_made_up(
    contracts: dict[str, Contract], book: Messages
) -> None:
    for contract in contracts.values():
        planned = make_plan(contract, AS_OF)
        for check, wording in zip(planned.plan.checks, planned.wordings, strict=True):
            table = contract.table(check.table)
            column = table.column(check.column or "") if table else None
            if table is None or column is None or book.kinds[wording.kind][wording.variant]["example"] == "":
                continue
            codes = contract.code_lists.get(column.code_list or "")
            example = book.params(table, column, codes)["example"]
            if column.identifier in book.identifiers:
                assert example == book.identifiers[column.identifier]["example"]
            else:
                free = column.type == "string" and not (
                    column.enum or codes or column.pattern or column.examples or column.format
                )
                assert bool(example) != free, check.rule


def our_words(book: Messages) -> list[str]:
    """The texts of the file itself, with a word for each place; codes and labels are the contract's."""
    forms = [
        forms[form]
        for variants in book.kinds.values()
        for forms in variants.values()
        for form in FORMS
        if form != "example"
    ]
    known = [entry[part] for entry in book.identifiers.values() for part in ("name", "form", "check")]
    rules = [text for rule in load_pack("changing-futures") for text in (rule.message, rule.fix)]
    return [
        re.sub("{[a-z_]+}", "word", text)
        for text in (*forms, *book.phrases.values(), *known, *book.not_run.values(), *rules)
        if text
    ]


def sentences(text: str) -> list[str]:
    return re.split(r"(?<=[.!?:])\s+", text)


def test_sentences_are_short(book: Messages) -> None:
    lengths = []
    for text in our_words(book):
        for sentence in sentences(text):
            lengths.append(len(sentence.split()))
            assert lengths[-1] <= 22, sentence
    assert sum(lengths) / len(lengths) <= 10


def test_filled_in_sentences_are_short_save_for_lists_of_codes(told: list[Found]) -> None:
    lengths = []
    for text in {re.sub(r" \([^)]*\)", "", text) for text in texts(told)}:
        for sentence in sentences(text):
            lengths.append(len(sentence.split()))
            assert lengths[-1] <= 25, sentence
    assert sum(lengths) / len(lengths) <= 12


def test_no_word_blames_labels_or_needs_a_programmer(book: Messages) -> None:
    for text in our_words(book):
        assert not UNKIND.search(text), text


def test_rule_files_do_not_say_what_happened_to_a_person() -> None:
    for rule in load_pack("changing-futures"):
        said = f"{rule.message} {rule.fix}"
        assert not re.search(r"\b(died|dead|death|deceased|passed away)\b", said, re.IGNORECASE), rule.name
        assert re.fullmatch(r"[A-Z].*[.]", rule.message) and re.fullmatch(r"[A-Z].*[.]", rule.fix)
        assert rule.why.endswith(".")


def test_british_spelling(book: Messages) -> None:
    american = re.compile(
        r"\w{3,}(ization|ize[sd]?|izing)\b|\b(color|center|enrollment|program)\b", re.IGNORECASE
    )
    for text in our_words(book):
        assert not american.search(text), text


# -- words made from the contract ------------------------------------------------------------


@pytest.mark.parametrize(
    ("column", "word", "said"),
    [
        ("count", "range", "between 0 and 9"),
        ("weight", "range", "more than 0 and less than 10"),
        ("weight", "step", "0.5"),
        ("bought", "range", "between 2021-01-01 and 2029-12-31"),
        ("serial", "length", "between 4 and 8 characters"),
        ("bought", "format", "year-month-day"),
        ("sold", "format", "day/month/year"),
        ("seen", "format", "year-month-day, the letter T, then hour:minute"),
        ("size", "codes", "one of s (Small) or l (Large)"),
        ("colour", "no_answer", "If there is no answer, write declined or not_known."),
        ("colour", "replacements", "What changed: crimson became red and scarlet became red."),
        ("owner_number", "identifier", "an NHS number"),
        ("owner_number", "example", "999 000 0018"),
        ("owner_case", "example", ""),
    ],
)
def test_words_of_a_column(
    contracts: dict[str, Contract], book: Messages, column: str, word: str, said: str
) -> None:
    contract = contracts["plain"]
    table = contract.tables[1]
    found = table.column(column)
    assert found is not None
    codes = contract.code_lists.get(found.code_list or "")
    assert book.params(table, found, codes)[word] == said


@pytest.mark.parametrize(
    ("operator", "value", "said"),
    [
        ("mustBe", 0, "none"),
        ("mustBe", 1, "exactly 1 row"),
        ("mustNotBe", 3, "anything but 3 rows"),
        ("mustBeLessThan", 5, "fewer than 5 rows"),
        ("mustBeLessOrEqualTo", 1000, "no more than 1,000 rows"),
        ("mustBeGreaterThan", 2, "more than 2 rows"),
        ("mustBeGreaterOrEqualTo", 2, "at least 2 rows"),
        ("mustBeBetween", (1, 10), "more than 1 and fewer than 10 rows"),
        ("mustNotBeBetween", (1, 10), "no more than 1, or at least 10 rows"),
    ],
)
def test_a_threshold_in_words(book: Messages, operator: str, value: object, said: str) -> None:
    assert book.threshold(operator, value) == said


def test_a_share_is_in_per_cent(book: Messages) -> None:
    assert book.amount(2.5, "percent") == "2.5 per cent"
    assert book.threshold("mustBeLessThan", 5, "percent") == "less than 5 per cent"


# -- a pack with words of its own ------------------------------------------------------------


@pytest.fixture
def pack(tmp_path: Path) -> Iterator[Path]:
    (tmp_path / "schemas").mkdir()
    (tmp_path / "validators").mkdir()
    content.use_pack(tmp_path)
    yield tmp_path / "validators" / "messages.yaml"
    content.use_pack(None)


def test_a_pack_may_word_one_kind_and_leave_the_rest(pack: Path) -> None:
    pack.write_text(
        "version: 1\nkinds:\n  required:\n    default:\n"
        "      {one: Please fill in {column}., many: M., all: A., fix: F., example: ''}\n".replace(
            "{one: Please fill in {column}.", "{one: 'Please fill in {column}.'"
        ),
        encoding="utf-8",
    )
    ours = load_messages()
    assert ours.one("required", "default", {"column": "Age"}) == ("Please fill in Age.", "F.")
    content.use_pack(None)
    assert ours.kinds["type"] == load_messages().kinds["type"]


def test_a_word_that_nothing_fills_is_a_fault_with_its_line(pack: Path) -> None:
    pack.write_text(
        "version: 1\nkinds:\n  required:\n    default:\n      one: 'Empty: {colunm}'\n"
        "      many: M.\n      all: A.\n      fix: F.\n      example: ''\n",
        encoding="utf-8",
    )
    with pytest.raises(OperatorFileError) as caught:
        load_messages()
    [fault] = caught.value.faults
    assert (fault.code, fault.line) == ("messages.word", 5)
    assert "Did you mean" in fault.message and "column" in fault.message


@pytest.mark.parametrize(("kind", "variant"), [("requierd", "default"), ("type", "colour")])
def test_a_kind_without_words_is_a_fault_of_ours(book: Messages, kind: str, variant: str) -> None:
    with pytest.raises(InternalFault):
        book.one(kind, variant, {})


def test_a_message_that_is_not_given_its_word_is_a_fault_of_ours(book: Messages) -> None:
    with pytest.raises(InternalFault) as caught:
        book.one("required", "default", {})
    assert caught.value.code == "messages.word"
    with pytest.raises(InternalFault):
        book.because("no_such_reason")


def test_the_shipped_file_has_no_fault(book: Messages) -> None:
    shipped = content.shipped("validators") / "messages.yaml"
    assert checked(shipped, book.phrases) == {
        "version": 1,
        "kinds": book.kinds,
        "phrases": book.phrases,
        "identifiers": book.identifiers,
        "not_run": book.not_run,
    }
